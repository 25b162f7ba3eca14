//! The facts of accounts, and what orders tell them, as they are written.
use super::{At, Left, Posting};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(crate) struct AccountOpened {
    pub(crate) party: String,
    pub(crate) role: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct MessageTaken {
    pub(crate) from: serde_json::Value,
    pub(crate) sequence: u32,
    pub(crate) currency: String,
    pub(crate) amount: i64,
    pub(crate) effect: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct PayoutPromised {
    pub(crate) payout: u16,
    pub(crate) currency: String,
    pub(crate) amount: i64,
    pub(crate) provider: String,
    pub(crate) postings: Vec<Posting>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct PayoutSettled {
    pub(crate) payout: u16,
    pub(crate) postings: Vec<Posting>,
}

/// A message without money. Fields that its kind does not have are not there.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct AccountTold {
    #[serde(default)]
    pub(crate) sequence: u32,
    #[serde(default)]
    pub(crate) party: String,
    #[serde(default)]
    pub(crate) role: String,
    pub(crate) news: String,
    pub(crate) case: Option<u16>,
    pub(crate) reason: Option<String>,
    pub(crate) units: Option<u16>,
    pub(crate) of: Option<u16>,
    pub(crate) points: Option<u16>,
    pub(crate) cancelled: Option<At>,
    pub(crate) days: Option<u16>,
    pub(crate) about: Option<u16>,
}

impl AccountTold {
    /// Whether another one says the same.
    pub(crate) fn same(&self, other: &Self) -> bool {
        let asked = |of: &Self| (of.case, of.days, of.about, of.cancelled);
        let said = |of: &Self| (of.news.clone(), asked(of), of.reason.clone(), of.units, of.of, of.points);
        said(self) == said(other)
    }
}

#[derive(Debug, Deserialize)]
pub(crate) struct NoteTaken {
    pub(crate) from: serde_json::Value,
    pub(crate) sequence: u32,
    pub(crate) at: At,
    /// Dates are written so that their order is that of their texts.
    pub(crate) on: String,
    pub(crate) news: AccountTold,
    pub(crate) ends: Option<At>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct DebtRecovered {
    pub(crate) currency: String,
    pub(crate) amount: i64,
    pub(crate) postings: Vec<Posting>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct PayoutScheduled {
    pub(crate) at: Option<At>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Frozen {
    pub(crate) freeze: u16,
    /// Where it comes from; the account where nothing is said.
    #[serde(default)]
    pub(crate) kind: String,
    pub(crate) case: u16,
    pub(crate) stops: Vec<String>,
    pub(crate) ship_by_left: Option<Left>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Thawed {
    pub(crate) freeze: u16,
    pub(crate) ship_by: Option<At>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Forestalled {
    pub(crate) freeze: u16,
    pub(crate) case: u16,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Restricted {
    pub(crate) case: u16,
    pub(crate) stops: Vec<String>,
    pub(crate) last_day: At,
}

#[derive(Debug, Deserialize)]
pub(crate) struct AccountStage {
    pub(crate) case: u16,
    pub(crate) stage: String,
    pub(crate) end: Option<At>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Renewed {
    pub(crate) case: u16,
    pub(crate) last_day: At,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Lifted {
    pub(crate) case: u16,
    pub(crate) closing: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ReportOpened {
    pub(crate) case: u16,
    pub(crate) order: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ReportClosed {
    pub(crate) case: u16,
    pub(crate) closing: String,
    pub(crate) on: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct StandingTold {
    pub(crate) order: String,
    pub(crate) case: u16,
    pub(crate) since: String,
    pub(crate) counts: super::fund::Counts,
}
