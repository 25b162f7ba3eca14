//! Our own small payloads: every canonical status by name, and the formats' traps.
use connectors::tracking::{Payload, ReadError, Tracker, read, rows, table};
use jiff::tz::TimeZone;
use resolution::parcel::tracking::{Cause, Status};
use serde_json::json;
use std::collections::BTreeSet;

fn trackers(hint: &str, bytes: &[u8]) -> Vec<Tracker> {
    match read(hint, bytes) {
        Ok(Payload::Trackers(trackers)) => trackers,
        other => panic!("{hint}: not trackers but {other:?}"),
    }
}

/// One line of `easypost_vectors.tsv`, read as the payload it describes.
fn vector(line: &str) -> (String, Status, Option<Cause>, String, String) {
    let cells: Vec<&str> = line.split('\t').collect();
    let [name, status, detail, message, expected, cause] = cells[..] else { panic!("six cells in {line:?}") };
    let payload = json!({
        "object": "Tracker", "tracking_code": "OWN", "carrier": "USPS", "status": status,
        "tracking_details": [{
            "object": "TrackingDetail", "message": message, "status": status, "status_detail": detail,
            "datetime": "2025-01-01T00:00:00Z", "source": "USPS",
        }],
    });
    let tracker = trackers(name, payload.to_string().as_bytes()).remove(0);
    let event = &tracker.events[0];
    assert!(event.words.contains(message), "{name}: the raw words are kept");
    let expected = if cause.is_empty() { expected.to_owned() } else { format!("{expected} ({cause})") };
    let word = event.cause.map(|cause| json!(cause).as_str().expect("a word").to_owned());
    let found =
        word.map_or(event.status.word().to_owned(), |word| format!("{} ({word})", event.status.word()));
    (name.to_owned(), event.status, event.cause, found, expected)
}

#[test]
fn every_status_has_vectors_by_name() {
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for line in include_str!("fixtures/easypost_vectors.tsv").lines().skip(1) {
        let (name, status, _, found, expected) = vector(line);
        seen.insert(status);
        if found != expected {
            wrong.push(format!("{name}: expected {expected}, found {found}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(seen.len(), Status::ALL.len(), "every status of the scale has a vector");
}

#[test]
fn inr_06_the_carriers_own_words_in_any_language_count_as_awaiting_collection() {
    let lines = include_str!("fixtures/easypost_vectors.tsv").lines();
    let vectors: Vec<_> =
        lines.filter(|line| line.starts_with("awaiting collection in ")).map(vector).collect();
    assert_eq!(vectors.len(), 4);
    for (name, status, ..) in vectors {
        assert_eq!(status, Status::AwaitingCollection, "{name}");
    }
    let tracker = trackers("", include_bytes!("fixtures/sf_express.json")).remove(0);
    assert_eq!(tracker.events[2].status, Status::AwaitingCollection);
}

#[test]
fn sf_express_is_read_in_its_own_language_and_zone() {
    let tracker = trackers("", include_bytes!("fixtures/sf_express.json")).remove(0);
    assert_eq!((tracker.carrier.as_str(), tracker.number.as_str()), ("sf_express", "SF0000000000001"));
    let statuses: Vec<Status> = tracker.events.iter().map(|event| event.status).collect();
    let expected = [
        Status::InTransit,
        Status::OutForDelivery,
        Status::AwaitingCollection,
        Status::Delivered,
        Status::Unknown,
    ];
    assert_eq!(statuses, expected);
    assert_eq!(tracker.events[4].words, "9999 天书", "an unknown word keeps its raw text");
    let zone = TimeZone::get("Asia/Shanghai").expect("bundled");
    let scans = tracker.scans(&zone, Some(true), "digest");
    assert_eq!(scans.len(), 5);
    assert_eq!(scans[3].at.to_string(), "2025-03-02T11:30:00Z");
}

#[test]
fn dpd_counts_reached_steps_only_and_reads_american_dates() {
    let tracker = trackers("", include_bytes!("fixtures/dpd.xml")).remove(0);
    let found: Vec<_> =
        tracker.events.iter().map(|event| (event.status, event.cause, event.at.to_string())).collect();
    let expected = [
        (Status::AttemptFailed, Some(Cause::Absent), "2025-02-03T16:05:06 (no zone)".to_owned()),
        (Status::AwaitingCollection, None, "2025-02-03T17:00:00 (no zone)".to_owned()),
    ];
    assert_eq!(found, expected);
}

#[test]
fn order_in_the_payload_does_not_matter_for_scans() {
    let mut tracker = trackers("", include_bytes!("fixtures/sf_express.json")).remove(0);
    let forward = tracker.scans(&TimeZone::UTC, None, "");
    tracker.events.reverse();
    let twice: Vec<_> = tracker.events.clone();
    tracker.events.extend(twice);
    assert_eq!(tracker.scans(&TimeZone::UTC, None, ""), forward);
}

#[test]
fn pages_of_errors_and_what_nobody_knows_are_named() {
    let page = read("x.html", include_bytes!("fixtures/unauthorized.html")).expect("read");
    assert_eq!(page, Payload::Error { what: "web page: 403 Forbidden No access from here.".to_owned() });
    assert!(matches!(read("", b" \n"), Err(ReadError::Empty)));
    assert!(matches!(read("", b"carrier;number"), Err(ReadError::NoKnownSyntax)));
    assert!(matches!(read("", b"{\"a\": "), Err(ReadError::Json { .. })));
    assert!(matches!(read("", b"<a></b>"), Err(ReadError::Xml { .. })));
    assert!(matches!(read("", b"{\"a\": 1}"), Err(ReadError::UnknownFormat)));
    assert!(matches!(read("", "[".repeat(100_000).as_bytes()), Err(ReadError::Json { .. })));
    assert!(matches!(read("", "<a>".repeat(100_000).as_bytes()), Err(ReadError::TooDeep { .. })));
    assert!(matches!(read("", &vec![b' '; 9 * 1024 * 1024]), Err(ReadError::TooLarge { .. })));
}

#[test]
fn rows_show_raw_words_beside_their_meaning() {
    let payload = read("", include_bytes!("fixtures/sf_express.json")).expect("read");
    let rows = rows(&payload);
    assert_eq!(rows.len(), 5);
    let text = table(&rows);
    assert!(text.starts_with("kind  carrier     number           instant"), "{text}");
    assert!(text.contains("2025-03-02T10:00:00 (no zone)  awaiting_collection"), "{text}");
    let error = read("", br#"{"error": {"code": "NOT_FOUND", "message": "no such number"}}"#).expect("read");
    assert_eq!(connectors::tracking::rows(&error)[0].words, "NOT_FOUND no such number");
}

#[test]
fn debug_output_shows_no_person() {
    let payload = read("", include_bytes!("fixtures/easypost_webhook.json")).expect("read");
    let text = format!("{payload:?}");
    assert!(!text.contains("Roe") && !text.contains("8010") && !text.contains("GRAZ"), "{text}");
}
