//! What verification reads, in the order of ids.
use super::PostgresStore;
use super::error::PgResult;
use super::heads::{COLUMNS, head, snapshot};
use super::rows::{fixed, get};
use crate::columns::{end, instant, number, ordinal, turn_of};
use async_trait::async_trait;
use engine::ports::{Audit, Audited, Head, Listed, StoreError};
use resolution::aggregate::Turn;
use resolution::id::PartyId;
use std::collections::HashMap;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

/// A head, its snapshot and its columns of lists: one statement sees one moment.
const AUDITED: &str = ", s.version, s.format, s.state, l.buyer, l.seller, l.state, l.placed
     FROM head h JOIN marketplace m ON m.key = h.marketplace
     LEFT JOIN snapshot s ON s.id = h.id LEFT JOIN listing l ON l.id = h.id
     WHERE h.id > $1 ORDER BY h.id LIMIT $2";
const TURNS: &str =
    "SELECT id, whom, party, case_no, what, ends FROM turn WHERE id = ANY($1) ORDER BY id, ordinal";
/// Both statements see the same moment.
const VIEW: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

fn listed(row: &Row) -> PgResult<Option<Listed>> {
    if get::<Option<&[u8]>>(row, 12)?.is_none() {
        return Ok(None);
    }
    Ok(Some(Listed {
        buyer: PartyId(fixed(row, 12)?),
        seller: PartyId(fixed(row, 13)?),
        state: get(row, 14)?,
        placed_at: instant(get(row, 15)?)?,
    }))
}

fn turn(row: &Row) -> PgResult<Turn> {
    Ok(Turn {
        for_whom: turn_of(get(row, 1)?, get(row, 2)?)?,
        case: get::<Option<i64>>(row, 3)?.map(ordinal).transpose()?,
        what: get(row, 4)?,
        end: end(get(row, 5)?)?,
    })
}

impl PostgresStore {
    async fn heads_in_order(&self, after: Option<[u8; 16]>, limit: u32) -> PgResult<Vec<Head>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM head h JOIN marketplace m ON m.key = h.marketplace
             WHERE h.id > $1 ORDER BY h.id LIMIT $2"
        );
        // No bytes come before all bytes.
        let after: &[u8] = after.as_ref().map_or(&[], |id| &id[..]);
        let rows = self.query(&sql, &[&after, &i64::from(limit)]).await?;
        rows.iter().map(head).collect()
    }

    async fn audited_in_order(&self, after: Option<[u8; 16]>, limit: u32) -> PgResult<Vec<Audited>> {
        let after: &[u8] = after.as_ref().map_or(&[], |id| &id[..]);
        let transaction = super::transaction::Transaction::to_begin(self.database.reader().await?);
        let client = transaction.client()?;
        let found = client.prepare_cached(&format!("SELECT {COLUMNS}{AUDITED}")).await?;
        let turns = client.prepare_cached(TURNS).await?;
        let limit = i64::from(limit);
        let parameters: [&(dyn ToSql + Sync); 2] = [&after, &limit];
        let (_, rows) = futures::try_join!(client.batch_execute(VIEW), client.query(&found, &parameters))?;
        let ids: Vec<&[u8]> = rows.iter().map(|row| get(row, 2)).collect::<PgResult<_>>()?;
        let mut waiting: HashMap<[u8; 16], Vec<Turn>> = HashMap::new();
        for row in client.query(&turns, &[&ids]).await? {
            waiting.entry(fixed(&row, 0)?).or_default().push(turn(&row)?);
        }
        transaction.commit().await?;
        rows.iter()
            .map(|row| {
                let head = head(row)?;
                let turns = waiting.remove(&head.id.bytes()).unwrap_or_default();
                Ok(Audited { snapshot: snapshot(row, 9)?, listed: listed(row)?, turns, head })
            })
            .collect()
    }

    async fn count(&self) -> PgResult<u64> {
        let rows = self.query("SELECT count(*) FROM journal", &[]).await?;
        Ok(rows.first().map(|row| get(row, 0)).transpose()?.map_or(Ok(0), number)?)
    }
}

#[async_trait]
impl Audit for PostgresStore {
    async fn newest(&self) -> Result<u64, StoreError> {
        self.named("look for the newest record", self.newest_record()).await
    }

    async fn heads_by_id(&self, after: Option<[u8; 16]>, limit: u32) -> Result<Vec<Head>, StoreError> {
        self.named("read heads", self.heads_in_order(after, limit)).await
    }

    async fn audited(&self, after: Option<[u8; 16]>, limit: u32) -> Result<Vec<Audited>, StoreError> {
        self.named("read what is derived", self.audited_in_order(after, limit)).await
    }

    async fn records(&self) -> Result<u64, StoreError> {
        self.unhurried("count the records", self.count()).await
    }
}
