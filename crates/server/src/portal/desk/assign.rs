//! A mediator takes a case: one button.
use crate::extract::{Intent, Path};
use crate::portal::form::Sent;
use crate::portal::layout::Page;
use crate::portal::look::{button, form_head};
use crate::portal::problem::{self, Shown};
use crate::portal::reader::Reader;
use crate::routes::reviews;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use maud::{Markup, html};
use serde::Deserialize;

/// Nothing needs to be said to take a case.
#[derive(Deserialize)]
pub(super) struct Nothing {}

/// The button.
pub(super) fn form(reader: &Reader, case: &api::CaseView) -> Markup {
    html! {
        form method="post" action={ "/staff/cases/" (case.id) "/assign" } data-act="assign" {
            (form_head(reader, &reader.once, Some(case.revision.into())))
            (button("btn-primary", &reader.t("desk-take")))
        }
    }
}

/// Takes the case; where somebody was faster, their name stands on its page.
pub(super) async fn assign(State(app): State<App>, Path(case): Path<String>, form: Sent<Nothing>) -> Shown {
    let reader = form.reader;
    let intent = Intent {
        caller: reader.session.caller.clone(),
        body: api::Assign { mediator: None },
        guard: form.guard,
    };
    let back = format!("/staff/cases/{case}");
    match reviews::assign(State(app.clone()), Path(case), intent).await {
        Ok(_) => Ok(Redirect::to(&back).into_response()),
        Err(error) => {
            let status = StatusCode::from_u16(error.problem().status).unwrap_or(StatusCode::CONFLICT);
            let body = html! {
                h1 { (reader.t("desk-not-taken")) }
                p { (problem::sentence(&reader, &error, "")) }
                p { a class="btn btn-plain" href=(back) { (reader.t("back-case")) } }
            };
            let page = Page::new(reader.t("desk-not-taken"), "queue", body);
            Ok(page.with_status(&app, &reader, status).await)
        }
    }
}
