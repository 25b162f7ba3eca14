//! Deliberately wrong edits of core, engine and store, each of which some test must notice: what nothing notices is not
//! tested. The list is `crates/tidy/mutations.toml`; [`run`](run::run) tries every one in a copy of the checkout.
pub mod list;
pub mod run;
mod scratch;

pub use list::{LIST, List};
