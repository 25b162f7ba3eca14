//! Everything that reads bytes from outside, as functions over arbitrary bytes that must never panic.
//!
//! The same functions are run in two ways: over mutated seeds of a fixed number in this crate's own test, which needs
//! no instrumentation and takes seconds, and under libFuzzer by `fuzz/` (`./dev fuzz`), which looks for new paths.
#![warn(missing_docs)]
mod mutate;
mod seeds;
mod target;

pub use mutate::Mutator;

/// A way in for bytes from outside.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name, the same in `fuzz/fuzz_targets`.
    pub name: &'static str,
    /// Reads the bytes. Whatever they are, it comes back; a promise that is broken panics.
    pub run: fn(&[u8]),
    /// Well-formed inputs to begin with.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// How many mutated inputs its test reads: what takes about five seconds without instrumentation.
    pub rounds: u32,
}

/// All of them.
pub const TARGETS: &[Target] = &[
    Target { name: "policy", run: target::policy::policy, seeds: seeds::policies, rounds: 1_500 },
    Target { name: "condition", run: target::policy::condition, seeds: seeds::conditions, rounds: 50_000 },
    Target { name: "body", run: target::body::body, seeds: seeds::bodies, rounds: 20_000 },
    Target { name: "webhook", run: target::outside::webhook, seeds: seeds::webhooks, rounds: 30_000 },
    Target { name: "tracking", run: target::outside::tracking, seeds: seeds::tracking, rounds: 50_000 },
    Target { name: "event", run: target::event::event, seeds: seeds::events, rounds: 150_000 },
    Target { name: "value", run: target::value::value, seeds: seeds::values, rounds: 100_000 },
];

/// The target of a name.
///
/// # Panics
/// Where there is none.
#[must_use]
pub fn target(name: &str) -> Target {
    *TARGETS.iter().find(|target| target.name == name).expect("a target of this name")
}
