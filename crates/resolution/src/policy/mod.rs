//! The policy: windows, terms, reasons, procedures and the liability table, as data.
mod expr;
mod model;
mod stage;
mod words;
pub use expr::Expr;
pub use model::*;
pub use stage::{Exit, Procedure, StageName, StageSpec, Target, Turn};
