//! PostgreSQL: one database for several processes.
//!
//! Layout and reasons stand in `migrations/postgres/`. The columns mean what SQLite's of the same name mean; rows are
//! found by the 16 bytes of an aggregate, so that the tables can be distributed by it.
//!
//! Anyone can check the chain with ordinary tools. For record 7, both lines print the same hash:
//!
//! ```text
//! psql -At URL -c "SELECT coalesce((SELECT encode(hash, 'hex') FROM journal p WHERE p.seq = j.prev),
//!   repeat('0', 64)) || encode(body, 'hex') FROM journal j WHERE seq = 7" | xxd -r -p | sha256sum
//! psql -At URL -c "SELECT encode(hash, 'hex') FROM journal WHERE seq = 7"
//! ```
mod address;
mod audit;
mod checkpoints;
mod commit;
mod database;
mod documents;
mod error;
mod feed;
mod gauges;
mod heads;
mod horizon;
mod inbox;
mod journal;
mod keys;
mod ledger;
mod lists;
mod migrate;
mod neighbours;
mod outage;
mod outbox;
mod quarantine;
mod reach;
mod registry;
mod routes;
mod rows;
mod staff;
mod tls;
mod transaction;
mod vault;

pub use database::{Database, PostgresSettings};
pub use migrate::postgres_changes_hash;
pub use vault::PostgresVault;

pub(crate) use error::PgError;
pub(crate) use transaction::Transaction;

use crate::OpenError;
use crate::columns::Place;
use engine::ports::StoreError;
use error::PgResult;
pub(crate) use error::name;
use horizon::Horizon;
use neighbours::{Idle, Mouth};
use resolution::id::MarketplaceId;
use std::collections::HashMap;
use std::sync::{Arc, RwLock};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

/// A PostgreSQL store. Cloning gives another handle to the same one.
#[derive(Clone)]
pub struct PostgresStore {
    database: Database,
    places: Arc<RwLock<HashMap<MarketplaceId, Place>>>,
    horizon: Arc<Horizon>,
    mouth: Arc<Mouth>,
    idle: Arc<Idle>,
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
        Ok(Self {
            database,
            places: Arc::default(),
            horizon: Arc::default(),
            mouth: Arc::default(),
            idle: Arc::default(),
        })
    }

    /// The connections, for what else is kept in the same database.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Gives what was done the port's errors; `doing` completes the sentence "… while it should `doing`". Nobody waits for
    /// ever: what is not answered in time is an error.
    async fn named<T>(
        &self,
        doing: &'static str,
        work: impl Future<Output = PgResult<T>> + Send,
    ) -> Result<T, StoreError> {
        self.database.timely(work).await.map_err(|error| name(error, doing))
    }

    /// The same for what takes the longer the more there is, and nobody waits for.
    async fn unhurried<T>(
        &self,
        doing: &'static str,
        work: impl Future<Output = PgResult<T>> + Send,
    ) -> Result<T, StoreError> {
        work.await.map_err(|error| name(error, doing))
    }

    /// Rows of one reading statement.
    async fn query(&self, sql: &str, parameters: &[&(dyn ToSql + Sync)]) -> PgResult<Vec<Row>> {
        let client = self.database.reader().await?;
        let statement = client.prepare_cached(sql).await?;
        Ok(client.query(&statement, parameters).await?)
    }

    /// Carries out one writing statement, durable when this returns; gives its rows.
    async fn write(&self, sql: &str, parameters: &[&(dyn ToSql + Sync)]) -> PgResult<Vec<Row>> {
        let client = self.database.writer().await?;
        let statement = client.prepare_cached(sql).await?;
        Ok(client.query(&statement, parameters).await?)
    }

    /// As [`PostgresStore::write`]; gives how many rows it touched.
    async fn touch(&self, sql: &str, parameters: &[&(dyn ToSql + Sync)]) -> PgResult<u64> {
        let client = self.database.writer().await?;
        let statement = client.prepare_cached(sql).await?;
        Ok(client.execute(&statement, parameters).await?)
    }
}

/// Makes the vault's tables.
pub(crate) async fn vault_tables(database: &Database) -> Result<(), OpenError> {
    migrate::up_to_date(database, &vault::VAULT).await
}

/// Gives an error of a copy the port's form.
pub(crate) fn named_copy(error: PgError) -> StoreError {
    name(error, "copy a table")
}
