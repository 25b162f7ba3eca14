//! What a policy says of a seller's reputation: where it starts, what takes points off, and over which time rates are counted.
use super::words::words;
use crate::time::Period;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A seller's reputation. A policy without the section has it as the published rules have it, with no penalties.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReputationRules {
    /// Points of a seller without penalties; 1 to 10,000.
    pub start: u16,
    /// Points below which it never falls; 0 to `start`.
    pub floor: u16,
    /// How long a penalty counts, from its date.
    pub ends_after: Period,
    /// Over how many days, counted back from today, the rates are taken; 1 to 730, in days.
    pub window: Period,
    /// What a penalty takes off, by its reason; a reason without points takes nothing. 1 to 10,000 each.
    pub points: BTreeMap<PenaltyReason, u16>,
}

impl Default for ReputationRules {
    fn default() -> Self {
        Self {
            start: 100,
            floor: 0,
            ends_after: Period::Days(365),
            window: Period::Days(90),
            points: BTreeMap::new(),
        }
    }
}

words! {
    /// For what a penalty is given.
    PenaltyReason, "reason of a penalty" {
        /// A negligence complaint was upheld (NEG-4).
        Negligence = "negligence",
        /// The seller cancelled what was sold (CAN-4).
        Cancellation = "cancellation",
        /// A ruling found the seller at fault in a dispute (DIS-16).
        Fault = "fault",
    }
}
