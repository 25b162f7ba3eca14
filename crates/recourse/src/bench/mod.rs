//! Measuring on the machine at hand. Figures are printed with what they were measured on, never judged here.
mod commands;
mod deadlines;
mod gauge;
mod ground;
mod http;
mod limits;
mod load;
pub mod pages;
mod reads;
mod sample;
mod scale;
mod wire;
mod workload;

use crate::cli::{Bench, Load};
use crate::report;
use crate::world::OsClock;
use anyhow::Result;
use engine::ports::Clock;
use gauge::{Figures, Report};
use ground::Place;
use std::time::Duration;

/// Measures what is asked for and prints the figures.
///
/// # Errors
/// Where something cannot be measured.
pub async fn run(wish: Bench) -> Result<()> {
    match wish {
        Bench::Limits { ground, load, output } => {
            let place = Place::of(&ground)?;
            let measured = measured(&place, limits::run(&place, load.orders, time(load))).await?;
            report::print(output.json, &measured, Report::words)
        }
        Bench::Commands { ground, load, alone, output } => {
            let place = Place::of(&ground)?;
            let measured = measured(&place, in_process(&place, load, alone)).await?;
            report::print(output.json, &measured, Report::words)
        }
        Bench::Http { ground, load, disputes, output } => {
            let place = Place::of(&ground)?;
            let measured = measured(&place, over_http(&place, load, disputes)).await?;
            report::print(output.json, &measured, Report::words)
        }
        Bench::Deadlines { ground, orders, output } => {
            let place = Place::of(&ground)?;
            let measured = measured(&place, all_due(&place, orders)).await?;
            report::print(output.json, &measured, Report::words)
        }
        Bench::Scale { ground, orders, clients, seconds, output } => {
            let place = Place::of(&ground)?;
            let wish = scale::Wish { sizes: orders, clients, time: Duration::from_secs(seconds.max(1)) };
            let measured = measured(&place, scale::run(&ground, &place, &wish)).await?;
            report::print(output.json, &measured, Report::words)
        }
        Bench::Pages { data, marketplace, orders, requests, clients, output } => {
            let house = crate::wire::open(&data).await?;
            let wish = pages::Wish { marketplace, orders, requests, clients };
            let measured = pages::run(&house, &wish).await?;
            report::print(output.json, &measured, pages::Report::words)
        }
    }
}

fn time(load: Load) -> Duration {
    Duration::from_secs(load.seconds.max(1))
}

async fn in_process(place: &Place, load: Load, alone: bool) -> Result<Vec<Figures>> {
    let mut figures = if alone { Vec::new() } else { limits::run(place, load.orders, time(load)).await? };
    let installation = place.live().await?;
    let wish = commands::Wish { orders: load.orders, clients: load.clients, time: time(load) };
    figures.extend(commands::run(place, &installation, wish).await?);
    Ok(figures)
}

async fn over_http(place: &Place, load: Load, disputes: u64) -> Result<Vec<Figures>> {
    let installation = place.live().await?;
    let wish = http::Wish { orders: load.orders, clients: load.clients, time: time(load), disputes };
    http::run(place, &installation, wish).await
}

async fn all_due(place: &Place, orders: u64) -> Result<Vec<Figures>> {
    let clock = deadlines::Set::at(OsClock.now());
    let installation = place.house(clock.clone()).await?;
    deadlines::run(place, &installation, &clock, orders).await
}

/// Figures with what the disk did before and after, and their ratios to the limits among them.
async fn measured(place: &Place, work: impl Future<Output = Result<Vec<Figures>>>) -> Result<Report> {
    let before = place.probe()?;
    let figures = work.await?;
    let after = place.probe()?;
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let mut report =
        Report { database: place.database().to_owned(), processors, disk_us: vec![before, after], figures };
    report.compare();
    Ok(report)
}
