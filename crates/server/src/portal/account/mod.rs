//! A seller's account: money, numbered statements, and the reputation with everything that explains it.
pub(crate) mod case;
pub(crate) mod record;
mod reputation;
pub(crate) mod staff;
mod statement;

pub(crate) use statement::show as statement;

use super::form::Sent;
use super::layout::Page;
use super::look::{Fact, Tone, badge, button, facts, form_head, icon, note};
use super::problem::{self, Shown};
use super::reader::Reader;
use crate::convert;
use crate::error::{Answer, ApiError};
use crate::extract::{Intent, Params, Path};
use crate::parties::Names;
use crate::routes::accounts::{self, Found};
use crate::routes::statements;
use crate::state::App;
use crate::view;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;
use jiff::civil::Date;
use maud::{Markup, html};
use resolution::id::{AccountId, AccountRole};
use serde::Deserialize;

/// Statements on a page.
const PAGE: u32 = 20;

/// Where the page is.
pub(crate) const PATH: &str = "/seller/account";

/// Which statements, as the form asks.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Wanted {
    #[serde(default)]
    status: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    after: Option<String>,
}

/// The page.
pub(crate) async fn show(State(app): State<App>, reader: Reader, Params(wanted): Params<Wanted>) -> Shown {
    match make(&app, &reader, &wanted, None).await {
        Ok(page) => Ok(page.show(&app, &reader).await),
        Err(error) => Ok(problem::page(&app, &reader, &error).await),
    }
}

/// The account of the reader; nothing before anything happened on it.
pub(crate) async fn own(app: &App, reader: &Reader) -> Answer<Option<Found>> {
    let caller = &reader.session.caller;
    let Some(party) = caller.actor.party() else { return Ok(None) };
    let id = AccountId::of(caller.id(), AccountRole::Seller, party);
    Ok(app.engine.account(caller.id(), id).await?.map(Found))
}

/// The account as the API shows it.
pub(crate) async fn view_of(app: &App, reader: &Reader, found: &Found) -> Answer<api::AccountView> {
    let now = app.engine.now(reader.session.caller.id()).await?;
    Ok(view::account(found.account()?, &found.0, &Names::default(), now))
}

async fn make(app: &App, reader: &Reader, wanted: &Wanted, problem: Option<String>) -> Answer<Page<'static>> {
    let title = reader.t("account-title");
    let Some(found) = own(app, reader).await? else {
        let body = html! { h1 { (title) } p { (reader.t("account-none")) } };
        return Ok(Page::new(title, "account", body));
    };
    let account = view_of(app, reader, &found).await?;
    let (filter, wrong) = filter(reader, wanted);
    let now = app.engine.now(reader.session.caller.id()).await?;
    let page = statements::page(found.account()?, &filter, now)?;
    let on_demand = found.0.governing.policy.payouts.on_demand;
    let body = html! {
        h1 { (title) }
        (case::warning(reader, &account))
        @if let Some(problem) = &problem { (note(Tone::Danger, &reader.t("account-not-paid-out"), &html! { p { (problem) } })) }
        div class="columns two" {
            div {
                (money(reader, &account, on_demand))
                (list(reader, wanted, &page, wrong.as_deref()))
            }
            div { (reputation::card(reader, account.reputation.as_ref())) }
        }
    };
    Ok(Page::new(title, "account", body))
}

/// What there is in each currency, what leaves next, and the button that takes it out.
fn money(reader: &Reader, account: &api::AccountView, on_demand: bool) -> Markup {
    html! {
        section class="card" data-part="money" { div class="card-body stack" {
            h2 { (icon("receipt-refund")) " " (reader.t("account-money")) }
            @for balance in &account.balances { (of_currency(reader, balance)) }
            @match (account.next_payout_at, &account.payout_provider) {
                (Some(at), _) => p { (reader.with("account-next-payout", &[("at", reader.format.date_time(at).into())])) },
                (None, Some(_)) => p class="quiet" { (reader.t("account-by-schedule")) },
                (None, None) => p class="quiet" { (reader.t("account-on-demand")) },
            }
            @if on_demand && account.payout_provider.is_some() && account.restricted_by.is_none() {
                @for balance in account.balances.iter().filter(|balance| balance.available.amount > 0) {
                    (pay_out_form(reader, &balance.available))
                }
            }
        } }
    }
}

fn of_currency(reader: &Reader, balance: &api::AccountBalance) -> Markup {
    let all = [
        ("account-available", &balance.available),
        ("account-payable", &balance.payable),
        ("account-receivable", &balance.receivable),
        ("account-in-flight", &balance.in_flight),
    ];
    let shown: Vec<Fact> = all
        .into_iter()
        .map(|(words, amount)| {
            Fact::new(reader.t(words), html! { span class="number" { (reader.format.money(amount)) } })
        })
        .collect();
    html! {
        (facts(&shown))
        @if balance.receivable.amount > 0 { p class="small" { (icon("info-circle")) " " (reader.t("account-recovered-hint")) } }
    }
}

fn pay_out_form(reader: &Reader, available: &api::Money) -> Markup {
    let amount = reader.format.money(available);
    html! {
        form method="post" action={ (PATH) "/payouts" } {
            (form_head(reader, &reader.once, None))
            input type="hidden" name="currency" value=(available.currency);
            (button("btn-primary", &reader.with("account-pay-out", &[("amount", amount.into())])))
        }
    }
}

/// The statements, with the form that chooses among them.
fn list(
    reader: &Reader,
    wanted: &Wanted,
    page: &api::Page<api::StatementView>,
    wrong: Option<&str>,
) -> Markup {
    html! {
        section class="card" data-part="statements" { div class="card-body stack" {
            h2 { (icon("file")) " " (reader.t("account-statements")) }
            (chooser(reader, wanted, wrong))
            @if page.items.is_empty() { p { (reader.t("account-no-statements")) } }
            @else { ul class="rows" { @for item in &page.items { li { (statement::row(reader, item)) } } } }
            @if let Some(next) = &page.next {
                nav class="acts" aria-label=(reader.t("list-pages")) {
                    a class="btn btn-plain" href={ (PATH) "?status=" (wanted.status) "&from=" (wanted.from) "&to=" (wanted.to)
                        "&after=" (next) } { (reader.t("list-next")) }
                }
            }
        } }
    }
}

fn chooser(reader: &Reader, wanted: &Wanted, wrong: Option<&str>) -> Markup {
    html! {
        form method="get" action=(PATH) class="filter" role="search" aria-label=(reader.t("account-filter")) {
            div class="field" {
                label class="ask" for="status" { (reader.t("account-status")) }
                select class="box" id="status" name="status" {
                    option value="" selected[wanted.status.is_empty()] { (reader.t("account-status-all")) }
                    @for status in statements::STATUSES {
                        option value=(status) selected[wanted.status == status] { (reader.t(&format!("statement-{status}"))) }
                    }
                }
            }
            @for (name, value) in [("from", &wanted.from), ("to", &wanted.to)] {
                div class="field" {
                    label class="ask" for=(name) { (reader.t(&format!("account-{name}"))) }
                    input class="box" type="date" id=(name) name=(name) value=(value);
                }
            }
            @if let Some(wrong) = wrong { p class="problem" role="alert" { (wrong) } }
            (button("btn-plain", &reader.t("account-filter")))
        }
    }
}

/// The form as a filter; both days are inclusive, in the reader's zone.
fn filter(reader: &Reader, wanted: &Wanted) -> (api::StatementFilter, Option<String>) {
    let mut wrong = None;
    let mut day = |text: &str, days: i64| -> Option<Timestamp> {
        if text.is_empty() {
            return None;
        }
        let date = text.parse::<Date>().ok();
        let begins = date
            .and_then(|date| date.checked_add(jiff::Span::new().days(days)).ok())
            .and_then(|date| date.to_zoned(reader.format.zone().clone()).ok());
        if begins.is_none() {
            wrong = Some(reader.t("account-no-date"));
        }
        begins.map(|begins| begins.timestamp())
    };
    let (from, to) = (day(&wanted.from, 0), day(&wanted.to, 1));
    let status = Some(wanted.status.clone()).filter(|status| statements::STATUSES.contains(&status.as_str()));
    let after = wanted.after.clone();
    (api::StatementFilter { status, from, to, after, limit: Some(PAGE), currency: None }, wrong)
}

/// A payout as the form asks for it.
#[derive(Deserialize)]
pub(crate) struct Leaving {
    currency: String,
}

/// Pays out everything that is available, and goes back to the page.
pub(crate) async fn pay_out(State(app): State<App>, form: Sent<Leaving>) -> Shown {
    let reader = form.reader;
    let caller = reader.session.caller.clone();
    let external = caller.external.clone().unwrap_or_default();
    let body = api::NewPayout { provider: None, currency: Some(form.body.currency), amount: None };
    let intent = Intent { caller, body, guard: form.guard };
    match accounts::pay_out(State(app.clone()), Path(("seller".to_owned(), external)), intent).await {
        Ok(_) => Ok(Redirect::to(PATH).into_response()),
        Err(error) => Ok(not_paid_out(&app, &reader, &error).await),
    }
}

async fn not_paid_out(app: &App, reader: &Reader, error: &ApiError) -> Response {
    let sentence = problem::sentence(reader, error, "");
    match make(app, reader, &Wanted::default(), Some(sentence)).await {
        Ok(page) => page.with_status(app, reader, StatusCode::UNPROCESSABLE_ENTITY).await,
        Err(error) => problem::page(app, reader, &error).await,
    }
}

/// The badge of a statement's status.
fn status_badge(reader: &Reader, status: &str) -> Markup {
    let tone = match status {
        "paid" => Tone::Good,
        "refused" => Tone::Danger,
        "on_its_way" => Tone::Accent,
        _ => Tone::Plain,
    };
    badge(tone, &reader.t(&format!("statement-{status}")))
}

/// The marketplace's currency, for the open statement of a page without one.
fn currency_of(reader: &Reader, wanted: Option<&str>) -> Answer<resolution::money::Currency> {
    wanted.map_or(Ok(reader.session.caller.marketplace.currency), convert::currency)
}
