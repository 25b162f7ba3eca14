//! The platform's part: assignment, questions, findings, ruling, appeal.
use super::answer::check_terms;
use super::dispute::{negotiable, undecided, wrong_stage};
use super::{claim, invalid};
use crate::actor::{Actor, Side};
use crate::case::procedure::{self, By};
use crate::case::remedy::Remedy;
use crate::case::{Case, CaseKind, Finding, negligence};
use crate::id::{CaseNo, EvidenceNo, PartyId};
use crate::order::draft::{Draft, not_yours};
use crate::order::event::{BuyerCauseStated, OrderEvent, StopCause};
use crate::policy::{Exit, Fund, Liable, StageName};
use crate::refusal::Refusal;
use crate::seal::{Seal, Words};
use jiff::Timestamp;

fn mediator(actor: &Actor) -> Result<PartyId, Refusal> {
    match actor {
        Actor::Mediator(id) => Ok(*id),
        _ => Err(not_yours("a mediator")),
    }
}

/// The mediator who has the case, in a stage of review.
fn assigned(case: &Case, actor: &Actor) -> Result<PartyId, Refusal> {
    let id = mediator(actor)?;
    if case.mediator != Some(id) {
        return Err(Refusal::NotAssigned);
    }
    Ok(id)
}

/// A mediator takes a case or passes it on; after an appeal, to one who has not ruled in it.
pub(super) fn assign(draft: &mut Draft<'_>, actor: &Actor, no: CaseNo, to: PartyId) -> Result<(), Refusal> {
    let case = draft.case(no)?.clone();
    if *actor != Actor::Marketplace {
        mediator(actor)?;
    }
    if !matches!(case.stage.name, StageName::Reviewing | StageName::Answering | StageName::Proposed) {
        return Err(wrong_stage(&case));
    }
    if case.appealed && case.ruled_by.contains(&to) {
        return Err(Refusal::SameMediator);
    }
    if case.mediator == Some(to) {
        return Err(Refusal::AlreadyDone);
    }
    draft.push(OrderEvent::MediatorAssigned { case: no, mediator: to });
    draft.notice_both("mediator_assigned", Some(no), None);
    Ok(())
}

/// What the carrier's investigation found.
pub(super) fn finding(
    draft: &mut Draft<'_>,
    actor: &Actor,
    no: CaseNo,
    finding: Finding,
) -> Result<(), Refusal> {
    let case = draft.case(no)?.clone();
    if !matches!(actor, Actor::Carrier(_) | Actor::Marketplace | Actor::Mediator(_)) {
        return Err(not_yours("the carrier or the marketplace"));
    }
    if case.investigation.is_none() {
        return Err(wrong_stage(&case));
    }
    // An answer that comes late, or is put right, is a fact like any other as long as nothing is decided.
    undecided(&case)?;
    if case.finding == Some(finding) {
        return Err(Refusal::AlreadyDone);
    }
    procedure::found(draft, no, finding);
    Ok(())
}

/// The mediator asks a party; the review rests meanwhile.
pub(super) fn ask(
    draft: &mut Draft<'_>,
    actor: &Actor,
    no: CaseNo,
    side: Side,
    words: &Seal,
) -> Result<(), Refusal> {
    let case = draft.case(no)?.clone();
    assigned(&case, actor)?;
    if case.stage.name != StageName::Reviewing {
        return Err(wrong_stage(&case));
    }
    let party = draft.order.party(side).ok_or_else(|| invalid("side", "opener or respondent"))?;
    let target = procedure::exit(draft, no, Exit::Ask)
        .ok_or_else(|| Refusal::NotInPolicy { what: "questions to a party".into() })?;
    draft.push(OrderEvent::QuestionAsked { case: no, side, words: words.clone() });
    procedure::follow(draft, no, target, By::Agreement);
    let end = draft.order.case(no).and_then(|c| c.stage.end);
    draft.notice(party, "question", Some(no), end);
    Ok(())
}

/// The party answers.
pub(super) fn answer(draft: &mut Draft<'_>, actor: &Actor, no: CaseNo, words: &Seal) -> Result<(), Refusal> {
    let case = draft.case(no)?.clone();
    let side = draft.side(no, actor)?;
    if case.stage.name != StageName::Answering {
        return Err(wrong_stage(&case));
    }
    if case.asked_side != Some(side) {
        return Err(not_yours("the party that was asked"));
    }
    claim::check_words(draft, &case)?;
    draft.push(OrderEvent::QuestionAnswered { case: no, words: words.clone() });
    if let Some(target) = procedure::exit(draft, no, Exit::Answer) {
        procedure::follow(draft, no, target, By::Agreement);
    }
    Ok(())
}

/// A cause on the buyer's side, with date and voucher: that time is suspended and does not count against the seller
/// (INR-3). Without an end it is taken to last for the policy's time to collect, so that no clock rests for ever.
pub(super) fn buyer_cause(
    draft: &mut Draft<'_>,
    actor: &Actor,
    no: CaseNo,
    cause: &str,
    span: (Timestamp, Option<Timestamp>),
    voucher: EvidenceNo,
) -> Result<(), Refusal> {
    let case = draft.case(no)?.clone();
    if draft.side(no, actor)? != Side::Respondent {
        return Err(not_yours("the respondent"));
    }
    if matches!(case.kind, CaseKind::Risk | CaseKind::SellerClaim) {
        negotiable(&case)?;
    }
    undecided(&case)?;
    if !["absent", "refused", "customs"].contains(&cause) {
        return Err(invalid("cause", "absent, refused or customs"));
    }
    if case.buyer_cause.is_some() {
        return Err(Refusal::AlreadyDone);
    }
    let (from, until) = span;
    let longest = draft.context.calendar.end(draft.now, draft.context.policy.windows.collect_within);
    let until = until.unwrap_or(longest);
    if from > draft.now || until <= from {
        return Err(invalid("from", "an instant that is not in the future, before 'until'"));
    }
    if until > longest {
        return Err(Refusal::TooLong { latest: longest });
    }
    let own = draft
        .order
        .evidence
        .get(voucher.index())
        .filter(|e| Some(e.author) == actor.party() && e.withdrawn.is_none());
    if own.is_none() {
        return Err(Refusal::Missing { items: vec!["voucher".into()] });
    }
    let stated = BuyerCauseStated { case: no, cause: cause.to_owned(), from, until: Some(until), voucher };
    draft.push(OrderEvent::BuyerCauseStated(Box::new(stated)));
    if until > draft.now {
        procedure::stop(draft, no, StopCause::BuyerCause);
    }
    draft.notice(draft.order.placed.buyer, "buyer_cause_stated", Some(no), Some(until));
    Ok(())
}

/// The mediator rules. Following the recommendation needs nothing; departing from it needs a typed reason.
pub(super) fn rule(
    draft: &mut Draft<'_>,
    actor: &Actor,
    no: CaseNo,
    remedy: Option<&Remedy>,
    liable: Liable,
    departs: Option<&Words>,
) -> Result<(), Refusal> {
    let case = draft.case(no)?.clone();
    let id = mediator(actor)?;
    if case.stage.name != StageName::Reviewing {
        return Err(wrong_stage(&case));
    }
    if case.kind == CaseKind::Risk {
        return Err(Refusal::NotInPolicy { what: "a ruling here: decide whether the risk is one".into() });
    }
    assigned(&case, actor)?;
    if case.appealed && case.ruled_by.contains(&id) {
        return Err(Refusal::SameMediator);
    }
    if case.kind == CaseKind::SellerClaim {
        claim::check_ruling(draft, &case, remedy)?;
    } else if let Some(remedy) = remedy {
        check_terms(draft, &case, remedy)?;
    }
    check_complaint(draft, &case, remedy, liable)?;
    let mut ruling = procedure::recommended(draft, no)
        .ok_or_else(|| Refusal::NotInPolicy { what: "a row for these facts".into() })?;
    let row = ruling.row.clone().unwrap_or_default();
    let follows = ruling.remedy.as_ref() == remedy && ruling.liable == liable;
    if !follows {
        let words = departs.filter(|w| !w.reason.is_empty()).ok_or(Refusal::ReasonNeeded { row })?;
        ruling.departs = Some(words.clone());
        ruling.liable = liable;
        ruling.remedy = remedy.cloned();
        // The loss of a claim is the fund's that the policy names, whoever decides it.
        if case.kind != CaseKind::SellerClaim {
            ruling.funded_by = Fund::Escrow;
        }
    }
    ruling.by = actor.clone();
    procedure::rule(draft, no, ruling);
    Ok(())
}

/// In a complaint the seller is held negligent and gives back the fee that is asked for, or is not and gives nothing
/// (NEG-4, NEG-5): there is nothing between.
fn check_complaint(
    draft: &Draft<'_>,
    case: &Case,
    remedy: Option<&Remedy>,
    liable: Liable,
) -> Result<(), Refusal> {
    if case.kind != CaseKind::Negligence {
        return Ok(());
    }
    let due = negligence::fee(&draft.order, case).filter(|_| liable == Liable::Seller);
    if remedy == due.as_ref() {
        return Ok(());
    }
    let what = "the shipping fee that is asked for where the seller is liable, and nothing where it is not";
    Err(invalid("remedy", what))
}

/// Whether a side did not get all that it asked (an appeal is for those).
pub(crate) fn may_appeal(case: &Case, side: Side) -> bool {
    let Some(ruling) = case.rulings.last() else {
        return false;
    };
    match side {
        Side::Opener if case.kind == CaseKind::Negligence => !negligence::held(ruling),
        Side::Respondent if case.kind == CaseKind::Negligence => negligence::held(ruling),
        Side::Opener => ruling.remedy.as_ref() != Some(&case.asked),
        Side::Respondent => ruling.remedy.is_some(),
        Side::Platform => false,
    }
}

fn appealing(draft: &Draft<'_>, actor: &Actor, no: CaseNo) -> Result<(Case, Side), Refusal> {
    let case = draft.case(no)?.clone();
    let side = draft.side(no, actor)?;
    if side == Side::Platform {
        return Err(not_yours("a party of the case"));
    }
    if case.stage.name != StageName::Appealing {
        return Err(wrong_stage(&case));
    }
    if !may_appeal(&case, side) {
        return Err(not_yours("a party that did not get all it asked"));
    }
    Ok((case, side))
}

/// A party appeals, once in a case, with evidence sealed after the ruling.
pub(super) fn appeal(
    draft: &mut Draft<'_>,
    actor: &Actor,
    no: CaseNo,
    evidence: &[EvidenceNo],
    words: &Words,
) -> Result<(), Refusal> {
    let (case, side) = appealing(draft, actor, no)?;
    if case.waived.contains(&side) {
        return Err(Refusal::AlreadyDone);
    }
    let since = case.stage.since;
    let new = |no: &EvidenceNo| {
        let item = draft.order.evidence.get(no.index());
        item.is_some_and(|e| e.at >= since && Some(e.author) == actor.party() && e.withdrawn.is_none())
    };
    if evidence.is_empty() || !evidence.iter().all(new) {
        return Err(Refusal::Missing { items: vec!["new evidence, sealed after the ruling".into()] });
    }
    if words.reason.is_empty() {
        return Err(Refusal::Missing { items: vec!["reason".into()] });
    }
    draft.push(OrderEvent::CaseAppealed {
        case: no,
        by: side,
        evidence: evidence.to_vec(),
        words: words.clone(),
    });
    draft.notice_both("appealed", Some(no), None);
    if let Some(target) = procedure::exit(draft, no, Exit::Appeal) {
        procedure::follow(draft, no, target, By::Ruling);
    }
    Ok(())
}

/// A party lets the ruling stand; when nobody is left who could appeal, it is final.
pub(super) fn waive(draft: &mut Draft<'_>, actor: &Actor, no: CaseNo) -> Result<(), Refusal> {
    let (case, side) = appealing(draft, actor, no)?;
    if case.waived.contains(&side) {
        return Err(Refusal::AlreadyDone);
    }
    draft.push(OrderEvent::AppealWaived { case: no, by: side });
    let case = draft.case(no)?.clone();
    let left = [Side::Opener, Side::Respondent]
        .into_iter()
        .any(|s| may_appeal(&case, s) && !case.waived.contains(&s));
    if !left && let Some(target) = procedure::exit(draft, no, Exit::Waive) {
        procedure::follow(draft, no, target, By::Ruling);
    }
    Ok(())
}
