//! How one carrier's format is described, and the one reader for all of them.
use super::model::{CarrierEvent, Destination, Payload, Personal, Tracker, carrier_slug};
use super::tree::{all, first, text};
use super::when::{Slashes, When};
use super::{formats, grams, words};
use serde_json::Value;
use std::collections::HashMap;

/// Where the facts lie in one carrier's format. Places are paths (see [`super::tree::all`]); of several, the first that
/// says something counts.
pub(super) struct Format {
    /// Names the format and its code table; sought in the hint.
    pub slug: &'static str,
    /// The carrier's canonical name.
    pub carrier: &'static str,
    /// Where the payload names the carrier itself (aggregators), below the tracker.
    pub carrier_at: &'static str,
    /// What has to be there for a payload to be of this format: `path`, or `path=value`.
    pub needs: &'static [&'static str],
    /// The trackers.
    pub trackers: &'static str,
    /// The tracking number, below the tracker.
    pub number: &'static [&'static str],
    /// The scans, below the tracker; scans of all these places count. The empty path: the tracker is its own only scan,
    /// and trackers of one number are one.
    pub events: &'static [&'static str],
    /// Which scans count: `path=value`; empty for all.
    pub only: &'static str,
    /// The time below the scan: `path`, or `date+time`.
    pub time: &'static [&'static str],
    /// The zone of that time, where it is written apart.
    pub zone: &'static str,
    /// How a date with slashes is meant.
    pub slashes: Slashes,
    /// Codes; the first that the table knows counts, the first at all is kept in the words.
    pub code: &'static [&'static str],
    /// Texts that are kept and read for their meaning.
    pub text: &'static [&'static str],
    /// Texts that are only kept.
    pub note: &'static [&'static str],
    /// The place of the scan; all parts count.
    pub place: &'static [&'static str],
    /// The carrier's words on the parcel as a whole, below the tracker.
    pub state: &'static [&'static str],
    /// The time of those words.
    pub state_time: &'static [&'static str],
    /// The expected delivery.
    pub estimate: &'static [&'static str],
    /// The weight and its unit; a unit after `=` is fixed.
    pub weight: (&'static str, &'static str),
    /// Who signed.
    pub signed: &'static [&'static str],
    /// Country, postal code and city of the destination.
    pub destination: (&'static str, &'static str, &'static str),
    /// For pushed notices: the event's id and its kind, from the root.
    pub webhook: Option<(&'static str, &'static str)>,
}

/// A format that says nothing, to be filled in.
pub(super) const BLANK: Format = Format {
    slug: "",
    carrier: "",
    carrier_at: "",
    needs: &[],
    trackers: "",
    number: &[],
    events: &[],
    only: "",
    time: &[],
    zone: "",
    slashes: Slashes::Unknown,
    code: &[],
    text: &[],
    note: &[],
    place: &[],
    state: &[],
    state_time: &[],
    estimate: &[],
    weight: ("", ""),
    signed: &[],
    destination: ("", "", ""),
    webhook: None,
};

/// The format of a payload: of those whose needs are met, the one that the hint names, else the first.
pub(super) fn choose(hint: &str, tree: &Value) -> Option<&'static Format> {
    let fitting = || {
        formats::ALL
            .iter()
            .copied()
            .flatten()
            .filter(|format| format.needs.iter().all(|need| is_met(tree, need)))
    };
    let hint = hint.to_lowercase();
    let parts: Vec<&str> = hint.split(['/', '\\', '.', '-', ' ']).collect();
    let named = fitting().find(|format| parts.contains(&format.slug));
    named.or_else(|| fitting().next())
}

fn is_met(node: &Value, need: &str) -> bool {
    match need.split_once('=') {
        Some((path, value)) => {
            all(node, path).into_iter().any(|found| super::tree::scalar(found).as_deref() == Some(value))
        }
        None => !all(node, need).is_empty(),
    }
}

/// Reads a payload of a known format.
pub(super) fn read(format: &Format, tree: &Value) -> Payload {
    let mut trackers: Vec<Tracker> = Vec::new();
    let mut known: HashMap<(String, String), usize> = HashMap::new();
    for node in all(tree, format.trackers) {
        let tracker = tracker(format, node);
        if format.events == [""] {
            let place =
                known.entry((tracker.carrier.clone(), tracker.number.clone())).or_insert(trackers.len());
            if let Some(first) = trackers.get_mut(*place) {
                first.events.extend(tracker.events);
                continue;
            }
        }
        trackers.push(tracker);
    }
    match format.webhook {
        Some((event_id, kind)) => Payload::Webhook {
            event_id: text(tree, event_id).unwrap_or_default(),
            kind: text(tree, kind).unwrap_or_default(),
            trackers,
        },
        None => Payload::Trackers(trackers),
    }
}

fn tracker(format: &Format, node: &Value) -> Tracker {
    let named = (!format.carrier_at.is_empty()).then(|| text(node, format.carrier_at)).flatten();
    let scans = format.events.iter().flat_map(|path| all(node, path));
    let events = scans
        .filter(|scan| format.only.is_empty() || is_met(scan, format.only))
        .filter(|scan| scan.is_object());
    Tracker {
        carrier: named.map_or_else(|| format.carrier.to_owned(), |name| carrier_slug(&name)),
        number: first(node, format.number).unwrap_or_default(),
        events: events.map(|scan| event(format, scan)).collect(),
        state: state(format, node),
        estimated_delivery: optional_time(format, node, format.estimate),
        weight_grams: weight(format, node),
        signed_by: first(node, format.signed).and_then(Personal::new),
        destination: destination(format, node),
    }
}

fn event(format: &Format, scan: &Value) -> CarrierEvent {
    let codes: Vec<String> = format.code.iter().filter_map(|path| text(scan, path)).collect();
    let texts = texts(scan, format.text);
    let (status, cause) = words::classify(format.slug, &codes, &texts);
    let notes = self::texts(scan, format.note);
    CarrierEvent {
        at: time(format, scan),
        status,
        cause,
        by_carrier: true,
        words: spoken(codes.first(), notes.iter().chain(&texts)),
        place: place(format, scan),
    }
}

fn state(format: &Format, node: &Value) -> Option<CarrierEvent> {
    let texts = texts(node, format.state);
    if texts.is_empty() {
        return None;
    }
    let (status, cause) = words::classify(format.slug, &texts, &texts);
    let at =
        optional_time(format, node, format.state_time).unwrap_or_else(|| When::Unreadable(String::new()));
    Some(CarrierEvent { at, status, cause, by_carrier: true, words: spoken(None, texts.iter()), place: None })
}

fn texts(node: &Value, paths: &[&str]) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for found in paths.iter().filter_map(|path| text(node, path)) {
        if !texts.contains(&found) {
            texts.push(found);
        }
    }
    texts
}

/// The raw words: the code, then every text that says more than the code.
fn spoken<'a>(code: Option<&'a String>, texts: impl Iterator<Item = &'a String>) -> String {
    let mut words: Vec<&str> = code.map(String::as_str).into_iter().collect();
    for text in texts {
        if !words.contains(&text.as_str()) {
            words.push(text);
        }
    }
    match code {
        Some(code) if words.len() > 1 => format!("{code} {}", words.get(1..).unwrap_or_default().join(" | ")),
        _ => words.join(" | "),
    }
}

fn time(format: &Format, scan: &Value) -> When {
    optional_time(format, scan, format.time).unwrap_or_else(|| When::Unreadable(String::new()))
}

/// The first time that can be read; else the first that was written.
fn optional_time(format: &Format, node: &Value, paths: &[&str]) -> Option<When> {
    let mut written = None;
    for path in paths {
        let (day, clock) = path.split_once('+').unwrap_or((path, ""));
        let Some(day) = text(node, day) else { continue };
        let clock = if clock.is_empty() { None } else { text(node, clock) };
        let raw = clock.map_or_else(|| day.clone(), |clock| format!("{day} {clock}"));
        let at = match When::read(&raw, format.slashes) {
            // A clock that cannot be read does not take the day away.
            When::Unreadable(_) => When::read(&day, format.slashes),
            at => at,
        };
        if matches!(at, When::Unreadable(_)) {
            written.get_or_insert(at);
            continue;
        }
        let zone = if format.zone.is_empty() { None } else { text(node, format.zone) };
        return Some(zone.map_or(at.clone(), |zone| at.in_zone(&zone)));
    }
    written
}

fn place(format: &Format, scan: &Value) -> Option<String> {
    let parts = texts(scan, format.place);
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn weight(format: &Format, node: &Value) -> Option<u32> {
    let (value, unit) = format.weight;
    if value.is_empty() {
        return None;
    }
    let value = text(node, value)?;
    match unit.strip_prefix('=') {
        Some(unit) => grams(&value, unit),
        None => grams(&value, &text(node, unit)?),
    }
}

fn destination(format: &Format, node: &Value) -> Option<Destination> {
    let (country, postal_code, city) = format.destination;
    let part = |path: &str| if path.is_empty() { None } else { text(node, path) };
    let destination = Destination {
        country: part(country),
        postal_code: part(postal_code).and_then(Personal::new),
        city: part(city).and_then(Personal::new),
    };
    (!destination.is_empty()).then_some(destination)
}
