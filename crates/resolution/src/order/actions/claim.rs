//! What parties and mediators know of a seller's claim for payment.
use super::*;
use crate::case::Closing;
use crate::order::claim::{claimable, ends, failed_since};
use crate::order::command::PaymentClaim;

impl List<'_> {
    /// The seller claims for everything that is shown cancelled or failed.
    pub(super) fn claiming(&mut self) {
        let failed = |unit: &UnitNo| {
            let known = self.order.cases.iter().any(|case| {
                let withdrawn = matches!(case.closed, Some((Closing::Withdrawn, _)));
                let about = case.units.iter().any(|(_, claimed)| claimed == unit);
                case.kind == CaseKind::SellerClaim && !withdrawn && about
            });
            failed_since(self.order, *unit).is_some() && !known
        };
        let named: Vec<UnitNo> = self.order.unit_nos().filter(failed).collect();
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

    /// The buyer answers what is asked; the seller may take the claim back.
    pub(super) fn claimed(&mut self, case: &Case, seller: bool) {
        if seller {
            let target = Target { case: Some(case.no.0), ..Target::default() };
            self.offer("withdraw_claim", target, vec![OrderCommand::Withdraw { case: case.no }]);
        }
        self.reviewed(case);
    }

    /// A claim is paid as the sale would have been, or it is not (CLM-3).
    pub(super) fn ruling_on_claim(&mut self, case: &Case, on: Target) {
        let units: Vec<UnitNo> = case.units.iter().map(|(_, unit)| *unit).collect();
        let due = claimable(self.order, &units);
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
