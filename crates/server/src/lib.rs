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

pub use portal::demo::DemoSettings;
pub use portal::session::SessionKey;
pub use state::{App, RateLimit, Secret, ServerSettings, ServerState};

use api::problem::Code;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::header;
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use error::ApiError;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::trace::TraceLayer;
use tracing::Span;

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
    let state = Arc::new(state);
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
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .with_state(state)
}

/// What the log says of a request: never the query, where a portal's link has its token.
fn span<B>(request: &axum::http::Request<B>) -> Span {
    tracing::debug_span!("request", method = %request.method(), path = request.uri().path())
}

/// Serves until `shutdown` is over; requests under way are finished.
///
/// # Errors
/// Where the listener fails.
pub async fn serve(
    listener: tokio::net::TcpListener,
    state: ServerState,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let stop = state.stop.clone();
    let told = async move {
        shutdown.await;
        stop.send_replace(true);
    };
    let service = app(state).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(told).await
}
