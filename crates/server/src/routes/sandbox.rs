//! The clock of a sandbox marketplace.
use crate::error::{Answer, ApiError};
use crate::extract::Intent;
use crate::state::App;
use api::problem::Code;
use axum::Json;
use axum::extract::State;
use engine::Advance;
use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Where it is moved.
pub(crate) const CLOCK: &str = "/v1/sandbox/clock";

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(advance))
}

/// Moves the clock of a sandbox, stepping through every due instant: deadlines are applied, promises delivered, results
/// fed back, each at its own instant. Fifteen days pass in a second.
#[utoipa::path(post, path = "/v1/sandbox/clock", operation_id = "moveClock", tag = "sandbox",
    request_body = api::MoveClock, responses((status = 200, body = api::ClockMoved)))]
async fn advance(State(app): State<App>, intent: Intent<api::MoveClock>) -> Answer<Json<api::ClockMoved>> {
    let (intent, wanted) = intent.split();
    let marketplace = &intent.caller.marketplace;
    if marketplace.sandbox.is_none() {
        return Err(ApiError::new(
            Code::Clock,
            "This marketplace is live; only a sandbox's clock can be moved.",
        ));
    }
    let now = app.engine.now(marketplace.id).await?;
    let to = target(&wanted, now)?;
    let lateness = wanted.lateness.as_deref().map(|text| duration("lateness", text)).transpose()?;
    let how = Advance { lateness: lateness.unwrap_or_default(), ..Advance::default() };
    let done = app.engine.advance_sandbox(marketplace.id, to, how).await?;
    let now = app.engine.now(marketplace.id).await?;
    Ok(Json(api::ClockMoved { now, woken: done.woken, delivered: done.delivered }))
}

fn target(wanted: &api::MoveClock, now: Timestamp) -> Answer<Timestamp> {
    match (wanted.to, wanted.by.as_deref()) {
        (Some(to), None) => Ok(to),
        (None, Some(by)) => {
            let too_far = |_| ApiError::invalid("by", "a duration that ends before the year 9999");
            now.checked_add(duration("by", by)?).map_err(too_far)
        }
        _ => Err(ApiError::invalid("to", "either 'to' (an instant) or 'by' (a duration)")),
    }
}

/// A duration of ISO 8601 without years and months; a day has 24 hours.
pub(super) fn duration(field: &str, text: &str) -> Answer<SignedDuration> {
    let wrong =
        || ApiError::invalid(field, "a duration above zero such as P15D or PT24H, without years and months");
    let span: Span = text.parse().map_err(|_| wrong())?;
    let duration = span.to_duration(SpanRelativeTo::days_are_24_hours()).map_err(|_| wrong())?;
    if duration.is_negative() { Err(wrong()) } else { Ok(duration) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_exact() {
        let days = duration("by", "P15D").ok();
        assert_eq!(days, Some(SignedDuration::from_hours(15 * 24)));
        assert!(
            duration("by", "-P1D").is_err()
                && duration("by", "P1M").is_err()
                && duration("by", "soon").is_err()
        );
    }
}
