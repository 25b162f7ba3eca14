//! Writing a batch, and finding the one that poisons it.
use crate::core::Core;
use crate::error::EngineError;
use crate::meters::micros;
use crate::ports::{Batch, Outcome, StoreError, Write};
use jiff::Timestamp;
use resolution::id::AggregateId;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use tracing::Instrument;

/// What became of one write.
#[derive(Clone, Debug)]
pub(crate) enum Fate {
    /// Durable.
    Committed {
        /// Position of its last record.
        position: Option<u64>,
    },
    /// Another was faster: load and decide again.
    Stale,
    /// The store refused its rows: a fault of this program.
    Poison(String),
    /// The store failed.
    Failed(EngineError),
}

/// Writes everything in one transaction. Where the store refuses a row, the batch is halved by aggregate until the one
/// that poisons it stands alone; all others are written.
pub(crate) async fn commit(core: &Core, writes: Vec<Arc<Write>>) -> Vec<Fate> {
    let mut fates: Vec<Option<Fate>> = vec![None; writes.len()];
    let mut parts: Vec<Vec<usize>> = vec![(0..writes.len()).collect()];
    while let Some(part) = parts.pop() {
        let started = core.time.clock().ticks();
        let span = tracing::debug_span!("commit", writes = part.len());
        let done = core.store.commit(batch(core, &writes, &part)).instrument(span).await;
        let took = core.time.clock().ticks().saturating_sub(started);
        core.meters.committed(took, done.is_ok());
        tracing::debug!(writes = part.len(), us = micros(took), done = done.is_ok(), "committed");
        match done {
            Ok(outcomes) => {
                for (index, outcome) in part.iter().zip(outcomes) {
                    fates[*index] = Some(match outcome {
                        Outcome::Committed { position } => Fate::Committed { position },
                        Outcome::Stale => Fate::Stale,
                    });
                }
                clocks_kept(core, &writes, &part);
            }
            Err(StoreError::Constraint { constraint, .. }) => match halves(&writes, &part) {
                Some((left, right)) => parts.extend([right, left]),
                None => part.iter().for_each(|index| fates[*index] = Some(Fate::Poison(constraint.clone()))),
            },
            Err(error) => {
                let error = EngineError::from(error);
                part.iter().for_each(|index| fates[*index] = Some(Fate::Failed(error.clone())));
            }
        }
    }
    fates.into_iter().map(|fate| fate.unwrap_or(Fate::Stale)).collect()
}

fn batch(core: &Core, writes: &[Arc<Write>], part: &[usize]) -> Batch {
    let writes: Vec<Arc<Write>> = part.iter().map(|index| Arc::clone(&writes[*index])).collect();
    let marketplaces: BTreeSet<_> = writes.iter().map(|write| write.marketplace).collect();
    let clocks = marketplaces.into_iter().filter_map(|id| Some((id, core.time.unkept(id)?))).collect();
    Batch { writes, forget_before: forget_before(core), clocks }
}

/// Sandbox clocks travel with the writes; from here on the store knows them.
fn clocks_kept(core: &Core, writes: &[Arc<Write>], part: &[usize]) {
    for (id, at) in batch(core, writes, part).clocks {
        core.time.kept(id, at);
    }
}

/// Answers older than this are forgotten.
pub(crate) fn forget_before(core: &Core) -> Timestamp {
    core.time.wall().saturating_sub(core.settings.remember).unwrap_or(Timestamp::MIN)
}

/// Two halves that share no aggregate; nothing where there is only one aggregate.
fn halves(writes: &[Arc<Write>], part: &[usize]) -> Option<(Vec<usize>, Vec<usize>)> {
    let mut seen = HashSet::new();
    let ids: Vec<AggregateId> =
        part.iter().map(|index| writes[*index].id).filter(|id| seen.insert(*id)).collect();
    if ids.len() < 2 {
        return None;
    }
    let left: HashSet<AggregateId> = ids[..ids.len() / 2].iter().copied().collect();
    Some(part.iter().partition(|index| left.contains(&writes[**index].id)))
}
