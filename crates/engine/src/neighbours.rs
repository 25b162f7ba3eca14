//! Living beside other processes on one store: telling them what changed here, hearing what changed there, and keeping
//! still while this process's clock is not the database's.
use crate::core::Core;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::news::{News, read, texts};
use crate::ports::Hold;
use jiff::{SignedDuration, Timestamp};
use resolution::id::MarketplaceId;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc;

/// News that may wait to be told before only their marketplace is named.
pub(crate) const UNTOLD: usize = 4_096;
/// News that are told together, at most.
const TOGETHER: usize = 1_024;
/// Wait after the others could not be reached.
const AFTER_FAILURE: Duration = Duration::from_secs(1);
/// How far the database's clock may be from this process's.
pub const CLOCKS_APART: SignedDuration = SignedDuration::from_secs(1);

/// What is known of the database's clock.
#[derive(Default)]
pub(crate) struct Clocks(Mutex<Compared>);

#[derive(Clone, Copy, Default)]
struct Compared {
    /// When, by this process's clock; nothing before the first time.
    at: Option<Timestamp>,
    /// How far the database is ahead, where that is too far.
    apart: Option<SignedDuration>,
}

impl Clocks {
    fn get(&self) -> Compared {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, compared: Compared) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = compared;
    }
}

/// How far their clock is ahead of ours, where that is certain and too far: it was read between `before` and `after`.
fn apart(before: Timestamp, theirs: Timestamp, after: Timestamp) -> Option<SignedDuration> {
    // The answer may have taken any part of the way, so only what the whole way cannot explain counts.
    let (ahead, behind) = (theirs.duration_since(after), before.duration_since(theirs));
    if ahead > CLOCKS_APART {
        Some(ahead)
    } else if behind > CLOCKS_APART {
        Some(SignedDuration::ZERO - behind)
    } else {
        None
    }
}

impl Engine {
    /// How far the database's clock is ahead of this process's, where the two are too far apart to wake and to deliver
    /// here; others on the same database go on. As it was at the last comparison.
    #[must_use]
    pub fn clocks_apart(&self) -> Option<SignedDuration> {
        self.core().clocks.get().apart
    }

    /// Whether this process may act by its clock. Asks the database now and then, and whenever the clock has jumped.
    ///
    /// # Errors
    /// [`EngineError::Store`] where the database does not say.
    pub(crate) async fn clock_holds(&self) -> Result<bool, EngineError> {
        let core = self.core();
        if !core.time.clock().real() {
            return Ok(true);
        }
        let (known, before) = (core.clocks.get(), core.time.wall());
        let fresh = |at: Timestamp| before >= at && before.duration_since(at) < core.settings.look_every;
        if known.at.is_some_and(fresh) {
            return Ok(known.apart.is_none());
        }
        let Some(theirs) = core.store.their_clock().await? else { return Ok(true) };
        let apart = apart(before, theirs, core.time.wall());
        core.clocks.set(Compared { at: Some(before), apart });
        match (known.apart, apart) {
            (_, Some(apart)) => tracing::error!(
                database_ahead_seconds = apart.as_secs(),
                "the clock of this machine is not the database's: this process wakes nobody and delivers nothing until both \
                 agree; set the clocks (NTP)"
            ),
            (Some(_), None) => tracing::warn!("the clocks agree again: this process wakes and delivers"),
            (None, None) => {}
        }
        Ok(apart.is_none())
    }

    /// The right to do something in a marketplace that only one of all processes does at a time.
    pub(crate) async fn alone(&self, what: &str, marketplace: MarketplaceId) -> Result<Hold, EngineError> {
        Ok(self.core().store.hold(&format!("{what} {marketplace}")).await?)
    }

    /// Tells the others at once that a marketplace's settings were changed, and forgets them here.
    pub(crate) async fn rules_changed(&self, marketplace: MarketplaceId) -> Result<(), EngineError> {
        self.core().rules.changed(marketplace);
        Ok(self.core().store.tell(texts(&[News::Rules(marketplace)])).await?)
    }

    /// Hears what the others tell, for ever.
    pub(crate) async fn run_hearing(self) {
        loop {
            match self.core().store.listen().await {
                Ok(None) => return,
                Ok(Some(mut hearing)) => {
                    let _hears = self.core().rules.hears();
                    // Nobody knows what was told before.
                    self.core().signals.missed();
                    while let Some(text) = hearing.recv().await {
                        read(&text).for_each(|news| self.heard(news));
                    }
                    tracing::warn!("what other processes tell is not heard any more; listening again");
                }
                Err(error) => tracing::warn!(%error, "other processes cannot be heard; tried again"),
            }
            tokio::time::sleep(AFTER_FAILURE).await;
        }
    }

    fn heard(&self, news: Option<News>) {
        let core = self.core();
        match &news {
            Some(News::Rules(marketplace)) => core.rules.changed(*marketplace),
            // A newer program says what this one does not know: anything may be another.
            None => {
                core.rules.all_changed();
                core.signals.missed();
            }
            Some(News::Changed { .. } | News::Much(_)) => {}
        }
        if let Some(news) = news {
            core.signals.heard(news.changed());
        }
    }
}

/// Tells the others what changed here, for ever.
pub(crate) async fn run_telling(core: Arc<Core>, mut news: mpsc::Receiver<News>) {
    let mut gathered = Vec::new();
    while news.recv_many(&mut gathered, TOGETHER).await > 0 {
        gathered.extend(core.signals.left_out().into_iter().map(News::Much));
        if let Err(error) = core.store.tell(texts(&gathered)).await {
            tracing::warn!(%error, "other processes could not be told what changed; their pages show it later");
            tokio::time::sleep(AFTER_FAILURE).await;
        }
        gathered.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_are_apart_where_the_way_there_and_back_does_not_explain_it() {
        let at = |millis: i64| Timestamp::from_millisecond(1_000_000 + millis).expect("in range");
        let millis = SignedDuration::from_millis;
        assert_eq!(apart(at(0), at(1_002), at(2)), None, "a second, not over");
        assert_eq!(apart(at(0), at(1_003), at(2)), Some(millis(1_001)));
        assert_eq!(apart(at(0), at(-1_000), at(2)), None);
        assert_eq!(apart(at(0), at(-1_001), at(2)), Some(millis(-1_001)));
        assert_eq!(apart(at(0), at(4_000), at(9_000)), None, "a slow answer says nothing");
    }
}
