//! Verification over SQLite: a changed byte, a deleted last event and a deleted order are found and named; an erased
//! person is not damage. The damage is done with a database tool's means, past the store.
mod vault_support;

use engine::checkpoint::{CheckpointFolder, Checkpointer, Made};
use engine::ports::{
    Batch, Journal, LedgerDelta, Marketplace, NewRecord, NewRoute, NewSnapshot, Outcome, Registry, Rollups,
    Store, Write,
};
use engine::record::{GENESIS, Record, chain};
use engine::vault::{Keys, PersonData, Vault};
use engine::verify::{Problem, ProblemKind, Report, Verifier};
use jiff::Timestamp;
use resolution::actor::Actor;
use resolution::aggregate::{Aggregate, Event};
use resolution::id::{AggregateId, LineNo, OrderId, PartyId, PaymentNo};
use resolution::ledger::{Account, Book, Commodity, Posting};
use resolution::money::{Currency, Minor};
use resolution::order::components::{PlacedLine, Price};
use resolution::order::event::{OrderEvent, OrderPlaced};
use resolution::payment::PaymentExpected;
use rusqlite::Connection;
use std::path::Path;
use std::sync::Arc;
use store::{DATABASE_FILE, SqliteStore};
use vault_support::{market, now};

fn brl() -> Currency {
    "BRL".parse().expect("a currency")
}

fn minor(units: i64) -> Minor {
    Minor::new(units).expect("in range")
}

fn paid_in(amount: Minor) -> Vec<Posting> {
    let mut book = Book::new(brl());
    book.money(
        Account::GatewayClearing("sandbox".into()),
        Account::Escrow,
        amount,
    );
    book.done()
}

fn placed(reference: &str, buyer: PartyId, seller: PartyId) -> OrderEvent {
    let price = Price {
        gross: minor(1_000),
        ..Price::default()
    };
    OrderEvent::OrderPlaced(Box::new(OrderPlaced {
        reference: reference.to_owned(),
        buyer,
        seller,
        currency: brl(),
        zone: "America/Sao_Paulo".into(),
        calendar: "default".into(),
        policy: "0".repeat(64),
        placed_at: now(),
        pay_by: now(),
        ship_by: now(),
        estimate: None,
        lines: vec![PlacedLine {
            line: LineNo(0),
            sku: "lamp".into(),
            listing: None,
            pieces: Vec::new(),
            goods: vec![price],
            shipping: vec![Price::default()],
        }],
        payments: vec![PaymentExpected {
            provider: "sandbox".into(),
            payment_id: format!("pay-{reference}"),
            method: "card".into(),
            amount: minor(1_000),
        }],
    }))
}

/// An installation in a folder, with two marketplaces' worth of orders made by hand.
struct House {
    store: SqliteStore,
    vault: Vault,
    folder: std::path::PathBuf,
}

impl House {
    async fn open(folder: &Path) -> Self {
        let store = SqliteStore::open(folder).expect("opens");
        let vault = vault_support::open(folder, 1);
        vault.start().await.expect("starts");
        let marketplace = Marketplace {
            id: market(),
            slug: "test".into(),
            zone: "America/Sao_Paulo".into(),
            calendar: "default".into(),
            currency: brl(),
            policy: "0".repeat(64),
            sandbox: None,
            languages: vec!["en".into()],
            created: now(),
        };
        store.create_marketplace(marketplace).await.expect("makes");
        Self {
            store,
            vault,
            folder: folder.to_owned(),
        }
    }

    fn checkpointer(&self) -> Checkpointer {
        use engine::vault::random::Seeded;
        let keys = Keys::new(&engine::vault::KeyBytes::generate(&Seeded::new(0)));
        let store: Arc<dyn Store> = Arc::new(self.store.clone());
        Checkpointer::new(
            store,
            Arc::new(keys),
            CheckpointFolder::new(&self.folder),
            "ins_test",
        )
    }

    async fn verify(&self) -> Report {
        let store: Arc<dyn Store> = Arc::new(self.store.clone());
        let verifier = Verifier::new(store, self.vault.clone(), CheckpointFolder::new(&self.folder));
        verifier.run(&|_| {}).await.expect("verifies")
    }

    /// Places, captures and pays an order; the buyer writes a word on it. Three records, four events.
    async fn order(&self, reference: &str, buyer: &str) -> AggregateId {
        let (party, seller) = (
            self.vault.pseudonym(market(), buyer),
            self.vault.pseudonym(market(), "seller"),
        );
        let id = AggregateId::Order(OrderId::of(market(), reference, seller));
        let words = self
            .vault
            .seal(market(), party, reference.as_bytes())
            .await
            .expect("seals");
        let zero = || vec![Minor::ZERO];
        let captured = OrderEvent::PaymentCaptured {
            payment: PaymentNo(0),
            captured_at: now(),
            fee: Minor::ZERO,
            postings: paid_in(minor(1_000)),
        };
        let paid = OrderEvent::OrderPaid {
            allotment: vec![vec![minor(1_000)], zero(), zero()],
            shortfall: vec![Minor::ZERO; 3],
            surcharge: Minor::ZERO,
            postings: Vec::new(),
        };
        let message = OrderEvent::MessageWritten {
            author: party,
            role: "buyer".into(),
            case: None,
            words,
        };
        let batches = vec![
            vec![placed(reference, party, seller)],
            vec![captured, paid],
            vec![message],
        ];
        self.write(id, batches).await;
        id
    }

    async fn write(&self, id: AggregateId, batches: Vec<Vec<OrderEvent>>) {
        let mut state = Aggregate::Nothing;
        let (mut hash, mut records, mut routes) = (GENESIS, Vec::new(), Vec::new());
        for events in batches {
            let events: Vec<Event> = events.into_iter().map(Event::Order).collect();
            let first = state.version() + 1;
            events.iter().for_each(|event| state.apply(id, event, now()));
            let record = Record {
                aggregate: id,
                first,
                at: now(),
                due: None,
                by: Actor::Marketplace,
                events,
            };
            let body = record.encode().expect("writes");
            hash = chain(&hash, &body);
            records.push(NewRecord { hash, body });
        }
        let order = state.order().expect("an order");
        for payment in &order.payments {
            let expected = payment.expected.clone();
            let (provider, payment_id) = (expected.provider, expected.payment_id);
            routes.push(NewRoute::Payment {
                provider,
                payment_id,
                payment: PaymentNo(0),
            });
        }
        let listing = state.listing();
        let write = Write {
            id,
            marketplace: market(),
            expected: 0,
            version: state.version(),
            records,
            next_wake: None,
            turns: Some(listing.turns.clone()),
            listing: Some(listing),
            promises: Vec::new(),
            answer: None,
            natural: Vec::new(),
            first: 1,
            routes,
            documents: Vec::new(),
            snapshot: Some(NewSnapshot {
                format: 1,
                state: serde_json::to_vec(order).expect("writes"),
            }),
        };
        let batch = Batch {
            writes: vec![Arc::new(write)],
            forget_before: Timestamp::MIN,
            clocks: Vec::new(),
        };
        let done = self.store.commit(batch).await.expect("commits");
        assert!(matches!(done[..], [Outcome::Committed { .. }]));
    }

    /// Closes everything and does damage past the store, then opens it again.
    async fn damaged(self, sql: &str) -> Self {
        let folder = self.folder.clone();
        drop(self);
        let database = Connection::open(folder.join(DATABASE_FILE)).expect("opens");
        database
            .execute_batch(
                "PRAGMA foreign_keys = OFF; DROP TRIGGER journal_append_only_update;
                 DROP TRIGGER journal_append_only_delete;",
            )
            .expect("drops the triggers");
        database.execute_batch(sql).expect("does its damage");
        drop(database);
        Self::open(&folder).await
    }
}

fn key_of(id: AggregateId) -> String {
    let digits: String = id.bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("(SELECT key FROM head WHERE id = x'{digits}')")
}

fn found(report: &Report, kind: ProblemKind) -> &Problem {
    let found = report.problems.iter().find(|problem| problem.kind == kind);
    found.unwrap_or_else(|| panic!("no {kind:?} among {:#?}", report.problems))
}

#[tokio::test]
async fn what_is_sound_verifies_and_is_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    let house = House::open(folder.path()).await;
    for n in 0..5 {
        house.order(&format!("r{n}"), "b").await;
    }
    let report = house.verify().await;
    assert!(report.ok, "{:#?}", report.problems);
    assert_eq!(
        (report.aggregates, report.records, report.events, report.postings),
        (5, 15, 20, 5)
    );
    assert_eq!((report.sealed, report.erased, report.checkpoint), (5, 0, None));
    house.checkpointer().make(now()).await.expect("makes");
    assert_eq!(house.verify().await.checkpoint, Some((1, now())));
}

#[tokio::test]
async fn one_changed_byte_of_a_stored_event_is_found_and_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let house = House::open(folder.path()).await;
    let (id, _) = (house.order("r1", "b").await, house.order("r2", "b").await);
    let sql = format!(
        "UPDATE journal SET body = cast(replace(cast(body AS TEXT), '\"sku\":\"lamp\"', '\"sku\":\"lamq\"') AS BLOB)
         WHERE agg = {}",
        key_of(id)
    );
    let report = house.damaged(&sql).await.verify().await;
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
async fn a_deleted_last_event_is_found_and_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let house = House::open(folder.path()).await;
    let (id, _) = (house.order("r1", "b").await, house.order("r2", "b").await);
    house.checkpointer().make(now()).await.expect("makes");
    // Everything is rolled back to the record before, as someone would who knows how it is kept.
    let key = key_of(id);
    let sql = format!(
        "DELETE FROM journal WHERE seq = (SELECT last FROM head WHERE key = {key});
         DELETE FROM snapshot WHERE key = {key};
         UPDATE head SET version = 3, last = (SELECT max(seq) FROM journal WHERE agg = head.key),
           hash = (SELECT hash FROM journal WHERE agg = head.key ORDER BY seq DESC LIMIT 1) WHERE key = {key};"
    );
    let house = house.damaged(&sql).await;
    let report = house.verify().await;
    let problem = found(&report, ProblemKind::TailCut);
    assert_eq!(problem.aggregate.map(|name| name.0), Some(id));
    assert!(problem.message.contains(&id.to_string()) && problem.message.contains("4 events"));
    assert_eq!(report.problems.len(), 1, "{:#?}", report.problems);
}

#[tokio::test]
async fn a_deleted_last_record_without_more_is_found_without_a_checkpoint() {
    let folder = tempfile::tempdir().expect("a folder");
    let house = House::open(folder.path()).await;
    let id = house.order("r1", "b").await;
    let report = house
        .damaged("DELETE FROM journal WHERE seq = 3")
        .await
        .verify()
        .await;
    let problem = found(&report, ProblemKind::Storage);
    assert_eq!(problem.aggregate.map(|name| name.0), Some(id));
}

const DELETE: [&str; 8] = [
    "turn",
    "listing",
    "snapshot",
    "outbox",
    "parcel_route",
    "payment_route",
    "journal",
    "head",
];

fn delete(id: AggregateId) -> String {
    let column = |table: &str| {
        if ["turn", "listing", "snapshot", "head"].contains(&table) {
            "key"
        } else {
            "agg"
        }
    };
    DELETE
        .iter()
        .map(|table| format!("DELETE FROM {table} WHERE {} = {};", column(table), key_of(id)))
        .collect()
}

#[tokio::test]
async fn a_deleted_order_is_found_and_named_also_after_a_later_checkpoint() {
    let folder = tempfile::tempdir().expect("a folder");
    let house = House::open(folder.path()).await;
    let ids = [
        house.order("r1", "b").await,
        house.order("r2", "b").await,
        house.order("r3", "b").await,
    ];
    house.checkpointer().make(now()).await.expect("makes");
    let house = house.damaged(&delete(ids[1])).await;
    let report = house.verify().await;
    let problem = found(&report, ProblemKind::AggregateMissing);
    assert_eq!(problem.aggregate.map(|name| name.0), Some(ids[1]));
    assert!(
        problem.message.contains(&ids[1].to_string()),
        "{}",
        problem.message
    );
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
    assert_eq!(
        found(&report, ProblemKind::AggregateMissing)
            .aggregate
            .map(|name| name.0),
        Some(ids[1])
    );
    assert!(
        found(&report, ProblemKind::Checkpoint)
            .message
            .contains("Checkpoint 2")
    );
}

#[tokio::test]
async fn a_history_written_anew_with_good_hashes_is_found_by_the_checkpoint() {
    let folder = tempfile::tempdir().expect("a folder");
    let house = House::open(folder.path()).await;
    let id = house.order("r1", "b").await;
    house.checkpointer().make(now()).await.expect("makes");
    let house = house.damaged(&delete(id)).await;
    let (party, seller) = (
        house.vault.pseudonym(market(), "other"),
        house.vault.pseudonym(market(), "seller"),
    );
    let expired = OrderEvent::OrderExpired {};
    house
        .write(
            id,
            vec![
                vec![placed("r1", party, seller)],
                vec![expired.clone(), expired.clone(), expired],
            ],
        )
        .await;
    let report = house.verify().await;
    assert_eq!(
        found(&report, ProblemKind::Rewritten)
            .aggregate
            .map(|name| name.0),
        Some(id)
    );
}

#[tokio::test]
async fn orders_that_grow_after_a_checkpoint_are_sound_and_the_same_twice_makes_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let house = House::open(folder.path()).await;
    let id = house.order("r1", "b").await;
    let Made::New(first) = house.checkpointer().make(now()).await.expect("makes") else {
        panic!("unchanged")
    };
    assert_eq!(
        house.checkpointer().make(now()).await.expect("makes"),
        Made::Unchanged(first.clone())
    );
    house.order("r2", "b").await;
    assert!(house.verify().await.ok);
    let Made::New(second) = house.checkpointer().make(now()).await.expect("makes") else {
        panic!("unchanged")
    };
    assert_eq!(
        (second.number, second.previous, second.aggregates),
        (2, Some(first.hash()), 2)
    );
    assert!(house.verify().await.ok);
    let list = std::fs::read_to_string(folder.path().join("checkpoints/2.heads")).expect("reads");
    assert_eq!(list.lines().count(), 2);
    assert!(list.contains(&format!("{id} 4 ")));
}

#[tokio::test]
async fn a_forged_checkpoint_a_forged_list_and_a_lost_file_are_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let house = House::open(folder.path()).await;
    house.order("r1", "b").await;
    house.checkpointer().make(now()).await.expect("makes");
    let log = folder.path().join("checkpoints.jsonl");
    let list = folder.path().join("checkpoints/1.heads");
    let (log_text, list_text) = (
        std::fs::read_to_string(&log).expect("reads"),
        std::fs::read(&list).expect("reads"),
    );
    std::fs::write(&log, log_text.replace("aggregates 1", "aggregates 2")).expect("writes");
    assert!(
        found(&house.verify().await, ProblemKind::Checkpoint)
            .message
            .contains("Line 1")
    );
    std::fs::remove_file(&log).expect("removes");
    assert!(
        found(&house.verify().await, ProblemKind::Checkpoint)
            .message
            .contains("not in checkpoints.jsonl")
    );
    std::fs::write(&log, &log_text).expect("writes");
    std::fs::write(&list, b"").expect("writes");
    assert!(
        found(&house.verify().await, ProblemKind::Checkpoint)
            .message
            .contains("not the signed one")
    );
    std::fs::remove_file(&list).expect("removes");
    assert!(
        found(&house.verify().await, ProblemKind::Checkpoint)
            .message
            .contains("missing")
    );
    std::fs::write(&list, list_text).expect("writes");
    assert!(house.verify().await.ok);
}

#[tokio::test]
async fn after_erasing_one_buyer_verification_passes_and_says_erased() {
    let folder = tempfile::tempdir().expect("a folder");
    let house = House::open(folder.path()).await;
    house.order("r1", "b1").await;
    house.order("r2", "b2").await;
    let data = PersonData {
        name: Some("Erika".into()),
        ..PersonData::default()
    };
    let buyer = house
        .vault
        .put_person(market(), "b1", data)
        .await
        .expect("stores");
    house.checkpointer().make(now()).await.expect("makes");
    house
        .vault
        .erase(market(), buyer, "staff", "asked_by_person", now())
        .await
        .expect("erases");
    let report = house.verify().await;
    assert!(report.ok, "{:#?}", report.problems);
    assert_eq!(
        (report.sealed, report.erased, report.removed, report.erased_people),
        (2, 1, 0, 1)
    );
}

#[tokio::test]
async fn sealed_material_that_nobody_destroyed_is_missed_and_damage_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let house = House::open(folder.path()).await;
    let (one, two) = (house.order("r1", "b1").await, house.order("r2", "b2").await);
    let vault = Connection::open(folder.path().join("vault.sqlite")).expect("opens");
    vault
        .execute("DELETE FROM sealed WHERE no = 1", [])
        .expect("deletes");
    vault
        .execute(
            "UPDATE sealed SET ciphertext = zeroblob(length(ciphertext)) WHERE no = 2",
            [],
        )
        .expect("damages");
    let report = house.verify().await;
    assert_eq!(
        found(&report, ProblemKind::SealedMissing)
            .aggregate
            .map(|name| name.0),
        Some(one)
    );
    assert_eq!(
        found(&report, ProblemKind::SealedDamaged)
            .aggregate
            .map(|name| name.0),
        Some(two)
    );
}

#[tokio::test]
async fn what_is_derived_is_held_against_the_events() {
    let folder = tempfile::tempdir().expect("a folder");
    let house = House::open(folder.path()).await;
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
    let sql = format!(
        "UPDATE listing SET state = 'completed' WHERE key = {};
         UPDATE snapshot SET state = cast(replace(cast(state AS TEXT), 'r2', 'r3') AS BLOB) WHERE key = {};
         UPDATE balance SET amount = amount + 1 WHERE account = 'escrow'; DELETE FROM payment_route;",
        key_of(one),
        key_of(two)
    );
    let report = house.damaged(&sql).await.verify().await;
    let count = |kind| {
        report
            .problems
            .iter()
            .filter(|problem| problem.kind == kind)
            .count()
    };
    assert_eq!(count(ProblemKind::DerivedDiffers), 2, "{:#?}", report.problems);
    assert_eq!(
        count(ProblemKind::MoneyDiffers),
        2,
        "the balance, and the sum of all"
    );
    assert_eq!(count(ProblemKind::RouteMissing), 2);
    assert!(
        serde_json::to_string(&report)
            .expect("writes")
            .contains(&one.to_string()),
        "reports can be printed"
    );
}
