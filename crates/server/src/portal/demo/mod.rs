//! What a demonstration adds to the portals: doors by which a visitor is anybody, a clock that a visitor moves, and a
//! mailbox in which every mail appears. None of it exists unless the installation is told to be one.
mod clock;
mod enter;
mod finds;
mod mailbox;
mod mails;
mod people;
mod start;

pub(crate) use mails::Mails;

use super::look::icon;
use super::reader::Taste;
use super::words::Format;
use crate::error::{Answer, ApiError};
use crate::state::App;
use axum::Router;
use axum::response::Redirect;
use axum::routing::{get, post};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use resolution::id::MarketplaceId;

/// A demonstration: whoever reaches it may be anybody in one sandbox marketplace, and move its clock.
#[derive(Clone, Debug)]
pub struct DemoSettings {
    /// The sandbox marketplace, by its name in addresses.
    pub marketplace: String,
    /// The buyer behind the first door, by the marketplace's own id.
    pub buyer: String,
    /// The seller behind the second.
    pub seller: String,
    /// The mediator behind the third.
    pub mediator: String,
}

impl DemoSettings {
    fn id(&self) -> MarketplaceId {
        MarketplaceId::of(&self.marketplace)
    }
}

/// The pages of a demonstration.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/", get(|| async { Redirect::to("/demo") }))
        .route("/demo", get(start::show))
        .route("/demo/enter", get(enter::enter))
        .route("/demo/clock", post(clock::advance))
        .route("/demo/mailbox", get(mailbox::show))
}

/// The settings; elsewhere than in a demonstration nothing of it is there.
fn settings(app: &App) -> Answer<&DemoSettings> {
    app.settings.demo.as_ref().ok_or_else(|| ApiError::not_found("path"))
}

/// The instant of the demonstration, and how this visitor reads it.
async fn now(app: &App, demo: &DemoSettings, taste: &Taste) -> Answer<(Timestamp, Format)> {
    let zone = zone(app, demo, taste).await?;
    Ok((app.engine.now(demo.id()).await?, Format::new(taste.words, zone)))
}

/// The visitor's zone, or the marketplace's.
async fn zone(app: &App, demo: &DemoSettings, taste: &Taste) -> Answer<TimeZone> {
    let marketplace = app.engine.marketplace(demo.id()).await?;
    let zone = taste.zone.as_ref().map(|(_, zone)| zone.clone());
    Ok(zone.or_else(|| TimeZone::get(&marketplace.zone).ok()).unwrap_or(TimeZone::UTC))
}

/// The demonstration's clock and doors, for the foot of every page; nothing in operation.
pub(crate) async fn bar(app: &App, taste: &Taste) -> Option<Markup> {
    let demo = app.settings.demo.as_ref()?;
    let (now, format) = match now(app, demo, taste).await {
        Ok(found) => found,
        Err(error) => {
            tracing::error!(?error, "the demonstration's clock cannot be shown");
            return None;
        }
    };
    let words = taste.words;
    Some(html! {
        aside class="demo" aria-label=(words.t("demo-bar")) { div class="bar" {
            span { (icon("clock")) " " time datetime=(now.to_string()) { (format.date_time(now)) } }
            form method="post" action="/demo/clock" {
                input type="hidden" name="back" value=(taste.here);
                @for step in clock::STEPS {
                    button name="by" value=(step.word) { (words.t(step.label)) }
                }
            }
            a href="/demo" { (words.t("demo-doors")) }
            a href="/demo/mailbox" { (words.t("demo-mailbox")) }
        } }
    })
}
