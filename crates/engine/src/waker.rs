//! The waker: applies deadlines when they are due, and sleeps until the earliest. It costs nothing for what sleeps.
use crate::engine::Engine;
use crate::error::EngineError;
use crate::ports::{StoreError, Timeline};
use crate::workers::{Halt, timer};
use jiff::{SignedDuration, Timestamp};

/// Wait after the store failed, before the waker looks again.
const AFTER_FAILURE: SignedDuration = SignedDuration::from_secs(5);

impl Engine {
    /// Applies what is due on the real timeline at `now`, the delay of the settings after its due instant; says how many
    /// aggregates were woken.
    ///
    /// # Errors
    /// [`EngineError::Store`]. An aggregate that breaks is taken out of service and does not stop the others.
    pub async fn wake_due(&self, now: Timestamp) -> Result<usize, EngineError> {
        let mut woken = 0;
        loop {
            match self.wake_some(now).await? {
                0 => return Ok(woken),
                some => woken += some,
            }
        }
    }

    /// Wakes as many as are woken at once; none where nothing is due.
    async fn wake_some(&self, now: Timestamp) -> Result<usize, EngineError> {
        let until = now.saturating_sub(self.settings().wake_delay).unwrap_or(Timestamp::MIN);
        let due = self.core().store.due(Timeline::Wall, until, self.settings().wake_at_once).await?;
        let wakes = due.iter().map(|due| self.wake(due.marketplace, due.id, now));
        woke(readable(futures::future::join_all(wakes).await))?;
        Ok(due.len())
    }

    /// Wakes what is due, until told to stop.
    pub(crate) async fn run_waker(self, mut halt: Halt) {
        while !halt.told() {
            let core = self.core();
            let until = match self.wake_and_look(&halt).await {
                Ok(next) => {
                    core.signals.waits_for(next);
                    next.map(|next| next.saturating_add(self.settings().wake_delay).unwrap_or(Timestamp::MAX))
                }
                Err(error) => {
                    tracing::error!(%error, "the waker could not look for what is due; it tries again");
                    core.time.wall().checked_add(AFTER_FAILURE).ok()
                }
            };
            let slept = async {
                match until {
                    Some(until) => core.time.clock().sleep_until(until).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = slept => {}
                () = core.signals.earlier() => {}
                () = self.look_again() => {}
                () = halt.wait() => {}
            }
        }
    }

    /// Wakes what is due; says when the next is.
    async fn wake_and_look(&self, halt: &Halt) -> Result<Option<Timestamp>, EngineError> {
        let core = self.core();
        // Where the clock is wrong, another process wakes what is due; this one looks again after a while.
        if !self.clock_holds().await? {
            return Ok(None);
        }
        let now = core.time.wall();
        while !halt.told() && self.wake_some(now).await? > 0 {}
        Ok(core.store.next_due(Timeline::Wall).await?)
    }

    /// Until it is worth looking without having been told: another process may have ended with its work undone. Never,
    /// where there are no others.
    pub(crate) async fn look_again(&self) {
        if self.core().store.exclusive() {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(timer(self.settings().look_every)).await;
    }
}

/// Leaves out those whose stored data cannot be read, as long as there are others: they stay due, and are tried again with
/// the next that are.
fn readable<T>(answers: Vec<Result<T, EngineError>>) -> Vec<Result<T, EngineError>> {
    let damaged = |answer: &Result<T, EngineError>| matches!(answer, Err(EngineError::Store(error)) if matches!(**error, StoreError::Damaged { .. }));
    if answers.iter().all(damaged) {
        return answers;
    }
    let unreadable = answers.iter().filter(|answer| damaged(answer)).count();
    if unreadable > 0 {
        tracing::error!(
            unreadable,
            "deadlines of orders that cannot be read pass without effect; run `recourse verify`"
        );
    }
    answers.into_iter().filter(|answer| !damaged(answer)).collect()
}

/// Passes on what stops the waker; what stops only one aggregate was reported where it happened.
pub(crate) fn woke<T>(answers: Vec<Result<T, EngineError>>) -> Result<(), EngineError> {
    for answer in answers {
        match answer {
            Ok(_) | Err(EngineError::Quarantined { .. } | EngineError::Contended(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
