//! The operator's own listener: figures and health, for nobody else to reach.
use super::{figures, health};
use crate::error::Answer;
use crate::state::App;
use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;

/// The media type of Prometheus's text format.
const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Its router.
pub(crate) fn admin(app: App) -> Router {
    Router::new()
        .route("/metrics", get(metrics))
        .route("/health/live", get(|| async { "live" }))
        .route("/health/ready", get(ready))
        .with_state(app)
}

async fn metrics(State(app): State<App>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, TEXT)], figures::page(&app).await)
}

async fn ready(State(app): State<App>) -> Answer<&'static str> {
    health::ready(&app).await
}
