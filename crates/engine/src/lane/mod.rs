//! Lanes: an aggregate's commands go through one lane, one after the other; what waits together is written together.
mod batch;
mod commit;
mod decide;

use crate::core::Core;
use crate::envelope::{Answer, Envelope};
use crate::error::EngineError;
use crate::meters::LaneMeters;
use crate::ports::Marketplace;
use crate::state::Held;
pub(crate) use commit::forget_before;
use jiff::Timestamp;
use lru::LruCache;
use resolution::id::AggregateId;
use std::collections::VecDeque;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};
use tracing::{Instrument, Span};

/// What a lane is asked to do.
pub(crate) enum Work {
    /// Decide a command.
    Command(Box<Envelope>),
    /// Apply the deadlines that are due, and nothing else.
    Wake,
}

/// One piece of work with its way back.
pub(crate) struct Job {
    pub(crate) marketplace: Arc<Marketplace>,
    pub(crate) id: AggregateId,
    pub(crate) work: Work,
    /// The instant at which it counts.
    pub(crate) now: Timestamp,
    /// How often it lost a race.
    pub(crate) races: u32,
    pub(crate) answer: oneshot::Sender<Result<Answer, EngineError>>,
    /// In which it was asked for, where traces are wanted.
    pub(crate) span: Span,
    /// Of its lane.
    pub(crate) meters: Arc<LaneMeters>,
}

impl Job {
    /// Gives the answer. Whoever asked may have gone away; what was done stays done.
    fn reply(self, answer: Result<Answer, EngineError>) {
        self.meters.answered(&self.work, &answer);
        let _gone = self.answer.send(answer);
    }

    fn envelope(&self) -> Option<&Envelope> {
        match &self.work {
            Work::Command(envelope) => Some(envelope),
            Work::Wake => None,
        }
    }
}

/// One lane: everything it needs to go from waiting commands to answers.
pub(crate) struct Lane {
    core: Arc<Core>,
    cache: LruCache<AggregateId, Held>,
}

impl Lane {
    pub(crate) fn new(core: Arc<Core>) -> Self {
        let cache = LruCache::new(core.settings.cache);
        Self { core, cache }
    }

    /// Works until nobody can send any more. While one batch is written, the next one gathers.
    pub(crate) async fn run(mut self, mut jobs: mpsc::Receiver<Job>) {
        let mut waiting = VecDeque::new();
        let batch = self.core.settings.batch.max(1);
        loop {
            if waiting.is_empty() {
                match jobs.recv().await {
                    Some(job) => waiting.push_back(job),
                    None => return,
                }
            }
            while waiting.len() < batch {
                match jobs.try_recv() {
                    Ok(job) => waiting.push_back(job),
                    Err(_) => break,
                }
            }
            let now: Vec<Job> = waiting.drain(..waiting.len().min(batch)).collect();
            self.core.meters.batches.count(u64::try_from(now.len()).unwrap_or(u64::MAX));
            let batch = tracing::debug_span!("batch", jobs = now.len());
            for job in &now {
                batch.follows_from(&job.span);
            }
            let again = self.process(now).instrument(batch).await;
            for job in again.into_iter().rev() {
                waiting.push_front(job);
            }
        }
    }
}
