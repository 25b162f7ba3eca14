//! Moving the clock of a sandbox marketplace: through every due instant, never past one.
use crate::engine::Engine;
use crate::error::EngineError;
use crate::ports::{Due, Timeline};
use crate::waker::woke;
use crate::watch::Changed;
use jiff::{SignedDuration, Timestamp};
use resolution::id::MarketplaceId;

/// The right of one process to move a sandbox's clock and to deliver what was promised under it.
pub(crate) const CLOCK: &str = "clock";

/// How the clock moves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Advance {
    /// How late deadlines are applied. Zero: at their due instant. Lateness must decide nothing (DESIGN 3.5), and tests
    /// show it with a day here.
    pub lateness: SignedDuration,
    /// Due instants that lie no further apart than this are taken in one go, each aggregate still at its own instant.
    /// Zero: every instant on its own. More is faster where thousands of orders fall due and nobody acts meanwhile;
    /// accounts then see messages of different orders in an order that may differ by as much.
    pub stride: SignedDuration,
    /// Leave it to the next write to keep the clock (for an importer that acts at every step). A crash before that
    /// write finds the clock where it was.
    pub keep_lazily: bool,
}

/// What moving did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Advanced {
    /// Aggregates woken.
    pub woken: u64,
    /// Promises tried.
    pub delivered: u64,
}

impl Engine {
    /// Steps the clock of a sandbox marketplace through every due instant up to `to`: at each, applies what is due and
    /// delivers what was promised until nothing more follows; results come back as commands at that instant.
    ///
    /// # Errors
    /// [`EngineError::Clock`] where the marketplace is no sandbox or its clock stands later than `to`.
    pub async fn advance_sandbox(
        &self,
        marketplace: MarketplaceId,
        to: Timestamp,
        how: Advance,
    ) -> Result<Advanced, EngineError> {
        // What follows from moving the clock is not the caller's to send again.
        self.patient().step_through(marketplace, to, how).await
    }

    async fn step_through(
        &self,
        marketplace: MarketplaceId,
        to: Timestamp,
        how: Advance,
    ) -> Result<Advanced, EngineError> {
        let _alone = self.inner.moving.lock().await;
        let _in_all_processes = self.alone(CLOCK, marketplace).await?;
        let core = self.core();
        core.rules.marketplace(marketplace).await?;
        let refuse = |why: String| EngineError::Clock { marketplace, why };
        let start =
            core.time.standing(marketplace).ok_or_else(|| refuse("it is not a sandbox".to_owned()))?;
        if to < start {
            return Err(refuse(format!(
                "it stands at {start} and only moves forward; give that instant or a later one"
            )));
        }
        let line = Timeline::Sandbox(marketplace);
        let mut done = Advanced::default();
        done.delivered += self.deliver_until_quiet(line, start).await?;
        while let Some(step) = self.next_step(line, to, how).await? {
            let now = step.max(core.time.standing(marketplace).unwrap_or(step));
            let end = now.saturating_add(how.stride).unwrap_or(to).min(to);
            core.time.set(marketplace, now);
            loop {
                let woken = self.wake_line(line, now, end, how.lateness).await?;
                done.delivered += self.deliver_until_quiet(line, end).await?;
                done.woken += woken;
                if woken == 0 {
                    break;
                }
            }
            core.time.set(marketplace, end);
        }
        core.time.set(marketplace, to);
        if !how.keep_lazily {
            self.keep_clock(marketplace).await?;
            core.signals.changed(Changed::all(marketplace));
        }
        Ok(done)
    }

    /// Writes down where a sandbox clock stands, if no write has done so since it moved.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn keep_clock(&self, marketplace: MarketplaceId) -> Result<(), EngineError> {
        if let Some(at) = self.core().time.unkept(marketplace) {
            self.core().store.move_clock(marketplace, at).await?;
            self.core().time.kept(marketplace, at);
        }
        Ok(())
    }

    /// The next instant up to `to` at which something is to be done.
    async fn next_step(
        &self,
        line: Timeline,
        to: Timestamp,
        how: Advance,
    ) -> Result<Option<Timestamp>, EngineError> {
        let store = &self.core().store;
        let due =
            store.next_due(line).await?.map(|due| due.saturating_add(how.lateness).unwrap_or(Timestamp::MAX));
        let promise = store.next_promise(line).await?;
        Ok([due, promise].into_iter().flatten().min().filter(|next| *next <= to))
    }

    /// Wakes everything whose instant (with lateness) has come by `end`, each at its own instant and not before `now`.
    async fn wake_line(
        &self,
        line: Timeline,
        now: Timestamp,
        end: Timestamp,
        lateness: SignedDuration,
    ) -> Result<u64, EngineError> {
        let late = |instant: Timestamp| instant.saturating_add(lateness).unwrap_or(Timestamp::MAX);
        let until = end.saturating_sub(lateness).unwrap_or(Timestamp::MIN);
        let due: Vec<Due> = self.core().store.due(line, until, self.settings().wake_at_once).await?;
        let wakes = due.iter().map(|due| self.wake(due.marketplace, due.id, late(due.at).max(now)));
        woke(futures::future::join_all(wakes).await)?;
        Ok(u64::try_from(due.len()).unwrap_or(u64::MAX))
    }
}
