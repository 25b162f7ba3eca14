//! Components: what each unit costs, who paid it, and what was claimed of it since.
//!
//! Every unit of a line has two components, `goods` and `shipping`; `surcharge` is one more. Price, discounts and
//! coins are allotted at placement, payments together when the order becomes paid; never again.
use crate::id::{LineNo, UnitNo};
use crate::money::Minor;
use serde::{Deserialize, Serialize};

/// Which component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ComponentRef {
    /// The goods of a unit.
    Goods(UnitNo),
    /// The shipping of a unit.
    Shipping(UnitNo),
    /// What was paid beyond the lines.
    Surcharge,
}

/// A line with what was allotted to its units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacedLine {
    /// Its ordinal.
    pub line: LineNo,
    /// The marketplace's stock word.
    pub sku: String,
    /// Digest of the listing as sold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listing: Option<String>,
    /// Readings of the quantity in the listing (QTY-2).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<u32>,
    /// Whether it may go back for a change of mind, where the listing said so (RET-1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returnable: Option<bool>,
    /// What kind of product it is, in the marketplace's word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Goods of each unit.
    pub goods: Vec<Price>,
    /// Shipping of each unit.
    pub shipping: Vec<Price>,
}

/// What a component costs, before it is paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// Before discounts.
    pub gross: Minor,
    /// Borne by the seller.
    #[serde(default, skip_serializing_if = "Minor::is_zero")]
    pub seller_discount: Minor,
    /// Borne by the platform.
    #[serde(default, skip_serializing_if = "Minor::is_zero")]
    pub platform_discount: Minor,
    /// Money value of the coins used.
    #[serde(default, skip_serializing_if = "Minor::is_zero")]
    pub coins_value: Minor,
    /// Coins used.
    #[serde(default, skip_serializing_if = "Minor::is_zero")]
    pub coins: Minor,
}

impl Price {
    /// What the buyer owes in money.
    #[must_use]
    pub fn due(&self) -> Minor {
        self.gross - self.seller_discount - self.platform_discount - self.coins_value
    }
}

/// A component with everything that was paid for it and claimed of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Component {
    /// What it costs.
    pub price: Price,
    /// Paid, per payment share; empty until the order is paid.
    pub paid: Vec<Minor>,
    /// Missing.
    pub shortfall: Minor,
    /// Refunded (promised, in flight, done), per payment share.
    pub refunded: Vec<Minor>,
    /// Money value of coins given back.
    pub coins_back: Minor,
    /// Coins given back.
    pub coins_returned: Minor,
    /// Platform discount that went back to the platform.
    pub discount_back: Minor,
    /// Of all this, what did not come out of escrow.
    pub from_elsewhere: Minor,
    /// Taken by a bank and not won back.
    pub charged_back: Minor,
    /// Released to the seller, commission included.
    pub released: Minor,
    /// Compensated to the seller and paid claims.
    pub compensated: Minor,
    /// Whether the order is paid.
    pub settled: bool,
}

impl Component {
    /// What the buyer paid: money, and the money value of coins.
    #[must_use]
    pub fn buyer_paid(&self) -> Minor {
        if self.settled { Minor::total(&self.paid) + self.price.coins_value } else { Minor::ZERO }
    }

    /// What the buyer has been promised or given back.
    #[must_use]
    pub fn buyer_back(&self) -> Minor {
        Minor::total(&self.refunded) + self.coins_back
    }

    /// What is left of the buyer cap (DESIGN 3.2 a).
    #[must_use]
    pub fn buyer_left(&self) -> Minor {
        (self.buyer_paid() - self.buyer_back() - self.charged_back).or_zero()
    }

    /// The seller's net for it: everything that came into escrow for it (DESIGN 3.2 b).
    #[must_use]
    pub fn seller_net(&self) -> Minor {
        if self.settled { self.buyer_paid() + self.price.platform_discount } else { Minor::ZERO }
    }

    /// What of it still lies in escrow.
    #[must_use]
    pub fn escrow_left(&self) -> Minor {
        self.seller_net() - (self.buyer_back() + self.discount_back - self.from_elsewhere) - self.released
    }
}

impl Component {
    /// Whether nothing of it lies in escrow any more.
    #[must_use]
    pub fn closed(&self) -> bool {
        self.settled && self.escrow_left().is_zero()
    }
}
