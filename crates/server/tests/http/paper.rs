//! A form of a page as a person sees it: its fields with what stands in them, to be filled in and sent.
use crate::house::{House, Reply};
use crate::portal::Browser;

/// A form that was read from a page.
#[derive(Clone, Debug, Default)]
pub struct Paper {
    /// Where it goes.
    pub action: String,
    /// Everything that a browser would send: hidden fields, typed text, what is chosen.
    pub fields: Vec<(String, String)>,
    /// Everything that can be chosen or typed: kind, name, value, and the least day of a date.
    pub asks: Vec<(String, String, String, String)>,
}

/// An attribute of a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(plain(rest.split_once('"')?.0))
}

/// A text of a page without its escapes.
pub fn plain(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

impl Paper {
    /// The form whose action contains a text.
    #[track_caller]
    pub fn on(page: &str, action: &str) -> Self {
        let forms = page.split("<form ").skip(1).map(|form| form.split("</form>").next().unwrap_or(form));
        let mut found =
            forms.filter(|form| attribute(&format!(" {form}"), "action").is_some_and(|a| a.contains(action)));
        let form = found.next().unwrap_or_else(|| panic!("no form for {action} in {page}"));
        let mut paper = Self {
            action: attribute(&format!(" {form}"), "action").expect("it goes somewhere"),
            ..Self::default()
        };
        for tag in form.split('<').skip(1) {
            let (head, text) = tag.split_once('>').unwrap_or((tag, ""));
            let named = attribute(head, "name");
            match (head.split_whitespace().next(), named) {
                (Some("input"), Some(name)) => paper.input(head, name),
                (Some("textarea"), Some(name)) => {
                    paper.asks.push(("textarea".into(), name.clone(), String::new(), String::new()));
                    paper.fields.push((name, plain(text)));
                }
                _ => {}
            }
        }
        paper
    }

    fn input(&mut self, head: &str, name: String) {
        let kind = attribute(head, "type").unwrap_or_else(|| "text".into());
        let value = attribute(head, "value").unwrap_or_default();
        let chosen = head.contains(" checked");
        if kind != "hidden" {
            let least = attribute(head, "min").unwrap_or_default();
            self.asks.push((kind.clone(), name.clone(), value.clone(), least));
        }
        if !matches!(kind.as_str(), "radio" | "checkbox" | "file") || chosen {
            self.fields.push((name, value));
        }
    }

    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// Types or chooses something; what stood there is gone.
    pub fn set(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(found, _)| found != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Fills in whatever is still open, as a person in a hurry would: the first answer, the least day, some words.
    pub fn filled(mut self) -> Self {
        for (kind, name, value, least) in self.asks.clone() {
            let open = self.value(&name).is_none_or(str::is_empty);
            let answer = match (kind.as_str(), name.as_str()) {
                _ if !open => continue,
                ("radio" | "checkbox", _) => value,
                ("date", "until") if least.is_empty() => continue,
                ("date", "from") => "2026-03-02".to_owned(),
                ("date", _) => least,
                (_, "grams") => "1250".to_owned(),
                (_, "amount") => continue,
                _ => format!("Words for {name}"),
            };
            self = self.set(&name, &answer);
        }
        self
    }

    pub fn body(&self) -> String {
        let pairs = self.fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        pairs.collect::<Vec<_>>().join("&")
    }

    pub async fn send(&self, house: &House, who: &Browser) -> Reply {
        who.send(house, &self.action, &self.body()).await
    }
}

/// As a browser encodes a value.
pub fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |out, byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'*' => {
            out + &char::from(byte).to_string()
        }
        b' ' => out + "+",
        _ => out + &format!("%{byte:02X}"),
    })
}
