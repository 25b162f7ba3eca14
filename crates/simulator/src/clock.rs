//! The virtual wall clock: it stands until it is set, forwards or (as real ones do) a little backwards.
use async_trait::async_trait;
use engine::ports::Clock;
use jiff::{SignedDuration, Timestamp};
use std::sync::{Mutex, PoisonError};

/// The clock of a simulated world.
pub(crate) struct TownClock(Mutex<Timestamp>);

impl TownClock {
    /// A clock that stands at `now`.
    pub(crate) const fn at(now: Timestamp) -> Self {
        Self(Mutex::new(now))
    }

    /// Sets it.
    pub(crate) fn set(&self, to: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = to;
    }

    /// Moves it on (or back, for a negative duration).
    pub(crate) fn shift(&self, by: SignedDuration) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now = after(*now, by);
    }
}

#[async_trait]
impl Clock for TownClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn sleep_until(&self, until: Timestamp) {
        // Nobody sleeps in a simulation: its steps say when a worker looks. A sleeper would wait for ever.
        if self.now() < until {
            std::future::pending::<()>().await;
        }
    }
}

/// An instant a while after another; the ends of time where there is none.
pub(crate) fn after(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.saturating_add(by).unwrap_or(at)
}

/// So many minutes.
pub(crate) const fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}

/// So many hours.
pub(crate) const fn hours(count: i64) -> SignedDuration {
    SignedDuration::from_hours(count)
}

/// So many days of 24 hours.
pub(crate) const fn days(count: i64) -> SignedDuration {
    SignedDuration::from_hours(count.saturating_mul(24))
}
