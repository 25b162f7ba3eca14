//! Bytes kept beside the orders, found by their digest: listings as sold, raw payloads.
use super::error::StoreError;
use async_trait::async_trait;
use resolution::id::MarketplaceId;

/// SHA-256 of the bytes.
pub type Digest = [u8; 32];

/// Bytes to keep. Personal data must be sealed before it comes here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// SHA-256 of `bytes`; the store trusts the engine here.
    pub digest: Digest,
    /// What it is, as a stable word (`listing`, `carrier_payload`, …).
    pub kind: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Content-addressed bytes of each marketplace.
#[async_trait]
pub trait Documents {
    /// Keeps documents; those that are there already change nothing.
    async fn put_documents(
        &self,
        marketplace: MarketplaceId,
        documents: Vec<Document>,
    ) -> Result<(), StoreError>;

    /// One document.
    async fn document(
        &self,
        marketplace: MarketplaceId,
        digest: Digest,
    ) -> Result<Option<Document>, StoreError>;
}
