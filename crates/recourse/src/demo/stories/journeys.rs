//! Orders without a dispute, each in a state of its own when the demo begins.
use super::steps;
use crate::demo::tale::{Tale, days, hours, minutes};
use crate::demo::words;
use anyhow::Result;
use jiff::SignedDuration;
use serde_json::json;

/// Placed and not paid; after the policy's time it expires.
pub async fn unpaid(mut tale: Tale, since: SignedDuration) -> Result<()> {
    tale.at(since).await;
    tale.place(8).await
}

/// Paid; the seller is to ship.
pub async fn paid(mut tale: Tale, since: SignedDuration) -> Result<()> {
    steps::bought(&mut tale, since, 9).await
}

/// Declared, and the carrier has not scanned it.
pub async fn ready(mut tale: Tale, since: SignedDuration) -> Result<()> {
    steps::bought(&mut tale, since + days(1), 9).await?;
    tale.at(since).await;
    tale.ship(&[], false).await
}

/// On its way.
pub async fn shipped(mut tale: Tale, since: SignedDuration) -> Result<()> {
    steps::sent(&mut tale, since + hours(26), 8).await
}

/// Held up at customs, as the carrier says.
pub async fn held_up(mut tale: Tale, since: SignedDuration) -> Result<()> {
    steps::sent(&mut tale, since + days(4), 9).await?;
    tale.at(since).await;
    tale.scan_with("exception", json!({"cause": "customs"})).await
}

/// Waits for the buyer at a shop.
pub async fn waiting(mut tale: Tale, since: SignedDuration) -> Result<()> {
    steps::sent(&mut tale, since + days(5), 7).await?;
    tale.at(since).await;
    tale.scan("awaiting_collection").await
}

/// Delivered.
pub async fn delivered(mut tale: Tale, since: SignedDuration) -> Result<()> {
    steps::sent(&mut tale, since + days(6), 8).await?;
    tale.at(since + hours(6)).await;
    tale.scan("out_for_delivery").await?;
    tale.at(since).await;
    tale.scan("delivered").await
}

/// Delivered and confirmed; after the window it is completed.
pub async fn confirmed(mut tale: Tale, since: SignedDuration) -> Result<()> {
    let end = since - hours(30);
    delivered_until(&mut tale, since).await?;
    tale.at(end).await;
    tale.confirm().await
}

async fn delivered_until(tale: &mut Tale, since: SignedDuration) -> Result<()> {
    steps::sent(tale, since + days(4), 6).await?;
    tale.at(since).await;
    tale.scan("delivered").await
}

/// The carrier could not hand it over.
pub async fn failed(mut tale: Tale, since: SignedDuration) -> Result<()> {
    steps::sent(&mut tale, since + days(5), 7).await?;
    tale.at(since).await;
    tale.scan_with("attempt_failed", json!({"cause": "absent"})).await
}

/// The carrier declares it lost.
pub async fn lost(mut tale: Tale, since: SignedDuration) -> Result<()> {
    steps::sent(&mut tale, since + days(9), 7).await?;
    tale.at(since).await;
    tale.scan("lost").await
}

/// The carrier declares it damaged.
pub async fn damaged(mut tale: Tale, since: SignedDuration) -> Result<()> {
    steps::sent(&mut tale, since + days(4), 7).await?;
    tale.at(since).await;
    tale.scan("damaged").await
}

/// The carrier takes it back to the sender.
pub async fn returned(mut tale: Tale, since: SignedDuration) -> Result<()> {
    steps::sent(&mut tale, since + days(12), 7).await?;
    tale.at(since).await;
    tale.scan_with("returned_to_sender", json!({"cause": "other"})).await
}

/// Cancelled by the buyer before it was sent.
pub async fn cancelled(mut tale: Tale, since: SignedDuration) -> Result<()> {
    steps::bought(&mut tale, since + hours(9), 9).await?;
    tale.at(since).await;
    tale.on_order(&tale.buyer(), "cancellations", json!({"reason": "changed_mind"})).await.map(drop)
}

/// Packed, and cancelled by the seller before the carrier had it.
pub async fn called_off(mut tale: Tale, since: SignedDuration) -> Result<()> {
    steps::bought(&mut tale, since + hours(40), 9).await?;
    tale.at(since + hours(12)).await;
    tale.ship(&[], false).await?;
    tale.at(since).await;
    tale.on_order(&tale.seller(), "cancellations", json!({"reason": "quality"})).await.map(drop)
}

/// Delivered to another address than the order's: the buyer is asked.
pub async fn elsewhere(mut tale: Tale, since: SignedDuration) -> Result<()> {
    steps::sent(&mut tale, since + days(5), 7).await?;
    tale.at(since).await;
    tale.scan_with("delivered", json!({"destination_matches": false})).await
}

/// The seller gives something back without being asked for it.
pub async fn goodwill(mut tale: Tale, since: SignedDuration) -> Result<()> {
    delivered_until(&mut tale, since + hours(20)).await?;
    tale.write(&tale.buyer(), words::WHERE).await?;
    tale.at(since + minutes(90)).await;
    tale.write(&tale.seller(), words::THERE).await?;
    tale.at(since).await;
    let amount = tale.refundable(&[0]).await? / 10;
    let words = json!({"reason": "late", "text": tale.says(&tale.seller(), words::GOODWILL)});
    let body = json!({"units": [0], "amount": tale.money(amount), "words": words});
    tale.on_order(&tale.seller(), "goodwill_refunds", body).await.map(drop)
}

/// Staff keeps it back for a look.
pub async fn held(mut tale: Tale, since: SignedDuration) -> Result<()> {
    steps::bought(&mut tale, since + hours(5), 9).await?;
    tale.at(since).await;
    let end = tale.instant(-days(6));
    tale.on_order("finance:treasury", "holds", json!({"reason": "risk", "end": end})).await.map(drop)
}
