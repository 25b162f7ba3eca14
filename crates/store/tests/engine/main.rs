//! The engine over SQLite and the real core: lanes, idempotency, deadlines, outbox, clock, inbox, crashes.
mod clock;
mod crash;
mod freeze;
mod fund;
mod inbox;
mod lanes;
mod meters;
mod neighbours;
mod outbox;
mod poison;
mod sandbox;
mod watch;
mod world;
