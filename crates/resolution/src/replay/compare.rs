//! What became of the cases of an order, and what is different between two replays.
use super::Replayed;
use crate::actor::Actor;
use crate::case::{Case, CaseKind, Closing};
use crate::id::CaseNo;
use crate::money::Minor;
use crate::order::Order;
use crate::policy::{Liable, StageName};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use std::collections::BTreeMap;

/// What settled a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Decided {
    /// The parties, or silence where the procedure says what it means.
    Parties,
    /// A mediator.
    Mediator,
    /// The liability table, when nobody had ruled in time.
    Table,
}

/// What became of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaseOutcome {
    /// Its number in the order.
    pub case: CaseNo,
    /// Its kind.
    pub kind: CaseKind,
    /// Its reason.
    pub reason: String,
    /// Since when.
    pub opened: Timestamp,
    /// How it ended, and when; nothing while it is open.
    pub closed: Option<(Closing, Timestamp)>,
    /// The stage it is in.
    pub stage: StageName,
    /// What settled it.
    pub decided: Decided,
    /// What the buyer was promised by it, by who bears it, in minor units of the order's currency.
    pub paid: BTreeMap<Liable, Minor>,
}

impl CaseOutcome {
    /// How long it took, where it has ended.
    #[must_use]
    pub fn took(&self) -> Option<SignedDuration> {
        self.closed.map(|(_, at)| self.opened.duration_until(at))
    }

    /// What the buyer was promised by it in all.
    #[must_use]
    pub fn to_buyer(&self) -> Minor {
        self.paid.values().fold(Minor::ZERO, |sum, part| sum + *part)
    }

    /// Whether people would call it the same: how it ended, what settled it, who pays what, and the day.
    fn same(&self, other: &Self) -> bool {
        let days = |one: &Self| one.took().map(|took| took.as_hours() / 24);
        self.closed.map(|(how, _)| how) == other.closed.map(|(how, _)| how)
            && self.decided == other.decided
            && self.paid == other.paid
            && self.closed.is_some() == other.closed.is_some()
            && (self.closed.is_some() || self.stage == other.stage)
            && days(self) == days(other)
    }
}

/// A case that is different under the other rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Under the recorded rules; nothing where only the others open it.
    pub before: Option<CaseOutcome>,
    /// Under the other rules; nothing where they do not open it.
    pub after: Option<CaseOutcome>,
}

impl Change {
    /// How much more the buyer gets under the other rules (less: below zero), in minor units.
    #[must_use]
    pub fn more_to_buyer(&self) -> Minor {
        let of = |case: &Option<CaseOutcome>| case.as_ref().map_or(Minor::ZERO, CaseOutcome::to_buyer);
        of(&self.after) - of(&self.before)
    }
}

/// What became of every case of an order, by number.
#[must_use]
pub fn outcomes(order: &Order) -> Vec<CaseOutcome> {
    order.cases.iter().map(|case| outcome(order, case)).collect()
}

fn outcome(order: &Order, case: &Case) -> CaseOutcome {
    let mut paid = BTreeMap::new();
    for refund in order.refunds.iter().filter(|refund| refund.case == Some(case.no)) {
        let sum = paid.entry(refund.liable).or_insert(Minor::ZERO);
        *sum = *sum + refund.to_buyer();
    }
    let decided = match case.rulings.last().map(|ruling| &ruling.by) {
        Some(Actor::Clock) => Decided::Table,
        Some(_) => Decided::Mediator,
        None => Decided::Parties,
    };
    CaseOutcome {
        case: case.no,
        kind: case.kind,
        reason: case.reason.clone(),
        opened: case.opened,
        closed: case.closed,
        stage: case.stage.name,
        decided,
        paid,
    }
}

/// The cases that are different between two replays of one history, those of the first by number, then those that only the
/// second has.
#[must_use]
pub fn changes(before: &Replayed, after: &Replayed) -> Vec<Change> {
    let was = outcomes(&before.order);
    let mut is: BTreeMap<CaseNo, CaseOutcome> =
        outcomes(&after.order).into_iter().map(|one| (one.case, one)).collect();
    // Both are numbered against the same history; a case that the history does not have is matched by nothing.
    let pair = |no: CaseNo| {
        let recorded =
            before.cases.iter().find(|(_, replayed)| **replayed == no).map(|(recorded, _)| *recorded)?;
        after.cases.get(&recorded).copied()
    };
    let mut out = Vec::new();
    for one in was {
        let other = pair(one.case).and_then(|no| is.remove(&no));
        if other.as_ref().is_some_and(|other| one.same(other)) {
            continue;
        }
        out.push(Change { before: Some(one), after: other });
    }
    out.extend(is.into_values().map(|added| Change { before: None, after: Some(added) }));
    out
}
