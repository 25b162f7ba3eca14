//! The auditor: a second, simpler model of what must be true of a marketplace's orders, cases and money.
//!
//! It shares no code with the house. It is told plain observations in the order in which they happened: what clients
//! did and were told, what gateways moved, what carriers delivered, and every committed record as stored bytes. From
//! these alone it says, at the first sight of it, which invariant is broken, where, and what should have been instead.
//!
//! [`Observation`] is what it takes; [`Invariant`] is the closed list of what it holds the house to.
mod account;
mod answers;
mod auditor;
mod broken;
mod calendar;
mod fund;
mod gateway;
mod ledger;
mod observe;
mod order;
mod policy;
mod read;
mod record;
mod rights;
mod share;
mod trace;
mod views;
mod violation;

pub use auditor::{Auditor, Rules};
pub use observe::*;
pub use views::Summary;
pub use violation::{Invariant, Violation};
