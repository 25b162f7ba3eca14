//! What a policy says of reports on buyers (PLF-3): for what a seller may report one, and how long the platform looks at it.
use super::words::words;
use super::{Problem, problem::Source, raw::RawPolicy};
use crate::time::Period;
use serde::Deserialize;

/// `[reports]`: a seller reports the buyer of an order. A policy without the section has none.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportRules {
    /// For what.
    pub reasons: Vec<ReportReason>,
    /// How long the platform has to look at it; not done by then, it is not upheld.
    pub review_within: Period,
}

words! {
    /// For what a buyer is reported.
    ReportReason, "reason of a report on a buyer" {
        /// What the buyer claimed was not so, and the buyer knew it.
        FalseClaim = "false_claim",
        /// Pictures or documents were altered, or show something else.
        AlteredEvidence = "altered_evidence",
        /// Something else was sent back than had come.
        SwappedReturn = "swapped_return",
        /// A bad review was threatened to get money or goods.
        Extortion = "extortion",
        /// Insults or threats.
        Abuse = "abuse",
    }
}

/// Everything that is wrong with them as they are written.
pub(super) fn check(source: &Source<'_>, raw: &RawPolicy) -> Vec<Problem> {
    let mut problems = Vec::new();
    let weighed = raw.funding.as_ref().and_then(|funding| funding.buyer.as_ref()?.reports_at_most);
    let Some(rules) = &raw.reports else {
        if weighed.is_some() {
            let text = "no report could ever be upheld; add [reports], or leave this out";
            problems.push(source.at_key("funding.buyer.reports_at_most", text));
        }
        return problems;
    };
    if rules.reasons.is_empty() {
        let text = "no buyer could ever be reported; name at least one reason, or leave the section out";
        problems.push(source.at_key("reports.reasons", text));
    }
    if weighed.is_none() {
        let text = "a report that is upheld would change nothing; write reports_at_most in [funding.buyer], or leave the section out";
        problems.push(source.at_key("reports", text));
    }
    problems
}
