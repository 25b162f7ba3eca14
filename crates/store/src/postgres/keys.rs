//! Remembered answers and natural keys.
use super::PostgresStore;
use super::error::PgResult;
use super::rows::{fixed, get};
use crate::columns::{nanos, number};
use engine::ports::{AnswerKey, Answered, NaturalKey, Taken};
use jiff::Timestamp;
use std::collections::HashMap;

impl PostgresStore {
    /// See `Journal::answers`.
    pub(super) async fn find_answers(
        &self,
        keys: &[AnswerKey],
        since: Timestamp,
    ) -> PgResult<Vec<Option<Answered>>> {
        let wanted: Vec<&[u8]> = keys.iter().map(|key| &key[..]).collect();
        let sql = "SELECT key, request, outcome, last FROM answer WHERE key = ANY($1) AND at >= $2";
        let mut found: HashMap<AnswerKey, Answered> = HashMap::new();
        for row in self.query(sql, &[&wanted, &nanos(since)]).await? {
            let position = get::<Option<i64>>(&row, 3)?.map(number).transpose()?;
            let answered = Answered { request: fixed(&row, 1)?, outcome: get(&row, 2)?, position };
            found.insert(fixed(&row, 0)?, answered);
        }
        Ok(keys.iter().map(|key| found.get(key).cloned()).collect())
    }

    /// See `Journal::taken`.
    pub(super) async fn find_taken(&self, keys: &[NaturalKey]) -> PgResult<Vec<Option<Taken>>> {
        let wanted: Vec<&[u8]> = keys.iter().map(|key| &key[..]).collect();
        let sql = "SELECT key, first, version, last FROM taken WHERE key = ANY($1)";
        let mut found: HashMap<NaturalKey, Taken> = HashMap::new();
        for row in self.query(sql, &[&wanted]).await? {
            let position = get::<Option<i64>>(&row, 3)?.map(number).transpose()?;
            let (first, version) = (number(get(&row, 1)?)?, number(get(&row, 2)?)?);
            found.insert(fixed(&row, 0)?, Taken { first, version, position });
        }
        Ok(keys.iter().map(|key| found.get(key).copied()).collect())
    }

    /// See `Journal::forget_answers`. Two who forget at once may meet: what is gone is counted once.
    pub(super) async fn forget(&self, before: Timestamp, limit: u32) -> PgResult<u64> {
        let before = nanos(before);
        let sql = "SELECT key FROM answer WHERE at < $1 ORDER BY at LIMIT $2";
        let rows = self.query(sql, &[&before, &i64::from(limit)]).await?;
        if rows.is_empty() {
            return Ok(0);
        }
        let mut old = rows.iter().map(|row| fixed(row, 0)).collect::<PgResult<Vec<AnswerKey>>>()?;
        old.sort_unstable();
        let old: Vec<&[u8]> = old.iter().map(|key| &key[..]).collect();
        self.touch("DELETE FROM answer WHERE key = ANY($1) AND at < $2", &[&old, &before]).await
    }
}
