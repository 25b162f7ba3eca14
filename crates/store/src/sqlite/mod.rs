//! SQLite: one file in a data directory, one writer thread, several readers that never block it.
//!
//! Layout and reasons stand in `migrations/`. Instants are nanoseconds since 1970 as integers, ids are 16-byte blobs
//! that occur once (in `head` and `marketplace`); everything else refers to them by small integers.
//!
//! Anyone can check the chain with ordinary tools. For record 7, both lines print the same hash:
//!
//! ```text
//! sqlite3 DIR/recourse.sqlite "SELECT ifnull((SELECT hex(hash) FROM journal p WHERE p.seq = j.prev),
//!   printf('%064d', 0)) || hex(body) FROM journal j WHERE seq = 7" | xxd -r -p | sha256sum
//! sqlite3 DIR/recourse.sqlite "SELECT lower(hex(hash)) FROM journal WHERE seq = 7"
//! ```
mod audit;
pub mod backup;
mod checkpoints;
mod commit;
mod documents;
mod error;
mod gauges;
mod inbox;
mod journal;
mod ledger;
mod lists;
mod migrate;
mod neighbours;
mod open;
mod outbox;
mod readers;
mod registry;
mod routes;
mod rows;
mod staff;
mod vault;
mod writer;

pub(crate) use open::settings;
pub use open::{DATABASE_FILE, LOCK_FILE};
pub use vault::SqliteVault;

use engine::ports::StoreError;
use error::{SqlResult, name};
use readers::Readers;
use rusqlite::{Connection, Transaction};
use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use writer::Writer;

/// Name of the vault's database file in the data directory.
pub const VAULT_FILE: &str = "vault.sqlite";

/// Gives an error of SQLite the port's form.
pub(crate) fn named(error: rusqlite::Error, doing: &'static str) -> StoreError {
    name(error.into(), doing)
}

/// A SQLite store. Cloning gives another handle to the same one; the files are closed when the last is dropped.
#[derive(Clone)]
pub struct SqliteStore {
    shared: Arc<Shared>,
}

/// Fields are dropped in this order: the connections close before the lock is given up.
struct Shared {
    writer: Writer,
    readers: Readers,
    file: PathBuf,
    _lock: File,
}

impl SqliteStore {
    /// Runs `work` on the writer thread in a transaction of its own: committed if it gives `Ok`, undone otherwise.
    ///
    /// `doing` completes the sentence "… while it should `doing`" in errors.
    pub(crate) async fn write<T, F>(&self, doing: &'static str, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> SqlResult<T> + Send + 'static,
    {
        self.shared.writer.run(work).await.map_err(|error| name(error, doing))
    }

    /// Reads on the connection that writes, whose cache is warm; in between what others write. For the write path alone.
    pub(crate) async fn look<T, F>(&self, doing: &'static str, question: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> SqlResult<T> + Send + 'static,
    {
        self.shared.writer.look(question).await.map_err(|error| name(error, doing))
    }

    /// Runs `work` on a reading connection, on one unchanging view of the data. Never waits for the writer.
    pub(crate) async fn read<T, F>(&self, doing: &'static str, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> SqlResult<T> + Send + 'static,
    {
        self.shared.readers.run(work).await.map_err(|error| name(error, doing))
    }
}
