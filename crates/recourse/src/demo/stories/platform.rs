//! What the platform does by itself: a risk that was found in an order, a buyer whom the seller reports, and a refund that it
//! pays at once.
use super::steps;
use crate::demo::people;
use crate::demo::tale::{Tale, days, hours};
use crate::demo::words;
use anyhow::Result;
use jiff::SignedDuration;
use serde_json::json;

/// The marketplace's own check found a risk; nobody has decided yet.
pub async fn at_risk(mut tale: Tale, since: SignedDuration) -> Result<()> {
    risk(&mut tale, since).await
}

/// It was none: the order goes on with the time that was left.
pub async fn cleared(mut tale: Tale, since: SignedDuration) -> Result<()> {
    risk(&mut tale, since + hours(6)).await?;
    tale.at(since).await;
    let mediator = format!("mediator:{}", people::MEDIATOR);
    tale.in_case(&mediator, "assign", json!({})).await?;
    let body = json!({"verdict": "clear", "words": {"reason": "address_checked", "text": words::ADDRESS_IS_RIGHT.en}});
    tale.in_case(&mediator, "risk_decision", body).await.map(drop)
}

/// The goods are there; then the buyer threatens, and the seller reports it.
pub async fn reported(mut tale: Tale, since: SignedDuration) -> Result<()> {
    steps::sent(&mut tale, since + days(6), 7).await?;
    tale.at(since + days(2)).await;
    tale.scan("delivered").await?;
    tale.at(since + hours(3)).await;
    tale.write(&tale.buyer(), words::FIVE_STARS).await?;
    tale.at(since).await;
    let text = tale.says(&tale.seller(), words::THREATENED);
    tale.on_order(&tale.seller(), "report", json!({"reason": "extortion", "text": text})).await.map(drop)
}

/// A part is missing from something cheap: the platform refunds the buyer at once, and asks the seller what went wrong.
pub async fn funded(mut tale: Tale, since: SignedDuration) -> Result<()> {
    steps::sent(&mut tale, since + days(5), 7).await?;
    tale.at(since + days(1)).await;
    tale.scan("delivered").await?;
    tale.at(since).await;
    let money = tale.money(tale.refundable(&[0]).await?);
    // As much as this refund costs: other stories go their usual way.
    let budget = json!({"change": "add", "amount": money, "reason": "a first refund"});
    tale.fund(budget).await?;
    tale.dispute(&[0], "missing_part", json!({"kind": "refund", "amount": money})).await
}

async fn risk(tale: &mut Tale, at: SignedDuration) -> Result<()> {
    steps::bought(tale, at + hours(5), 9).await?;
    tale.at(at).await;
    let body = json!({"reason": "risky_address", "text": words::MANY_PARCELS.en});
    tale.freeze_for_risk(body).await
}
