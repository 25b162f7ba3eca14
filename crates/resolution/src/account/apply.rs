//! Taking an account's events into its state. Total.
use super::{Account, AccountEvent, Payout};
use crate::aggregate::{Aggregate, Outgoing};
use crate::id::AccountId;
use crate::order::event::AccountEffect;
use jiff::Timestamp;

/// Takes one event that was recorded at `at`.
pub(crate) fn apply(aggregate: &mut Aggregate, id: AccountId, event: &AccountEvent, at: Timestamp) {
    if let AccountEvent::AccountOpened { party, role } = event {
        *aggregate = Aggregate::Account(Box::new(Account {
            id,
            party: *party,
            role: *role,
            balances: std::collections::BTreeMap::new(),
            payouts: Vec::new(),
            payout_count: 0,
            last_at: at,
            version: 1,
        }));
        return;
    }
    let Aggregate::Account(account) = aggregate else {
        return;
    };
    account.version += 1;
    account.last_at = account.last_at.max(at);
    match event {
        AccountEvent::AccountOpened { .. } => {}
        AccountEvent::MessageTaken { currency, amount, effect, .. } => {
            let balance = account.balances.entry(*currency).or_default();
            let place = match effect {
                AccountEffect::Release => &mut balance.payable,
                AccountEffect::Owe => &mut balance.receivable,
                AccountEffect::Wallet => &mut balance.wallet,
            };
            *place = *place + *amount;
        }
        AccountEvent::PayoutPromised { payout, currency, amount, .. } => {
            let balance = account.balances.entry(*currency).or_default();
            balance.payable = balance.payable - *amount;
            balance.in_flight = balance.in_flight + *amount;
            account.payouts.retain(|p| p.confirmed.is_none() && p.refused.is_none());
            account.payout_count = account.payout_count.saturating_add(1);
            account.payouts.push(Payout {
                no: *payout,
                currency: *currency,
                amount: *amount,
                promised: at,
                confirmed: None,
                refused: None,
            });
        }
        AccountEvent::PayoutConfirmed { payout, .. } => {
            settle(account, *payout, |p| p.confirmed = Some(at), false)
        }
        AccountEvent::PayoutRefused { payout, code, .. } => {
            settle(account, *payout, |p| p.refused = Some((at, code.clone())), true);
        }
    }
}

fn settle(account: &mut Account, no: crate::id::PayoutNo, mark: impl FnOnce(&mut Payout), back: bool) {
    let Some(payout) = account.payouts.iter_mut().find(|p| p.no == no) else {
        return;
    };
    mark(payout);
    let (currency, amount) = (payout.currency, payout.amount);
    let balance = account.balances.entry(currency).or_default();
    balance.in_flight = balance.in_flight - amount;
    if back {
        balance.payable = balance.payable + amount;
    }
}

/// What an event of an account sends out.
#[must_use]
pub(crate) fn outgoing(account: &Account, event: &AccountEvent) -> Vec<Outgoing> {
    match event {
        AccountEvent::PayoutPromised { payout, currency, amount, provider, .. } => vec![Outgoing::Payout {
            payout: *payout,
            party: account.party,
            provider: provider.clone(),
            currency: *currency,
            amount: *amount,
        }],
        _ => Vec::new(),
    }
}
