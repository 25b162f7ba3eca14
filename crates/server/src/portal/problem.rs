//! What a page says when something cannot be done: the API's problems and the core's refusals in the reader's words.
use super::layout::Page;
use super::reader::{Reader, Taste};
use super::session::Turned;
use super::words::Format;
use crate::error::ApiError;
use crate::state::App;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::tz::TimeZone;
use maud::{Markup, html};

/// The result of a page: what is wrong becomes a page, too.
pub(crate) type Shown = Result<Response, Turned>;

/// A stable word in the reader's words, or as it is where it has none.
pub(crate) fn known(reader: &Reader, kind: &str, word: &str) -> String {
    let id = format!("{kind}-{word}");
    if reader.taste.words.has(&id) { reader.t(&id) } else { word.replace('_', " ") }
}

/// A problem of the API in the reader's words; amounts are in `currency`.
pub(crate) fn sentence(reader: &Reader, error: &ApiError, currency: &str) -> String {
    let problem = error.problem();
    reader.format.refused(&problem.code, problem.from, problem.values.as_ref(), currency)
}

/// A page for a problem that leaves nothing else to show.
pub(crate) async fn page(app: &App, reader: &Reader, error: &ApiError) -> Response {
    let status = StatusCode::from_u16(error.problem().status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body =
        said_page(&reader.t("problem-title"), &sentence(reader, error, ""), reader.area().home(), reader);
    Page::new(reader.t("problem-title"), "", body).with_status(app, reader, status).await
}

fn said_page(title: &str, words: &str, home: &str, reader: &Reader) -> Markup {
    html! {
        h1 { (title) }
        p { (words) }
        p { a class="btn btn-plain" href=(home) { (reader.t("problem-home")) } }
    }
}

/// A problem in the words of someone without a session.
pub(crate) fn plain(taste: &Taste, error: &ApiError) -> String {
    let problem = error.problem();
    let zone = taste.zone.as_ref().map_or(TimeZone::UTC, |(_, zone)| zone.clone());
    let format = Format::new(taste.words, zone);
    format.refused(&problem.code, problem.from, problem.values.as_ref(), "")
}
