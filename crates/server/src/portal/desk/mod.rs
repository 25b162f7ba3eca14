//! The mediator's pages: the queue by deadline, the desk of one case with both sides on it, and the ruling with its money.
mod case;
mod check;
mod funded;
mod gathered;
mod preview;
mod queue;
mod rule;
mod ruling;
mod sides;
mod table;

use crate::state::App;
use axum::Router;
use axum::routing::{get, post};

/// Their paths.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/staff/", get(queue::show))
        .route("/staff/cases/{case}", get(case::show))
        .route("/staff/cases/{case}/rule", get(rule::ask).post(rule::check))
        .route("/staff/cases/{case}/ruling", post(rule::decide))
}
