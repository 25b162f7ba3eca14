//! What the published table says: the facts as they are known, and what follows from them, with its reason.
use super::gathered::Gathered;
use crate::portal::look::{Fact, facts, icon};
use crate::portal::problem::known;
use crate::portal::reader::Reader;
use crate::portal::remedy;
use crate::texts::Texts;
use crate::view;
use maud::{Markup, html};
use resolution::case::remedy::Remedy;

/// The recommendation with its row and its reason.
pub(super) fn recommendation(reader: &Reader, gathered: &Gathered) -> Markup {
    let Some(row) = &gathered.case.recommended else {
        return html! { @if gathered.case.closed.is_none() { p class="quiet" { (reader.t("desk-no-recommendation")) } } };
    };
    let outcome =
        gathered.recommended.as_ref().map(|ruling| outcome(reader, gathered, ruling.remedy.as_ref()));
    let values = [
        ("outcome", reader.t(&format!("row-{}", row.remedy)).into()),
        ("liable", reader.t(&format!("liable-{}", row.liable)).into()),
        ("fund", reader.t(&format!("funded_by-{}", row.funded_by)).into()),
    ];
    html! {
        div class="note" data-row=(row.row) {
            h2 { (icon("scale")) " " (reader.t("desk-rules-say")) }
            @if let Some(outcome) = &outcome { p class="big" { (outcome) } }
            p { (reader.with("desk-rules-outcome", &values)) }
            p { (reader.with("desk-rules-because", &[("why", (&row.why).into())])) }
            // Of a claim no row of the table says anything.
            @if !row.row.is_empty() { p class="quiet small" { (reader.with("desk-rules-row", &[("row", (&row.row).into())])) } }
        }
    }
}

/// What is given, in a line; nothing given is said, too.
pub(super) fn outcome(reader: &Reader, gathered: &Gathered, given: Option<&Remedy>) -> String {
    match given {
        Some(given) => remedy::line(reader, &view::remedy(given, gathered.currency, &Texts::default())),
        None => reader.t("remedy-none"),
    }
}

/// The facts that the table looks at, in words.
pub(super) fn derived(reader: &Reader, gathered: &Gathered) -> Markup {
    let Some(all) = &gathered.case.facts else { return html! {} };
    let list: Vec<Fact> = all
        .iter()
        .map(|(name, value)| {
            let words = match (name.as_str(), value.as_str()) {
                ("reason", _) => gathered.case.reason_title.clone(),
                (_, "true" | "false") => known(reader, "factvalue", value),
                _ => known(reader, &format!("factvalue-{name}"), value),
            };
            Fact::new(reader.t(&format!("fact-{name}")), html! { span data-fact=(name) { (words) } })
        })
        .collect();
    html! {
        section class="card derived" { div class="card-body" {
            h2 { (reader.t("desk-facts")) }
            p class="quiet small" { (reader.t("desk-facts-hint")) }
            (facts(&list))
        } }
    }
}

/// Rulings that were made before, each with its reason, and where it departed.
pub(super) fn rulings(reader: &Reader, gathered: &Gathered) -> Markup {
    let case = &gathered.case;
    html! {
        @if !case.rulings.is_empty() {
            section class="card" { div class="card-body stack" {
                h2 { (icon("gavel")) " " (reader.t("desk-rulings")) }
                @for ruling in &case.rulings {
                    @let by = match &ruling.by.id {
                        Some(id) => gathered.people.name(id).to_owned(),
                        None => known(reader, "role", &ruling.by.role),
                    };
                    div data-ruling=(ruling.review) {
                        p { strong { @match &ruling.remedy {
                            Some(given) => (remedy::line(reader, given)),
                            None => (reader.t("remedy-none")),
                        } } }
                        p { (reader.t(&format!("liable-{}", ruling.liable))) ", " (reader.t(&format!("funded_by-{}", ruling.funded_by))) }
                        p class="quiet small" { (reader.with("desk-ruled-by", &[("by", by.into())])) " " (ruling.why) }
                        @if let Some(departs) = &ruling.departs {
                            p { (reader.t("desk-departs")) }
                            div class="quoted" { (remedy::words(reader, departs)) }
                        }
                    }
                }
            } }
        }
    }
}
