//! API keys that were looked up lately. Only where this process alone writes to the store: a key that another process
//! revokes is worth nothing at once here, too.
use crate::error::Answer;
use crate::state::ServerState;
use engine::ports::ApiKey;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Keys kept at hand, at most; then all are looked up anew.
const KEPT: usize = 10_000;

/// The keys by their hash, and how often they were forgotten.
#[derive(Default)]
pub(crate) struct KnownKeys(Mutex<(HashMap<[u8; 32], ApiKey>, u64)>);

impl KnownKeys {
    fn all(&self) -> MutexGuard<'_, (HashMap<[u8; 32], ApiKey>, u64)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The key of a hash.
    pub(crate) async fn find(&self, app: &ServerState, hash: [u8; 32]) -> Answer<Option<ApiKey>> {
        let store = app.engine.store();
        let (known, forgotten) = {
            let all = self.all();
            (all.0.get(&hash).cloned(), all.1)
        };
        if known.is_some() {
            return Ok(known);
        }
        let found = store.api_key(hash).await?;
        if let Some(key) = found.as_ref().filter(|_| store.exclusive()) {
            let mut all = self.all();
            // What was looked up before a key was revoked is not kept after it.
            if all.1 == forgotten {
                if all.0.len() >= KEPT {
                    all.0.clear();
                }
                all.0.insert(hash, key.clone());
            }
        }
        Ok(found)
    }

    /// Forgets all: one of them was revoked.
    pub(crate) fn forget(&self) {
        let mut all = self.all();
        all.0.clear();
        all.1 = all.1.wrapping_add(1);
    }
}
