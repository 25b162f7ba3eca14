//! Conditions of the liability table.
use std::sync::Arc;

/// A parsed condition with its source text.
#[derive(Clone, Debug)]
pub struct Expr {
    source: String,
    program: Arc<cel::Program>,
}
impl Expr {
    /// The text as written in the policy.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }
}
