//! The `Store` port of the engine, once for each database. SQLite first; PostgreSQL lies beside it later.
#![warn(missing_docs)]
mod sqlite;

pub use sqlite::{DATABASE_FILE, OpenError, SqliteStore};
