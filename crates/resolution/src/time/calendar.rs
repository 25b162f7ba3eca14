//! The zone and the working days of a marketplace, and the instants that follow from them.

use std::collections::BTreeSet;

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Span, Timestamp};
use serde::Deserialize;
use toml::Spanned;

use super::Period;

/// Zone, weekend and holidays of a marketplace, known by a name that each order records.
///
/// All its answers are total: what would lie beyond the range of [`Timestamp`] (the years -9999
/// to 9999) is answered with [`Timestamp::MIN`] or [`Timestamp::MAX`].
///
/// The *date of* an instant is the last date whose first instant is not after it. That is the
/// date on the wall, except in the hour after a clock was set back across midnight, which
/// belongs to the new date already: so dates never run backwards and an end never precedes its
/// start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    name: String,
    zone: TimeZone,
    zone_name: String,
    weekend: Vec<Weekday>,
    holidays: BTreeSet<Date>,
}

/// Why there is no such calendar.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// No such zone in the bundled time-zone data.
    #[error("{name:?} is not a time zone: write a name of the IANA database, such as \"Asia/Jakarta\"")]
    UnknownZone {
        /// The name as it was given.
        name: String,
    },
    /// The file is not TOML, or has an unknown key, or lacks one, or one of the wrong type.
    #[error("the calendar cannot be read: {message}")]
    Unreadable {
        /// What the reader of TOML says, with line and column.
        message: String,
    },
    /// A value of the file makes no sense.
    #[error("line {line} of the calendar: {message}")]
    BadValue {
        /// The line, counted from 1.
        line: usize,
        /// What is wrong and what to write instead.
        message: String,
    },
}

/// The calendar file as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CalendarFile {
    name: Spanned<String>,
    zone: Option<Spanned<String>>,
    weekend: Option<Spanned<Vec<Spanned<String>>>>,
    #[serde(default)]
    holidays: Vec<Spanned<toml::Value>>,
}

impl Calendar {
    /// A calendar without holidays, named after its zone, with Saturday and Sunday as weekend.
    ///
    /// # Errors
    /// [`CalendarError::UnknownZone`] when `zone_name` is not in the bundled IANA data.
    pub fn new(zone_name: &str) -> Result<Self, CalendarError> {
        let (zone, zone_name) = find_zone(zone_name)?;
        Ok(Calendar {
            name: zone_name.clone(),
            zone,
            zone_name,
            weekend: vec![Weekday::Saturday, Weekday::Sunday],
            holidays: BTreeSet::new(),
        })
    }

    /// Reads a calendar file:
    ///
    /// ```toml
    /// name = "indonesia-2026"
    /// zone = "Asia/Jakarta"              # optional, else UTC; see `with_zone`
    /// weekend = ["saturday", "sunday"]   # optional; [] for none
    /// holidays = ["2026-06-01"]          # optional
    /// ```
    ///
    /// # Errors
    /// [`CalendarError::Unreadable`]: not TOML, an unknown key, no name. Else
    /// [`CalendarError::BadValue`] with the line: an empty name, an unknown zone or weekday, a
    /// weekend of all seven days, a holiday that is not a date or is named twice.
    pub fn parse_toml(text: &str) -> Result<Self, CalendarError> {
        let file: CalendarFile =
            toml::from_str(text).map_err(|e| CalendarError::Unreadable { message: e.to_string() })?;
        let bad = |at: usize, message: String| {
            let before = text.get(..at).unwrap_or(text);
            CalendarError::BadValue { line: 1 + before.matches('\n').count(), message }
        };
        let mut calendar = match &file.zone {
            Some(zone) => Calendar::new(zone.get_ref()).map_err(|e| bad(zone.span().start, e.to_string()))?,
            None => Calendar::new("UTC")?,
        };
        if file.name.get_ref().trim().is_empty() {
            let message = "the name is empty: orders record it, so give it one".to_owned();
            return Err(bad(file.name.span().start, message));
        }
        if let Some(weekend) = &file.weekend {
            calendar.weekend = weekend_of(weekend).map_err(|(at, message)| bad(at, message))?;
        }
        for holiday in &file.holidays {
            let at = holiday.span().start;
            let date = date_from(holiday.get_ref()).map_err(|message| bad(at, message))?;
            if !calendar.holidays.insert(date) {
                return Err(bad(at, format!("{date} is named twice: remove one")));
            }
        }
        calendar.name = file.name.into_inner();
        Ok(calendar)
    }

    /// The same working days under the same name in another zone.
    ///
    /// # Errors
    /// [`CalendarError::UnknownZone`] when `zone_name` is not in the bundled IANA data.
    pub fn with_zone(self, zone_name: &str) -> Result<Self, CalendarError> {
        let (zone, zone_name) = find_zone(zone_name)?;
        Ok(Calendar { zone, zone_name, ..self })
    }

    /// The name under which orders record this calendar.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The IANA name of the zone, as the database spells it.
    pub fn zone_name(&self) -> &str {
        &self.zone_name
    }

    /// The zone, to show instants in.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The first existing instant of day `n` after the day of `event`, which is day 0.
    pub fn opens_on_day(&self, event: Timestamp, n: u16) -> Timestamp {
        self.first_instant_or_max(days_after(self.date_of(event), n))
    }

    /// The exclusive end of day `n` after the day of `event`, which is day 0: the first existing
    /// instant of the date after. After `event`, unless that is [`Timestamp::MAX`].
    pub fn end_of_day(&self, event: Timestamp, n: u16) -> Timestamp {
        let day = days_after(self.date_of(event), n);
        self.first_instant_or_max(day.and_then(|day| days_after(day, 1)))
    }

    /// The exclusive end of a period that starts at `start`.
    ///
    /// Days: the end of the Nth day after that of `start`. Hours: N times 3600 seconds later.
    /// Working days: the first instant of the date after the Nth working date that follows the
    /// date of `start`; zero of them end with the day of `start`, working or not.
    pub fn end(&self, start: Timestamp, period: Period) -> Timestamp {
        match period {
            Period::Days(n) => self.end_of_day(start, n),
            Period::Hours(n) => {
                let seconds = i64::from(n) * 3_600;
                later(start, SignedDuration::from_secs(seconds))
            }
            Period::WorkingDays(n) => self.end_of_working_day(start, n),
        }
    }

    fn end_of_working_day(&self, start: Timestamp, n: u16) -> Timestamp {
        let mut date = Some(self.date_of(start));
        let mut to_count = n;
        while let Some(day) = date.filter(|_| to_count > 0) {
            date = days_after(day, 1);
            if date.is_some_and(|next| self.is_working_day(next)) {
                to_count -= 1;
            }
        }
        self.first_instant_or_max(date.and_then(|day| days_after(day, 1)))
    }

    /// Whether `date` is neither on the weekend nor a holiday.
    pub fn is_working_day(&self, date: Date) -> bool {
        !self.weekend.contains(&date.weekday()) && !self.holidays.contains(&date)
    }

    /// The part of the time from `from` to `to` that lies on working days, each counted whole
    /// from midnight to midnight (23 to 25 hours where clocks change). Negative when `to` is
    /// before `from`.
    pub fn working_time_between(&self, from: Timestamp, to: Timestamp) -> SignedDuration {
        if to < from {
            let forward = self.working_time_between(to, from);
            return SignedDuration::ZERO.saturating_sub(forward);
        }
        let mut sum = SignedDuration::ZERO;
        for (begin, end, working) in self.days_from(from) {
            if begin >= to {
                break;
            }
            if working {
                sum = sum.saturating_add(end.min(to).duration_since(begin));
            }
        }
        sum
    }

    /// The earliest instant not before `from` at which `working` of working time have passed
    /// since `from`: the inverse of [`Calendar::working_time_between`]. `from` itself when
    /// `working` is not positive.
    pub fn after_working_time(&self, from: Timestamp, working: SignedDuration) -> Timestamp {
        if !working.is_positive() {
            return from;
        }
        let mut left = working;
        for (begin, end, _) in self.days_from(from).filter(|(_, _, working)| *working) {
            let available = end.duration_since(begin);
            if left <= available {
                return later(begin, left);
            }
            left = left.saturating_sub(available);
        }
        Timestamp::MAX
    }

    /// The end of the day in which `instant` lies; `instant` itself when a day begins with it.
    pub fn round_up_to_day(&self, instant: Timestamp) -> Timestamp {
        if self.opens_on_day(instant, 0) == instant {
            return instant;
        }
        self.end_of_day(instant, 0)
    }

    /// The days from `from` on, the first one cut at `from`: begin, exclusive end, working or not.
    fn days_from(&self, from: Timestamp) -> impl Iterator<Item = (Timestamp, Timestamp, bool)> {
        let mut at = Some((self.date_of(from), from));
        std::iter::from_fn(move || {
            let (date, begin) = at?;
            let next = days_after(date, 1);
            let end = self.first_instant_or_max(next);
            at = next.filter(|_| end < Timestamp::MAX).map(|next| (next, end));
            Some((begin, end, self.is_working_day(date)))
        })
    }

    /// The last date whose first instant is not after `instant`; see the type.
    /// Counted back from an instant: days and working days as 24 hours each.
    pub(crate) fn before(&self, at: Timestamp, period: Period) -> Timestamp {
        let hours = match period {
            Period::Hours(hours) => i64::from(hours),
            Period::Days(days) | Period::WorkingDays(days) => i64::from(days) * 24,
        };
        at.checked_sub(SignedDuration::from_hours(hours)).unwrap_or(Timestamp::MIN)
    }

    pub(crate) fn date_of(&self, instant: Timestamp) -> Date {
        let mut date = self.zone.to_datetime(instant).date();
        while let Some(next) = days_after(date, 1) {
            if self.first_instant(next).is_none_or(|first| first > instant) {
                break;
            }
            date = next;
        }
        date
    }

    fn first_instant_or_max(&self, date: Option<Date>) -> Timestamp {
        date.and_then(|date| self.first_instant(date)).unwrap_or(Timestamp::MAX)
    }

    /// The first existing instant of `date`, or of the next date that exists where a zone has
    /// skipped this one. Where midnight comes twice, the earlier. `None` after the last instant.
    fn first_instant(&self, date: Date) -> Option<Timestamp> {
        let midnight = date.to_datetime(Time::midnight());
        let found = match self.zone.to_ambiguous_timestamp(midnight).offset() {
            AmbiguousOffset::Unambiguous { offset } => offset.to_timestamp(midnight),
            AmbiguousOffset::Fold { before, .. } => before.to_timestamp(midnight),
            AmbiguousOffset::Gap { before, after } => {
                // The clock jumps over midnight, sometimes from before it (Toronto in 1919 from
                // 23:30 to 00:30): the day begins where the jump lands.
                let earliest = after.to_timestamp(midnight).unwrap_or(Timestamp::MIN);
                let jump = self.zone.following(earliest).next().map(|jump| jump.timestamp());
                jump.map_or_else(|| before.to_timestamp(midnight), Ok)
            }
        };
        match found {
            Ok(instant) => Some(instant),
            Err(_) if date.year() < 0 => Some(Timestamp::MIN),
            Err(_) => None,
        }
    }
}

/// `start + duration`, at most the last instant and at least the first.
pub(super) fn later(start: Timestamp, duration: SignedDuration) -> Timestamp {
    let limit = if duration.is_negative() { Timestamp::MIN } else { Timestamp::MAX };
    start.checked_add(duration).unwrap_or(limit)
}

fn days_after(date: Date, n: u16) -> Option<Date> {
    date.checked_add(Span::new().days(n)).ok()
}

/// Only the bundled data, never those of the machine: an installation elsewhere must agree.
fn find_zone(name: &str) -> Result<(TimeZone, String), CalendarError> {
    let unknown = || CalendarError::UnknownZone { name: name.to_owned() };
    let zone = TimeZoneDatabase::bundled().get(name).map_err(|_| unknown())?;
    if zone.is_unknown() {
        return Err(unknown());
    }
    let canonical = zone.iana_name().ok_or_else(unknown)?.to_owned();
    Ok((zone, canonical))
}

type At = (usize, String);

fn weekend_of(names: &Spanned<Vec<Spanned<String>>>) -> Result<Vec<Weekday>, At> {
    let mut weekend = Vec::new();
    for name in names.get_ref() {
        let day = weekday(name.get_ref()).map_err(|message| (name.span().start, message))?;
        if !weekend.contains(&day) {
            weekend.push(day);
        }
    }
    if weekend.len() == 7 {
        // Without any working day no clock of working days would ever end.
        let message = "all seven days are weekend: leave at least one to work on".to_owned();
        return Err((names.span().start, message));
    }
    Ok(weekend)
}

fn weekday(name: &str) -> Result<Weekday, String> {
    Ok(match name {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => {
            return Err(format!("{name:?} is not a day of the week: write \"monday\" to \"sunday\""));
        }
    })
}

/// A date as text or as TOML's own date.
fn date_from(value: &toml::Value) -> Result<Date, String> {
    let text = match value {
        toml::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    // Only this form: the reader of dates would take "2026-06-01T10:00" and others, too.
    let date = Some(&text).filter(|t| t.len() == "2026-06-01".len()).and_then(|t| t.parse().ok());
    date.ok_or_else(|| format!("{text:?} is not a date: write it as \"2026-06-01\""))
}
