//! What a carrier makes good to the seller, as it is written.
use super::{At, Component, Message, Posting};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(crate) struct CompensationDue {
    pub(crate) case: u16,
    pub(crate) parcel: u16,
    pub(crate) carrier: String,
    pub(crate) declared: String,
    pub(crate) declared_at: At,
    pub(crate) parts: Vec<(Component, i64)>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct CompensationPaid {
    pub(crate) case: u16,
    pub(crate) parts: Vec<(Component, i64)>,
    pub(crate) commission: i64,
    pub(crate) postings: Vec<Posting>,
    pub(crate) message: Option<Message>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct CompensationReversed {
    pub(crate) case: u16,
    pub(crate) why: String,
    pub(crate) parts: Vec<(Component, i64)>,
    pub(crate) commission: i64,
    pub(crate) postings: Vec<Posting>,
    pub(crate) message: Option<Message>,
}
