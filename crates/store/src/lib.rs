//! The `Store` port of the engine, once for each database. SQLite first; PostgreSQL lies beside it later.
#![warn(missing_docs)]
mod blobs;
mod sqlite;

pub use blobs::LocalBlobs;
pub use sqlite::{DATABASE_FILE, LOCK_FILE, OpenError, SqliteStore, SqliteVault, backup};
