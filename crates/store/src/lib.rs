//! The `Store` port of the engine, once for each database, and once in memory for simulations.
#![warn(missing_docs)]
mod blobs;
mod memory;
mod sqlite;

pub use blobs::LocalBlobs;
pub use memory::MemoryStore;
pub use sqlite::{DATABASE_FILE, OpenError, SqliteStore, SqliteVault};
