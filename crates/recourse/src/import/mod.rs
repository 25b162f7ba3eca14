//! Bringing in what others recorded.
pub mod olist;
pub mod tracking;
