//! Whole sentences of the core in a reader's words: refusals with their values, and notices.
use super::{Arg, Format};
use jiff::Timestamp;
use serde_json::Value;

/// What a value is called that is not known; messages have a variant for it.
const NONE: &str = "none";

/// Every value that a refusal may have.
const VALUES: [&str; 12] = [
    "who",
    "turn",
    "from",
    "at",
    "awaits",
    "allowed",
    "most",
    "items",
    "current",
    "latest",
    "why",
    "available",
];

/// What a notice tells, and whom.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told<'a> {
    /// The order's reference, as the reader knows it.
    pub(crate) order: &'a str,
    /// The instant that it speaks of.
    pub(crate) end: Option<Timestamp>,
    /// Where the reader goes from here.
    pub(crate) link: &'a str,
    /// `buyer` or `seller`.
    pub(crate) role: &'a str,
}

impl Format {
    /// Why something was refused and what to do instead, from the code of a refusal or a problem, with the refusal's own
    /// values where they are known, amounts in the order's currency.
    pub(crate) fn refused(
        &self,
        code: &str,
        from: Option<Timestamp>,
        values: Option<&Value>,
        currency: &str,
    ) -> String {
        let value = |name: &str| -> String {
            match (name, values.and_then(|values| values.get(name))) {
                ("from", _) if from.is_some() => from.map(|at| self.date_time(at)).unwrap_or_default(),
                (_, Some(found)) => self.value(code, name, found, currency),
                _ => NONE.to_owned(),
            }
        };
        let args = VALUES.map(|name| (name, Arg::from(value(name))));
        let refusal = format!("refusal-{code}");
        let id = if self.words().has(&refusal) { refusal } else { format!("problem-{code}") };
        self.words().with(&id, &args)
    }

    /// What a rule says, in words, where people are shown it.
    pub(crate) fn rule(&self, rule: &str) -> Option<String> {
        let id = format!("rule-{rule}");
        self.words().has(&id).then(|| self.words().t(&id))
    }

    /// Subject and body of a notice.
    pub(crate) fn notice(&self, notice: &str, told: &Told<'_>) -> (String, String) {
        let end = told.end.map_or_else(|| NONE.to_owned(), |end| self.date_time(end));
        let args = [
            ("order", Arg::from(told.order)),
            ("end", Arg::from(end)),
            ("link", Arg::from(told.link)),
            ("role", Arg::from(told.role)),
        ];
        let say = |part: &str| self.words().with(&format!("notice-{notice}-{part}"), &args);
        // A sentence that is left out for want of an instant leaves the blank before it.
        let body: Vec<String> = say("body").lines().map(|line| line.trim_end().to_owned()).collect();
        (say("subject"), body.join("\n"))
    }

    fn value(&self, code: &str, name: &str, value: &Value, currency: &str) -> String {
        match (name, value) {
            ("who", Value::String(text)) => self.known("who", text),
            ("awaits", Value::String(text)) => self.known("awaits", text),
            ("turn", Value::String(text)) => self.known("its-turn", text),
            ("from" | "at" | "current" | "latest", Value::String(text)) => {
                text.parse().map_or_else(|_| NONE.to_owned(), |at| self.date_time(at))
            }
            ("items", Value::Array(items)) => self.each("item", items),
            ("allowed", Value::Array(items)) => self.each("remedy", items),
            ("most" | "available", Value::Number(number)) => {
                let number = number.as_i64().unwrap_or(i64::MAX);
                let money = matches!(code, "amount_too_high" | "may_not_rise" | "not_enough");
                let amount = api::Money { amount: number, currency: currency.to_owned() };
                if money { self.money(&amount) } else { self.number(number) }
            }
            (_, Value::String(text)) => text.clone(),
            _ => NONE.to_owned(),
        }
    }

    fn each(&self, group: &str, items: &[Value]) -> String {
        let words = items.iter().filter_map(Value::as_str).map(|item| match self.known(group, item) {
            unknown if unknown == NONE => item.to_owned(),
            word => word,
        });
        self.list(&words.collect::<Vec<_>>())
    }

    /// The words for one of the core's own phrases, or "none" where it has none here.
    fn known(&self, group: &str, phrase: &str) -> String {
        let id = format!("{group}-{}", slug(phrase));
        if self.words().has(&id) { self.words().t(&id) } else { NONE.to_owned() }
    }
}

/// A phrase as the end of an id.
pub(super) fn slug(phrase: &str) -> String {
    phrase.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect()
}
