//! Copying a database file while a server writes to it, and what such a copy holds.
//!
//! The copy is made by SQLite's online backup interface within one reading transaction: it is the database as it stood
//! when the copy began, the writer is never held up, and nothing is changed but the size of its log. A copied database
//! is a single file; it needs no other beside it.
use super::error::SqlResult;
use crate::columns::number;
use engine::ports::StoreError;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use std::path::Path;
use std::time::Duration;

/// Pages copied between two reports: 4 MiB of the usual page size.
const STEP: i32 = 1_024;
/// How long another process may hold the whole database against readers.
const PATIENCE: Duration = Duration::from_secs(60);

/// Copies the database `from`, as it stands now, into the new file `to`; `progress` hears (pages done, pages in all).
///
/// The file is not yet durable when this returns: its caller brings it to the disk together with its name.
///
/// # Errors
/// [`StoreError::Damaged`] where `from` is no database; otherwise [`StoreError::Unavailable`]. Then `to` means nothing.
pub fn copy(from: &Path, to: &Path, progress: &mut dyn FnMut(u64, u64)) -> Result<(), StoreError> {
    copied(from, to, progress).map_err(|error| super::error::name(error, "copy a database"))
}

fn copied(from: &Path, to: &Path, progress: &mut dyn FnMut(u64, u64)) -> SqlResult<()> {
    let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    source.busy_timeout(PATIENCE)?;
    let mut target = Connection::open(to)?;
    // It is a new file that counts only when it is whole: its own journal would only cost time.
    target.pragma_update(None, "journal_mode", "OFF")?;
    target.pragma_update(None, "synchronous", "OFF")?;
    // The view of the data is fixed here: the copy never begins again because of what is written meanwhile.
    source.execute_batch("BEGIN")?;
    source.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))?;
    let backup = Backup::new(&source, &mut target)?;
    loop {
        let step = backup.step(STEP)?;
        let pages = backup.progress();
        let (all, left) = (i64::from(pages.pagecount), i64::from(pages.remaining));
        progress(u64::try_from(all - left).unwrap_or(0), u64::try_from(all).unwrap_or(0));
        match step {
            StepResult::Done => return Ok(()),
            StepResult::More => {}
            // Neither happens within one reading transaction; then waiting is all that could help.
            _ => std::thread::yield_now(),
        }
    }
}

/// What a copied store holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// Position of its newest record; 0 if there is none.
    pub position: u64,
    /// How many records.
    pub records: u64,
    /// How many orders and accounts.
    pub aggregates: u64,
    /// The signed bytes of its newest checkpoint.
    pub checkpoint: Option<Vec<u8>>,
    /// The last change of its tables, such as `0004_staff`.
    pub change: String,
}

/// Reads what the copied store in the file `copy` holds, without changing or migrating it.
///
/// # Errors
/// [`StoreError::Damaged`] where it is no store; otherwise [`StoreError::Unavailable`].
pub fn contents(copy: &Path) -> Result<Contents, StoreError> {
    read(copy).map_err(|error| super::error::name(error, "read a copied database"))
}

fn read(copy: &Path) -> SqlResult<Contents> {
    let connection = immutable(copy)?;
    let one = |sql: &str| -> SqlResult<u64> { Ok(number(connection.query_row(sql, [], |row| row.get(0))?)?) };
    Ok(Contents {
        position: one("SELECT coalesce(max(seq), 0) FROM journal")?,
        records: one("SELECT count(*) FROM journal")?,
        aggregates: one("SELECT count(*) FROM head")?,
        checkpoint: connection
            .query_row("SELECT body FROM checkpoint ORDER BY no DESC LIMIT 1", [], |row| row.get(0))
            .optional()?,
        change: connection
            .query_row("SELECT name FROM migration ORDER BY no DESC LIMIT 1", [], |row| row.get(0))?,
    })
}

/// Opens a file that nobody writes, so that no log is made beside it.
fn immutable(file: &Path) -> SqlResult<Connection> {
    let mut address = "file:".to_owned();
    for byte in file.to_string_lossy().bytes() {
        match byte {
            b'?' | b'#' | b'%' => address.push_str(&format!("%{byte:02x}")),
            _ => address.push(char::from(byte)),
        }
    }
    address.push_str("?immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    Ok(Connection::open_with_flags(address, flags)?)
}
