//! The restriction of a seller's account, for the seller and for staff: what is asked, what was said and shown, what can be
//! done now and until when.
use super::PATH;
use crate::error::{Answer, ApiError};
use crate::extract::{Intent, Path};
use crate::pages::Zone;
use crate::portal::evidence::who;
use crate::portal::form::{Sent, reader_of};
use crate::portal::layout::Page;
use crate::portal::look::{
    self, Choice, Fact, Field, Tone, badge, button, choices, clock, errors, facts, file_field, form_head,
    icon, note, textarea,
};
use crate::portal::problem::{self, Shown};
use crate::portal::reader::Reader;
use crate::portal::session::{FileForm, Role, Turned};
use crate::portal::talk;
use crate::routes::account_cases as routes;
use crate::state::App;
use crate::upload::{Fields, drain, take_keeping};
use axum::Json;
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
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
    let title = reader.t("restriction-title");
    let body = html! {
        @if reader.role() == Role::Seller { (look::back(reader, PATH, "back-account")) }
        (errors(reader, &problems))
        div class="row-between" { h1 { (title) } (badge(tone(&case), &reader.t(&format!("restriction-{}", case.stage)))) }
        div class="columns two" {
            // On a telephone one reads what is asked and adds the files before one says that all is there.
            div { (now(reader, &case)) (about(reader, &case)) (evidence(reader, &case, wrong.as_ref())) }
            div {
                (acts(reader, &case, wrong.as_ref()))
                (rulings(reader, &case))
                (talk_card(reader, &case, &said.items, wrong.as_ref()))
            }
        }
    };
    Ok(Page::new(title, if reader.role() == Role::Seller { "account" } else { "queue" }, body))
}

fn tone(case: &api::AccountCaseView) -> Tone {
    if case.closing.is_some() { Tone::Good } else { Tone::Danger }
}

/// What happens now, and until when.
fn now(reader: &Reader, case: &api::AccountCaseView) -> Markup {
    let side = if reader.role() == Role::Seller { "seller" } else { "staff" };
    let last_day = reader.format.date_time(case.last_day);
    html! {
        section class="card" data-part="now" data-stage=(case.stage) { div class="card-body stack" {
            p { (reader.t(&format!("restriction-{}-{side}", case.stage))) }
            @if let Some(running) = &case.clock { (clock(reader, "", running)) }
            @if case.closing.is_none() {
                p { (reader.with("restriction-last-day", &[("end", last_day.into())])) }
            }
        } }
    }
}

/// Why, what is asked, what is stopped, and how far it reaches.
fn about(reader: &Reader, case: &api::AccountCaseView) -> Markup {
    let provide =
        html! { ul { @for word in &case.provide { li { (reader.t(&format!("exhibit-{word}"))) } } } };
    let stops = html! { ul { @for word in &case.stops { li { (reader.t(&format!("stops-{word}"))) } } } };
    let mut all = vec![
        Fact::new(
            reader.t("restriction-reason"),
            html! { (reader.t(&format!("compliance-{}", case.reason))) },
        ),
        Fact::new(reader.t("restriction-provide"), provide),
        Fact::new(reader.t("restriction-stops"), stops),
        Fact::new(reader.t("restriction-since"), html! { (reader.format.date_time(case.opened_at)) }),
    ];
    if reader.role().staff() {
        all.push(Fact::new(reader.t("restriction-seller"), html! { (case.party) }));
        let orders = |count: Option<u32>| match count {
            Some(count) => reader.format.number(count.into()),
            None => reader.t("restriction-under-way"),
        };
        all.push(Fact::new(reader.t("restriction-orders"), html! { (orders(case.orders_frozen)) }));
        if case.closing.is_some() {
            all.push(Fact::new(reader.t("restriction-let-go"), html! { (orders(case.orders_let_go)) }));
        }
    }
    html! {
        section class="card" data-part="about" { div class="card-body stack" {
            h2 { (icon("info-circle")) " " (reader.t("restriction-about")) }
            @if let Some(text) = &case.text { p class="quoted" { (talk::words(reader, text)) } }
            (facts(&all))
        } }
    }
}

fn rulings(reader: &Reader, case: &api::AccountCaseView) -> Markup {
    html! {
        @if !case.rulings.is_empty() {
            section class="card" data-part="rulings" { div class="card-body stack" {
                h2 { (icon("gavel")) " " (reader.t("restriction-rulings")) }
                @for ruling in &case.rulings {
                    div {
                        p {
                            strong { (reader.t(if ruling.lift { "ruling-lift" } else { "ruling-uphold" })) } " · "
                            (reader.format.date_time(ruling.at)) " · " (who(reader, &ruling.by.role, ruling.by.id.as_deref()))
                        }
                        @if let Some(text) = &ruling.text { p class="quoted" { (talk::words(reader, text)) } }
                    }
                }
            } }
        }
    }
}

/// The files, each as a download, and the form by which one is added.
fn evidence(reader: &Reader, case: &api::AccountCaseView, wrong: Option<&Wrong>) -> Markup {
    let base = href(reader, &case.id);
    let may = case.closing.is_none() && matches!(reader.role(), Role::Seller | Role::Mediator);
    html! {
        section class="card" id="evidence" data-part="evidence" { div class="card-body stack" {
            h2 { (icon("paperclip")) " " (reader.t("restriction-evidence")) }
            @if case.evidence.is_empty() { p class="quiet" { (reader.t("restriction-no-evidence")) } }
            @else { ul class="rows" { @for piece in &case.evidence { li {
                a href={ (base) "/evidence/" (piece.evidence) } {
                    (piece.requirement.as_ref().map_or_else(|| reader.t(&format!("file-{}", piece.kind)),
                        |word| reader.t(&format!("exhibit-{word}"))))
                }
                @if let Some(caption) = &piece.caption { p class="small" { (talk::words(reader, caption)) } }
                p class="quiet small" { (reader.format.date_time(piece.sealed_at)) " · " (reader.format.size(piece.bytes)) }
            } } } }
            @if may { (file_form(reader, case, wrong)) }
        } }
    }
}

fn file_form(reader: &Reader, case: &api::AccountCaseView, wrong: Option<&Wrong>) -> Markup {
    let wrong = wrong.filter(|wrong| wrong.act == "evidence");
    let kept = wrong.map(|wrong| wrong.fields.clone()).unwrap_or_default();
    let problem = wrong.map(|wrong| wrong.sentence.clone());
    let list: Vec<Choice> = case
        .provide
        .iter()
        .map(|word| Choice {
            value: word.clone(),
            label: reader.t(&format!("exhibit-{word}")),
            hint: None,
            chosen: kept.requirement.as_ref() == Some(word),
        })
        .collect();
    let kind = Field { name: "requirement", label: reader.t("restriction-shows"), ..Field::default() };
    let caption = Field {
        name: "caption",
        label: reader.t("restriction-caption"),
        value: kept.caption.unwrap_or_default(),
        ..Field::default()
    };
    let file = Field { name: "file", label: reader.t("restriction-file"), problem, ..Field::default() };
    html! {
        form method="post" enctype="multipart/form-data" action={ (href(reader, &case.id)) "/evidence" } {
            (form_head(reader, &reader.once, None))
            (choices(&kind, "radio", false, &list))
            (caption.line(""))
            (file_field(&file, "image/*,video/*,application/pdf,text/plain"))
            (button("btn-plain", &reader.t("restriction-add")))
        }
    }
}

/// What the reader can do now.
fn acts(reader: &Reader, case: &api::AccountCaseView, wrong: Option<&Wrong>) -> Markup {
    let own = reader.session.caller.external.as_deref();
    let mine = case.mediator.is_some() && case.mediator.as_deref() == own;
    html! {
        @match (reader.role(), case.stage.as_str()) {
            (Role::Seller, "answering") => (form(reader, case, "answer", wrong)),
            (Role::Seller, "appealing") => (form(reader, case, "appeal", wrong)),
            (Role::Mediator, "reviewing") if mine => (rule_form(reader, case, wrong)),
            (Role::Mediator, "reviewing") => (form(reader, case, "assign", wrong)),
            _ => {},
        }
        @if reader.role().staff() && case.closing.is_none() {
            details open[wrong.is_some_and(|wrong| wrong.act == "renew")] {
                summary { (reader.t("restriction-renew-title")) }
                (form(reader, case, "renew", wrong))
            }
        }
    }
}

fn form(reader: &Reader, case: &api::AccountCaseView, act: &str, wrong: Option<&Wrong>) -> Markup {
    let wrong = wrong.filter(|wrong| wrong.act == act);
    let name = "text";
    let field = Field {
        name,
        label: reader.t(&format!("restriction-{act}-words")),
        hint: Some(reader.t(&format!("restriction-{act}-hint"))),
        value: wrong.map(|wrong| wrong.said.text.clone()).unwrap_or_default(),
        problem: wrong.map(|wrong| wrong.sentence.clone()),
        input: None,
    };
    html! {
        section class="card" id={ (act) "-text" } data-act=(act) { div class="card-body" {
            form method="post" action={ (href(reader, &case.id)) "/acts/" (act) } {
                (form_head(reader, &reader.once, None))
                @if act == "assign" { p { (reader.t("restriction-assign-hint")) } } @else { (textarea(&field)) }
                (button("btn-primary", &reader.t(&format!("restriction-{act}"))))
            }
        } }
    }
}

fn rule_form(reader: &Reader, case: &api::AccountCaseView, wrong: Option<&Wrong>) -> Markup {
    let wrong = wrong.filter(|wrong| wrong.act == "rule");
    let choice = |value: &str, words: &str| Choice {
        value: value.to_owned(),
        label: reader.t(words),
        hint: None,
        chosen: wrong.is_some_and(|wrong| wrong.said.ruling == value),
    };
    let ruling = Field { name: "ruling", label: reader.t("restriction-rule-which"), ..Field::default() };
    let field = Field {
        name: "text",
        label: reader.t("restriction-rule-words"),
        hint: Some(reader.t("restriction-rule-hint")),
        value: wrong.map(|wrong| wrong.said.text.clone()).unwrap_or_default(),
        problem: wrong.map(|wrong| wrong.sentence.clone()),
        input: None,
    };
    html! {
        section class="card" id="rule-text" data-act="rule" { div class="card-body" {
            form method="post" action={ (href(reader, &case.id)) "/acts/rule" } {
                (form_head(reader, &reader.once, None))
                (choices(&ruling, "radio", false, &[choice("uphold", "ruling-uphold"), choice("lift", "ruling-lift")]))
                (textarea(&field))
                (button("btn-primary", &reader.t("restriction-rule")))
            }
        } }
    }
}

/// What was said, and the form to write in.
fn talk_card(
    reader: &Reader,
    case: &api::AccountCaseView,
    said: &[api::MessageView],
    wrong: Option<&Wrong>,
) -> Markup {
    let wrong = wrong.filter(|wrong| wrong.act == "write");
    let may = matches!(reader.role(), Role::Seller | Role::Mediator);
    let field = Field {
        name: "text",
        label: reader.t("talk-write"),
        hint: None,
        value: wrong.map(|wrong| wrong.said.text.clone()).unwrap_or_default(),
        problem: wrong.map(|wrong| wrong.sentence.clone()),
        input: None,
    };
    html! {
        section class="card" id="write-text" data-part="talk" { div class="card-body stack" {
            h2 { (icon("message")) " " (reader.t("talk-title")) }
            (talk::conversation(reader, said))
            @if may {
                form method="post" action={ (href(reader, &case.id)) "/acts/write" } {
                    (form_head(reader, &reader.once, None))
                    (textarea(&field))
                    (button("btn-plain", &reader.t("talk-send")))
                }
            }
        } }
    }
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

/// What the seller's account page says first, while it is restricted.
pub(super) fn warning(reader: &Reader, account: &api::AccountView) -> Markup {
    html! {
        @if let Some(case) = &account.restricted_by {
            (note(Tone::Danger, &reader.t("restriction-warning"), &html! {
                p { (reader.t("restriction-warning-hint")) }
                p { a class="btn btn-primary" href=(href(reader, case)) { (reader.t("restriction-open")) } }
            }))
        }
    }
}
