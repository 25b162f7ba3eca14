//! The many: ordinary orders, made as the simulator makes its own (`simulator::workload`) and told to the API. What would
//! come after the end has not happened yet.
use super::cast;
use super::steps::{Ask, Plot};
use crate::demo::clockwork::Story;
use crate::demo::people::{self, Good, MEDIATORS, SELLERS, Seller};
use crate::demo::tale::{Deal, Scenery, Tale, days, hours, minutes};
use crate::demo::words::{self, QUARRELS};
use crate::demo::{CAST, one_of};
use anyhow::Result;
use jiff::{SignedDuration, Timestamp};
use resolution::parcel::tracking::Scan;
use serde_json::json;
use simulator::workload::{self, Course, Dice, Journey, Manner, Paying};

/// How far back ordinary orders reach, in hours.
const REACH: i64 = 70 * 24;
/// A dispute of the crowd needs this long to have come to its end.
const SETTLED: i64 = 52 * 24;
/// What is not declared by then never is: it is cancelled at the policy's ship-by.
const DECLARED_WITHIN: SignedDuration = days(6);
/// Who has not confirmed a parcel by then leaves it to its windows.
const CONFIRMED_WITHIN: SignedDuration = days(5);

/// An ordinary order.
pub fn one(scenery: &Scenery, seed: u64, number: u64) -> Story {
    let mut dice = Dice::of(seed, CAST, number);
    let placed = dice.between(1, REACH);
    let tale = Tale::new(scenery, deal(&mut dice, number));
    if placed > SETTLED && dice.chance(25) {
        return disputed(&mut dice, tale, placed);
    }
    Box::pin(ordinary(tale, dice, hours(placed) + minutes(11)))
}

fn deal(dice: &mut Dice, number: u64) -> Deal {
    let seller = one_of(dice, SELLERS);
    let mut goods: Vec<(&Good, u16)> = Vec::new();
    for _ in 0..workload::lines(dice) {
        let good = good(dice, seller);
        let count = workload::units(dice);
        if goods.iter().all(|(other, _)| other.sku != good.sku) {
            goods.push((good, count));
        }
    }
    Deal {
        reference: format!("N-{}", 11_000 + number),
        buyer: one_of(dice, people::buyers_near(seller.currency)),
        seller,
        goods,
        steer: "",
        method: workload::method(dice),
    }
}

/// What of a seller's goods is bought: the one that is as dear among them as a value that is drawn is among all values.
fn good(dice: &mut Dice, seller: &'static Seller) -> &'static Good {
    let (drawn, middle) = (workload::value(dice), workload::middle_value());
    let mut prices: Vec<i64> = seller.goods.iter().map(|good| good.price).collect();
    prices.sort_unstable();
    let wanted = prices[prices.len() / 2].saturating_mul(drawn) / middle.max(1);
    let nearest = seller.goods.iter().min_by_key(|good| good.price.abs_diff(wanted));
    nearest.unwrap_or(&seller.goods[0])
}

fn disputed(dice: &mut Dice, tale: Tale, placed: i64) -> Story {
    let reason = one_of(dice, QUARRELS).reason;
    let ask = if dice.chance(50) && reason != "not_received" { Ask::Part } else { Ask::Refund };
    let since = hours(dice.between(24, (placed - SETTLED + 48).max(48)));
    let plot = Plot { reason, ask, since, mediator: one_of(dice, MEDIATORS).0 };
    let plot = if tale.count() < 2 && reason == "short_shipment" {
        Plot { reason: "missing_part", ..plot }
    } else {
        plot
    };
    let play = *one_of(dice, cast::CLOSING);
    play(tale, plot)
}

async fn ordinary(mut tale: Tale, mut dice: Dice, placed: SignedDuration) -> Result<()> {
    let estimate = workload::estimate(&mut dice).as_hours() / 24;
    tale.at(placed).await;
    tale.place(estimate.max(1)).await?;
    let Some(paid) = pays(&tale, &mut dice, placed).await? else { return Ok(()) };
    if dice.chance(5) {
        tale.at(paid - hours(dice.between(1, 20))).await;
        let why = json!({"reason": "changed_mind"});
        return tale.on_order(&tale.buyer(), "cancellations", why).await.map(drop);
    }
    let takes = workload::hand_over(&mut dice);
    if takes > DECLARED_WITHIN {
        return Ok(());
    }
    tale.at(paid - takes).await;
    tale.ship(&[], false).await?;
    let seller = Manner::throw(&mut dice);
    let from = tale.now() + workload::hand_over(&mut dice);
    let transit = workload::transit(&mut dice);
    let course = Course::throw(&mut dice, seller == Manner::Malicious);
    let journey = course.journey(&mut dice, from, transit);
    travels(tale, happenings(&mut dice, journey)).await
}

/// The buyer pays, or not, or when the order has expired; gives when, where it goes on from there.
async fn pays(tale: &Tale, dice: &mut Dice, placed: SignedDuration) -> Result<Option<SignedDuration>> {
    let paying = Paying::throw(dice);
    let after = match paying {
        Paying::Soon => minutes(dice.between(2, 90)),
        Paying::TooLate => days(dice.between(8, 30)),
        // It has one payment: a part of it is none.
        Paying::Never | Paying::Partly => return Ok(None),
    };
    let paid = placed - after;
    tale.at(paid).await;
    tale.pay().await?;
    Ok((paying == Paying::Soon).then_some(paid))
}

/// What happens to a parcel under way.
enum Happens {
    Scanned(Scan),
    Asked,
    Answered,
    Received,
}

/// Everything that happens to a parcel, in its order: what the carrier says when it says it, what the buyer asks, and the
/// buyer's word that it is there.
fn happenings(dice: &mut Dice, journey: Journey) -> Vec<(Timestamp, Happens)> {
    let buyer = Manner::throw(dice);
    let mut all = Vec::new();
    if let Some(first) = journey.sayings.iter().map(|saying| saying.said).min()
        && dice.chance(20)
    {
        all.extend([(first + hours(30), Happens::Asked), (first + hours(35), Happens::Answered)]);
    }
    let last = journey.sayings.iter().map(|saying| saying.said).max();
    let delay = buyer.delay(dice);
    if let (Some(arrives), Some(last)) = (journey.arrives, last)
        && delay <= CONFIRMED_WITHIN
        && dice.chance(buyer.acts())
    {
        all.push(((arrives + delay).max(last + minutes(5)), Happens::Received));
    }
    all.extend(journey.sayings.into_iter().map(|saying| (saying.said, Happens::Scanned(saying.scan))));
    all.sort_by_key(|(at, _)| *at);
    all
}

async fn travels(mut tale: Tale, happenings: Vec<(Timestamp, Happens)>) -> Result<()> {
    for (at, what) in happenings {
        tale.until(at).await;
        match what {
            Happens::Scanned(scan) => tale.told(&scan).await?,
            Happens::Asked => tale.write(&tale.buyer(), words::WHERE).await?,
            Happens::Answered => tale.write(&tale.seller(), words::THERE).await?,
            Happens::Received => {
                if tale.may_confirm().await? {
                    tale.confirm().await?;
                }
            }
        }
    }
    Ok(())
}
