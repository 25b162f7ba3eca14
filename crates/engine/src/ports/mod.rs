//! What the engine needs from outside, as traits.
pub mod blobs;
pub mod vault;
