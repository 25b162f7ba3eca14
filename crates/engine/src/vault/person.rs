//! What is known of a person: never in events, and hidden from logs.
use serde::{Deserialize, Serialize};
use std::fmt;

/// Contact data. Every field may be missing; nothing is required to protect an order.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonData {
    /// Name as the person writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<String>,
    /// Telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Postal address, in lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub address: Vec<String>,
    /// BCP 47 tag of the language in which notices are written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// A person with the marketplace's own id.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The marketplace's own id, from which the pseudonym is made.
    pub external_id: String,
    /// Contact data.
    #[serde(default)]
    pub data: PersonData,
}

/// What a look-up of a pseudonym gives.
#[derive(Debug, PartialEq, Eq)]
pub enum PersonState {
    /// Known.
    Known(Person),
    /// Known once, and erased.
    Erased,
    /// Never told to us.
    Unknown,
}

impl fmt::Debug for PersonData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonData(hidden)")
    }
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Person(hidden)")
    }
}
