//! The `Store` port of the engine, once for each database: SQLite for one process, PostgreSQL for several; and once in
//! memory, for simulations.
#![warn(missing_docs)]
mod blobs;
mod columns;
pub mod copy;
mod destroyed;
mod memory;
mod open_error;
mod postgres;
mod sqlite;
mod unwritten;
pub mod yardstick;

pub use blobs::LocalBlobs;
pub use memory::MemoryStore;
pub use open_error::OpenError;
pub use postgres::{Database, PostgresSettings, PostgresStore, PostgresVault, postgres_changes_hash};
pub use sqlite::{DATABASE_FILE, LOCK_FILE, SqliteStore, SqliteVault, VAULT_FILE, backup};
