//! What an event of an account sends out.
use super::{Account, AccountEvent};
use crate::aggregate::Outgoing;
use crate::id::AggregateId;
use crate::order::event::AccountNews;

/// The promises that an event makes, given the state after it.
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
        AccountEvent::AccountRestricted { case, stops, .. } => {
            vec![Outgoing::FreezeOrders { case: *case, seller: account.party, stops: stops.clone() }]
        }
        AccountEvent::RestrictionLifted { case, .. } => {
            vec![Outgoing::ThawOrders { case: *case, seller: account.party }]
        }
        // A new order inherits the freeze: the account learns of it by this message, and answers it.
        AccountEvent::NoteTaken {
            from: AggregateId::Order(order), news: AccountNews::OrderPaid {}, ..
        } => {
            let restriction = account.restriction();
            let freeze = restriction.map(|(case, found)| Outgoing::FreezeOrder {
                order: *order,
                case: case.no,
                stops: found.stops.clone(),
            });
            freeze.into_iter().collect()
        }
        AccountEvent::StandingTold { order, case, counts, .. } => {
            vec![Outgoing::StandingAnswer {
                order: *order,
                case: *case,
                counts: *counts,
                version: account.version,
            }]
        }
        AccountEvent::AccountNoticeSent { to, notice, case, end } => {
            vec![Outgoing::Notice { to: *to, notice: notice.clone(), case: case.map(|c| c.0), end: *end }]
        }
        _ => Vec::new(),
    }
}
