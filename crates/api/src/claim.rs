//! A seller's claim for payment (CLM).
use crate::Money;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The seller claims payment for what the buyer has though the order is shown cancelled or failed.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewClaim {
    /// For which units.
    pub units: Vec<u16>,
    /// Why the status is wrong: a cause of the policy's list, as `allowed_actions` names it.
    #[schema(example = "carrier_error")]
    pub cause: String,
    /// Where the buyer confirms the receipt; left out, the buyer is asked.
    #[serde(default)]
    pub confirmation: Option<ClaimConfirmation>,
    /// The tracking number; needed where a unit is in no parcel that has one.
    #[serde(default)]
    pub tracking: Option<String>,
    /// What happened, in words; sealed on arrival.
    #[serde(default)]
    pub text: Option<String>,
}

/// Where the buyer confirms the receipt (CLM-2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "in", rename_all = "snake_case", deny_unknown_fields)]
pub enum ClaimConfirmation {
    /// In a message of the buyer on the order or in one of its cases.
    Message {
        /// Its number, as the messages of the order have it.
        message: u32,
    },
    /// In a chat elsewhere, with a photo that proves the receipt.
    Outside {
        /// The chat: evidence of the seller.
        chat: String,
        /// The photo: a picture of the seller, another piece.
        photo: String,
    },
}

/// The buyer says whether the goods of a claim are there.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewClaimAnswer {
    /// Whether they are.
    pub received: bool,
    /// In words; sealed on arrival.
    #[serde(default)]
    pub text: Option<String>,
}

/// A claim as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClaimView {
    /// Why the status is wrong, as the seller says.
    pub cause: String,
    /// Since when the order has that status.
    pub since: Timestamp,
    /// The tracking number that the seller gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracking: Option<String>,
    /// Where the buyer confirms the receipt, as the seller says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<ClaimConfirmation>,
    /// Whether the goods are there, in the buyer's own word, once it is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received: Option<bool>,
    /// What the sale would still bring, before commission.
    pub claimable: Money,
    /// When it was paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid_at: Option<Timestamp>,
    /// What of it still lay in escrow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_escrow: Option<Money>,
    /// What the buyer had been given back, and who bears that: `protection_fund` or `carrier_claims`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loss: Option<ClaimLoss>,
}

/// What of a claim the buyer had been given back already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClaimLoss {
    /// How much.
    pub amount: Money,
    /// Who bears it.
    pub borne_by: String,
}
