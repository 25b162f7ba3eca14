//! What mediators and finance know.
use super::*;

impl List<'_> {
    pub(super) fn mediator(mut self) -> Self {
        self.at_risk();
        // What a carrier makes good waits for nobody.
        let decides = |c: &&Case| c.open() && c.kind != CaseKind::CarrierCompensation;
        for case in self.order.cases.iter().filter(decides) {
            self.case_of_mediator(case);
        }
        self.finance()
    }

    /// The whole order is frozen for a reason of the policy's list (FRZ-2).
    fn at_risk(&mut self) {
        let rules = self.context.policy.freeze.risk.as_ref();
        let words: Vec<String> =
            rules.map_or(&[][..], |rules| &rules.reasons).iter().map(|r| r.word().to_owned()).collect();
        let freeze = |reason: &String| OrderCommand::FreezeForRisk { reason: reason.clone(), text: None };
        let probes =
            if words.is_empty() { vec![freeze(&String::new())] } else { words.iter().map(freeze).collect() };
        let action = self.offer("freeze_for_risk", Target::default(), probes);
        action.ranges = vec![Range::Choice { field: "reason", words }];
    }

    pub(super) fn case_of_mediator(&mut self, case: &Case) {
        let no = case.no;
        let on = Target { case: Some(no.0), ..Target::default() };
        if let Some(mediator) = self.actor.party() {
            self.offer("assign", on.clone(), vec![OrderCommand::Assign { case: no, mediator }]);
        }
        let words = self.seal();
        let asks = [Side::Opener, Side::Respondent].map(|side| OrderCommand::Ask {
            case: no,
            side,
            words: words.clone(),
        });
        self.offer("ask", on.clone(), asks.to_vec());
        self.finding(case, on.clone());
        if case.kind == CaseKind::SellerClaim {
            self.ruling_on_claim(case, on);
            self.talking(Some(no));
            return;
        }
        if case.kind == CaseKind::Risk {
            let decide = |clear| OrderCommand::DecideRisk { case: no, clear, words: typed("checked") };
            self.offer("decide_risk", on, vec![decide(true), decide(false)]);
            self.talking(Some(no));
            return;
        }
        if case.kind == CaseKind::Negligence {
            self.ruling_on_complaint(case, on);
            self.talking(Some(no));
            return;
        }
        self.proposing(case);
        let draft = crate::order::draft::Draft::new(self.order, self.context, self.now);
        let recommended = procedure::recommended(&draft, no);
        let (remedy, liable) = recommended.map_or((None, Liable::Nobody), |r| (r.remedy, r.liable));
        let follow = OrderCommand::Rule { case: no, remedy, liable, departs: None };
        let most = self.most(case);
        let depart = |remedy| OrderCommand::Rule {
            case: no,
            remedy,
            liable: Liable::Seller,
            departs: Some(typed("weighed")),
        };
        let mut probes = vec![follow, depart(None)];
        if most.is_positive() {
            probes.extend([Minor::clamped(1), most].map(|amount| depart(Some(Remedy::Refund { amount }))));
        }
        let action = self.offer("rule", on, probes);
        action.ranges = vec![Range::Amount { field: "amount", min: Minor::clamped(1), max: most }];
        self.talking(Some(no));
    }

    /// A complaint is held right, with the fee that is asked for, or it is not: nothing lies between (NEG-4, NEG-5).
    fn ruling_on_complaint(&mut self, case: &Case, on: Target) {
        let fee = negligence::fee(self.order, case);
        let rule = |remedy, liable| OrderCommand::Rule {
            case: case.no,
            remedy,
            liable,
            departs: Some(typed("weighed")),
        };
        let most = fee.as_ref().and_then(Remedy::amount).unwrap_or(Minor::ZERO);
        let probes = vec![rule(fee, Liable::Seller), rule(None, Liable::Nobody)];
        let action = self.offer("rule", on, probes);
        action.ranges = vec![Range::Amount { field: "amount", min: most, max: most }];
    }

    /// What the carrier found, where it was asked: for whoever took its call (INV-3).
    pub(super) fn finding(&mut self, case: &Case, on: Target) {
        if case.investigation.is_none() {
            return;
        }
        let all = [
            (Finding::WithCarrier, "with_carrier"),
            (Finding::Delivered, "delivered"),
            (Finding::Lost, "lost"),
        ];
        let other = all.into_iter().filter(|(finding, _)| case.finding != Some(*finding));
        let (findings, words): (Vec<Finding>, Vec<&str>) = other.unzip();
        let probe = |finding| OrderCommand::ReportFinding { case: case.no, finding };
        let action = self.offer("report_finding", on, findings.into_iter().map(probe).collect());
        action.ranges =
            vec![Range::Choice { field: "finding", words: words.into_iter().map(str::to_owned).collect() }];
    }

    pub(super) fn finance(mut self) -> Self {
        let soon = self.now.checked_add(SignedDuration::from_secs(1)).unwrap_or(self.now);
        let hold = OrderCommand::PlaceHold { units: Vec::new(), reason: "checked".into(), end: soon };
        let now = self.now;
        let action = self.offer("place_hold", Target::default(), vec![hold]);
        action.ranges = vec![Range::After { field: "end", after: now }];
        for hold in self.order.holds.iter().filter(|h| h.lifted.is_none()) {
            let target = Target { hold: Some(hold.no.0), ..Target::default() };
            let probe = OrderCommand::LiftHold { hold: hold.no, reason: "checked".into() };
            let action = self.offer("lift_hold", target, vec![probe]);
            action.until = Some(hold.end);
            action.silence = Some("lifted".into());
        }
        for evidence in self.order.evidence.iter().filter(|e| e.removed.is_none()) {
            let probe = OrderCommand::RemoveEvidence { evidence: evidence.no, why: "law".into() };
            let target = Target { case: evidence.case.map(|c| c.0), ..Target::default() };
            self.offer("remove_evidence", target, vec![probe]).until = None;
        }
        self
    }
}
