//! The wire: what goes over HTTP, as structs of their own, and the codes of problems.
//!
//! Wire types are not domain types: the `server` crate converts explicitly in both directions. Conventions, everywhere:
//!
//! * an amount is an integer of minor units with its currency ([`Money`]); never a fraction, never without currency;
//! * an instant is RFC 3339 in UTC; an `end` is exclusive: an act at `t < end` is in time;
//! * a party is the marketplace's own id; only where that is not known (any more), the pseudonym `pty_…` stands;
//! * ids have a prefix (`ord_`, `cas_`, …) and are opaque; unknown fields of a request are refused by name.
#![warn(missing_docs, clippy::missing_errors_doc, clippy::missing_panics_doc)]
mod account;
mod account_case;
mod act;
mod case;
mod case_act;
mod claim;
mod common;
mod compensation;
mod event;
mod evidence;
mod fund;
mod marketplace;
mod order;
mod person;
mod portal;
pub mod problem;
mod purchase;
mod query;
mod refund;
mod remedy;
mod reputation;
mod risk;
mod sandbox;
mod statement;
mod terms;
mod tracking;

pub use account::*;
pub use account_case::*;
pub use act::*;
pub use case::*;
pub use case_act::*;
pub use claim::*;
pub use common::*;
pub use compensation::*;
pub use event::*;
pub use evidence::*;
pub use fund::*;
pub use marketplace::*;
pub use order::*;
pub use person::*;
pub use portal::*;
pub use problem::Problem;
pub use purchase::*;
pub use query::*;
pub use refund::*;
pub use remedy::*;
pub use reputation::*;
pub use risk::*;
pub use sandbox::*;
pub use statement::*;
pub use terms::*;
pub use tracking::*;
