//! A risk that the platform found in an order (FRZ-2): the order is frozen with it, and it is cleared, or everything goes
//! back.
use super::{Case, Frame, Kind, Order};
use crate::broken::{Held, ensure, fail};
use crate::read::{Cancelled, CaseRuled};

/// Who may find one and decide about it.
const PLATFORM: [&str; 2] = ["marketplace", "mediator"];

/// Who the platform is in a record.
pub(super) fn platform(frame: &Frame<'_>) -> bool {
    PLATFORM.contains(&frame.role)
}

impl Order {
    /// No other open case on the unit, and something of it that is not cancelled.
    pub(super) fn may_be_at_risk(&self, unit: u16) -> Held {
        let other = self.case_of_unit(unit);
        let live = self.units.get(usize::from(unit)).is_some_and(|unit| !unit.cancelled);
        ensure!(
            other.is_none() && live,
            OneCase,
            ("unit {unit} not cancelled, with no other open case"),
            ("case {other:?}")
        );
        Ok(())
    }

    /// What was not shipped of a risk's units is called off when everything goes back, by whoever or whatever decided it.
    pub(super) fn called_off(&self, frame: &Frame<'_>, fact: &Cancelled) -> Held {
        let case = fact.cause.case.and_then(|no| self.cases.get(usize::from(no)));
        let Some(case) = case.filter(|case| case.kind == Kind::Risk && !case.closed) else {
            fail!(Rights, ("an open case about a risk"), ("{:?}", fact.cause));
        };
        let decided = case.fixed.as_ref().is_some_and(|(remedy, _)| remedy.is_some());
        ensure!(
            decided && (platform(frame) || frame.is_clock()),
            Rights,
            ("called off when everything goes back"),
            ("by {}", frame.role)
        );
        let all: Vec<u16> = self.unshipped().filter(|unit| case.units.contains(unit)).collect();
        ensure!(
            all == fact.units,
            StageDefault,
            ("all of it that is not shipped is called off: {all:?}"),
            ("{:?}", fact.units)
        );
        Ok(())
    }

    /// A freeze of this kind lasts as long as its case, no longer.
    pub(super) fn risk_has_let_go(&self, case: u16) -> Held {
        let lasts = self.freezes.iter().any(|freeze| freeze.risk && freeze.case == case && !freeze.lifted);
        ensure!(!lasts, Frozen, ("a freeze that ended with its case {case}"), ("one that lasts"));
        Ok(())
    }
}

impl Case {
    /// The platform decides in its review: nothing, or all that is left.
    pub(super) fn risk_ruled(&self, frame: &Frame<'_>, fact: &CaseRuled, left: i64) -> Held {
        let stage = self.stage.as_ref().map_or("", |s| s.name.as_str());
        ensure!(
            stage == "reviewing" && platform(frame) && fact.ruling.by.role == frame.role,
            Rights,
            ("a risk decided in its review by the platform"),
            ("by {} in {stage}", frame.role)
        );
        let given = fact.ruling.remedy.as_ref();
        let all = given.is_none_or(|remedy| remedy.kind == "refund" && remedy.amount == Some(left));
        ensure!(
            all && fact.ruling.liable == "nobody",
            DecidedAmount,
            ("nothing, or all of {left}, with nobody liable"),
            ("{given:?}, {} liable", fact.ruling.liable)
        );
        Ok(())
    }
}
