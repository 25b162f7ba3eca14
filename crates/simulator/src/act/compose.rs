//! Saying an act in a command: amounts, reasons and remedies of the person's own.
use super::Person;
use crate::clock::{after, hours, minutes};
use crate::world::carrier::CARRIERS;
use crate::world::people::Manner;
use crate::world::shop::minor;
use jiff::Timestamp;
use resolution::actor::Actor;
use resolution::case::remedy::{Remedy, RemedyKind};
use resolution::case::{Answer, Case, Received, ReturnContent};
use resolution::id::{CaseNo, EvidenceNo, PartyId, UnitNo};
use resolution::money::Minor;
use resolution::order::actions::{Offer, Range};
use resolution::order::command::{
    Complaint, Confirmation, OrderCommand, PaymentClaim, ReturnRequest, Shipment, Submission,
};
use resolution::policy::{Liable, Opinion, Requirement, Side};
use resolution::seal::{Seal, Words};

/// The most that an offer's amount can be.
fn most(offer: &Offer) -> i64 {
    let ends = offer.action.ranges.iter().find_map(|range| match range {
        Range::Amount { max, .. } => Some(max.get()),
        _ => None,
    });
    ends.unwrap_or(0)
}

impl Person<'_> {
    /// The command by which the person takes an offer.
    pub(super) fn compose(&mut self, offer: &Offer) -> OrderCommand {
        let at = self.dice.index(offer.probes.len());
        let Some(probe) = offer.probes.get(at).cloned() else {
            return OrderCommand::WriteMessage { case: None, words: self.seal() };
        };
        match probe {
            OrderCommand::OpenDispute(opening) => self.opens(offer, opening),
            OrderCommand::RequestReturn(wanted) => {
                let text = self.dice.chance(30).then(|| self.seal());
                let (units, sub_reason) = (self.some(&wanted.units), self.finer(&wanted.reason));
                OrderCommand::RequestReturn(ReturnRequest { units, sub_reason, text, ..wanted })
            }
            OrderCommand::Complain(wanted) => self.complains(wanted),
            OrderCommand::ClaimPayment(wanted) => self.claims(wanted),
            OrderCommand::ChangeDispute { case, reason, .. } => {
                let asked = self.remedy_of(case, most(offer), &reason);
                let sub_reason = self.finer(&reason);
                OrderCommand::ChangeDispute { case, reason, sub_reason, asked }
            }
            OrderCommand::Propose { case, words, .. } => {
                let remedy = self.any_remedy(case, most(offer));
                OrderCommand::Propose { case, remedy, words }
            }
            OrderCommand::Rule { case, remedy, liable, departs } => {
                self.rules(offer, case, remedy, liable, departs)
            }
            OrderCommand::Cancel { units, reason } => {
                let units = self.some(&units);
                // A seller's reasons are the policy's; a buyer's are a buyer's own.
                let own = matches!(self.actor, Actor::Buyer(_));
                OrderCommand::Cancel { units, reason: if own { "changed_mind".to_owned() } else { reason } }
            }
            OrderCommand::DeclareShipment(shipment) => self.ships(shipment),
            OrderCommand::GoodwillRefund { units, words, .. } => {
                let amount = self.amount(most(offer));
                OrderCommand::GoodwillRefund { units, amount, words }
            }
            OrderCommand::SubmitEvidence(submission) => self.shows(submission),
            other => self.composes_rest(other),
        }
    }

    fn composes_rest(&mut self, probe: OrderCommand) -> OrderCommand {
        match probe {
            OrderCommand::LengthenShipBy { until } => {
                OrderCommand::LengthenShipBy { until: after(until, hours(self.dice.between(1, 240))) }
            }
            OrderCommand::LengthenWindow { parcel, until } => {
                OrderCommand::LengthenWindow { parcel, until: after(until, hours(self.dice.between(1, 240))) }
            }
            OrderCommand::AnswerAddress { parcel, .. } => {
                let here = self.knowing.arrived.is_some_and(|at| at <= self.now);
                let lies = self.knowing.manner == Manner::Malicious;
                OrderCommand::AnswerAddress { parcel, received: here != lies }
            }
            OrderCommand::AnswerClaim { case, .. } => {
                let here = self.knowing.arrived.is_some_and(|at| at <= self.now);
                let lies = self.knowing.manner == Manner::Malicious;
                let text = self.dice.chance(30).then(|| self.seal());
                OrderCommand::AnswerClaim { case, received: here != lies, text }
            }
            OrderCommand::AnswerQuestionnaire { case, answers, .. } => {
                let all = [Opinion::Yes, Opinion::No, Opinion::Unsure];
                let answers = answers.into_keys().map(|id| (id, self.dice.pick(&all))).collect();
                let text = self.dice.chance(30).then(|| self.seal());
                OrderCommand::AnswerQuestionnaire { case, answers, text }
            }
            OrderCommand::PlaceHold { .. } => OrderCommand::PlaceHold {
                units: if self.dice.chance(50) { Vec::new() } else { vec![UnitNo(0)] },
                reason: "checked".to_owned(),
                end: after(self.now, hours(self.dice.between(1, 20 * 24))),
            },
            OrderCommand::SendReturn { case, .. } => OrderCommand::SendReturn {
                case,
                carrier: self.carrier(),
                number: format!("R{}C{case}", self.short()),
            },
            OrderCommand::ReceiveReturn { case, .. } => {
                OrderCommand::ReceiveReturn { case, content: self.content() }
            }
            OrderCommand::AcceptReturn { case, .. } => {
                OrderCommand::AcceptReturn { case, content: self.content() }
            }
            OrderCommand::ObjectToReturn { case, words, documents, .. } => {
                OrderCommand::ObjectToReturn { case, content: self.content(), words, documents }
            }
            OrderCommand::StateBuyerCause { case, cause, from, voucher, .. } => {
                let until = self.dice.chance(40).then(|| after(self.now, -minutes(30)));
                OrderCommand::StateBuyerCause { case, cause, from, until, voucher }
            }
            OrderCommand::Respond { case, answer: Answer::Investigate { carrier, number }, words } => {
                OrderCommand::Respond { case, answer: Answer::Investigate { carrier, number }, words }
            }
            other => other,
        }
    }

    fn complains(&mut self, wanted: Complaint) -> OrderCommand {
        let reasons: Vec<String> =
            self.context.policy.complaint_reasons().map(|reason| reason.id.clone()).collect();
        let reason = self.dice.any(&reasons).cloned().unwrap_or_else(|| wanted.reason.clone());
        let text = self.dice.chance(30).then(|| self.seal());
        let (units, sub_reason) = (self.some(&wanted.units), self.finer(&reason));
        OrderCommand::Complain(Complaint { units, reason, sub_reason, text, ..wanted })
    }

    fn claims(&mut self, wanted: PaymentClaim) -> OrderCommand {
        let heard = self.dice.any(&self.order.heard).copied().filter(|_| self.dice.chance(60));
        let confirmation = heard.map(|message| Confirmation::Message { message });
        let text = self.dice.chance(40).then(|| self.seal());
        let units = self.some(&wanted.units);
        OrderCommand::ClaimPayment(PaymentClaim { units, confirmation, text, ..wanted })
    }

    fn opens(&mut self, offer: &Offer, mut opening: resolution::order::command::Opening) -> OrderCommand {
        opening.units = self.some(&opening.units);
        let group = opening.received == Received::Yes;
        let reasons: Vec<String> = self
            .context
            .policy
            .dispute_reasons()
            .filter(|reason| reason.received == group)
            .map(|reason| reason.id.clone())
            .collect();
        if let Some(reason) = self.dice.any(&reasons) {
            opening.reason.clone_from(reason);
        }
        let policy = self.context.policy;
        let units = &opening.units;
        let most =
            resolution::order::actions::most_disputable(self.order, policy, units).get().min(most(offer));
        opening.asked = self.remedy(&opening.reason, most, !group);
        if let Some(reason) = self.at_once(&reasons) {
            // Whoever knows that the platform pays some things at once asks for just that.
            (opening.reason, opening.asked) = (reason, Remedy::Refund { amount: minor(most) });
        }
        opening.text = self.dice.chance(30).then(|| self.seal());
        opening.sub_reason = self.finer(&opening.reason);
        OrderCommand::OpenDispute(opening)
    }

    /// A finer reason, by most who have one to name.
    fn finer(&mut self, reason: &str) -> Option<String> {
        let finer = &self.context.policy.reason(reason)?.sub_reasons;
        if finer.is_empty() || !self.dice.chance(80) {
            return None;
        }
        self.dice.any(finer).cloned()
    }

    /// Now and then, a reason for which the protection fund pays at once.
    fn at_once(&mut self, reasons: &[String]) -> Option<String> {
        let funded = &self.context.policy.funding.as_ref()?.reasons;
        let known: Vec<&String> = reasons.iter().filter(|reason| funded.contains(reason)).collect();
        if self.dice.chance(40) { self.dice.any(&known).map(|reason| (*reason).clone()) } else { None }
    }

    /// A remedy that a reason of the policy allows.
    fn remedy(&mut self, reason: &str, most: i64, whole: bool) -> Remedy {
        let kinds = self.context.policy.reason(reason).map(|reason| reason.remedies.clone());
        let kind = self.dice.any(&kinds.unwrap_or_default()).copied().unwrap_or(RemedyKind::Refund);
        let amount = if whole { minor(most) } else { self.amount(most) };
        self.of_kind(kind, amount, !whole)
    }

    fn remedy_of(&mut self, case: CaseNo, most: i64, reason: &str) -> Remedy {
        let whole = self.order.case(case).is_some_and(|case| case.received == Received::No);
        self.remedy(reason, most, whole)
    }

    fn any_remedy(&mut self, case: CaseNo, most: i64) -> Remedy {
        let kinds = [
            RemedyKind::Refund,
            RemedyKind::ReturnAndRefund,
            RemedyKind::Replacement,
            RemedyKind::FeeRefund,
            RemedyKind::Other,
        ];
        let kind = kinds[self.dice.weighted(&[45, 32, 14, 5, 4]).unwrap_or(0)];
        let came = self.order.case(case).is_some_and(|case| case.received == Received::Yes);
        let amount = self.amount(most);
        self.of_kind(kind, amount, came)
    }

    fn of_kind(&mut self, kind: RemedyKind, amount: Minor, came: bool) -> Remedy {
        match kind {
            RemedyKind::Refund => Remedy::Refund { amount },
            RemedyKind::ReturnAndRefund => Remedy::ReturnAndRefund { amount },
            RemedyKind::Replacement => Remedy::Replacement { return_first: came && self.dice.chance(50) },
            RemedyKind::FeeRefund => Remedy::FeeRefund { amount },
            RemedyKind::Other => Remedy::Other { words: self.seal() },
            RemedyKind::SellerPayment => Remedy::SellerPayment { amount },
        }
    }

    fn rules(
        &mut self,
        offer: &Offer,
        case: CaseNo,
        remedy: Option<Remedy>,
        liable: Liable,
        departs: Option<Words>,
    ) -> OrderCommand {
        if departs.is_none() {
            // As the table recommends.
            return OrderCommand::Rule { case, remedy, liable, departs };
        }
        let remedy = self.dice.chance(70).then(|| self.any_remedy(case, most(offer)));
        let liable = self.dice.pick(&[Liable::Seller, Liable::Seller, Liable::Buyer, Liable::Carrier]);
        OrderCommand::Rule { case, remedy, liable, departs }
    }

    fn ships(&mut self, mut shipment: Shipment) -> OrderCommand {
        if shipment.case.is_none() && !shipment.resend {
            shipment.units = self.some(&shipment.units);
        }
        let tracked = self.dice.chance(92);
        shipment.carrier = tracked.then(|| self.carrier());
        let number = format!("T{}P{}", self.short(), self.order.parcels.len());
        shipment.number = tracked.then_some(number);
        shipment.weight_grams = self.dice.chance(50).then_some(500);
        shipment.estimate = self.dice.chance(20).then(|| self.in_days(3, 40));
        shipment.handed_over =
            self.dice.chance(20).then(|| after(self.now, -hours(self.dice.between(0, 30))));
        OrderCommand::DeclareShipment(shipment)
    }

    fn in_days(&mut self, low: i64, high: i64) -> Timestamp {
        after(self.now, crate::clock::days(self.dice.between(low, high)))
    }

    fn shows(&mut self, mut submission: Submission) -> OrderCommand {
        let side = match self.actor {
            Actor::Buyer(_) => Some(Side::Opener),
            Actor::Seller(_) => Some(Side::Respondent),
            _ => None,
        };
        let case = submission.case.and_then(|no| self.order.case(no));
        let wanted = side.and_then(|side| self.wanted(case, side));
        if let Some(requirement) = wanted {
            if let Some(kind) = self.dice.any(&requirement.kinds) {
                submission.kind = kind.word().to_owned();
            }
            submission.grams = requirement.grams.then_some(450);
            submission.requirement = Some(requirement.id);
        }
        submission.bytes = u64::try_from(self.dice.between(1_000, 900_000)).unwrap_or(1_000);
        submission.caption = self.dice.chance(30).then(|| self.seal());
        OrderCommand::SubmitEvidence(submission)
    }

    /// Something that the policy asks this side to show and that it has not shown yet.
    fn wanted(&mut self, case: Option<&Case>, side: Side) -> Option<Requirement> {
        let policy = self.context.policy;
        let listed = case.and_then(|case| policy.reason(&case.reason)).map(|reason| reason.evidence.clone());
        let objections = policy.disputes.objection_evidence.iter().cloned();
        let missing: Vec<Requirement> = listed
            .unwrap_or_default()
            .into_iter()
            .chain(objections.filter(|_| side == Side::Respondent))
            .filter(|requirement| requirement.from == side)
            .filter(|requirement| {
                let given = |e: &resolution::order::Evidence| {
                    e.requirement.as_deref() == Some(requirement.id.as_str()) && e.withdrawn.is_none()
                };
                !self.order.evidence.iter().any(given)
            })
            .collect();
        self.dice.any(&missing).cloned()
    }

    /// All of some units, or one of them.
    fn some(&mut self, units: &[UnitNo]) -> Vec<UnitNo> {
        if units.len() < 2 || self.dice.chance(65) {
            return units.to_vec();
        }
        self.dice.any(units).copied().into_iter().collect()
    }

    /// An amount up to `most`; a wrong one by those who try.
    pub(super) fn amount(&mut self, most: i64) -> Minor {
        let wrong = if self.knowing.manner == Manner::Malicious { 15 } else { 1 };
        if self.dice.chance(wrong) {
            return minor(self.dice.pick(&[0, -1, most + 1, most.saturating_mul(2), i64::from(u32::MAX)]));
        }
        minor(match self.dice.below(4) {
            0 => 1.max(most / 3),
            1 => self.dice.between(1, most.max(1)),
            _ => most,
        })
    }

    fn content(&mut self) -> ReturnContent {
        let all = [
            ReturnContent::All,
            ReturnContent::Part,
            ReturnContent::Other,
            ReturnContent::Empty,
            ReturnContent::Nothing,
        ];
        all[self.dice.weighted(&[70, 10, 8, 7, 5]).unwrap_or(0)]
    }

    fn carrier(&mut self) -> String {
        CARRIERS[self.dice.weighted(&[30, 25, 20, 20, 5]).unwrap_or(0)].to_owned()
    }

    /// A part of the order's id that no other order has.
    pub(super) fn short(&self) -> String {
        hex::encode(&self.order.id.0[..8]).to_uppercase()
    }

    /// The person's sealed words.
    pub(super) fn seal(&mut self) -> Seal {
        let by = self.actor.party().unwrap_or(PartyId([0; 16]));
        let half = || format!("{:032x}", self.dice.below(u64::MAX));
        let mut half = half;
        Seal { digest: format!("{}{}", half(), half()), by }
    }

    /// A piece of evidence by chance, sometimes one that is not there.
    pub(super) fn evidence(&mut self) -> EvidenceNo {
        let over = usize::from(self.dice.chance(10));
        EvidenceNo::after(self.dice.index(self.order.evidence.len() + over))
    }
}
