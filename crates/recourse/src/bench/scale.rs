//! The same load over stores of different sizes: throughput, memory, reads and start-up.
use super::commands;
use super::gauge::{Figures, Gauge};
use super::ground::Place;
use super::load::{Until, closed, in_process};
use super::reads;
use super::workload::Trade;
use crate::cli::Ground;
use anyhow::Result;
use std::sync::Arc;
use std::time::Duration;

/// How much.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Sizes in orders of the last 90 days, one after the other.
    pub sizes: Vec<u64>,
    /// Clients that each wait for their answer.
    pub clients: usize,
    /// How long each measurement lasts.
    pub time: Duration,
}

/// Measures at each size, each in a place of its own. With PostgreSQL all sizes share the database, the smallest first.
///
/// # Errors
/// Where the store fails.
pub async fn run(ground: &Ground, first: &Place, wish: &Wish) -> Result<Vec<Figures>> {
    let mut figures = Vec::new();
    for size in &wish.sizes {
        let folder = ground.folder.as_ref().map(|folder| folder.join(format!("orders-{size}")));
        let alone = Ground { folder, ..ground.clone() };
        let own = if ground.database.url.is_some() { None } else { Some(Place::of(&alone)?) };
        figures.extend(at(own.as_ref().unwrap_or(first), *size, wish).await?);
    }
    Ok(figures)
}

async fn at(place: &Place, size: u64, wish: &Wish) -> Result<Vec<Figures>> {
    let installation = place.live().await?;
    let load = commands::Wish { orders: size, clients: wish.clients, time: wish.time };
    let mut figures = commands::run(place, &installation, load).await?;
    installation.close().await;
    let gauge = Gauge::start(place.folder());
    let installation = place.live().await?;
    let trade = Arc::new(Trade::new(installation.marketplace.id, Some(&installation.vault), "first", 1));
    closed(&trade, 1, Until::Orders(1), in_process(&installation.engine, &trade)).await?;
    figures.push(gauge.stop(
        &format!("scale: start and first command, {size} orders"),
        place.folder(),
        1,
        None,
    ));
    let trade = Arc::new(commands::trade(&installation, size));
    trade.came_in(size);
    figures.extend(reads::run(place, &installation, &trade, 2, wish.time).await?);
    installation.close().await;
    Ok(figures)
}
