//! The one scale to which every carrier's words are mapped, and the state that a set of scans means.
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Canonical status of one carrier scan.
///
/// Every vendor's word maps to one of these; a word nobody knows stays [`Status::Unknown`] with its raw text kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The carrier knows the number; the parcel has not been seen.
    PreTransit,
    /// Handed over and moving.
    InTransit,
    /// Waits at a shop, locker or office for the buyer.
    AwaitingCollection,
    /// On the vehicle that delivers.
    OutForDelivery,
    /// Handed over at the destination.
    Delivered,
    /// The carrier tried and could not hand it over.
    AttemptFailed,
    /// Something stops the journey for now; the [`Cause`] says what.
    Exception,
    /// Went back to the sender (or is on its way back, declared by the carrier).
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
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
    /// Weather, strike, accident and other force majeure.
    Disruption,
    /// The carrier says it is late, without another cause.
    Delay,
    /// The security service or a prohibition stopped it.
    Prohibited,
    /// Another cause, in the raw words.
    Other,
}

impl Status {
    /// Every status, in the order of the scale.
    pub const ALL: [Self; 13] = [
        Self::PreTransit,
        Self::InTransit,
        Self::AwaitingCollection,
        Self::OutForDelivery,
        Self::Delivered,
        Self::AttemptFailed,
        Self::Exception,
        Self::ReturnedToSender,
        Self::Lost,
        Self::Damaged,
        Self::Cancelled,
        Self::Expired,
        Self::Unknown,
    ];

    /// The stable word used in events, policies and the API.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::PreTransit => "pre_transit",
            Self::InTransit => "in_transit",
            Self::AwaitingCollection => "awaiting_collection",
            Self::OutForDelivery => "out_for_delivery",
            Self::Delivered => "delivered",
            Self::AttemptFailed => "attempt_failed",
            Self::Exception => "exception",
            Self::ReturnedToSender => "returned_to_sender",
            Self::Lost => "lost",
            Self::Damaged => "damaged",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Unknown => "unknown",
        }
    }

    /// Whether this scan shows that the carrier holds or held the parcel (beyond `pre_transit`).
    #[must_use]
    pub const fn shows_possession(self) -> bool {
        !matches!(self, Self::PreTransit | Self::Cancelled | Self::Expired | Self::Unknown)
    }

    /// Whether the journey is over with this scan.
    #[must_use]
    pub const fn ends_journey(self) -> bool {
        matches!(self, Self::Delivered | Self::ReturnedToSender | Self::Lost | Self::Damaged)
    }
}

/// One carrier scan as the core keeps it: no personal data, no raw words (those lie beside the order by digest).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Scan {
    /// When it happened, by the carrier.
    pub at: Timestamp,
    /// Its place on the scale.
    pub status: Status,
    /// Why, where the carrier says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// Whether the carrier made it (a seller's or a shop's own entry is not a carrier's scan).
    pub by_carrier: bool,
    /// Whether the destination that the carrier names fits the order's, where it can be compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination_matches: Option<bool>,
    /// First 16 bytes, in hex, of the SHA-256 of the raw payload it was read from.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub raw: String,
}
