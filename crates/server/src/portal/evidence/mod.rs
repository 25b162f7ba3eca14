//! Evidence as people see it: pictures as pictures, everything else as a download, with who, when and what it shows.
mod send;

pub(crate) use send::{new, submit};

use super::form::Sent;
use super::look::{Tone, badge, form_head, icon};
use super::problem::{self, Shown};
use super::reader::Reader;
use super::talk;
use crate::error::Answer;
use crate::extract::{Intent, Path};
use crate::routes::evidence;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

/// The two sides by the marketplace's own ids.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sides<'a> {
    pub(crate) buyer: &'a str,
    pub(crate) seller: &'a str,
}

impl Sides<'_> {
    /// "You", "The buyer" …, for someone by the marketplace's own id.
    pub(crate) fn word(&self, reader: &Reader, id: &str) -> String {
        let role = if id == self.buyer {
            "buyer"
        } else if id == self.seller {
            "seller"
        } else {
            "mediator"
        };
        who(reader, role, Some(id))
    }
}

/// Who acted, as the beginning of a sentence.
pub(crate) fn who(reader: &Reader, role: &str, id: Option<&str>) -> String {
    let own = reader.session.caller.external.as_deref();
    if role == reader.role().word() && (id.is_none() || id == own) {
        return reader.t("by-you");
    }
    problem::known(reader, "by", role)
}

/// The evidence of an order that belongs to a case, or to the order itself where none is named; with the limits for more.
pub(crate) async fn of_order(
    app: &App,
    reader: &Reader,
    order: &str,
    case: Option<&str>,
) -> Answer<api::EvidenceList> {
    let mut list = all(app, reader, order).await?;
    list.items.retain(|piece| piece.case.as_deref() == case);
    Ok(list)
}

/// All evidence of an order.
pub(crate) async fn all(app: &App, reader: &Reader, order: &str) -> Answer<api::EvidenceList> {
    let caller = reader.session.caller.clone();
    let Json(list) = evidence::list(State(app.clone()), caller, Path(order.to_owned())).await?;
    Ok(list)
}

/// Where the bytes of a piece are, for this reader.
pub(crate) fn content_href(reader: &Reader, id: &str) -> String {
    format!("{}/evidence/{id}/content", reader.base())
}

/// Where a file is added. `back` is where its sender goes on afterwards.
pub(crate) fn new_href(
    reader: &Reader,
    order: &str,
    case: Option<&str>,
    requirement: Option<&str>,
    back: &str,
) -> String {
    let fields = [("case", case), ("requirement", requirement), ("back", Some(back))];
    let fields: Vec<(&str, &str)> =
        fields.into_iter().filter_map(|(name, value)| value.map(|value| (name, value))).collect();
    let query = serde_html_form::to_string(&fields).unwrap_or_default();
    format!("{}/orders/{order}/evidence/new?{query}", reader.base())
}

/// Files as thumbnails, oldest first. `back` is the page that shows them.
pub(crate) fn files(
    reader: &Reader,
    pieces: &[api::EvidenceView],
    sides: Option<Sides<'_>>,
    back: &str,
) -> Markup {
    html! {
        ul class="files" { @for piece in pieces {
            li id=(piece.id) data-evidence=(piece.kind) { (file(reader, piece, sides, back)) }
        } }
    }
}

fn file(reader: &Reader, piece: &api::EvidenceView, sides: Option<Sides<'_>>, back: &str) -> Markup {
    let href = content_href(reader, &piece.id);
    let kind = reader.t(&format!("file-{}", piece.kind));
    let caption = piece.caption.as_ref().and_then(|caption| caption.text.clone());
    let shown = caption.clone().unwrap_or_else(|| kind.clone());
    let own = reader.session.caller.external.as_deref() == Some(piece.author.as_str());
    html! {
        @if piece.removed_at.is_none() { @match piece.kind.as_str() {
            "picture" => a href=(href) { img src=(href) alt=(shown) loading="lazy" width="320" height="112"; },
            "video" => video controls preload="none" src=(href) aria-label=(shown) {},
            _ => {},
        } }
        @if let Some(caption) = &piece.caption { p class="small" { (talk::words(reader, caption)) } }
        p class="quiet small" {
            @if let Some(sides) = sides { (sides.word(reader, &piece.author)) " · " }
            (reader.format.date_time(piece.sealed_at))
            @if let Some(grams) = piece.grams {
                " · " (reader.with("evidence-weighs", &[("grams", reader.format.number(grams.into()).into())]))
            }
        }
        @if let Some(at) = piece.removed_at {
            (badge(Tone::Plain, &reader.with("evidence-removed", &[("at", reader.format.date(at).into())])))
        } @else {
            @if let Some(at) = piece.withdrawn_at {
                (badge(Tone::Warn, &reader.with("evidence-withdrawn", &[("at", reader.format.date(at).into())])))
            }
            p class="small" { a href=(href) download=[(piece.kind == "pdf" || piece.kind == "text").then_some("")] {
                (icon(if piece.kind == "picture" || piece.kind == "video" { "photo" } else { "file" })) " "
                (reader.with("evidence-open", &[("kind", kind.into()), ("size", reader.format.size(piece.bytes).into())]))
            } }
            @if own && piece.withdrawn_at.is_none() { (withdraw_form(reader, piece, &shown, back)) }
        }
    }
}

/// Taking a piece back asks once more before it acts: what is withdrawn stays withdrawn.
fn withdraw_form(reader: &Reader, piece: &api::EvidenceView, shown: &str, back: &str) -> Markup {
    html! {
        details {
            summary class="small" { (reader.t("evidence-withdraw")) span class="sr" { ": " (shown) } }
            form method="post" action={ (reader.base()) "/evidence/" (piece.id) "/withdraw" } {
                (form_head(reader, &reader.once, None))
                input type="hidden" name="back" value=(back);
                p class="small" { (reader.t("act-withdraw_evidence-hint")) }
                button class="btn btn-plain" type="submit" data-act="withdraw_evidence" {
                    (reader.t("act-withdraw_evidence")) span class="sr" { ": " (shown) }
                }
            }
        }
    }
}

/// The bytes of a piece: the API's own answer, as a download and never inline.
pub(crate) async fn content(
    State(app): State<App>,
    reader: Reader,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Shown {
    match evidence::content(State(app.clone()), reader.session.caller.clone(), Path(id), headers).await {
        Ok(file) => Ok(file),
        Err(error) => Ok(problem::page(&app, &reader, &error).await),
    }
}

/// Where to go on.
#[derive(Deserialize)]
pub(crate) struct Back {
    #[serde(default)]
    back: String,
}

/// Its author takes a piece back.
pub(crate) async fn withdraw(State(app): State<App>, Path(id): Path<String>, form: Sent<Back>) -> Shown {
    let reader = form.reader;
    let intent = Intent { caller: reader.session.caller.clone(), body: api::Nothing {}, guard: form.guard };
    match evidence::withdraw(State(app.clone()), Path(id), intent).await {
        Ok(_) => Ok(go(own(&reader, &form.body.back))),
        Err(error) => Ok(problem::page(&app, &reader, &error).await),
    }
}

fn go(back: &str) -> Response {
    Redirect::to(back).into_response()
}

/// A path of the reader's own area; anything else leads to its first page.
pub(crate) fn own<'a>(reader: &Reader, back: &'a str) -> &'a str {
    if reader.area().holds(back) { back } else { reader.area().home() }
}
