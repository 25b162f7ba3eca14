//! What stands when a batch begins to be written, and the numbers that it may give.
use super::plan::End;
use crate::columns::number;
use crate::postgres::error::{PgResult, damaged};
use crate::postgres::horizon::ANNOUNCE;
use crate::postgres::rows::{fixed, get};
use crate::postgres::transaction::BEGIN;
use deadpool_postgres::Object;
use engine::ports::{AnswerKey, Batch, NaturalKey};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::vec::IntoIter;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Error, Row, Statement};

const HEADS: &str = "SELECT id, key, last, version, next_wake FROM head WHERE id = ANY($1)";
const ANSWERS: &str = "SELECT key, at FROM answer WHERE key = ANY($1)";
const TAKEN: &str = "SELECT key FROM taken WHERE key = ANY($1)";
const POSITIONS: &str = "SELECT nextval('journal_seq_seq') FROM generate_series(1, $1)";
const KEYS: &str = "SELECT nextval('head_key_seq') FROM generate_series(1, $1)";

/// See the module.
pub(super) struct Standing {
    pub(super) heads: HashMap<[u8; 16], End>,
    pub(super) answers: HashMap<AnswerKey, i64>,
    pub(super) taken: HashSet<NaturalKey>,
    positions: IntoIter<i64>,
    keys: IntoIter<i64>,
}

impl Standing {
    /// A position for one more record.
    pub(super) fn new_position(&mut self) -> PgResult<i64> {
        self.positions.next().ok_or_else(|| damaged("too few positions were taken"))
    }

    /// A key for one more head.
    pub(super) fn new_key(&mut self) -> PgResult<i64> {
        self.keys.next().ok_or_else(|| damaged("too few keys were taken"))
    }
}

/// Begins the transaction and reads everything in one round trip.
pub(super) async fn read(client: &Object, batch: &Batch) -> PgResult<Standing> {
    let ids: BTreeSet<[u8; 16]> = batch.writes.iter().map(|write| write.id.bytes()).collect();
    let ids: Vec<&[u8]> = ids.iter().map(|id| &id[..]).collect();
    let answers: Vec<&[u8]> =
        batch.writes.iter().filter_map(|write| Some(&write.answer.as_ref()?.key[..])).collect();
    let natural: Vec<&[u8]> =
        batch.writes.iter().flat_map(|write| &write.natural).map(|key| &key[..]).collect();
    let records = batch.writes.iter().map(|write| write.records.len()).sum();
    let new: BTreeSet<[u8; 16]> = batch
        .writes
        .iter()
        .filter(|write| write.expected == 0 && !write.records.is_empty())
        .map(|write| write.id.bytes())
        .collect();
    let statements = [ANNOUNCE, POSITIONS, KEYS, HEADS, ANSWERS, TAKEN];
    let mut prepared = Vec::with_capacity(statements.len());
    for statement in statements {
        prepared.push(client.prepare_cached(statement).await?);
    }
    let [announce, positions, keys, heads, answered, taken] = &prepared[..] else {
        return Err(damaged("a statement is missing"));
    };
    // Sent together, carried out one after the other: positions are taken after they were announced.
    let (_, _, positions, keys, heads, answers, taken) = futures::try_join!(
        client.batch_execute(BEGIN),
        announced(client, announce, records),
        numbers(client, positions, records),
        numbers(client, keys, new.len()),
        found(client, heads, &ids),
        found(client, answered, &answers),
        found(client, taken, &natural),
    )?;
    Ok(Standing {
        heads: heads.iter().map(end).collect::<PgResult<_>>()?,
        answers: answers.iter().map(|row| Ok((fixed(row, 0)?, get(row, 1)?))).collect::<PgResult<_>>()?,
        taken: taken.iter().map(|row| fixed(row, 0)).collect::<PgResult<_>>()?,
        positions: ascending(&positions)?,
        keys: ascending(&keys)?,
    })
}

async fn announced(client: &Object, statement: &Statement, records: usize) -> Result<(), Error> {
    if records > 0 {
        client.execute(statement, &[]).await?;
    }
    Ok(())
}

async fn numbers(client: &Object, statement: &Statement, count: usize) -> Result<Vec<Row>, Error> {
    if count == 0 {
        return Ok(Vec::new());
    }
    let count = i32::try_from(count).unwrap_or(i32::MAX);
    client.query(statement, &[&count]).await
}

async fn found(client: &Object, statement: &Statement, keys: &[&[u8]]) -> Result<Vec<Row>, Error> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let parameters: [&(dyn ToSql + Sync); 1] = [&keys];
    client.query(statement, &parameters).await
}

fn end(row: &Row) -> PgResult<([u8; 16], End)> {
    let version = number(get(row, 3)?)?;
    Ok((fixed(row, 0)?, End { key: get(row, 1)?, last: get(row, 2)?, version, wake: get(row, 4)? }))
}

fn ascending(rows: &[Row]) -> PgResult<IntoIter<i64>> {
    let mut numbers = rows.iter().map(|row| get(row, 0)).collect::<PgResult<Vec<i64>>>()?;
    numbers.sort_unstable();
    Ok(numbers.into_iter())
}
