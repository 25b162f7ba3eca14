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
        PgError::Postgres(error) if standby(&error) => OpenError::Unfit {
            why: "no server of its address can be written to, since each is a standby or set to read only; name the \
                  primary, or promote a standby"
                .to_owned(),
        },
        PgError::Postgres(error) if error.code().is_some_and(|code| !keeps_out(code.code())) => {
            OpenError::Postgres(error)
        }
        PgError::Postgres(error) => OpenError::Unreachable { source: Box::new(error) },
        PgError::Pool(error) => OpenError::Unreachable { source: Box::new(error) },
        PgError::Silent => OpenError::Unreachable { source: "it did not answer in time".into() },
        PgError::Store(error) => OpenError::Unreachable { source: Box::new(error) },
    }
}

/// The client library's words for a server that does not take writes; it has no code for it.
fn standby(error: &tokio_postgres::Error) -> bool {
    std::error::Error::source(error)
        .is_some_and(|source| source.to_string() == "database does not allow writes")
}

/// Wrong password, no such database, too many connections, not started yet or about to stop.
fn keeps_out(code: &str) -> bool {
    ["08", "28", "3D", "53", "57"].iter().any(|class| code.starts_with(class))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PostgresSettings, PostgresStore, PostgresVault};
    use testbed::TestDatabase;
    use tokio_postgres::Client;

    const FEW: PostgresSettings = PostgresSettings { readers: 1, writers: 1 };

    /// Ends the session after the so-manieth statement that changes the tables. What a sequence counts, no crash takes back.
    const TRAP: &str = "CREATE SCHEMA trap; CREATE SEQUENCE trap.seen; CREATE TABLE trap.at (n bigint); INSERT INTO trap.at VALUES (0);
         CREATE FUNCTION trap.crash() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
             IF nextval('trap.seen') = (SELECT n FROM trap.at) THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
         END $$;
         CREATE EVENT TRIGGER trapped ON ddl_command_end EXECUTE FUNCTION trap.crash();";

    /// Tables, columns, constraints, indexes, triggers and functions of the store and of the vault, in words.
    const SCHEMA: &str = "SELECT coalesce(string_agg(line, E'\\n' ORDER BY line), '') FROM (
         SELECT format('%s.%s.%s %s %s %s', table_schema, table_name, ordinal_position, column_name, data_type, column_default)
             AS line FROM information_schema.columns WHERE table_schema IN ('public', 'vault')
         UNION ALL SELECT format('%s %s', conrelid::regclass, pg_get_constraintdef(c.oid))
             FROM pg_constraint c JOIN pg_namespace n ON n.oid = connamespace WHERE nspname IN ('public', 'vault')
         UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname IN ('public', 'vault')
         UNION ALL SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t WHERE NOT tgisinternal
         UNION ALL SELECT format('%s %s', proname, prosrc)
             FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE nspname IN ('public', 'vault')
         UNION ALL SELECT name FROM migration) lines";

    const DATA: &str = "INSERT INTO marketplace (id, slug, zone, calendar, currency, policy, languages, created)
             VALUES (decode(repeat('00', 16), 'hex'), 'shop', 'UTC', 'UTC', 'EUR', 'p', 'en', 0);
         INSERT INTO head (marketplace, version, last, timeline, kind, id, hash)
             VALUES (1, 1, 1, 0, 1, decode(repeat('00', 16), 'hex'), decode(repeat('00', 32), 'hex'));
         INSERT INTO journal (id, hash, body) VALUES (decode(repeat('00', 16), 'hex'), decode(repeat('00', 32), 'hex'), 'kept');";

    async fn text(client: &Client, sql: &str) -> String {
        client.query_one(sql, &[]).await.expect("it is read").get(0)
    }

    async fn open(url: &str) -> Result<(), OpenError> {
        let store = PostgresStore::open(url, FEW).await?;
        let list = std::env::temp_dir().join("never-written.jsonl");
        PostgresVault::open(store.database().clone(), &list).await.map(drop)
    }

    #[tokio::test]
    async fn a_crash_after_any_statement_of_any_change_is_made_good_at_the_next_start() {
        let Some(fresh) = TestDatabase::bare().await else { return };
        open(&fresh.url()).await.expect("it is made");
        let meant = text(&fresh.raw().await, SCHEMA).await;
        assert!(meant.lines().count() > 100, "{meant}");
        let mut crashes = 0;
        for known in [0, 1, STORE.all.len() - 1] {
            let bare = TestDatabase::bare().await.expect("there is a server");
            if known > 0 {
                let database = Database::connect(&bare.url(), FEW).await.expect("it connects");
                let earlier =
                    Changes { before: STORE.before, noted_in: STORE.noted_in, all: &STORE.all[..known] };
                up_to_date(&database, &earlier).await.expect("an earlier program made it");
                bare.raw().await.batch_execute(DATA).await.expect("it is written");
            }
            let raw = bare.raw().await;
            raw.batch_execute(TRAP).await.expect("a trap");
            let (mut at, mut opened) = (0, false);
            while !opened {
                at += 1;
                let set = format!("UPDATE trap.at SET n = {at}; SELECT setval('trap.seen', 1, false)");
                raw.batch_execute(&set).await.expect("the trap is set");
                // The number of statements is reached, or it fails every time.
                opened = open(&bare.url()).await.is_ok();
                assert!(at < 500, "it never opens");
            }
            crashes += at - 1;
            raw.batch_execute("DROP EVENT TRIGGER trapped; DROP SCHEMA trap CASCADE").await.expect("no trap");
            assert_eq!(text(&raw, SCHEMA).await, meant, "{known} changes");
            if known > 0 {
                assert_eq!(
                    text(&raw, "SELECT convert_from(body, 'UTF8') FROM journal JOIN head USING (id)").await,
                    "kept"
                );
            }
        }
        assert!(crashes > 60, "{crashes} crashes");
        println!("{crashes} crashes made good");
    }
}
