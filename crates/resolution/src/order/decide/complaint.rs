//! A complaint of the seller's negligence (NEG-1), and its answer in two steps (NEG-2).
use super::answer::{accepted, in_stage, typed};
use super::dispute::{check_cases, check_sub_reason, check_window, reason_among, record};
use super::money::named_units;
use crate::actor::{Actor, Side};
use crate::case::procedure::{self, By};
use crate::case::remedy::Remedy;
use crate::case::{Answer, Case, CaseKind, Closing, Received};
use crate::id::{CaseNo, UnitNo};
use crate::money::Minor;
use crate::order::Order;
use crate::order::command::{Complaint, Opening};
use crate::order::components::ComponentRef;
use crate::order::draft::{Draft, not_yours};
use crate::order::event::OrderEvent;
use crate::payment::refund;
use crate::policy::{ComplaintRules, Exit, Policy, StageName};
use crate::refusal::Refusal;
use crate::seal::Words;

/// The buyer complains: right, payment, units, window, reason, sub-reason, money; in this order.
pub(super) fn open(draft: &mut Draft<'_>, actor: &Actor, wanted: &Complaint) -> Result<(), Refusal> {
    draft.buyer(actor)?;
    if draft.order.paid.is_none() {
        return Err(Refusal::NotPaid);
    }
    rules(draft.context.policy)?;
    let units = named_units(draft, &wanted.units)?;
    for unit in &units {
        check_earlier(&draft.order, *unit)?;
        check_window(&draft.order, *unit, Received::Yes, draft.now)?;
    }
    let reason = reason_among(draft.context.policy.complaint_reasons(), &wanted.reason)?;
    check_sub_reason(reason, wanted.sub_reason.as_deref())?;
    let components = if wanted.fee { shipping_of(&draft.order, &units) } else { Vec::new() };
    let amount = refund::left(&draft.order, &components);
    if wanted.fee && amount.is_zero() {
        return Err(Refusal::NothingLeft);
    }
    check_cases(draft)?;
    let opening = Opening {
        units: units.clone(),
        received: Received::Yes,
        reason: wanted.reason.clone(),
        sub_reason: wanted.sub_reason.clone(),
        asked: Remedy::FeeRefund { amount },
        text: wanted.text.clone(),
    };
    let procedure = reason.procedure.clone();
    record(draft, CaseKind::Negligence, actor.party(), &opening, units, components, procedure);
    Ok(())
}

fn rules(policy: &Policy) -> Result<&ComplaintRules, Refusal> {
    policy.complaints.as_ref().ok_or_else(|| Refusal::NotInPolicy { what: "complaints of negligence".into() })
}

/// The shipping of units that no open case reserves.
fn shipping_of(order: &Order, units: &[UnitNo]) -> Vec<ComponentRef> {
    let all = units.iter().map(|unit| ComponentRef::Shipping(*unit));
    all.filter(|which| order.case_on(*which).is_none()).collect()
}

/// The most that a complaint over units can ask for: what is left of their shipping.
pub(crate) fn fee_of(order: &Order, units: &[UnitNo]) -> Minor {
    refund::left(order, &shipping_of(order, units))
}

/// One complaint at a time over what a parcel brought; none after one that was decided, and one that was withdrawn once
/// more at most.
fn check_earlier(order: &Order, unit: UnitNo) -> Result<(), Refusal> {
    let parcel = order.parcel_of(unit).map(|parcel| parcel.no);
    let about = |case: &&Case| {
        case.kind == CaseKind::Negligence
            && case.units.iter().any(|(_, of_case)| *of_case == unit)
            && (case.open() || case.known.parcels.iter().any(|(no, ..)| Some(*no) == parcel))
    };
    let mut withdrawn = 0;
    for case in order.cases.iter().filter(about) {
        match case.closed {
            None => return Err(Refusal::InCase { unit: unit.0, case: case.no.0 }),
            Some((Closing::Withdrawn, _)) => withdrawn += 1,
            Some(_) => return Err(Refusal::ComplaintDecided { unit: unit.0, case: case.no.0 }),
        }
    }
    if withdrawn >= 2 { Err(Refusal::DisputedTwice { unit: unit.0 }) } else { Ok(()) }
}

/// The complaint that the seller is at: to be answered, or rejected already and still to be accepted.
fn answering(draft: &Draft<'_>, actor: &Actor, no: CaseNo) -> Result<Case, Refusal> {
    let case = draft.case(no)?.clone();
    if draft.side(no, actor)? != Side::Respondent {
        return Err(not_yours("the respondent"));
    }
    if case.kind != CaseKind::Negligence {
        return Err(Refusal::NotInPolicy { what: "a draft of an answer here: answer at once".into() });
    }
    in_stage(&case, &[StageName::Responding, StageName::Negotiating])?;
    Ok(case)
}

/// The seller writes its answer: a later draft takes the place of an earlier one, and no clock moves.
pub(super) fn draft_answer(
    draft: &mut Draft<'_>,
    actor: &Actor,
    no: CaseNo,
    answer: &Answer,
    words: &Words,
) -> Result<(), Refusal> {
    let case = answering(draft, actor, no)?;
    match answer {
        Answer::Accept => {}
        Answer::Reject => {
            in_stage(&case, &[StageName::Responding])?;
            check_rejection(draft, words)?;
        }
        Answer::WithoutReturn | Answer::Investigate { .. } => {
            return Err(Refusal::NotInPolicy {
                what: "this answer to a complaint: accept it or reject it".into(),
            });
        }
    }
    if case.draft.as_ref().is_some_and(|known| known.answer == *answer && known.words == *words) {
        return Err(Refusal::AlreadyDone);
    }
    draft.push(OrderEvent::AnswerDrafted { case: no, answer: answer.clone(), words: words.clone() });
    Ok(())
}

/// A rejection has a reason of the policy's list and an explanation.
fn check_rejection(draft: &Draft<'_>, words: &Words) -> Result<(), Refusal> {
    typed(words)?;
    let offered = &rules(draft.context.policy)?.rejections;
    if !offered.iter().any(|known| known.word() == words.reason) {
        let allowed = offered.iter().map(|known| known.word().to_owned()).collect();
        return Err(Refusal::ReasonUnknown { allowed });
    }
    if words.text.is_none() {
        return Err(Refusal::Missing { items: vec!["explanation".into()] });
    }
    Ok(())
}

/// The seller stands by its draft: from now on it is the answer.
pub(super) fn confirm(draft: &mut Draft<'_>, actor: &Actor, no: CaseNo) -> Result<(), Refusal> {
    let case = answering(draft, actor, no)?;
    let Some(drafted) = case.draft else {
        return Err(Refusal::Missing { items: vec!["draft".into()] });
    };
    let (exit, notice) = match drafted.answer {
        Answer::Accept => (Exit::Accept, "complaint_accepted"),
        _ => (Exit::Reject, "complaint_rejected"),
    };
    let target = procedure::exit(draft, no, exit)
        .ok_or_else(|| Refusal::NotInPolicy { what: format!("'{}' here", exit.word()) })?;
    let buyer = draft.order.placed.buyer;
    draft.push(OrderEvent::CaseAnswered { case: no, answer: drafted.answer, words: drafted.words });
    draft.notice(buyer, notice, Some(no), None);
    if exit == Exit::Accept {
        accepted(draft, no, &case.asked, target);
    } else {
        procedure::follow(draft, no, target, By::Agreement);
    }
    Ok(())
}
