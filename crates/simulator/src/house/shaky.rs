//! A store that fails when it is told to: before or after it did its work, or slowly.
use super::switch::{StoreOp, Switch, When};
use async_trait::async_trait;
use engine::ports::{
    ApiKey, Audit, Audited, Balances, Batch, Checkpoint, Checkpoints, Claimed, Digest, Document, Documents,
    Gauged, Head, Hold, Inbox, InboxItem, InboxState, LedgerDelta, Lists, Marketplace, Neighbours,
    NewInboxItem, OrderQuery, OrderRow, Outbox, ParcelRoute, PaymentRoute, PolicyFiles, Promise, Registry,
    Rollups, Routes, Settled, Staff, Store, StoreError, Timeline, TurnQuery, TurnRow,
};
use jiff::{SignedDuration, Timestamp};
use resolution::id::MarketplaceId;
use std::sync::Arc;

/// The store around the store.
pub(super) struct Shaky {
    pub(super) inner: Arc<dyn Store>,
    switch: Arc<Switch>,
}

impl Shaky {
    pub(super) const fn new(inner: Arc<dyn Store>, switch: Arc<Switch>) -> Self {
        Self { inner, switch }
    }

    /// Whether the rows of a batch are refused.
    pub(super) fn refuses(&self, batch: &Batch) -> bool {
        self.switch.refuses(batch.writes.iter().map(|write| write.id))
    }

    /// Does work of the store, or fails before or after it.
    pub(super) async fn through<T>(
        &self,
        op: StoreOp,
        work: impl Future<Output = Result<T, StoreError>> + Send,
    ) -> Result<T, StoreError> {
        for _ in 0..self.switch.dawdles() {
            tokio::task::yield_now().await;
        }
        if self.switch.fails(op, When::Before) {
            return Err(broken());
        }
        let done = work.await?;
        if self.switch.fails(op, When::After) {
            return Err(broken());
        }
        Ok(done)
    }
}

fn broken() -> StoreError {
    StoreError::Unavailable { doing: "work for a simulation", source: "the simulator broke it".into() }
}

#[async_trait]
impl Outbox for Shaky {
    async fn claim(
        &self,
        line: Timeline,
        now: Timestamp,
        wall: Timestamp,
        lease: SignedDuration,
        limit: u32,
    ) -> Result<Vec<Claimed>, StoreError> {
        self.through(StoreOp::Outbox, self.inner.claim(line, now, wall, lease, limit)).await
    }

    async fn settle(&self, settled: Vec<Settled>) -> Result<Vec<bool>, StoreError> {
        self.through(StoreOp::Outbox, self.inner.settle(settled)).await
    }

    async fn next_promise(&self, line: Timeline) -> Result<Option<Timestamp>, StoreError> {
        self.inner.next_promise(line).await
    }

    async fn promises(
        &self,
        marketplace: Option<MarketplaceId>,
        after: u64,
        limit: u32,
    ) -> Result<Vec<Promise>, StoreError> {
        self.inner.promises(marketplace, after, limit).await
    }
}

#[async_trait]
impl Inbox for Shaky {
    async fn receive(&self, items: Vec<NewInboxItem>) -> Result<Vec<bool>, StoreError> {
        self.through(StoreOp::Inbox, self.inner.receive(items)).await
    }

    async fn items(
        &self,
        marketplace: Option<MarketplaceId>,
        state: InboxState,
        after: u64,
        limit: u32,
    ) -> Result<Vec<InboxItem>, StoreError> {
        self.through(StoreOp::Read, self.inner.items(marketplace, state, after, limit)).await
    }

    async fn sort(&self, items: Vec<(u64, InboxState)>) -> Result<(), StoreError> {
        self.through(StoreOp::Inbox, self.inner.sort(items)).await
    }
}

#[async_trait]
impl Routes for Shaky {
    async fn parcels(
        &self,
        marketplace: MarketplaceId,
        carrier: Option<String>,
        number: String,
    ) -> Result<Vec<ParcelRoute>, StoreError> {
        self.through(StoreOp::Read, self.inner.parcels(marketplace, carrier, number)).await
    }

    async fn payments(
        &self,
        marketplace: MarketplaceId,
        provider: String,
        payment_id: String,
    ) -> Result<Vec<PaymentRoute>, StoreError> {
        self.through(StoreOp::Read, self.inner.payments(marketplace, provider, payment_id)).await
    }
}

#[async_trait]
impl Lists for Shaky {
    async fn orders(&self, query: OrderQuery) -> Result<Vec<OrderRow>, StoreError> {
        self.inner.orders(query).await
    }

    async fn turns(&self, query: TurnQuery) -> Result<Vec<TurnRow>, StoreError> {
        self.inner.turns(query).await
    }
}

#[async_trait]
impl Rollups for Shaky {
    async fn as_of(&self) -> Result<u64, StoreError> {
        self.inner.as_of().await
    }

    async fn add_up(&self, from: u64, to: u64, deltas: Vec<LedgerDelta>) -> Result<bool, StoreError> {
        self.inner.add_up(from, to, deltas).await
    }

    async fn balances(&self, marketplace: MarketplaceId) -> Result<Balances, StoreError> {
        self.inner.balances(marketplace).await
    }

    async fn start_over(&self) -> Result<(), StoreError> {
        self.inner.start_over().await
    }
}

#[async_trait]
impl Documents for Shaky {
    async fn put_documents(&self, id: MarketplaceId, documents: Vec<Document>) -> Result<(), StoreError> {
        self.inner.put_documents(id, documents).await
    }

    async fn document(&self, id: MarketplaceId, digest: Digest) -> Result<Option<Document>, StoreError> {
        self.inner.document(id, digest).await
    }
}

#[async_trait]
impl Checkpoints for Shaky {
    async fn put_checkpoint(&self, checkpoint: Checkpoint) -> Result<(), StoreError> {
        self.inner.put_checkpoint(checkpoint).await
    }

    async fn checkpoints(&self, limit: u32) -> Result<Vec<Checkpoint>, StoreError> {
        self.inner.checkpoints(limit).await
    }
}

#[async_trait]
impl Audit for Shaky {
    async fn newest(&self) -> Result<u64, StoreError> {
        self.inner.newest().await
    }

    async fn heads_by_id(&self, after: Option<[u8; 16]>, limit: u32) -> Result<Vec<Head>, StoreError> {
        self.inner.heads_by_id(after, limit).await
    }

    async fn audited(&self, after: Option<[u8; 16]>, limit: u32) -> Result<Vec<Audited>, StoreError> {
        self.inner.audited(after, limit).await
    }

    async fn records(&self) -> Result<u64, StoreError> {
        self.inner.records().await
    }

    async fn flaws(&self) -> Result<Vec<String>, StoreError> {
        self.inner.flaws().await
    }
}

#[async_trait]
impl Registry for Shaky {
    async fn create_marketplace(&self, marketplace: Marketplace) -> Result<(), StoreError> {
        self.inner.create_marketplace(marketplace).await
    }

    async fn update_marketplace(&self, marketplace: Marketplace) -> Result<(), StoreError> {
        self.inner.update_marketplace(marketplace).await
    }

    async fn marketplaces(&self) -> Result<Vec<Marketplace>, StoreError> {
        self.inner.marketplaces().await
    }

    async fn marketplace(&self, id: MarketplaceId) -> Result<Option<Marketplace>, StoreError> {
        self.inner.marketplace(id).await
    }

    async fn move_clock(&self, id: MarketplaceId, to: Timestamp) -> Result<(), StoreError> {
        self.inner.move_clock(id, to).await
    }

    async fn put_policy(&self, hash: String, files: PolicyFiles, at: Timestamp) -> Result<(), StoreError> {
        self.inner.put_policy(hash, files, at).await
    }

    async fn policy_files(&self, hash: String) -> Result<Option<PolicyFiles>, StoreError> {
        self.inner.policy_files(hash).await
    }

    async fn policies(&self) -> Result<Vec<(String, Timestamp)>, StoreError> {
        self.inner.policies().await
    }

    async fn put_calendar(&self, id: MarketplaceId, name: String, text: String) -> Result<(), StoreError> {
        self.inner.put_calendar(id, name, text).await
    }

    async fn calendar(&self, id: MarketplaceId, name: String) -> Result<Option<String>, StoreError> {
        self.inner.calendar(id, name).await
    }

    async fn put_api_key(&self, key: ApiKey) -> Result<(), StoreError> {
        self.inner.put_api_key(key).await
    }

    async fn api_key(&self, hash: [u8; 32]) -> Result<Option<ApiKey>, StoreError> {
        self.inner.api_key(hash).await
    }

    async fn api_keys(&self, marketplace: Option<MarketplaceId>) -> Result<Vec<ApiKey>, StoreError> {
        self.inner.api_keys(marketplace).await
    }

    async fn revoke_api_key(&self, id: String, at: Timestamp) -> Result<bool, StoreError> {
        self.inner.revoke_api_key(id, at).await
    }

    async fn put_staff(&self, staff: Staff) -> Result<(), StoreError> {
        self.inner.put_staff(staff).await
    }

    async fn staff(&self, marketplace: MarketplaceId, id: String) -> Result<Option<Staff>, StoreError> {
        self.inner.staff(marketplace, id).await
    }

    async fn staff_by_login(
        &self,
        marketplace: MarketplaceId,
        login: String,
    ) -> Result<Option<Staff>, StoreError> {
        self.inner.staff_by_login(marketplace, login).await
    }

    async fn all_staff(&self, marketplace: MarketplaceId) -> Result<Vec<Staff>, StoreError> {
        self.inner.all_staff(marketplace).await
    }

    async fn set_staff_password(
        &self,
        marketplace: MarketplaceId,
        id: String,
        password: String,
        generation: [u8; 16],
    ) -> Result<bool, StoreError> {
        self.inner.set_staff_password(marketplace, id, password, generation).await
    }

    async fn remove_staff(&self, marketplace: MarketplaceId, id: String) -> Result<bool, StoreError> {
        self.inner.remove_staff(marketplace, id).await
    }
}

#[async_trait]
impl Neighbours for Shaky {
    async fn their_clock(&self) -> Result<Option<Timestamp>, StoreError> {
        // The database's clock is real and the world's is not: they are never compared here.
        Ok(None)
    }

    async fn hold(&self, what: &str) -> Result<Hold, StoreError> {
        self.inner.hold(what).await
    }

    async fn try_hold(&self, what: &str) -> Result<Option<Hold>, StoreError> {
        self.inner.try_hold(what).await
    }

    async fn tell(&self, words: Vec<String>) -> Result<(), StoreError> {
        self.inner.tell(words).await
    }
}

impl Gauged for Shaky {}
