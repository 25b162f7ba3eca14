//! Buyers who changed their mind: goods that are right, and are to go back.
use super::steps;
use crate::demo::tale::{Tale, days, hours};
use crate::demo::words;
use anyhow::Result;
use jiff::SignedDuration;
use serde_json::json;

/// The buyer asks, and the seller has to answer.
pub async fn requested(mut tale: Tale, since: SignedDuration) -> Result<()> {
    asked(&mut tale, since).await
}

async fn asked(tale: &mut Tale, at: SignedDuration) -> Result<()> {
    steps::sent(tale, at + days(5), 6).await?;
    tale.at(at + hours(20)).await;
    tale.scan("delivered").await?;
    tale.at(at).await;
    tale.ask_back(&[0]).await
}

/// The seller gives the money back and lets the buyer keep it.
pub async fn kept(mut tale: Tale, since: SignedDuration) -> Result<()> {
    asked(&mut tale, since + hours(9)).await?;
    tale.at(since).await;
    tale.in_case(&tale.seller(), "answer", json!({"answer": "refund_without_return"})).await.map(drop)
}

/// The seller shows that it is not in the condition that the terms ask for.
pub async fn refused(mut tale: Tale, since: SignedDuration) -> Result<()> {
    asked(&mut tale, since + hours(11)).await?;
    tale.at(since).await;
    let words = json!({"reason": "complete", "text": tale.says(&tale.seller(), words::GIFT_MISSING)});
    tale.in_case(&tale.seller(), "answer", json!({"answer": "reject", "words": words})).await.map(drop)
}

/// Back at the seller, who has unpacked it and not yet said whether it is accepted.
pub async fn unpacked(mut tale: Tale, since: SignedDuration) -> Result<()> {
    asked(&mut tale, since + days(8)).await?;
    tale.at(since + days(7)).await;
    tale.in_case(&tale.seller(), "answer", json!({"answer": "accept"})).await?;
    let address = json!({"address": tale.deal.seller.address});
    tale.in_case(&tale.seller(), "return_address", address).await?;
    tale.at(since + days(5)).await;
    let sent = json!({"carrier": tale.deal.seller.carrier, "number": tale.returning()});
    tale.in_case(&tale.buyer(), "return_shipment", sent).await?;
    tale.at(since + hours(10)).await;
    tale.scan_return("delivered").await?;
    tale.at(since).await;
    tale.in_case(&tale.seller(), "return_receipt", json!({"content": "all"})).await.map(drop)
}
