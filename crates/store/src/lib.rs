//! The `Store` port of the engine, once for each database: SQLite for one process, PostgreSQL for several.
#![warn(missing_docs)]
mod blobs;
mod destroyed;
mod open_error;
mod postgres;
mod sqlite;

pub use blobs::LocalBlobs;
pub use open_error::OpenError;
pub use postgres::{Database, PostgresSettings, PostgresStore, PostgresVault, postgres_changes_hash};
pub use sqlite::{DATABASE_FILE, SqliteStore, SqliteVault};
