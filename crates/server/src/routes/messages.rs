//! Messages on an order and in its cases (MSG-1).
use crate::acts::{self, Acted, order_of, visible};
use crate::auth::Caller;
use crate::error::{Answer, ApiError};
use crate::extract::{Intent, Path};
use crate::parties::Names;
use crate::state::App;
use crate::texts::{self, Texts};
use crate::{ids, pages};
use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use resolution::aggregate::Event;
use resolution::id::{AggregateId, CaseNo};
use resolution::order::command::OrderCommand;
use resolution::order::event::OrderEvent;
use resolution::seal::Seal;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(write, list))
}

/// Writes a message; it is sealed on arrival and part of every case of the order.
#[utoipa::path(post, path = "/v1/orders/{order}/messages", operation_id = "writeMessage", tag = "orders",
    request_body = api::NewMessage, responses((status = 200, body = api::Done)))]
pub(crate) async fn write(
    State(app): State<App>,
    Path(order): Path<String>,
    intent: Intent<api::NewMessage>,
) -> Answer<Acted<api::Done>> {
    let (intent, new) = intent.split();
    let order = ids::order(&order)?;
    visible(&app, &intent.caller, order).await?;
    let case = new.case.map(|case| ids::case_in(&case, order)).transpose()?;
    if new.text.trim().is_empty() {
        return Err(ApiError::invalid("text", "words"));
    }
    let words = texts::seal(&app, intent.caller.id(), acts::author(&app, &intent.caller), &new.text).await?;
    acts::on_order(&app, intent, order, OrderCommand::WriteMessage { case, words }).await
}

struct Message<'e> {
    at: Timestamp,
    role: &'e str,
    case: Option<CaseNo>,
    words: &'e Seal,
}

/// All messages of an order, oldest first.
#[utoipa::path(get, path = "/v1/orders/{order}/messages", operation_id = "listMessages", tag = "orders",
    responses((status = 200, body = api::Messages)))]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Path(order): Path<String>,
) -> Answer<Json<api::Messages>> {
    let found = visible(&app, &caller, ids::order(&order)?).await?;
    let order = order_of(&found)?;
    let history = app.engine.history(caller.id(), AggregateId::Order(order.id)).await?;
    let events =
        history.iter().flat_map(|entry| entry.record.events.iter().map(|event| (entry.record.at, event)));
    let messages: Vec<Message<'_>> = events.filter_map(|(at, event)| message(at, event)).collect();
    let named =
        pages::parties(order).into_iter().chain(messages.iter().map(|message| message.words.by)).collect();
    let names = Names::load(&app, caller.id(), named).await?;
    let seals = messages.iter().map(|message| message.words).collect();
    let texts = Texts::load(&app, caller.id(), &names, seals).await?;
    let items = messages.iter().zip(0_u32..).map(|(message, number)| api::MessageView {
        message: number,
        at: message.at,
        role: message.role.to_owned(),
        case: message.case.map(|no| ids::write(ids::CASE, order.id, no.0)),
        text: texts.of(message.words),
    });
    Ok(Json(api::Messages { items: items.collect() }))
}

fn message(at: Timestamp, event: &Event) -> Option<Message<'_>> {
    match event {
        Event::Order(OrderEvent::MessageWritten { role, case, words, .. }) => {
            Some(Message { at, role, case: *case, words })
        }
        _ => None,
    }
}
