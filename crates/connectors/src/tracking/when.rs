//! The instants that carriers write: with a zone, without one, as a bare day, or not readable at all.
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};

/// When something happened, as exactly as the carrier said it.
///
/// Many carriers leave the zone out. Such a time stays [`When::Local`] until the caller names the zone of the place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum When {
    /// A point on the time line: the carrier gave the zone or the offset.
    Instant(Timestamp),
    /// A wall clock reading without a zone.
    Local(DateTime),
    /// A day without a time.
    Date(Date),
    /// What the carrier wrote, which is no date that we can read without guessing (empty: it wrote none).
    Unreadable(String),
}

/// How a date with slashes is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slashes {
    /// Not known for this format: only unambiguous dates are read.
    Unknown,
    /// `month/day/year`, as in the United States.
    MonthFirst,
    /// `day/month/year`.
    DayFirst,
}

/// The first year that is taken as meant. Earlier ones are fillers such as `0001-01-01` and `1900-01-01`.
const FIRST_YEAR: i16 = 1990;
/// The last year that is taken as meant.
const LAST_YEAR: i16 = 2199;

impl When {
    /// The instant, in UTC, once the zone of the place is known.
    ///
    /// A local time inside a gap or a fold of the zone is read as the zone's rules suggest (later in a gap, earlier in a
    /// fold). A bare day means the last second of that day in `zone`, so that no window counted from it ends early.
    /// What is unreadable, or outside the range of time stamps, gives `None`.
    #[must_use]
    pub fn resolve(&self, zone: &TimeZone) -> Option<Timestamp> {
        match self {
            Self::Instant(at) => Some(*at),
            Self::Local(at) => zone.to_timestamp(*at).ok(),
            Self::Date(day) => zone.to_timestamp(day.at(23, 59, 59, 0)).ok(),
            Self::Unreadable(_) => None,
        }
    }

    /// Reads what a carrier wrote; never fails, since [`When::Unreadable`] keeps the words.
    #[must_use]
    pub fn read(raw: &str, slashes: Slashes) -> Self {
        let raw = raw.trim();
        parse(raw, slashes).unwrap_or_else(|| Self::Unreadable(raw.chars().take(100).collect()))
    }

    /// Gives a local time the zone that the carrier wrote in another field (`+8`, `-05:00`, `EST`, `Asia/Shanghai`).
    /// A zone that cannot be read leaves the time as it is.
    #[must_use]
    pub fn in_zone(self, written: &str) -> Self {
        let Self::Local(at) = self else { return self };
        let written = written.trim();
        let instant = match offset(written) {
            Some(offset) => offset.to_timestamp(at).ok(),
            None if written.contains('/') => {
                TimeZone::get(written).ok().and_then(|zone| zone.to_timestamp(at).ok())
            }
            None => None,
        };
        instant.map_or(Self::Local(at), Self::Instant)
    }
}

impl std::fmt::Display for When {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Instant(at) => write!(f, "{at}"),
            Self::Local(at) => write!(f, "{at} (no zone)"),
            Self::Date(day) => write!(f, "{day}"),
            Self::Unreadable(raw) if raw.is_empty() => f.write_str("(no time)"),
            Self::Unreadable(raw) => write!(f, "({raw}?)"),
        }
    }
}

fn parse(raw: &str, slashes: Slashes) -> Option<When> {
    if raw.len() > 64 || !raw.is_ascii() {
        return None;
    }
    if let Some(inner) = raw.strip_prefix("/Date(") {
        let digits: String = inner.chars().take_while(char::is_ascii_digit).collect();
        return epoch(&digits);
    }
    if raw.bytes().all(|b| b.is_ascii_digit()) {
        return match raw.len() {
            8 => compact_date(raw).map(When::Date),
            10 | 13 => epoch(raw),
            14 => Some(When::Local(compact_date(raw.get(..8)?)?.to_datetime(compact_time(raw.get(8..)?)?))),
            _ => None,
        };
    }
    let (day, rest) = match raw.find(['T', 't', ' ']) {
        Some(at) => (raw.get(..at)?, raw.get(at + 1..)?.trim()),
        None => (raw, ""),
    };
    let day = date(day, slashes)?;
    if rest.is_empty() {
        return Some(When::Date(day));
    }
    let (clock, zone) = split_zone(rest);
    let at = day.to_datetime(clock_time(clock)?);
    if zone.is_empty() {
        return Some(When::Local(at));
    }
    offset(zone)?.to_timestamp(at).ok().map(When::Instant)
}

/// Seconds (10 digits) or milliseconds (13 digits) since 1970.
fn epoch(digits: &str) -> Option<When> {
    let number: i64 = digits.parse().ok()?;
    let at =
        if digits.len() > 11 { Timestamp::from_millisecond(number) } else { Timestamp::from_second(number) }
            .ok()?;
    let year = at.to_zoned(TimeZone::UTC).year();
    (FIRST_YEAR..=LAST_YEAR).contains(&year).then_some(When::Instant(at))
}

fn civil(year: &str, month: &str, day: &str) -> Option<Date> {
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return None;
    }
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    (FIRST_YEAR..=LAST_YEAR).contains(&date.year()).then_some(date)
}

fn compact_date(digits: &str) -> Option<Date> {
    civil(digits.get(..4)?, digits.get(4..6)?, digits.get(6..8)?)
}

fn date(text: &str, slashes: Slashes) -> Option<Date> {
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return compact_date(text);
    }
    let mark = text.chars().find(|c| matches!(c, '-' | '.' | '/'))?;
    let mut parts = text.split(mark);
    let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || ![a, b, c].iter().all(|p| p.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    if a.len() == 4 {
        return civil(a, b, c);
    }
    if mark != '/' {
        return civil(c, b, a);
    }
    match slashes {
        Slashes::MonthFirst => civil(c, a, b),
        Slashes::DayFirst => civil(c, b, a),
        // Neither a guess nor a loss: with one number above 12 only one reading is a date.
        Slashes::Unknown => match (civil(c, a, b), civil(c, b, a)) {
            (Some(day), None) | (None, Some(day)) => Some(day),
            (Some(one), Some(other)) if one == other => Some(one),
            _ => None,
        },
    }
}

fn compact_time(digits: &str) -> Option<Time> {
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let second = match digits.len() {
        4 => "0",
        6 => digits.get(4..)?,
        _ => return None,
    };
    Time::new(digits.get(..2)?.parse().ok()?, digits.get(2..4)?.parse().ok()?, second.parse().ok()?, 0).ok()
}

/// `17:24:03.5`, `17:24`, `172403`, `5:24 PM`; fractions of a second are dropped.
fn clock_time(text: &str) -> Option<Time> {
    let text = text.trim();
    let upper = text.to_ascii_uppercase();
    let (digits, half) = match (upper.strip_suffix("AM"), upper.strip_suffix("PM")) {
        (Some(rest), _) => (rest.trim_end().to_owned(), Some(0)),
        (_, Some(rest)) => (rest.trim_end().to_owned(), Some(12)),
        _ => (upper.clone(), None),
    };
    let whole = digits.split('.').next()?;
    if !whole.contains(':') {
        return if half.is_none() { compact_time(whole) } else { None };
    }
    let mut parts = whole.split(':');
    let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next().unwrap_or("0"));
    let mut hour: i8 = hour.parse().ok()?;
    // "00:14 AM" and "14:30 PM" are written by programs that mean the 24 hour clock.
    if let Some(half) = half.filter(|_| (1..=12).contains(&hour)) {
        hour = hour % 12 + half;
    }
    if parts.next().is_some() {
        return None;
    }
    Time::new(hour, minute.parse().ok()?, second.parse().ok()?, 0).ok()
}

/// Splits `10:11:12 +0200` into the clock and the zone; an empty zone means that none is written.
fn split_zone(text: &str) -> (&str, &str) {
    for name in [" UTC", " GMT", "UTC", "GMT", "Z", "z"] {
        if let Some(clock) = text.strip_suffix(name) {
            return (clock.trim(), "UTC");
        }
    }
    match text.rfind(['+', '-']) {
        Some(at) => {
            let (clock, zone) = text.split_at(at);
            let clock = clock.trim();
            let clock = clock.strip_suffix("GMT").or_else(|| clock.strip_suffix("UTC")).unwrap_or(clock);
            (clock.trim(), zone)
        }
        None => (text, ""),
    }
}

/// `+8`, `+08`, `+0800`, `+08:00`, `GMT-5`, `UTC`, and the abbreviations of North America.
fn offset(text: &str) -> Option<Offset> {
    let text = text.trim().to_ascii_uppercase();
    let named = match text.as_str() {
        "UTC" | "GMT" | "Z" => Some(0),
        "NST" => Some(-210),
        "NDT" => Some(-150),
        "AST" => Some(-240),
        "ADT" => Some(-180),
        "EST" => Some(-300),
        "EDT" => Some(-240),
        "CST" => Some(-360),
        "CDT" => Some(-300),
        "MST" => Some(-420),
        "MDT" => Some(-360),
        "PST" => Some(-480),
        "PDT" => Some(-420),
        _ => None,
    };
    let minutes = match named {
        Some(minutes) => minutes,
        None => signed_minutes(text.trim_start_matches("UTC").trim_start_matches("GMT"))?,
    };
    Offset::from_seconds(minutes * 60).ok()
}

fn signed_minutes(text: &str) -> Option<i32> {
    let (sign, digits) = match text.chars().next()? {
        '+' => (1, text.get(1..)?),
        '-' => (-1, text.get(1..)?),
        _ => return None,
    };
    let digits = digits.replace(':', "");
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.as_str(), "0"),
        4 => (digits.get(..2)?, digits.get(2..)?),
        _ => return None,
    };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 18 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str) -> String {
        When::read(raw, Slashes::Unknown).to_string()
    }

    #[test]
    fn instants_keep_their_zone() {
        assert_eq!(read("2024-08-20T12:41:57-04:00"), "2024-08-20T16:41:57Z");
        assert_eq!(read("2024-10-11T15:24:57+0200"), "2024-10-11T13:24:57Z");
        assert_eq!(read("2023-04-05 18:56:00 UTC"), "2023-04-05T18:56:00Z");
        assert_eq!(read("2021-05-07 23:59:00 GMT-04:00"), "2021-05-08T03:59:00Z");
        assert_eq!(read("1578439750000"), "2020-01-07T23:29:10Z");
        assert_eq!(read("/Date(1578439750000)/"), "2020-01-07T23:29:10Z");
    }

    #[test]
    fn without_a_zone_it_stays_local() {
        assert_eq!(read("2016-11-17T00:00:00"), "2016-11-17T00:00:00 (no zone)");
        assert_eq!(read("20110308 091442"), "2011-03-08T09:14:42 (no zone)");
        assert_eq!(read("20210218 1020"), "2021-02-18T10:20:00 (no zone)");
        assert_eq!(read("18.03.2016 10:02"), "2016-03-18T10:02:00 (no zone)");
        assert_eq!(read("2026-04-17T23:43:17.6571145"), "2026-04-17T23:43:17 (no zone)");
        let us = When::read("8/7/2021 7:11:26 PM", Slashes::MonthFirst);
        assert_eq!(us.to_string(), "2021-08-07T19:11:26 (no zone)");
        assert_eq!(
            When::read("12/01/2021 12:05 AM", Slashes::DayFirst).to_string(),
            "2021-01-12T00:05:00 (no zone)"
        );
    }

    #[test]
    fn a_guess_is_refused() {
        assert_eq!(read("8/7/2021 7:11:26 PM"), "(8/7/2021 7:11:26 PM?)");
        assert_eq!(read("8/17/2021"), "2021-08-17");
        assert_eq!(read("0001-01-01T00:00:00"), "(0001-01-01T00:00:00?)");
        assert_eq!(read("string"), "(string?)");
        assert_eq!(read("2021-02-30"), "(2021-02-30?)");
        assert_eq!(read(""), "(no time)");
    }

    #[test]
    fn a_zone_in_another_field_counts() {
        let at = When::read("2019-08-15T18:52:19", Slashes::Unknown);
        assert_eq!(at.clone().in_zone("+8").to_string(), "2019-08-15T10:52:19Z");
        assert_eq!(at.clone().in_zone("EST").to_string(), "2019-08-15T23:52:19Z");
        assert_eq!(at.clone().in_zone("Asia/Shanghai").to_string(), "2019-08-15T10:52:19Z");
        assert_eq!(at.clone().in_zone("nowhere"), at);
    }

    #[test]
    fn a_day_resolves_to_its_end() {
        let zone = TimeZone::get("America/Sao_Paulo").expect("bundled zone");
        let day = When::read("2018-04-12", Slashes::Unknown);
        assert_eq!(day.resolve(&zone).map(|at| at.to_string()).as_deref(), Some("2018-04-13T02:59:59Z"));
        assert_eq!(When::Unreadable("x".into()).resolve(&zone), None);
    }
}
