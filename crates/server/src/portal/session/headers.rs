//! What every page of a portal tells the browser: what it may load, and that nobody else may frame or keep it.
use crate::state::App;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// Only what comes from here, no inline script or style, no frame around it.
pub(crate) const CONTENT_SECURITY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// For a year a browser comes by https alone; other hosts of the operator's domain are not ours to speak of.
const ENCRYPTED: &str = "max-age=31536000";
const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

/// Layer for pages. What a handler has said itself stays: assets may be kept, files are more closed still.
pub(crate) async fn protect(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    complete(&app, response.headers_mut());
    response
}

/// Fills in what a page has not said itself.
pub(crate) fn complete(app: &App, headers: &mut HeaderMap) {
    let all = [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (PERMISSIONS, "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"),
        (OPENER, "same-origin"),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    for (name, value) in all {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if app.settings.https() {
        headers.entry(header::STRICT_TRANSPORT_SECURITY).or_insert(HeaderValue::from_static(ENCRYPTED));
    }
}
