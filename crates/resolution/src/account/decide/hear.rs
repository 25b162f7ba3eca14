//! Messages of orders: each is taken once, and only from its sender.
use super::{Account, AccountEvent};
use crate::actor::Actor;
use crate::aggregate::Context;
use crate::id::{AccountRole, AggregateId, PartyId};
use crate::order::event::AccountNews;
use crate::refusal::Refusal;
use jiff::Timestamp;

/// Only the sender gives its message.
pub(super) fn sender(actor: &Actor, from: AggregateId) -> Result<(), Refusal> {
    if matches!(actor, Actor::Aggregate(sender) if *sender == from) {
        return Ok(());
    }
    Err(Refusal::NotYours { who: "the sender of the message".into() })
}

/// The first message opens the account.
pub(super) fn opened(account: Option<&Account>, party: PartyId, role: AccountRole) -> Vec<AccountEvent> {
    if account.is_some() { Vec::new() } else { vec![AccountEvent::AccountOpened { party, role }] }
}

/// A message without money, with the day on which it counts and, for a penalty, its end.
pub(super) fn note(
    from: AggregateId,
    sequence: u32,
    at: Timestamp,
    news: &AccountNews,
    context: &Context<'_>,
) -> AccountEvent {
    let is_penalty = matches!(news, AccountNews::Penalty { .. });
    let ends = is_penalty.then(|| context.calendar.end(at, context.policy.reputation.ends_after));
    // What is corrected is taken off the day on which it was counted.
    let counted = match news {
        AccountNews::CancellationCorrected { cancelled, .. } => *cancelled,
        _ => at,
    };
    let on = context.calendar.date_of(counted);
    AccountEvent::NoteTaken { from, sequence, at, on, news: news.clone(), ends }
}
