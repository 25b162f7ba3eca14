//! Asking the store what a batch needs.
use crate::core::Core;
use crate::error::EngineError;
use crate::ports::{Answered, Loaded, Look, Looked, StoreError, Taken, Wanted};
use resolution::id::AggregateId;
use std::collections::HashMap;

/// What the store has of what a batch needs.
pub(super) struct Found {
    /// Remembered answers, in the order asked.
    pub(super) answers: Vec<Option<Answered>>,
    /// Who took the natural keys, in the order asked.
    pub(super) taken: Vec<Option<Taken>>,
    /// The aggregates, or why one of them cannot be read.
    pub(super) loaded: HashMap<AggregateId, Result<Loaded, EngineError>>,
}

/// Asks. An aggregate whose stored data cannot be read takes only itself out: the others are loaded without it.
pub(super) async fn look(core: &Core, look: Look) -> Result<Found, EngineError> {
    let wanted = look.wanted.clone();
    match core.store.look(look.clone()).await {
        Ok(Looked { answers, taken, loaded }) => {
            let ids = wanted.iter().map(|wanted| wanted.id);
            Ok(Found { answers, taken, loaded: ids.zip(loaded.into_iter().map(Ok)).collect() })
        }
        Err(StoreError::Damaged { .. }) if !wanted.is_empty() => {
            let Looked { answers, taken, .. } = core.store.look(Look { wanted: Vec::new(), ..look }).await?;
            Ok(Found { answers, taken, loaded: one_by_one(core, wanted).await? })
        }
        Err(error) => Err(error.into()),
    }
}

async fn one_by_one(
    core: &Core,
    wanted: Vec<Wanted>,
) -> Result<HashMap<AggregateId, Result<Loaded, EngineError>>, EngineError> {
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
