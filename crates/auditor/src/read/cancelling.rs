//! Facts about what is cancelled.
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(crate) struct Cancelled {
    pub(crate) units: Vec<u16>,
    pub(crate) cause: Cause,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Cause {
    pub(crate) cause: String,
    /// The units that a seller named who cancels.
    #[serde(default)]
    pub(crate) named: Vec<u16>,
    /// The case about a risk that calls them off.
    #[serde(default)]
    pub(crate) case: Option<u16>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Counted {
    pub(crate) units: u16,
    pub(crate) of: u16,
}
