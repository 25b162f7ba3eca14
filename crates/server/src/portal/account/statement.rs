//! One numbered statement: its figures, and every movement with the order it comes from.
use super::{PATH, currency_of, own, status_badge};
use crate::error::{Answer, ApiError};
use crate::extract::{Params, Path};
use crate::portal::layout::Page;
use crate::portal::look::{back, icon};
use crate::portal::problem::{self, Shown};
use crate::portal::reader::Reader;
use crate::routes::statements;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use maud::{Markup, html};

/// A statement in the list.
pub(super) fn row(reader: &Reader, item: &api::StatementView) -> Markup {
    html! {
        div class="row-between" data-status=(item.status) {
            a class="whole" href=(href(item)) { (title(reader, item)) }
            span class="number" { (reader.format.money(if item.number.is_some() { &item.paid_out } else { &item.closing })) }
        }
        div class="row-between" {
            span class="quiet small" { (time(reader, item)) }
            span class="acts" { (status_badge(reader, &item.status)) }
        }
    }
}

fn href(item: &api::StatementView) -> String {
    match item.number {
        Some(number) => format!("{PATH}/statements/{number}"),
        None => format!("{PATH}/statements/open?currency={}", item.closing.currency),
    }
}

fn title(reader: &Reader, item: &api::StatementView) -> String {
    match item.number {
        Some(number) => reader.with("statement-number", &[("number", number.to_string().into())]),
        None => reader.with("statement-since", &[("currency", (&item.closing.currency).into())]),
    }
}

fn time(reader: &Reader, item: &api::StatementView) -> String {
    let from = reader.format.date(item.from);
    match item.to {
        Some(to) => {
            reader.with("statement-time", &[("from", from.into()), ("to", reader.format.date(to).into())])
        }
        None => reader.with("statement-from", &[("from", from.into())]),
    }
}

/// The page.
pub(crate) async fn show(
    State(app): State<App>,
    reader: Reader,
    Path(number): Path<String>,
    Params(query): Params<api::StatementCurrency>,
) -> Shown {
    match make(&app, &reader, number, query).await {
        Ok(page) => Ok(page.show(&app, &reader).await),
        Err(error) => Ok(problem::page(&app, &reader, &error).await),
    }
}

async fn make(
    app: &App,
    reader: &Reader,
    number: String,
    query: api::StatementCurrency,
) -> Answer<Page<'static>> {
    let caller = reader.session.caller.clone();
    own(app, reader).await?.ok_or_else(|| ApiError::not_found("statement"))?;
    currency_of(reader, query.currency.as_deref())?;
    let external = caller.external.clone().unwrap_or_default();
    let path = Path(("seller".to_owned(), external, number));
    let Json(item) = statements::one(State(app.clone()), caller, path, Params(query)).await?;
    let title = title(reader, &item);
    let body = html! {
        (back(reader, PATH, "back-account"))
        div class="row-between" { h1 { (title) } (status_badge(reader, &item.status)) }
        p class="quiet" { (time(reader, &item)) }
        (outcome(reader, &item))
        section class="card" data-part="figures" { div class="card-body" { (figures(reader, &item)) } }
        section class="card" data-part="lines" { div class="card-body stack" {
            h2 { (icon("file")) " " (reader.t("statement-lines")) }
            (lines(reader, item.lines.as_deref().unwrap_or_default()))
        } }
    };
    Ok(Page::new(title, "account", body).wide())
}

fn outcome(reader: &Reader, item: &api::StatementView) -> Markup {
    html! {
        @if let Some(at) = item.confirmed_at { p { (reader.with("statement-confirmed", &[("at", reader.format.date_time(at).into())])) } }
        @if let Some(at) = item.refused_at { p { (reader.with("statement-refused-at", &[("at", reader.format.date_time(at).into())])) } }
    }
}

/// What the statement adds up.
fn figures(reader: &Reader, item: &api::StatementView) -> Markup {
    let money = |money: &api::Money| reader.format.money(money);
    let less = |money: &api::Money| {
        reader.format.money(&api::Money { amount: -money.amount, currency: money.currency.clone() })
    };
    let rows = [
        ("opening", money(&item.opening)),
        ("earned", money(&item.earned)),
        ("came_back", money(&item.came_back)),
        ("recovered", less(&item.recovered)),
        ("paid_out", less(&item.paid_out)),
    ];
    let debts = [("debt_before", &item.debt_before), ("owed", &item.owed), ("debt_after", &item.debt_after)];
    let debts: Vec<_> = debts.into_iter().filter(|(_, amount)| amount.amount != 0).collect();
    html! {
        table class="money" {
            caption class="sr" { (reader.t("statement-figures")) }
            tbody {
                @for (name, amount) in rows { tr { th scope="row" { (reader.t(&format!("statement-{name}"))) } td { (amount) } } }
                tr class="sum" { th scope="row" { (reader.t("statement-closing")) } td { (money(&item.closing)) } }
                @for (name, amount) in debts { tr { th scope="row" { (reader.t(&format!("statement-{name}"))) } td { (money(amount)) } } }
            }
        }
    }
}

fn lines(reader: &Reader, lines: &[api::StatementLine]) -> Markup {
    html! {
        @if lines.is_empty() { p { (reader.t("statement-no-lines")) } }
        @else { table class="queue" {
            thead { tr {
                @for head in ["date", "what", "amount", "payable", "debt"] { th scope="col" { (reader.t(&format!("statement-head-{head}"))) } }
            } }
            tbody { @for line in lines { tr data-kind=(line.kind) {
                td { span class="head" { (reader.t("statement-head-date")) } (reader.format.date_time(line.at)) }
                td { span class="head" { (reader.t("statement-head-what")) } span { (what(reader, line)) } }
                td { span class="head" { (reader.t("statement-head-amount")) } span class="number" { (signed(reader, line)) } }
                td { span class="head" { (reader.t("statement-head-payable")) } span class="number" { (reader.format.money(&line.payable)) } }
                td { span class="head" { (reader.t("statement-head-debt")) } span class="number" { (reader.format.money(&line.receivable)) } }
            } } }
        } }
    }
}

fn what(reader: &Reader, line: &api::StatementLine) -> Markup {
    html! {
        (reader.t(&format!("line-{}", line.kind)))
        @if let Some(order) = &line.order { " · " a href={ (reader.base()) "/orders/" (order) } { (reader.t("statement-order")) } }
        @if let Some(number) = line.statement.filter(|_| line.kind == "came_back") {
            " · " a href={ (PATH) "/statements/" (number) } { (reader.with("statement-number", &[("number", number.to_string().into())])) }
        }
    }
}

/// What leaves what the seller is owed stands below zero.
fn signed(reader: &Reader, line: &api::StatementLine) -> String {
    let less = matches!(line.kind.as_str(), "debt" | "recovered" | "payout");
    let amount = if less { -line.amount.amount } else { line.amount.amount };
    reader.format.money(&api::Money { amount, currency: line.amount.currency.clone() })
}
