//! Which instant it is: real time, and where each sandbox clock stands.
use crate::ports::{Clock, Marketplace, Timeline};
use jiff::Timestamp;
use resolution::id::MarketplaceId;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Where a sandbox clock stands, and whether the store knows.
#[derive(Clone, Copy)]
struct Standing {
    now: Timestamp,
    kept: bool,
}

/// All clocks.
pub(crate) struct Timebase {
    clock: Arc<dyn Clock>,
    sandboxes: RwLock<HashMap<MarketplaceId, Standing>>,
}

impl Timebase {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, sandboxes: RwLock::default() }
    }

    /// Real time: for signatures, leases and how long answers are remembered.
    pub(crate) fn wall(&self) -> Timestamp {
        self.clock.now()
    }

    /// The real clock.
    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// Takes note of a marketplace as the store has it.
    pub(crate) fn know(&self, marketplace: &Marketplace) {
        if let Some(now) = marketplace.sandbox {
            let mut sandboxes = self.sandboxes.write().unwrap_or_else(PoisonError::into_inner);
            let standing = sandboxes.entry(marketplace.id).or_insert(Standing { now, kept: true });
            standing.now = standing.now.max(now);
        }
    }

    /// Business time of a marketplace.
    pub(crate) fn now(&self, marketplace: &Marketplace) -> Timestamp {
        match marketplace.sandbox {
            None => self.wall(),
            Some(stored) => self.standing(marketplace.id).unwrap_or(stored),
        }
    }

    /// Business time of a timeline.
    pub(crate) fn now_of(&self, timeline: Timeline) -> Timestamp {
        match timeline {
            Timeline::Wall => self.wall(),
            Timeline::Sandbox(id) => self.standing(id).unwrap_or(Timestamp::UNIX_EPOCH),
        }
    }

    /// Where a sandbox clock stands.
    pub(crate) fn standing(&self, id: MarketplaceId) -> Option<Timestamp> {
        self.sandboxes.read().unwrap_or_else(PoisonError::into_inner).get(&id).map(|standing| standing.now)
    }

    /// Moves a sandbox clock forward; an earlier instant changes nothing.
    pub(crate) fn set(&self, id: MarketplaceId, to: Timestamp) {
        let mut sandboxes = self.sandboxes.write().unwrap_or_else(PoisonError::into_inner);
        let standing = sandboxes.entry(id).or_insert(Standing { now: to, kept: false });
        if to > standing.now {
            *standing = Standing { now: to, kept: false };
        }
    }

    /// Where the clock of a sandbox stands, if the store does not know that yet.
    pub(crate) fn unkept(&self, id: MarketplaceId) -> Option<Timestamp> {
        let sandboxes = self.sandboxes.read().unwrap_or_else(PoisonError::into_inner);
        sandboxes.get(&id).filter(|standing| !standing.kept).map(|standing| standing.now)
    }

    /// The store knows now that the clock stood at `at`.
    pub(crate) fn kept(&self, id: MarketplaceId, at: Timestamp) {
        let mut sandboxes = self.sandboxes.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(standing) = sandboxes.get_mut(&id).filter(|standing| standing.now == at) {
            standing.kept = true;
        }
    }
}

/// The timeline of a marketplace.
pub(crate) const fn timeline(marketplace: &Marketplace) -> Timeline {
    match marketplace.sandbox {
        None => Timeline::Wall,
        Some(_) => Timeline::Sandbox(marketplace.id),
    }
}
