//! What a policy says of a seller's claim for payment (CLM): until when, for which causes, and who bears what the buyer has
//! been given back already.
use super::{
    Exit, Fund, Problem, Procedure, StageName, Target, problem::Source, ranges, raw::RawPolicy, words::words,
};
use crate::time::Period;
use serde::Deserialize;

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
    if !raw.procedure.get(&rules.procedure).is_some_and(|items| items.contains_key("first")) {
        let text = format!("there is no procedure `{}` with a first stage; write one", rules.procedure);
        problems.push(source.at_key("claims.procedure", text));
    }
    problems
}

/// What a claim's procedure cannot be otherwise: the buyer is asked, and silence goes to a review that the platform ends for
/// good. There is nothing to bargain over, and nothing to appeal to.
pub(super) fn problem(name: &str, procedure: &Procedure) -> Option<String> {
    let asks = procedure.first == StageName::Answering;
    if !asks {
        return Some(format!("`{name}` does not ask the buyer first; write first = \"answering\""));
    }
    let review = procedure.stages.get(&StageName::Reviewing)?;
    if review.on_end != Target::Table {
        return Some(format!(
            "on_end = \"{}\": a claim that nobody decides in time is decided by what the buyer said; write on_end = \"table\"",
            review.on_end
        ));
    }
    if review.exits.get(&Exit::Rule) != Some(&Target::Final) {
        return Some(format!("what is ruled of a claim stands; write rule = \"final\" in `{name}`"));
    }
    let other = review.exits.keys().find(|exit| !matches!(exit, Exit::Rule | Exit::Ask))?;
    Some(format!("`{other}` leads to what a claim does not have; remove it"))
}
