//! The frame around every page: head, places to go, language and look, and in a demonstration its clock.
use super::look::icon;
use super::reader::{Reader, Taste, Theme};
use super::session::Role;
use super::{assets, demo};
use crate::state::App;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

/// A page of a portal.
pub(crate) struct Page<'a> {
    /// What the browser's tab says.
    pub(crate) title: String,
    /// Which place of the navigation it belongs to; empty for none.
    pub(crate) place: &'a str,
    /// Whether it needs the whole width of a large screen.
    pub(crate) wide: bool,
    /// The path of its stream and the version that it shows.
    pub(crate) live: Option<(String, String)>,
    pub(crate) body: Markup,
}

impl<'a> Page<'a> {
    /// A page of ordinary width that stays as it is.
    pub(crate) fn new(title: impl Into<String>, place: &'a str, body: Markup) -> Self {
        Self { title: title.into(), place, wide: false, live: None, body }
    }

    /// The same on the whole width.
    pub(crate) fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// The same, told by a stream that it changed.
    pub(crate) fn live(mut self, stream: String, version: String) -> Self {
        self.live = Some((stream, version));
        self
    }

    /// The page for its reader.
    pub(crate) async fn show(self, app: &App, reader: &Reader) -> Response {
        self.with_status(app, reader, StatusCode::OK).await
    }

    /// The same with another status: what a form that must be corrected is answered with.
    pub(crate) async fn with_status(self, app: &App, reader: &Reader, status: StatusCode) -> Response {
        let bar = demo::bar(app, &reader.taste).await;
        let (stream, version) = self.live.clone().unzip();
        let inner = html! {
            a class="skip" href="#main" { (reader.t("frame-skip")) }
            header class="top" { div class="bar" {
                a class="brand" href=(reader.area().home()) { (icon("shield-check")) (reader.t("frame-name")) }
                nav aria-label=(reader.t("frame-places")) { (places(reader, self.place)) }
            } }
            main id="main" class="body" tabindex="-1" data-live=[stream] data-version=[version] {
                @if self.live.is_some() { (news(reader)) }
                (self.body)
            }
            (foot(&reader.taste, Some(reader)))
            @if let Some(bar) = bar { (bar) }
        };
        (status, Html(whole(&reader.taste, &self.title, self.wide, &inner).into_string())).into_response()
    }
}

/// A page for someone without a session: signing in, links that have ended, the start of a demonstration.
pub(crate) async fn open_page(
    app: &App,
    taste: &Taste,
    status: StatusCode,
    title: &str,
    body: &Markup,
) -> Response {
    let bar = demo::bar(app, taste).await;
    let words = taste.words;
    let inner = html! {
        a class="skip" href="#main" { (words.t("frame-skip")) }
        header class="top" { div class="bar" { span class="brand" { (icon("shield-check")) (words.t("frame-name")) } } }
        main id="main" class="body" tabindex="-1" { (body) }
        (foot(taste, None))
        @if let Some(bar) = bar { (bar) }
    };
    (status, Html(whole(taste, title, false, &inner).into_string())).into_response()
}

fn whole(taste: &Taste, title: &str, wide: bool, inner: &Markup) -> Markup {
    let look = if taste.theme == Theme::Dark { "dark" } else { "light" };
    html! {
        (DOCTYPE)
        html lang=(taste.words.code()) data-bs-theme=(look) data-theme=(taste.theme.word())
            data-method=(if taste.got { "get" } else { "post" }) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · " (taste.words.t("frame-name")) }
                link rel="icon" href=(assets::path("icon.svg")) type="image/svg+xml";
                link rel="stylesheet" href=(assets::path("tabler.css"));
                link rel="stylesheet" href=(assets::path("recourse.css"));
                script src=(assets::path("theme.js")) {}
                script src=(assets::path("recourse.js")) defer {}
            }
            body { div class={ "frame" @if wide { " wide" } } { (inner) } }
        }
    }
}

/// What a reader may go to.
fn places(reader: &Reader, place: &str) -> Markup {
    let places: &[(&str, &str, &str)] = match reader.role() {
        Role::Buyer => &[("orders", "/buyer/", "place-orders")],
        Role::Seller => &[
            ("inbox", "/seller/", "place-inbox"),
            ("orders", "/seller/orders", "place-sales"),
            ("account", "/seller/account", "place-account"),
        ],
        Role::Mediator => &[("queue", "/staff/", "place-queue")],
        Role::Finance => &[("queue", "/staff/", "place-queue"), ("fund", "/staff/fund", "place-fund")],
    };
    html! {
        @for (name, path, words) in places {
            a href=(path) aria-current=[(*name == place).then_some("page")] { (reader.t(words)) }
        }
    }
}

/// Says that a live page has changed under its reader. Empty of words until it has.
fn news(reader: &Reader) -> Markup {
    html! {
        div id="news" class="note warn news" role="status" hidden {
            p { (reader.t("frame-news")) }
            p data-kept hidden { (reader.t("frame-news-kept")) }
        }
    }
}

fn foot(taste: &Taste, reader: Option<&Reader>) -> Markup {
    let words = taste.words;
    html! {
        footer class="foot" { div class="bar" {
            form method="post" action="/preferences" {
                input type="hidden" name="back" value=(taste.here);
                span { (words.t("frame-language")) }
                @for (code, name) in super::words::Words::languages() {
                    button class="linklike" name="language" value=(code) lang=(code)
                        aria-pressed=(if *code == words.code() { "true" } else { "false" }) { (name) }
                }
            }
            form method="post" action="/preferences" {
                input type="hidden" name="back" value=(taste.here);
                span { (words.t("frame-look")) }
                @for theme in Theme::ALL {
                    button class="linklike" name="theme" value=(theme.word())
                        aria-pressed=(if theme == taste.theme { "true" } else { "false" }) {
                        (words.t(&format!("theme-{}", theme.word())))
                    }
                }
            }
            @if let Some(reader) = reader {
                form method="post" action={ (reader.base()) "/sign-out" } {
                    input type="hidden" name="csrf" value=(reader.session.csrf);
                    button class="linklike" { (icon("logout")) (words.t("frame-sign-out")) }
                }
            }
        } }
    }
}
