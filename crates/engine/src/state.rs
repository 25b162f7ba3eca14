//! Rebuilding the state of an aggregate, and what the lane holds of it.
use crate::ports::{Head, LoadedState, NewSnapshot, Snapshot, StoredRecord};
use crate::record::{GENESIS, Record, RecordError};
use jiff::Timestamp;
use resolution::account::Account;
use resolution::aggregate::{Aggregate, Event, Listing};
use resolution::fund::Fund;
use resolution::id::{AggregateId, MarketplaceId};
use resolution::order::Order;

/// Format of snapshots. Raised when the state's shape changes; older ones are then ignored and written anew.
pub const SNAPSHOT_FORMAT: u32 = 3;

/// An aggregate as the lane holds it.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    /// Whose it is; nobody else ever meets it.
    pub(crate) marketplace: MarketplaceId,
    pub(crate) aggregate: Aggregate,
    pub(crate) hash: [u8; 32],
    pub(crate) next_wake: Option<Timestamp>,
    /// What the store has as columns of lists.
    pub(crate) listing: Listing,
    /// Events since the last snapshot.
    pub(crate) unsnapped: u64,
}

/// Why a state cannot be rebuilt.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// A record cannot be read.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// A record does not follow on the one before.
    #[error("event {expected} of {id} is missing: the next record begins with {found}")]
    Gap {
        /// Whose.
        id: AggregateId,
        /// The next number.
        expected: u64,
        /// The number found.
        found: u64,
    },
    /// An event was not counted by the state.
    #[error("the state of {id} did not take event {number}")]
    NotTaken {
        /// Whose.
        id: AggregateId,
        /// Which.
        number: u64,
    },
}

impl Held {
    /// Nothing has happened yet.
    pub(crate) fn nothing(marketplace: MarketplaceId) -> Self {
        Self {
            marketplace,
            aggregate: Aggregate::Nothing,
            hash: GENESIS,
            next_wake: None,
            listing: Listing::default(),
            unsnapped: 0,
        }
    }

    /// From a state and the head that belongs to it.
    pub(crate) fn of(aggregate: Aggregate, head: &Head, unsnapped: u64) -> Self {
        let listing = aggregate.listing();
        Self {
            marketplace: head.marketplace,
            aggregate,
            hash: head.hash,
            next_wake: head.next_wake,
            listing,
            unsnapped,
        }
    }

    /// Takes events.
    pub(crate) fn take(&mut self, id: AggregateId, event: &Event, at: Timestamp) -> Result<(), StateError> {
        take(&mut self.aggregate, id, event, at)
    }
}

fn take(aggregate: &mut Aggregate, id: AggregateId, event: &Event, at: Timestamp) -> Result<(), StateError> {
    let number = aggregate.version() + 1;
    aggregate.apply(id, event, at);
    if aggregate.version() == number { Ok(()) } else { Err(StateError::NotTaken { id, number }) }
}

/// Folds records onto a state.
///
/// # Errors
/// [`StateError`] where a record cannot be read, is missing, or is not taken by the state.
pub fn fold(id: AggregateId, mut onto: Aggregate, records: &[StoredRecord]) -> Result<Aggregate, StateError> {
    for stored in records {
        let record = Record::decode(id, &stored.body)?;
        let expected = onto.version() + 1;
        if record.first != expected {
            return Err(StateError::Gap { id, expected, found: record.first });
        }
        for event in &record.events {
            take(&mut onto, id, event, record.at)?;
        }
    }
    Ok(onto)
}

/// The state that was loaded: built on what is `known` of it from before where its history goes on from there, else on
/// the snapshot. Nothing where neither will do: then the whole history is needed.
pub(crate) fn build(
    id: AggregateId,
    known: Option<(Aggregate, [u8; 32])>,
    found: &LoadedState,
) -> Option<Result<Aggregate, StateError>> {
    if let Some((aggregate, hash)) = known
        && let Some(at) = found.tail.iter().rposition(|record| record.hash == hash)
    {
        return Some(fold(id, aggregate, &found.tail[at + 1..]));
    }
    let from = match &found.snapshot {
        Some(snapshot) => unsnap(id, snapshot)?,
        None => Aggregate::Nothing,
    };
    Some(fold(id, from, &found.tail))
}

/// The state in a snapshot; nothing where the format is another or the bytes do not fit: it is only a cache.
#[must_use]
pub fn unsnap(id: AggregateId, snapshot: &Snapshot) -> Option<Aggregate> {
    if snapshot.format != SNAPSHOT_FORMAT {
        return None;
    }
    let aggregate = match id {
        AggregateId::Order(_) => {
            Aggregate::Order(Box::new(serde_json::from_slice::<Order>(&snapshot.state).ok()?))
        }
        AggregateId::Account(_) => {
            Aggregate::Account(Box::new(serde_json::from_slice::<Account>(&snapshot.state).ok()?))
        }
        AggregateId::Fund(_) => {
            Aggregate::Fund(Box::new(serde_json::from_slice::<Fund>(&snapshot.state).ok()?))
        }
    };
    (aggregate.version() == snapshot.version).then_some(aggregate)
}

/// A snapshot of a state; nothing where it cannot be written as JSON: then there is none.
pub(crate) fn snap(aggregate: &Aggregate) -> Option<NewSnapshot> {
    let state = match aggregate {
        Aggregate::Nothing => return None,
        Aggregate::Order(order) => serde_json::to_vec(order).ok()?,
        Aggregate::Account(account) => serde_json::to_vec(account).ok()?,
        Aggregate::Fund(fund) => serde_json::to_vec(fund).ok()?,
    };
    Some(NewSnapshot { format: SNAPSHOT_FORMAT, state })
}
