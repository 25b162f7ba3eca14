//! States that were read lately: who reads an aggregate again has only what happened since put on top of them.
use lru::LruCache;
use resolution::aggregate::Aggregate;
use resolution::id::AggregateId;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A state and the end of its chain then.
type Entry = (Arc<Aggregate>, [u8; 32]);

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
            Some((aggregate, end)) if end == hash => return Before::Same(Arc::clone(aggregate)),
            Some(_) => {}
        }
        let old = entries.pop(&id);
        drop(entries);
        old.map_or(Before::Nothing, |(aggregate, end)| Before::Other(Arc::unwrap_or_clone(aggregate), end))
    }

    /// Keeps a state with the end of its chain.
    pub(crate) fn keep(&self, id: AggregateId, aggregate: &Arc<Aggregate>, hash: [u8; 32]) {
        self.entries().put(id, (Arc::clone(aggregate), hash));
    }
}
