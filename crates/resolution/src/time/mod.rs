//! Spans of business time as policies write them. (Placeholder: the calendar comes with its own change.)
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A span of business time: whole days, hours, or working days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Period {
    /// Calendar days; ends at the end of that day in the policy's zone.
    Days(u16),
    /// Hours of 3600 seconds.
    Hours(u32),
    /// Working days of the marketplace's calendar.
    WorkingDays(u16),
}

impl FromStr for Period {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let refuse = || {
            format!(
                "{text:?} is not a period; write it like \"15 days\", \"24 hours\" or \"2 working days\""
            )
        };
        let (number, unit) = text.split_once(' ').ok_or_else(refuse)?;
        match unit {
            "day" | "days" => number.parse().map(Self::Days).map_err(|_| refuse()),
            "hour" | "hours" => number.parse().map(Self::Hours).map_err(|_| refuse()),
            "working day" | "working days" => {
                number.parse().map(Self::WorkingDays).map_err(|_| refuse())
            }
            _ => Err(refuse()),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (number, unit) = match *self {
            Self::Days(n) => (u32::from(n), "day"),
            Self::Hours(n) => (n, "hour"),
            Self::WorkingDays(n) => (u32::from(n), "working day"),
        };
        write!(f, "{number} {unit}{}", if number == 1 { "" } else { "s" })
    }
}

impl TryFrom<String> for Period {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}
