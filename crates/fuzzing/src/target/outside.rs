//! What carriers and tracking vendors send: answers, files and signed webhooks.
use connectors::easypost::{sign, verify_webhook};
use connectors::tracking::{Payload, ReadError, read, rows, table};
use jiff::tz::TimeZone;

const SECRET: &str = "a secret";

/// A webhook: its first line is the signature, the rest its body. A right signature is accepted, a wrong one never.
pub(crate) fn webhook(bytes: &[u8]) {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let (first, body) = (&bytes[..end], bytes.get(end + 1..).unwrap_or_default());
    let right = sign(SECRET, body);
    let given = std::str::from_utf8(first).ok();
    let taken = verify_webhook(SECRET, body, given).is_ok();
    assert_eq!(taken, given.is_some_and(|given| given.trim().eq_ignore_ascii_case(&right)), "{given:?}");
    let webhook = verify_webhook(SECRET, body, Some(&right)).expect("its own signature is right");
    used(&webhook.read());
}

/// The answer or file of a carrier: its first line hints whose it is.
pub(crate) fn tracking(bytes: &[u8]) {
    let end = bytes.iter().take(80).position(|byte| *byte == b'\n').unwrap_or(0);
    let hint = String::from_utf8_lossy(&bytes[..end]);
    used(&read(&hint, bytes.get(end..).unwrap_or_default()));
}

/// What is read can be shown and recorded.
fn used(read: &Result<Payload, ReadError>) {
    let Ok(payload) = read else { return };
    let shown = table(&rows(payload));
    let (Payload::Webhook { trackers, .. } | Payload::Trackers(trackers)) = payload else { return };
    for tracker in trackers {
        for scan in tracker.scans(&TimeZone::UTC, None, "digest") {
            assert!(!scan.at.to_string().is_empty(), "{shown}");
        }
    }
}
