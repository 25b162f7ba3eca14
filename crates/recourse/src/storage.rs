//! Opening what keeps the data: files in the data directory, or a PostgreSQL database beside it.
//!
//! With PostgreSQL the directory still holds keys, files, checkpoints, the list of the destroyed and the sandbox gateway's
//! book. Processes that share the database share the directory, or each has a copy of its keys and the same `blobs`.
use crate::cli::Data;
use crate::keys;
use crate::wire::{BLOBS_FOLDER, DESTROYED_FILE, VAULT_FILE};
use crate::world::a_day_ago;
use anyhow::{Context, Result, bail};
use engine::ports::Store;
use engine::ports::vault::VaultStore;
use engine::vault::Keys;
use server::Secret;
use std::fs::{self, File, OpenOptions};
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use store::{
    DATABASE_FILE, Database, LOCK_FILE, LocalBlobs, PostgresSettings, PostgresStore, PostgresVault,
    SqliteStore, SqliteVault,
};

/// Lanes on PostgreSQL, if nobody says otherwise: while one waits for its commit, others decide.
const LANES: usize = 4;
/// Connections beside one for each lane: waker, outbox, inbox, vault, and what staff does.
const BESIDE_LANES: usize = 4;

/// What keeps the data.
pub struct Storage {
    /// Orders, cases, and all that is not personal.
    pub store: Arc<dyn Store>,
    /// Keys of persons, and what they sealed.
    pub vault: Arc<dyn VaultStore>,
    /// Sealed files.
    pub blobs: LocalBlobs,
    /// Lanes of the engine.
    pub lanes: NonZeroUsize,
    /// Held while this is open: other processes may share the directory, but none that wants it for itself.
    pub shared: Option<File>,
}

impl Data {
    /// How it is named to people: never with a password.
    pub fn shown(&self) -> String {
        match self.url() {
            Some(_) => format!("the database beside {}", self.dir.display()),
            None => self.dir.display().to_string(),
        }
    }

    fn url(&self) -> Option<&Secret> {
        self.database.address()
    }
}

/// Connects to the database and looks whether it can be used; makes nothing there. False where it is a file.
///
/// # Errors
/// Why it cannot be used.
pub async fn reach(data: &Data) -> Result<bool> {
    let Some(url) = data.url() else { return Ok(false) };
    Database::connect(url.reveal(), PostgresSettings { readers: 1, writers: 1 }).await?;
    Ok(true)
}

/// Whether there are data of Recourse. A PostgreSQL database is Recourse's from the first start over it.
///
/// # Errors
/// Where the database cannot be opened.
pub async fn holds_data(data: &Data) -> Result<bool> {
    let Some(url) = data.url() else { return Ok(data.dir.join(DATABASE_FILE).is_file()) };
    let (vault, _) = postgres_vault(data, url).await?;
    Ok(vault.installation().await?.is_some())
}

/// The keys of the data in a directory; made where both are new.
///
/// # Errors
/// Where they are missing beside data, or are not keys.
pub async fn keys(data: &Data) -> Result<Keys> {
    // Two processes that start at once make one set of keys.
    let _alone = data.url().map(|_| alone(&data.dir)).transpose()?;
    keys::load_or_make(&data.dir.join(keys::FOLDER), holds_data(data).await?)
}

/// Opens it, and makes what is not there.
///
/// # Errors
/// What is wrong and what to do.
pub async fn open(data: &Data, keys: &Keys) -> Result<Storage> {
    match data.url() {
        None => sqlite(&data.dir),
        Some(url) => postgres(data, url, keys).await,
    }
}

fn sqlite(dir: &Path) -> Result<Storage> {
    let store = SqliteStore::open(dir)?;
    let vault = SqliteVault::open(&dir.join(VAULT_FILE), &dir.join(DESTROYED_FILE))?;
    let blobs = LocalBlobs::open(&dir.join(BLOBS_FOLDER))?;
    blobs.clear_halves(None)?;
    let (store, vault) = (Arc::new(store), Arc::new(vault));
    Ok(Storage { store, vault, blobs, lanes: NonZeroUsize::MIN, shared: None })
}

async fn postgres(data: &Data, url: &Secret, keys: &Keys) -> Result<Storage> {
    let shared = shared(&data.dir)?;
    let (vault, database) = postgres_vault(data, url).await?;
    let store = PostgresStore::over(database).await?;
    if vault.claim(&keys.public()).await? != keys.public() {
        bail!(
            "the keys in {} are not those of the database: with them nothing in it could be read, and nobody would be who they \
             were; copy the keys of the installation there, or name another database",
            data.dir.join(keys::FOLDER).display()
        );
    }
    let blobs = LocalBlobs::open(&data.dir.join(BLOBS_FOLDER))?;
    blobs.clear_halves(Some(a_day_ago()))?;
    Ok(Storage {
        store: Arc::new(store),
        vault: Arc::new(vault),
        blobs,
        lanes: lanes(data),
        shared: Some(shared),
    })
}

async fn postgres_vault(data: &Data, url: &Secret) -> Result<(PostgresVault, Database)> {
    fs::create_dir_all(&data.dir).with_context(|| format!("cannot make {}", data.dir.display()))?;
    let settings =
        PostgresSettings { writers: lanes(data).get() + BESIDE_LANES, ..PostgresSettings::default() };
    let database = Database::connect(url.reveal(), settings).await?;
    let vault = PostgresVault::open(database.clone(), &data.dir.join(DESTROYED_FILE)).await?;
    Ok((vault, database))
}

fn lanes(data: &Data) -> NonZeroUsize {
    let wanted = data.database.lanes.and_then(|lanes| NonZeroUsize::new(usize::from(lanes)));
    wanted.or(NonZeroUsize::new(LANES)).unwrap_or(NonZeroUsize::MIN)
}

/// Shares the directory with others that keep their data in PostgreSQL.
fn shared(dir: &Path) -> Result<File> {
    let file = lock_file(dir)?;
    file.try_lock_shared().with_context(|| {
        format!(
            "another process uses the SQLite data in {}; stop it first, or name another directory",
            dir.display()
        )
    })?;
    Ok(file)
}

/// Keeps others from making keys in the directory, until it is dropped.
fn alone(dir: &Path) -> Result<File> {
    fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(dir.join("keys.lock"))?;
    file.lock()?;
    Ok(file)
}

fn lock_file(dir: &Path) -> Result<File> {
    fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
    let path = dir.join(LOCK_FILE);
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
    file.with_context(|| format!("cannot write {}", path.display()))
}
