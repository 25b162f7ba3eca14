//! Content-addressed bytes and signed checkpoints.
use super::state::State;
use super::{MemoryStore, count, missing};
use async_trait::async_trait;
use engine::ports::{Checkpoint, Checkpoints, Digest, Document, Documents, Gauged, Neighbours, StoreError};
use resolution::id::MarketplaceId;

impl State {
    /// Keeps documents of a marketplace; those that are there already stay as they are.
    pub(super) fn keep_documents(&mut self, marketplace: MarketplaceId, documents: &[Document]) {
        for document in documents {
            self.documents.entry((marketplace, document.digest)).or_insert_with(|| document.clone());
        }
    }
}

#[async_trait]
impl Documents for MemoryStore {
    async fn put_documents(
        &self,
        marketplace: MarketplaceId,
        documents: Vec<Document>,
    ) -> Result<(), StoreError> {
        self.with(|state| {
            state.marketplaces.get(&marketplace).ok_or_else(|| missing(marketplace))?;
            state.keep_documents(marketplace, &documents);
            Ok(())
        })
    }

    async fn document(
        &self,
        marketplace: MarketplaceId,
        digest: Digest,
    ) -> Result<Option<Document>, StoreError> {
        self.with(|state| {
            state.marketplaces.get(&marketplace).ok_or_else(|| missing(marketplace))?;
            Ok(state.documents.get(&(marketplace, digest)).cloned())
        })
    }
}

#[async_trait]
impl Checkpoints for MemoryStore {
    async fn put_checkpoint(&self, checkpoint: Checkpoint) -> Result<(), StoreError> {
        self.with(|state| state.checkpoints.push(checkpoint));
        Ok(())
    }

    async fn checkpoints(&self, limit: u32) -> Result<Vec<Checkpoint>, StoreError> {
        Ok(self.with(|state| state.checkpoints.iter().rev().take(count(limit)).cloned().collect()))
    }
}

/// It lies in one process.
impl Neighbours for MemoryStore {}

/// Nobody watches it.
impl Gauged for MemoryStore {}
