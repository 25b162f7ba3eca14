//! What an operator needs of a server: its limits, one line a request, its figures, its health, and a clean end.
//!
//! [`front`] stands before every request, [`listen`] before every connection. [`figures`] is read by `/metrics`.
mod admin;
mod exposition;
mod figures;
mod front;
mod health;
mod http;
mod limits;
mod listen;

pub use figures::ProcessFigures;
pub use limits::Limits;

pub(crate) use admin::admin;
pub(crate) use front::{RequestIds, watch};
pub(crate) use health::ready;
pub(crate) use http::HttpMeters;
pub(crate) use listen::{Serving, serve};
