//! A store in memory: the same port without a disk, for simulations and tests. It lives as long as its last handle.
//!
//! Nothing here waits, and nothing depends on threads or on the order of a hash map, so that a seeded run over it is the
//! same every time. An engine that is killed leaves it as it is: to the engine it is a database that went on running.
mod audit;
mod beside;
mod commit;
mod inbox;
mod journal;
mod ledger;
mod lists;
mod outbox;
mod registry;
mod routes;
mod state;

use engine::ports::{Batch, StoreError};
use resolution::id::MarketplaceId;
use state::State;
use std::sync::{Arc, Mutex, PoisonError};

/// A store in memory. Cloning gives another handle to the same one.
#[derive(Clone)]
pub struct MemoryStore {
    state: Arc<Mutex<State>>,
    exclusive: bool,
    /// Batches as they were committed, where they are kept.
    recorded: Option<Arc<Mutex<Vec<Batch>>>>,
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl MemoryStore {
    /// An empty store that one engine at a time writes to.
    #[must_use]
    pub fn new() -> Self {
        Self { state: Arc::default(), exclusive: true, recorded: None }
    }

    /// The same data for several engines at once: each checks a state that it holds before it decides on it.
    #[must_use]
    pub fn shared(&self) -> Self {
        Self { state: Arc::clone(&self.state), exclusive: false, recorded: self.recorded.clone() }
    }

    /// An empty store that keeps every batch that it is given, so that the same can be written to another store.
    #[must_use]
    pub fn recording() -> Self {
        Self { recorded: Some(Arc::default()), ..Self::new() }
    }

    /// Gives away the batches that were kept since the last time.
    #[must_use]
    pub fn recorded(&self) -> Vec<Batch> {
        let taken = |kept: &Arc<Mutex<Vec<Batch>>>| {
            std::mem::take(&mut *kept.lock().unwrap_or_else(PoisonError::into_inner))
        };
        self.recorded.as_ref().map(taken).unwrap_or_default()
    }

    fn record(&self, batch: &Batch) {
        if let Some(kept) = &self.recorded {
            kept.lock().unwrap_or_else(PoisonError::into_inner).push(batch.clone());
        }
    }

    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A marketplace that must be there.
fn missing(id: MarketplaceId) -> StoreError {
    StoreError::Missing { what: format!("marketplace {id}") }
}

/// How many entries a limit means.
fn count(limit: u32) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}

/// A length as the port counts.
fn length(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}

/// The place in a list of what counts from 1.
fn place(number: u64) -> Option<usize> {
    usize::try_from(number).ok()?.checked_sub(1)
}
