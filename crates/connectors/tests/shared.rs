//! The connector over the recorded answers that lie beside the repository, where they do.
//!
//! They are sought at `RECOURSE_SHARED`, else at `../shared` beside the workspace. Where they are missing the tests are
//! passed over with a word; on CI (`CI=true`) that fails.
use connectors::easypost::verify_webhook;
use connectors::tracking::{Payload, Tracker, read, rows, table};
use resolution::parcel::tracking::{Cause, Status};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[expect(clippy::disallowed_methods, reason = "where the shared data lie is the environment's to say")]
fn shared() -> Option<PathBuf> {
    let fallback = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let root = std::env::var_os("RECOURSE_SHARED").map_or_else(fallback, PathBuf::from);
    let data = root.join("data");
    if data.is_dir() {
        return Some(data);
    }
    let on_ci = std::env::var_os("CI").is_some_and(|value| value == "true");
    assert!(!on_ci, "the shared data are missing at {}; set RECOURSE_SHARED", root.display());
    eprintln!("passed over: no shared data at {}; set RECOURSE_SHARED to run this test", root.display());
    None
}

/// Every payload below `folder`, by its path from there; indexes and other projects' readings left out.
fn payloads(folder: &Path) -> BTreeMap<String, Payload> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        for entry in std::fs::read_dir(&path).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(folder).expect("below it").to_string_lossy().into_owned();
            if path.is_dir() {
                open.push(path);
            } else if !name.ends_with("INDEX.json") && !name.ends_with(".karrio-parsed.json") {
                // The bare name: no payload needs its folder's name to be told.
                let hint = path.file_name().expect("a name").to_string_lossy().into_owned();
                let bytes = std::fs::read(&path).expect("readable");
                let payload = read(&hint, &bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
                found.insert(name, payload);
            }
        }
    }
    found
}

fn kind(payload: &Payload) -> &'static str {
    match payload {
        Payload::Trackers(_) => "trackers",
        Payload::Webhook { .. } => "webhook",
        Payload::Error { .. } => "error",
        Payload::Claim { .. } => "claim",
        Payload::Refund { .. } => "refund",
        Payload::Insurance { .. } => "insurance",
        _ => "other",
    }
}

fn trackers(payload: &Payload) -> &[Tracker] {
    match payload {
        Payload::Trackers(trackers) | Payload::Webhook { trackers, .. } => trackers,
        _ => &[],
    }
}

fn count(payloads: &BTreeMap<String, Payload>) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    payloads.values().for_each(|payload| *counts.entry(kind(payload)).or_default() += 1);
    counts
}

fn statuses(payloads: &BTreeMap<String, Payload>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for event in payloads.values().flat_map(trackers).flat_map(|tracker| &tracker.events) {
        let cause = event.cause.map(|cause| format!(" {cause:?}").to_lowercase()).unwrap_or_default();
        *counts.entry(format!("{}{cause}", event.status.word())).or_default() += 1;
    }
    counts
}

fn expected<K: Ord, const N: usize>(rows: [(K, usize); N]) -> BTreeMap<K, usize> {
    BTreeMap::from(rows)
}

#[test]
fn every_easypost_answer_is_read_and_named() {
    let Some(data) = shared() else { return };
    let payloads = payloads(&data.join("tracking/easypost"));
    assert_eq!(payloads.len(), 63);
    let kinds =
        [("trackers", 12), ("webhook", 1), ("claim", 11), ("refund", 20), ("insurance", 4), ("other", 15)];
    assert_eq!(count(&payloads), expected(kinds));
    for (name, payload) in &payloads {
        let by_name = match name.split('_').next() {
            Some("tracker") => "trackers",
            Some("claim") => "claim",
            Some("refund" | "shipment") => "refund",
            Some("insurance") => "insurance",
            Some("event") => "other",
            _ => "webhook",
        };
        assert_eq!(kind(payload), by_name, "{name}");
        assert!(
            trackers(payload).iter().all(|tracker| !tracker.events.is_empty()),
            "{name}: trackers with scans"
        );
    }
    let of_easypost: Vec<_> =
        payloads.values().flat_map(trackers).flat_map(|t| &t.events).filter(|e| !e.by_carrier).collect();
    assert_eq!(of_easypost.len(), 2, "the vendor's own entries are no carrier's scans");
    assert_eq!(
        statuses(&payloads).into_iter().collect::<Vec<_>>(),
        [
            ("delivered".to_owned(), 9),
            ("in_transit".to_owned(), 42),
            ("out_for_delivery".to_owned(), 9),
            ("pre_transit".to_owned(), 65)
        ]
    );
}

#[test]
fn every_carriers_own_answer_is_read_and_named() {
    let Some(data) = shared() else { return };
    let folder = data.join("tracking/karrio");
    let payloads = payloads(&folder);
    assert_eq!(payloads.len(), 104);
    assert_eq!(count(&payloads), expected([("trackers", 57), ("error", 44), ("other", 3)]));
    let index = std::fs::read(folder.join("INDEX.json")).expect("the index");
    let index: Vec<Value> = serde_json::from_slice(&index).expect("JSON");
    for entry in &index {
        let name = entry["file"].as_str().expect("a file");
        let is_error = entry["kind"] == "error";
        assert_eq!(
            matches!(&payloads[name], Payload::Error { what } if !what.is_empty()),
            is_error,
            "{name}"
        );
    }
    // These say something of the parcel, or only a number, without a single scan.
    let without = [
        "boxknight/tracking_response.json",
        "easyship/tracking_response.json",
        "parcelone/tracking_no_events_response.json",
    ];
    for (name, payload) in payloads.iter().filter(|(_, payload)| kind(payload) == "trackers") {
        let scans: usize = trackers(payload).iter().map(|tracker| tracker.events.len()).sum();
        assert_eq!(scans == 0, without.contains(&name.as_str()), "{name}");
        let unreadable =
            |t: &Tracker| t.events.iter().any(|e| matches!(e.at, connectors::tracking::When::Unreadable(_)));
        assert!(!trackers(payload).iter().any(unreadable), "{name}: every scan has a time");
        assert!(!rows(payload).is_empty(), "{name}");
    }
    println!("{}", table(&payloads.values().flat_map(rows).collect::<Vec<_>>()));
}

#[test]
fn the_carriers_words_fall_on_the_scale_as_read_by_hand() {
    let Some(data) = shared() else { return };
    let payloads = payloads(&data.join("tracking/karrio"));
    let has = |name: &str, status: Status, cause: Option<Cause>, words: &str| {
        let events = trackers(&payloads[name]).iter().flat_map(|tracker| &tracker.events);
        let found: Vec<_> = events.filter(|event| event.words.contains(words)).collect();
        assert!(!found.is_empty(), "{name}: {words}");
        for event in found {
            assert_eq!((event.status, event.cause), (status, cause), "{name}: {words}");
        }
    };
    let customs = Some(Cause::Customs);
    has(
        "dpd/tracking_response.xml",
        Status::AwaitingCollection,
        None,
        "Delivered by driver to Pickup parcelshop",
    );
    has("dpd/tracking_response.xml", Status::AttemptFailed, None, "not been able to deliver");
    has(
        "fedex/duplicate_tracking_response.json",
        Status::AwaitingCollection,
        None,
        "Ready for recipient pickup",
    );
    has(
        "fedex/duplicate_tracking_response.json",
        Status::AttemptFailed,
        Some(Cause::Absent),
        "Customer not available",
    );
    has("australiapost/tracking_response.json", Status::Exception, customs, "awaiting clearance");
    has("australiapost/tracking_response.json", Status::InTransit, customs, "Item is in Customs");
    has("australiapost/tracking_response.json", Status::InTransit, None, "Item cleared by Customs");
    has("dhl_universal/tracking_response.json", Status::Exception, customs, "customs inspection");
    has("ups/tracking_response.json", Status::InTransit, None, "released by the customs agency");
    has("canadapost/tracking_response.xml", Status::Exception, Some(Cause::Address), "addressing error");
    has("tnt/tracking_response.xml", Status::Exception, Some(Cause::Delay), "Recovery Actions");
    has(
        "nationex/tracking_response.json",
        Status::AttemptFailed,
        Some(Cause::Absent),
        "Unavailable consignee",
    );
    has("sendle/tracking_response.json", Status::PreTransit, None, "Pickup Attempted");
    has("seko/tracking_response.json", Status::PreTransit, None, "not yet handed over");
    has("landmark/delivery_failed_tracking_response.xml", Status::AttemptFailed, None, "Delivery failed");
    has("sf_express/tracking_response.json", Status::OutForDelivery, None, "已派件");
    has("sf_express/tracking_response.json", Status::Delivered, None, "已签收");
    has("colissimo/tracking_response.json", Status::Delivered, None, "est livré");
    has("usps/tracking_response.json", Status::Delivered, None, "Delivered, Parcel Locker");
    has("dhl_express/tracking_response.xml", Status::Unknown, None, "RW");
    // No recorded answer has a lost, damaged, returned, cancelled or expired parcel: those have vectors of our own.
    let all = statuses(&payloads);
    let words: Vec<&str> = all.keys().map(String::as_str).collect();
    assert_eq!(
        words,
        [
            "attempt_failed",
            "attempt_failed absent",
            "awaiting_collection",
            "delivered",
            "exception address",
            "exception customs",
            "exception delay",
            "in_transit",
            "in_transit customs",
            "out_for_delivery",
            "pre_transit",
            "unknown",
        ]
    );
    // Counted by hand: allied 1, canadapost 2, dhl_express 2, dhl_poland 2, eshipper 1, geodis 6, hay_post 1.
    assert_eq!(all["unknown"], 15, "unknown words stay unknown with their raw text");
}

#[test]
fn instants_keep_or_lack_their_zone_as_written() {
    let Some(data) = shared() else { return };
    let payloads = payloads(&data.join("tracking/karrio"));
    let first = |name: &str| trackers(&payloads[name])[0].events[0].at.to_string();
    assert_eq!(first("usps/tracking_response.json"), "2024-11-22T18:58:40Z");
    assert_eq!(first("yanwen/tracking_response.json"), "2019-08-15T10:52:19Z");
    assert_eq!(first("canadapost/tracking_response.xml"), "2011-02-03T16:59:59Z");
    assert_eq!(first("gls/tracking_response.json"), "2024-10-07T08:46:14Z");
    assert_eq!(first("dpd/tracking_response.xml"), "2021-08-17T19:11:26 (no zone)");
    assert_eq!(first("dpdhl/tracking_response.xml"), "2016-03-17T11:21:00 (no zone)");
    assert_eq!(first("tnt/tracking_response.xml"), "2021-02-18T10:20:00 (no zone)");
    assert_eq!(first("landmark/delivered_tracking_response.xml"), "2025-09-25T09:10:00 (no zone)");
}

#[test]
fn other_vendors_are_read_too() {
    let Some(data) = shared() else { return };
    let bytes = std::fs::read(data.join("tracking/aftership/tracking_update.json")).expect("readable");
    let payload = read("", &bytes).expect("read");
    assert_eq!((kind(&payload), trackers(&payload)[0].carrier.as_str()), ("webhook", "usps"));
    assert_eq!(trackers(&payload)[0].events.len(), 7);
    let bytes = std::fs::read(data.join("tracking/17track/TRACKING_UPDATED_ups.json")).expect("readable");
    let payload = read("", &bytes).expect("read");
    assert_eq!((trackers(&payload)[0].carrier.as_str(), trackers(&payload)[0].events.len()), ("ups", 5));
}

#[test]
fn the_published_signatures_hold() {
    let Some(data) = shared() else { return };
    let bytes = std::fs::read(data.join("webhook_vectors/easypost.json")).expect("readable");
    let file: Value = serde_json::from_slice(&bytes).expect("JSON");
    let vectors = file["vectors"].as_array().expect("a list");
    assert!(vectors.len() >= 3);
    for vector in vectors {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let (secret, body) = (text(&vector["secret"]).expect("secret"), text(&vector["body"]).expect("body"));
        let header = text(&vector["headers"]["X-Hmac-Signature"]);
        let verified = verify_webhook(&secret, body.as_bytes(), header.as_deref());
        assert_eq!(Some(verified.is_ok()), vector["valid"].as_bool(), "{}", vector["name"]);
        if let Ok(webhook) = verified {
            assert!(matches!(webhook.read(), Ok(Payload::Webhook { kind, .. }) if kind == "batch.created"));
        }
    }
}
