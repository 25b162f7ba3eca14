//! What a policy says of a seller's claim for payment (CLM): until when, for which causes, and who bears what the buyer has
//! been given back already.
use super::{
    Fund, Problem,
    problem::Source,
    ranges,
    raw::{ProcedureItem, RawPolicy},
    words::words,
};
use crate::time::Period;
use serde::Deserialize;
use toml::Spanned;

/// Claims of a seller for an order that is shown cancelled or failed though the buyer has it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimRules {
    /// Counted from the instant of that status (CLM-1).
    pub within: Period,
    /// Which causes of the wrong status a claim may name, in the order in which they are shown (CLM-2); at least one.
    pub causes: Vec<ClaimCause>,
    /// Who pays the seller what the buyer was given back already (CLM-3); never escrow, where it no longer lies.
    pub loss_from: Fund,
    /// The procedure of a claim; a key of [`super::Policy::procedures`].
    pub procedure: String,
}

words! {
    /// Why an order has a status that is wrong.
    ClaimCause, "cause of a wrong status" {
        /// The platform made a mistake.
        PlatformError = "platform_error",
        /// The carrier did.
        CarrierError = "carrier_error",
        /// The buyer has it and did not say so.
        BuyerDidNotUpdate = "buyer_did_not_update",
    }
}

/// The message keys, below `why.`, of what is decided about a claim.
pub const PROVEN: &str = "claim_proven";
/// See [`PROVEN`].
pub const UNPROVEN: &str = "claim_unproven";

/// Everything that is wrong with them.
pub(super) fn check(source: &Source<'_>, raw: &RawPolicy) -> Vec<Problem> {
    let Some(rules) = &raw.claims else { return Vec::new() };
    let mut problems = Vec::new();
    problems.extend(ranges::period(rules.within).map(|text| source.at_key("claims.within", text)));
    if rules.causes.is_empty() {
        let text = "no claim could name its cause; name at least one, or remove the section";
        problems.push(source.at_key("claims.causes", text));
    }
    if rules.loss_from == Fund::Escrow {
        let text = "what the buyer was given back lies in escrow no longer; write \"protection_fund\" or \"carrier_claims\"";
        problems.push(source.at_key("claims.loss_from", text));
    }
    let items = raw.procedure.get(&rules.procedure);
    let text = |name: &str| match items.and_then(|items| items.get(name)).map(Spanned::as_ref) {
        Some(ProcedureItem::Text(text)) => Some(text.as_str()),
        _ => None,
    };
    if text("first") != Some("answering") {
        let text = format!(
            "`{}` does not ask the buyer first; write [procedure.{}] with first = \"answering\"",
            rules.procedure, rules.procedure
        );
        problems.push(source.at_key("claims.procedure", text));
    }
    problems
}
