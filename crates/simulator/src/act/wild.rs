//! Acts that nobody offered: with no right, too late, about things that are not there, or simply rare.
use super::Person;
use crate::clock::{after, hours};
use resolution::actor::{Actor, Side};
use resolution::case::remedy::Remedy;
use resolution::case::{Answer, Finding, ReturnContent};
use resolution::id::{CaseNo, HoldNo, LegNo, ParcelNo, ProposalNo, RefundNo, UnitNo};
use resolution::order::command::{OrderCommand as Command, ReturnRequest};
use resolution::policy::{Liable, Opinion};
use resolution::seal::Words;

impl Person<'_> {
    /// A command of any kind.
    pub(super) fn wild(&mut self) -> Option<Command> {
        if !self.order.evidence.is_empty() && self.dice.chance(35) {
            return Some(match self.actor {
                Actor::Mediator(_) | Actor::Finance(_) => {
                    Command::RemoveEvidence { evidence: self.evidence(), why: "court".to_owned() }
                }
                _ => Command::WithdrawEvidence { evidence: self.own_evidence() },
            });
        }
        let case = CaseNo::after(self.dice.index(self.order.cases.len() + 1));
        if !self.order.cases.is_empty() && self.dice.chance(70) { self.wild_in(case) } else { self.wild_on() }
    }

    fn own_evidence(&mut self) -> resolution::id::EvidenceNo {
        let own = self
            .order
            .evidence
            .iter()
            .find(|e| Some(e.author) == self.actor.party() && e.withdrawn.is_none());
        own.map(|e| e.no).filter(|_| self.dice.chance(80)).unwrap_or_else(|| self.evidence())
    }

    fn words(&mut self) -> Words {
        Words::only(if self.dice.chance(85) { "because" } else { "" })
    }

    fn wild_on(&mut self) -> Option<Command> {
        let parcel = ParcelNo::after(self.dice.index(self.order.parcels.len() + 1));
        let unit = UnitNo::after(self.dice.index(self.order.units.len() + 1));
        Some(match self.dice.below(13) {
            0 => Command::Cancel { units: vec![unit, unit], reason: "twice".to_owned() },
            1 => Command::ConfirmReceipt { parcel },
            2 => Command::AnswerAddress { parcel, received: self.dice.chance(50) },
            3 => Command::LengthenShipBy { until: after(self.now, hours(self.dice.between(-100, 2_000))) },
            4 => Command::LengthenWindow {
                parcel,
                until: after(self.now, hours(self.dice.between(-100, 9_000))),
            },
            5 => {
                Command::GoodwillRefund { units: vec![unit], amount: self.amount(5_000), words: self.words() }
            }
            6 => Command::PlaceHold {
                units: vec![unit],
                reason: String::new(),
                end: after(self.now, hours(9)),
            },
            7 => Command::LiftHold { hold: HoldNo::after(self.dice.index(3)), reason: "mine".to_owned() },
            8 => Command::ConfirmArrival {
                refund: RefundNo::after(self.dice.index(self.order.refunds.len() + 1)),
                leg: LegNo(0),
            },
            9 => Command::WriteMessage { case: Some(CaseNo(7)), words: self.seal() },
            10 => Command::RemoveEvidence { evidence: self.evidence(), why: String::new() },
            11 => {
                let reason = self.dice.pick(&["change_of_mind", "damaged", ""]).to_owned();
                let sub_reason = self.dice.chance(50).then(|| "no_sub_reason".to_owned());
                Command::RequestReturn(ReturnRequest { units: vec![unit], reason, sub_reason, text: None })
            }
            _ => Command::WithdrawEvidence { evidence: self.evidence() },
        })
    }

    fn wild_in(&mut self, case: CaseNo) -> Option<Command> {
        let words = self.words();
        let amount = self.amount(20_000);
        let side = self.dice.pick(&[Side::Opener, Side::Respondent, Side::Platform]);
        let newest = self.order.case(case).and_then(|case| case.proposals.last());
        let proposal = newest.map_or(ProposalNo(0), |proposal| proposal.no);
        let terms = newest.map_or_else(String::new, |proposal| proposal.terms.clone());
        Some(match self.dice.below(26) {
            0 => Command::Withdraw { case },
            1 => Command::Respond { case, answer: Answer::Reject, words },
            2 => Command::Respond { case, answer: Answer::Accept, words },
            3 => Command::Propose { case, remedy: Remedy::Refund { amount }, words },
            4 => Command::AcceptProposal { case, proposal, terms: "other terms".to_owned() },
            5 => Command::AcceptProposal { case, proposal, terms },
            6 => Command::RejectProposal { case, proposal: ProposalNo(proposal.0 + 1), words },
            7 => Command::Escalate { case, words },
            8 => Command::Assign { case, mediator: self.actor.party()? },
            9 => Command::ReportFinding { case, finding: Finding::Lost },
            10 => Command::Ask { case, side, words: self.seal() },
            11 => Command::AnswerQuestion { case, words: self.seal() },
            12 => {
                let remedy = Some(Remedy::Refund { amount });
                Command::Rule { case, remedy, liable: Liable::Nobody, departs: Some(words) }
            }
            13 => Command::Appeal { case, evidence: vec![self.evidence()], words },
            14 => Command::Waive { case },
            15 => Command::GiveReturnAddress { case, address: self.seal(), label: Some(self.evidence()) },
            16 => Command::AcceptReturn { case, content: ReturnContent::All },
            17 => Command::ReceiveReturn { case, content: ReturnContent::Empty },
            21 => Command::ConfirmAnswer { case },
            25 => {
                let answers = [("complete_when_sent".to_owned(), Opinion::No)].into();
                Command::AnswerQuestionnaire { case, answers, text: None }
            }
            24 => Command::AnswerClaim { case, received: true, text: None },
            22 => Command::DraftAnswer { case, answer: Answer::Reject, words },
            18 => Command::Respond { case, answer: Answer::WithoutReturn, words },
            19 => Command::Respond { case, answer: Answer::Reject, words: Words::only("as_received") },
            20 => {
                let documents = vec![self.evidence()];
                Command::ObjectToReturn { case, content: ReturnContent::Part, words, documents }
            }
            _ => Command::SendReturn { case, carrier: "ups".to_owned(), number: String::new() },
        })
    }
}
