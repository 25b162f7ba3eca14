//! Signed checkpoints.
use super::SqliteStore;
use crate::columns::{instant, int, nanos, number};
use async_trait::async_trait;
use engine::ports::{Checkpoint, Checkpoints, StoreError};
use rusqlite::params;

#[async_trait]
impl Checkpoints for SqliteStore {
    async fn put_checkpoint(&self, checkpoint: Checkpoint) -> Result<(), StoreError> {
        self.write("keep a checkpoint", move |tx| {
            tx.execute(
                "INSERT INTO checkpoint (at, position, body, signature) VALUES (?1, ?2, ?3, ?4)",
                params![
                    nanos(checkpoint.at),
                    int(checkpoint.position),
                    checkpoint.body,
                    checkpoint.signature
                ],
            )?;
            Ok(())
        })
        .await
    }

    async fn checkpoints(&self, limit: u32) -> Result<Vec<Checkpoint>, StoreError> {
        self.read("read checkpoints", move |tx| {
            let mut statement = tx.prepare_cached(
                "SELECT at, position, body, signature FROM checkpoint ORDER BY no DESC LIMIT ?1",
            )?;
            let mut rows = statement.query([limit])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(Checkpoint {
                    at: instant(row.get(0)?)?,
                    position: number(row.get(1)?)?,
                    body: row.get(2)?,
                    signature: row.get(3)?,
                });
            }
            Ok(found)
        })
        .await
    }
}
