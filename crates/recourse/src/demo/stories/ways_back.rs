//! Stories that end while goods go back or come again.
use super::steps::{self, Plot};
use crate::demo::pictures::{Look, Scene};
use crate::demo::tale::{Tale, days, hours};
use crate::demo::words;
use anyhow::Result;
use jiff::SignedDuration;
use serde_json::json;

/// The return is agreed; the seller owes address and label.
pub async fn preparing(mut tale: Tale, plot: Plot) -> Result<()> {
    steps::granted(&mut tale, plot, plot.since).await
}

async fn addressed(tale: &mut Tale, plot: Plot, at: SignedDuration) -> Result<()> {
    steps::granted(tale, plot, at + hours(18)).await?;
    tale.at(at).await;
    let label = tale.show_paper(&tale.seller(), "", "Return label").await?;
    let body = json!({"address": tale.deal.seller.address, "label": label});
    tale.in_case(&tale.seller(), "return_address", body).await.map(drop)
}

/// The buyer is to send the goods back.
pub async fn dispatching(mut tale: Tale, plot: Plot) -> Result<()> {
    addressed(&mut tale, plot, plot.since).await
}

async fn returned(tale: &mut Tale, plot: Plot, at: SignedDuration) -> Result<()> {
    addressed(tale, plot, at + hours(40)).await?;
    tale.at(at).await;
    let body = json!({"carrier": tale.deal.seller.carrier, "number": tale.returning()});
    tale.in_case(&tale.buyer(), "return_shipment", body).await?;
    tale.at(at - hours(5)).await;
    tale.scan_return("in_transit").await
}

/// The return travels.
pub async fn return_in_transit(mut tale: Tale, plot: Plot) -> Result<()> {
    returned(&mut tale, plot, plot.since).await
}

/// The return is there; the seller looks at it.
pub async fn inspecting(mut tale: Tale, plot: Plot) -> Result<()> {
    inspected(&mut tale, plot, plot.since).await
}

async fn inspected(tale: &mut Tale, plot: Plot, at: SignedDuration) -> Result<()> {
    returned(tale, plot, at + days(3)).await?;
    tale.at(at).await;
    tale.scan_return("delivered").await
}

/// The seller objects to what came back: in review.
pub async fn objected(mut tale: Tale, plot: Plot) -> Result<()> {
    inspected(&mut tale, plot, plot.since + hours(30)).await?;
    tale.at(plot.since).await;
    let (who, shape) = (tale.seller(), tale.deal.goods[0].0.shape);
    let documents = [
        tale.show(&who, "return_waybill", Scene::Slip { says: "WAYBILL" }).await?,
        tale.show(&who, "return_packaging", Scene::Parcel { torn: true }).await?,
        tale.show(&who, "return_goods", Scene::Goods { shape, look: Look::Broken }).await?,
    ];
    let words = json!({"reason": "not_as_sent", "text": tale.says(&who, words::OBJECT)});
    let body = json!({"content": "part", "words": words, "documents": documents});
    tale.in_case(&who, "return_object", body).await.map(drop)
}

/// The return is lost: in review.
pub async fn return_lost(mut tale: Tale, plot: Plot) -> Result<()> {
    returned(&mut tale, plot, plot.since + days(5)).await?;
    tale.at(plot.since).await;
    tale.scan_return("lost").await
}

/// What came back is accepted, and the money goes out.
pub async fn return_accepted(mut tale: Tale, plot: Plot) -> Result<()> {
    inspected(&mut tale, plot, plot.since + hours(20)).await?;
    tale.at(plot.since).await;
    tale.in_case(&tale.seller(), "return_accept", json!({"content": "all"})).await.map(drop)
}

/// The buyer never sends it: closed without a refund.
pub async fn never_returned(mut tale: Tale, plot: Plot) -> Result<()> {
    addressed(&mut tale, plot, plot.since + days(11)).await
}

/// The replacement is owed.
pub async fn dispatching_replacement(mut tale: Tale, plot: Plot) -> Result<()> {
    steps::granted(&mut tale, plot, plot.since).await
}

async fn resent(tale: &mut Tale, plot: Plot, at: SignedDuration) -> Result<()> {
    steps::granted(tale, plot, at + hours(26)).await?;
    tale.at(at).await;
    tale.ship(&[], true).await?;
    tale.at(at - hours(4)).await;
    tale.scan("in_transit").await
}

/// The replacement travels.
pub async fn replacement_in_transit(mut tale: Tale, plot: Plot) -> Result<()> {
    resent(&mut tale, plot, plot.since).await
}

/// The replacement arrived.
pub async fn replaced(mut tale: Tale, plot: Plot) -> Result<()> {
    resent(&mut tale, plot, plot.since + days(4)).await?;
    tale.at(plot.since).await;
    tale.scan("delivered").await
}
