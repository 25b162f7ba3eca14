//! Read queries. They never wait for a write, and see everything that was answered before they were asked.
use crate::engine::Engine;
use crate::error::EngineError;
use crate::ports::{
    FeedPage, Head, Loaded, LoadedState, Marketplace, OrderQuery, OrderRow, StoreError, StoredRecord,
    TurnQuery, TurnRow, Wanted,
};
use crate::record::Record;
use crate::rules::Governing;
use crate::seen::Before;
use crate::state::{build, fold};
use resolution::aggregate::{Aggregate, Context, Limits};
use resolution::id::{AccountId, AggregateId, FundId, MarketplaceId, OrderId};
use std::sync::Arc;

/// An aggregate as it stands, with what is needed to ask it further questions.
#[derive(Clone)]
pub struct View {
    /// The state, shared with whoever reads the same.
    pub aggregate: Arc<Aggregate>,
    /// The end of its chain.
    pub head: Head,
    /// What governs it.
    pub governing: Governing,
    /// Its marketplace.
    pub marketplace: Arc<Marketplace>,
    limits: Limits,
}

impl View {
    /// The context in which it decides.
    #[must_use]
    pub fn context(&self) -> Context<'_> {
        Context {
            id: self.head.id,
            marketplace: self.marketplace.id,
            calendar: &self.governing.calendar,
            policy: &self.governing.policy,
            limits: &self.limits,
        }
    }
}

/// A record as it is read, with its place in the feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Position in the feed.
    pub position: u64,
    /// Chain hash after it.
    pub hash: [u8; 32],
    /// The record.
    pub record: Record,
}

/// Part of the feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// By ascending position.
    pub entries: Vec<Entry>,
    /// Ask again after this position.
    pub next: u64,
    /// Whether there was more to look at.
    pub more: bool,
}

fn entry(stored: &StoredRecord) -> Result<Entry, EngineError> {
    let record = Record::decode(stored.id, &stored.body)
        .map_err(|error| StoreError::Damaged { what: format!("record {}: {error}", stored.position) })?;
    Ok(Entry { position: stored.position, hash: stored.hash, record })
}

impl Engine {
    /// An order as it stands; nothing where this marketplace has no such order.
    ///
    /// # Errors
    /// [`EngineError`].
    pub async fn order(&self, marketplace: MarketplaceId, id: OrderId) -> Result<Option<View>, EngineError> {
        self.view(marketplace, AggregateId::Order(id)).await
    }

    /// An account as it stands; nothing where this marketplace has no such account.
    ///
    /// # Errors
    /// [`EngineError`].
    pub async fn account(
        &self,
        marketplace: MarketplaceId,
        id: AccountId,
    ) -> Result<Option<View>, EngineError> {
        self.view(marketplace, AggregateId::Account(id)).await
    }

    /// The protection fund of a marketplace as it stands; nothing where nothing was ever put in or asked of it.
    ///
    /// # Errors
    /// [`EngineError`].
    pub async fn fund(&self, marketplace: MarketplaceId) -> Result<Option<View>, EngineError> {
        self.view(marketplace, AggregateId::Fund(FundId::of(marketplace))).await
    }

    /// An aggregate as it stands; nothing where this marketplace has none of that id.
    ///
    /// # Errors
    /// [`EngineError`].
    pub async fn view(
        &self,
        marketplace: MarketplaceId,
        id: AggregateId,
    ) -> Result<Option<View>, EngineError> {
        Ok(self.views(marketplace, vec![id]).await?.pop().flatten())
    }

    /// Aggregates as they stand, in the order asked, loaded in one go; nothing where this marketplace has none of that id.
    ///
    /// # Errors
    /// [`EngineError`].
    pub async fn views(
        &self,
        marketplace: MarketplaceId,
        ids: Vec<AggregateId>,
    ) -> Result<Vec<Option<View>>, EngineError> {
        let marketplace = self.core().rules.marketplace(marketplace).await?;
        let seen = &self.core().seen;
        let wanted: Vec<Wanted> = ids.iter().map(|id| Wanted { id: *id, known: seen.version(id) }).collect();
        let loaded = self.core().store.load(wanted.clone()).await?;
        let mut views = Vec::with_capacity(loaded.len());
        for (Wanted { id, known }, loaded) in wanted.into_iter().zip(loaded) {
            let found = match loaded {
                Loaded::Found(found) => Some(*found),
                Loaded::Nothing => None,
                Loaded::Unchanged => match known.and_then(|version| seen.at(&id, version)) {
                    Some((aggregate, head)) if head.marketplace == marketplace.id => {
                        views.push(Some(self.shown(&marketplace, aggregate, head).await?));
                        continue;
                    }
                    Some(_) => None,
                    // It was put aside meanwhile.
                    None => self.loaded_anew(id).await?,
                },
            };
            views.push(match found.filter(|found| found.head.marketplace == marketplace.id) {
                Some(found) => Some(self.stands(&marketplace, id, found).await?),
                None => None,
            });
        }
        Ok(views)
    }

    /// What was loaded of an aggregate, as it stands.
    async fn stands(
        &self,
        marketplace: &Arc<Marketplace>,
        id: AggregateId,
        found: LoadedState,
    ) -> Result<View, EngineError> {
        let aggregate = match self.core().seen.of(id, &found.head.hash) {
            Before::Same(aggregate) => aggregate,
            Before::Other(aggregate, end) => self.built(id, Some((aggregate, end)), &found).await?,
            Before::Nothing => self.built(id, None, &found).await?,
        };
        self.core().seen.keep(id, &aggregate, &found.head);
        self.shown(marketplace, aggregate, found.head).await
    }

    /// A state with what governs it.
    async fn shown(
        &self,
        marketplace: &Arc<Marketplace>,
        aggregate: Arc<Aggregate>,
        head: Head,
    ) -> Result<View, EngineError> {
        let governing = self.core().rules.governing(marketplace, &aggregate).await?;
        let (marketplace, limits) = (Arc::clone(marketplace), self.settings().limits);
        Ok(View { aggregate, head, governing, marketplace, limits })
    }

    async fn loaded_anew(&self, id: AggregateId) -> Result<Option<LoadedState>, EngineError> {
        let loaded = self.core().store.load(vec![Wanted { id, known: None }]).await?.pop();
        Ok(if let Some(Loaded::Found(found)) = loaded { Some(*found) } else { None })
    }

    async fn built(
        &self,
        id: AggregateId,
        known: Option<(Aggregate, [u8; 32])>,
        found: &LoadedState,
    ) -> Result<Arc<Aggregate>, EngineError> {
        let built = match build(id, known, found) {
            Some(built) => built,
            None => fold(id, Aggregate::Nothing, &self.core().store.history(id).await?),
        };
        Ok(Arc::new(built.map_err(|error| StoreError::Damaged { what: error.to_string() })?))
    }

    /// Every record of an aggregate, oldest first; empty where this marketplace has none of that id.
    ///
    /// # Errors
    /// [`EngineError`].
    pub async fn history(
        &self,
        marketplace: MarketplaceId,
        id: AggregateId,
    ) -> Result<Vec<Entry>, EngineError> {
        let records = self.core().store.history(id).await?;
        records.iter().filter(|stored| stored.marketplace == marketplace).map(entry).collect()
    }

    /// Committed records of a marketplace after a position. Within an aggregate their order is exact.
    ///
    /// # Errors
    /// [`EngineError`].
    pub async fn feed(
        &self,
        marketplace: MarketplaceId,
        after: u64,
        limit: u32,
    ) -> Result<Feed, EngineError> {
        let FeedPage { records, next, more } =
            self.core().store.feed(Some(marketplace), after, limit).await?;
        let entries = records.iter().map(entry).collect::<Result<_, _>>()?;
        Ok(Feed { entries, next, more })
    }

    /// Orders, newest first.
    ///
    /// # Errors
    /// [`EngineError`].
    pub async fn orders(&self, query: OrderQuery) -> Result<Vec<OrderRow>, EngineError> {
        Ok(self.core().store.orders(query).await?)
    }

    /// What waits for someone, most urgent first.
    ///
    /// # Errors
    /// [`EngineError`].
    pub async fn inbox(&self, query: TurnQuery) -> Result<Vec<TurnRow>, EngineError> {
        Ok(self.core().store.turns(query).await?)
    }
}
