//! What the seller said after the protection fund had paid: for the seller and the platform, never for the buyer.
use crate::portal::look::{Fact, facts, icon};
use crate::portal::reader::Reader;
use crate::portal::talk;
use maud::{Markup, html};

/// The answers, once there are some.
pub(crate) fn card(reader: &Reader, case: &api::CaseView) -> Markup {
    let Some(asked) = case.questionnaire.as_ref() else { return html! {} };
    let Some(at) = asked.answered_at else { return html! {} };
    let list: Vec<Fact> = asked
        .questions
        .iter()
        .filter_map(|one| {
            let word = crate::view::word(one.answer?);
            let answer = html! { span data-answer=(word) { (reader.t(&format!("opinion-{word}"))) } };
            Some(Fact::new(one.title.clone(), answer))
        })
        .collect();
    html! {
        section class="card" data-part="questionnaire" { div class="card-body" {
            h2 { (icon("message")) " " (reader.t("questionnaire-title")) }
            p class="quiet small" { (reader.with("questionnaire-hint", &[("at", reader.format.date_time(at).into())])) }
            (facts(&list))
            @if let Some(text) = &asked.text { blockquote class="said" { (talk::words(reader, text)) } }
        } }
    }
}
