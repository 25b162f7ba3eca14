//! What can be asked of a fund.
use super::event::BudgetChange;
use crate::id::{CaseNo, OrderId};
use crate::money::{Currency, Minor};

/// What can be asked of a fund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FundCommand {
    /// Finance, or the marketplace itself, puts money in or takes it back.
    ChangeBudget {
        /// Currency.
        currency: Currency,
        /// In or back.
        change: BudgetChange,
        /// How much, above zero.
        amount: Minor,
        /// Why, in the marketplace's own words; 1 to 200 characters.
        reason: String,
    },
    /// An order asks for the refund of a case (a message of the order).
    Reserve {
        /// Which order.
        order: OrderId,
        /// Which case.
        case: CaseNo,
        /// Currency.
        currency: Currency,
        /// How much, above zero.
        amount: Minor,
    },
    /// The order says what it used of what was granted (a message of the order).
    Settle {
        /// Which order.
        order: OrderId,
        /// Which case.
        case: CaseNo,
        /// How much was promised to the buyer: at most what was granted, nothing where it was not needed any more.
        used: Minor,
    },
}
