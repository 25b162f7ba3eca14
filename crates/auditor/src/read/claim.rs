//! A seller's claim for payment, as it is written.
use super::{At, Component, Message, Posting};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(crate) struct PaymentClaimed {
    pub(crate) case: u16,
    pub(crate) cause: String,
    /// Whether the seller shows where the buyer confirms the receipt.
    pub(crate) confirmation: Option<serde::de::IgnoredAny>,
    #[serde(default)]
    pub(crate) tracking: Option<String>,
    pub(crate) since: At,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ClaimAnswered {
    pub(crate) case: u16,
    pub(crate) received: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ClaimPaid {
    pub(crate) case: u16,
    pub(crate) escrow: Vec<(Component, i64)>,
    pub(crate) loss: Vec<(Component, i64)>,
    pub(crate) fund: String,
    pub(crate) commission: i64,
    pub(crate) postings: Vec<Posting>,
    pub(crate) message: Option<Message>,
}
