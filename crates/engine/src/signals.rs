//! How the write path tells the workers that there is something for them.
use crate::news::News;
use crate::ports::Timeline;
use crate::watch::Changed;
use jiff::Timestamp;
use resolution::id::MarketplaceId;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use tokio::sync::{Notify, broadcast, mpsc};

/// Changes that a slow watcher may be behind before it is only told that it missed some.
const BEHIND: usize = 1024;

/// Bells and what they rang for.
pub(crate) struct Signals {
    earliest: Mutex<Option<Timestamp>>,
    waker: Notify,
    lines: Mutex<BTreeSet<Timeline>>,
    outbox: Notify,
    inbox: Notify,
    /// Nothing: anything may have changed.
    changes: broadcast::Sender<Option<Changed>>,
    /// To the other processes on the store, where there can be any.
    tell: Option<mpsc::Sender<News>>,
    /// Marketplaces of which more changed than could be told.
    left_out: Mutex<BTreeSet<MarketplaceId>>,
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
            tell: None,
            left_out: Mutex::default(),
        }
    }
}

impl Signals {
    /// With somebody who tells the other processes.
    pub(crate) fn telling(tell: mpsc::Sender<News>) -> Self {
        Self { tell: Some(tell), ..Self::default() }
    }

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

    /// Something that this process wrote is durable. Nobody may be watching.
    pub(crate) fn changed(&self, changed: Changed) {
        let _watchers = self.changes.send(Some(changed));
        if let Some(tell) = &self.tell
            && tell.try_send(changed.into()).is_err()
        {
            self.left_out.lock().unwrap_or_else(PoisonError::into_inner).insert(changed.marketplace);
        }
    }

    /// Another process wrote something.
    pub(crate) fn heard(&self, changed: Changed) {
        let _watchers = self.changes.send(Some(changed));
    }

    /// Nobody knows what changed.
    pub(crate) fn missed(&self) {
        let _watchers = self.changes.send(None);
    }

    /// Marketplaces of which more changed than could be told, since the last time.
    pub(crate) fn left_out(&self) -> BTreeSet<MarketplaceId> {
        std::mem::take(&mut *self.left_out.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A watcher's ear.
    pub(crate) fn watch(&self) -> broadcast::Receiver<Option<Changed>> {
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
