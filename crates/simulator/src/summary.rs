//! What came of a life, to be printed.
use crate::plan::Plan;
use crate::tally::Tally;
use serde::Serialize;
use std::collections::BTreeMap;

/// A sum of balances by purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Money {
    /// The account's purpose, without parties.
    pub account: String,
    /// ISO 4217 code, or `coins`.
    pub commodity: String,
    /// Minor units.
    pub amount: i64,
}

/// How long cases took, in days from opening to closing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Days {
    /// Half of them took at most so long.
    pub median: i64,
    /// Nine in ten took at most so long.
    pub ninety: i64,
    /// The longest.
    pub longest: i64,
}

/// What came of a life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// What was played.
    #[serde(flatten)]
    pub plan: Plan,
    /// Processes over one store.
    pub processes: usize,
    /// Steps.
    pub steps: u64,
    /// Orders by their word at the end.
    pub orders: BTreeMap<String, u64>,
    /// Commands that clients gave, by kind; each try once.
    pub commands: BTreeMap<&'static str, u64>,
    /// Commands that were carried out.
    pub accepted: u64,
    /// Refusals by code.
    pub refusals: BTreeMap<String, u64>,
    /// Commands whose sender had seen an older state.
    pub stale: u64,
    /// Committed records.
    pub records: u64,
    /// Events by kind.
    pub events: BTreeMap<String, u64>,
    /// Stages by how often a case entered them.
    pub stages: BTreeMap<&'static str, u64>,
    /// Cases by how they ended.
    pub cases: BTreeMap<&'static str, u64>,
    /// Cases by the finer reason that their openers named.
    pub sub_reasons: BTreeMap<String, u64>,
    /// Cases that are still open.
    pub open_cases: usize,
    /// How long cases took.
    pub days: Days,
    /// What broke, by kind.
    pub faults: BTreeMap<&'static str, u64>,
    /// Carrier events that were delivered, repeats included.
    pub carrier_events: u64,
    /// How often an operator put something back into service that had broken.
    pub put_back: u64,
    /// Notices that arrived.
    pub notices: u64,
    /// Balances by purpose.
    pub money: Vec<Money>,
    /// SHA-256 over all heads in the order of ids: equal exactly where everything that was committed is.
    pub digest: String,
}

impl Summary {
    #[expect(clippy::too_many_arguments, reason = "each is a part of the picture, gathered in one place")]
    pub(crate) fn of(
        plan: &Plan,
        tally: Tally,
        faults: BTreeMap<&'static str, u64>,
        notices: u64,
        orders: BTreeMap<String, u64>,
        steps: u64,
        money: Vec<Money>,
        digest: String,
    ) -> Self {
        Self {
            plan: *plan,
            processes: tally.processes,
            steps,
            orders,
            accepted: tally.accepted,
            stale: tally.stale,
            records: tally.records,
            open_cases: tally.still_open(),
            days: days(&tally.hours),
            commands: tally.commands,
            refusals: tally.refusals,
            events: tally.events,
            stages: tally.stages,
            cases: tally.cases,
            sub_reasons: tally.sub_reasons,
            carrier_events: tally.carrier_events,
            put_back: tally.put_back,
            faults,
            notices,
            money,
            digest,
        }
    }

    /// Commands in all.
    #[must_use]
    pub fn all_commands(&self) -> u64 {
        self.commands.values().sum()
    }

    /// Events in all.
    #[must_use]
    pub fn all_events(&self) -> u64 {
        self.events.values().sum()
    }

    /// Faults in all.
    #[must_use]
    pub fn all_faults(&self) -> u64 {
        self.faults.values().sum()
    }
}

fn days(hours: &[i64]) -> Days {
    let mut sorted = hours.to_vec();
    sorted.sort_unstable();
    let at = |percent: usize| {
        let place = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
        sorted.get(place).copied().unwrap_or(0) / 24
    };
    Days { median: at(50), ninety: at(90), longest: at(100) }
}
