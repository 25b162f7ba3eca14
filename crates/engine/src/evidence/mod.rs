//! The intake of evidence files: measured, recognised and sealed while they stream by (EVI-1, EVI-3, EVI-6, EVI-10).
pub mod sniff;

use crate::vault::{FileSealer, Vault, VaultError};
use bytes::Bytes;
use futures::{Stream, StreamExt, pin_mut};
use resolution::id::{MarketplaceId, PartyId};
use resolution::refusal::Refusal;
use resolution::seal::Seal;
use sniff::{HEAD, Kind, PlainText, sniff};
use std::error::Error;

/// How large a file may be, in bytes, by its kind. Exclusive: a file must be smaller than its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EvidenceLimits {
    /// Pictures.
    pub picture_max_bytes: u64,
    /// Videos.
    pub video_max_bytes: u64,
    /// PDFs.
    pub pdf_max_bytes: u64,
    /// Plain text.
    pub text_max_bytes: u64,
}

impl EvidenceLimits {
    /// The exclusive limit of a kind, in bytes.
    #[must_use]
    pub const fn of(&self, kind: Kind) -> u64 {
        match kind {
            Kind::Picture => self.picture_max_bytes,
            Kind::Video => self.video_max_bytes,
            Kind::Pdf => self.pdf_max_bytes,
            Kind::Text => self.text_max_bytes,
        }
    }
}

/// A file that was taken and sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// What the event keeps of it.
    pub seal: Seal,
    /// What it is.
    pub kind: Kind,
    /// Its media type, by which it is given out.
    pub mime: &'static str,
    /// Its length.
    pub bytes: u64,
}

/// A file was not taken. Nothing of it is kept.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// Its size or its type; always [`Refusal::FileRefused`].
    #[error("{}", .0.sentence())]
    Refused(Refusal),
    /// The upload broke off.
    #[error("the upload broke off; send the file again")]
    Interrupted(#[source] Box<dyn Error + Send + Sync>),
    /// The vault failed.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

fn refused(why: &str, most: Option<u64>) -> IntakeError {
    IntakeError::Refused(Refusal::FileRefused { why: why.to_owned(), most })
}

/// Takes evidence files into the vault.
#[derive(Clone)]
pub struct EvidenceIntake {
    vault: Vault,
}

impl EvidenceIntake {
    /// An intake into this vault.
    #[must_use]
    pub fn new(vault: Vault) -> Self {
        Self { vault }
    }

    /// Takes a file from a stream of its bytes. It is evidence when this returns `Taken`, and nothing before: a stream
    /// that breaks off leaves nothing, and sending the file again is harmless.
    ///
    /// # Errors
    /// [`IntakeError::Refused`] as soon as the type or the size is known to be wrong; [`IntakeError::Interrupted`];
    /// [`IntakeError::Vault`].
    pub async fn take<S, E>(
        &self,
        marketplace: MarketplaceId,
        author: PartyId,
        limits: &EvidenceLimits,
        file: S,
    ) -> Result<Taken, IntakeError>
    where
        S: Stream<Item = Result<Bytes, E>> + Send,
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        pin_mut!(file);
        let mut upload = self.begin(marketplace, author, *limits);
        while let Some(piece) = file.next().await {
            upload.push(&piece.map_err(|e| IntakeError::Interrupted(e.into()))?).await?;
        }
        upload.finish().await
    }

    /// As [`EvidenceIntake::take`], for callers that push the pieces themselves.
    #[must_use]
    pub fn begin(&self, marketplace: MarketplaceId, author: PartyId, limits: EvidenceLimits) -> Upload {
        Upload { vault: self.vault.clone(), marketplace, author, limits, head: Vec::new(), going: None }
    }
}

/// A file on its way in. Dropping it leaves nothing behind.
pub struct Upload {
    vault: Vault,
    marketplace: MarketplaceId,
    author: PartyId,
    limits: EvidenceLimits,
    /// The first bytes, until they are enough to decide.
    head: Vec<u8>,
    going: Option<Going>,
}

struct Going {
    kind: Kind,
    mime: &'static str,
    limit: u64,
    sealer: FileSealer,
    text: Option<PlainText>,
}

impl Going {
    async fn write(&mut self, piece: &[u8]) -> Result<(), IntakeError> {
        let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
        if self.sealer.bytes().saturating_add(length) >= self.limit {
            return Err(refused("too_large", Some(self.limit)));
        }
        if self.text.as_mut().is_some_and(|text| !text.push(piece)) {
            return Err(refused("not_plain_text", None));
        }
        Ok(self.sealer.write(piece).await?)
    }
}

impl Upload {
    /// Takes the next bytes. After an error the upload is to be dropped.
    ///
    /// # Errors
    /// As [`EvidenceIntake::take`].
    pub async fn push(&mut self, piece: &[u8]) -> Result<(), IntakeError> {
        if let Some(going) = &mut self.going {
            return going.write(piece).await;
        }
        let (head, rest) = piece.split_at(piece.len().min(HEAD - self.head.len()));
        self.head.extend_from_slice(head);
        if self.head.len() < HEAD {
            return Ok(());
        }
        self.decide().await?.write(rest).await
    }

    /// The file is complete: seals it for good.
    ///
    /// # Errors
    /// As [`EvidenceIntake::take`].
    pub async fn finish(mut self) -> Result<Taken, IntakeError> {
        if self.going.is_none() {
            self.decide().await?;
        }
        let Some(going) = self.going else {
            return Err(refused("empty", None));
        };
        if going.text.is_some_and(|text| !text.complete()) {
            return Err(refused("not_plain_text", None));
        }
        let file = going.sealer.finish(going.mime).await?;
        Ok(Taken { seal: file.seal, kind: going.kind, mime: going.mime, bytes: file.bytes })
    }

    async fn decide(&mut self) -> Result<&mut Going, IntakeError> {
        let (kind, mime) = sniff(&self.head).map_err(|why| refused(why, None))?;
        let limit = self.limits.of(kind);
        let sealer = self.vault.begin_file(self.marketplace, self.author).await?;
        let text = (kind == Kind::Text).then(PlainText::default);
        let going = self.going.insert(Going { kind, mime, limit, sealer, text });
        going.write(&std::mem::take(&mut self.head)).await?;
        Ok(going)
    }
}
