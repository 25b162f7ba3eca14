//! How a case was decided and why, who bears it, and where the money is.
use super::Case;
use crate::portal::look::{Fact, Tone, badge, facts, icon, note};
use crate::portal::orders::one::closed_as;
use crate::portal::problem::known;
use crate::portal::reader::Reader;
use crate::portal::{acts, refunds, remedy, talk};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Everything that is decided, and what is done about it.
pub(crate) fn card(reader: &Reader, case: &Case) -> Markup {
    let view = &case.case;
    html! {
        @if view.outcome.is_some() || view.closed.is_some() { (fixed(reader, case)) }
        (rulings(reader, view))
        @if let Some(returning) = &view.returning { (way_back(reader, returning)) }
        @if let Some(refund) = case.refund() {
            (refunds::card(reader, refund))
            (arrivals(reader, case))
        }
        @if let Some(asked) = &view.investigation { (investigation(reader, view, asked)) }
        @if let Some(cause) = &view.buyer_cause { (buyer_cause(reader, cause)) }
    }
}

/// What the carrier was asked, until when it has time, and what it found (INV-2).
pub(crate) fn investigation(reader: &Reader, case: &api::CaseView, asked: &api::InvestigationView) -> Markup {
    let at = |instant| reader.format.date_time(instant);
    let mut list = vec![
        Fact::new(
            reader.t("parcel-number"),
            html! { (known(reader, "carrier", &asked.carrier)) " " span class="number" { (asked.number) } },
        ),
        Fact::new(reader.t("investigation-asked"), html! { (at(asked.asked_at)) }),
    ];
    let clock = case.stage.clock.as_ref().filter(|_| case.stage.name == "investigating");
    if let Some(clock) = clock {
        list.push(Fact::new(reader.t("investigation-until"), html! { (at(clock.end)) }));
    }
    let answer = match (&case.finding, asked.missed_at) {
        (Some(finding), _) => Some((reader.t(&format!("finding-{finding}")), asked.found_at)),
        (None, Some(missed)) => Some((reader.t("investigation-missed"), Some(missed))),
        (None, None) => None,
    };
    if let Some((said, when)) = answer {
        let shown =
            html! { strong { (said) } @if let Some(when) = when { p class="quiet small" { (at(when)) } } };
        list.push(Fact::new(reader.t("investigation-answer"), shown));
    }
    html! {
        section class="card" data-investigation { div class="card-body stack" {
            h2 { (icon("package")) " " (reader.t("investigation-title")) }
            (facts(&list))
        } }
    }
}

/// What was fixed for good.
fn fixed(reader: &Reader, case: &Case) -> Markup {
    let view = &case.case;
    let title = match &view.closed {
        Some(closed) => closed_as(reader, &view.kind, &closed.how),
        None => reader.t("outcome-fixed"),
    };
    let good = view.outcome.is_some();
    let body = html! {
        @match &view.outcome {
            Some(outcome) => p { (remedy::shown(reader, outcome)) },
            None => {},
        }
        @if let Some(closed) = &view.closed {
            p class="quiet small" { (reader.format.date_time(closed.at)) }
        }
    };
    html! { div data-outcome { (note(if good { Tone::Good } else { Tone::Plain }, &title, &body)) } }
}

/// The rulings with their reasons, newest first.
pub(crate) fn rulings(reader: &Reader, case: &api::CaseView) -> Markup {
    html! { @for ruling in case.rulings.iter().rev() {
        section class="card" data-ruling { div class="card-body stack" {
            h2 { (icon("gavel")) " " (reader.t("ruling-title")) }
            (one(reader, ruling, &case.reason_title))
        } }
    } }
}

fn one(reader: &Reader, ruling: &api::RulingView, reason: &str) -> Markup {
    let given = match &ruling.remedy {
        Some(given) => remedy::shown(reader, given),
        None => html! { strong { (reader.t("remedy-none")) } },
    };
    let who = if ruling.by.role == "mediator" { "ruling-by-mediator" } else { "ruling-by-rules" };
    let liable = reader.t(&format!("liable-{}", ruling.liable));
    let from = reader.t(&format!("funded_by-{}", ruling.funded_by));
    let list = [
        Fact::new(reader.t("ruling-gives"), given),
        Fact::new(
            reader.t("ruling-why"),
            html! {
                @if let Some(departs) = &ruling.departs {
                    (remedy::words(reader, departs))
                    p { (badge(Tone::Warn, &reader.t("ruling-departs"))) }
                    p class="quiet small" { (reader.with("ruling-rules-said", &[("why", (&ruling.why).into())])) }
                } @else {
                    p { (ruling.why) }
                }
            },
        ),
        Fact::new(reader.t("ruling-liable"), html! { (liable) ", " (from) }),
        Fact::new(reader.t("ruling-by"), html! { (reader.t(who)) }),
    ];
    html! {
        (facts(&list))
        @if !ruling.facts.is_empty() {
            details {
                summary { (reader.t("ruling-facts")) }
                (known_facts(reader, &ruling.facts, reason))
            }
        }
    }
}

/// The facts that a decision rests on, in words; `reason` is the policy's own title of the reason.
pub(crate) fn known_facts(reader: &Reader, list: &BTreeMap<String, String>, reason: &str) -> Markup {
    let told = list.iter().map(|(name, value)| {
        if name == "reason" {
            return Fact::new(known(reader, "fact", name), html! { (reason) });
        }
        let own = format!("{name}-{value}");
        let said = known(reader, "factvalue", &own);
        let said = if said == own { known(reader, "factvalue", value) } else { said };
        Fact::new(known(reader, "fact", name), html! { (said) })
    });
    facts(&told.collect::<Vec<_>>())
}

/// The way back of the goods.
fn way_back(reader: &Reader, returning: &api::ReturnView) -> Markup {
    let mut list = Vec::new();
    if let Some(address) = &returning.address {
        list.push(Fact::new(
            reader.t("return-address"),
            html! { span class="said" { (talk::words(reader, address)) } },
        ));
    }
    if let Some(label) = &returning.label {
        let href = crate::portal::evidence::content_href(reader, label);
        list.push(Fact::new(
            reader.t("return-label"),
            html! { a href=(href) { (reader.t("return-label-open")) } },
        ));
    }
    if let Some(number) = &returning.number {
        let carrier = returning.carrier.as_deref().map(|carrier| known(reader, "carrier", carrier));
        list.push(Fact::new(
            reader.t("parcel-number"),
            html! {
                @if let Some(carrier) = &carrier { (carrier) " " } span class="number" { (number) }
            },
        ));
    }
    if let Some(content) = &returning.content {
        let shown = html! {
            (reader.t(&format!("content-{content}")))
            @if let Some(at) = returning.received_at { p class="quiet small" { (reader.format.date_time(at)) } }
        };
        list.push(Fact::new(reader.t("return-content"), shown));
    }
    if let Some(at) = returning.accepted_at {
        list.push(Fact::new(reader.t("return-accepted-at"), html! { (reader.format.date_time(at)) }));
    }
    html! {
        section class="card" data-return { div class="card-body stack" {
            h2 { (icon("package")) " " (reader.t("return-title")) }
            (facts(&list))
            @if returning.objected { p { (badge(Tone::Danger, &reader.t("return-objected"))) } }
        } }
    }
}

/// "The money has arrived": asked where the refund is shown.
fn arrivals(reader: &Reader, case: &Case) -> Markup {
    let refund = case.case.refund.as_deref();
    let mut asked = case.order.allowed_actions.iter().filter(|action| {
        action.act == "confirm_arrival" && action.allowed && action.target.as_deref() == refund
    });
    html! { @if let Some(action) = asked.next() {
        div class="acts" { (acts::button(reader, &case.order.id, action, "btn-plain")) }
    } }
}

fn buyer_cause(reader: &Reader, cause: &api::BuyerCauseView) -> Markup {
    let until = cause.until.map_or_else(String::new, |until| reader.format.date_time(until));
    let span = [("from", reader.format.date_time(cause.from).into()), ("until", until.into())];
    let body = html! {
        p { (reader.t(&format!("buyer-cause-{}", cause.cause))) }
        p class="quiet small" { (reader.with("buyer-cause-span", &span)) }
    };
    note(Tone::Plain, "", &body)
}
