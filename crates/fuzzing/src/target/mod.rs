//! The targets, by what they read.
pub(crate) mod body;
pub(crate) mod event;
pub(crate) mod outside;
pub(crate) mod policy;
pub(crate) mod value;
