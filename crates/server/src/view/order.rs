//! An order's page.
use super::{Reading, action, case, compensation, refund, word};
use crate::{convert, ids};
use resolution::id::{LineNo, UnitNo};
use resolution::money::Minor;
use resolution::order::components::{Component, ComponentRef};
use resolution::order::decide::line_returnable;
use resolution::order::freeze::Freeze;
use resolution::order::{Hold, Line, Unit};
use resolution::parcel::Parcel;
use resolution::parcel::window::Window;
use resolution::payment::Payment;
use resolution::policy::Stop;

pub(crate) fn order(reading: &Reading<'_>) -> api::OrderView {
    let order = reading.order;
    let placed = &order.placed;
    let unpaid = order.paid.is_none() && order.expired.is_none();
    let to_ship =
        order.paid.is_some() && order.units.iter().any(|u| u.cancelled.is_none() && u.parcels.is_empty());
    let rests = order.stopped(Stop::Shipping);
    let clock = |runs: bool, end, what| runs.then(|| reading.clocks.running(end, what));
    let lines = (0..).zip(&placed.lines).map(|(no, found)| line(reading, LineNo(no), found));
    api::OrderView {
        id: order.id.to_string(),
        reference: placed.reference.clone(),
        state: order.word().to_owned(),
        buyer: reading.names.of(placed.buyer),
        seller: reading.names.of(placed.seller),
        currency: placed.currency.code().to_owned(),
        placed_at: placed.placed_at,
        paid_at: order.paid,
        expired_at: order.expired,
        pay_by: clock(unpaid, placed.pay_by, "pay"),
        ship_by: clock(to_ship && !rests, order.ship_by, "ship"),
        ship_by_rests: to_ship && rests,
        estimate: placed.estimate,
        lines: lines.collect(),
        totals: totals(reading),
        payments: order.payments.iter().map(|found| payment(reading, found)).collect(),
        parcels: order.parcels.iter().map(|found| parcel(reading, found)).collect(),
        refunds: order.refunds.iter().map(|found| refund::refund(reading, found)).collect(),
        compensations: compensation::all(reading),
        holds: order.holds.iter().map(|found| hold(reading, found)).collect(),
        freezes: order.freezes.iter().filter(|found| !found.stops.is_empty()).map(freeze).collect(),
        cases: {
            let shown = order.cases.iter().filter(|found| order.shows(found, reading.actor));
            shown.map(|found| case::summary(reading, found)).collect()
        },
        messages: order.messages,
        evidence: u32::try_from(order.evidence.len()).unwrap_or(u32::MAX),
        flags: order.flags.iter().cloned().collect(),
        allowed_actions: action::all(reading, None),
        terms: api::TermsLink {
            policy: placed.policy.clone(),
            href: format!("/v1/policies/{}/terms", placed.policy),
        },
        version: order.version,
    }
}

fn line(reading: &Reading<'_>, no: LineNo, line: &Line) -> api::LineView {
    let units = (line.first.0..line.first.0.saturating_add(line.quantity)).map(UnitNo);
    let units =
        units.filter_map(|no| reading.order.units.get(no.index()).map(|found| unit(reading, no, found)));
    api::LineView {
        line: no.0,
        sku: line.sku.clone(),
        listing: line.listing.clone(),
        pieces: line.pieces.clone(),
        returnable: line_returnable(line, reading.context.policy),
        category: line.category.clone(),
        units: units.collect(),
    }
}

fn unit(reading: &Reading<'_>, no: UnitNo, unit: &Unit) -> api::UnitView {
    let order = reading.order;
    let both = |of: fn(&Component) -> Minor| reading.money(of(&unit.goods) + of(&unit.shipping));
    let case = |no: u16| ids::write(ids::CASE, order.id, no);
    api::UnitView {
        unit: no.0,
        paid: both(Component::buyer_paid),
        refunded: both(Component::buyer_back),
        refundable: both(Component::buyer_left),
        released: both(|component| component.released),
        parcel: order.parcel_of(no).map(|parcel| ids::write(ids::PARCEL, order.id, parcel.no.0)),
        cancelled_at: unit.cancelled,
        case: order.case_of_unit(no).map(|found| case(found.no.0)),
        settled_by: unit.settled.map(|(found, _)| case(found.0)),
    }
}

fn totals(reading: &Reading<'_>) -> api::Totals {
    let order = reading.order;
    let sum = |of: fn(&Component) -> Minor| {
        order.components().map(|(_, component)| of(component)).fold(Minor::ZERO, |sum, amount| sum + amount)
    };
    let captured = order.payments.iter().filter(|payment| payment.captured.is_some());
    let captured =
        captured.map(|payment| payment.expected.amount).fold(Minor::ZERO, |sum, amount| sum + amount);
    let surcharge = order.component(ComponentRef::Surcharge).map_or(Minor::ZERO, |c| Minor::total(&c.paid));
    let refunds = order.refunds.iter().map(resolution::payment::Refund::to_buyer);
    api::Totals {
        captured: reading.money(captured),
        surcharge: reading.money(surcharge),
        shortfall: reading.money(sum(|component| component.shortfall)),
        refunded: reading.money(refunds.fold(Minor::ZERO, |sum, amount| sum + amount)),
        released: reading.money(sum(|component| component.released)),
        escrow: reading.money(order.escrow()),
    }
}

fn payment(reading: &Reading<'_>, payment: &Payment) -> api::PaymentView {
    let expected = &payment.expected;
    api::PaymentView {
        provider: expected.provider.clone(),
        payment_id: expected.payment_id.clone(),
        method: expected.method.clone(),
        amount: reading.money(expected.amount),
        captured_at: payment.captured,
    }
}

fn freeze(freeze: &Freeze) -> api::FreezeView {
    api::FreezeView {
        kind: word(freeze.kind),
        stops: freeze.stops.iter().map(|stop| stop.word().to_owned()).collect(),
        since: freeze.since,
        lifted_at: freeze.lifted,
    }
}

fn hold(reading: &Reading<'_>, hold: &Hold) -> api::HoldView {
    api::HoldView {
        id: ids::write(ids::HOLD, reading.order.id, hold.no.0),
        units: hold.units.iter().map(|unit| unit.0).collect(),
        reason: hold.reason.clone(),
        end: hold.end,
        lifted_at: hold.lifted,
    }
}

fn parcel(reading: &Reading<'_>, parcel: &Parcel) -> api::ParcelView {
    let mut scans: Vec<_> = parcel.scans.iter().map(convert::scan_view).collect();
    scans.sort_by_key(|scan| scan.at);
    let question = parcel.address.and_then(|(end, answer)| answer.is_none().then_some(end));
    let collection = parcel.collection.filter(|(_, over)| !over && parcel.receipt().is_none());
    api::ParcelView {
        id: ids::write(ids::PARCEL, reading.order.id, parcel.no.0),
        units: parcel.units.iter().map(|unit| unit.0).collect(),
        state: parcel.word().to_owned(),
        carrier: parcel.carrier.clone(),
        number: parcel.number.clone(),
        weight_grams: parcel.weight_grams,
        estimate: parcel.estimate,
        handed_over: parcel.handed_over,
        shipped_at: parcel.shipped_at(),
        delivered_at: parcel.delivered_at(),
        confirmed_at: parcel.confirmed,
        resend: parcel.resend,
        delay: parcel
            .delay()
            .map(|delay| api::DelayView { since: delay.since, cause: delay.cause.map(convert::cause_view) }),
        scans,
        windows: windows(reading, parcel),
        address_question: question.map(|end| reading.clocks.running(end, "answer_address")),
        collection: collection.map(|(end, _)| reading.clocks.running(end, "collect")),
    }
}

fn windows(reading: &Reading<'_>, parcel: &Parcel) -> Vec<api::WindowView> {
    let shut = parcel.not_received_shut.as_ref().map(|rule| api::WindowView {
        kind: "not_received".to_owned(),
        state: "shut".to_owned(),
        opens: None,
        closes: None,
        rule: rule.clone(),
    });
    let not_received = parcel.not_received.as_ref().map(|found| window(reading, "not_received", found));
    let received = parcel.received.as_ref().map(|found| window(reading, "received", found));
    shut.or(not_received).into_iter().chain(received).collect()
}

fn window(reading: &Reading<'_>, kind: &str, window: &Window) -> api::WindowView {
    let now = reading.clocks.now;
    let state = if now < window.opens {
        "not_yet"
    } else if now < window.closes {
        "open"
    } else {
        "ended"
    };
    api::WindowView {
        kind: kind.to_owned(),
        state: state.to_owned(),
        opens: Some(window.opens),
        closes: Some(reading.clocks.running(window.closes, "window_ends")),
        rule: window.rule.clone(),
    }
}
