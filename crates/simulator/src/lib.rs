//! A made-up marketplace that lives for months in seconds: people with manners, carriers, gateways and mediators over
//! the production engine, under a virtual clock and one seed, while everything that can break does. An auditor who
//! shares no code with the house looks at all that is committed, told and paid.
//!
//! `docs/SIMULATOR.md` says what is simulated and how a seed is played again.
#![warn(missing_docs)]
mod act;
mod agenda;
pub mod calibration;
mod clock;
mod dice;
mod draws;
mod house;
mod kept;
mod plan;
mod play;
mod summary;
mod tally;
pub mod workload;
mod world;

pub use act::kinds::ORDER as ORDER_COMMANDS;
pub use kept::{Kept, KeptError, kept};
pub use plan::{Faults, Plan};
pub use play::{Broken, Progress, play};
pub use summary::{Days, Money, Summary};

use engine::ports::Store;
use std::sync::Arc;
use store::MemoryStore;

/// A store in memory for a plan: of every other seed under heavy faults two processes share it.
#[must_use]
pub fn memory(plan: &Plan) -> Arc<dyn Store> {
    let processes = if plan.faults == Faults::Heavy && plan.seed.is_multiple_of(2) { 2 } else { 1 };
    memory_for(processes)
}

/// A store in memory for so many processes.
#[must_use]
pub fn memory_for(processes: u8) -> Arc<dyn Store> {
    let store = MemoryStore::new();
    if processes > 1 { Arc::new(store.shared()) } else { Arc::new(store) }
}
