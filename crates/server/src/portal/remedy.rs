//! Remedies in words.
use super::reader::Reader;
use super::talk;
use crate::convert;
use crate::texts::Texts;
use maud::{Markup, html};
use resolution::case::remedy::Remedy;
use resolution::money::Currency;

/// A remedy in one line: what, and how much.
pub(crate) fn line(reader: &Reader, remedy: &api::RemedyView) -> String {
    let kind = reader.t(&format!("remedy-{}", remedy.kind));
    match (&remedy.amount, remedy.return_first) {
        (Some(amount), _) => {
            let amount = reader.format.money(amount);
            reader.with("remedy-of-amount", &[("remedy", kind.into()), ("amount", amount.into())])
        }
        (None, Some(true)) => format!("{kind}, {}", reader.t("remedy-return_first")),
        _ => kind,
    }
}

/// The same, with the words of another solution below.
pub(crate) fn shown(reader: &Reader, remedy: &api::RemedyView) -> Markup {
    html! {
        strong { (line(reader, remedy)) }
        @if let Some(words) = &remedy.words { p class="said" { (talk::words(reader, words)) } }
    }
}

/// A remedy of an event, as pages read one.
pub(crate) fn view(remedy: &Remedy, currency: Currency, texts: &Texts) -> api::RemedyView {
    let words = if let Remedy::Other { words } = remedy { Some(texts.of(words)) } else { None };
    let return_first =
        if let Remedy::Replacement { return_first } = remedy { Some(*return_first) } else { None };
    api::RemedyView {
        kind: remedy.kind().word().to_owned(),
        amount: remedy.amount().map(|amount| convert::money(amount, currency)),
        return_first,
        words,
    }
}

/// A typed reason with what was written beside it.
pub(crate) fn words(reader: &Reader, words: &api::WordsView) -> Markup {
    html! {
        @if !words.reason.is_empty() { p { (reason(reader, &words.reason)) } }
        @if let Some(text) = &words.text { p class="said" { (talk::words(reader, text)) } }
    }
}

/// A typed reason. A marketplace's own server may give words that no page offers: they are shown as they are.
fn reason(reader: &Reader, word: &str) -> String {
    let said = super::problem::known(reader, "reason", word);
    if said == word { word.replace('_', " ") } else { said }
}
