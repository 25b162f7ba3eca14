//! Taking facts into the model, each held against what was before it.
use super::{Frame, Hold, Order, Told};
use crate::broken::{Held, ensure, fail};
use crate::calendar::shown;
use crate::read::{Fact, HoldLifted, HoldPlaced, Reminder};

impl Order {
    /// Takes one fact.
    pub(crate) fn take(&mut self, frame: &Frame<'_>, fact: &Fact, told: &mut Told) -> Held {
        match fact {
            Fact::Captured(fact) => {
                self.captured(fact)?;
                self.post_captured(fact)
            }
            Fact::Paid(fact) => {
                self.became_paid(fact)?;
                self.post_paid(&fact.postings)
            }
            Fact::Expired(_) => self.expires(frame),
            Fact::ShipByLengthened(fact) => {
                ensure!(
                    fact.until.0 > self.ship_by,
                    WindowShortened,
                    ("the time to ship only lengthened beyond {}", shown(self.ship_by)),
                    ("{}", shown(fact.until.0))
                );
                (self.ship_by, self.reminded_ship) = (fact.until.0, false);
                Ok(())
            }
            Fact::Cancelled(fact) => self.cancelled(frame, fact),
            Fact::Counted(fact) => self.counted(fact),
            Fact::RefundPromised(fact) => self.promised(frame, fact, told),
            Fact::LegMoved(fact) => self.leg_moved(frame, fact, told),
            Fact::RouteChanged(fact) => self.rerouted(frame, fact, told),
            Fact::Released(fact) => self.released(frame, fact, told),
            Fact::CompensationDue(fact) => self.compensation_due(frame, fact),
            Fact::CompensationPaid(fact) => self.compensation_paid(frame, fact, told),
            Fact::CompensationReversed(fact) => self.compensation_reversed(frame, fact, told),
            Fact::PaymentClaimed(fact) => self.payment_claimed(frame, fact),
            Fact::ClaimPaid(fact) => self.claim_paid(frame, fact, told),
            Fact::FundingWeighed(fact) => self.funding_weighed(frame, fact, told),
            Fact::StandingHeard(fact) => self.standing_heard(frame, fact, told),
            Fact::FundingAnswered(fact) => self.funding_answered(frame, fact, told),
            Fact::FundingUsed(fact) => self.funding_used(fact, told),
            Fact::QuestionnaireAnswered(fact) => self.questionnaire_answered(frame, fact),
            Fact::AccountTold(fact) => self.account_told(frame, fact, told),
            Fact::Frozen(fact) => self.frozen(frame, fact),
            Fact::Forestalled(fact) => self.forestalled(fact),
            Fact::Thawed(fact) => self.thawed(frame, fact),
            Fact::HoldPlaced(fact) => self.hold_placed(fact),
            Fact::HoldLifted(fact) => self.hold_lifted(frame, fact),
            Fact::Reminded(fact) => {
                match fact.of {
                    Reminder::ShipBy => self.reminded_ship = true,
                    Reminder::Turn(no) => {
                        let case = self.cases.get_mut(usize::from(no));
                        if let Some(stage) = case.and_then(|case| case.stage.as_mut()) {
                            stage.reminded = true;
                        }
                    }
                    Reminder::WindowEnds(_) => {}
                }
                Ok(())
            }
            _ => self.take_parcel(frame, fact, told),
        }
    }

    fn take_parcel(&mut self, frame: &Frame<'_>, fact: &Fact, told: &mut Told) -> Held {
        match fact {
            Fact::Declared(fact) => self.declared(frame, fact, told),
            Fact::Scans(fact) => self.scanned(fact, told),
            Fact::WindowSet(fact) => self.window_set(frame, fact),
            Fact::WindowShut(fact) => self.window_shut(fact),
            Fact::ReceiptConfirmed(fact) => {
                if let Some(parcel) = self.parcels.get_mut(usize::from(fact.parcel)) {
                    ensure!(
                        parcel.confirmed.is_none(),
                        OneEffect,
                        ("a receipt is confirmed once"),
                        ("twice")
                    );
                    parcel.confirmed = Some(frame.at);
                }
                Ok(())
            }
            Fact::WindowLengthened(fact) => self.lengthened(fact),
            Fact::CarrierSilent(fact) => self.silent(fact),
            Fact::DelayFound(fact) => self.delayed(fact),
            Fact::AddressAsked(fact) => self.asked_about(frame, fact, true),
            Fact::CollectionAsked(fact) => self.asked_about(frame, fact, false),
            Fact::AddressAnswered(fact) => self.address_answered(frame, fact),
            Fact::NotCollected(fact) => self.not_collected(frame, fact),
            _ => self.take_case(frame, fact),
        }
    }

    fn take_case(&mut self, frame: &Frame<'_>, fact: &Fact) -> Held {
        match fact {
            Fact::CaseOpened(fact) => self.case_opened(frame, fact),
            Fact::StageEntered(fact) => self.stage_entered(frame, fact),
            Fact::ClockStopped(fact) => self.clock_stopped(frame, fact),
            Fact::ClockResumed(fact) => self.clock_resumed(frame, fact),
            Fact::StaffTask(fact) => self.staff_task(frame, fact),
            Fact::CaseChanged(fact) => self.case_changed(frame, fact),
            Fact::CaseAnswered(fact) => self.case_answered(frame, fact),
            Fact::AnswerDrafted(fact) => self.answer_drafted(frame, fact),
            Fact::NegligenceHeld(fact) => self.negligence_held(frame, fact),
            Fact::ProposalMade(fact) => self.proposal_made(frame, fact),
            Fact::ProposalRejected(fact) => self.proposal_rejected(frame, fact),
            Fact::ProposalAccepted(fact) => self.proposal_accepted(frame, fact),
            Fact::Escalated(fact) => self.escalated(frame, fact),
            Fact::Assigned(fact) => self.assigned(fact),
            Fact::Ruled(fact) => self.ruled(frame, fact),
            Fact::Appealed(fact) => self.appealed(frame, fact),
            Fact::Waived(fact) => self.waived(frame, fact),
            Fact::OutcomeFixed(fact) => self.outcome_fixed(frame, fact),
            Fact::CaseClosed(fact) => self.case_closed(frame, fact),
            Fact::ReturnScanned(fact) => self.return_scanned(frame, fact),
            _ => self.take_exit(frame, fact),
        }
    }

    /// Facts that do nothing but lead out of a stage.
    fn take_exit(&mut self, frame: &Frame<'_>, fact: &Fact) -> Held {
        match fact {
            Fact::Found(fact) => self.found(frame, fact),
            Fact::FindingMissed(fact) => self.finding_missed(frame, fact),
            Fact::Questioned(fact) => {
                if let Some(case) = self.cases.get_mut(usize::from(fact.case)) {
                    case.asked_side.clone_from(&fact.side);
                }
                self.case_goes(fact.case, frame, "ask", &["reviewing"])
            }
            Fact::ClaimAnswered(fact) => self.claim_answered(frame, fact),
            Fact::QuestionAnswered(fact) => self.case_goes(fact.case, frame, "answer", &["answering"]),
            Fact::ReturnAddress(fact) => self.case_goes(fact.case, frame, "done", &["preparing"]),
            Fact::ReturnSent(fact) => {
                self.case_goes(fact.case, frame, "done", &["dispatching"])?;
                if let Some(case) = self.cases.get_mut(usize::from(fact.case)) {
                    case.sent_back = true;
                }
                Ok(())
            }
            Fact::ReturnReceived(fact) => self.return_received(fact),
            Fact::ReturnAccepted(fact) => self.return_accepted(frame, fact),
            Fact::ReturnObjected(fact) => self.return_objected(frame, fact),
            Fact::BuyerCause(fact) => {
                if let Some(case) = self.cases.get_mut(usize::from(fact.case)) {
                    case.cause_until = fact.until.map(|until| until.0);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn hold_placed(&mut self, fact: &HoldPlaced) -> Held {
        let next = self.holds.len();
        ensure!(usize::from(fact.hold) == next, RecordForm, ("hold {next} is next"), ("{}", fact.hold));
        self.holds.push(Hold { units: fact.units.clone(), end: fact.end.0, lifted: false });
        Ok(())
    }

    fn hold_lifted(&mut self, frame: &Frame<'_>, fact: &HoldLifted) -> Held {
        let Some(hold) = self.holds.get_mut(usize::from(fact.hold)) else {
            fail!(RecordForm, ("a hold of the order"), ("hold {}", fact.hold));
        };
        ensure!(
            !hold.lifted && (!frame.is_clock() || frame.due == Some(hold.end)),
            StageDefault,
            ("a hold is lifted once, by itself at {}", shown(hold.end)),
            ("lifted at {:?}", frame.due.map(shown))
        );
        hold.lifted = true;
        Ok(())
    }

    /// After a record: what must be true of the order as a whole.
    pub(crate) fn after(&self, frame: &Frame<'_>) -> Held {
        self.money_holds()?;
        self.nothing_late(frame)?;
        self.windows_hold()?;
        self.all_is_told(frame)?;
        self.made_good(frame)?;
        self.nothing_counts_wrongly()?;
        for (case, no) in self.cases.iter().zip(0_u16..).filter(|(case, _)| !case.closed) {
            let clocked = case.stage.as_ref().is_some_and(|stage| stage.end.is_some());
            ensure!(clocked, StageClock, ("an open case has a stage with a clock"), ("case {no} has none"));
        }
        Ok(())
    }
}
