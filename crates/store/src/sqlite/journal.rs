//! Reading heads, histories, answers and the feed; quarantine.
use super::commit::commit;
use super::error::{SqlResult, damaged};
use super::rows::{filter, place, timeline};
use super::{SqliteStore, error::SqlError};
use crate::columns::{aggregate, bytes, instant, int, kind, maybe_instant, nanos, number};
use async_trait::async_trait;
use engine::ports::{
    AnswerKey, Answered, Batch, Due, FeedPage, Head, Journal, Loaded, LoadedState, Look, Looked, NaturalKey,
    Outcome, Quarantined, Snapshot, StoreError, StoredRecord, Taken, Timeline, Wanted,
};
use jiff::Timestamp;
use resolution::id::{AggregateId, MarketplaceId};
use rusqlite::{Connection, OptionalExtension, Row, params};

/// Rows of the journal that one page of the feed looks at, at most: a quiet marketplace does not hold a reader up.
const FEED_LOOKS_AT: u32 = 10_000;

pub(super) const HEAD: &str =
    "SELECT h.key, h.kind, h.id, m.id, h.version, h.last, h.hash, h.next_wake, h.quarantined
     FROM head h JOIN marketplace m ON m.key = h.marketplace";

pub(super) fn head(row: &Row<'_>) -> SqlResult<Head> {
    Ok(Head {
        key: number(row.get(0)?)?,
        id: aggregate(row.get(1)?, row.get_ref(2)?.as_blob().map_err(|_| damaged("an id that is no blob"))?)?,
        marketplace: MarketplaceId(bytes(&row.get::<_, Vec<u8>>(3)?)?),
        version: number(row.get(4)?)?,
        position: number(row.get(5)?)?,
        hash: bytes(&row.get::<_, Vec<u8>>(6)?)?,
        next_wake: maybe_instant(row.get(7)?)?,
        quarantined: row.get(8)?,
    })
}

fn find_head(connection: &Connection, id: AggregateId) -> SqlResult<Option<Head>> {
    let mut statement = connection.prepare_cached(&format!("{HEAD} WHERE h.id = ?1"))?;
    let mut rows = statement.query([&id.bytes()[..]])?;
    rows.next()?.map(head).transpose()
}

/// Walks the chain back from the head to (not including) position `stop`; oldest first.
fn walk(connection: &Connection, head: &Head, stop: u64) -> SqlResult<Vec<StoredRecord>> {
    let mut statement =
        connection.prepare_cached("SELECT agg, prev, hash, body FROM journal WHERE seq = ?1")?;
    let mut records = Vec::new();
    let mut next = Some(int(head.position));
    while let Some(seq) = next.filter(|seq| *seq > int(stop)) {
        let row = statement
            .query_row([seq], |row| {
                Ok((
                    row.get::<_, i64>(0)?,
                    row.get::<_, Option<i64>>(1)?,
                    row.get::<_, Vec<u8>>(2)?,
                    row.get(3)?,
                ))
            })
            .optional()?;
        let Some((agg, prev, hash, body)) = row else {
            return Err(damaged(format!("record {seq} of {} is missing", head.id)));
        };
        if agg != int(head.key) {
            return Err(damaged(format!(
                "record {seq} stands in the chain of {} and is not its own",
                head.id
            )));
        }
        records.push(StoredRecord {
            position: number(seq)?,
            id: head.id,
            marketplace: head.marketplace,
            hash: bytes(&hash)?,
            body,
        });
        next = prev;
    }
    records.reverse();
    Ok(records)
}

fn load(connection: &Connection, wanted: Wanted) -> SqlResult<Loaded> {
    let Some(head) = find_head(connection, wanted.id)? else {
        return Ok(Loaded::Nothing);
    };
    if wanted.known == Some(head.version) && !head.quarantined {
        return Ok(Loaded::Unchanged);
    }
    let snapshot = connection
        .prepare_cached("SELECT version, last, format, state FROM snapshot WHERE key = ?1")?
        .query_row([int(head.key)], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()?;
    let (snapshot, stop) = match snapshot {
        Some((version, last, format, state)) => {
            (Some(Snapshot { version: number(version)?, format, state }), number(last)?)
        }
        None => (None, 0),
    };
    let tail = walk(connection, &head, stop)?;
    Ok(Loaded::Found(Box::new(LoadedState { head, snapshot, tail })))
}

fn feed(
    connection: &Connection,
    marketplace: Option<MarketplaceId>,
    after: u64,
    limit: u32,
) -> SqlResult<FeedPage> {
    let only = filter(connection, marketplace)?;
    let mut statement = connection.prepare_cached(
        "SELECT j.seq, h.kind, h.id, m.id, j.hash, j.body, m.key
         FROM (SELECT seq, agg, hash, body FROM journal WHERE seq > ?1 ORDER BY seq LIMIT ?2) j
         JOIN head h ON h.key = j.agg JOIN marketplace m ON m.key = h.marketplace ORDER BY j.seq",
    )?;
    let looks_at = if only.is_some() { FEED_LOOKS_AT.max(limit) } else { limit };
    let mut rows = statement.query(params![int(after), looks_at])?;
    let mut page = FeedPage { records: Vec::new(), next: after, more: false };
    let (mut looked, mut full) = (0_u32, false);
    while let Some(row) = rows.next()? {
        if only.is_none_or(|key| row.get(6).is_ok_and(|found: i64| found == key)) {
            if page.records.len() >= usize::try_from(limit).unwrap_or(usize::MAX) {
                full = true;
                break;
            }
            page.records.push(StoredRecord {
                position: number(row.get(0)?)?,
                id: aggregate(row.get(1)?, &row.get::<_, Vec<u8>>(2)?)?,
                marketplace: MarketplaceId(bytes(&row.get::<_, Vec<u8>>(3)?)?),
                hash: bytes(&row.get::<_, Vec<u8>>(4)?)?,
                body: row.get(5)?,
            });
        }
        looked = looked.saturating_add(1);
        page.next = number(row.get(0)?)?;
    }
    page.more = full || looked == looks_at;
    Ok(page)
}

fn quarantine(connection: &Connection, entry: &Quarantined) -> SqlResult<()> {
    let place = place(connection, entry.marketplace)?;
    connection.execute(
        "INSERT INTO quarantine (id, kind, marketplace, at, why) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (id) DO UPDATE SET at = excluded.at, why = excluded.why",
        params![&entry.id.bytes()[..], kind(entry.id), place.key, nanos(entry.at), entry.why],
    )?;
    connection.execute("UPDATE head SET quarantined = 1 WHERE id = ?1", [&entry.id.bytes()[..]])?;
    Ok(())
}

fn quarantined(connection: &Connection, marketplace: Option<MarketplaceId>) -> SqlResult<Vec<Quarantined>> {
    let only = filter(connection, marketplace)?;
    let mut statement = connection.prepare_cached(
        "SELECT q.kind, q.id, m.id, q.at, q.why FROM quarantine q JOIN marketplace m ON m.key = q.marketplace
         WHERE ?1 IS NULL OR m.key = ?1 ORDER BY q.at, q.id",
    )?;
    let mut rows = statement.query([only])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Quarantined {
            id: aggregate(row.get(0)?, &row.get::<_, Vec<u8>>(1)?)?,
            marketplace: MarketplaceId(bytes(&row.get::<_, Vec<u8>>(2)?)?),
            at: instant(row.get(3)?)?,
            why: row.get(4)?,
        });
    }
    Ok(found)
}

fn answer(connection: &Connection, key: &AnswerKey, since: i64) -> SqlResult<Option<Answered>> {
    let row = connection
        .prepare_cached("SELECT request, outcome, last FROM answer WHERE key = ?1 AND at >= ?2")?
        .query_row(params![&key[..], since], |row| {
            Ok((row.get::<_, Vec<u8>>(0)?, row.get(1)?, row.get::<_, Option<i64>>(2)?))
        })
        .optional()?;
    let Some((request, outcome, last)) = row else {
        return Ok(None);
    };
    Ok(Some(Answered { request: bytes(&request)?, outcome, position: last.map(number).transpose()? }))
}

fn taken(connection: &Connection, key: &NaturalKey) -> SqlResult<Option<Taken>> {
    let row = connection
        .prepare_cached("SELECT first, version, last FROM taken WHERE key = ?1")?
        .query_row([&key[..]], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, Option<i64>>(2)?)))
        .optional()?;
    let Some((first, version, last)) = row else {
        return Ok(None);
    };
    Ok(Some(Taken {
        first: number(first)?,
        version: number(version)?,
        position: last.map(number).transpose()?,
    }))
}

#[async_trait]
impl Journal for SqliteStore {
    fn exclusive(&self) -> bool {
        true
    }

    async fn load(&self, wanted: Vec<Wanted>) -> Result<Vec<Loaded>, StoreError> {
        self.read("load orders and accounts", move |tx| wanted.into_iter().map(|one| load(tx, one)).collect())
            .await
    }

    async fn commit(&self, batch: Batch) -> Result<Vec<Outcome>, StoreError> {
        self.write("write a batch of commands", move |tx| commit(tx, &batch)).await
    }

    async fn answers(
        &self,
        keys: Vec<AnswerKey>,
        since: Timestamp,
    ) -> Result<Vec<Option<Answered>>, StoreError> {
        self.read("look answers up", move |tx| keys.iter().map(|key| answer(tx, key, nanos(since))).collect())
            .await
    }

    async fn taken(&self, keys: Vec<NaturalKey>) -> Result<Vec<Option<Taken>>, StoreError> {
        self.read("look references up", move |tx| keys.iter().map(|key| taken(tx, key)).collect()).await
    }

    async fn look(&self, look: Look) -> Result<Looked, StoreError> {
        self.look("look up what a batch needs", move |connection| {
            let since = nanos(look.since);
            let answers = look.answers.iter().map(|key| answer(connection, key, since));
            let taken = look.taken.iter().map(|key| taken(connection, key));
            let loaded = look.wanted.into_iter().map(|one| load(connection, one));
            Ok(Looked {
                answers: answers.collect::<SqlResult<_>>()?,
                taken: taken.collect::<SqlResult<_>>()?,
                loaded: loaded.collect::<SqlResult<_>>()?,
            })
        })
        .await
    }

    async fn forget_answers(&self, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
        // Which are old is looked up on a reading connection: that scan must not keep the writer busy.
        let old = self
            .read("look for old answers", move |tx| {
                let mut statement = tx.prepare_cached("SELECT key FROM answer WHERE at < ?1 LIMIT ?2")?;
                let rows =
                    statement.query_map(params![nanos(before), limit], |row| row.get::<_, Vec<u8>>(0))?;
                rows.map(|row| row.map_err(SqlError::from)).collect::<SqlResult<Vec<_>>>()
            })
            .await?;
        if old.is_empty() {
            return Ok(0);
        }
        self.write("forget old answers", move |tx| {
            let mut delete = tx.prepare_cached("DELETE FROM answer WHERE key = ?1 AND at < ?2")?;
            let mut gone = 0_u64;
            for key in &old {
                gone += u64::try_from(delete.execute(params![key, nanos(before)])?).unwrap_or(0);
            }
            Ok(gone)
        })
        .await
    }

    async fn due(&self, line: Timeline, until: Timestamp, limit: u32) -> Result<Vec<Due>, StoreError> {
        self.look("look for what is due", move |tx| {
            let line = timeline(tx, line)?;
            let mut statement = tx.prepare_cached(
                "SELECT h.kind, h.id, m.id, h.next_wake FROM head h JOIN marketplace m ON m.key = h.marketplace
                 WHERE h.timeline = ?1 AND h.next_wake <= ?2 AND h.next_wake IS NOT NULL AND h.quarantined = 0
                 ORDER BY h.next_wake LIMIT ?3",
            )?;
            let mut rows = statement.query(params![line, nanos(until), limit])?;
            let mut due = Vec::new();
            while let Some(row) = rows.next()? {
                due.push(Due {
                    id: aggregate(row.get(0)?, &row.get::<_, Vec<u8>>(1)?)?,
                    marketplace: MarketplaceId(bytes(&row.get::<_, Vec<u8>>(2)?)?),
                    at: instant(row.get(3)?)?,
                });
            }
            Ok(due)
        })
        .await
    }

    async fn next_due(&self, line: Timeline) -> Result<Option<Timestamp>, StoreError> {
        self.look("look for what is due next", move |tx| {
            let line = timeline(tx, line)?;
            let next = tx
                .prepare_cached(
                    "SELECT min(next_wake) FROM head
                     WHERE timeline = ?1 AND next_wake IS NOT NULL AND quarantined = 0",
                )?
                .query_row([line], |row| row.get::<_, Option<i64>>(0))?;
            Ok(maybe_instant(next)?)
        })
        .await
    }

    async fn feed(
        &self,
        marketplace: Option<MarketplaceId>,
        after: u64,
        limit: u32,
    ) -> Result<FeedPage, StoreError> {
        self.read("read the feed", move |tx| feed(tx, marketplace, after, limit)).await
    }

    async fn history(&self, id: AggregateId) -> Result<Vec<StoredRecord>, StoreError> {
        self.read("read a history", move |tx| match find_head(tx, id)? {
            Some(head) => walk(tx, &head, 0),
            None => Ok(Vec::new()),
        })
        .await
    }

    async fn heads(&self, after: u64, limit: u32) -> Result<Vec<Head>, StoreError> {
        self.read("read heads", move |tx| {
            let mut statement =
                tx.prepare_cached(&format!("{HEAD} WHERE h.key > ?1 ORDER BY h.key LIMIT ?2"))?;
            let mut rows = statement.query(params![int(after), limit])?;
            let mut heads = Vec::new();
            while let Some(row) = rows.next()? {
                heads.push(head(row)?);
            }
            Ok(heads)
        })
        .await
    }

    async fn quarantine(&self, entry: Quarantined) -> Result<(), StoreError> {
        self.write("take an aggregate out of service", move |tx| quarantine(tx, &entry)).await
    }

    async fn release(&self, id: AggregateId) -> Result<bool, StoreError> {
        self.write("put an aggregate back into service", move |tx| {
            tx.execute("UPDATE head SET quarantined = 0 WHERE id = ?1", [&id.bytes()[..]])?;
            Ok(tx.execute("DELETE FROM quarantine WHERE id = ?1", [&id.bytes()[..]])? > 0)
        })
        .await
    }

    async fn quarantined(&self, marketplace: Option<MarketplaceId>) -> Result<Vec<Quarantined>, StoreError> {
        self.read("list what is out of service", move |tx| quarantined(tx, marketplace)).await
    }
}
