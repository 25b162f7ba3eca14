//! A seller's account as staff see it from an order: the reputation with its reasons, the cases on the account, and the form
//! that restricts it.
use super::{case, reputation};
use crate::acts::{order_of, visible};
use crate::error::Answer;
use crate::extract::{Intent, Path};
use crate::ids;
use crate::parties::Names;
use crate::portal::form::Sent;
use crate::portal::layout::Page;
use crate::portal::look::{self, Choice, Field, button, choices, errors, form_head, textarea};
use crate::portal::problem::{self, Shown};
use crate::portal::reader::Reader;
use crate::routes::account_cases;
use crate::routes::accounts::Found;
use crate::state::App;
use crate::view;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use maud::{Markup, html};
use resolution::id::{AccountId, AccountRole};
use resolution::policy::ComplianceReason;
use serde::Deserialize;

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Suspected {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    text: String,
}

/// The page.
pub(crate) async fn show(State(app): State<App>, reader: Reader, Path(order): Path<String>) -> Shown {
    match make(&app, &reader, &order, &Suspected::default(), None).await {
        Ok(page) => Ok(page.show(&app, &reader).await),
        Err(error) => Ok(problem::page(&app, &reader, &error).await),
    }
}

async fn make(
    app: &App,
    reader: &Reader,
    order: &str,
    typed: &Suspected,
    wrong: Option<String>,
) -> Answer<Page<'static>> {
    let caller = &reader.session.caller;
    let found = visible(app, caller, ids::order(order)?).await?;
    let seller = order_of(&found)?.placed.seller;
    let names = Names::load(app, caller.id(), vec![seller]).await?;
    let id = AccountId::of(caller.id(), AccountRole::Seller, seller);
    let account = app.engine.account(caller.id(), id).await?.map(Found);
    let now = app.engine.now(caller.id()).await?;
    let account = match &account {
        Some(found) => Some(view::account(found.account()?, &found.0, &names, now)),
        None => None,
    };
    let reasons = app.engine.governing(caller.id()).await?.policy.freeze.compliance.clone();
    let reasons = reasons.map(|rules| rules.reasons).unwrap_or_default();
    let restricted = account.as_ref().is_some_and(|account| account.restricted_by.is_some());
    let title = reader.with("seller-title", &[("name", names.of(seller).into())]);
    let problems: Vec<_> = wrong.iter().map(|wrong| ("text".to_owned(), wrong.clone())).collect();
    let body = html! {
        (look::back(reader, &format!("{}/orders/{order}", reader.base()), "back-order"))
        (errors(reader, &problems))
        h1 { (title) }
        div class="columns two" {
            div {
                (cases(reader, account.as_ref()))
                @if !restricted && !reasons.is_empty() { (form(reader, order, &reasons, typed, wrong)) }
            }
            div { (reputation::card(reader, account.as_ref().and_then(|account| account.reputation.as_ref()))) }
        }
    };
    Ok(Page::new(title, "queue", body))
}

fn cases(reader: &Reader, account: Option<&api::AccountView>) -> Markup {
    let cases = account.map(|account| account.cases.as_slice()).unwrap_or_default();
    let open = account.and_then(|account| account.restricted_by.as_deref());
    html! {
        section class="card" data-part="cases" { div class="card-body stack" {
            h2 { (reader.t("seller-cases")) }
            @if cases.is_empty() { p class="quiet" { (reader.t("seller-no-cases")) } }
            @else { ul class="rows" { @for (at, case) in cases.iter().enumerate() { li {
                a href=(case::href(reader, case)) {
                    (reader.with("seller-case", &[("number", (at + 1).into())]))
                }
                @if open == Some(case.as_str()) { " " (look::badge(look::Tone::Danger, &reader.t("seller-restricted"))) }
            } } } }
        } }
    }
}

fn form(
    reader: &Reader,
    order: &str,
    reasons: &[ComplianceReason],
    typed: &Suspected,
    problem: Option<String>,
) -> Markup {
    let list: Vec<Choice> = reasons
        .iter()
        .map(|reason| Choice {
            value: reason.word().to_owned(),
            label: reader.t(&format!("compliance-{reason}")),
            hint: None,
            chosen: typed.reason == reason.word(),
        })
        .collect();
    let reason = Field { name: "reason", label: reader.t("seller-restrict-why"), ..Field::default() };
    let words = Field {
        name: "text",
        label: reader.t("seller-restrict-words"),
        hint: Some(reader.t("seller-restrict-hint")),
        value: typed.text.clone(),
        problem,
        input: None,
    };
    html! {
        section class="card" data-act="restrict" { div class="card-body" {
            h2 { (reader.t("seller-restrict-title")) }
            p { (reader.t("seller-restrict-means")) }
            form method="post" action={ (reader.base()) "/orders/" (order) "/seller" } {
                (form_head(reader, &reader.once, None))
                (choices(&reason, "radio", false, &list))
                (textarea(&words))
                (button("btn-danger", &reader.t("seller-restrict")))
            }
        } }
    }
}

/// Restricts the seller's account, and goes to the case.
pub(crate) async fn restrict(
    State(app): State<App>,
    Path(order): Path<String>,
    form: Sent<Suspected>,
) -> Shown {
    let reader = form.reader;
    let caller = reader.session.caller.clone();
    let typed = form.body.clone();
    let done = async {
        let found = visible(&app, &caller, ids::order(&order)?).await?;
        let seller = order_of(&found)?.placed.seller;
        let external = Names::load(&app, caller.id(), vec![seller]).await?.of(seller);
        let text = Some(form.body.text).filter(|text| !text.trim().is_empty());
        let body = api::NewRestriction { reason: form.body.reason, provide: Vec::new(), text };
        let intent = Intent { caller: caller.clone(), body, guard: form.guard };
        account_cases::restrict(State(app.clone()), Path(("seller".to_owned(), external)), intent).await
    };
    match done.await {
        Ok(acted) => {
            let case = acted.body.created.unwrap_or_default();
            Ok(Redirect::to(&case::href(&reader, &case)).into_response())
        }
        Err(error) => {
            let sentence = problem::sentence(&reader, &error, "");
            match make(&app, &reader, &order, &typed, Some(sentence)).await {
                Ok(page) => Ok(page.with_status(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY).await),
                Err(error) => Ok(problem::page(&app, &reader, &error).await),
            }
        }
    }
}
