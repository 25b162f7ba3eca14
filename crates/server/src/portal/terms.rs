//! By which rules: the marketplace's terms in plain words, those of new orders or those under which an order was placed.
use super::layout::Page;
use super::look::{Tone, badge, icon};
use super::problem::{self, Shown};
use super::reader::Reader;
use crate::error::Answer;
use crate::extract::{Params, Path};
use crate::routes::terms;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use maud::{Markup, html};
use serde::Deserialize;

/// Which terms.
#[derive(Deserialize)]
pub(super) struct Which {
    /// A policy's content hash; those of new orders, where none is named.
    policy: Option<String>,
}

/// Where the terms of a policy are.
pub(crate) fn href(reader: &Reader, policy: &str) -> String {
    format!("{}/terms?policy={policy}", reader.base())
}

/// The link "by which rules?" of a page about an order.
pub(crate) fn link(reader: &Reader, policy: &str) -> Markup {
    html! {
        p class="small" data-part="terms" { a href=(href(reader, policy)) { (icon("info-circle")) " " (reader.t("terms-link")) } }
    }
}

/// The page.
pub(super) async fn show(State(app): State<App>, reader: Reader, Params(which): Params<Which>) -> Shown {
    match read(&app, &reader, which.policy).await {
        Ok(terms) => {
            let body = body(&reader, &terms);
            Ok(Page::new(reader.t("terms-title"), "", body).show(&app, &reader).await)
        }
        Err(error) => Ok(problem::page(&app, &reader, &error).await),
    }
}

async fn read(app: &App, reader: &Reader, policy: Option<String>) -> Answer<api::TermsView> {
    let caller = reader.session.caller.clone();
    let Json(own) = terms::own(State(app.clone()), caller.clone()).await?;
    match policy {
        Some(hash) if hash != own.hash => {
            let Json(other) = terms::of_policy(State(app.clone()), caller, Path(hash)).await?;
            Ok(other)
        }
        _ => Ok(own),
    }
}

/// The text in the reader's language, else in English, else in any.
fn text<'t>(reader: &Reader, terms: &'t api::TermsView) -> Option<(&'t str, &'t api::TermsText)> {
    let languages = &terms.languages;
    let found = languages.get_key_value(reader.taste.words.code()).or_else(|| languages.get_key_value("en"));
    found.or_else(|| languages.first_key_value()).map(|(code, text)| (code.as_str(), text))
}

fn body(reader: &Reader, terms: &api::TermsView) -> Markup {
    let Some((code, text)) = text(reader, terms) else {
        return html! { h1 { (reader.t("terms-title")) } p { (reader.t("terms-none")) } };
    };
    let foreign = (code != reader.taste.words.code()).then_some(code);
    html! {
        h1 { (reader.t("terms-title")) }
        p class="quiet" { (reader.t("terms-hint")) }
        @if foreign.is_some() { p class="note" { (reader.t("terms-foreign")) } }
        div lang=[foreign] {
            @for section in &text.sections {
                section class="card" id=(section.id) { div class="card-body" {
                    h2 { (section.title) }
                    ul { @for sentence in &section.sentences { li { (sentence) } } }
                } }
            }
            section class="card" id="reasons" {
                h2 { (reader.t("terms-reasons")) }
                div class="card-body stack" { @for reason in &text.reasons { (self::reason(reader, reason)) } }
            }
        }
        p class="quiet small" { (reader.with("terms-policy", &[("name", (&terms.policy).into()), ("hash", (&terms.hash).into())])) }
    }
}

fn reason(reader: &Reader, reason: &api::TermsReason) -> Markup {
    html! {
        details id={ "reason-" (reason.id) } {
            summary { (reason.title) }
            p { (reader.t(if reason.received { "terms-received" } else { "terms-not-received" })) }
            p { (reader.with("terms-remedies", &[("remedies", reader.format.list(&reason.remedies).into())])) }
            @if !reason.sub_reasons.is_empty() {
                p { (reader.t("terms-sub-reasons")) }
                ul { @for finer in &reason.sub_reasons { li { (finer.title) } } }
            }
            @if let Some(paid_by) = &reason.return_paid_by { p { (reader.with("terms-return", &[("who", paid_by.into())])) } }
            @if !reason.evidence.is_empty() {
                p { (reader.t("terms-evidence")) }
                ul { @for piece in &reason.evidence {
                    li {
                        strong { (piece.title) } " (" (reader.t(&format!("side-{}", piece.from))) ") "
                        @if piece.optional { (badge(Tone::Plain, &reader.t("terms-optional"))) }
                        br; span class="quiet small" { (piece.missing_means) }
                    }
                } }
            }
        }
    }
}
