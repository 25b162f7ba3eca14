//! Stories that end while the two sides are still among themselves.
use super::steps::{self, Ask, Plot};
use crate::demo::tale::{Tale, hours};
use crate::demo::words;
use anyhow::Result;
use serde_json::json;

/// The seller has not answered yet.
pub async fn responding(mut tale: Tale, plot: Plot) -> Result<()> {
    steps::opened(&mut tale, plot, plot.since).await?;
    tale.at(plot.left(1, 2)).await;
    tale.talk(&tale.buyer(), words::NUDGE).await
}

/// The seller has not answered yet, but has made an offer; that makes it a negotiation.
pub async fn offered_at_once(mut tale: Tale, plot: Plot) -> Result<()> {
    steps::opened(&mut tale, plot, plot.since + hours(12)).await?;
    tale.at(plot.since).await;
    let offer = steps::share(&tale, plot, 25).await?;
    tale.propose(&tale.seller(), offer, words::OFFER).await
}

/// Both look for agreement; the seller's and the buyer's proposals stand side by side.
pub async fn negotiating(mut tale: Tale, plot: Plot) -> Result<()> {
    steps::rejected(&mut tale, plot, plot.since).await?;
    tale.at(plot.left(5, 6)).await;
    let offer = steps::share(&tale, plot, 20).await?;
    tale.propose(&tale.seller(), offer, words::OFFER).await?;
    tale.at(plot.left(4, 6)).await;
    let counter = steps::share(&tale, plot, 60).await?;
    tale.propose(&tale.buyer(), counter, words::COUNTER).await?;
    tale.at(plot.left(2, 6)).await;
    let offer = steps::share(&tale, plot, 40).await?;
    tale.propose(&tale.seller(), offer, words::OFFER).await
}

/// The seller offers to take the goods back; the buyer has refused the first, smaller offer.
pub async fn offered_return(mut tale: Tale, plot: Plot) -> Result<()> {
    steps::rejected(&mut tale, plot, plot.since).await?;
    tale.at(plot.left(5, 6)).await;
    let offer = steps::share(&tale, plot, 33).await?;
    tale.propose(&tale.seller(), offer, words::OFFER).await?;
    tale.at(plot.left(3, 6)).await;
    tale.refuse(&tale.buyer(), "respondent").await?;
    tale.at(plot.left(1, 6)).await;
    let back = steps::asked(&tale, Plot { ask: Ask::Return, ..plot }).await?;
    tale.propose(&tale.seller(), back, words::SEND_BACK).await
}

/// The carrier is asked; the parties' clocks rest.
pub async fn investigating(mut tale: Tale, plot: Plot) -> Result<()> {
    investigated(&mut tale, plot).await?;
    tale.at(plot.left(1, 2)).await;
    tale.talk(&tale.seller(), words::LOOKING).await
}

async fn investigated(tale: &mut Tale, plot: Plot) -> Result<()> {
    steps::opened(tale, plot, plot.since + hours(20)).await?;
    tale.at(plot.since).await;
    let quarrel = words::quarrel_of(plot.reason);
    let words = json!({"reason": "ask_the_carrier", "text": tale.says(&tale.seller(), quarrel.refused)});
    let carrier = tale.deal.seller.carrier;
    let body = json!({"answer": "investigate", "words": words, "carrier": carrier, "number": tale.number(0)});
    tale.in_case(&tale.seller(), "answer", body).await.map(drop)
}

/// The carrier was asked and still has it; the two negotiate again.
pub async fn found_with_carrier(mut tale: Tale, plot: Plot) -> Result<()> {
    let asked = Plot { since: plot.since + hours(70), ..plot };
    investigated(&mut tale, asked).await?;
    tale.at(plot.since).await;
    tale.in_case("", "finding", json!({"finding": "with_carrier"})).await?;
    tale.at(plot.left(1, 3)).await;
    let counter = steps::share(&tale, plot, 100).await?;
    tale.propose(&tale.buyer(), counter, words::COUNTER).await
}
