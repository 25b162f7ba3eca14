//! The three proposals side by side: the buyer's, the seller's and the platform's (DIS-10).
use super::Case;
use super::head::role;
use crate::portal::look::{Tone, badge, icon};
use crate::portal::reader::Reader;
use crate::portal::{acts, remedy};
use maud::{Markup, html};

/// The card, as soon as there is something to compare.
pub(super) fn card(reader: &Reader, case: &Case) -> Markup {
    // A complaint is accepted or rejected as it is, a risk and a claim are the platform's: nothing is laid side by side.
    if matches!(case.case.kind.as_str(), "negligence" | "risk" | "seller_claim") {
        return html! {};
    }
    html! {
        section class="card" { div class="card-body stack" {
            h2 { (icon("scale")) " " (reader.t("offers-title")) }
            @if case.case.closed.is_none() && case.case.outcome.is_none() { p class="quiet" { (reader.t("offers-hint")) } }
            (side_by_side(reader, &case.order.id, &case.case))
            (older(reader, &case.case))
        } }
    }
}

/// Whether the reader can accept one of them now.
pub(crate) fn answerable(case: &api::CaseView) -> bool {
    case.allowed_actions.iter().any(|action| action.act == "accept_proposal" && action.allowed)
}

/// The three panels.
pub(crate) fn side_by_side(reader: &Reader, order: &str, case: &api::CaseView) -> Markup {
    let panels = [
        (api::Side::Opener, "buyer", &case.proposals.opener),
        (api::Side::Respondent, "seller", &case.proposals.respondent),
        (api::Side::Platform, "staff", &case.proposals.platform),
    ];
    html! {
        div class="sides" { @for (side, whose, proposal) in panels {
            @let mine = whose == role(reader);
            div class={ "side" @if mine { " mine" } } data-side=(word(side)) {
                h3 { @if mine { (reader.t("offers-mine")) } @else { (reader.t(&format!("offers-{}", word(side)))) } }
                @match proposal {
                    Some(proposal) => (panel(reader, order, case, proposal)),
                    None if side == api::Side::Opener => { (asked(reader, case)) },
                    None => { p class="quiet" { (reader.t("offers-none")) } },
                }
            }
        } }
    }
}

const fn word(side: api::Side) -> &'static str {
    match side {
        api::Side::Opener => "opener",
        api::Side::Respondent => "respondent",
        api::Side::Platform => "platform",
    }
}

/// Before the buyer proposes anything else, what was asked stands here.
fn asked(reader: &Reader, case: &api::CaseView) -> Markup {
    html! {
        p { (remedy::shown(reader, &case.asked)) }
        p class="quiet small" { (reader.t("offers-asked")) }
    }
}

fn panel(reader: &Reader, order: &str, case: &api::CaseView, proposal: &api::ProposalView) -> Markup {
    let answers = case.allowed_actions.iter().filter(|action| {
        let of_this = acts::number(action).is_some_and(|no| no == proposal.proposal.to_string());
        of_this && action.allowed && matches!(action.act.as_str(), "accept_proposal" | "reject_proposal")
    });
    let sides = |id: &str, sides: &[api::Side], tone: Tone| {
        html! { @for side in sides {
            p { (badge(tone, &reader.with(id, &[("who", reader.t(&format!("side-{}", word(*side))).into())]))) }
        } }
    };
    html! {
        p { (remedy::shown(reader, &proposal.remedy)) }
        (remedy::words(reader, &proposal.words))
        p class="quiet small" { (reader.format.date_time(proposal.at)) }
        (sides("offers-accepted", &proposal.accepted_by, Tone::Good))
        (sides("offers-refused", &proposal.refused_by, Tone::Danger))
        div class="acts" { @for action in answers {
            (acts::button(reader, order, action, if action.act == "accept_proposal" { "btn-primary" } else { "btn-plain" }))
        } }
    }
}

/// Proposals that were replaced or refused.
fn older(reader: &Reader, case: &api::CaseView) -> Markup {
    let standing = [&case.proposals.opener, &case.proposals.respondent, &case.proposals.platform];
    let stands = |found: &api::ProposalView| {
        standing.iter().any(|one| one.as_ref().is_some_and(|one| one.proposal == found.proposal))
    };
    let old: Vec<&api::ProposalView> =
        case.proposal_history.iter().rev().filter(|found| !stands(found)).collect();
    html! {
        @if !old.is_empty() {
            details {
                summary { (reader.with("offers-older", &[("n", old.len().into())])) }
                ul class="rows" { @for found in old { li {
                    p class="quiet small" {
                        (reader.t(&format!("offers-{}", word(found.by)))) " · " (reader.format.date_time(found.at))
                    }
                    p { (remedy::shown(reader, &found.remedy)) }
                    (remedy::words(reader, &found.words))
                    @for side in &found.refused_by {
                        (badge(Tone::Danger, &reader.with("offers-refused", &[("who", reader.t(&format!("side-{}", word(*side))).into())])))
                    }
                } } }
            }
        }
    }
}
