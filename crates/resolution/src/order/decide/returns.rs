//! Goods that go back: address and label, journey, what came, acceptance or objection.
use super::dispute::wrong_stage;
use super::invalid;
use super::shipping::check_number;
use crate::actor::{Actor, Side};
use crate::case::procedure::{self, By};
use crate::case::{Case, ReturnContent};
use crate::id::{CaseNo, EvidenceNo};
use crate::order::draft::{Draft, not_yours};
use crate::order::event::OrderEvent;
use crate::parcel::tracking::{Scan, Status};
use crate::policy::{Bearer, Exit, Side as PolicySide, StageName};
use crate::refusal::Refusal;
use crate::seal::{Seal, Words};

fn at(
    draft: &Draft<'_>,
    actor: &Actor,
    no: CaseNo,
    side: Side,
    stages: &[StageName],
) -> Result<Case, Refusal> {
    let case = draft.case(no)?.clone();
    if draft.side(no, actor)? != side {
        return Err(not_yours(side.word()));
    }
    if !case.open() || !stages.contains(&case.stage.name) {
        return Err(wrong_stage(&case));
    }
    Ok(case)
}

fn leave(draft: &mut Draft<'_>, no: CaseNo, exit: Exit) {
    if let Some(target) = procedure::exit(draft, no, exit) {
        procedure::follow(draft, no, target, By::Agreement);
    }
}

/// The return address, and the label where the seller pays the return (DIS-17).
pub(super) fn address(
    draft: &mut Draft<'_>,
    actor: &Actor,
    no: CaseNo,
    address: &Seal,
    label: Option<EvidenceNo>,
) -> Result<(), Refusal> {
    let case = at(draft, actor, no, Side::Respondent, &[StageName::Preparing])?;
    let owed =
        draft.context.policy.reason(&case.reason).and_then(|r| r.return_paid_by) == Some(Bearer::Seller);
    let given = label.is_some_and(|no| {
        draft.order.evidence.get(no.index()).is_some_and(|e| Some(e.author) == actor.party())
    });
    if label.is_some() && !given {
        return Err(invalid("label", "a file that the seller has submitted"));
    }
    if owed && !given {
        return Err(Refusal::Missing { items: vec!["label".into()] });
    }
    draft.push(OrderEvent::ReturnAddressGiven { case: no, address: address.clone(), label });
    leave(draft, no, Exit::Done);
    Ok(())
}

/// The opener sent it, with a tracking number.
pub(super) fn send(
    draft: &mut Draft<'_>,
    actor: &Actor,
    no: CaseNo,
    carrier: &str,
    number: &str,
) -> Result<(), Refusal> {
    at(draft, actor, no, Side::Opener, &[StageName::Dispatching])?;
    check_number(carrier, number)?;
    draft.push(OrderEvent::ReturnSent { case: no, carrier: carrier.to_owned(), number: number.to_owned() });
    draft.notice(draft.order.placed.seller, "return_sent", Some(no), None);
    leave(draft, no, Exit::Done);
    Ok(())
}

/// Scans of the returning parcel: arrival and loss move the case.
pub(super) fn scans(draft: &mut Draft<'_>, actor: &Actor, no: CaseNo, scans: &[Scan]) -> Result<(), Refusal> {
    let case = draft.case(no)?.clone();
    if !matches!(actor, Actor::Carrier(_) | Actor::Marketplace) {
        return Err(not_yours("the carrier or the marketplace"));
    }
    if case.returning.sent.is_none() {
        return Err(wrong_stage(&case));
    }
    let new: Vec<Scan> = scans.iter().filter(|s| !case.returning.scans.contains(s)).cloned().collect();
    if new.is_empty() {
        return Ok(());
    }
    if case.returning.scans.len() + new.len() > 500 {
        return Err(Refusal::Limit { what: "scans a parcel".into(), most: 500 });
    }
    let arrived = new.iter().any(|s| s.status == Status::Delivered);
    let lost = new.iter().any(|s| matches!(s.status, Status::Lost | Status::Damaged));
    draft.push(OrderEvent::ReturnScanned { case: no, scans: new });
    if case.stage.name == StageName::ReturnInTransit && arrived {
        leave(draft, no, Exit::Arrived);
    } else if case.stage.name == StageName::ReturnInTransit && lost {
        leave(draft, no, Exit::Lost);
    } else if arrived && awaits_return(&case) && procedure::spec(draft, no, StageName::Inspecting).is_some() {
        procedure::enter(draft, no, StageName::Inspecting);
    }
    Ok(())
}

/// In review because the return was lost or silent, and nothing of it was seen at the seller yet.
fn awaits_return(case: &Case) -> bool {
    case.open() && case.stage.name == StageName::Reviewing && case.returning.content.is_none()
}

/// What came, by whoever opened the parcel: a fact of its own, which may be put right until the return is accepted or
/// objected to (RET-5).
pub(super) fn receive(
    draft: &mut Draft<'_>,
    actor: &Actor,
    no: CaseNo,
    content: ReturnContent,
) -> Result<(), Refusal> {
    let case = draft.case(no)?.clone();
    if *actor != Actor::Marketplace && draft.side(no, actor)? != Side::Respondent {
        return Err(not_yours("the seller or the marketplace"));
    }
    if !case.open() || !matches!(case.stage.name, StageName::Inspecting | StageName::ReturnInTransit) {
        return Err(wrong_stage(&case));
    }
    if case.returning.content == Some(content) {
        return Err(Refusal::AlreadyDone);
    }
    if case.stage.name == StageName::ReturnInTransit {
        leave(draft, no, Exit::Arrived);
    }
    draft.push(OrderEvent::ReturnReceived { case: no, content });
    draft.notice(draft.order.placed.buyer, "return_received", Some(no), None);
    Ok(())
}

/// The content as it is now told, where that is news.
fn came(draft: &mut Draft<'_>, no: CaseNo, content: ReturnContent) {
    if draft.order.case(no).is_some_and(|case| case.returning.content != Some(content)) {
        draft.push(OrderEvent::ReturnReceived { case: no, content });
    }
}

/// What came, and it is accepted: two facts.
pub(super) fn accept(
    draft: &mut Draft<'_>,
    actor: &Actor,
    no: CaseNo,
    content: ReturnContent,
) -> Result<(), Refusal> {
    let case = at(draft, actor, no, Side::Respondent, &[StageName::Inspecting, StageName::ReturnInTransit])?;
    if case.stage.name == StageName::ReturnInTransit {
        leave(draft, no, Exit::Arrived);
    }
    came(draft, no, content);
    draft.push(OrderEvent::ReturnAccepted { case: no });
    draft.notice(draft.order.placed.buyer, "return_accepted", Some(no), None);
    leave(draft, no, Exit::Accept);
    Ok(())
}

/// What came, and why it is not accepted; the documents must all be there.
pub(super) fn object(
    draft: &mut Draft<'_>,
    actor: &Actor,
    no: CaseNo,
    content: ReturnContent,
    words: &Words,
    documents: &[EvidenceNo],
) -> Result<(), Refusal> {
    let case = at(draft, actor, no, Side::Respondent, &[StageName::Inspecting])?;
    if words.reason.is_empty() {
        return Err(Refusal::Missing { items: vec!["reason".into()] });
    }
    let shown = |id: &str| {
        crate::case::facts::ticked(&draft.order, &case, id, PolicySide::Respondent)
            .is_some_and(|e| documents.contains(&e.no))
    };
    let asked = draft.context.policy.disputes.objection_evidence.iter().filter(|r| !r.optional);
    let missing: Vec<String> = asked.filter(|r| !shown(&r.id)).map(|r| r.id.clone()).collect();
    if !missing.is_empty() {
        return Err(Refusal::Missing { items: missing });
    }
    came(draft, no, content);
    draft.push(OrderEvent::ReturnObjected { case: no, words: words.clone(), documents: documents.to_vec() });
    draft.notice(draft.order.placed.buyer, "return_objected", Some(no), None);
    leave(draft, no, Exit::Object);
    Ok(())
}
