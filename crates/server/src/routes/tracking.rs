//! What carriers say, told by the marketplace's server in canonical words.
use crate::convert;
use crate::error::{Answer, ApiError};
use crate::extract::Intent;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use engine::CarrierEvent;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Under which name the marketplace's own reports are known.
const PROVIDER: &str = "api";
/// Scans in one report, at most.
const SCANS_MAX: usize = 1_000;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(report))
}

/// Reports scans of a tracking number. Late, repeated and reordered scans are harmless; what leads to no parcel yet is
/// kept until one is declared.
#[utoipa::path(post, path = "/v1/tracking", operation_id = "reportTracking", tag = "tracking",
    request_body = api::NewTracking, responses((status = 202, body = api::TrackingReceived)))]
async fn report(
    State(app): State<App>,
    intent: Intent<api::NewTracking>,
) -> Answer<(axum::http::StatusCode, Json<api::TrackingReceived>)> {
    let (intent, new) = intent.split();
    if new.event.trim().is_empty() || new.number.trim().is_empty() {
        return Err(ApiError::invalid("event", "your id of this report, with a tracking number beside it"));
    }
    if new.scans.is_empty() || new.scans.len() > SCANS_MAX {
        return Err(ApiError::invalid("scans", format!("1 to {SCANS_MAX} scans")));
    }
    let event = CarrierEvent {
        marketplace: intent.caller.id(),
        provider: PROVIDER.to_owned(),
        event: new.event,
        carrier: new.carrier,
        number: new.number,
        at: new.scans.iter().map(|scan| scan.at).max(),
        scans: new.scans.iter().map(convert::scan).collect(),
        raw: None,
    };
    let received = app.engine.receive(vec![event]).await?;
    let body = api::TrackingReceived { new: received.new, repeated: received.repeated };
    Ok((axum::http::StatusCode::ACCEPTED, Json(body)))
}
