//! What can be asked, proposed and ruled.
use crate::{Money, Text};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A remedy: a closed list. Amounts are above zero and in the order's currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Remedy {
    /// Money back; the goods stay where they are.
    Refund {
        /// How much.
        amount: Money,
    },
    /// The goods go back, then the money.
    ReturnAndRefund {
        /// How much.
        amount: Money,
    },
    /// The same goods again.
    Replacement {
        /// Whether the first goods go back before.
        #[serde(default)]
        return_first: bool,
    },
    /// A fee back (the shipping fee).
    FeeRefund {
        /// How much.
        amount: Money,
    },
    /// What the sale would have brought, to the seller: only where a mediator rules a seller's claim.
    SellerPayment {
        /// How much, before commission: all that is still owed.
        amount: Money,
    },
    /// Another solution in words, which nothing here carries out.
    Other {
        /// The words, sealed.
        words: String,
    },
}

/// A remedy as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RemedyView {
    /// `refund`, `return_and_refund`, `replacement`, `fee_refund`, `other`, or `seller_payment` where a carrier makes good what
    /// it lost, and where a seller claims.
    pub kind: String,
    /// The money in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// For a replacement: whether the first goods go back before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub return_first: Option<bool>,
    /// For `other`: the words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<Text>,
}
