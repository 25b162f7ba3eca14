//! Placing an order.
use super::invalid;
use crate::actor::Actor;
use crate::aggregate::Context;
use crate::id::{AggregateId, LineNo, OrderId};
use crate::money::Minor;
use crate::order::command::Placement;
use crate::order::draft::Draft;
use crate::order::event::{OrderEvent, OrderPlaced};
use crate::order::{Order, allot};
use crate::refusal::Refusal;
use jiff::Timestamp;

/// Places the order, once; the same placement again does nothing, another one under the same reference is refused.
pub(super) fn place(
    order: Option<&Order>,
    placement: &Placement,
    actor: &Actor,
    context: &Context<'_>,
    now: Timestamp,
) -> Result<Vec<OrderEvent>, Refusal> {
    if *actor != Actor::Marketplace {
        return Err(Refusal::NotYours { who: "the marketplace".into() });
    }
    check(placement, context)?;
    let placed = placed(placement, context, now)?;
    if let Some(order) = order {
        let id = OrderId::of(context.marketplace, &placement.reference, placement.seller);
        let same = Order::placed(id, &placed, now);
        let repeated = order.placed.lines == same.placed.lines
            && order.placed.buyer == same.placed.buyer
            && order.placed.currency == same.placed.currency
            && order
                .units
                .iter()
                .zip(&same.units)
                .all(|(a, b)| a.goods.price == b.goods.price && a.shipping.price == b.shipping.price)
            && order.payments.iter().map(|p| &p.expected).eq(same.payments.iter().map(|p| &p.expected));
        return if repeated { Ok(Vec::new()) } else { Err(Refusal::AlreadyExists { what: "order".into() }) };
    }
    let paid = paid_at_placement(&placed, context, now);
    Ok(std::iter::once(OrderEvent::OrderPlaced(Box::new(placed))).chain(paid).collect())
}

/// What follows at once where nothing is to be paid (all discounts, or a zero payment, which is recorded and shares
/// nothing): the order is paid.
pub(crate) fn paid_at_placement(
    placed: &OrderPlaced,
    context: &Context<'_>,
    now: Timestamp,
) -> Vec<OrderEvent> {
    let AggregateId::Order(id) = context.id else { return Vec::new() };
    if placed.payments.iter().any(|p| !p.amount.is_zero()) {
        return Vec::new();
    }
    let order = Order::placed(id, placed, now);
    let mut draft = Draft::new(&order, context, now);
    super::money::become_paid(&mut draft);
    super::finished(draft)
}

fn check(placement: &Placement, context: &Context<'_>) -> Result<(), Refusal> {
    let limits = context.limits;
    if placement.reference.is_empty() || placement.reference.len() > 200 {
        return Err(invalid("reference", "1 to 200 characters"));
    }
    if placement.lines.is_empty() {
        return Err(invalid("lines", "at least one line"));
    }
    if placement.lines.len() > limits.lines {
        return Err(limit("lines an order", limits.lines));
    }
    if placement.payments.len() > limits.payments {
        return Err(limit("payments an order", limits.payments));
    }
    let units: usize = placement.lines.iter().map(|line| usize::from(line.quantity)).sum();
    if units > limits.units {
        return Err(limit("units an order", limits.units));
    }
    if placement.payments.iter().any(|p| p.amount.is_negative()) {
        return Err(invalid("payments", "amounts of at least zero"));
    }
    if placement.payments.iter().any(|p| !plain(&p.provider)) {
        return Err(invalid("payments.provider", "letters, digits, '-' and '_' only"));
    }
    let amounts = placement
        .lines
        .iter()
        .flat_map(|l| [l.price, l.shipping])
        .chain(placement.payments.iter().map(|p| p.amount));
    if amounts.into_iter().any(|a| a > Minor::MAX_AMOUNT) {
        return Err(invalid("lines", "amounts of at most 10^15 minor units"));
    }
    Ok(())
}

/// A name that can be part of an account's name.
fn plain(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 64
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

fn limit(what: &str, most: usize) -> Refusal {
    Refusal::Limit { what: what.to_owned(), most: u64::try_from(most).unwrap_or(u64::MAX) }
}

fn placed(placement: &Placement, context: &Context<'_>, now: Timestamp) -> Result<OrderPlaced, Refusal> {
    let rules = context.policy;
    let calendar = context.calendar;
    let numbered = placement.lines.iter().enumerate();
    let lines = numbered.map(|(i, line)| allot::line(LineNo::after(i), line)).collect::<Result<_, _>>()?;
    let placed_at = placement.placed_at.min(now);
    Ok(OrderPlaced {
        reference: placement.reference.clone(),
        buyer: placement.buyer,
        seller: placement.seller,
        currency: placement.currency,
        zone: calendar.zone_name().to_owned(),
        calendar: calendar.name().to_owned(),
        policy: rules.hash.to_string(),
        placed_at,
        pay_by: placement.pay_by.unwrap_or_else(|| calendar.end(placed_at, rules.payment.pay_within)),
        ship_by: placement.ship_by.unwrap_or_else(|| calendar.end(placed_at, rules.shipping.ship_by)),
        estimate: placement.estimate,
        lines,
        payments: placement.payments.clone(),
    })
}
