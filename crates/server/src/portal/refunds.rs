//! Where a refund is: decided, sent, confirmed, arrived, each with its own date (MON-4).
use super::look::{Step, Tone, badge, icon, journey};
use super::problem::known;
use super::reader::Reader;
use maud::{Markup, html};

/// A refund with each of its ways.
pub(crate) fn card(reader: &Reader, refund: &api::RefundView) -> Markup {
    html! {
        section class="card" { div class="card-body stack" {
            div class="row-between" {
                h2 { (icon("receipt-refund")) " " (reader.t("refund-title")) }
                span class="big number" { (reader.format.money(&refund.amount)) }
            }
            @if let Some(case) = &refund.case {
                p { a href={ (reader.base()) "/cases/" (case) } { (reader.t("refund-case")) } }
            }
            @for leg in &refund.legs { (way(reader, refund, leg)) }
        } }
    }
}

/// One way that money goes back by.
fn way(reader: &Reader, refund: &api::RefundView, leg: &api::LegView) -> Markup {
    let route = reader.t(&format!("route-{}", leg.route));
    let method = known(reader, "method", &leg.method);
    let at = |words: &str, at: jiff::Timestamp| {
        html! { strong { (reader.t(words)) } br; span class="quiet small" { (reader.format.date_time(at)) } }
    };
    let ahead = |words: &str| html! { span class="quiet" { (reader.t(words)) } };
    let mut steps = vec![(Step::Done, at("refund-decided", leg.promised_at))];
    match leg.sent_at {
        Some(sent) => steps.push((Step::Done, at("refund-sent", sent))),
        None => steps.push((Step::Now, ahead("refund-to-send"))),
    }
    match (leg.confirmed_at, leg.refused_at) {
        (_, Some(refused)) => steps.push((Step::Wrong, at("refund-refused", refused))),
        (Some(confirmed), _) => steps.push((Step::Done, at("refund-confirmed", confirmed))),
        (None, None) => steps
            .push((if leg.sent_at.is_some() { Step::Now } else { Step::Ahead }, ahead("refund-to-confirm"))),
    }
    if leg.refused_at.is_none() {
        match leg.arrived_at {
            Some(arrived) => steps.push((Step::Done, at("refund-arrived", arrived))),
            None => steps.push((
                if leg.confirmed_at.is_some() { Step::Now } else { Step::Ahead },
                expected(reader, leg),
            )),
        }
    }
    html! {
        div {
            div class="row-between" {
                h3 { (reader.with("refund-way", &[("route", route.into()), ("method", method.into())])) }
                span { @if refund.legs.len() > 1 { span class="number" { (reader.format.money(&leg.amount)) } " " }
                    (badge(tone(&leg.state), &reader.t(&format!("leg-{}", leg.state)))) }
            }
            @if leg.bounces > 0 { p class="small" { (reader.with("refund-bounced", &[("n", leg.bounces.into())])) } }
            (journey(&steps))
        }
    }
}

fn tone(state: &str) -> Tone {
    match state {
        "confirmed" => Tone::Good,
        "refused" => Tone::Danger,
        _ => Tone::Accent,
    }
}

fn expected(reader: &Reader, leg: &api::LegView) -> Markup {
    html! {
        span class="quiet" {
            @match (leg.expected_from, leg.expected_until) {
                (Some(from), Some(until)) => {
                    (reader.with("refund-expected", &[("from", reader.format.date(from).into()), ("until", reader.format.date(until).into())]))
                },
                _ => { (reader.t("refund-to-arrive")) },
            }
        }
    }
}
