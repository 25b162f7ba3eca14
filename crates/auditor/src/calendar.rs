//! Days of a zone, in the auditor's own words: when a day begins, and where a clock ends.
use crate::observe::Nanos;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use std::collections::BTreeSet;

/// Nanoseconds of a second.
pub(crate) const SECOND: Nanos = 1_000_000_000;

/// How long a clock runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Clock {
    /// To the end of the Nth day after that of the start.
    Days(u32),
    /// N times 3600 seconds.
    Hours(u32),
    /// To the end of the Nth working day after that of the start.
    WorkingDays(u32),
}

impl Clock {
    /// Reads "15 days", "24 hours", "2 working days".
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let n = words.next()?.parse().ok()?;
        match (words.next()?, words.next()) {
            ("day" | "days", None) => Some(Self::Days(n)),
            ("hour" | "hours", None) => Some(Self::Hours(n)),
            ("working", Some("day" | "days")) => Some(Self::WorkingDays(n)),
            _ => None,
        }
    }

    /// Its length as a time before an instant: days of 24 hours.
    pub(crate) fn length(self) -> Nanos {
        let hours = match self {
            Self::Hours(n) => n,
            Self::Days(n) | Self::WorkingDays(n) => n * 24,
        };
        Nanos::from(hours) * 3600 * SECOND
    }

    /// Whether it ends as it begins.
    pub(crate) const fn is_nothing(self) -> bool {
        matches!(self, Self::Days(0) | Self::Hours(0) | Self::WorkingDays(0))
    }
}

/// A zone with its days off.
#[derive(Clone, Debug)]
pub(crate) struct Calendar {
    zone: TimeZone,
    weekend: Vec<Weekday>,
    holidays: BTreeSet<Date>,
}

impl Calendar {
    /// A plain zone, Saturday and Sunday off.
    pub(crate) fn of_zone(zone: &str) -> Option<Self> {
        let zone = TimeZone::get(zone).ok()?;
        Some(Self { zone, weekend: vec![Weekday::Saturday, Weekday::Sunday], holidays: BTreeSet::new() })
    }

    /// The same days off as a calendar file names, in a zone.
    pub(crate) fn read(text: &str, zone: &str) -> Option<Self> {
        let table: toml::Table = text.parse().ok()?;
        let mut calendar = Self::of_zone(zone)?;
        if let Some(days) = table.get("weekend") {
            let names = days.as_array()?.iter().map(|day| day.as_str().and_then(weekday));
            calendar.weekend = names.collect::<Option<_>>()?;
        }
        for day in table.get("holidays").and_then(toml::Value::as_array).into_iter().flatten() {
            let date = day.as_str().map_or_else(|| day.to_string(), str::to_owned);
            calendar.holidays.insert(date.parse().ok()?);
        }
        Some(calendar)
    }

    /// Where a clock that starts at `start` ends, exclusive.
    pub(crate) fn end(&self, start: Nanos, clock: Clock) -> Nanos {
        match clock {
            Clock::Hours(n) => start + Nanos::from(n) * 3600 * SECOND,
            Clock::Days(n) => self.begin_of(self.date(start), i64::from(n) + 1),
            Clock::WorkingDays(n) => {
                let mut date = self.date(start);
                let mut left = n;
                while left > 0 {
                    date = later(date, 1);
                    left -= u32::from(self.works(date));
                }
                self.begin_of(date, 1)
            }
        }
    }

    /// The end of the day in which `at` lies; `at` itself where a day begins with it.
    pub(crate) fn round_up(&self, at: Nanos) -> Nanos {
        let date = self.date(at);
        if self.begin_of(date, 0) == at { at } else { self.begin_of(date, 1) }
    }

    fn works(&self, date: Date) -> bool {
        !self.weekend.contains(&date.weekday()) && !self.holidays.contains(&date)
    }

    fn date(&self, at: Nanos) -> Date {
        let date = self.zone.to_datetime(stamp(at)).date();
        if self.begin_of(date, 1) <= at { later(date, 1) } else { date }
    }

    fn begin_of(&self, date: Date, days: i64) -> Nanos {
        match later(date, days).to_zoned(self.zone.clone()) {
            Ok(begin) => begin.timestamp().as_nanosecond(),
            Err(_) => Timestamp::MAX.as_nanosecond(),
        }
    }
}

fn later(date: Date, days: i64) -> Date {
    date.checked_add(Span::new().days(days)).unwrap_or(Date::MAX)
}

fn weekday(name: &str) -> Option<Weekday> {
    Some(match name {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return None,
    })
}

fn stamp(at: Nanos) -> Timestamp {
    Timestamp::from_nanosecond(at).unwrap_or(if at < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

/// An instant for a person to read.
pub(crate) fn shown(at: Nanos) -> String {
    stamp(at).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Nanos {
        text.parse::<Timestamp>().expect("an instant").as_nanosecond()
    }

    /// The worked examples that the rules of the trade print.
    #[test]
    fn ends_are_those_of_the_worked_examples() {
        let of = |zone: &str| Calendar::of_zone(zone).expect("a zone");
        let angeles = of("America/Los_Angeles");
        assert_eq!(angeles.end(at("2026-10-21T01:00:00Z"), Clock::Days(15)), at("2026-11-05T08:00:00Z"));
        let paulo = of("America/Sao_Paulo");
        assert_eq!(paulo.end(at("2018-10-19T12:00:00Z"), Clock::Days(15)), at("2018-11-04T03:00:00Z"));
        let jakarta = Calendar::read("name = \"x\"\nholidays = [\"2026-06-01\"]", "Asia/Jakarta");
        let start = at("2026-05-29T13:00:00Z");
        let ends = jakarta.expect("a calendar").end(start, Clock::WorkingDays(2));
        assert_eq!(ends, at("2026-06-03T17:00:00Z"));
    }

    #[test]
    fn a_day_that_has_begun_is_rounded_up_and_one_that_begins_is_not() {
        let utc = Calendar::of_zone("UTC").expect("a zone");
        assert_eq!(utc.round_up(at("2026-01-01T00:00:00Z")), at("2026-01-01T00:00:00Z"));
        assert_eq!(utc.round_up(at("2026-01-01T00:00:01Z")), at("2026-01-02T00:00:00Z"));
    }

    #[test]
    fn periods_are_read_as_they_are_written() {
        assert_eq!(Clock::read("15 days"), Some(Clock::Days(15)));
        assert_eq!(Clock::read("1 working days"), Some(Clock::WorkingDays(1)));
        assert_eq!(Clock::read("24 hours"), Some(Clock::Hours(24)));
        assert_eq!(Clock::read("two days"), None);
    }
}
