//! Personal data outside the chain (DESIGN 3.6).
//!
//! Events carry pseudonyms and [`Seal`]s. What they stand for lies here, encrypted with a key per person and
//! marketplace, each wrapped by the master key. Erasing a person destroys the key; the digests in the events stay,
//! and so does the record of who destroyed it, why and when.
pub mod crypto;
mod file;
pub mod keys;
mod person;
pub mod random;

pub use file::{FileSealer, FileStream, Opened, SealedFile};
pub use keys::{KeyBytes, KeyError, Keys};
pub use person::{Person, PersonData, PersonState};
pub use random::Random;

use crate::ports::blobs::{BlobError, Blobs};
use crate::ports::vault::{
    Destruction, Owner, PersonRow, Place, SealedRow, VaultStore, VaultStoreError, WrappedKey,
};
use crypto::Key;
use futures::future::try_join_all;
use jiff::Timestamp;
use resolution::id::{MarketplaceId, PartyId};
use resolution::seal::Seal;
use sha2::{Digest, Sha256};
use std::fmt;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Bytes of random salt before the clear bytes: without them, short texts could be guessed from their digest.
pub const SALT: usize = 16;
/// The longest text that is sealed in a row, in bytes; longer things are files.
pub const TEXT_MAX: usize = 256 * 1024;
/// How many people are taken in one transaction.
const BATCH: usize = 256;

/// The vault could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// Its storage failed.
    #[error(transparent)]
    Store(#[from] VaultStoreError),
    /// The file storage failed.
    #[error(transparent)]
    Blob(#[from] BlobError),
    /// A person's key does not open with the master key.
    #[error(
        "the key of {party} does not open with this master key; run with the keys that this data was made with"
    )]
    WrongMaster {
        /// Whose.
        party: PartyId,
    },
    /// A key is gone that nobody destroyed.
    #[error("the key of {party} is missing and was not erased; restore the vault's database from a backup")]
    KeyMissing {
        /// Whose.
        party: PartyId,
    },
    /// Stored material was changed.
    #[error("the sealed material {digest} was damaged; run `recourse verify` and restore it from a backup")]
    Damaged {
        /// Its digest.
        digest: String,
    },
    /// A digest that cannot be one.
    #[error("'{0}' is not a digest of 64 hexadecimal digits; copy it as the API gave it")]
    NotADigest(String),
    /// A text too long for a row.
    #[error("a text of {bytes} bytes is too long; at most {TEXT_MAX} bytes, longer things are sent as files")]
    TooLong {
        /// How long.
        bytes: usize,
    },
}

/// What a seal opens to.
#[derive(PartialEq, Eq)]
pub enum Unsealed {
    /// The clear bytes.
    Clear(Zeroizing<Vec<u8>>),
    /// Its author was erased; nobody can read it any more.
    Erased,
    /// Its bytes were destroyed for a legal cause.
    Removed,
    /// It is not here, and nobody destroyed it.
    Missing,
}

impl fmt::Debug for Unsealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Clear(_) => "Clear(hidden)",
            Self::Erased => "Erased",
            Self::Removed => "Removed",
            Self::Missing => "Missing",
        })
    }
}

/// How sealed material stands, for verification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealState {
    /// It opens, and its digest is the one in the event.
    Sound,
    /// Its author was erased.
    Erased,
    /// Its bytes were destroyed for a legal cause.
    Removed,
    /// It is not here, and nobody destroyed it.
    Missing,
    /// It is here and is not what was sealed.
    Damaged,
}

/// Seals, opens and destroys.
#[derive(Clone)]
pub struct Vault {
    keys: Arc<Keys>,
    random: Arc<dyn Random>,
    store: Arc<dyn VaultStore>,
    blobs: Arc<dyn Blobs>,
}

struct PersonKey {
    generation: u32,
    key: Key,
}

enum Found {
    Row(SealedRow, Key),
    Erased,
    Removed,
    Missing,
}

impl Vault {
    /// A vault over its two storages. Call [`Vault::start`] before anything else.
    #[must_use]
    pub fn new(
        keys: Arc<Keys>,
        random: Arc<dyn Random>,
        store: Arc<dyn VaultStore>,
        blobs: Arc<dyn Blobs>,
    ) -> Self {
        Self { keys, random, store, blobs }
    }

    /// Repeats every destruction of the permanent list, so that what a restored backup brought back is gone again.
    ///
    /// # Errors
    /// [`VaultError::Store`] or [`VaultError::Blob`]; the installation must then not be served.
    pub async fn start(&self) -> Result<(), VaultError> {
        self.store.repeat().await?;
        for destruction in self.store.destructions().await? {
            if let Destruction::Remove { marketplace, digest, .. } = destruction {
                self.blobs.remove(marketplace, parse_digest(&digest)?).await?;
            }
        }
        Ok(())
    }

    /// The pseudonym of the marketplace's own id.
    #[must_use]
    pub fn pseudonym(&self, marketplace: MarketplaceId, external_id: &str) -> PartyId {
        self.keys.pseudonym(marketplace, external_id)
    }

    /// The installation's keys, for signing.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Seals a text under its author's key. When this returns, it is durable and may be named in an event.
    ///
    /// # Errors
    /// [`VaultError::TooLong`] above [`TEXT_MAX`]; otherwise the storage's.
    pub async fn seal(
        &self,
        marketplace: MarketplaceId,
        author: PartyId,
        clear: &[u8],
    ) -> Result<Seal, VaultError> {
        if clear.len() > TEXT_MAX {
            return Err(VaultError::TooLong { bytes: clear.len() });
        }
        let owner = Owner { marketplace, party: author };
        let person = self.person_key(owner).await?;
        let salt: [u8; SALT] = random::bytes(&*self.random);
        let salted = Zeroizing::new([&salt[..], clear].concat());
        let digest: [u8; 32] = Sha256::digest(&salted).into();
        let about = about_row(owner, person.generation, digest);
        let bytes = crypto::close(&person.key, random::bytes(&*self.random), &about, &salted);
        let row = SealedRow {
            owner,
            digest,
            generation: person.generation,
            bytes: u64::try_from(clear.len()).unwrap_or(u64::MAX),
            mime: "text/plain; charset=utf-8".to_owned(),
            place: Place::Row(bytes),
        };
        self.store.put(vec![row], Vec::new()).await?;
        Ok(Seal { digest: hex::encode(digest), by: author })
    }

    /// Opens a sealed text. Files are opened by [`Vault::open_file`]; here they read as their bytes too, up to
    /// [`TEXT_MAX`].
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when the stored bytes are not what was sealed; otherwise the storage's.
    pub async fn unseal(&self, marketplace: MarketplaceId, seal: &Seal) -> Result<Unsealed, VaultError> {
        let (row, key) = match self.find(marketplace, seal).await? {
            Found::Row(row, key) => (row, key),
            Found::Erased => return Ok(Unsealed::Erased),
            Found::Removed => return Ok(Unsealed::Removed),
            Found::Missing => return Ok(Unsealed::Missing),
        };
        let Place::Row(sealed) = &row.place else {
            return file::read_whole(&*self.blobs, &row, &key).await;
        };
        let damaged = || VaultError::Damaged { digest: seal.digest.clone() };
        let about = about_row(row.owner, row.generation, row.digest);
        let salted = crypto::open(&key, &about, sealed).map_err(|_| damaged())?;
        if salted.len() < SALT || Sha256::digest(&salted)[..] != row.digest {
            return Err(damaged());
        }
        Ok(Unsealed::Clear(Zeroizing::new(salted[SALT..].to_vec())))
    }

    /// Begins to seal a file under its author's key.
    ///
    /// # Errors
    /// The storages'.
    pub async fn begin_file(
        &self,
        marketplace: MarketplaceId,
        author: PartyId,
    ) -> Result<FileSealer, VaultError> {
        let owner = Owner { marketplace, party: author };
        let person = self.person_key(owner).await?;
        FileSealer::begin(self, owner, person).await
    }

    /// Opens a sealed file as a stream of its clear bytes. The digest is checked at the stream's end.
    ///
    /// # Errors
    /// The storages'; [`VaultError::NotADigest`].
    pub async fn open_file(&self, marketplace: MarketplaceId, seal: &Seal) -> Result<Opened, VaultError> {
        let (row, key) = match self.find(marketplace, seal).await? {
            Found::Row(row, key) => (row, key),
            Found::Erased => return Ok(Opened::Erased),
            Found::Removed => return Ok(Opened::Removed),
            Found::Missing => return Ok(Opened::Missing),
        };
        file::open(self, marketplace, seal, row, &key).await
    }

    /// How a seal stands. With `read`, the material is opened and its digest computed; without, it is only looked up.
    ///
    /// # Errors
    /// The storages'.
    pub async fn state(
        &self,
        marketplace: MarketplaceId,
        seal: &Seal,
        read: bool,
    ) -> Result<SealState, VaultError> {
        let checked = async {
            match self.open_file(marketplace, seal).await? {
                Opened::Erased => Ok(SealState::Erased),
                Opened::Removed => Ok(SealState::Removed),
                Opened::Missing => Ok(SealState::Missing),
                Opened::Clear(_) if !read => Ok(SealState::Sound),
                Opened::Clear(mut stream) => {
                    while stream.next().await?.is_some() {}
                    Ok(SealState::Sound)
                }
            }
        };
        match checked.await {
            Err(VaultError::Damaged { .. } | VaultError::WrongMaster { .. } | VaultError::NotADigest(_)) => {
                Ok(SealState::Damaged)
            }
            Err(VaultError::KeyMissing { .. }) => Ok(SealState::Missing),
            other => other,
        }
    }

    /// Stores who is behind a pseudonym, sealed under that person's own key; replaces what was known.
    ///
    /// # Errors
    /// The storage's.
    pub async fn put_person(
        &self,
        marketplace: MarketplaceId,
        external_id: &str,
        data: PersonData,
    ) -> Result<PartyId, VaultError> {
        let party = self.pseudonym(marketplace, external_id);
        self.put_people(marketplace, vec![Person { external_id: external_id.to_owned(), data }]).await?;
        Ok(party)
    }

    /// As [`Vault::put_person`] for many, in few transactions.
    ///
    /// # Errors
    /// The storage's; batches before the failure stay stored.
    pub async fn put_people(
        &self,
        marketplace: MarketplaceId,
        people: Vec<Person>,
    ) -> Result<(), VaultError> {
        for batch in people.chunks(BATCH) {
            let owner =
                |p: &Person| Owner { marketplace, party: self.pseudonym(marketplace, &p.external_id) };
            let keys = try_join_all(batch.iter().map(|p| self.person_key(owner(p)))).await?;
            let rows =
                batch.iter().zip(keys).map(|(person, key)| self.person_row(owner(person), &key, person));
            self.store.put(Vec::new(), rows.collect()).await?;
        }
        Ok(())
    }

    /// Who is behind a pseudonym.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when what is stored does not open; otherwise the storage's.
    pub async fn person(
        &self,
        marketplace: MarketplaceId,
        party: PartyId,
    ) -> Result<PersonState, VaultError> {
        let owner = Owner { marketplace, party };
        // The person first: whoever stores one stores the key before, so that a key read now is there and no older.
        let row = self.store.person(owner).await?;
        let state = self.store.key(owner).await?;
        let Some(row) = row else {
            return Ok(if state.erased > 0 { PersonState::Erased } else { PersonState::Unknown });
        };
        if row.generation <= state.erased {
            return Ok(PersonState::Erased);
        }
        let key = self.unwrap(owner, state.key.as_ref().filter(|k| k.generation == row.generation))?;
        let damaged = || VaultError::Damaged { digest: party.to_string() };
        let clear =
            crypto::open(&key, &about_person(owner, row.generation), &row.bytes).map_err(|_| damaged())?;
        serde_json::from_slice(&clear).map(PersonState::Known).map_err(|_| damaged())
    }

    /// Destroys a person's key for good: everything that this person sealed, and who the person is, cannot be read by
    /// anyone from now on. `who` is a pseudonym or a role and `why` a typed cause: both stay for ever, so neither may
    /// hold personal data. Repeating it is harmless.
    ///
    /// # Errors
    /// The storage's; then call again.
    pub async fn erase(
        &self,
        marketplace: MarketplaceId,
        party: PartyId,
        who: &str,
        why: &str,
        at: Timestamp,
    ) -> Result<(), VaultError> {
        let state = self.store.key(Owner { marketplace, party }).await?;
        let generation = state.key.map_or(state.erased, |key| key.generation).max(1);
        if generation == state.erased {
            return Ok(());
        }
        let (who, why) = (who.to_owned(), why.to_owned());
        Ok(self.store.destroy(Destruction::Erase { marketplace, party, generation, who, why, at }).await?)
    }

    /// Destroys the bytes of one piece for a legal cause; see [`Vault::erase`] for `who` and `why`.
    ///
    /// # Errors
    /// The storages'; then call again.
    pub async fn remove(
        &self,
        marketplace: MarketplaceId,
        seal: &Seal,
        who: &str,
        why: &str,
        at: Timestamp,
    ) -> Result<(), VaultError> {
        let bytes = parse_digest(&seal.digest)?;
        let (digest, who, why) = (seal.digest.clone(), who.to_owned(), why.to_owned());
        self.store.destroy(Destruction::Remove { marketplace, digest, who, why, at }).await?;
        Ok(self.blobs.remove(marketplace, bytes).await?)
    }

    /// Every erasure and removal, oldest first: digest or pseudonym, who, why and when.
    ///
    /// # Errors
    /// The storage's.
    pub async fn destructions(&self) -> Result<Vec<Destruction>, VaultError> {
        Ok(self.store.destructions().await?)
    }

    /// The key that a person seals with, made on first use.
    async fn person_key(&self, owner: Owner) -> Result<PersonKey, VaultError> {
        let mut state = self.store.key(owner).await?;
        if state.key.is_none() {
            let key: Key = Zeroizing::new(random::bytes(&*self.random));
            let generation = state.erased + 1;
            let about = about_key(owner, generation);
            let bytes =
                crypto::close(self.keys.master(), random::bytes(&*self.random), &about, key.as_slice());
            // Another process may have been faster: what stands afterwards counts.
            state = self.store.add_key(owner, WrappedKey { generation, bytes }).await?;
        }
        let generation = state.key.as_ref().map_or(0, |k| k.generation);
        Ok(PersonKey { generation, key: self.unwrap(owner, state.key.as_ref())? })
    }

    fn unwrap(&self, owner: Owner, key: Option<&WrappedKey>) -> Result<Key, VaultError> {
        let key = key.ok_or(VaultError::KeyMissing { party: owner.party })?;
        let wrong = || VaultError::WrongMaster { party: owner.party };
        let clear = crypto::open(self.keys.master(), &about_key(owner, key.generation), &key.bytes);
        let clear = clear.map_err(|_| wrong())?;
        Ok(Zeroizing::new(clear.as_slice().try_into().map_err(|_| wrong())?))
    }

    async fn find(&self, marketplace: MarketplaceId, seal: &Seal) -> Result<Found, VaultError> {
        let digest = parse_digest(&seal.digest)?;
        let Some(row) = self.store.row(marketplace, digest).await?.filter(|row| row.owner.party == seal.by)
        else {
            return Ok(Found::Missing);
        };
        if row.place == Place::Removed {
            return Ok(Found::Removed);
        }
        let state = self.store.key(row.owner).await?;
        if row.generation <= state.erased {
            return Ok(Found::Erased);
        }
        let key = self.unwrap(row.owner, state.key.as_ref().filter(|k| k.generation == row.generation))?;
        Ok(Found::Row(row, key))
    }

    fn person_row(&self, owner: Owner, key: &PersonKey, person: &Person) -> PersonRow {
        let clear = Zeroizing::new(serde_json::to_vec(person).expect("a person is plain strings"));
        let about = about_person(owner, key.generation);
        let bytes = crypto::close(&key.key, random::bytes(&*self.random), &about, &clear);
        PersonRow { owner, generation: key.generation, bytes }
    }
}

fn about(kind: &str, owner: Owner, generation: u32) -> Vec<u8> {
    [kind.as_bytes(), &owner.marketplace.0, &owner.party.0, &generation.to_be_bytes()].concat()
}

fn about_key(owner: Owner, generation: u32) -> Vec<u8> {
    about("recourse key 1\0", owner, generation)
}

fn about_person(owner: Owner, generation: u32) -> Vec<u8> {
    about("recourse person 1\0", owner, generation)
}

fn about_row(owner: Owner, generation: u32, digest: [u8; 32]) -> Vec<u8> {
    [&about("recourse text 1\0", owner, generation)[..], &digest].concat()
}

fn about_file(owner: Owner, generation: u32) -> Vec<u8> {
    about("recourse file 1\0", owner, generation)
}

/// Reads a digest as events carry it.
///
/// # Errors
/// [`VaultError::NotADigest`].
pub(crate) fn parse_digest(text: &str) -> Result<[u8; 32], VaultError> {
    let mut out = [0; 32];
    hex::decode_to_slice(text, &mut out)
        .map_err(|_| VaultError::NotADigest(text.chars().take(80).collect()))?;
    Ok(out)
}
