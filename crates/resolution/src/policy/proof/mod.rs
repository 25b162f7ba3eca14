//! The proof of a policy: every case ends, every combination of facts meets a row, no money is left unassigned.
//!
//! Two explorations, both exhaustive. [`table`] cuts the space of all facts into parts that one row decides each.
//! [`process`] walks a case through every state of its procedure that acts, clocks, carriers, gateway and rulings can bring it to,
//! and holds each state, each end and each circle against what must be so. What a policy says of single instants is held against the
//! functions that run in earnest ([`windows`]) or looked at one by one ([`local`]).
//!
//! An order that was placed under a policy is never asked for its proof again: see [`super::read`].
mod facts;
mod local;
mod places;
mod process;
mod space;
mod state;
mod steps;
mod table;
mod walk;
mod windows;
mod words;

pub(super) use places::{Places, StagePlaces};
pub use process::{Endings, ProcedureProof};

use super::{Policy, Problem};
use serde::Serialize;

/// The reason of the cases that the system opens for the buyer (PRO-3, INR-9).
const SYSTEM_REASON: &str = "not_received";

/// What was looked at when a policy was proven.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// Each procedure with the cases that follow it.
    pub procedures: Vec<ProcedureProof>,
    /// Combinations of facts that can be; each meets a row of the liability table.
    pub combinations: u64,
    /// Parts into which they were cut for it.
    pub parts: u64,
    /// Journeys of a parcel whose windows were held against each other.
    pub journeys: u64,
}

/// Proves a policy, or says everything that stands against it.
pub(super) fn prove(policy: &Policy, places: &Places<'_>) -> Result<Proof, Vec<Problem>> {
    let mut problems = local::check(policy, places);
    let (journeys, found) = windows::check(policy, places);
    problems.extend(found);
    let table = table::explore(policy, places);
    problems.extend(table.problems);
    let (procedures, found) = process::explore(policy, &table.outcomes, places);
    problems.extend(found);
    if problems.is_empty() {
        let combinations = u64::try_from(table.combinations).unwrap_or(u64::MAX);
        Ok(Proof { procedures, combinations, parts: table.parts, journeys })
    } else {
        Err(problems)
    }
}
