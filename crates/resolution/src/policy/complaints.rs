//! What a policy says of complaints of negligence (NEG): for what a seller may reject one, and what an upheld one costs.
use super::{Problem, ReasonKind, RemedyKind, problem::Source, raw::RawPolicy, words::words};
use serde::Deserialize;

/// Complaints of negligence.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComplaintRules {
    /// For which reasons the seller may reject one (NEG-2), in the order in which they are shown; at least one.
    pub rejections: Vec<ComplaintRejection>,
    /// Points off the seller's reputation where negligence is held (NEG-4); 0 to 100.
    pub penalty_points: u16,
}

words! {
    /// Why a seller rejects a complaint of negligence.
    ComplaintRejection, "reason to reject a complaint" {
        /// What is said is not so.
        NotSo = "not_so",
        /// The carrier did it.
        CarrierCaused = "carrier_caused",
        /// The buyer did it.
        BuyerCaused = "buyer_caused",
        /// Seller and buyer have settled it already.
        SettledAlready = "settled_already",
    }
}

/// Everything that is wrong with them.
pub(super) fn check(source: &Source<'_>, raw: &RawPolicy) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut reasons = raw.reason.iter().filter(|reason| reason.kind == ReasonKind::Negligence).peekable();
    let Some(rules) = &raw.complaints else {
        let text =
            "nobody can complain of this: there is no section [complaints]; add it or remove the reason";
        let orphans =
            reasons.map(|reason| source.at(reason.id.span(), format!("reason {}", reason.id.as_ref()), text));
        return orphans.collect();
    };
    if reasons.peek().is_none() {
        let text = "no reason leads to it; add a reason with kind = \"negligence\", or remove the section";
        problems.push(source.at_key("complaints", text));
    }
    if rules.rejections.is_empty() {
        let text = "a seller could only accept; name at least one reason to reject a complaint";
        problems.push(source.at_key("complaints.rejections", text));
    }
    if rules.penalty_points > 100 {
        let text = "a reputation has 100 points; take 0 to 100 of them";
        problems.push(source.at_key("complaints.penalty_points", text));
    }
    for reason in reasons {
        let row = format!("reason {}", reason.id.as_ref());
        if reason.remedies != [RemedyKind::FeeRefund] {
            let text = "a complaint may ask for the shipping fee and for nothing else; write remedies = [\"fee_refund\"]";
            problems.push(source.at(reason.id.span(), &row, text));
        }
        if !reason.received {
            let text = "a complaint is about what came; write received = true";
            problems.push(source.at(reason.id.span(), &row, text));
        }
    }
    problems
}
