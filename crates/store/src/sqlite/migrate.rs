//! Forward-only changes of the tables, checked at every start.
//!
//! A change that was released is never edited: a new one comes after it. Old and new programs overlap by expanding
//! first and contracting in a later release; the way back is a restored backup.
use crate::OpenError;
use rusqlite::Connection;

/// A change of the tables.
struct Change {
    /// Its name, for ever.
    name: &'static str,
    /// Its statements.
    sql: &'static str,
}

macro_rules! change {
    ($name:literal) => {
        Change { name: $name, sql: include_str!(concat!("../../migrations/", $name, ".sql")) }
    };
}

/// All changes, oldest first. New ones are added at the end.
const CHANGES: &[Change] = &[
    change!("0001_journal"),
    change!("0002_registry"),
    change!("0003_outside"),
    change!("0004_staff"),
    change!("0005_fund"),
];

/// Applies what is missing.
pub(crate) fn up_to_date(connection: &mut Connection) -> Result<(), OpenError> {
    connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS migration (
             no INTEGER PRIMARY KEY, name TEXT NOT NULL, sql TEXT NOT NULL,
             CONSTRAINT migration_name_unique UNIQUE (name)
         ) STRICT;",
    )?;
    let applied = connection
        .prepare("SELECT name, sql FROM migration ORDER BY no")?
        .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?
        .collect::<Result<Vec<_>, _>>()?;
    for (name, sql) in &applied {
        match CHANGES.iter().find(|change| change.name == name) {
            None => return Err(OpenError::Newer { change: name.clone() }),
            Some(change) if change.sql != sql => return Err(OpenError::Differs { change: name.clone() }),
            Some(_) => {}
        }
    }
    for change in CHANGES {
        if !applied.iter().any(|(name, _)| name == change.name) {
            let transaction = connection.transaction()?;
            transaction.execute_batch(change.sql)?;
            transaction
                .execute("INSERT INTO migration (name, sql) VALUES (?1, ?2)", (change.name, change.sql))?;
            transaction.commit()?;
        }
    }
    Ok(())
}
