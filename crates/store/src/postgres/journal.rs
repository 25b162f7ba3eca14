//! The journal's port.
use super::error::PgResult;
use super::rows::{fixed, get};
use super::{PostgresStore, commit};
use crate::columns::{aggregate, instant, maybe_instant, nanos};
use async_trait::async_trait;
use engine::ports::{
    AnswerKey, Answered, Batch, Due, FeedPage, Head, Journal, Loaded, NaturalKey, Outcome, Quarantined,
    StoreError, StoredRecord, Taken, Timeline, Wanted,
};
use jiff::Timestamp;
use resolution::id::{AggregateId, MarketplaceId};

impl PostgresStore {
    async fn what_is_due(&self, line: Timeline, until: Timestamp, limit: u32) -> PgResult<Vec<Due>> {
        let line = self.timeline(line).await?;
        let sql =
            "SELECT h.kind, h.id, m.id, h.next_wake FROM head h JOIN marketplace m ON m.key = h.marketplace
             WHERE h.timeline = $1 AND h.next_wake <= $2 AND h.next_wake IS NOT NULL AND NOT h.quarantined
             ORDER BY h.next_wake LIMIT $3";
        let rows = self.query(sql, &[&line, &nanos(until), &i64::from(limit)]).await?;
        let due = |row: &tokio_postgres::Row| {
            Ok(Due {
                id: aggregate(get(row, 0)?, get(row, 1)?)?,
                marketplace: MarketplaceId(fixed(row, 2)?),
                at: instant(get(row, 3)?)?,
            })
        };
        rows.iter().map(due).collect()
    }

    async fn first_due(&self, line: Timeline) -> PgResult<Option<Timestamp>> {
        let line = self.timeline(line).await?;
        let sql = "SELECT min(next_wake) FROM head WHERE timeline = $1 AND next_wake IS NOT NULL AND NOT quarantined";
        let rows = self.query(sql, &[&line]).await?;
        let next = rows.first().map(|row| get::<Option<i64>>(row, 0)).transpose()?.flatten();
        Ok(maybe_instant(next)?)
    }
}

#[async_trait]
impl Journal for PostgresStore {
    fn exclusive(&self) -> bool {
        false
    }

    async fn load(&self, wanted: Vec<Wanted>) -> Result<Vec<Loaded>, StoreError> {
        self.named("load orders and accounts", PostgresStore::load(self, &wanted)).await
    }

    async fn commit(&self, batch: Batch) -> Result<Vec<Outcome>, StoreError> {
        self.named("write a batch of commands", commit::commit(self, &batch)).await
    }

    async fn answers(
        &self,
        keys: Vec<AnswerKey>,
        since: Timestamp,
    ) -> Result<Vec<Option<Answered>>, StoreError> {
        self.named("look answers up", self.find_answers(&keys, since)).await
    }

    async fn taken(&self, keys: Vec<NaturalKey>) -> Result<Vec<Option<Taken>>, StoreError> {
        self.named("look references up", self.find_taken(&keys)).await
    }

    async fn forget_answers(&self, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
        self.unhurried("forget old answers", self.forget(before, limit)).await
    }

    async fn due(&self, line: Timeline, until: Timestamp, limit: u32) -> Result<Vec<Due>, StoreError> {
        self.named("look for what is due", self.what_is_due(line, until, limit)).await
    }

    async fn next_due(&self, line: Timeline) -> Result<Option<Timestamp>, StoreError> {
        self.named("look for what is due next", self.first_due(line)).await
    }

    async fn feed(
        &self,
        marketplace: Option<MarketplaceId>,
        after: u64,
        limit: u32,
    ) -> Result<FeedPage, StoreError> {
        self.named("read the feed", self.page(marketplace, after, limit)).await
    }

    async fn history(&self, id: AggregateId) -> Result<Vec<StoredRecord>, StoreError> {
        self.named("read a history", self.chain(id)).await
    }

    async fn heads(&self, after: u64, limit: u32) -> Result<Vec<Head>, StoreError> {
        self.named("read heads", self.heads_after(after, limit)).await
    }

    async fn quarantine(&self, entry: Quarantined) -> Result<(), StoreError> {
        self.named("take an aggregate out of service", self.take_out(&entry)).await
    }

    async fn release(&self, id: AggregateId) -> Result<bool, StoreError> {
        self.named("put an aggregate back into service", self.put_back(id)).await
    }

    async fn quarantined(&self, marketplace: Option<MarketplaceId>) -> Result<Vec<Quarantined>, StoreError> {
        self.named("list what is out of service", self.out_of_service(marketplace)).await
    }
}
