//! Content-addressed bytes.
use super::SqliteStore;
use super::commit::insert_documents;
use super::rows::place;
use async_trait::async_trait;
use engine::ports::{Digest, Document, Documents, StoreError};
use resolution::id::MarketplaceId;
use rusqlite::{OptionalExtension, params};

#[async_trait]
impl Documents for SqliteStore {
    async fn put_documents(
        &self,
        marketplace: MarketplaceId,
        documents: Vec<Document>,
    ) -> Result<(), StoreError> {
        self.write("keep documents", move |tx| insert_documents(tx, place(tx, marketplace)?.key, &documents))
            .await
    }

    async fn document(
        &self,
        marketplace: MarketplaceId,
        digest: Digest,
    ) -> Result<Option<Document>, StoreError> {
        self.read("read a document", move |tx| {
            let key = place(tx, marketplace)?.key;
            Ok(tx
                .prepare_cached("SELECT kind, bytes FROM document WHERE marketplace = ?1 AND digest = ?2")?
                .query_row(params![key, &digest[..]], |row| {
                    Ok(Document { digest, kind: row.get(0)?, bytes: row.get(1)? })
                })
                .optional()?)
        })
        .await
    }
}
