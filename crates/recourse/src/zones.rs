//! Time zones by name, from the bundled data.
use anyhow::{Result, anyhow};
use jiff::tz::TimeZone;

/// The zone's rules.
///
/// # Errors
/// Where the bundled data lack it.
pub fn zone(name: &str) -> Result<TimeZone> {
    TimeZone::get(name).map_err(|error| anyhow!("the zone '{name}' is not known: {error}"))
}
