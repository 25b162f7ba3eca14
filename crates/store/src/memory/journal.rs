//! Reading heads, histories, answers and the feed; quarantine.
use super::{MemoryStore, count, length, missing};
use async_trait::async_trait;
use engine::ports::{
    AnswerKey, Answered, Batch, Due, FeedPage, Head, Journal, Loaded, LoadedState, NaturalKey, Outcome,
    Quarantined, StoreError, StoredRecord, Taken, Timeline, Wanted,
};
use jiff::Timestamp;
use resolution::id::{AggregateId, MarketplaceId};

/// Records that one page of the feed looks at, at most, where it is of one marketplace.
const FEED_LOOKS_AT: usize = 10_000;

#[async_trait]
impl Journal for MemoryStore {
    fn exclusive(&self) -> bool {
        self.exclusive
    }

    async fn load(&self, wanted: Vec<Wanted>) -> Result<Vec<Loaded>, StoreError> {
        Ok(self.with(|state| {
            let load = |wanted: Wanted| {
                let Some(row) = state.key(wanted.id).and_then(|key| state.row(key)) else {
                    return Loaded::Nothing;
                };
                if wanted.known == Some(row.head.version) && !row.head.quarantined {
                    return Loaded::Unchanged;
                }
                let stop = row.snapshot.as_ref().map_or(0, |(_, position)| *position);
                let snapshot = row.snapshot.as_ref().map(|(snapshot, _)| snapshot.clone());
                let tail = state.walk(&row.head, stop);
                Loaded::Found(Box::new(LoadedState { head: row.head.clone(), snapshot, tail }))
            };
            wanted.into_iter().map(load).collect()
        }))
    }

    async fn commit(&self, batch: Batch) -> Result<Vec<Outcome>, StoreError> {
        self.record(&batch);
        self.with(|state| state.commit(&batch))
    }

    async fn answers(
        &self,
        keys: Vec<AnswerKey>,
        since: Timestamp,
    ) -> Result<Vec<Option<Answered>>, StoreError> {
        Ok(self.with(|state| {
            let find = |key| state.answers.get(key).filter(|found| found.at >= since);
            keys.iter().map(|key| find(key).map(|found| found.answered.clone())).collect()
        }))
    }

    async fn taken(&self, keys: Vec<NaturalKey>) -> Result<Vec<Option<Taken>>, StoreError> {
        Ok(self.with(|state| keys.iter().map(|key| state.taken.get(key).copied()).collect()))
    }

    async fn forget_answers(&self, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
        Ok(self.with(|state| {
            let old: Vec<_> = state
                .answers_by_age
                .iter()
                .take_while(|(at, _)| *at < before)
                .take(count(limit))
                .copied()
                .collect();
            for entry in &old {
                state.answers_by_age.remove(entry);
                state.answers.remove(&entry.1);
            }
            length(old.len())
        }))
    }

    async fn due(&self, line: Timeline, until: Timestamp, limit: u32) -> Result<Vec<Due>, StoreError> {
        Ok(self.with(|state| {
            let due = state.due.get(&line).into_iter().flatten().take_while(|(at, _)| *at <= until);
            let found = due.take(count(limit)).filter_map(|(at, key)| {
                let head = &state.row(*key)?.head;
                Some(Due { id: head.id, marketplace: head.marketplace, at: *at })
            });
            found.collect()
        }))
    }

    async fn next_due(&self, line: Timeline) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.with(|state| state.due.get(&line)?.first().map(|(at, _)| *at)))
    }

    async fn feed(
        &self,
        marketplace: Option<MarketplaceId>,
        after: u64,
        limit: u32,
    ) -> Result<FeedPage, StoreError> {
        let limit = count(limit);
        let looks_at = if marketplace.is_some() { FEED_LOOKS_AT.max(limit) } else { limit };
        Ok(self.with(|state| {
            let newest = length(state.journal.len());
            let mut page = FeedPage { records: Vec::new(), next: after, more: false };
            let (mut looked, mut full) = (0, false);
            for position in after.saturating_add(1)..=newest {
                if looked == looks_at {
                    break;
                }
                if let Some(record) = state.record(position)
                    && marketplace.is_none_or(|only| record.marketplace == only)
                {
                    if page.records.len() >= limit {
                        full = true;
                        break;
                    }
                    page.records.push(record);
                }
                looked += 1;
                page.next = position;
            }
            page.more = full || looked == looks_at;
            page
        }))
    }

    async fn history(&self, id: AggregateId) -> Result<Vec<StoredRecord>, StoreError> {
        Ok(self.with(|state| {
            let row = state.key(id).and_then(|key| state.row(key));
            row.map_or_else(Vec::new, |row| state.walk(&row.head, 0))
        }))
    }

    async fn heads(&self, after: u64, limit: u32) -> Result<Vec<Head>, StoreError> {
        Ok(self.with(|state| {
            let from = usize::try_from(after).unwrap_or(usize::MAX);
            state.rows.iter().skip(from).take(count(limit)).map(|row| row.head.clone()).collect()
        }))
    }

    async fn quarantine(&self, entry: Quarantined) -> Result<(), StoreError> {
        self.with(|state| {
            let line = state.timeline(entry.marketplace)?;
            let id = entry.id;
            state.quarantine.retain(|_, old| old.id != id);
            state.quarantine.insert((entry.at, id.bytes()), entry);
            if let Some(key) = state.key(id) {
                let next = state.row(key).and_then(|row| row.head.next_wake);
                if let Some(row) = state.row_mut(key) {
                    row.head.quarantined = true;
                }
                state.wakes(key, line, next);
            }
            Ok(())
        })
    }

    async fn release(&self, id: AggregateId) -> Result<bool, StoreError> {
        self.with(|state| {
            let kept = state.quarantine.len();
            state.quarantine.retain(|_, old| old.id != id);
            let released = state.quarantine.len() < kept;
            let Some(key) = state.key(id) else { return Ok(released) };
            let Some(row) = state.row_mut(key) else { return Ok(released) };
            row.head.quarantined = false;
            let (marketplace, next) = (row.head.marketplace, row.head.next_wake);
            let line = state.timeline(marketplace).map_err(|_| missing(marketplace))?;
            state.wakes(key, line, next);
            Ok(released)
        })
    }

    async fn quarantined(&self, marketplace: Option<MarketplaceId>) -> Result<Vec<Quarantined>, StoreError> {
        Ok(self.with(|state| {
            let wanted = |entry: &&Quarantined| marketplace.is_none_or(|only| entry.marketplace == only);
            state.quarantine.values().filter(wanted).cloned().collect()
        }))
    }
}
