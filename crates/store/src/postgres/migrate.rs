//! Forward-only changes of the tables, checked at every start, as SQLite's are.
//!
//! Several processes may start at once: the first takes a lock and makes the changes, the others wait and find them made.
//! All that is missing is made in one transaction.
use super::database::Database;
use super::error::PgError;
use crate::OpenError;
use sha2::{Digest, Sha256};

/// A change of the tables.
pub(crate) struct Change {
    /// Its name, for ever.
    pub(crate) name: &'static str,
    /// Its statements.
    pub(crate) sql: &'static str,
}

/// A list of changes with the table in which those applied are noted.
pub(crate) struct Changes {
    /// Statements that may be repeated, before everything else (a schema of its own, for example).
    pub(crate) before: &'static str,
    /// The table, with its schema if it has one of its own.
    pub(crate) noted_in: &'static str,
    /// All changes, oldest first. New ones are added at the end.
    pub(crate) all: &'static [Change],
}

macro_rules! change {
    ($name:literal) => {
        $crate::postgres::migrate::Change {
            name: $name,
            sql: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/postgres/", $name, ".sql")),
        }
    };
}
pub(crate) use change;

/// The changes of the store's own tables.
pub(crate) const STORE: Changes = Changes {
    before: "",
    noted_in: "migration",
    all: &[change!("0001_journal"), change!("0002_registry"), change!("0003_outside"), change!("0004_fund")],
};

/// 16 hexadecimal digits that are others whenever the tables are: tests keep a database of each.
#[must_use]
pub fn postgres_changes_hash() -> String {
    let mut hash = Sha256::new();
    for change in STORE.all.iter().chain(super::vault::VAULT.all) {
        hash.update(change.name);
        hash.update(change.sql);
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Held while tables are changed, by all programs of one database.
const LOCK: &str = "SELECT pg_advisory_xact_lock(5391, 1)";

/// Applies what is missing.
///
/// # Errors
/// [`OpenError::Newer`], [`OpenError::Differs`], or what PostgreSQL said.
pub(crate) async fn up_to_date(database: &Database, changes: &Changes) -> Result<(), OpenError> {
    let transaction = database.transaction().await.map_err(open_error)?;
    let client = transaction.client().map_err(open_error)?;
    client.batch_execute(LOCK).await?;
    client.batch_execute(changes.before).await?;
    let table = changes.noted_in;
    client
        .batch_execute(&format!(
            "CREATE TABLE IF NOT EXISTS {table} (
                 no bigserial PRIMARY KEY, name text COLLATE \"C\" NOT NULL UNIQUE, sql text NOT NULL
             )"
        ))
        .await?;
    let mut applied = Vec::new();
    for row in client.query(&format!("SELECT name, sql FROM {table} ORDER BY no"), &[]).await? {
        applied.push((row.try_get::<_, String>(0)?, row.try_get::<_, String>(1)?));
    }
    for (name, sql) in &applied {
        match changes.all.iter().find(|change| change.name == name) {
            None => return Err(OpenError::Newer { change: name.clone() }),
            Some(change) if change.sql != sql => return Err(OpenError::Differs { change: name.clone() }),
            Some(_) => {}
        }
    }
    for change in changes.all {
        if !applied.iter().any(|(name, _)| name == change.name) {
            client.batch_execute(change.sql).await?;
            let note = format!("INSERT INTO {table} (name, sql) VALUES ($1, $2)");
            client.execute(&note, &[&change.name, &change.sql]).await?;
        }
    }
    transaction.commit().await.map_err(open_error)
}

/// What kept a database from being opened: it cannot be reached or lets nobody in, or it refused something.
pub(crate) fn open_error(error: PgError) -> OpenError {
    match error {
        PgError::Postgres(error) if error.code().is_some_and(|code| !keeps_out(code.code())) => {
            OpenError::Postgres(error)
        }
        PgError::Postgres(error) => OpenError::Unreachable { source: Box::new(error) },
        PgError::Pool(error) => OpenError::Unreachable { source: Box::new(error) },
        PgError::Store(error) => OpenError::Unreachable { source: Box::new(error) },
    }
}

/// Wrong password, no such database, too many connections, not started yet or about to stop.
fn keeps_out(code: &str) -> bool {
    ["08", "28", "3D", "53", "57"].iter().any(|class| code.starts_with(class))
}
