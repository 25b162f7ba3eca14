//! PostgreSQL: one database for several processes.
//!
//! Layout and reasons stand in `migrations/postgres/`. The columns mean what SQLite's of the same name mean; rows are
//! found by the 16 bytes of an aggregate, so that the tables can be distributed by it.
mod address;
mod database;
mod error;
mod migrate;
mod tls;
mod transaction;

pub use database::{Database, PostgresSettings};
pub use migrate::postgres_changes_hash;

use crate::OpenError;

/// A PostgreSQL store. Cloning gives another handle to the same one.
#[derive(Clone)]
pub struct PostgresStore {
    database: Database,
}

impl PostgresStore {
    /// Connects, and brings the tables up to date. See [`Database::connect`] for the address.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(url: &str, settings: PostgresSettings) -> Result<Self, OpenError> {
        Self::over(Database::connect(url, settings).await?).await
    }

    /// The store over a database that is connected already.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn over(database: Database) -> Result<Self, OpenError> {
        migrate::up_to_date(&database, &migrate::STORE).await?;
        Ok(Self { database })
    }

    /// The connections, for what else is kept in the same database.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.database
    }
}
