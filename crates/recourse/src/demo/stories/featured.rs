//! Stories of the people behind the three doors, beside those in the cast.
use super::steps::{self, Ask, Plot};
use crate::demo::pictures::{Look, Scene};
use crate::demo::tale::{Tale, days, hours};
use crate::demo::words;
use anyhow::Result;
use serde_json::json;

/// Ana's lamp never came; since a few days she may open a dispute, and has not.
pub async fn never_came(mut tale: Tale) -> Result<()> {
    steps::sent(&mut tale, days(17), 8).await?;
    tale.at(days(14)).await;
    tale.scan("in_transit").await?;
    tale.at(days(6)).await;
    tale.write(&tale.buyer(), words::WHERE).await?;
    tale.at(days(5) + hours(18)).await;
    tale.write(&tale.seller(), words::THERE).await
}

/// Ana's other parcel came the day before yesterday, and what is in it is broken.
pub async fn came_broken(mut tale: Tale) -> Result<()> {
    steps::sent(&mut tale, days(8), 7).await?;
    tale.at(hours(45)).await;
    tale.scan("delivered").await
}

/// Two cases on one order: one thing came broken, of another a part is missing.
pub async fn two_cases(mut tale: Tale, since: i64) -> Result<()> {
    let plot = Plot { reason: "damaged", ask: Ask::Refund, since: hours(since), mediator: "maya" };
    steps::came(&mut tale, plot, hours(since)).await?;
    tale.at(hours(since)).await;
    let (who, shape) = (tale.buyer(), tale.deal.goods[0].0.shape);
    let whole = json!({"kind": "refund", "amount": tale.money(tale.refundable(&[0]).await?)});
    tale.dispute(&[0], "damaged", whole).await?;
    tale.show(&who, "goods_pictures", Scene::Goods { shape, look: Look::Broken }).await?;
    tale.show(&who, "packaging_pictures", Scene::Parcel { torn: true }).await?;
    tale.at(hours(since) - hours(3)).await;
    let half = json!({"kind": "refund", "amount": tale.money(tale.refundable(&[1]).await? / 2)});
    tale.dispute(&[1], "missing_part", half).await?;
    let shape = tale.deal.goods.last().map_or(shape, |(good, _)| good.shape);
    tale.show(&who, "received_goods", Scene::Goods { shape, look: Look::Whole }).await.map(drop)
}
