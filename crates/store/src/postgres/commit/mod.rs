//! Writing a batch: the one transaction of the write path, in three round trips.
//!
//! 1. What stands now is read (`standing.rs`), and which writes can be made on it is worked out (`plan.rs`).
//! 2. Heads are moved, answers and references taken, each only where nobody was faster (`guards.rs`).
//! 3. If nobody was, everything else is written and the transaction committed (`rest.rs`, `routes.rs`).
//!
//! Where somebody was faster, it is undone and worked out again without what was lost: a race takes only its own writes,
//! and those built on them, out of the batch.
mod guards;
mod plan;
mod rest;
mod routes;
mod standing;

pub(crate) use rest::{move_clock, put_documents};
pub(crate) use routes::lock_numbers;

use super::PostgresStore;
use super::error::{PgResult, met_another};
use super::transaction::Transaction;
use crate::columns::Place;
use engine::ports::{Batch, Outcome};
use plan::{Lost, Plan};
use resolution::id::MarketplaceId;
use std::collections::HashMap;

/// How often a transaction that met another half-way (a deadlock) is done again.
const TRIES: u32 = 8;

/// Writes everything of the batch that is not stale.
pub(crate) async fn commit(store: &PostgresStore, batch: &Batch) -> PgResult<Vec<Outcome>> {
    let places = store.places(batch.writes.iter().map(|write| write.marketplace).collect()).await?;
    let (mut lost, mut tries) = (Lost::default(), 0);
    loop {
        match attempt(store, batch, &places, &mut lost).await {
            Ok(Some(outcomes)) => return Ok(outcomes),
            // Each time more is lost, so that this ends.
            Ok(None) => {}
            Err(error) if met_another(&error) && tries < TRIES => tries += 1,
            Err(error) => return Err(error),
        }
    }
}

/// One transaction; nothing where somebody was faster, which is added to what is lost.
async fn attempt(
    store: &PostgresStore,
    batch: &Batch,
    places: &HashMap<MarketplaceId, Place>,
    lost: &mut Lost,
) -> PgResult<Option<Vec<Outcome>>> {
    let transaction = Transaction::to_begin(store.database.writer().await?);
    let standing = standing::read(transaction.client()?, batch).await?;
    let plan = Plan::of(batch, places, standing, lost)?;
    let faster = guards::pass(transaction.client()?, &plan).await?;
    if faster.any() {
        transaction.rollback().await?;
        lost.add(faster);
        return Ok(None);
    }
    rest::write(transaction.client()?, batch, &plan).await?;
    // Committed together with the rest.
    transaction.finished();
    Ok(Some(plan.outcomes))
}
