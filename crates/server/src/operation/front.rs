//! Before every request: a number by which it is found again, a bound, a time, one line in the log, and the figures.
//!
//! The line says the pattern of the route and never the path: paths and queries hold names of people and tokens of links.
use super::http::{NOWHERE, verb};
use crate::error::ApiError;
use crate::routes::sandbox;
use crate::state::App;
use api::problem::Code;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use engine::vault::Random;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tracing::Instrument;

/// Names a request in the answer and in the log.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Characters of an id that a proxy gave, at most.
const ID_MAX: usize = 64;
/// Where health is asked for.
const HEALTH: &str = "/health/";
/// When who was turned away may come again, in seconds.
const AGAIN: i64 = 1;

/// Numbers of requests: no two of one process are the same, and those of two processes hardly ever.
pub(crate) struct RequestIds {
    start: String,
    next: AtomicU64,
}

impl RequestIds {
    pub(crate) fn new(random: &dyn Random) -> Self {
        let mut start = [0; 6];
        random.fill(&mut start);
        Self { start: hex::encode(start), next: AtomicU64::new(1) }
    }

    /// The id that the operator's own proxy gave, or the next of our own. What anybody else sends is not taken over: it
    /// would come into the log.
    fn of(&self, behind_proxy: bool, headers: &HeaderMap) -> String {
        let given = headers.get(REQUEST_ID).filter(|_| behind_proxy).and_then(|value| value.to_str().ok());
        let plain = |id: &&str| {
            (1..=ID_MAX).contains(&id.len())
                && id.bytes().all(|c| c.is_ascii_alphanumeric() || b"-_.".contains(&c))
        };
        match given.filter(plain) {
            Some(id) => id.to_owned(),
            None => format!("{}-{:x}", self.start, self.next.fetch_add(1, Ordering::Relaxed)),
        }
    }
}

/// Counts a request whose sender went away: its future is dropped then.
struct Begun<'a> {
    app: &'a App,
    answered: bool,
}

impl Drop for Begun<'_> {
    fn drop(&mut self) {
        if !self.answered {
            self.app.http.abandoned.add_one();
        }
    }
}

/// Layer for every route.
pub(crate) async fn watch(State(app): State<App>, request: Request, next: Next) -> Response {
    let started = app.engine.ticks();
    let id = app.request_ids.of(app.settings.behind_proxy, request.headers());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or(NOWHERE, MatchedPath::as_str);
    let method = verb(request.method());
    let span = tracing::info_span!("request", id, method, route);
    let mut begun = Begun { app: &app, answered: false };
    let mut response = within(&app, route, request, next).instrument(span.clone()).await;
    begun.answered = true;
    let took = app.engine.ticks().saturating_sub(started);
    app.http.answered(route, method, response.status().as_u16(), took);
    span.in_scope(|| line(route, response.status().as_u16(), took));
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// The one line of a request; its number, method and route stand in the span around it.
fn line(route: &str, status: u16, took: Duration) {
    let ms = took.as_secs_f64() * 1_000.0;
    let ms = (ms * 1_000.0).round() / 1_000.0;
    if route.starts_with(HEALTH) {
        // They are asked every few seconds, for ever.
        tracing::debug!(status, ms, "answered");
    } else {
        tracing::info!(status, ms, "answered");
    }
}

/// Answers within the limits.
async fn within(app: &App, route: &str, request: Request, next: Next) -> Response {
    let limits = &app.settings.limits;
    let place = app.http.request();
    // Whoever is too busy is alive all the same.
    if place.now > limits.requests && !route.starts_with(HEALTH) {
        app.http.turned_away.add_one();
        let detail = "More is asked here than can be worked on at once; send it again, with the same \
            idempotency key, a little later.";
        return ApiError::new(Code::Unavailable, detail).again_in(AGAIN).into_response();
    }
    let most = if is_long(route, request.headers()) { limits.long_request } else { limits.request };
    match tokio::time::timeout(most, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            app.http.timed_out.add_one();
            let detail = format!(
                "This took longer than the {} s that a request may take here. What it asked for may be carried out or \
                 not; send it again with the same idempotency key.",
                most.as_secs()
            );
            ApiError::new(Code::Unavailable, detail).again_in(AGAIN).into_response()
        }
    }
}

/// Whether a request may take long by its nature.
fn is_long(route: &str, headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let file = kind.get(..10).is_some_and(|kind| kind.eq_ignore_ascii_case("multipart/"));
    file || route == sandbox::CLOCK || route.starts_with("/demo/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::vault::random::Seeded;

    fn headers(id: &str) -> HeaderMap {
        HeaderMap::from_iter([(REQUEST_ID, HeaderValue::from_str(id).expect("a header"))])
    }

    #[test]
    fn an_id_is_taken_over_from_the_operators_proxy_alone_and_only_where_it_is_plain() {
        let ids = RequestIds::new(&Seeded::new(1));
        assert_eq!(ids.of(true, &headers("a-1_b.2")), "a-1_b.2");
        let own = ids.of(false, &headers("a-1_b.2"));
        assert_ne!(own, "a-1_b.2");
        assert_ne!(own, ids.of(false, &HeaderMap::new()), "each request has its own");
        for odd in ["", "a b", "a\"b", "<x>", &"a".repeat(65)] {
            assert_ne!(ids.of(true, &headers(odd)), odd);
        }
    }
}
