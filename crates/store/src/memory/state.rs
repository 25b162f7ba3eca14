//! What is kept, and the indexes by which it is found.
use super::{length, missing, place};
use engine::ports::{
    AnswerKey, Answered, ApiKey, BalanceRow, Checkpoint, Document, Head, InboxItem, InboxState, Journey,
    Listed, Marketplace, NaturalKey, PolicyFiles, Promise, Quarantined, Snapshot, Staff, StoreError,
    StoredRecord, Taken, Timeline,
};
use jiff::Timestamp;
use resolution::aggregate::Turn;
use resolution::id::{AggregateId, MarketplaceId};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// An aggregate with what hangs on it.
pub(super) struct Row {
    pub(super) head: Head,
    pub(super) snapshot: Option<(Snapshot, u64)>,
    pub(super) listed: Option<Listed>,
    pub(super) turns: Vec<Turn>,
}

/// A record of the journal; its position is its place in the list, from 1.
pub(super) struct Kept {
    /// Key of the aggregate.
    pub(super) of: u64,
    /// Position of its predecessor; 0 for the first.
    pub(super) before: u64,
    pub(super) hash: [u8; 32],
    pub(super) body: Box<[u8]>,
}

/// A promise with its claim.
pub(super) struct Promised {
    pub(super) promise: Promise,
    pub(super) line: Timeline,
    pub(super) lease: Option<Timestamp>,
}

/// A route of a tracking number.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Way {
    pub(super) carrier: String,
    pub(super) from: Timestamp,
    pub(super) until: Option<Timestamp>,
    pub(super) of: u64,
    pub(super) journey: Journey,
}

/// A remembered answer with the wall time at which it was given.
pub(super) struct Remembered {
    pub(super) answered: Answered,
    pub(super) at: Timestamp,
}

/// For whom a turn is, as a key: kind of reader, party.
pub(super) type Whom = (u8, [u8; 16]);
/// A turn in order: end (what has none comes last), key of the aggregate, ordinal.
pub(super) type TurnKey = (Timestamp, u64, u16);

/// Everything.
#[derive(Default)]
pub(super) struct State {
    pub(super) rows: Vec<Row>,
    pub(super) by_id: BTreeMap<[u8; 16], u64>,
    pub(super) journal: Vec<Kept>,
    pub(super) due: BTreeMap<Timeline, BTreeSet<(Timestamp, u64)>>,
    pub(super) answers: HashMap<AnswerKey, Remembered>,
    pub(super) answers_by_age: BTreeSet<(Timestamp, AnswerKey)>,
    pub(super) taken: HashMap<NaturalKey, Taken>,
    pub(super) quarantine: BTreeMap<(Timestamp, [u8; 16]), Quarantined>,
    pub(super) placed: BTreeMap<MarketplaceId, BTreeSet<(Timestamp, u64)>>,
    pub(super) turns: BTreeMap<(MarketplaceId, Whom), BTreeSet<TurnKey>>,
    pub(super) promises: BTreeMap<u64, Promised>,
    pub(super) promise_count: u64,
    pub(super) promise_keys: HashMap<String, u64>,
    pub(super) next: BTreeMap<Timeline, BTreeSet<(Timestamp, u64)>>,
    pub(super) ways: HashMap<(MarketplaceId, String), Vec<Way>>,
    pub(super) payments: HashMap<(MarketplaceId, String, String), BTreeSet<(u64, u16)>>,
    pub(super) inbox: Vec<InboxItem>,
    pub(super) inbox_events: HashMap<(MarketplaceId, String, String), u64>,
    pub(super) inbox_new: BTreeSet<u64>,
    pub(super) waiting: HashMap<(MarketplaceId, String), BTreeSet<u64>>,
    pub(super) marketplaces: BTreeMap<MarketplaceId, Marketplace>,
    pub(super) policies: BTreeMap<String, (PolicyFiles, Timestamp)>,
    pub(super) calendars: BTreeMap<(MarketplaceId, String), String>,
    pub(super) api_keys: Vec<ApiKey>,
    pub(super) staff: BTreeMap<(MarketplaceId, String), Staff>,
    pub(super) balances: BTreeMap<(MarketplaceId, String, String), BalanceRow>,
    pub(super) as_of: u64,
    pub(super) documents: HashMap<(MarketplaceId, [u8; 32]), Document>,
    pub(super) checkpoints: Vec<Checkpoint>,
}

impl State {
    /// The timeline of a marketplace.
    pub(super) fn timeline(&self, id: MarketplaceId) -> Result<Timeline, StoreError> {
        let marketplace = self.marketplaces.get(&id).ok_or_else(|| missing(id))?;
        Ok(if marketplace.sandbox.is_some() { Timeline::Sandbox(id) } else { Timeline::Wall })
    }

    /// The key of an aggregate.
    pub(super) fn key(&self, id: AggregateId) -> Option<u64> {
        self.by_id.get(&id.bytes()).copied()
    }

    /// The aggregate of a key.
    pub(super) fn row(&self, key: u64) -> Option<&Row> {
        self.rows.get(place(key)?)
    }

    /// The aggregate of a key, to change it.
    pub(super) fn row_mut(&mut self, key: u64) -> Option<&mut Row> {
        self.rows.get_mut(place(key)?)
    }

    /// The record at a position.
    pub(super) fn record(&self, position: u64) -> Option<StoredRecord> {
        let kept = self.journal.get(place(position)?)?;
        let head = &self.row(kept.of)?.head;
        Some(StoredRecord {
            position,
            id: head.id,
            marketplace: head.marketplace,
            hash: kept.hash,
            body: kept.body.to_vec(),
        })
    }

    /// The records of a chain from its head back to (not including) position `stop`; oldest first.
    pub(super) fn walk(&self, head: &Head, stop: u64) -> Vec<StoredRecord> {
        let mut found = Vec::new();
        let mut position = head.position;
        while position > stop {
            let Some(record) = self.record(position) else { break };
            found.push(record);
            position = place(position).and_then(|at| self.journal.get(at)).map_or(0, |kept| kept.before);
        }
        found.reverse();
        found
    }

    /// Appends a record; gives its position.
    pub(super) fn append(&mut self, kept: Kept) -> u64 {
        self.journal.push(kept);
        length(self.journal.len())
    }

    /// Sets when an aggregate wakes; out of service it never does.
    pub(super) fn wakes(&mut self, key: u64, line: Timeline, next: Option<Timestamp>) {
        let Some(row) = self.row_mut(key) else { return };
        let (before, asleep) = (row.head.next_wake, row.head.quarantined);
        row.head.next_wake = next;
        let due = self.due.entry(line).or_default();
        if let Some(before) = before {
            due.remove(&(before, key));
        }
        if let Some(next) = next.filter(|_| !asleep) {
            due.insert((next, key));
        }
    }

    /// Moves an inbox item on.
    pub(super) fn sorted(&mut self, no: u64, state: InboxState) {
        let Some(item) = place(no).and_then(|at| self.inbox.get_mut(at)) else { return };
        let number = (item.item.marketplace, item.item.number.clone());
        item.state = state;
        self.inbox_new.remove(&no);
        if let Some(waiting) = self.waiting.get_mut(&number) {
            waiting.remove(&no);
            if waiting.is_empty() {
                self.waiting.remove(&number);
            }
        }
        match state {
            InboxState::New => {
                self.inbox_new.insert(no);
            }
            InboxState::Waiting => {
                self.waiting.entry(number).or_default().insert(no);
            }
            InboxState::Done => {}
        }
    }
}
