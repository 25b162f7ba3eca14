//! The HTTP API: handlers that translate and nothing else. What may be done is decided in the core.
//!
//! [`app`] makes the router over a [`ServerState`]; [`serve`] runs it; [`openapi`] is its document.
#![warn(missing_docs)]
pub mod access;
mod acts;
pub mod auth;
mod convert;
mod destination;
mod docs;
mod error;
mod extract;
mod ids;
mod known_keys;
mod limit;
mod openapi;
mod operation;
mod pages;
mod parties;
mod portal;
mod range;
mod routes;
pub mod staff;
mod state;
mod texts;
mod upload;
mod view;

pub use operation::{Limits, ProcessFigures};
pub use portal::demo::DemoSettings;
pub use portal::session::SessionKey;
pub use state::{App, RateLimit, Secret, ServerSettings, ServerState};

use api::problem::Code;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::from_fn_with_state;
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use error::ApiError;
use operation::Serving;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;

/// The document of the API: OpenAPI 3.1 as JSON, the same on every installation of this version.
#[must_use]
pub fn openapi() -> String {
    document().to_pretty_json().expect("the document is plain data")
}

fn document() -> utoipa::openapi::OpenApi {
    openapi::complete(routes::all().into_openapi())
}

/// The router over a state.
///
/// # Panics
/// Never: the document is plain data.
pub fn app(state: ServerState) -> Router {
    router(Arc::new(state))
}

fn router(state: App) -> Router {
    let document = document();
    let page = docs::page(&document);
    let json = document.to_pretty_json().expect("the document is plain data");
    let (routes, _) = routes::all().split_for_parts();
    routes
        .route(
            "/v1/openapi.json",
            get(move || async move { ([(header::CONTENT_TYPE, "application/json")], json) }),
        )
        .route("/docs", get(move || async move { Html(page) }))
        .merge(portal::routes(&state))
        .fallback(|State(app): State<App>, request: Request| async move {
            let problem = ApiError::new(Code::NotFound, "There is no such path; look at /docs.");
            portal::stray(&app, request, problem).await
        })
        .method_not_allowed_fallback(|State(app): State<App>, request: Request| async move {
            let problem =
                ApiError::new(Code::MethodNotAllowed, "This path knows other methods; look at /docs.");
            portal::stray(&app, request, problem).await
        })
        .layer(upload::limit(&state))
        .layer(CatchPanicLayer::custom(|_| {
            ApiError::new(Code::Internal, "Something went wrong here, and an operator was told.")
                .into_response()
        }))
        .layer(RequestBodyTimeoutLayer::new(state.settings.limits.body))
        .layer(from_fn_with_state(Arc::clone(&state), operation::watch))
        .with_state(state)
}

/// How serving ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    /// How long requests are still taken after the process was told to stop, while it says that it is not ready: time for a
    /// load balancer to look and to send them elsewhere.
    pub drain: Duration,
    /// How long those that are under way then may take.
    pub grace: Duration,
}

/// Serves until `told` is over, then for the drain's time; then requests under way are finished, for no longer than the
/// grace. Says how many connections had to be cut off.
pub async fn serve(listener: TcpListener, app: App, ending: Ending, told: impl Future<Output = ()>) -> usize {
    let (close, closing) = watch::channel(false);
    let router = router(Arc::clone(&app));
    let serving = Serving { app: Arc::clone(&app), router, closing, grace: ending.grace };
    let stop = async move {
        told.await;
        app.stop.send_replace(true);
        tokio::time::sleep(ending.drain).await;
        close.send_replace(true);
    };
    tokio::join!(operation::serve(listener, serving), stop).0
}

/// Serves figures and health for the operator alone, until this is dropped.
pub async fn serve_admin(listener: TcpListener, app: App) {
    let (_open, closing) = watch::channel(false);
    let router = operation::admin(Arc::clone(&app));
    operation::serve(listener, Serving { app, router, closing, grace: Duration::ZERO }).await;
}
