//! The seller's first page: what waits, most urgent first, and what money there is. The buyer has a strip of the same.
use super::{Known, Waiting, href, load, on_accounts, todo};
use crate::error::Answer;
use crate::extract::Params;
use crate::portal::account;
use crate::portal::layout::Page;
use crate::portal::live;
use crate::portal::look::{Fact, Tone, badge, facts, icon, silence};
use crate::portal::problem::{self, Shown};
use crate::portal::reader::Reader;
use crate::routes::inbox::whose;
use crate::state::App;
use axum::extract::State;
use engine::ports::TurnRow;
use maud::{Markup, html};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Rows on a page.
const PAGE: u32 = 25;
/// Rows of the strip above a buyer's orders.
const STRIP: u32 = 10;
const DAY: i64 = 86_400;

/// Which part of the inbox.
#[derive(Deserialize)]
pub(crate) struct Part {
    after: Option<String>,
}

/// The seller's first page.
pub(crate) async fn show(State(app): State<App>, reader: Reader, Params(part): Params<Part>) -> Shown {
    match make(&app, &reader, part.after.as_deref()).await {
        Ok(page) => Ok(page.show(&app, &reader).await),
        Err(error) => Ok(problem::page(&app, &reader, &error).await),
    }
}

async fn make(app: &App, reader: &Reader, after: Option<&str>) -> Answer<Page<'static>> {
    let version = live::of_inbox(app, reader).await?;
    let waiting = load(app, reader, whose(&reader.session.caller.actor), after, PAGE).await?;
    let account = own_account(app, reader).await?;
    let body = html! {
        h1 { (reader.t("inbox-title")) }
        div class="columns two" {
            div data-part="inbox" {
                (on_accounts(reader, &waiting))
                @if waiting.rows.is_empty() && waiting.accounts.is_empty() { (nothing(reader)) }
                @for (group, rows) in groups(reader, &waiting) {
                    section class="card" data-group=(group) {
                        h2 { (reader.t(&format!("inbox-{group}"))) }
                        (list(reader, &waiting, &rows))
                    }
                }
                (pages(reader, after.is_some(), waiting.next.as_deref()))
            }
            div data-part="account" { (money(reader, &waiting, account.as_ref())) }
        }
    };
    let stream = format!("{}/live/inbox", reader.base());
    Ok(Page::new(reader.t("inbox-title"), "inbox", body).live(stream, version))
}

/// What waits for a buyer, for the top of their list of orders; nothing where nothing waits.
pub(crate) async fn strip(app: &App, reader: &Reader) -> Answer<Markup> {
    let waiting = load(app, reader, whose(&reader.session.caller.actor), None, STRIP).await?;
    let rows: Vec<_> = waiting.each().collect();
    Ok(html! {
        div data-part="waits" {
            @if !rows.is_empty() {
                section class="card" data-group="waits" {
                    h2 { (icon("inbox")) " " (reader.t("inbox-strip")) }
                    (list(reader, &waiting, &rows))
                }
            }
        }
    })
}

type Row<'a> = (&'a TurnRow, &'a Known);

/// By how soon each ends. The rows come most urgent first, so a group is never interrupted.
fn groups<'a>(reader: &Reader, waiting: &'a Waiting) -> Vec<(&'static str, Vec<Row<'a>>)> {
    let mut groups: Vec<(&'static str, Vec<Row<'a>>)> = Vec::new();
    for (row, known) in waiting.each() {
        let group = match waiting.clock(reader, row, known).map(|clock| clock.seconds_left) {
            Some(left) if left < DAY => "today",
            Some(left) if left < 7 * DAY => "week",
            Some(_) => "later",
            None => "resting",
        };
        match groups.last_mut() {
            Some((last, rows)) if *last == group => rows.push((row, known)),
            _ => groups.push((group, vec![(row, known)])),
        }
    }
    groups
}

fn list(reader: &Reader, waiting: &Waiting, rows: &[Row<'_>]) -> Markup {
    html! {
        ul class="rows" { @for (row, known) in rows { li data-what=(row.what) { (entry(reader, waiting, row, known)) } } }
    }
}

fn entry(reader: &Reader, waiting: &Waiting, row: &TurnRow, known: &Known) -> Markup {
    let clock = waiting.clock(reader, row, known);
    html! {
        div class="row-between" {
            a class="whole" href=(href(reader, row)) { (todo::sentence(reader, row, known)) }
            span class="number" { (reader.format.money(&known.stake(row))) }
        }
        p class="quiet small" {
            (known.title()) " · "
            (reader.with("orders-reference", &[("reference", (&known.order.placed.reference).into())])) " · "
            (if reader.area() == crate::portal::session::Area::Buyer { &known.seller } else { &known.buyer })
        }
        @match &clock {
            Some(clock) => p class="small" {
                (badge(Tone::of_seconds(clock.seconds_left), &reader.format.left(clock.seconds_left))) " "
                (silence(reader, clock))
            },
            None => p class="small" { (badge(Tone::Plain, &reader.t("inbox-clock-rests"))) },
        }
    }
}

/// Nothing waits: that is good, and said so.
fn nothing(reader: &Reader) -> Markup {
    html! {
        section class="card" { div class="card-body" data-group="nothing" {
            h2 { (icon("circle-check")) " " (reader.t("inbox-nothing")) }
            p { (reader.t("inbox-nothing-hint")) }
            p { a class="btn btn-plain" href={ (reader.base()) "/orders" } { (reader.t("inbox-orders")) } }
        } }
    }
}

fn pages(reader: &Reader, later: bool, next: Option<&str>) -> Markup {
    html! {
        @if later || next.is_some() {
            nav class="acts" aria-label=(reader.t("list-pages")) {
                @if later { a class="btn btn-plain" href=(reader.area().home()) { (reader.t("inbox-first")) } }
                @if let Some(next) = next {
                    a class="btn btn-plain" href={ (reader.area().home()) "?after=" (next) } { (reader.t("inbox-next")) }
                }
            }
        }
    }
}

/// The seller's account, once there is one.
async fn own_account(app: &App, reader: &Reader) -> Answer<Option<api::AccountView>> {
    match account::own(app, reader).await? {
        Some(found) => account::view_of(app, reader, &found).await.map(Some),
        None => Ok(None),
    }
}

/// What the seller has, and what the rows of this page hold up.
fn money(reader: &Reader, waiting: &Waiting, found: Option<&api::AccountView>) -> Markup {
    let mut held: BTreeMap<String, i64> = BTreeMap::new();
    let mut seen = std::collections::BTreeSet::new();
    for (_, known) in waiting.each().filter(|(row, _)| seen.insert(row.about)) {
        let escrow = crate::convert::money(known.order.escrow(), known.order.placed.currency);
        *held.entry(escrow.currency).or_default() += escrow.amount;
    }
    held.retain(|_, amount| *amount != 0);
    let list = |words: &str, amounts: Vec<api::Money>| {
        let amounts: Vec<String> = amounts.iter().map(|amount| reader.format.money(amount)).collect();
        Fact::new(reader.t(words), html! { @for amount in &amounts { span class="number" { (amount) } br; } })
    };
    let of = |pick: fn(&api::AccountBalance) -> &api::Money| -> Vec<api::Money> {
        let balances = found.map(|account| account.balances.as_slice()).unwrap_or_default();
        balances.iter().map(pick).filter(|amount| amount.amount != 0).cloned().collect()
    };
    let held = held.into_iter().map(|(currency, amount)| api::Money { amount, currency }).collect::<Vec<_>>();
    let all = [
        ("inbox-payable", of(|balance| &balance.available)),
        ("inbox-in-flight", of(|balance| &balance.in_flight)),
        ("inbox-receivable", of(|balance| &balance.receivable)),
        ("inbox-held", held),
    ];
    let shown: Vec<Fact> = all
        .into_iter()
        .filter(|(_, amounts)| !amounts.is_empty())
        .map(|(words, amounts)| list(words, amounts))
        .collect();
    html! {
        section class="card" { div class="card-body" {
            h2 { (reader.t("inbox-money")) }
            @if shown.is_empty() { p class="quiet" { (reader.t("inbox-no-money")) } } @else { (facts(&shown)) }
            @if found.is_some() { p { a href=(account::PATH) { (reader.t("inbox-account")) } } }
        } }
    }
}
