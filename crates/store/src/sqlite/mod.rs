//! SQLite.
pub mod vault;
