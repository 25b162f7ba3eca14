//! How the write path tells the workers that there is something for them.
use crate::ports::Timeline;
use crate::watch::Changed;
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use tokio::sync::{Notify, broadcast};

/// Changes that a slow watcher may be behind before it is only told that it missed some.
const BEHIND: usize = 1024;

/// Bells and what they rang for.
pub(crate) struct Signals {
    earliest: Mutex<Option<Timestamp>>,
    waker: Notify,
    lines: Mutex<BTreeSet<Timeline>>,
    outbox: Notify,
    inbox: Notify,
    changes: broadcast::Sender<Changed>,
}

impl Default for Signals {
    fn default() -> Self {
        Self {
            earliest: Mutex::default(),
            waker: Notify::default(),
            lines: Mutex::default(),
            outbox: Notify::default(),
            inbox: Notify::default(),
            changes: broadcast::Sender::new(BEHIND),
        }
    }
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

    /// Something is durable. Nobody may be watching.
    pub(crate) fn changed(&self, changed: Changed) {
        let _watchers = self.changes.send(changed);
    }

    /// A watcher's ear.
    pub(crate) fn watch(&self) -> broadcast::Receiver<Changed> {
        self.changes.subscribe()
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
