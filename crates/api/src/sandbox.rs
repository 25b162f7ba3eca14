//! The clock of a sandbox.
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How far the clock moves. Exactly one of `to` and `by`.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveClock {
    /// To this instant.
    #[serde(default)]
    pub to: Option<Timestamp>,
    /// By this duration, ISO 8601 without years and months.
    #[serde(default)]
    #[schema(example = "P15D")]
    pub by: Option<String>,
    /// How late deadlines are applied, ISO 8601; at their due instant, if not given. Lateness decides nothing, and this
    /// is how to see it.
    #[serde(default)]
    #[schema(example = "PT24H")]
    pub lateness: Option<String>,
}

/// What moving did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClockMoved {
    /// Where the clock stands.
    pub now: Timestamp,
    /// Orders and accounts to which something happened by itself.
    pub woken: u64,
    /// Promises that were delivered (refunds, notices, messages).
    pub delivered: u64,
}
