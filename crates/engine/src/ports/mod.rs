//! What the engine needs from outside, as traits. Nothing here knows a database, a protocol or a vendor.
//!
//! [`Store`] is split by concern; a store implements every part. Calls are set-based, so that a store on the other
//! side of a network needs few round trips. Every part begins with the marketplace: equal ids never meet.
mod audit;
pub mod blobs;
mod checkpoints;
mod clock;
mod documents;
mod error;
mod gateway;
mod gauges;
mod inbox;
mod journal;
mod ledger;
mod lists;
mod neighbours;
mod outbox;
mod registry;
mod routes;
pub mod vault;

pub use audit::{Audit, Audited, Listed};
pub use checkpoints::{Checkpoint, Checkpoints};
pub use clock::Clock;
pub use documents::{Digest, Document, Documents};
pub use error::StoreError;
pub use gateway::{
    Found, Gateway, GatewayAnswer, Gateways, Notice, NoticeError, Notices, PayoutRequest, RefundRequest,
};
pub use gauges::{COUNTED_AT_MOST, Connections, Gauged, Gauges};
pub use inbox::{Inbox, InboxItem, InboxState, NewInboxItem};
pub use journal::{
    AnswerKey, Answered, Batch, Due, FeedPage, Found as LoadedState, Head, Journal, Loaded, Look, Looked,
    NaturalKey, NewAnswer, NewRecord, NewSnapshot, Outcome, Quarantined, Snapshot, StoredRecord, Taken,
    Timeline, Wanted, Write,
};
pub use ledger::{BalanceRow, Balances, LedgerDelta, Rollups};
pub use lists::{InboxOf, ListCursor, Lists, OrderQuery, OrderRow, TurnCursor, TurnQuery, TurnRow};
pub use neighbours::{Hearing, Hold, LONGEST_WORD, Neighbours};
pub use outbox::{Claimed, NewPromise, Outbox, Promise, Settled, Settlement};
pub use registry::{ApiKey, Marketplace, PolicyFiles, Registry, Staff};
pub use routes::{Journey, NewRoute, ParcelRoute, PaymentRoute, Routes};

/// Everything that keeps data: one value that implements every part.
pub trait Store:
    Journal
    + Lists
    + Outbox
    + Routes
    + Inbox
    + Registry
    + Rollups
    + Documents
    + Checkpoints
    + Audit
    + Neighbours
    + Gauged
    + Send
    + Sync
{
}

impl<T> Store for T where
    T: Journal
        + Lists
        + Outbox
        + Routes
        + Inbox
        + Registry
        + Rollups
        + Documents
        + Checkpoints
        + Audit
        + Neighbours
        + Gauged
        + Send
        + Sync
{
}
