//! How much waits, and how large the files are.
use super::SqliteStore;
use super::error::SqlResult;
use crate::columns::{maybe_instant, nanos, number};
use async_trait::async_trait;
use engine::ports::{COUNTED_AT_MOST, Gauged, Gauges, StoreError};
use jiff::Timestamp;
use rusqlite::{Connection, params};
use std::path::Path;

/// Counted along an index, and no further than the limit.
const DUE: &str = "SELECT count(*), min(next_wake) FROM (SELECT next_wake FROM head
     WHERE timeline = 0 AND next_wake IS NOT NULL AND quarantined = 0 AND next_wake <= ?1
     ORDER BY next_wake LIMIT ?2)";
/// The same; the oldest is that of those that are tried next.
const PROMISED: &str = "SELECT count(*), min(promised) FROM (SELECT promised FROM outbox
     WHERE timeline = 0 ORDER BY next LIMIT ?1)";
const QUARANTINED: &str = "SELECT count(*) FROM (SELECT 1 FROM quarantine LIMIT ?1)";

fn gauges(connection: &Connection, until: i64) -> SqlResult<Gauges> {
    let both = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, Option<i64>>(1)?));
    let (due, since) = connection.prepare_cached(DUE)?.query_row(params![until, COUNTED_AT_MOST], both)?;
    let (promised, made) = connection.prepare_cached(PROMISED)?.query_row([COUNTED_AT_MOST], both)?;
    let out = connection.prepare_cached(QUARANTINED)?.query_row([COUNTED_AT_MOST], |row| row.get(0))?;
    Ok(Gauges {
        due: number(due)?,
        due_since: maybe_instant(since)?,
        promised: number(promised)?,
        promised_since: maybe_instant(made)?,
        quarantined: number(out)?,
        ..Gauges::default()
    })
}

/// Nothing where it is not there: the log goes when nobody has the database open.
fn bytes(file: &Path) -> Option<u64> {
    std::fs::metadata(file).ok().map(|known| known.len())
}

#[async_trait]
impl Gauged for SqliteStore {
    async fn gauges(&self, until: Timestamp) -> Result<Gauges, StoreError> {
        let file = self.shared.file.clone();
        self.read("count what waits", move |tx| {
            let mut log = file.clone().into_os_string();
            log.push("-wal");
            let (file_bytes, log_bytes) = (bytes(&file), bytes(Path::new(&log)));
            Ok(Gauges { file_bytes, log_bytes, ..gauges(tx, nanos(until))? })
        })
        .await
    }
}
