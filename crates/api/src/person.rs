//! People: contact data, sealed under the person's own key.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Contact data of a person. Replaces what was known. Nothing of it ever enters an event.
#[derive(Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    /// Your own id of the person: the one used in orders.
    pub id: String,
    /// Name as the person writes it.
    #[serde(default)]
    pub name: Option<String>,
    /// Mail address.
    #[serde(default)]
    pub mail: Option<String>,
    /// Telephone number.
    #[serde(default)]
    pub phone: Option<String>,
    /// Postal address, in lines.
    #[serde(default)]
    pub address: Vec<String>,
    /// Language of notices (BCP 47).
    #[serde(default)]
    pub language: Option<String>,
}

impl std::fmt::Debug for NewPerson {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewPerson(hidden)")
    }
}

/// A person that was stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PersonStored {
    /// Your own id.
    pub id: String,
    /// The pseudonym by which events and account names know the person.
    #[schema(example = "pty_0123456789abcdef0123456789abcdef")]
    pub pseudonym: String,
}
