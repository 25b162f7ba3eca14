//! What an event of an order sends out.
use super::Order;
use super::event::{AccountEffect, AccountMessage, AccountNote, OrderEvent};
use crate::aggregate::Outgoing;
use crate::id::{AccountId, AccountRole, CaseNo, FundId, LegNo, MarketplaceId, RefundNo};
use crate::money::Minor;
use crate::payment::{LegResult, LegRoute, RefundLeg};

/// The promises that an event makes, given the state after it.
#[must_use]
pub fn outgoing(order: &Order, event: &OrderEvent, marketplace: MarketplaceId) -> Vec<Outgoing> {
    let message = |m: &AccountMessage| to_account(m, marketplace, None);
    match event {
        OrderEvent::RefundPromised(refund) => {
            let legs = refund.legs.iter().filter_map(|leg| of_leg(order, refund.refund, leg, 0, marketplace));
            legs.chain(refund.message.as_ref().map(message)).collect()
        }
        OrderEvent::RefundRouteChanged { refund, replacement, .. } => {
            of_leg(order, *refund, replacement, 0, marketplace).into_iter().collect()
        }
        OrderEvent::RefundLegMoved { refund, leg, result: LegResult::Bounced { .. }, .. } => {
            bounced(order, *refund, *leg, marketplace).into_iter().collect()
        }
        OrderEvent::Released { message: m, .. } => m.iter().map(message).collect(),
        OrderEvent::ClaimPaid(paid) => paid.message.iter().map(message).collect(),
        OrderEvent::CompensationPaid(paid) => paid.message.iter().map(message).collect(),
        OrderEvent::CompensationReversed(reversed) => reversed.message.iter().map(message).collect(),
        OrderEvent::FundingWeighed(weighed) => asks(order, weighed.fund, weighed.case, weighed.asks),
        OrderEvent::StandingHeard(heard) => asks(order, heard.fund, heard.case, heard.asks),
        OrderEvent::FundingUsed { case, fund, used } => {
            vec![Outgoing::FundUse { fund: *fund, case: *case, used: *used }]
        }
        OrderEvent::AccountTold(note) => vec![told(order, note, marketplace)],
        OrderEvent::NoticeSent { to, notice, case, end } => {
            vec![Outgoing::Notice { to: *to, notice: notice.clone(), case: case.map(|c| c.0), end: *end }]
        }
        _ => Vec::new(),
    }
}

/// The fund is asked, where there is something to ask for.
fn asks(order: &Order, fund: FundId, case: CaseNo, amount: Option<Minor>) -> Vec<Outgoing> {
    let currency = order.placed.currency;
    amount.map(|amount| Outgoing::FundRequest { fund, case, currency, amount }).into_iter().collect()
}

fn told(order: &Order, note: &AccountNote, marketplace: MarketplaceId) -> Outgoing {
    Outgoing::Note {
        account: AccountId::of(marketplace, note.role, note.party),
        party: note.party,
        role: note.role,
        sequence: note.sequence,
        at: order.last_at,
        news: note.news.clone(),
    }
}

fn bounced(order: &Order, refund: RefundNo, leg: LegNo, marketplace: MarketplaceId) -> Option<Outgoing> {
    let found = order.refund(refund)?.legs.get(leg.index())?;
    of_leg(order, refund, &found.promise, found.bounces, marketplace)
}

fn of_leg(
    order: &Order,
    refund: RefundNo,
    leg: &RefundLeg,
    attempt: u16,
    marketplace: MarketplaceId,
) -> Option<Outgoing> {
    let placed = &order.placed;
    if let (LegRoute::Wallet, Some(sequence)) = (leg.route, leg.sequence) {
        let message = AccountMessage {
            sequence,
            party: placed.buyer,
            currency: placed.currency,
            amount: leg.amount,
            effect: AccountEffect::Wallet,
        };
        return Some(to_account(&message, marketplace, Some((refund, leg.leg))));
    }
    let payment = order.payments.get(leg.payment.index())?;
    Some(Outgoing::Refund {
        refund,
        leg: leg.leg,
        attempt,
        provider: payment.expected.provider.clone(),
        payment_id: payment.expected.payment_id.clone(),
        currency: placed.currency,
        amount: leg.amount,
    })
}

fn to_account(m: &AccountMessage, marketplace: MarketplaceId, leg: Option<(RefundNo, LegNo)>) -> Outgoing {
    let role = match m.effect {
        AccountEffect::Wallet => AccountRole::Buyer,
        AccountEffect::Release | AccountEffect::Compensation | AccountEffect::Claim | AccountEffect::Owe => {
            AccountRole::Seller
        }
    };
    Outgoing::Message {
        account: AccountId::of(marketplace, role, m.party),
        party: m.party,
        role,
        sequence: m.sequence,
        currency: m.currency,
        amount: m.amount,
        effect: m.effect,
        leg,
    }
}
