//! The `Store` port of the engine, once for each database: SQLite for one process, PostgreSQL for several; and once in
//! memory, for simulations.
#![warn(missing_docs)]
mod blobs;
mod columns;
mod memory;
mod open_error;
mod postgres;
mod sqlite;

pub use blobs::LocalBlobs;
pub use memory::MemoryStore;
pub use open_error::OpenError;
pub use postgres::{Database, PostgresSettings, PostgresStore, postgres_changes_hash};
pub use sqlite::{DATABASE_FILE, LOCK_FILE, SqliteStore, SqliteVault, backup};
