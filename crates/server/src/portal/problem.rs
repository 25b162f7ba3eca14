//! What a page says when something cannot be done: the API's problems and the core's refusals in the reader's words.
use super::layout::{Page, open_page};
use super::reader::{Reader, Taste};
use super::session::Turned;
use super::words::Arg;
use crate::error::ApiError;
use crate::state::App;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use maud::{Markup, html};
use serde_json::Value;

/// The result of a page: what is wrong becomes a page, too.
pub(crate) type Shown = Result<Response, Turned>;

/// Why something is refused, in the reader's words, with amounts and instants as they read them.
pub(crate) fn refusal(reader: &Reader, code: &str, values: Option<&Value>, currency: &str) -> String {
    let mut texts: Vec<(String, String)> = Vec::new();
    for (name, value) in values.and_then(Value::as_object).into_iter().flatten() {
        texts.push((name.clone(), said(reader, name, value, currency)));
    }
    let args: Vec<(&str, Arg<'_>)> = texts.iter().map(|(name, text)| (name.as_str(), text.into())).collect();
    reader.with(&format!("refusal-{code}"), &args)
}

/// One value of a refusal in words.
fn said(reader: &Reader, name: &str, value: &Value, currency: &str) -> String {
    if let Some(at) = value.as_str().and_then(|text| text.parse::<Timestamp>().ok()) {
        return reader.format.date_time(at);
    }
    match (name, value) {
        // Amounts of money are called so; a limit's `most` stands beside the word for what is limited.
        ("most" | "available", Value::Number(number)) if !currency.is_empty() => {
            let amount = number.as_i64().unwrap_or_default();
            reader.format.money(&api::Money { amount, currency: currency.to_owned() })
        }
        ("rule", Value::String(rule)) => known(reader, "rule", rule),
        ("stage", Value::String(stage)) => known(reader, "stage", stage),
        ("turn", Value::String(turn)) => known(reader, "turn", turn),
        // People count from one.
        ("unit" | "case", Value::Number(number)) => (number.as_u64().unwrap_or_default() + 1).to_string(),
        (_, Value::String(text)) => text.clone(),
        (_, Value::Array(list)) => {
            let list: Vec<String> = list.iter().map(|one| said(reader, "item", one, currency)).collect();
            reader.format.list(&list)
        }
        (_, other) => other.to_string(),
    }
}

/// A stable word in the reader's words, or as it is where it has none.
pub(crate) fn known(reader: &Reader, kind: &str, word: &str) -> String {
    let id = format!("{kind}-{word}");
    if reader.taste.words.has(&id) { reader.t(&id) } else { word.to_owned() }
}

/// A problem of the API in the reader's words.
pub(crate) fn sentence(reader: &Reader, error: &ApiError, currency: &str) -> String {
    let problem = error.problem();
    let refused = format!("refusal-{}", problem.code);
    if reader.taste.words.has(&refused) {
        return refusal(reader, &problem.code, problem.values.as_ref(), currency);
    }
    reader.t(&format!("problem-{}", problem.code))
}

/// A page for a problem that leaves nothing else to show.
pub(crate) async fn page(app: &App, reader: &Reader, error: &ApiError) -> Response {
    let status = StatusCode::from_u16(error.problem().status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = said_page(&reader.t("problem-title"), &sentence(reader, error, ""), reader.area().home(), reader);
    Page::new(reader.t("problem-title"), "", body).with_status(app, reader, status).await
}

fn said_page(title: &str, words: &str, home: &str, reader: &Reader) -> Markup {
    html! {
        h1 { (title) }
        p { (words) }
        p { a class="btn btn-plain" href=(home) { (reader.t("problem-home")) } }
    }
}

/// A path that does not exist, for someone with a browser.
pub(crate) async fn nowhere(app: &App, taste: &Taste) -> Response {
    let words = taste.words;
    let body = html! { h1 { (words.t("problem-title")) } p { (words.t("problem-nowhere")) } };
    open_page(app, taste, StatusCode::NOT_FOUND, &words.t("problem-title"), &body).await
}
