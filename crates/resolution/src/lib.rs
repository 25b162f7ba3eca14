//! The trade itself, pure: orders, parcels, payments, cases, policy, money.
//!
//! Nothing here reads a clock, the environment or a random source, touches a file or the
//! network, or knows a vendor's name. Time comes in as an argument.
#![warn(missing_docs)]
pub mod account;
pub mod actor;
pub mod aggregate;
pub mod case;
pub mod fund;
pub mod id;
pub mod ledger;
pub mod money;
pub mod order;
pub mod parcel;
pub mod payment;
pub mod policy;
pub mod refusal;
pub mod replay;
pub mod seal;
pub mod time;
