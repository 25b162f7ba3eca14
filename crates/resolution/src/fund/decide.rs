//! Deciding commands to a fund. Orders are answered one after the other: what one is granted the next does not find.
use super::{BudgetChange, Fund, FundCommand, FundEvent};
use crate::actor::Actor;
use crate::id::{AggregateId, CaseNo, OrderId};
use crate::money::{Currency, Minor};
use crate::refusal::Refusal;

/// The longest reason of a change, in characters.
const REASON: usize = 200;

/// Decides one command.
///
/// # Errors
/// The refusal; no event then.
pub fn decide(fund: Option<&Fund>, command: &FundCommand, actor: &Actor) -> Result<Vec<FundEvent>, Refusal> {
    match command {
        FundCommand::ChangeBudget { currency, change, amount, reason } => {
            change_budget(fund, actor, *currency, *change, *amount, reason)
        }
        FundCommand::Reserve { order, case, currency, amount } => {
            sender(actor, *order)?;
            Ok(reserve(fund, *order, *case, *currency, *amount))
        }
        FundCommand::Settle { order, case, used } => {
            sender(actor, *order)?;
            settle(fund, *order, *case, *used)
        }
    }
}

fn change_budget(
    fund: Option<&Fund>,
    actor: &Actor,
    currency: Currency,
    change: BudgetChange,
    amount: Minor,
    reason: &str,
) -> Result<Vec<FundEvent>, Refusal> {
    if !matches!(actor, Actor::Finance(_) | Actor::Marketplace) {
        return Err(Refusal::NotYours { who: "finance or the marketplace".into() });
    }
    if reason.trim().is_empty() {
        return Err(Refusal::Missing { items: vec!["reason".into()] });
    }
    if reason.chars().count() > REASON {
        let expected = format!("at most {REASON} characters");
        return Err(Refusal::Invalid { field: "reason".into(), expected });
    }
    if !amount.is_positive() {
        return Err(Refusal::AmountZero);
    }
    let budget = fund.and_then(|fund| fund.budgets.get(&currency)).copied().unwrap_or_default();
    match change {
        BudgetChange::Add if amount > Minor::MAX_AMOUNT - budget.given => {
            return Err(Refusal::AmountTooHigh { most: (Minor::MAX_AMOUNT - budget.given).or_zero() });
        }
        BudgetChange::TakeBack if amount > budget.available() => {
            return Err(Refusal::NotEnough { available: budget.available() });
        }
        BudgetChange::Add | BudgetChange::TakeBack => {}
    }
    let number = fund.map_or(0, Fund::changed).saturating_add(1);
    let (reason, by) = (reason.trim().to_owned(), actor.party());
    Ok(vec![FundEvent::BudgetChanged { number, currency, change, amount, reason, by }])
}

/// Only the order itself speaks for it.
fn sender(actor: &Actor, order: OrderId) -> Result<(), Refusal> {
    if *actor == Actor::Aggregate(AggregateId::Order(order)) {
        return Ok(());
    }
    Err(Refusal::NotYours { who: "the order that the message comes from".into() })
}

fn reserve(
    fund: Option<&Fund>,
    order: OrderId,
    case: CaseNo,
    currency: Currency,
    amount: Minor,
) -> Vec<FundEvent> {
    // It has it already: the answer to that is on its way.
    if fund.is_some_and(|fund| fund.reservation(order, case).is_some()) {
        return Vec::new();
    }
    let available = fund.map_or(Minor::ZERO, |fund| fund.available(currency));
    if amount.is_positive() && amount <= available {
        vec![FundEvent::ReservationGranted { order, case, currency, amount }]
    } else {
        vec![FundEvent::ReservationDenied { order, case, currency, amount, available }]
    }
}

fn settle(fund: Option<&Fund>, order: OrderId, case: CaseNo, used: Minor) -> Result<Vec<FundEvent>, Refusal> {
    let not_found = || Refusal::NotFound { what: "reservation".into() };
    let held = fund.and_then(|fund| fund.reservation(order, case)).ok_or_else(not_found)?;
    if used.is_negative() || used > held.amount {
        return Err(Refusal::AmountTooHigh { most: held.amount });
    }
    let (currency, given_back) = (held.currency, held.amount - used);
    Ok(vec![FundEvent::ReservationSettled { order, case, currency, used, given_back }])
}
