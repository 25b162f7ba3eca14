//! Payouts: by schedule or on demand, always after the recovery of what is owed (MON-8, MON-12).
use super::{Account, AccountEvent};
use crate::account::available;
use crate::actor::Actor;
use crate::aggregate::Context;
use crate::id::{AccountRole, PayoutNo};
use crate::ledger::{self, Book};
use crate::money::{Currency, Minor};
use crate::order::event::AccountEffect;
use crate::policy::Stop;
use crate::refusal::Refusal;
use jiff::Timestamp;

/// The seller, finance or the marketplace takes money out on demand.
pub(super) fn pay_out(
    account: &Account,
    actor: &Actor,
    context: &Context<'_>,
    currency: Currency,
    amount: Option<Minor>,
    provider: Option<&str>,
) -> Result<Vec<AccountEvent>, Refusal> {
    let own = *actor == Actor::Seller(account.party);
    if account.role != AccountRole::Seller
        || !(own || matches!(actor, Actor::Finance(_) | Actor::Marketplace))
    {
        return Err(Refusal::NotYours { who: "the seller or finance".into() });
    }
    if own && !context.policy.payouts.on_demand {
        return Err(Refusal::NotInPolicy { what: "payouts on demand".into() });
    }
    if let Some((_, found)) = account.restriction().filter(|(case, _)| case.stops(Stop::Payout)) {
        return Err(Refusal::Restricted { last_day: found.last_day });
    }
    let Some(provider) = provider.or(account.route.as_deref()) else {
        return Err(Refusal::Missing { items: vec!["provider".into()] });
    };
    let available = available(account, currency);
    let amount = amount.unwrap_or(available);
    if amount > available || available.is_zero() {
        return Err(Refusal::NotEnough { available });
    }
    if !amount.is_positive() {
        return Err(Refusal::AmountZero);
    }
    let no = PayoutNo::after(account.payouts.len());
    if no.0 == u16::MAX {
        return Err(Refusal::Limit { what: "payouts an account".into(), most: u16::MAX.into() });
    }
    let mut events: Vec<AccountEvent> = recovered(account, currency).into_iter().collect();
    events.push(promised(account, no, currency, amount, provider));
    Ok(events)
}

/// Everything that is there leaves, in each currency, after what is owed in it.
pub(crate) fn by_schedule(account: &Account) -> Vec<AccountEvent> {
    let mut events = Vec::new();
    let mut next = account.payouts.len();
    for currency in account.balances.keys().copied() {
        events.extend(recovered(account, currency));
        let amount = available(account, currency);
        let no = PayoutNo::after(next);
        if let Some(provider) = account.route.as_deref()
            && amount.is_positive()
            && no.0 < u16::MAX
        {
            events.push(promised(account, no, currency, amount, provider));
            next += 1;
        }
    }
    events.push(AccountEvent::PayoutScheduled { at: None });
    events
}

/// What is owed is taken from what is there, before anything leaves (MON-8).
fn recovered(account: &Account, currency: Currency) -> Option<AccountEvent> {
    let balance = account.balances.get(&currency)?;
    let amount = balance.payable.min(balance.receivable);
    if !amount.is_positive() {
        return None;
    }
    let mut book = Book::new(currency);
    let (payable, debt) =
        (ledger::Account::SellerPayable(account.party), ledger::Account::SellerReceivable(account.party));
    book.money(payable, debt, amount);
    Some(AccountEvent::DebtRecovered { currency, amount, postings: book.done() })
}

fn promised(
    account: &Account,
    payout: PayoutNo,
    currency: Currency,
    amount: Minor,
    provider: &str,
) -> AccountEvent {
    let mut book = Book::new(currency);
    book.money(ledger::Account::SellerPayable(account.party), ledger::Account::PayoutsPending, amount);
    let (provider, postings) = (provider.to_owned(), book.done());
    AccountEvent::PayoutPromised { payout, currency, amount, provider, postings }
}

/// When the next payout leaves by schedule, if money that is there now begins one: counted from now, by the policy of the
/// marketplace, and only where it is known through whom it leaves.
fn schedule(account: &Account, context: &Context<'_>, now: Timestamp) -> Option<AccountEvent> {
    let every = context.policy.payouts.every?;
    let begins =
        account.role == AccountRole::Seller && account.route.is_some() && account.next_payout.is_none();
    begins.then(|| AccountEvent::PayoutScheduled { at: Some(context.calendar.end(now, every)) })
}

/// Money that came in begins a schedule.
pub(super) fn scheduled_by(
    account: Option<&Account>,
    effect: AccountEffect,
    context: &Context<'_>,
    now: Timestamp,
) -> Option<AccountEvent> {
    let brings =
        matches!(effect, AccountEffect::Release | AccountEffect::Compensation | AccountEffect::Claim);
    account.filter(|_| brings).and_then(|account| schedule(account, context, now))
}

/// Finance or the marketplace says through which connector this seller is paid by schedule.
pub(super) fn set_route(
    account: &Account,
    actor: &Actor,
    provider: Option<&str>,
    context: &Context<'_>,
    now: Timestamp,
) -> Result<Vec<AccountEvent>, Refusal> {
    if account.role != AccountRole::Seller || !matches!(actor, Actor::Finance(_) | Actor::Marketplace) {
        return Err(Refusal::NotYours { who: "finance or the marketplace, for a seller".into() });
    }
    if provider.is_some_and(|name| name.is_empty() || name.len() > 64) {
        let expected = "the name of a connector, at most 64 characters".into();
        return Err(Refusal::Invalid { field: "provider".into(), expected });
    }
    if account.route.as_deref() == provider {
        return Err(Refusal::AlreadyDone);
    }
    let mut events = vec![AccountEvent::PayoutRouteSet { provider: provider.map(str::to_owned) }];
    let routed = Account { route: provider.map(str::to_owned), ..account.clone() };
    if provider.is_none() && account.next_payout.is_some() {
        events.push(AccountEvent::PayoutScheduled { at: None });
    } else if account.balances.values().any(|balance| balance.payable.is_positive()) {
        events.extend(schedule(&routed, context, now));
    }
    Ok(events)
}

/// What became of a payout. What is refused for good is the seller's again, and leaves by the next schedule.
pub(super) fn result(
    account: &Account,
    actor: &Actor,
    no: PayoutNo,
    result: &Result<String, String>,
    provider: &str,
    context: &Context<'_>,
    now: Timestamp,
) -> Result<Vec<AccountEvent>, Refusal> {
    if !matches!(actor, Actor::Gateway(_) | Actor::Marketplace) {
        return Err(Refusal::NotYours { who: "the payment provider".into() });
    }
    let payout =
        account.payouts.get(no.index()).ok_or_else(|| Refusal::NotFound { what: "payout".into() })?;
    if payout.confirmed.is_some() || payout.refused.is_some() {
        return Err(Refusal::AlreadyDone);
    }
    let mut book = Book::new(payout.currency);
    match result {
        Ok(reference) => {
            let clearing = ledger::Account::GatewayClearing(provider.to_owned());
            book.money(ledger::Account::PayoutsPending, clearing, payout.amount);
            let (reference, postings) = (reference.clone(), book.done());
            Ok(vec![AccountEvent::PayoutConfirmed { payout: no, reference, postings }])
        }
        Err(code) => {
            let payable = ledger::Account::SellerPayable(account.party);
            book.money(ledger::Account::PayoutsPending, payable, payout.amount);
            let (code, postings) = (code.clone(), book.done());
            let mut events = vec![AccountEvent::PayoutRefused { payout: no, code, postings }];
            events.extend(schedule(account, context, now));
            Ok(events)
        }
    }
}
