//! Deciding commands to an account. The sender of a message posted it; the account only counts.
mod case;
mod hear;
pub(crate) mod payout;
pub(crate) mod report;
pub(crate) mod restrict;

use super::{Account, AccountCommand, AccountEvent};
use crate::actor::Actor;
use crate::aggregate::Context;
use crate::id::{AccountId, AggregateId};
use crate::refusal::Refusal;
use jiff::Timestamp;

fn not_yours(who: &str) -> Refusal {
    Refusal::NotYours { who: who.to_owned() }
}

/// Decides one command. Deadlines due by `now` must have been applied before.
///
/// # Errors
/// The refusal; no event then.
pub fn decide(
    account: Option<&Account>,
    command: &AccountCommand,
    actor: &Actor,
    context: &Context<'_>,
    now: Timestamp,
) -> Result<Vec<AccountEvent>, Refusal> {
    match command {
        AccountCommand::Take { party, role, from, sequence, currency, amount, effect } => {
            hear::sender(actor, *from)?;
            let taken = AccountEvent::MessageTaken {
                from: *from,
                sequence: *sequence,
                currency: *currency,
                amount: *amount,
                effect: *effect,
            };
            let mut events = hear::opened(account, *party, *role);
            events.push(taken);
            events.extend(payout::scheduled_by(account, *effect, context, now));
            Ok(events)
        }
        AccountCommand::Hear { party, role, from, sequence, at, news } => {
            hear::sender(actor, *from)?;
            let mut events = hear::opened(account, *party, *role);
            events.push(hear::note((*from, *sequence), (*at, news), context));
            if let AggregateId::Order(order) = from {
                let id = AccountId::of(context.marketplace, *role, *party);
                events = hear::answered(events, (account, id), (*order, news), context, now);
            }
            Ok(events)
        }
        AccountCommand::Restrict { party, reason, provide, words } => {
            let wanted = restrict::Wanted { party: *party, reason, provide, words: words.as_ref() };
            restrict::restrict(account, actor, &wanted, context, now)
        }
        _ => {
            let account = account.ok_or_else(|| Refusal::NotFound { what: "account".into() })?;
            act(account, command, actor, context, now)
        }
    }
}

fn act(
    account: &Account,
    command: &AccountCommand,
    actor: &Actor,
    context: &Context<'_>,
    now: Timestamp,
) -> Result<Vec<AccountEvent>, Refusal> {
    match command {
        AccountCommand::Take { .. } | AccountCommand::Hear { .. } | AccountCommand::Restrict { .. } => {
            Ok(Vec::new())
        }
        AccountCommand::Case { case, act } => case::act(account, actor, *case, act, context, now),
        AccountCommand::PayOut { currency, amount, provider } => {
            payout::pay_out(account, actor, context, *currency, *amount, provider.as_deref())
        }
        AccountCommand::SetPayoutRoute { provider } => {
            payout::set_route(account, actor, provider.as_deref(), context, now)
        }
        AccountCommand::PayoutResult { payout, result, provider } => {
            payout::result(account, actor, *payout, result, provider, context, now)
        }
    }
}
