//! Signed checkpoints over all heads: they show a cut tail or a missing order.
use super::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;

/// A checkpoint as it was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Wall time of signing.
    pub at: Timestamp,
    /// Everything up to this position of the journal is covered.
    pub position: u64,
    /// The signed bytes.
    pub body: Vec<u8>,
    /// The signature over `body`.
    pub signature: Vec<u8>,
}

/// Checkpoints, append only.
#[async_trait]
pub trait Checkpoints {
    /// Keeps a checkpoint.
    async fn put_checkpoint(&self, checkpoint: Checkpoint) -> Result<(), StoreError>;

    /// The newest checkpoints, newest first.
    async fn checkpoints(&self, limit: u32) -> Result<Vec<Checkpoint>, StoreError>;
}
