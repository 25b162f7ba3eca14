//! While the database is away: one task looks for it, everybody else waits for what that one finds, and not for long.
//!
//! A request that comes in the first seconds of an outage waits, since most failovers are over by then; later ones are
//! told at once, so that nothing piles up. Connections from before the outage are thrown away: they may lead to a server
//! that is no longer the one to write to.
use engine::ports::StoreError;
use std::time::Duration;
use tokio::sync::watch;

/// How long a request waits for a database that went away.
pub(crate) const WAIT: Duration = Duration::from_secs(5);
/// The first wait before the next look, and the longest: each is twice the one before.
const FIRST: Duration = Duration::from_millis(50);
const LONGEST: Duration = Duration::from_secs(1);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// It is there, as far as anybody knows.
    There,
    /// It has just gone: it is worth waiting.
    Gone,
    /// It has been gone for longer than anybody should wait.
    LongGone,
}

/// Whether the database is there.
pub(crate) struct Outage(watch::Sender<State>);

impl Default for Outage {
    fn default() -> Self {
        Self(watch::Sender::new(State::There))
    }
}

impl Outage {
    /// The database was found away. True for the first to find so, who must see to it that somebody looks
    /// ([`Outage::look`]).
    pub(crate) fn begins(&self) -> bool {
        self.0.send_if_modified(|state| {
            let first = *state == State::There;
            if first {
                *state = State::Gone;
            }
            first
        })
    }

    /// Waits until the database is there.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where it has been away for longer than a request waits.
    pub(crate) async fn over(&self) -> Result<(), StoreError> {
        let mut states = self.0.subscribe();
        match states.wait_for(|state| *state != State::Gone).await.as_deref() {
            Ok(State::There) => Ok(()),
            _ => Err(away()),
        }
    }

    /// Looks for the database until `found` finds it; ends the outage.
    pub(crate) async fn look<F: Future<Output = Option<bool>>>(&self, found: impl Fn() -> F) {
        let mut wait = FIRST;
        let looking = async {
            // `None`: nobody needs it any more.
            while found().await == Some(false) {
                tokio::time::sleep(wait).await;
                wait = (wait * 2).min(LONGEST);
            }
        };
        tokio::pin!(looking);
        if tokio::time::timeout(WAIT, &mut looking).await.is_err() {
            self.0.send_replace(State::LongGone);
            looking.await;
        }
        self.0.send_replace(State::There);
    }
}

/// What whoever asks in an outage is told.
pub(crate) fn away() -> StoreError {
    StoreError::Unavailable {
        doing: "reach the database",
        source: "no server that can be written to answers; this process goes on as soon as one does".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[tokio::test(start_paused = true)]
    async fn the_first_wait_the_late_are_told_at_once_and_all_go_on_when_it_is_back() {
        let outage = Arc::new(Outage::default());
        outage.over().await.expect("it is there");
        assert!(outage.begins(), "the first is to look");
        assert!(!outage.begins(), "one is enough");
        let tries = Arc::new(AtomicU32::new(0));
        let looks = {
            let (outage, tries) = (Arc::clone(&outage), Arc::clone(&tries));
            tokio::spawn(async move {
                outage.look(|| async { Some(tries.fetch_add(1, Ordering::SeqCst) == 20) }).await;
            })
        };
        let early = {
            let outage = Arc::clone(&outage);
            tokio::spawn(async move { outage.over().await })
        };
        assert!(early.await.expect("it ends").is_err(), "told after the wait");
        let tried = tries.load(Ordering::SeqCst);
        assert!((5..=12).contains(&tried), "less and less often: {tried}");
        outage.over().await.expect_err("told at once");
        assert_eq!(tries.load(Ordering::SeqCst), tried, "without any wait");
        looks.await.expect("it finds it");
        outage.over().await.expect("it is back");
        assert!(outage.begins(), "the next outage is another");
    }

    #[tokio::test(start_paused = true)]
    async fn who_comes_early_is_served_when_it_is_back() {
        let outage = Arc::new(Outage::default());
        assert!(outage.begins());
        let early = {
            let outage = Arc::clone(&outage);
            tokio::spawn(async move { outage.over().await })
        };
        let tries = AtomicU32::new(0);
        outage.look(|| async { Some(tries.fetch_add(1, Ordering::SeqCst) == 3) }).await;
        early.await.expect("it ends").expect("it is back in time");
    }
}
