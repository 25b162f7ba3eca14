//! Verification: a changed byte, a deleted last event and a deleted order are found and named; an erased
//! person is not damage. The damage is done with a database tool's means, past the store.
use crate::damage::{self, Damage};
use crate::house::{House, brl, placed};
use crate::support::{market, now};
use engine::checkpoint::Made;
use engine::ports::LedgerDelta;
use engine::vault::PersonData;
use engine::verify::{Problem, ProblemKind, Report};
use resolution::ledger::{Account, Commodity};
use resolution::order::event::OrderEvent;
use testbed::Bed;

fn found(report: &Report, kind: ProblemKind) -> &Problem {
    let found = report.problems.iter().find(|problem| problem.kind == kind);
    found.unwrap_or_else(|| panic!("no {kind:?} among {:#?}", report.problems))
}

#[tokio::test]
async fn what_is_sound_verifies_and_is_counted() {
    let bed = Bed::make().await;
    let house = House::open(&bed).await;
    for n in 0..5 {
        house.order(&format!("r{n}"), "b").await;
    }
    let report = house.verify().await;
    assert!(report.ok, "{:#?}", report.problems);
    assert_eq!((report.aggregates, report.records, report.events, report.postings), (5, 15, 20, 5));
    assert_eq!((report.sealed, report.erased, report.checkpoint), (5, 0, None));
    house.checkpointer().make(now()).await.expect("makes");
    assert_eq!(house.verify().await.checkpoint, Some((1, now())));
}

#[tokio::test]
async fn one_changed_byte_of_a_stored_event_is_found_and_named() {
    let bed = Bed::make().await;
    let house = House::open(&bed).await;
    let (id, _) = (house.order("r1", "b").await, house.order("r2", "b").await);
    let changed = Damage::words("journal", "body", id, "\"sku\":\"lamp\"", "\"sku\":\"lamq\"");
    let report = house.damaged(changed).await.verify().await;
    assert!(!report.ok);
    assert_eq!(
        report.problems.len(),
        1,
        "one order is damaged, and one sentence says so: {:#?}",
        report.problems
    );
    let problem = found(&report, ProblemKind::ChainBroken);
    assert_eq!(problem.aggregate.map(|name| name.0), Some(id));
    assert!(problem.message.contains(&id.to_string()) && problem.message.contains("position 1"));
    assert_eq!(problem.position, Some(1));
}

#[tokio::test]
async fn any_changed_byte_of_a_record_or_of_its_hash_is_found() {
    let bed = Bed::make().await;
    let mut house = House::open(&bed).await;
    let id = house.order("r1", "b").await;
    for name in ["body", "hash"] {
        let whole = damage::column(&bed, name, 2).await;
        for at in (0..whole.len()).step_by(23) {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            house = house.damaged(Damage::bytes(name, 2, &changed)).await;
            let report = house.verify().await;
            let problem = found(&report, ProblemKind::ChainBroken);
            assert_eq!(problem.aggregate.map(|name| name.0), Some(id), "{name} at {at}");
            assert_eq!(problem.position, Some(2));
            house = house.damaged(Damage::bytes(name, 2, &whole)).await;
        }
    }
    assert!(house.verify().await.ok);
}

#[tokio::test]
async fn a_deleted_last_event_is_found_and_named() {
    let bed = Bed::make().await;
    let house = House::open(&bed).await;
    let (id, _) = (house.order("r1", "b").await, house.order("r2", "b").await);
    house.checkpointer().make(now()).await.expect("makes");
    let house = house.damaged(Damage::tail_cut(id)).await;
    let report = house.verify().await;
    let problem = found(&report, ProblemKind::TailCut);
    assert_eq!(problem.aggregate.map(|name| name.0), Some(id));
    assert!(problem.message.contains(&id.to_string()) && problem.message.contains("4 events"));
    assert_eq!(report.problems.len(), 1, "{:#?}", report.problems);
}

#[tokio::test]
async fn a_deleted_last_record_without_more_is_found_without_a_checkpoint() {
    let bed = Bed::make().await;
    let house = House::open(&bed).await;
    let id = house.order("r1", "b").await;
    let report = house.damaged(Damage::both("DELETE FROM journal WHERE seq = 3")).await.verify().await;
    let problem = found(&report, ProblemKind::Storage);
    assert_eq!(problem.aggregate.map(|name| name.0), Some(id));
}

#[tokio::test]
async fn a_deleted_order_is_found_and_named_also_after_a_later_checkpoint() {
    let bed = Bed::make().await;
    let house = House::open(&bed).await;
    let ids = [house.order("r1", "b").await, house.order("r2", "b").await, house.order("r3", "b").await];
    house.checkpointer().make(now()).await.expect("makes");
    let house = house.damaged(Damage::gone(ids[1])).await;
    let report = house.verify().await;
    let problem = found(&report, ProblemKind::AggregateMissing);
    assert_eq!(problem.aggregate.map(|name| name.0), Some(ids[1]));
    assert!(problem.message.contains(&ids[1].to_string()), "{}", problem.message);
    assert_eq!(report.problems.len(), 1, "{:#?}", report.problems);
    // A later checkpoint signs what there is, and says that something is lost; its list is kept for ever.
    for n in 4..10 {
        house.order(&format!("r{n}"), "b").await;
        let Made::New(statement) = house.checkpointer().make(now()).await.expect("makes") else {
            panic!("unchanged")
        };
        assert_eq!(statement.lost, u64::from(n == 4));
    }
    let report = house.verify().await;
    assert_eq!(found(&report, ProblemKind::AggregateMissing).aggregate.map(|name| name.0), Some(ids[1]));
    assert!(found(&report, ProblemKind::Checkpoint).message.contains("Checkpoint 2"));
}

#[tokio::test]
async fn a_history_written_anew_with_good_hashes_is_found_by_the_checkpoint() {
    let bed = Bed::make().await;
    let house = House::open(&bed).await;
    let id = house.order("r1", "b").await;
    house.checkpointer().make(now()).await.expect("makes");
    let house = house.damaged(Damage::gone(id)).await;
    let (party, seller) =
        (house.vault.pseudonym(market(), "other"), house.vault.pseudonym(market(), "seller"));
    let expired = OrderEvent::OrderExpired {};
    house
        .write(id, vec![vec![placed("r1", party, seller)], vec![expired.clone(), expired.clone(), expired]])
        .await;
    let report = house.verify().await;
    assert_eq!(found(&report, ProblemKind::Rewritten).aggregate.map(|name| name.0), Some(id));
}

#[tokio::test]
async fn orders_that_grow_after_a_checkpoint_are_sound_and_the_same_twice_makes_none() {
    let bed = Bed::make().await;
    let house = House::open(&bed).await;
    let id = house.order("r1", "b").await;
    let Made::New(first) = house.checkpointer().make(now()).await.expect("makes") else {
        panic!("unchanged")
    };
    assert_eq!(house.checkpointer().make(now()).await.expect("makes"), Made::Unchanged(first.clone()));
    house.order("r2", "b").await;
    assert!(house.verify().await.ok);
    let Made::New(second) = house.checkpointer().make(now()).await.expect("makes") else {
        panic!("unchanged")
    };
    assert_eq!((second.number, second.previous, second.aggregates), (2, Some(first.hash()), 2));
    assert!(house.verify().await.ok);
    let list = std::fs::read_to_string(bed.folder().join("checkpoints/2.heads")).expect("reads");
    assert_eq!(list.lines().count(), 2);
    assert!(list.contains(&format!("{id} 4 ")));
}

#[tokio::test]
async fn a_forged_checkpoint_a_forged_list_and_a_lost_file_are_found() {
    let bed = Bed::make().await;
    let house = House::open(&bed).await;
    house.order("r1", "b").await;
    house.checkpointer().make(now()).await.expect("makes");
    let log = bed.folder().join("checkpoints.jsonl");
    let list = bed.folder().join("checkpoints/1.heads");
    let (log_text, list_text) =
        (std::fs::read_to_string(&log).expect("reads"), std::fs::read(&list).expect("reads"));
    std::fs::write(&log, log_text.replace("aggregates 1", "aggregates 2")).expect("writes");
    assert!(found(&house.verify().await, ProblemKind::Checkpoint).message.contains("Line 1"));
    std::fs::remove_file(&log).expect("removes");
    assert!(
        found(&house.verify().await, ProblemKind::Checkpoint).message.contains("not in checkpoints.jsonl")
    );
    std::fs::write(&log, &log_text).expect("writes");
    std::fs::write(&list, b"").expect("writes");
    assert!(found(&house.verify().await, ProblemKind::Checkpoint).message.contains("not the signed one"));
    std::fs::remove_file(&list).expect("removes");
    assert!(found(&house.verify().await, ProblemKind::Checkpoint).message.contains("missing"));
    std::fs::write(&list, list_text).expect("writes");
    assert!(house.verify().await.ok);
}

#[tokio::test]
async fn after_erasing_one_buyer_verification_passes_and_says_erased() {
    let bed = Bed::make().await;
    let house = House::open(&bed).await;
    house.order("r1", "b1").await;
    house.order("r2", "b2").await;
    let data = PersonData { name: Some("Erika".into()), ..PersonData::default() };
    let buyer = house.vault.put_person(market(), "b1", data).await.expect("stores");
    house.checkpointer().make(now()).await.expect("makes");
    house.vault.erase(market(), buyer, "staff", "asked_by_person", now()).await.expect("erases");
    let report = house.verify().await;
    assert!(report.ok, "{:#?}", report.problems);
    assert_eq!((report.sealed, report.erased, report.removed, report.erased_people), (2, 1, 0, 1));
}

#[tokio::test]
async fn sealed_material_that_nobody_destroyed_is_missed_and_damage_is_named() {
    let bed = Bed::make().await;
    let house = House::open(&bed).await;
    let (one, two) = (house.order("r1", "b1").await, house.order("r2", "b2").await);
    damage::of_sealed(&bed, house.words_of(one).await, house.words_of(two).await).await;
    let report = house.verify().await;
    assert_eq!(found(&report, ProblemKind::SealedMissing).aggregate.map(|name| name.0), Some(one));
    assert_eq!(found(&report, ProblemKind::SealedDamaged).aggregate.map(|name| name.0), Some(two));
}

#[tokio::test]
async fn what_is_derived_is_held_against_the_events() {
    let bed = Bed::make().await;
    let house = House::open(&bed).await;
    let (one, two) = (house.order("r1", "b").await, house.order("r2", "b").await);
    let delta = |account, amount| LedgerDelta {
        marketplace: market(),
        account,
        of: Commodity::Money(brl()),
        amount,
        entries: 2,
    };
    let gateway = Account::GatewayClearing("sandbox".into());
    let deltas = vec![delta(Account::Escrow, 2_000), delta(gateway, -2_000)];
    assert!(house.store.add_up(0, 6, deltas).await.expect("adds"));
    let report = house.verify().await;
    assert!(report.ok, "{:#?}", report.problems);
    let damage = Damage::listed(one, "completed")
        .and(Damage::words("snapshot", "state", two, "r2", "r3"))
        .and(Damage::both("UPDATE balance SET amount = amount + 1 WHERE account = 'escrow'"))
        .and(Damage::both("DELETE FROM payment_route"));
    let report = house.damaged(damage).await.verify().await;
    let count = |kind| report.problems.iter().filter(|problem| problem.kind == kind).count();
    assert_eq!(count(ProblemKind::DerivedDiffers), 2, "{:#?}", report.problems);
    assert_eq!(count(ProblemKind::MoneyDiffers), 2, "the balance, and the sum of all");
    assert_eq!(count(ProblemKind::RouteMissing), 2);
    assert!(
        serde_json::to_string(&report).expect("writes").contains(&one.to_string()),
        "reports can be printed"
    );
}
