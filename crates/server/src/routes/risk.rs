//! A risk that the platform finds in an order, and what it decides about it (FRZ-2).
use super::case_acts::words;
use crate::acts::{self, Acted, author, visible};
use crate::error::Answer;
use crate::extract::{Intent, Path};
use crate::state::App;
use crate::{ids, texts};
use axum::extract::State;
use resolution::order::command::OrderCommand;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(freeze)).routes(routes!(decide))
}

type Done = Answer<Acted<api::Done>>;

/// The marketplace's own checks, or a mediator, found a risk such as the address: the order is frozen, and a case about it
/// begins.
#[utoipa::path(post, path = "/v1/orders/{order}/risk_freezes", operation_id = "freezeForRisk", tag = "orders",
    request_body = api::NewRiskFreeze, responses((status = 201, body = api::Done)))]
pub(crate) async fn freeze(
    State(app): State<App>,
    Path(order): Path<String>,
    intent: Intent<api::NewRiskFreeze>,
) -> Done {
    let (intent, new) = intent.split();
    let order = ids::order(&order)?;
    visible(&app, &intent.caller, order).await?;
    let author = author(&app, &intent.caller);
    let text = texts::seal_any(&app, intent.caller.id(), author, new.text.as_deref()).await?;
    acts::on_order(&app, intent, order, OrderCommand::FreezeForRisk { reason: new.reason, text }).await
}

/// The platform has looked at a risk: it is cleared, or everything goes back to the buyer.
#[utoipa::path(post, path = "/v1/cases/{case}/risk_decision", operation_id = "decideRisk", tag = "cases",
    request_body = api::RiskDecision, responses((status = 200, body = api::Done)))]
pub(crate) async fn decide(
    State(app): State<App>,
    Path(case): Path<String>,
    intent: Intent<api::RiskDecision>,
) -> Done {
    let (intent, new) = intent.split();
    let at = ids::case(&case)?;
    let words = words(&app, &intent, at.0, &new.words).await?;
    let clear = new.verdict == api::RiskVerdict::Clear;
    acts::in_case(&app, intent, at, OrderCommand::DecideRisk { case: at.1, clear, words }).await
}
