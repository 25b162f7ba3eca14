//! The parcels of an order: what is in them, where they are, and until when the buyer is protected.
use crate::portal::goods::{self, Goods};
use crate::portal::look::{Fact, Step, Tone, badge, facts, icon, journey, state_tone};
use crate::portal::problem::known;
use crate::portal::reader::Reader;
use crate::portal::{look, session::Role};
use api::{ScanCause, ScanStatus};
use maud::{Markup, html};

/// Scans that a card shows before the rest is folded.
const SHOWN: usize = 5;

/// One card a parcel; before the first, what is awaited.
pub(crate) fn cards(reader: &Reader, page: &api::OrderView, goods: &[Goods]) -> Markup {
    html! {
        @if page.parcels.is_empty() { (waiting(reader, page)) }
        @for parcel in &page.parcels { (card(reader, page, parcel, goods)) }
    }
}

/// Nothing is on its way yet.
fn waiting(reader: &Reader, page: &api::OrderView) -> Markup {
    html! {
        @if let Some(clock) = page.pay_by.as_ref().or(page.ship_by.as_ref()) {
            section class="card" { div class="card-body" {
                h2 { (reader.t(if page.pay_by.is_some() { "parcel-unpaid" } else { "parcel-none" })) }
                (look::clock(reader, "", clock))
            } }
        }
        @if page.ship_by_rests {
            section class="card" data-rests { div class="card-body" {
                h2 { (reader.t("parcel-none")) }
                p { (icon("hourglass")) " " (reader.t("parcel-rests")) }
            } }
        }
    }
}

fn card(reader: &Reader, page: &api::OrderView, parcel: &api::ParcelView, goods: &[Goods]) -> Markup {
    let content = goods::in_short(&goods::of_units(goods, &parcel.units));
    html! {
        section class="card" { div class="card-body stack" {
            div class="row-between" {
                h2 { (icon("package")) " " (reader.t(if parcel.resend { "parcel-resend" } else { "parcel-title" })) }
                (badge(state_tone(&parcel.state), &reader.t(&format!("parcel-state-{}", parcel.state))))
            }
            @if page.parcels.len() > 1 || parcel.resend { p { (content) } }
            (about(reader, page, parcel))
            @if let Some(delay) = &parcel.delay { (delayed(reader, delay)) }
            @for clock in [&parcel.address_question, &parcel.collection].into_iter().flatten() {
                (look::clock(reader, &reader.t(&format!("parcel-clock-{}", clock.then)), clock))
            }
            (way(reader, parcel))
            @if protects(page, parcel) { @for window in &parcel.windows { (protection(reader, window)) } }
        } }
    }
}

fn delayed(reader: &Reader, delay: &api::DelayView) -> Markup {
    let mut values = vec![("at", reader.format.date_time(delay.since).into())];
    if let Some(cause) = delay.cause {
        values.push(("cause", reader.t(&format!("scan-cause-{}", crate::view::word(cause))).into()));
    }
    let words = if delay.cause.is_some() { "parcel-delayed-why" } else { "parcel-delayed" };
    html! { div class="note warn" data-delay { p { (icon("hourglass")) " " (reader.with(words, &values)) } } }
}

/// Whether the windows still protect anything: something in the parcel can be asked back, and no case has settled it.
fn protects(page: &api::OrderView, parcel: &api::ParcelView) -> bool {
    let mut units = page.lines.iter().flat_map(|line| &line.units);
    units.any(|unit| {
        parcel.units.contains(&unit.unit) && unit.refundable.amount > 0 && unit.settled_by.is_none()
    })
}

fn about(reader: &Reader, page: &api::OrderView, parcel: &api::ParcelView) -> Markup {
    let mut list = Vec::new();
    if let Some(number) = &parcel.number {
        let carrier = parcel.carrier.as_deref().map(|carrier| known(reader, "carrier", carrier));
        list.push(Fact::new(
            reader.t("parcel-number"),
            html! {
                @if let Some(carrier) = &carrier { (carrier) " " } span class="number" { (number) }
            },
        ));
    }
    if let Some(estimate) = parcel.estimate.or(page.estimate).filter(|_| parcel.delivered_at.is_none()) {
        list.push(Fact::new(reader.t("parcel-estimate"), html! { (reader.format.date(estimate)) }));
    }
    facts(&list)
}

/// What the carrier saw, newest first.
fn way(reader: &Reader, parcel: &api::ParcelView) -> Markup {
    let mut steps: Vec<(Step, Markup)> =
        parcel.scans.iter().rev().map(|scan| (step(scan), seen(reader, scan))).collect();
    if let Some(confirmed) = parcel.confirmed_at {
        steps.insert(0, (Step::Done, said(reader, "parcel-confirmed", confirmed)));
    }
    steps.push((Step::Done, said(reader, "parcel-handed-over", parcel.handed_over)));
    if let Some((first, _)) = steps.first_mut().filter(|(first, _)| *first == Step::Done) {
        *first = if parcel.delivered_at.is_some() || parcel.confirmed_at.is_some() {
            Step::Done
        } else {
            Step::Now
        };
    }
    let rest = steps.split_off(steps.len().min(SHOWN));
    html! {
        (journey(&steps))
        @if !rest.is_empty() {
            details { summary { (reader.with("parcel-earlier", &[("n", rest.len().into())])) } (journey(&rest)) }
        }
    }
}

fn step(scan: &api::ScanView) -> Step {
    match scan.status {
        ScanStatus::Lost
        | ScanStatus::Damaged
        | ScanStatus::ReturnedToSender
        | ScanStatus::AttemptFailed
        | ScanStatus::Exception => Step::Wrong,
        _ => Step::Done,
    }
}

fn said(reader: &Reader, words: &str, at: jiff::Timestamp) -> Markup {
    html! { strong { (reader.t(words)) } br; span class="quiet small" { (reader.format.date_time(at)) } }
}

fn seen(reader: &Reader, scan: &api::ScanView) -> Markup {
    let status = crate::view::word(scan.status);
    let cause: Option<ScanCause> = scan.cause;
    html! {
        strong { (reader.t(&format!("scan-{status}"))) }
        @if let Some(cause) = cause { ": " (reader.t(&format!("scan-cause-{}", crate::view::word(cause)))) }
        br;
        span class="quiet small" {
            (reader.format.date_time(scan.at))
            @if !scan.by_carrier { " · " (reader.t("scan-not-carrier")) }
        }
    }
}

/// A protection window: what it protects from, and its clock (PRO-4).
fn protection(reader: &Reader, window: &api::WindowView) -> Markup {
    let tone = if window.state == "open" { Tone::Good } else { Tone::Plain };
    let buyer = reader.role() == Role::Buyer;
    html! {
        div class={ "note " (if window.state == "open" && buyer { "good" } else { "" }) } data-window=(window.kind) {
            div class="row-between" {
                h3 { (icon("shield-check")) " " (reader.t(&format!("window-{}", window.kind))) }
                (badge(tone, &reader.t(&format!("window-state-{}", window.state))))
            }
            @match window.state.as_str() {
                "not_yet" => @if let Some(opens) = window.opens {
                    p { (reader.with("window-opens", &[("at", reader.format.date_time(opens).into())])) }
                },
                "open" => @if let Some(clock) = &window.closes {
                    p { strong { (reader.format.left(clock.seconds_left)) } }
                    (look::instants(reader, clock))
                },
                "ended" => @if let Some(clock) = &window.closes {
                    p { (reader.with("window-ended", &[("at", reader.format.date_time(clock.end).into())])) }
                },
                _ => { p { (reader.t(&format!("rule-{}", window.rule))) } },
            }
        }
    }
}
