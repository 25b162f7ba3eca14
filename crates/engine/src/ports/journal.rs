//! The journal: what happened, the head of every aggregate, and everything that is written together with it.
use super::documents::Document;
use super::error::StoreError;
use super::outbox::NewPromise;
use super::routes::NewRoute;
use async_trait::async_trait;
use jiff::Timestamp;
use resolution::aggregate::{Listing, Turn};
use resolution::id::{AggregateId, MarketplaceId};
use std::sync::Arc;

/// Under which clock something falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Timeline {
    /// The real one, shared by all marketplaces that are not sandboxes.
    Wall,
    /// A sandbox marketplace's own, which moves only when told.
    Sandbox(MarketplaceId),
}

/// 16 bytes by which a remembered answer is found: a hash of marketplace, principal and the caller's key.
pub type AnswerKey = [u8; 16];
/// 16 bytes that are taken once and for ever: a hash of marketplace, kind and a natural reference.
pub type NaturalKey = [u8; 16];

/// An aggregate that is wanted, with the version the caller already holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Which.
    pub id: AggregateId,
    /// Number of its last event that the caller has; nothing if it has none of it.
    pub known: Option<u64>,
}

/// What a store has of a wanted aggregate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loaded {
    /// Nothing ever happened to it.
    Nothing,
    /// The version that the caller holds is the newest.
    Unchanged,
    /// Its head and what is needed to rebuild its state.
    Found(Box<Found>),
}

/// See [`Loaded::Found`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The head.
    pub head: Head,
    /// The newest snapshot; a cache, never the truth.
    pub snapshot: Option<Snapshot>,
    /// Every record after the snapshot (all, if there is none), oldest first.
    pub tail: Vec<StoredRecord>,
}

/// The newest state of an aggregate's chain: one small row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Local ascending key; never leaves the installation.
    pub key: u64,
    /// The aggregate.
    pub id: AggregateId,
    /// Its marketplace.
    pub marketplace: MarketplaceId,
    /// Number of its last event; events count from 1.
    pub version: u64,
    /// Position of its last record.
    pub position: u64,
    /// Chain hash after its last record.
    pub hash: [u8; 32],
    /// When something happens to it by itself.
    pub next_wake: Option<Timestamp>,
    /// Why it is taken out of service, if it is.
    pub quarantined: bool,
}

/// A cached state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// Number of the last event in it.
    pub version: u64,
    /// Format of `state`; a reader ignores formats that it does not know.
    pub format: u32,
    /// The state.
    pub state: Vec<u8>,
}

/// A record as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRecord {
    /// Its place among all committed records: ascending, with gaps allowed.
    pub position: u64,
    /// Whose.
    pub id: AggregateId,
    /// The marketplace.
    pub marketplace: MarketplaceId,
    /// Chain hash after it.
    pub hash: [u8; 32],
    /// The bytes that are hashed.
    pub body: Vec<u8>,
}

/// A record to append.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRecord {
    /// Chain hash after it.
    pub hash: [u8; 32],
    /// The bytes that are hashed.
    pub body: Vec<u8>,
}

/// A snapshot to keep in place of the previous one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSnapshot {
    /// Format of `state`.
    pub format: u32,
    /// The state after the write.
    pub state: Vec<u8>,
}

/// An answer to remember.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAnswer {
    /// By what it is found.
    pub key: AnswerKey,
    /// Hash of the request that it answers.
    pub request: [u8; 32],
    /// The outcome, in the engine's own form.
    pub outcome: Vec<u8>,
    /// Wall time at which it was given.
    pub at: Timestamp,
}

/// A remembered answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Hash of the request that it answers.
    pub request: [u8; 32],
    /// The outcome.
    pub outcome: Vec<u8>,
    /// Position of the last record of the command; nothing where none was written.
    pub position: Option<u64>,
}

/// What took a natural key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Number of the command's first event.
    pub first: u64,
    /// Version after the command; less than `first` where it made no event.
    pub version: u64,
    /// Position of the last record of the command; nothing where none was written.
    pub position: Option<u64>,
}

/// Everything that one command writes to one aggregate; all of it or nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    /// The aggregate.
    pub id: AggregateId,
    /// Its marketplace.
    pub marketplace: MarketplaceId,
    /// The version that it was decided on (0: nothing had happened). If the store's is another, the write is stale.
    pub expected: u64,
    /// The version after it; equal to `expected` where it has no record.
    pub version: u64,
    /// Records to append, each the successor of the one before.
    pub records: Vec<NewRecord>,
    /// When something happens to the aggregate by itself, after it.
    pub next_wake: Option<Timestamp>,
    /// Columns of lists, where they changed (turns apart).
    pub listing: Option<Listing>,
    /// What waits for whom, all of it, where it changed.
    pub turns: Option<Vec<Turn>>,
    /// What leaves.
    pub promises: Vec<NewPromise>,
    /// The answer to remember.
    pub answer: Option<NewAnswer>,
    /// Keys to take for ever; those already taken stay with their first owner.
    pub natural: Vec<NaturalKey>,
    /// Number of the command's own first event (deadlines applied before it have lower ones).
    pub first: u64,
    /// Routes that lead to it.
    pub routes: Vec<NewRoute>,
    /// Bytes kept beside it.
    pub documents: Vec<Document>,
    /// A snapshot, now and then.
    pub snapshot: Option<NewSnapshot>,
}

/// What is committed in one transaction, in this order. Several writes to one aggregate build on each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// The writes.
    pub writes: Vec<Arc<Write>>,
    /// Answers given before this wall instant are forgotten: their keys are free again.
    pub forget_before: Timestamp,
    /// Sandbox clocks as they stand, to be kept with the writes (never backwards).
    pub clocks: Vec<(MarketplaceId, Timestamp)>,
}

/// What became of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is durable.
    Committed {
        /// Position of its last record; nothing where it has none.
        position: Option<u64>,
    },
    /// The aggregate's version, its answer key or all its natural keys are no longer as expected; nothing of it was
    /// written. Load again, look at the answers again, decide again.
    Stale,
}

/// An aggregate with something due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Which.
    pub id: AggregateId,
    /// Its marketplace.
    pub marketplace: MarketplaceId,
    /// Since when.
    pub at: Timestamp,
}

/// Part of the feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedPage {
    /// Records by ascending position.
    pub records: Vec<StoredRecord>,
    /// Ask again after this position. It moves on even where no record was of the marketplace.
    pub next: u64,
    /// Whether there was more to look at.
    pub more: bool,
}

/// An aggregate that is out of service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantined {
    /// Which.
    pub id: AggregateId,
    /// Its marketplace.
    pub marketplace: MarketplaceId,
    /// Since when, wall time.
    pub at: Timestamp,
    /// Why, for an operator.
    pub why: String,
}

/// What a lane must know before it decides a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Keys that may have been answered before.
    pub answers: Vec<AnswerKey>,
    /// Answers given before this wall instant do not count.
    pub since: Timestamp,
    /// Keys that may be taken.
    pub taken: Vec<NaturalKey>,
    /// Aggregates whose state is wanted.
    pub wanted: Vec<Wanted>,
}

/// What there is of a [`Look`], each in the order asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    /// Remembered answers.
    pub answers: Vec<Option<Answered>>,
    /// Who took the natural keys.
    pub taken: Vec<Option<Taken>>,
    /// Heads with what is needed to rebuild the states.
    pub loaded: Vec<Loaded>,
}

/// The append-only truth and the small hot row of each aggregate.
#[async_trait]
pub trait Journal: Sync {
    /// Whether this process alone writes to the data, so that a cached state needs no check.
    fn exclusive(&self) -> bool;

    /// Heads with what is needed to rebuild the state, in the order asked.
    async fn load(&self, wanted: Vec<Wanted>) -> Result<Vec<Loaded>, StoreError>;

    /// Writes a batch in one transaction; the outcomes come in the order of the writes.
    ///
    /// # Errors
    /// [`StoreError::Constraint`] where a row was refused: nothing of the batch was written.
    async fn commit(&self, batch: Batch) -> Result<Vec<Outcome>, StoreError>;

    /// Remembered answers given at `since` (wall time) or later, in the order asked.
    async fn answers(
        &self,
        keys: Vec<AnswerKey>,
        since: Timestamp,
    ) -> Result<Vec<Option<Answered>>, StoreError>;

    /// Who took natural keys, in the order asked.
    async fn taken(&self, keys: Vec<NaturalKey>) -> Result<Vec<Option<Taken>>, StoreError>;

    /// Answers, taken keys and states at once: what a lane asks before each batch. A store that can answer all of it more
    /// cheaply together does so.
    async fn look(&self, look: Look) -> Result<Looked, StoreError> {
        let Look { answers, since, taken, wanted } = look;
        let answers =
            async { if answers.is_empty() { Ok(Vec::new()) } else { self.answers(answers, since).await } };
        let taken = async { if taken.is_empty() { Ok(Vec::new()) } else { self.taken(taken).await } };
        let loaded = async { if wanted.is_empty() { Ok(Vec::new()) } else { self.load(wanted).await } };
        let (answers, taken, loaded) = futures::try_join!(answers, taken, loaded)?;
        Ok(Looked { answers, taken, loaded })
    }

    /// Deletes at most `limit` answers given before `before` (wall time); says how many.
    async fn forget_answers(&self, before: Timestamp, limit: u32) -> Result<u64, StoreError>;

    /// Aggregates in service with `next_wake <= until`, earliest first.
    async fn due(&self, timeline: Timeline, until: Timestamp, limit: u32) -> Result<Vec<Due>, StoreError>;

    /// The earliest `next_wake` of a timeline.
    async fn next_due(&self, timeline: Timeline) -> Result<Option<Timestamp>, StoreError>;

    /// Committed records after a position, of one marketplace or of all; never one below a position already read.
    async fn feed(
        &self,
        marketplace: Option<MarketplaceId>,
        after: u64,
        limit: u32,
    ) -> Result<FeedPage, StoreError>;

    /// Every record of an aggregate, oldest first.
    async fn history(&self, id: AggregateId) -> Result<Vec<StoredRecord>, StoreError>;

    /// Heads by ascending key after `after` (0 from the start).
    async fn heads(&self, after: u64, limit: u32) -> Result<Vec<Head>, StoreError>;

    /// Takes an aggregate out of service, whether or not anything ever happened to it.
    async fn quarantine(&self, entry: Quarantined) -> Result<(), StoreError>;

    /// Puts it back into service; false if it was not out of it.
    async fn release(&self, id: AggregateId) -> Result<bool, StoreError>;

    /// Those out of service, of one marketplace or of all.
    async fn quarantined(&self, marketplace: Option<MarketplaceId>) -> Result<Vec<Quarantined>, StoreError>;
}
