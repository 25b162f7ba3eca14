//! What verification reads, in the order of ids.
use super::state::{Row, State};
use super::{MemoryStore, count, length};
use async_trait::async_trait;
use engine::ports::{Audit, Audited, Head, StoreError};
use std::ops::Bound;

impl State {
    fn after(&self, after: Option<[u8; 16]>) -> impl Iterator<Item = &Row> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        self.by_id.range((from, Bound::Unbounded)).filter_map(|(_, key)| self.row(*key))
    }
}

#[async_trait]
impl Audit for MemoryStore {
    async fn newest(&self) -> Result<u64, StoreError> {
        Ok(self.with(|state| length(state.journal.len())))
    }

    async fn heads_by_id(&self, after: Option<[u8; 16]>, limit: u32) -> Result<Vec<Head>, StoreError> {
        Ok(self.with(|state| state.after(after).take(count(limit)).map(|row| row.head.clone()).collect()))
    }

    async fn audited(&self, after: Option<[u8; 16]>, limit: u32) -> Result<Vec<Audited>, StoreError> {
        Ok(self.with(|state| {
            let audited = |row: &Row| Audited {
                head: row.head.clone(),
                snapshot: row.snapshot.as_ref().map(|(snapshot, _)| snapshot.clone()),
                listed: row.listed.clone(),
                turns: row.turns.clone(),
            };
            state.after(after).take(count(limit)).map(audited).collect()
        }))
    }

    async fn records(&self) -> Result<u64, StoreError> {
        Ok(self.with(|state| length(state.journal.len())))
    }
}
