//! What every handler is given.
use crate::known_keys::KnownKeys;
use crate::limit::Limiter;
use crate::operation::{HttpMeters, Limits, ProcessFigures, RequestIds};
use crate::portal::Streams;
use crate::portal::demo::{DemoSettings, Mails};
use crate::portal::session::{SessionKey, Throttle};
use engine::Engine;
use engine::evidence::EvidenceIntake;
use engine::vault::{Random, Vault};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Shared by every request.
pub type App = Arc<ServerState>;

/// A secret that masks itself in debug output.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Takes a secret in.
    #[must_use]
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }

    /// The secret itself. Never log it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

/// How many requests a key may make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// Requests a second, over time; 0 switches the limit off.
    pub per_second: u32,
    /// Requests at once after a rest.
    pub burst: u32,
}

/// Settings of the server.
#[derive(Clone, Debug)]
pub struct ServerSettings {
    /// SHA-256 of the admin key (see [`crate::auth::key_hash`]); without one, only admin keys in the store count.
    pub admin_key: Option<[u8; 32]>,
    /// The largest JSON body, in bytes.
    pub body_max: usize,
    /// The largest upload, in bytes; the policy's limits of files are held besides.
    pub upload_max: usize,
    /// The limit of each key.
    pub rate: RateLimit,
    /// EasyPost webhook secrets by a marketplace's slug.
    pub easypost: BTreeMap<String, Secret>,
    /// Seals portal links and sessions; without one they end with the process.
    pub session_key: Option<SessionKey>,
    /// Where people reach this installation, such as `https://help.shop.example`, without a path; without one, links lead to
    /// the host that the request named, and cookies may travel unencrypted.
    pub public_url: Option<String>,
    /// Whether every request comes through a proxy of the operator that names the sender in `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// Of connections and requests.
    pub limits: Limits,
    /// Reads what the system says of this process; without it, the figures say nothing of it.
    pub process: Option<fn() -> Option<ProcessFigures>>,
    /// Live pages that are open at once; further ones stand still until they are loaded again.
    pub streams_max: usize,
    /// How long one stream of a live page lasts before the browser must come with its session again.
    pub stream_lasts: Duration,
    /// Makes it a demonstration; nothing in operation.
    pub demo: Option<DemoSettings>,
}

impl ServerSettings {
    /// Whether people reach this installation by https alone.
    pub(crate) fn https(&self) -> bool {
        self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }
}

impl Default for ServerSettings {
    fn default() -> Self {
        Self {
            admin_key: None,
            body_max: 1024 * 1024,
            upload_max: 256 * 1024 * 1024,
            rate: RateLimit { per_second: 200, burst: 400 },
            easypost: BTreeMap::new(),
            session_key: None,
            public_url: None,
            behind_proxy: false,
            limits: Limits::default(),
            process: None,
            streams_max: 4_000,
            stream_lasts: Duration::from_mins(5),
            demo: None,
        }
    }
}

/// The engine and what lies beside it.
pub struct ServerState {
    /// Decides and keeps.
    pub engine: Engine,
    /// Seals and opens.
    pub vault: Vault,
    /// Fit for keys; the binary gives the operating system's.
    pub random: Arc<dyn Random>,
    /// Settings.
    pub settings: ServerSettings,
    pub(crate) intake: EvidenceIntake,
    pub(crate) limiter: Limiter,
    pub(crate) known_keys: KnownKeys,
    pub(crate) session_key: SessionKey,
    /// True once the server is told to stop: what would wait for ever ends then.
    pub(crate) stop: tokio::sync::watch::Sender<bool>,
    pub(crate) throttle: Throttle,
    pub(crate) http: HttpMeters,
    pub(crate) request_ids: RequestIds,
    /// Of live pages.
    pub(crate) streams: Arc<Streams>,
    /// Of a demonstration; empty in operation.
    pub(crate) mails: Mails,
}

impl ServerState {
    /// A server's state.
    #[must_use]
    pub fn new(engine: Engine, vault: Vault, random: Arc<dyn Random>, settings: ServerSettings) -> Self {
        let (intake, limiter) = (EvidenceIntake::new(vault.clone()), Limiter::new(settings.rate));
        let session_key =
            settings.session_key.clone().unwrap_or_else(|| SessionKey::passing(random.as_ref()));
        let (stop, mails) = (tokio::sync::watch::Sender::new(false), Mails::default());
        let (throttle, streams) = (Throttle::default(), Streams::new(settings.streams_max));
        let request_ids = RequestIds::new(random.as_ref());
        Self {
            // Callers come from outside, as many as like to.
            engine: engine.hasty(),
            vault,
            random,
            settings,
            intake,
            limiter,
            known_keys: KnownKeys::default(),
            session_key,
            stop,
            throttle,
            http: HttpMeters::default(),
            request_ids,
            streams,
            mails,
        }
    }

    /// Whether the server was told to stop.
    pub(crate) fn is_stopping(&self) -> bool {
        *self.stop.borrow()
    }

    /// Hears when the server is told to stop.
    pub(crate) fn stopping(&self) -> tokio::sync::watch::Receiver<bool> {
        self.stop.subscribe()
    }
}
