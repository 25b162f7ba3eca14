//! Loading the aggregates of a batch.
use crate::core::Core;
use crate::error::EngineError;
use crate::ports::{Loaded, StoreError, Wanted};
use resolution::id::AggregateId;
use std::collections::HashMap;

/// What the store has of each. One whose stored data cannot be read takes only itself out: the others are loaded without it.
pub(super) async fn load(
    core: &Core,
    wanted: Vec<Wanted>,
) -> Result<HashMap<AggregateId, Result<Loaded, EngineError>>, EngineError> {
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    match core.store.load(wanted.clone()).await {
        Ok(loaded) => Ok(wanted.iter().map(|wanted| wanted.id).zip(loaded.into_iter().map(Ok)).collect()),
        Err(StoreError::Damaged { .. }) if wanted.len() > 1 => {
            let mut found = HashMap::new();
            for one in wanted {
                let loaded = match core.store.load(vec![one]).await {
                    Ok(loaded) => loaded.into_iter().next().map(Ok),
                    Err(error @ StoreError::Damaged { .. }) => Some(Err(error.into())),
                    Err(error) => return Err(error.into()),
                };
                found.extend(loaded.map(|loaded| (one.id, loaded)));
            }
            Ok(found)
        }
        Err(error) => Err(error.into()),
    }
}
