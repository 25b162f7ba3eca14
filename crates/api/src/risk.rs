//! A risk that the platform finds in an order (FRZ-2).
use crate::Words;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A risk that was found: the order is frozen, and within the policy's time it is cleared, or everything goes back.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRiskFreeze {
    /// A reason of the policy's list, as `allowed_actions` names it.
    #[schema(example = "risky_address")]
    pub reason: String,
    /// What was found, in words; sealed on arrival, and read by both parties.
    #[serde(default)]
    pub text: Option<String>,
}

/// What the platform decides about a risk.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RiskDecision {
    /// Whether it is one.
    pub verdict: RiskVerdict,
    /// Why, with a typed reason: this is all that explains the decision.
    pub words: Words,
}

/// Whether a risk is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RiskVerdict {
    /// It is none: the order goes on where it rested.
    Clear,
    /// It is one: everything goes back to the buyer.
    Refund,
}
