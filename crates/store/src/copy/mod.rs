//! Copying everything from one database to another: SQLite to PostgreSQL, PostgreSQL to SQLite, and each to its own kind.
//!
//! Rows go table by table in a common form (`tables.rs`), in pieces: never a whole table in memory. PostgreSQL takes them by
//! `COPY`, in one transaction; SQLite takes them into new files under another name. So the copy is whole or not there:
//! before it counts, every table of the target is read again and held against what was read from the source.
mod postgres;
mod sqlite;
mod tables;
mod value;

use crate::OpenError;
use engine::ports::StoreError;
use engine::ports::vault::VaultStoreError;
use postgres::Postgres;
use sqlite::{Sqlite, SqliteTarget};
use std::fmt;
use std::path::{Path, PathBuf};
use tables::{TABLES, Table};
use tokio::sync::mpsc;
use value::{Row, RowSum};

/// Pieces that wait between reader and writer.
const WAITING: usize = 4;
/// Rows of one piece at most.
const PIECE: usize = 256;

/// Where data lie.
#[derive(Clone, PartialEq, Eq)]
pub enum Place {
    /// Two SQLite files in this directory.
    Sqlite(PathBuf),
    /// The PostgreSQL database of this address.
    Postgres(String),
}

impl Place {
    /// Reads `sqlite:DIR` or `postgres://…`.
    ///
    /// # Errors
    /// In words, without what was written: an address may hold a password.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text.strip_prefix("sqlite:") {
            Some(directory) if !directory.is_empty() => Ok(Self::Sqlite(directory.into())),
            None if text.starts_with("postgres://") || text.starts_with("postgresql://") => {
                Ok(Self::Postgres(text.to_owned()))
            }
            _ => Err("write sqlite:DIRECTORY or postgres://…".to_owned()),
        }
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(directory) => write!(f, "sqlite:{}", directory.display()),
            Self::Postgres(_) => f.write_str("postgres://hidden"),
        }
    }
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is done: `copy`, `check`.
    pub phase: &'static str,
    /// Of which table.
    pub table: &'static str,
    /// Rows more since the last report.
    pub rows: u64,
}

/// What was copied: rows of each table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Table and number of rows, in the order in which they were copied.
    pub tables: Vec<(&'static str, u64)>,
}

/// Why nothing was copied.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// One of the two cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// One of the two failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The vault of one of the two failed.
    #[error(transparent)]
    Vault(#[from] VaultStoreError),
    /// The target holds data already.
    #[error("the target holds data already ({what}); a copy replaces nothing: name an empty database")]
    NotEmpty {
        /// What was found.
        what: String,
    },
    /// The target does not give back what it was given.
    #[error(
        "the table {table} of the target does not hold what was read from the source; nothing was kept: report this as a \
         fault of the program"
    )]
    Differs {
        /// Which.
        table: &'static str,
    },
    /// The files of a SQLite target cannot be made.
    #[error("the files in {path} cannot be made; check that it can be written and has room", path = path.display())]
    Files {
        /// Where.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

enum From {
    Sqlite(Sqlite),
    Postgres(Box<Postgres>),
}

enum To {
    Sqlite(SqliteTarget),
    Postgres(Postgres),
}

/// Counts the rows that a copy of `from` will move, for a bar.
///
/// # Errors
/// As [`copy`].
pub async fn count(from: &Place) -> Result<u64, CopyError> {
    let mut source = From::open(from).await?;
    let mut rows = 0u64;
    for table in TABLES {
        rows = rows.saturating_add(source.count(table).await?);
    }
    source.close().await?;
    Ok(rows)
}

/// Copies everything into an empty target, checks it, and then makes it count. What is written to the source meanwhile is
/// not in the copy: nobody should be serving it. A SQLite source must be unused; its directory is locked.
///
/// # Errors
/// [`CopyError`]; then the target is as empty as it was.
pub async fn copy(
    from: &Place,
    to: &Place,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<Copied, CopyError> {
    let mut source = From::open(from).await?;
    let mut target = To::open(to).await?;
    let mut tables = Vec::with_capacity(TABLES.len());
    for table in TABLES {
        let (sender, receiver) = mpsc::channel(WAITING);
        let told = |rows| progress(Progress { phase: "copy", table: table.name, rows });
        let (read, ()) = tokio::try_join!(source.read(table, sender, &told), target.write(table, receiver))?;
        if let Some(column) = table.serial {
            target.continue_from(table, column, source.last(table, column).await?).await?;
        }
        tables.push((table, read));
    }
    source.close().await?;
    let mut copied = Copied { tables: Vec::new() };
    for (table, read) in tables {
        let told = |rows| progress(Progress { phase: "check", table: table.name, rows });
        if target.digest(table, &told).await? != read {
            return Err(CopyError::Differs { table: table.name });
        }
        copied.tables.push((table.name, read.rows));
    }
    target.finish().await?;
    Ok(copied)
}

impl From {
    async fn open(place: &Place) -> Result<Self, CopyError> {
        Ok(match place {
            Place::Sqlite(directory) => Self::Sqlite(Sqlite::source(directory)?),
            Place::Postgres(url) => Self::Postgres(Box::new(Postgres::source(url).await?)),
        })
    }

    async fn count(&mut self, table: &'static Table) -> Result<u64, CopyError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.count(table).await,
            Self::Postgres(postgres) => postgres.count(table).await,
        }
    }

    async fn read(
        &mut self,
        table: &'static Table,
        to: mpsc::Sender<Vec<Row>>,
        told: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<RowSum, CopyError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.read(table, Some(to), told).await,
            Self::Postgres(postgres) => postgres.read(table, Some(to), told).await,
        }
    }

    /// The last number that a table's counter gave out.
    async fn last(&mut self, table: &'static Table, column: &'static str) -> Result<i64, CopyError> {
        match self {
            Self::Sqlite(sqlite) => sqlite.last(table, column).await,
            Self::Postgres(postgres) => postgres.last(table, column).await,
        }
    }

    async fn close(self) -> Result<(), CopyError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(postgres) => postgres.close().await,
        }
    }
}

impl To {
    async fn open(place: &Place) -> Result<Self, CopyError> {
        Ok(match place {
            Place::Sqlite(directory) => Self::Sqlite(SqliteTarget::begin(directory)?),
            Place::Postgres(url) => Self::Postgres(Postgres::target(url).await?),
        })
    }

    async fn write(&self, table: &'static Table, from: mpsc::Receiver<Vec<Row>>) -> Result<(), CopyError> {
        match self {
            Self::Sqlite(target) => target.files.write(table, from).await,
            Self::Postgres(postgres) => postgres.write(table, from).await,
        }
    }

    async fn continue_from(&self, table: &'static Table, column: &str, last: i64) -> Result<(), CopyError> {
        match self {
            Self::Sqlite(target) => target.files.continue_from(table, last).await,
            Self::Postgres(postgres) => postgres.continue_from(table, column, last).await,
        }
    }

    async fn digest(
        &mut self,
        table: &'static Table,
        told: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<RowSum, CopyError> {
        match self {
            Self::Sqlite(target) => target.files.read(table, None, told).await,
            Self::Postgres(postgres) => postgres.read(table, None, told).await,
        }
    }

    async fn finish(self) -> Result<(), CopyError> {
        match self {
            Self::Sqlite(target) => target.finish().await,
            Self::Postgres(postgres) => postgres.finish().await,
        }
    }
}

fn files(path: &Path) -> impl Fn(std::io::Error) -> CopyError + '_ {
    |source| CopyError::Files { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_directory_or_an_address_and_shows_no_password() {
        assert_eq!(Place::parse("sqlite:data"), Ok(Place::Sqlite("data".into())));
        let postgres = Place::parse("postgres://me:secret@host/db").expect("an address");
        assert_eq!(format!("{postgres:?}"), "postgres://hidden");
        for wrong in ["data", "sqlite:", "mysql://host/db", ""] {
            assert!(Place::parse(wrong).is_err(), "{wrong}");
        }
    }
}
