//! What is claimed as a case begins, and as it is changed.
use super::{Component, Remedy};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(crate) struct CaseOpened {
    pub(crate) case: u16,
    pub(crate) kind: String,
    pub(crate) by: Option<String>,
    pub(crate) received: String,
    pub(crate) reason: String,
    #[serde(default)]
    pub(crate) sub_reason: Option<String>,
    pub(crate) procedure: String,
    pub(crate) units: Vec<(u16, u16)>,
    pub(crate) asked: Remedy,
    pub(crate) reserved: Vec<(Component, i64)>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct CaseChanged {
    pub(crate) case: u16,
    pub(crate) reason: String,
    #[serde(default)]
    pub(crate) sub_reason: Option<String>,
    pub(crate) asked: Remedy,
}
