//! Purchases: a checkout paid once over one or several sellers.
use crate::Money;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A purchase. It becomes one order a seller; payments are shared out over them.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPurchase {
    /// Your own reference, 1 to 200 characters. The same again gives the same orders, for ever.
    #[schema(example = "2026-000123", min_length = 1, max_length = 200)]
    pub reference: String,
    /// Your id of the buyer.
    pub buyer: String,
    /// ISO 4217 code of every amount below; the marketplace's, if none is given.
    #[serde(default)]
    pub currency: Option<String>,
    /// When the buyer placed it; now, if not given.
    #[serde(default)]
    pub placed_at: Option<Timestamp>,
    /// Latest estimated delivery shown at purchase.
    #[serde(default)]
    pub estimate: Option<Timestamp>,
    /// Exclusive end of the time to pay; the policy's, if none is given.
    #[serde(default)]
    pub pay_by: Option<Timestamp>,
    /// The sellers' parts, at least one.
    #[schema(min_items = 1)]
    pub sellers: Vec<SellerPart>,
    /// The payments that are expected, at least one.
    pub payments: Vec<NewPayment>,
}

/// What one seller sold.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SellerPart {
    /// Your id of the seller.
    pub seller: String,
    /// Exclusive end of the time to ship; the policy's, if none is given.
    #[serde(default)]
    pub ship_by: Option<Timestamp>,
    /// 1 to 200 lines.
    #[schema(min_items = 1, max_items = 200)]
    pub lines: Vec<NewLine>,
}

/// A line. Amounts are for the whole line.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLine {
    /// Your stock word; not personal.
    pub sku: String,
    /// The listing as the buyer saw it, in a form of your own; kept beside the order as evidence (EVI-7).
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub listing: Option<serde_json::Value>,
    /// Pieces per unit sold, as the listing says; several readings where it is ambiguous (QTY-2).
    #[serde(default)]
    pub pieces: Vec<u32>,
    /// Whether it may go back for a change of mind, as the listing said; the policy's word, if nothing is said (RET-1).
    #[serde(default)]
    pub returnable: Option<bool>,
    /// What kind of product it is, in your own word; 1 to 60 characters. The policy may leave a category out of what the
    /// protection fund pays (PLF-1).
    #[serde(default)]
    #[schema(example = "gift_card")]
    pub category: Option<String>,
    /// How many were bought, at least 1.
    #[schema(minimum = 1)]
    pub quantity: u16,
    /// Price of all of them, before discounts.
    pub price: Money,
    /// Shipping of all of them; none, if not given.
    #[serde(default)]
    pub shipping: Option<Money>,
    /// Discount that the seller bears.
    #[serde(default)]
    pub seller_discount: Option<Money>,
    /// Discount that the platform bears.
    #[serde(default)]
    pub platform_discount: Option<Money>,
    /// Money value of the coins used.
    #[serde(default)]
    pub coins_value: Option<Money>,
    /// Coins used.
    #[serde(default)]
    #[schema(minimum = 0)]
    pub coins: i64,
}

/// A payment of a purchase.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPayment {
    /// Payment provider: the name of a connector (`sandbox`, …).
    #[schema(example = "sandbox")]
    pub provider: String,
    /// The provider's id of the payment.
    pub payment_id: String,
    /// Payment method in your own word; refund routes of the policy go by it.
    #[schema(example = "credit_card")]
    pub method: String,
    /// The whole payment, over all sellers.
    pub amount: Money,
}

/// The orders of a purchase.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PurchasePlaced {
    /// Your reference.
    pub reference: String,
    /// One a seller, in the order of the request.
    pub orders: Vec<PlacedOrder>,
}

/// One order of a purchase.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlacedOrder {
    /// Your id of the seller.
    pub seller: String,
    /// The order.
    #[schema(example = "ord_0123456789abcdef0123456789abcdef")]
    pub order: String,
    /// Events of the order so far.
    pub version: u64,
}

/// The provider captured a payment.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCapture {
    /// Payment provider.
    pub provider: String,
    /// The provider's id of the payment.
    pub payment_id: String,
    /// When, by the provider; now, if not given.
    #[serde(default)]
    pub captured_at: Option<Timestamp>,
    /// The provider's fee on the whole payment; shared out over the orders.
    #[serde(default)]
    pub fee: Option<Money>,
}

/// The orders that a capture reached.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Captured {
    /// In the order in which they were placed.
    pub orders: Vec<CapturedOrder>,
}

/// An order that a capture reached.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CapturedOrder {
    /// The order.
    pub order: String,
    /// Events of the order so far.
    pub version: u64,
}
