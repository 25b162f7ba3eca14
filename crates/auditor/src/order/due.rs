//! Everything that is due on an order by itself, as its records show it.
use super::{Case, Order, Parcel};
use crate::calendar::Clock;
use crate::observe::Nanos;
use crate::policy::Policy;

/// What is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    /// An order that was not paid expires.
    Expiry,
    /// The seller is reminded to ship.
    ShipReminder,
    /// Units that were not shipped are cancelled.
    Cancellation,
    /// The question about the address ends in silence.
    Address(u16),
    /// The time to collect a parcel ends.
    Collection(u16),
    /// A party of a case is reminded of its turn.
    TurnReminder(u16),
    /// A cause on the buyer's side is over.
    CauseOver(u16),
    /// The stage of a case ends.
    StageEnd(u16),
    /// A task for staff is raised again.
    StaffTask(u16),
    /// A hold ends.
    HoldEnd(u16),
    /// What nothing holds any more is released.
    Release,
}

impl Order {
    /// All that is due, with its instant. The end of a window that is announced, the carrier's silence and the longest
    /// transit are not among it: what they lead to is.
    pub(crate) fn dues(&self, policy: &Policy) -> Vec<(Nanos, What)> {
        let mut all = Vec::new();
        if self.expired {
            return all;
        }
        if !self.paid {
            all.push((self.pay_by, What::Expiry));
            return all;
        }
        if self.unshipped().next().is_some() {
            all.push((self.ship_by, What::Cancellation));
            if !self.reminded_ship {
                all.push((self.ship_by - policy.ship_reminder.length(), What::ShipReminder));
            }
        }
        for (parcel, no) in self.parcels.iter().zip(0_u16..) {
            all.extend(parcel.dues(no));
        }
        for (case, no) in self.cases.iter().zip(0_u16..) {
            all.extend(case.dues(no));
            all.extend(case.reminder(policy.turn_reminder).map(|at| (at, What::TurnReminder(no))));
        }
        for (hold, no) in self.holds.iter().zip(0_u16..).filter(|(hold, _)| !hold.lifted) {
            all.push((hold.end, What::HoldEnd(no)));
        }
        let units = 0..u16::try_from(self.units.len()).unwrap_or(u16::MAX);
        all.extend(units.filter_map(|unit| self.release_due(policy, unit)).map(|at| (at, What::Release)));
        all
    }

    /// Units that are neither cancelled nor in a parcel that was shipped.
    pub(crate) fn unshipped(&self) -> impl Iterator<Item = u16> {
        let shipped = |no: &u16| self.parcels.get(usize::from(*no)).is_some_and(Parcel::shipped);
        let numbered = self.units.iter().zip(0_u16..);
        numbered.filter(move |(u, _)| !u.cancelled && !u.parcels.iter().any(shipped)).map(|(_, no)| no)
    }
}

impl Parcel {
    fn dues(&self, no: u16) -> impl Iterator<Item = (Nanos, What)> {
        let address = self.address.filter(|(_, answer)| answer.is_none());
        let waits = !self.arrived() && self.ended.is_none();
        let collection = self.collection.filter(|(_, over)| !over && waits);
        let address = address.map(|(end, _)| (end, What::Address(no)));
        address.into_iter().chain(collection.map(|(end, _)| (end, What::Collection(no))))
    }
}

impl Case {
    /// When its stage ends by itself, or its staff task is raised again.
    pub(crate) fn due(&self) -> Option<Nanos> {
        let stage = self.stage.as_ref().filter(|_| !self.closed)?;
        self.task.or(stage.end.filter(|_| stage.stopped.is_empty()))
    }

    /// When the party whose turn it is must be reminded: before the end, where there is time for it.
    fn reminder(&self, before: Clock) -> Option<Nanos> {
        let stage = self.stage.as_ref().filter(|stage| !self.closed && stage.stopped.is_empty())?;
        let party = matches!(super::stage::turn(&stage.name), "opener" | "respondent" | "both" | "asked");
        let early = stage.end? - before.length();
        (party && !stage.reminded && early > stage.since).then_some(early)
    }

    fn dues(&self, no: u16) -> impl Iterator<Item = (Nanos, What)> {
        let stage = self.stage.as_ref().filter(|_| !self.closed);
        let rests = |cause: &str| stage.is_some_and(|s| s.stopped.iter().any(|why| why == cause));
        let cause = self.cause_until.filter(|_| rests("buyer_cause"));
        let what = if self.task.is_some() { What::StaffTask(no) } else { What::StageEnd(no) };
        let end = self.due().map(|at| (at, what));
        end.into_iter().chain(cause.map(|at| (at, What::CauseOver(no))))
    }
}
