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
    apply(connection, CHANGES)
}

fn apply(connection: &mut Connection, all: &[Change]) -> Result<(), OpenError> {
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
        match all.iter().find(|change| change.name == name) {
            None => return Err(OpenError::Newer { change: name.clone() }),
            Some(change) if change.sql != sql => return Err(OpenError::Differs { change: name.clone() }),
            Some(_) => {}
        }
    }
    for change in all {
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

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::trace::{TraceEvent, TraceEventCodes};
    use std::path::Path;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    const FILE: &str = "recourse.sqlite";

    /// Without the shared memory, which no crash of the machine survives: it is made again from the log.
    fn copy(from: &Path, to: &Path) {
        std::fs::create_dir(to).expect("a new folder");
        for name in [FILE.to_owned(), format!("{FILE}-wal")] {
            if from.join(&name).is_file() {
                std::fs::copy(from.join(&name), to.join(&name)).expect("it is copied");
            }
        }
    }

    /// Brings it up to date, and copies what is on the disk before every statement: what a crash at that moment leaves. Gives
    /// the number of copies.
    fn watched(connection: &mut Connection, of: &Path, into: &Path) -> u32 {
        let seen = Arc::new(AtomicU32::new(0));
        let (of, into, count) = (of.to_owned(), into.to_owned(), Arc::clone(&seen));
        let crash = move |_: TraceEvent<'_>| {
            copy(&of, &into.join((count.fetch_add(1, Ordering::SeqCst) + 1).to_string()));
        };
        connection.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(crash)).expect("it is watched");
        up_to_date(connection).expect("it is brought up to date");
        connection.trace_v2(TraceEventCodes::empty(), None::<fn(TraceEvent<'_>)>).expect("it is not watched");
        seen.load(Ordering::SeqCst)
    }

    fn opened(folder: &Path) -> Connection {
        let connection = Connection::open(folder.join(FILE)).expect("it opens");
        connection.pragma_update(None, "journal_mode", "WAL").expect("a log");
        // Nothing is held back in memory: what is not yet committed is on the disk already, as in the worst case.
        connection.pragma_update(None, "cache_size", 1).expect("no cache");
        connection.pragma_update(None, "cache_spill", 1).expect("no cache");
        connection
    }

    fn schema(connection: &Connection) -> Vec<(String, String)> {
        let sql = "SELECT name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name";
        let mut read = connection.prepare(sql).expect("it reads");
        let rows = read.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("it reads");
        rows.collect::<Result<_, _>>().expect("it reads")
    }

    const DATA: &str =
        "INSERT INTO marketplace (key, id, slug, zone, calendar, currency, policy, languages, created)
             VALUES (1, zeroblob(16), 'shop', 'UTC', 'UTC', 'EUR', 'p', 'en', 0);
         INSERT INTO head (key, id, marketplace, kind, version, last, hash, timeline)
             VALUES (1, zeroblob(16), 1, 1, 1, 1, zeroblob(32), 0);
         INSERT INTO journal (seq, agg, hash, body) VALUES (1, 1, zeroblob(32), x'6b657074');";

    fn kept(connection: &Connection) -> Vec<u8> {
        let sql =
            "SELECT body FROM journal JOIN head ON head.key = agg JOIN marketplace m ON m.key = marketplace";
        connection.query_row(sql, [], |row| row.get(0)).expect("it is kept")
    }

    #[test]
    fn a_crash_before_any_statement_of_any_change_is_made_good_at_the_next_start() {
        let fresh = tempfile::tempdir().expect("a folder");
        let mut connection = opened(fresh.path());
        up_to_date(&mut connection).expect("it is made");
        let meant = schema(&connection);
        let mut crashes = 0;
        for known in 0..=CHANGES.len() {
            let (folder, images) =
                (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
            let mut connection = opened(folder.path());
            // As an earlier program left it, with what is in it; a new one is empty.
            if known > 0 {
                apply(&mut connection, &CHANGES[..known]).expect("an earlier program made it");
                connection.execute_batch(DATA).expect("it is written");
            }
            let seen = watched(&mut connection, folder.path(), images.path());
            assert!(seen > 1, "{seen} statements were seen");
            for image in 1..=seen {
                let mut again = opened(&images.path().join(image.to_string()));
                up_to_date(&mut again)
                    .unwrap_or_else(|error| panic!("{known} changes, image {image}: {error:?}"));
                assert_eq!(schema(&again), meant, "{known} changes, image {image}");
                if known > 0 {
                    assert_eq!(kept(&again), b"kept");
                }
                let sound: String =
                    again.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("it looks");
                assert_eq!(sound, "ok");
            }
            crashes += seen;
        }
        assert!(crashes > 60, "{crashes} crashes");
        println!("{crashes} crashes made good");
    }
}
