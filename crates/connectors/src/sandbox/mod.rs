//! What stands in for banks and mail in a sandbox: a gateway that is told by the payment's id what to do, and notices
//! that go nowhere.
mod book;
mod gateway;
mod notices;

pub use book::{Book, BookError, Paid};
pub use gateway::SandboxGateway;
pub use notices::QuietNotices;
