//! Messages and evidence: sealed on arrival, dated, with their author.
use super::invalid;
use crate::actor::Actor;
use crate::case::CaseKind;
use crate::id::{CaseNo, EvidenceNo};
use crate::order::command::Submission;
use crate::order::draft::{Draft, not_yours};
use crate::order::event::{EvidenceSealed, OrderEvent};
use crate::policy::{EvidenceRules, FileKind, Requirement, Side as PolicySide};
use crate::refusal::Refusal;
use crate::seal::Seal;

/// Who may write and submit: the two parties, and a mediator in a case.
fn author(draft: &Draft<'_>, actor: &Actor, case: Option<CaseNo>) -> Result<crate::id::PartyId, Refusal> {
    let placed = &draft.order.placed;
    match actor {
        Actor::Buyer(id) if *id == placed.buyer => Ok(*id),
        Actor::Seller(id) if *id == placed.seller => Ok(*id),
        Actor::Mediator(id) if case.is_some() => Ok(*id),
        _ => Err(not_yours("the buyer, the seller, or the mediator of a case")),
    }
}

/// A case in which people have something to say to each other: what a carrier makes good is none.
fn talked_in(draft: &Draft<'_>, case: Option<CaseNo>) -> Result<(), Refusal> {
    let case = case.map(|no| draft.case(no)).transpose()?;
    if case.is_some_and(|case| case.kind == CaseKind::CarrierCompensation) {
        return Err(Refusal::NotInPolicy { what: "words and files in this case: write on the order".into() });
    }
    Ok(())
}

/// Someone writes on the order (MSG-1) or in a case.
pub(super) fn message(
    draft: &mut Draft<'_>,
    actor: &Actor,
    case: Option<CaseNo>,
    words: &Seal,
) -> Result<(), Refusal> {
    if let Some(no) = case {
        draft.case(no)?;
    }
    let author = author(draft, actor, case)?;
    talked_in(draft, case)?;
    draft.push(OrderEvent::MessageWritten {
        author,
        role: actor.role().to_owned(),
        case,
        words: words.clone(),
    });
    let (buyer, seller) = (draft.order.placed.buyer, draft.order.placed.seller);
    for to in [buyer, seller].into_iter().filter(|to| *to != author) {
        draft.notice(to, "message", case, None);
    }
    Ok(())
}

/// A file or a log entry is sealed (EVI-1, EVI-3, EVI-6, EVI-11).
pub(super) fn submit(draft: &mut Draft<'_>, actor: &Actor, submission: &Submission) -> Result<(), Refusal> {
    let case = submission.case.map(|no| draft.case(no)).transpose()?;
    let author = author(draft, actor, submission.case)?;
    talked_in(draft, submission.case)?;
    if case.is_some_and(|case| !case.open()) {
        return Err(Refusal::AlreadyFinal);
    }
    let rules = &draft.context.policy.evidence;
    check_file(rules, &submission.kind, submission.bytes)?;
    if let Some(id) = &submission.requirement {
        let requirement = requirement(draft, submission.case, id)
            .ok_or_else(|| invalid("requirement", "one that the reason of the case lists"))?;
        check_requirement(draft, actor, &requirement, submission)?;
    }
    let mine =
        draft.order.evidence.iter().filter(|e| e.author == author && e.case == submission.case).count();
    if mine >= usize::from(rules.max_files) {
        return Err(Refusal::Limit {
            what: "files of one party in one case".into(),
            most: u64::from(rules.max_files),
        });
    }
    draft.push(OrderEvent::EvidenceSealed(Box::new(EvidenceSealed {
        evidence: EvidenceNo::after(draft.order.evidence.len()),
        author,
        role: actor.role().to_owned(),
        case: submission.case,
        requirement: submission.requirement.clone(),
        seal: submission.seal.clone(),
        kind: submission.kind.clone(),
        bytes: submission.bytes,
        caption: submission.caption.clone(),
        taken: submission.taken,
        grams: submission.grams,
    })));
    Ok(())
}

/// The largest file of a kind, exclusive, in bytes.
#[must_use]
fn limit_of(rules: &EvidenceRules, kind: FileKind) -> u64 {
    match kind {
        FileKind::Picture => rules.picture_max_bytes,
        FileKind::Video => rules.video_max_bytes,
        FileKind::Pdf => rules.pdf_max_bytes,
        FileKind::Text => rules.text_max_bytes,
    }
}

fn kind_of(word: &str) -> Option<FileKind> {
    FileKind::ALL.iter().copied().find(|k| k.word() == word)
}

/// A file must be of a kind that is taken, and smaller than the limit of its kind (EVI-1, EVI-3).
pub(crate) fn check_file(rules: &EvidenceRules, kind: &str, bytes: u64) -> Result<(), Refusal> {
    let kind = kind_of(kind).ok_or_else(|| Refusal::FileRefused { why: "kind".into(), most: None })?;
    let most = limit_of(rules, kind);
    if bytes >= most {
        return Err(Refusal::FileRefused { why: "too_large".into(), most: Some(most) });
    }
    Ok(())
}

fn requirement(draft: &Draft<'_>, case: Option<CaseNo>, id: &str) -> Option<Requirement> {
    let policy = draft.context.policy;
    let of_case = case
        .and_then(|no| draft.order.case(no))
        .and_then(|c| policy.reason(&c.reason))
        .map(|r| r.evidence.iter());
    let of_reasons = policy.reasons.iter().flat_map(|r| r.evidence.iter());
    let objection = policy.disputes.objection_evidence.iter();
    let found = match of_case {
        Some(list) => list.chain(objection).find(|r| r.id == id),
        // On the order, before any case: anything that some reason asks for.
        None => of_reasons.chain(objection).find(|r| r.id == id),
    };
    found.cloned()
}

fn check_requirement(
    draft: &Draft<'_>,
    actor: &Actor,
    requirement: &Requirement,
    submission: &Submission,
) -> Result<(), Refusal> {
    let from = match requirement.from {
        PolicySide::Opener => Actor::Buyer(draft.order.placed.buyer),
        PolicySide::Respondent => Actor::Seller(draft.order.placed.seller),
    };
    if *actor != from {
        return Err(not_yours(requirement.from.word()));
    }
    let kind = kind_of(&submission.kind);
    if !kind.is_some_and(|k| requirement.kinds.contains(&k)) {
        return Err(Refusal::FileRefused { why: "kind_for_requirement".into(), most: None });
    }
    if requirement.grams && submission.grams.is_none() {
        return Err(Refusal::Missing { items: vec!["grams".into()] });
    }
    Ok(())
}

/// Its author withdraws it; it stays, marked.
pub(super) fn withdraw(draft: &mut Draft<'_>, actor: &Actor, no: EvidenceNo) -> Result<(), Refusal> {
    let found =
        draft.order.evidence.get(no.index()).ok_or_else(|| Refusal::NotFound { what: "evidence".into() })?;
    // The same id in another role is somebody else: ids of buyers, sellers and staff may be equal.
    if author(draft, actor, found.case).ok() != Some(found.author) {
        return Err(not_yours("its author"));
    }
    if found.withdrawn.is_some() {
        return Err(Refusal::AlreadyDone);
    }
    draft.push(OrderEvent::EvidenceWithdrawn { evidence: no });
    Ok(())
}

/// Staff removes it for a legal cause; digest, who, why and when stay.
pub(super) fn remove(draft: &mut Draft<'_>, actor: &Actor, no: EvidenceNo, why: &str) -> Result<(), Refusal> {
    let (Actor::Mediator(by) | Actor::Finance(by)) = actor else {
        return Err(not_yours("staff"));
    };
    let found =
        draft.order.evidence.get(no.index()).ok_or_else(|| Refusal::NotFound { what: "evidence".into() })?;
    if found.removed.is_some() {
        return Err(Refusal::AlreadyDone);
    }
    if why.is_empty() {
        return Err(Refusal::Missing { items: vec!["why".into()] });
    }
    draft.push(OrderEvent::EvidenceRemoved { evidence: no, by: *by, why: why.to_owned() });
    Ok(())
}
