//! What carriers make good to the seller of an order.
use super::{Reading, word};
use crate::ids;
use resolution::actor::Actor;
use resolution::case::{Case, Closing};
use resolution::id::UnitNo;
use resolution::order::compensation::{Compensation, total};
use resolution::order::components::ComponentRef;

/// All of them; none for the buyer, whose refund is another matter.
pub(super) fn all(reading: &Reading<'_>) -> Vec<api::CompensationView> {
    if matches!(reading.actor, Actor::Buyer(_)) {
        return Vec::new();
    }
    reading.order.compensations.iter().map(|found| one(reading, found)).collect()
}

fn one(reading: &Reading<'_>, found: &Compensation) -> api::CompensationView {
    let order = reading.order;
    let case = order.case(found.case);
    let open = case.filter(|case| case.open());
    let standing = found.parts.iter().any(|(which, _)| found.standing(*which).is_positive());
    let (reversed_at, why) = found.reversed.unzip();
    api::CompensationView {
        case: ids::write(ids::CASE, order.id, found.case.0),
        parcel: ids::write(ids::PARCEL, order.id, found.parcel.0),
        carrier: found.carrier.clone(),
        declared: found.declared.word().to_owned(),
        declared_at: found.declared_at,
        state: state(case, standing).to_owned(),
        lines: lines(reading, found),
        amount: reading.money(total(&found.parts)),
        clock: open.and_then(|case| reading.clocks.stage(case)),
        promised: open.and_then(|case| case.stage.promised),
        paid_at: found.paid,
        taken_back: reading.money(total(&found.back)),
        taken_back_at: reversed_at,
        taken_back_for: why.map(word),
    }
}

fn state(case: Option<&Case>, standing: bool) -> &'static str {
    match case.and_then(|case| case.closed) {
        None => "due",
        Some((Closing::Compensated, _)) if standing => "paid",
        Some((Closing::Compensated, _)) => "taken_back",
        Some(_) => "not_due",
    }
}

fn lines(reading: &Reading<'_>, found: &Compensation) -> Vec<api::CompensatedUnit> {
    let units = reading.order.case(found.case).map(|case| case.units.clone()).unwrap_or_default();
    let of = |unit: UnitNo| {
        let own = |which: &ComponentRef| matches!(which, ComponentRef::Goods(u) | ComponentRef::Shipping(u) if *u == unit);
        let parts: Vec<_> = found.parts.iter().filter(|(which, _)| own(which)).copied().collect();
        reading.money(total(&parts))
    };
    let line = |(line, unit): (resolution::id::LineNo, UnitNo)| api::CompensatedUnit {
        line: line.0,
        unit: unit.0,
        amount: of(unit),
    };
    units.into_iter().map(line).collect()
}
