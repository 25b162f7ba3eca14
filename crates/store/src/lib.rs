//! store
pub mod blobs;
pub mod sqlite;
