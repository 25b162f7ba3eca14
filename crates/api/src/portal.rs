//! Portals: links that a marketplace hands to its people, and its staff.
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use utoipa::ToSchema;

/// Whom a link lets in, and where it leads.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPortalLink {
    /// `buyer:ID`, `seller:ID`, `mediator:ID` or `finance:ID` with your own id. Buyers and sellers are known here: they bought
    /// or sold, or `/v1/persons` has them.
    #[serde(rename = "for")]
    #[schema(example = "buyer:ana")]
    pub whom: String,
    /// A page, such as `/portal/` (buyers, sellers) or `/staff/` (mediators, finance); the first one, if nothing is named.
    #[serde(default)]
    pub path: Option<String>,
    /// Instead of a path: an order (`ord_…`) that the person may see.
    #[serde(default)]
    pub order: Option<String>,
    /// Instead of a path: a case (`cas_…`) that the person may see.
    #[serde(default)]
    pub case: Option<String>,
    /// Language of the pages (BCP 47); the person's, if nothing is named, else the marketplace's first.
    #[serde(default)]
    #[schema(example = "id")]
    pub language: Option<String>,
    /// Time zone of the reader (IANA).
    #[serde(default)]
    #[schema(example = "Asia/Jakarta")]
    pub zone: Option<String>,
    /// For how long the link may be opened: a duration of ISO 8601, above zero and at most `PT1H`; `PT10M`, if not given. The
    /// session that it begins lasts longer.
    #[serde(default)]
    #[schema(example = "PT10M")]
    pub expires_in: Option<String>,
}

/// A link into a portal. Whoever has it is let in: give it to the signed-in person alone, best as a redirect.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PortalLink {
    /// The address.
    pub url: String,
    /// From when on it lets nobody in (exclusive end).
    pub expires_at: Timestamp,
}

impl fmt::Debug for PortalLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PortalLink(hidden, until {})", self.expires_at)
    }
}

/// Someone of the marketplace's own people who signs in with a password.
#[derive(Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStaff {
    /// Your own id of the person: the one that rulings name.
    pub id: String,
    /// With what they sign in, such as a mail address; capitals make no difference.
    #[schema(example = "maria@shop.example")]
    pub login: String,
    /// `mediator` or `finance`.
    #[schema(example = "mediator")]
    pub role: String,
    /// 12 to 200 characters, any; made here and shown once, if not given.
    #[serde(default)]
    pub password: Option<String>,
}

impl fmt::Debug for NewStaff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewStaff(hidden)")
    }
}

/// A new password.
#[derive(Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    /// 12 to 200 characters, any; made here and shown once, if not given.
    #[serde(default)]
    pub password: Option<String>,
}

impl fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewPassword(hidden)")
    }
}

/// Someone who signs in with a password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Staff {
    /// Your own id of the person.
    pub id: String,
    /// With what they sign in, in small letters.
    pub login: String,
    /// `mediator` or `finance`.
    pub role: String,
    /// When they were added.
    pub created: Timestamp,
}

/// Someone who was added, or has a new password.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StaffMade {
    /// Who.
    #[serde(flatten)]
    pub staff: Staff,
    /// The password, where it was made here; shown this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
}

impl fmt::Debug for StaffMade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StaffMade").field("staff", &self.staff).finish_non_exhaustive()
    }
}

/// Everyone who signs in with a password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StaffList {
    /// By login.
    pub items: Vec<Staff>,
}
