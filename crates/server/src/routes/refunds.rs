//! What becomes of a refund after it was decided.
use crate::acts::{self, Acted};
use crate::error::{Answer, ApiError};
use crate::extract::{Intent, Path};
use crate::ids;
use crate::state::App;
use axum::extract::State;
use resolution::id::LegNo;
use resolution::order::command::OrderCommand;
use resolution::payment::LegResult;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(arrived)).routes(routes!(result))
}

/// The buyer says that the money arrived (MON-4).
#[utoipa::path(post, path = "/v1/refunds/{refund}/legs/{leg}/arrived", operation_id = "confirmArrival", tag = "refunds",
    request_body = api::Nothing, responses((status = 200, body = api::Done)))]
pub(crate) async fn arrived(
    State(app): State<App>,
    Path((refund, leg)): Path<(String, String)>,
    intent: Intent<api::Nothing>,
) -> Answer<Acted<api::Done>> {
    let (order, refund) = ids::refund(&refund)?;
    let leg = LegNo(ids::ordinal(&leg, "refund")?);
    acts::on_order(&app, intent.split().0, order, OrderCommand::ConfirmArrival { refund, leg }).await
}

/// The provider tells what became of a leg, such as a bounce after success (MON-10).
#[utoipa::path(post, path = "/v1/refunds/{refund}/legs/{leg}/results", operation_id = "reportLegResult",
    tag = "refunds", request_body = api::NewLegResult, responses((status = 200, body = api::Done)))]
pub(crate) async fn result(
    State(app): State<App>,
    Path((refund, leg)): Path<(String, String)>,
    intent: Intent<api::NewLegResult>,
) -> Answer<Acted<api::Done>> {
    let (intent, new) = intent.split();
    let (order, refund) = ids::refund(&refund)?;
    let leg = LegNo(ids::ordinal(&leg, "refund")?);
    let reference =
        || new.reference.clone().ok_or_else(|| ApiError::invalid("reference", "the provider's own id"));
    let code =
        || new.provider_code.clone().ok_or_else(|| ApiError::invalid("provider_code", "the provider's code"));
    let result = match new.result {
        api::LegOutcome::Sent => LegResult::Sent { reference: reference()? },
        api::LegOutcome::Confirmed => LegResult::Confirmed { reference: reference()? },
        api::LegOutcome::Refused => LegResult::Refused { code: code()? },
        api::LegOutcome::Bounced => LegResult::Bounced { code: code()?, reference: new.reference.clone() },
    };
    let at = match new.at {
        Some(at) => at,
        None => app.engine.now(intent.caller.id()).await?,
    };
    acts::on_order(&app, intent, order, OrderCommand::RefundResult { refund, leg, result, at }).await
}
