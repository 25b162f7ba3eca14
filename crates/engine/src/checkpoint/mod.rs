//! Checkpoints: a signed statement over all heads, kept in the database and outside it. They show what the chains
//! alone cannot: a tail that was cut off, and an order that is gone as if it had never been.
mod accept;
pub mod folder;
pub mod loss;
pub mod statement;

pub use accept::Missing;
pub use folder::{CheckpointFolder, HeadLine, HeadsReader, Signed};
pub use loss::Loss;
pub use statement::Statement;

use crate::ports::{Checkpoint, Head, Store, StoreError};
use crate::vault::Keys;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::cmp::Ordering;
use std::io;
use std::sync::Arc;
use tokio::sync::Mutex;

/// Heads read at once.
const CHUNK: u32 = 2_000;
/// Lists of heads that are kept. Those to which something was lost are kept for ever beside them.
const KEEP: usize = 3;

/// A checkpoint could not be made.
#[derive(Debug, thiserror::Error)]
pub enum CheckpointError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The files failed.
    #[error(
        "the checkpoint's files cannot be used; look at the data directory and its rights, then try again"
    )]
    Files(#[from] io::Error),
}

/// What a call of [`Checkpointer::make`] did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Made {
    /// A new checkpoint. If its `lost` is above 0, `recourse verify` names what was lost.
    New(Statement),
    /// Nothing was recorded since this one.
    Unchanged(Statement),
}

/// Makes checkpoints. To be called daily by wall time, after imports and backups, and at shutdown.
#[derive(Clone)]
pub struct Checkpointer {
    store: Arc<dyn Store>,
    keys: Arc<Keys>,
    folder: CheckpointFolder,
    installation: String,
    /// One at a time: each is chained to the one before.
    turn: Arc<Mutex<()>>,
}

impl Checkpointer {
    /// `installation` is a word that names the installation for ever.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, keys: Arc<Keys>, folder: CheckpointFolder, installation: &str) -> Self {
        let installation = installation.split_whitespace().collect::<Vec<_>>().join("_");
        Self { store, keys, folder, installation, turn: Arc::default() }
    }

    /// Signs a statement over all heads at the wall instant `at`.
    ///
    /// Aggregates that change meanwhile may be in it before or after their change; both are true, since nothing that
    /// was recorded is ever taken back.
    ///
    /// # Errors
    /// [`CheckpointError`]; nothing was promised, call again.
    pub async fn make(&self, at: Timestamp) -> Result<Made, CheckpointError> {
        let _turn = self.turn.lock().await;
        let _in_all_processes = self.store.hold("checkpoint").await?;
        let last = self.last().await?;
        let position = self.store.newest().await?;
        if let Some(last) =
            last.as_ref().filter(|last| last.position == position && self.folder.has(last.number))
        {
            return Ok(Made::Unchanged(last.clone()));
        }
        let number = last.as_ref().map_or(1, |last| last.number.saturating_add(1));
        let heads = self.write_heads(number, last.as_ref()).await?;
        self.put(at, position, last.as_ref(), heads).await.map(Made::New)
    }

    /// Signs and keeps the statement that follows `last`.
    async fn put(
        &self,
        at: Timestamp,
        position: u64,
        last: Option<&Statement>,
        (root, aggregates, lost): ([u8; 32], u64, u64),
    ) -> Result<Statement, CheckpointError> {
        let installation = self.installation.clone();
        let number = last.map_or(1, |last| last.number.saturating_add(1));
        let previous = last.map(Statement::hash);
        let statement = Statement { installation, number, at, position, aggregates, lost, root, previous };
        let body = statement.bytes();
        // The file first: a database that is older than the file is seen, a file that is older means nothing.
        let signature = self.keys.sign(&body).to_vec();
        self.folder.append(&self.signed(&body))?;
        self.store.put_checkpoint(Checkpoint { at, position, body, signature }).await?;
        self.tidy()?;
        Ok(statement)
    }

    fn signed(&self, body: &[u8]) -> Signed {
        Signed {
            body: String::from_utf8_lossy(body).into_owned(),
            key: hex::encode(self.keys.public()),
            signature: hex::encode(self.keys.sign(body)),
        }
    }

    /// The newest checkpoint with a good signature, of the file and the database.
    async fn last(&self) -> Result<Option<Statement>, CheckpointError> {
        let public = self.keys.public();
        let lines = self.folder.signed()?;
        let outside = lines.iter().rev().find_map(|line| line.as_ref().ok()?.statement(&public));
        let inside = self.store.checkpoints(1).await?.into_iter().find_map(|c| Statement::parse(&c.body));
        Ok([outside, inside].into_iter().flatten().max_by_key(|s| s.number))
    }

    /// Writes the list of heads and compares it with the previous one on the way.
    async fn write_heads(
        &self,
        number: u64,
        last: Option<&Statement>,
    ) -> Result<([u8; 32], u64, u64), CheckpointError> {
        let before = last.map(|last| self.folder.read(last.number)).transpose()?.flatten();
        let mut before = Before { reader: before, next: None };
        before.advance()?;
        let mut writer = self.folder.begin(number)?;
        let (mut hash, mut aggregates, mut lost, mut after) = (Sha256::new(), 0u64, 0u64, None);
        loop {
            let heads = self.store.heads_by_id(after, CHUNK).await?;
            let Some(end) = heads.last() else { break };
            after = Some(end.id.bytes());
            let mut lines = String::new();
            for head in &heads {
                lost = lost.saturating_add(before.lost_until(head)?);
                lines.push_str(&line_of(head).line());
                aggregates = aggregates.saturating_add(1);
            }
            hash.update(&lines);
            writer.write(&lines)?;
        }
        lost = lost.saturating_add(before.rest()?);
        writer.finish()?;
        Ok((hash.finalize().into(), aggregates, lost))
    }

    /// Forgets old lists, but none to which a later checkpoint found something lost.
    fn tidy(&self) -> Result<(), CheckpointError> {
        let public = self.keys.public();
        let alarms: Vec<u64> = (self.folder.signed()?.iter())
            .filter_map(|line| line.as_ref().ok()?.statement(&public))
            .filter(|statement| statement.lost > 0)
            .map(|statement| statement.number.saturating_sub(1))
            .collect();
        let kept = self.folder.kept()?;
        for number in kept.iter().rev().skip(KEEP).filter(|number| !alarms.contains(number)) {
            self.folder.forget(*number)?;
        }
        Ok(())
    }
}

impl CheckpointFolder {
    fn has(&self, number: u64) -> bool {
        self.read(number).is_ok_and(|found| found.is_some())
    }
}

/// The line of a head.
#[must_use]
pub fn line_of(head: &Head) -> HeadLine {
    HeadLine { id: head.id, version: head.version, hash: head.hash }
}

/// The previous list, read beside the heads of now.
struct Before {
    reader: Option<HeadsReader>,
    next: Option<HeadLine>,
}

impl Before {
    fn advance(&mut self) -> io::Result<()> {
        self.next = None;
        while let Some(reader) = &mut self.reader {
            match reader.line()? {
                None => self.reader = None,
                Some((_, Some(line))) => {
                    self.next = Some(line);
                    break;
                }
                // A damaged list is verification's to name.
                Some((_, None)) => {}
            }
        }
        Ok(())
    }

    /// How many heads of then, up to this one, are missing, shorter or different now.
    fn lost_until(&mut self, head: &Head) -> io::Result<u64> {
        let mut lost = 0u64;
        while let Some(line) = &self.next {
            match line.id.bytes().cmp(&head.id.bytes()) {
                Ordering::Greater => break,
                Ordering::Less => lost = lost.saturating_add(1),
                Ordering::Equal => {
                    let changed = head.version == line.version && head.hash != line.hash;
                    lost = lost.saturating_add(u64::from(changed || head.version < line.version));
                }
            }
            self.advance()?;
        }
        Ok(lost)
    }

    fn rest(&mut self) -> io::Result<u64> {
        let mut lost = 0u64;
        while self.next.is_some() {
            lost = lost.saturating_add(1);
            self.advance()?;
        }
        Ok(lost)
    }
}
