//! Commands to an engine in this process, with everything that follows on them: deadlines, outbox and gateway at work beside.
use super::gauge::{Figures, Gauge};
use super::ground::{Installation, Place};
use super::load::{Until, closed, in_process, open};
use super::workload::Trade;
use anyhow::{Context, Result};
use std::sync::Arc;
use std::time::Duration;

/// How commands are sent.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    /// Orders that the marketplace had in the last 90 days; they are made first, unmeasured.
    pub orders: u64,
    /// Clients that each wait for their answer.
    pub clients: usize,
    /// How long each measurement lasts.
    pub time: Duration,
}

/// Measures: first as fast as it goes, then at half of that by a timetable.
///
/// # Errors
/// Where the store fails or a command is not carried out.
pub async fn run(place: &Place, installation: &Installation, wish: Wish) -> Result<Vec<Figures>> {
    let engine = &installation.engine;
    let trade = Arc::new(trade(installation, wish.orders));
    let workers = engine.start_workers();
    let mut figures = Vec::new();
    let gauge = Gauge::start(place.folder());
    let filled = closed(&trade, wish.clients, Until::Orders(wish.orders), in_process(engine, &trade)).await?;
    let what = format!("commands: the first {} orders", wish.orders);
    figures.push(gauge.stop(&what, place.folder(), filled.count, Some(&filled.latencies)));
    let before = newest(installation, &trade).await?;
    let gauge = Gauge::start(place.folder());
    let sent = closed(&trade, wish.clients, Until::Time(wish.time), in_process(engine, &trade)).await?;
    let what = format!("commands: {} clients, {} orders", wish.clients, wish.orders);
    let top = gauge.stop(&what, place.folder(), sent.count, Some(&sent.latencies));
    let (all, waiting) =
        (newest(installation, &trade).await?.saturating_sub(before), waiting(installation).await?);
    let rate = top.per_second;
    let extra = all.saturating_sub(sent.count).saturating_mul(100) / sent.count.max(1);
    figures.push(top.noted(format!("and {extra}% more by outbox and accounts; {waiting} promises wait")));
    quiet(installation).await?;
    let gauge = Gauge::start(place.folder());
    let sent = open(&trade, wish.clients * 4, rate / 2, wish.time, in_process(engine, &trade)).await?;
    let what = format!("commands: by timetable, {} a second", rate / 2);
    figures.push(gauge.stop(&what, place.folder(), sent.count, Some(&sent.latencies)));
    quiet(installation).await?;
    workers.stop().await;
    Ok(figures)
}

/// The orders that are measured at a size.
pub fn trade(installation: &Installation, orders: u64) -> Trade {
    let Installation { marketplace, vault, .. } = installation;
    Trade::new(marketplace.id, Some(vault), &format!("c{orders}"), orders)
}

/// Position of the newest record, by one more act.
async fn newest(installation: &Installation, trade: &Trade) -> Result<u64> {
    let act = trade.next();
    let answer = installation.engine.submit(trade.envelope(act, installation.engine.wall())).await?;
    trade.done(act);
    answer.decided().and_then(|decided| decided.position).context("an act of the workload makes a record")
}

/// Promises that are not kept yet.
async fn waiting(installation: &Installation) -> Result<usize> {
    Ok(installation.engine.store().promises(None, 0, 1_000_000).await?.len())
}

/// Waits until the outbox is empty.
async fn quiet(installation: &Installation) -> Result<()> {
    while !installation.engine.store().promises(None, 0, 1).await?.is_empty() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}
