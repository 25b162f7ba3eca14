//! The frame for what was answered without knowing how its reader reads: who is turned away, problems of the API on a
//! page, and paths that do not exist.
use super::layout::open_page;
use super::problem;
use super::reader::{Reader, Taste};
use super::session::{Area, headers};
use crate::error::ApiError;
use crate::state::App;
use api::problem::Problem;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use std::sync::Arc;

/// Title and body, made once the reader's words are known.
type Say = dyn Fn(&Taste) -> (String, Markup) + Send + Sync;

/// What is to be said, without its frame.
#[derive(Clone)]
pub(crate) struct Unframed(Arc<Say>);

impl Unframed {
    pub(crate) fn new(say: impl Fn(&Taste) -> (String, Markup) + Send + Sync + 'static) -> Self {
        Self(Arc::new(say))
    }

    /// As an answer; [`frame`] makes it a page.
    pub(crate) fn response(self, status: StatusCode) -> Response {
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Layer for pages: gives a frame to answers that have none.
pub(super) async fn frame(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let kept = parts.clone();
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let unframed = response.extensions_mut().remove::<Unframed>();
    let problem = response.extensions_mut().remove::<Arc<Problem>>();
    let page = match (unframed, problem) {
        (Some(unframed), _) => {
            let taste = Taste::of(&kept, None, None);
            let (title, body) = (unframed.0)(&taste);
            open_page(&app, &taste, response.status(), &title, &body).await
        }
        (None, Some(problem)) if reads_pages(&kept.headers) => told(&app, kept, &problem).await,
        _ => return response,
    };
    with_body_of(response, page)
}

/// An answer for a request that leads nowhere: a page for people, the problem itself for programs.
pub(crate) async fn stray(app: &App, request: Request, error: ApiError) -> Response {
    let (parts, _) = request.into_parts();
    let path = parts.uri.path();
    let in_portal = ["/buyer", "/seller", "/staff", "/portal"]
        .iter()
        .any(|area| path.strip_prefix(area).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
    let html = accepts(&parts.headers).is_some_and(|accepts| accepts.contains("text/html"));
    let for_people = (in_portal && reads_pages(&parts.headers)) || (html && !path.starts_with("/v1/"));
    if !for_people {
        return error.into_response();
    }
    let mut page = told(app, parts, error.problem()).await;
    headers::complete(app, page.headers_mut());
    page
}

/// Whether a person waits for this answer, and not one of our scripts.
fn reads_pages(headers: &HeaderMap) -> bool {
    accepts(headers).is_none_or(|accepts| accepts.contains("text/html") || accepts.contains("*/*"))
}

fn accepts(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::ACCEPT).and_then(|value| value.to_str().ok())
}

/// A problem as a page: for someone with a session in their own portal, else in an open frame.
async fn told(app: &App, mut parts: Parts, problem: &Problem) -> Response {
    let error = ApiError::from(problem.clone());
    let nowhere = matches!(problem.code.as_str(), "not_found" | "method_not_allowed");
    let own = Area::of_path(parts.uri.path());
    if parts.uri.path().starts_with(own.path())
        && let Ok(reader) = Reader::from_request_parts(&mut parts, app).await
    {
        return problem::page(app, &reader, &error).await;
    }
    let taste = Taste::of(&parts, None, None);
    let words = taste.words;
    let said = if nowhere { words.t("problem-nowhere") } else { problem::plain(&taste, &error) };
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = html! { h1 { (words.t("problem-title")) } p { (said) } };
    open_page(app, &taste, status, &words.t("problem-title"), &body).await
}

/// The page in the place of a body; what the answer's head said stays (cookies, when to come again).
fn with_body_of(answer: Response, page: Response) -> Response {
    let (mut head, _) = answer.into_parts();
    let (page, body) = page.into_parts();
    head.headers.remove(header::CONTENT_LENGTH);
    head.headers.extend(page.headers);
    Response::from_parts(head, body)
}
