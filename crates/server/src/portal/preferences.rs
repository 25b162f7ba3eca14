//! Language and look of one browser, kept in cookies that hold no secret.
use super::reader::{LANGUAGE, THEME, Theme};
use super::words::Words;
use crate::state::App;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

/// What the reader chose.
#[derive(Deserialize)]
pub(super) struct Choice {
    language: Option<String>,
    theme: Option<String>,
    #[serde(default)]
    back: String,
}

/// Keeps the choice and goes back to the page.
pub(super) async fn choose(State(app): State<App>, axum::Form(choice): axum::Form<Choice>) -> Response {
    let secure = if app.settings.https() { "; Secure" } else { "" };
    let cookie = |name: &str, value: &str| {
        let text = format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax{secure}");
        HeaderValue::from_str(&text).ok().map(|value| (header::SET_COOKIE, value))
    };
    let known = |code: &String| Words::languages().iter().any(|(there, _)| there == code);
    let language = choice.language.filter(known).and_then(|code| cookie(LANGUAGE, &code));
    let theme = choice.theme.and_then(|word| Theme::of(&word)).and_then(|theme| cookie(THEME, theme.word()));
    let mut response = Redirect::to(own(&choice.back)).into_response();
    response.headers_mut().extend(language.into_iter().chain(theme));
    response
}

/// A path of this installation; anything else leads to the start.
pub(super) fn own(back: &str) -> &str {
    let plain = back.bytes().all(|byte| (0x21..0x7f).contains(&byte) && byte != b'\\');
    if back.starts_with('/') && !back.starts_with("//") && plain { back } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_stays_in_the_house() {
        assert_eq!(own("/buyer/orders?after=1"), "/buyer/orders?after=1");
        for elsewhere in ["", "//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nb"] {
            assert_eq!(own(elsewhere), "/");
        }
    }
}
