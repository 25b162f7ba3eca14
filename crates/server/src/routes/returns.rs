//! Returns for a change of mind (RET), and the way back of the goods in a case (DIS-17).
use super::case_acts::words;
use crate::acts::{self, Acted, author, visible};
use crate::error::Answer;
use crate::extract::{Intent, Path};
use crate::state::App;
use crate::{convert, ids, texts};
use axum::extract::State;
use resolution::order::command::{OrderCommand, ReturnRequest};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(request))
        .routes(routes!(receive))
        .routes(routes!(address))
        .routes(routes!(send))
        .routes(routes!(accept))
        .routes(routes!(object))
}

type Done = Answer<Acted<api::Done>>;

/// The buyer wants to send goods back for a change of mind (RET-1).
#[utoipa::path(post, path = "/v1/orders/{order}/returns", operation_id = "requestReturn", tag = "returns",
    request_body = api::NewReturn, responses((status = 201, body = api::Done)))]
pub(crate) async fn request(
    State(app): State<App>,
    Path(order): Path<String>,
    intent: Intent<api::NewReturn>,
) -> Done {
    let (intent, new) = intent.split();
    let order = ids::order(&order)?;
    visible(&app, &intent.caller, order).await?;
    let author = author(&app, &intent.caller);
    let text = texts::seal_any(&app, intent.caller.id(), author, new.text.as_deref()).await?;
    let (units, sub_reason) = (convert::units(&new.units), new.sub_reason);
    let wanted = ReturnRequest { units, reason: new.reason, sub_reason, text };
    acts::on_order(&app, intent, order, OrderCommand::RequestReturn(wanted)).await
}

/// The seller, or the marketplace's warehouse, says what came back; whether it is accepted is another fact (RET-5).
#[utoipa::path(post, path = "/v1/cases/{case}/return_receipt", operation_id = "receiveReturn", tag = "returns",
    request_body = api::ReturnReceipt, responses((status = 200, body = api::Done)))]
pub(crate) async fn receive(
    State(app): State<App>,
    Path(case): Path<String>,
    intent: Intent<api::ReturnReceipt>,
) -> Done {
    let (intent, new) = intent.split();
    let at = ids::case(&case)?;
    let command = OrderCommand::ReceiveReturn { case: at.1, content: convert::content(new.content) };
    acts::in_case(&app, intent, at, command).await
}

/// The respondent gives the return address, and the label where it is owed.
#[utoipa::path(post, path = "/v1/cases/{case}/return_address", operation_id = "giveReturnAddress", tag = "returns",
    request_body = api::ReturnAddress, responses((status = 200, body = api::Done)))]
pub(crate) async fn address(
    State(app): State<App>,
    Path(case): Path<String>,
    intent: Intent<api::ReturnAddress>,
) -> Done {
    let (intent, new) = intent.split();
    let at = ids::case(&case)?;
    visible(&app, &intent.caller, at.0).await?;
    let label = new.label.as_deref().map(|label| ids::evidence_in(label, at.0, "label")).transpose()?;
    let address = texts::seal(&app, intent.caller.id(), author(&app, &intent.caller), &new.address).await?;
    acts::in_case(&app, intent, at, OrderCommand::GiveReturnAddress { case: at.1, address, label }).await
}

/// The opener sent the goods back.
#[utoipa::path(post, path = "/v1/cases/{case}/return_shipment", operation_id = "sendReturn", tag = "returns",
    request_body = api::ReturnShipment, responses((status = 200, body = api::Done)))]
pub(crate) async fn send(
    State(app): State<App>,
    Path(case): Path<String>,
    intent: Intent<api::ReturnShipment>,
) -> Done {
    let (intent, new) = intent.split();
    let at = ids::case(&case)?;
    let command = OrderCommand::SendReturn { case: at.1, carrier: new.carrier, number: new.number };
    acts::in_case(&app, intent, at, command).await
}

/// The respondent says what came back, and accepts it.
#[utoipa::path(post, path = "/v1/cases/{case}/return_accept", operation_id = "acceptReturn", tag = "returns",
    request_body = api::AcceptReturn, responses((status = 200, body = api::Done)))]
pub(crate) async fn accept(
    State(app): State<App>,
    Path(case): Path<String>,
    intent: Intent<api::AcceptReturn>,
) -> Done {
    let (intent, new) = intent.split();
    let at = ids::case(&case)?;
    let command = OrderCommand::AcceptReturn { case: at.1, content: convert::content(new.content) };
    acts::in_case(&app, intent, at, command).await
}

/// The respondent says what came back, and objects with the required documents.
#[utoipa::path(post, path = "/v1/cases/{case}/return_object", operation_id = "objectToReturn", tag = "returns",
    request_body = api::ObjectToReturn, responses((status = 200, body = api::Done)))]
pub(crate) async fn object(
    State(app): State<App>,
    Path(case): Path<String>,
    intent: Intent<api::ObjectToReturn>,
) -> Done {
    let (intent, new) = intent.split();
    let at = ids::case(&case)?;
    let documents = new.documents.iter().map(|piece| ids::evidence_in(piece, at.0, "documents"));
    let documents = documents.collect::<Answer<_>>()?;
    let words = words(&app, &intent, at.0, &new.words).await?;
    let content = convert::content(new.content);
    acts::in_case(&app, intent, at, OrderCommand::ObjectToReturn { case: at.1, content, words, documents })
        .await
}
