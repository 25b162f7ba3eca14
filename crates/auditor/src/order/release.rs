//! Releases: never before the windows have ended, never while something lies on the component, and then at once.
use super::{Frame, Order, Told};
use crate::broken::{Held, ensure, fail};
use crate::calendar::shown;
use crate::observe::Nanos;
use crate::policy::Policy;
use crate::read::{Component, Released};

impl Order {
    pub(super) fn released(&mut self, frame: &Frame<'_>, fact: &Released, told: &mut Told) -> Held {
        let before: i64 = self.unit_components().map(|(_, part)| part.released).sum();
        let (mut goods, mut surcharge) = (0, 0);
        ensure!(
            !self.stopped("release"),
            Frozen,
            ("nothing released while it is frozen"),
            ("{:?}", fact.parts)
        );
        for (which, amount) in &fact.parts {
            self.may_be_released(frame, *which)?;
            let Some(part) = self.part_mut(*which) else { continue };
            ensure!(
                *amount > 0 && *amount == part.in_escrow(),
                SellerCap,
                ("all of {which:?} that lies in escrow: {}", part.in_escrow()),
                ("{amount}")
            );
            part.released += amount;
            *(if *which == Component::Surcharge { &mut surcharge } else { &mut goods }) += amount;
        }
        let commission = frame.policy.commission(before + goods) - frame.policy.commission(before);
        self.post_released(fact, commission, (surcharge, frame.policy.surcharge_to_seller))?;
        if let Some(message) = &fact.message {
            self.next_sequence(message.sequence)?;
            let right = message.party == self.seller && message.effect == "release";
            ensure!(right, MessageOnce, ("the seller's account is told of the release"), ("{message:?}"));
            told.messages.push(message.clone());
        }
        Ok(())
    }

    fn may_be_released(&self, frame: &Frame<'_>, which: Component) -> Held {
        let Some(unit) = which.unit() else {
            let open = self.cases.iter().any(|c| !c.closed) || self.holds.iter().any(|h| !h.lifted);
            ensure!(
                !open,
                ReleasedUnderCase,
                ("the surcharge follows when no case and no hold is open"),
                ("released before")
            );
            return Ok(());
        };
        let case = self.case_on(which);
        ensure!(case.is_none(), ReleasedUnderCase, ("no case on {which:?}"), ("case {case:?} is open"));
        ensure!(!self.held(unit), ReleasedUnderCase, ("no hold on unit {unit}"), ("held"));
        let Some((no, parcel)) = self.parcel_of(unit) else {
            fail!(ReleasedEarly, ("a unit that was sent"), ("unit {unit} in no parcel"));
        };
        if frame.policy.release_at_confirmation && parcel.confirmed.is_some() {
            return Ok(());
        }
        let asked = parcel.address.is_some_and(|(_, answer)| answer.is_none());
        ensure!(!asked, ReleasedUnderCase, ("no open question about parcel {no}"), ("asked"));
        let ends = [parcel.received, parcel.not_received];
        let last = ends.into_iter().flatten().map(|(_, closes)| closes).max();
        ensure!(
            last.is_some_and(|last| last <= frame.as_of()),
            ReleasedEarly,
            ("unit {unit} after every window of parcel {no} has ended: {:?}", last.map(shown)),
            ("released as of {}", shown(frame.as_of()))
        );
        Ok(())
    }

    /// When a unit must be released, as far as its windows go: something of it lies in escrow and nothing keeps it there.
    pub(super) fn release_due(&self, policy: &Policy, unit: u16) -> Option<Nanos> {
        let free = [Component::Goods(unit), Component::Shipping(unit)].into_iter().any(|which| {
            self.part(which).is_some_and(|part| part.in_escrow() > 0) && self.case_on(which).is_none()
        });
        if !free || self.held(unit) || self.stopped("release") {
            return None;
        }
        let (_, parcel) = self.parcel_of(unit)?;
        if policy.release_at_confirmation && parcel.confirmed.is_some() {
            return parcel.confirmed;
        }
        if parcel.address.is_some_and(|(_, answer)| answer.is_none()) {
            return None;
        }
        let ends = [parcel.received, parcel.not_received];
        ends.into_iter().flatten().map(|(_, closes)| closes).max()
    }

    /// After a record: nothing lies in escrow whose windows have ended and that nothing keeps there.
    pub(super) fn nothing_late(&self, frame: &Frame<'_>) -> Held {
        let units = 0..u16::try_from(self.units.len()).unwrap_or(u16::MAX);
        for unit in units {
            let due = self.release_due(frame.policy, unit);
            ensure!(
                due.is_none_or(|due| due > frame.as_of()),
                ReleasedLate,
                ("unit {unit} released (or given back) at {:?}", due.map(shown)),
                ("still in escrow as of {}", shown(frame.as_of()))
            );
        }
        let rest = self.unit_components().all(|(_, part)| part.in_escrow() == 0);
        let open = self.cases.iter().any(|c| !c.closed) || self.holds.iter().any(|h| !h.lifted);
        ensure!(
            !self.paid || !rest || open || self.stopped("release") || self.surcharge.in_escrow() == 0,
            ReleasedLate,
            ("the surcharge follows when everything else has its owner"),
            ("{} of it in escrow", self.surcharge.in_escrow())
        );
        Ok(())
    }
}
