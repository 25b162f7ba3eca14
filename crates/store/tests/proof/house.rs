//! A small installation with orders made by hand, and the means to damage it.
use crate::damage::Damage;
use crate::support::{market, now};
use engine::checkpoint::{CheckpointFolder, Checkpointer};
use engine::ports::{Batch, Marketplace, NewRecord, NewRoute, NewSnapshot, Outcome, Store, Write};
use engine::record::{GENESIS, Record, chain};
use engine::state::SNAPSHOT_FORMAT;
use engine::vault::{Keys, Vault};
use engine::verify::{Report, Verifier};
use jiff::Timestamp;
use resolution::actor::Actor;
use resolution::aggregate::{Aggregate, Event};
use resolution::id::{AggregateId, LineNo, OrderId, PartyId, PaymentNo};
use resolution::ledger::{Account, Book, Posting};
use resolution::money::{Currency, Minor};
use resolution::order::components::{PlacedLine, Price};
use resolution::order::event::{OrderEvent, OrderPlaced};
use resolution::payment::PaymentExpected;
use std::sync::Arc;
use testbed::Bed;

pub fn brl() -> Currency {
    "BRL".parse().expect("a currency")
}

pub fn minor(units: i64) -> Minor {
    Minor::new(units).expect("in range")
}

pub fn paid_in(amount: Minor) -> Vec<Posting> {
    let mut book = Book::new(brl());
    book.money(Account::GatewayClearing("sandbox".into()), Account::Escrow, amount);
    book.done()
}

pub fn placed(reference: &str, buyer: PartyId, seller: PartyId) -> OrderEvent {
    let price = Price { gross: minor(1_000), ..Price::default() };
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
            returnable: None,
            category: None,
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

/// An installation in a bed, with orders made by hand.
pub struct House<'a> {
    pub store: Arc<dyn Store>,
    pub vault: Vault,
    bed: &'a Bed,
}

impl<'a> House<'a> {
    pub async fn open(bed: &'a Bed) -> Self {
        let store = bed.store().await;
        let vault = crate::support::open(bed, 1).await;
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
        Self { store, vault, bed }
    }

    pub fn checkpointer(&self) -> Checkpointer {
        use engine::vault::random::Seeded;
        let keys = Keys::new(&engine::vault::KeyBytes::generate(&Seeded::new(0)));
        let store = Arc::clone(&self.store);
        Checkpointer::new(store, Arc::new(keys), CheckpointFolder::new(self.bed.folder()), "ins_test")
    }

    pub async fn verify(&self) -> Report {
        let store = Arc::clone(&self.store);
        let verifier = Verifier::new(store, self.vault.clone(), CheckpointFolder::new(self.bed.folder()));
        verifier.run(&|_| {}).await.expect("verifies")
    }

    /// Places, captures and pays an order; the buyer writes a word on it. Three records, four events.
    pub async fn order(&self, reference: &str, buyer: &str) -> AggregateId {
        let (party, seller) =
            (self.vault.pseudonym(market(), buyer), self.vault.pseudonym(market(), "seller"));
        let id = AggregateId::Order(OrderId::of(market(), reference, seller));
        let words = self.vault.seal(market(), party, reference.as_bytes()).await.expect("seals");
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
        let message = OrderEvent::MessageWritten { author: party, role: "buyer".into(), case: None, words };
        let batches = vec![vec![placed(reference, party, seller)], vec![captured, paid], vec![message]];
        self.write(id, batches).await;
        id
    }

    /// The digest of the words that the buyer wrote on an order.
    pub async fn words_of(&self, id: AggregateId) -> [u8; 32] {
        let records = self.store.history(id).await.expect("reads");
        let record = Record::decode(id, &records[2].body).expect("a record");
        let Event::Order(OrderEvent::MessageWritten { words, .. }) = &record.events[0] else {
            panic!("no words")
        };
        let mut digest = [0; 32];
        for (at, byte) in digest.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&words.digest[2 * at..2 * at + 2], 16).expect("hexadecimal");
        }
        digest
    }

    pub async fn write(&self, id: AggregateId, batches: Vec<Vec<OrderEvent>>) {
        let mut state = Aggregate::Nothing;
        let (mut hash, mut records, mut routes) = (GENESIS, Vec::new(), Vec::new());
        for events in batches {
            let events: Vec<Event> = events.into_iter().map(Event::Order).collect();
            let first = state.version() + 1;
            events.iter().for_each(|event| state.apply(id, event, now()));
            let record =
                Record { aggregate: id, first, at: now(), due: None, by: Actor::Marketplace, events };
            let body = record.encode().expect("writes");
            hash = chain(&hash, &body);
            records.push(NewRecord { hash, body });
        }
        let order = state.order().expect("an order");
        for payment in &order.payments {
            let expected = payment.expected.clone();
            let (provider, payment_id) = (expected.provider, expected.payment_id);
            routes.push(NewRoute::Payment { provider, payment_id, payment: PaymentNo(0) });
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
                format: SNAPSHOT_FORMAT,
                state: serde_json::to_vec(order).expect("writes"),
            }),
        };
        let batch =
            Batch { writes: vec![Arc::new(write)], forget_before: Timestamp::MIN, clocks: Vec::new() };
        let done = self.store.commit(batch).await.expect("commits");
        assert!(matches!(done[..], [Outcome::Committed { .. }]));
    }

    /// Closes everything and does damage past the store, then opens it again.
    pub async fn damaged(self, damage: Damage) -> Self {
        let bed = self.bed;
        drop(self);
        damage.done_to(bed).await;
        Self::open(bed).await
    }
}
