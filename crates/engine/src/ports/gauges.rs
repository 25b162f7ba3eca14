//! How much waits in a store, and how its database does: for whoever watches the installation.
use super::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;

/// Nothing is counted further than this: whoever has so much waiting need not know how much more.
pub const COUNTED_AT_MOST: u32 = 10_000;

/// How much waits, and how the database does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gauges {
    /// Aggregates of the real timeline with a deadline that is due, up to [`COUNTED_AT_MOST`].
    pub due: u64,
    /// Since when the earliest of them is due.
    pub due_since: Option<Timestamp>,
    /// Promises of the real timeline that are not yet kept, up to [`COUNTED_AT_MOST`].
    pub promised: u64,
    /// When the oldest of them was made.
    pub promised_since: Option<Timestamp>,
    /// Aggregates out of service.
    pub quarantined: u64,
    /// Connections to the database, by what they are for; none where it lies in this process.
    pub connections: Vec<Connections>,
    /// Bytes of the database's file, where it is one of this process.
    pub file_bytes: Option<u64>,
    /// Bytes of what is written and not yet moved into that file.
    pub log_bytes: Option<u64>,
}

/// Connections of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connections {
    /// What they are for, as a word.
    pub kind: &'static str,
    /// At most.
    pub most: usize,
    /// That are open.
    pub open: usize,
    /// Of these, at work.
    pub busy: usize,
    /// Callers that wait for one.
    pub waiting: usize,
}

/// A store that says how it does.
#[async_trait]
pub trait Gauged {
    /// How much waits; what is due is what fell due by `until`. Never reads more than a bounded number of rows.
    async fn gauges(&self, until: Timestamp) -> Result<Gauges, StoreError> {
        let _until = until;
        Ok(Gauges::default())
    }
}
