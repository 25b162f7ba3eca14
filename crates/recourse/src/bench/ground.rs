//! Where it is measured: a fresh installation in a folder or an empty database, with a gateway that answers at once.
use crate::cli::{Data, Ground};
use crate::storage;
use crate::world::{OsClock, OsRandom, Stopwatch};
use anyhow::{Context, Result};
use connectors::sandbox::{QuietNotices, SandboxGateway};
use engine::ports::{Clock, Gateway, Gateways, Marketplace, Store};
use engine::vault::Vault;
use engine::{Engine, Failpoints, NewMarketplace, Parts, Policies, Settings};
use resolution::id::MarketplaceId;
use resolution::policy::presets;
use server::SessionKey;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// Small durable writes of a probe of the disk.
const PROBES: u64 = 500;

/// A place for measurements. A folder that nobody named is removed at the end.
pub struct Place {
    data: Data,
    _temporary: Option<TempDir>,
}

impl Place {
    /// The place of a wish: the named folder, or a new one beside where the command was started, so that it is on the disk
    /// that is meant.
    ///
    /// # Errors
    /// Where the folder cannot be made.
    pub fn of(ground: &Ground) -> Result<Self> {
        let temporary = match &ground.folder {
            Some(_) => None,
            None => Some(
                TempDir::with_prefix_in("recourse-bench-", ".")
                    .context("a folder for the measurement cannot be made here; name one with --in")?,
            ),
        };
        let dir = match (&ground.folder, &temporary) {
            (Some(folder), _) => folder.clone(),
            (None, Some(temporary)) => temporary.path().to_owned(),
            (None, None) => PathBuf::from("."),
        };
        std::fs::create_dir_all(&dir).with_context(|| format!("cannot make {}", dir.display()))?;
        Ok(Self { data: Data { dir, database: ground.database.clone() }, _temporary: temporary })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.data.dir
    }

    /// The address of the PostgreSQL database, where it is one.
    pub fn url(&self) -> Option<&str> {
        self.data.database.url.as_ref().map(server::Secret::reveal)
    }

    /// What keeps the data, in a word.
    pub fn database(&self) -> &'static str {
        if self.url().is_some() { "PostgreSQL" } else { "SQLite" }
    }

    /// Median and 99th hundredth of a small durable write, in microseconds.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn probe(&self) -> Result<(u64, u64)> {
        let path = self.folder().join("probe");
        let mut file = File::create(&path)?;
        let mut took = Vec::new();
        for _ in 0..PROBES {
            let watch = Stopwatch::start();
            file.write_all(&[7; 4_096])?;
            file.sync_data()?;
            took.push(u64::try_from(watch.elapsed().as_micros()).unwrap_or(u64::MAX));
        }
        std::fs::remove_file(&path)?;
        took.sort_unstable();
        let at = |percent: usize| took[took.len() * percent / 100];
        Ok((at(50), at(99)))
    }

    /// An installation there, with a live marketplace.
    ///
    /// # Errors
    /// Where it cannot be opened; with PostgreSQL, also where the database is another installation's.
    pub async fn house(&self, clock: Arc<dyn Clock>) -> Result<Installation> {
        let keys = Arc::new(storage::keys(&self.data).await?);
        let storage = storage::open(&self.data, &keys).await?;
        let vault = Vault::new(Arc::clone(&keys), Arc::new(OsRandom), storage.vault, Arc::new(storage.blobs));
        let settings = Settings { lanes: storage.lanes, ..Settings::default() };
        let engine = start(storage.store, clock, settings).await?;
        let marketplace = marketplace(&engine, "bench").await?;
        let session_key = SessionKey::new(*keys.derived("portal sessions 1"));
        Ok(Installation { engine, vault, marketplace, session_key, _shared: storage.shared })
    }

    /// The same under the system's clock.
    ///
    /// # Errors
    /// As [`Place::house`].
    pub async fn live(&self) -> Result<Installation> {
        self.house(Arc::new(OsClock)).await
    }
}

/// An installation that is measured.
pub struct Installation {
    /// The engine, without its workers.
    pub engine: Engine,
    /// Personal data.
    pub vault: Vault,
    /// Its one marketplace.
    pub marketplace: Arc<Marketplace>,
    /// Seals sessions.
    pub session_key: SessionKey,
    _shared: Option<File>,
}

impl Installation {
    /// Ends it and waits until the store is let go.
    pub async fn close(self) {
        self.engine.kill().await;
    }
}

/// One gateway that pays at once and keeps its book in memory.
struct AtOnce(Arc<SandboxGateway>);

impl Gateways for AtOnce {
    fn gateway(&self, _marketplace: MarketplaceId, provider: &str) -> Option<Arc<dyn Gateway>> {
        (provider == SandboxGateway::NAME).then(|| Arc::clone(&self.0) as Arc<dyn Gateway>)
    }
}

/// An engine over a store.
///
/// # Errors
/// Where the store fails.
pub async fn start(store: Arc<dyn Store>, clock: Arc<dyn Clock>, settings: Settings) -> Result<Engine> {
    Ok(Engine::start(Parts {
        store,
        clock,
        gateways: Arc::new(AtOnce(Arc::new(SandboxGateway::in_memory()))),
        notices: Arc::new(QuietNotices),
        policies: Policies::default(),
        settings,
        failpoints: Failpoints::none(),
    })
    .await?)
}

/// A live marketplace under the default policy; the one that is there, where it is.
///
/// # Errors
/// Where it cannot be made.
pub async fn marketplace(engine: &Engine, slug: &str) -> Result<Arc<Marketplace>> {
    if let Some(there) = engine.marketplaces().await?.into_iter().find(|there| there.slug == slug) {
        return Ok(Arc::new(there));
    }
    let files = presets::files("default").context("the default policy is shipped")?;
    let policy = engine.add_policy(files).await?;
    let wish = NewMarketplace {
        slug: slug.to_owned(),
        zone: "UTC".to_owned(),
        calendar: None,
        currency: "EUR".parse()?,
        policy,
        sandbox: None,
        languages: vec!["en".to_owned()],
    };
    Ok(engine.create_marketplace(wish).await?)
}
