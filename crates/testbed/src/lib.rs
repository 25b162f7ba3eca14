//! What tests of several crates share: the database that they run on, and one of its own for each. Never part of the
//! program.
#![warn(missing_docs)]
mod bed;
mod postgres;

pub use bed::{Bed, STORE, copy_into, on_postgres};
pub use postgres::{SERVER, TestDatabase};

/// Whether this runs on CI, where a test that cannot run fails.
#[must_use]
pub fn on_ci() -> bool {
    environment("CI").is_some_and(|value| value == "true")
}

#[expect(clippy::disallowed_methods, reason = "where tests find their server is the environment's to say")]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
