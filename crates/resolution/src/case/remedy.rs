//! The closed list of what can be asked, proposed and ruled.
use crate::money::Minor;
pub use crate::policy::RemedyKind;
use crate::seal::Seal;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A concrete remedy. Amounts are minor units of the order's currency, above zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Remedy {
    /// Money back, the goods stay where they are.
    Refund {
        /// How much.
        amount: Minor,
    },
    /// The goods go back, then the money.
    ReturnAndRefund {
        /// How much.
        amount: Minor,
    },
    /// The same goods again.
    Replacement {
        /// Whether the first goods go back before.
        return_first: bool,
    },
    /// A fee back (the shipping fee).
    FeeRefund {
        /// How much.
        amount: Minor,
    },
    /// Money to the seller, for what a carrier lost or damaged (LOS-1).
    SellerPayment {
        /// How much, before commission.
        amount: Minor,
    },
    /// Another solution, in words; nothing that the system carries out.
    Other {
        /// The words, sealed.
        words: Seal,
    },
}

impl Remedy {
    /// Which kind it is.
    #[must_use]
    pub const fn kind(&self) -> RemedyKind {
        match self {
            Self::Refund { .. } => RemedyKind::Refund,
            Self::ReturnAndRefund { .. } => RemedyKind::ReturnAndRefund,
            Self::Replacement { .. } => RemedyKind::Replacement,
            Self::FeeRefund { .. } => RemedyKind::FeeRefund,
            Self::SellerPayment { .. } => RemedyKind::SellerPayment,
            Self::Other { .. } => RemedyKind::Other,
        }
    }

    /// The money in it.
    #[must_use]
    pub const fn amount(&self) -> Option<Minor> {
        match self {
            Self::Refund { amount }
            | Self::ReturnAndRefund { amount }
            | Self::FeeRefund { amount }
            | Self::SellerPayment { amount } => Some(*amount),
            Self::Replacement { .. } | Self::Other { .. } => None,
        }
    }

    /// The hash by which terms are accepted: SHA-256, in hex, over a byte form defined here and nowhere else
    /// (kind, amount or flag or digest, separated by a line feed).
    #[must_use]
    pub fn terms_hash(&self) -> String {
        let detail = match self {
            Self::Refund { amount }
            | Self::ReturnAndRefund { amount }
            | Self::FeeRefund { amount }
            | Self::SellerPayment { amount } => amount.to_string(),
            Self::Replacement { return_first } => return_first.to_string(),
            Self::Other { words } => words.digest.clone(),
        };
        hex::encode(Sha256::digest(format!("{}\n{detail}", self.kind().word())))
    }
}
