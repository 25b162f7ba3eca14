//! Money, instants, times that are left, numbers, sizes and lists as a reader's language writes them.
use super::amount::{self, AmountProblem};
use super::formatters::Style;
use super::{Arg, Words};
use icu::calendar::Date;
use icu::decimal::input::Decimal;
use icu::time::zone::models::AtTime;
use icu::time::{TimeZoneInfo, ZonedDateTime};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use jiff_icu::ConvertFrom as _;
use resolution::money::Currency;

/// Formats for one reader: a language and a time zone.
#[derive(Clone)]
pub(crate) struct Format {
    words: &'static Words,
    zone: TimeZone,
}

impl Format {
    /// For a reader of these words in this zone.
    pub(crate) const fn new(words: &'static Words, reader_zone: TimeZone) -> Self {
        Self { words, zone: reader_zone }
    }

    /// The reader's words.
    pub(crate) const fn words(&self) -> &'static Words {
        self.words
    }

    /// The reader's zone.
    pub(crate) const fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// An amount with the symbol of its currency. No minor unit is ever rounded away; those of a whole amount are left out
    /// where people of the language do not write them (`Rp 15.000`).
    pub(crate) fn money(&self, money: &api::Money) -> String {
        let Ok(currency) = money.currency.parse::<Currency>() else {
            return format!("{}\u{a0}{}", money.currency, money.amount);
        };
        let style = self.style(currency);
        let around = if money.amount < 0 { &style.negative } else { &style.positive };
        let number = self.digits(money.amount.unsigned_abs(), currency, style);
        format!("{}{}{}", around.before, self.words.formatters().decimal.format(&number), around.after)
    }

    /// The same amount as a form field shows it: digits with the reader's decimal separator and nothing else.
    pub(crate) fn amount_input(&self, money: &api::Money) -> String {
        let Ok(currency) = money.currency.parse::<Currency>() else {
            return money.amount.to_string();
        };
        let number = self.digits(money.amount.unsigned_abs(), currency, self.style(currency));
        let sign = if money.amount < 0 { "-" } else { "" };
        let point = self.words.formatters().point.to_string();
        format!("{sign}{}", number.to_string().replace('.', &point))
    }

    /// Minor units from what a person typed: with or without symbol and grouping, with comma or point.
    ///
    /// # Errors
    /// It is no such amount; the problem says what is wrong in the reader's words.
    pub(crate) fn parse_amount(&self, text: &str, currency: Currency) -> Result<i64, AmountProblem> {
        let mut symbols = Words::symbols(currency);
        symbols.push(currency.code());
        let bare = amount::bare(text, &symbols);
        amount::parse(&bare, currency, self.words.formatters().group)
    }

    /// What is wrong with an amount that was typed.
    pub(crate) fn amount_problem(&self, problem: AmountProblem, currency: Currency) -> String {
        let example = api::Money {
            amount: 10_i64.pow(currency.decimals()).saturating_mul(25),
            currency: currency.code().to_owned(),
        };
        let example = self.amount_input(&example);
        let decimals = currency.decimals();
        self.words.with(problem.message(), &[("example", example.into()), ("decimals", decimals.into())])
    }

    /// The day, in the reader's zone.
    pub(crate) fn date(&self, at: Timestamp) -> String {
        self.day(at.to_zoned(self.zone.clone()).date())
    }

    /// A day that stands for itself, in no zone.
    pub(crate) fn day(&self, day: jiff::civil::Date) -> String {
        self.words.formatters().date.format(&Date::convert_from(day)).to_string()
    }

    /// Day, time and zone, in the reader's zone.
    pub(crate) fn date_time(&self, at: Timestamp) -> String {
        self.date_time_in(at, &self.zone)
    }

    /// Day, time and zone, in another zone.
    pub(crate) fn date_time_in(&self, at: Timestamp, zone: &TimeZone) -> String {
        let zoned = at.to_zoned(zone.clone());
        let zoned = ZonedDateTime::<_, TimeZoneInfo<AtTime>>::convert_from(&zoned);
        self.words.formatters().date_time.format(&zoned).to_string()
    }

    /// How much time is left, in its two largest units.
    pub(crate) fn left(&self, seconds: i64) -> String {
        let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
        let unit = |id: &str, number: i64| self.words.with(id, &[("n", number.into())]);
        let time = match (days, hours, minutes) {
            _ if seconds <= 0 => return self.words.t("left-nothing"),
            (0, 0, 0) => return self.words.t("left-moment"),
            (0, 0, minutes) => unit("span-minutes", minutes),
            (0, hours, 0) => unit("span-hours", hours),
            (0, hours, minutes) => self.both(unit("span-hours", hours), unit("span-minutes", minutes)),
            (days, 0, _) => unit("span-days", days),
            (days, hours, _) => self.both(unit("span-days", days), unit("span-hours", hours)),
        };
        self.words.with("left", &[("time", time.into())])
    }

    fn both(&self, larger: String, smaller: String) -> String {
        self.words.with("span-both", &[("larger", larger.into()), ("smaller", smaller.into())])
    }

    /// A whole number with grouping.
    pub(crate) fn number(&self, number: i64) -> String {
        self.words.formatters().decimal.format(&Decimal::from(number)).to_string()
    }

    /// A share in basis points as percent, to one decimal, rounded down.
    pub(crate) fn percent(&self, basis_points: u64) -> String {
        let mut number = Decimal::from(basis_points / 10);
        number.multiply_pow10(-1);
        number.trim_end();
        let number = self.words.formatters().decimal.format(&number).to_string();
        self.words.with("percent", &[("n", Arg::from(number))])
    }

    /// A size, in the decimal units in which the limits are given. Rounded down, to one decimal.
    pub(crate) fn size(&self, bytes: u64) -> String {
        let (id, unit) = match bytes {
            0..1_000 => ("size-bytes", 1),
            1_000..1_000_000 => ("size-kb", 1_000),
            1_000_000..1_000_000_000 => ("size-mb", 1_000_000),
            _ => ("size-gb", 1_000_000_000),
        };
        let tenths = if unit == 1 { bytes * 10 } else { bytes / (unit / 10) };
        let mut number = Decimal::from(tenths);
        number.multiply_pow10(-1);
        number.trim_end();
        let number = self.words.formatters().decimal.format(&number).to_string();
        self.words.with(id, &[("n", Arg::from(number))])
    }

    /// "a, b and c".
    pub(crate) fn list(&self, items: &[String]) -> String {
        self.words.formatters().list.format_to_string(items.iter())
    }

    fn style(&self, currency: Currency) -> &'static Style {
        self.words.formatters().style(currency)
    }

    /// The amount as a decimal number with the minor digits that are to be shown.
    fn digits(&self, minor: u64, currency: Currency, style: &Style) -> Decimal {
        let decimals = i16::try_from(currency.decimals()).unwrap_or_default();
        let mut number = Decimal::from(minor);
        number.multiply_pow10(-decimals);
        number.trim_start();
        if style.whole {
            number.trim_end_if_integer()
        } else {
            number.pad_end(-decimals)
        }
        number
    }
}
