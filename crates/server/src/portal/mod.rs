//! The portals: pages for buyers, sellers and staff, made on the server.
pub(crate) mod session;
pub(crate) mod words;

use crate::state::App;
use axum::Router;
use axum::middleware::from_fn;
use axum::response::Html;
use axum::routing::get;
use maud::html;
use session::{Session, headers, pages};

/// Every page, with the headers that all of them have.
pub(crate) fn routes() -> Router<App> {
    let homes = Router::new().route("/portal/", get(home)).route("/staff/", get(home));
    homes.merge(session::routes()).layer(from_fn(headers::protect))
}

/// The first page of a portal: who is there.
async fn home(session: Session) -> Html<String> {
    let who = format!("{}:{}", session.role.word(), session.caller.external.as_deref().unwrap_or_default());
    let out = format!("{}/sign-out", session.area().path());
    let body = html! {
        p id="who" { (who) }
        form method="post" action=(out) {
            input type="hidden" name="csrf" value=(session.csrf);
            button { "Sign out" }
        }
    };
    Html(pages::frame("Resolution centre", &body).into_string())
}
