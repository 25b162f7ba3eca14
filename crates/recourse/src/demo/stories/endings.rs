//! Stories about money that goes back, and about every way in which a case closes.
use super::steps::{self, Plot, Verdict};
use crate::demo::tale::{Tale, days, hours};
use crate::demo::words;
use anyhow::{Context, Result};
use serde_json::json;

/// Accepted: what the gateway does with it is in the payment's id.
pub async fn accepted(mut tale: Tale, plot: Plot) -> Result<()> {
    steps::granted(&mut tale, plot, plot.since).await
}

/// Refunded, and then the bank sent it back: promised again.
pub async fn bounced(mut tale: Tale, plot: Plot) -> Result<()> {
    steps::granted(&mut tale, plot, plot.since + days(3)).await?;
    tale.at(plot.since).await;
    let page = tale.page().await?;
    let refund = page["refunds"][0]["id"].as_str().context("there is a refund")?.to_owned();
    let body = json!({"result": "bounced", "provider_code": "account_closed"});
    tale.post("", &format!("/v1/refunds/{refund}/legs/0/results"), body).await.map(drop)
}

/// Refunded, and the buyer says that it arrived.
pub async fn arrived(mut tale: Tale, plot: Plot) -> Result<()> {
    steps::granted(&mut tale, plot, plot.since + days(4)).await?;
    tale.at(plot.since).await;
    let page = tale.page().await?;
    let refund = page["refunds"][0]["id"].as_str().context("there is a refund")?.to_owned();
    tale.post(&tale.buyer(), &format!("/v1/refunds/{refund}/legs/0/arrived"), json!({})).await.map(drop)
}

/// The buyer found the part after all.
pub async fn withdrawn(mut tale: Tale, plot: Plot) -> Result<()> {
    steps::opened(&mut tale, plot, plot.since + hours(30)).await?;
    tale.at(plot.since).await;
    tale.in_case(&tale.buyer(), "withdraw", json!({})).await.map(drop)
}

/// A proposal is accepted: a part goes back.
pub async fn settled(mut tale: Tale, plot: Plot) -> Result<()> {
    steps::rejected(&mut tale, plot, plot.since + hours(40)).await?;
    tale.at(plot.since + hours(30)).await;
    let offer = steps::share(&tale, plot, 35).await?;
    tale.propose(&tale.seller(), offer, words::OFFER).await?;
    tale.at(plot.since + hours(18)).await;
    let counter = steps::share(&tale, plot, 50).await?;
    tale.propose(&tale.buyer(), counter, words::COUNTER).await?;
    tale.at(plot.since).await;
    tale.accept(&tale.seller(), "opener").await
}

/// Ruled for the buyer; nobody appeals, and it is carried out.
pub async fn won_by_buyer(mut tale: Tale, plot: Plot) -> Result<()> {
    steps::ruled(&mut tale, plot, Verdict::All, plot.since + hours(20)).await?;
    tale.at(plot.since).await;
    tale.in_case(&tale.seller(), "waive", json!({})).await.map(drop)
}

/// Ruled against the buyer, who lets it stand.
pub async fn dismissed(mut tale: Tale, plot: Plot) -> Result<()> {
    steps::ruled(&mut tale, plot, Verdict::Nothing, plot.since + hours(20)).await?;
    tale.at(plot.since).await;
    tale.in_case(&tale.buyer(), "waive", json!({})).await.map(drop)
}

/// Nobody does anything: the table decides, and after the time to appeal the money goes back.
pub async fn decided_by_table(mut tale: Tale, plot: Plot) -> Result<()> {
    steps::opened(&mut tale, plot, plot.since + days(29)).await
}

/// While the seller has still to answer, the carrier declares the parcel lost.
pub async fn lost_meanwhile(tale: Tale, plot: Plot) -> Result<()> {
    meanwhile(tale, plot, "lost").await
}

/// Or damaged.
pub async fn damaged_meanwhile(tale: Tale, plot: Plot) -> Result<()> {
    meanwhile(tale, plot, "damaged").await
}

/// Or it goes back to the seller.
pub async fn returned_meanwhile(tale: Tale, plot: Plot) -> Result<()> {
    meanwhile(tale, plot, "returned_to_sender").await
}

async fn meanwhile(mut tale: Tale, plot: Plot, status: &str) -> Result<()> {
    steps::opened(&mut tale, plot, plot.since + hours(30)).await?;
    tale.at(plot.since).await;
    tale.scan(status).await
}
