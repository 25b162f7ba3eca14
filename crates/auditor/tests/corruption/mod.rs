//! Lies that can be told in a history, and the invariant that must catch each.
pub mod cases;
pub mod claims;
pub mod compensation;
pub mod edit;
pub mod fund;
pub mod money;
pub mod records;

use edit::Lines;

/// A lie in words, the invariant that catches it, and how it is told; nothing where a history has no place for it.
pub type Corruption = (&'static str, &'static str, fn(&mut Lines) -> Option<()>);

/// All of them.
pub fn all() -> impl Iterator<Item = &'static Corruption> {
    let all = records::ALL.iter().chain(money::ALL).chain(cases::ALL);
    all.chain(compensation::ALL).chain(claims::ALL).chain(fund::ALL)
}

/// Invariants whose tests are elsewhere, and where.
pub const ELSEWHERE: &[(&str, &str)] = &[
    ("buyer_cap", "src/order/money.rs: a consistent lie is caught by the parts before the cap"),
    ("escrow", "src/order/money.rs: a consistent lie is caught by the postings before the sum"),
    ("payout", "tests/small.rs"),
    ("scan_kept", "tests/small.rs"),
];
