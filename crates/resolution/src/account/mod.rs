//! A party's account: what the platform owes a seller and pays out, a seller's reputation, a buyer's wallet and standing.
pub mod apply;
pub mod case;
pub mod command;
pub mod decide;
mod draft;
pub mod event;
pub mod listing;
pub mod outgoing;
pub mod reputation;
pub mod standing;
pub mod statement;
pub mod wake;

pub use command::{AccountCommand, CaseAct};
pub use event::AccountEvent;

use crate::id::{AccountId, AccountRole, PartyId, PayoutNo};
use crate::money::{Currency, Minor};
use crate::policy::Stop;
use case::{AccountCase, Restriction};
use jiff::Timestamp;
use reputation::Reputation;
use serde::{Deserialize, Serialize};
use standing::BuyerRecord;
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
    /// Every payout, oldest first, each with the figures of its statement.
    pub payouts: Vec<Payout>,
    /// The connector that pays this seller by schedule, once it is set.
    pub route: Option<String>,
    /// When the next payout leaves by schedule, while there is something to pay.
    pub next_payout: Option<Timestamp>,
    /// A seller's reputation.
    pub reputation: Reputation,
    /// What a buyer's standing is made from.
    pub record: BuyerRecord,
    /// Cases on the account, oldest first.
    pub cases: Vec<AccountCase>,
    /// Since when the account exists.
    pub opened: Timestamp,
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
    /// What moved since the last statement in this currency.
    pub since: Movements,
}

/// The figures of a statement: what moved on an account in one currency from one payout to the next, in minor units.
/// Opening + earned + came back - recovered - paid out = closing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movements {
    /// When the time that they cover begins: the payout before. Nothing: the account's beginning.
    pub from: Option<Timestamp>,
    /// Payable at that instant.
    pub opening: Minor,
    /// Owed by the seller at that instant.
    pub debt: Minor,
    /// Became the seller's.
    pub earned: Minor,
    /// Came back because a payout was refused.
    pub came_back: Minor,
    /// New debts of the seller.
    pub owed: Minor,
    /// Debts that were recovered.
    pub recovered: Minor,
    /// How many lines the statement has, its payout included.
    pub lines: u32,
}

/// A payout, and the statement that it closes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payout {
    /// Its ordinal: its statement has the number after it.
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
    /// What the statement covers.
    pub statement: Movements,
    /// Payable after it.
    pub closing: Minor,
    /// Owed by the seller after it.
    pub debt: Minor,
}

impl Payout {
    /// The number of its statement, from 1.
    #[must_use]
    pub const fn number(&self) -> u16 {
        self.no.0.saturating_add(1)
    }

    /// Where it stands, as a stable word: on its way, paid or refused.
    #[must_use]
    pub const fn status(&self) -> &'static str {
        match (&self.confirmed, &self.refused) {
            (Some(_), _) => "paid",
            (None, Some(_)) => "refused",
            (None, None) => "on_its_way",
        }
    }
}

impl Account {
    /// The case that restricts the account now.
    #[must_use]
    pub fn restriction(&self) -> Option<(&AccountCase, &Restriction)> {
        let mut open = self.cases.iter().filter(|case| case.open());
        open.find_map(|case| Some((case, case.restriction()?)))
    }

    /// Whether something is stopped on it now.
    #[must_use]
    pub fn stops(&self, what: Stop) -> bool {
        self.cases.iter().any(|case| case.stops(what))
    }
}

/// What can leave: payable less what is owed.
#[must_use]
pub fn available(account: &Account, currency: Currency) -> Minor {
    account.balances.get(&currency).map_or(Minor::ZERO, |b| (b.payable - b.receivable).or_zero())
}
