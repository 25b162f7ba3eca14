//! engine
#![warn(missing_docs)]
pub mod evidence;
pub mod ports;
pub mod vault;
