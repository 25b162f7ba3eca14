//! Payments by shares, and refunds: decided is one fact, moved is another.
pub mod refund;

use crate::id::{CaseNo, LegNo, PaymentNo, RefundNo};
use crate::money::Minor;
use crate::order::components::ComponentRef;
use crate::policy::Liable;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A payment share that the order expects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentExpected {
    /// Payment provider (a connector's name).
    pub provider: String,
    /// The provider's id of the whole payment.
    pub payment_id: String,
    /// Payment method, in the marketplace's word (`credit_card`, `bank_transfer`, …): the policy's refund routes go by it.
    pub method: String,
    /// This order's share, in minor units, at least zero.
    pub amount: Minor,
}

/// A payment share as the order keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// What was expected.
    pub expected: PaymentExpected,
    /// When it was captured.
    pub captured: Option<Timestamp>,
    /// The provider's fee.
    pub fee: Minor,
}

/// Why money goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundCause {
    /// A ruling.
    Ruling,
    /// An accepted proposal or an accepted request.
    Agreement,
    /// The procedure's default at the end of a clock.
    Default,
    /// The seller's own wish, without a case.
    Goodwill,
    /// The protection fund grants it (PLF-1).
    Fund,
    /// Units were cancelled.
    Cancellation,
    /// The order was never paid in full.
    Expiry,
}

/// What one component contributes to a refund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundPart {
    /// Which component.
    pub component: ComponentRef,
    /// Per payment share of the order: money back.
    pub payments: Vec<Minor>,
    /// Money value of coins back.
    pub coins_value: Minor,
    /// Coins back.
    pub coins: Minor,
    /// Platform discount that returns to the platform.
    pub discount: Minor,
    /// How much of it all comes out of escrow; the rest from [`RefundPart::other`].
    pub escrow: Minor,
    /// How much comes from the seller's debt or a fund.
    pub other: Minor,
}

impl RefundPart {
    /// What the buyer gets of this component: money and the money value of coins.
    #[must_use]
    pub fn to_buyer(&self) -> Minor {
        Minor::total(&self.payments) + self.coins_value
    }
}

/// The way of one leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegRoute {
    /// Back by the payment it came from.
    Original,
    /// To the buyer's wallet.
    Wallet,
}

/// One way by which a refund travels: a promise with a key that never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundLeg {
    /// Its ordinal in the refund.
    pub leg: LegNo,
    /// The payment share whose money it is.
    pub payment: PaymentNo,
    /// Its way.
    pub route: LegRoute,
    /// How much, above zero.
    pub amount: Minor,
    /// The message sequence, where the way is the wallet.
    pub sequence: Option<u32>,
}

/// What became of a leg. Unknown is not a result: it is no event at all, and the promise stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum LegResult {
    /// The gateway has it and works on it.
    Sent {
        /// The gateway's own id.
        reference: String,
    },
    /// The gateway confirms it.
    Confirmed {
        /// The gateway's own id.
        reference: String,
    },
    /// The gateway refuses it for good.
    Refused {
        /// The gateway's code.
        code: String,
    },
    /// It came back after success.
    Bounced {
        /// The gateway's code.
        code: String,
        /// The gateway's own id of the attempt that came back, by which a repeat of this word is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
    },
}

/// The state of a leg, each with its date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leg {
    /// The promise.
    pub promise: RefundLeg,
    /// Promised at.
    pub promised: Timestamp,
    /// Sent at, with the gateway's id.
    pub sent: Option<(Timestamp, String)>,
    /// Confirmed at.
    pub confirmed: Option<Timestamp>,
    /// When the bank is expected to show it, from and to.
    pub expected: Option<(Timestamp, Timestamp)>,
    /// The buyer's own word that it arrived.
    pub arrived: Option<Timestamp>,
    /// Refused at, with the code; another leg takes its place.
    pub refused: Option<(Timestamp, String)>,
    /// Bounced at, newest; the promise is open again.
    pub bounces: u16,
    /// The gateway's ids of the attempts that bounced: what is still said of them is about money that came back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bounced: Vec<String>,
}

impl Leg {
    /// Whether nothing is left to be done for it.
    #[must_use]
    pub const fn settled(&self) -> bool {
        self.confirmed.is_some() || self.refused.is_some()
    }
}

/// A refund of the order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// Its ordinal.
    pub no: RefundNo,
    /// The case that decided it.
    pub case: Option<CaseNo>,
    /// Why.
    pub cause: RefundCause,
    /// Who pays.
    pub liable: Liable,
    /// What of which component.
    pub parts: Vec<RefundPart>,
    /// Its ways.
    pub legs: Vec<Leg>,
    /// Decided at.
    pub promised: Timestamp,
}

impl Refund {
    /// Whether all of it is confirmed.
    #[must_use]
    pub fn settled(&self) -> bool {
        self.legs.iter().all(Leg::settled)
    }

    /// What the buyer gets in all.
    #[must_use]
    pub fn to_buyer(&self) -> Minor {
        self.parts.iter().map(RefundPart::to_buyer).fold(Minor::ZERO, |a, b| a + b)
    }
}
