//! The back-test: what was done on an order, done again under another policy.
//!
//! A record of an order is one act: somebody's, a carrier's, a bank's, or a deadline's. From the records come the acts
//! (`read.rs`), and these are given once more to the functions that decided them, in their order, under the rules that are
//! asked for (`run.rs`). Deadlines are not repeated: the rules make them anew.
//!
//! Nobody knows what people would have done under other rules. The one assumption is that everybody does the same, as long
//! after the question as they did:
//!
//! * What comes from the world (a payment, a parcel, a scan, the opening of a case) comes at the instant at which it came.
//! * What is done within a stage of a case is done as long after the beginning of that stage as it was; where the case never
//!   comes to that stage, it is not done.
//! * A mediator who followed the recommendation follows that of the other policy; one who departed from it rules as before.
//! * Where nobody reviewed the case then, nobody does now: the liability table decides at the end of the review.
//! * A finer reason that the other policy does not list is left out: it decides nothing.
//! * A refund that was also paid then takes the bank as long as it took; another is confirmed at once.
//!
//! An act that the other policy refuses is not done, and counted with the refusal.
mod compare;
mod numbers;
mod read;
mod run;

pub use compare::{CaseOutcome, Change, Decided, changes, outcomes};
pub use run::{Fate, Pace, Replayed, replay};

use crate::actor::Actor;
use crate::order::event::OrderEvent;
use jiff::Timestamp;

/// A record of an order, as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// Instant of recording.
    pub at: Timestamp,
    /// The due instant, where a deadline was applied.
    pub due: Option<Timestamp>,
    /// Who acted.
    pub by: Actor,
    /// The facts, at least one.
    pub events: Vec<OrderEvent>,
}

/// Why a history cannot be replayed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unplayable {
    /// Its first fact is not a placement.
    #[error("the history does not begin with a placement; check the data with `recourse verify`")]
    NoPlacement,
    /// A record tells of no act that is known.
    #[error("record {record} tells of no act that this program knows")]
    UnknownAct {
        /// Which record, from 0.
        record: usize,
    },
}
