//! The auditor's clocks: every stage has one end that only a stage, a stop or a resumption moves; every window ends
//! where it was shown or later; nothing open waits for nobody (DESIGN 3.4, PRO-2).
use jiff::Timestamp;
use resolution::case::remedy::Remedy;
use resolution::case::{Case, CaseKind};
use resolution::id::{CaseNo, ParcelNo, UnitNo};
use resolution::order::Order;
use resolution::order::components::ComponentRef;
use resolution::order::event::{OrderEvent, RefundPromised, StopCause};
use resolution::parcel::WindowKind;
use resolution::policy::{StageName, Stop};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Default)]
struct Clock {
    stage: Option<StageName>,
    end: Option<Timestamp>,
    negotiation: Option<Timestamp>,
    stopped: Vec<StopCause>,
    fixed: Option<Option<Remedy>>,
    refunds: u16,
    closed: bool,
}

/// The clocks of one order.
#[derive(Default)]
pub struct Clocks {
    last: Option<Timestamp>,
    cases: BTreeMap<CaseNo, Clock>,
    windows: BTreeMap<(ParcelNo, WindowKind), Timestamp>,
    carried: BTreeMap<UnitNo, Vec<ParcelNo>>,
    /// The policy releases at the buyer's confirmation, whatever window runs.
    at_confirmation: bool,
    /// Stages that were entered, for the "sometimes" count.
    pub entered: BTreeSet<&'static str>,
}

fn ensure(holds: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what()) }
}

impl Clocks {
    /// Nothing has happened yet.
    pub fn new(at_confirmation: bool) -> Self {
        Self { at_confirmation, ..Self::default() }
    }

    /// Takes one event recorded at `at`, and says what it breaks.
    pub fn take(&mut self, at: Timestamp, event: &OrderEvent) -> Result<(), String> {
        ensure(self.last.is_none_or(|last| last <= at), || {
            format!("an event at {at} after {:?}", self.last)
        })?;
        self.last = Some(at);
        match event {
            OrderEvent::CaseOpened(opened) => {
                self.cases.insert(opened.case, Clock::default());
            }
            OrderEvent::StageEntered { case, stage, end, .. } => self.stage(at, *case, *stage, *end)?,
            OrderEvent::ClockStopped { case, why, .. } => {
                let clock = self.open(*case)?;
                ensure(!clock.stopped.contains(why), || format!("case {case}: stopped twice by {why:?}"))?;
                clock.stopped.push(why.clone());
            }
            OrderEvent::ClockResumed { case, why, end } => {
                let clock = self.open(*case)?;
                ensure(clock.stopped.contains(why), || {
                    format!("case {case}: resumed without stop by {why:?}")
                })?;
                clock.stopped.retain(|cause| cause != why);
                if clock.stopped.is_empty() {
                    let earlier = clock.end.is_some_and(|old| *end < old);
                    ensure(!earlier, || {
                        format!("case {case}: resuming moves its end from {:?} to {end}", clock.end)
                    })?;
                    clock.end = Some(*end);
                }
            }
            OrderEvent::OutcomeFixed { case, remedy, .. } => self.open(*case)?.fixed = Some(remedy.clone()),
            OrderEvent::ProposalMade { case, .. } => self.still_open(*case)?,
            OrderEvent::CaseChanged(changed) => self.still_open(changed.case)?,
            OrderEvent::CaseRuled { case, ruling } => {
                self.open(*case)?;
                // Of a risk no table says anything: a person does. Of a claim, what the buyer said.
                let said = ruling.row.is_some() || ruling.departs.is_some();
                let explained = !ruling.why.is_empty() && (said || ruling.why.starts_with("claim_"));
                ensure(explained, || format!("case {case}: a ruling without row or reason"))?;
            }
            OrderEvent::CaseClosed { case, .. } => self.open(*case)?.closed = true,
            OrderEvent::RefundPromised(refund) => self.refund(refund)?,
            OrderEvent::ShipmentDeclared(shipment) => {
                for unit in &shipment.units {
                    self.carried.entry(*unit).or_default().push(shipment.parcel);
                }
            }
            OrderEvent::WindowShut { parcel, kind, .. } => {
                self.windows.insert((*parcel, *kind), Timestamp::MIN);
            }
            OrderEvent::Released { parts, .. } if !self.at_confirmation => {
                for (which, _) in parts {
                    self.release(at, *which)?;
                }
            }
            OrderEvent::WindowSet { parcel, kind, closes, rule, .. } => {
                let old = self.windows.insert((*parcel, *kind), *closes);
                let arrives = *kind == WindowKind::NotReceived && rule == "PRO-7";
                let earlier = old.is_some_and(|old| *closes < old);
                ensure(arrives || !earlier, || {
                    format!("{kind:?} of parcel {parcel} moves from {old:?} to {closes}")
                })?;
            }
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self, case: CaseNo) -> Result<&mut Clock, String> {
        let clock = self.cases.get_mut(&case).ok_or_else(|| format!("no case {case}"))?;
        ensure(!clock.closed, || format!("case {case} goes on after it is closed"))?;
        Ok(clock)
    }

    /// Nothing of a case is bargained over once its outcome is fixed.
    fn still_open(&mut self, case: CaseNo) -> Result<(), String> {
        let fixed = self.open(case)?.fixed.is_some();
        ensure(!fixed, || format!("case {case}: changed after its outcome was fixed (DIS-11)"))
    }

    /// A case gives exactly what was fixed, and gives it once.
    fn refund(&mut self, refund: &RefundPromised) -> Result<(), String> {
        let Some(no) = refund.case else { return Ok(()) };
        let clock = self.open(no)?;
        clock.refunds += 1;
        ensure(clock.refunds == 1, || format!("case {no} refunds twice"))?;
        let fixed =
            clock.fixed.clone().flatten().ok_or_else(|| format!("case {no} refunds what was never fixed"))?;
        let own = refund.parts.iter().filter(|part| part.component != ComponentRef::Surcharge);
        let given: i64 = own.map(|part| part.to_buyer().get()).sum();
        let wanted = fixed.amount().map_or(given, |amount| amount.get());
        ensure(given == wanted, || format!("case {no} fixed {fixed:?} and refunds {given}"))
    }

    /// Nothing is released while a window that was shown for its newest shipped parcel runs (PRO-7).
    fn release(&self, at: Timestamp, which: ComponentRef) -> Result<(), String> {
        let (ComponentRef::Goods(unit) | ComponentRef::Shipping(unit)) = which else { return Ok(()) };
        let kinds = [WindowKind::NotReceived, WindowKind::Received];
        let of = |parcel: &ParcelNo| {
            kinds.iter().filter_map(|kind| self.windows.get(&(*parcel, *kind))).max().copied()
        };
        let parcels = self.carried.get(&unit).map(Vec::as_slice).unwrap_or_default();
        let shown = parcels.iter().rev().find_map(of);
        let over = shown.is_some_and(|end| end <= at);
        ensure(over, || format!("{which:?} is released at {at}, its windows end at {shown:?}"))
    }

    fn stage(
        &mut self,
        at: Timestamp,
        no: CaseNo,
        stage: StageName,
        end: Option<Timestamp>,
    ) -> Result<(), String> {
        self.entered.insert(stage.word());
        let clock = self.open(no)?;
        let has_end = end.is_some() == (stage != StageName::Closed);
        ensure(has_end, || format!("case {no}: {} with end {end:?}", stage.word()))?;
        ensure(end.is_none_or(|end| end >= at), || {
            format!("case {no}: {} ends before it begins", stage.word())
        })?;
        if stage == StageName::Negotiating {
            let moved = clock.negotiation.is_some_and(|first| Some(first) != end && first > at);
            ensure(!moved, || format!("case {no}: the end of the negotiation moves"))?;
            clock.negotiation = end;
        }
        clock.stage = Some(stage);
        clock.end = end;
        clock.stopped.clear();
        Ok(())
    }

    /// What must hold after every command: the state shows these clocks, and each one runs or will run again.
    pub fn check(&self, order: &Order, now: Timestamp) -> Result<(), String> {
        for case in order.cases.iter().filter(|case| case.open()) {
            let clock = self.cases.get(&case.no).ok_or_else(|| format!("no case {}", case.no))?;
            ensure(clock.stage == Some(case.stage.name), || {
                format!("case {}: another stage in the state", case.no)
            })?;
            let same = clock.end == case.stage.end && clock.stopped == case.stage.stopped;
            ensure(same, || format!("case {}: its clock was moved by something else", case.no))?;
            limbo(order, case, now)?;
        }
        Ok(())
    }
}

/// An open case has a running clock, or a stopped one that something will start again.
fn limbo(order: &Order, case: &Case, now: Timestamp) -> Result<(), String> {
    let stage = &case.stage;
    if stage.stopped.is_empty() {
        let awaited = case.task.map(|(_, next)| next).or(stage.end);
        let ahead = awaited.is_some_and(|end| end > now);
        return ensure(ahead, || format!("case {} in {} waits for {awaited:?}", case.no, stage.name.word()));
    }
    for cause in &stage.stopped {
        let until = match cause {
            StopCause::BuyerCause => case.buyer_cause.as_ref().and_then(|(_, _, until)| *until),
            StopCause::Collection => order
                .parcels
                .iter()
                .filter_map(|p| p.collection)
                .filter(|(_, over)| !over)
                .map(|(end, _)| end)
                .max(),
            // The account says when it ends; until then it rests.
            StopCause::Freeze => {
                let pays = matches!(case.kind, CaseKind::CarrierCompensation | CaseKind::SellerClaim);
                let what = if pays { Stop::Release } else { Stop::Shipping };
                order.stopped(what).then_some(Timestamp::MAX)
            }
            StopCause::Hold => {
                let of_case = |unit: &UnitNo| case.units.iter().any(|(_, held)| held == unit);
                let holds = order.holds.iter().filter(|hold| hold.lifted.is_none());
                holds.filter(|hold| hold.units.iter().any(of_case)).map(|hold| hold.end).max()
            }
        };
        let ahead = until.is_some_and(|until| until > now);
        ensure(ahead, || format!("case {} rests for {cause:?} until {until:?}", case.no))?;
    }
    ensure(stage.left.is_some(), || format!("case {} rests with nothing left to run", case.no))
}
