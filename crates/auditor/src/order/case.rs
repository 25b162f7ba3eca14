//! Cases: proposals, agreement, rulings, appeal, and what fixes an outcome for good.
use super::opening::finer_fits;
use super::{Case, Frame, Kind, Order, Proposal, Ruled};
use crate::broken::{Held, ensure};
use crate::calendar::shown;
use crate::read::{
    CaseAnswered, CaseChanged, CaseClosed, CaseRuled, OfCase, OutcomeFixed, ProposalMade, ProposalMet, Remedy,
};

/// The side on which a role stands in a case of an order.
fn side(role: &str) -> &'static str {
    match role {
        "buyer" => "opener",
        "seller" => "respondent",
        "mediator" => "platform",
        _ => "nobody",
    }
}

impl Order {
    pub(super) fn case(&self, no: u16) -> Result<&Case, Box<crate::broken::Broken>> {
        self.cases.get(usize::from(no)).ok_or_else(|| {
            let invariant = crate::violation::Invariant::RecordForm;
            crate::broken::Broken::new(invariant, "a case of the order".into(), format!("case {no}"))
        })
    }

    pub(super) fn case_mut(&mut self, no: u16) -> Result<&mut Case, Box<crate::broken::Broken>> {
        self.case(no)?;
        Ok(&mut self.cases[usize::from(no)])
    }

    pub(super) fn case_changed(&mut self, frame: &Frame<'_>, fact: &CaseChanged) -> Held {
        let most = frame.policy.max_changes;
        let listed = frame.policy.reasons.get(&fact.reason).filter(|reason| reason.kind == "dispute");
        finer_fits(listed, &fact.reason, fact.sub_reason.as_deref())?;
        let case = self.case_mut(fact.case)?;
        case.bargains()?;
        ensure!(
            fact.reason != case.reason || fact.sub_reason.is_some() || case.sub_reason.is_none(),
            SubReason,
            ("{:?}, kept while the reason stays {}", case.sub_reason, case.reason),
            ("none")
        );
        ensure!(
            case.undecided() && case.rulings.is_empty(),
            OutcomeFixed,
            ("nothing is changed once it is decided"),
            ("{:?}", fact.asked)
        );
        case.changes += 1;
        ensure!(case.changes <= most, MaxChanges, ("at most {most} changes"), ("{}", case.changes));
        if case.escalated {
            let rises = fact.asked.amount.zip(case.amount_at_escalation).is_some_and(|(new, old)| new > old);
            ensure!(
                !rises,
                MaxChanges,
                ("after escalation at most {:?}", case.amount_at_escalation),
                ("{:?}", fact.asked.amount)
            );
            case.amount_at_escalation = fact.asked.amount.or(case.amount_at_escalation);
        }
        case.reason.clone_from(&fact.reason);
        case.sub_reason.clone_from(&fact.sub_reason);
        case.asked = Some(fact.asked.clone());
        Ok(())
    }

    pub(super) fn case_answered(&mut self, frame: &Frame<'_>, fact: &CaseAnswered) -> Held {
        let answer = fact.answer.answer.as_str();
        let exit = if answer == "without_return" { "accept" } else { answer };
        let complaint = self.case(fact.case)?.kind == Kind::Negligence;
        let stages: &[&str] =
            if complaint && exit == "accept" { &["responding", "negotiating"] } else { &["responding"] };
        self.case_goes(fact.case, frame, exit, stages)?;
        let case = self.case_mut(fact.case)?;
        if complaint {
            case.confirms(fact)?;
        }
        ensure!(case.undecided(), OutcomeFixed, ("an answer while nothing is decided"), ("{answer}"));
        case.answer_fits(frame, fact)?;
        case.investigated |= answer == "investigate";
        let asked = case.asked.clone();
        case.agreed = match answer {
            "accept" => asked,
            "without_return" => asked.map(|asked| Remedy { kind: "refund".into(), ..asked }),
            _ => None,
        };
        Ok(())
    }

    pub(super) fn proposal_made(&mut self, frame: &Frame<'_>, fact: &ProposalMade) -> Held {
        let case = self.case_mut(fact.case)?;
        case.bargains()?;
        ensure!(
            case.undecided() && usize::from(fact.proposal) == case.proposals.len(),
            OutcomeFixed,
            ("proposals only while nothing is decided, counted from 0"),
            ("proposal {}", fact.proposal)
        );
        ensure!(
            fact.by == side(frame.role),
            Rights,
            ("a proposal of the side that makes it: {}", side(frame.role)),
            ("{}", fact.by)
        );
        let new =
            Proposal { by: fact.by.clone(), remedy: fact.remedy.clone(), refused: false, accepted: vec![] };
        case.proposals.push(new);
        match fact.by.as_str() {
            "platform" => self.case_goes(fact.case, frame, "propose", &["reviewing"]),
            "respondent" => {
                self.case_goes(fact.case, frame, "propose", &["responding", "negotiating", "investigating"])
            }
            _ => Ok(()),
        }
    }

    pub(super) fn proposal_rejected(&mut self, frame: &Frame<'_>, fact: &ProposalMet) -> Held {
        let case = self.case_mut(fact.case)?;
        ensure!(case.undecided(), OutcomeFixed, ("refused while nothing is decided"), ("{}", fact.proposal));
        let proposal = case.meets(frame, fact)?;
        proposal.refused = true;
        if proposal.by == "platform" {
            return self.case_goes(fact.case, frame, "reject", &["proposed"]);
        }
        Ok(())
    }

    pub(super) fn proposal_accepted(&mut self, frame: &Frame<'_>, fact: &ProposalMet) -> Held {
        let case = self.case_mut(fact.case)?;
        ensure!(case.undecided(), OutcomeFixed, ("agreed once"), ("proposal {} accepted", fact.proposal));
        let proposal = case.meets(frame, fact)?;
        ensure!(
            !proposal.accepted.contains(&fact.by),
            OutcomeFixed,
            ("each side accepts once"),
            ("{} again", fact.by)
        );
        proposal.accepted.push(fact.by.clone());
        let (both, remedy) =
            (proposal.by != "platform" || proposal.accepted.len() == 2, proposal.remedy.clone());
        if !both {
            return Ok(());
        }
        case.agreed = Some(remedy);
        case.going = Some("carry_out".into());
        self.case_goes(
            fact.case,
            frame,
            "accept",
            &["responding", "negotiating", "investigating", "proposed"],
        )
    }

    pub(super) fn escalated(&mut self, frame: &Frame<'_>, fact: &OfCase) -> Held {
        if let Some(by) = &fact.by {
            let kind = self.case(fact.case)?.kind;
            ensure!(kind != Kind::Return, StageExit, ("no escalation of a return"), ("escalated"));
            ensure!(by == side(frame.role), Rights, ("escalated by {}", side(frame.role)), ("{by}"));
            self.case_goes(fact.case, frame, "escalate", &["negotiating"])?;
        }
        let case = self.case_mut(fact.case)?;
        case.escalated = true;
        case.amount_at_escalation = case.asked.as_ref().and_then(|asked| asked.amount);
        Ok(())
    }

    pub(super) fn assigned(&mut self, fact: &OfCase) -> Held {
        let case = self.case_mut(fact.case)?;
        let again = case.appealed && fact.mediator.as_ref().is_some_and(|m| case.ruled_by.contains(m));
        ensure!(!again, OneAppeal, ("an appeal goes to another mediator"), ("{:?}", fact.mediator));
        case.mediator.clone_from(&fact.mediator);
        Ok(())
    }

    /// Who may rule where the case stands: its mediator, the table at the end of a clock, of a risk the platform.
    fn ruled_by_right(&self, frame: &Frame<'_>, fact: &CaseRuled) -> Held {
        let case = self.case(fact.case)?;
        let left = case.reserved.iter().filter_map(|which| self.part(*which)).map(super::Part::buyer_left);
        let stage = case.stage.as_ref().map_or("", |s| s.name.as_str());
        let by = &fact.ruling.by;
        // What a mediator rules may let the system open and rule another case in the same record.
        if case.kind == Kind::Risk {
            case.risk_ruled(frame, fact, left.sum())?;
        } else if frame.role == "mediator" && by.role == "mediator" {
            ensure!(
                stage == "reviewing" && case.mediator.as_deref() == Some(frame.id) && by.id() == frame.id,
                Rights,
                ("a ruling in review by the mediator who has the case: {:?}", case.mediator),
                ("{} in {stage}", frame.id)
            );
        } else {
            let word = case.going.as_deref().unwrap_or("");
            ensure!(
                matches!(word, "table" | "follow"),
                StageDefault,
                ("the table rules where it is the default of a stage"),
                ("ruled in {stage}, which leads to {word:?}")
            );
        }
        Ok(())
    }

    pub(super) fn ruled(&mut self, frame: &Frame<'_>, fact: &CaseRuled) -> Held {
        self.ruled_on_complaint(fact)?;
        self.ruled_on_claim(frame, fact)?;
        self.ruled_by_right(frame, fact)?;
        let case = self.case_mut(fact.case)?;
        let by = &fact.ruling.by;
        let twice = case.appealed && case.ruled_by.iter().any(|m| m == by.id());
        ensure!(!twice, OneAppeal, ("an appeal is ruled by another mediator"), ("{}", by.id()));
        ensure!(
            !case.appealed || !fact.ruling.appealable,
            OneAppeal,
            ("no appeal after an appeal"),
            ("a ruling that can be appealed")
        );
        ensure!(
            case.agreed.is_none() || case.return_contested,
            OutcomeFixed,
            ("no ruling over what was agreed, but for a return that is contested"),
            ("a ruling")
        );
        ensure!(
            case.rulings.is_empty() || case.appealed || case.return_contested,
            OneAppeal,
            ("a second ruling only after an appeal or a contested return"),
            ("ruling {}", case.rulings.len() + 1)
        );
        if by.role == "mediator" {
            case.ruled_by.push(by.id().to_owned());
        }
        let spec = frame.policy.stage(&case.procedure, "reviewing");
        let rule = spec.and_then(|spec| spec.exits.get("rule")).cloned();
        let appealable = rule.as_deref() == Some("appealing") && !case.appealed;
        ensure!(
            fact.ruling.appealable == appealable,
            OneAppeal,
            ("a ruling that can be appealed: {appealable}, as the procedure says"),
            ("{}", fact.ruling.appealable)
        );
        case.going = if appealable { rule } else { Some("final".into()) };
        let ruling = &fact.ruling;
        case.rulings.push(Ruled {
            remedy: ruling.remedy.clone(),
            funded_by: ruling.funded_by.clone(),
            liable: ruling.liable.clone(),
        });
        Ok(())
    }

    pub(super) fn appealed(&mut self, frame: &Frame<'_>, fact: &OfCase) -> Held {
        self.case_goes(fact.case, frame, "appeal", &["appealing"])?;
        let case = self.case_mut(fact.case)?;
        let by = side(frame.role);
        ensure!(
            !case.appealed && fact.by.as_deref() == Some(by) && !case.waived.iter().any(|w| w == by),
            OneAppeal,
            ("one appeal, by a side that has not let the ruling stand"),
            ("{:?} by {}", fact.by, frame.role)
        );
        case.appealed = true;
        case.mediator = None;
        Ok(())
    }

    pub(super) fn waived(&mut self, frame: &Frame<'_>, fact: &OfCase) -> Held {
        self.case_goes(fact.case, frame, "waive", &["appealing"])?;
        let case = self.case_mut(fact.case)?;
        case.waived.push(side(frame.role).to_owned());
        Ok(())
    }

    /// The carrier's answer: in its stage it leads out of it; later it is a fact while nothing is decided. It comes from
    /// the carrier, who speaks for it, or a scan of the carrier that says it.
    pub(super) fn found(&mut self, frame: &Frame<'_>, fact: &OfCase) -> Held {
        let case = self.case(fact.case)?;
        let said = |no: &u16| {
            let parcels =
                self.units.get(usize::from(*no)).map(|unit| unit.parcels.as_slice()).unwrap_or_default();
            let mut found = parcels.iter().filter_map(|no| self.parcels.get(usize::from(*no)));
            found.any(|p| p.ended.as_ref().is_some_and(|(_, _, word)| word == "delivered" || word == "lost"))
        };
        ensure!(
            matches!(frame.role, "carrier" | "marketplace" | "mediator") || case.units.iter().any(said),
            Rights,
            ("a finding by the carrier, by who speaks for it, or by a scan"),
            ("by {}", frame.role)
        );
        if case.stage.as_ref().is_some_and(|stage| stage.name == "investigating") {
            return self.case_goes(fact.case, frame, "finding", &["investigating"]);
        }
        ensure!(
            case.investigated && case.undecided(),
            StageExit,
            ("a finding where the carrier was asked, while nothing is decided"),
            ("asked: {}", case.investigated)
        );
        Ok(())
    }

    /// The carrier's time is over without an answer.
    pub(super) fn finding_missed(&mut self, frame: &Frame<'_>, fact: &OfCase) -> Held {
        let case = self.case(fact.case)?;
        let stage = case.stage.as_ref().filter(|stage| stage.name == "investigating");
        let end = stage.and_then(|stage| stage.end);
        ensure!(
            end.is_some() && end == frame.due,
            StageDefault,
            ("the carrier's time over at {:?}", end.map(shown)),
            ("at {:?}", frame.due.map(shown))
        );
        Ok(())
    }

    pub(super) fn outcome_fixed(&mut self, frame: &Frame<'_>, fact: &OutcomeFixed) -> Held {
        self.led(fact.case, frame);
        let left: i64 = {
            let case = self.case(fact.case)?;
            case.reserved.iter().filter_map(|w| self.part(*w)).map(super::Part::buyer_left).sum()
        };
        let case = self.case_mut(fact.case)?;
        ensure!(!case.closed, OutcomeFixed, ("an outcome while the case is open"), ("{:?}", fact.remedy));
        let right = case.may_fix(fact, left);
        ensure!(
            right,
            OutcomeFixed,
            (
                "what follows from agreed {:?}, fixed {:?}, going {:?}, {left} left",
                case.agreed,
                case.fixed,
                case.going
            ),
            ("{:?} by {}", fact.remedy, fact.by)
        );
        let returns = fact
            .remedy
            .as_ref()
            .is_some_and(|remedy| remedy.kind == "return_and_refund" || remedy.return_first == Some(true));
        ensure!(
            case.received || !returns,
            OutcomeFixed,
            ("nothing goes back that was never received"),
            ("{:?}", fact.remedy)
        );
        case.fixed = Some((fact.remedy.clone(), fact.by.clone()));
        case.ruled |= fact.by == "ruling";
        let liable = case.rulings.last().is_some_and(|ruling| ruling.liable == "seller");
        case.at_fault |= fact.by == "ruling" && liable;
        // A complaint and a claim settle no goods.
        let beside = matches!(case.kind, Kind::Negligence | Kind::Claim);
        let units = if beside { Vec::new() } else { case.units.clone() };
        for unit in units {
            let parcel = self.parcel_of(unit).map(|(no, _)| no);
            if let Some(unit) = self.units.get_mut(usize::from(unit)) {
                unit.settled = Some((fact.case, parcel));
            }
        }
        Ok(())
    }

    pub(super) fn case_closed(&mut self, frame: &Frame<'_>, fact: &CaseClosed) -> Held {
        let settled = self.case(fact.case)?.refund.is_none_or(|refund| self.refund_settled(refund));
        let made_good = self.compensation_ends(frame, fact.case, &fact.closing);
        let claim_ends = self.claim_ends(frame, fact.case, &fact.closing);
        let case = self.case_mut(fact.case)?;
        let stage = case.stage.as_ref().map_or("", |s| s.name.as_str());
        ensure!(
            !case.closed && stage == "closed",
            StageExit,
            ("closed once, from the stage 'closed'"),
            ("in {stage} at {}", shown(frame.at))
        );
        ensure!(settled, Liveness, ("closed when its refund is confirmed"), ("legs are open"));
        let fixed = case.fixed.as_ref().and_then(|(remedy, _)| remedy.as_ref());
        let remedy = fixed.map(|r| r.kind.as_str());
        let right = match fact.closing.as_str() {
            _ if case.kind == Kind::Compensation => made_good,
            _ if case.kind == Kind::Claim => claim_ends,
            closing if case.kind == Kind::Negligence => case.complaint_ends(closing, fixed),
            "cleared" => case.kind == Kind::Risk && case.fixed.is_none() && case.rulings.len() == 1,
            "dismissed" | "withdrawn" if case.kind == Kind::Risk => false,
            "withdrawn" => frame.role == "buyer" && case.undecided(),
            "refunded" => matches!(remedy, Some("refund" | "fee_refund" | "return_and_refund")),
            "replaced" => remedy == Some("replacement"),
            "agreed" => remedy == Some("other"),
            "lapsed" => frame.is_clock(),
            "dismissed" => remedy.is_none(),
            _ => false,
        };
        ensure!(right, OutcomeFixed, ("an end that fits what was fixed: {remedy:?}"), ("{}", fact.closing));
        ensure!(case.has_settled_with_fund(), Fund, ("a grant that was told of"), ("closed without"));
        case.closed = true;
        case.closing.clone_from(&fact.closing);
        let (units, kind) = (case.units.clone(), case.kind);
        for unit in units {
            let Some(unit) = self.units.get_mut(usize::from(unit)) else { continue };
            match (kind, fact.closing.as_str()) {
                // What came to nothing gives its units back (RET-9).
                (Kind::Return, "dismissed" | "lapsed" | "withdrawn") => {
                    unit.settled = unit.settled.filter(|(by, _)| *by != fact.case);
                }
                (Kind::Dispute | Kind::Undelivered, "withdrawn") => unit.withdrawn += 1,
                _ => {}
            }
        }
        if kind == Kind::Risk {
            return self.risk_has_let_go(fact.case);
        }
        Ok(())
    }
}

impl Case {
    /// Returns and complaints are answered as they are: nothing of them is changed or proposed.
    fn bargains(&self) -> Held {
        let bargains = matches!(self.kind, Kind::Dispute | Kind::Undelivered);
        ensure!(bargains, StageExit, ("a {:?} that is answered as it is", self.kind), ("bargaining"));
        Ok(())
    }

    /// Goods that nobody complains about may stay with the buyer who asked for their return, and a return is refused for
    /// a condition that the policy names.
    fn answer_fits(&self, frame: &Frame<'_>, fact: &CaseAnswered) -> Held {
        let known =
            |reason: &String| frame.policy.returns.as_ref().is_some_and(|r| r.conditions.contains(reason));
        let right = match (self.kind, fact.answer.answer.as_str()) {
            (Kind::Return, "accept" | "without_return") => true,
            (Kind::Return, "reject") => known(&fact.words.reason),
            (Kind::Dispute | Kind::Undelivered, answer) => answer != "without_return",
            (Kind::Negligence, "accept" | "reject") => true,
            _ => false,
        };
        ensure!(right, StageExit, ("an answer that a {:?} has", self.kind), ("{fact:?}"));
        Ok(())
    }

    /// The proposal that a side refuses or accepts: another side's newest, not refused yet.
    fn meets(
        &mut self,
        frame: &Frame<'_>,
        fact: &ProposalMet,
    ) -> Result<&mut Proposal, Box<crate::broken::Broken>> {
        let index = usize::from(fact.proposal);
        let by = self.proposals.get(index).map(|p| p.by.clone()).unwrap_or_default();
        let newest = self.proposals.iter().rposition(|p| p.by == by);
        let refused = self.proposals.get(index).is_none_or(|p| p.refused);
        if fact.by != side(frame.role) || by == fact.by || newest != Some(index) || refused {
            let expected = "another side's newest proposal that stands".to_owned();
            let found = format!("proposal {index} of {by:?} met by {} ({})", fact.by, frame.role);
            return Err(crate::broken::Broken::new(
                crate::violation::Invariant::OutcomeFixed,
                expected,
                found,
            ));
        }
        Ok(&mut self.proposals[index])
    }

    /// Whether an outcome may be fixed: what was agreed, what was ruled, or a default; and what was agreed stays so, but
    /// for the refund that follows a return and for what a default or a contested return makes of it.
    fn may_fix(&self, fact: &OutcomeFixed, left: i64) -> bool {
        let before = self.fixed.as_ref().and_then(|(remedy, _)| remedy.as_ref());
        let amount = fact.remedy.as_ref().and_then(|remedy| remedy.amount);
        let kind = |remedy: Option<&Remedy>| remedy.map_or("", |r| r.kind.as_str()).to_owned();
        let new = kind(fact.remedy.as_ref());
        let after_return = self.sent_back
            && kind(before) == "return_and_refund"
            && new == "refund"
            && amount == before.and_then(|r| r.amount);
        let agreed = match fact.by.as_str() {
            // A complaint that asks for no money is right, and that is all.
            "accepted" if self.kind == Kind::Negligence && fact.remedy.is_none() => {
                self.agreed.as_ref().is_some_and(|agreed| agreed.amount == Some(0))
            }
            "accepted" => fact.remedy == self.agreed || after_return,
            "fund" => {
                self.is_funded() && self.fixed.is_none() && fact.remedy == self.asked && new == "refund"
            }
            // What was granted may have found its owner since.
            "ruling" if self.kind == Kind::Claim && fact.remedy.is_none() => true,
            "ruling" => self.rulings.last().is_some_and(|r| r.remedy == fact.remedy),
            // Silence confirms a return as it was asked for.
            "default" if self.going.as_deref() == Some("carry_out") => {
                self.kind == Kind::Return && self.agreed.is_none() && fact.remedy == self.asked
            }
            "default" => {
                let asked = self.asked.as_ref().and_then(|asked| asked.amount);
                let due = match self.going.as_deref() {
                    Some("refund_all") => Some(left),
                    Some("refund_asked") => before.and_then(|r| r.amount).or(asked).or(Some(left)),
                    _ => None,
                };
                new == "refund" && due.is_some() && due == amount
            }
            _ => false,
        };
        let kept = match (&self.agreed, before) {
            (Some(_), Some(before)) => {
                Some(before) == fact.remedy.as_ref()
                    || after_return
                    || (new == "refund" && fact.by == "default")
                    || (fact.by == "ruling" && self.return_contested)
            }
            _ => true,
        };
        agreed && kept
    }
}
