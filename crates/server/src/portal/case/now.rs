//! What can be done now, most useful first; and what cannot, with why and from when.
use super::Case;
use super::head::mine;
use super::offers;
use crate::portal::acts::{self, Cost};
use crate::portal::look::icon;
use crate::portal::reader::Reader;
use crate::portal::session::Role;
use maud::{Markup, html};
use resolution::money::Minor;

/// Acts that move a case on, most useful first. What stands beside what it is about is left out: answers to proposals,
/// messages, evidence.
const ORDER: [&str; 30] = [
    "answer_question",
    "answer_claim",
    "send_return",
    "give_return_address",
    "receive_return",
    "accept_return",
    "object_to_return",
    "send_replacement",
    "confirm_answer",
    "draft_acceptance",
    "draft_rejection",
    "confirm_return",
    "refund_without_return",
    "refuse_return",
    "accept_request",
    "propose",
    "reject_request",
    "investigate",
    "appeal",
    "waive",
    "escalate",
    "change",
    "state_buyer_cause",
    "withdraw",
    "withdraw_return",
    "withdraw_complaint",
    "withdraw_claim",
    "answer_questionnaire",
    "assign",
    "ask",
];

/// Acts that are never the obvious one.
const NEVER_FIRST: [&str; 9] = [
    "withdraw",
    "withdraw_return",
    "withdraw_complaint",
    "withdraw_claim",
    "waive",
    "change",
    "state_buyer_cause",
    "investigate",
    "receive_return",
];

/// Acts that lack nothing but something to show: they are offered with the way to add it.
const TO_COMPLETE: [&str; 3] = ["give_return_address", "object_to_return", "appeal"];

/// Whether an act lacks nothing but something to show.
fn lacks(action: &api::ActionView) -> bool {
    let missing = action.refused.as_ref().is_some_and(|refused| refused.code == "missing");
    missing && TO_COMPLETE.contains(&action.act.as_str())
}

/// The buttons.
pub(super) fn card(reader: &Reader, case: &Case) -> Markup {
    let view = &case.case;
    let allowed = |act: &&str| {
        let act = *act;
        view.allowed_actions.iter().find(move |action| action.act == act && (action.allowed || lacks(action)))
    };
    let open: Vec<&api::ActionView> = ORDER.iter().filter_map(allowed).collect();
    let turn = mine(reader, view);
    let answered = offers::answerable(view);
    html! {
        @if !open.is_empty() {
            section class="card" { div class="card-body stack" {
                h2 { (reader.t(match (turn, answered) { (true, false) => "case-now-yours", (_, true) => "case-now-else", _ => "case-now" })) }
                @for (at, action) in open.iter().enumerate() {
                    @let first = at == 0 && turn && !answered && !NEVER_FIRST.contains(&action.act.as_str());
                    @let class = if first { "btn-primary" } else { "btn-plain" };
                    div {
                        @if action.allowed { (acts::button(reader, &case.order.id, action, class)) }
                        @else { (incomplete(reader, case, action, class)) }
                        p class="quiet small" { (reader.t(&format!("act-{}-hint", action.act))) }
                        @if let Some(cost) = cost(reader, case, action) { p class="small" data-cost=(action.act) { (cost) } }
                    }
                }
            } }
        }
    }
}

/// The way to an act that something must be shown for first.
fn incomplete(reader: &Reader, case: &Case, action: &api::ActionView, class: &str) -> Markup {
    let href = acts::href(reader, &case.order.id, action);
    html! {
        a class={ "btn " (class) } href=(href) data-lacks=(action.act) { (acts::label(reader, &action.act)) }
        @if let Some(refused) = &action.refused {
            p class="small" { (icon("paperclip")) " " (acts::why(reader, refused, &case.found)) }
        }
    }
}

/// What an answer costs the seller: what is asked, or up to how much.
fn cost(reader: &Reader, case: &Case, action: &api::ActionView) -> Option<String> {
    if reader.role() != Role::Seller {
        return None;
    }
    let of = |amount: i64| Cost::of_case(&case.found, case.state()?, Minor::clamped(i128::from(amount)));
    match action.act.as_str() {
        "accept_request" | "confirm_return" | "refund_without_return" => {
            let asked = case.case.asked.amount.as_ref()?;
            Some(reader.with("cost-accept", &[("cost", of(asked.amount)?.line(reader).into())]))
        }
        "propose" => {
            let most = of(case.case.refundable.amount)?.line(reader);
            Some(reader.with("cost-most", &[("cost", most.into())]))
        }
        "reject_request" => Some(reader.t("cost-reject")),
        _ => None,
    }
}

/// What is not possible now, and why.
pub(super) fn later(reader: &Reader, case: &Case) -> Markup {
    let told = |action: &&api::ActionView| {
        let known = ORDER.contains(&action.act.as_str());
        let final_now = action.refused.as_ref().is_some_and(|refused| refused.code == "already_final");
        known && !action.allowed && !final_now && !lacks(action)
    };
    let refused: Vec<&api::ActionView> = case.case.allowed_actions.iter().filter(told).collect();
    html! {
        @if !refused.is_empty() && case.case.closed.is_none() {
            section class="card" { div class="card-body" {
                details {
                    summary { (icon("lock")) " " (reader.t("order-not-now")) }
                    div class="stack" { @for action in refused {
                        div {
                            (acts::refused(reader, action, &case.found))
                            @if action.refused.as_ref().is_some_and(|refused| refused.code == "missing") {
                                p class="small" { a href=(acts::href(reader, &case.order.id, action)) { (reader.t("case-what-is-missing")) } }
                            }
                        }
                    } }
                }
            } }
        }
    }
}
