//! Cases: opening one, and reading it with its reasons and its proof.
use crate::acts::{self, Acted, order_of, shown_case, visible};
use crate::auth::Caller;
use crate::error::Answer;
use crate::extract::{Intent, Params, Path};
use crate::parties::Names;
use crate::state::App;
use crate::texts::{self, Texts};
use crate::{convert, ids, pages, view};
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use resolution::aggregate::Event;
use resolution::case::Received;
use resolution::id::{AggregateId, OrderId};
use resolution::order::command::{Opening, OrderCommand};
use resolution::order::explain::explain;
use resolution::seal::Seal;
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(open))
        .routes(routes!(read))
        .routes(routes!(explanation))
        .routes(routes!(file))
}

/// The buyer opens a dispute over units of the order (DIS-1 to DIS-5).
#[utoipa::path(post, path = "/v1/orders/{order}/cases", operation_id = "openCase", tag = "cases",
    request_body = api::NewCase, responses((status = 201, body = api::Done)))]
pub(crate) async fn open(
    State(app): State<App>,
    Path(order): Path<String>,
    intent: Intent<api::NewCase>,
) -> Answer<Acted<api::Done>> {
    let (intent, new) = intent.split();
    let (marketplace, author) = (intent.caller.id(), acts::author(&app, &intent.caller));
    let text = texts::seal_any(&app, marketplace, author, new.text.as_deref()).await?;
    opened(&app, ids::order(&order)?, intent, new, text).await
}

/// Opens a dispute whose text is sealed already.
pub(crate) async fn opened(
    app: &App,
    order: OrderId,
    intent: Intent<()>,
    new: api::NewCase,
    text: Option<Seal>,
) -> Answer<Acted<api::Done>> {
    let found = visible(app, &intent.caller, order).await?;
    let order = order_of(&found)?;
    let (marketplace, author) = (intent.caller.id(), acts::author(app, &intent.caller));
    let asked = convert::remedy(app, marketplace, author, &new.remedy, order.placed.currency).await?;
    let opening = Opening {
        units: convert::units(&new.units),
        received: if new.received { Received::Yes } else { Received::No },
        reason: new.reason,
        sub_reason: new.sub_reason,
        asked,
        text,
    };
    acts::on_order(app, intent, order.id, OrderCommand::OpenDispute(opening)).await
}

/// A case: both sides, the clock with its consequence, what is still missing, and what its reader may do now. The
/// `ETag` is its revision.
#[utoipa::path(get, path = "/v1/cases/{case}", operation_id = "readCase", tag = "cases", params(api::Reader),
    responses((status = 200, body = api::CaseView, headers(("ETag" = String, description = "The revision, for If-Match")))))]
pub(crate) async fn read(
    State(app): State<App>,
    caller: Caller,
    Path(case): Path<String>,
    Params(reader): Params<api::Reader>,
) -> Answer<impl IntoResponse> {
    let (order, no) = ids::case(&case)?;
    let found = visible(&app, &caller, order).await?;
    let case = shown_case(&found, &caller, no)?;
    let seals = texts::of_case(case);
    let page = pages::page(&app, &caller, &found, &reader, seals, |reading| {
        view::case(reading, case, caller.staff())
    });
    let page = page.await?;
    Ok(([(header::ETAG, format!("\"{}\"", page.revision))], Json(page)))
}

/// Why the case went as it went, from its events alone: rules, facts, evidence, instants, money, and where a mediator
/// departed from the recommendation.
#[utoipa::path(get, path = "/v1/cases/{case}/explanation", operation_id = "explainCase", tag = "cases",
    responses((status = 200, body = Object)))]
pub(crate) async fn explanation(
    State(app): State<App>,
    caller: Caller,
    Path(case): Path<String>,
) -> Answer<Json<Value>> {
    let (order, no) = ids::case(&case)?;
    let found = visible(&app, &caller, order).await?;
    shown_case(&found, &caller, no)?;
    let history = app.engine.history(caller.id(), AggregateId::Order(order)).await?;
    let events =
        history.iter().flat_map(|entry| entry.record.events.iter().map(|event| (entry.record.at, event)));
    let events = events
        .filter_map(|(at, event)| if let Event::Order(event) = event { Some((at, event)) } else { None });
    let explained = explain(no, events, &found.governing.policy);
    Ok(Json(serde_json::to_value(&explained).unwrap_or_default()))
}

/// The case file, to take elsewhere: every record of the order as it is stored, with the hashes that prove it, and what
/// was written (EVI-6, DIS-13).
#[utoipa::path(get, path = "/v1/cases/{case}/file", operation_id = "readCaseFile", tag = "cases",
    responses((status = 200, body = api::CaseFile)))]
pub(crate) async fn file(
    State(app): State<App>,
    caller: Caller,
    Path(case): Path<String>,
) -> Answer<Json<api::CaseFile>> {
    let (id, no) = ids::case(&case)?;
    let found = visible(&app, &caller, id).await?;
    shown_case(&found, &caller, no)?;
    let order = order_of(&found)?;
    let stored = app.engine.store().history(AggregateId::Order(id)).await?;
    let mut seals = Vec::new();
    let records = stored.iter().map(|stored| {
        if let Ok(body) = serde_json::from_slice::<Value>(&stored.body) {
            gather(&body, &mut seals);
        }
        api::FileRecord {
            position: stored.position,
            hash: hex::encode(stored.hash),
            body: String::from_utf8_lossy(&stored.body).into_owned(),
        }
    });
    let records = records.collect();
    // Files have their digests in the records; only what was written is opened here.
    let files: Vec<&Seal> =
        order.evidence.iter().filter(|piece| piece.kind != "text").map(|piece| &piece.seal).collect();
    let texts: Vec<&Seal> = seals.iter().filter(|seal| !files.contains(seal)).collect();
    let named = pages::parties(order).into_iter().chain(seals.iter().map(|seal| seal.by)).collect();
    let names = Names::load(&app, caller.id(), named).await?;
    let texts = Texts::load(&app, caller.id(), &names, texts).await?;
    Ok(Json(api::CaseFile {
        case,
        order: id.to_string(),
        policy: order.placed.policy.clone(),
        parties: names.all(),
        records,
        texts: texts.all(),
    }))
}

/// Every seal inside a record.
fn gather(value: &Value, into: &mut Vec<Seal>) {
    if value.get("digest").is_some()
        && let Ok(seal) = serde_json::from_value::<Seal>(value.clone())
    {
        into.push(seal);
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| gather(item, into)),
        Value::Object(fields) => fields.values().for_each(|field| gather(field, into)),
        _ => {}
    }
}
