//! What both sides of a case know.
use super::*;

impl List<'_> {
    pub(super) fn talking(&mut self, case: Option<CaseNo>) {
        let target = Target { case: case.map(|c| c.0), ..Target::default() };
        let words = self.seal();
        self.offer("write_message", target.clone(), vec![OrderCommand::WriteMessage { case, words }]).until =
            None;
        let submission = Submission {
            case,
            requirement: None,
            seal: self.seal(),
            kind: "picture".into(),
            bytes: 1,
            caption: None,
            taken: None,
            grams: None,
        };
        self.offer("submit_evidence", target, vec![OrderCommand::SubmitEvidence(submission)]);
    }

    /// What both sides of a case know.
    pub(super) fn party(&mut self, case: &Case, side: Side) {
        let no = case.no;
        let on = Target { case: Some(no.0), ..Target::default() };
        if case.kind != CaseKind::Negligence {
            self.proposals(case, side);
        }
        self.offer(
            "escalate",
            on.clone(),
            vec![OrderCommand::Escalate { case: no, words: typed("no_agreement") }],
        );
        self.reviewed(case);
        if case.stage.name == StageName::Appealing {
            let since = case.stage.since;
            let author = self.actor.party();
            let new = self
                .order
                .evidence
                .iter()
                .filter(|e| e.at >= since && Some(e.author) == author && e.withdrawn.is_none());
            let evidence: Vec<EvidenceNo> = new.map(|e| e.no).collect();
            let appeal = OrderCommand::Appeal { case: no, evidence, words: typed("new_evidence") };
            self.offer("appeal", on.clone(), vec![appeal]);
            self.offer("waive", on, vec![OrderCommand::Waive { case: no }]);
        }
    }

    /// Proposals side by side: a side's own, and the others' that it may accept or reject.
    fn proposals(&mut self, case: &Case, side: Side) {
        let no = case.no;
        let on = Target { case: Some(no.0), ..Target::default() };
        self.proposing(case);
        for other in [Side::Opener, Side::Respondent, Side::Platform].into_iter().filter(|s| *s != side) {
            if let Some(proposal) = case.standing(other) {
                let (number, terms): (ProposalNo, String) = (proposal.no, proposal.terms.clone());
                let target = Target { proposal: Some((number.0, terms.clone())), ..on.clone() };
                let accept = OrderCommand::AcceptProposal { case: no, proposal: number, terms };
                self.offer("accept_proposal", target.clone(), vec![accept]);
                let reject =
                    OrderCommand::RejectProposal { case: no, proposal: number, words: typed("not_enough") };
                self.offer("reject_proposal", target, vec![reject]);
            }
        }
    }

    /// What both sides of any kind of case know while it is open: talking, showing, answering the mediator.
    pub(super) fn reviewed(&mut self, case: &Case) {
        let no = case.no;
        self.talking(Some(no));
        // What a claim itself asks is answered by yes or no.
        let asking = of_case(self.order, no).is_some_and(|claim| claim.asking);
        if case.stage.name == StageName::Answering && !asking {
            let target = Target { case: Some(no.0), ..Target::default() };
            let words = self.seal();
            self.offer("answer_question", target, vec![OrderCommand::AnswerQuestion { case: no, words }]);
        }
    }

    pub(super) fn proposing(&mut self, case: &Case) {
        let most = self.most(case);
        let least = Minor::clamped(1);
        let propose = |amount| OrderCommand::Propose {
            case: case.no,
            remedy: Remedy::Refund { amount },
            words: typed("agreement"),
        };
        let target = Target { case: Some(case.no.0), ..Target::default() };
        let action = self.offer("propose", target, vec![propose(least), propose(most)]);
        action.ranges = vec![Range::Amount { field: "amount", min: least, max: most }];
    }

    pub(super) fn most(&self, case: &Case) -> Minor {
        refund::left(self.order, &case.reserved)
    }
}
