//! A seller's reputation, with everything that explains it.
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// A seller's reputation as it stands: points, the penalties that took some off, and rates over the seller's orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReputationView {
    /// Points now: `start` less the penalties that count, never below `floor`.
    #[schema(example = 97)]
    pub points: u16,
    /// Points of a seller without penalties.
    #[schema(example = 100)]
    pub start: u16,
    /// The least there can be.
    #[schema(example = 0)]
    pub floor: u16,
    /// Penalties, newest first; those that ended are shown for two years more.
    pub penalties: Vec<PenaltyView>,
    /// Counts and rates of the last days.
    pub rates: RatesView,
}

/// Points off, with date, reason and case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PenaltyView {
    /// How many points.
    #[schema(example = 3)]
    pub points: u16,
    /// For what: `negligence`, `cancellation` or `fault`.
    #[schema(example = "negligence")]
    pub reason: String,
    /// On which order.
    pub order: String,
    /// In which case, where a case led to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// When it was given.
    pub at: Timestamp,
    /// Exclusive end: from then on it takes nothing off.
    pub ends: Timestamp,
    /// Whether it takes points off now.
    pub counts: bool,
}

/// What is counted of a seller's orders over the policy's days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RatesView {
    /// First day, inclusive, in the marketplace's zone; today is the last.
    #[schema(value_type = String, format = Date, example = "2026-03-02")]
    pub since: jiff::civil::Date,
    /// Orders that were paid.
    pub orders: u32,
    /// Disputes that buyers opened: a filing stays filed, whatever becomes of it.
    pub filed: u32,
    /// Of all disputes, those in which a final ruling named the seller as liable.
    pub faults: u32,
    /// Cancellations by the seller.
    pub cancelled: u32,
    /// `filed` over `orders` in basis points (100 are one in a hundred), rounded down; nothing while there is no order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filing_basis_points: Option<u64>,
    /// `faults` over `orders`, likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault_basis_points: Option<u64>,
    /// `cancelled` over `orders`, likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancellation_basis_points: Option<u64>,
}
