//! What verification reads: everything that is kept of an aggregate, in the order of ids, so that two passes meet.
use super::error::StoreError;
use super::journal::{Head, Snapshot};
use async_trait::async_trait;
use jiff::Timestamp;
use resolution::aggregate::Turn;
use resolution::id::PartyId;

/// An aggregate with all that is derived from its history and stored beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audited {
    /// The head.
    pub head: Head,
    /// The cached state.
    pub snapshot: Option<Snapshot>,
    /// Columns of lists.
    pub listed: Option<Listed>,
    /// What waits for whom.
    pub turns: Vec<Turn>,
}

/// Columns of lists as they are stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Buyer.
    pub buyer: PartyId,
    /// Seller.
    pub seller: PartyId,
    /// The order's own word.
    pub state: String,
    /// When it was placed.
    pub placed_at: Timestamp,
}

/// Reads for checkpoints and verification.
#[async_trait]
pub trait Audit {
    /// Position of the newest committed record; 0 if there is none.
    async fn newest(&self) -> Result<u64, StoreError>;

    /// Heads by ascending 16 bytes of their id, after `after`.
    async fn heads_by_id(&self, after: Option<[u8; 16]>, limit: u32) -> Result<Vec<Head>, StoreError>;

    /// As [`Audit::heads_by_id`], with all that is derived.
    async fn audited(&self, after: Option<[u8; 16]>, limit: u32) -> Result<Vec<Audited>, StoreError>;

    /// How many records are stored, whether or not a head leads to them.
    async fn records(&self) -> Result<u64, StoreError>;

    /// What the database itself finds wrong with its pages, each as a sentence that names a table or an index; nothing where
    /// it finds nothing, or cannot look. It reads everything.
    async fn flaws(&self) -> Result<Vec<String>, StoreError> {
        Ok(Vec::new())
    }
}
