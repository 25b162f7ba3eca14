//! The journal of the store that fails when it is told to.
use super::shaky::Shaky;
use super::switch::StoreOp;
use async_trait::async_trait;
use engine::ports::{
    AnswerKey, Answered, Batch, Due, FeedPage, Head, Journal, Loaded, NaturalKey, Outcome, Quarantined,
    StoreError, StoredRecord, Taken, Timeline, Wanted,
};
use jiff::Timestamp;
use resolution::id::{AggregateId, MarketplaceId};

#[async_trait]
impl Journal for Shaky {
    fn exclusive(&self) -> bool {
        self.inner.exclusive()
    }

    async fn load(&self, wanted: Vec<Wanted>) -> Result<Vec<Loaded>, StoreError> {
        self.through(StoreOp::Read, self.inner.load(wanted)).await
    }

    async fn commit(&self, batch: Batch) -> Result<Vec<Outcome>, StoreError> {
        if self.refuses(&batch) {
            let constraint = "the simulator refuses its rows".to_owned();
            return Err(StoreError::Constraint { doing: "write a batch of commands", constraint });
        }
        self.through(StoreOp::Commit, self.inner.commit(batch)).await
    }

    async fn answers(
        &self,
        keys: Vec<AnswerKey>,
        since: Timestamp,
    ) -> Result<Vec<Option<Answered>>, StoreError> {
        self.through(StoreOp::Read, self.inner.answers(keys, since)).await
    }

    async fn taken(&self, keys: Vec<NaturalKey>) -> Result<Vec<Option<Taken>>, StoreError> {
        self.through(StoreOp::Read, self.inner.taken(keys)).await
    }

    async fn forget_answers(&self, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
        self.inner.forget_answers(before, limit).await
    }

    async fn due(&self, line: Timeline, until: Timestamp, limit: u32) -> Result<Vec<Due>, StoreError> {
        self.through(StoreOp::Read, self.inner.due(line, until, limit)).await
    }

    async fn next_due(&self, line: Timeline) -> Result<Option<Timestamp>, StoreError> {
        self.inner.next_due(line).await
    }

    async fn feed(
        &self,
        marketplace: Option<MarketplaceId>,
        after: u64,
        limit: u32,
    ) -> Result<FeedPage, StoreError> {
        self.inner.feed(marketplace, after, limit).await
    }

    async fn history(&self, id: AggregateId) -> Result<Vec<StoredRecord>, StoreError> {
        self.through(StoreOp::Read, self.inner.history(id)).await
    }

    async fn heads(&self, after: u64, limit: u32) -> Result<Vec<Head>, StoreError> {
        self.inner.heads(after, limit).await
    }

    async fn quarantine(&self, entry: Quarantined) -> Result<(), StoreError> {
        self.inner.quarantine(entry).await
    }

    async fn release(&self, id: AggregateId) -> Result<bool, StoreError> {
        self.inner.release(id).await
    }

    async fn quarantined(&self, marketplace: Option<MarketplaceId>) -> Result<Vec<Quarantined>, StoreError> {
        self.inner.quarantined(marketplace).await
    }
}
