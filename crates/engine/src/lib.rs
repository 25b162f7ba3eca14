//! The engine: the one write path, deadlines, the outbox, and read queries over the pure core.
//!
//! Commands go in through lanes, are decided by [`resolution`], written once in batches, and their consequences leave
//! through the outbox. Everything outside is a port: a trait in [`ports`].
#![warn(missing_docs)]
pub mod checkpoint;
mod core;
mod engine;
mod envelope;
mod error;
pub mod evidence;
pub mod failpoint;
mod inbox;
mod lane;
mod ledger;
mod market;
pub mod meters;
mod neighbours;
mod news;
mod outbox;
pub mod ports;
mod purchase;
mod read;
pub mod record;
pub mod routes;
mod rules;
mod sandbox;
mod seen;
pub mod settings;
mod signals;
pub mod state;
mod timebase;
mod waker;
mod watch;
mod workers;

pub use engine::{Engine, Parts};
pub use envelope::{Answer, Decided, Envelope, Idempotency, IfMatch, Made, natural_key, request_hash};
pub use error::EngineError;
pub use failpoint::Failpoints;
pub use inbox::{CarrierEvent, Received};
pub use market::NewMarketplace;
pub use neighbours::CLOCKS_APART;
pub use purchase::{Captured, Placed};
pub use read::{Entry, Feed, View};
pub use rules::{Governing, Policies};
pub use sandbox::{Advance, Advanced};
pub use settings::Settings;
pub use watch::{Changed, Heard, Watch};
pub use workers::Workers;
pub mod vault;
pub mod verify;
