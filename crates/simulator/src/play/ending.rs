//! The end: nothing is under way any more. Everything must be settled, and the books must say so.
use super::onlooker::nanos;
use super::{Broken, Run, Task};
use crate::summary::{Money, Summary};
use auditor::{self as seen, Observation};
use engine::ports::{Audited, Timeline};
use jiff::Timestamp;
use resolution::ledger::Commodity;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Aggregates read at once.
const PAGE: u32 = 500;

impl Run<'_> {
    /// Asks the auditor for its last word, and sums up.
    pub(super) async fn end(mut self) -> Result<Summary, Box<Broken>> {
        let left = self.house.store().promises(None, 0, 5).await.map_err(|error| self.broken_by(&error))?;
        if let Some(promise) = left.first() {
            return Err(self.broken(format!("the promise {} is never kept", promise.key)));
        }
        let out = self.house.store().quarantined(None).await.map_err(|error| self.broken_by(&error))?;
        if let Some(entry) = out.first() {
            return Err(self.broken(format!("{} is out of service: {}", entry.id, entry.why)));
        }
        let (digest, orders) = self.heads().await?;
        let money = self.balances().await?;
        let at = nanos(self.now());
        if let Err(violations) = self.onlooker.auditor.finish(at, true) {
            let all: Vec<String> = violations.iter().take(5).map(ToString::to_string).collect();
            let what = format!("{} things are wrong at the end:\n{}", violations.len(), all.join("\n"));
            return Err(self.broken(what));
        }
        let faults = self.switch.all();
        let notices = self.post.arrived();
        Ok(Summary::of(&self.plan, self.tally, faults, notices, orders, self.step, money, digest))
    }

    /// Gives the auditor every head and row of the list; a digest over all heads, in the order of ids.
    async fn heads(&mut self) -> Result<(String, BTreeMap<String, u64>), Box<Broken>> {
        let (mut after, mut hash, mut words) = (None, Sha256::new(), BTreeMap::new());
        loop {
            let page = self.house.store().audited(after, PAGE).await;
            let page = page.map_err(|error| self.broken_by(&error))?;
            let Some(last) = page.last() else { break };
            after = Some(last.head.id.bytes());
            for one in &page {
                if self.markets.iter().any(|market| market.id == one.head.marketplace) {
                    hash.update(one.head.id.bytes());
                    hash.update(one.head.version.to_be_bytes());
                    hash.update(one.head.hash);
                    self.shows(one, &mut words)?;
                }
            }
        }
        Ok((hex::encode(hash.finalize()), words))
    }

    fn shows(&mut self, one: &Audited, words: &mut BTreeMap<String, u64>) -> Result<(), Box<Broken>> {
        let aggregate = one.head.id.to_string();
        self.observes(&Observation::Head(seen::Head {
            aggregate: &aggregate,
            version: one.head.version,
            hash: one.head.hash,
            next_wake: one.head.next_wake.map(nanos),
        }))?;
        if let Some(listed) = &one.listed {
            *words.entry(listed.state.clone()).or_default() += 1;
            self.observes(&Observation::Listed(seen::Listed { order: &aggregate, state: &listed.state }))?;
        }
        Ok(())
    }

    /// Gives the auditor every balance; sums by purpose for the summary.
    async fn balances(&mut self) -> Result<Vec<Money>, Box<Broken>> {
        let mut sums: BTreeMap<(String, String), i64> = BTreeMap::new();
        let engine = self.house.engine(0);
        let all: Vec<_> = self.markets.iter().map(|market| (market.id, market.name.clone())).collect();
        for (id, name) in all {
            let balances = engine.balances(id).await.map_err(|error| self.broken_by(&error))?;
            for row in balances.rows {
                let account = row.account.to_string();
                let commodity = match row.of {
                    Commodity::Money(currency) => currency.to_string(),
                    Commodity::Coins => "coins".to_owned(),
                };
                self.observes(&Observation::Balance(seen::Balance {
                    marketplace: &name,
                    account: &account,
                    commodity: &commodity,
                    amount: row.amount,
                }))?;
                *sums.entry((purpose(&account), commodity)).or_default() += row.amount;
            }
        }
        let money = |((account, commodity), amount)| Money { account, commodity, amount };
        Ok(sums.into_iter().map(money).collect())
    }

    /// Long after the faults have stopped, something is still under way.
    pub(super) async fn never_ends(&self) -> Box<Broken> {
        let store = self.house.store();
        let due = store.due(Timeline::Wall, Timestamp::MAX, 5).await.unwrap_or_default();
        let promises = store.promises(None, 0, 5).await.unwrap_or_default();
        let next = self.agenda.peek().map_or("nothing", Task::word);
        let due: Vec<String> = due.iter().map(|due| format!("{} due {}", due.id, due.at)).collect();
        let promises: Vec<String> = promises.into_iter().map(|promise| promise.key).collect();
        self.broken(format!(
            "years after the last fault it is not over; next on the agenda: {next}; still due: {}; promises: {}",
            due.join(", "),
            promises.join(", ")
        ))
    }
}

/// An account's purpose: its name without the party or gateway.
fn purpose(account: &str) -> String {
    let parts: Vec<&str> = account.split(':').collect();
    match parts.as_slice() {
        [owner, _, rest @ ..] if !rest.is_empty() => format!("{owner}:{}", rest.join(":")),
        _ => account.to_owned(),
    }
}
