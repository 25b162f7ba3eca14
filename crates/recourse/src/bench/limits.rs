//! What the disk and the database can do with simpler designs, and what the product's own storage does without deciding.
use super::gauge::{Figures, Gauge, Latencies};
use super::ground::{Place, marketplace, start};
use super::load::{Until, closed, in_process};
use super::workload::Trade;
use crate::world::{OsClock, Stopwatch};
use anyhow::Result;
use engine::Settings;
use engine::ports::{Batch, Outcome, Store, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use store::MemoryStore;
use store::yardstick::{PostgresYardstick, SqliteYardstick};

/// Aggregates of the simple designs for each order that is asked for, and the most and fewest of them.
const AGGREGATES: (u64, u64, u64) = (10, 1_000, 100_000);
/// Commands in one commit of the bare design.
const AT_ONCE: u64 = 256;
/// Rows in one commit of the raw append.
const ROWS: u64 = 10_000;
/// Orders whose writes are taken again, at most.
const ORDERS: u64 = 10_000;

/// Measures the limits of a place, each for so long.
///
/// # Errors
/// Where the database fails.
pub async fn run(place: &Place, orders: u64, time: Duration) -> Result<Vec<Figures>> {
    let (each, fewest, most) = AGGREGATES;
    let aggregates = orders.saturating_mul(each).clamp(fewest, most);
    let mut figures = match place.url() {
        None => sqlite(place, aggregates, time)?,
        Some(url) => postgres(place, url, aggregates, time).await?,
    };
    figures.push(storage(place, orders.clamp(1, ORDERS)).await?);
    Ok(figures)
}

fn sqlite(place: &Place, aggregates: u64, time: Duration) -> Result<Vec<Figures>> {
    let (file, folder) = (place.folder().join("yardstick.sqlite"), place.folder());
    let mut yardstick = SqliteYardstick::make(&file, aggregates)?;
    let (gauge, mut done, latencies) = (Gauge::start(folder), 0, Latencies::default());
    while gauge.elapsed() < time {
        let one = Stopwatch::start();
        yardstick.plain(done)?;
        latencies.note(one.elapsed());
        done += 1;
    }
    let plain = gauge.stop("limits: plain, one a commit", folder, done, Some(&latencies));
    let (gauge, mut done) = (Gauge::start(folder), 0);
    while gauge.elapsed() < time {
        yardstick.bare(done, AT_ONCE)?;
        done += AT_ONCE;
    }
    let bare = gauge.stop("limits: bare, 256 a commit", folder, done, None);
    let (gauge, mut done) = (Gauge::start(folder), 0);
    while gauge.elapsed() < time {
        yardstick.append(done, ROWS)?;
        done += ROWS;
    }
    let append = gauge.stop("limits: rows appended", folder, done, None);
    drop(yardstick);
    for end in ["", "-wal", "-shm"] {
        let path = place.folder().join(format!("yardstick.sqlite{end}"));
        if path.exists() {
            std::fs::remove_file(path)?;
        }
    }
    Ok(vec![plain, bare, append])
}

async fn postgres(place: &Place, url: &str, aggregates: u64, time: Duration) -> Result<Vec<Figures>> {
    let folder = place.folder();
    let mut figures = Vec::new();
    let mut yardsticks = PostgresYardstick::make(url, aggregates, 8).await?;
    let next = Arc::new(AtomicU64::new(0));
    for clients in [1, 8] {
        let (gauge, latencies) = (Gauge::start(folder), Latencies::default());
        let tasks = yardsticks.drain(..clients).map(|yardstick| {
            let (next, latencies) = (Arc::clone(&next), latencies.clone());
            tokio::spawn(async move {
                let (watch, mut done) = (Stopwatch::start(), 0_u64);
                while watch.elapsed() < time {
                    let one = Stopwatch::start();
                    yardstick.plain(next.fetch_add(1, Ordering::Relaxed)).await?;
                    latencies.note(one.elapsed());
                    done += 1;
                }
                Ok::<_, anyhow::Error>((yardstick, done))
            })
        });
        let mut done = 0;
        for task in futures::future::join_all(tasks).await {
            let (yardstick, count) = task??;
            yardsticks.push(yardstick);
            done += count;
        }
        let what = format!("limits: plain, one a commit, {clients} clients");
        figures.push(gauge.stop(&what, folder, done, Some(&latencies)));
    }
    let of = u64::try_from(yardsticks.len()).unwrap_or(1);
    let gauge = Gauge::start(folder);
    let tasks = (0_u64..).zip(yardsticks.drain(..)).map(|(mine, yardstick)| {
        tokio::spawn(async move {
            let (watch, mut done) = (Stopwatch::start(), 0);
            while watch.elapsed() < time {
                yardstick.bare(done, AT_ONCE, mine, of).await?;
                done += AT_ONCE;
            }
            Ok::<_, anyhow::Error>((yardstick, done))
        })
    });
    let mut done = 0;
    for task in futures::future::join_all(tasks).await {
        let (yardstick, count) = task??;
        yardsticks.push(yardstick);
        done += count;
    }
    figures.push(gauge.stop("limits: bare, 256 a commit, 8 clients", folder, done, None));
    if let Some(yardstick) = yardsticks.pop() {
        let (gauge, mut done) = (Gauge::start(folder), 0);
        while gauge.elapsed() < time {
            yardstick.append(done, ROWS).await?;
            done += ROWS;
        }
        figures.push(gauge.stop("limits: rows appended", folder, done, None));
        yardstick.clear().await?;
    }
    Ok(figures)
}

/// The product's own storage without deciding: exactly the rows that the engine makes of the workload, recorded before, are
/// committed again, a full batch at a time, by as many writers as there are lanes.
async fn storage(place: &Place, orders: u64) -> Result<Figures> {
    let writes = recorded(orders).await?;
    let installation = place.live().await?;
    marketplace(&installation.engine, "limits").await?;
    let store = Arc::clone(installation.engine.store());
    let lanes = installation.engine.settings().lanes.get();
    let mut parts: Vec<Vec<Arc<Write>>> = vec![Vec::new(); lanes];
    let count = u64::try_from(writes.len()).unwrap_or(u64::MAX);
    for write in writes {
        let [.., last] = write.id.bytes();
        parts[usize::from(last) % lanes].push(write);
    }
    let gauge = Gauge::start(place.folder());
    let tasks = parts.into_iter().map(|part| tokio::spawn(again(Arc::clone(&store), part)));
    for task in futures::future::join_all(tasks).await {
        task??;
    }
    drop(store);
    installation.close().await;
    Ok(gauge.stop("limits: the product's rows, 256 a commit", place.folder(), count, None))
}

async fn again(store: Arc<dyn Store>, writes: Vec<Arc<Write>>) -> Result<()> {
    for part in writes.chunks(usize::try_from(AT_ONCE).unwrap_or(1)) {
        let batch = Batch { writes: part.to_vec(), ..Batch::default() };
        let outcomes = store.commit(batch).await?;
        anyhow::ensure!(!outcomes.contains(&Outcome::Stale), "a recorded write did not fit");
    }
    Ok(())
}

/// What the engine writes for the workload, in its order. Promises stay unkept: nothing delivers them here.
async fn recorded(orders: u64) -> Result<Vec<Arc<Write>>> {
    let memory = MemoryStore::recording();
    let engine = start(Arc::new(memory.clone()), Arc::new(OsClock), Settings::default()).await?;
    let market = marketplace(&engine, "limits").await?;
    let trade = Arc::new(Trade::new(market.id, None, "limits", orders));
    let _made_the_marketplace = memory.recorded();
    // Few enough that no order waits for its next step while others are still being placed.
    let clients = usize::try_from(orders / 20).unwrap_or(1).clamp(1, 512);
    closed(&trade, clients, Until::Orders(orders), in_process(&engine, &trade)).await?;
    Ok(memory.recorded().into_iter().flat_map(|batch| batch.writes).collect())
}
