//! Whether returns for a change of mind are whole: the section, a reason, and a procedure that can carry it out.
use super::{Problem, ReasonKind, RemedyKind, problem::Source, ranges, raw::RawPolicy};

/// Everything that is wrong with them.
pub(super) fn check(source: &Source<'_>, raw: &RawPolicy) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut reasons = raw.reason.iter().filter(|reason| reason.kind == ReasonKind::Return).peekable();
    let Some(returns) = &raw.returns else {
        let text =
            "goods cannot go back for this: there is no section [returns]; add it or remove the reason";
        let orphans =
            reasons.map(|reason| source.at(reason.id.span(), format!("reason {}", reason.id.as_ref()), text));
        return orphans.collect();
    };
    problems.extend(ranges::period(returns.within).map(|text| source.at_key("returns.within", text)));
    if reasons.peek().is_none() {
        let text = "no reason leads to it; add a reason with kind = \"return\", or remove the section";
        problems.push(source.at_key("returns", text));
    }
    if returns.conditions.is_empty() {
        let text = "a return could not be refused for anything; name at least one condition";
        problems.push(source.at_key("returns.conditions", text));
    }
    for reason in reasons {
        let row = format!("reason {}", reason.id.as_ref());
        if reason.remedies != [RemedyKind::ReturnAndRefund, RemedyKind::Refund] {
            let text = "a return ends in return and refund, or in a refund without return where the seller chooses it; write remedies = [\"return_and_refund\", \"refund\"]";
            problems.push(source.at(reason.id.span(), &row, text));
        }
        if !reason.received {
            let text = "what was not received cannot go back; write received = true";
            problems.push(source.at(reason.id.span(), &row, text));
        }
    }
    problems
}
