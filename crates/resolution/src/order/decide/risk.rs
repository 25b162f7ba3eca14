//! A risk in an order, such as its address: the platform freezes the order at once and looks at it. Cleared in time, it goes
//! on where it rested; otherwise everything goes back to the buyer (FRZ-2).
use super::answer::typed;
use super::dispute::{check_cases, free_components, record, wrong_stage};
use super::invalid;
use crate::actor::Actor;
use crate::case::procedure;
use crate::case::remedy::Remedy;
use crate::case::{Case, CaseKind, Received, risk};
use crate::id::{CaseNo, UnitNo};
use crate::order::command::Opening;
use crate::order::components::ComponentRef;
use crate::order::draft::{Draft, not_yours};
use crate::order::freeze;
use crate::payment::refund;
use crate::policy::{RiskRules, StageName};
use crate::refusal::Refusal;
use crate::seal::{Seal, Words};

/// The marketplace's own checks, or a mediator: nobody who has a stake in the order.
fn platform(actor: &Actor) -> Result<(), Refusal> {
    match actor {
        Actor::Marketplace | Actor::Mediator(_) => Ok(()),
        _ => Err(not_yours("the marketplace or a mediator")),
    }
}

/// The order is frozen and a case about it begins: right, payment, policy, earlier cases, reason, money; in this order.
/// What other open cases hold stays with them.
pub(super) fn freeze(
    draft: &mut Draft<'_>,
    actor: &Actor,
    reason: &str,
    text: Option<&Seal>,
) -> Result<(), Refusal> {
    platform(actor)?;
    if draft.order.paid.is_none() {
        return Err(Refusal::NotPaid);
    }
    let rules = rules(draft)?;
    if let Some(case) = draft.order.cases.iter().find(|case| case.kind == CaseKind::Risk && case.open()) {
        let unit = case.units.first().map_or(0, |(_, unit)| unit.0);
        return Err(Refusal::InCase { unit, case: case.no.0 });
    }
    if !rules.reasons.iter().any(|known| known.word() == reason) {
        let allowed = rules.reasons.iter().map(|known| known.word().to_owned()).collect();
        return Err(Refusal::ReasonUnknown { allowed });
    }
    let (units, components) = at_risk(draft);
    let amount = refund::left(&draft.order, &components);
    if amount.is_zero() {
        return Err(Refusal::NothingLeft);
    }
    check_cases(draft)?;
    let opening = Opening {
        units: units.clone(),
        received: Received::No,
        reason: reason.to_owned(),
        sub_reason: None,
        asked: Remedy::Refund { amount },
        text: text.cloned(),
    };
    freeze::for_risk(draft, CaseNo::after(draft.order.cases.len()), &rules.stops);
    record(draft, CaseKind::Risk, actor.party(), &opening, units, components, rules.procedure.clone());
    Ok(())
}

fn rules<'p>(draft: &Draft<'p>) -> Result<&'p RiskRules, Refusal> {
    let rules = draft.context.policy.freeze.risk.as_ref();
    rules.ok_or_else(|| Refusal::NotInPolicy { what: "a freeze for a risk".into() })
}

/// Every unit of which something can still go back and that no case is about, with what of it is free.
fn at_risk(draft: &Draft<'_>) -> (Vec<UnitNo>, Vec<ComponentRef>) {
    let order = &draft.order;
    let live = |unit: &UnitNo| order.units.get(unit.index()).is_some_and(|u| u.cancelled.is_none());
    let something = |unit: &UnitNo| {
        let free = free_components(order, &[*unit], true);
        !refund::left(order, &free).is_zero()
    };
    let units = order.unit_nos().filter(live).filter(|unit| order.case_of_unit(*unit).is_none());
    let units: Vec<UnitNo> = units.filter(something).collect();
    let components = free_components(order, &units, true);
    (units, components)
}

/// A person, or the marketplace's own checks, has looked at it.
pub(super) fn decide(
    draft: &mut Draft<'_>,
    actor: &Actor,
    no: CaseNo,
    clear: bool,
    words: &Words,
) -> Result<(), Refusal> {
    platform(actor)?;
    let case: Case = draft.case(no)?.clone();
    if case.kind != CaseKind::Risk {
        return Err(invalid("case", "a case about a risk"));
    }
    if case.stage.name != StageName::Reviewing {
        return Err(wrong_stage(&case));
    }
    typed(words)?;
    let ruling = risk::ruling(draft, &case, actor, clear, words);
    procedure::rule(draft, no, ruling);
    Ok(())
}
