//! The trade itself, pure: orders, parcels, payments, cases, policy, money.
//!
//! Nothing here reads a clock, the environment or a random source, touches a file or the
//! network, or knows a vendor's name. Time comes in as an argument.
pub mod money;
pub mod parcel;
pub mod time;
