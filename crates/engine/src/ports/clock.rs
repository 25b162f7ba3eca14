//! The one place where real time comes in.
use async_trait::async_trait;
use jiff::Timestamp;
use std::time::Duration;

/// Real time. Implemented in the binary; tests bring one that stands until it is moved.
#[async_trait]
pub trait Clock: Send + Sync {
    /// The instant now.
    fn now(&self) -> Timestamp;

    /// Whether it is the real clock of this machine, so that another machine's can be compared with it.
    fn real(&self) -> bool {
        false
    }

    /// Time since some instant of the past that never goes back, to measure how long work took; zero where nobody measures.
    /// Never for what is recorded.
    fn ticks(&self) -> Duration {
        Duration::ZERO
    }

    /// Returns when `now() >= until`.
    async fn sleep_until(&self, until: Timestamp);
}
