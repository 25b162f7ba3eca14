//! The facts of the protection fund, and what orders and the fund tell each other, as they are written.
use serde::Deserialize;
use std::collections::HashMap;

#[derive(Debug, Deserialize)]
pub(crate) struct FundingWeighed {
    pub(crate) case: u16,
    pub(crate) weighed: Vec<Factor>,
    pub(crate) fund: String,
    pub(crate) asks: Option<i64>,
    #[serde(default)]
    pub(crate) asks_buyer: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct StandingHeard {
    pub(crate) case: u16,
    pub(crate) counts: Counts,
    pub(crate) version: u64,
    pub(crate) weighed: Vec<Factor>,
    pub(crate) fund: String,
    pub(crate) asks: Option<i64>,
}

/// How much there is in a buyer's record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Counts {
    pub(crate) disputes: u32,
    pub(crate) funded: u32,
    pub(crate) reports: u32,
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
pub(crate) struct QuestionnaireAnswered {
    pub(crate) case: u16,
    pub(crate) answers: HashMap<String, String>,
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
