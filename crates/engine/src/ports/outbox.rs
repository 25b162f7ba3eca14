//! Promises: what leaves, delivered at least once under a key that never changes.
use super::error::StoreError;
use super::journal::Timeline;
use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use resolution::id::{AggregateId, MarketplaceId};

/// A promise made with a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPromise {
    /// Stable key, unique in the installation: what a gateway knows the promise by.
    pub key: String,
    /// What leaves, in the engine's own form.
    pub body: Vec<u8>,
    /// From when it may be delivered, in the timeline's time.
    pub at: Timestamp,
}

/// A promise that is not yet kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// Local ascending key.
    pub no: u64,
    /// Stable key.
    pub key: String,
    /// Marketplace.
    pub marketplace: MarketplaceId,
    /// Who promised.
    pub from: AggregateId,
    /// What leaves.
    pub body: Vec<u8>,
    /// When it was promised, in the timeline's time.
    pub promised: Timestamp,
    /// When it is tried next, in the timeline's time.
    pub next: Timestamp,
    /// How often it was claimed, the present time included.
    pub attempts: u32,
    /// When it was first claimed, in the timeline's time: from then on the outside may know the key.
    pub first_claimed: Option<Timestamp>,
    /// What the engine noted at the last try.
    pub note: Vec<u8>,
    /// What went wrong at the last try, for staff.
    pub trouble: Option<String>,
}

/// A promise in the hands of one worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// The promise.
    pub promise: Promise,
    /// Fencing token: a later claim has a higher one, and settling with an older one does nothing.
    pub token: u64,
}

/// What a worker did with a claimed promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// It is kept; the row goes.
    Kept,
    /// It is tried again.
    Later {
        /// When, in the timeline's time.
        at: Timestamp,
        /// A note for the next try.
        note: Vec<u8>,
        /// What went wrong, for staff.
        trouble: Option<String>,
    },
}

/// A settlement of one claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// Which promise.
    pub no: u64,
    /// The claim's token.
    pub token: u64,
    /// What became of it.
    pub settlement: Settlement,
}

/// The promises that are not yet kept.
#[async_trait]
pub trait Outbox {
    /// Claims promises with `next <= now` (the timeline's time) that nobody else holds at `wall`; earliest promise
    /// first. The claim ends by itself at `wall + lease`; the number of attempts and the first claim are durable
    /// before this returns, so that a crash after it is known as "may have been sent".
    async fn claim(
        &self,
        timeline: Timeline,
        now: Timestamp,
        wall: Timestamp,
        lease: SignedDuration,
        limit: u32,
    ) -> Result<Vec<Claimed>, StoreError>;

    /// Settles claims; says for each whether its token still held.
    async fn settle(&self, settled: Vec<Settled>) -> Result<Vec<bool>, StoreError>;

    /// When the next promise of a timeline is tried (claimed ones count with the end of their claim's time).
    async fn next_promise(&self, timeline: Timeline) -> Result<Option<Timestamp>, StoreError>;

    /// Promises that are not yet kept, by ascending key, of one marketplace or of all.
    async fn promises(
        &self,
        marketplace: Option<MarketplaceId>,
        after: u64,
        limit: u32,
    ) -> Result<Vec<Promise>, StoreError>;
}
