//! The outbox: delivers what was promised, at least once, under keys that never change, until it is kept.
//!
//! | leaves | to | comes back as |
//! | --- | --- | --- |
//! | refund | the gateway of the payment | `OrderCommand::RefundResult` |
//! | payout | the gateway of the seller | `AccountCommand::PayoutResult` |
//! | message | an account, as a command taken once by (sender, sequence) | for a wallet leg: `RefundResult` confirmed |
//! | note | an account, as a message without money | nothing |
//! | freeze, thaw | every order of a seller, page by page; or one order | `CaseAct::Reached` |
//! | fund request, fund use | the protection fund | fund answer |
//! | fund answer | the order that asked | fund use |
//! | notice | the notices port | nothing |
mod deliver;
mod freeze;
mod fund;
mod money;

use crate::engine::Engine;
use crate::error::EngineError;
use crate::ports::{Claimed, Settled, Settlement, StoreError, Timeline};
use crate::sandbox::CLOCK;
use crate::workers::{Halt, timer};
use jiff::{SignedDuration, Timestamp};
use resolution::id::MarketplaceId;
use std::collections::BTreeSet;

/// Wait before a timeline is looked at again that could not be worked off.
const SOON: SignedDuration = SignedDuration::from_millis(500);

/// Tries to note what became of promises.
const SETTLES: u32 = 3;

/// How often the timelines of all sandboxes are looked at, where other processes share the store.
const ALL_LINES_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// The wait after a number of tries: doubled each time, up to the longest.
pub(crate) fn wait(first: SignedDuration, longest: SignedDuration, attempts: u32) -> SignedDuration {
    let doubled = 2_i32.checked_pow(attempts.saturating_sub(1)).and_then(|factor| first.checked_mul(factor));
    doubled.unwrap_or(longest).min(longest)
}

impl Engine {
    /// Tries once every promise of a timeline that is due at `now` (the timeline's time); says how many were tried.
    ///
    /// # Errors
    /// [`EngineError::Store`]. What the outside refuses or leaves open is no error: it is tried again.
    pub async fn deliver(&self, line: Timeline, now: Timestamp) -> Result<u64, EngineError> {
        let claimed = self.claim(line, now).await?;
        let tried = u64::try_from(claimed.len()).unwrap_or(u64::MAX);
        self.settle(self.try_all(line, claimed).await).await?;
        Ok(tried)
    }

    async fn claim(&self, line: Timeline, now: Timestamp) -> Result<Vec<Claimed>, StoreError> {
        let core = self.core();
        let settings = &core.settings.outbox;
        core.store.claim(line, now, core.time.wall(), settings.lease, settings.claim).await
    }

    async fn try_all(&self, line: Timeline, claimed: Vec<Claimed>) -> Vec<Settled> {
        let tries = claimed.into_iter().map(|claimed| async move {
            let (no, token) = (claimed.promise.no, claimed.token);
            Settled { no, token, settlement: self.try_promise(line, claimed.promise).await }
        });
        let settled = futures::future::join_all(tries).await;
        for one in &settled {
            match one.settlement {
                Settlement::Kept => self.core().meters.kept.add_one(),
                Settlement::Later { .. } => self.core().meters.tried_in_vain.add_one(),
            }
        }
        settled
    }

    /// Notes what became of tries. What cannot be noted is tried again by whoever comes after the lease, so that it is worth
    /// a few tries where the store has just gone away.
    async fn settle(&self, settled: Vec<Settled>) -> Result<(), EngineError> {
        let mut tries = 1;
        loop {
            match self.core().store.settle(settled.clone()).await {
                Err(StoreError::Unavailable { .. }) if tries < SETTLES => {
                    tries += 1;
                    tokio::time::sleep(timer(SOON)).await;
                }
                done => return Ok(done.map(drop)?),
            }
        }
    }

    /// Delivers until nothing more is due at `now`: results come back as commands, and those may promise again. What was
    /// tried is settled while the next promises are claimed: a store may write both at once.
    pub(crate) async fn deliver_until_quiet(
        &self,
        line: Timeline,
        now: Timestamp,
    ) -> Result<u64, EngineError> {
        self.deliver_while(line, now, || true).await
    }

    /// The same, or until told to stop.
    async fn deliver_until_told(
        &self,
        line: Timeline,
        now: Timestamp,
        halt: &Halt,
    ) -> Result<(), EngineError> {
        self.deliver_while(line, now, || !halt.told()).await.map(|_| ())
    }

    async fn deliver_while(
        &self,
        line: Timeline,
        now: Timestamp,
        goes_on: impl Fn() -> bool + Send,
    ) -> Result<u64, EngineError> {
        let (mut tried, mut settled) = (0, Vec::new());
        while goes_on() {
            let last = settled.is_empty();
            let settling = self.settle(std::mem::take(&mut settled));
            let (done, claimed) = futures::join!(settling, self.claim(line, now));
            done?;
            let claimed = claimed?;
            if claimed.is_empty() && last {
                return Ok(tried);
            }
            tried += u64::try_from(claimed.len()).unwrap_or(u64::MAX);
            settled = self.try_all(line, claimed).await;
        }
        self.settle(settled).await?;
        Ok(tried)
    }

    /// Delivers whenever something is promised or due again, until told to stop. At the start, also what an earlier process
    /// left.
    pub(crate) async fn run_outbox(self, mut halt: Halt) {
        let mut lines = self.all_lines().await;
        let mut looked = self.wall();
        while !halt.told() {
            lines.extend(self.core().signals.lines());
            if self.look_at_all(&mut looked) {
                lines.extend(self.all_lines().await);
            }
            lines.insert(Timeline::Wall);
            let mut left = BTreeSet::new();
            for line in std::mem::take(&mut lines) {
                if !self.deliver_line(line, &halt).await {
                    left.insert(line);
                }
            }
            let wait = if left.is_empty() { self.until_next_promise().await } else { SOON };
            lines = left;
            tokio::select! {
                () = tokio::time::sleep(timer(wait)) => {}
                () = self.core().signals.promise() => {}
                () = halt.wait() => {}
            }
        }
    }

    /// Works a timeline off; false where that must be tried again soon.
    async fn deliver_line(&self, line: Timeline, halt: &Halt) -> bool {
        let delivered = match line {
            Timeline::Wall => self.deliver_by_the_wall(halt).await,
            Timeline::Sandbox(marketplace) => self.deliver_in_sandbox(marketplace, halt).await,
        };
        delivered.unwrap_or_else(|error| {
            tracing::error!(%error, "promises could not be delivered; they are tried again");
            false
        })
    }

    /// True also where another process must do it, since the clock of this one is wrong.
    async fn deliver_by_the_wall(&self, halt: &Halt) -> Result<bool, EngineError> {
        if self.clock_holds().await? {
            self.deliver_until_told(Timeline::Wall, self.wall(), halt).await?;
        }
        Ok(true)
    }

    /// Whoever moves a sandbox's clock delivers its promises at the instants it passes; nobody else may hold one then.
    /// False where somebody does.
    async fn deliver_in_sandbox(&self, marketplace: MarketplaceId, halt: &Halt) -> Result<bool, EngineError> {
        let (core, line) = (self.core(), Timeline::Sandbox(marketplace));
        let Ok(_alone) = self.inner.moving.try_lock() else { return Ok(false) };
        let hold = core.store.try_hold(&format!("{CLOCK} {marketplace}")).await?;
        if hold.is_none() {
            return Ok(false);
        }
        if !core.store.exclusive() {
            core.rules.marketplace(marketplace).await?;
        }
        self.deliver_until_told(line, core.time.now_of(line), halt).await?;
        Ok(true)
    }

    /// Whether it is time to look at the timelines of all sandboxes: another process may have promised and ended.
    fn look_at_all(&self, looked: &mut Timestamp) -> bool {
        let now = self.wall();
        let waited = now.duration_since(*looked);
        let due = !self.core().store.exclusive() && waited >= ALL_LINES_EVERY;
        if due || waited.is_negative() {
            *looked = now;
        }
        due
    }

    async fn all_lines(&self) -> BTreeSet<Timeline> {
        match self.core().store.marketplaces().await {
            Ok(all) => all.iter().map(crate::timebase::timeline).collect(),
            Err(error) => {
                tracing::error!(%error, "marketplaces could not be listed; sandboxes wait for their next promise");
                BTreeSet::new()
            }
        }
    }

    async fn until_next_promise(&self) -> SignedDuration {
        let longest = self.settings().outbox.look_every;
        let next = self.core().store.next_promise(Timeline::Wall).await.ok().flatten();
        next.map_or(longest, |next| next.duration_since(self.wall()).clamp(SignedDuration::ZERO, longest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest() {
        let (first, longest) = (SignedDuration::from_secs(5), SignedDuration::from_hours(1));
        let waits: Vec<i64> = [1, 2, 3, 10, 11, 400].map(|n| wait(first, longest, n).as_secs()).to_vec();
        assert_eq!(waits, [5, 10, 20, 2_560, 3_600, 3_600]);
    }
}
