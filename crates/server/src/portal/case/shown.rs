//! What is needed as evidence, ticked or missing, and the evidence itself.
use super::head::role;
use super::{ADDED, Case};
use crate::portal::acts;
use crate::portal::evidence::{self, Sides};
use crate::portal::look::{Tone, badge, icon};
use crate::portal::reader::Reader;
use maud::{Markup, html};

/// Checklist and files.
pub(super) fn card(reader: &Reader, case: &Case) -> Markup {
    let may = may(&case.case);
    let back = format!("{}#evidence", case.href(reader));
    let free = evidence::new_href(reader, &case.order.id, Some(&case.case.id), None, &back);
    html! {
        section class="card" { div class="card-body stack" {
            h2 { (icon("paperclip")) " " (reader.t("evidence-title")) }
            @if acts::did(reader) == Some(ADDED) { (acts::done(reader)) }
            (checklist(reader, case))
            (pieces(reader, case))
            @if may { p { a class="btn btn-plain" href=(free) data-act="submit_evidence" { (reader.t("evidence-more")) } } }
        } }
    }
}

fn may(case: &api::CaseView) -> bool {
    case.allowed_actions.iter().any(|action| action.act == "submit_evidence" && action.allowed)
}

/// What each side is to show: the reader's own first.
pub(crate) fn checklist(reader: &Reader, case: &Case) -> Markup {
    let sides = [(api::Side::Opener, "buyer"), (api::Side::Respondent, "seller")];
    let mut sides: Vec<(api::Side, &str, bool)> =
        sides.into_iter().map(|(side, whose)| (side, whose, whose == role(reader))).collect();
    sides.sort_by_key(|(_, _, mine)| !*mine);
    // Once a case is closed nobody is asked for anything any more.
    let told = |one: &&api::RequirementView| one.satisfied || case.case.closed.is_none();
    let of = |side: api::Side| case.case.requirements.iter().filter(move |one| one.from == side).filter(told);
    html! {
        @for (side, whose, mine) in sides { @if of(side).next().is_some() {
            div data-needs=(whose) {
                h3 { (reader.t(if mine { "evidence-yours".to_owned() } else { format!("evidence-of-{whose}") }.as_str())) }
                ul class="needs" { @for one in of(side) { li { (requirement(reader, case, one, mine)) } } }
            }
        } }
    }
}

fn requirement(reader: &Reader, case: &Case, one: &api::RequirementView, mine: bool) -> Markup {
    let kinds: Vec<String> = one.kinds.iter().map(|kind| reader.t(&format!("file-{kind}"))).collect();
    let back = format!("{}#evidence", case.href(reader));
    let add = evidence::new_href(reader, &case.order.id, Some(&case.case.id), Some(&one.id), &back);
    html! {
        div class="row-between" {
            span { strong { (one.title) } " " span class="quiet small" { "(" (reader.format.list(&kinds)) ")" } }
            @if one.satisfied { (badge(Tone::Good, &reader.t("evidence-there"))) }
            @else if one.optional { (badge(Tone::Plain, &reader.t("evidence-optional"))) }
            @else { (badge(Tone::Warn, &reader.t("evidence-missing"))) }
        }
        @if let (true, Some(piece)) = (one.satisfied, &one.evidence) {
            p class="small" { a href={ "#" (piece) } { (reader.t("evidence-look")) } }
        } @else {
            p class="quiet small" { (one.missing_means) }
            @if mine && may(&case.case) {
                p { a href=(add) data-needs-upload=(one.id) { (reader.t("evidence-add")) span class="sr" { ": " (one.title) } } }
            }
        }
    }
}

/// The files of both sides, those of the case first.
pub(crate) fn pieces(reader: &Reader, case: &Case) -> Markup {
    let back = format!("{}#evidence", case.href(reader));
    let sides: Sides<'_> = case.sides();
    html! {
        @if case.evidence.items.is_empty() && case.beside.is_empty() { p class="quiet" { (reader.t("evidence-none")) } }
        @if !case.evidence.items.is_empty() { (evidence::files(reader, &case.evidence.items, Some(sides), &back)) }
        @if !case.beside.is_empty() {
            h3 { (reader.t("evidence-beside")) }
            (evidence::files(reader, &case.beside, Some(sides), &back))
        }
    }
}
