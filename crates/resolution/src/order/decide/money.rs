//! Money comes in, goes back, and is kept back.
use super::invalid;
use crate::actor::Actor;
use crate::id::{HoldNo, LegNo, PaymentNo, RefundNo, UnitNo};
use crate::ledger::{Account, Book};
use crate::money::Minor;
use crate::order::allot;
use crate::order::draft::{Draft, not_yours};
use crate::order::event::{AccountNews, OrderEvent};
use crate::payment::refund::{self, Wanted};
use crate::payment::{Leg, LegResult, LegRoute, RefundCause, RefundLeg};
use crate::policy::{Fund, Liable};
use crate::refusal::Refusal;
use crate::seal::Words;
use jiff::Timestamp;

/// The provider captured a share. When it was the last, the order is paid; if the order expired meanwhile, it goes back.
pub(super) fn capture(
    draft: &mut Draft<'_>,
    actor: &Actor,
    no: PaymentNo,
    captured_at: Timestamp,
    fee: Minor,
) -> Result<(), Refusal> {
    if !matches!(actor, Actor::Marketplace | Actor::Gateway(_)) {
        return Err(not_yours("the marketplace or the payment provider"));
    }
    let payment =
        draft.order.payments.get(no.index()).ok_or_else(|| Refusal::NotFound { what: "payment".into() })?;
    if payment.captured.is_some() {
        return Err(Refusal::AlreadyDone);
    }
    if fee.is_negative() {
        return Err(invalid("fee", "at least zero"));
    }
    let mut book = Book::new(draft.order.placed.currency);
    let clearing = Account::GatewayClearing(payment.expected.provider.clone());
    book.money(clearing.clone(), Account::Escrow, payment.expected.amount);
    book.money(Account::PlatformFees, clearing, fee);
    draft.push(OrderEvent::PaymentCaptured { payment: no, captured_at, fee, postings: book.done() });
    if draft.order.expired.is_some() {
        let back = refund::of_unpaid(&draft.order, &[no], draft.context.policy);
        draft.push(OrderEvent::RefundPromised(Box::new(back)));
        draft.notice(draft.order.placed.buyer, "late_payment_refunded", None, None);
        return Ok(());
    }
    // A zero payment is recorded and shares nothing: it need not be captured, and may be after the order is paid.
    let all_there = draft.order.payments.iter().all(|p| p.captured.is_some() || p.expected.amount.is_zero());
    if draft.order.paid.is_none() && all_there {
        become_paid(draft);
    }
    Ok(())
}

/// All payments are there: each component learns by which it was paid.
pub(super) fn become_paid(draft: &mut Draft<'_>) {
    let order = &draft.order;
    let allotted = allot::payments(order);
    let mut book = Book::new(order.placed.currency);
    for unit in &order.units {
        for price in [unit.goods.price, unit.shipping.price] {
            book.money(
                Account::PlatformPromotions,
                Account::Escrow,
                price.platform_discount + price.coins_value,
            );
            book.coins(Account::BuyerCoins(order.placed.buyer), Account::CoinsRedeemed, price.coins);
        }
    }
    let short = allotted.shortfall.iter().any(|s| !s.is_zero());
    draft.push(OrderEvent::OrderPaid {
        allotment: allotted.paid,
        shortfall: allotted.shortfall,
        surcharge: allotted.surcharge,
        postings: book.done(),
    });
    if short {
        draft.flag("shortfall", None, None);
    }
    let ship_by = draft.order.ship_by;
    draft.notice(draft.order.placed.seller, "order_paid", None, Some(ship_by));
    draft.tell_seller(AccountNews::OrderPaid {});
}

/// The units of an act: those named, each existing, not cancelled, and their goods in no open case.
pub(super) fn free_units(draft: &Draft<'_>, units: &[UnitNo]) -> Result<Vec<UnitNo>, Refusal> {
    let units = named_units(draft, units)?;
    for no in &units {
        if let Some(case) = draft.order.case_of_unit(*no) {
            return Err(Refusal::InCase { unit: no.0, case: case.no.0 });
        }
    }
    Ok(units)
}

/// The units of an act: those named, each existing and not cancelled.
pub(super) fn named_units(draft: &Draft<'_>, units: &[UnitNo]) -> Result<Vec<UnitNo>, Refusal> {
    if units.is_empty() {
        return Err(invalid("units", "at least one unit of the order"));
    }
    let mut units = units.to_vec();
    units.sort_unstable();
    units.dedup();
    for no in &units {
        let unit =
            draft.order.units.get(no.index()).ok_or_else(|| invalid("units", "units of this order"))?;
        if unit.cancelled.is_some() {
            return Err(Refusal::UnitCancelled { unit: no.0 });
        }
    }
    Ok(units)
}

/// The seller refunds without a case (MSG-2).
pub(super) fn goodwill(
    draft: &mut Draft<'_>,
    actor: &Actor,
    units: &[UnitNo],
    amount: Minor,
    words: &Words,
) -> Result<(), Refusal> {
    draft.seller(actor)?;
    if draft.order.paid.is_none() {
        return Err(Refusal::NotPaid);
    }
    let units = free_units(draft, units)?;
    if words.reason.is_empty() {
        return Err(Refusal::Missing { items: vec!["reason".into()] });
    }
    let components = super::dispute::free_components(&draft.order, &units, true);
    let most = refund::left(&draft.order, &components);
    super::dispute::check_amount(amount, most)?;
    let wanted = Wanted {
        components,
        amount,
        case: None,
        cause: RefundCause::Goodwill,
        liable: Liable::Seller,
        fund: Fund::Escrow,
        beyond: None,
    };
    let promised = refund::build(&draft.order, &wanted, draft.context);
    draft.push(OrderEvent::RefundPromised(Box::new(promised)));
    draft.notice_both("refund_promised", None, None);
    Ok(())
}

/// What became of a leg. Doubled and reordered answers are harmless; a contradiction is flagged, never guessed.
pub(super) fn result(
    draft: &mut Draft<'_>,
    actor: &Actor,
    refund: RefundNo,
    leg_no: LegNo,
    result: &LegResult,
    at: Timestamp,
) -> Result<(), Refusal> {
    if !matches!(actor, Actor::Gateway(_) | Actor::Marketplace | Actor::Aggregate(_)) {
        return Err(not_yours("the payment provider"));
    }
    let not_found = || Refusal::NotFound { what: "refund".into() };
    let leg =
        draft.order.refund(refund).and_then(|r| r.legs.get(leg_no.index())).ok_or_else(not_found)?.clone();
    let case = draft.order.refund(refund).and_then(|r| r.case);
    if leg.promise.route == LegRoute::Wallet && matches!(result, LegResult::Bounced { .. }) {
        return Err(invalid("result", "sent, confirmed or refused: nothing comes back from a wallet"));
    }
    if let Some(what) = contradiction(&leg, result) {
        draft.flag(what, case, None);
        return if draft.events.is_empty() { Err(Refusal::AlreadyDone) } else { Ok(()) };
    }
    let allowed = match result {
        LegResult::Sent { .. } => leg.sent.is_none() && !leg.settled(),
        LegResult::Confirmed { .. } | LegResult::Refused { .. } => !leg.settled(),
        LegResult::Bounced { .. } => leg.confirmed.is_some(),
    };
    if !allowed || speaks_of_a_bounced_attempt(&leg, result) {
        return Err(Refusal::AlreadyDone);
    }
    let postings = moved(draft, &leg, result);
    let expected = matches!(result, LegResult::Sent { .. } | LegResult::Confirmed { .. })
        .then(|| expected(draft, &leg, at))
        .filter(|_| leg.expected.is_none());
    draft.push(OrderEvent::RefundLegMoved {
        refund,
        leg: leg_no,
        result: result.clone(),
        moved_at: at,
        expected,
        postings,
    });
    match result {
        LegResult::Sent { .. } => {
            draft.notice(draft.order.placed.buyer, "refund_sent", case, expected.map(|e| e.1))
        }
        LegResult::Confirmed { .. } => {
            draft.notice_both("refund_confirmed", case, expected.or(leg.expected).map(|e| e.1))
        }
        LegResult::Refused { .. } => change_route(draft, refund, &leg),
        LegResult::Bounced { .. } => {
            draft.flag("refund_bounced", case, None);
            draft.notice(draft.order.placed.buyer, "refund_bounced", case, None);
        }
    }
    Ok(())
}

/// An answer that cannot be true together with an earlier one. Nothing is booked by it: a person asks the gateway.
const fn contradiction(leg: &Leg, result: &LegResult) -> Option<&'static str> {
    match result {
        LegResult::Confirmed { .. } if leg.refused.is_some() => Some("refund_confirmed_after_refusal"),
        LegResult::Refused { .. } if leg.confirmed.is_some() => Some("refund_refused_after_success"),
        _ => None,
    }
}

/// A late or repeated answer about an attempt that has bounced since says nothing of the new one (MON-10); that it bounced,
/// said again, neither.
fn speaks_of_a_bounced_attempt(leg: &Leg, result: &LegResult) -> bool {
    match result {
        LegResult::Sent { reference }
        | LegResult::Confirmed { reference }
        | LegResult::Bounced { reference: Some(reference), .. } => leg.bounced.contains(reference),
        LegResult::Refused { .. } | LegResult::Bounced { reference: None, .. } => false,
    }
}

/// Pending to where it went, or back.
fn moved(draft: &Draft<'_>, leg: &Leg, result: &LegResult) -> Vec<crate::ledger::Posting> {
    let placed = &draft.order.placed;
    let provider = draft.order.payments.get(leg.promise.payment.index()).map(|p| p.expected.provider.clone());
    let destination = match leg.promise.route {
        LegRoute::Original => Account::GatewayClearing(provider.unwrap_or_default()),
        LegRoute::Wallet => Account::BuyerWallet(placed.buyer),
    };
    let mut book = Book::new(placed.currency);
    match result {
        LegResult::Confirmed { .. } => book.money(Account::RefundsPending, destination, leg.promise.amount),
        LegResult::Bounced { .. } => book.money(destination, Account::RefundsPending, leg.promise.amount),
        LegResult::Sent { .. } | LegResult::Refused { .. } => {}
    }
    book.done()
}

/// When the bank is expected to show it (MON-3, MON-4), from the instant at which it was sent.
fn expected(draft: &Draft<'_>, leg: &Leg, at: Timestamp) -> (Timestamp, Timestamp) {
    let rules = &draft.context.policy.refunds;
    let method = match leg.promise.route {
        LegRoute::Wallet => "wallet",
        LegRoute::Original => {
            draft.order.payments.get(leg.promise.payment.index()).map_or("", |p| p.expected.method.as_str())
        }
    };
    let span = rules.expected.get(method).unwrap_or(&rules.expected_default);
    (draft.context.calendar.end(at, span.from), draft.context.calendar.end(at, span.to))
}

/// Only after a definite refusal: the policy's substitute route takes the leg's place (MON-10).
fn change_route(draft: &mut Draft<'_>, refund: RefundNo, leg: &Leg) {
    let Some(legs) = draft.order.refund(refund).map(|r| r.legs.len()) else {
        return;
    };
    let route = match draft.context.policy.refunds.substitute {
        crate::policy::Route::Wallet => LegRoute::Wallet,
        crate::policy::Route::Original => LegRoute::Original,
    };
    let case = draft.order.refund(refund).and_then(|r| r.case);
    let replacement = RefundLeg {
        leg: LegNo::after(legs),
        payment: leg.promise.payment,
        route,
        amount: leg.promise.amount,
        sequence: (route == LegRoute::Wallet).then_some(draft.order.sequence + 1),
    };
    draft.push(OrderEvent::RefundRouteChanged { refund, leg: leg.promise.leg, replacement });
    draft.flag("refund_refused", case, None);
    draft.notice(draft.order.placed.buyer, "refund_route_changed", case, None);
}

/// The buyer's own word that the money arrived; never inferred (MON-4).
pub(super) fn arrived(
    draft: &mut Draft<'_>,
    actor: &Actor,
    refund: RefundNo,
    leg: LegNo,
) -> Result<(), Refusal> {
    draft.buyer(actor)?;
    let not_found = || Refusal::NotFound { what: "refund".into() };
    let found = draft.order.refund(refund).and_then(|r| r.legs.get(leg.index())).ok_or_else(not_found)?;
    if found.arrived.is_some() {
        return Err(Refusal::AlreadyDone);
    }
    if found.sent.is_none() {
        return Err(Refusal::NotKnownYet { awaits: "the refund is sent".into(), rule: "MON-4".into() });
    }
    draft.push(OrderEvent::RefundArrived { refund, leg });
    Ok(())
}

/// Staff keeps units back, with a reason and a last instant.
pub(super) fn hold(
    draft: &mut Draft<'_>,
    actor: &Actor,
    units: &[UnitNo],
    reason: &str,
    end: Timestamp,
) -> Result<(), Refusal> {
    if !matches!(actor, Actor::Mediator(_) | Actor::Finance(_)) {
        return Err(not_yours("staff"));
    }
    if reason.is_empty() {
        return Err(Refusal::Missing { items: vec!["reason".into()] });
    }
    if end <= draft.now {
        return Err(invalid("end", "an instant in the future"));
    }
    let all: Vec<UnitNo> = draft.order.unit_nos().collect();
    let units = if units.is_empty() { all.clone() } else { units.to_vec() };
    if units.iter().any(|u| !all.contains(u)) {
        return Err(invalid("units", "units of this order"));
    }
    let hold = HoldNo::after(draft.order.holds.len());
    draft.push(OrderEvent::HoldPlaced { hold, units, reason: reason.to_owned(), end });
    draft.notice(draft.order.placed.seller, "hold_placed", None, Some(end));
    Ok(())
}

/// Staff lifts it.
pub(super) fn lift(draft: &mut Draft<'_>, actor: &Actor, hold: HoldNo, reason: &str) -> Result<(), Refusal> {
    if !matches!(actor, Actor::Mediator(_) | Actor::Finance(_)) {
        return Err(not_yours("staff"));
    }
    let found =
        draft.order.holds.get(hold.index()).ok_or_else(|| Refusal::NotFound { what: "hold".into() })?;
    if found.lifted.is_some() {
        return Err(Refusal::AlreadyDone);
    }
    draft.push(OrderEvent::HoldLifted { hold, reason: reason.to_owned() });
    draft.notice(draft.order.placed.seller, "hold_lifted", None, None);
    Ok(())
}
