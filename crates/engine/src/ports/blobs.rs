//! Where files lie: a local folder, or an object store. It sees ciphertext only, in streams.
use async_trait::async_trait;
use bytes::Bytes;
use resolution::id::MarketplaceId;
use std::error::Error;

/// The storage of files could not do its work. Nothing was promised; the same call may be made again.
#[derive(Debug, thiserror::Error)]
#[error("the file storage failed while {doing}; look at the disk and its rights, then try again")]
pub struct BlobError {
    /// What was being done, as a phrase.
    pub doing: &'static str,
    /// What the storage said.
    #[source]
    pub source: Box<dyn Error + Send + Sync>,
}

impl BlobError {
    /// Wraps what the storage said.
    pub fn new(doing: &'static str, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { doing, source: source.into() }
    }
}

/// Files of ciphertext, named by the digest of their clear content.
#[async_trait]
pub trait Blobs: Send + Sync {
    /// Begins a file that nobody can see before it is finished. Dropping the writer leaves nothing behind.
    async fn begin(&self, marketplace: MarketplaceId) -> Result<Box<dyn BlobWriter>, BlobError>;

    /// Opens a finished file from its start.
    async fn open(
        &self,
        marketplace: MarketplaceId,
        digest: [u8; 32],
    ) -> Result<Option<Box<dyn BlobReader>>, BlobError>;

    /// Destroys a file; one that is not there is destroyed already.
    async fn remove(&self, marketplace: MarketplaceId, digest: [u8; 32]) -> Result<(), BlobError>;
}

/// A file under construction.
#[async_trait]
pub trait BlobWriter: Send {
    /// Appends.
    async fn write(&mut self, bytes: Bytes) -> Result<(), BlobError>;

    /// Makes it durable and visible under its name.
    async fn finish(self: Box<Self>, digest: [u8; 32]) -> Result<(), BlobError>;
}

/// A finished file, read from its start.
#[async_trait]
pub trait BlobReader: Send {
    /// The next bytes, at most 128 KiB; nothing at the end.
    async fn next(&mut self) -> Result<Option<Bytes>, BlobError>;
}
