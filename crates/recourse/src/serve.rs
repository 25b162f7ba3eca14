//! Serving HTTP until told to stop, and the document that describes it.
use crate::cli::Data;
use crate::keeping::BACKUPS_FILE;
use crate::keys::{self, KeyOf};
use crate::markets;
use crate::report;
use crate::wire::{self, House};
use crate::world::OsRandom;
use anyhow::{Context, Result};
use server::{RateLimit, Secret, ServerSettings, ServerState};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// How often a checkpoint is made: this many looks apart.
const CHECKPOINT_EVERY: u32 = 24 * 60;
/// How often it is looked whether a backup was made, after which a checkpoint is made too.
const LOOK_EVERY: Duration = Duration::from_secs(60);
/// How long requests under way may take when the process is told to stop.
const GRACE: Duration = Duration::from_secs(30);
/// The sandbox marketplace that is made for a first look.
const DEMO: &str = "demo";

/// How serving is asked for.
#[derive(Debug)]
pub struct Wish {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Whether to make the sandbox marketplace.
    pub sandbox: bool,
    /// EasyPost's webhook secrets by marketplace.
    pub easypost: BTreeMap<String, Secret>,
    /// Where people reach this installation.
    pub public_url: Option<String>,
    /// Whether a proxy names the senders.
    pub behind_proxy: bool,
    /// Requests a second of one key; 0 for no limit.
    pub rate: u32,
}

/// Serves until told to stop; then finishes what is under way and makes a checkpoint.
///
/// # Errors
/// Where the data cannot be opened, the address cannot be taken, or the last checkpoint cannot be made.
pub async fn serve(data: &Data, wish: Wish) -> Result<()> {
    let stop = Stop::listen()?;
    let house = wire::open_or_make(data).await?;
    let (listener, address) = listen(wish.listen).await?;
    let alone = house.engine.store().hold("first start").await?;
    first_start(&house).await?;
    if wish.sandbox {
        demo(&house, address).await?;
    }
    drop(alone);
    report::write(&format!(
        "Recourse listens on http://{address} (its documentation: http://{address}/docs)\n"
    ))?;
    let settings = ServerSettings {
        easypost: wish.easypost,
        session_key: Some(house.session_key.clone()),
        public_url: wish.public_url,
        behind_proxy: wish.behind_proxy,
        rate: RateLimit { per_second: wish.rate, burst: wish.rate.saturating_mul(2) },
        ..ServerSettings::default()
    };
    run(house, listener, settings, stop).await
}

/// Takes an address; with port 0, a free one.
///
/// # Errors
/// Where it cannot be taken.
pub async fn listen(on: SocketAddr) -> Result<(TcpListener, SocketAddr)> {
    let taken = TcpListener::bind(on).await;
    let listener =
        taken.with_context(|| format!("cannot listen on {on}; name another address with --listen"))?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Serves a house until told to stop; then finishes what is under way and makes a checkpoint.
///
/// # Errors
/// Where the listener fails or the last checkpoint cannot be made.
pub async fn run(
    house: House,
    listener: TcpListener,
    settings: ServerSettings,
    mut told: Stop,
) -> Result<()> {
    let state = ServerState::new(house.engine.clone(), house.vault.clone(), Arc::new(OsRandom), settings);
    let workers = house.engine.start_workers();
    let (stop, stopped) = watch::channel(false);
    let wait = |mut stopped: watch::Receiver<bool>| async move {
        // An error means that nobody can tell us any more: stop, too.
        let _told = stopped.wait_for(|told| *told).await;
    };
    let mut serving = tokio::spawn(server::serve(listener, state, wait(stopped)));
    let checkpoints =
        tokio::spawn(daily(house.checkpointer.clone(), house.engine.clone(), house.file(BACKUPS_FILE)));
    let ended = tokio::select! {
        ended = &mut serving => Some(ended),
        told = told.told() => { told?; None }
    };
    tracing::info!("stopping: requests under way are finished");
    stop.send_replace(true);
    let ended = match ended {
        Some(ended) => ended,
        None => match tokio::time::timeout(GRACE, &mut serving).await {
            Ok(ended) => ended,
            Err(_) => {
                serving.abort();
                Ok(Ok(()))
            }
        },
    };
    checkpoints.abort();
    workers.stop().await;
    house.checkpoint().await?;
    ended?.context("the listener failed")
}

/// The operator's key, at the first start.
async fn first_start(house: &House) -> Result<()> {
    let engine = &house.engine;
    if !engine.store().api_keys(None).await?.is_empty() {
        return Ok(());
    }
    let (_, key) = keys::make_api_key(engine, KeyOf::Installation, "made at the first start").await?;
    report::write(&format!(
        "The installation's key, shown this once; it makes marketplaces and their keys:\n  {key}\n\n"
    ))
}

/// Makes the demonstration marketplace with a key, once, and prints a first request.
async fn demo(house: &House, address: SocketAddr) -> Result<()> {
    if house.engine.marketplaces().await?.iter().any(|there| there.slug == DEMO) {
        return report::write(&format!(
            "The sandbox marketplace '{DEMO}' is there; another key: recourse key create --marketplace {DEMO} (while stopped)\n\n"
        ));
    }
    let wish = markets::Wish {
        slug: DEMO.to_owned(),
        zone: None,
        currency: "EUR".to_owned(),
        policy: "default".to_owned(),
        calendar: None,
        sandbox: Some(house.engine.wall()),
        languages: vec!["en".to_owned()],
    };
    let made = markets::make(house, wish).await?;
    let (_, key) = keys::make_api_key(&house.engine, KeyOf::Marketplace(&made), "demonstration").await?;
    report::write(&first_request(&key, address))
}

fn first_request(key: &str, address: SocketAddr) -> String {
    let body = r#"{"reference": "order-1", "buyer": "ana",
  "sellers": [{"seller": "shop-7", "lines": [{"sku": "lamp", "quantity": 2,
    "price": {"amount": 4000, "currency": "EUR"}, "shipping": {"amount": 500, "currency": "EUR"}}]}],
  "payments": [{"provider": "sandbox", "payment_id": "pay-1", "method": "card",
    "amount": {"amount": 4500, "currency": "EUR"}}]}"#;
    format!(
        "The key of the sandbox marketplace '{DEMO}', shown this once:\n  {key}\n\nA first request:\n\n\
         curl -s http://{address}/v1/purchases -H 'Authorization: Bearer {key}' \\\n  \
         -H 'Content-Type: application/json' -H 'Idempotency-Key: first' -d '{body}'\n\n"
    )
}

/// A checkpoint a day of real time, and one after each backup: what the backup holds is then signed for.
async fn daily(checkpointer: engine::checkpoint::Checkpointer, engine: engine::Engine, backups: PathBuf) {
    let made = || std::fs::metadata(&backups).map_or(0, |known| known.len());
    loop {
        let before = made();
        if let Err(error) = checkpointer.make(engine.wall()).await {
            tracing::error!(%error, "the checkpoint could not be made");
        }
        for _ in 0..CHECKPOINT_EVERY {
            tokio::time::sleep(LOOK_EVERY).await;
            if made() != before {
                break;
            }
        }
    }
}

/// Hears when the process is told to stop: by the terminal's interrupt or by the service manager. From the moment it is
/// made, neither ends the process by itself.
pub struct Stop {
    #[cfg(unix)]
    signals: [tokio::signal::unix::Signal; 2],
}

impl Stop {
    /// Begins to listen.
    ///
    /// # Errors
    /// Where the system does not let it.
    #[cfg(unix)]
    pub fn listen() -> Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { signals: [signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?] })
    }

    /// Begins to listen.
    ///
    /// # Errors
    /// Never.
    #[cfg(not(unix))]
    pub fn listen() -> Result<Self> {
        Ok(Self {})
    }

    /// Waits until it is told.
    ///
    /// # Errors
    /// Where the system does not say.
    #[cfg(unix)]
    pub async fn told(&mut self) -> Result<()> {
        let [interrupt, terminate] = &mut self.signals;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        Ok(())
    }

    /// Waits until it is told.
    ///
    /// # Errors
    /// Where the system does not say.
    #[cfg(not(unix))]
    pub async fn told(&mut self) -> Result<()> {
        Ok(tokio::signal::ctrl_c().await?)
    }
}

/// Prints the OpenAPI document.
///
/// # Errors
/// Where it cannot be written.
pub fn openapi() -> Result<()> {
    report::write(&format!("{}\n", server::openapi()))
}
