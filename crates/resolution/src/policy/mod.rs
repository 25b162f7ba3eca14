//! The policy: windows, terms, reasons, procedures and the liability table, as data.
//!
//! A policy is a directory (`policy.toml`, `messages.LANGUAGE.toml`, `examples.toml`) that arrives as a map from file
//! name to text; nothing here touches a disk. `check` turns it into a [`Policy`] or into a list of problems.
mod expr;
mod facts;
mod model;
mod stage;
mod words;
pub use expr::Expr;
pub use facts::*;
pub use model::*;
pub use stage::{Exit, Procedure, StageName, StageSpec, Target, Turn};

impl Policy {
    /// The first row of the liability table that holds for these facts. A checked policy ends with a row that always holds.
    #[must_use]
    pub fn rule(&self, facts: &Facts) -> Option<&LiabilityRow> {
        let ready = expr::Ready::new(facts);
        self.liability.iter().find(|row| ready.holds(&row.when))
    }
}
