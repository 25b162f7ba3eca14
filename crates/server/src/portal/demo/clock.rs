//! Moving the demonstration's clock.
use super::settings;
use crate::error::{Answer, ApiError};
use crate::portal::preferences::own;
use crate::portal::session::foreign;
use crate::state::App;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Redirect;
use engine::Advance;
use engine::ports::Timeline;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

/// How far a button moves the clock.
pub(super) struct Step {
    /// What the form sends.
    pub(super) word: &'static str,
    /// The message on the button.
    pub(super) label: &'static str,
    /// By how many hours; to the next event, without.
    hours: Option<i64>,
}

/// The buttons.
pub(super) const STEPS: [Step; 4] = [
    Step { word: "hour", label: "demo-clock-hour", hours: Some(1) },
    Step { word: "day", label: "demo-clock-day", hours: Some(24) },
    Step { word: "five_days", label: "demo-clock-five-days", hours: Some(120) },
    Step { word: "next", label: "demo-clock-next", hours: None },
];

/// What was pressed, and on which page.
#[derive(Deserialize)]
pub(super) struct Pressed {
    by: String,
    #[serde(default)]
    back: String,
}

/// Moves the clock through everything that falls due on the way, and goes back to the page.
pub(super) async fn advance(
    State(app): State<App>,
    headers: HeaderMap,
    axum::Form(pressed): axum::Form<Pressed>,
) -> Answer<Redirect> {
    let demo = settings(&app)?;
    if foreign(&app, &headers) {
        return Err(ApiError::new(
            api::problem::Code::Forbidden,
            "Only this demonstration's own pages move its clock.",
        ));
    }
    let step = STEPS.iter().find(|step| step.word == pressed.by);
    let step = step.ok_or_else(|| ApiError::invalid("by", "hour, day, five_days or next"))?;
    let now = app.engine.now(demo.id()).await?;
    let to = match step.hours {
        Some(hours) => now.saturating_add(SignedDuration::from_hours(hours)).unwrap_or(now),
        None => next(&app, Timeline::Sandbox(demo.id())).await?.unwrap_or(now).max(now),
    };
    app.engine.advance_sandbox(demo.id(), to, Advance::default()).await?;
    Ok(Redirect::to(own(&pressed.back)))
}

/// The next instant at which something happens by itself.
async fn next(app: &App, line: Timeline) -> Answer<Option<Timestamp>> {
    let store = app.engine.store();
    let (due, promise) = (store.next_due(line).await?, store.next_promise(line).await?);
    Ok([due, promise].into_iter().flatten().min())
}
