//! Refunds: decided is one fact, moved is another, each with its date.
use crate::Money;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A refund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RefundView {
    /// The refund.
    #[schema(example = "ref_0123456789abcdef0123456789abcdef_0")]
    pub id: String,
    /// The case that decided it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// `ruling`, `agreement`, `default`, `fund`, `goodwill`, `cancellation` or `expiry`.
    pub cause: String,
    /// Who bears it: `seller`, `buyer`, `carrier`, `platform` or `nobody`.
    pub liable: String,
    /// What the buyer gets in all, coins included.
    pub amount: Money,
    /// Coins back.
    pub coins: i64,
    /// When it was decided.
    pub promised_at: Timestamp,
    /// Its ways.
    pub legs: Vec<LegView>,
}

/// One way by which a refund travels (MON-4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LegView {
    /// Its ordinal in the refund, from 0.
    pub leg: u16,
    /// `original` (back by the payment it came from) or `wallet`.
    pub route: String,
    /// The payment method whose money it is.
    pub method: String,
    /// How much.
    pub amount: Money,
    /// `promised`, `sent`, `confirmed` or `refused`.
    pub state: String,
    /// When it was promised.
    pub promised_at: Timestamp,
    /// When the gateway took it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<Timestamp>,
    /// When the gateway confirmed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<Timestamp>,
    /// From when the bank is expected to show it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_from: Option<Timestamp>,
    /// Until when at the latest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_until: Option<Timestamp>,
    /// When the buyer said that it arrived; never inferred.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrived_at: Option<Timestamp>,
    /// When the gateway refused it for good; another leg takes its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused_at: Option<Timestamp>,
    /// How often it came back after success.
    pub bounces: u16,
}

/// What a payment provider says of a leg.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLegResult {
    /// What became of it.
    pub result: LegOutcome,
    /// The provider's own id of the attempt; needed for `sent` and `confirmed`. Given with `bounced`, it keeps a repeated
    /// notice from being taken for another bounce.
    #[serde(default)]
    pub reference: Option<String>,
    /// The provider's code; for `refused` and `bounced`.
    #[serde(default)]
    pub provider_code: Option<String>,
    /// When, by the provider; now, if not given.
    #[serde(default)]
    pub at: Option<Timestamp>,
}

/// What became of a leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LegOutcome {
    /// The provider has it and works on it.
    Sent,
    /// It is done.
    Confirmed,
    /// It is refused for good.
    Refused,
    /// It came back after success.
    Bounced,
}
