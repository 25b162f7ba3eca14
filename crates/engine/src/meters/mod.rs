//! What the engine counts of its own work, for whoever watches the installation. It knows no exporter: atomics that are
//! added to on the way and read when somebody asks. No number here has any effect on what is decided.
mod histogram;

pub use histogram::{Counted, Histogram};

use crate::engine::Engine;
use crate::envelope::Answer;
use crate::error::EngineError;
use crate::lane::Work;
use crate::ports::Gauges;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Commands in a batch.
const BATCH: &[u64] = &[1, 2, 4, 8, 16, 32, 64, 128, 256, 512];
/// Microseconds of a commit.
const COMMIT: &[u64] = &[
    100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000,
    2_500_000, 10_000_000,
];

/// A number that only grows.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    /// One more.
    pub fn add_one(&self) {
        self.add(1);
    }

    /// So many more.
    pub fn add(&self, more: u64) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    /// How many.
    #[must_use]
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// What one lane has answered. Each lane has its own, so that lanes never write to one another's memory.
#[derive(Debug, Default)]
pub struct LaneMeters {
    /// Commands that were carried out.
    pub decided: Counter,
    /// Commands that were answered from memory, refusals included.
    pub replayed: Counter,
    /// Commands whose key was used for another request.
    pub key_reused: Counter,
    /// Commands whose sender had seen an older state.
    pub stale: Counter,
    /// Commands that could not be worked on: the store failed, or the aggregate is out of service.
    pub failed: Counter,
    /// Commands that were turned away because the lane was full.
    pub turned_away: Counter,
    /// Aggregates that were woken because something of them was due.
    pub woken: Counter,
    /// Aggregates whose waking failed.
    pub wake_failed: Counter,
    refused: Mutex<BTreeMap<&'static str, u64>>,
}

impl LaneMeters {
    /// Commands that were refused, by the refusal's code; only codes that occurred.
    #[must_use]
    pub fn refused(&self) -> BTreeMap<&'static str, u64> {
        self.refused.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Counts an answer that leaves the lane.
    pub(crate) fn answered(&self, work: &Work, answer: &Result<Answer, EngineError>) {
        if matches!(work, Work::Wake) {
            if answer.is_ok() { &self.woken } else { &self.wake_failed }.add_one();
            return;
        }
        match answer {
            Ok(Answer::Decided(decided)) if decided.replayed => self.replayed.add_one(),
            Ok(Answer::Decided(_)) => self.decided.add_one(),
            Ok(Answer::Refused { replayed: true, .. }) => self.replayed.add_one(),
            Ok(Answer::Refused { refusal, .. }) => {
                // Only the lane itself and whoever reads the numbers ever hold it.
                let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
                *refused.entry(refusal.code()).or_default() += 1;
            }
            Ok(Answer::KeyReused) => self.key_reused.add_one(),
            Ok(Answer::Stale { .. }) => self.stale.add_one(),
            Err(_) => self.failed.add_one(),
        }
    }
}

/// What all lanes and workers have done.
#[derive(Debug)]
pub struct Meters {
    /// How many commands and wakes were taken up together.
    pub batches: Histogram,
    /// Microseconds that a commit took, failed ones included.
    pub commits: Histogram,
    /// Commits that the store did not carry out.
    pub commits_failed: Counter,
    /// Promises that were kept.
    pub kept: Counter,
    /// Tries of promises after which they wait for the next.
    pub tried_in_vain: Counter,
    lanes: Box<[Arc<LaneMeters>]>,
}

impl Meters {
    pub(crate) fn new(lanes: usize) -> Self {
        Self {
            batches: Histogram::new(BATCH),
            commits: Histogram::new(COMMIT),
            commits_failed: Counter::default(),
            kept: Counter::default(),
            tried_in_vain: Counter::default(),
            lanes: (0..lanes).map(|_| Arc::default()).collect(),
        }
    }

    /// What each lane answered, by its number from 0.
    #[must_use]
    pub fn lanes(&self) -> &[Arc<LaneMeters>] {
        &self.lanes
    }

    /// Counts a commit.
    pub(crate) fn committed(&self, took: Duration, done: bool) {
        self.commits.count(micros(took));
        if !done {
            self.commits_failed.add_one();
        }
    }
}

/// How full a lane is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Depth {
    /// Commands and wakes that wait.
    pub waiting: usize,
    /// Places.
    pub places: usize,
}

impl Engine {
    /// What was counted since the start.
    #[must_use]
    pub fn meters(&self) -> &Meters {
        &self.core().meters
    }

    /// How full each lane is now, by its number from 0.
    #[must_use]
    pub fn depths(&self) -> Vec<Depth> {
        self.lanes()
            .iter()
            .map(|lane| {
                let places = lane.max_capacity();
                Depth { waiting: places.saturating_sub(lane.capacity()), places }
            })
            .collect()
    }

    /// What waits in the store now: looked up by indexes, and counted no further than a limit.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn gauges(&self) -> Result<Gauges, EngineError> {
        let until = self.wall().saturating_sub(self.settings().wake_delay).unwrap_or(jiff::Timestamp::MIN);
        Ok(self.core().store.gauges(until).await?)
    }

    /// Time since some instant of the past, by which work is measured; see [`Clock::ticks`](crate::ports::Clock::ticks).
    #[must_use]
    pub fn ticks(&self) -> Duration {
        self.core().time.clock().ticks()
    }
}

/// Whole microseconds.
#[must_use]
pub fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
