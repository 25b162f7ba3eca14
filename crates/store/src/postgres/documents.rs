//! Content-addressed bytes.
use super::PostgresStore;
use super::commit::put_documents;
use super::error::PgResult;
use super::rows::get;
use async_trait::async_trait;
use engine::ports::{Digest, Document, Documents, StoreError};
use resolution::id::MarketplaceId;

impl PostgresStore {
    async fn put_all(&self, marketplace: MarketplaceId, documents: &[Document]) -> PgResult<()> {
        let place = self.place(marketplace).await?;
        put_documents(&self.database.writer().await?, place.key, documents).await
    }

    async fn find_document(&self, marketplace: MarketplaceId, digest: Digest) -> PgResult<Option<Document>> {
        let place = self.place(marketplace).await?;
        let sql = "SELECT kind, bytes FROM document WHERE marketplace = $1 AND digest = $2";
        let rows = self.query(sql, &[&place.key, &&digest[..]]).await?;
        rows.first().map(|row| Ok(Document { digest, kind: get(row, 0)?, bytes: get(row, 1)? })).transpose()
    }
}

#[async_trait]
impl Documents for PostgresStore {
    async fn put_documents(
        &self,
        marketplace: MarketplaceId,
        documents: Vec<Document>,
    ) -> Result<(), StoreError> {
        self.named("keep documents", self.put_all(marketplace, &documents)).await
    }

    async fn document(
        &self,
        marketplace: MarketplaceId,
        digest: Digest,
    ) -> Result<Option<Document>, StoreError> {
        self.named("read a document", self.find_document(marketplace, digest)).await
    }
}
