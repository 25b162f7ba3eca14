//! How long a turn lasts, as the policy writes it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A length of time with its way of counting: "15 days", "24 hours", "2 working days".
///
/// Written and stored as that text. [`super::Calendar::end`] says where it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Period {
    /// Until the end of the Nth day after the day of the start, 0 to 3650.
    Days(u16),
    /// N times 3600 seconds from the start, 0 to 87600.
    Hours(u32),
    /// Until the end of the Nth working day after the day of the start, 0 to 365.
    WorkingDays(u16),
}

/// A way of counting time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodKind {
    /// By calendar days of the marketplace's zone.
    Days,
    /// By exact elapsed time.
    Hours,
    /// By working days of the marketplace's calendar.
    WorkingDays,
}

/// Why a text is not a period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// Not a whole number and a unit.
    #[error(
        "{text:?} is not a period: write a whole number and a unit, such as \"15 days\", \
         \"24 hours\" or \"2 working days\""
    )]
    NotAPeriod {
        /// The text as it was given.
        text: String,
    },
    /// The number is larger than its unit allows.
    #[error("{text:?} is too long: at most {limit} {unit} are allowed")]
    TooLong {
        /// The text as it was given.
        text: String,
        /// The largest number allowed.
        limit: u32,
        /// The unit, in the plural.
        unit: &'static str,
    },
}

impl PeriodKind {
    /// The largest number that a period of this kind may have.
    pub const fn limit(self) -> u32 {
        match self {
            PeriodKind::Days => 3_650,
            PeriodKind::Hours => 87_600,
            PeriodKind::WorkingDays => 365,
        }
    }

    const fn one(self) -> &'static str {
        match self {
            PeriodKind::Days => "day",
            PeriodKind::Hours => "hour",
            PeriodKind::WorkingDays => "working day",
        }
    }

    const fn many(self) -> &'static str {
        match self {
            PeriodKind::Days => "days",
            PeriodKind::Hours => "hours",
            PeriodKind::WorkingDays => "working days",
        }
    }
}

impl Period {
    /// How this period counts.
    pub const fn kind(self) -> PeriodKind {
        match self {
            Period::Days(_) => PeriodKind::Days,
            Period::Hours(_) => PeriodKind::Hours,
            Period::WorkingDays(_) => PeriodKind::WorkingDays,
        }
    }

    fn number(self) -> u32 {
        match self {
            Period::Days(n) | Period::WorkingDays(n) => n.into(),
            Period::Hours(n) => n,
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let malformed = || PeriodError::NotAPeriod { text: text.to_owned() };
        let (number, unit) = text.split_once(' ').ok_or_else(malformed)?;
        let kind = [PeriodKind::Days, PeriodKind::Hours, PeriodKind::WorkingDays]
            .into_iter()
            .find(|kind| unit == kind.one() || unit == kind.many())
            .ok_or_else(malformed)?;
        if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
            return Err(malformed());
        }
        let too_long =
            || PeriodError::TooLong { text: text.to_owned(), limit: kind.limit(), unit: kind.many() };
        let number: u32 = number.parse().map_err(|_| too_long())?;
        if number > kind.limit() {
            return Err(too_long());
        }
        let short = || u16::try_from(number).map_err(|_| too_long());
        Ok(match kind {
            PeriodKind::Days => Period::Days(short()?),
            PeriodKind::Hours => Period::Hours(number),
            PeriodKind::WorkingDays => Period::WorkingDays(short()?),
        })
    }
}

impl TryFrom<String> for Period {
    type Error = PeriodError;

    fn try_from(text: String) -> Result<Self, PeriodError> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> String {
        period.to_string()
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = if self.number() == 1 { self.kind().one() } else { self.kind().many() };
        write!(f, "{} {unit}", self.number())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_prints_the_policys_words() {
        for (text, period, printed) in [
            ("15 days", Period::Days(15), "15 days"),
            ("1 day", Period::Days(1), "1 day"),
            ("1 days", Period::Days(1), "1 day"),
            ("0 days", Period::Days(0), "0 days"),
            ("24 hours", Period::Hours(24), "24 hours"),
            ("2 working days", Period::WorkingDays(2), "2 working days"),
            ("1 working day", Period::WorkingDays(1), "1 working day"),
        ] {
            assert_eq!(text.parse(), Ok(period));
            assert_eq!(period.to_string(), printed);
            let stored = serde_json::to_string(&period).unwrap();
            assert_eq!(stored, format!("{printed:?}"));
            assert_eq!(serde_json::from_str::<Period>(&stored).unwrap(), period);
        }
    }

    #[test]
    fn what_is_no_period_is_refused_with_examples() {
        for text in [
            "",
            "15",
            "days",
            " days",
            "15days",
            "15  days",
            "+15 days",
            "-1 days",
            "1.5 days",
            "15 Days",
            "15 days ",
            "2 weeks",
            "2 business days",
            "٣ days",
        ] {
            let refused = text.parse::<Period>().unwrap_err();
            assert_eq!(refused, PeriodError::NotAPeriod { text: text.to_owned() });
            assert!(refused.to_string().contains("\"2 working days\""));
        }
    }

    #[test]
    fn each_unit_has_its_limit() {
        for (longest, too_long, said) in [
            ("3650 days", "3651 days", "at most 3650 days"),
            ("87600 hours", "87601 hours", "at most 87600 hours"),
            ("365 working days", "366 working days", "at most 365 working days"),
            ("0 hours", "99999999999999999999 hours", "at most 87600 hours"),
        ] {
            assert!(longest.parse::<Period>().is_ok());
            assert!(too_long.parse::<Period>().unwrap_err().to_string().contains(said));
            assert!(serde_json::from_str::<Period>(&format!("{too_long:?}")).is_err());
        }
    }
}
