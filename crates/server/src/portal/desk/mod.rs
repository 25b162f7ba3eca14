//! The mediator's pages: the queue by deadline, the desk of one case with both sides on it, and the ruling with its money.
mod acts;
mod case;
mod parts;
mod preview;
mod queue;
mod rule;
mod ruling;

use crate::state::App;
use axum::Router;
use axum::routing::{get, post};

/// Their paths.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/staff/", get(queue::show))
        .route("/staff/cases/{case}", get(case::show))
        .route("/staff/cases/{case}/assign", post(acts::assign))
        .route("/staff/cases/{case}/ask", post(acts::ask))
        .route("/staff/cases/{case}/rule", get(rule::ask).post(rule::check))
        .route("/staff/cases/{case}/ruling", post(rule::decide))
}
