//! Whether it runs, and whether it can work.
use crate::error::Answer;
use crate::operation;
use crate::state::App;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(live)).routes(routes!(ready))
}

/// The process runs.
#[utoipa::path(get, path = "/health/live", operation_id = "live", tag = "health", responses((status = 200, body = String)))]
async fn live() -> &'static str {
    "live"
}

/// The process can do its work: it was not told to stop, the store answers in time, and its clock is the database's.
#[utoipa::path(get, path = "/health/ready", operation_id = "ready", tag = "health", responses((status = 200, body = String)))]
async fn ready(State(app): State<App>) -> Answer<&'static str> {
    operation::ready(&app).await
}
