//! SQLite as source and as target of a copy.
use super::tables::{Home, TABLES, Table};
use super::value::{Row, RowSum, Value};
use super::{CopyError, PIECE, files};
use crate::sqlite::{DATABASE_FILE, SqliteStore, SqliteVault, VAULT_FILE, named};
use engine::ports::StoreError;
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::mpsc;

const UNFINISHED: &str = ".copy.unfinished";

/// The two files of a data directory, each with a connection.
pub(super) struct Sqlite {
    store: Arc<Mutex<Connection>>,
    vault: Arc<Mutex<Connection>>,
    /// Keeps other processes out of the directory, and its tables up to date.
    _opened: SqliteStore,
}

impl Sqlite {
    /// Opens data that are there, and keeps others from using them.
    pub(super) fn source(directory: &Path) -> Result<Self, CopyError> {
        if !directory.join(DATABASE_FILE).is_file() {
            let source = std::io::Error::from(std::io::ErrorKind::NotFound);
            return Err(files(&directory.join(DATABASE_FILE))(source));
        }
        Self::open(directory)
    }

    fn open(directory: &Path) -> Result<Self, CopyError> {
        let opened = SqliteStore::open(directory)?;
        drop(SqliteVault::open(&directory.join(VAULT_FILE), &directory.join("destroyed.jsonl"))?);
        let connect = |name: &str| {
            let connection = Connection::open(directory.join(name));
            Ok::<_, CopyError>(Arc::new(Mutex::new(connection.map_err(failed)?)))
        };
        Ok(Self { store: connect(DATABASE_FILE)?, vault: connect(VAULT_FILE)?, _opened: opened })
    }

    fn connection(&self, table: &Table) -> Arc<Mutex<Connection>> {
        Arc::clone(if table.vault { &self.vault } else { &self.store })
    }

    async fn with<T: Send + 'static>(
        &self,
        table: &'static Table,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, CopyError> {
        let connection = self.connection(table);
        let done = tokio::task::spawn_blocking(move || work(&locked(&connection)));
        done.await.map_err(|_| StoreError::Closed)?.map_err(failed)
    }

    pub(super) async fn count(&self, table: &'static Table) -> Result<u64, CopyError> {
        let sql = format!("SELECT count(*) FROM {}", table.name);
        let rows: i64 = self.with(table, move |c| c.query_row(&sql, [], |row| row.get(0))).await?;
        Ok(u64::try_from(rows).unwrap_or(0))
    }

    /// Reads a table, in pieces where somebody takes them, and gives the sum of its rows.
    pub(super) async fn read(
        &self,
        table: &'static Table,
        to: Option<mpsc::Sender<Vec<Row>>>,
        told: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<RowSum, CopyError> {
        let (tell, mut hear) = mpsc::unbounded_channel();
        let reading = self.with(table, move |c| pieces(c, table, to.as_ref(), &tell));
        let telling = async {
            while let Some(rows) = hear.recv().await {
                told(rows);
            }
            Ok(())
        };
        Ok(tokio::try_join!(reading, telling)?.0)
    }

    /// The last number that the table's counter gave out.
    pub(super) async fn last(&self, table: &'static Table, column: &str) -> Result<i64, CopyError> {
        let newest = format!("SELECT coalesce(max({column}), 0) FROM {}", table.name);
        self.with(table, move |c| {
            let newest: i64 = c.query_row(&newest, [], |row| row.get(0))?;
            let counter = counter(c, table.name)?.unwrap_or(0);
            Ok(newest.max(counter))
        })
        .await
    }

    pub(super) async fn write(
        &self,
        table: &'static Table,
        mut from: mpsc::Receiver<Vec<Row>>,
    ) -> Result<(), CopyError> {
        self.with(table, move |c| {
            // Only the row with which a new store begins.
            c.execute(&format!("DELETE FROM {}", table.name), [])?;
            let mut insert = c.prepare(&insert(table))?;
            while let Some(rows) = from.blocking_recv() {
                for row in rows {
                    insert.execute(params_from_iter(written(table, &row)))?;
                }
            }
            Ok(())
        })
        .await
    }

    /// Later rows go on from this number, where the table counts on over what was deleted.
    pub(super) async fn continue_from(&self, table: &'static Table, last: i64) -> Result<(), CopyError> {
        self.with(table, move |c| {
            // Only a table that never gives a number twice has a counter of its own.
            let counts: bool = c.query_row(
                "SELECT sql LIKE '%AUTOINCREMENT%' FROM sqlite_schema WHERE name = ?1",
                [table.name],
                |row| row.get(0),
            )?;
            if counts {
                c.execute("DELETE FROM sqlite_sequence WHERE name = ?1", [table.name])?;
                c.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)", (table.name, last))?;
            }
            Ok(())
        })
        .await
    }
}

fn locked(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}

fn failed(error: rusqlite::Error) -> CopyError {
    named(error, "copy a table").into()
}

fn counter(c: &Connection, name: &str) -> rusqlite::Result<Option<i64>> {
    let there = c
        .query_row("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'", [], |_| Ok(()))
        .optional()?;
    if there.is_none() {
        return Ok(None);
    }
    c.query_row("SELECT seq FROM sqlite_sequence WHERE name = ?1", [name], |row| row.get(0)).optional()
}

fn pieces(
    c: &Connection,
    table: &Table,
    to: Option<&mpsc::Sender<Vec<Row>>>,
    tell: &mpsc::UnboundedSender<u64>,
) -> rusqlite::Result<RowSum> {
    let columns: Vec<String> = table.columns.iter().map(super::tables::Column::read).collect();
    let mut statement = c.prepare(&format!("SELECT {} FROM {} t", columns.join(", "), table.name))?;
    let mut rows = statement.query([])?;
    let (mut digest, mut piece) = (RowSum::default(), Vec::with_capacity(PIECE));
    while let Some(row) = rows.next()? {
        let row = (0..columns.len()).map(|at| row.get(at)).collect::<rusqlite::Result<Row>>()?;
        digest.add(&row);
        piece.push(row);
        if piece.len() == PIECE && !hand_over(&mut piece, to, tell) {
            return Ok(digest);
        }
    }
    hand_over(&mut piece, to, tell);
    Ok(digest)
}

/// False where nobody takes any more: then the taker's own error is what counts.
fn hand_over(
    piece: &mut Vec<Row>,
    to: Option<&mpsc::Sender<Vec<Row>>>,
    tell: &mpsc::UnboundedSender<u64>,
) -> bool {
    let rows = std::mem::take(piece);
    // Nobody who listens to progress any more is no reason to stop.
    let _unheard = tell.send(u64::try_from(rows.len()).unwrap_or(0));
    to.is_none_or(|to| rows.is_empty() || to.blocking_send(rows).is_ok())
}

/// The statement that inserts a row.
fn insert(table: &Table) -> String {
    let written = || table.columns.iter().filter(|column| !matches!(column.home, Home::Follows { .. }));
    let names: Vec<&str> = written()
        .map(|column| match column.home {
            Home::Head { by, .. } => by,
            _ => column.name,
        })
        .collect();
    let values: Vec<String> = (1..)
        .zip(written())
        .map(|(at, column)| match column.home {
            Home::Head { .. } => format!("(SELECT key FROM head WHERE id = ?{at})"),
            _ => format!("?{at}"),
        })
        .collect();
    format!("INSERT INTO {} ({}) VALUES ({})", table.name, names.join(", "), values.join(", "))
}

fn written<'a>(table: &Table, row: &'a Row) -> impl Iterator<Item = &'a Value> {
    let follows: Vec<bool> =
        table.columns.iter().map(|column| matches!(column.home, Home::Follows { .. })).collect();
    row.iter().zip(follows).filter(|(_, follows)| !follows).map(|(value, _)| value)
}

/// A SQLite target under construction.
pub(super) struct SqliteTarget {
    pub(super) files: Sqlite,
    directory: PathBuf,
    /// Removed with everything in it, unless the copy was finished.
    making: Making,
}

struct Making(PathBuf);

impl Drop for Making {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next copy.
        let _left = fs::remove_dir_all(&self.0);
    }
}

impl SqliteTarget {
    /// Begins two files in a directory that has none.
    pub(super) fn begin(directory: &Path) -> Result<Self, CopyError> {
        for name in [DATABASE_FILE, VAULT_FILE] {
            if directory.join(name).exists() {
                return Err(CopyError::NotEmpty { what: name.to_owned() });
            }
        }
        let making = directory.join(UNFINISHED);
        if making.exists() {
            fs::remove_dir_all(&making).map_err(files(&making))?;
        }
        fs::create_dir_all(&making).map_err(files(&making))?;
        let making = Making(making);
        let opened = Sqlite::open(&making.0)?;
        for connection in [&opened.store, &opened.vault] {
            // They are new files that count only when they are whole.
            let sql = "PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE;";
            locked(connection).execute_batch(sql).map_err(failed)?;
        }
        Ok(Self { files: opened, directory: directory.to_owned(), making })
    }

    /// Checks what refers to what, and gives the files their names.
    pub(super) async fn finish(self) -> Result<(), CopyError> {
        let table = TABLES.first().map(|table| table.name).unwrap_or_default();
        for connection in [&self.files.store, &self.files.vault] {
            let c = locked(connection);
            c.execute_batch("COMMIT").map_err(failed)?;
            let mut broken = c.prepare("PRAGMA foreign_key_check").map_err(failed)?;
            if broken.exists([]).map_err(failed)? {
                return Err(CopyError::Differs { table });
            }
            drop(broken);
            c.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).map_err(failed)?;
        }
        let Self { files: opened, directory, making } = self;
        drop(opened);
        // The vault first: where the store's file lies, there are data.
        for name in [VAULT_FILE, DATABASE_FILE] {
            let (from, to) = (making.0.join(name), directory.join(name));
            let moved =
                File::open(&from).and_then(|file| file.sync_all()).and_then(|()| fs::rename(&from, &to));
            moved.map_err(files(&to))?;
        }
        File::open(&directory).and_then(|file| file.sync_all()).map_err(files(&directory))
    }
}
