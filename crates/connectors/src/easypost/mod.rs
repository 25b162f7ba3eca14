//! EasyPost: trackers, pages of trackers, webhook events, and what else its API answers.
//!
//! Its `status` is believed, its `status_detail` makes it exact, and the carrier's own message makes both exact where
//! they are vague (see [`crate::tracking::words`]).
mod webhook;

pub use webhook::{
    SIGNATURE_HEADER, SignatureError, UnverifiedWebhook, VerifiedWebhook, sign, verify_webhook,
};

use crate::tracking::words::{Reading, combine, settle};
use crate::tracking::{
    CarrierEvent, Destination, Payload, Personal, Record, Slashes, Tracker, When, carrier_slug, grams,
};
use resolution::parcel::tracking::{Cause, Status};
use serde_json::{Map, Value};

type Object = Map<String, Value>;

/// Reads what EasyPost writes; `None` when the payload is not EasyPost's or is an error answer.
pub(crate) fn read(tree: &Value) -> Option<Payload> {
    match tree {
        Value::Object(object) => match text(object, "object").as_str() {
            "Tracker" => Some(Payload::Trackers(vec![tracker(object)])),
            "Event" => Some(event(object)),
            "Claim" => Some(Payload::Claim { claims: vec![record(object)] }),
            "Refund" => Some(Payload::Refund { refunds: vec![record(object)] }),
            "Insurance" => Some(Payload::Insurance { insurances: vec![record(object)] }),
            "Shipment" => Some(shipment(object)),
            "" => page(object),
            other => Some(Payload::Other { what: format!("EasyPost {other}") }),
        },
        Value::Array(list) => collection(list, None),
        _ => None,
    }
}

/// A page of one kind of object: `{"trackers": [...], "has_more": false}`.
fn page(object: &Object) -> Option<Payload> {
    object.get("has_more")?;
    let names = ["trackers", "events", "claims", "refunds", "insurances", "shipments", "batches"];
    names.iter().find_map(|name| collection(object.get(*name)?.as_array()?, Some(name)))
}

/// A list of objects of one kind; an empty one is named by its page.
fn collection(list: &[Value], name: Option<&str>) -> Option<Payload> {
    let objects: Vec<&Object> = list.iter().filter_map(Value::as_object).collect();
    let kind = objects.first().map(|object| text(object, "object"));
    let kind = match (kind.as_deref(), name) {
        (Some("Tracker"), _) | (None, Some("trackers")) => "trackers",
        (Some("Event"), _) | (None, Some("events")) => "events",
        (Some("Claim"), _) | (None, Some("claims")) => "claims",
        (Some("Refund"), _) | (None, Some("refunds")) => "refunds",
        (Some("Insurance"), _) | (None, Some("insurances")) => "insurances",
        (Some(_) | None, Some(other)) => {
            return Some(Payload::Other { what: format!("EasyPost page of {other}") });
        }
        _ => return None,
    };
    let records = || objects.iter().map(|object| record(object)).collect();
    Some(match kind {
        "trackers" => Payload::Trackers(objects.iter().map(|object| tracker(object)).collect()),
        "claims" => Payload::Claim { claims: records() },
        "refunds" => Payload::Refund { refunds: records() },
        "insurances" => Payload::Insurance { insurances: records() },
        _ => events(&objects),
    })
}

/// A page of events. Those of the API's list come without their results; then only their kinds are known.
fn events(objects: &[&Object]) -> Payload {
    let trackers: Vec<Tracker> = objects.iter().filter_map(|event| result_tracker(event)).collect();
    if trackers.is_empty() {
        let kinds: Vec<String> = objects.iter().map(|event| text(event, "description")).collect();
        return Payload::Other {
            what: format!("EasyPost list of {} events: {}", kinds.len(), kinds.join(", ")),
        };
    }
    Payload::Trackers(trackers)
}

fn event(object: &Object) -> Payload {
    Payload::Webhook {
        event_id: text(object, "id"),
        kind: text(object, "description"),
        trackers: result_tracker(object).into_iter().collect(),
    }
}

fn result_tracker(event: &Object) -> Option<Tracker> {
    let result = event.get("result")?.as_object()?;
    (text(result, "object") == "Tracker").then(|| tracker(result))
}

/// A shipment is named as a refund when its postage is being refunded, else by the tracker in it.
fn shipment(object: &Object) -> Payload {
    let refund = text(object, "refund_status");
    if !refund.is_empty() {
        let record = Record { status: refund, kind: "postage of a shipment".to_owned(), ..record(object) };
        return Payload::Refund { refunds: vec![record] };
    }
    match object.get("tracker").and_then(Value::as_object) {
        Some(inner) => Payload::Trackers(vec![tracker(inner)]),
        None => Payload::Other { what: "EasyPost Shipment".to_owned() },
    }
}

fn record(object: &Object) -> Record {
    let inner = object.get("tracker").and_then(Value::as_object);
    let either = |key: &str| {
        let own = text(object, key);
        if own.is_empty() { inner.map_or_else(String::new, |inner| text(inner, key)) } else { own }
    };
    Record {
        id: text(object, "id"),
        number: either("tracking_code"),
        carrier: carrier_slug(&either("carrier")),
        status: text(object, "status"),
        kind: text(object, "type"),
    }
}

fn tracker(object: &Object) -> Tracker {
    let details = object.get("tracking_details").and_then(Value::as_array);
    let details = details.into_iter().flatten().filter_map(Value::as_object);
    Tracker {
        carrier: carrier_slug(&text(object, "carrier")),
        number: text(object, "tracking_code"),
        events: details.map(detail).collect(),
        state: state(object),
        estimated_delivery: some(object, "est_delivery_date").map(|raw| When::read(&raw, Slashes::Unknown)),
        weight_grams: some(object, "weight").and_then(|ounces| grams(&ounces, "oz")),
        signed_by: some(object, "signed_by").and_then(Personal::new),
        destination: destination(object),
    }
}

/// What EasyPost says of the parcel as a whole. It carries no time: `updated_at` is EasyPost's, not the carrier's.
fn state(object: &Object) -> Option<CarrierEvent> {
    let status = some(object, "status")?;
    let detail = text(object, "status_detail");
    let (canonical, cause) = settle(reading(&status, &detail), &[]);
    Some(CarrierEvent {
        at: When::Unreadable(String::new()),
        status: canonical,
        cause,
        by_carrier: false,
        words: joined(&[status, detail]),
        place: None,
    })
}

fn detail(object: &Object) -> CarrierEvent {
    let (status, detail) = (text(object, "status"), text(object, "status_detail"));
    let (message, description, code) =
        (text(object, "message"), text(object, "description"), text(object, "carrier_code"));
    let mut texts = vec![message];
    if !description.is_empty() && !texts.contains(&description) {
        texts.push(description);
    }
    let (canonical, cause) = settle(reading(&status, &detail), &texts);
    let place = object.get("tracking_location").and_then(Value::as_object);
    let place: Vec<String> = place
        .map(|place| {
            ["city", "state", "zip", "country"].iter().filter_map(|part| some(place, part)).collect()
        })
        .unwrap_or_default();
    CarrierEvent {
        at: some(object, "datetime")
            .map_or_else(|| When::Unreadable(String::new()), |raw| When::read(&raw, Slashes::Unknown)),
        status: canonical,
        cause,
        // EasyPost writes entries of its own ("Shipping label created"); they show nothing that a carrier did.
        by_carrier: !text(object, "source").eq_ignore_ascii_case("easypost"),
        words: joined(&[vec![code], texts, vec![format!("[{status}/{detail}]")]].concat()),
        place: (!place.is_empty()).then(|| place.join(", ")),
    }
}

fn destination(object: &Object) -> Option<Destination> {
    let detail = object.get("carrier_detail").and_then(Value::as_object)?;
    let place = detail.get("destination_tracking_location").and_then(Value::as_object)?;
    let destination = Destination {
        country: some(place, "country"),
        postal_code: some(place, "zip").and_then(Personal::new),
        city: some(place, "city").and_then(Personal::new),
    };
    (!destination.is_empty()).then_some(destination)
}

/// EasyPost's own words on the scale: the status, made exact by the detail.
fn reading(status: &str, detail: &str) -> Option<Reading> {
    let detail = detail_reading(detail);
    match (status_reading(status), detail) {
        (Some(status), Some(detail)) => Some(combine(status, detail)),
        (status, detail) => status.or(detail),
    }
}

fn status_reading(word: &str) -> Option<Reading> {
    let status = match word {
        "pre_transit" => Status::PreTransit,
        "in_transit" => Status::InTransit,
        "out_for_delivery" => Status::OutForDelivery,
        "delivered" => Status::Delivered,
        "available_for_pickup" => Status::AwaitingCollection,
        "return_to_sender" => Status::ReturnedToSender,
        "failure" => Status::Exception,
        "cancelled" => Status::Cancelled,
        // "unknown" and "error" say nothing of the parcel; the detail and the message may.
        _ => return None,
    };
    Some(Reading { status, cause: None, firm: true })
}

fn detail_reading(word: &str) -> Option<Reading> {
    let firm = |status, cause| Some(Reading { status, cause, firm: true });
    let weak = |status| Some(Reading { status, cause: None, firm: false });
    match word {
        "address_correction" => firm(Status::Exception, Some(Cause::Address)),
        "arrived_at_pickup_location" | "awaiting_customer_pickup" | "available_for_pickup" => {
            firm(Status::AwaitingCollection, None)
        }
        "awaiting_information" | "delivery_exception" | "failure" | "held" | "transit_exception" => {
            firm(Status::Exception, Some(Cause::Other))
        }
        "customs" | "customs_delay" | "held_by_customs" => firm(Status::Exception, Some(Cause::Customs)),
        "delayed" | "missorted" => firm(Status::Exception, Some(Cause::Delay)),
        "weather_delay" => firm(Status::Exception, Some(Cause::Disruption)),
        "refused" => firm(Status::AttemptFailed, Some(Cause::Refused)),
        "unable_to_deliver" => firm(Status::AttemptFailed, None),
        "return" | "return_to_sender" => firm(Status::ReturnedToSender, None),
        "lost" => firm(Status::Lost, None),
        "damaged" => firm(Status::Damaged, None),
        "cancelled" => firm(Status::Cancelled, None),
        "expired" => firm(Status::Expired, None),
        "label_created" => weak(Status::PreTransit),
        "out_for_delivery" => firm(Status::OutForDelivery, None),
        "arrived_at_destination"
        | "arrived_at_facility"
        | "departed_facility"
        | "departed_origin_facility"
        | "in_transit"
        | "received_at_destination_facility"
        | "received_at_origin_facility"
        | "transferred_to_destination_carrier" => weak(Status::InTransit),
        _ => None,
    }
}

fn some(object: &Object, key: &str) -> Option<String> {
    let text = match object.get(key)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn text(object: &Object, key: &str) -> String {
    some(object, key).unwrap_or_default()
}

fn joined(parts: &[String]) -> String {
    let parts: Vec<&str> =
        parts.iter().map(String::as_str).filter(|part| !part.is_empty() && *part != "[/]").collect();
    parts.join(" ")
}
