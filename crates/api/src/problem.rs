//! Problems: RFC 9457 with a stable code, and a sentence that a person can act on.
use jiff::Timestamp;
use resolution::refusal::Refusal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The media type of every problem.
pub const CONTENT_TYPE: &str = "application/problem+json";

/// Why a request was not carried out, in the form of RFC 9457.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// Stable identifier of the kind of problem: `urn:recourse:problem:` and the code.
    #[serde(rename = "type")]
    #[schema(example = "urn:recourse:problem:not_yet")]
    pub kind: String,
    /// Short name of the kind.
    #[schema(example = "Not yet")]
    pub title: String,
    /// The HTTP status again.
    #[schema(example = 409)]
    pub status: u16,
    /// The stable code; programs decide by it.
    #[schema(example = "not_yet")]
    pub code: String,
    /// What to do instead, in English.
    pub detail: String,
    /// The rule it comes from, where one names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "PRO-1")]
    pub rule: Option<String>,
    /// From when it will be possible, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Which field of the request, where it is one: a path such as `lines[2].price`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Line of a body that cannot be read, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The refusal's own values (`most`, `allowed`, `items`, …), where it has some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub values: Option<serde_json::Value>,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $status:literal, $title:literal;)+) => {
        /// Problems of the transport; what the trade refuses has the codes of [`Refusal`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code {
            $($(#[$doc])* $name),+
        }

        impl Code {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable word.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// The HTTP status, by who must act.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status),+ }
            }

            /// A short name.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title),+ }
            }
        }
    };
}

codes! {
    /// The body is not JSON of the form; field and line say where.
    MalformedBody = "malformed_body", 400, "Malformed body";
    /// A value in the query is not of its form.
    MalformedQuery = "malformed_query", 400, "Malformed query";
    /// A header is not of its form.
    MalformedHeader = "malformed_header", 400, "Malformed header";
    /// No key, or none that is known.
    Unauthenticated = "unauthenticated", 401, "Not authenticated";
    /// The signature of a webhook is missing or wrong.
    BadSignature = "bad_signature", 401, "Signature not accepted";
    /// The key may not do this.
    Forbidden = "forbidden", 403, "Not allowed";
    /// Nothing of that id is here, or it is not for this caller to know.
    NotFound = "not_found", 404, "Not found";
    /// The path knows other methods.
    MethodNotAllowed = "method_not_allowed", 405, "Method not allowed";
    /// The same thing exists with other content.
    Conflict = "already_exists", 409, "Already exists";
    /// The marketplace is no sandbox, or its clock stands later.
    Clock = "clock", 409, "The clock cannot be moved";
    /// The caller has seen an older state.
    Stale = "stale", 412, "Changed meanwhile";
    /// The body is larger than the limit.
    TooLarge = "too_large", 413, "Too large";
    /// The body is of a type that is not read here.
    UnsupportedType = "unsupported_type", 415, "Unsupported content type";
    /// A value that cannot be.
    Invalid = "invalid", 422, "Invalid value";
    /// The idempotency key was used for another request.
    KeyReused = "key_reused", 422, "Idempotency key reused";
    /// Too many requests of this key.
    RateLimited = "rate_limited", 429, "Too many requests";
    /// A fault here; an operator is told.
    Internal = "internal", 500, "Internal error";
    /// Out of service for now.
    Unavailable = "unavailable", 503, "Out of service";
}

fn kind(code: &str) -> String {
    format!("urn:recourse:problem:{code}")
}

impl Problem {
    /// A problem of the transport.
    #[must_use]
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self {
            kind: kind(code.word()),
            title: code.title().to_owned(),
            status: code.status(),
            code: code.word().to_owned(),
            detail: detail.into(),
            rule: None,
            from: None,
            field: None,
            line: None,
            values: None,
        }
    }

    /// The same, of a field of the request.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// What the trade refused: 404 where nothing is there, 403 where it is another's, 422 where a value is wrong, else
    /// 409.
    #[must_use]
    pub fn refused(refusal: &Refusal) -> Self {
        let code = refusal.code();
        Self {
            kind: kind(code),
            title: title(code),
            status: status(refusal),
            code: code.to_owned(),
            detail: refusal.sentence(),
            rule: refusal.rule().map(str::to_owned),
            from: refusal.from(),
            field: field(refusal),
            line: None,
            values: values(refusal),
        }
    }
}

const fn status(refusal: &Refusal) -> u16 {
    match refusal {
        Refusal::NotFound { .. } => 404,
        Refusal::NotYours { .. } => 403,
        _ if refusal.is_input() => 422,
        _ => 409,
    }
}

/// `not_yet` → `Not yet`.
fn title(code: &str) -> String {
    let mut letters = code.replace('_', " ");
    if let Some(first) = letters.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    letters
}

fn field(refusal: &Refusal) -> Option<String> {
    let field = match refusal {
        Refusal::Invalid { field, .. } => field,
        Refusal::AmountZero | Refusal::AmountTooHigh { .. } | Refusal::MayNotRise { .. } => "amount",
        Refusal::ReasonUnknown { .. } => "reason",
        Refusal::SubReasonUnknown { .. } => "sub_reason",
        Refusal::RemedyNotOffered { .. } => "remedy",
        _ => return None,
    };
    Some(field.to_owned())
}

/// The values of a refusal by their names, without its code.
#[must_use]
pub fn values(refusal: &Refusal) -> Option<serde_json::Value> {
    let mut value = serde_json::to_value(refusal).ok()?;
    let object = value.as_object_mut()?;
    object.remove("code");
    (!object.is_empty()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_statuses_are_errors() {
        let words: BTreeSet<_> = Code::ALL.iter().map(|code| code.word()).collect();
        assert_eq!(words.len(), Code::ALL.len());
        assert!(Code::ALL.iter().all(|code| (400..600).contains(&code.status())));
    }

    #[test]
    fn a_refusal_keeps_code_rule_and_instant() {
        let from = "2026-11-05T08:00:00Z".parse().expect("an instant");
        let problem = Problem::refused(&Refusal::NotYet { from, rule: "PRO-1".into() });
        assert_eq!((problem.status, problem.code.as_str()), (409, "not_yet"));
        assert_eq!(problem.rule.as_deref(), Some("PRO-1"));
        assert_eq!(problem.from, Some(from));
        assert_eq!(problem.title, "Not yet");
        assert_eq!(problem.kind, "urn:recourse:problem:not_yet");
    }

    #[test]
    fn statuses_follow_who_must_act() {
        let status = |refusal: &Refusal| Problem::refused(refusal).status;
        assert_eq!(status(&Refusal::NotFound { what: "case".into() }), 404);
        assert_eq!(status(&Refusal::NotYours { who: "the buyer".into() }), 403);
        assert_eq!(status(&Refusal::AmountZero), 422);
        assert_eq!(status(&Refusal::NotPaid), 409);
        assert_eq!(Problem::refused(&Refusal::AmountZero).field.as_deref(), Some("amount"));
    }
}
