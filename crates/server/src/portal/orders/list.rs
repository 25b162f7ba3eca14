//! Someone's orders, newest first.
use crate::convert;
use crate::error::Answer;
use crate::extract::Params;
use crate::portal;
use crate::portal::goods::{self, Goods, Titles};
use crate::portal::layout::Page;
use crate::portal::look::{Tone, badge, icon, state_badge};
use crate::portal::problem::{self, Shown};
use crate::portal::reader::Reader;
use crate::portal::session::Role;
use crate::routes::orders::{read_cursor, write_cursor};
use crate::state::App;
use axum::extract::State;
use engine::ports::OrderQuery;
use jiff::Timestamp;
use maud::{Markup, html};
use resolution::actor::Actor;
use resolution::case::Case;
use resolution::case::procedure::turn_word;
use resolution::id::AggregateId;
use resolution::money::Minor;
use resolution::order::Order;
use serde::Deserialize;

/// Orders on a page.
const PAGE: u32 = 20;

/// Which part of the list.
#[derive(Deserialize)]
pub(crate) struct Part {
    after: Option<String>,
}

/// An order as the list shows it.
struct Row {
    order: Order,
    goods: Vec<Goods>,
}

/// The list.
pub(crate) async fn show(State(app): State<App>, reader: Reader, Params(part): Params<Part>) -> Shown {
    match make(&app, &reader, part.after.as_deref()).await {
        Ok(page) => Ok(page.show(&app, &reader).await),
        Err(error) => Ok(problem::page(&app, &reader, &error).await),
    }
}

fn title(reader: &Reader) -> &'static str {
    if reader.role() == Role::Buyer { "orders-mine" } else { "orders-sold" }
}

async fn make(app: &App, reader: &Reader, after: Option<&str>) -> Answer<Page<'static>> {
    let version = portal::live::of_inbox(app, reader).await?;
    let caller = &reader.session.caller;
    let (buyer, seller) = match &caller.actor {
        Actor::Buyer(id) => (Some(*id), None),
        Actor::Seller(id) => (None, Some(*id)),
        _ => (None, None),
    };
    let query = OrderQuery {
        marketplace: caller.id(),
        buyer,
        seller,
        state: None,
        after: after.and_then(read_cursor),
        limit: PAGE,
    };
    let found = app.engine.orders(query).await?;
    let next = found.last().filter(|_| found.len() >= usize::try_from(PAGE).unwrap_or(usize::MAX));
    let next = next.map(|row| write_cursor(row.cursor));
    let ids = found.iter().map(|row| AggregateId::Order(row.order)).collect();
    let views = app.engine.views(caller.id(), ids).await?.into_iter().flatten();
    let orders = views.filter_map(|view| view.aggregate.order().filter(|order| caller.sees(order)).cloned());
    let orders: Vec<Order> = orders.collect();
    let titles = Titles::load(app, caller.id(), &orders).await?;
    let rows: Vec<Row> = orders.into_iter().map(|order| Row { goods: titles.goods(&order), order }).collect();
    let waits = if reader.role() == Role::Buyer && after.is_none() {
        portal::inbox::strip(app, reader).await?
    } else {
        html! {}
    };
    let body = body(reader, &waits, &rows, after.is_some(), next.as_deref());
    let stream = format!("{}/live/inbox", reader.base());
    Ok(Page::new(reader.t(title(reader)), "orders", body).live(stream, version))
}

fn body(reader: &Reader, waits: &Markup, rows: &[Row], later: bool, next: Option<&str>) -> Markup {
    let base = reader.base();
    html! {
        h1 { (reader.t(title(reader))) }
        @if reader.role() == Role::Buyer { p class="quiet" { (reader.t("orders-mine-hint")) } }
        (waits)
        div class="card" data-part="orders" {
            @if rows.is_empty() {
                div class="card-body" { p { (reader.t("orders-none")) } }
            } @else {
                ul class="rows" { @for row in rows { li { (entry(reader, row)) } } }
            }
        }
        @if reader.role() == Role::Buyer {
            p class="small" { a href=(portal::account::record::PATH) { (reader.t("standing-title")) } }
        }
        @if later || next.is_some() {
            nav class="acts" aria-label=(reader.t("list-pages")) {
                @if later { a class="btn btn-plain" href={ (base) "/orders" } { (reader.t("list-first")) } }
                @if let Some(next) = next {
                    a class="btn btn-plain" href={ (base) "/orders?after=" (next) } { (reader.t("list-next")) }
                }
            }
        }
    }
}

fn entry(reader: &Reader, row: &Row) -> Markup {
    let order = &row.order;
    let paid = order.payments.iter().fold(Minor::ZERO, |sum, payment| sum + payment.expected.amount);
    let paid = convert::money(paid, order.placed.currency);
    let open: Vec<&Case> = order.cases.iter().filter(|case| case.open()).collect();
    html! {
        div class="row-between" {
            a class="whole" href={ (reader.base()) "/orders/" (order.id) } { (goods::in_short(&row.goods)) }
            span class="number" { (reader.format.money(&paid)) }
        }
        div class="row-between" {
            span class="quiet small" {
                (reader.with("orders-reference", &[("reference", (&order.placed.reference).into())])) " · "
                (reader.format.date(order.placed.placed_at))
            }
            span class="acts" {
                @for case in &open { (case_badge(reader, case)) }
                (state_badge(reader, order.word()))
                (refunded(reader, order))
            }
        }
        @if let Some(end) = open.iter().filter_map(|case| waits(reader, case)).min() {
            p class="small" { (icon("clock")) " " (reader.with("orders-answer-by", &[("end", reader.format.date_time(end).into())])) }
        }
    }
}

/// Whether money went back: what is completed or cancelled is not lost.
fn refunded(reader: &Reader, order: &Order) -> Markup {
    let back = order.refunds.iter().fold(Minor::ZERO, |sum, refund| sum + refund.to_buyer());
    let paid = order.payments.iter().fold(Minor::ZERO, |sum, payment| sum + payment.expected.amount);
    html! {
        @if back.is_positive() {
            (badge(Tone::Good, &reader.t(if back < paid { "orders-refunded-part" } else { "orders-refunded" })))
        }
    }
}

fn case_badge(reader: &Reader, case: &Case) -> Markup {
    let mine = waits(reader, case).is_some();
    let stage = reader.t(&format!("stage-{}", case.stage.name.word()));
    badge(if mine { Tone::Warn } else { Tone::Accent }, &stage)
}

/// Until when a case waits for this reader, if it does. Staff answers nothing here: it has its queue.
fn waits(reader: &Reader, case: &Case) -> Option<Timestamp> {
    let (turn, asked) = (turn_word(case.stage.name.turn()), case.asked_side.map(convert::side_view));
    let mine = !reader.role().staff() && portal::turn::mine(reader.role(), turn, asked);
    case.stage.end.filter(|_| mine && case.stage.stopped.is_empty())
}
