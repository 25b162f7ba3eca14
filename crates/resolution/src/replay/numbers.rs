//! What an act speaks of by number. Under other rules the second parcel may be the first, so numbers are translated.
use crate::id::{CaseNo, EvidenceNo, HoldNo, ParcelNo, ProposalNo, RefundNo};
use crate::order::command::{Confirmation, OrderCommand as Command};
use std::collections::BTreeMap;

/// From the numbers of the history to those of the replay.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers {
    pub(super) cases: BTreeMap<CaseNo, CaseNo>,
    pub(super) parcels: BTreeMap<ParcelNo, ParcelNo>,
    pub(super) evidence: BTreeMap<EvidenceNo, EvidenceNo>,
    pub(super) proposals: BTreeMap<(CaseNo, ProposalNo), ProposalNo>,
    pub(super) refunds: BTreeMap<RefundNo, RefundNo>,
    pub(super) holds: BTreeMap<HoldNo, HoldNo>,
}

/// What an act is about, so that its instant can be found: a case, or a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    Case(CaseNo),
    Refund(RefundNo),
    World,
}

/// The case or refund that an act belongs to.
pub(super) fn about(command: &Command) -> About {
    let mut command = command.clone();
    let said = Said::of(&mut command);
    match (said.cases.first(), said.refunds.first()) {
        (Some(case), _) => About::Case(**case),
        (None, Some(refund)) => About::Refund(**refund),
        (None, None) => About::World,
    }
}

impl Numbers {
    /// Translates every number of an act; false where one of them does not exist in the replay.
    pub(super) fn translate(&self, command: &mut Command) -> bool {
        if let Command::AcceptProposal { case, proposal, .. }
        | Command::RejectProposal { case, proposal, .. } = command
        {
            let Some(known) = self.proposals.get(&(*case, *proposal)) else { return false };
            *proposal = *known;
        }
        let said = Said::of(command);
        all(said.cases, &self.cases)
            && all(said.parcels, &self.parcels)
            && all(said.evidence, &self.evidence)
            && all(said.refunds, &self.refunds)
            && all(said.holds, &self.holds)
    }

    /// The case of the history that became this one.
    pub(super) fn case_before(&self, replayed: CaseNo) -> Option<CaseNo> {
        self.cases.iter().find(|(_, now)| **now == replayed).map(|(before, _)| *before)
    }
}

fn all<N: Copy + Ord>(said: Vec<&mut N>, known: &BTreeMap<N, N>) -> bool {
    said.into_iter().all(|number| {
        let found = known.get(number).copied();
        found.is_some_and(|found| {
            *number = found;
            true
        })
    })
}

/// The numbers in an act.
#[derive(Default)]
struct Said<'c> {
    cases: Vec<&'c mut CaseNo>,
    parcels: Vec<&'c mut ParcelNo>,
    evidence: Vec<&'c mut EvidenceNo>,
    refunds: Vec<&'c mut RefundNo>,
    holds: Vec<&'c mut HoldNo>,
}

impl<'c> Said<'c> {
    fn of(command: &'c mut Command) -> Self {
        let mut said = Self::default();
        match command {
            Command::Place(_)
            | Command::CapturePayment { .. }
            | Command::LengthenShipBy { .. }
            | Command::Cancel { .. }
            | Command::GoodwillRefund { .. }
            | Command::OpenDispute(_)
            | Command::RequestReturn(_)
            | Command::Complain(_)
            | Command::FreezeForRisk { .. }
            | Command::PlaceHold { .. } => {}
            Command::DeclareShipment(shipment) => said.cases.extend(&mut shipment.case),
            Command::RecordScans { parcel, .. }
            | Command::ConfirmReceipt { parcel }
            | Command::AnswerAddress { parcel, .. }
            | Command::LengthenWindow { parcel, .. } => said.parcels.push(parcel),
            Command::WriteMessage { case, .. } | Command::ReportBuyer { about: case, .. } => {
                said.cases.extend(case);
            }
            Command::SubmitEvidence(submission) => said.cases.extend(&mut submission.case),
            Command::WithdrawEvidence { evidence } | Command::RemoveEvidence { evidence, .. } => {
                said.evidence.push(evidence);
            }
            Command::RefundResult { refund, .. } | Command::ConfirmArrival { refund, .. } => {
                said.refunds.push(refund);
            }
            Command::ClaimPayment(claim) => {
                if let Some(Confirmation::Outside { chat, photo }) = &mut claim.confirmation {
                    said.evidence.extend([chat, photo]);
                }
            }
            Command::LiftHold { hold, .. } => said.holds.push(hold),
            in_a_case => said.of_a_case(in_a_case),
        }
        said
    }

    fn of_a_case(&mut self, command: &'c mut Command) {
        match command {
            Command::StateBuyerCause { case, voucher, .. } => {
                self.cases.push(case);
                self.evidence.push(voucher);
            }
            Command::Appeal { case, evidence, .. } => {
                self.cases.push(case);
                self.evidence.extend(evidence);
            }
            Command::GiveReturnAddress { case, label, .. } => {
                self.cases.push(case);
                self.evidence.extend(label);
            }
            Command::ObjectToReturn { case, documents, .. } => {
                self.cases.push(case);
                self.evidence.extend(documents);
            }
            Command::ChangeDispute { case, .. }
            | Command::Withdraw { case }
            | Command::Respond { case, .. }
            | Command::DraftAnswer { case, .. }
            | Command::ConfirmAnswer { case }
            | Command::Propose { case, .. }
            | Command::AcceptProposal { case, .. }
            | Command::RejectProposal { case, .. }
            | Command::Escalate { case, .. }
            | Command::Assign { case, .. }
            | Command::ReportFinding { case, .. }
            | Command::DecideRisk { case, .. }
            | Command::Ask { case, .. }
            | Command::AnswerQuestion { case, .. }
            | Command::AnswerClaim { case, .. }
            | Command::AnswerQuestionnaire { case, .. }
            | Command::Rule { case, .. }
            | Command::Waive { case }
            | Command::SendReturn { case, .. }
            | Command::RecordReturnScans { case, .. }
            | Command::ReceiveReturn { case, .. }
            | Command::HearFund { case, .. }
            | Command::HearStanding { case, .. }
            | Command::AcceptReturn { case, .. } => self.cases.push(case),
            _ => {}
        }
    }
}
