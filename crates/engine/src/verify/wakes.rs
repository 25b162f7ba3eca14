//! The engine as the one that knows policies and calendars.
use super::Wakes;
use crate::engine::Engine;
use async_trait::async_trait;
use jiff::Timestamp;
use resolution::aggregate::{Aggregate, Context};
use resolution::id::{AggregateId, MarketplaceId};

#[async_trait]
impl Wakes for Engine {
    async fn next_wake(
        &self,
        marketplace: MarketplaceId,
        id: AggregateId,
        state: &Aggregate,
    ) -> Result<Option<Timestamp>, String> {
        let rules = &self.core().rules;
        let known = rules.marketplace(marketplace).await.map_err(|error| error.to_string())?;
        let governing = rules.governing(&known, state).await.map_err(|error| error.to_string())?;
        let (calendar, policy) = (&governing.calendar, &governing.policy);
        let context = Context { id, marketplace, calendar, policy, limits: &self.core().settings.limits };
        Ok(state.next_wake(&context))
    }
}
