//! Remedies in words.
use super::problem::known;
use super::reader::Reader;
use super::talk;
use maud::{Markup, html};

/// A remedy in one line: what, and how much.
pub(crate) fn line(reader: &Reader, remedy: &api::RemedyView) -> String {
    let kind = reader.t(&format!("remedy-{}", remedy.kind));
    match (&remedy.amount, remedy.return_first) {
        // A complaint that asks for no money.
        (Some(amount), _) if amount.amount == 0 => reader.t("remedy-nothing_asked"),
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

/// A typed reason with what was written beside it.
pub(crate) fn words(reader: &Reader, words: &api::WordsView) -> Markup {
    html! {
        @if !words.reason.is_empty() { p { (known(reader, "reason", &words.reason)) } }
        @if let Some(text) = &words.text { p class="said" { (talk::words(reader, text)) } }
    }
}
