//! Whether it runs, and whether it can work.
use crate::error::{Answer, ApiError};
use crate::state::App;
use api::problem::Code;
use axum::extract::State;
use jiff::SignedDuration;
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

/// The process can do its work: the store answers, and its clock is the database's.
#[utoipa::path(get, path = "/health/ready", operation_id = "ready", tag = "health", responses((status = 200, body = String)))]
async fn ready(State(app): State<App>) -> Answer<&'static str> {
    app.engine.store().as_of().await?;
    match app.engine.clocks_apart() {
        None => Ok("ready"),
        Some(ahead) => Err(ApiError::new(Code::Unavailable, clock_is_wrong(ahead))),
    }
}

fn clock_is_wrong(ahead: SignedDuration) -> String {
    format!(
        "The clock of this machine is {} s {} the database's: this process wakes nobody and delivers nothing. Set the clocks.",
        ahead.abs().as_secs(),
        if ahead.is_negative() { "ahead of" } else { "behind" },
    )
}
