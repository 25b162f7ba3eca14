//! Aggregates that are out of service.
use super::PostgresStore;
use super::error::PgResult;
use super::rows::{fixed, get};
use crate::columns::{aggregate, instant, kind, nanos};
use engine::ports::Quarantined;
use resolution::id::{AggregateId, MarketplaceId};

impl PostgresStore {
    /// See `Journal::quarantine`.
    pub(super) async fn take_out(&self, entry: &Quarantined) -> PgResult<()> {
        let place = self.place(entry.marketplace).await?;
        let id = entry.id.bytes();
        let transaction = self.database.transaction().await?;
        let client = transaction.client()?;
        let statement = client
            .prepare_cached(
                "INSERT INTO quarantine (id, kind, marketplace, at, why) VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (id) DO UPDATE SET at = excluded.at, why = excluded.why",
            )
            .await?;
        client
            .execute(&statement, &[&&id[..], &kind(entry.id), &place.key, &nanos(entry.at), &entry.why])
            .await?;
        let statement = client.prepare_cached("UPDATE head SET quarantined = true WHERE id = $1").await?;
        client.execute(&statement, &[&&id[..]]).await?;
        transaction.commit().await
    }

    /// See `Journal::release`.
    pub(super) async fn put_back(&self, id: AggregateId) -> PgResult<bool> {
        let id = id.bytes();
        let transaction = self.database.transaction().await?;
        let client = transaction.client()?;
        // In the order in which it was taken out, so that two never wait for each other.
        let statement = client.prepare_cached("DELETE FROM quarantine WHERE id = $1").await?;
        let gone = client.execute(&statement, &[&&id[..]]).await?;
        let statement = client.prepare_cached("UPDATE head SET quarantined = false WHERE id = $1").await?;
        client.execute(&statement, &[&&id[..]]).await?;
        transaction.commit().await?;
        Ok(gone > 0)
    }

    /// See `Journal::quarantined`.
    pub(super) async fn out_of_service(
        &self,
        marketplace: Option<MarketplaceId>,
    ) -> PgResult<Vec<Quarantined>> {
        let only = self.filter(marketplace).await?;
        let sql = "SELECT q.kind, q.id, m.id, q.at, q.why FROM quarantine q JOIN marketplace m ON m.key = q.marketplace
             WHERE $1::bigint IS NULL OR m.key = $1 ORDER BY q.at, q.id";
        let rows = self.query(sql, &[&only]).await?;
        rows.iter()
            .map(|row| {
                Ok(Quarantined {
                    id: aggregate(get(row, 0)?, get(row, 1)?)?,
                    marketplace: MarketplaceId(fixed(row, 2)?),
                    at: instant(get(row, 3)?)?,
                    why: get(row, 4)?,
                })
            })
            .collect()
    }
}
