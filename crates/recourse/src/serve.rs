//! Serving HTTP until told to stop, and the document that describes it.
use crate::cli::{Serve, seconds};
use crate::keeping::BACKUPS_FILE;
use crate::keys::{self, KeyOf};
use crate::markets;
use crate::report;
use crate::stop::Stop;
use crate::wire::{self, House};
use crate::world::{self, OsRandom};
use anyhow::{Context, Result};
use server::{Ending, Limits, RateLimit, Secret, ServerSettings, ServerState};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// How often a checkpoint is made: this many looks apart.
const CHECKPOINT_EVERY: u32 = 24 * 60;
/// How often it is looked whether a backup was made, after which a checkpoint is made too.
const LOOK_EVERY: Duration = Duration::from_secs(60);
/// How serving ends where nobody says otherwise.
pub const ENDING: Ending = Ending { drain: Duration::ZERO, grace: Duration::from_secs(30) };
/// The sandbox marketplace that is made for a first look.
const DEMO: &str = "demo";

/// Serves until told to stop; then finishes what is under way and makes a checkpoint.
///
/// # Errors
/// Where the data cannot be opened, the address cannot be taken, or the last checkpoint cannot be made.
pub async fn serve(wish: &Serve) -> Result<()> {
    let stop = Stop::listen()?;
    let settings = settings(wish)?;
    let queue = usize::try_from(wish.limits.queue).context("a number of places")?;
    let house = wire::open_to_serve(&wish.data, queue).await?;
    let (listener, address) = listen(wish.listen).await?;
    let admin = match wish.admin_listen {
        Some(on) => Some(listen(on).await?),
        None => None,
    };
    let alone = house.engine.store().hold("first start").await?;
    first_start(&house).await?;
    if wish.sandbox {
        demo(&house, address).await?;
    }
    drop(alone);
    if let Some((_, address)) = &admin {
        report::write(&format!("Figures and health for the operator: http://{address}/metrics\n"))?;
    }
    report::write(&format!(
        "Recourse listens on http://{address} (its documentation: http://{address}/docs)\n"
    ))?;
    let settings = ServerSettings { session_key: Some(house.session_key.clone()), ..settings };
    let ending = Ending { drain: seconds(wish.limits.drain), grace: seconds(wish.limits.grace) };
    let admin = admin.map(|(listener, _)| listener);
    run(house, Listeners { main: listener, admin }, settings, ending, stop).await
}

/// The server's settings.
fn settings(wish: &Serve) -> Result<ServerSettings> {
    let limits = &wish.limits;
    let count = |number: u32| usize::try_from(number).context("a number of places");
    Ok(ServerSettings {
        easypost: easypost(wish)?,
        public_url: wish.public_url.clone(),
        behind_proxy: wish.behind_proxy,
        rate: RateLimit { per_second: limits.rate, burst: limits.rate.saturating_mul(2) },
        body_max: count(limits.body_max)?,
        upload_max: count(limits.upload_max)?,
        streams_max: count(limits.streams)?,
        limits: Limits {
            connections: count(limits.connections)?,
            requests: count(limits.requests)?,
            head_bytes: count(limits.head_max)?,
            head: seconds(limits.head_timeout),
            body: seconds(limits.body_timeout),
            request: seconds(limits.request_timeout),
            long_request: seconds(limits.long_request_timeout),
            store_answers: Duration::from_millis(u64::from(limits.store_timeout)),
        },
        process: Some(world::process),
        ..ServerSettings::default()
    })
}

/// EasyPost's webhook secrets by marketplace.
///
/// # Errors
/// Where they cannot be read; what is wrong is said without the secret.
pub fn easypost(wish: &Serve) -> Result<BTreeMap<String, Secret>> {
    let read = |path: &PathBuf| {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
        Ok::<_, anyhow::Error>(
            text.lines().map(str::trim).filter(|line| !line.is_empty()).map(Secret::new).collect(),
        )
    };
    let from_file = wish.easypost_secret_file.as_ref().map(read).transpose()?;
    let secrets: Vec<Secret> = from_file.unwrap_or_else(|| wish.easypost_secret.clone());
    let one = |(at, secret): (usize, &Secret)| {
        let parts =
            secret.reveal().split_once('=').filter(|(slug, secret)| !slug.is_empty() && !secret.is_empty());
        let (slug, secret) =
            parts.with_context(|| format!("EasyPost's secret number {} is not SLUG=SECRET", at + 1))?;
        Ok((slug.to_owned(), Secret::new(secret)))
    };
    secrets.iter().enumerate().map(one).collect()
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

/// Where to listen.
pub struct Listeners {
    /// For everybody.
    pub main: TcpListener,
    /// For the operator alone.
    pub admin: Option<TcpListener>,
}

/// Serves a house until told to stop; then finishes what is under way and makes a checkpoint. The operator's listener stays
/// to the end.
///
/// # Errors
/// Where nobody can tell it to stop any more, or the last checkpoint cannot be made.
pub async fn run(
    house: House,
    listeners: Listeners,
    settings: ServerSettings,
    ending: Ending,
    mut told: Stop,
) -> Result<()> {
    let state = ServerState::new(house.engine.clone(), house.vault.clone(), Arc::new(OsRandom), settings);
    let state = Arc::new(state);
    let workers = house.engine.start_workers();
    let admin =
        listeners.admin.map(|listener| tokio::spawn(server::serve_admin(listener, Arc::clone(&state))));
    let checkpoints =
        tokio::spawn(daily(house.checkpointer.clone(), house.engine.clone(), house.file(BACKUPS_FILE)));
    let mut heard = Ok(());
    let left = server::serve(listeners.main, state, ending, async {
        heard = told.told().await;
        tracing::info!("stopping: requests under way are finished");
    })
    .await;
    if left > 0 {
        tracing::warn!(connections = left, "cut off: they did not come to an end in time");
    }
    checkpoints.abort();
    workers.stop().await;
    house.checkpoint().await?;
    if let Some(admin) = admin {
        admin.abort();
    }
    tracing::info!("stopped: everything that was answered is kept");
    heard
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

/// Prints the OpenAPI document.
///
/// # Errors
/// Where it cannot be written.
pub fn openapi() -> Result<()> {
    report::write(&format!("{}\n", server::openapi()))
}
