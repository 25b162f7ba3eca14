//! What carriers said.
use super::{MemoryStore, count, length, missing, place};
use async_trait::async_trait;
use engine::ports::{Inbox, InboxItem, InboxState, NewInboxItem, StoreError};
use resolution::id::MarketplaceId;

use super::state::State;

impl State {
    fn receive(&mut self, items: Vec<NewInboxItem>) -> Result<Vec<bool>, StoreError> {
        for item in &items {
            self.marketplaces.get(&item.marketplace).ok_or_else(|| missing(item.marketplace))?;
        }
        let mut new = Vec::with_capacity(items.len());
        for item in items {
            let event = (item.marketplace, item.provider.clone(), item.event.clone());
            if self.inbox_events.contains_key(&event) {
                new.push(false);
                continue;
            }
            let no = length(self.inbox.len()) + 1;
            self.inbox_events.insert(event, no);
            self.inbox.push(InboxItem { no, item, state: InboxState::New });
            self.inbox_new.insert(no);
            new.push(true);
        }
        Ok(new)
    }

    /// An item waits, unless a route came in between the look-up and this: then it is looked at again.
    fn wait(&mut self, no: u64) {
        let Some(item) = place(no).and_then(|at| self.inbox.get(at)) else { return };
        let ways = self.ways.get(&(item.item.marketplace, item.item.number.clone()));
        let fits = ways.into_iter().flatten().any(|way| {
            item.item.carrier.as_ref().is_none_or(|named| way.carrier.is_empty() || way.carrier == *named)
        });
        if item.state == InboxState::New && !fits {
            self.sorted(no, InboxState::Waiting);
        }
    }
}

#[async_trait]
impl Inbox for MemoryStore {
    async fn receive(&self, items: Vec<NewInboxItem>) -> Result<Vec<bool>, StoreError> {
        self.with(|state| state.receive(items))
    }

    async fn items(
        &self,
        marketplace: Option<MarketplaceId>,
        wanted: InboxState,
        after: u64,
        limit: u32,
    ) -> Result<Vec<InboxItem>, StoreError> {
        Ok(self.with(|state| {
            let fits = |item: &&InboxItem| {
                item.state == wanted && marketplace.is_none_or(|only| item.item.marketplace == only)
            };
            if wanted == InboxState::New {
                let new = state.inbox_new.range(after.saturating_add(1)..);
                let items = new.filter_map(|no| state.inbox.get(place(*no)?));
                return items.filter(fits).take(count(limit)).cloned().collect();
            }
            let from = usize::try_from(after).unwrap_or(usize::MAX);
            state.inbox.iter().skip(from).filter(fits).take(count(limit)).cloned().collect()
        }))
    }

    async fn sort(&self, items: Vec<(u64, InboxState)>) -> Result<(), StoreError> {
        self.with(|state| {
            for (no, to) in items {
                match to {
                    InboxState::Waiting => state.wait(no),
                    InboxState::New | InboxState::Done => state.sorted(no, to),
                }
            }
        });
        Ok(())
    }
}
