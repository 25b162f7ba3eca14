//! What a carrier makes good to the seller, as the order shows it.
use crate::{Money, RunningClock};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// A parcel that its carrier declared lost or damaged, and what is made good to the seller for it (LOS). Not shown to the
/// buyer, whose refund is another matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CompensationView {
    /// Its case.
    pub case: String,
    /// The parcel.
    pub parcel: String,
    /// Who carried it, and pays.
    pub carrier: String,
    /// What it declared: `lost` or `damaged`.
    pub declared: String,
    /// When, by the carrier.
    pub declared_at: Timestamp,
    /// `due`, `paid`, `taken_back` (all of it), or `not_due` (nothing is paid any more).
    pub state: String,
    /// Each unit that it is for.
    pub lines: Vec<CompensatedUnit>,
    /// All of it, before commission.
    pub amount: Money,
    /// When it is paid by itself, while that is ahead and nothing stops it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock: Option<RunningClock>,
    /// By when it is promised, while it is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promised: Option<Timestamp>,
    /// When it was paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid_at: Option<Timestamp>,
    /// What of it was taken back.
    pub taken_back: Money,
    /// When something of it was last taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken_back_at: Option<Timestamp>,
    /// Why: `delivered` or `returned` (the parcel turned up), or `released` (the sale's own money came).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken_back_for: Option<String>,
}

/// A unit of a line with what is made good for it, shipping included where the terms say so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CompensatedUnit {
    /// The line.
    pub line: u16,
    /// The unit.
    pub unit: u16,
    /// How much, before commission.
    pub amount: Money,
}
