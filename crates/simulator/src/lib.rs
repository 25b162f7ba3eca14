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
mod plan;
mod play;
mod summary;
mod tally;
mod world;

pub use act::kinds::ORDER as ORDER_COMMANDS;
pub use plan::{Faults, Plan};
pub use play::{Broken, Progress, play};
pub use summary::{Days, Money, Summary};
