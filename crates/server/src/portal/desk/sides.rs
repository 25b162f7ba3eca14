//! Both sides of a case beside each other: what each says, asks or offers, and shows.
use super::gathered::Gathered;
use crate::portal::case::claimed;
use crate::portal::look::{facts, icon};
use crate::portal::reader::Reader;
use crate::portal::talk;
use crate::portal::{evidence, history, reason, remedy};
use maud::{Markup, html};

/// What both columns are made from.
pub(super) struct Material<'a> {
    pub(super) gathered: &'a Gathered,
    /// Of the case and of the order before it.
    pub(super) evidence: &'a [api::EvidenceView],
    pub(super) happened: &'a [history::Happened],
    /// What the buyer has written, where a seller claims payment.
    pub(super) heard: &'a [api::MessageView],
}

/// A seller's claim is the seller's: the cause, the words and what confirms the receipt.
fn claims(reader: &Reader, of: &Material<'_>, claim: &api::ClaimView, title: &Markup) -> Markup {
    let case = &of.gathered.case;
    html! {
        section class="card" data-side="respondent" { div class="card-body stack" {
            h2 { (title) }
            h3 { (reader.t("desk-says")) }
            p { strong { (case.reason_title) } }
            @if let Some(text) = &case.text { p class="quoted" { (talk::words(reader, text)) } }
            h3 { (reader.t("desk-asks")) }
            p { (remedy::shown(reader, &case.asked)) }
            (facts(&claimed::of(reader, claim, of.heard)))
            (shows(reader, of, api::Side::Respondent, &case.respondent))
        } }
    }
}

/// What the buyer says to a claim.
fn answers(reader: &Reader, of: &Material<'_>, title: &Markup) -> Markup {
    let said: Vec<_> = of
        .happened
        .iter()
        .filter(|one| matches!(one.kind.as_str(), "claim_answered" | "question_answered"))
        .collect();
    html! {
        section class="card" data-side="opener" { div class="card-body stack" {
            h2 { (title) }
            h3 { (reader.t("desk-says")) }
            @if said.is_empty() { p class="quiet" { (reader.t("claim-buyer-silent")) } }
            @for one in said {
                p { strong { (one.said) } " " span class="quiet small" { (reader.format.date_time(one.at)) } }
                @if let Some(detail) = &one.detail { div class="quoted" { (detail) } }
            }
            (shows(reader, of, api::Side::Opener, &of.gathered.case.opener))
        } }
    }
}

/// A party of a case about a risk: nobody says or asks anything there, but both may show what they know.
fn of_risk(reader: &Reader, of: &Material<'_>, side: api::Side, party: &str, title: &Markup) -> Markup {
    html! {
        section class="card" data-side=(if side == api::Side::Opener { "opener" } else { "respondent" }) {
            div class="card-body stack" { h2 { (title) } (shows(reader, of, side, party)) }
        }
    }
}

/// What the platform found.
pub(super) fn found(reader: &Reader, case: &api::CaseView) -> Markup {
    html! {
        section class="card" data-found { div class="card-body stack" {
            h2 { (icon("scale")) " " (reader.t("case-found")) }
            p { strong { (case.reason_title) } }
            @if let Some(text) = &case.text { p class="quoted" { (talk::words(reader, text)) } }
        } }
    }
}

/// The buyer: what they say, ask and show.
pub(super) fn buyer(reader: &Reader, of: &Material<'_>) -> Markup {
    let case = &of.gathered.case;
    if case.kind == "risk" {
        let title = html! { (icon("user")) " " (reader.t("role-buyer")) ": " (of.gathered.people.name(&case.opener)) };
        return of_risk(reader, of, api::Side::Opener, &case.opener, &title);
    }
    if case.claim.is_some() {
        let title = html! { (icon("user")) " " (reader.t("role-buyer")) ": " (of.gathered.people.name(&case.opener)) };
        return answers(reader, of, &title);
    }
    html! {
        section class="card" data-side="opener" { div class="card-body stack" {
            h2 { (icon("user")) " " (reader.t("role-buyer")) ": " (of.gathered.people.name(&case.opener)) }
            h3 { (reader.t("desk-says")) }
            p { strong { (reason::of_case(reader, case)) } " · "
                (reader.t(if case.received { "desk-received" } else { "desk-not-received" })) }
            @if let Some(text) = &case.text { p class="quoted" { (talk::words(reader, text)) } }
            @else { p class="quiet" { (reader.t("desk-no-words")) } }
            h3 { (reader.t("desk-asks")) }
            p { (remedy::shown(reader, &case.asked)) }
            @if case.changes.made > 0 {
                p class="quiet small" { (reader.with("desk-changes", &[("made", case.changes.made.into()), ("most", case.changes.most.into())])) }
            }
            @if let Some(proposal) = &case.proposals.opener { (offer(reader, proposal)) }
            (shows(reader, of, api::Side::Opener, &case.opener))
        } }
    }
}

/// The seller: what they say, offer and show.
pub(super) fn seller(reader: &Reader, of: &Material<'_>) -> Markup {
    let case = &of.gathered.case;
    if case.kind == "risk" {
        let name = of.gathered.people.name(&case.respondent);
        let title = html! { (icon("building-store")) " " (reader.t("role-seller")) ": " (name) };
        return of_risk(reader, of, api::Side::Respondent, &case.respondent, &title);
    }
    if let Some(claim) = &case.claim {
        let name = of.gathered.people.name(&case.respondent);
        let title = html! { (icon("building-store")) " " (reader.t("role-seller")) ": " (name) };
        return claims(reader, of, claim, &title);
    }
    let answers: Vec<_> = of
        .happened
        .iter()
        .filter(|one| one.kind == "case_answered" || one.kind == "return_objected")
        .collect();
    html! {
        section class="card" data-side="respondent" { div class="card-body stack" {
            h2 { (icon("building-store")) " " (reader.t("role-seller")) ": " (of.gathered.people.name(&case.respondent)) }
            h3 { (reader.t("desk-says")) }
            @if answers.is_empty() { p class="quiet" { (reader.t("desk-no-answer")) } }
            @for answer in answers {
                p { strong { (answer.said) } " " span class="quiet small" { (reader.format.date_time(answer.at)) } }
                @if let Some(detail) = &answer.detail { div class="quoted" { (detail) } }
            }
            h3 { (reader.t("desk-offers")) }
            @match &case.proposals.respondent {
                Some(proposal) => (offer(reader, proposal)),
                None => p class="quiet" { (reader.t("desk-no-offer")) },
            }
            (shows(reader, of, api::Side::Respondent, &case.respondent))
        } }
    }
}

/// A proposal that stands.
pub(super) fn offer(reader: &Reader, proposal: &api::ProposalView) -> Markup {
    html! {
        div class="note" data-proposal=(proposal.proposal) {
            p class="quiet small" { (reader.t("desk-proposes")) " · " (reader.format.date_time(proposal.at)) }
            p { (remedy::shown(reader, &proposal.remedy)) }
            (remedy::words(reader, &proposal.words))
        }
    }
}

/// What a side is asked to show, ticked off or missing, and what it has shown.
fn shows(reader: &Reader, of: &Material<'_>, side: api::Side, party: &str) -> Markup {
    let case = &of.gathered.case;
    // Once a case is closed nobody is asked for anything any more.
    let told = |one: &&api::RequirementView| one.from == side && (one.satisfied || case.closed.is_none());
    let required: Vec<_> = case.requirements.iter().filter(told).collect();
    let files: Vec<api::EvidenceView> =
        of.evidence.iter().filter(|piece| piece.author == party).cloned().collect();
    html! {
        h3 { (reader.t("desk-shows")) }
        @if !required.is_empty() {
            ul class="checks" { @for required in required {
                li class=(if required.satisfied { "yes" } else { "no" }) data-requirement=(required.id) {
                    (icon(if required.satisfied { "circle-check" } else { "circle-x" }))
                    span {
                        (required.title) ": "
                        (reader.t(if required.satisfied { "desk-there" } else if required.optional { "desk-optional" } else { "desk-missing" }))
                        @if !required.satisfied { br; span class="quiet small" { (required.missing_means) } }
                    }
                }
            } }
        }
        @if files.is_empty() { p class="quiet" { (reader.t("desk-no-files")) } }
        @else { (evidence::files(reader, &files, None, &format!("/staff/cases/{}", case.id))) }
    }
}
