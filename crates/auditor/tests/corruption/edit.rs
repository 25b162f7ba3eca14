//! Small edits of a history: consistent lies, numbered and chained like the truth.
use serde_json::{Value, json};

/// The lines of a history.
pub type Lines = Vec<Value>;

/// Instants one day apart.
pub fn later(at: &Value, hours: i64) -> Value {
    let at: jiff::Timestamp = at.as_str().expect("an instant").parse().expect("an instant");
    json!(at + jiff::SignedDuration::from_hours(hours))
}

/// Where a fact stands: its line and its place in the record.
pub type Place = (usize, usize);

/// Every fact of a type.
pub fn facts(lines: &Lines, of: &str) -> Vec<Place> {
    let events = |line: &Value| line["body"]["events"].as_array().cloned().unwrap_or_default();
    let numbered = lines.iter().enumerate();
    numbered
        .flat_map(|(l, line)| {
            let all = events(line).into_iter().enumerate();
            all.filter(|(_, e)| e["type"] == of).map(move |(e, _)| (l, e)).collect::<Vec<_>>()
        })
        .collect()
}

/// A fact, to change it.
pub fn at(lines: &mut Lines, place: Place) -> &mut Value {
    &mut lines[place.0]["body"]["events"][place.1]
}

/// The first fact of a type that fits, to change it.
pub fn first<'l>(lines: &'l mut Lines, of: &str, fits: impl Fn(&Value) -> bool) -> Option<&'l mut Value> {
    let place = facts(lines, of).into_iter().find(|p| fits(&lines[p.0]["body"]["events"][p.1]))?;
    Some(at(lines, place))
}

/// The last fact of a type.
pub fn last(lines: &Lines, of: &str) -> Option<Place> {
    facts(lines, of).pop()
}

/// Adds to a number.
pub fn add(value: &mut Value, more: i64) {
    *value = json!(value.as_i64().expect("a number") + more);
}

/// Numbers everything of an aggregate after a line anew, as if there had been so many events more (or less) before.
fn renumber(lines: &mut Lines, aggregate: &Value, from: usize, by: i64) {
    for line in &mut lines[from..] {
        let own = line["aggregate"] == *aggregate;
        if own && line["see"] == "record" {
            add(&mut line["body"]["n"], by);
        }
        if own && line["told"]["first"].is_number() {
            add(&mut line["told"]["first"], by);
            add(&mut line["told"]["version"], by);
        }
    }
}

/// Puts a fact behind another in the same record.
pub fn insert(lines: &mut Lines, behind: Place, fact: Value) {
    let aggregate = lines[behind.0]["aggregate"].clone();
    let events = lines[behind.0]["body"]["events"].as_array_mut().expect("events");
    events.insert(behind.1 + 1, fact);
    let first = lines[behind.0]["body"]["n"].clone();
    renumber(lines, &aggregate, behind.0 + 1, 1);
    // The answer to this very command begins where it began and ends one later.
    let own = lines[behind.0 + 1..]
        .iter_mut()
        .find(|l| l["told"]["first"] == json!(first.as_i64().unwrap_or(0) + 1));
    if let Some(own) = own {
        add(&mut own["told"]["first"], -1);
    }
}

/// Takes a whole record away, with the answer to it.
pub fn forget(lines: &mut Lines, line: usize) {
    let aggregate = lines[line]["aggregate"].clone();
    let first = lines[line]["body"]["n"].clone();
    let count = lines[line]["body"]["events"].as_array().map_or(0, Vec::len);
    lines.remove(line);
    if let Some(own) =
        lines[line..].iter().position(|l| l["told"]["first"] == first && l["aggregate"] == aggregate)
    {
        lines.remove(line + own);
    }
    renumber(lines, &aggregate, line, -i64::try_from(count).expect("few"));
}

/// Repeats a whole record right behind itself.
pub fn repeat(lines: &mut Lines, line: usize) {
    let again = lines[line].clone();
    let aggregate = again["aggregate"].clone();
    let count = i64::try_from(again["body"]["events"].as_array().map_or(0, Vec::len)).expect("few");
    lines.insert(line + 1, again);
    renumber(lines, &aggregate, line + 1, count);
}

/// Puts an act of someone with its record and its answer right before a record.
pub fn act(lines: &mut Lines, line: usize, by: &Value, kind: &str, fact: Value) {
    let mut record = lines[line].clone();
    let first = record["body"]["n"].clone();
    renumber(lines, &record["aggregate"], line, 1);
    // Right after what went before, so that nothing became due meanwhile.
    let before =
        lines[..line].iter().rfind(|l| l["see"] == "record" && l["aggregate"] == record["aggregate"]);
    record["body"]["at"] = before.expect("a record before")["body"]["at"].clone();
    record["body"].as_object_mut().expect("a record").remove("due");
    (record["body"]["by"], record["body"]["events"]) = (by.clone(), json!([fact]));
    let asked = json!({"see": "asked", "at": record["body"]["at"], "aggregate": record["aggregate"], "by": by,
        "kind": kind, "told": {"first": first, "version": first}});
    lines.insert(line, asked);
    lines.insert(line, record);
}
