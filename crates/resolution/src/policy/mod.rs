//! The policy: windows, terms, reasons, procedures and the liability table, as data.
mod expr;
mod model;
mod words;
pub use expr::Expr;
pub use model::*;
