//! What a restriction of an account shows (FRZ-3 to FRZ-6): what is asked, what is stopped, and what can be done now.
use super::parts::{about_card, deciding, form};
use super::{Wrong, href};
use crate::portal::look::{Fact, Tone, clock, note};
use crate::portal::reader::Reader;
use crate::portal::session::Role;
use maud::{Markup, html};

/// What happens now, and until when.
pub(super) fn now(reader: &Reader, case: &api::AccountCaseView) -> Markup {
    let side = if reader.role() == Role::Seller { "seller" } else { "staff" };
    html! {
        section class="card" data-part="now" data-stage=(case.stage) { div class="card-body stack" {
            p { (reader.t(&format!("restriction-{}-{side}", case.stage))) }
            @if let Some(running) = &case.clock { (clock(reader, "", running)) }
            @if let Some(last_day) = case.last_day.filter(|_| case.closing.is_none()) {
                p { (reader.with("restriction-last-day", &[("end", reader.format.date_time(last_day).into())])) }
            }
        } }
    }
}

/// Why, what is asked, what is stopped, and how far it reaches.
pub(super) fn about(reader: &Reader, case: &api::AccountCaseView) -> Markup {
    let provide =
        html! { ul { @for word in &case.provide { li { (reader.t(&format!("exhibit-{word}"))) } } } };
    let stops = html! { ul { @for word in &case.stops { li { (reader.t(&format!("stops-{word}"))) } } } };
    let mut all = vec![
        Fact::new(
            reader.t("restriction-reason"),
            html! { (reader.t(&format!("compliance-{}", case.reason))) },
        ),
        Fact::new(reader.t("restriction-provide"), provide),
        Fact::new(reader.t("restriction-stops"), stops),
        Fact::new(reader.t("restriction-since"), html! { (reader.format.date_time(case.opened_at)) }),
    ];
    if reader.role().staff() {
        all.push(Fact::new(reader.t("restriction-seller"), html! { (case.party) }));
        let orders = |count: Option<u32>| match count {
            Some(count) => reader.format.number(count.into()),
            None => reader.t("restriction-under-way"),
        };
        all.push(Fact::new(reader.t("restriction-orders"), html! { (orders(case.orders_frozen)) }));
        if case.closing.is_some() {
            all.push(Fact::new(reader.t("restriction-let-go"), html! { (orders(case.orders_let_go)) }));
        }
    }
    about_card(reader, case, &all)
}

/// What the reader can do now.
pub(super) fn acts(reader: &Reader, case: &api::AccountCaseView, wrong: Option<&Wrong>) -> Markup {
    html! {
        @match (reader.role(), case.stage.as_str()) {
            (Role::Seller, "answering") => (form(reader, case, "answer", wrong)),
            (Role::Seller, "appealing") => (form(reader, case, "appeal", wrong)),
            (Role::Mediator, "reviewing") => (deciding(reader, case, wrong)),
            _ => {},
        }
        @if reader.role().staff() && case.closing.is_none() {
            details open[wrong.is_some_and(|wrong| wrong.act == "renew")] {
                summary { (reader.t("restriction-renew-title")) }
                (form(reader, case, "renew", wrong))
            }
        }
    }
}

/// What the seller's account page says first, while it is restricted.
pub(in crate::portal::account) fn warning(reader: &Reader, account: &api::AccountView) -> Markup {
    html! {
        @if let Some(case) = &account.restricted_by {
            (note(Tone::Danger, &reader.t("restriction-warning"), &html! {
                p { (reader.t("restriction-warning-hint")) }
                p { a class="btn btn-primary" href=(href(reader, case)) { (reader.t("restriction-open")) } }
            }))
        }
    }
}
