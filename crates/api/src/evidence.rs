//! Messages and evidence: sealed on arrival, dated, with their author.
use crate::Text;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A dated log entry of condition or receipt (EVI-11), as a text instead of a file.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLogEntry {
    /// In which case; on the order, if none.
    #[serde(default)]
    pub case: Option<String>,
    /// The requirement that it ticks off.
    #[serde(default)]
    pub requirement: Option<String>,
    /// The entry.
    #[schema(min_length = 1)]
    pub text: String,
    /// Caption and what it shows.
    #[serde(default)]
    pub caption: Option<String>,
    /// When it was taken, as stated.
    #[serde(default)]
    pub taken: Option<Timestamp>,
    /// The weight that it shows, in grams.
    #[serde(default)]
    pub grams: Option<u32>,
}

/// A file as evidence. Fields come before the file; the file comes last.
#[derive(Clone, Debug, ToSchema)]
#[expect(dead_code, reason = "only its schema is used: the parts are read one by one while they stream in")]
pub struct EvidenceUpload {
    /// In which case; on the order, if none.
    case: Option<String>,
    /// The requirement that it ticks off.
    requirement: Option<String>,
    /// Caption and what it shows.
    caption: Option<String>,
    /// When it was taken, as stated.
    taken: Option<Timestamp>,
    /// The weight that it shows, in grams.
    grams: Option<u32>,
    /// The file: a picture, a video, a PDF or plain text; its real type decides, not its name.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// A piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EvidenceView {
    /// The piece.
    #[schema(example = "evi_0123456789abcdef0123456789abcdef_0")]
    pub id: String,
    /// Whose.
    pub author: String,
    /// In which case; on the order, if none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// What it ticks off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requirement: Option<String>,
    /// `picture`, `video`, `pdf` or `text`, by its real type.
    pub kind: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Salted SHA-256 by which the event log proves it.
    pub digest: String,
    /// Caption and what it shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<Text>,
    /// When it was taken, as stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken: Option<Timestamp>,
    /// The weight that it shows, in grams.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grams: Option<u32>,
    /// When it was sealed.
    pub sealed_at: Timestamp,
    /// When its author withdrew it; it stays, marked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<Timestamp>,
    /// When its bytes were destroyed for a legal cause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removed_at: Option<Timestamp>,
    /// Where its bytes are: as a download, never inline.
    pub href: String,
}

/// All evidence of an order, with the limits that hold for more of it (EVI-1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EvidenceList {
    /// Oldest first.
    pub items: Vec<EvidenceView>,
    /// What is taken.
    pub limits: EvidenceLimits,
}

/// Limits of evidence files. A file must be smaller than its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EvidenceLimits {
    /// Pictures, in bytes.
    pub picture_max_bytes: u64,
    /// Videos, in bytes.
    pub video_max_bytes: u64,
    /// PDFs, in bytes.
    pub pdf_max_bytes: u64,
    /// Plain text, in bytes.
    pub text_max_bytes: u64,
    /// Files of one party in one case.
    pub max_files: u16,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MessageView {
    /// Its number among all messages of the order and of its cases (of an account: of the case on it), from 0.
    pub message: u32,
    /// When it was written.
    pub at: Timestamp,
    /// In which role.
    pub role: String,
    /// In which case; on the order, if none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// The words, with their author.
    pub text: Text,
}

/// All messages of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Messages {
    /// Oldest first.
    pub items: Vec<MessageView>,
}
