//! The vault in a SQLite database of its own, beside the one of the events: its writes never wait for a lane, and a
//! backup of one without the other gives nothing away.
//!
//! Waiting writes are gathered into one transaction. The permanent list of destructions lies in the database and in a
//! file beside it, so that a restored older database meets it.
use crate::destroyed;
use async_trait::async_trait;
use engine::ports::vault::{
    Destruction, KeyState, Owner, PersonRow, Place, SealedRow, VaultStore, VaultStoreError, WrappedKey,
};
use resolution::id::{MarketplaceId, PartyId};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::Duration;
use tokio::sync::oneshot;

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS person_key (
    marketplace BLOB NOT NULL CONSTRAINT person_key_marketplace_16 CHECK (length(marketplace) = 16),
    party       BLOB NOT NULL CONSTRAINT person_key_party_16 CHECK (length(party) = 16),
    generation  INTEGER NOT NULL CONSTRAINT person_key_generation_from_1 CHECK (generation >= 1),
    wrapped     BLOB NOT NULL,
    PRIMARY KEY (marketplace, party)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS erased (
    marketplace BLOB NOT NULL,
    party       BLOB NOT NULL,
    generation  INTEGER NOT NULL,
    PRIMARY KEY (marketplace, party)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS person (
    marketplace BLOB NOT NULL,
    party       BLOB NOT NULL,
    generation  INTEGER NOT NULL,
    sealed      BLOB NOT NULL,
    PRIMARY KEY (marketplace, party)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sealed (
    no          INTEGER PRIMARY KEY,
    marketplace BLOB NOT NULL,
    digest      BLOB NOT NULL CONSTRAINT sealed_digest_32 CHECK (length(digest) = 32),
    party       BLOB NOT NULL,
    generation  INTEGER NOT NULL,
    bytes       INTEGER NOT NULL CONSTRAINT sealed_bytes_from_0 CHECK (bytes >= 0),
    mime        TEXT NOT NULL,
    place       INTEGER NOT NULL CONSTRAINT sealed_place_known CHECK (place IN (0, 1, 2)),
    ciphertext  BLOB CONSTRAINT sealed_ciphertext_in_rows_only CHECK ((place = 0) = (ciphertext IS NOT NULL)),
    CONSTRAINT sealed_once UNIQUE (marketplace, digest)
) STRICT;
CREATE TABLE IF NOT EXISTS destruction (
    number INTEGER PRIMARY KEY,
    line   TEXT NOT NULL CONSTRAINT destruction_once UNIQUE
) STRICT;
";
/// Writes that share one transaction at most.
const BATCH: usize = 256;

type Result<T> = std::result::Result<T, VaultStoreError>;
type Answer<T> = oneshot::Sender<Result<T>>;

enum Job {
    AddKey(Owner, WrappedKey, Answer<KeyState>),
    Put(Vec<SealedRow>, Vec<PersonRow>, Answer<()>),
    Destroy(Destruction, Answer<()>),
    Repeat(Answer<()>),
}

/// The vault's storage in SQLite.
pub struct SqliteVault {
    jobs: mpsc::Sender<Job>,
    reader: Arc<Mutex<Connection>>,
}

impl SqliteVault {
    /// Opens or makes the database, and names the file in which the permanent list is kept a second time.
    ///
    /// # Errors
    /// [`VaultStoreError`] when either cannot be opened.
    pub fn open(database: &Path, list: &Path) -> Result<Self> {
        let writer = connect(database)?;
        writer.execute_batch(SCHEMA).map_err(|e| VaultStoreError::new("making the tables", e))?;
        let reader = Arc::new(Mutex::new(connect(database)?));
        let (jobs, inbox) = mpsc::channel();
        let list = list.to_owned();
        std::thread::Builder::new()
            .name("vault-writer".to_owned())
            .spawn(move || Writer { connection: writer, list }.run(&inbox))
            .map_err(|e| VaultStoreError::new("starting the writer", e))?;
        Ok(Self { jobs, reader })
    }

    async fn ask<T>(&self, doing: &'static str, job: impl FnOnce(Answer<T>) -> Job) -> Result<T> {
        let (answer, wait) = oneshot::channel();
        self.jobs.send(job(answer)).map_err(|_| VaultStoreError::new(doing, "the writer has stopped"))?;
        wait.await.map_err(|_| VaultStoreError::new(doing, "the writer has stopped"))?
    }

    async fn read<T: Send + 'static>(
        &self,
        doing: &'static str,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T> {
        let reader = Arc::clone(&self.reader);
        tokio::task::spawn_blocking(move || query(&reader.lock().unwrap_or_else(PoisonError::into_inner)))
            .await
            .map_err(|e| VaultStoreError::new(doing, e))?
            .map_err(|e| VaultStoreError::new(doing, e))
    }
}

fn connect(database: &Path) -> Result<Connection> {
    let open = || -> rusqlite::Result<Connection> {
        let connection = Connection::open(database)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        // What is deleted is overwritten: an erased key must not be found in a free page.
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON;",
        )?;
        Ok(connection)
    };
    open().map_err(|e| VaultStoreError::new("opening the database", e))
}

#[async_trait]
impl VaultStore for SqliteVault {
    async fn key(&self, owner: Owner) -> Result<KeyState> {
        self.read("reading a key", move |c| key_state(c, owner)).await
    }

    async fn add_key(&self, owner: Owner, key: WrappedKey) -> Result<KeyState> {
        self.ask("storing a key", |answer| Job::AddKey(owner, key, answer)).await
    }

    async fn put(&self, rows: Vec<SealedRow>, people: Vec<PersonRow>) -> Result<()> {
        self.ask("storing sealed material", |answer| Job::Put(rows, people, answer)).await
    }

    async fn row(&self, marketplace: MarketplaceId, digest: [u8; 32]) -> Result<Option<SealedRow>> {
        self.read("reading sealed material", move |c| {
            c.prepare_cached(
                "SELECT party, generation, bytes, mime, place, ciphertext FROM sealed WHERE marketplace = ?1 AND digest = ?2",
            )?
            .query_row(params![marketplace.0, digest], |row| sealed_row(marketplace, digest, row))
            .optional()
        })
        .await
    }

    async fn person(&self, owner: Owner) -> Result<Option<PersonRow>> {
        self.read("reading a person", move |c| {
            c.prepare_cached("SELECT generation, sealed FROM person WHERE marketplace = ?1 AND party = ?2")?
                .query_row(params![owner.marketplace.0, owner.party.0], |row| {
                    Ok(PersonRow { owner, generation: row.get(0)?, bytes: row.get(1)? })
                })
                .optional()
        })
        .await
    }

    async fn destroy(&self, destruction: Destruction) -> Result<()> {
        self.ask("destroying", |answer| Job::Destroy(destruction, answer)).await
    }

    async fn repeat(&self) -> Result<()> {
        self.ask("repeating the destructions", Job::Repeat).await
    }

    async fn destructions(&self) -> Result<Vec<Destruction>> {
        let lines = self.read("reading the list of destructions", lines).await?;
        lines.iter().map(|line| parse(line)).collect()
    }
}

fn sealed_row(marketplace: MarketplaceId, digest: [u8; 32], row: &Row<'_>) -> rusqlite::Result<SealedRow> {
    let place = match (row.get::<_, u8>(4)?, row.get::<_, Option<Vec<u8>>>(5)?) {
        (0, Some(ciphertext)) => Place::Row(ciphertext),
        (1, _) => Place::Blob,
        _ => Place::Removed,
    };
    Ok(SealedRow {
        owner: Owner { marketplace, party: PartyId(row.get(0)?) },
        digest,
        generation: row.get(1)?,
        bytes: u64::try_from(row.get::<_, i64>(2)?).unwrap_or(0),
        mime: row.get(3)?,
        place,
    })
}

fn key_state(c: &Connection, owner: Owner) -> rusqlite::Result<KeyState> {
    let who = params![owner.marketplace.0, owner.party.0];
    let key = c
        .prepare_cached("SELECT generation, wrapped FROM person_key WHERE marketplace = ?1 AND party = ?2")?
        .query_row(who, |row| Ok(WrappedKey { generation: row.get(0)?, bytes: row.get(1)? }))
        .optional()?;
    let erased = c
        .prepare_cached("SELECT generation FROM erased WHERE marketplace = ?1 AND party = ?2")?
        .query_row(who, |row| row.get(0))
        .optional()?
        .unwrap_or(0);
    Ok(KeyState { key, erased })
}

fn add_key(c: &Connection, owner: Owner, key: &WrappedKey) -> rusqlite::Result<KeyState> {
    c.prepare_cached(
        "INSERT INTO person_key (marketplace, party, generation, wrapped)
         SELECT ?1, ?2, ?3, ?4
         WHERE ?3 > coalesce((SELECT generation FROM erased WHERE marketplace = ?1 AND party = ?2), 0)
         ON CONFLICT (marketplace, party) DO NOTHING",
    )?
    .execute(params![owner.marketplace.0, owner.party.0, key.generation, key.bytes])?;
    key_state(c, owner)
}

fn put(c: &Connection, rows: &[SealedRow], people: &[PersonRow]) -> rusqlite::Result<()> {
    let mut insert = c.prepare_cached(
        "INSERT INTO sealed (marketplace, digest, party, generation, bytes, mime, place, ciphertext)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (marketplace, digest) DO NOTHING",
    )?;
    for row in rows {
        let (place, ciphertext) = match &row.place {
            Place::Row(bytes) => (0, Some(bytes)),
            Place::Blob => (1, None),
            Place::Removed => (2, None),
        };
        let owner = row.owner;
        let bytes = i64::try_from(row.bytes).unwrap_or(i64::MAX);
        insert.execute(params![
            owner.marketplace.0,
            row.digest,
            owner.party.0,
            row.generation,
            bytes,
            row.mime,
            place,
            ciphertext
        ])?;
    }
    let mut replace = c.prepare_cached(
        "INSERT INTO person (marketplace, party, generation, sealed) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (marketplace, party) DO UPDATE SET generation = excluded.generation, sealed = excluded.sealed",
    )?;
    for row in people {
        replace.execute(params![row.owner.marketplace.0, row.owner.party.0, row.generation, row.bytes])?;
    }
    Ok(())
}

fn lines(c: &Connection) -> rusqlite::Result<Vec<String>> {
    c.prepare("SELECT line FROM destruction ORDER BY number")?.query_map([], |row| row.get(0))?.collect()
}

fn parse(line: &str) -> Result<Destruction> {
    serde_json::from_str(line).map_err(|e| VaultStoreError::new("reading the list of destructions", e))
}

fn carry_out(c: &Connection, line: &str, destruction: &Destruction) -> rusqlite::Result<()> {
    c.execute("INSERT INTO destruction (line) VALUES (?1) ON CONFLICT DO NOTHING", [line])?;
    match destruction {
        Destruction::Erase { marketplace, party, generation, .. } => {
            let which = params![marketplace.0, party.0, generation];
            c.execute(
                "INSERT INTO erased (marketplace, party, generation) VALUES (?1, ?2, ?3)
                 ON CONFLICT (marketplace, party) DO UPDATE SET generation = max(generation, excluded.generation)",
                which,
            )?;
            for table in ["person_key", "person"] {
                let sql =
                    format!("DELETE FROM {table} WHERE marketplace = ?1 AND party = ?2 AND generation <= ?3");
                c.execute(&sql, which)?;
            }
        }
        Destruction::Remove { marketplace, digest, .. } => {
            c.execute(
                "UPDATE sealed SET place = 2, ciphertext = NULL WHERE marketplace = ?1 AND digest = unhex(?2)",
                params![marketplace.0, digest],
            )?;
        }
    }
    Ok(())
}

struct Writer {
    connection: Connection,
    list: PathBuf,
}

impl Writer {
    fn run(mut self, inbox: &mpsc::Receiver<Job>) {
        while let Ok(first) = inbox.recv() {
            let mut batch = vec![first];
            batch.extend(inbox.try_iter().take(BATCH - 1));
            self.work(batch);
        }
    }

    /// Ordinary writes share a transaction; a destruction is a work of its own, in its place among them.
    fn work(&mut self, batch: Vec<Job>) {
        let mut together = Vec::new();
        for job in batch {
            match job {
                Job::Destroy(destruction, answer) => {
                    self.write(std::mem::take(&mut together));
                    let _ = answer.send(self.destroy(&destruction));
                }
                Job::Repeat(answer) => {
                    self.write(std::mem::take(&mut together));
                    let _ = answer.send(self.repeat());
                }
                job => together.push(job),
            }
        }
        self.write(together);
    }

    /// One transaction; the answers leave after its commit.
    fn write(&mut self, jobs: Vec<Job>) {
        if jobs.is_empty() {
            return;
        }
        let mut states = Vec::new();
        let done = self.transaction(|c| {
            for job in &jobs {
                match job {
                    Job::AddKey(owner, key, _) => states.push(add_key(c, *owner, key)?),
                    Job::Put(rows, people, _) => put(c, rows, people)?,
                    Job::Destroy(..) | Job::Repeat(_) => {}
                }
            }
            Ok(())
        });
        let failed = done.err().map(|e| e.to_string());
        let mut states = states.into_iter();
        for job in jobs {
            // A caller that has gone away needs no answer.
            match (job, &failed) {
                (Job::AddKey(_, _, answer), None) => {
                    let state =
                        states.next().ok_or_else(|| VaultStoreError::new("storing a key", "no answer"));
                    let _ = answer.send(state);
                }
                (Job::AddKey(_, _, answer), Some(e)) => {
                    let _ = answer.send(Err(VaultStoreError::new("storing a key", e.clone())));
                }
                (Job::Put(_, _, answer), None) => {
                    let _ = answer.send(Ok(()));
                }
                (Job::Put(_, _, answer), Some(e)) => {
                    let _ = answer.send(Err(VaultStoreError::new("storing sealed material", e.clone())));
                }
                (Job::Destroy(..) | Job::Repeat(_), _) => {}
            }
        }
    }

    fn transaction(
        &mut self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<()> {
        let transaction =
            self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        work(&transaction)?;
        transaction.commit()
    }

    fn destroy(&mut self, destruction: &Destruction) -> Result<()> {
        let line =
            serde_json::to_string(destruction).map_err(|e| VaultStoreError::new("writing the list", e))?;
        destroyed::append(&self.list, std::slice::from_ref(&line))
            .map_err(|e| VaultStoreError::new("writing the list", e))?;
        self.transaction(|c| carry_out(c, &line, destruction))
            .map_err(|e| VaultStoreError::new("destroying", e))?;
        self.forget_log()
    }

    /// Brings the list in the database and the one in the file together, and carries out all of it.
    fn repeat(&mut self) -> Result<()> {
        let outside = destroyed::read(&self.list).map_err(|e| VaultStoreError::new("reading the list", e))?;
        let inside = lines(&self.connection).map_err(|e| VaultStoreError::new("reading the list", e))?;
        let lost: Vec<String> = inside.iter().filter(|line| !outside.contains(line)).cloned().collect();
        destroyed::append(&self.list, &lost).map_err(|e| VaultStoreError::new("writing the list", e))?;
        let all =
            outside.iter().chain(&lost).map(|line| Ok((line, parse(line)?))).collect::<Result<Vec<_>>>()?;
        self.transaction(|c| all.iter().try_for_each(|(line, destruction)| carry_out(c, line, destruction)))
            .map_err(|e| VaultStoreError::new("repeating the destructions", e))?;
        self.forget_log()
    }

    /// What was destroyed must not go on living in the write-ahead log.
    fn forget_log(&self) -> Result<()> {
        self.connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
            .map_err(|e| VaultStoreError::new("emptying the log", e))
    }
}
