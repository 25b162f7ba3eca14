//! Stories that end with the platform: in review, with its proposal, its question, its ruling.
use super::steps::{self, Plot, Verdict};
use crate::demo::pictures::{Look, Scene};
use crate::demo::tale::{Tale, days, hours};
use crate::demo::words;
use anyhow::Result;
use serde_json::json;

/// Escalated, and nobody has taken it.
pub async fn unassigned(mut tale: Tale, plot: Plot) -> Result<()> {
    steps::escalated(&mut tale, plot, plot.since).await?;
    tale.at(plot.left(1, 2)).await;
    steps::seller_shows(&tale, plot).await
}

/// The seller said nothing, so it went to the platform by itself.
pub async fn silent(mut tale: Tale, plot: Plot) -> Result<()> {
    // The seller's five days end with the day of the zone: up to a day later.
    steps::opened(&mut tale, plot, plot.since + days(6)).await
}

/// A mediator has it.
pub async fn assigned(mut tale: Tale, plot: Plot) -> Result<()> {
    steps::taken(&mut tale, plot, plot.since).await?;
    tale.at(plot.left(1, 2)).await;
    tale.talk(&tale.buyer(), words::NUDGE).await
}

/// The platform has proposed; both look at it.
pub async fn proposed(mut tale: Tale, plot: Plot) -> Result<()> {
    steps::taken(&mut tale, plot, plot.since + hours(14)).await?;
    tale.at(plot.since).await;
    let middle = steps::share(&tale, plot, 50).await?;
    tale.propose(&plot.mediation(), middle, words::MIDDLE).await
}

/// The platform has proposed, and one side agrees.
pub async fn half_agreed(mut tale: Tale, plot: Plot) -> Result<()> {
    let who = tale.seller();
    steps::taken(&mut tale, plot, plot.since + hours(14)).await?;
    tale.at(plot.since).await;
    let middle = steps::share(&tale, plot, 50).await?;
    tale.propose(&plot.mediation(), middle, words::MIDDLE).await?;
    tale.at(plot.left(1, 3)).await;
    tale.accept(&who, "platform").await
}

/// The seller is asked a question.
pub async fn seller_asked(mut tale: Tale, plot: Plot) -> Result<()> {
    steps::taken(&mut tale, plot, plot.since + hours(10)).await?;
    tale.at(plot.since).await;
    let text = tale.says(&tale.seller(), words::ASK_SELLER);
    tale.in_case(&plot.mediation(), "question", json!({"side": "respondent", "text": text})).await.map(drop)
}

/// The buyer is asked a question.
pub async fn buyer_asked(mut tale: Tale, plot: Plot) -> Result<()> {
    steps::taken(&mut tale, plot, plot.since + hours(10)).await?;
    tale.at(plot.since).await;
    let text = tale.says(&tale.buyer(), words::ASK_BUYER);
    tale.in_case(&plot.mediation(), "question", json!({"side": "opener", "text": text})).await.map(drop)
}

/// The question was answered, and the mediator goes on.
pub async fn answered(mut tale: Tale, plot: Plot) -> Result<()> {
    let asked = Plot { since: plot.since + hours(30), ..plot };
    steps::taken(&mut tale, asked, asked.since + hours(6)).await?;
    tale.at(asked.since).await;
    let text = tale.says(&tale.seller(), words::ASK_SELLER);
    tale.in_case(&plot.mediation(), "question", json!({"side": "respondent", "text": text})).await?;
    tale.at(plot.since).await;
    let text = tale.says(&tale.seller(), words::ANSWER);
    tale.in_case(&tale.seller(), "question_answer", json!({"text": text})).await.map(drop)
}

/// Ruled in part: both may appeal.
pub async fn may_appeal(mut tale: Tale, plot: Plot) -> Result<()> {
    steps::ruled(&mut tale, plot, Verdict::Part, plot.since).await
}

/// Ruled against the buyer, who may appeal.
pub async fn lost_by_buyer(mut tale: Tale, plot: Plot) -> Result<()> {
    steps::ruled(&mut tale, plot, Verdict::Nothing, plot.since).await
}

/// Appealed: in review again, for another mediator; taken by that one where the story has two.
pub async fn appealed(mut tale: Tale, plot: Plot) -> Result<()> {
    let first = Plot { mediator: "oskar", ..plot };
    steps::ruled(&mut tale, first, Verdict::Nothing, plot.since + days(2)).await?;
    tale.at(plot.since + hours(2)).await;
    let shape = tale.deal.goods[0].0.shape;
    let piece = tale.show(&tale.buyer(), "", Scene::Goods { shape, look: Look::Broken }).await?;
    tale.at(plot.since).await;
    let words = json!({"reason": "new_evidence", "text": tale.says(&tale.buyer(), words::APPEAL)});
    tale.in_case(&tale.buyer(), "appeal", json!({"evidence": [piece], "words": words})).await?;
    if plot.mediator == "oskar" {
        return Ok(());
    }
    tale.at(plot.left(1, 2)).await;
    tale.in_case(&plot.mediation(), "assign", json!({})).await.map(drop)
}
