//! The auditor's clocks: every stage has one end that only a stage, a stop or a resumption moves; every window ends
//! where it was shown or later; nothing open waits for nobody (DESIGN 3.4, PRO-2).
use jiff::Timestamp;
use resolution::case::Case;
use resolution::id::{CaseNo, ParcelNo};
use resolution::order::Order;
use resolution::order::event::{OrderEvent, StopCause};
use resolution::parcel::WindowKind;
use resolution::policy::StageName;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Default)]
struct Clock {
    stage: Option<StageName>,
    end: Option<Timestamp>,
    negotiation: Option<Timestamp>,
    stopped: Vec<StopCause>,
    fixed: bool,
    closed: bool,
}

/// The clocks of one order.
#[derive(Default)]
pub struct Clocks {
    last: Option<Timestamp>,
    cases: BTreeMap<CaseNo, Clock>,
    windows: BTreeMap<(ParcelNo, WindowKind), Timestamp>,
    /// Stages that were entered, for the "sometimes" count.
    pub entered: BTreeSet<&'static str>,
}

fn ensure(holds: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what()) }
}

impl Clocks {
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
            OrderEvent::OutcomeFixed { case, .. } => self.open(*case)?.fixed = true,
            OrderEvent::ProposalMade { case, .. } | OrderEvent::CaseChanged { case, .. } => {
                let fixed = self.open(*case)?.fixed;
                ensure(!fixed, || format!("case {case}: changed after its outcome was fixed (DIS-11)"))?;
            }
            OrderEvent::CaseRuled { case, ruling } => {
                self.open(*case)?;
                let explained = ruling.row.is_some() && !ruling.why.is_empty();
                ensure(explained, || format!("case {case}: a ruling without row or reason"))?;
            }
            OrderEvent::CaseClosed { case, .. } => self.open(*case)?.closed = true,
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
            StopCause::Freeze => None,
        };
        let ahead = until.is_some_and(|until| until > now);
        ensure(ahead, || format!("case {} rests for {cause:?} until {until:?}", case.no))?;
    }
    ensure(stage.left.is_some(), || format!("case {} rests with nothing left to run", case.no))
}
