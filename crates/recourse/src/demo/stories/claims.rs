//! Sellers who claim payment: the carrier says that it came back, and the buyer has it.
use super::steps;
use crate::demo::people;
use crate::demo::tale::{Tale, days, hours};
use crate::demo::words;
use anyhow::Result;
use jiff::SignedDuration;
use serde_json::{Value, json};

/// The buyer is asked, and has not answered yet.
pub async fn asked(mut tale: Tale, since: SignedDuration) -> Result<()> {
    claimed(&mut tale, since, None).await
}

/// The buyer said so in a message: the platform looks at it.
pub async fn looked_at(mut tale: Tale, since: SignedDuration) -> Result<()> {
    claimed(&mut tale, since, Some(json!({"in": "message", "message": 0}))).await
}

/// The buyer has it, and the seller was paid.
pub async fn paid(mut tale: Tale, since: SignedDuration) -> Result<()> {
    claimed(&mut tale, since + hours(30), None).await?;
    tale.at(since + hours(12)).await;
    let text = tale.says(&tale.buyer(), words::HAS_IT);
    tale.in_case(&tale.buyer(), "claim_answer", json!({"received": true, "text": text})).await?;
    tale.at(since).await;
    let mediator = format!("mediator:{}", people::MEDIATOR);
    tale.in_case(&mediator, "assign", json!({})).await?;
    let page = tale.case_page(&mediator).await?;
    let remedy = json!({"kind": "seller_payment", "amount": page["claim"]["claimable"]});
    let body = json!({"remedy": remedy, "liable": page["recommended"]["liable"]});
    tale.in_case(&mediator, "rulings", body).await.map(drop)
}

async fn claimed(tale: &mut Tale, at: SignedDuration, confirmation: Option<Value>) -> Result<()> {
    steps::sent(tale, at + days(14), 7).await?;
    tale.at(at + days(3)).await;
    tale.scan_with("returned_to_sender", json!({"cause": "other"})).await?;
    tale.at(at + days(1)).await;
    if confirmation.is_some() {
        tale.write(&tale.buyer(), words::HAS_IT).await?;
    }
    tale.at(at).await;
    let text = tale.says(&tale.seller(), words::NEVER_CAME_BACK);
    let body = json!({"units": [0], "cause": "carrier_error", "confirmation": confirmation, "text": text});
    tale.claim(body).await
}
