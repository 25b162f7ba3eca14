//! Freezes: what they stop, what rests meanwhile, and that each is lifted once.
use super::{Frame, Order};
use crate::broken::{Held, ensure, fail};
use crate::calendar::shown;
use crate::read::{Forestalled, Frozen, Left, Thawed};

/// A freeze of an order.
#[derive(Debug)]
pub(crate) struct Freeze {
    /// Whether it comes from a case of the order about a risk, and not from the seller's account.
    pub(crate) risk: bool,
    /// The case that it comes from.
    pub(crate) case: u16,
    pub(crate) stops: Vec<String>,
    pub(crate) lifted: bool,
}

impl Order {
    /// Whether a freeze stops something now.
    pub(crate) fn stopped(&self, what: &str) -> bool {
        self.freezes.iter().any(|f| !f.lifted && f.stops.iter().any(|stop| stop == what))
    }

    fn next_freeze(&self, no: u16, case: u16, risk: bool) -> Held {
        let known = self.freezes.iter().any(|freeze| freeze.case == case && freeze.risk == risk);
        ensure!(
            usize::from(no) == self.freezes.len() && !known,
            Frozen,
            ("freeze {}, once for each case", self.freezes.len()),
            ("freeze {no} of case {case}")
        );
        Ok(())
    }

    pub(super) fn frozen(&mut self, frame: &Frame<'_>, fact: &Frozen) -> Held {
        let risk = fact.kind == "risk";
        self.next_freeze(fact.freeze, fact.case, risk)?;
        let right = if risk { super::risk::platform(frame) } else { frame.role == "aggregate" };
        ensure!(
            right,
            Rights,
            ("frozen by the account, or for a risk by the platform"),
            ("by {}", frame.role)
        );
        ensure!(self.paid && !self.expired, Frozen, ("an order that is paid and not over"), ("another"));
        let rests = fact.stops.iter().any(|stop| stop == "shipping")
            && !self.stopped("shipping")
            && self.unshipped().next().is_some();
        let left = (self.ship_by - frame.at).max(0);
        let right = match &fact.ship_by_left {
            None => !rests,
            Some(Left::Days(d) | Left::Hours(d)) => rests && d.as_nanos() == left,
            Some(Left::WorkingDays { working, not_before }) => {
                rests && working.as_nanos() <= left && not_before.0 == self.ship_by
            }
        };
        ensure!(
            right,
            ClockRest,
            ("what is left of the time to ship: {left} ns, rests: {rests}"),
            ("{fact:?}")
        );
        self.freezes.push(Freeze { risk, case: fact.case, stops: fact.stops.clone(), lifted: false });
        if fact.ship_by_left.is_some() {
            self.ship_left.clone_from(&fact.ship_by_left);
        }
        Ok(())
    }

    pub(super) fn forestalled(&mut self, fact: &Forestalled) -> Held {
        self.next_freeze(fact.freeze, fact.case, false)?;
        self.freezes.push(Freeze { risk: false, case: fact.case, stops: Vec::new(), lifted: true });
        Ok(())
    }

    pub(super) fn thawed(&mut self, frame: &Frame<'_>, fact: &Thawed) -> Held {
        let Some(freeze) = self.freezes.get_mut(usize::from(fact.freeze)).filter(|f| !f.lifted) else {
            fail!(Frozen, ("a freeze that lasts"), ("freeze {}", fact.freeze));
        };
        let right = if freeze.risk { frame.role != "aggregate" } else { frame.role == "aggregate" };
        ensure!(right, Rights, ("lifted by where it came from"), ("by {}", frame.role));
        freeze.lifted = true;
        let goes_on = !self.stopped("shipping") && self.ship_left.is_some();
        let Some(ship_by) = &fact.ship_by else {
            ensure!(!goes_on, ClockRest, ("the time to ship goes on"), ("it does not"));
            return Ok(());
        };
        let Some(left) = self.ship_left.take().filter(|_| goes_on) else {
            fail!(ClockRest, ("a time to ship that rests"), ("it goes on to {}", shown(ship_by.0)));
        };
        super::stage::goes_on(frame, &left, ship_by.0)?;
        (self.ship_by, self.reminded_ship) = (ship_by.0, false);
        Ok(())
    }
}
