//! What an operator must look at. A refusal is not an error: it is an [`Answer`](crate::Answer).
use crate::ports::StoreError;
use resolution::id::{AggregateId, MarketplaceId};
use std::sync::Arc;

/// Why the engine could not do its work. Cheap to clone: one failed batch has many callers.
#[derive(Clone, Debug, thiserror::Error)]
pub enum EngineError {
    /// The store failed. Whether the command was written is not known where it failed in the middle of a commit: sent again
    /// with the same key, it gets the one true answer.
    #[error("the store failed; send it again with the same key to learn what became of it")]
    Store(#[source] Arc<StoreError>),
    /// The aggregate is out of service; others go on.
    #[error("{aggregate} is out of service until an operator has looked at it: {why}")]
    Quarantined {
        /// Which.
        aggregate: AggregateId,
        /// Why.
        why: String,
    },
    /// What should have been the first of an aggregate broke. Nothing of it is there, so nothing is out of service.
    #[error("{aggregate} could not begin, and nothing of it was written: {why}")]
    Broke {
        /// Which.
        aggregate: AggregateId,
        /// Why.
        why: String,
    },
    /// There is no such marketplace.
    #[error("there is no marketplace {0}; create it first")]
    NoMarketplace(MarketplaceId),
    /// A policy, calendar or zone cannot be used.
    #[error("{what} cannot be used: {why}")]
    Rules {
        /// Which.
        what: String,
        /// Why, with what to do.
        why: String,
    },
    /// Too many others changed the same aggregate at the same time.
    #[error("{0} is changed by too many at once; try again with the same key")]
    Contended(AggregateId),
    /// The marketplace is not a sandbox, or its clock stands later already.
    #[error("the clock of {marketplace} cannot be moved: {why}")]
    Clock {
        /// Which.
        marketplace: MarketplaceId,
        /// Why.
        why: String,
    },
    /// More waits than there is room for; nothing of the command was looked at.
    #[error(
        "so many commands wait that this one found no place; send it again, with the same key, a little later"
    )]
    Full,
    /// The engine is stopping.
    #[error("the engine is stopping; send it again, with the same key, when it is back")]
    Stopped,
}

impl From<StoreError> for EngineError {
    fn from(error: StoreError) -> Self {
        Self::Store(Arc::new(error))
    }
}
