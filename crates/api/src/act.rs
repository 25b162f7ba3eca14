//! What can be done on an order.
use crate::{Money, RunningClock, Words};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An act that was carried out. A repeat with the same idempotency key gives exactly this again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Done {
    /// The order or account.
    pub id: String,
    /// Events of it after the act.
    pub version: u64,
    /// What the act made, where it made something: the id of a case, parcel, piece of evidence, refund or hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    /// The case's revision after the act, for `If-Match`, where it was about a case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
    /// What happened, in order, by the stable words of the event feed.
    #[schema(example = json!(["case_opened", "notice_sent", "stage_entered"]))]
    pub events: Vec<String>,
}

/// Something that may be done now, or why it may not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ActionView {
    /// Which act, as a stable word.
    #[schema(example = "open_dispute")]
    pub act: String,
    /// About what: the id of a case, parcel, refund …; nothing for the order itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// Which units it is about, where it names some.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<u16>,
    /// For a proposal: the hash of the terms that accepting it names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms: Option<String>,
    /// Whether it may be done now.
    pub allowed: bool,
    /// Where the request goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// The ranges of its values, by the core's own names.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<Object>>)]
    pub ranges: Option<serde_json::Value>,
    /// Until when, with what follows from silence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<RunningClock>,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<ActionRefused>,
}

/// Why an act is not allowed: the same code and instant that the act itself would be answered with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ActionRefused {
    /// Stable code.
    pub code: String,
    /// What to do instead.
    pub detail: String,
    /// The rule it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// From when it will be allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// The values of the refusal by their names: what portals translate.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub values: Option<serde_json::Value>,
}

/// A parcel is on its way.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewShipment {
    /// Which units; all that are not shipped, if none is named.
    #[serde(default)]
    pub units: Vec<u16>,
    /// Carrier.
    #[serde(default)]
    pub carrier: Option<String>,
    /// Tracking number.
    #[serde(default)]
    pub number: Option<String>,
    /// Declared weight, in grams.
    #[serde(default)]
    pub weight_grams: Option<u32>,
    /// Latest estimated delivery of this parcel.
    #[serde(default)]
    pub estimate: Option<Timestamp>,
    /// When it was handed over; now, if not given.
    #[serde(default)]
    pub handed_over: Option<Timestamp>,
    /// Sent again without new money (MSG-2, DIS-18).
    #[serde(default)]
    pub resend: bool,
    /// The case that owes it, for a replacement.
    #[serde(default)]
    pub case: Option<String>,
}

/// The buyer has a parcel.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReceipt {
    /// Which parcel.
    pub parcel: String,
}

/// The buyer's answer whether a parcel with another destination arrived (INR-7).
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddressAnswer {
    /// Which parcel.
    pub parcel: String,
    /// Whether it came.
    pub received: bool,
}

/// Units that the buyer does not want any more, or that the seller cannot deliver. A seller's cancellation takes everything
/// in the same parcel with it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCancellation {
    /// Which; all that can still be cancelled, if none is named.
    #[serde(default)]
    pub units: Vec<u16>,
    /// A stable word for why. A seller's is one of the policy's list, as `allowed_actions` names it: `out_of_stock`, `quality`,
    /// `shipping_problem`, `price_error` or `personal`.
    #[schema(example = "changed_mind")]
    pub reason: String,
}

/// The buyer gives the seller longer to ship.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LongerShipBy {
    /// New exclusive end.
    pub until: Timestamp,
}

/// The seller lengthens the windows of a parcel (PRO-6).
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LongerWindow {
    /// Which parcel.
    pub parcel: String,
    /// No window of it ends before this.
    pub until: Timestamp,
}

/// A message on the order or in a case (MSG-1).
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMessage {
    /// In which case; on the order, if none.
    #[serde(default)]
    pub case: Option<String>,
    /// The words; sealed on arrival. At most 262,144 bytes.
    #[schema(min_length = 1)]
    pub text: String,
}

/// The seller refunds without a case (MSG-2).
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewGoodwillRefund {
    /// For which units.
    #[schema(min_items = 1)]
    pub units: Vec<u16>,
    /// How much.
    pub amount: Money,
    /// Why.
    pub words: Words,
}

/// Staff keeps units back.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewHold {
    /// On which units; on all, if none is named.
    #[serde(default)]
    pub units: Vec<u16>,
    /// Why.
    pub reason: String,
    /// Its last instant.
    pub end: Timestamp,
}

/// A reason in a word.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Why {
    /// Why.
    pub reason: String,
}
