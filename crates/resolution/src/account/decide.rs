//! Deciding commands to an account. The sender of a message posted it; the account only counts.
use super::{Account, AccountCommand, AccountEvent};
use crate::actor::Actor;
use crate::aggregate::Context;
use crate::id::{AccountRole, PayoutNo};
use crate::ledger::{self, Book};
use crate::money::{Currency, Minor};
use crate::refusal::Refusal;

/// Decides one command.
///
/// # Errors
/// The refusal; no event then.
pub fn decide(
    account: Option<&Account>,
    command: &AccountCommand,
    actor: &Actor,
    _context: &Context<'_>,
) -> Result<Vec<AccountEvent>, Refusal> {
    match command {
        AccountCommand::Take { party, role, from, sequence, currency, amount, effect } => {
            if !matches!(actor, Actor::Aggregate(sender) if sender == from) {
                return Err(Refusal::NotYours { who: "the sender of the message".into() });
            }
            let mut events = Vec::new();
            if account.is_none() {
                events.push(AccountEvent::AccountOpened { party: *party, role: *role });
            }
            events.push(AccountEvent::MessageTaken {
                from: *from,
                sequence: *sequence,
                currency: *currency,
                amount: *amount,
                effect: *effect,
            });
            Ok(events)
        }
        AccountCommand::PayOut { currency, amount, provider } => {
            let account = account.ok_or_else(|| Refusal::NotFound { what: "account".into() })?;
            pay_out(account, actor, *currency, *amount, provider)
        }
        AccountCommand::PayoutResult { payout, result, provider } => {
            let account = account.ok_or_else(|| Refusal::NotFound { what: "account".into() })?;
            paid_out(account, actor, *payout, result, provider)
        }
    }
}

/// What can leave: payable less what is owed.
#[must_use]
pub fn available(account: &Account, currency: Currency) -> Minor {
    account.balances.get(&currency).map_or(Minor::ZERO, |b| (b.payable - b.receivable).or_zero())
}

fn pay_out(
    account: &Account,
    actor: &Actor,
    currency: Currency,
    amount: Option<Minor>,
    provider: &str,
) -> Result<Vec<AccountEvent>, Refusal> {
    let own = *actor == Actor::Seller(account.party);
    if account.role != AccountRole::Seller
        || !(own || matches!(actor, Actor::Finance(_) | Actor::Marketplace))
    {
        return Err(Refusal::NotYours { who: "the seller or finance".into() });
    }
    let available = available(account, currency);
    let amount = amount.unwrap_or(available);
    if amount > available || available.is_zero() {
        return Err(Refusal::NotEnough { available });
    }
    if !amount.is_positive() {
        return Err(Refusal::AmountZero);
    }
    let mut book = Book::new(currency);
    book.money(ledger::Account::SellerPayable(account.party), ledger::Account::PayoutsPending, amount);
    Ok(vec![AccountEvent::PayoutPromised {
        payout: PayoutNo(account.payout_count),
        currency,
        amount,
        provider: provider.to_owned(),
        postings: book.done(),
    }])
}

fn paid_out(
    account: &Account,
    actor: &Actor,
    no: PayoutNo,
    result: &Result<String, String>,
    provider: &str,
) -> Result<Vec<AccountEvent>, Refusal> {
    if !matches!(actor, Actor::Gateway(_) | Actor::Marketplace) {
        return Err(Refusal::NotYours { who: "the payment provider".into() });
    }
    let payout = account
        .payouts
        .iter()
        .find(|p| p.no == no)
        .ok_or_else(|| Refusal::NotFound { what: "payout".into() })?;
    if payout.confirmed.is_some() || payout.refused.is_some() {
        return Err(Refusal::AlreadyDone);
    }
    let mut book = Book::new(payout.currency);
    Ok(vec![match result {
        Ok(reference) => {
            let clearing = ledger::Account::GatewayClearing(provider.to_owned());
            book.money(ledger::Account::PayoutsPending, clearing, payout.amount);
            AccountEvent::PayoutConfirmed { payout: no, reference: reference.clone(), postings: book.done() }
        }
        Err(code) => {
            book.money(
                ledger::Account::PayoutsPending,
                ledger::Account::SellerPayable(account.party),
                payout.amount,
            );
            AccountEvent::PayoutRefused { payout: no, code: code.clone(), postings: book.done() }
        }
    }])
}
