//! What an event keeps of a text, a name or a file: never the thing itself.
use crate::id::PartyId;
use serde::{Deserialize, Serialize};

/// The mark of sealed material. The material lies encrypted under its author's key, outside the chain; the digest is
/// SHA-256 over a random salt and the clear bytes, so that it proves the material and gives nothing away without it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Seal {
    /// 64 hexadecimal digits.
    pub digest: String,
    /// Whose key it lies under. Erasing that person makes it unreadable; the digest stays.
    pub by: PartyId,
}

/// A typed reason with free text beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// The typed reason, a word of the closed list of the act.
    pub reason: String,
    /// Free text, sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Seal>,
}

impl Words {
    /// A typed reason without text.
    #[must_use]
    pub fn only(reason: &str) -> Self {
        Self { reason: reason.to_owned(), text: None }
    }
}
