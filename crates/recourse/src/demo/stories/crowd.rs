//! The many: ordinary orders whose fate the dice decide. What would come after the end has not happened yet.
use super::cast;
use super::steps::{Ask, Plot};
use crate::demo::clockwork::Story;
use crate::demo::dice::Dice;
use crate::demo::people::{self, MEDIATORS, SELLERS};
use crate::demo::tale::{Deal, Scenery, Tale, hours, minutes};
use crate::demo::words::{self, QUARRELS};
use anyhow::Result;
use jiff::SignedDuration;
use serde_json::json;

/// Methods of payment, card first.
const METHODS: &[&str] = &["credit_card", "credit_card", "credit_card", "bank_transfer", "wallet", "paypal"];
/// How far back ordinary orders reach, in hours.
const REACH: i64 = 70 * 24;
/// A dispute of the crowd needs this long to have come to its end.
const SETTLED: i64 = 52 * 24;

/// An ordinary order.
pub fn one(scenery: &Scenery, seed: u64, number: u64) -> Story {
    let mut dice = Dice::of(seed, number);
    let placed = dice.between(1, REACH);
    let tale = Tale::new(scenery, deal(&mut dice, number));
    if placed > SETTLED && dice.chance(1, 4) {
        return disputed(&mut dice, tale, placed);
    }
    Box::pin(ordinary(tale, dice, hours(placed) + minutes(11)))
}

fn deal(dice: &mut Dice, number: u64) -> Deal {
    let seller = dice.pick(SELLERS);
    let mut goods = vec![(dice.pick(seller.goods), if dice.chance(1, 6) { 2 } else { 1 })];
    if dice.chance(1, 4) {
        let other = dice.pick(seller.goods);
        if other.sku != goods[0].0.sku {
            goods.push((other, 1));
        }
    }
    Deal {
        reference: format!("N-{}", 11_000 + number),
        buyer: dice.pick(people::buyers_near(seller.currency)),
        seller,
        goods,
        steer: "",
        method: METHODS[dice.below(METHODS.len())],
    }
}

fn disputed(dice: &mut Dice, tale: Tale, placed: i64) -> Story {
    let reason = dice.pick(QUARRELS).reason;
    let ask = if dice.chance(1, 2) && reason != "not_received" { Ask::Part } else { Ask::Refund };
    let since = hours(dice.between(24, (placed - SETTLED + 48).max(48)));
    let plot = Plot { reason, ask, since, mediator: MEDIATORS[dice.below(MEDIATORS.len())].0 };
    let plot = if tale.count() < 2 && reason == "short_shipment" {
        Plot { reason: "missing_part", ..plot }
    } else {
        plot
    };
    let play = *dice.pick(cast::CLOSING);
    play(tale, plot)
}

async fn ordinary(mut tale: Tale, mut dice: Dice, placed: SignedDuration) -> Result<()> {
    let estimate = dice.between(6, 10);
    tale.at(placed).await;
    tale.place(estimate).await?;
    if dice.chance(1, 16) {
        // Never paid: it expires after the policy's time.
        return Ok(());
    }
    let mut at = placed - minutes(dice.between(2, 180));
    tale.at(at).await;
    tale.pay().await?;
    if dice.chance(1, 20) {
        tale.at(at - hours(dice.between(1, 20))).await;
        return tale
            .on_order(&tale.buyer(), "cancellations", json!({"reason": "changed_mind"}))
            .await
            .map(drop);
    }
    if dice.chance(1, 40) {
        // Never shipped: cancelled at ship-by.
        return Ok(());
    }
    at -= hours(dice.between(6, 90));
    tale.at(at).await;
    tale.ship(&[], false).await?;
    at -= hours(dice.between(3, 20));
    tale.at(at).await;
    tale.scan("in_transit").await?;
    travels(tale, dice, at).await
}

async fn travels(mut tale: Tale, mut dice: Dice, mut at: SignedDuration) -> Result<()> {
    if dice.chance(1, 5) {
        tale.at(at - hours(30)).await;
        tale.write(&tale.buyer(), words::WHERE).await?;
        tale.at(at - hours(35)).await;
        tale.write(&tale.seller(), words::THERE).await?;
    }
    at -= hours(dice.between(40, 150));
    tale.at(at).await;
    match dice.below(40) {
        0 => return tale.scan("lost").await,
        1 => return tale.scan("damaged").await,
        2 => return tale.scan_with("returned_to_sender", json!({"cause": "other"})).await,
        3 | 4 => tale.scan_with("attempt_failed", json!({"cause": "absent"})).await?,
        5..=8 => tale.scan("awaiting_collection").await?,
        _ => tale.scan("out_for_delivery").await?,
    }
    at -= hours(dice.between(3, 40));
    tale.at(at).await;
    tale.scan("delivered").await?;
    if dice.chance(1, 2) {
        tale.at(at - hours(dice.between(2, 80))).await;
        tale.confirm().await?;
    }
    Ok(())
}
