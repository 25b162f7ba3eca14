//! States that were read lately: who reads an aggregate again has only what happened since put on top of them.
use crate::ports::Head;
use lru::LruCache;
use resolution::aggregate::Aggregate;
use resolution::id::AggregateId;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A state and the head of its chain then.
type Entry = (Arc<Aggregate>, Head);

/// The states. Only a chain hash says whether one still holds, so nobody has to tell of changes.
pub(crate) struct Seen(Mutex<LruCache<AggregateId, Entry>>);

/// What is known of an aggregate that was loaded.
pub(crate) enum Before {
    /// Its present state.
    Same(Arc<Aggregate>),
    /// A state with another end of the chain.
    Other(Aggregate, [u8; 32]),
    /// Nothing.
    Nothing,
}

impl Seen {
    /// Nothing was read yet; at most `count` states are kept.
    pub(crate) fn new(count: NonZeroUsize) -> Self {
        Self(Mutex::new(LruCache::new(count)))
    }

    fn entries(&self) -> MutexGuard<'_, LruCache<AggregateId, Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is known of an aggregate whose chain ends with `hash` now.
    pub(crate) fn of(&self, id: AggregateId, hash: &[u8; 32]) -> Before {
        let mut entries = self.entries();
        match entries.get(&id) {
            None => return Before::Nothing,
            Some((aggregate, head)) if head.hash == *hash => return Before::Same(Arc::clone(aggregate)),
            Some(_) => {}
        }
        let old = entries.pop(&id);
        drop(entries);
        old.map_or(Before::Nothing, |(aggregate, head)| {
            Before::Other(Arc::unwrap_or_clone(aggregate), head.hash)
        })
    }

    /// The version that is at hand.
    pub(crate) fn version(&self, id: &AggregateId) -> Option<u64> {
        self.entries().get(id).map(|(_, head)| head.version)
    }

    /// What is at hand, where it is this version.
    pub(crate) fn at(&self, id: &AggregateId, version: u64) -> Option<(Arc<Aggregate>, Head)> {
        self.entries().get(id).filter(|(_, head)| head.version == version).cloned()
    }

    /// Keeps a state with the head of its chain.
    pub(crate) fn keep(&self, id: AggregateId, aggregate: &Arc<Aggregate>, head: &Head) {
        self.entries().put(id, (Arc::clone(aggregate), head.clone()));
    }
}
