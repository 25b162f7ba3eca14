//! Webhooks of carriers' vendors: believed by their signature, each taken once, acknowledged when kept.
use super::marketplaces::by_slug;
use crate::destination;
use crate::error::{Answer, ApiError};
use crate::extract::{HAS_NUL, Path, raw, says_nul};
use crate::state::App;
use api::problem::Code;
use axum::Json;
use axum::extract::{Request, State};
use connectors::easypost::{SIGNATURE_HEADER, VerifiedWebhook, verify_webhook};
use connectors::tracking::{Payload, Tracker};
use engine::CarrierEvent;
use engine::ports::{Document, Marketplace};
use resolution::time::Calendar;
use sha2::{Digest, Sha256};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

const PROVIDER: &str = "easypost";
/// Under whose key raw payloads are sealed: no party can have an id with a control character in it.
const PAYLOADS: &str = "\u{0}carrier payloads";

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(easypost))
}

/// An EasyPost webhook. Replays are harmless, unmatched trackers are kept; other notices are acknowledged and left.
#[utoipa::path(post, path = "/v1/webhooks/easypost/{marketplace}", operation_id = "receiveEasyPost", tag = "tracking",
    request_body(content = Object, content_type = "application/json"),
    responses((status = 200, body = api::TrackingReceived)))]
async fn easypost(
    State(app): State<App>,
    Path(slug): Path<String>,
    request: Request,
) -> Answer<Json<api::TrackingReceived>> {
    let (parts, body) = request.into_parts();
    let body = raw(&parts.headers, body, app.settings.body_max).await?;
    let secret = app.settings.easypost.get(&slug);
    let secret = secret
        .ok_or_else(|| ApiError::new(Code::NotFound, "No EasyPost secret is set for this marketplace."))?;
    let signature = parts.headers.get(SIGNATURE_HEADER).and_then(|value| value.to_str().ok());
    let webhook = verify_webhook(secret.reveal(), &body, signature)
        .map_err(|error| ApiError::new(Code::BadSignature, format!("{error}.")))?;
    if says_nul(&body) {
        return Err(ApiError::new(Code::MalformedBody, format!("The body {HAS_NUL}.")));
    }
    let marketplace = by_slug(&app, &slug).await?;
    let payload = webhook.read().map_err(|error| ApiError::new(Code::MalformedBody, format!("{error}.")))?;
    let (event, trackers) = match payload {
        Payload::Webhook { event_id, trackers, .. } => (event_id, trackers),
        Payload::Trackers(trackers) => (webhook.raw_digest(), trackers),
        _ => return Ok(Json(api::TrackingReceived::default())),
    };
    let raw = keep(&app, &marketplace, &webhook).await?;
    let digest = webhook.raw_digest();
    let events =
        trackers.iter().map(|tracker| carrier_event(&app, &marketplace, tracker, &event, &digest, &raw));
    let mut wanted = Vec::new();
    for event in events {
        wanted.push(event.await?);
    }
    let received = app.engine.receive(wanted).await?;
    Ok(Json(api::TrackingReceived { new: received.new, repeated: received.repeated }))
}

/// Keeps the payload as it came. It may hold names, so it is sealed, and the document only says where.
async fn keep(app: &App, marketplace: &Marketplace, webhook: &VerifiedWebhook<'_>) -> Answer<Document> {
    let owner = app.vault.pseudonym(marketplace.id, PAYLOADS);
    let seal = app.vault.seal(marketplace.id, owner, webhook.body()).await?;
    let bytes = serde_json::to_vec(&seal).unwrap_or_default();
    Ok(Document { digest: Sha256::digest(&bytes).into(), kind: "carrier_payload".to_owned(), bytes })
}

async fn carrier_event(
    app: &App,
    marketplace: &Marketplace,
    tracker: &Tracker,
    event: &str,
    digest: &str,
    raw: &Document,
) -> Answer<CarrierEvent> {
    let calendar =
        Calendar::new(&marketplace.zone).map_err(|error| ApiError::new(Code::Invalid, error.to_string()))?;
    let at = tracker.scans(calendar.zone(), None, digest).last().map(|scan| scan.at);
    let now = app.engine.now(marketplace.id).await?;
    let fits = destination::matches(app, marketplace.id, tracker, at.unwrap_or(now)).await?;
    let scans = tracker.scans(calendar.zone(), fits, digest);
    Ok(CarrierEvent {
        marketplace: marketplace.id,
        provider: PROVIDER.to_owned(),
        // A webhook speaks of one tracker; a page of several, each its own event.
        event: format!("{event}:{}", tracker.number),
        carrier: Some(tracker.carrier.clone()).filter(|carrier| !carrier.is_empty()),
        number: tracker.number.clone(),
        at,
        scans,
        raw: Some(raw.clone()),
    })
}
