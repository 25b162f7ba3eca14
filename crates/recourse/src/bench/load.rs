//! Clients that send the workload: each waits for its answer (closed loop), or all keep to a timetable (open loop).
use super::gauge::Latencies;
use super::workload::{Act, Trade};
use crate::world::Stopwatch;
use anyhow::{Result, bail};
use engine::{Answer, Engine};
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How long, or how much.
#[derive(Clone, Copy, Debug)]
pub enum Until {
    /// So much time.
    Time(Duration),
    /// So many orders came in.
    Orders(u64),
}

/// What clients sent.
#[derive(Default)]
pub struct Sent {
    /// Commands that were carried out.
    pub count: u64,
    /// How long each took.
    pub latencies: Latencies,
}

/// Clients that each send the next act as soon as the one before is answered.
///
/// # Errors
/// Where an act is not carried out.
pub async fn closed<F, G>(trade: &Arc<Trade>, clients: usize, until: Until, give: G) -> Result<Sent>
where
    G: Fn(Act) -> F + Clone + Send + 'static,
    F: Future<Output = Result<()>> + Send,
{
    let (watch, latencies) = (Stopwatch::start(), Latencies::default());
    let clients = (0..clients.max(1)).map(|_| {
        let (trade, give, latencies) = (Arc::clone(trade), give.clone(), latencies.clone());
        tokio::spawn(async move {
            let mut sent = Sent { count: 0, latencies };
            loop {
                match until {
                    Until::Time(time) if watch.elapsed() >= time => return Ok(sent),
                    Until::Orders(orders) if trade.orders() >= orders => return Ok(sent),
                    Until::Time(_) | Until::Orders(_) => {}
                }
                let act = trade.next();
                let one = Stopwatch::start();
                give(act).await?;
                sent.latencies.note(one.elapsed());
                sent.count += 1;
                trade.done(act);
            }
        })
    });
    together(futures::future::join_all(clients).await)
}

/// Clients that send `rate` acts a second by a timetable, whether or not earlier ones are answered. The latency of an act
/// counts from when it was to be sent, so that a pause of the server is seen in all that it kept waiting.
///
/// # Errors
/// Where an act is not carried out.
pub async fn open<F, G>(
    trade: &Arc<Trade>,
    clients: usize,
    rate: u64,
    time: Duration,
    give: G,
) -> Result<Sent>
where
    G: Fn(Act) -> F + Clone + Send + 'static,
    F: Future<Output = Result<()>> + Send,
{
    let (watch, next, latencies) = (Stopwatch::start(), Arc::new(AtomicU64::new(0)), Latencies::default());
    let clients = (0..clients.max(1)).map(|_| {
        let (trade, give, next) = (Arc::clone(trade), give.clone(), Arc::clone(&next));
        let latencies = latencies.clone();
        tokio::spawn(async move {
            let mut sent = Sent { count: 0, latencies };
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let due = Duration::from_nanos(number.saturating_mul(1_000_000_000) / rate.max(1));
                if due >= time {
                    return Ok(sent);
                }
                if let Some(early) = due.checked_sub(watch.elapsed()) {
                    tokio::time::sleep(early).await;
                }
                let act = trade.next();
                give(act).await?;
                sent.latencies.note(watch.elapsed().saturating_sub(due));
                sent.count += 1;
                trade.done(act);
            }
        })
    });
    together(futures::future::join_all(clients).await)
}

/// What all clients sent.
///
/// # Errors
/// That of the first that failed.
pub fn together(clients: Vec<Result<Result<Sent>, tokio::task::JoinError>>) -> Result<Sent> {
    let mut all = Sent::default();
    for client in clients {
        let sent = client??;
        // All clients share one.
        all = Sent { count: all.count + sent.count, latencies: sent.latencies };
    }
    Ok(all)
}

/// Gives an act to an engine.
///
/// # Errors
/// Where it is not carried out.
pub async fn submit(engine: &Engine, trade: &Trade, act: Act) -> Result<()> {
    match engine.submit(trade.envelope(act, engine.wall())).await? {
        Answer::Decided(_) => Ok(()),
        other => bail!("{:?} of order {} was not carried out: {other:?}", act.step, act.order),
    }
}

/// How acts are given to an engine in this process.
pub fn in_process(
    engine: &Engine,
    trade: &Arc<Trade>,
) -> impl Fn(Act) -> futures::future::BoxFuture<'static, Result<()>> + Clone + Send + 'static {
    let (engine, trade) = (engine.clone(), Arc::clone(trade));
    move |act| {
        let (engine, trade) = (engine.clone(), Arc::clone(&trade));
        Box::pin(async move { submit(&engine, &trade, act).await })
    }
}
