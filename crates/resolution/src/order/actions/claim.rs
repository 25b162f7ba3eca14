//! What parties and mediators know of a seller's claim for payment.
use super::*;
use crate::case::Closing;
use crate::order::claim::{claimable, ends, failed_since, units_of};
use crate::order::command::PaymentClaim;

impl List<'_> {
    /// The seller claims for everything that is shown cancelled or failed, and is in no case; what can still be claimed first.
    pub(super) fn claiming(&mut self) {
        let failed = |unit: &UnitNo| {
            let about = |case: &&Case| case.units.iter().any(|(_, claimed)| claimed == unit);
            let known = self.order.cases.iter().filter(about).any(|case| {
                let withdrawn = matches!(case.closed, Some((Closing::Withdrawn, _)));
                case.kind == CaseKind::SellerClaim && !withdrawn
            });
            failed_since(self.order, *unit).is_some() && !known && self.order.case_of_unit(*unit).is_none()
        };
        let late = |unit: &UnitNo| ends(self.order, *unit, self.context).is_some_and(|end| end <= self.now);
        let (late, named): (Vec<UnitNo>, Vec<UnitNo>) = self.order.unit_nos().filter(failed).partition(late);
        let named = if named.is_empty() { late } else { named };
        if named.is_empty() {
            return;
        }
        let until = named.iter().filter_map(|unit| ends(self.order, *unit, self.context)).min();
        let causes = self.context.policy.claims.as_ref().map(|rules| rules.causes.as_slice());
        let words: Vec<String> =
            causes.unwrap_or_default().iter().map(|cause| cause.word().to_owned()).collect();
        let most = claimable(self.order, &named);
        let probe = |cause: &str| {
            OrderCommand::ClaimPayment(PaymentClaim {
                units: named.clone(),
                cause: cause.to_owned(),
                confirmation: None,
                tracking: Some("1".into()),
                text: None,
            })
        };
        let probes =
            if words.is_empty() { vec![probe("")] } else { words.iter().map(|w| probe(w)).collect() };
        let target = Target { units: units(&named), ..Target::default() };
        let action = self.offer("claim_payment", target, probes);
        (action.until, action.silence) = (until, until.map(|_| "no_claim".into()));
        action.ranges = vec![
            Range::Choice { field: "cause", words },
            Range::Amount { field: "amount", min: most, max: most },
        ];
    }

    /// The buyer says whether the goods are there; the seller may take the claim back.
    pub(super) fn claimed(&mut self, case: &Case, seller: bool) {
        let on = Target { case: Some(case.no.0), ..Target::default() };
        if seller {
            self.offer("withdraw_claim", on, vec![OrderCommand::Withdraw { case: case.no }]);
        } else {
            let says = |received| OrderCommand::AnswerClaim { case: case.no, received, text: None };
            self.offer("answer_claim", on, vec![says(true), says(false)]);
        }
        self.reviewed(case);
    }

    /// A claim is paid as the sale would have been, or it is not (CLM-3).
    pub(super) fn ruling_on_claim(&mut self, case: &Case, on: Target) {
        let due = claimable(self.order, &units_of(case));
        let rule = |remedy, liable| OrderCommand::Rule {
            case: case.no,
            remedy,
            liable,
            departs: Some(typed("weighed")),
        };
        let paid = Remedy::SellerPayment { amount: due };
        let probes = vec![rule(Some(paid), Liable::Platform), rule(None, Liable::Nobody)];
        let action = self.offer("rule", on, probes);
        action.ranges = vec![Range::Amount { field: "amount", min: due, max: due }];
    }
}
