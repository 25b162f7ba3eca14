//! Opening a data directory: lock, settings, migrations.
use super::readers::Readers;
use super::writer::Writer;
use super::{Shared, SqliteStore, migrate};
use crate::OpenError;
use rusqlite::{Connection, OpenFlags};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::sync::Arc;

/// Name of the database file in the data directory.
pub const DATABASE_FILE: &str = "recourse.sqlite";
/// Name of the file in the data directory that a process locks while it uses it.
pub const LOCK_FILE: &str = "recourse.lock";
const READERS: usize = 4;

impl SqliteStore {
    /// Opens (and on the first time makes) the store in `directory`, and brings its tables up to date.
    ///
    /// # Errors
    /// [`OpenError`]; in particular [`OpenError::InUse`] while another process has the directory.
    pub fn open(directory: &Path) -> Result<Self, OpenError> {
        let at = |source| OpenError::Directory { path: directory.to_owned(), source };
        std::fs::create_dir_all(directory).map_err(at)?;
        let lock = lock(directory)?;
        let file = directory.join(DATABASE_FILE);
        let mut connection = Connection::open(&file)?;
        settings(&connection)?;
        // Readers never wait for the writer, but the very first of them may meet the end of recovery.
        migrate::up_to_date(&mut connection)?;
        // This process alone has the directory: what an earlier one claimed and did not settle is free.
        connection.execute("UPDATE outbox SET lease = NULL WHERE lease IS NOT NULL", [])?;
        let readers = (0..READERS).map(|_| reader(&file)).collect::<Result<Vec<_>, _>>()?;
        let writer = Writer::start(connection).map_err(at)?;
        Ok(Self { shared: Arc::new(Shared { writer, readers: Readers::of(readers), file, _lock: lock }) })
    }
}

fn lock(directory: &Path) -> Result<File, OpenError> {
    let path = directory.join(LOCK_FILE);
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|source| OpenError::Directory { path: directory.to_owned(), source })?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse { path: directory.to_owned() }),
        Err(TryLockError::Error(source)) => Err(OpenError::Directory { path: directory.to_owned(), source }),
    }
}

/// What holds on every writing connection.
pub(crate) fn settings(connection: &Connection) -> rusqlite::Result<()> {
    // WAL: readers and the writer do not meet. FULL: an answer leaves after the disk has it.
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", -262_144)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "wal_autocheckpoint", 16_000)?;
    connection.set_prepared_statement_cache_capacity(128);
    connection.busy_timeout(std::time::Duration::from_secs(5))
}

fn reader(file: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    connection.pragma_update(None, "query_only", true)?;
    connection.pragma_update(None, "cache_size", -65_536)?;
    connection.set_prepared_statement_cache_capacity(128);
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    Ok(connection)
}
