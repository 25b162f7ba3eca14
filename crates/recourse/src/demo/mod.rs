//! The demo: a sandbox marketplace with some hundred made-up orders and disputes in every stage, ready to be played.
//!
//! The world is made by requests to the server's own router, moved through 75 days of sandbox time, so that it is what
//! a marketplace's calls would have made of it. The same seed gives the same world, byte by byte.
//!
//! Its keys come from the seed too, so that pseudonyms and seals are the same: they protect nobody, and there is nobody
//! to protect. A demo's directory is never to hold real people.
mod client;
mod clockwork;
mod draw;
mod generate;
mod people;
mod pictures;
mod stories;
mod tale;
#[cfg(test)]
mod tests;
mod words;

use crate::cli::{Data, Database};
use crate::keys::{self, KeyOf};
use crate::report;
use crate::serve;
use crate::stop::Stop;
use crate::storage;
use crate::wire::{self, House};
use crate::world::{OsRandom, Stopwatch};
use anyhow::{Context, Result, bail};
use engine::vault::random::Seeded;
use engine::vault::{KeyBytes, Random};
use serde::{Deserialize, Serialize};
use server::{DemoSettings, ServerSettings};
use simulator::workload::Dice;
use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What the dice of the demo are thrown for.
const CAST: &str = "demo";

/// One of some; there is at least one.
fn one_of<'a, T>(dice: &mut Dice, all: &'a [T]) -> &'a T {
    &all[dice.index(all.len())]
}

/// The marketplace's name in addresses.
pub const SLUG: &str = "demo";
/// Says that a directory holds a whole demo, and which.
const MARK: &str = "demo.json";

/// How a demo is asked for.
#[derive(Debug)]
pub struct Wish {
    /// Gives the world.
    pub seed: u64,
    /// Orders in it, at least those with a part in a story.
    pub orders: u64,
    /// Where to keep it; in a temporary folder, if nowhere.
    pub data: Option<PathBuf>,
    /// Another database than the one in the directory.
    pub database: Database,
    /// Where to listen.
    pub listen: SocketAddr,
    /// Languages, the first by default.
    pub languages: Vec<String>,
}

/// Which demo lies in a directory.
#[derive(Debug, Serialize, Deserialize)]
struct Mark {
    seed: u64,
    orders: u64,
}

/// Randomness that comes from the seed while the world is made, and from the operating system afterwards.
struct Turning {
    seeded: Seeded,
    made: AtomicBool,
}

impl Random for Turning {
    fn fill(&self, out: &mut [u8]) {
        if self.made.load(Ordering::Acquire) { OsRandom.fill(out) } else { self.seeded.fill(out) }
    }
}

/// Makes a demo, or takes the one that is there, and serves it until told to stop.
///
/// # Errors
/// Where it cannot be made or served.
pub async fn demo(wish: Wish) -> Result<()> {
    let mut stop = Stop::listen()?;
    let (listener, address) = serve::listen(wish.listen).await?;
    // Held to the end: dropping it removes the folder.
    let passing = if wish.data.is_none() { Some(tempfile::tempdir()?) } else { None };
    let data = wish.data.as_deref().or(passing.as_ref().map(tempfile::TempDir::path));
    let data = Data { dir: data.context("there is a folder")?.to_owned(), database: wish.database.clone() };
    let house = tokio::select! {
        house = open(&data, &wish) => house?,
        told = stop.told() => return told,
    };
    let marketplace = house.marketplace(SLUG).await?;
    let (_, key) = keys::make_api_key(&house.engine, KeyOf::Marketplace(&marketplace), "demo").await?;
    report::write(&format!(
        "An API key of the marketplace '{SLUG}', shown this once:\n  {key}\n\n\
         Open http://{address}/demo in a browser. Stop with Ctrl-C.\n\n\
         Recourse listens on http://{address} (its documentation: http://{address}/docs)\n"
    ))?;
    let settings = DemoSettings {
        marketplace: SLUG.to_owned(),
        buyer: people::BUYERS[0].id.to_owned(),
        seller: people::SELLERS[0].id.to_owned(),
        mediator: people::MEDIATOR.to_owned(),
    };
    let session_key = Some(house.session_key.clone());
    let settings = ServerSettings { demo: Some(settings), session_key, ..ServerSettings::default() };
    let listeners = serve::Listeners { main: listener, admin: None };
    serve::run(house, listeners, settings, serve::ENDING, stop).await
}

/// The demo in a directory, made where there is none.
async fn open(data: &Data, wish: &Wish) -> Result<House> {
    let mark = data.dir.join(MARK);
    if storage::holds_data(data).await? {
        let text = fs::read_to_string(&mark).with_context(|| {
            format!("{} holds data that are no whole demo; name another directory", data.shown())
        })?;
        let there: Mark = serde_json::from_str(&text).context("the demo's mark cannot be read")?;
        report::write(&format!("The demo of seed {} is there: it goes on.\n", there.seed))?;
        return wire::open(data).await;
    }
    report::write(&format!("Making a marketplace of {} orders (seed {}) …\n", wish.orders, wish.seed))?;
    let watch = Stopwatch::start();
    let house = make(data, wish).await?;
    fs::write(&mark, serde_json::to_vec(&Mark { seed: wish.seed, orders: wish.orders })?)?;
    report::write(&format!("Made in {:.1} s.\n", watch.elapsed().as_secs_f64()))?;
    Ok(house)
}

/// Makes a demo in a directory that holds none.
async fn make(data: &Data, wish: &Wish) -> Result<House> {
    if data.dir.join("keys").exists() {
        bail!("{} holds keys already; name another directory", data.dir.display());
    }
    let turning = Arc::new(Turning { seeded: Seeded::new(wish.seed), made: AtomicBool::new(false) });
    let folder = data.dir.join("keys");
    keys::make(&folder, &KeyBytes::generate(&turning.seeded))?;
    let random = Arc::clone(&turning) as Arc<dyn Random>;
    let house = wire::open_with(data, keys::load(&folder)?, random).await?;
    generate::generate(&house, wish).await?;
    turning.made.store(true, Ordering::Release);
    house.checkpoint().await?;
    Ok(house)
}
