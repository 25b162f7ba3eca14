//! Promises that are not yet kept.
use super::SqliteStore;
use super::error::SqlResult;
use super::rows::{filter, timeline};
use crate::columns::{aggregate, bytes, instant, int, maybe_instant, nanos, number};
use async_trait::async_trait;
use engine::ports::{Claimed, Outbox, Promise, Settled, Settlement, StoreError, Timeline};
use jiff::{SignedDuration, Timestamp};
use resolution::id::MarketplaceId;
use rusqlite::{Connection, Row, params};

const PROMISE: &str = "SELECT o.no, o.key, m.id, h.kind, h.id, o.body, o.promised, o.next, o.attempts,
     o.first_claimed, o.note, o.trouble
     FROM outbox o JOIN marketplace m ON m.key = o.marketplace JOIN head h ON h.key = o.agg";

fn promise(row: &Row<'_>) -> SqlResult<Promise> {
    Ok(Promise {
        no: number(row.get(0)?)?,
        key: row.get(1)?,
        marketplace: MarketplaceId(bytes(&row.get::<_, Vec<u8>>(2)?)?),
        from: aggregate(row.get(3)?, &row.get::<_, Vec<u8>>(4)?)?,
        body: row.get(5)?,
        promised: instant(row.get(6)?)?,
        next: instant(row.get(7)?)?,
        attempts: row.get(8)?,
        first_claimed: maybe_instant(row.get(9)?)?,
        note: row.get(10)?,
        trouble: row.get(11)?,
    })
}

fn claim(
    connection: &Connection,
    line: i64,
    now: i64,
    wall: i64,
    until: i64,
    limit: u32,
) -> SqlResult<Vec<Claimed>> {
    let numbers = connection
        .prepare_cached(
            "SELECT no FROM outbox WHERE timeline = ?1 AND next <= ?2 AND (lease IS NULL OR lease <= ?3)
             ORDER BY next, no LIMIT ?4",
        )?
        .query_map(params![line, now, wall, limit], |row| row.get::<_, i64>(0))?
        .collect::<Result<Vec<_>, _>>()?;
    let mut mark = connection.prepare_cached(
        "UPDATE outbox SET attempts = attempts + 1, first_claimed = ifnull(first_claimed, ?2), lease = ?3
         WHERE no = ?1",
    )?;
    let mut read = connection.prepare_cached(&format!("{PROMISE} WHERE o.no = ?1"))?;
    let mut claimed = Vec::with_capacity(numbers.len());
    for no in numbers {
        mark.execute(params![no, now, until])?;
        let mut rows = read.query([no])?;
        if let Some(row) = rows.next()? {
            let promise = promise(row)?;
            // The count of attempts only grows, and with every claim: it is the fencing token.
            claimed.push(Claimed { token: u64::from(promise.attempts), promise });
        }
    }
    Ok(claimed)
}

fn settle(connection: &Connection, settled: &Settled) -> SqlResult<bool> {
    let (no, token) = (int(settled.no), int(settled.token));
    let changed = match &settled.settlement {
        Settlement::Kept => connection
            .prepare_cached("DELETE FROM outbox WHERE no = ?1 AND attempts = ?2")?
            .execute(params![no, token])?,
        Settlement::Later { at, note, trouble } => connection
            .prepare_cached(
                "UPDATE outbox SET next = ?3, note = ?4, trouble = ?5, lease = NULL WHERE no = ?1 AND attempts = ?2",
            )?
            .execute(params![no, token, nanos(*at), note, trouble])?,
    };
    Ok(changed > 0)
}

#[async_trait]
impl Outbox for SqliteStore {
    async fn claim(
        &self,
        line: Timeline,
        now: Timestamp,
        wall: Timestamp,
        lease: SignedDuration,
        limit: u32,
    ) -> Result<Vec<Claimed>, StoreError> {
        let until = nanos(wall.saturating_add(lease).unwrap_or(Timestamp::MAX));
        // A transaction is begun only where there is something to claim.
        let (now, wall) = (nanos(now), nanos(wall));
        let any = self
            .look("look for promises", move |tx| {
                let line = timeline(tx, line)?;
                Ok(tx
                    .prepare_cached(
                        "SELECT 1 FROM outbox WHERE timeline = ?1 AND next <= ?2 AND (lease IS NULL OR lease <= ?3)",
                    )?
                    .exists(params![line, now, wall])?)
            })
            .await?;
        if !any {
            return Ok(Vec::new());
        }
        self.write("claim promises", move |tx| claim(tx, timeline(tx, line)?, now, wall, until, limit)).await
    }

    async fn settle(&self, settled: Vec<Settled>) -> Result<Vec<bool>, StoreError> {
        if settled.is_empty() {
            return Ok(Vec::new());
        }
        self.write("settle promises", move |tx| settled.iter().map(|one| settle(tx, one)).collect()).await
    }

    async fn next_promise(&self, line: Timeline) -> Result<Option<Timestamp>, StoreError> {
        self.look("look for the next promise", move |tx| {
            let line = timeline(tx, line)?;
            // A sandbox's time says nothing about the end of a claim, which is real time.
            let sql = if line == 0 {
                "SELECT min(max(next, ifnull(lease, next))) FROM outbox WHERE timeline = ?1"
            } else {
                "SELECT min(next) FROM outbox WHERE timeline = ?1 AND lease IS NULL"
            };
            Ok(maybe_instant(tx.prepare_cached(sql)?.query_row([line], |row| row.get(0))?)?)
        })
        .await
    }

    async fn promises(
        &self,
        marketplace: Option<MarketplaceId>,
        after: u64,
        limit: u32,
    ) -> Result<Vec<Promise>, StoreError> {
        self.read("list promises", move |tx| {
            let only = filter(tx, marketplace)?;
            let mut statement = tx.prepare_cached(&format!(
                "{PROMISE} WHERE o.no > ?1 AND (?2 IS NULL OR o.marketplace = ?2) ORDER BY o.no LIMIT ?3"
            ))?;
            let mut rows = statement.query(params![int(after), only, limit])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(promise(row)?);
            }
            Ok(found)
        })
        .await
    }
}
