//! What comes of a risk that was found in an order (FRZ-2): nothing, or everything goes back.
use super::remedy::Remedy;
use super::{Case, CaseKind, Ruling};
use crate::actor::Actor;
use crate::id::{CaseNo, UnitNo};
use crate::order::decide::cancellable;
use crate::order::draft::Draft;
use crate::order::event::{CancelCause, OrderEvent};
use crate::order::freeze;
use crate::payment::refund;
use crate::policy::{Facts, Fund, Liable};
use crate::seal::Words;

/// Message key of the decision that it is none.
pub(crate) const CLEARED: &str = "risk_cleared";
/// Message key of the decision that it is one.
pub(crate) const CONFIRMED: &str = "risk_confirmed";

/// The decision as a ruling: no table has a say in it, so that its words are all that explains it.
pub(crate) fn ruling(draft: &Draft<'_>, case: &Case, actor: &Actor, clear: bool, words: &Words) -> Ruling {
    let amount = refund::left(&draft.order, &case.reserved);
    Ruling {
        by: actor.clone(),
        row: None,
        facts: Facts::default(),
        evidence: super::procedure::standing_evidence(draft, case.no),
        liable: Liable::Nobody,
        funded_by: Fund::Escrow,
        remedy: (!clear).then_some(Remedy::Refund { amount }),
        why: if clear { CLEARED } else { CONFIRMED }.to_owned(),
        departs: Some(words.clone()),
        review: CaseNo::after(case.rulings.len()).0.saturating_add(1),
        appealable: false,
    }
}

/// Whether a ruling is such a decision.
pub(crate) fn decided(ruling: &Ruling) -> bool {
    ruling.why == CLEARED || ruling.why == CONFIRMED
}

/// Whether a case is one about a risk.
pub(crate) fn is(draft: &Draft<'_>, no: CaseNo) -> bool {
    draft.order.case(no).is_some_and(|case| case.kind == CaseKind::Risk)
}

/// Everything goes back: what was not shipped never will be, and the freeze has done its work. What is on its way already is
/// pointed out to a person.
pub(crate) fn call_off(draft: &mut Draft<'_>, no: CaseNo) {
    let Some(case) = draft.order.case(no) else { return };
    let of_case: Vec<UnitNo> = case.units.iter().map(|(_, unit)| *unit).collect();
    let unshipped = cancellable(&draft.order);
    let (units, on_their_way): (Vec<UnitNo>, Vec<UnitNo>) =
        of_case.into_iter().partition(|unit| unshipped.contains(unit));
    if !units.is_empty() {
        let cause = CancelCause::Risk { case: no };
        let notice = cause.notice();
        draft.push(OrderEvent::UnitsCancelled { units, cause });
        draft.notice_both(notice, Some(no), None);
    }
    if !on_their_way.is_empty() {
        draft.flag("refunded_on_its_way", Some(no), None);
    }
    freeze::risk_is_over(draft, no);
}
