//! Stored events and records: what is read is written and read again as the same.
use engine::record::Record;
use resolution::account::AccountEvent;
use resolution::fund::FundEvent;
use resolution::id::AggregateId;
use resolution::order::event::OrderEvent;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;

/// The bytes as an event of every kind, and as a record of the aggregate that they name.
pub(crate) fn event(bytes: &[u8]) {
    again::<OrderEvent>(bytes);
    again::<AccountEvent>(bytes);
    again::<FundEvent>(bytes);
    record(bytes);
}

fn again<E: Serialize + DeserializeOwned + PartialEq + Debug>(bytes: &[u8]) {
    let Ok(event) = serde_json::from_slice::<E>(bytes) else { return };
    let written = serde_json::to_vec(&event).expect("what was read can be written");
    let read: E = serde_json::from_slice(&written).expect("what was written can be read");
    assert_eq!(read, event, "{}", String::from_utf8_lossy(&written));
}

fn record(bytes: &[u8]) {
    let Some(aggregate) = named(bytes) else { return };
    let Ok(record) = Record::decode(aggregate, bytes) else { return };
    assert!(record.last() >= record.first.saturating_sub(1), "the last event is not before the first");
    let written = record.encode().expect("what was read can be written");
    assert_eq!(Record::decode(aggregate, &written).expect("it can be read again"), record);
}

/// The aggregate that a record names.
fn named(bytes: &[u8]) -> Option<AggregateId> {
    let value: serde_json::Value = serde_json::from_slice(bytes).ok()?;
    value.get("agg")?.as_str()?.parse().ok()
}
