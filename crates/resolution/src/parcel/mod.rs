//! What travels under one tracking number.
pub mod tracking;
