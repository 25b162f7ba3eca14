//! Forms that only our own pages can send.
//!
//! Every form has the hidden field `csrf`; one that acts has `once` (made with the page) and may have `seen` (the version
//! that the page showed). The same form sent twice is one act; the same page sent with other content is another.
use super::{Session, Turned, csrf};
use crate::extract::Guard;
use crate::state::App;
use axum::body::{Body, to_bytes};
use axum::extract::multipart::Field;
use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use bytes::Bytes;
use engine::{Idempotency, request_hash};
use serde::de::DeserializeOwned;

/// Names this sending of a form, so that a second one is told from a new act.
pub(crate) const ONCE: &str = "once";
/// The version that the page showed.
pub(crate) const SEEN: &str = "seen";
/// Characters of `once`, at most.
const ONCE_MAX: usize = 100;
/// Bytes of a field before a file, at most.
const FIELD_MAX: usize = 200;

/// A form of a page (`application/x-www-form-urlencoded`), sent by the session's own browser from our own page. Fields that
/// come several times fill a list.
pub(crate) struct Form<T> {
    pub(crate) session: Session,
    pub(crate) body: T,
    /// For the act that the form asks for.
    pub(crate) guard: Guard,
}

/// A form with a file (`multipart/form-data`): begins with `csrf`, then `once`; what follows is read by
/// [`crate::upload::take_form`], and the file is never held whole in memory.
pub(crate) struct FileForm {
    pub(crate) session: Session,
    /// The rest.
    pub(crate) fields: Multipart,
    /// Tells this sending from another.
    pub(crate) sent: Sent,
}

/// One sending of a form with a file.
pub(crate) struct Sent {
    once: String,
    path: String,
}

impl<T: DeserializeOwned> FromRequest<App> for Form<T> {
    type Rejection = Turned;

    async fn from_request(request: Request, app: &App) -> Result<Self, Turned> {
        let (mut parts, body) = request.into_parts();
        let session = ours(app, &mut parts).await?;
        let bytes = read(app, &parts.headers, body).await?;
        let fields = Fields::of(&bytes);
        if !session.sent(app, fields.csrf.as_deref().unwrap_or_default()) {
            return Err(Turned::Foreign);
        }
        let body = parse(fields.rest.as_bytes())?;
        let path = parts.uri.path();
        let guard =
            guard(&session.caller.key, path, fields.once.as_deref(), fields.seen, fields.rest.as_bytes());
        Ok(Self { session, body, guard })
    }
}

impl FromRequest<App> for FileForm {
    type Rejection = Turned;

    async fn from_request(request: Request, app: &App) -> Result<Self, Turned> {
        let (mut parts, body) = request.into_parts();
        let session = ours(app, &mut parts).await?;
        let path = parts.uri.path().to_owned();
        let request = Request::from_parts(parts, body);
        let mut fields = Multipart::from_request(request, app).await.map_err(|_| Turned::Unreadable)?;
        let token = short(&mut fields, csrf::FIELD).await?.ok_or(Turned::Foreign)?;
        if !session.sent(app, &token) {
            return Err(Turned::Foreign);
        }
        let once = short(&mut fields, ONCE).await?.ok_or(Turned::Unreadable)?;
        Ok(Self { session, fields, sent: Sent { once, path } })
    }
}

impl Sent {
    /// For the act, by what was sent.
    pub(crate) fn guard(&self, session: &Session, fingerprint: &[u8]) -> Guard {
        guard(&session.caller.key, &self.path, Some(&self.once), None, fingerprint)
    }
}

/// The session behind a request that no other site sent.
async fn ours(app: &App, parts: &mut Parts) -> Result<Session, Turned> {
    if csrf::foreign(app, &parts.headers) {
        return Err(Turned::Foreign);
    }
    Session::from_request_parts(parts, app).await
}

/// Reads the bytes of an ordinary form.
pub(super) async fn read(app: &App, headers: &HeaderMap, body: Body) -> Result<Bytes, Turned> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(Turned::Unreadable);
    }
    // Other than by its length a body fails only by breaking off, and then nobody reads the answer.
    to_bytes(body, app.settings.body_max).await.map_err(|_| Turned::TooLarge)
}

/// Parses the fields of a form.
pub(super) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Turned> {
    // No store keeps the character U+0000, and no browser's field has it.
    if bytes.contains(&0) || bytes.windows(3).any(|three| three == b"%00") {
        return Err(Turned::Unreadable);
    }
    serde_html_form::from_bytes(bytes).map_err(|_| {
        // Our own pages send what is read here: an operator should know. What is wrong repeats what somebody wrote; the
        // route stands in the request's span.
        tracing::warn!("a form of a page could not be read");
        Turned::Unreadable
    })
}

/// Our own fields apart from the page's.
#[derive(Default)]
struct Fields {
    csrf: Option<String>,
    once: Option<String>,
    seen: Option<u64>,
    rest: String,
}

impl Fields {
    fn of(bytes: &[u8]) -> Self {
        let (mut fields, mut rest) = (Self::default(), Vec::new());
        // Our names and values are letters, digits and hyphens, which a browser sends as they are.
        let text = String::from_utf8_lossy(bytes);
        for pair in text.split('&') {
            match pair.split_once('=') {
                Some((csrf::FIELD, value)) => fields.csrf = Some(value.to_owned()),
                Some((ONCE, value)) if !value.is_empty() => fields.once = Some(value.to_owned()),
                Some((SEEN, value)) => fields.seen = value.parse().ok(),
                _ => rest.push(pair),
            }
        }
        fields.rest = rest.join("&");
        fields
    }
}

/// What tells a repeat: the sending's own name and its content. A page that is corrected and sent again is a new act.
fn guard(principal: &str, path: &str, once: Option<&str>, seen: Option<u64>, content: &[u8]) -> Guard {
    let request = request_hash("POST", path, content);
    let once = once.filter(|once| once.len() <= ONCE_MAX);
    let key = |once: &str| format!("{once}.{}", hex::encode(&request[..16]));
    let principal = principal.to_owned();
    let idempotency = once.map(|once| Idempotency { principal, key: key(once), request });
    Guard { idempotency, if_match: seen }
}

/// The next field, which must have this name.
async fn short(form: &mut Multipart, name: &str) -> Result<Option<String>, Turned> {
    let Some(mut field) = form.next_field().await.map_err(|_| Turned::Unreadable)? else { return Ok(None) };
    if field.name() != Some(name) {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    while let Some(piece) = piece(&mut field).await? {
        if bytes.len() + piece.len() > FIELD_MAX {
            return Err(Turned::TooLarge);
        }
        bytes.extend_from_slice(&piece);
    }
    String::from_utf8(bytes).map(Some).map_err(|_| Turned::Unreadable)
}

async fn piece(field: &mut Field<'_>) -> Result<Option<Bytes>, Turned> {
    field.chunk().await.map_err(|_| Turned::Unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(principal: &str, once: Option<&str>, content: &str) -> Option<(String, String)> {
        let guard = guard(principal, "/portal/orders/ord_1/cases", once, Some(3), content.as_bytes());
        assert_eq!(guard.if_match, Some(3));
        guard.idempotency.map(|known| (known.principal, known.key))
    }

    #[test]
    fn a_form_sent_twice_is_one_act_and_corrected_it_is_another() {
        let first = key("session:1", Some("a"), "text=one");
        assert!(first.is_some());
        assert_eq!(first, key("session:1", Some("a"), "text=one"));
        assert_ne!(first, key("session:1", Some("a"), "text=two"));
        assert_ne!(first, key("session:1", Some("b"), "text=one"), "another page");
        assert_ne!(first, key("session:2", Some("a"), "text=one"), "another session");
        assert_eq!(key("session:1", None, "text=one"), None);
        assert_eq!(key("session:1", Some(&"x".repeat(101)), "text=one"), None);
    }

    #[test]
    fn our_fields_are_taken_out_and_the_page_s_stay() {
        let fields = Fields::of(b"csrf=ab&units=0&once=k-1&units=1&seen=7&text=a%26b+c");
        let ours = (fields.csrf.as_deref(), fields.once.as_deref(), fields.seen);
        assert_eq!(ours, (Some("ab"), Some("k-1"), Some(7)));
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Page {
            units: Vec<u16>,
            text: String,
        }
        let page = parse::<Page>(fields.rest.as_bytes()).ok().expect("it is read");
        assert_eq!((page.units, page.text.as_str()), (vec![0, 1], "a&b c"));
    }
}
