//! The world is whole, and the same for the same seed.
use super::{Wish, make};
use crate::cli::{Data, Database};
use crate::demo::SLUG;
use crate::wire::House;
use engine::ports::OrderQuery;
use engine::verify::Progress;
use resolution::policy::StageName;
use std::collections::BTreeSet;
use std::path::Path;

/// Enough for all the parts and a crowd.
const ORDERS: u64 = 150;

fn wish(seed: u64, orders: u64) -> Wish {
    let listen = "127.0.0.1:0".parse().expect("an address");
    Wish {
        seed,
        orders,
        data: None,
        database: Database::default(),
        listen,
        languages: vec!["en".to_owned(), "id".to_owned()],
    }
}

/// Every record of the house with its hash, in the order in which they were written.
fn written(data: &Path) -> Vec<(String, Vec<u8>)> {
    let base = rusqlite::Connection::open(data.join(store::DATABASE_FILE)).expect("opens");
    let mut rows = base.prepare("SELECT body, hash FROM journal ORDER BY seq").expect("reads");
    let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?));
    let all = rows.query_map([], row).expect("reads");
    all.map(|row| row.map(|(body, hash)| (String::from_utf8_lossy(&body).into_owned(), hash)).expect("a row"))
        .collect()
}

/// What there is, by kind.
#[derive(Debug, Default)]
struct Seen {
    states: BTreeSet<String>,
    stages: BTreeSet<StageName>,
    reasons: BTreeSet<String>,
    sub_reasons: BTreeSet<String>,
    closings: BTreeSet<String>,
    currencies: BTreeSet<String>,
    legs: BTreeSet<&'static str>,
    two_cases: u32,
    side_by_side: u32,
}

async fn seen(house: &House) -> Seen {
    let marketplace = house.marketplace(SLUG).await.expect("there").id;
    let query =
        OrderQuery { marketplace, buyer: None, seller: None, state: None, after: None, limit: 10_000 };
    let mut seen = Seen::default();
    for row in house.engine.orders(query).await.expect("a list") {
        seen.states.insert(row.state);
        let view = house.engine.order(marketplace, row.order).await.expect("reads").expect("there");
        let order = view.aggregate.order().expect("an order");
        seen.currencies.insert(order.placed.currency.code().to_owned());
        for leg in order.refunds.iter().flat_map(|refund| &refund.legs) {
            seen.legs.insert(match leg {
                leg if leg.bounces > 0 => "bounced",
                leg if leg.refused.is_some() => "refused",
                leg if leg.arrived.is_some() => "arrived",
                leg if leg.confirmed.is_some() => "confirmed",
                leg if leg.sent.is_some() => "sent",
                _ => "promised",
            });
        }
        seen.two_cases += u32::from(order.cases.iter().filter(|case| case.open()).count() > 1);
        for case in &order.cases {
            seen.stages.insert(case.stage.name);
            seen.reasons.insert(case.reason.clone());
            seen.sub_reasons.extend(case.sub_reason.clone());
            let standing = |side| case.standing(side).is_some();
            use resolution::actor::Side;
            seen.side_by_side +=
                u32::from(case.open() && standing(Side::Opener) && standing(Side::Respondent));
            if let Some((closed, _)) = &case.closed {
                seen.closings.insert(format!("{closed:?}"));
            }
        }
    }
    seen
}

#[tokio::test(flavor = "multi_thread")]
async fn every_stage_reason_and_state_is_there_and_all_of_it_verifies() {
    let folder = tempfile::tempdir().expect("a folder");
    let house = make(&Data::in_directory(folder.path()), &wish(1, ORDERS)).await.expect("made");
    let seen = seen(&house).await;
    // The fund answers in moments: no case rests there.
    let resting = StageName::ALL.iter().copied().filter(|stage| *stage != StageName::Funding);
    assert_eq!(seen.stages, resting.collect(), "{seen:#?}");
    let disputes = super::words::QUARRELS.iter().map(|quarrel| quarrel.reason.to_owned());
    let others = ["change_of_mind", "declared_lost", "declared_damaged", "carrier_error", "risky_address"]
        .map(str::to_owned);
    assert_eq!(seen.reasons, disputes.chain(others).collect());
    assert_eq!(seen.sub_reasons, ["does_not_suit", "trademark"].map(str::to_owned).into());
    let states = "placed expired paid ready_to_ship shipped awaiting_collection delivered failed_delivery lost \
                  damaged returned_to_sender cancelled completed";
    assert_eq!(seen.states, states.split(' ').map(str::to_owned).collect());
    let legs = ["arrived", "bounced", "confirmed", "promised", "refused", "sent"];
    assert_eq!(seen.legs, legs.into_iter().collect());
    assert_eq!(seen.closings.len(), 9, "each way to close: {:?}", seen.closings);
    assert!(["EUR", "USD", "IDR", "BRL", "JPY", "KRW", "KWD"].iter().all(|c| seen.currencies.contains(*c)));
    assert!(seen.two_cases >= 2 && seen.side_by_side >= 5, "{seen:#?}");
    let report = house.verifier().run(&|_: Progress| {}).await.expect("runs");
    assert!(report.ok && report.sealed > 300, "{report:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_seed_gives_the_same_world_byte_by_byte_and_another_seed_another() {
    let folders = [(); 3].map(|()| tempfile::tempdir().expect("a folder"));
    for (folder, seed) in folders.iter().zip([7, 7, 8]) {
        make(&Data::in_directory(folder.path()), &wish(seed, 0)).await.expect("made");
    }
    let [one, two, other] = folders.each_ref().map(|folder| written(folder.path()));
    assert!(one.len() > 1_000, "{}", one.len());
    for (one, two) in one.iter().zip(&two) {
        assert_eq!(one, two);
    }
    assert_eq!(one.len(), two.len());
    assert_ne!(one, other);
}
