//! The respondent's answer, proposals side by side, and escalation.
use super::dispute::{check_amount, check_returnable, negotiable, undecided, unruled, wrong_stage};
use super::shipping::check_number;
use crate::actor::{Actor, Side};
use crate::case::procedure::{self, By};
use crate::case::remedy::Remedy;
use crate::case::{Answer, Case, CaseKind};
use crate::id::{CaseNo, ProposalNo};
use crate::money::Minor;
use crate::order::draft::{Draft, not_yours};
use crate::order::event::OrderEvent;
use crate::payment::refund;
use crate::policy::{Exit, StageName, Target};
use crate::refusal::Refusal;
use crate::seal::Words;

pub(super) fn typed(words: &Words) -> Result<(), Refusal> {
    if words.reason.is_empty() { Err(Refusal::Missing { items: vec!["reason".into()] }) } else { Ok(()) }
}

pub(super) fn in_stage(case: &Case, stages: &[StageName]) -> Result<(), Refusal> {
    if case.open() && stages.contains(&case.stage.name) { Ok(()) } else { Err(wrong_stage(case)) }
}

/// Accept, reject with a reason, or have the shipment investigated.
pub(super) fn respond(
    draft: &mut Draft<'_>,
    actor: &Actor,
    no: CaseNo,
    answer: &Answer,
    words: &Words,
) -> Result<(), Refusal> {
    let case = draft.case(no)?.clone();
    if draft.side(no, actor)? != Side::Respondent {
        return Err(not_yours("the respondent"));
    }
    in_stage(&case, &[StageName::Responding])?;
    if case.kind == CaseKind::Negligence {
        let what = "an answer at once: draft it, read it again, then confirm it".into();
        return Err(Refusal::NotInPolicy { what });
    }
    let (exit, notice) = match answer {
        Answer::Accept => (Exit::Accept, "request_accepted"),
        Answer::WithoutReturn => (Exit::Accept, "refund_without_return"),
        Answer::Reject if case.kind == CaseKind::Return => (Exit::Reject, "return_refused"),
        Answer::Reject => (Exit::Reject, "request_rejected"),
        Answer::Investigate { carrier, number } => {
            check_number(carrier, number)?;
            (Exit::Investigate, "investigation_asked")
        }
    };
    let target = procedure::exit(draft, no, exit)
        .ok_or_else(|| Refusal::NotInPolicy { what: format!("'{}' here", exit.word()) })?;
    check_answer(draft, &case, answer, words)?;
    draft.push(OrderEvent::CaseAnswered { case: no, answer: answer.clone(), words: words.clone() });
    if let Answer::Investigate { carrier, number } = answer {
        draft.push(OrderEvent::InvestigationAsked {
            case: no,
            carrier: carrier.clone(),
            number: number.clone(),
        });
    }
    draft.notice(draft.order.placed.buyer, notice, Some(no), None);
    match answer {
        Answer::Accept => accepted(draft, no, &case.asked, target),
        Answer::WithoutReturn => {
            let amount = case.asked.amount().unwrap_or(Minor::ZERO);
            accepted(draft, no, &Remedy::Refund { amount }, target);
        }
        _ => procedure::follow(draft, no, target, By::Agreement),
    }
    Ok(())
}

/// A refusal has a reason; that of a return is a condition that the goods do not meet, and nothing else (RET-2). Money
/// without the goods is given where the goods were to come back (RET-3).
fn check_answer(draft: &Draft<'_>, case: &Case, answer: &Answer, words: &Words) -> Result<(), Refusal> {
    if *answer == Answer::WithoutReturn && case.kind != CaseKind::Return {
        return Err(Refusal::NotInPolicy { what: "a refund without return here: propose it".into() });
    }
    if *answer != Answer::Reject {
        return Ok(());
    }
    typed(words)?;
    let conditions = draft.context.policy.returns.as_ref().map(|rules| rules.conditions.as_slice());
    let known = conditions.unwrap_or_default();
    if case.kind == CaseKind::Return && !known.iter().any(|condition| condition.word() == words.reason) {
        let allowed = known.iter().map(|condition| condition.word().to_owned()).collect();
        return Err(Refusal::ReasonUnknown { allowed });
    }
    Ok(())
}

/// What was accepted is carried out as the policy says, with exactly the accepted terms.
pub(super) fn accepted(draft: &mut Draft<'_>, no: CaseNo, remedy: &Remedy, target: Target) {
    if target == Target::CarryOut {
        procedure::carry_out(draft, no, remedy.clone(), By::Agreement);
    } else {
        procedure::follow(draft, no, target, By::Agreement);
    }
}

/// A side lays a proposal beside the others; it replaces the side's own older one (DIS-10).
pub(super) fn propose(
    draft: &mut Draft<'_>,
    actor: &Actor,
    no: CaseNo,
    remedy: &Remedy,
    words: &Words,
) -> Result<(), Refusal> {
    let case = draft.case(no)?.clone();
    let side = draft.side(no, actor)?;
    negotiable(&case)?;
    match side {
        Side::Platform => {
            if case.mediator.is_none() || case.mediator != actor.party() {
                return Err(Refusal::NotAssigned);
            }
            in_stage(&case, &[StageName::Reviewing])?;
            undecided(&case)?;
        }
        Side::Opener | Side::Respondent => {
            undecided(&case)?;
            in_stage(&case, &[StageName::Responding, StageName::Negotiating, StageName::Investigating])?;
        }
    }
    typed(words)?;
    check_terms(draft, &case, remedy)?;
    if case.proposals.len() >= 200 {
        return Err(Refusal::Limit { what: "proposals a case".into(), most: 200 });
    }
    let proposal = ProposalNo::after(case.proposals.len());
    let terms = remedy.terms_hash();
    draft.push(OrderEvent::ProposalMade {
        case: no,
        proposal,
        by: side,
        remedy: remedy.clone(),
        terms,
        words: words.clone(),
    });
    let to = match side {
        Side::Opener => Some(draft.order.placed.seller),
        Side::Respondent => Some(draft.order.placed.buyer),
        Side::Platform => None,
    };
    if let Some(to) = to {
        draft.notice(to, "proposal", Some(no), None);
    }
    if side != Side::Opener
        && let Some(target) = procedure::exit(draft, no, Exit::Propose)
    {
        procedure::follow(draft, no, target, By::Agreement);
    }
    Ok(())
}

/// Whether a remedy can be carried out in this case at all.
pub(super) fn check_terms(draft: &Draft<'_>, case: &Case, remedy: &Remedy) -> Result<(), Refusal> {
    check_returnable(remedy, case.received)?;
    check_carried_out(draft, case, remedy)?;
    let Some(amount) = remedy.amount() else {
        return Ok(());
    };
    // A fee is given back out of the shipping alone: more could be promised and not carried out.
    let most = match remedy {
        Remedy::FeeRefund { .. } => refund::left(&draft.order, &procedure::shipping(case)),
        _ => refund::left(&draft.order, &case.reserved),
    };
    check_amount(amount, most)
}

/// A remedy needs the stages that carry it out; beside disputes, a case ends in what its reason offers.
fn check_carried_out(draft: &Draft<'_>, case: &Case, remedy: &Remedy) -> Result<(), Refusal> {
    let offered = draft.context.policy.reason(&case.reason).map(|reason| reason.remedies.as_slice());
    let offered = offered.unwrap_or_default();
    let has = |stage| procedure::spec(draft, case.no, stage).is_some();
    let can = match remedy {
        Remedy::Replacement { .. } => has(StageName::DispatchingReplacement),
        Remedy::ReturnAndRefund { .. } => has(StageName::Preparing),
        Remedy::Refund { .. } | Remedy::FeeRefund { .. } | Remedy::Other { .. } => true,
        Remedy::SellerPayment { .. } => false,
    };
    let bound = matches!(case.kind, CaseKind::Return | CaseKind::Negligence);
    if can && (!bound || offered.contains(&remedy.kind())) {
        return Ok(());
    }
    Err(Refusal::RemedyNotOffered { allowed: offered.iter().map(|kind| kind.word().to_owned()).collect() })
}

/// The open proposal that is meant, by its ordinal and the hash of its terms.
fn meant(case: &Case, no: ProposalNo, side: Side) -> Result<crate::case::Proposal, Refusal> {
    let found =
        case.proposals.get(no.index()).ok_or_else(|| Refusal::NotFound { what: "proposal".into() })?;
    if found.by == side {
        return Err(Refusal::OwnProposal);
    }
    if case.standing(found.by).is_none_or(|standing| standing.no != no) {
        return Err(Refusal::ProposalGone);
    }
    Ok(found.clone())
}

/// A side accepts what another proposed: fixed for good (DIS-11). The platform's proposal needs both sides.
pub(super) fn accept(
    draft: &mut Draft<'_>,
    actor: &Actor,
    no: CaseNo,
    proposal: ProposalNo,
    terms: &str,
) -> Result<(), Refusal> {
    let case = draft.case(no)?.clone();
    let side = party_side(draft, no, actor)?;
    undecided(&case)?;
    in_stage(
        &case,
        &[StageName::Responding, StageName::Negotiating, StageName::Investigating, StageName::Proposed],
    )?;
    let meant = meant(&case, proposal, side)?;
    if (case.stage.name == StageName::Proposed) != (meant.by == Side::Platform) {
        return Err(wrong_stage(&case));
    }
    if meant.terms != terms {
        return Err(Refusal::TermsDiffer { terms: meant.terms });
    }
    if meant.accepted_by.contains(&side) {
        return Err(Refusal::AlreadyDone);
    }
    check_terms(draft, &case, &meant.remedy)?;
    draft.push(OrderEvent::ProposalAccepted { case: no, proposal, by: side });
    let both = meant.by != Side::Platform || !meant.accepted_by.is_empty();
    if both {
        let target = procedure::exit(draft, no, Exit::Accept).unwrap_or(Target::CarryOut);
        draft.notice_both("proposal_accepted", Some(no), None);
        accepted(draft, no, &meant.remedy, target);
    }
    Ok(())
}

fn party_side(draft: &Draft<'_>, no: CaseNo, actor: &Actor) -> Result<Side, Refusal> {
    match draft.side(no, actor)? {
        Side::Platform => Err(not_yours("a party of the case")),
        side => Ok(side),
    }
}

/// A side refuses a proposal; the case stays open (DIS-12).
pub(super) fn reject(
    draft: &mut Draft<'_>,
    actor: &Actor,
    no: CaseNo,
    proposal: ProposalNo,
    words: &Words,
) -> Result<(), Refusal> {
    let case = draft.case(no)?.clone();
    let side = party_side(draft, no, actor)?;
    undecided(&case)?;
    let meant = meant(&case, proposal, side)?;
    let by_platform = meant.by == Side::Platform;
    // The platform's is answered while it is on the table; a ruling leaves none standing (DIS-14).
    if by_platform {
        in_stage(&case, &[StageName::Proposed])?;
    } else {
        unruled(&case)?;
    }
    typed(words)?;
    draft.push(OrderEvent::ProposalRejected { case: no, proposal, by: side, words: words.clone() });
    draft.notice_both("proposal_rejected", Some(no), None);
    if by_platform && let Some(target) = procedure::exit(draft, no, Exit::Reject) {
        procedure::follow(draft, no, target, By::Agreement);
    }
    Ok(())
}

/// A side calls the platform (DIS-8); before the seller has answered, silence does it by itself (DIS-7).
pub(super) fn escalate(
    draft: &mut Draft<'_>,
    actor: &Actor,
    no: CaseNo,
    words: &Words,
) -> Result<(), Refusal> {
    let case = draft.case(no)?.clone();
    let side = party_side(draft, no, actor)?;
    if case.kind == CaseKind::Return {
        negotiable(&case)?;
    }
    undecided(&case)?;
    let Some(target) = procedure::exit(draft, no, Exit::Escalate) else {
        return Err(match case.stage.end {
            Some(from) if case.stage.name == StageName::Responding => {
                Refusal::NotYet { from, rule: "DIS-7".into() }
            }
            _ => wrong_stage(&case),
        });
    };
    typed(words)?;
    draft.push(OrderEvent::CaseEscalated { case: no, by: Some(side), words: words.clone() });
    draft.notice_both("escalated", Some(no), None);
    procedure::follow(draft, no, target, By::Agreement);
    Ok(())
}
