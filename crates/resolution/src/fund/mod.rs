//! The protection fund of a marketplace (PLF-5): a budget in each currency, and what is reserved of it for whom.
//!
//! An order that asks is answered by message: granted where the budget has it, denied where it has not; the fund alone
//! decides, one asker after the other, so that no number of orders at once takes more than there is. What was granted is
//! told of once more by the order: what it used of it is spent, what it did not use is given back.
pub mod command;
pub mod decide;
pub mod event;

pub use command::FundCommand;
pub use event::{BudgetChange, FundEvent};

use crate::aggregate::{Aggregate, Outgoing};
use crate::id::{CaseNo, FundId, OrderId, PartyId};
use crate::money::{Currency, Minor};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// State of a fund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fund {
    /// Its id.
    pub id: FundId,
    /// Per currency.
    pub budgets: BTreeMap<Currency, Budget>,
    /// What is granted and not yet settled, by the order that asked. Settled ones are only counted.
    pub reserved: BTreeMap<OrderId, Vec<Reservation>>,
    /// Every change of the budget, oldest first: people make few of them.
    pub changes: Vec<Change>,
    /// Instant of its last event.
    pub last_at: Timestamp,
    /// Events so far.
    pub version: u64,
}

/// What a fund has in one currency, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// Put in, less what was taken back.
    pub given: Minor,
    /// Granted, and not yet said what became of it.
    pub reserved: Minor,
    /// Promised to buyers out of it.
    pub spent: Minor,
    /// How often it was granted.
    pub granted: u64,
    /// How often it was denied.
    pub denied: u64,
}

impl Budget {
    /// What can still be granted. Never below zero.
    #[must_use]
    pub fn available(&self) -> Minor {
        self.given - self.reserved - self.spent
    }
}

/// A change of the budget.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Its number, from 1.
    pub number: u32,
    /// When.
    pub at: Timestamp,
    /// Who of finance; nobody where the marketplace's own server did it.
    pub by: Option<PartyId>,
    /// Currency.
    pub currency: Currency,
    /// In or back.
    pub change: BudgetChange,
    /// How much.
    pub amount: Minor,
    /// Why.
    pub reason: String,
}

/// A grant that is not settled yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reservation {
    /// For which case of the order.
    pub case: CaseNo,
    /// Currency.
    pub currency: Currency,
    /// How much.
    pub amount: Minor,
    /// Since when.
    pub since: Timestamp,
}

impl Fund {
    /// A fund to which nothing has happened yet.
    #[must_use]
    pub fn empty(id: FundId, at: Timestamp) -> Self {
        let (budgets, reserved) = (BTreeMap::new(), BTreeMap::new());
        Self { id, budgets, reserved, changes: Vec::new(), last_at: at, version: 0 }
    }

    /// What can still be granted in a currency.
    #[must_use]
    pub fn available(&self, currency: Currency) -> Minor {
        self.budgets.get(&currency).map_or(Minor::ZERO, Budget::available)
    }

    /// The number of the last change of the budget; nought where there was none.
    #[must_use]
    pub fn changed(&self) -> u32 {
        self.changes.last().map_or(0, |change| change.number)
    }

    /// What is reserved for a case of an order.
    #[must_use]
    pub fn reservation(&self, order: OrderId, case: CaseNo) -> Option<&Reservation> {
        self.reserved.get(&order)?.iter().find(|held| held.case == case)
    }

    fn take(&mut self, event: &FundEvent, at: Timestamp) {
        self.version += 1;
        self.last_at = self.last_at.max(at);
        match event {
            FundEvent::BudgetChanged { number, currency, change, amount, reason, by } => {
                self.changes.push(Change {
                    number: *number,
                    at,
                    by: *by,
                    currency: *currency,
                    change: *change,
                    amount: *amount,
                    reason: reason.clone(),
                });
                let budget = self.budgets.entry(*currency).or_default();
                budget.given = match change {
                    BudgetChange::Add => budget.given + *amount,
                    BudgetChange::TakeBack => budget.given - *amount,
                };
            }
            FundEvent::ReservationGranted { order, case, currency, amount } => {
                let budget = self.budgets.entry(*currency).or_default();
                budget.reserved = budget.reserved + *amount;
                budget.granted += 1;
                let held = Reservation { case: *case, currency: *currency, amount: *amount, since: at };
                self.reserved.entry(*order).or_default().push(held);
            }
            FundEvent::ReservationDenied { currency, .. } => {
                self.budgets.entry(*currency).or_default().denied += 1;
            }
            FundEvent::ReservationSettled { order, case, currency, used, given_back } => {
                let budget = self.budgets.entry(*currency).or_default();
                budget.reserved = budget.reserved - *used - *given_back;
                budget.spent = budget.spent + *used;
                if let Some(held) = self.reserved.get_mut(order) {
                    held.retain(|held| held.case != *case);
                    if held.is_empty() {
                        self.reserved.remove(order);
                    }
                }
            }
        }
    }
}

/// Takes one event; the first makes the fund. Total.
pub(crate) fn apply(aggregate: &mut Aggregate, id: FundId, event: &FundEvent, at: Timestamp) {
    if matches!(aggregate, Aggregate::Nothing) {
        *aggregate = Aggregate::Fund(Box::new(Fund::empty(id, at)));
    }
    if let Aggregate::Fund(fund) = aggregate {
        fund.take(event, at);
    }
}

/// What an event sends out: the answer to the order that asked.
pub(crate) fn outgoing(fund: &Fund, event: &FundEvent) -> Vec<Outgoing> {
    let answer = |order: &OrderId, case: &CaseNo, granted| {
        vec![Outgoing::FundAnswer { order: *order, case: *case, granted, version: fund.version }]
    };
    match event {
        FundEvent::ReservationGranted { order, case, .. } => answer(order, case, true),
        FundEvent::ReservationDenied { order, case, .. } => answer(order, case, false),
        FundEvent::BudgetChanged { .. } | FundEvent::ReservationSettled { .. } => Vec::new(),
    }
}
