//! What a report on a buyer shows (PLF-3), to the buyer, to the seller who reports, and to staff.
use super::Wrong;
use super::parts::{about_card, deciding, say};
use crate::portal::look::{Fact, clock};
use crate::portal::reader::Reader;
use crate::portal::session::Role;
use maud::{Markup, html};

fn side(reader: &Reader) -> &'static str {
    match reader.role() {
        Role::Buyer => "buyer",
        Role::Seller => "seller",
        _ => "staff",
    }
}

/// What happens now, and until when; at the end, what came of it.
pub(super) fn now(reader: &Reader, case: &api::AccountCaseView) -> Markup {
    let state = case.closing.as_deref().unwrap_or("reviewing");
    html! {
        section class="card" data-part="now" data-stage=(case.stage) { div class="card-body stack" {
            p { (reader.t(&format!("report-{state}-{}", side(reader)))) }
            @if let Some(running) = &case.clock { (clock(reader, "", running)) }
        } }
    }
}

/// Why, on which order, and what the seller says.
pub(super) fn about(reader: &Reader, case: &api::AccountCaseView) -> Markup {
    let link = |path: String, words: &str| html! { a href={ (reader.base()) (path) } { (reader.t(words)) } };
    let mut all = vec![Fact::new(
        reader.t("report-reason"),
        html! { (reader.t(&format!("report-reason-{}", case.reason))) },
    )];
    if let Some(order) = &case.order {
        let order = link(format!("/orders/{order}"), "report-order-open");
        all.push(Fact::new(reader.t("report-order"), order));
    }
    if let Some(about) = &case.order_case {
        let about = link(format!("/cases/{about}"), "report-case-open");
        all.push(Fact::new(reader.t("report-case"), about));
    }
    all.push(Fact::new(reader.t("report-since"), html! { (reader.format.date_time(case.opened_at)) }));
    if reader.role().staff() {
        all.push(Fact::new(reader.t("report-buyer"), html! { (case.party) }));
        let by = case.reported_by.as_deref().unwrap_or_default();
        all.push(Fact::new(reader.t("report-by"), html! { (by) }));
    }
    about_card(reader, case, &all)
}

/// What a mediator can do now; the parties write and show.
pub(super) fn acts(reader: &Reader, case: &api::AccountCaseView, wrong: Option<&Wrong>) -> Markup {
    html! {
        @match (reader.role(), case.stage.as_str()) {
            (Role::Mediator, "reviewing") => (deciding(reader, case, wrong)),
            _ => {},
        }
        @if case.closing.is_none() && !reader.role().staff() {
            p class="quiet small" { (say(reader, case, "show-hint")) }
        }
    }
}
