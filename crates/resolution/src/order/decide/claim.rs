//! A seller claims payment for what the buyer has though the order is shown cancelled or failed; the buyer says whether it is
//! there (CLM-1, CLM-2).
use super::dispute::{check_cases, known, undecided, wrong_stage};
use super::invalid;
use crate::actor::{Actor, Side};
use crate::case::procedure::{self, By};
use crate::case::remedy::Remedy;
use crate::case::{Case, CaseKind, Closing, Received};
use crate::id::{CaseNo, EvidenceNo, LineNo, UnitNo};
use crate::money::Minor;
use crate::order::claim::{claimable, ends, failed_since, of_case, units_of};
use crate::order::command::{Confirmation, PaymentClaim};
use crate::order::draft::{Draft, not_yours};
use crate::order::event::{CaseOpened, ClaimAnswered, OrderEvent, PaymentClaimed};
use crate::order::freeze;
use crate::policy::{ClaimCause, ClaimRules, Exit, Policy, StageName, Stop};
use crate::refusal::Refusal;
use crate::seal::Seal;
use jiff::Timestamp;

fn rules(policy: &Policy) -> Result<&ClaimRules, Refusal> {
    policy.claims.as_ref().ok_or_else(|| Refusal::NotInPolicy { what: "claims for payment".into() })
}

/// The seller claims: right, payment, units, status and its time, cause, tracking
/// number, confirmation, money; in this order.
pub(super) fn open(draft: &mut Draft<'_>, actor: &Actor, wanted: &PaymentClaim) -> Result<(), Refusal> {
    draft.seller(actor)?;
    if draft.order.paid.is_none() {
        return Err(Refusal::NotPaid);
    }
    let rules = rules(draft.context.policy)?;
    let units = named(draft, &wanted.units)?;
    let statuses = units.iter().map(|unit| check_status(draft, *unit)).collect::<Result<Vec<_>, _>>()?;
    let since = statuses.into_iter().max().unwrap_or(draft.now);
    let known = rules.causes.iter().copied().find(|cause| cause.word() == wanted.cause);
    let cause = known.ok_or_else(|| Refusal::ReasonUnknown {
        allowed: rules.causes.iter().map(|cause| cause.word().to_owned()).collect(),
    })?;
    check_tracking(draft, &units, wanted.tracking.as_deref())?;
    if let Some(confirmation) = &wanted.confirmation {
        check_confirmation(draft, actor, confirmation)?;
    }
    let amount = claimable(&draft.order, &units);
    if amount.is_zero() {
        return Err(Refusal::NothingLeft);
    }
    check_cases(draft)?;
    let procedure = rules.procedure.clone();
    record(draft, actor, wanted, (units, cause, since), amount, procedure);
    Ok(())
}

fn named(draft: &Draft<'_>, named: &[UnitNo]) -> Result<Vec<UnitNo>, Refusal> {
    let mut units = named.to_vec();
    units.sort_unstable();
    units.dedup();
    let exists = |unit: &UnitNo| draft.order.units.get(unit.index()).is_some();
    if units.is_empty() || !units.iter().all(exists) {
        return Err(invalid("units", "units of this order"));
    }
    Ok(units)
}

/// Shown cancelled or failed, claimed in time, and in no claim before that was decided.
fn check_status(draft: &Draft<'_>, unit: UnitNo) -> Result<Timestamp, Refusal> {
    let order = &draft.order;
    let of_unit = |case: &&Case| {
        case.kind == CaseKind::SellerClaim && case.units.iter().any(|(_, claimed)| *claimed == unit)
    };
    for case in order.cases.iter().filter(of_unit) {
        match case.closed {
            None => return Err(Refusal::InCase { unit: unit.0, case: case.no.0 }),
            Some((Closing::Withdrawn, _)) => {}
            Some(_) => return Err(Refusal::UnitSettled { unit: unit.0, case: case.no.0 }),
        }
    }
    if let Some(case) = order.case_of_unit(unit) {
        return Err(Refusal::InCase { unit: unit.0, case: case.no.0 });
    }
    let awaits = "the order is shown cancelled or failed".to_owned();
    let since = failed_since(order, unit).ok_or(Refusal::NotKnownYet { awaits, rule: "CLM-1".into() })?;
    match ends(order, unit, draft.context) {
        Some(at) if at <= draft.now => Err(Refusal::Ended { at, rule: "CLM-1".into() }),
        _ => Ok(since),
    }
}

/// The tracking number under which it travelled: the parcel's, or the seller's own word where there is none (CLM-2).
fn check_tracking(draft: &Draft<'_>, units: &[UnitNo], given: Option<&str>) -> Result<(), Refusal> {
    let number = |unit: &UnitNo| draft.order.parcel_of(*unit).is_some_and(|parcel| parcel.number.is_some());
    if units.iter().all(number) || given.is_some_and(|given| !given.trim().is_empty()) {
        return Ok(());
    }
    Err(Refusal::Missing { items: vec!["tracking".into()] })
}

/// The buyer's own words on the order, or an outside chat with a photo that proves receipt (CLM-2).
fn check_confirmation(draft: &Draft<'_>, actor: &Actor, confirmation: &Confirmation) -> Result<(), Refusal> {
    let missing = |item: &str| Err(Refusal::Missing { items: vec![item.to_owned()] });
    let shown = |no: EvidenceNo| {
        let found = draft.order.evidence.get(no.index());
        found.filter(|piece| {
            Some(piece.author) == actor.party() && piece.withdrawn.is_none() && piece.removed.is_none()
        })
    };
    match confirmation {
        Confirmation::Message { message } if draft.order.heard.contains(message) => Ok(()),
        Confirmation::Message { .. } => missing("message"),
        Confirmation::Outside { chat, .. } if shown(*chat).is_none() => missing("chat"),
        Confirmation::Outside { chat, photo } => {
            let pictured = shown(*photo).is_some_and(|piece| piece.kind == "picture");
            if pictured && chat != photo { Ok(()) } else { missing("photo") }
        }
    }
}

fn record(
    draft: &mut Draft<'_>,
    actor: &Actor,
    wanted: &PaymentClaim,
    (units, cause, since): (Vec<UnitNo>, ClaimCause, Timestamp),
    amount: Minor,
    procedure: String,
) {
    let order = &draft.order;
    let no = CaseNo::after(order.cases.len());
    let line = |unit: UnitNo| order.units.get(unit.index()).map_or(LineNo(0), |u| u.line);
    let opened = CaseOpened {
        case: no,
        kind: CaseKind::SellerClaim,
        by: actor.party(),
        received: Received::Yes,
        reason: cause.word().to_owned(),
        sub_reason: None,
        procedure: procedure.clone(),
        units: units.iter().map(|unit| (line(*unit), *unit)).collect(),
        asked: Remedy::SellerPayment { amount },
        reserved: Vec::new(),
        known: known(order, &units),
        messages_before: order.messages,
        text: wanted.text.clone(),
    };
    let confirmed = wanted.confirmation.is_some();
    draft.push(OrderEvent::CaseOpened(Box::new(opened)));
    let claimed = PaymentClaimed {
        case: no,
        cause,
        confirmation: wanted.confirmation.clone(),
        tracking: wanted.tracking.clone(),
        since,
    };
    draft.push(OrderEvent::PaymentClaimed(Box::new(claimed)));
    let first = draft.context.policy.procedures.get(&procedure).map(|procedure| procedure.first);
    // The buyer is asked only where nothing confirms the receipt yet.
    let first = first.filter(|_| !confirmed).unwrap_or(StageName::Reviewing);
    procedure::enter(draft, no, first);
    let (buyer, seller) = (draft.order.placed.buyer, draft.order.placed.seller);
    let end = draft.order.case(no).and_then(|case| case.stage.end).filter(|_| !confirmed);
    draft.notice(buyer, if confirmed { "claim_opened" } else { "claim_question" }, Some(no), end);
    draft.notice(seller, "claim_opened", Some(no), None);
}

/// The buyer says, once, whether the goods are there: asked with the claim, or while the platform looks at it.
pub(super) fn answer(
    draft: &mut Draft<'_>,
    actor: &Actor,
    no: CaseNo,
    received: bool,
    words: Option<&Seal>,
) -> Result<(), Refusal> {
    draft.buyer(actor)?;
    let case = draft.case(no)?.clone();
    if case.kind != CaseKind::SellerClaim {
        return Err(invalid("case", "a seller's claim for payment"));
    }
    undecided(&case)?;
    let claim = of_case(&draft.order, no);
    if claim.is_some_and(|claim| claim.answered.is_some()) {
        return Err(Refusal::AlreadyDone);
    }
    let asking = claim.is_some_and(|claim| claim.asking);
    draft.push(OrderEvent::ClaimAnswered(Box::new(ClaimAnswered {
        case: no,
        received,
        words: words.cloned(),
    })));
    draft.notice(draft.order.placed.seller, "claim_answered", Some(no), None);
    if let Some(target) = procedure::exit(draft, no, Exit::Answer).filter(|_| asking) {
        procedure::follow(draft, no, target, By::Agreement);
    }
    Ok(())
}

/// A mediator's question is answered in words; what the claim itself asks is answered by yes or no.
pub(super) fn check_words(draft: &Draft<'_>, case: &Case) -> Result<(), Refusal> {
    if of_case(&draft.order, case.no).is_some_and(|claim| claim.asking) {
        return Err(wrong_stage(case));
    }
    Ok(())
}

/// A claim is paid as the sale would have been, or it is not: there is nothing between. While nothing of it may become the
/// seller's, it waits.
pub(super) fn check_ruling(draft: &Draft<'_>, case: &Case, remedy: Option<&Remedy>) -> Result<(), Refusal> {
    freeze::check(draft, Stop::Release)?;
    if units_of(case).into_iter().any(|unit| draft.order.held(unit)) {
        let awaits = "the hold on these units is lifted".to_owned();
        return Err(Refusal::NotKnownYet { awaits, rule: "CLM-3".into() });
    }
    let due = Remedy::SellerPayment { amount: claimable(&draft.order, &units_of(case)) };
    if remedy.is_none_or(|remedy| *remedy == due) {
        return Ok(());
    }
    Err(invalid("remedy", "the payment that is claimed, as far as it is still owed, or nothing"))
}

/// The seller withdraws its claim while nothing is ruled.
pub(super) fn withdraw(draft: &Draft<'_>, actor: &Actor, no: CaseNo) -> Result<(), Refusal> {
    if draft.side(no, actor)? != Side::Respondent {
        return Err(not_yours("the seller who claims"));
    }
    Ok(())
}
