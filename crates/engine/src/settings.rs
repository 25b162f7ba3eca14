//! Numbers of the installation: none of them changes what is decided, only how fast and how patiently it is carried out.
use jiff::SignedDuration;
use resolution::aggregate::Limits;
use std::num::NonZeroUsize;

/// Settings of an engine.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Lanes; an aggregate always goes through the same. 1 where the store has one writer.
    pub lanes: NonZeroUsize,
    /// Commands in one transaction, at most.
    pub batch: usize,
    /// Commands that may wait in a lane before callers have to.
    pub queue: usize,
    /// Aggregates whose state each lane keeps at hand.
    pub cache: NonZeroUsize,
    /// Aggregates whose state is kept at hand for readers.
    pub seen: NonZeroUsize,
    /// Events after which the state is kept as a snapshot, so that it need not be folded from the start.
    pub snapshot_after: u64,
    /// How long after its due instant a deadline is applied by the waker: room for commands that were under way.
    pub wake_delay: SignedDuration,
    /// Aggregates that are woken at once.
    pub wake_at_once: u32,
    /// How often waker and inbox look even though nothing told them to, where other processes share the store (one of them
    /// may have ended with its work undone), and how often the database's clock is compared.
    pub look_every: SignedDuration,
    /// How long answers are remembered (wall time).
    pub remember: SignedDuration,
    /// How often a command that lost a race is tried before the caller is told.
    pub races: u32,
    /// Delivering promises.
    pub outbox: OutboxSettings,
    /// Limits of an order.
    pub limits: Limits,
}

/// Settings of the outbox.
#[derive(Clone, Debug)]
pub struct OutboxSettings {
    /// Promises claimed at once.
    pub claim: u32,
    /// How long a claim holds before another worker may take over (wall time).
    pub lease: SignedDuration,
    /// Wait after the first failed try; each further wait is twice as long.
    pub first_wait: SignedDuration,
    /// The longest wait.
    pub longest_wait: SignedDuration,
    /// How often the worker looks even though nothing told it to (another process may have promised).
    pub look_every: SignedDuration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            lanes: NonZeroUsize::MIN,
            batch: 256,
            queue: 4_096,
            cache: NonZeroUsize::MIN.saturating_add(16_383),
            seen: NonZeroUsize::MIN.saturating_add(2_047),
            snapshot_after: 64,
            wake_delay: SignedDuration::from_secs(2),
            wake_at_once: 1_024,
            look_every: SignedDuration::from_secs(10),
            remember: SignedDuration::from_hours(30 * 24),
            races: 16,
            outbox: OutboxSettings::default(),
            limits: Limits::default(),
        }
    }
}

impl Default for OutboxSettings {
    fn default() -> Self {
        Self {
            claim: 1_024,
            lease: SignedDuration::from_secs(60),
            first_wait: SignedDuration::from_secs(5),
            longest_wait: SignedDuration::from_hours(1),
            look_every: SignedDuration::from_secs(10),
        }
    }
}
