//! A seller's reputation in words: every point with date, reason and case, every rate with what it counts.
use crate::portal::look::{Fact, Tone, badge, facts, icon};
use crate::portal::reader::Reader;
use maud::{Markup, html};

/// The card of a reputation.
pub(super) fn card(reader: &Reader, found: Option<&api::ReputationView>) -> Markup {
    html! {
        @if let Some(found) = found {
            section class="card" data-part="reputation" { div class="card-body stack" {
                h2 { (icon("shield-check")) " " (reader.t("reputation-title")) }
                p class="big" { (reader.with("reputation-points", &[("points", found.points.into()), ("start", found.start.into())])) }
                p class="quiet small" { (reader.with("reputation-hint", &[("start", found.start.into()), ("floor", found.floor.into())])) }
                (penalties(reader, &found.penalties))
                (rates(reader, &found.rates))
            } }
        }
    }
}

fn penalties(reader: &Reader, all: &[api::PenaltyView]) -> Markup {
    html! {
        h3 { (reader.t("reputation-penalties")) }
        @if all.is_empty() { p { (reader.t("reputation-no-penalties")) } }
        @else { ul class="rows" { @for penalty in all { li data-reason=(penalty.reason) {
            div class="row-between" {
                strong { (reader.t(&format!("penalty-{}", penalty.reason))) }
                span class="number" { (reader.with("reputation-off", &[("points", penalty.points.into())])) }
            }
            p class="small quiet" {
                (reader.format.date(penalty.at)) " · "
                @match &penalty.case {
                    Some(case) => a href={ (reader.base()) "/cases/" (case) } { (reader.t("reputation-case")) },
                    None => a href={ (reader.base()) "/orders/" (penalty.order) } { (reader.t("reputation-order")) },
                }
            }
            @if penalty.counts {
                p class="small" { (badge(Tone::Warn, &reader.with("reputation-until", &[("end", reader.format.date(penalty.ends).into())]))) }
            } @else {
                p class="small" { (badge(Tone::Plain, &reader.with("reputation-ended", &[("end", reader.format.date(penalty.ends).into())]))) }
            }
        } } } }
    }
}

fn rates(reader: &Reader, rates: &api::RatesView) -> Markup {
    let since = reader.format.day(rates.since);
    let all = [
        ("reputation-filed", rates.filed, rates.filing_basis_points),
        ("reputation-faults", rates.faults, rates.fault_basis_points),
        ("reputation-cancelled", rates.cancelled, rates.cancellation_basis_points),
    ];
    let shown: Vec<Fact> = all
        .into_iter()
        .map(|(words, count, rate)| {
            let of = reader.with("reputation-count", &[("count", count.into()), ("orders", rates.orders.into())]);
            let value = html! {
                (of) @if let Some(rate) = rate { " " span class="number" { "(" (reader.format.percent(rate)) ")" } }
            };
            Fact::new(reader.t(words), value)
        })
        .collect();
    html! {
        h3 { (reader.t("reputation-rates")) }
        p class="quiet small" { (reader.with("reputation-since", &[("since", since.into())])) }
        (facts(&shown))
        p class="quiet small" { (reader.t("reputation-filed-hint")) }
    }
}
