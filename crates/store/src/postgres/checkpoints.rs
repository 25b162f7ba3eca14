//! Signed checkpoints.
use super::PostgresStore;
use super::error::PgResult;
use super::rows::get;
use crate::columns::{instant, int, nanos, number};
use async_trait::async_trait;
use engine::ports::{Checkpoint, Checkpoints, StoreError};

impl PostgresStore {
    async fn keep_checkpoint(&self, checkpoint: &Checkpoint) -> PgResult<()> {
        let sql = "INSERT INTO checkpoint (at, position, body, signature) VALUES ($1, $2, $3, $4)";
        let (at, position) = (nanos(checkpoint.at), int(checkpoint.position));
        self.touch(sql, &[&at, &position, &checkpoint.body, &checkpoint.signature]).await?;
        Ok(())
    }

    async fn newest_checkpoints(&self, limit: u32) -> PgResult<Vec<Checkpoint>> {
        let sql = "SELECT at, position, body, signature FROM checkpoint ORDER BY no DESC LIMIT $1";
        let rows = self.query(sql, &[&i64::from(limit)]).await?;
        rows.iter()
            .map(|row| {
                Ok(Checkpoint {
                    at: instant(get(row, 0)?)?,
                    position: number(get(row, 1)?)?,
                    body: get(row, 2)?,
                    signature: get(row, 3)?,
                })
            })
            .collect()
    }
}

#[async_trait]
impl Checkpoints for PostgresStore {
    async fn put_checkpoint(&self, checkpoint: Checkpoint) -> Result<(), StoreError> {
        self.named("keep a checkpoint", self.keep_checkpoint(&checkpoint)).await
    }

    async fn checkpoints(&self, limit: u32) -> Result<Vec<Checkpoint>, StoreError> {
        self.named("read checkpoints", self.newest_checkpoints(limit)).await
    }
}
