//! A case on an account, for its party and for staff: the restriction of a seller, or a report on a buyer. What is asked, what
//! was said and shown, what can be done now and until when.
mod parts;
mod report;
mod restriction;

pub(super) use restriction::warning;

use super::{PATH, record};
use crate::error::{Answer, ApiError};
use crate::extract::{Intent, Path};
use crate::pages::Zone;
use crate::portal::form::{Sent, reader_of};
use crate::portal::layout::Page;
use crate::portal::look::{self, Tone, badge, errors};
use crate::portal::problem::{self, Shown};
use crate::portal::reader::Reader;
use crate::portal::session::{FileForm, Role, Turned};
use crate::routes::account_cases as routes;
use crate::state::App;
use crate::upload::{Fields, drain, take_keeping};
use axum::Json;
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use serde::Deserialize;

/// What the forms of the page send.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Said {
    #[serde(default)]
    text: String,
    #[serde(default)]
    ruling: String,
}

/// Where the page of a case is.
pub(super) fn href(reader: &Reader, case: &str) -> String {
    format!("{}/account_cases/{case}", reader.base())
}

/// The page.
pub(crate) async fn show(State(app): State<App>, reader: Reader, Path(case): Path<String>) -> Shown {
    match make(&app, &reader, &case, None).await {
        Ok(page) => Ok(page.show(&app, &reader).await),
        Err(error) => Ok(problem::page(&app, &reader, &error).await),
    }
}

/// What went wrong, with what was typed.
struct Wrong {
    act: String,
    said: Said,
    /// What stood before the file.
    fields: Fields,
    sentence: String,
}

async fn make(app: &App, reader: &Reader, id: &str, wrong: Option<Wrong>) -> Answer<Page<'static>> {
    let caller = reader.session.caller.clone();
    let (found, _, no) = routes::seen(app, &caller, id).await?;
    let zone = Zone::of(&reader.wish())?;
    let case = routes::shown(app, &caller, &found, no, &zone).await?;
    let Json(said) = routes::messages(State(app.clone()), caller, Path(id.to_owned())).await?;
    let place = |act: &str| if act == "evidence" { act.to_owned() } else { format!("{act}-text") };
    let problems: Vec<(String, String)> =
        wrong.iter().map(|wrong| (place(&wrong.act), wrong.sentence.clone())).collect();
    let (title, wrong) = (parts::say(reader, &case, "title"), wrong.as_ref());
    let [now, about, acts] = if case.kind == "report" {
        [report::now(reader, &case), report::about(reader, &case), report::acts(reader, &case, wrong)]
    } else {
        let acts = restriction::acts(reader, &case, wrong);
        [restriction::now(reader, &case), restriction::about(reader, &case), acts]
    };
    let badge = badge(tone(&case), &parts::say(reader, &case, &case.stage));
    let body = html! {
        @match (reader.role(), &case.order) {
            (Role::Buyer, _) => (look::back(reader, record::PATH, "back-record")),
            (Role::Seller, Some(order)) => (look::back(reader, &format!("{}/orders/{order}", reader.base()), "back-order")),
            (Role::Seller, None) => (look::back(reader, PATH, "back-account")),
            _ => {},
        }
        (errors(reader, &problems))
        div class="row-between" { h1 { (title) } (badge) }
        div class="columns two" {
            // On a telephone one reads what is asked and adds the files before one says that all is there.
            div { (now) (about) (parts::evidence(reader, &case, wrong)) }
            div {
                (acts)
                (parts::rulings(reader, &case))
                (parts::talk_card(reader, &case, &said.items, wrong))
            }
        }
    };
    let place = match reader.role() {
        Role::Buyer => "orders",
        Role::Seller if case.kind == "report" => "orders",
        Role::Seller => "account",
        _ => "queue",
    };
    Ok(Page::new(title, place, body))
}

fn tone(case: &api::AccountCaseView) -> Tone {
    if case.closing.is_some() { Tone::Good } else { Tone::Danger }
}

/// Does an act of the page, and goes back to it.
pub(crate) async fn act(
    State(app): State<App>,
    Path((case, act)): Path<(String, String)>,
    form: Sent<Said>,
) -> Shown {
    let reader = form.reader;
    let (caller, guard, said) = (reader.session.caller.clone(), form.guard, form.body);
    let state = State(app.clone());
    let path = Path(case.clone());
    let words = api::AccountWords { text: said.text.clone() };
    let empty = said.text.trim().is_empty() && act != "assign";
    let done = match act.as_str() {
        _ if empty => Err(ApiError::invalid("text", "words")),
        "answer" => routes::answer(state, path, Intent { caller, body: words, guard }).await,
        "appeal" => routes::appeal(state, path, Intent { caller, body: words, guard }).await,
        "write" => routes::write(state, path, Intent { caller, body: words, guard }).await,
        "renew" => routes::renew(state, path, Intent { caller, body: words, guard }).await,
        "assign" => {
            let body = api::AccountAssign { mediator: None };
            routes::assign(state, path, Intent { caller, body, guard }).await
        }
        "rule" if !["lift", "uphold"].contains(&said.ruling.as_str()) => {
            Err(ApiError::invalid("ruling", "a decision"))
        }
        "rule" => {
            let body = api::NewAccountRuling { lift: said.ruling == "lift", text: said.text.clone() };
            routes::rule(state, path, Intent { caller, body, guard }).await
        }
        _ => Err(ApiError::not_found("act")),
    };
    match done {
        Ok(_) => Ok(Redirect::to(&href(&reader, &case)).into_response()),
        Err(error) => {
            let sentence =
                if empty { reader.t("talk-empty") } else { problem::sentence(&reader, &error, "") };
            let wrong = Wrong { act, said, fields: Fields::default(), sentence };
            match make(&app, &reader, &case, Some(wrong)).await {
                Ok(page) => Ok(page.with_status(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY).await),
                Err(error) => Ok(problem::page(&app, &reader, &error).await),
            }
        }
    }
}

/// A file that was sent.
pub(crate) async fn submit(
    State(app): State<App>,
    Path(case): Path<String>,
    request: Request,
) -> Result<Response, Turned> {
    let (parts, body) = request.into_parts();
    let form = FileForm::from_request(Request::from_parts(parts.clone(), body), &app).await?;
    let FileForm { session, mut fields, sent } = form;
    let reader = reader_of(&app, session, &parts);
    let caller = reader.session.caller.clone();
    let mut kept = Fields::default();
    let done = async {
        let (found, _, _) = routes::seen(&app, &caller, &case).await?;
        let file = take_keeping(&app, &caller, &found.0, &mut fields, &mut kept).await?;
        let guard = sent.guard(&reader.session, &file.fingerprint);
        routes::submitted(&app, caller.clone(), guard, &case, file).await
    };
    match done.await {
        Ok(_) => Ok(Redirect::to(&format!("{}#evidence", href(&reader, &case))).into_response()),
        Err(error) => {
            drain(&mut fields).await;
            let sentence = problem::sentence(&reader, &error, "");
            let wrong = Wrong { act: "evidence".to_owned(), said: Said::default(), fields: kept, sentence };
            match make(&app, &reader, &case, Some(wrong)).await {
                Ok(page) => Ok(page.with_status(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY).await),
                Err(error) => Ok(problem::page(&app, &reader, &error).await),
            }
        }
    }
}

/// The bytes of a file.
pub(crate) async fn content(
    State(app): State<App>,
    reader: Reader,
    Path((case, evidence)): Path<(String, String)>,
    headers: HeaderMap,
) -> Shown {
    let caller = reader.session.caller.clone();
    match routes::content(State(app.clone()), caller, Path((case, evidence)), headers).await {
        Ok(file) => Ok(file),
        Err(error) => Ok(problem::page(&app, &reader, &error).await),
    }
}
