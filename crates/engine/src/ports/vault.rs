//! Where wrapped person keys, sealed texts and the list of destructions lie: outside the chain, and outside its
//! database, so that destroying them leaves every event as it is.
use async_trait::async_trait;
use jiff::Timestamp;
use resolution::id::{MarketplaceId, PartyId};
use serde::{Deserialize, Serialize};
use std::error::Error;

/// The store of sealed material could not do its work. Nothing was promised; the same call may be made again.
#[derive(Debug, thiserror::Error)]
#[error("the vault's storage failed while {doing}; look at the disk and its rights, then try again")]
pub struct VaultStoreError {
    /// What was being done, as a phrase.
    pub doing: &'static str,
    /// What the storage said.
    #[source]
    pub source: Box<dyn Error + Send + Sync>,
}

impl VaultStoreError {
    /// Wraps what the storage said.
    pub fn new(doing: &'static str, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { doing, source: source.into() }
    }
}

/// Whose key: one person in one marketplace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Owner {
    /// The marketplace; equal parties of two marketplaces have different keys.
    pub marketplace: MarketplaceId,
    /// The person's pseudonym.
    pub party: PartyId,
}

/// A person's key as it is stored: wrapped by the master key, useless without it.
///
/// Generations count from 1. A person who comes back after an erasure gets the next one, so that the erasure, when it
/// is repeated after a restore, destroys what it meant and not what came later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrappedKey {
    /// From 1.
    pub generation: u32,
    /// Nonce and ciphertext.
    pub bytes: Vec<u8>,
}

/// What stands under a person's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyState {
    /// The key in use; none before the first seal and after an erasure.
    pub key: Option<WrappedKey>,
    /// Keys of this generation and below were destroyed; 0 when the person was never erased.
    pub erased: u32,
}

/// Where the ciphertext lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the row: nonce and ciphertext.
    Row(Vec<u8>),
    /// In a blob named by the digest.
    Blob,
    /// Nowhere: the bytes were destroyed for a legal cause.
    Removed,
}

/// One piece of sealed material.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedRow {
    /// Under whose key.
    pub owner: Owner,
    /// SHA-256 over salt and clear bytes.
    pub digest: [u8; 32],
    /// Which of the owner's keys.
    pub generation: u32,
    /// Length of the clear bytes.
    pub bytes: u64,
    /// Real media type; `text/plain` for words.
    pub mime: String,
    /// Where the ciphertext is.
    pub place: Place,
}

/// What is known of a person, sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRow {
    /// Who.
    pub owner: Owner,
    /// Under which of the person's keys.
    pub generation: u32,
    /// Nonce and ciphertext.
    pub bytes: Vec<u8>,
}

/// A permanent record that something was destroyed. It holds no personal data: `who` is a pseudonym or a role, `why` a
/// typed cause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Destruction {
    /// A person's keys up to this generation.
    Erase {
        /// In which marketplace.
        marketplace: MarketplaceId,
        /// Whose.
        party: PartyId,
        /// Up to which generation, inclusive.
        generation: u32,
        /// Who asked.
        who: String,
        /// The cause.
        why: String,
        /// Wall time.
        at: Timestamp,
    },
    /// The bytes of one piece of sealed material.
    Remove {
        /// In which marketplace.
        marketplace: MarketplaceId,
        /// Its digest, 64 hexadecimal digits.
        digest: String,
        /// Who asked.
        who: String,
        /// The cause.
        why: String,
        /// Wall time.
        at: Timestamp,
    },
}

/// The storage of sealed material. What a call has answered is durable.
#[async_trait]
pub trait VaultStore: Send + Sync {
    /// What stands under a person's name.
    async fn key(&self, owner: Owner) -> Result<KeyState, VaultStoreError>;

    /// Stores a key if none stands and its generation is above the erased ones; answers with what stands afterwards.
    async fn add_key(&self, owner: Owner, key: WrappedKey) -> Result<KeyState, VaultStoreError>;

    /// Stores sealed rows and people, all or none. A row that exists stays as it is, a person is replaced.
    async fn put(&self, rows: Vec<SealedRow>, people: Vec<PersonRow>) -> Result<(), VaultStoreError>;

    /// A sealed row.
    async fn row(
        &self,
        marketplace: MarketplaceId,
        digest: [u8; 32],
    ) -> Result<Option<SealedRow>, VaultStoreError>;

    /// What is known of a person.
    async fn person(&self, owner: Owner) -> Result<Option<PersonRow>, VaultStoreError>;

    /// Writes the destruction into the permanent list (also the one outside the database), then destroys. Repeating it
    /// is harmless. The list is written first, so that a crash between the two is healed by [`VaultStore::repeat`].
    async fn destroy(&self, destruction: Destruction) -> Result<(), VaultStoreError>;

    /// Carries out the whole permanent list again, as after the restore of an older database.
    async fn repeat(&self) -> Result<(), VaultStoreError>;

    /// The permanent list, oldest first.
    async fn destructions(&self) -> Result<Vec<Destruction>, VaultStoreError>;
}
