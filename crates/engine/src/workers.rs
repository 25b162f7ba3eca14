//! The workers beside the lanes: the waker, the outbox, the inbox, and what is rolled up or forgotten later.
use crate::engine::Engine;
use crate::lane::forget_before;
use jiff::SignedDuration;
use std::time::Duration;
use tokio::task::JoinHandle;

/// How often old answers are forgotten and the ledger is added up.
const HOUSEKEEPING_EVERY: Duration = Duration::from_secs(30);
/// Answers forgotten in one transaction.
const FORGET_AT_ONCE: u32 = 5_000;

/// Running workers. They end when this is dropped.
pub struct Workers {
    tasks: Vec<JoinHandle<()>>,
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

impl Workers {
    /// Ends them and waits until they have let go of the engine. A promise that was on its way is claimed again later,
    /// under the same key.
    pub async fn stop(mut self) {
        for task in std::mem::take(&mut self.tasks) {
            task.abort();
            // An aborted task says so; nothing else is to be learned from it.
            let _aborted = task.await;
        }
    }
}

impl Engine {
    /// Starts the waker, the outbox worker, the inbox worker and the housekeeping.
    #[must_use]
    pub fn start_workers(&self) -> Workers {
        let tasks = vec![
            tokio::spawn(self.clone().run_waker()),
            tokio::spawn(self.clone().run_outbox()),
            tokio::spawn(self.clone().run_inbox()),
            tokio::spawn(self.clone().run_housekeeping()),
        ];
        Workers { tasks }
    }

    /// Forgets old answers and adds the ledger up, now and then: neither is anyone's business at the moment it happens.
    async fn run_housekeeping(self) {
        loop {
            tokio::time::sleep(HOUSEKEEPING_EVERY).await;
            let before = forget_before(self.core());
            loop {
                match self.core().store.forget_answers(before, FORGET_AT_ONCE).await {
                    Ok(0) => break,
                    Ok(_) => tokio::task::yield_now().await,
                    Err(error) => {
                        tracing::warn!(%error, "old answers could not be forgotten; tried again later");
                        break;
                    }
                }
            }
            if let Err(error) = self.add_up().await {
                tracing::warn!(%error, "the ledger could not be added up; tried again later");
            }
        }
    }
}

/// The shorter of a wait and none below zero, as the runtime's timer takes it.
pub(crate) fn timer(wait: SignedDuration) -> Duration {
    Duration::try_from(wait).unwrap_or(Duration::ZERO)
}
