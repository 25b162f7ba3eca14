//! Payloads as rows for people: raw words beside what we made of them.
use super::model::{CarrierEvent, Payload, Record, Tracker};
use resolution::parcel::tracking::{Cause, Status};

/// One line of the table that an import prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What the line is: `scan`, `state`, `error`, `claim`, `refund`, `insurance`, `webhook`, `other`.
    pub kind: &'static str,
    /// The carrier's canonical name; empty where none is named.
    pub carrier: String,
    /// The tracking number; empty where none is named.
    pub number: String,
    /// The raw words. They may hold a person's name: for the screen of who imports, not for a log.
    pub words: String,
    /// The instant as far as the carrier gave it, in words; empty where there is none.
    pub at: String,
    /// The canonical status of a scan or a state.
    pub status: Option<Status>,
    /// Its cause.
    pub cause: Option<Cause>,
}

/// The rows of a payload: one a scan, one for what the carrier says as a whole where there is no scan, one for anything
/// that is not tracking. Never empty for a payload that has any content.
#[must_use]
pub fn rows(payload: &Payload) -> Vec<Row> {
    match payload {
        Payload::Trackers(trackers) => trackers.iter().flat_map(of_tracker).collect(),
        Payload::Webhook { event_id, kind, trackers } => {
            let head = plain("webhook", "", "", format!("{kind} {event_id}"));
            std::iter::once(head).chain(trackers.iter().flat_map(of_tracker)).collect()
        }
        Payload::Error { what } => vec![plain("error", "", "", what.clone())],
        Payload::Claim { claims } => of_records("claim", claims),
        Payload::Refund { refunds } => of_records("refund", refunds),
        Payload::Insurance { insurances } => of_records("insurance", insurances),
        Payload::Other { what } => vec![plain("other", "", "", what.clone())],
    }
}

fn plain(kind: &'static str, carrier: &str, number: &str, words: String) -> Row {
    Row {
        kind,
        carrier: carrier.to_owned(),
        number: number.to_owned(),
        words,
        at: String::new(),
        status: None,
        cause: None,
    }
}

fn of_records(kind: &'static str, records: &[Record]) -> Vec<Row> {
    if records.is_empty() {
        return vec![plain(kind, "", "", "(none)".to_owned())];
    }
    let words = |record: &Record| {
        [&record.kind, &record.status, &record.id].map(String::as_str).join(" ").trim().to_owned()
    };
    records.iter().map(|record| plain(kind, &record.carrier, &record.number, words(record))).collect()
}

fn of_tracker(tracker: &Tracker) -> Vec<Row> {
    let row = |kind: &'static str, event: &CarrierEvent| Row {
        kind,
        carrier: tracker.carrier.clone(),
        number: tracker.number.clone(),
        words: event.words.clone(),
        at: event.at.to_string(),
        status: Some(event.status),
        cause: event.cause,
    };
    if tracker.events.is_empty() {
        let none = || plain("state", &tracker.carrier, &tracker.number, "(no scans)".to_owned());
        return vec![tracker.state.as_ref().map_or_else(none, |state| row("state", state))];
    }
    tracker.events.iter().map(|event| row("scan", event)).collect()
}

/// The rows as a text table with a head line; columns are two spaces apart, raw words last and cut at 80 characters.
#[must_use]
pub fn table(rows: &[Row]) -> String {
    let head = ["kind", "carrier", "number", "instant", "status", "cause", "raw words"].map(str::to_owned);
    let cells: Vec<[String; 7]> = std::iter::once(head).chain(rows.iter().map(cells)).collect();
    let width = |column: usize| {
        cells.iter().filter_map(|row| row.get(column)).map(|c| c.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..6).map(width).collect();
    let mut out = String::new();
    for row in &cells {
        for (cell, width) in row.iter().zip(&widths) {
            out.push_str(&format!("{cell:<width$}  "));
        }
        out.push_str(&row[6]);
        out.push('\n');
    }
    out
}

fn cells(row: &Row) -> [String; 7] {
    // A control character in the carrier's words must not move the reader's cursor.
    let clean = |text: &str, at_most: usize| -> String {
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(at_most).collect()
    };
    let cause = row.cause.and_then(|cause| serde_json::to_value(cause).ok());
    let cause = cause.and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default();
    [
        row.kind.to_owned(),
        clean(&row.carrier, 30),
        clean(&row.number, 40),
        clean(&row.at, 40),
        row.status.map_or_else(String::new, |status| status.word().to_owned()),
        cause,
        clean(&row.words, 80),
    ]
}
