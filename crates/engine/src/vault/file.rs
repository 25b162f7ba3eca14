//! Files: sealed and opened as streams, so that a long video never lies in memory.
use super::crypto::{Closer, Key, Opener};
use super::{PersonKey, SALT, TEXT_MAX, Unsealed, Vault, VaultError, about_file, random};
use crate::ports::blobs::{BlobReader, BlobWriter, Blobs};
use crate::ports::vault::{Owner, Place, SealedRow, VaultStore};
use bytes::Bytes;
use resolution::id::MarketplaceId;
use resolution::seal::Seal;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use zeroize::Zeroizing;

/// Ciphertext is handed to the storage in pieces of about this size, in bytes.
const PIECE: usize = 1024 * 1024;

/// A file that is being sealed. Dropping it leaves nothing: a half file is never evidence.
pub struct FileSealer {
    owner: Owner,
    generation: u32,
    store: Arc<dyn VaultStore>,
    writer: Box<dyn BlobWriter>,
    closer: Closer,
    hash: Sha256,
    bytes: u64,
    out: Vec<u8>,
}

/// A file that is sealed for good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedFile {
    /// What an event keeps of it.
    pub seal: Seal,
    /// Length of the clear bytes.
    pub bytes: u64,
}

impl FileSealer {
    pub(super) async fn begin(vault: &Vault, owner: Owner, person: PersonKey) -> Result<Self, VaultError> {
        let generation = person.generation;
        let writer = vault.blobs.begin(owner.marketplace).await?;
        let prefix = random::bytes(&*vault.random);
        let (closer, out) = Closer::new(&person.key, prefix, about_file(owner, generation));
        let (store, hash) = (Arc::clone(&vault.store), Sha256::new());
        let mut sealer = Self { owner, generation, store, writer, closer, hash, bytes: 0, out };
        let salt: [u8; SALT] = random::bytes(&*vault.random);
        sealer.push(&salt).await?;
        Ok(sealer)
    }

    async fn push(&mut self, clear: &[u8]) -> Result<(), VaultError> {
        self.hash.update(clear);
        let sealed =
            self.closer.push(clear).map_err(|_| VaultError::Damaged { digest: "(too long)".to_owned() })?;
        self.out.extend(sealed);
        if self.out.len() >= PIECE {
            self.writer.write(Bytes::from(std::mem::take(&mut self.out))).await?;
        }
        Ok(())
    }

    /// Appends clear bytes.
    ///
    /// # Errors
    /// The file storage's; then drop it and begin anew.
    pub async fn write(&mut self, clear: &[u8]) -> Result<(), VaultError> {
        self.bytes = self.bytes.saturating_add(u64::try_from(clear.len()).unwrap_or(u64::MAX));
        self.push(clear).await
    }

    /// Clear bytes so far.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Makes the file durable, then its row: from now on the seal may be named in an event. `mime` is the real type.
    ///
    /// # Errors
    /// The storages'.
    pub async fn finish(mut self, mime: &str) -> Result<SealedFile, VaultError> {
        let last =
            self.closer.finish().map_err(|_| VaultError::Damaged { digest: "(too long)".to_owned() })?;
        self.out.extend(last);
        self.writer.write(Bytes::from(self.out)).await?;
        let digest: [u8; 32] = self.hash.finalize().into();
        self.writer.finish(digest).await?;
        let row = SealedRow {
            owner: self.owner,
            digest,
            generation: self.generation,
            bytes: self.bytes,
            mime: mime.to_owned(),
            place: Place::Blob,
        };
        self.store.put(vec![row], Vec::new()).await?;
        Ok(SealedFile { seal: Seal { digest: hex::encode(digest), by: self.owner.party }, bytes: self.bytes })
    }
}

/// What opening a sealed file gives.
pub enum Opened {
    /// Its clear bytes, as a stream.
    Clear(FileStream),
    /// Its author was erased.
    Erased,
    /// Its bytes were destroyed for a legal cause.
    Removed,
    /// It is not here, and nobody destroyed it.
    Missing,
}

enum Source {
    Whole(Option<Zeroizing<Vec<u8>>>),
    Stream(Box<Streaming>),
}

struct Streaming {
    reader: Box<dyn BlobReader>,
    /// Nothing after the end.
    opener: Option<Opener>,
    hash: Sha256,
    /// Clear bytes so far, the salt among them.
    seen: usize,
}

impl Source {
    fn stream(reader: Box<dyn BlobReader>, key: &Key, row: &SealedRow) -> Self {
        let opener = Some(Opener::new(key, about_file(row.owner, row.generation)));
        Self::Stream(Box::new(Streaming { reader, opener, hash: Sha256::new(), seen: 0 }))
    }
}

/// The clear bytes of a sealed file, piece by piece.
pub struct FileStream {
    /// Real media type.
    pub mime: String,
    /// Length of the clear bytes.
    pub bytes: u64,
    digest: [u8; 32],
    source: Source,
}

impl FileStream {
    /// The next piece; nothing at the end.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when a piece does not open or, at the end, the digest differs; the storage's.
    pub async fn next(&mut self) -> Result<Option<Bytes>, VaultError> {
        let damaged = || VaultError::Damaged { digest: hex::encode(self.digest) };
        let from = match &mut self.source {
            Source::Whole(clear) => return Ok(clear.take().map(|c| Bytes::copy_from_slice(&c))),
            Source::Stream(from) => from,
        };
        loop {
            let Some(opener) = from.opener.as_mut() else {
                return Ok(None);
            };
            let (clear, last) = match from.reader.next().await? {
                Some(sealed) => (opener.push(&sealed).map_err(|_| damaged())?, false),
                None => (from.opener.take().ok_or_else(damaged)?.finish().map_err(|_| damaged())?, true),
            };
            from.hash.update(&clear);
            if last && std::mem::take(&mut from.hash).finalize()[..] != self.digest {
                return Err(damaged());
            }
            // The salt is the first bytes of the stream; it is part of the digest and not of the file.
            let salt = SALT.saturating_sub(from.seen).min(clear.len());
            from.seen = from.seen.saturating_add(clear.len());
            if clear.len() > salt {
                return Ok(Some(Bytes::copy_from_slice(&clear[salt..])));
            }
        }
    }
}

pub(super) async fn open(
    vault: &Vault,
    marketplace: MarketplaceId,
    seal: &Seal,
    row: SealedRow,
    key: &Key,
) -> Result<Opened, VaultError> {
    let (mime, bytes, digest) = (row.mime.clone(), row.bytes, row.digest);
    let source = match row.place {
        Place::Removed => return Ok(Opened::Removed),
        Place::Row(_) => match vault.unseal(marketplace, seal).await? {
            Unsealed::Clear(clear) => Source::Whole(Some(clear)),
            Unsealed::Erased => return Ok(Opened::Erased),
            Unsealed::Removed => return Ok(Opened::Removed),
            Unsealed::Missing => return Ok(Opened::Missing),
        },
        Place::Blob => {
            let Some(reader) = vault.blobs.open(marketplace, digest).await? else {
                return Ok(Opened::Missing);
            };
            Source::stream(reader, key, &row)
        }
    };
    Ok(Opened::Clear(FileStream { mime, bytes, digest, source }))
}

/// A short file in one piece.
pub(super) async fn read_whole(
    blobs: &dyn Blobs,
    row: &SealedRow,
    key: &Key,
) -> Result<Unsealed, VaultError> {
    let length = usize::try_from(row.bytes).unwrap_or(usize::MAX);
    if length > TEXT_MAX {
        return Err(VaultError::TooLong { bytes: length });
    }
    let Some(reader) = blobs.open(row.owner.marketplace, row.digest).await? else {
        return Ok(Unsealed::Missing);
    };
    let source = Source::stream(reader, key, row);
    let mut stream = FileStream { mime: row.mime.clone(), bytes: row.bytes, digest: row.digest, source };
    let mut out = Zeroizing::new(Vec::new());
    while let Some(piece) = stream.next().await? {
        out.extend_from_slice(&piece);
    }
    Ok(Unsealed::Clear(out))
}
