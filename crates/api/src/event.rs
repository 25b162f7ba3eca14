//! The event feed, notices and the inbox.
use crate::{RunningClock, Text, Who};
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Part of the event feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EventPage {
    /// By ascending position. Within one order or account their order is exact.
    pub items: Vec<EventView>,
    /// Ask again with `after` set to this.
    pub next: u64,
    /// Whether there was more to look at.
    pub more: bool,
}

/// One event. Texts and files are not in it, only the digests of their seals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EventView {
    /// Position of its record in the feed; events of one act share it.
    pub position: u64,
    /// The order or account.
    pub id: String,
    /// Its number in that order or account, from 1.
    pub number: u64,
    /// When it was recorded.
    pub at: Timestamp,
    /// The due instant, where a deadline was applied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// Who acted.
    pub by: Who,
    /// Which event, as a stable word.
    #[serde(rename = "type")]
    #[schema(example = "case_opened")]
    pub kind: String,
    /// Its fields, as they are recorded. People appear by their pseudonyms.
    #[schema(value_type = Object)]
    pub data: serde_json::Value,
}

/// The case file: everything that happened on the order, and how it is proven (EVI-6, DIS-13).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CaseFile {
    /// The case.
    pub case: String,
    /// The order.
    pub order: String,
    /// Content hash of the policy that governs it.
    pub policy: String,
    /// Pseudonyms in the records and the marketplace's own ids.
    pub parties: BTreeMap<String, String>,
    /// Every record of the order, oldest first. `hash` is SHA-256 over the predecessor's hash (32 zero bytes before the
    /// first) and the bytes of `body`.
    pub records: Vec<FileRecord>,
    /// What was written, by the digest in the records; where it can still be read.
    pub texts: BTreeMap<String, Text>,
}

/// A record of a case file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FileRecord {
    /// Position in the feed.
    pub position: u64,
    /// Chain hash after it: 64 hexadecimal digits.
    pub hash: String,
    /// The bytes that are hashed: a JSON text.
    pub body: String,
}

/// A notice to a party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct NoticeView {
    /// Position of its record in the feed.
    pub position: u64,
    /// The order that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
    /// The account that it is about, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Its event's number in the order or the account.
    pub number: u64,
    /// When it was recorded.
    pub at: Timestamp,
    /// To whom.
    pub to: String,
    /// Which, as a stable word.
    #[schema(example = "case_opened")]
    pub notice: String,
    /// The case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// The instant that it speaks of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<Timestamp>,
}

/// Part of the notices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct NoticePage {
    /// By ascending position.
    pub items: Vec<NoticeView>,
    /// Ask again with `after` set to this.
    pub next: u64,
    /// Whether there was more to look at.
    pub more: bool,
}

/// Something that waits for its reader (NOT-4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct InboxItem {
    /// On which order; nothing for what waits on an account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
    /// On which account; nothing for what waits on an order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// In which case (`cas_…`, or `acs_…` on an account); nothing for what waits on the order itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// What waits: a stage of a case, or `pay`, `ship`, `collect`, `answer_address`; on an account
    /// `account_answering`, `account_reviewing`, `account_appealing`, `account_last_day`.
    pub what: String,
    /// Until when, with what follows from silence; nothing where its clock rests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock: Option<RunningClock>,
}
