//! A return for a change of mind (RET-1): goods that are right, within the policy's time, where their listing allows it.
use super::dispute::{
    RECEIPT, check_cases, check_sub_reason, check_unit, check_window, free_components, reason_among, record,
};
use super::invalid;
use crate::actor::Actor;
use crate::aggregate::Context;
use crate::case::remedy::Remedy;
use crate::case::{CaseKind, Closing, Received};
use crate::id::UnitNo;
use crate::order::command::{Opening, ReturnRequest};
use crate::order::draft::Draft;
use crate::order::{Line, Order};
use crate::payment::refund;
use crate::policy::{Policy, ReturnRules};
use crate::refusal::Refusal;
use jiff::Timestamp;

/// The buyer asks: right, payment, units, conditions, window, reason, sub-reason, money; in this order.
pub(super) fn request(draft: &mut Draft<'_>, actor: &Actor, wanted: &ReturnRequest) -> Result<(), Refusal> {
    draft.buyer(actor)?;
    if draft.order.paid.is_none() {
        return Err(Refusal::NotPaid);
    }
    let rules = rules(draft.context.policy)?;
    let units = super::money::free_units(draft, &wanted.units)?;
    for unit in &units {
        check_unit(draft, *unit)?;
        check_returnable(&draft.order, rules, *unit)?;
        check_earlier(&draft.order, *unit)?;
        check_window(&draft.order, *unit, Received::Yes, draft.now)?;
        match ends(&draft.order, *unit, draft.context) {
            Some(at) if draft.now < at => {}
            Some(at) => return Err(Refusal::Ended { at, rule: "RET-1".into() }),
            // It turned back after all: there is nothing to send back, though the window that was shown goes on.
            None => return Err(Refusal::NotKnownYet { awaits: RECEIPT.to_owned(), rule: "RET-1".into() }),
        }
    }
    let reason = reason_among(draft.context.policy.return_reasons(), &wanted.reason)?;
    check_sub_reason(reason, wanted.sub_reason.as_deref())?;
    let components = free_components(&draft.order, &units, rules.shipping_included);
    let amount = refund::left(&draft.order, &components);
    if amount.is_zero() {
        return Err(Refusal::NothingLeft);
    }
    check_cases(draft)?;
    let opening = Opening {
        units: units.clone(),
        received: Received::Yes,
        reason: wanted.reason.clone(),
        sub_reason: wanted.sub_reason.clone(),
        asked: Remedy::ReturnAndRefund { amount },
        text: wanted.text.clone(),
    };
    record(draft, CaseKind::Return, actor.party(), &opening, units, components, reason.procedure.clone());
    Ok(())
}

fn rules(policy: &Policy) -> Result<&ReturnRules, Refusal> {
    policy
        .returns
        .as_ref()
        .ok_or_else(|| Refusal::NotInPolicy { what: "returns for a change of mind".into() })
}

/// Whether the product of a unit may go back: its listing's word, or else the policy's.
pub(crate) fn returnable(order: &Order, rules: &ReturnRules, unit: UnitNo) -> bool {
    let line = order.units.get(unit.index()).and_then(|unit| order.placed.lines.get(unit.line.index()));
    line.and_then(|line| line.returnable).unwrap_or(rules.unless_said)
}

/// The same for a line, by the policy that governs its order.
#[must_use]
pub fn line_returnable(line: &Line, policy: &Policy) -> bool {
    policy.returns.as_ref().is_some_and(|rules| line.returnable.unwrap_or(rules.unless_said))
}

fn check_returnable(order: &Order, rules: &ReturnRules, unit: UnitNo) -> Result<(), Refusal> {
    if order.units.get(unit.index()).is_none() {
        return Err(invalid("units", "units of this order"));
    }
    if returnable(order, rules, unit) { Ok(()) } else { Err(Refusal::NotReturnable { unit: unit.0 }) }
}

/// A return that was refused or not sent is not asked for again, and one that was withdrawn once more at most.
fn check_earlier(order: &Order, unit: UnitNo) -> Result<(), Refusal> {
    let parcel = order.parcel_of(unit).map(|parcel| parcel.no);
    let about = |case: &&crate::case::Case| {
        case.kind == CaseKind::Return
            && case.units.iter().any(|(_, of_case)| *of_case == unit)
            && case.known.parcels.iter().any(|(no, ..)| Some(*no) == parcel)
    };
    let mut withdrawn = 0;
    for case in order.cases.iter().filter(about) {
        match case.closed {
            Some((Closing::Withdrawn, _)) => withdrawn += 1,
            Some(_) => return Err(Refusal::ReturnRefused { unit: unit.0, case: case.no.0 }),
            None => {}
        }
    }
    if withdrawn >= 2 { Err(Refusal::DisputedTwice { unit: unit.0 }) } else { Ok(()) }
}

/// The exclusive end of the time in which a unit's return can be requested, once it was received (RET-1).
pub(crate) fn ends(order: &Order, unit: UnitNo, context: &Context<'_>) -> Option<Timestamp> {
    let parcel = order.parcel_of(unit)?;
    let within = context.policy.returns.as_ref()?.within;
    let own = context.calendar.end(parcel.receipt()?, within);
    Some(parcel.received.as_ref().map_or(own, |window| own.min(window.closes)))
}
