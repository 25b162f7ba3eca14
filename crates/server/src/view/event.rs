//! Events as the feed shows them. Their format is public and for ever, so their fields go out as they are recorded.
use crate::parties::Names;
use engine::Entry;
use resolution::aggregate::Event;
use serde_json::Value;

/// The stable word of an event.
pub(crate) fn kind(event: &Event) -> String {
    match serde_json::to_value(event) {
        Ok(Value::Object(mut fields)) => match fields.remove("type") {
            Some(Value::String(word)) => word,
            _ => String::new(),
        },
        _ => String::new(),
    }
}

/// The fields of an event, without its word.
fn data(event: &Event) -> Value {
    let mut value = serde_json::to_value(event).unwrap_or_default();
    if let Some(fields) = value.as_object_mut() {
        fields.remove("type");
    }
    value
}

/// The events of a record.
pub(crate) fn event<'a>(entry: &'a Entry, names: &'a Names) -> impl Iterator<Item = api::EventView> + 'a {
    let record = &entry.record;
    (record.first..).zip(&record.events).map(move |(number, event)| api::EventView {
        position: entry.position,
        id: record.aggregate.to_string(),
        number,
        at: record.at,
        due: record.due,
        by: names.who(&record.by),
        kind: kind(event),
        data: data(event),
    })
}
