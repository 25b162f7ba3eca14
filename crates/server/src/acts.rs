//! The one way from a request to the engine and back.
use crate::auth::Caller;
use crate::error::{Answer, ApiError, REPLAYED};
use crate::extract::{Guard, Intent};
use crate::state::App;
use crate::{ids, parties, view};
use api::problem::Code;
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use engine::state::fold;
use engine::{Decided, Entry, Envelope, IfMatch, View};
use resolution::actor::Actor;
use resolution::aggregate::{Aggregate, Command, Event};
use resolution::id::{AggregateId, CaseNo, OrderId, PartyId};
use resolution::order::Order;
use resolution::order::command::OrderCommand;
use resolution::order::event::OrderEvent;

/// An answer that may be a repeat.
pub(crate) struct Acted<T> {
    pub(crate) status: StatusCode,
    pub(crate) replayed: bool,
    pub(crate) body: T,
}

impl<T: serde::Serialize> IntoResponse for Acted<T> {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.body)).into_response();
        if self.replayed {
            response.headers_mut().insert(REPLAYED, axum::http::HeaderValue::from_static("true"));
        }
        response
    }
}

/// An order that exists for this caller.
pub(crate) async fn visible(app: &App, caller: &Caller, id: OrderId) -> Answer<View> {
    let view = app.engine.order(caller.id(), id).await?;
    let seen = |view: &View| view.aggregate.order().is_some_and(|order| caller.sees(order));
    view.filter(seen).ok_or_else(|| ApiError::not_found("order"))
}

/// The order of a view that [`visible`] gave.
pub(crate) fn order_of(view: &View) -> Answer<&Order> {
    view.aggregate.order().ok_or_else(|| ApiError::not_found("order"))
}

/// Under whose key the caller's words are sealed.
pub(crate) fn author(app: &App, caller: &Caller) -> PartyId {
    // No party can have an id with a control character in it, so this one is the marketplace's own.
    caller.actor.party().unwrap_or_else(|| app.vault.pseudonym(caller.id(), "\u{0}marketplace"))
}

/// Carries out an act on an order that is visible to the caller.
pub(crate) async fn on_order(
    app: &App,
    intent: Intent<()>,
    order: OrderId,
    command: OrderCommand,
) -> Answer<Acted<api::Done>> {
    visible(app, &intent.caller, order).await?;
    let if_match = intent.guard.if_match.map(IfMatch::Version);
    act(app, &intent.caller, &intent.guard, Aim { order, case: None, if_match }, command).await
}

/// Carries out an act in a case of an order that is visible to the caller.
pub(crate) async fn in_case(
    app: &App,
    intent: Intent<()>,
    (order, case): (OrderId, CaseNo),
    command: OrderCommand,
) -> Answer<Acted<api::Done>> {
    shown_case(&visible(app, &intent.caller, order).await?, &intent.caller, case)?;
    let revision = intent.guard.if_match.map(|seen| u32::try_from(seen).unwrap_or(u32::MAX));
    let if_match = revision.map(|revision| IfMatch::Case(case, revision));
    act(app, &intent.caller, &intent.guard, Aim { order, case: Some(case), if_match }, command).await
}

/// A case of a visible order.
pub(crate) fn case_of(view: &View, no: CaseNo) -> Answer<&resolution::case::Case> {
    order_of(view)?.case(no).ok_or_else(|| ApiError::not_found("case"))
}

/// A case of a visible order that is this caller's to see.
pub(crate) fn shown_case<'v>(
    view: &'v View,
    caller: &Caller,
    no: CaseNo,
) -> Answer<&'v resolution::case::Case> {
    let (order, case) = (order_of(view)?, case_of(view, no)?);
    if order.shows(case, &caller.actor) { Ok(case) } else { Err(ApiError::not_found("case")) }
}

/// What an act is aimed at.
struct Aim {
    order: OrderId,
    case: Option<CaseNo>,
    if_match: Option<IfMatch>,
}

async fn act(
    app: &App,
    caller: &Caller,
    guard: &Guard,
    aim: Aim,
    command: OrderCommand,
) -> Answer<Acted<api::Done>> {
    if let (Actor::Mediator(_) | Actor::Finance(_), Some(external)) = (&caller.actor, &caller.external) {
        parties::remember(app, caller.id(), external).await?;
    }
    let id = AggregateId::Order(aim.order);
    let mut envelope = Envelope::new(caller.id(), id, Command::Order(command), caller.actor.clone());
    envelope.idempotency.clone_from(&guard.idempotency);
    envelope.if_match = aim.if_match;
    let (answer, made) = app.engine.submit_and_tell(envelope).await?;
    let decided = decided(answer)?;
    let done = match made {
        Some(made) => done(&aim, decided, &made.events.iter().collect::<Vec<_>>(), |case| {
            made.revisions.get(case.index()).copied()
        }),
        None => again(app, caller, &aim, decided).await?,
    };
    let status = if done.created.is_some() { StatusCode::CREATED } else { StatusCode::OK };
    Ok(Acted { status, replayed: decided.replayed, body: done })
}

/// The answer to a repeat: the same as then, from the history.
async fn again(app: &App, caller: &Caller, aim: &Aim, decided: Decided) -> Answer<api::Done> {
    let id = AggregateId::Order(aim.order);
    let history = app.engine.history(caller.id(), id).await?;
    let made = made(&history, decided);
    let revision = match aim.case.or_else(|| made.iter().find_map(|event| opened(event))) {
        Some(case) => revision(app, id, decided, case).await?,
        None => None,
    };
    Ok(done(aim, decided, &made, |_| revision))
}

fn done(
    aim: &Aim,
    decided: Decided,
    made: &[&Event],
    revision: impl FnOnce(CaseNo) -> Option<u32>,
) -> api::Done {
    let case = aim.case.or_else(|| made.iter().find_map(|event| opened(event)));
    api::Done {
        id: AggregateId::Order(aim.order).to_string(),
        version: decided.version,
        created: made.iter().find_map(|event| created(event, aim.order)),
        revision: case.and_then(revision),
        events: made.iter().map(|event| view::kind(event)).collect(),
    }
}

/// Gives a command to the engine.
pub(crate) async fn submit(app: &App, envelope: Envelope) -> Answer<Decided> {
    decided(app.engine.submit(envelope).await?)
}

/// What the engine answered, as a decision or a problem.
pub(crate) fn decided(answer: engine::Answer) -> Answer<Decided> {
    match answer {
        engine::Answer::Decided(decided) => Ok(decided),
        engine::Answer::Refused { refusal, replayed } => Err(ApiError::refused(&refusal, replayed)),
        engine::Answer::KeyReused => Err(ApiError::new(
            Code::KeyReused,
            "This Idempotency-Key was used for another request; use a new key for a new request.",
        )),
        engine::Answer::Stale { current } => Err(ApiError::new(
            Code::Stale,
            format!("It has changed since you looked; it is at \"{current}\" now. Look again, then decide."),
        )),
    }
}

/// The events that a command made, in order.
pub(crate) fn made(history: &[Entry], decided: Decided) -> Vec<&Event> {
    let numbered = history.iter().flat_map(|entry| (entry.record.first..).zip(&entry.record.events));
    let own = numbered.filter(|(number, _)| (decided.first..=decided.version).contains(number));
    own.map(|(_, event)| event).collect()
}

fn created(event: &Event, order: OrderId) -> Option<String> {
    let Event::Order(event) = event else { return None };
    let (prefix, no) = match event {
        OrderEvent::CaseOpened(opened) => (ids::CASE, opened.case.0),
        OrderEvent::ShipmentDeclared(declared) => (ids::PARCEL, declared.parcel.0),
        OrderEvent::EvidenceSealed(sealed) => (ids::EVIDENCE, sealed.evidence.0),
        OrderEvent::HoldPlaced { hold, .. } => (ids::HOLD, hold.0),
        OrderEvent::RefundPromised(refund) if refund.case.is_none() => (ids::REFUND, refund.refund.0),
        _ => return None,
    };
    Some(ids::write(prefix, order, no))
}

fn opened(event: &Event) -> Option<CaseNo> {
    if let Event::Order(OrderEvent::CaseOpened(opened)) = event { Some(opened.case) } else { None }
}

/// The revision of a case right after the act, however long ago that was: a repeat gives the same.
async fn revision(app: &App, id: AggregateId, decided: Decided, case: CaseNo) -> Answer<Option<u32>> {
    let mut records = app.engine.store().history(id).await?;
    let last = |body: &[u8]| engine::record::Record::decode(id, body).map(|record| record.last()).ok();
    records.retain(|record| last(&record.body).is_none_or(|last| last <= decided.version));
    let state = fold(id, Aggregate::Nothing, &records).ok();
    Ok(state.and_then(|state| state.order()?.case(case).map(|case| case.revision)))
}
