//! What may become of goods that nobody complains about: a seller who cannot deliver them, a buyer who changed their mind.
use super::words::words;
use crate::time::Period;
use serde::Deserialize;

/// When goods may go back for a change of mind (RET-1, RET-2).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnRules {
    /// Counted from receipt; never longer than the window of the *received* reasons.
    pub within: Period,
    /// Whether a product may go back whose listing says neither yes nor no.
    pub unless_said: bool,
    /// In which condition the goods must be, in the order in which they are shown; at least one.
    pub conditions: Vec<ReturnCondition>,
    /// Whether the shipping of the way there is given back too.
    pub shipping_included: bool,
}

words! {
    /// A condition for goods that go back for a change of mind; as a typed reason it says that it is not met.
    ReturnCondition, "condition of a return" {
        /// No stains, smell or dirt.
        AsReceived = "as_received",
        /// Nothing is broken or worn.
        Undamaged = "undamaged",
        /// Accessories, parts and free gifts included.
        Complete = "complete",
        /// What was sold, and not something else.
        MatchesListing = "matches_listing",
    }
}

words! {
    /// What a reason is for.
    ReasonKind, "kind of reason" {
        /// A buyer's dispute.
        Dispute = "dispute",
        /// A return for a change of mind.
        Return = "return",
        /// A complaint of negligence.
        Negligence = "negligence",
    }
}

words! {
    /// Why a seller cancels what was sold.
    SellerCancelReason, "reason of a seller's cancellation" {
        /// It is not there any more.
        OutOfStock = "out_of_stock",
        /// It is not good enough to be sent.
        Quality = "quality",
        /// It cannot be sent there, or not in time.
        ShippingProblem = "shipping_problem",
        /// It was offered at a wrong price.
        PriceError = "price_error",
        /// A reason of the seller's own.
        Personal = "personal",
    }
}

words! {
    /// What may be asked for or given.
    RemedyKind, "remedy" {
        /// Money back, goods stay.
        Refund = "refund",
        /// Money back after the goods came back.
        ReturnAndRefund = "return_and_refund",
        /// The same units sent once more.
        Replacement = "replacement",
        /// A fee back (the shipping fee).
        FeeRefund = "fee_refund",
        /// Another solution in words.
        Other = "other",
        /// Money to the seller: for what a carrier lost. Never asked for by a buyer.
        SellerPayment = "seller_payment",
    }
}
