//! The stories of the demo, and who plays them.
pub mod cast;
mod claims;
mod crowd;
mod endings;
mod featured;
mod journeys;
mod minds;
mod platform;
mod reviews;
pub mod steps;
mod talks;
mod ways_back;

use super::clockwork::Story;
use super::people;
use super::tale::{Deal, Scenery, Tale, deal, hours};
use super::{CAST, one_of};
use simulator::workload::Dice;
use steps::Plot;

/// An order without a dispute, with the hours that it has been in its state.
type Journey = fn(Tale, i64) -> Story;

macro_rules! mind {
    ($name:ident) => {
        (|tale, since| Box::pin(minds::$name(tale, hours(since)))) as Journey
    };
}

macro_rules! journey {
    ($name:ident) => {
        (|tale, since| Box::pin(journeys::$name(tale, hours(since)))) as Journey
    };
}

macro_rules! claim {
    ($name:ident) => {
        (|tale, since| Box::pin(claims::$name(tale, hours(since)))) as Journey
    };
}

macro_rules! platform {
    ($name:ident) => {
        (|tale, since| Box::pin(platform::$name(tale, hours(since)))) as Journey
    };
}

/// Journeys with hours, seller and buyer (somebody near the seller where none is named).
const JOURNEYS: &[(Journey, i64, &str, &str)] = &[
    (journey!(unpaid), 20, "batik-kirana", ""),
    (journey!(unpaid), 60, "brooklyn-audio", ""),
    (journey!(unpaid), 300, "petit-atelier", ""),
    (journey!(paid), 15, "lumen-lamps", ""),
    (journey!(paid), 150, "lumen-lamps", ""),
    (journey!(paid), 40, "kiyomizu-kiln", ""),
    (journey!(ready), 20, "lumen-lamps", "ana"),
    (journey!(ready), 30, "kopi-nusantara", ""),
    (journey!(shipped), 40, "petit-atelier", "ana"),
    (journey!(shipped), 90, "hanji-house", ""),
    (journey!(waiting), 30, "feira-do-sol", ""),
    (journey!(waiting), 150, "batik-kirana", ""),
    (journey!(delivered), 30, "peak-outfitters", ""),
    (journey!(delivered), 280, "dar-al-oud", ""),
    (journey!(confirmed), 60, "lumen-lamps", ""),
    (journey!(confirmed), 700, "lumen-lamps", "ana"),
    (journey!(confirmed), 620, "kiyomizu-kiln", ""),
    (journey!(failed), 20, "brooklyn-audio", ""),
    (journey!(lost), 0, "hanji-house", ""),
    (journey!(lost), 70, "lumen-lamps", ""),
    (journey!(damaged), 0, "kopi-nusantara", ""),
    (journey!(damaged), 100, "petit-atelier", ""),
    (journey!(returned), 0, "dar-al-oud", ""),
    (journey!(returned), 50, "peak-outfitters", ""),
    (journey!(cancelled), 50, "feira-do-sol", ""),
    (journey!(elsewhere), 40, "kiyomizu-kiln", ""),
    (journey!(goodwill), 45, "lumen-lamps", ""),
    (journey!(held), 8, "dar-al-oud", ""),
    (journey!(called_off), 26, "lumen-lamps", "ana"),
    (mind!(requested), 6, "lumen-lamps", "ana"),
    (mind!(requested), 14, "batik-kirana", ""),
    (mind!(kept), 30, "kopi-nusantara", ""),
    (mind!(refused), 20, "hanji-house", ""),
    (mind!(unpacked), 28, "lumen-lamps", ""),
    (claim!(asked), 20, "lumen-lamps", "ana"),
    (claim!(asked), 40, "batik-kirana", ""),
    (claim!(looked_at), 30, "petit-atelier", ""),
    (claim!(paid), 26, "lumen-lamps", ""),
    (platform!(at_risk), 7, "lumen-lamps", "ana"),
    (platform!(cleared), 9, "kiyomizu-kiln", ""),
    (platform!(reported), 20, "lumen-lamps", "ana"),
    (platform!(funded), 31, "kopi-nusantara", ""),
    (journey!(held_up), 22, "lumen-lamps", "ana"),
];

/// Every story: those with a part in them, and as many of the crowd as make `orders` in all.
pub fn all(scenery: &Scenery, seed: u64, orders: u64) -> Vec<Story> {
    let mut stories = featured(scenery);
    let mut dice = Dice::of(seed, CAST, 0);
    for (no, part) in (1..).zip(cast::PARTS) {
        let buyer = somebody(&mut dice, part.buyer, part.seller);
        let count = if part.reason == "short_shipment" { 2 } else { 1 };
        let goods = [(dice.index(4), count)];
        let cast_for = deal(&format!("N-{}", 10_100 + no), buyer, part.seller, &goods);
        let tale = Tale::new(scenery, Deal { steer: part.steer, ..cast_for });
        let plot =
            Plot { reason: part.reason, ask: part.ask, since: hours(part.since), mediator: part.mediator };
        stories.push((part.play)(tale, plot));
    }
    for (no, (journey, since, seller, buyer)) in (1..).zip(JOURNEYS) {
        let buyer = somebody(&mut dice, buyer, seller);
        let bought = deal(&format!("N-{}", 10_300 + no), buyer, seller, &[(dice.index(4), 1)]);
        stories.push(journey(Tale::new(scenery, bought), *since));
    }
    let told = u64::try_from(stories.len()).unwrap_or(u64::MAX);
    stories.extend((1..=orders.saturating_sub(told)).map(|number| crowd::one(scenery, seed, number)));
    stories
}

fn featured(scenery: &Scenery) -> Vec<Story> {
    let tale = |reference, seller, goods: &[(usize, u16)]| {
        Tale::new(scenery, deal(reference, people::BUYERS[0].id, seller, goods))
    };
    let marie = Tale::new(scenery, deal("N-10003", "marie", "lumen-lamps", &[(2, 1), (1, 1)]));
    let giulia = Tale::new(scenery, deal("N-10004", "giulia", "petit-atelier", &[(1, 1), (2, 1)]));
    vec![
        Box::pin(featured::never_came(tale("N-10001", "lumen-lamps", &[(0, 1)]))),
        Box::pin(featured::came_broken(tale("N-10002", "petit-atelier", &[(0, 1)]))),
        Box::pin(featured::two_cases(marie, 52)),
        Box::pin(featured::two_cases(giulia, 90)),
    ]
}

fn somebody(dice: &mut Dice, named: &'static str, seller: &str) -> &'static str {
    // Thrown also where somebody is named, so that naming one changes nobody else.
    let near = one_of(dice, people::buyers_near(people::seller(seller).currency)).id;
    if named.is_empty() { near } else { named }
}
