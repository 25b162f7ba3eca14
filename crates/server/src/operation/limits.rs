//! Limits of connections and requests. Each has a value; none is without one.
use std::time::Duration;

/// How much, and how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Connections at once; further ones wait in the system's queue until one ends.
    pub connections: usize,
    /// Requests that are worked on at once; further ones are answered with 503 and `Retry-After`.
    pub requests: usize,
    /// The longest head of a request (first line and headers), in bytes; at least 8 KiB.
    pub head_bytes: usize,
    /// How long a connection may stay without a whole head of a request: slow senders, and idle ones between two requests.
    pub head: Duration,
    /// How long a body may pause between two of its pieces.
    pub body: Duration,
    /// How long a request may take until its answer begins, its body included.
    pub request: Duration,
    /// The same for uploads of files and for moving the clock of a sandbox.
    pub long_request: Duration,
    /// How long the store may take to say that it is there, before the process counts as not ready.
    pub store_answers: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 8_192,
            requests: 2_048,
            head_bytes: 64 * 1024,
            head: Duration::from_secs(75),
            body: Duration::from_secs(30),
            request: Duration::from_mins(1),
            long_request: Duration::from_mins(15),
            store_answers: Duration::from_secs(2),
        }
    }
}
