//! The portals: pages for buyers, sellers and staff, made on the server.
pub(crate) mod session;

use crate::acts::visible;
use crate::error::Answer;
use crate::extract::Path;
use crate::ids;
use crate::routes::evidence::submitted;
use crate::state::App;
use crate::upload::take_form;
use axum::Router;
use axum::extract::State;
use axum::middleware::from_fn;
use axum::response::{Html, Redirect};
use axum::routing::{get, post};
use maud::html;
use session::{FileForm, Session, headers, pages};

/// Every page, with the headers that all of them have.
pub(crate) fn routes() -> Router<App> {
    let homes = Router::new().route("/portal/", get(home)).route("/staff/", get(home));
    let acts = Router::new().route("/portal/orders/{order}/evidence", post(evidence));
    homes.merge(acts).merge(session::routes()).layer(from_fn(headers::protect))
}

/// The first page of a portal: who is there.
async fn home(session: Session) -> Html<String> {
    let who = format!("{}:{}", session.role.word(), session.caller.external.as_deref().unwrap_or_default());
    let out = format!("{}/sign-out", session.area().path());
    let body = html! {
        p id="who" { (who) }
        p id="reading" { (session.language) " " (session.zone.as_deref().unwrap_or_default()) }
        form method="post" action=(out) {
            input type="hidden" name="csrf" value=(session.csrf);
            button { "Sign out" }
        }
    };
    Html(pages::frame("Resolution centre", &body).into_string())
}

/// A file from a page: the same act as by the API.
async fn evidence(State(app): State<App>, Path(order): Path<String>, form: FileForm) -> Answer<Redirect> {
    let id = ids::order(&order)?;
    let FileForm { session, fields, sent } = form;
    let view = visible(&app, &session.caller, id).await?;
    let file = take_form(&app, &session.caller, &view, fields).await?;
    let guard = sent.guard(&session, &file.fingerprint);
    submitted(&app, session.caller, guard, id, file).await?;
    Ok(Redirect::to(&format!("/portal/orders/{order}")))
}
