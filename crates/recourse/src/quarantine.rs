//! What is out of service: orders and accounts that broke, and putting them back once somebody has looked.
use crate::cli::Quarantine;
use crate::report::print;
use crate::wire;
use anyhow::{Result, bail};
use serde::Serialize;
use std::fmt::Write;

/// One that is out of service.
#[derive(Debug, Serialize)]
struct Out {
    id: String,
    since: jiff::Timestamp,
    why: String,
}

/// Does it.
///
/// # Errors
/// Where the data cannot be opened, or what is to be put back is not out of service.
pub async fn run(command: Quarantine) -> Result<()> {
    match command {
        Quarantine::List { data, output } => {
            let house = wire::open(&data).await?;
            let all = house.engine.store().quarantined(None).await?;
            let all: Vec<Out> = all
                .into_iter()
                .map(|one| Out { id: one.id.to_string(), since: one.at, why: one.why })
                .collect();
            print(output.json, &all, |all| words(all))
        }
        Quarantine::Release { id, data, output } => {
            let house = wire::open(&data).await?;
            if !house.engine.release(id).await? {
                bail!("{id} is not out of service; `recourse quarantine list` says what is");
            }
            print(output.json, &serde_json::json!({ "released": id.to_string() }), |_| {
                format!("{id} is in service again: what fell due meanwhile is applied when a server runs.\n")
            })
        }
    }
}

fn words(all: &[Out]) -> String {
    let mut text = String::new();
    for one in all {
        writeln!(text, "{}  since {}  {}", one.id, one.since, one.why).expect("a string takes everything");
    }
    if text.is_empty() { "nothing is out of service\n".to_owned() } else { text }
}
