//! On which database the tests run, and a place of its own for each.
use crate::{TestDatabase, environment};
use engine::ports::Store;
use engine::ports::vault::VaultStore;
use std::path::Path;
use std::sync::Arc;
use store::{DATABASE_FILE, PostgresVault, SqliteStore, SqliteVault, VAULT_FILE};

/// The environment's word for the database on which stories are told: `sqlite`, the default, or `postgres`.
pub const STORE: &str = "RECOURSE_TEST_STORE";

/// Whether the tests run on PostgreSQL now.
///
/// # Panics
/// Where the word is neither.
#[must_use]
pub fn on_postgres() -> bool {
    match environment(STORE).as_deref() {
        None | Some("sqlite") => false,
        Some("postgres") => true,
        Some(other) => panic!("{STORE} is '{other}'; it is sqlite or postgres"),
    }
}

/// A folder of one test, with a database of its own in it or on the server. Both go when this does.
pub struct Bed {
    // Dropped first: what uses the database is closed by then, or is cut off.
    database: Option<TestDatabase>,
    folder: tempfile::TempDir,
}

impl Bed {
    /// An empty one, on the database that the tests run on.
    ///
    /// # Panics
    /// Where there is no server and the tests run on PostgreSQL.
    pub async fn make() -> Self {
        let database =
            if on_postgres() {
                let made = TestDatabase::make().await;
                Some(made.unwrap_or_else(|| {
                    panic!("{STORE} is postgres, so {} must name a server", crate::SERVER)
                }))
            } else {
                None
            };
        Self { database, folder: folder() }
    }

    /// One on the server, on whatever database the others run; nothing where there is no server, which is said and fails
    /// on CI.
    ///
    /// # Panics
    /// As [`TestDatabase::make`].
    pub async fn on_server() -> Option<Self> {
        Some(Self { database: Some(TestDatabase::make().await?), folder: folder() })
    }

    /// A copy of this one, of files and database. Nobody may use the database meanwhile.
    ///
    /// # Panics
    /// Where it cannot be copied.
    pub async fn copy(&self) -> Self {
        let database = match &self.database {
            Some(database) => Some(database.copy().await),
            None => None,
        };
        let copy = Self { database, folder: folder() };
        self.closed();
        copy_into(self.folder(), copy.folder());
        copy
    }

    /// Waits until whoever was dropped has let go of the files, which ends on threads of their own: only the last to have a
    /// database open can take its log away.
    fn closed(&self) {
        for name in [DATABASE_FILE, VAULT_FILE] {
            if !self.folder().join(name).is_file() {
                continue;
            }
            let file = self.sqlite(name);
            let alone = || file.pragma_update(None, "journal_mode", "DELETE").is_ok();
            let given_up = (0..1_000).any(|_| {
                alone() || {
                    std::thread::sleep(std::time::Duration::from_millis(10));
                    false
                }
            });
            assert!(given_up, "{name} is still in use");
        }
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The address of the database; nothing where it is a file in the folder.
    #[must_use]
    pub fn url(&self) -> Option<String> {
        self.database.as_ref().map(TestDatabase::url)
    }

    /// Opens the store.
    ///
    /// # Panics
    /// Where it does not open.
    pub async fn store(&self) -> Arc<dyn Store> {
        match &self.database {
            Some(database) => Arc::new(database.store().await),
            None => Arc::new(SqliteStore::open(self.folder()).expect("the store opens")),
        }
    }

    /// Opens the vault's storage.
    ///
    /// # Panics
    /// Where it does not open.
    pub async fn vault(&self) -> Arc<dyn VaultStore> {
        let list = self.folder().join("destroyed.jsonl");
        match &self.database {
            Some(database) => {
                let database = database.store().await.database().clone();
                Arc::new(PostgresVault::open(database, &list).await.expect("the vault opens"))
            }
            None => Arc::new(
                SqliteVault::open(&self.folder().join("vault.sqlite"), &list).expect("the vault opens"),
            ),
        }
    }

    /// Does something to the database past the store: the first words on SQLite, the second on PostgreSQL.
    ///
    /// # Panics
    /// Where the database refuses.
    pub async fn damage(&self, sqlite: &str, postgres: &str) {
        match &self.database {
            Some(database) => {
                let done = database.raw().await.batch_execute(postgres).await;
                done.unwrap_or_else(|error| panic!("`{postgres}`: {error:?}"));
            }
            None => {
                let done = self.sqlite(DATABASE_FILE).execute_batch(sqlite);
                done.unwrap_or_else(|error| panic!("`{sqlite}`: {error:?}"));
            }
        }
    }

    /// The same to the vault's tables.
    ///
    /// # Panics
    /// Where the database refuses.
    pub async fn damage_vault(&self, sqlite: &str, postgres: &str) {
        match &self.database {
            Some(_) => self.damage(sqlite, postgres).await,
            None => self.sqlite("vault.sqlite").execute_batch(sqlite).expect("the vault's database does it"),
        }
    }

    /// The bytes that a query finds past the store, on either.
    ///
    /// # Panics
    /// Where it finds none.
    pub async fn bytes(&self, query: &str) -> Vec<u8> {
        match &self.database {
            Some(database) => database.raw().await.query_one(query, &[]).await.expect("it is there").get(0),
            None => {
                let file = self.sqlite(DATABASE_FILE);
                file.query_row(query, [], |row| row.get(0)).expect("it is there")
            }
        }
    }

    fn sqlite(&self, file: &str) -> rusqlite::Connection {
        rusqlite::Connection::open(self.folder().join(file)).expect("the file opens")
    }
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("there is room for a folder")
}

/// Copies a folder with all that is in it.
///
/// # Panics
/// Where it cannot be copied.
pub fn copy_into(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder is made");
    for entry in std::fs::read_dir(from).expect("the folder is read") {
        let path = entry.expect("an entry").path();
        let to = to.join(path.file_name().expect("it has a name"));
        if path.is_dir() {
            copy_into(&path, &to);
        } else {
            std::fs::copy(&path, &to).expect("it is copied");
        }
    }
}
