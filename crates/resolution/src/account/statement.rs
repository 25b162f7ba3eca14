//! Statements: what moved on an account from one payout to the next, line by line (MON-8, MON-12). They are read from the
//! account's own history, so that a statement can never say anything else.
use super::{Account, AccountEvent, Payout};
use crate::id::{AggregateId, PayoutNo};
use crate::money::{Currency, Minor};
use crate::order::event::AccountEffect;
use crate::policy::words::words;
use jiff::Timestamp;
use std::collections::HashMap;

words! {
    /// What a line of a statement is.
    LineKind, "kind of a statement's line" {
        /// Money of an order became the seller's.
        Release = "release",
        /// A carrier made good what it lost or damaged.
        Compensation = "compensation",
        /// A claim for an order with a wrong status was right.
        Claim = "claim",
        /// The seller owes for an order that was paid out before.
        Debt = "debt",
        /// What was owed is kept back.
        Recovered = "recovered",
        /// Money left for the seller's bank.
        Payout = "payout",
        /// A payout was refused and came back.
        CameBack = "came_back",
    }
}

/// One movement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// When it was recorded on the account.
    pub at: Timestamp,
    /// What it is.
    pub kind: LineKind,
    /// The order it comes from, where it comes from one.
    pub order: Option<AggregateId>,
    /// The payout, where it is about one.
    pub payout: Option<PayoutNo>,
    /// Minor units, above zero; the kind says in which direction.
    pub amount: Minor,
    /// Payable after it.
    pub payable: Minor,
    /// Owed by the seller after it.
    pub receivable: Minor,
}

/// Which statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The one that a payout closed.
    Of(PayoutNo),
    /// What moved since the last one in a currency.
    Open(Currency),
}

/// The statement of a number, from 1.
#[must_use]
pub fn numbered(account: &Account, number: u16) -> Option<&Payout> {
    account.payouts.get(usize::from(number.checked_sub(1)?))
}

/// The lines of a statement, oldest first, from every event of the account with its instant.
pub fn lines<'a>(
    account: &Account,
    which: Which,
    events: impl IntoIterator<Item = (Timestamp, &'a AccountEvent)>,
) -> Vec<Line> {
    let currency = match which {
        Which::Open(currency) => Some(currency),
        Which::Of(no) => account.payouts.get(no.index()).map(|payout| payout.currency),
    };
    let Some(currency) = currency else { return Vec::new() };
    let mut book = Lines::default();
    for (at, event) in events {
        let Some(line) = book.take(event, currency, at) else { continue };
        let closes = if line.kind == LineKind::Payout { line.payout } else { None };
        book.lines.push(line);
        match closes {
            Some(no) if which == Which::Of(no) => return book.lines,
            Some(_) => book.lines.clear(),
            None => {}
        }
    }
    book.lines
}

#[derive(Default)]
struct Lines {
    lines: Vec<Line>,
    payable: Minor,
    receivable: Minor,
    payouts: HashMap<PayoutNo, Minor>,
}

impl Lines {
    /// The line that an event makes in a currency.
    fn take(&mut self, event: &AccountEvent, of: Currency, at: Timestamp) -> Option<Line> {
        let (kind, order, payout, amount) = match event {
            AccountEvent::MessageTaken { from, currency, amount, effect, .. } if *currency == of => {
                let kind = match effect {
                    AccountEffect::Release => LineKind::Release,
                    AccountEffect::Compensation => LineKind::Compensation,
                    AccountEffect::Claim => LineKind::Claim,
                    AccountEffect::Owe => LineKind::Debt,
                    AccountEffect::Wallet => return None,
                };
                (kind, Some(*from), None, *amount)
            }
            AccountEvent::DebtRecovered { currency, amount, .. } if *currency == of => {
                (LineKind::Recovered, None, None, *amount)
            }
            AccountEvent::PayoutPromised { payout, currency, amount, .. } if *currency == of => {
                self.payouts.insert(*payout, *amount);
                (LineKind::Payout, None, Some(*payout), *amount)
            }
            AccountEvent::PayoutRefused { payout, .. } => {
                (LineKind::CameBack, None, Some(*payout), *self.payouts.get(payout)?)
            }
            _ => return None,
        };
        match kind {
            LineKind::Release | LineKind::Compensation | LineKind::Claim | LineKind::CameBack => {
                self.payable = self.payable + amount
            }
            LineKind::Debt => self.receivable = self.receivable + amount,
            LineKind::Payout => self.payable = self.payable - amount,
            LineKind::Recovered => {
                self.payable = self.payable - amount;
                self.receivable = self.receivable - amount;
            }
        }
        let (payable, receivable) = (self.payable, self.receivable);
        Some(Line { at, kind, order, payout, amount, payable, receivable })
    }
}
