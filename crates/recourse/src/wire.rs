//! Wires the parts of a data directory together: store, vault, keys, gateway, engine, checkpoints.
//!
//! ```text
//! DIR/recourse.sqlite     the store            DIR/keys/*.key        the installation's keys, for nobody else to read
//! DIR/vault.sqlite        personal data        DIR/destroyed.jsonl   who was erased, a second time
//! DIR/blobs/              sealed files         DIR/sandbox.jsonl     the sandbox gateway's book
//! DIR/checkpoints.jsonl   signed statements        DIR/losses.jsonl      losses that were accepted after a restore
//! DIR/backups.jsonl       backups that were made
//! ```
//!
//! With `--database` the two SQLite files are a PostgreSQL database, which several processes may share; see `storage.rs`.
use crate::cli::Data;
use crate::storage;
use crate::world::{OsClock, OsRandom};
use anyhow::{Context, Result, bail};
use connectors::sandbox::{QuietNotices, SandboxGateway};
use engine::checkpoint::{CheckpointFolder, Checkpointer, Made};
use engine::ports::{Gateway, Gateways, Marketplace};
use engine::vault::{Keys, Random, Vault};
use engine::verify::Verifier;
use engine::{Engine, Failpoints, Parts, Policies, Settings};
use resolution::id::MarketplaceId;
use server::SessionKey;
use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;

/// The vault's database in the data directory.
pub const VAULT_FILE: &str = "vault.sqlite";
/// The folder of sealed files.
pub const BLOBS_FOLDER: &str = "blobs";
/// The permanent list of what was destroyed, outside the database.
pub const DESTROYED_FILE: &str = "destroyed.jsonl";
/// The sandbox gateway's book.
pub const SANDBOX_FILE: &str = "sandbox.jsonl";

/// An installation, opened.
pub struct House {
    /// The engine.
    pub engine: Engine,
    /// Personal data.
    pub vault: Vault,
    /// Makes checkpoints.
    pub checkpointer: Checkpointer,
    /// Seals portal links and sessions.
    pub session_key: SessionKey,
    folder: CheckpointFolder,
    data: Data,
    _shared: Option<File>,
}

/// The gateways of this installation.
struct Providers {
    sandbox: Arc<SandboxGateway>,
}

impl Gateways for Providers {
    fn gateway(&self, _marketplace: MarketplaceId, provider: &str) -> Option<Arc<dyn Gateway>> {
        (provider == SandboxGateway::NAME).then(|| Arc::clone(&self.sandbox) as Arc<dyn Gateway>)
    }
}

/// Opens an installation, and makes it where there is none.
///
/// # Errors
/// What is wrong with it and what to do.
pub async fn open_or_make(data: &Data) -> Result<House> {
    let keys = storage::keys(data).await?;
    open_with(data, keys, Arc::new(OsRandom)).await
}

/// Opens an installation with these keys, and makes it where there is none; what is sealed draws on `random`.
///
/// # Errors
/// As [`open_or_make`].
pub async fn open_with(data: &Data, keys: Keys, random: Arc<dyn Random>) -> Result<House> {
    open_set(data, keys, random, Settings::default()).await
}

/// The same as [`open_or_make`], with so many places in each lane.
///
/// # Errors
/// As [`open_or_make`].
pub async fn open_to_serve(data: &Data, queue: usize) -> Result<House> {
    let keys = storage::keys(data).await?;
    open_set(data, keys, Arc::new(OsRandom), Settings { queue, ..Settings::default() }).await
}

async fn open_set(data: &Data, keys: Keys, random: Arc<dyn Random>, settings: Settings) -> Result<House> {
    let keys = Arc::new(keys);
    let storage = storage::open(data, &keys).await?;
    let (store, blobs) = (storage.store, Arc::new(storage.blobs));
    let vault = Vault::new(Arc::clone(&keys), random, storage.vault, blobs);
    vault
        .start()
        .await
        .context("what was erased could not be erased again; nothing is served before that")?;
    let sandbox = Arc::new(SandboxGateway::open(&data.dir.join(SANDBOX_FILE))?);
    let engine = Engine::start(Parts {
        store: Arc::clone(&store),
        clock: Arc::new(OsClock),
        gateways: Arc::new(Providers { sandbox }),
        notices: Arc::new(QuietNotices),
        policies: Policies::default(),
        settings: Settings { lanes: storage.lanes, ..settings },
        failpoints: Failpoints::none(),
    })
    .await?;
    let folder = CheckpointFolder::new(&data.dir);
    let name = format!("ins_{}", &hex::encode(keys.public())[..16]);
    let checkpointer = Checkpointer::new(store, Arc::clone(&keys), folder.clone(), &name);
    let session_key = SessionKey::new(*keys.derived("portal sessions 1"));
    Ok(House {
        engine,
        vault,
        checkpointer,
        session_key,
        folder,
        data: data.clone(),
        _shared: storage.shared,
    })
}

/// Opens an installation that is there.
///
/// # Errors
/// Also where there is none.
pub async fn open(data: &Data) -> Result<House> {
    if !storage::holds_data(data).await? {
        bail!(
            "{} holds no data of Recourse; name the place that `recourse serve` or `recourse import` made",
            data.shown()
        );
    }
    open_or_make(data).await
}

impl House {
    /// A marketplace by its slug.
    ///
    /// # Errors
    /// Where there is none, with the slugs that there are.
    pub async fn marketplace(&self, slug: &str) -> Result<Marketplace> {
        let all = self.engine.marketplaces().await?;
        let slugs: Vec<String> = all.iter().map(|one| one.slug.clone()).collect();
        all.into_iter().find(|one| one.slug == slug).with_context(|| {
            let there = if slugs.is_empty() { "none".to_owned() } else { slugs.join(", ") };
            format!("there is no marketplace '{slug}' in {}; there is: {there}", self.data.shown())
        })
    }

    /// The marketplaces of a command: the named one, or all.
    ///
    /// # Errors
    /// Where the named one is not there.
    pub async fn marketplaces(&self, slug: Option<&str>) -> Result<Vec<Marketplace>> {
        match slug {
            Some(slug) => Ok(vec![self.marketplace(slug).await?]),
            None => Ok(self.engine.marketplaces().await?),
        }
    }

    /// Signs a checkpoint over everything as it stands.
    ///
    /// # Errors
    /// Where its files or the store fail.
    pub async fn checkpoint(&self) -> Result<Made> {
        self.checkpointer.make(self.engine.wall()).await.context("the checkpoint could not be made")
    }

    /// A file of the data directory.
    pub fn file(&self, name: &str) -> PathBuf {
        self.data.dir.join(name)
    }

    /// What verifies this installation.
    pub fn verifier(&self) -> Verifier {
        let wakes = Arc::new(self.engine.clone());
        let store = Arc::clone(self.engine.store());
        Verifier::new(store, self.vault.clone(), self.folder.clone()).with_wakes(wakes)
    }
}
