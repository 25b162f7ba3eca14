//! The carriers' own formats: where each says what.
//!
//! To add a carrier: add a row to the module of its family, its codes to [`super::codes`], a fixture and a line to the
//! tests. Needs must be exact enough that no other carrier's payload meets them.
mod aggregators;
mod global;
mod local;
mod xml;

use super::format::Format;

/// All formats, the more exact before the more general.
pub(super) const ALL: &[&[Format]] = &[global::FORMATS, aggregators::FORMATS, local::FORMATS, xml::FORMATS];
