//! One neutral tree for JSON and XML, so that one table of places serves both, and the paths that lead through it.
//!
//! An XML element becomes an object of its children by local name (namespaces dropped), repeated children an array, an
//! attribute a key with `@`, text beside children or attributes the key `#text`; a leaf becomes its text.
use super::ReadError;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::{Map, Value};

/// The deepest nesting of elements that is read; carriers stay below 15.
const MAX_DEPTH: usize = 64;

/// Reads XML into the tree.
///
/// # Errors
/// [`ReadError::Xml`] when it is not well formed, [`ReadError::TooDeep`] beyond 64 levels. Entities that a document
/// declares itself are not expanded.
pub(super) fn from_xml(text: &str) -> Result<Value, ReadError> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = vec![Element::default()];
    loop {
        let event = reader.read_event().map_err(|source| ReadError::Xml { source })?;
        match event {
            Event::Start(start) => {
                if open.len() > MAX_DEPTH {
                    return Err(ReadError::TooDeep { limit: MAX_DEPTH });
                }
                open.push(Element::of(&start));
            }
            Event::Empty(start) => {
                if let Some(parent) = open.last_mut() {
                    parent.adopt(Element::of(&start));
                }
            }
            Event::End(_) => {
                if let (Some(done), Some(parent)) = (open.pop(), open.last_mut()) {
                    parent.adopt(done);
                }
            }
            Event::Text(words) => append(&mut open, &words.xml10_content()),
            Event::CData(words) => append(&mut open, &words.into_inner()),
            Event::GeneralRef(name) => {
                let words = match name.resolve_char_ref() {
                    Ok(Some(found)) => found.to_string(),
                    _ => entity(&name.xml10_content()),
                };
                append(&mut open, &words);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    // Unclosed elements at the end: what was read of them is kept, as a cut-off answer still names its fault.
    while open.len() > 1 {
        if let (Some(done), Some(parent)) = (open.pop(), open.last_mut()) {
            parent.adopt(done);
        }
    }
    Ok(open.pop().map_or(Value::Null, Element::into_value))
}

fn entity(name: &str) -> String {
    match name {
        "amp" => "&".to_owned(),
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "quot" => "\"".to_owned(),
        "apos" => "'".to_owned(),
        "nbsp" => " ".to_owned(),
        other => format!("&{other};"),
    }
}

fn append(open: &mut [Element], words: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(words);
    }
}

#[derive(Default)]
struct Element {
    name: String,
    keys: Map<String, Value>,
    text: String,
}

impl Element {
    fn of(start: &BytesStart<'_>) -> Self {
        let mut element = Self { name: start.local_name().into_inner().to_owned(), ..Self::default() };
        // Without the check for doubles, which takes quadratic time; the last of two wins.
        for attribute in start.attributes().with_checks(false).flatten() {
            let name = attribute.key.local_name().into_inner().to_owned();
            let value = attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .map_or_else(|_| String::new(), std::borrow::Cow::into_owned);
            element.keys.insert(format!("@{name}"), Value::String(value));
        }
        element
    }

    fn adopt(&mut self, child: Self) {
        let name = child.name.clone();
        let value = child.into_value();
        match self.keys.get_mut(&name) {
            None => {
                self.keys.insert(name, value);
            }
            Some(Value::Array(list)) => list.push(value),
            Some(single) => {
                let first = single.take();
                *single = Value::Array(vec![first, value]);
            }
        }
    }

    fn into_value(mut self) -> Value {
        let text = squeeze(&self.text);
        if self.keys.is_empty() {
            return Value::String(text);
        }
        if !text.is_empty() {
            self.keys.insert("#text".to_owned(), Value::String(text));
        }
        Value::Object(self.keys)
    }
}

/// Joins runs of white space into one space and trims the ends.
pub(super) fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every node at `path` below `node`.
///
/// A path is a row of keys joined by `.`; arrays are entered by themselves. `*` is any key, a leading `//` seeks the
/// first key at any depth, the empty path is the node itself. Keys match without their namespace (`soapenv:Body` is
/// `Body`).
pub(super) fn all<'a>(node: &'a Value, path: &str) -> Vec<&'a Value> {
    let mut found = Vec::new();
    let mut rest = path;
    if let Some(deep) = path.strip_prefix("//") {
        let (first, after) = deep.split_once('.').unwrap_or((deep, ""));
        seek(node, first, &mut found);
        rest = after;
    } else {
        spread(node, &mut found);
    }
    for key in rest.split('.').filter(|key| !key.is_empty()) {
        let mut next = Vec::new();
        for value in found {
            if let Value::Object(keys) = value {
                for (_, child) in keys.iter().filter(|(name, _)| matches(name, key)) {
                    spread(child, &mut next);
                }
            }
        }
        found = next;
    }
    found
}

fn matches(name: &str, key: &str) -> bool {
    key == "*"
        || name == key
        || name.rsplit_once(':').is_some_and(|(space, local)| local == key && !space.starts_with('@'))
}

fn spread<'a>(node: &'a Value, into: &mut Vec<&'a Value>) {
    match node {
        Value::Array(list) => list.iter().for_each(|value| spread(value, into)),
        Value::Null => {}
        other => into.push(other),
    }
}

fn seek<'a>(node: &'a Value, key: &str, into: &mut Vec<&'a Value>) {
    match node {
        Value::Array(list) => list.iter().for_each(|value| seek(value, key, into)),
        Value::Object(keys) => {
            for (name, child) in keys {
                if matches(name, key) {
                    spread(child, into);
                } else {
                    seek(child, key, into);
                }
            }
        }
        _ => {}
    }
}

/// The scalar in a node as trimmed text; `None` for objects, and for what is empty.
pub(super) fn scalar(node: &Value) -> Option<String> {
    let text = match node {
        Value::String(text) => squeeze(text),
        Value::Number(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        Value::Object(keys) => squeeze(keys.get("#text")?.as_str()?),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The first scalar at `path`.
pub(super) fn text(node: &Value, path: &str) -> Option<String> {
    all(node, path).into_iter().find_map(scalar)
}

/// The first scalar at any of `paths`, in their order.
pub(super) fn first(node: &Value, paths: &[&str]) -> Option<String> {
    paths.iter().find_map(|path| text(node, path))
}

/// The words of an HTML page without its tags: title and body, at most 400 characters.
pub(super) fn html_words(page: &str) -> String {
    let mut words = String::new();
    let mut inside = false;
    for c in page.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                words.push(' ');
            }
            _ if !inside => words.push(c),
            _ => {}
        }
    }
    squeeze(&words).chars().take(400).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn xml_and_json_are_one_tree() {
        let xml = "<e:A xmlns:e='u'><b k='1'>x &amp; &#233;</b><b/><c><![CDATA[ y ]]></c></e:A>";
        let tree = from_xml(xml).expect("well formed");
        let expected = json!({"A": {"@e": "u", "b": [{"@k": "1", "#text": "x & é"}, ""], "c": "y"}});
        assert_eq!(tree, expected);
        assert_eq!(text(&tree, "A.b").as_deref(), Some("x & é"));
        assert_eq!(text(&tree, "//c").as_deref(), Some("y"));
    }

    #[test]
    fn paths_enter_arrays_and_ignore_namespaces() {
        let tree = json!({"soapenv:Body": [{"x": [{"y": 1}, {"y": 2}]}, {"x": {"y": null}}]});
        assert_eq!(all(&tree, "Body.x.y").len(), 2);
        assert_eq!(all(&tree, "//x.y").len(), 2);
        assert_eq!(all(&tree, "*.x.y").len(), 2);
        assert_eq!(text(&tree, "Body.z"), None);
    }

    #[test]
    fn depth_is_bounded() {
        let deep = "<a>".repeat(1000);
        assert!(matches!(from_xml(&deep), Err(ReadError::TooDeep { .. })));
    }

    #[test]
    fn pages_keep_their_words() {
        assert_eq!(
            html_words("<html><title>401 Unauthorized</title><p>no\n way</p>"),
            "401 Unauthorized no way"
        );
    }
}
