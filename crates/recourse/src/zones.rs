//! Time zones by name, from the bundled data, and instants as people type them.
use anyhow::{Context, Result, anyhow};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

/// The zone's rules.
///
/// # Errors
/// Where the bundled data lack it.
pub fn zone(name: &str) -> Result<TimeZone> {
    TimeZone::get(name).map_err(|error| anyhow!("the zone '{name}' is not known: {error}"))
}

/// An instant, or the first of a date in the zone, given for a flag of the command line.
///
/// # Errors
/// Where the text is neither.
pub fn instant(flag: &str, text: &str, zone: &TimeZone) -> Result<Timestamp> {
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(instant);
    }
    let date: Date = text.parse().ok().with_context(|| {
        format!(
            "{flag} is '{text}'; write an instant such as 2018-04-12T00:00:00Z or a date such as 2018-04-12"
        )
    })?;
    let midnight = date.to_datetime(Time::midnight()).to_zoned(zone.clone());
    Ok(midnight.map_err(|error| anyhow!("{flag}: {error}"))?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_its_first_instant_in_the_zone() {
        let zone = zone("America/Sao_Paulo").expect("bundled");
        let at = |text: &str| {
            instant("--until", text, &zone).map(|at| at.to_string()).map_err(|error| error.to_string())
        };
        assert_eq!(at("2018-04-12"), Ok("2018-04-12T03:00:00Z".into()));
        assert_eq!(at("2018-11-04"), Ok("2018-11-04T03:00:00Z".into()), "that midnight does not exist");
        assert_eq!(at("2018-04-12T00:00:00Z"), Ok("2018-04-12T00:00:00Z".into()));
        assert!(at("soon").expect_err("neither").contains("--until is 'soon'"));
    }
}
