//! A party's account: what the platform owes a seller and pays out, and a buyer's wallet.
pub mod apply;
pub mod decide;

use crate::id::{AccountId, AccountRole, AggregateId, PartyId, PayoutNo};
use crate::ledger::Posting;
use crate::money::{Currency, Minor};
use crate::order::event::AccountEffect;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// State of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Whose.
    pub party: PartyId,
    /// In which role.
    pub role: AccountRole,
    /// Per currency.
    pub balances: BTreeMap<Currency, Balance>,
    /// Payouts, oldest first; settled ones are dropped from the state after the next.
    pub payouts: Vec<Payout>,
    /// How many payouts there were.
    pub payout_count: u16,
    /// Instant of its last event.
    pub last_at: Timestamp,
    /// Events so far.
    pub version: u64,
}

/// What an account has in one currency, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// Owed to the seller and not paid out.
    pub payable: Minor,
    /// Owed by the seller.
    pub receivable: Minor,
    /// The buyer's wallet.
    pub wallet: Minor,
    /// Payouts on their way.
    pub in_flight: Minor,
}

/// A payout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payout {
    /// Its ordinal: the number of its statement.
    pub no: PayoutNo,
    /// Currency.
    pub currency: Currency,
    /// Amount above zero.
    pub amount: Minor,
    /// When it was promised.
    pub promised: Timestamp,
    /// When the bank confirmed it.
    pub confirmed: Option<Timestamp>,
    /// When it was refused for good, with the code.
    pub refused: Option<(Timestamp, String)>,
}

/// What happened on an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AccountEvent {
    /// The account exists.
    AccountOpened {
        /// Whose.
        party: PartyId,
        /// In which role.
        role: AccountRole,
    },
    /// A message of an order was taken. The order posted it; here it is only counted.
    MessageTaken {
        /// Which order.
        from: AggregateId,
        /// Its count.
        sequence: u32,
        /// Currency.
        currency: Currency,
        /// Amount above zero.
        amount: Minor,
        /// What it does.
        effect: AccountEffect,
    },
    /// A payout is promised: payable to pending.
    PayoutPromised {
        /// Its ordinal.
        payout: PayoutNo,
        /// Currency.
        currency: Currency,
        /// Amount above zero.
        amount: Minor,
        /// The connector that pays.
        provider: String,
        /// Payable to pending.
        postings: Vec<Posting>,
    },
    /// The bank confirmed it.
    PayoutConfirmed {
        /// Which.
        payout: PayoutNo,
        /// The provider's id.
        reference: String,
        /// Pending to clearing.
        postings: Vec<Posting>,
    },
    /// It was refused for good: back to payable.
    PayoutRefused {
        /// Which.
        payout: PayoutNo,
        /// The provider's code.
        code: String,
        /// Pending to payable.
        postings: Vec<Posting>,
    },
}

/// What can be asked of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountCommand {
    /// A message of another aggregate.
    Take {
        /// Whose account it is (the first message opens it).
        party: PartyId,
        /// In which role.
        role: AccountRole,
        /// The sender.
        from: AggregateId,
        /// Its count.
        sequence: u32,
        /// Currency.
        currency: Currency,
        /// Amount.
        amount: Minor,
        /// What it does.
        effect: AccountEffect,
    },
    /// The seller (or finance) wants money out.
    PayOut {
        /// Currency.
        currency: Currency,
        /// How much; everything available, if not given.
        amount: Option<Minor>,
        /// The connector that pays.
        provider: String,
    },
    /// What became of a payout.
    PayoutResult {
        /// Which.
        payout: PayoutNo,
        /// Confirmed with the provider's id, or refused with its code.
        result: Result<String, String>,
        /// The connector that paid.
        provider: String,
    },
}
