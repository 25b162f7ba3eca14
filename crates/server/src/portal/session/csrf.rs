//! Whether a form was sent from one of our own pages: the browser's word where it gives one, and a token of the session.
use super::token::SessionKey;
use crate::state::App;
use axum::http::{HeaderMap, HeaderName, header};
use hmac::Mac;

/// The hidden field of every form.
pub(crate) const FIELD: &str = "csrf";
const LABEL: &[u8] = b"recourse portal csrf 1\0";
const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The token of a session's forms.
pub(super) fn token(key: &SessionKey, seed: &str) -> String {
    let mut mac = key.mac(LABEL);
    mac.update(seed.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

/// Whether a token is the session's, compared in constant time.
pub(super) fn holds(key: &SessionKey, seed: &str, token: &str) -> bool {
    let mut mac = key.mac(LABEL);
    mac.update(seed.as_bytes());
    hex::decode(token).is_ok_and(|bytes| mac.verify_slice(&bytes).is_ok())
}

/// Whether the browser says that another site sent it. Browsers that say nothing are held by the token alone.
pub(crate) fn foreign(app: &App, headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let site = text(SITE).is_some_and(|site| !matches!(site, "same-origin" | "none"));
    let origin = text(header::ORIGIN).is_some_and(|origin| !ours(app, origin, text(header::HOST)));
    site || origin
}

/// The public address, or the one that this request came to: a foreign page can choose neither.
fn ours(app: &App, origin: &str, host: Option<&str>) -> bool {
    let public = app.settings.public_url.as_deref().map(origin_of);
    let asked = origin.split_once("://").map(|(_, authority)| authority);
    public.is_some_and(|public| public.eq_ignore_ascii_case(origin))
        || asked.zip(host).is_some_and(|(asked, host)| asked.eq_ignore_ascii_case(host))
}

/// Scheme, host and port of an address.
fn origin_of(url: &str) -> &str {
    let after = url.find("://").map_or(0, |at| at + 3);
    url[after..].find('/').map_or(url, |at| &url[..after + at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_of_one_session() {
        let key = SessionKey::new([1; 32]);
        let token = token(&key, "seed");
        assert!(holds(&key, "seed", &token));
        assert!(!holds(&key, "other", &token) && !holds(&SessionKey::new([2; 32]), "seed", &token));
        assert!(!holds(&key, "seed", "") && !holds(&key, "seed", &token[..62]) && !holds(&key, "seed", "x"));
    }

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        assert_eq!(origin_of("https://shop.example:8443/centre/"), "https://shop.example:8443");
        assert_eq!(origin_of("http://shop.example"), "http://shop.example");
    }
}
