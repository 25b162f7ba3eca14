//! What verification reads, in the order of ids.
use super::SqliteStore;
use super::error::SqlResult;
use super::journal::{HEAD, head};
use crate::columns::{bytes, end, instant, int, number, ordinal, turn_of};
use async_trait::async_trait;
use engine::ports::{Audit, Audited, Head, Listed, Snapshot, StoreError};
use resolution::aggregate::Turn;
use resolution::id::PartyId;
use rusqlite::{Connection, params};
use std::collections::HashMap;

fn heads(connection: &Connection, after: Option<[u8; 16]>, limit: u32) -> SqlResult<Vec<Head>> {
    let mut statement =
        connection.prepare_cached(&format!("{HEAD} WHERE h.id > ?1 ORDER BY h.id LIMIT ?2"))?;
    // No bytes come before all bytes.
    let after: &[u8] = after.as_ref().map_or(&[], |id| &id[..]);
    let mut rows = statement.query(params![after, limit])?;
    let mut heads = Vec::new();
    while let Some(row) = rows.next()? {
        heads.push(head(row)?);
    }
    Ok(heads)
}

fn audited(connection: &Connection, head: Head) -> SqlResult<Audited> {
    let key = int(head.key);
    let mut statement =
        connection.prepare_cached("SELECT version, format, state FROM snapshot WHERE key = ?1")?;
    let mut rows = statement.query([key])?;
    let snapshot = match rows.next()? {
        Some(row) => {
            Some(Snapshot { version: number(row.get(0)?)?, format: row.get(1)?, state: row.get(2)? })
        }
        None => None,
    };
    let mut statement =
        connection.prepare_cached("SELECT buyer, seller, state, placed FROM listing WHERE key = ?1")?;
    let mut rows = statement.query([key])?;
    let listed = match rows.next()? {
        Some(row) => Some(Listed {
            buyer: PartyId(bytes(&row.get::<_, Vec<u8>>(0)?)?),
            seller: PartyId(bytes(&row.get::<_, Vec<u8>>(1)?)?),
            state: row.get(2)?,
            placed_at: instant(row.get(3)?)?,
        }),
        None => None,
    };
    Ok(Audited { snapshot, listed, turns: turns(connection, key)?, head })
}

fn turns(connection: &Connection, key: i64) -> SqlResult<Vec<Turn>> {
    let mut statement = connection.prepare_cached(
        "SELECT whom, party, case_no, what, ends FROM turn WHERE key = ?1 ORDER BY ordinal",
    )?;
    let mut rows = statement.query([key])?;
    let mut turns = Vec::new();
    while let Some(row) = rows.next()? {
        let for_whom = turn_of(row.get(0)?, &row.get::<_, Vec<u8>>(1)?)?;
        let end = end(row.get(4)?)?;
        let case = row.get::<_, Option<i64>>(2)?.map(ordinal).transpose()?;
        turns.push(Turn { case, what: row.get(3)?, for_whom, end });
    }
    Ok(turns)
}

/// Flaws of a table that are told one by one.
const FLAWS: usize = 20;

/// SQLite's own check of its pages, table by table: over all at once it gives up at the first page that is none. It names
/// trees by the number of their first page, this by what is kept in them.
fn flaws(connection: &Connection) -> SqlResult<Vec<String>> {
    let mut schema =
        connection.prepare("SELECT rootpage, type, name FROM sqlite_schema WHERE rootpage > 0")?;
    let (mut trees, mut tables, mut flaws) = (HashMap::new(), Vec::new(), Vec::new());
    let mut rows = schema.query([])?;
    while let Some(row) = rows.next()? {
        let (kind, name) = (row.get::<_, String>(1)?, row.get::<_, String>(2)?);
        trees.insert(row.get::<_, i64>(0)?, format!("{kind} {name}"));
        if kind == "table" {
            tables.push(name);
        }
    }
    for table in tables {
        let mut lines = Vec::new();
        if let Err(error) = check(connection, &table, &mut lines) {
            flaws.push(format!("table {table}, {error}"));
        }
        let told = lines.iter().filter(|line| *line != "ok" && !line.starts_with("***"));
        flaws.extend(told.map(|line| in_words(line, &trees)));
    }
    Ok(flaws)
}

/// What SQLite says of one table and its indexes, until it can say no more.
fn check(connection: &Connection, table: &str, lines: &mut Vec<String>) -> rusqlite::Result<()> {
    let mut check = connection.prepare(&format!("PRAGMA integrity_check('{table}')"))?;
    for found in check.query_map([], |row| row.get::<_, String>(0))?.take(FLAWS) {
        lines.extend(found?.lines().map(str::to_owned));
    }
    Ok(())
}

fn in_words(line: &str, trees: &HashMap<i64, String>) -> String {
    let tree = line.strip_prefix("Tree ").and_then(|rest| rest.split_once(' '));
    let tree = tree.and_then(|(root, rest)| Some((trees.get(&root.parse().ok()?)?, rest)));
    tree.map_or_else(|| line.to_owned(), |(name, rest)| format!("{name}, {rest}"))
}

#[async_trait]
impl Audit for SqliteStore {
    async fn newest(&self) -> Result<u64, StoreError> {
        self.read("look for the newest record", |tx| {
            Ok(number(tx.query_row("SELECT coalesce(max(seq), 0) FROM journal", [], |row| row.get(0))?)?)
        })
        .await
    }

    async fn heads_by_id(&self, after: Option<[u8; 16]>, limit: u32) -> Result<Vec<Head>, StoreError> {
        self.read("read heads", move |tx| heads(tx, after, limit)).await
    }

    async fn audited(&self, after: Option<[u8; 16]>, limit: u32) -> Result<Vec<Audited>, StoreError> {
        self.read("read what is derived", move |tx| {
            heads(tx, after, limit)?.into_iter().map(|head| audited(tx, head)).collect()
        })
        .await
    }

    async fn records(&self) -> Result<u64, StoreError> {
        self.read("count the records", |tx| {
            Ok(number(tx.query_row("SELECT count(*) FROM journal", [], |row| row.get(0))?)?)
        })
        .await
    }

    async fn flaws(&self) -> Result<Vec<String>, StoreError> {
        self.read("check the pages of the database", |tx| flaws(tx)).await
    }
}
