//! What happened to a fund: named facts, past tense. The format is for ever, as that of orders is.
use crate::id::{CaseNo, OrderId, PartyId};
use crate::money::{Currency, Minor};
use crate::policy::words::words;
use serde::{Deserialize, Serialize};

words! {
    /// Which way the money of a budget goes.
    BudgetChange, "change of a budget" {
        /// Into the fund.
        Add = "add",
        /// Out of it again: at most what is neither reserved nor spent.
        TakeBack = "take_back",
    }
}

/// What happened to a fund. Who did it stands in the record around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FundEvent {
    /// The budget of a currency changed.
    BudgetChanged {
        /// The number of the change, from 1, over all currencies.
        number: u32,
        /// Currency.
        currency: Currency,
        /// In or back.
        change: BudgetChange,
        /// Amount above zero.
        amount: Minor,
        /// Why.
        reason: String,
        /// Who of finance; nobody where the marketplace's own server did it.
        by: Option<PartyId>,
    },
    /// An order asked, and has it.
    ReservationGranted {
        /// Which order.
        order: OrderId,
        /// For which of its cases.
        case: CaseNo,
        /// Currency.
        currency: Currency,
        /// Amount above zero.
        amount: Minor,
    },
    /// An order asked for more than there was.
    ReservationDenied {
        /// Which order.
        order: OrderId,
        /// For which of its cases.
        case: CaseNo,
        /// Currency.
        currency: Currency,
        /// What it asked for.
        amount: Minor,
        /// What there was.
        available: Minor,
    },
    /// The order has said what it used of what was granted.
    ReservationSettled {
        /// Which order.
        order: OrderId,
        /// For which of its cases.
        case: CaseNo,
        /// Currency.
        currency: Currency,
        /// Promised to the buyer.
        used: Minor,
        /// Not used.
        given_back: Minor,
    },
}
