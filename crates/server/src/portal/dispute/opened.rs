//! The dispute is open: what happens next, and until when.
use crate::acts::{case_of, visible};
use crate::error::Answer;
use crate::extract::Path;
use crate::portal::layout::Page;
use crate::portal::look;
use crate::portal::problem::{self, Shown};
use crate::portal::reader::Reader;
use crate::portal::reason;
use crate::state::App;
use crate::{ids, pages, texts, view};
use axum::extract::State;
use maud::html;

/// The confirmation page.
pub(crate) async fn show(State(app): State<App>, reader: Reader, Path(case): Path<String>) -> Shown {
    match make(&app, &reader, &case).await {
        Ok(page) => Ok(page.show(&app, &reader).await),
        Err(error) => Ok(problem::page(&app, &reader, &error).await),
    }
}

async fn make(app: &App, reader: &Reader, case: &str) -> Answer<Page<'static>> {
    let (order, no) = ids::case(case)?;
    let caller = &reader.session.caller;
    let found = visible(app, caller, order).await?;
    let open = case_of(&found, no)?;
    let wish = reader.wish();
    let make = |reading: &view::Reading<'_>| view::case(reading, open, false);
    let page = pages::page(app, caller, &found, &wish, texts::of_case(open), make).await?;
    let missing: Vec<&api::RequirementView> = page
        .requirements
        .iter()
        .filter(|needed| needed.from == api::Side::Opener && !needed.satisfied && !needed.optional)
        .collect();
    let body = html! {
        div class="question" {
            div class="panel" { h1 { (reader.t("dispute-opened")) } p { (reader.with("dispute-opened-reason", &[("reason", reason::of_case(reader, &page).into())])) } }
            h2 { (reader.t("dispute-next-title")) }
            ol {
                li { (reader.t("dispute-opened-held")) }
                li { (reader.t("dispute-opened-seller")) }
                li { (reader.t("dispute-opened-mail")) }
            }
            @if let Some(clock) = &page.stage.clock { div class="card" { div class="card-body" { (look::clock(reader, &reader.t("dispute-opened-clock"), clock)) } } }
            @if !missing.is_empty() {
                div class="note warn" {
                    h2 { (reader.t("dispute-opened-missing")) }
                    ul { @for needed in missing { li { (needed.title) ". " (needed.missing_means) } } }
                }
            }
            p class="acts" {
                a class="btn btn-primary" href={ (reader.base()) "/cases/" (page.id) } { (reader.t("dispute-opened-case")) }
                a class="btn btn-plain" href=(reader.area().home()) { (reader.t("back-orders")) }
            }
        }
    };
    Ok(Page::new(reader.t("dispute-opened"), "orders", body))
}
