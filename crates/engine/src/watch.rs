//! Watching: who shows something is told that it changed, and reads it again.
use crate::engine::Engine;
use resolution::id::{AggregateId, MarketplaceId, PartyId};
use tokio::sync::broadcast;

/// Something changed and is durable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changed {
    /// In which marketplace.
    pub marketplace: MarketplaceId,
    /// Which order or account, with its version; nothing where the marketplace's sandbox clock was moved.
    pub what: Option<(AggregateId, u64)>,
    /// Whose it is: buyer and seller of an order, the owner of an account twice. Nothing where that is not known.
    pub parties: Option<[PartyId; 2]>,
    /// Whether what waits for anybody, staff and mediators too, may be another.
    pub turns: bool,
}

impl Changed {
    /// Anything in a marketplace may be another: its sandbox clock was moved.
    pub(crate) const fn all(marketplace: MarketplaceId) -> Self {
        Self { marketplace, what: None, parties: None, turns: true }
    }

    /// Whether it may be someone's; what is not known concerns everybody.
    #[must_use]
    pub fn concerns(&self, party: PartyId) -> bool {
        self.parties.is_none_or(|parties| parties.contains(&party))
    }
}

/// What one watcher hears: this process's writes, and those of others on the same store while the workers run.
pub struct Watch(broadcast::Receiver<Option<Changed>>);

/// What a watcher heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// This changed.
    Changed(Changed),
    /// Some was missed, by this watcher or by all: anything may have changed.
    Missed,
    /// The engine has ended.
    Ended,
}

impl Watch {
    /// Waits for the next change.
    pub async fn next(&mut self) -> Heard {
        match self.0.recv().await {
            Ok(Some(changed)) => Heard::Changed(changed),
            Ok(None) | Err(broadcast::error::RecvError::Lagged(_)) => Heard::Missed,
            Err(broadcast::error::RecvError::Closed) => Heard::Ended,
        }
    }
}

impl Engine {
    /// Watches from now on.
    #[must_use]
    pub fn watch(&self) -> Watch {
        Watch(self.core().signals.watch())
    }
}
