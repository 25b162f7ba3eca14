//! The facts of the protection fund, and what orders and the fund tell each other, as they are written.
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(crate) struct FundingWeighed {
    pub(crate) case: u16,
    pub(crate) weighed: Vec<Factor>,
    pub(crate) fund: String,
    pub(crate) asks: Option<i64>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Factor {
    pub(crate) factor: String,
    pub(crate) holds: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct FundingAnswered {
    pub(crate) case: u16,
    pub(crate) granted: bool,
    pub(crate) version: u64,
}

#[derive(Debug, Deserialize)]
pub(crate) struct FundingUsed {
    pub(crate) case: u16,
    pub(crate) fund: String,
    pub(crate) used: i64,
}

#[derive(Debug, Deserialize)]
pub(crate) struct BudgetChanged {
    pub(crate) number: u32,
    pub(crate) currency: String,
    pub(crate) change: String,
    pub(crate) amount: i64,
    pub(crate) reason: String,
}

/// Granted or denied.
#[derive(Debug, Deserialize)]
pub(crate) struct Reservation {
    pub(crate) order: String,
    pub(crate) case: u16,
    pub(crate) currency: String,
    pub(crate) amount: i64,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Settled {
    pub(crate) order: String,
    pub(crate) case: u16,
    pub(crate) currency: String,
    pub(crate) used: i64,
    pub(crate) given_back: i64,
}
