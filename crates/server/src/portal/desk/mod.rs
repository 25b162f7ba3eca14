//! The mediator's pages: the queue by deadline.
mod queue;

use crate::state::App;
use axum::Router;
use axum::routing::get;

/// Their paths.
pub(super) fn routes() -> Router<App> {
    Router::new().route("/staff/", get(queue::show))
}
