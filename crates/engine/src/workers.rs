//! The workers beside the lanes: the waker, the outbox, the inbox, and what is rolled up or forgotten later.
use crate::engine::Engine;
use crate::lane::forget_before;
use jiff::SignedDuration;
use std::time::Duration;
use tokio::task::JoinHandle;

/// How often the ledger is added up.
const ADD_UP_EVERY: Duration = Duration::from_secs(30);
/// How often old answers are forgotten, in turns of the ledger: looking for them reads all answers.
const FORGET_EVERY: u32 = 120;
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
    /// Starts the waker, the outbox worker, the inbox worker, the housekeeping, and what hears other processes.
    #[must_use]
    pub fn start_workers(&self) -> Workers {
        let tasks = vec![
            tokio::spawn(self.clone().run_waker()),
            tokio::spawn(self.clone().run_outbox()),
            tokio::spawn(self.clone().run_inbox()),
            tokio::spawn(self.clone().run_housekeeping()),
            tokio::spawn(self.clone().run_hearing()),
        ];
        Workers { tasks }
    }

    /// Adds the ledger up and forgets old answers, now and then: neither is anyone's business when it happens.
    async fn run_housekeeping(self) {
        for turn in (0..FORGET_EVERY).cycle() {
            if turn == 0 {
                self.forget().await;
            }
            if let Err(error) = self.add_up().await {
                tracing::warn!(%error, "the ledger could not be added up; tried again later");
            }
            tokio::time::sleep(ADD_UP_EVERY).await;
        }
    }

    async fn forget(&self) {
        let before = forget_before(self.core());
        loop {
            match self.core().store.forget_answers(before, FORGET_AT_ONCE).await {
                Ok(0) => return,
                Ok(_) => tokio::task::yield_now().await,
                Err(error) => {
                    tracing::warn!(%error, "old answers could not be forgotten; tried again later");
                    return;
                }
            }
        }
    }
}

/// A wait as the runtime's timer takes it; none where it is over.
pub(crate) fn timer(wait: SignedDuration) -> Duration {
    Duration::try_from(wait).unwrap_or(Duration::ZERO)
}
