//! Marketplaces and their keys.
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A marketplace to make.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMarketplace {
    /// Its name in addresses: 1 to 40 lower-case letters, digits and hyphens. It never changes.
    #[schema(example = "shop-sandbox", pattern = "^[a-z0-9][a-z0-9-]{0,39}$")]
    pub slug: String,
    /// IANA time zone of its days; the policy's proposal, if none is given.
    #[serde(default)]
    #[schema(example = "Asia/Jakarta")]
    pub zone: Option<String>,
    /// Calendar file (TOML) with holidays and working days; without one, Saturday and Sunday are free.
    #[serde(default)]
    pub calendar: Option<String>,
    /// The policy of its orders.
    pub policy: PolicyChoice,
    /// ISO 4217 code where a request names none.
    #[schema(example = "IDR")]
    pub currency: String,
    /// Makes it a sandbox, with a clock that can be moved; whether it is one never changes.
    #[serde(default)]
    pub sandbox: Option<NewSandbox>,
    /// Languages (BCP 47), the first by default; English, if none is given.
    #[serde(default)]
    pub languages: Vec<String>,
}

/// The sandbox of a new marketplace.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSandbox {
    /// Where its clock starts; now, if not given.
    #[serde(default)]
    pub clock: Option<Timestamp>,
}

/// A policy: a shipped one by name, or its files. Exactly one of the two.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyChoice {
    /// A shipped policy.
    #[serde(default)]
    #[schema(example = "default")]
    pub preset: Option<String>,
    /// File name → text (`policy.toml`, `messages.en.toml`, …).
    #[serde(default)]
    pub files: Option<BTreeMap<String, String>>,
}

/// A marketplace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Marketplace {
    /// Its id.
    #[schema(example = "mkt_0123456789abcdef0123456789abcdef")]
    pub id: String,
    /// Its name in addresses.
    pub slug: String,
    /// IANA time zone of its days.
    pub zone: String,
    /// Name of its working-day calendar.
    pub calendar: String,
    /// Currency where a request names none.
    pub currency: String,
    /// Content hash of the policy shown to new orders.
    pub policy: String,
    /// Whether it is a sandbox.
    pub sandbox: bool,
    /// Business time now: real time, or where the sandbox clock stands.
    pub now: Timestamp,
    /// Languages, the first by default.
    pub languages: Vec<String>,
    /// When it was made, real time.
    pub created: Timestamp,
}

/// A new marketplace with its first key.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MarketplaceCreated {
    /// The marketplace.
    pub marketplace: Marketplace,
    /// Its first key. Nothing where the same marketplace existed already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<NewKey>,
}

/// A key, shown once and never again.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NewKey {
    /// Public id of the key.
    pub id: String,
    /// The key: send it as `Authorization: Bearer KEY`. Only its hash is kept.
    pub key: String,
}

/// A key to make.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyName {
    /// What it is for, in your own words.
    pub name: String,
}

/// A key as it is listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Key {
    /// Public id of the key.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// When it was made, real time.
    pub created: Timestamp,
    /// Since when it is worth nothing, real time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked: Option<Timestamp>,
}

/// All keys of a marketplace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Keys {
    /// Oldest first.
    pub items: Vec<Key>,
}

/// All marketplaces of the installation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Marketplaces {
    /// By slug.
    pub items: Vec<Marketplace>,
}
