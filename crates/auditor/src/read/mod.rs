//! Reading stored bytes: the frame of a record, and its facts one by one.
mod account;
mod cancelling;
mod claim;
mod compensation;
mod fact;
mod fund;
mod opening;

pub(crate) use account::*;
pub(crate) use cancelling::*;
pub(crate) use claim::*;
pub(crate) use compensation::*;
pub(crate) use fact::*;
pub(crate) use fund::*;
pub(crate) use opening::*;

use crate::observe::Nanos;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// An instant as records write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct At(pub(crate) Nanos);

impl<'de> Deserialize<'de> for At {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        jiff::Timestamp::deserialize(d).map(|at| Self(at.as_nanosecond()))
    }
}

/// The frame of a record.
#[derive(Debug, Deserialize)]
pub(crate) struct Body<'a> {
    pub(crate) v: u8,
    pub(crate) agg: &'a str,
    pub(crate) n: u64,
    pub(crate) at: At,
    #[serde(default)]
    pub(crate) due: Option<At>,
    pub(crate) by: By,
    #[serde(borrow)]
    pub(crate) events: Vec<&'a RawValue>,
}

/// Who acted.
#[derive(Debug, Deserialize)]
pub(crate) struct By {
    #[serde(rename = "as")]
    pub(crate) role: String,
    #[serde(default)]
    id: Option<serde_json::Value>,
}

impl By {
    /// The id, whatever it is wrapped in; empty where there is none.
    pub(crate) fn id(&self) -> &str {
        match &self.id {
            Some(serde_json::Value::String(id)) => id,
            Some(serde_json::Value::Object(of)) => of.values().next().and_then(|v| v.as_str()).unwrap_or(""),
            _ => "",
        }
    }
}

#[derive(Deserialize)]
struct Kind<'a> {
    #[serde(rename = "type")]
    of: &'a str,
}

/// The stable word of a fact.
pub(crate) fn kind(event: &RawValue) -> Result<&str, serde_json::Error> {
    serde_json::from_str::<Kind<'_>>(event.get()).map(|kind| kind.of)
}

/// The frame of stored bytes.
pub(crate) fn body(bytes: &[u8]) -> Result<Body<'_>, serde_json::Error> {
    serde_json::from_slice(bytes)
}
