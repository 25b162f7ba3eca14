//! Why a store cannot be opened.
use std::error::Error;
use std::path::PathBuf;

/// Why a data directory or a database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The directory or a file in it cannot be made or read.
    #[error("cannot use the data directory {path}; check that it can be written and has room", path = path.display())]
    Directory {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Another process has it.
    #[error(
        "another process is using the data directory {path}; stop it first (SQLite is for one process, PostgreSQL \
         for several)",
        path = path.display()
    )]
    InUse {
        /// Which.
        path: PathBuf,
    },
    /// A later program made it.
    #[error(
        "the database was written by a newer program (it has the change '{change}'); install that version"
    )]
    Newer {
        /// The first change that this program does not know.
        change: String,
    },
    /// An applied change is not the one that this program carries.
    #[error(
        "the database's change '{change}' differs from this program's; restore a backup or the matching program"
    )]
    Differs {
        /// Which change.
        change: String,
    },
    /// SQLite refused.
    #[error("the database cannot be opened; if it is damaged, restore a backup")]
    Sqlite(#[source] rusqlite::Error),
    /// The disk does not take what is written.
    #[error(
        "the database is there, but the disk does not take what is written: look whether it is full, mounted read only, or \
         failing, and whether this user may write the data directory and every file in it"
    )]
    Unwritable(#[source] rusqlite::Error),
    /// The address of a PostgreSQL database cannot be used.
    #[error(
        "the address of the database cannot be used: {why}; it looks like \
         postgres://USER:PASSWORD@HOST:5432/DATABASE?sslmode=require"
    )]
    Address {
        /// What is wrong with it; never the password.
        why: String,
    },
    /// The certificates by which a PostgreSQL server is known cannot be read.
    #[error(
        "the certificates cannot be read: {why}; name a file of them with `sslrootcert` in the database's address"
    )]
    Certificates {
        /// What is wrong with them.
        why: String,
    },
    /// PostgreSQL does not answer, or does not let this program in.
    #[error(
        "the database cannot be reached; look at its address, whether it runs, and the rights of its user"
    )]
    Unreachable {
        /// What was said.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// PostgreSQL is there and cannot be used.
    #[error("the database cannot be used: {why}")]
    Unfit {
        /// What is wrong with it and what to do.
        why: String,
    },
    /// PostgreSQL refused a change of the tables.
    #[error(
        "the tables cannot be brought up to date; the user must be allowed to make tables in this database"
    )]
    Postgres(#[from] tokio_postgres::Error),
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{CannotOpen, DiskFull, PermissionDenied, ReadOnly, SystemIoFailure};
        match error.sqlite_error_code() {
            Some(CannotOpen | DiskFull | PermissionDenied | ReadOnly | SystemIoFailure) => {
                Self::Unwritable(error)
            }
            _ => Self::Sqlite(error),
        }
    }
}
