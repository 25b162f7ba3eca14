//! The workers beside the lanes: the waker, the outbox, the inbox, and what is rolled up or forgotten later.
use crate::engine::Engine;
use crate::lane::forget_before;
use jiff::SignedDuration;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How often the ledger is added up.
const ADD_UP_EVERY: Duration = Duration::from_secs(30);
/// How often old answers are forgotten, in turns of the ledger: looking for them reads all answers.
const FORGET_EVERY: u32 = 120;
/// Answers forgotten in one transaction.
const FORGET_AT_ONCE: u32 = 5_000;

/// How long a worker that is told to stop may take to end the step that it is in.
const STEP: Duration = Duration::from_secs(10);

/// Running workers. They end when this is dropped.
pub struct Workers {
    /// End at the end of a step.
    stepping: Vec<JoinHandle<()>>,
    /// Have no steps.
    others: Vec<JoinHandle<()>>,
    halt: watch::Sender<bool>,
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.stepping.iter().chain(&self.others).for_each(JoinHandle::abort);
    }
}

impl Workers {
    /// Ends them, each at the end of the step that it is in, and waits until they have let go of the engine. A step that
    /// takes too long is broken off: a promise that was on its way is claimed again later, under the same key.
    pub async fn stop(mut self) {
        self.halt.send_replace(true);
        for mut task in std::mem::take(&mut self.stepping) {
            if tokio::time::timeout(STEP, &mut task).await.is_err() {
                tracing::warn!(
                    "a worker did not come to the end of its step and is broken off; the step is done again later"
                );
                ended(task).await;
            }
        }
        for task in std::mem::take(&mut self.others) {
            ended(task).await;
        }
    }
}

async fn ended(task: JoinHandle<()>) {
    task.abort();
    // An aborted task says so; nothing else is to be learned from it.
    let _aborted = task.await;
}

/// Tells a worker when to stop.
#[derive(Clone)]
pub(crate) struct Halt(watch::Receiver<bool>);

impl Halt {
    /// Whether it is to begin no further step.
    pub(crate) fn told(&self) -> bool {
        *self.0.borrow() || self.0.has_changed().is_err()
    }

    /// Until it is told.
    pub(crate) async fn wait(&mut self) {
        // Nobody can tell any more: that is to stop, too.
        let _told = self.0.wait_for(|told| *told).await;
    }
}

impl Engine {
    /// Starts the waker, the outbox worker, the inbox worker, the housekeeping, and what hears other processes.
    #[must_use]
    pub fn start_workers(&self) -> Workers {
        let (halt, told) = watch::channel(false);
        let told = Halt(told);
        let stepping = vec![
            tokio::spawn(self.clone().run_waker(told.clone())),
            tokio::spawn(self.clone().run_outbox(told.clone())),
            tokio::spawn(self.clone().run_inbox(told.clone())),
            tokio::spawn(self.clone().run_housekeeping(told)),
        ];
        Workers { stepping, others: vec![tokio::spawn(self.clone().run_hearing())], halt }
    }

    /// Adds the ledger up and forgets old answers, now and then: neither is anyone's business when it happens.
    async fn run_housekeeping(self, mut halt: Halt) {
        for turn in (0..FORGET_EVERY).cycle() {
            if turn == 0 {
                self.forget(&halt).await;
            }
            if let Err(error) = self.add_up().await {
                tracing::warn!(%error, "the ledger could not be added up; tried again later");
            }
            tokio::select! {
                () = tokio::time::sleep(ADD_UP_EVERY) => {}
                () = halt.wait() => return,
            }
        }
    }

    async fn forget(&self, halt: &Halt) {
        let before = forget_before(self.core());
        while !halt.told() {
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
