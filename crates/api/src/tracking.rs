//! What carriers say, told by the marketplace's server.
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Canonical scans of one tracking number.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTracking {
    /// Your id of this report: the same again is taken once.
    pub event: String,
    /// The carrier; any, if not given.
    #[serde(default)]
    pub carrier: Option<String>,
    /// Tracking number.
    pub number: String,
    /// In any order, repeated or late: harmless.
    pub scans: Vec<NewScan>,
}

/// One scan.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewScan {
    /// When it happened, by the carrier.
    pub at: Timestamp,
    /// Its place on the scale.
    pub status: ScanStatus,
    /// Why, where the carrier says so.
    #[serde(default)]
    pub cause: Option<ScanCause>,
    /// Whether the carrier made it; a seller's or shop's own entry is not a carrier's scan.
    #[serde(default = "yes")]
    pub by_carrier: bool,
    /// Whether the destination that the carrier names fits the order's, where you compared it.
    #[serde(default)]
    pub destination_matches: Option<bool>,
}

const fn yes() -> bool {
    true
}

/// The one scale to which every carrier's words are mapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScanStatus {
    /// The carrier knows the number and has not seen the parcel.
    PreTransit,
    /// Handed over and moving.
    InTransit,
    /// Waits for the buyer at a shop, locker or office.
    AwaitingCollection,
    /// On the vehicle that delivers.
    OutForDelivery,
    /// Handed over at the destination.
    Delivered,
    /// The carrier tried and could not hand it over.
    AttemptFailed,
    /// Something stops the journey for now.
    Exception,
    /// Went back to the sender.
    ReturnedToSender,
    /// Declared lost by the carrier.
    Lost,
    /// Declared damaged by the carrier.
    Damaged,
    /// The shipment was cancelled before it travelled.
    Cancelled,
    /// The carrier no longer keeps the number.
    Expired,
    /// A word that no table knows.
    Unknown,
}

/// Why a scan is an exception, a failed attempt or a return.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScanCause {
    /// Held by customs, or papers or duties are missing.
    Customs,
    /// The address is wrong or incomplete.
    Address,
    /// Nobody was there.
    Absent,
    /// The recipient refused it.
    Refused,
    /// The recipient did not collect it in time.
    NotCollected,
    /// Weather, strike, accident.
    Disruption,
    /// Late without another cause.
    Delay,
    /// Stopped by a prohibition.
    Prohibited,
    /// Another cause.
    Other,
}

/// What became of reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct TrackingReceived {
    /// Never seen before. What leads to no parcel yet is kept until one is declared.
    pub new: u64,
    /// Seen before: not taken again.
    pub repeated: u64,
}
