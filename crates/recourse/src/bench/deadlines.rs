//! Deadlines that all fall due at once, as after a night without power: the clock is set forward and the waker works it off.
//!
//! | of 100 orders | wait for | what follows |
//! | --- | --- | --- |
//! | 20 | a payment | the order expires |
//! | 20 | a parcel | the order is cancelled and its refund promised |
//! | 50 | the end of the protection of what was delivered | the seller's money is released |
//! | 10 | the seller's answer to a dispute | the case goes to a mediator |
use super::gauge::{Figures, Gauge};
use super::ground::{Installation, Place};
use super::load::submit;
use super::workload::{Step, Trade};
use anyhow::Result;
use async_trait::async_trait;
use engine::ports::{Clock, Timeline};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Orders that are made at once.
const AT_ONCE: usize = 512;
/// How far the clock is set forward: beyond every first deadline of the mix, and its reminders.
const FORWARD: SignedDuration = SignedDuration::from_hours(40 * 24);

/// A clock that stands where it was set.
pub struct Set(AtomicI64);

impl Set {
    /// One that stands at an instant.
    pub fn at(instant: Timestamp) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(instant.as_millisecond())))
    }

    fn forward(&self, by: SignedDuration) {
        self.0.fetch_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX), Ordering::SeqCst);
    }
}

#[async_trait]
impl Clock for Set {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap_or(Timestamp::MAX)
    }

    async fn sleep_until(&self, _until: Timestamp) {
        // Nobody waits for it: what is due is asked for.
        std::future::pending::<()>().await;
    }
}

/// How far an order comes before everybody falls silent.
fn steps(order: u64) -> &'static [Step] {
    const ALL: [Step; 7] = [
        Step::Place,
        Step::Capture,
        Step::Ship,
        Step::InTransit,
        Step::OutForDelivery,
        Step::Delivered,
        Step::Open,
    ];
    match order % 10 {
        0 | 1 => &ALL[..1],
        2 | 3 => &ALL[..2],
        9 => &ALL[..],
        _ => &ALL[..6],
    }
}

/// Makes orders until so many deadlines wait, sets the clock forward, and measures until nothing is due any more.
///
/// # Errors
/// Where the store fails.
pub async fn run(
    place: &Place,
    installation: &Installation,
    clock: &Set,
    orders: u64,
) -> Result<Vec<Figures>> {
    let Installation { engine, marketplace, vault, .. } = installation;
    let trade = Arc::new(Trade::new(marketplace.id, Some(vault), "w", orders));
    let gauge = Gauge::start(place.folder());
    let made = stream::iter(0..orders)
        .map(|order| {
            let trade = Arc::clone(&trade);
            async move {
                for step in steps(order) {
                    submit(engine, &trade, trade.act(order, *step)).await?;
                }
                Ok::<_, anyhow::Error>(u64::try_from(steps(order).len()).unwrap_or(0))
            }
        })
        .buffer_unordered(AT_ONCE)
        .try_fold(0_u64, |all, some| async move { Ok(all + some) })
        .await?;
    let filled = gauge.stop("deadlines: the orders before", place.folder(), made, None);
    clock.forward(FORWARD);
    let gauge = Gauge::start(place.folder());
    let woken = engine.wake_due(engine.wall()).await?;
    let count = u64::try_from(woken).unwrap_or(u64::MAX);
    let applied = gauge.stop("deadlines: orders woken, all due at once", place.folder(), count, None);
    let left = engine.store().due(Timeline::Wall, engine.wall() - SignedDuration::from_secs(2), 1).await?;
    let note = if left.is_empty() { "nothing is due any more" } else { "something is still due" };
    Ok(vec![filled, applied.noted(note)])
}
