//! What can be done on an order.
use crate::acts::{self, Acted};
use crate::convert::{minor, units};
use crate::error::Answer;
use crate::extract::{Intent, Path};
use crate::state::App;
use crate::{ids, texts};
use axum::extract::State;
use resolution::order::command::{OrderCommand, Shipment};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(ship))
        .routes(routes!(receive))
        .routes(routes!(answer_address))
        .routes(routes!(cancel))
        .routes(routes!(lengthen_ship_by))
        .routes(routes!(lengthen_window))
        .routes(routes!(goodwill))
        .routes(routes!(hold))
        .routes(routes!(lift))
}

type Done = Answer<Acted<api::Done>>;

/// The seller (or the marketplace) declares a parcel; also one that is sent again.
#[utoipa::path(post, path = "/v1/orders/{order}/shipments", operation_id = "declareShipment", tag = "orders",
    request_body = api::NewShipment, responses((status = 201, body = api::Done)))]
pub(crate) async fn ship(
    State(app): State<App>,
    Path(order): Path<String>,
    intent: Intent<api::NewShipment>,
) -> Done {
    let (intent, new) = intent.split();
    let order = ids::order(&order)?;
    let shipment = Shipment {
        units: units(&new.units),
        carrier: new.carrier,
        number: new.number,
        weight_grams: new.weight_grams,
        estimate: new.estimate,
        handed_over: new.handed_over,
        resend: new.resend,
        case: new.case.map(|case| ids::case_in(&case, order)).transpose()?,
    };
    acts::on_order(&app, intent, order, OrderCommand::DeclareShipment(shipment)).await
}

/// The buyer confirms that a parcel arrived (PRO-8).
#[utoipa::path(post, path = "/v1/orders/{order}/receipts", operation_id = "confirmReceipt", tag = "orders",
    request_body = api::NewReceipt, responses((status = 200, body = api::Done)))]
pub(crate) async fn receive(
    State(app): State<App>,
    Path(order): Path<String>,
    intent: Intent<api::NewReceipt>,
) -> Done {
    let (intent, new) = intent.split();
    let order = ids::order(&order)?;
    let parcel = ids::parcel_in(&new.parcel, order)?;
    acts::on_order(&app, intent, order, OrderCommand::ConfirmReceipt { parcel }).await
}

/// The buyer answers whether a parcel with another destination arrived (INR-7).
#[utoipa::path(post, path = "/v1/orders/{order}/address_answers", operation_id = "answerAddress", tag = "orders",
    request_body = api::AddressAnswer, responses((status = 200, body = api::Done)))]
pub(crate) async fn answer_address(
    State(app): State<App>,
    Path(order): Path<String>,
    intent: Intent<api::AddressAnswer>,
) -> Done {
    let (intent, new) = intent.split();
    let order = ids::order(&order)?;
    let parcel = ids::parcel_in(&new.parcel, order)?;
    acts::on_order(&app, intent, order, OrderCommand::AnswerAddress { parcel, received: new.received }).await
}

/// The buyer cancels what is not shipped (CAN-8), or the seller does, with everything in the same parcel (CAN-1, CAN-2).
#[utoipa::path(post, path = "/v1/orders/{order}/cancellations", operation_id = "cancelUnits", tag = "orders",
    request_body = api::NewCancellation, responses((status = 200, body = api::Done), (status = 201, body = api::Done,
        description = "A refund was made")))]
pub(crate) async fn cancel(
    State(app): State<App>,
    Path(order): Path<String>,
    intent: Intent<api::NewCancellation>,
) -> Done {
    let (intent, new) = intent.split();
    let command = OrderCommand::Cancel { units: units(&new.units), reason: new.reason };
    acts::on_order(&app, intent, ids::order(&order)?, command).await
}

/// The buyer gives the seller longer to ship.
#[utoipa::path(post, path = "/v1/orders/{order}/ship_by", operation_id = "lengthenShipBy", tag = "orders",
    request_body = api::LongerShipBy, responses((status = 200, body = api::Done)))]
pub(crate) async fn lengthen_ship_by(
    State(app): State<App>,
    Path(order): Path<String>,
    intent: Intent<api::LongerShipBy>,
) -> Done {
    let (intent, new) = intent.split();
    acts::on_order(&app, intent, ids::order(&order)?, OrderCommand::LengthenShipBy { until: new.until }).await
}

/// The seller lengthens the protection windows of a parcel (PRO-6).
#[utoipa::path(post, path = "/v1/orders/{order}/windows", operation_id = "lengthenWindow", tag = "orders",
    request_body = api::LongerWindow, responses((status = 200, body = api::Done)))]
pub(crate) async fn lengthen_window(
    State(app): State<App>,
    Path(order): Path<String>,
    intent: Intent<api::LongerWindow>,
) -> Done {
    let (intent, new) = intent.split();
    let order = ids::order(&order)?;
    let parcel = ids::parcel_in(&new.parcel, order)?;
    acts::on_order(&app, intent, order, OrderCommand::LengthenWindow { parcel, until: new.until }).await
}

/// The seller refunds without a case (MSG-2).
#[utoipa::path(post, path = "/v1/orders/{order}/goodwill_refunds", operation_id = "refundGoodwill", tag = "orders",
    request_body = api::NewGoodwillRefund, responses((status = 201, body = api::Done)))]
pub(crate) async fn goodwill(
    State(app): State<App>,
    Path(order): Path<String>,
    intent: Intent<api::NewGoodwillRefund>,
) -> Done {
    let (intent, new) = intent.split();
    let found = acts::visible(&app, &intent.caller, ids::order(&order)?).await?;
    let order = acts::order_of(&found)?;
    let amount = minor("amount", &new.amount, order.placed.currency)?;
    let words =
        texts::words(&app, intent.caller.id(), acts::author(&app, &intent.caller), &new.words).await?;
    let command = OrderCommand::GoodwillRefund { units: units(&new.units), amount, words };
    acts::on_order(&app, intent, order.id, command).await
}

/// Staff keeps units back.
#[utoipa::path(post, path = "/v1/orders/{order}/holds", operation_id = "placeHold", tag = "orders",
    request_body = api::NewHold, responses((status = 201, body = api::Done)))]
pub(crate) async fn hold(
    State(app): State<App>,
    Path(order): Path<String>,
    intent: Intent<api::NewHold>,
) -> Done {
    let (intent, new) = intent.split();
    let command = OrderCommand::PlaceHold { units: units(&new.units), reason: new.reason, end: new.end };
    acts::on_order(&app, intent, ids::order(&order)?, command).await
}

/// Staff lifts a hold.
#[utoipa::path(post, path = "/v1/holds/{hold}/lift", operation_id = "liftHold", tag = "orders",
    request_body = api::Why, responses((status = 200, body = api::Done)))]
pub(crate) async fn lift(State(app): State<App>, Path(hold): Path<String>, intent: Intent<api::Why>) -> Done {
    let (intent, new) = intent.split();
    let (order, hold) = ids::hold(&hold)?;
    acts::on_order(&app, intent, order, OrderCommand::LiftHold { hold, reason: new.reason }).await
}
