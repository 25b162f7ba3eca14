//! Marketplaces, policies, calendars and keys: few rows, read often, changed rarely.
use super::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use resolution::id::MarketplaceId;
use resolution::money::Currency;
use std::collections::BTreeMap;
use std::fmt;

/// The files of a policy by name.
pub type PolicyFiles = BTreeMap<String, String>;

/// A marketplace of the installation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marketplace {
    /// Its id, derived from the slug.
    pub id: MarketplaceId,
    /// Its name in addresses and on the command line.
    pub slug: String,
    /// IANA time zone.
    pub zone: String,
    /// Name of its working-day calendar.
    pub calendar: String,
    /// Currency where a request names none.
    pub currency: Currency,
    /// Content hash of the policy shown to new orders.
    pub policy: String,
    /// Where its sandbox clock stands; nothing for a live marketplace. Whether it is one never changes.
    pub sandbox: Option<Timestamp>,
    /// Languages in which it speaks to its parties, the first by default.
    pub languages: Vec<String>,
    /// Wall time at which it was made.
    pub created: Timestamp,
}

/// An API key; the key itself is never kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// Public id of the key.
    pub id: String,
    /// Of which marketplace; nothing: of the installation.
    pub marketplace: Option<MarketplaceId>,
    /// What it is for, in the owner's words.
    pub name: String,
    /// What it may do, as a stable word.
    pub role: String,
    /// SHA-256 of the key.
    pub hash: [u8; 32],
    /// Wall time at which it was made.
    pub created: Timestamp,
    /// Wall time from which it is worth nothing.
    pub revoked: Option<Timestamp>,
}

/// Someone of a marketplace's own people who signs in with a password; the password itself is never kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Staff {
    /// Of which marketplace.
    pub marketplace: MarketplaceId,
    /// The marketplace's own id of the person, once in the marketplace.
    pub id: String,
    /// With what the person signs in, in small letters; once in the marketplace.
    pub login: String,
    /// What the person is, as a stable word.
    pub role: String,
    /// The password's hash with its parameters and salt.
    pub password: String,
    /// Another with every password, never the same twice: sessions hold it and end with it.
    pub generation: [u8; 16],
    /// Wall time at which the person was added.
    pub created: Timestamp,
}

impl fmt::Debug for Staff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Staff").field("id", &self.id).field("role", &self.role).finish_non_exhaustive()
    }
}

/// The registry.
#[async_trait]
pub trait Registry {
    /// Makes a marketplace; the same again changes nothing.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where the slug is taken with other content.
    async fn create_marketplace(&self, marketplace: Marketplace) -> Result<(), StoreError>;

    /// Changes zone, calendar, currency, policy or languages.
    async fn update_marketplace(&self, marketplace: Marketplace) -> Result<(), StoreError>;

    /// All marketplaces, by slug.
    async fn marketplaces(&self) -> Result<Vec<Marketplace>, StoreError>;

    /// One marketplace.
    async fn marketplace(&self, id: MarketplaceId) -> Result<Option<Marketplace>, StoreError>;

    /// Moves a sandbox clock forward; an earlier instant changes nothing.
    async fn move_clock(&self, id: MarketplaceId, to: Timestamp) -> Result<(), StoreError>;

    /// Keeps the files of a policy under their content hash; the same again changes nothing.
    async fn put_policy(&self, hash: String, files: PolicyFiles, at: Timestamp) -> Result<(), StoreError>;

    /// The files of a policy.
    async fn policy_files(&self, hash: String) -> Result<Option<PolicyFiles>, StoreError>;

    /// Hashes of all policies with the wall time at which they came, oldest first.
    async fn policies(&self) -> Result<Vec<(String, Timestamp)>, StoreError>;

    /// Keeps a calendar file of a marketplace under a name, in place of the previous one.
    async fn put_calendar(&self, id: MarketplaceId, name: String, text: String) -> Result<(), StoreError>;

    /// A calendar file.
    async fn calendar(&self, id: MarketplaceId, name: String) -> Result<Option<String>, StoreError>;

    /// Keeps an API key.
    async fn put_api_key(&self, key: ApiKey) -> Result<(), StoreError>;

    /// The key with this hash, revoked or not.
    async fn api_key(&self, hash: [u8; 32]) -> Result<Option<ApiKey>, StoreError>;

    /// Keys of a marketplace (or of the installation), oldest first.
    async fn api_keys(&self, marketplace: Option<MarketplaceId>) -> Result<Vec<ApiKey>, StoreError>;

    /// Makes a key worthless from `at`; false if there is no such key or it is already.
    async fn revoke_api_key(&self, id: String, at: Timestamp) -> Result<bool, StoreError>;

    /// Adds someone of a marketplace's own people.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where the marketplace has the id or the login already.
    async fn put_staff(&self, staff: Staff) -> Result<(), StoreError>;

    /// One of a marketplace's own people by id.
    async fn staff(&self, marketplace: MarketplaceId, id: String) -> Result<Option<Staff>, StoreError>;

    /// One of a marketplace's own people by login.
    async fn staff_by_login(
        &self,
        marketplace: MarketplaceId,
        login: String,
    ) -> Result<Option<Staff>, StoreError>;

    /// All of a marketplace's own people, by login.
    async fn all_staff(&self, marketplace: MarketplaceId) -> Result<Vec<Staff>, StoreError>;

    /// Sets another password with its generation; false if there is nobody of that id.
    async fn set_staff_password(
        &self,
        marketplace: MarketplaceId,
        id: String,
        password: String,
        generation: [u8; 16],
    ) -> Result<bool, StoreError>;

    /// Removes one of a marketplace's own people, with all that is kept here of them; false if there is nobody of that id.
    async fn remove_staff(&self, marketplace: MarketplaceId, id: String) -> Result<bool, StoreError>;
}
