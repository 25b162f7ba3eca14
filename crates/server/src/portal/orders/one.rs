//! One order: where the parcel is, until when the buyer is protected, what can be done now, and where the money is.
use super::{money, parcels};
use crate::acts::{order_of, visible};
use crate::error::Answer;
use crate::extract::Path;
use crate::portal::goods::{self, Goods};
use crate::portal::layout::Page;
use crate::portal::look::{Fact, Tone, badge, facts, icon, instants, state_badge};
use crate::portal::problem::{self, Shown};
use crate::portal::reader::Reader;
use crate::portal::session::Role;
use crate::portal::{acts, compensation, live, look, refunds, talk, terms};
use crate::routes::reports;
use crate::state::App;
use crate::{ids, pages, view};
use axum::extract::State;
use engine::View;
use maud::{Markup, html};
use resolution::id::OrderId;

/// Acts that a page about the order puts first, in this order.
const FIRST: [&str; 16] = [
    "answer_address",
    "declare_shipment",
    "send_replacement",
    "confirm_receipt",
    "confirm_arrival",
    "request_return",
    "complain",
    "cancel",
    "lengthen_ship_by",
    "lengthen_window",
    "resend",
    "goodwill_refund",
    "claim_payment",
    "cancel_sale",
    "freeze_for_risk",
    "report_buyer",
];

/// The page.
pub(crate) async fn show(State(app): State<App>, reader: Reader, Path(order): Path<String>) -> Shown {
    match make(&app, &reader, &order).await {
        Ok(page) => Ok(page.show(&app, &reader).await),
        Err(error) => Ok(problem::page(&app, &reader, &error).await),
    }
}

async fn make(app: &App, reader: &Reader, order: &str) -> Answer<Page<'static>> {
    let id: OrderId = ids::order(order)?;
    let version = live::of_order(app, reader, id).await?;
    let caller = &reader.session.caller;
    let found = visible(app, caller, id).await?;
    let goods = goods::of(app, caller.id(), order_of(&found)?).await?;
    let page = pages::page(app, caller, &found, &reader.wish(), Vec::new(), view::order).await?;
    let people = talk::People::of(app, caller.id(), order_of(&found)?).await?;
    let messages = talk::of_order(app, reader, id, None).await?;
    let report = match reader.role() {
        Role::Seller => reports::view_of(app, caller, order_of(&found)?).await?,
        _ => None,
    };
    let title = goods::in_short(&goods);
    let body = html! {
        @if reader.role() != Role::Mediator { (look::back(reader, &format!("{}/orders", reader.base()), "back-orders")) }
        (acts::done(reader))
        (head(reader, &page, &goods, &people))
        div class="columns order" {
            div class="first" data-part="now" { (frozen(reader, &page)) (now(reader, &page)) }
            div class="main" {
                div data-part="cases" { (cases(reader, &page)) }
                div data-part="parcels" { (parcels::cards(reader, &page, &goods)) }
                div data-part="compensations" { (compensation::cards(reader, &page, &goods)) }
                div data-part="refunds" { @for refund in &page.refunds { (refunds::card(reader, refund)) } }
                (talk::card(reader, &page.id, None, &messages, &page.allowed_actions))
            }
            div class="rest" {
                div data-part="money" { (money::card(reader, &page)) }
                div data-part="later" { (later(reader, &page, &found)) }
                (reported(reader, &page, report.as_ref()))
                (terms::link(reader, &page.terms.policy))
                @if reader.role().staff() {
                    p class="small" { a href={ "/staff/orders/" (page.id) "/seller" } { (icon("building-store")) " " (reader.t("seller-link")) } }
                }
            }
        }
    };
    let stream = format!("{}/live/orders/{}", reader.base(), page.id);
    Ok(Page::new(title, "orders", body).live(stream, version))
}

/// The seller's report on the buyer, and where it stands.
fn reported(reader: &Reader, page: &api::OrderView, report: Option<&api::ReportView>) -> Markup {
    html! {
        @if let Some(report) = report {
            section class="card" data-part="report" data-order=(page.id) { div class="card-body stack" {
                h2 { (reader.t("reported-title")) }
                p class="quiet small" { (reader.with("reported-on", &[("at", reader.format.date_time(report.reported_at).into())])) }
                @match &report.account_case {
                    Some(case) => a href={ (reader.base()) "/account_cases/" (case) } { (reader.t("reported-open")) },
                    None => p { (reader.t("reported-under-way")) },
                }
            } }
        }
    }
}

/// An order that is frozen says so before anything else, and what that stops.
fn frozen(reader: &Reader, page: &api::OrderView) -> Markup {
    let lasting = page.freezes.iter().find(|freeze| freeze.lifted_at.is_none());
    html! {
        @if let Some(freeze) = lasting {
            @let words = match (freeze.kind.as_str(), reader.role()) {
                ("risk", _) => "order-frozen-risk",
                (_, Role::Buyer) => "order-frozen-buyer",
                _ => "order-frozen-hint",
            };
            (look::note(Tone::Warn, &reader.t("order-frozen"), &html! {
                p { (reader.t(words)) }
                p class="small" { (reader.with("order-frozen-since", &[("since", reader.format.date_time(freeze.since).into())])) }
            }))
        }
    }
}

fn head(reader: &Reader, page: &api::OrderView, goods: &[Goods], people: &talk::People) -> Markup {
    let other = if reader.role() == Role::Seller {
        Fact::new(reader.t("order-buyer"), html! { (people.name(&page.buyer)) })
    } else {
        Fact::new(reader.t("order-seller"), html! { (people.name(&page.seller)) })
    };
    html! {
        div class="row-between" data-part="head" {
            h1 { (goods::in_short(goods)) }
            (state_badge(reader, &page.state))
        }
        div class="card" { div class="card-body" {
            (facts(&[
                Fact::new(reader.t("order-reference"), html! { (page.reference) }),
                Fact::new(reader.t("order-placed"), html! { (reader.format.date(page.placed_at)) }),
                other,
            ]))
        } }
    }
}

/// What a case is called: its kind and its reason.
pub(crate) fn case_title(reader: &Reader, kind: &str, reason: &str) -> String {
    let kind = reader.t(&format!("case-kind-{kind}"));
    reader.with("order-case", &[("kind", kind.into()), ("reason", reason.into())])
}

/// How a case of a kind ended, in a few words.
pub(crate) fn closed_as(reader: &Reader, kind: &str, how: &str) -> String {
    let own = format!("closed-{kind}-{how}");
    if reader.taste.words.has(&own) { reader.t(&own) } else { reader.t(&format!("closed-{how}")) }
}

/// What a stage of a case of a kind is called.
pub(crate) fn stage_of(reader: &Reader, kind: &str, stage: &str) -> String {
    let own = format!("stage-{kind}-{stage}");
    if reader.taste.words.has(&own) { reader.t(&own) } else { reader.t(&format!("stage-{stage}")) }
}

/// The cases of an order, the open ones with their clock.
fn cases(reader: &Reader, page: &api::OrderView) -> Markup {
    html! {
        // What a carrier makes good has a card of its own.
        @let cases: Vec<_> = page.cases.iter().filter(|case| case.kind != compensation::KIND).collect();
        @if !cases.is_empty() {
            section class="card" {
                h2 { (reader.t("order-cases")) }
                ul class="rows" { @for case in cases {
                    li {
                        div class="row-between" {
                            a class="whole" href={ (reader.base()) "/cases/" (case.id) } {
                                (case_title(reader, &case.kind, &case.reason_title))
                            }
                            @if let Some(closed) = &case.closed {
                                (badge(Tone::Plain, &closed_as(reader, &case.kind, closed)))
                            } @else {
                                (badge(Tone::Accent, &stage_of(reader, &case.kind, &case.stage)))
                            }
                        }
                        @if let Some(clock) = &case.clock {
                            p class="small" { (icon("clock")) " " (look::silence(reader, clock)) }
                        }
                    }
                } }
            }
        }
    }
}

/// What the reader may do now.
fn now(reader: &Reader, page: &api::OrderView) -> Markup {
    let disputes: Vec<&api::ActionView> =
        page.allowed_actions.iter().filter(|action| is_dispute(&action.act)).collect();
    let open = disputes.iter().filter(|action| action.allowed).collect::<Vec<_>>();
    let until = open.iter().filter_map(|action| action.until.as_ref()).min_by_key(|clock| clock.end);
    let others: Vec<&api::ActionView> = FIRST
        .iter()
        .flat_map(|act| {
            page.allowed_actions.iter().filter(move |action| action.act == *act && action.allowed)
        })
        .collect();
    html! {
        @if !open.is_empty() || !others.is_empty() {
            section class="card" { div class="card-body stack" {
                h2 { (reader.t("order-now")) }
                @if !open.is_empty() {
                    p { (reader.t("order-problem-hint")) }
                    a class="btn btn-primary" href={ (reader.base()) "/orders/" (page.id) "/dispute" } data-act="open_dispute" {
                        (reader.t("order-problem"))
                    }
                    @if let Some(clock) = until { (instants(reader, clock)) }
                }
                @for action in &others {
                    div {
                        (acts::button(reader, &page.id, action, "btn-plain"))
                        p class="quiet small" { (reader.t(&format!("act-{}-hint", action.act))) }
                        @if let Some(clock) = &action.until { p class="quiet small" { (look::silence(reader, clock)) } }
                    }
                }
            } }
        }
    }
}

/// What is not possible now: why not, and from when (`allowed_actions`).
fn later(reader: &Reader, page: &api::OrderView, view: &View) -> Markup {
    let known = |act: &str| is_dispute(act) || FIRST.contains(&act);
    let refused: Vec<&api::ActionView> =
        page.allowed_actions.iter().filter(|action| !action.allowed && known(&action.act)).collect();
    html! {
        @if !refused.is_empty() {
            section class="card" { div class="card-body" {
                details {
                    summary { (reader.t("order-not-now")) }
                    div class="stack" { @for action in refused { (acts::refused(reader, action, view)) } }
                }
            } }
        }
    }
}

fn is_dispute(act: &str) -> bool {
    matches!(act, "open_dispute_received" | "open_dispute_not_received")
}
