//! Numbered statements of a seller's account: every movement of money from one payout to the next.
use crate::Money;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A statement: what moved in one currency from one payout to the next. Opening, earned and what came back, less what was
/// recovered and paid out, is the closing balance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StatementView {
    /// Its number on the account, from 1; nothing for the one that no payout has closed yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u16>,
    /// `open` (no payout has closed it yet), `on_its_way`, `paid` or `refused`.
    #[schema(example = "paid")]
    pub status: String,
    /// When the time that it covers begins: the payout before, or the account's beginning.
    pub from: Timestamp,
    /// When it was closed by its payout.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Timestamp>,
    /// Owed to the seller at the beginning.
    pub opening: Money,
    /// Became the seller's.
    pub earned: Money,
    /// Came back because an earlier payout was refused.
    pub came_back: Money,
    /// Kept back for what the seller owed.
    pub recovered: Money,
    /// Paid out; nothing yet for the open one.
    pub paid_out: Money,
    /// Owed to the seller at the end.
    pub closing: Money,
    /// Owed by the seller at the beginning.
    pub debt_before: Money,
    /// New debts of the seller: refunds after the money was released.
    pub owed: Money,
    /// Owed by the seller at the end.
    pub debt_after: Money,
    /// When the bank confirmed the payout.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<Timestamp>,
    /// When the payout was refused for good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused_at: Option<Timestamp>,
    /// The provider's code of the refusal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused_code: Option<String>,
    /// Every movement, oldest first; only where one statement is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lines: Option<Vec<StatementLine>>,
}

/// One movement on a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StatementLine {
    /// When it was recorded.
    pub at: Timestamp,
    /// `release` (money of an order became the seller's), `compensation` (a carrier made good what it lost), `debt` (the seller owes for an order), `recovered` (a debt is kept
    /// back), `payout`, or `came_back` (a payout was refused).
    #[schema(example = "release")]
    pub kind: String,
    /// The order it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
    /// The number of the statement whose payout it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statement: Option<u16>,
    /// Above zero; the kind says in which direction.
    pub amount: Money,
    /// Owed to the seller after it.
    pub payable: Money,
    /// Owed by the seller after it.
    pub receivable: Money,
}

/// Which statements; the open ones first, then newest first.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StatementFilter {
    /// `open`, `on_its_way`, `paid` or `refused`.
    pub status: Option<String>,
    /// ISO 4217 code.
    #[param(example = "BRL")]
    pub currency: Option<String>,
    /// Closed at this instant or later; an open one counts as closed now.
    pub from: Option<Timestamp>,
    /// Closed before this instant.
    pub to: Option<Timestamp>,
    /// `next` of the previous page.
    pub after: Option<String>,
    /// At most so many, 1 to 200; 50 if not given.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
}

/// In which currency the open statement is read.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StatementCurrency {
    /// ISO 4217 code; the marketplace's, if none is given. Only for the statement `open`.
    #[param(example = "BRL")]
    pub currency: Option<String>,
}

/// Through whom payouts leave by schedule.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPayoutRoute {
    /// The connector that pays; left out: payouts leave on demand only.
    #[serde(default)]
    #[schema(example = "sandbox")]
    pub provider: Option<String>,
}
