//! Stages and their clocks: one clock and one default each, as the policy's table has them; ends that nothing moves.
use super::{Case, Frame, Kind, Order, Stage};
use crate::broken::{Held, ensure, fail};
use crate::calendar::{Clock, SECOND, shown};
use crate::observe::Nanos;
use crate::read::{At, ClockResumed, ClockStopped, Left, StaffTask, StageEntered};

/// Whose turn each stage is.
pub(super) fn turn(stage: &str) -> &'static str {
    match stage {
        "responding" | "inspecting" | "preparing" | "dispatching_replacement" => "respondent",
        "dispatching" => "opener",
        "negotiating" | "proposed" | "appealing" => "both",
        "investigating" | "return_in_transit" | "replacement_in_transit" => "carrier",
        "reviewing" => "mediator",
        "answering" => "asked",
        "executing" => "gateway",
        "funding" => "fund",
        _ => "nobody",
    }
}

/// The stages in which an outcome of this kind is carried out.
fn carried_out(case: &Case) -> &'static [&'static str] {
    let Some((remedy, _)) = &case.fixed else { return &["executing", "closed"] };
    let Some(remedy) = remedy else { return &["closed"] };
    match remedy.kind.as_str() {
        "refund" | "fee_refund" => &["executing", "closed"],
        "return_and_refund" if case.sent_back => &["executing", "closed"],
        "return_and_refund" => &["preparing"],
        "replacement" if remedy.return_first == Some(true) && !case.sent_back => &["preparing"],
        "replacement" => &["dispatching_replacement"],
        // What is none of the buyer's is paid at once.
        _ => &["closed"],
    }
}

/// The stages to which a word of the table leads, given what was fixed since.
fn leads(word: &str, case: &Case) -> Vec<String> {
    match word {
        "carry_out" | "final" | "refund_all" | "refund_asked" => {
            carried_out(case).iter().map(|s| (*s).to_owned()).collect()
        }
        "close" | "compensate" => vec!["closed".into()],
        "back" => vec!["reviewing".into()],
        // A ruling comes first; it says where it leads.
        "table" | "follow" | "staff_task" => Vec::new(),
        stage => vec![stage.to_owned()],
    }
}

impl Order {
    /// A fact of a case that leads out of its stage by an exit; `stages` are those that have this exit at all.
    pub(super) fn case_goes(&mut self, no: u16, frame: &Frame<'_>, exit: &str, stages: &[&str]) -> Held {
        let Some(case) = self.cases.get_mut(usize::from(no)) else {
            fail!(RecordForm, ("a case of the order"), ("case {no}"));
        };
        let stage = case.stage.as_ref().map_or("", |s| s.name.as_str());
        ensure!(
            stages.contains(&stage) && !case.closed,
            StageExit,
            ("'{exit}' in one of {stages:?}"),
            ("in {stage:?} of case {no}")
        );
        let found = frame.policy.stage(&case.procedure, stage).and_then(|spec| spec.exits.get(exit));
        if let Some(target) = found {
            case.going = Some(target.clone());
        }
        Ok(())
    }

    /// Where a case is led by what happened outside of it, if nothing in it says so.
    pub(super) fn led(&mut self, no: u16, frame: &Frame<'_>) {
        let Some(case) = self.cases.get(usize::from(no)).filter(|case| case.going.is_none()) else { return };
        let stage = case.stage.as_ref().map_or("", |s| s.name.as_str());
        let exit = match stage {
            "replacement_in_transit" => {
                let parcel = self.parcels.iter().find(|p| p.case == Some(no));
                match parcel {
                    Some(p) if p.arrived() => Some("arrived"),
                    Some(p) if p.failed() => Some("lost"),
                    _ => None,
                }
            }
            "return_in_transit" if frame.words.contains(&"return_received") => Some("arrived"),
            "executing" if case.kind == Kind::Compensation => self.has_turned_up(no).then_some("done"),
            "executing" if case.refund.is_some_and(|refund| self.refund_settled(refund)) => Some("done"),
            _ => None,
        };
        let spec = frame.policy.stage(&case.procedure, stage);
        let target = exit.and_then(|exit| spec?.exits.get(exit).cloned());
        if let Some(case) = self.cases.get_mut(usize::from(no)) {
            case.going = target;
        }
    }

    pub(super) fn stage_entered(&mut self, frame: &Frame<'_>, fact: &StageEntered) -> Held {
        self.led(fact.case, frame);
        let reviewed = self.begins_reviewed(fact.case);
        self.claim_left(fact.case, &fact.stage);
        let Some(case) = self.cases.get_mut(usize::from(fact.case)) else {
            fail!(RecordForm, ("a case of the order"), ("case {}", fact.case));
        };
        ensure!(!case.closed, OutcomeFixed, ("a closed case stays closed"), ("{} entered", fact.stage));
        case.may_enter(frame, &fact.stage, reviewed)?;
        ensure!(
            fact.turn == turn(&fact.stage),
            StageClock,
            ("the turn of {} is {}", fact.stage, turn(&fact.stage)),
            ("{}", fact.turn)
        );
        case.clock_is_right(frame, fact)?;
        case.enter(frame, fact);
        if fact.stage == "executing" && case.kind != Kind::Compensation {
            let promised = case.refund.is_some();
            ensure!(promised, DecidedAmount, ("a refund that is promised before the money moves"), ("none"));
        }
        Ok(())
    }

    pub(super) fn clock_stopped(&mut self, frame: &Frame<'_>, fact: &ClockStopped) -> Held {
        let Some(case) = self.cases.get_mut(usize::from(fact.case)) else { return Ok(()) };
        let procedure = case.procedure.clone();
        let Some(stage) = &mut case.stage else { return Ok(()) };
        let left = (stage.end.unwrap_or(frame.at) - frame.at).max(0);
        let clock = frame.policy.stage(&procedure, &stage.name).and_then(|spec| spec.clock);
        let right = match (&fact.left, clock) {
            (Left::Days(d), Some(Clock::Days(_))) => d.as_nanos() == left,
            (Left::Hours(d), Some(Clock::Hours(_)) | None) => d.as_nanos() == left,
            (Left::WorkingDays { working, not_before }, Some(Clock::WorkingDays(_))) => {
                working.as_nanos() <= left && Some(not_before.0) == stage.end
            }
            _ => false,
        };
        ensure!(
            right,
            ClockRest,
            ("what is left of {}: {left} ns of {clock:?}", stage.name),
            ("{:?}", fact.left)
        );
        stage.stopped.push(fact.why.cause.clone());
        stage.left.get_or_insert(fact.left.clone());
        Ok(())
    }

    pub(super) fn clock_resumed(&mut self, frame: &Frame<'_>, fact: &ClockResumed) -> Held {
        let Some(case) = self.cases.get_mut(usize::from(fact.case)) else { return Ok(()) };
        let Some(stage) = &mut case.stage else { return Ok(()) };
        let Some(left) = stage.left.clone() else {
            fail!(ClockRest, ("a clock that rests"), ("{} goes on", stage.name));
        };
        goes_on(frame, &left, fact.end.0)?;
        stage.stopped.retain(|why| *why != fact.why.cause);
        if stage.stopped.is_empty() {
            (stage.left, stage.end) = (None, Some(fact.end.0));
        }
        Ok(())
    }

    pub(super) fn staff_task(&mut self, frame: &Frame<'_>, fact: &StaffTask) -> Held {
        let Some(case) = self.cases.get_mut(usize::from(fact.case)) else { return Ok(()) };
        let next = frame.calendar.end(frame.at, frame.policy.staff_every);
        ensure!(
            fact.next.0 == next,
            StageClock,
            ("the task is raised again at {}", shown(next)),
            ("{}", shown(fact.next.0))
        );
        case.going = None;
        case.task = Some(next);
        Ok(())
    }
}

/// A clock that goes on has exactly what was left of it; a clock of days rounds up to the end of that day.
pub(super) fn goes_on(frame: &Frame<'_>, left: &Left, end: Nanos) -> Held {
    let right = match left {
        Left::Hours(d) => end == frame.at + d.as_nanos().max(0),
        Left::Days(d) => end == frame.calendar.round_up(frame.at + d.as_nanos().max(0)),
        Left::WorkingDays { working, not_before } => {
            end >= not_before.0 && end >= frame.at + working.as_nanos().max(0)
        }
    };
    ensure!(
        right,
        ClockRest,
        ("a clock that goes on at {} with {left:?}", shown(frame.at)),
        ("ends at {}", shown(end))
    );
    Ok(())
}

impl Case {
    /// A stage is entered only where the table leads; a claim whose confirmation is shown begins with its review.
    fn may_enter(&mut self, frame: &Frame<'_>, stage: &str, reviewed: bool) -> Held {
        let Some(current) = &self.stage else {
            let first = if reviewed { "reviewing".to_owned() } else { self.begins(frame) };
            ensure!(stage == first, StageExit, ("the first stage is {first}"), ("{stage}"));
            return Ok(());
        };
        let opener = if self.kind == Kind::Claim { "seller" } else { "buyer" };
        let withdrawn = frame.role == opener && stage == "closed" && self.going.is_none();
        if withdrawn {
            ensure!(
                self.undecided() && self.rulings.is_empty(),
                OutcomeFixed,
                ("a case is withdrawn only while nothing is decided"),
                ("withdrawn in {}", current.name)
            );
            return Ok(());
        }
        let going = self.going.take();
        let to = going.as_deref().map(|word| leads(word, self)).unwrap_or_default();
        let at_end = frame.due.is_some() && frame.due == current.end;
        if at_end {
            ensure!(
                to.iter().any(|s| s == stage),
                StageDefault,
                ("at the end of {} '{}' happens: {to:?}", current.name, current.on_end),
                ("{stage}")
            );
        }
        ensure!(
            to.iter().any(|s| s == stage),
            StageExit,
            ("from {} by {going:?} to one of {to:?}", current.name),
            ("{stage}")
        );
        Ok(())
    }

    fn clock_is_right(&self, frame: &Frame<'_>, fact: &StageEntered) -> Held {
        let end = fact.end.map(|At(end)| end);
        if fact.stage == "closed" {
            ensure!(end.is_none(), StageClock, ("no clock once closed"), ("{:?}", end.map(shown)));
            return Ok(());
        }
        let Some(spec) = frame.policy.stage(&self.procedure, &fact.stage) else {
            fail!(StageClock, ("a stage of procedure {}", self.procedure), ("{}", fact.stage));
        };
        ensure!(
            fact.on_end == spec.on_end,
            StageDefault,
            ("at the end of {} '{}' happens", fact.stage, spec.on_end),
            ("'{}'", fact.on_end)
        );
        let Some(end) = end else {
            fail!(StageClock, ("every stage has a clock"), ("{} has none", fact.stage));
        };
        if fact.stage == "negotiating"
            && let Some(fixed) = self.negotiation_end.filter(|fixed| *fixed > frame.at)
        {
            ensure!(
                end == fixed,
                ClockMoved,
                ("the negotiation ends at {}, fixed when it began", shown(fixed)),
                ("{}", shown(end))
            );
            return Ok(());
        }
        if let Some((left, paused_end)) = self.resumes(frame, &fact.stage) {
            return match left {
                Some(left) => goes_on(frame, &left, end),
                None => {
                    ensure!(
                        end >= paused_end,
                        ClockRest,
                        ("the review rests while it is interrupted: not before {}", shown(paused_end)),
                        ("{}", shown(end))
                    );
                    Ok(())
                }
            };
        }
        let right = match (spec.promise, spec.clock) {
            (Some(promise), _) => {
                let promised = frame.calendar.end(frame.at, promise);
                let named = fact.promised.map(|At(at)| at);
                ensure!(
                    named == Some(promised),
                    StageClock,
                    ("a promise for {}", shown(promised)),
                    ("{:?}", named.map(shown))
                );
                frame.at + (promised - frame.at) / SECOND / 4 * 3 * SECOND
            }
            (None, Some(clock)) if clock.is_nothing() => frame.at,
            (None, Some(clock)) => frame.calendar.end(frame.at, clock),
            (None, None) => frame.calendar.end(frame.at, frame.policy.staff_every),
        };
        ensure!(
            end == right,
            StageClock,
            ("{} ends at {}, the policy's time from its recording", fact.stage, shown(right)),
            ("{}", shown(end))
        );
        Ok(())
    }

    /// Where the review goes on that an answer or a proposal interrupted: what was left of its clock, as it was noted or
    /// as it follows from its end, and that end.
    fn resumes(&self, frame: &Frame<'_>, stage: &str) -> Option<(Option<Left>, Nanos)> {
        let current = self.stage.as_ref()?;
        let paused = self.paused.as_ref().filter(|paused| paused.name == stage)?;
        if !matches!(current.name.as_str(), "answering" | "proposed") {
            return None;
        }
        let end = paused.end.unwrap_or(frame.at);
        let clock = frame.policy.stage(&self.procedure, stage).and_then(|spec| spec.clock);
        let exact = jiff::SignedDuration::from_nanos_i128((end - current.since).max(0));
        let left = paused.left.clone().or(match clock {
            Some(Clock::Days(_)) => Some(Left::Days(exact)),
            Some(Clock::Hours(_)) | None => Some(Left::Hours(exact)),
            Some(Clock::WorkingDays(_)) => None,
        });
        Some((left, end))
    }

    fn enter(&mut self, frame: &Frame<'_>, fact: &StageEntered) {
        let interrupts = |name: &str| matches!(name, "answering" | "proposed");
        let resumed = self.paused.take_if(|paused| paused.name == fact.stage);
        let since = resumed.as_ref().map_or(frame.at, |paused| paused.since);
        let new = Stage {
            name: fact.stage.clone(),
            since,
            end: fact.end.map(|At(end)| end),
            on_end: fact.on_end.clone(),
            ..Stage::default()
        };
        let old = self.stage.replace(new);
        let reviewed = old.as_ref().is_some_and(|old| old.name == "reviewing");
        self.return_contested |=
            fact.stage == "reviewing" && old.as_ref().is_some_and(|old| old.name == "return_in_transit");
        if interrupts(&fact.stage) && reviewed {
            self.paused = old;
        } else if !interrupts(&fact.stage) {
            self.paused = None;
        }
        if fact.stage == "negotiating" {
            self.negotiation_end = self.negotiation_end.or(fact.end.map(|At(end)| end));
        }
        (self.going, self.task) = (None, None);
        // A stage whose clock is over as it begins ends at once.
        if fact.end.is_some_and(|At(end)| end <= frame.at) {
            self.going = Some(fact.on_end.clone());
        }
    }

    /// Whether nothing is agreed and nothing carried out.
    pub(super) fn undecided(&self) -> bool {
        !self.closed && self.agreed.is_none() && self.fixed.is_none()
    }
}
