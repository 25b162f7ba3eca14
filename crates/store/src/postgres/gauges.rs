//! How much waits, and how the connections do.
use super::error::PgResult;
use super::rows::get;
use super::{PostgresStore, named};
use crate::columns::{maybe_instant, nanos, number};
use async_trait::async_trait;
use engine::ports::{COUNTED_AT_MOST, Gauged, Gauges, StoreError};
use jiff::Timestamp;

/// Counted along an index, and no further than the limit.
const DUE: &str = "SELECT count(*), min(next_wake) FROM (SELECT next_wake FROM head
     WHERE timeline = 0 AND next_wake IS NOT NULL AND NOT quarantined AND next_wake <= $1
     ORDER BY next_wake LIMIT $2) due";
/// The same; the oldest is that of those that are tried next.
const PROMISED: &str = "SELECT count(*), min(promised) FROM (SELECT promised FROM outbox
     WHERE timeline = 0 ORDER BY next, no LIMIT $1) waiting";
const QUARANTINED: &str = "SELECT count(*) FROM (SELECT 1 FROM quarantine LIMIT $1) gone";

impl PostgresStore {
    async fn counted(&self, sql: &str, parameters: &[i64]) -> PgResult<(u64, Option<Timestamp>)> {
        let parameters: Vec<_> =
            parameters.iter().map(|one| -> &(dyn tokio_postgres::types::ToSql + Sync) { one }).collect();
        let rows = self.query(sql, &parameters).await?;
        let Some(row) = rows.first() else { return Ok((0, None)) };
        let since = if row.len() > 1 { get::<Option<i64>>(row, 1)? } else { None };
        Ok((number(get(row, 0)?)?, maybe_instant(since)?))
    }
}

#[async_trait]
impl Gauged for PostgresStore {
    async fn gauges(&self, until: Timestamp) -> Result<Gauges, StoreError> {
        let most = i64::from(COUNTED_AT_MOST);
        named("count what waits", async {
            let (due, due_since) = self.counted(DUE, &[nanos(until), most]).await?;
            let (promised, promised_since) = self.counted(PROMISED, &[most]).await?;
            let (quarantined, _) = self.counted(QUARANTINED, &[most]).await?;
            let connections = self.database.connections();
            Ok(Gauges {
                due,
                due_since,
                promised,
                promised_since,
                quarantined,
                connections,
                ..Gauges::default()
            })
        })
        .await
    }
}
