//! What every case on an account shows alike: decisions, files, what was said, and the forms of its acts. Words begin with
//! `restriction-` or `report-`, by the kind of the case.
use super::{Wrong, href};
use crate::portal::evidence::who;
use crate::portal::look::{
    Choice, Fact, Field, button, choices, facts, file_field, form_head, icon, textarea,
};
use crate::portal::reader::Reader;
use crate::portal::session::Role;
use crate::portal::talk;
use maud::{Markup, html};

/// A word of the page, by the kind of the case.
pub(super) fn say(reader: &Reader, case: &api::AccountCaseView, word: &str) -> String {
    reader.t(&format!("{}-{word}", case.kind))
}

/// What the case is about: the words at its beginning, and its facts.
pub(super) fn about_card(reader: &Reader, case: &api::AccountCaseView, all: &[Fact]) -> Markup {
    html! {
        section class="card" data-part="about" { div class="card-body stack" {
            h2 { (icon("info-circle")) " " (say(reader, case, "about")) }
            @if let Some(text) = &case.text { p class="quoted" { (talk::words(reader, text)) } }
            (facts(all))
        } }
    }
}

/// What a mediator does in the review: takes the case, and decides it.
pub(super) fn deciding(reader: &Reader, case: &api::AccountCaseView, wrong: Option<&Wrong>) -> Markup {
    let own = reader.session.caller.external.as_deref();
    let mine = case.mediator.is_some() && case.mediator.as_deref() == own;
    if mine { rule_form(reader, case, wrong) } else { form(reader, case, "assign", wrong) }
}

pub(super) fn rulings(reader: &Reader, case: &api::AccountCaseView) -> Markup {
    html! {
        @if !case.rulings.is_empty() {
            section class="card" data-part="rulings" { div class="card-body stack" {
                h2 { (icon("gavel")) " " (say(reader, case, "rulings")) }
                @for ruling in &case.rulings {
                    div {
                        p {
                            strong { (say(reader, case, if ruling.lift { "lift" } else { "uphold" })) } " · "
                            (reader.format.date_time(ruling.at)) " · " (who(reader, &ruling.by.role, ruling.by.id.as_deref()))
                        }
                        @if let Some(text) = &ruling.text { p class="quoted" { (talk::words(reader, text)) } }
                    }
                }
            } }
        }
    }
}

/// The files, each as a download, and the form by which one is added.
pub(super) fn evidence(reader: &Reader, case: &api::AccountCaseView, wrong: Option<&Wrong>) -> Markup {
    let base = href(reader, &case.id);
    let may = case.closing.is_none() && reader.role() != Role::Finance;
    html! {
        section class="card" id="evidence" data-part="evidence" { div class="card-body stack" {
            h2 { (icon("paperclip")) " " (say(reader, case, "evidence")) }
            @if case.evidence.is_empty() { p class="quiet" { (say(reader, case, "no-evidence")) } }
            @else { ul class="rows" { @for piece in &case.evidence { li {
                a href={ (base) "/evidence/" (piece.evidence) } {
                    (piece.requirement.as_ref().map_or_else(|| reader.t(&format!("file-{}", piece.kind)),
                        |word| reader.t(&format!("exhibit-{word}"))))
                }
                @if let Some(caption) = &piece.caption { p class="small" { (talk::words(reader, caption)) } }
                p class="quiet small" { (reader.format.date_time(piece.sealed_at)) " · " (reader.format.size(piece.bytes)) }
            } } } }
            @if may { (file_form(reader, case, wrong)) }
        } }
    }
}

fn file_form(reader: &Reader, case: &api::AccountCaseView, wrong: Option<&Wrong>) -> Markup {
    let wrong = wrong.filter(|wrong| wrong.act == "evidence");
    let kept = wrong.map(|wrong| wrong.fields.clone()).unwrap_or_default();
    let problem = wrong.map(|wrong| wrong.sentence.clone());
    let list: Vec<Choice> = case
        .provide
        .iter()
        .map(|word| Choice {
            value: word.clone(),
            label: reader.t(&format!("exhibit-{word}")),
            hint: None,
            chosen: kept.requirement.as_ref() == Some(word),
        })
        .collect();
    let kind = Field { name: "requirement", label: say(reader, case, "shows"), ..Field::default() };
    let caption = Field {
        name: "caption",
        label: say(reader, case, "caption"),
        value: kept.caption.unwrap_or_default(),
        ..Field::default()
    };
    let file = Field { name: "file", label: say(reader, case, "file"), problem, ..Field::default() };
    html! {
        form method="post" enctype="multipart/form-data" action={ (href(reader, &case.id)) "/evidence" } {
            (form_head(reader, &reader.once, None))
            @if !list.is_empty() { (choices(&kind, "radio", false, &list)) }
            (caption.line(""))
            (file_field(&file, "image/*,video/*,application/pdf,text/plain"))
            (button("btn-plain", &say(reader, case, "add")))
        }
    }
}

pub(super) fn form(reader: &Reader, case: &api::AccountCaseView, act: &str, wrong: Option<&Wrong>) -> Markup {
    let wrong = wrong.filter(|wrong| wrong.act == act);
    let name = "text";
    let field = Field {
        name,
        label: say(reader, case, &format!("{act}-words")),
        hint: Some(say(reader, case, &format!("{act}-hint"))),
        value: wrong.map(|wrong| wrong.said.text.clone()).unwrap_or_default(),
        problem: wrong.map(|wrong| wrong.sentence.clone()),
        input: None,
    };
    html! {
        section class="card" id={ (act) "-text" } data-act=(act) { div class="card-body" {
            form method="post" action={ (href(reader, &case.id)) "/acts/" (act) } {
                (form_head(reader, &reader.once, None))
                @if act == "assign" { p { (say(reader, case, "assign-hint")) } } @else { (textarea(&field)) }
                (button("btn-primary", &say(reader, case, act)))
            }
        } }
    }
}

fn rule_form(reader: &Reader, case: &api::AccountCaseView, wrong: Option<&Wrong>) -> Markup {
    let wrong = wrong.filter(|wrong| wrong.act == "rule");
    let choice = |value: &str| Choice {
        value: value.to_owned(),
        label: say(reader, case, value),
        hint: None,
        chosen: wrong.is_some_and(|wrong| wrong.said.ruling == value),
    };
    let ruling = Field { name: "ruling", label: say(reader, case, "rule-which"), ..Field::default() };
    let field = Field {
        name: "text",
        label: say(reader, case, "rule-words"),
        hint: Some(say(reader, case, "rule-hint")),
        value: wrong.map(|wrong| wrong.said.text.clone()).unwrap_or_default(),
        problem: wrong.map(|wrong| wrong.sentence.clone()),
        input: None,
    };
    html! {
        section class="card" id="rule-text" data-act="rule" { div class="card-body" {
            form method="post" action={ (href(reader, &case.id)) "/acts/rule" } {
                (form_head(reader, &reader.once, None))
                (choices(&ruling, "radio", false, &["uphold", "lift"].map(choice)))
                (textarea(&field))
                (button("btn-primary", &say(reader, case, "rule")))
            }
        } }
    }
}

/// What was said, and the form to write in.
pub(super) fn talk_card(
    reader: &Reader,
    case: &api::AccountCaseView,
    said: &[api::MessageView],
    wrong: Option<&Wrong>,
) -> Markup {
    let wrong = wrong.filter(|wrong| wrong.act == "write");
    let may = case.closing.is_none() && reader.role() != Role::Finance;
    let field = Field {
        name: "text",
        label: reader.t("talk-write"),
        hint: None,
        value: wrong.map(|wrong| wrong.said.text.clone()).unwrap_or_default(),
        problem: wrong.map(|wrong| wrong.sentence.clone()),
        input: None,
    };
    html! {
        section class="card" id="write-text" data-part="talk" { div class="card-body stack" {
            h2 { (icon("message")) " " (reader.t("talk-title")) }
            (talk::conversation(reader, said))
            @if may {
                form method="post" action={ (href(reader, &case.id)) "/acts/write" } {
                    (form_head(reader, &reader.once, None))
                    (textarea(&field))
                    (button("btn-plain", &reader.t("talk-send")))
                }
            }
        } }
    }
}
