//! The protection fund, for finance: what it has, every change of its budget, and the form for the next one (PLF-5).
use super::form::Sent;
use super::layout::Page;
use super::look::{Choice, Fact, Field, button, choices, errors, facts, form_head, icon};
use super::problem::{self, Shown};
use super::reader::Reader;
use crate::convert;
use crate::error::{Answer, ApiError};
use crate::extract::Intent;
use crate::routes::fund;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use maud::{Markup, html};
use resolution::actor::Actor;
use resolution::fund::BudgetChange;
use serde::Deserialize;

/// Where the page is.
pub(crate) const PATH: &str = "/staff/fund";

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Wanted {
    #[serde(default)]
    change: String,
    #[serde(default)]
    currency: String,
    #[serde(default)]
    amount: String,
    #[serde(default)]
    reason: String,
}

/// A field with what is wrong with it.
type Wrong = (&'static str, String);

/// The page.
pub(crate) async fn show(State(app): State<App>, reader: Reader) -> Shown {
    match make(&app, &reader, &Wanted::default(), None).await {
        Ok(page) => Ok(page.show(&app, &reader).await),
        Err(error) => Ok(problem::page(&app, &reader, &error).await),
    }
}

/// Only finance keeps the fund.
fn finance(reader: &Reader) -> Answer<()> {
    match reader.session.caller.actor {
        Actor::Finance(_) => Ok(()),
        _ => Err(ApiError::not_found("fund")),
    }
}

async fn make(app: &App, reader: &Reader, typed: &Wanted, wrong: Option<&Wrong>) -> Answer<Page<'static>> {
    finance(reader)?;
    let Json(found) = fund::read(State(app.clone()), reader.session.caller.clone()).await?;
    let title = reader.t("fund-title");
    let problems: Vec<(String, String)> =
        wrong.iter().map(|(field, text)| ((*field).to_owned(), text.clone())).collect();
    let body = html! {
        (errors(reader, &problems))
        h1 { (title) }
        p { (reader.t("fund-hint")) }
        div class="columns two" {
            div { (budgets(reader, &found)) (changes(reader, &found)) }
            div { (form(reader, typed, wrong)) }
        }
    };
    Ok(Page::new(title, "fund", body))
}

fn budgets(reader: &Reader, found: &api::FundView) -> Markup {
    html! {
        @if found.budgets.is_empty() {
            section class="card" data-part="budgets" { div class="card-body" { p { (reader.t("fund-empty")) } } }
        }
        @for budget in &found.budgets {
            section class="card" data-part="budgets" data-currency=(budget.given.currency) { div class="card-body stack" {
                h2 { (icon("receipt-refund")) " " (budget.given.currency) }
                (facts(&of(reader, budget)))
                p class="quiet small" {
                    (reader.with("fund-counts", &[("granted", budget.granted.into()), ("denied", budget.denied.into())]))
                }
            } }
        }
    }
}

fn of(reader: &Reader, budget: &api::FundBudget) -> Vec<Fact> {
    [
        ("fund-available", &budget.available),
        ("fund-reserved", &budget.reserved),
        ("fund-spent", &budget.spent),
        ("fund-given", &budget.given),
    ]
    .into_iter()
    .map(|(words, amount)| {
        Fact::new(
            reader.t(words),
            html! { span class="number" data-figure=(words) { (reader.format.money(amount)) } },
        )
    })
    .collect()
}

fn changes(reader: &Reader, found: &api::FundView) -> Markup {
    html! {
        section class="card" data-part="changes" { div class="card-body stack" {
            h2 { (reader.t("fund-changes")) }
            @if found.changes.is_empty() { p class="quiet" { (reader.t("fund-no-changes")) } }
            @else { ul class="rows" { @for change in &found.changes { li data-number=(change.number) {
                @let amount = reader.format.money(&change.amount);
                @let by = change.by.clone().unwrap_or_else(|| reader.t("fund-by-server"));
                div class="row-between" {
                    span { (reader.with("fund-change-number", &[("number", change.number.into())])) " · " (change.reason) }
                    span class="number" { @if change.change == "add" { "+" } @else { "−" } (amount) }
                }
                p class="quiet small" { (reader.format.date_time(change.at)) " · " (by) }
            } } } }
        } }
    }
}

fn form(reader: &Reader, typed: &Wanted, wrong: Option<&Wrong>) -> Markup {
    let problem = |name: &str| wrong.filter(|(field, _)| *field == name).map(|(_, text)| text.clone());
    let list: Vec<Choice> = BudgetChange::ALL
        .iter()
        .map(|change| Choice {
            value: change.word().to_owned(),
            label: reader.t(&format!("fund-{}", change.word())),
            hint: Some(reader.t(&format!("fund-{}-hint", change.word()))),
            chosen: typed.change == change.word()
                || (typed.change.is_empty() && *change == BudgetChange::Add),
        })
        .collect();
    let currency = if typed.currency.is_empty() {
        reader.session.caller.marketplace.currency.code().to_owned()
    } else {
        typed.currency.clone()
    };
    let field = |name, label: &str, value: &str, input| Field {
        name,
        label: reader.t(label),
        value: value.to_owned(),
        problem: problem(name),
        input,
        ..Field::default()
    };
    let change = Field { problem: problem("change"), ..field("change", "fund-what", "", None) };
    let reason = Field {
        hint: Some(reader.t("fund-reason-hint")),
        ..field("reason", "fund-reason", &typed.reason, None)
    };
    html! {
        section class="card" data-act="change_fund" { div class="card-body" {
            h2 { (reader.t("fund-form")) }
            form method="post" action=(PATH) {
                (form_head(reader, &reader.once, None))
                (choices(&change, "radio", false, &list))
                (field("amount", "fund-amount", &typed.amount, Some("decimal")).line("short"))
                (field("currency", "fund-currency", &currency, None).line("short"))
                (reason.line(""))
                (button("btn-primary", &reader.t("fund-send")))
            }
        } }
    }
}

/// Changes the budget, and goes back to the page.
pub(crate) async fn change(State(app): State<App>, form: Sent<Wanted>) -> Shown {
    let reader = form.reader;
    let typed = form.body.clone();
    let currency = typed.currency.trim().to_owned();
    let told = |error: ApiError| problem::sentence(&reader, &error, &currency);
    let done = async {
        finance(&reader).map_err(|error| ("", told(error)))?;
        let of = convert::currency(&currency).map_err(|error| ("currency", told(error)))?;
        let amount = reader.format.parse_amount(&typed.amount, of);
        let amount = amount.map_err(|wrong| ("amount", reader.format.amount_problem(wrong, of)))?;
        let (change, reason) = (typed.change.clone(), typed.reason.clone());
        let amount = api::Money { amount, currency: currency.clone() };
        let body = api::NewFundChange { change, amount, reason };
        let intent = Intent { caller: reader.session.caller.clone(), body, guard: form.guard };
        fund::change(State(app.clone()), intent).await.map_err(|error| (field_of(&error), told(error)))
    };
    let wrong = match done.await {
        Ok(_) => return Ok(Redirect::to(PATH).into_response()),
        Err(wrong) => wrong,
    };
    match make(&app, &reader, &typed, Some(&wrong)).await {
        Ok(page) => Ok(page.with_status(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY).await),
        Err(error) => Ok(problem::page(&app, &reader, &error).await),
    }
}

/// The field that a refusal is about.
fn field_of(error: &ApiError) -> &'static str {
    match error.problem().field.as_deref() {
        Some("change") => "change",
        Some("reason") => "reason",
        _ => "amount",
    }
}
