//! Reading requests: bodies, queries and headers, with problems that name the place.
use crate::auth::{ACTOR, Caller};
use crate::error::{Answer, ApiError};
use crate::state::App;
use api::problem::{Code, Problem};
use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, header};
use bytes::Bytes;
use engine::{Idempotency, request_hash};
use serde::de::DeserializeOwned;
use tower_http::timeout::TimeoutError;

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Characters of an idempotency key, at most.
const KEY_MAX: usize = 255;

/// A JSON body.
pub(crate) struct Body<T>(pub(crate) T);

/// An act as it is asked for: who, what, and how it is told from a repeat.
pub(crate) struct Intent<T> {
    pub(crate) caller: Caller,
    pub(crate) body: T,
    pub(crate) guard: Guard,
}

/// What the headers say about repeats and about the state that the caller has seen.
#[derive(Clone, Default)]
pub(crate) struct Guard {
    pub(crate) idempotency: Option<Idempotency>,
    pub(crate) if_match: Option<u64>,
}

/// The parts of the path.
pub(crate) struct Path<T>(pub(crate) T);

/// Scheme, host and port under which people reach this installation.
pub(crate) struct Origin(pub(crate) String);

/// The query.
pub(crate) struct Params<T>(pub(crate) T);

impl<T> Intent<T> {
    /// The same with another body.
    pub(crate) fn split(self) -> (Intent<()>, T) {
        (Intent { caller: self.caller, body: (), guard: self.guard }, self.body)
    }
}

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Answer<Self> {
        let (parts, body) = request.into_parts();
        let bytes = read(&parts.headers, body, app.settings.body_max).await?;
        Ok(Self(parse(&bytes)?))
    }
}

impl<T: DeserializeOwned + Send> FromRequest<App> for Intent<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Answer<Self> {
        let (mut parts, body) = request.into_parts();
        let caller = Caller::from_request_parts(&mut parts, app).await?;
        let bytes = read(&parts.headers, body, app.settings.body_max).await?;
        let guard = Guard::of(&parts, &caller, &bytes)?;
        Ok(Self { body: parse(&bytes)?, caller, guard })
    }
}

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Path<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Answer<Self> {
        if names_nul(parts.uri.path()) {
            return Err(ApiError::not_found("path"));
        }
        let path = axum::extract::Path::<T>::from_request_parts(parts, app).await;
        path.map(|axum::extract::Path(value)| Self(value)).map_err(|_| ApiError::not_found("path"))
    }
}

impl<T: DeserializeOwned> FromRequestParts<App> for Params<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Answer<Self> {
        if parts.uri.query().is_some_and(names_nul) {
            return Err(ApiError::new(Code::MalformedQuery, format!("The query {HAS_NUL}.")));
        }
        let query = Query::<T>::try_from_uri(&parts.uri);
        query.map(|Query(value)| Self(value)).map_err(|error| {
            ApiError::new(Code::MalformedQuery, format!("The query cannot be read: {}.", error.body_text()))
        })
    }
}

impl FromRequestParts<App> for Origin {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Answer<Self> {
        if let Some(public) = &app.settings.public_url {
            return Ok(Self(public.trim_end_matches('/').to_owned()));
        }
        let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
        Ok(Self(format!("http://{host}")))
    }
}

impl Guard {
    /// Reads the headers; `body` is what a repeat is compared by.
    pub(crate) fn of(parts: &Parts, caller: &Caller, body: &[u8]) -> Answer<Self> {
        let actor = parts.headers.get(ACTOR).map_or(&b""[..], |value| value.as_bytes());
        let path = format!("{}\n{}", parts.uri.path(), String::from_utf8_lossy(actor));
        let request = request_hash(parts.method.as_str(), &path, body);
        let key = idempotency_key(&parts.headers)?;
        let idempotency = key.map(|key| Idempotency { principal: caller.key.clone(), key, request });
        Ok(Self { idempotency, if_match: if_match(&parts.headers)? })
    }
}

fn idempotency_key(headers: &HeaderMap) -> Answer<Option<String>> {
    let Some(value) = headers.get(KEY) else { return Ok(None) };
    let text = value.to_str().ok().map(str::trim).filter(|text| !text.is_empty() && text.len() <= KEY_MAX);
    let malformed =
        || ApiError::new(Code::MalformedHeader, "Idempotency-Key is 1 to 255 visible ASCII characters.");
    text.map(|text| Some(text.to_owned())).ok_or_else(malformed)
}

/// The number in `If-Match: "5"`; `*` asks for nothing.
fn if_match(headers: &HeaderMap) -> Answer<Option<u64>> {
    let Some(value) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let number = revision(text);
    let malformed =
        || ApiError::new(Code::MalformedHeader, "If-Match is an ETag as it was given, such as \"5\".");
    number.map(Some).ok_or_else(malformed)
}

/// The number of a strong or weak tag: 1 to 18 digits between quotation marks.
fn revision(tag: &str) -> Option<u64> {
    let digits = tag.strip_prefix("W/").unwrap_or(tag).strip_prefix('"')?.strip_suffix('"')?;
    let plain = (1..=18).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if plain { digits.parse().ok() } else { None }
}

/// Refuses a body that is packed: a few bytes could be unpacked to gigabytes.
pub(crate) fn unpacked(headers: &HeaderMap) -> Answer<()> {
    let plain = headers.get_all(header::CONTENT_ENCODING).iter().all(|coding| coding == "identity");
    let packed = || {
        ApiError::new(
            Code::UnsupportedType,
            "Send the body as it is, without Content-Encoding; none is unpacked here.",
        )
    };
    if plain { Ok(()) } else { Err(packed()) }
}

async fn read(headers: &HeaderMap, body: axum::body::Body, most: usize) -> Answer<Bytes> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if kind.is_empty() && raw_length(headers) == Some(0) {
        // An act that needs no values may come without a body.
        return Ok(Bytes::from_static(b"{}"));
    }
    if !kind.eq_ignore_ascii_case("application/json") {
        return Err(ApiError::new(
            Code::UnsupportedType,
            "Send the body as 'Content-Type: application/json'.",
        ));
    }
    raw(headers, body, most).await
}

/// The length that the client says; without a word of it and without chunks, there is no body.
fn raw_length(headers: &HeaderMap) -> Option<usize> {
    match headers.get(header::CONTENT_LENGTH) {
        Some(value) => value.to_str().ok()?.parse().ok(),
        None if headers.contains_key(header::TRANSFER_ENCODING) => None,
        None => Some(0),
    }
}

/// The bytes of a body.
pub(crate) async fn raw(headers: &HeaderMap, body: axum::body::Body, most: usize) -> Answer<Bytes> {
    let too_large = || {
        ApiError::new(Code::TooLarge, format!("The body is too large; at most {most} bytes are read here."))
    };
    unpacked(headers)?;
    if raw_length(headers).is_some_and(|said| said > most) {
        return Err(too_large());
    }
    // Other than by its length a body fails by breaking off, and then nobody reads the answer, or by standing still.
    to_bytes(body, most).await.map_err(|error| if paused(&error) { slow() } else { too_large() })
}

/// Whether a body was given up because nothing more of it came.
fn paused(error: &axum::Error) -> bool {
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        if inner.is::<TimeoutError>() {
            return true;
        }
        cause = inner.source();
    }
    false
}

fn slow() -> ApiError {
    ApiError::new(
        Code::MalformedBody,
        "The body stopped before its end, and no more of it came; send it again.",
    )
}

/// Parses a body; the problem names field and line.
pub(crate) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Answer<T> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.into_inner();
        let mut problem = Problem::new(Code::MalformedBody, format!("The body cannot be read: {inner}."));
        problem.line = Some(inner.line());
        problem.field = unknown_field(&inner.to_string(), &path).or_else(|| (path != ".").then_some(path));
        ApiError::from(problem)
    })?;
    json.end().map_err(|error| {
        ApiError::new(Code::MalformedBody, format!("Something follows the body: {error}."))
    })?;
    if says_nul(bytes) {
        return Err(ApiError::new(Code::MalformedBody, format!("The body {HAS_NUL}.")));
    }
    Ok(value)
}

/// What is wrong with a text that has the character U+0000: PostgreSQL keeps none, so no store is given one.
pub(crate) const HAS_NUL: &str = "has a text with the character U+0000, which cannot be kept; leave it out";

/// Whether a JSON text, which can be read, has a string with U+0000: it stands there only as an escape.
pub(crate) fn says_nul(json: &[u8]) -> bool {
    let escaped = |at: &usize| json[..*at].iter().rev().take_while(|&&byte| byte == b'\\').count() % 2 == 0;
    json.windows(6).enumerate().filter(|(_, six)| *six == b"\\u0000").any(|(at, _)| escaped(&at))
}

/// Whether a path or a query has it.
fn names_nul(text: &str) -> bool {
    text.contains("%00")
}

/// The name of an unknown field with the path to it.
fn unknown_field(message: &str, path: &str) -> Option<String> {
    let name = message.strip_prefix("unknown field `")?.split('`').next()?;
    let at_name = path == name || path.ends_with(&format!(".{name}"));
    Some(match path {
        _ if at_name => path.to_owned(),
        "." | "" | "?" => name.to_owned(),
        _ => format!("{path}.{name}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::response::IntoResponse;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        #[serde(rename = "inner")]
        _inner: Vec<Inner>,
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[serde(rename = "a")]
        _a: u8,
    }

    async fn problem(body: &str) -> serde_json::Value {
        let error = parse::<Outer>(body.as_bytes()).expect_err("it cannot be read");
        let bytes = to_bytes(error.into_response().into_body(), 10_000).await.expect("a body");
        serde_json::from_slice(&bytes).expect("a problem")
    }

    #[tokio::test]
    async fn a_wrong_value_is_named_by_path_and_line() {
        let told = problem("{\n\"inner\": [{\"a\": 1}, {\"a\": 300}]}").await;
        assert_eq!((told["field"].as_str(), told["line"].as_u64()), (Some("inner[1].a"), Some(2)));
        assert_eq!(told["status"], 400);
    }

    #[test]
    fn a_revision_is_a_tag_as_it_was_given() {
        assert_eq!(["\"5\"", "W/\"5\"", "\"0\""].map(revision), [Some(5), Some(5), Some(0)]);
        let wrong = [
            "5",
            "\"\"",
            "\"+5\"",
            "\"5",
            "5\"",
            "W/5",
            "\"\"5\"\"",
            "\"1234567890123456789\"",
            "\"5\", \"6\"",
        ];
        assert_eq!(wrong.map(revision), [None; 9]);
    }

    #[tokio::test]
    async fn an_unknown_field_is_named() {
        assert_eq!(problem(r#"{"inner": [], "outer": 1}"#).await["field"], "outer");
        assert_eq!(problem(r#"{"inner": [{"b": 1}]}"#).await["field"], "inner[0].b");
    }

    #[tokio::test]
    async fn something_after_the_body_is_refused() {
        assert_eq!(problem(r#"{"inner": []} {}"#).await["code"], "malformed_body");
    }
}
