//! What happened, in words: the timeline of a case, and what has happened since a reader looked.
use super::evidence::who;
use super::reader::Reader;
use super::{reason, remedy, talk};
use crate::acts::order_of;
use crate::error::Answer;
use crate::parties::Names;
use crate::state::App;
use crate::texts::Texts;
use crate::{pages, view};
use engine::{Entry, View};
use jiff::Timestamp;
use maud::{Markup, html};
use resolution::aggregate::Event;
use resolution::case::CaseKind;
use resolution::case::remedy::Remedy;
use resolution::case::{Answer as Answered, case_of};
use resolution::id::{AggregateId, CaseNo};
use resolution::order::Order;
use resolution::order::event::{FreezeKind, OrderEvent};
use resolution::policy::{Policy, StageName};
use resolution::seal::{Seal, Words};

/// What a timeline shows before the rest is folded.
const SHOWN: usize = 6;

/// One thing that happened, in words.
#[derive(Clone)]
pub(crate) struct Happened {
    pub(crate) at: Timestamp,
    /// The event's stable word.
    pub(crate) kind: String,
    /// The sentence.
    pub(crate) said: String,
    /// What was said, asked or proposed.
    pub(crate) detail: Option<Markup>,
}

/// Of what everything is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    /// The order with all its cases.
    Order,
    /// A case by itself, as its timeline tells it.
    Case(CaseNo),
    /// A case with what bears on it from outside: words and evidence on the order itself, and what carriers report of the
    /// parcels of its goods.
    Around(CaseNo),
}

/// Everything that people should know, after an event's number; oldest first.
pub(crate) async fn since(
    app: &App,
    reader: &Reader,
    found: &View,
    of: Of,
    after: u64,
) -> Answer<Vec<Happened>> {
    let caller = &reader.session.caller;
    let order = order_of(found)?;
    let own = |event: &OrderEvent| {
        let case = about(order, event).and_then(|no| order.case(no));
        case.is_none_or(|case| order.shows(case, &caller.actor))
    };
    let entries = app.engine.history(caller.id(), AggregateId::Order(order.id)).await?;
    let wanted: Vec<(&Entry, &OrderEvent)> = entries
        .iter()
        .flat_map(|entry| (entry.record.first..).zip(&entry.record.events).map(move |both| (entry, both)))
        .filter_map(|(entry, (number, event))| match event {
            Event::Order(event) if number > after && told(order, of, event) && own(event) => {
                Some((entry, event))
            }
            _ => None,
        })
        .collect();
    let seals: Vec<&Seal> = wanted.iter().flat_map(|(_, event)| seals(event)).collect();
    let actors = wanted.iter().filter_map(|(entry, _)| entry.record.by.party());
    let named =
        pages::parties(order).into_iter().chain(seals.iter().map(|seal| seal.by)).chain(actors).collect();
    let names = Names::load(app, caller.id(), named).await?;
    let texts = Texts::load(app, caller.id(), &names, seals).await?;
    let under = (order, &*found.governing.policy);
    Ok(wanted.into_iter().map(|(entry, event)| one(reader, under, entry, event, &names, &texts)).collect())
}

/// What the mediator asked last in a case, and in which words.
pub(crate) async fn question(
    app: &App,
    reader: &Reader,
    found: &View,
    case: CaseNo,
) -> Answer<Option<Happened>> {
    let all = since(app, reader, found, Of::Case(case), 0).await?;
    Ok(all.into_iter().rfind(|one| one.kind == "question_asked"))
}

/// Whether an event is told: it concerns what is asked about, and it is for people.
fn told(order: &Order, of: Of, event: &OrderEvent) -> bool {
    use OrderEvent as E;
    let behind = matches!(
        event,
        E::NoticeSent { .. }
            | E::WindowSet { .. }
            | E::WindowShut { .. }
            | E::Reminded { .. }
            | E::InvestigationAsked { .. }
            | E::Flagged { .. }
            // What was weighed is for staff, who see it on the desk.
            | E::FundingWeighed(_)
            | E::StandingHeard(_)
            | E::AccountTold(_)
            | E::FundingUsed { .. }
            | E::QuestionnaireAnswered(_)
            // What it names stands beside the case that it begins.
            | E::PaymentClaimed(_)
            // A draft is its author's until it is confirmed.
            | E::AnswerDrafted { .. }
            | E::StaffTaskRaised { .. }
            | E::StageEntered { stage: StageName::Closed, .. }
    );
    let concerned = match of {
        Of::Order => true,
        Of::Case(case) => about(order, event) == Some(case),
        Of::Around(case) => about(order, event) == Some(case) || beside(order, case, event),
    };
    concerned && !behind
}

/// Whether an event that is about no case at all bears on this one.
fn beside(order: &Order, case: CaseNo, event: &OrderEvent) -> bool {
    use OrderEvent as E;
    match event {
        E::MessageWritten { case, .. } => case.is_none(),
        E::EvidenceSealed(sealed) => sealed.case.is_none(),
        E::EvidenceWithdrawn { evidence } | E::EvidenceRemoved { evidence, .. } => {
            order.evidence.get(evidence.index()).is_some_and(|piece| piece.case.is_none())
        }
        E::ScansRecorded { parcel, .. } => order.case(case).is_some_and(|case| {
            let parcel = order.parcels.get(parcel.index());
            let holds = |unit| parcel.is_some_and(|parcel| parcel.units.contains(unit));
            case.units.iter().any(|(_, unit)| holds(unit))
        }),
        _ => false,
    }
}

/// The case that an event is about: its own, or the one that it names.
fn about(order: &Order, event: &OrderEvent) -> Option<CaseNo> {
    use OrderEvent as E;
    match event {
        E::CaseOpened(opened) => Some(opened.case),
        E::MessageWritten { case, .. } => *case,
        E::EvidenceSealed(sealed) => sealed.case,
        E::ShipmentDeclared(shipment) => shipment.case,
        E::RefundPromised(refund) => refund.case,
        E::EvidenceWithdrawn { evidence } | E::EvidenceRemoved { evidence, .. } => {
            order.evidence.get(evidence.index())?.case
        }
        E::RefundLegMoved { refund, .. }
        | E::RefundRouteChanged { refund, .. }
        | E::RefundArrived { refund, .. } => order.refund(*refund)?.case,
        _ => case_of(event),
    }
}

fn of_remedy(remedy: &Remedy) -> Option<&Seal> {
    if let Remedy::Other { words } = remedy { Some(words) } else { None }
}

/// What was written in an event.
fn seals(event: &OrderEvent) -> Vec<&Seal> {
    let (typed, seal, remedy) = parts(event);
    typed
        .and_then(|words| words.text.as_ref())
        .into_iter()
        .chain(seal)
        .chain(remedy.and_then(of_remedy))
        .collect()
}

/// The typed words, the text and the remedy of an event.
fn parts(event: &OrderEvent) -> (Option<&Words>, Option<&Seal>, Option<&Remedy>) {
    use OrderEvent as E;
    match event {
        E::CaseAnswered { words, .. }
        | E::ProposalRejected { words, .. }
        | E::CaseEscalated { words, .. }
        | E::CaseAppealed { words, .. }
        | E::ReturnObjected { words, .. } => (Some(words), None, None),
        E::ProposalMade { remedy, words, .. } => (Some(words), None, Some(remedy)),
        E::MessageWritten { words, .. }
        | E::QuestionAsked { words, .. }
        | E::QuestionAnswered { words, .. } => (None, Some(words), None),
        E::ClaimAnswered(said) => (None, said.words.as_ref(), None),
        E::EvidenceSealed(sealed) => (None, sealed.caption.as_ref(), None),
        E::CaseOpened(opened) => (None, opened.text.as_ref(), Some(&opened.asked)),
        E::CaseChanged(changed) => (None, None, Some(&changed.asked)),
        E::OutcomeFixed { remedy, .. } => (None, None, remedy.as_ref()),
        E::ReturnAddressGiven { address, .. } => (None, Some(address), None),
        _ => (None, None, None),
    }
}

/// What is claimed, in the policy's words: as a case is opened by a party, and as it is changed.
fn claimed(reader: &Reader, policy: &Policy, event: &OrderEvent) -> Option<String> {
    let (reason, finer) = match event {
        OrderEvent::CaseOpened(opened) if opened.by.is_some() => (&opened.reason, &opened.sub_reason),
        OrderEvent::CaseChanged(changed) => (&changed.reason, &changed.sub_reason),
        _ => return None,
    };
    let known = policy.reason(reason)?;
    let finer = finer.as_ref().map(|id| reason::message(reader, policy, &format!("sub_reason.{id}")));
    let title = reason::message(reader, policy, &format!("reason.{}", known.id));
    Some(reason::shown(reader, &title, finer.as_deref()))
}

fn one(
    reader: &Reader,
    (order, policy): (&Order, &Policy),
    entry: &Entry,
    event: &OrderEvent,
    names: &Names,
    texts: &Texts,
) -> Happened {
    let kind = view::kind(&Event::Order(event.clone()));
    let by = names.who(&entry.record.by);
    let by = who(reader, &by.role, by.id.as_deref());
    let (typed, seal, remedied) = parts(event);
    let detail = (typed.is_some() || seal.is_some() || remedied.is_some()).then(|| {
        let remedied = remedied.map(|found| view::remedy(found, order.placed.currency, texts));
        html! {
            @if let Some(claimed) = claimed(reader, policy, event) { p { (claimed) } }
            @if let Some(remedied) = &remedied { p { (remedy::shown(reader, remedied)) } }
            @if let Some(typed) = typed { (remedy::words(reader, &texts.words(typed))) }
            @if let Some(seal) = seal { p class="said" { (talk::words(reader, &texts.of(seal))) } }
        }
    });
    Happened { at: entry.record.at, said: said(reader, &kind, event, &by), kind, detail }
}

fn said(reader: &Reader, kind: &str, event: &OrderEvent, by: &str) -> String {
    match event {
        OrderEvent::StageEntered { stage, .. } => reader.t(&format!("stage-{}", stage.word())),
        OrderEvent::CaseOpened(opened) if opened.kind == CaseKind::Return => {
            reader.with("history-return-requested", &[("who", by.into())])
        }
        OrderEvent::OrderFrozen { kind: FreezeKind::Risk, .. } => reader.t("event-order_frozen-risk"),
        OrderEvent::CaseOpened(opened) if opened.kind == CaseKind::Risk => {
            reader.with("history-risk", &[("who", by.into())])
        }
        OrderEvent::CaseOpened(opened) if opened.kind == CaseKind::SellerClaim => {
            reader.with("history-claimed", &[("who", by.into())])
        }
        OrderEvent::ClaimAnswered(said) => {
            let id = if said.received { "history-claim-there" } else { "history-claim-not-there" };
            reader.with(id, &[("who", by.into())])
        }
        OrderEvent::CaseOpened(opened) if opened.kind == CaseKind::Negligence => {
            reader.with("history-complained", &[("who", by.into())])
        }
        OrderEvent::CaseOpened(opened) if opened.kind == CaseKind::CarrierCompensation => {
            reader.t("history-compensation")
        }
        OrderEvent::CaseAnswered { answer, .. } => {
            let word = match answer {
                Answered::Accept => "accept",
                Answered::WithoutReturn => "refund_without_return",
                Answered::Reject => "reject",
                Answered::Investigate { .. } => "investigate",
            };
            reader.with(&format!("history-{word}"), &[("who", by.into())])
        }
        OrderEvent::FundingAnswered { granted, .. } => {
            reader.t(if *granted { "history-funded" } else { "event-funding_answered" })
        }
        OrderEvent::FindingReported { finding, .. } => reader.t(&format!("finding-{}", view::word(*finding))),
        OrderEvent::ReturnReceived { content, .. } => reader.t(&format!("content-{}", view::word(*content))),
        OrderEvent::CaseClosed { closing, .. } => reader.t(&format!("closed-{}", view::word(*closing))),
        _ => reader.with(&format!("event-{kind}"), &[("who", by.into())]),
    }
}

/// A list of what happened, as it stands in a note.
pub(crate) fn list(reader: &Reader, happened: &[Happened]) -> Markup {
    html! { ol class="happened" { @for one in happened { li data-event=(one.kind) { (entry(reader, one)) } } } }
}

fn entry(reader: &Reader, one: &Happened) -> Markup {
    html! {
        strong { (one.said) } br;
        span class="quiet small" { (reader.format.date_time(one.at)) }
        @if let Some(detail) = &one.detail { (detail) }
    }
}

/// The timeline, newest first; what is older is folded.
pub(crate) fn timeline(reader: &Reader, happened: &[Happened]) -> Markup {
    let newest: Vec<&Happened> = happened.iter().rev().collect();
    let (first, rest) = newest.split_at(newest.len().min(SHOWN));
    let way = |part: &[&Happened]| {
        html! { ol class="way" { @for one in part { li class="done" data-event=(one.kind) { (entry(reader, one)) } } } }
    };
    html! {
        (way(first))
        @if !rest.is_empty() {
            details { summary { (reader.with("history-earlier", &[("n", rest.len().into())])) } (way(rest)) }
        }
    }
}
