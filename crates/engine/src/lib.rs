//! The engine: the one write path, deadlines, the outbox, and read queries over the pure core.
//!
//! Commands go in through lanes, are decided by [`resolution`], written once in batches, and their consequences leave
//! through the outbox. Everything outside is a port: a trait in [`ports`].
#![warn(missing_docs)]
pub mod checkpoint;
pub mod evidence;
pub mod ports;
pub mod record;
pub mod vault;
pub mod verify;
