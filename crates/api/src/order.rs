//! An order as it reads.
use crate::{ActionView, Money, RefundView, RunningClock, ScanCause, ScanStatus};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// An order in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OrderSummary {
    /// The order.
    pub id: String,
    /// The order's own word: `placed`, `expired`, `paid`, `ready_to_ship`, `shipped`, `awaiting_collection`,
    /// `delivered`, `failed_delivery`, `lost`, `damaged`, `returned_to_sender`, `cancelled` or `completed`.
    pub state: String,
    /// Your id of the buyer.
    pub buyer: String,
    /// Your id of the seller.
    pub seller: String,
    /// When the buyer placed it.
    pub placed_at: Timestamp,
    /// Events so far.
    pub version: u64,
}

/// An order, with everything that its reader may do now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OrderView {
    /// The order.
    pub id: String,
    /// Your own reference.
    pub reference: String,
    /// See [`OrderSummary::state`].
    pub state: String,
    /// Your id of the buyer.
    pub buyer: String,
    /// Your id of the seller.
    pub seller: String,
    /// ISO 4217 code of every amount.
    pub currency: String,
    /// When the buyer placed it.
    pub placed_at: Timestamp,
    /// When it was paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid_at: Option<Timestamp>,
    /// When it expired unpaid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expired_at: Option<Timestamp>,
    /// The time to pay, while it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pay_by: Option<RunningClock>,
    /// The time to ship, while something is to be shipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_by: Option<RunningClock>,
    /// Whether the time to ship rests under a freeze; what is left of it goes on when that is lifted.
    pub ship_by_rests: bool,
    /// Latest estimated delivery shown at purchase.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimate: Option<Timestamp>,
    /// What was bought.
    pub lines: Vec<LineView>,
    /// What it cost and what became of the money.
    pub totals: Totals,
    /// Payment shares.
    pub payments: Vec<PaymentView>,
    /// Parcels with their windows.
    pub parcels: Vec<ParcelView>,
    /// Refunds with their dates.
    pub refunds: Vec<RefundView>,
    /// What carriers make good to the seller for parcels that they declared lost or damaged; not shown to the buyer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub compensations: Vec<crate::CompensationView>,
    /// Holds.
    pub holds: Vec<HoldView>,
    /// Freezes, oldest first.
    pub freezes: Vec<crate::FreezeView>,
    /// Cases, oldest first; each has a page of its own.
    pub cases: Vec<CaseSummary>,
    /// Messages and evidence so far.
    pub messages: u32,
    /// Pieces of evidence so far.
    pub evidence: u32,
    /// What staff should look at, as stable words.
    pub flags: Vec<String>,
    /// What the reader may do now, and why not yet.
    pub allowed_actions: Vec<ActionView>,
    /// The terms under which it was placed.
    pub terms: TermsLink,
    /// Events so far; also the `ETag`.
    pub version: u64,
}

/// The terms that govern an order, by content hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TermsLink {
    /// Content hash of the policy: 64 hexadecimal digits.
    pub policy: String,
    /// Where they are to be read in plain words.
    pub href: String,
}

/// A line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LineView {
    /// Its ordinal in the order, from 0.
    pub line: u16,
    /// Your stock word.
    pub sku: String,
    /// Digest of the listing as the buyer saw it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listing: Option<String>,
    /// Pieces per unit sold, as the listing says.
    pub pieces: Vec<u32>,
    /// Whether it may go back for a change of mind, by its listing or else by the policy (RET-1).
    pub returnable: bool,
    /// What kind of product it is, in your own word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Its units.
    pub units: Vec<UnitView>,
}

/// One unit of a line, with what it cost and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitView {
    /// Its ordinal in the order, from 0: what cases and parcels name.
    pub unit: u16,
    /// What the buyer paid for it, shipping included, in money and coins.
    pub paid: Money,
    /// What went back to the buyer, promised or done.
    pub refunded: Money,
    /// What can still be asked back.
    pub refundable: Money,
    /// What was released to the seller.
    pub released: Money,
    /// The parcel that carries its newest instance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parcel: Option<String>,
    /// Since when it is cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancelled_at: Option<Timestamp>,
    /// The open case about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// The case that settled it for good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled_by: Option<String>,
}

/// The order's money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Totals {
    /// What was captured from the buyer for this order.
    pub captured: Money,
    /// What was paid beyond the lines (instalment interest).
    pub surcharge: Money,
    /// What is missing of the lines.
    pub shortfall: Money,
    /// What went back to the buyer, promised or done.
    pub refunded: Money,
    /// What was released to the seller, commission included.
    pub released: Money,
    /// What lies in escrow and belongs to nobody yet.
    pub escrow: Money,
}

/// A payment share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PaymentView {
    /// Payment provider.
    pub provider: String,
    /// The provider's id of the whole payment.
    pub payment_id: String,
    /// Payment method.
    pub method: String,
    /// This order's share of it.
    pub amount: Money,
    /// When it was captured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub captured_at: Option<Timestamp>,
}

/// A parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ParcelView {
    /// The parcel.
    #[schema(example = "par_0123456789abcdef0123456789abcdef_0")]
    pub id: String,
    /// The units in it.
    pub units: Vec<u16>,
    /// `ready_to_ship`, `shipped`, `awaiting_collection`, `delivered`, `failed_delivery`, `lost`, `damaged` or
    /// `returned_to_sender`.
    pub state: String,
    /// Carrier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    /// Tracking number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Declared weight, in grams.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight_grams: Option<u32>,
    /// Latest estimated delivery, where it differs from the order's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimate: Option<Timestamp>,
    /// When it was handed over, as declared.
    pub handed_over: Timestamp,
    /// When it counts as shipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipped_at: Option<Timestamp>,
    /// When the carrier delivered it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Timestamp>,
    /// When the buyer confirmed receipt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<Timestamp>,
    /// Whether it is sent again without new money.
    pub resend: bool,
    /// What holds it up on its way, by the carrier's own words, while that lasts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delay: Option<DelayView>,
    /// Every scan once, by time.
    pub scans: Vec<ScanView>,
    /// The protection windows.
    pub windows: Vec<WindowView>,
    /// The question whether a parcel with another destination arrived, while it waits for an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_question: Option<RunningClock>,
    /// The request to collect it, while its time runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collection: Option<RunningClock>,
}

/// A delay that the carrier shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DelayView {
    /// The carrier's first word of it since the parcel last moved on.
    pub since: Timestamp,
    /// Why, by its last word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<ScanCause>,
}

/// A scan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScanView {
    /// When it happened, by the carrier.
    pub at: Timestamp,
    /// Its place on the scale.
    pub status: ScanStatus,
    /// Why, where the carrier says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<ScanCause>,
    /// Whether the carrier made it.
    pub by_carrier: bool,
}

/// A protection window (PRO-4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct WindowView {
    /// `not_received` or `received`.
    pub kind: String,
    /// `not_yet`, `open`, `ended` or `shut`.
    pub state: String,
    /// First instant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opens: Option<Timestamp>,
    /// Its end as a running clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closes: Option<RunningClock>,
    /// The rule that gives its end, or that shut it.
    pub rule: String,
}

/// A hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct HoldView {
    /// The hold.
    pub id: String,
    /// On which units.
    pub units: Vec<u16>,
    /// Why.
    pub reason: String,
    /// Its own last instant.
    pub end: Timestamp,
    /// When it was lifted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifted_at: Option<Timestamp>,
}

/// A case in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CaseSummary {
    /// The case.
    #[schema(example = "cas_0123456789abcdef0123456789abcdef_0")]
    pub id: String,
    /// `dispute`, `undelivered`, `return` or `negligence`.
    pub kind: String,
    /// Reason.
    pub reason: String,
    /// The reason in words, in the reader's language.
    pub reason_title: String,
    /// The finer reason that the opener named, where one was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_reason: Option<String>,
    /// The finer reason in words, in the reader's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_reason_title: Option<String>,
    /// Stage.
    pub stage: String,
    /// Whose turn it is.
    pub turn: String,
    /// Its clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock: Option<RunningClock>,
    /// How it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<String>,
}
