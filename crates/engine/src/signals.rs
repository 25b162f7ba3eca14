//! How the write path tells the workers that there is something for them.
use crate::ports::Timeline;
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use tokio::sync::Notify;

/// Bells and what they rang for.
#[derive(Default)]
pub(crate) struct Signals {
    earliest: Mutex<Option<Timestamp>>,
    waker: Notify,
    lines: Mutex<BTreeSet<Timeline>>,
    outbox: Notify,
    inbox: Notify,
}

impl Signals {
    /// Something on the real timeline wakes at `at`. The waker is disturbed only where that is before what it waits for.
    pub(crate) fn wakes(&self, at: Timestamp) {
        let mut earliest = self.earliest.lock().unwrap_or_else(PoisonError::into_inner);
        if earliest.is_none_or(|known| at < known) {
            *earliest = Some(at);
            self.waker.notify_one();
        }
    }

    /// The waker waits for `at` from now on.
    pub(crate) fn waits_for(&self, at: Option<Timestamp>) {
        *self.earliest.lock().unwrap_or_else(PoisonError::into_inner) = at;
    }

    /// Until something earlier wakes.
    pub(crate) async fn earlier(&self) {
        self.waker.notified().await;
    }

    /// Something was promised on a timeline.
    pub(crate) fn promised(&self, line: Timeline) {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).insert(line);
        self.outbox.notify_one();
    }

    /// The timelines on which something was promised since the last time.
    pub(crate) fn lines(&self) -> BTreeSet<Timeline> {
        std::mem::take(&mut *self.lines.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Until something is promised.
    pub(crate) async fn promise(&self) {
        self.outbox.notified().await;
    }

    /// A route came in: carrier events may wait for it.
    pub(crate) fn routed(&self) {
        self.inbox.notify_one();
    }

    /// Until a route comes in.
    pub(crate) async fn route(&self) {
        self.inbox.notified().await;
    }
}
