//! What carriers say about parcels: one model for every vendor's words.
//!
//! [`read`] takes the bytes of one answer or file, finds out whose it is, and gives trackers with their scans on the
//! canonical scale, each with the carrier's own words beside it; or says what else the payload is (an error answer, a
//! claim, a refund). It is deterministic, reads no clock and never panics, whatever the bytes.
//!
//! `formats/` holds the carriers' own formats as tables, [`words`] the meaning of their words.
mod codes;
mod fault;
mod format;
mod formats;
mod grams;
mod matcher;
mod model;
// A table of short words: one a line would make it unreadable.
#[rustfmt::skip]
mod phrases;
mod rows;
mod tree;
mod when;
pub mod words;

pub use grams::grams;
pub use model::{CarrierEvent, Destination, Payload, Personal, Record, Tracker, carrier_slug, raw_digest};
pub use rows::{Row, rows, table};
pub use when::{Slashes, When};

use serde_json::Value;

/// The largest payload that is read, in bytes: 8 MiB. The largest seen is below 50 KiB.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;

/// Why a payload could not be read at all. Never holds the payload's words, which may be personal data.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// Nothing but white space.
    #[error("the payload is empty; pass the carrier's answer as it came")]
    Empty,
    /// Beyond [`MAX_BYTES`].
    #[error("the payload has {bytes} bytes and the limit is {limit}; split it by tracker")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// Nested more deeply than any carrier's answer.
    #[error("the payload is nested deeper than {limit} levels; this is no carrier's answer")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// Begins like JSON and is none.
    #[error("the payload begins like JSON but is not well formed; pass the file unchanged")]
    Json {
        /// What the parser says.
        #[source]
        source: serde_json::Error,
    },
    /// Begins like XML and is none.
    #[error("the payload begins like XML but is not well formed; pass the file unchanged")]
    Xml {
        /// What the parser says.
        #[source]
        source: quick_xml::Error,
    },
    /// Neither JSON nor XML nor HTML.
    #[error("the payload is neither JSON nor XML nor HTML; pass the carrier's answer as it came")]
    NoKnownSyntax,
    /// Well formed, but the format of no carrier that we know.
    #[error(
        "no known carrier writes a payload like this; its format has to be added to `connectors::tracking::formats`"
    )]
    UnknownFormat,
}

/// Reads one payload of a carrier or a tracking vendor.
///
/// The vendor is found by the shape of the payload. Where two carriers write the same shape, `file_name_hint` decides if
/// one of its path segments or words is a carrier's name (`carriers/ups/tracking.json`, `ups-2024.xml`); pass an
/// empty text for none.
///
/// # Errors
/// [`ReadError`] when the bytes are no payload of any format that we know. An error answer of a carrier is no error here
/// but [`Payload::Error`].
pub fn read(file_name_hint: &str, bytes: &[u8]) -> Result<Payload, ReadError> {
    if bytes.len() > MAX_BYTES {
        return Err(ReadError::TooLarge { bytes: bytes.len(), limit: MAX_BYTES });
    }
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{FEFF}').trim();
    match text.chars().next() {
        None => Err(ReadError::Empty),
        Some('{' | '[') => {
            let tree: Value = serde_json::from_str(text).map_err(|source| ReadError::Json { source })?;
            read_tree(file_name_hint, &tree)
        }
        Some('<') if is_html(text) => {
            Ok(Payload::Error { what: format!("web page: {}", tree::html_words(text)) })
        }
        Some('<') => read_tree(file_name_hint, &tree::from_xml(text)?),
        Some(_) => Err(ReadError::NoKnownSyntax),
    }
}

fn is_html(text: &str) -> bool {
    let start: String = text.chars().take(500).collect::<String>().to_ascii_lowercase();
    start.starts_with("<!doctype html") || start.starts_with("<html")
}

fn read_tree(hint: &str, tree: &Value) -> Result<Payload, ReadError> {
    if let Some(payload) = crate::easypost::read(tree) {
        return Ok(payload);
    }
    let fault = fault::find(tree);
    if let Some(format) = format::choose(hint, tree) {
        let payload = format::read(format, tree);
        let says_nothing = match &payload {
            Payload::Trackers(trackers) => trackers.iter().all(|t| t.events.is_empty() && t.state.is_none()),
            _ => false,
        };
        return Ok(match fault {
            Some(what) if says_nothing => Payload::Error { what },
            _ => payload,
        });
    }
    if let Some(what) = fault::other(tree) {
        return Ok(Payload::Other { what: what.to_owned() });
    }
    fault.map(|what| Payload::Error { what }).ok_or(ReadError::UnknownFormat)
}
