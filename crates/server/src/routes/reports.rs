//! A seller reports the buyer of an order (PLF-3). The report is a case on the buyer's account from then on.
use crate::acts::{self, Acted, author, order_of, visible};
use crate::auth::Caller;
use crate::error::{Answer, ApiError};
use crate::extract::{Intent, Path};
use crate::state::App;
use crate::{ids, texts};
use axum::Json;
use axum::extract::State;
use resolution::id::{AccountId, AccountRole};
use resolution::order::Order;
use resolution::order::command::OrderCommand;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(report, read))
}

/// The seller reports the buyer, once for each order. The buyer is heard; the platform decides (PLF-3).
#[utoipa::path(post, path = "/v1/orders/{order}/report", operation_id = "reportBuyer", tag = "accounts",
    request_body = api::NewReport, responses((status = 200, body = api::Done)))]
pub(crate) async fn report(
    State(app): State<App>,
    Path(order): Path<String>,
    intent: Intent<api::NewReport>,
) -> Answer<Acted<api::Done>> {
    let (intent, new) = intent.split();
    let order = ids::order(&order)?;
    let found = visible(&app, &intent.caller, order).await?;
    let about = match new.case.as_deref().map(ids::case).transpose()? {
        Some((of, _)) if of != order => return Err(ApiError::invalid("case", "a case of this order")),
        Some((_, case)) => Some(case),
        None => order_of(&found)?.cases.last().map(|case| case.no),
    };
    if new.text.trim().is_empty() {
        return Err(ApiError::invalid("text", "words"));
    }
    let author = author(&app, &intent.caller);
    let words = texts::seal(&app, intent.caller.id(), author, &new.text).await?;
    acts::on_order(&app, intent, order, OrderCommand::ReportBuyer { about, reason: new.reason, words }).await
}

/// What became of the seller's report on the buyer of an order. Its parties and staff see it.
#[utoipa::path(get, path = "/v1/orders/{order}/report", operation_id = "readReport", tag = "accounts",
    responses((status = 200, body = api::ReportView)))]
pub(crate) async fn read(
    State(app): State<App>,
    caller: Caller,
    Path(order): Path<String>,
) -> Answer<Json<api::ReportView>> {
    let found = visible(&app, &caller, ids::order(&order)?).await?;
    let view = view_of(&app, &caller, order_of(&found)?).await?;
    view.map(Json).ok_or_else(|| ApiError::not_found("report"))
}

/// The report on the buyer of an order, where there is one.
pub(crate) async fn view_of(app: &App, caller: &Caller, order: &Order) -> Answer<Option<api::ReportView>> {
    let Some(reported_at) = order.reported else { return Ok(None) };
    let id = AccountId::of(caller.id(), AccountRole::Buyer, order.placed.buyer);
    let found = app.engine.account(caller.id(), id).await?;
    let account = found.as_ref().and_then(|found| found.aggregate.account());
    let of_order = |case: &&resolution::account::case::AccountCase| {
        case.report().is_some_and(|report| report.order == order.id)
    };
    let case = account.and_then(|account| account.cases.iter().find(of_order));
    let account_case = case.map(|case| ids::write_account_case(id, case.no));
    Ok(Some(api::ReportView { reported_at, account_case }))
}
