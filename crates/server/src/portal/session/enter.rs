//! In by a link, out by a button.
use super::cookie::{self, Area};
use super::pages::{self, Say};
use super::token::{self, Link};
use super::{Form, acting, begin};
use crate::error::Answer;
use crate::extract::Params;
use crate::state::App;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

/// What a portal link carries.
#[derive(Deserialize)]
pub(super) struct Entry {
    #[serde(default)]
    token: String,
}

/// Takes a link and begins a session. A link may be opened again as long as it holds: programs that look at links in mails
/// and chats open them first.
pub(super) async fn enter(State(app): State<App>, Params(entry): Params<Entry>) -> Answer<Response> {
    let opened = token::open::<Link>(&app.session_key, &entry.token, app.engine.wall());
    let link = match opened {
        Ok((link, _)) if acting(&app, &link.holder).await?.is_some() => link,
        _ => return Ok(told(StatusCode::FORBIDDEN, Say::LinkExpired)),
    };
    let area = Area::of_role(link.holder.role);
    let to = if area.holds(&link.path) { link.path.as_str() } else { area.home() };
    let cookie = begin(&app, link.holder.clone(), None);
    let mut response = Redirect::to(to).into_response();
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(silent(response))
}

/// Where a buyer or seller without a session lands.
pub(super) async fn expired() -> Response {
    told(StatusCode::FORBIDDEN, Say::LinkExpired)
}

/// Ends the session in this browser.
pub(super) async fn leave(State(app): State<App>, form: Form<()>) -> Response {
    let area = form.session.area();
    let to = match area {
        Area::Buyer | Area::Seller => "/portal/signed-out",
        Area::Staff => "/staff/sign-in",
    };
    ([(header::SET_COOKIE, cookie::clear(&app, area))], Redirect::to(to)).into_response()
}

/// Letters, digits and hyphens, as a tag of BCP 47 has them.
pub(crate) fn plain_tag(text: &str) -> bool {
    let part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|c| c.is_ascii_alphanumeric());
    text.len() <= 35 && text.split('-').all(part)
}

/// What is shown afterwards.
pub(super) async fn left() -> Response {
    pages::notice(StatusCode::OK, Say::SignedOut)
}

fn told(status: StatusCode, say: Say) -> Response {
    silent(pages::notice(status, say))
}

/// The address holds the token: nobody is told from where the reader comes.
fn silent(mut response: Response) -> Response {
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}
