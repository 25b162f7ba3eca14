//! Connectors to the outside: what carriers and gateways say, turned into the words of the house.
//!
//! A connector reads bytes and gives facts. It knows neither rules nor storage: what a fact means for an order is
//! decided in `resolution`, and where it is kept is the engine's and the store's business.
#![warn(missing_docs)]

pub mod easypost;
pub mod sandbox;
pub mod tracking;
