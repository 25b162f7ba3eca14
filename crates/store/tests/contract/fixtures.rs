//! Small values for the cases.
use engine::ports::{Batch, Marketplace, NewRecord, Outcome, Store, Write};
use jiff::Timestamp;
use resolution::aggregate::Listing;
use resolution::id::{AggregateId, MarketplaceId, OrderId, PartyId};
use std::sync::Arc;

/// The live marketplace of every case.
pub fn live() -> MarketplaceId {
    MarketplaceId::of("live")
}

/// The sandbox of every case.
pub fn sandbox() -> MarketplaceId {
    MarketplaceId::of("sandbox")
}

/// An instant by its second.
pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("in range")
}

/// An order by a number.
pub fn order(no: u8) -> AggregateId {
    AggregateId::Order(OrderId([no; 16]))
}

/// A party by a number.
pub fn party(no: u8) -> PartyId {
    PartyId([no; 16])
}

/// Both marketplaces.
pub async fn marketplaces(store: &dyn Store) {
    for (slug, sandbox) in [("live", None), ("sandbox", Some(at(1_000)))] {
        store.create_marketplace(marketplace(slug, sandbox)).await.expect("it is made");
    }
}

/// A marketplace.
pub fn marketplace(slug: &str, sandbox: Option<Timestamp>) -> Marketplace {
    Marketplace {
        id: MarketplaceId::of(slug),
        slug: slug.to_owned(),
        zone: "UTC".to_owned(),
        calendar: "UTC".to_owned(),
        currency: "EUR".parse().expect("a currency"),
        policy: "0".repeat(64),
        sandbox,
        languages: vec!["en".to_owned(), "id".to_owned()],
        created: at(0),
    }
}

/// A record that says `word`.
pub fn record(word: &str) -> NewRecord {
    NewRecord { hash: [u8::try_from(word.len()).unwrap_or(255); 32], body: word.as_bytes().to_vec() }
}

/// A write of one record for each version from `expected` on.
pub fn write(marketplace: MarketplaceId, id: AggregateId, expected: u64, words: &[&str]) -> Write {
    let made = u64::try_from(words.len()).expect("few");
    Write {
        id,
        marketplace,
        expected,
        version: expected + made,
        records: words.iter().map(|word| record(word)).collect(),
        next_wake: None,
        listing: None,
        turns: None,
        promises: Vec::new(),
        answer: None,
        natural: Vec::new(),
        first: expected + 1,
        routes: Vec::new(),
        documents: Vec::new(),
        snapshot: None,
    }
}

/// Columns of a list.
pub fn listing(buyer: u8, seller: u8, state: &'static str, placed: i64) -> Listing {
    Listing {
        buyer: Some(party(buyer)),
        seller: Some(party(seller)),
        state,
        placed_at: Some(at(placed)),
        turns: Vec::new(),
    }
}

/// Commits writes as one batch.
pub async fn commit(store: &dyn Store, writes: Vec<Write>) -> Vec<Outcome> {
    let writes = writes.into_iter().map(Arc::new).collect();
    store.commit(Batch { writes, forget_before: at(0), clocks: Vec::new() }).await.expect("it is committed")
}

/// Commits writes and insists that none is stale; gives the positions.
pub async fn written(store: &dyn Store, writes: Vec<Write>) -> Vec<Option<u64>> {
    let position = |outcome| match outcome {
        Outcome::Committed { position } => position,
        Outcome::Stale => panic!("a write was stale"),
    };
    commit(store, writes).await.into_iter().map(position).collect()
}
