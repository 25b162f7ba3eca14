//! Heads, and the chains that hang on them.
use super::PostgresStore;
use super::error::{PgResult, damaged};
use super::rows::{fixed, get};
use crate::columns::{aggregate, int, maybe_instant, number, small};
use deadpool_postgres::Object;
use engine::ports::{Head, Loaded, LoadedState, Snapshot, StoredRecord, Wanted};
use resolution::id::{AggregateId, MarketplaceId};
use std::collections::HashMap;
use tokio_postgres::{Error, Row, Statement};

/// Columns of [`head`].
pub(super) const COLUMNS: &str =
    "h.key, h.kind, h.id, m.id, h.version, h.last, h.hash, h.next_wake, h.quarantined";

/// A head from the first nine columns of a row.
pub(super) fn head(row: &Row) -> PgResult<Head> {
    Ok(Head {
        key: number(get(row, 0)?)?,
        id: aggregate(get(row, 1)?, get(row, 2)?)?,
        marketplace: MarketplaceId(fixed(row, 3)?),
        version: number(get(row, 4)?)?,
        position: number(get(row, 5)?)?,
        hash: fixed(row, 6)?,
        next_wake: maybe_instant(get(row, 7)?)?,
        quarantined: get(row, 8)?,
    })
}

/// A snapshot from three columns of a row, if there is one.
pub(super) fn snapshot(row: &Row, from: usize) -> PgResult<Option<Snapshot>> {
    let Some(version) = get::<Option<i64>>(row, from)? else { return Ok(None) };
    let (format, state) = (small(get(row, from + 1)?)?, get(row, from + 2)?);
    Ok(Some(Snapshot { version: number(version)?, format, state }))
}

/// One chain, from its head back to (not including) a position. Each step names its aggregate: it lies in one place, and a
/// record of another does not count.
const WALK: &str = "WITH RECURSIVE walk AS (
         SELECT seq, prev, hash, body FROM journal WHERE id = $1 AND seq = $2 AND $2 > $3
         UNION ALL
         SELECT j.seq, j.prev, j.hash, j.body FROM walk w JOIN journal j ON j.seq = w.prev AND j.id = $1
         WHERE w.prev > $3)
     SELECT seq, prev, hash, body FROM walk ORDER BY seq DESC";

async fn walked(client: &Object, statement: &Statement, head: &Head, stop: u64) -> Result<Vec<Row>, Error> {
    client.query(statement, &[&&head.id.bytes()[..], &int(head.position), &int(stop)]).await
}

/// The records of a chain, oldest first.
fn chained(head: &Head, stop: u64, rows: &[Row]) -> PgResult<Vec<StoredRecord>> {
    let mut records = Vec::with_capacity(rows.len());
    let mut next = Some(int(head.position));
    for row in rows {
        let seq: i64 = get(row, 0)?;
        if next != Some(seq) {
            break;
        }
        records.push(StoredRecord {
            position: number(seq)?,
            id: head.id,
            marketplace: head.marketplace,
            hash: fixed(row, 2)?,
            body: get(row, 3)?,
        });
        next = get(row, 1)?;
    }
    if let Some(seq) = next.filter(|seq| *seq > int(stop)) {
        return Err(damaged(format!("record {seq} of {} is missing, or is another's", head.id)));
    }
    records.reverse();
    Ok(records)
}

/// Heads with their snapshots, where the caller does not have the version already.
const LOAD: &str = ", s.version, s.format, s.state, s.last
     FROM unnest($1::bytea[], $2::bigint[]) AS u (id, known)
     JOIN head h ON h.id = u.id JOIN marketplace m ON m.key = h.marketplace
     LEFT JOIN snapshot s ON s.id = h.id AND (h.version <> u.known OR h.quarantined)";

impl PostgresStore {
    /// See `Journal::load`: one round trip for the heads, one more for all chains.
    pub(super) async fn load(&self, wanted: &[Wanted]) -> PgResult<Vec<Loaded>> {
        let ids: Vec<[u8; 16]> = wanted.iter().map(|one| one.id.bytes()).collect();
        let slices: Vec<&[u8]> = ids.iter().map(|id| &id[..]).collect();
        let known: Vec<i64> = wanted.iter().map(|one| one.known.map_or(-1, int)).collect();
        let client = self.database.reader().await?;
        let statement = client.prepare_cached(&format!("SELECT {COLUMNS}{LOAD}")).await?;
        let rows = client.query(&statement, &[&slices, &known]).await?;
        let mut heads = HashMap::with_capacity(rows.len());
        for row in &rows {
            let head = head(row)?;
            let stop = get::<Option<i64>>(row, 12)?.map(number).transpose()?.unwrap_or(0);
            heads.insert(head.id, (head, snapshot(row, 9)?, stop));
        }
        let changed = |one: &&Wanted| {
            heads.get(&one.id).is_some_and(|(head, ..)| one.known != Some(head.version) || head.quarantined)
        };
        let walk = client.prepare_cached(WALK).await?;
        // A chain never changes behind its head: each may be read by a statement of its own. All are sent together.
        let chains =
            wanted.iter().filter(changed).filter_map(|one| heads.get(&one.id)).map(|(head, _, stop)| async {
                Ok::<_, Error>((head.id, walked(&client, &walk, head, *stop).await?))
            });
        let chains: HashMap<AggregateId, Vec<Row>> =
            futures::future::try_join_all(chains).await?.into_iter().collect();
        let found = |one: &Wanted| match (heads.get(&one.id), chains.get(&one.id)) {
            (None, _) => Ok(Loaded::Nothing),
            (Some(_), None) => Ok(Loaded::Unchanged),
            (Some((head, snapshot, stop)), Some(rows)) => {
                let tail = chained(head, *stop, rows)?;
                Ok(Loaded::Found(Box::new(LoadedState {
                    head: head.clone(),
                    snapshot: snapshot.clone(),
                    tail,
                })))
            }
        };
        wanted.iter().map(found).collect()
    }

    /// Every record of an aggregate, oldest first.
    pub(super) async fn chain(&self, id: AggregateId) -> PgResult<Vec<StoredRecord>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM head h JOIN marketplace m ON m.key = h.marketplace WHERE h.id = $1"
        );
        let client = self.database.reader().await?;
        let statement = client.prepare_cached(&sql).await?;
        let Some(row) = client.query_opt(&statement, &[&&id.bytes()[..]]).await? else {
            return Ok(Vec::new());
        };
        let head = head(&row)?;
        let walk = client.prepare_cached(WALK).await?;
        let rows = walked(&client, &walk, &head, 0).await?;
        chained(&head, 0, &rows)
    }

    /// Heads after a value of a column that orders them.
    pub(super) async fn heads_after(&self, key: u64, limit: u32) -> PgResult<Vec<Head>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM head h JOIN marketplace m ON m.key = h.marketplace
             WHERE h.key > $1 ORDER BY h.key LIMIT $2"
        );
        let rows = self.query(&sql, &[&int(key), &i64::from(limit)]).await?;
        rows.iter().map(head).collect()
    }
}
