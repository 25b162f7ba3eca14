//! What many requests and answers share.
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An amount of money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// Whole minor units of the currency (cents, fils, whole yen), within ±10^15; as a total within ±10^18.
    #[schema(example = 57181)]
    pub amount: i64,
    /// ISO 4217 code, three capital letters.
    #[schema(example = "BRL")]
    pub currency: String,
}

/// A side of a case, or the platform between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Who opened the case.
    Opener,
    /// Who answers it.
    Respondent,
    /// The platform.
    Platform,
}

/// A typed reason with free text beside it. The text is sealed under its author's key and never part of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// A stable word for why.
    #[schema(example = "no_agreement")]
    pub reason: String,
    /// Free text, at most 262,144 bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A typed reason as it was given, with what became of its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct WordsView {
    /// The typed reason.
    pub reason: String,
    /// The text, where one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
}

/// Sealed material as it reads now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Text {
    /// Whether it can still be read.
    pub state: TextState,
    /// The words, where they can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Salted SHA-256 by which the event log proves it: 64 hexadecimal digits.
    pub digest: String,
    /// Who wrote it.
    pub author: String,
}

/// Whether sealed material can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TextState {
    /// It can.
    Readable,
    /// Its author was erased; the digest stays.
    Erased,
    /// Its bytes were destroyed for a legal cause; the digest stays.
    Removed,
    /// It is not here and nobody destroyed it: an operator restores it from a backup.
    Missing,
}

/// An instant as a clock on a wall shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LocalTime {
    /// IANA time zone.
    #[schema(example = "America/Los_Angeles")]
    pub zone: String,
    /// RFC 3339 with the zone's offset at that instant, to the second.
    #[schema(example = "2026-04-17T00:00:00-07:00")]
    pub time: String,
    /// The same for people, in English.
    #[schema(example = "17 April 2026, 00:00 (PDT)")]
    pub words: String,
}

/// A running clock with its consequence (PRO-4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RunningClock {
    /// Exclusive end.
    pub end: Timestamp,
    /// Whole seconds that are left; 0 once it has ended.
    pub seconds_left: i64,
    /// The end in the zone that the policy counts in.
    pub in_policy_zone: LocalTime,
    /// The end in the reader's zone, where `?zone=` names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_your_zone: Option<LocalTime>,
    /// What follows from silence, as a stable word: what portals translate.
    #[schema(example = "reviewing")]
    pub then: String,
    /// "If nothing happens by then, …".
    pub sentence: String,
}

/// Part of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Page<T> {
    /// The entries.
    pub items: Vec<T>,
    /// Give it as `after` for what follows; nothing at the end of the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A person in a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Who {
    /// `buyer`, `seller`, `mediator`, `finance`, `marketplace`, `carrier`, `gateway`, `clock` or `aggregate`.
    pub role: String,
    /// The marketplace's own id of the person, a carrier's or provider's name, or a message's sender.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}
