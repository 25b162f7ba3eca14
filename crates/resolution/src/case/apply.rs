//! Taking a case's events into the state. Total.
use super::procedure::By;
use super::remedy::Remedy;
use super::{Answer, Case, CaseKind, DraftAnswer, Investigation, Proposal, Return, Stage};
use crate::actor::{Actor, Side};
use crate::id::CaseNo;
use crate::order::Order;
use crate::order::event::{CaseOpened, OrderEvent};
use crate::policy::StageName;
use jiff::Timestamp;

/// Takes the event if it is one of a case; says whether it was.
pub(crate) fn apply(order: &mut Order, event: &OrderEvent, at: Timestamp) -> bool {
    if let OrderEvent::CaseOpened(opened) = event {
        open(order, opened, at);
        return true;
    }
    let Some(no) = case_of(event) else { return false };
    after(order, no, event, at);
    crate::order::compensation::apply(order, event, at);
    crate::order::claim::apply(order, event, at);
    if let Some(case) = order.cases.get_mut(no.index()) {
        case.revision += 1;
        stage_event(case, event, at);
        talk_event(case, event, at);
        investigation_event(case, event, at);
        super::funding::apply(case, event, at);
        return_event(case, event, at);
    }
    true
}

/// The case that an event belongs to. Messages, evidence, refunds and notices are the order's, whatever case they name.
#[must_use]
pub const fn case_of(event: &OrderEvent) -> Option<CaseNo> {
    match event {
        OrderEvent::StageEntered { case, .. }
        | OrderEvent::FundingAnswered { case, .. }
        | OrderEvent::FundingUsed { case, .. }
        | OrderEvent::ClockStopped { case, .. }
        | OrderEvent::ClockResumed { case, .. }
        | OrderEvent::AnswerDrafted { case, .. }
        | OrderEvent::CaseAnswered { case, .. }
        | OrderEvent::NegligenceHeld { case, .. }
        | OrderEvent::ProposalMade { case, .. }
        | OrderEvent::ProposalRejected { case, .. }
        | OrderEvent::ProposalAccepted { case, .. }
        | OrderEvent::OutcomeFixed { case, .. }
        | OrderEvent::CaseEscalated { case, .. }
        | OrderEvent::MediatorAssigned { case, .. }
        | OrderEvent::InvestigationAsked { case, .. }
        | OrderEvent::FindingReported { case, .. }
        | OrderEvent::FindingMissed { case }
        | OrderEvent::QuestionAsked { case, .. }
        | OrderEvent::QuestionAnswered { case, .. }
        | OrderEvent::CaseRuled { case, .. }
        | OrderEvent::CaseAppealed { case, .. }
        | OrderEvent::AppealWaived { case, .. }
        | OrderEvent::ReturnAddressGiven { case, .. }
        | OrderEvent::ReturnSent { case, .. }
        | OrderEvent::ReturnScanned { case, .. }
        | OrderEvent::ReturnReceived { case, .. }
        | OrderEvent::ReturnAccepted { case }
        | OrderEvent::ReturnObjected { case, .. }
        | OrderEvent::CaseClosed { case, .. }
        | OrderEvent::StaffTaskRaised { case, .. } => Some(*case),
        OrderEvent::CaseChanged(changed) => Some(changed.case),
        OrderEvent::PaymentClaimed(claimed) => Some(claimed.case),
        OrderEvent::BuyerCauseStated(stated) => Some(stated.case),
        OrderEvent::ClaimAnswered(said) => Some(said.case),
        OrderEvent::ClaimPaid(paid) => Some(paid.case),
        OrderEvent::CompensationDue(due) => Some(due.case),
        OrderEvent::CompensationPaid(paid) => Some(paid.case),
        OrderEvent::CompensationReversed(reversed) => Some(reversed.case),
        OrderEvent::FundingWeighed(weighed) => Some(weighed.case),
        OrderEvent::StandingHeard(heard) => Some(heard.case),
        OrderEvent::QuestionnaireAnswered(filled) => Some(filled.case),
        _ => None,
    }
}

fn open(order: &mut Order, opened: &CaseOpened, at: Timestamp) {
    order.cases.push(Case {
        no: opened.case,
        kind: opened.kind,
        by: opened.by,
        opened: at,
        received: opened.received,
        reason: opened.reason.clone(),
        sub_reason: opened.sub_reason.clone(),
        procedure: opened.procedure.clone(),
        units: opened.units.clone(),
        reserved: opened.reserved.iter().map(|(component, _)| *component).collect(),
        asked: opened.asked.clone(),
        known: opened.known.clone(),
        messages_before: opened.messages_before,
        changes: 0,
        revision: 1,
        stage: Stage {
            name: StageName::Closed,
            since: at,
            end: None,
            promised: None,
            on_end: String::new(),
            stopped: Vec::new(),
            left: None,
            reminded: false,
        },
        negotiation_end: None,
        paused_review: None,
        asked_side: None,
        proposals: Vec::new(),
        answered: false,
        draft: None,
        escalated: None,
        amount_at_escalation: None,
        mediator: None,
        ruled_by: Vec::new(),
        rulings: Vec::new(),
        appealed: false,
        waived: Vec::new(),
        investigation: None,
        finding: None,
        buyer_cause: None,
        fixed: None,
        ruled: false,
        fault: false,
        funding: None,
        returning: Return::default(),
        return_silent: false,
        refund: None,
        task: None,
        closed: None,
        text: opened.text.clone(),
    });
}

/// What a case's event does beyond the case: to units and parcels.
fn after(order: &mut Order, no: CaseNo, event: &OrderEvent, at: Timestamp) {
    let Some(case) = order.cases.get(no.index()) else {
        return;
    };
    let units: Vec<_> = case.units.iter().map(|(_, unit)| *unit).collect();
    match event {
        // A complaint is about its seller: it settles no goods, and what was withdrawn of it counts for none.
        OrderEvent::OutcomeFixed { .. } | OrderEvent::CaseClosed { .. } if !case.kind.about_goods() => {}
        OrderEvent::OutcomeFixed { .. } => {
            for no_unit in units {
                let parcel = order.parcel_of(no_unit).map(|p| p.no);
                if let Some(unit) = order.units.get_mut(no_unit.index()) {
                    unit.settled = Some((no, parcel));
                }
            }
        }
        OrderEvent::CaseClosed { closing, .. } if case.kind == CaseKind::Return => {
            give_back(order, no, *closing)
        }
        OrderEvent::CaseClosed { closing: super::Closing::Withdrawn, .. } => {
            for no_unit in units {
                if let Some(unit) = order.units.get_mut(no_unit.index()) {
                    unit.withdrawn = unit.withdrawn.saturating_add(1);
                }
            }
        }
        OrderEvent::BuyerCauseStated(stated) => {
            for no_unit in units {
                let parcel = order.parcel_of(no_unit).map(|p| p.no);
                if let Some(parcel) = parcel.and_then(|p| order.parcels.get_mut(p.index())) {
                    let span = (stated.from, stated.until.unwrap_or(at));
                    if !parcel.excused.contains(&span) {
                        parcel.excused.push(span);
                    }
                }
            }
        }
        _ => {}
    }
}

/// A return that came to nothing gives its units back: they can be disputed for another reason (RET-9).
fn give_back(order: &mut Order, no: CaseNo, closing: super::Closing) {
    use super::Closing::{
        Agreed, ClaimPaid, Cleared, Compensated, Dismissed, Lapsed, Refunded, Replaced, TurnedUp, Upheld,
        Withdrawn,
    };
    match closing {
        Refunded | Replaced | Agreed | Upheld | Compensated | TurnedUp | Cleared | ClaimPaid => {}
        Dismissed | Lapsed | Withdrawn => {
            let own = |settled: &(CaseNo, Option<crate::id::ParcelNo>)| settled.0 == no;
            for unit in order.units.iter_mut().filter(|unit| unit.settled.as_ref().is_some_and(own)) {
                unit.settled = None;
            }
        }
    }
}

fn stage_event(case: &mut Case, event: &OrderEvent, at: Timestamp) {
    match event {
        OrderEvent::StageEntered { stage, end, promised, on_end, .. } => {
            enter(case, *stage, *end, *promised, on_end, at)
        }
        OrderEvent::ClockStopped { why, left, .. } => {
            case.stage.stopped.push(why.clone());
            case.stage.left.get_or_insert(*left);
        }
        OrderEvent::ClockResumed { why, end, .. } => {
            case.stage.stopped.retain(|cause| cause != why);
            if case.stage.stopped.is_empty() {
                case.stage.left = None;
                case.stage.end = Some(*end);
            }
        }
        OrderEvent::StaffTaskRaised { times, next, .. } => case.task = Some((times.saturating_add(1), *next)),
        OrderEvent::CaseClosed { closing, .. } => case.closed = Some((*closing, at)),
        OrderEvent::CaseEscalated { .. } => {
            case.escalated = Some(at);
            case.amount_at_escalation = case.asked.amount();
        }
        _ => {}
    }
}

fn enter(
    case: &mut Case,
    name: StageName,
    end: Option<Timestamp>,
    promised: Option<Timestamp>,
    on_end: &str,
    at: Timestamp,
) {
    let resumed = case.paused_review.take_if(|paused| paused.name == name);
    let pauses =
        matches!(name, StageName::Answering | StageName::Proposed) && case.stage.name == StageName::Reviewing;
    let before = std::mem::replace(
        &mut case.stage,
        Stage {
            name,
            since: resumed.map_or(at, |paused| paused.since),
            end,
            promised,
            on_end: on_end.to_owned(),
            stopped: Vec::new(),
            left: None,
            reminded: false,
        },
    );
    case.return_silent |= before.name == StageName::ReturnInTransit && name == StageName::Reviewing;
    if pauses {
        case.paused_review = Some(Box::new(before));
    } else if !matches!(name, StageName::Answering | StageName::Proposed) {
        // The review is over, not interrupted: a later one begins anew.
        case.paused_review = None;
    }
    if name == StageName::Negotiating {
        case.negotiation_end = case.negotiation_end.or(end);
    }
    case.task = None;
}

fn talk_event(case: &mut Case, event: &OrderEvent, at: Timestamp) {
    match event {
        OrderEvent::CaseChanged(changed) => {
            case.reason.clone_from(&changed.reason);
            case.sub_reason.clone_from(&changed.sub_reason);
            case.asked = changed.asked.clone();
            case.changes = case.changes.saturating_add(1);
            if case.escalated.is_some() {
                case.amount_at_escalation = changed.asked.amount().or(case.amount_at_escalation);
            }
        }
        OrderEvent::AnswerDrafted { answer, words, .. } => {
            case.draft = Some(DraftAnswer { answer: answer.clone(), words: words.clone(), at });
        }
        OrderEvent::CaseAnswered { answer, .. } => {
            (case.answered, case.draft) = (true, None);
            match answer {
                Answer::Accept => case.fixed = Some(case.asked.clone()),
                Answer::WithoutReturn => {
                    case.fixed = case.asked.amount().map(|amount| Remedy::Refund { amount });
                }
                Answer::Reject | Answer::Investigate { .. } => {}
            }
        }
        OrderEvent::ProposalMade { proposal, by, remedy, terms, words, .. } => {
            case.answered = case.answered || *by == Side::Respondent;
            case.proposals.push(Proposal {
                no: *proposal,
                by: *by,
                remedy: remedy.clone(),
                terms: terms.clone(),
                words: words.clone(),
                at,
                refused_by: Vec::new(),
                accepted_by: Vec::new(),
            });
        }
        OrderEvent::ProposalRejected { proposal, by, .. } => {
            if let Some(proposal) = case.proposals.get_mut(proposal.index()) {
                proposal.refused_by.push(*by);
            }
        }
        OrderEvent::ProposalAccepted { proposal, by, .. } => {
            if let Some(proposal) = case.proposals.get_mut(proposal.index()) {
                proposal.accepted_by.push(*by);
            }
        }
        OrderEvent::OutcomeFixed { remedy, by, .. } => {
            case.fixed.clone_from(remedy);
            case.ruled |= by == By::Ruling.word();
        }
        OrderEvent::MediatorAssigned { mediator, .. } => case.mediator = Some(*mediator),
        OrderEvent::BuyerCauseStated(stated) => {
            case.buyer_cause = Some((stated.cause.clone(), stated.from, stated.until))
        }
        OrderEvent::CaseRuled { ruling, .. } => {
            if let Actor::Mediator(id) = ruling.by {
                case.ruled_by.push(id);
            }
            case.rulings.push((**ruling).clone());
        }
        OrderEvent::CaseAppealed { .. } => {
            case.appealed = true;
            case.mediator = None;
        }
        OrderEvent::AppealWaived { by, .. } => case.waived.push(*by),
        _ => asked_event(case, event),
    }
}

/// Who is asked something now.
fn asked_event(case: &mut Case, event: &OrderEvent) {
    match event {
        OrderEvent::QuestionAsked { side, .. } => case.asked_side = Some(*side),
        // Where nothing confirms the receipt, the buyer is asked with the claim itself.
        OrderEvent::PaymentClaimed(claimed) if claimed.confirmation.is_none() => {
            case.asked_side = Some(Side::Opener);
        }
        OrderEvent::QuestionAnswered { .. } => case.asked_side = None,
        OrderEvent::ClaimAnswered(_) if case.stage.name == StageName::Answering => {
            case.asked_side = case.asked_side.filter(|side| *side != Side::Opener);
        }
        _ => {}
    }
}

fn investigation_event(case: &mut Case, event: &OrderEvent, at: Timestamp) {
    match event {
        OrderEvent::InvestigationAsked { carrier, number, .. } => {
            case.investigation = Some(Investigation {
                carrier: carrier.clone(),
                number: number.clone(),
                asked: at,
                missed: None,
                found: None,
            });
        }
        OrderEvent::FindingMissed { .. } => {
            if let Some(asked) = &mut case.investigation {
                asked.missed = Some(at);
            }
        }
        OrderEvent::FindingReported { finding, .. } => {
            case.finding = Some(*finding);
            if let Some(asked) = &mut case.investigation {
                asked.found = Some(at);
            }
        }
        _ => {}
    }
}

fn return_event(case: &mut Case, event: &OrderEvent, at: Timestamp) {
    match event {
        OrderEvent::ReturnAddressGiven { address, label, .. } => {
            case.returning.address = Some(address.clone());
            case.returning.label = *label;
        }
        OrderEvent::ReturnSent { carrier, number, .. } => {
            case.returning.sent = Some((carrier.clone(), number.clone()))
        }
        OrderEvent::ReturnScanned { scans, .. } => case.returning.scans.extend(scans.iter().cloned()),
        OrderEvent::ReturnReceived { content, .. } => {
            case.returning.content = Some(*content);
            case.returning.received = Some(at);
        }
        OrderEvent::ReturnAccepted { .. } => case.returning.accepted = Some(at),
        OrderEvent::ReturnObjected { .. } => case.returning.objected = true,
        _ => {}
    }
}
