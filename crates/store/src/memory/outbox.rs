//! Promises that are not yet kept.
use super::{MemoryStore, count};
use async_trait::async_trait;
use engine::ports::{Claimed, Outbox, Promise, Settled, Settlement, StoreError, Timeline};
use jiff::{SignedDuration, Timestamp};
use resolution::id::MarketplaceId;

use super::state::State;

impl State {
    fn claim(
        &mut self,
        line: Timeline,
        now: Timestamp,
        wall: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Vec<Claimed> {
        let due = self.next.get(&line).into_iter().flatten().take_while(|(at, _)| *at <= now);
        let free = due.filter(|(_, no)| {
            self.promises.get(no).is_some_and(|promised| promised.lease.is_none_or(|lease| lease <= wall))
        });
        let numbers: Vec<u64> = free.take(count(limit)).map(|(_, no)| *no).collect();
        let claim = |no| {
            let promised = self.promises.get_mut(&no)?;
            promised.lease = Some(until);
            promised.promise.attempts += 1;
            promised.promise.first_claimed.get_or_insert(now);
            let promise = promised.promise.clone();
            // The count of attempts only grows, and with every claim: it is the fencing token.
            Some(Claimed { token: u64::from(promise.attempts), promise })
        };
        numbers.into_iter().filter_map(claim).collect()
    }

    fn settle(&mut self, settled: Settled) -> bool {
        let Some(promised) = self.promises.get_mut(&settled.no) else { return false };
        if u64::from(promised.promise.attempts) != settled.token {
            return false;
        }
        let (line, before) = (promised.line, (promised.promise.next, settled.no));
        let next = self.next.entry(line).or_default();
        next.remove(&before);
        match settled.settlement {
            Settlement::Kept => {
                if let Some(gone) = self.promises.remove(&settled.no) {
                    self.promise_keys.remove(&gone.promise.key);
                }
            }
            Settlement::Later { at, note, trouble } => {
                promised.promise.next = at;
                promised.promise.note = note;
                promised.promise.trouble = trouble;
                promised.lease = None;
                next.insert((at, settled.no));
            }
        }
        true
    }

    fn next_promise(&self, line: Timeline) -> Option<Timestamp> {
        let mut best: Option<Timestamp> = None;
        for (at, no) in self.next.get(&line)? {
            if best.is_some_and(|best| best <= *at) {
                break;
            }
            let lease = self.promises.get(no).and_then(|promised| promised.lease);
            let visible = match (line, lease) {
                (_, None) => *at,
                (Timeline::Wall, Some(lease)) => lease.max(*at),
                // A sandbox's time says nothing about the end of a claim, which is real time.
                (Timeline::Sandbox(_), Some(_)) => continue,
            };
            best = Some(best.map_or(visible, |best| best.min(visible)));
        }
        best
    }
}

#[async_trait]
impl Outbox for MemoryStore {
    async fn claim(
        &self,
        line: Timeline,
        now: Timestamp,
        wall: Timestamp,
        lease: SignedDuration,
        limit: u32,
    ) -> Result<Vec<Claimed>, StoreError> {
        let until = wall.saturating_add(lease).unwrap_or(Timestamp::MAX);
        Ok(self.with(|state| state.claim(line, now, wall, until, limit)))
    }

    async fn settle(&self, settled: Vec<Settled>) -> Result<Vec<bool>, StoreError> {
        Ok(self.with(|state| settled.into_iter().map(|one| state.settle(one)).collect()))
    }

    async fn next_promise(&self, line: Timeline) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.with(|state| state.next_promise(line)))
    }

    async fn promises(
        &self,
        marketplace: Option<MarketplaceId>,
        after: u64,
        limit: u32,
    ) -> Result<Vec<Promise>, StoreError> {
        Ok(self.with(|state| {
            let later =
                state.promises.range(after.saturating_add(1)..).map(|(_, promised)| &promised.promise);
            let wanted = later.filter(|promise| marketplace.is_none_or(|only| promise.marketplace == only));
            wanted.take(count(limit)).cloned().collect()
        }))
    }
}
