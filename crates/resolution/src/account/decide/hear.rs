//! Messages of orders: each is taken once, and only from its sender.
use super::{Account, AccountEvent, report};
use crate::account::draft::Draft;
use crate::account::standing;
use crate::actor::Actor;
use crate::aggregate::Context;
use crate::id::{AccountId, AccountRole, AggregateId, CaseNo, OrderId, PartyId};
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
    (from, sequence): (AggregateId, u32),
    (at, news): (Timestamp, &AccountNews),
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

/// What follows from a message beside its being noted: most are only counted.
pub(super) fn answered(
    noted: Vec<AccountEvent>,
    (account, id): (Option<&Account>, AccountId),
    (order, news): (OrderId, &AccountNews),
    context: &Context<'_>,
    now: Timestamp,
) -> Vec<AccountEvent> {
    if !matches!(news, AccountNews::StandingAsked { .. } | AccountNews::BuyerReported { .. }) {
        return noted;
    }
    let mut draft = Draft::new(account, id, context, now);
    for event in noted {
        draft.push(event);
    }
    match news {
        AccountNews::StandingAsked { case, days } => told(&mut draft, (order, *case), *days),
        AccountNews::BuyerReported { about, reason, words } => {
            report::opened(&mut draft, (order, *about), *reason, words);
        }
        _ => {}
    }
    draft.events
}

/// How the buyer stands, as the order's policy counts it (PLF-2). The case for which it is asked is not held against the buyer.
fn told(draft: &mut Draft<'_>, (order, case): (OrderId, CaseNo), days: u16) {
    let since = standing::since(draft.context.calendar.date_of(draft.now), days);
    let asker = (AggregateId::Order(order), case);
    let counts = draft.account().map(|account| account.record.counts(since, Some(asker)));
    let counts = counts.unwrap_or_default();
    draft.push(AccountEvent::StandingTold { order, case, since, counts });
}
