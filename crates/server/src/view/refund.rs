//! Refunds with their dates (MON-4).
use super::{Reading, word};
use crate::ids;
use resolution::money::Minor;
use resolution::payment::{Leg, Refund};

pub(super) fn refund(reading: &Reading<'_>, refund: &Refund) -> api::RefundView {
    let order = reading.order;
    api::RefundView {
        id: ids::write(ids::REFUND, order.id, refund.no.0),
        case: refund.case.map(|case| ids::write(ids::CASE, order.id, case.0)),
        cause: word(refund.cause),
        liable: refund.liable.word().to_owned(),
        amount: reading.money(refund.to_buyer()),
        coins: refund.parts.iter().fold(Minor::ZERO, |sum, part| sum + part.coins).get(),
        promised_at: refund.promised,
        legs: refund.legs.iter().map(|found| leg(reading, found)).collect(),
    }
}

fn leg(reading: &Reading<'_>, leg: &Leg) -> api::LegView {
    let payment = reading.order.payments.get(leg.promise.payment.index());
    let state = match leg {
        Leg { refused: Some(_), .. } => "refused",
        Leg { confirmed: Some(_), .. } => "confirmed",
        Leg { sent: Some(_), .. } => "sent",
        _ => "promised",
    };
    api::LegView {
        leg: leg.promise.leg.0,
        route: word(leg.promise.route),
        method: payment.map(|payment| payment.expected.method.clone()).unwrap_or_default(),
        amount: reading.money(leg.promise.amount),
        state: state.to_owned(),
        promised_at: leg.promised,
        sent_at: leg.sent.as_ref().map(|(at, _)| *at),
        confirmed_at: leg.confirmed,
        expected_from: leg.expected.map(|(from, _)| from),
        expected_until: leg.expected.map(|(_, until)| until),
        arrived_at: leg.arrived,
        refused_at: leg.refused.as_ref().map(|(at, _)| *at),
        bounces: leg.bounces,
    }
}
