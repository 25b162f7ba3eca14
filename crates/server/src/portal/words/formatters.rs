//! The formatters of one language: costly to make, so made once.
use icu::datetime::fieldsets::zone::SpecificShort;
use icu::datetime::fieldsets::{Combo, YMD, YMDT};
use icu::datetime::{DateTimeFormatter, DateTimeFormatterPreferences};
use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal;
use icu::list::ListFormatter;
use icu::list::options::ListFormatterOptions;
use icu::locale::preferences::extensions::unicode::keywords::CurrencyType;
use icu::locale::{Locale, locale};
use icu_experimental::dimension::currency::formatter::CurrencyFormatter;
use resolution::money::Currency;
use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

/// What stands around a number that is an amount of a currency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Around {
    pub(super) before: String,
    pub(super) after: String,
}

/// How a language writes a currency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) positive: Around,
    pub(super) negative: Around,
    /// People of this language do not write the minor units of a whole amount (15.000 rupiah).
    pub(super) whole: bool,
}

pub(super) struct Formatters {
    pub(super) decimal: DecimalFormatter,
    pub(super) date: DateTimeFormatter<YMD>,
    pub(super) date_time: DateTimeFormatter<Combo<YMDT, SpecificShort>>,
    pub(super) list: ListFormatter,
    locale: Locale,
    /// Made as they are met, and kept for good: there are only so many currencies.
    styles: RwLock<BTreeMap<Currency, &'static Style>>,
    /// What parts whole from fraction, and what groups digits.
    pub(super) point: char,
    pub(super) group: char,
}

impl Formatters {
    pub(super) fn new(code: &str) -> Self {
        let locale = Locale::try_from_str(code).unwrap_or(locale!("en"));
        let decimal = DecimalFormatter::try_new(
            (&locale).into(),
            icu::decimal::options::DecimalFormatterOptions::default(),
        )
        .expect("data of every locale is compiled in");
        let preferences = DateTimeFormatterPreferences::from(&locale);
        let date = DateTimeFormatter::try_new(preferences, YMD::medium());
        let date_time =
            DateTimeFormatter::try_new(preferences, YMD::medium().with_time_hm().with_zone(SpecificShort));
        let list = ListFormatter::try_new_and((&locale).into(), ListFormatterOptions::default());
        let (group, point) = separators(&decimal);
        Self {
            date: date.expect("data of every locale is compiled in"),
            date_time: date_time.expect("data of every locale is compiled in"),
            list: list.expect("data of every locale is compiled in"),
            styles: RwLock::default(),
            locale,
            decimal,
            point,
            group,
        }
    }
}

impl Formatters {
    /// How the language writes a currency.
    pub(super) fn style(&self, currency: Currency) -> &'static Style {
        let known = self.styles.read().unwrap_or_else(PoisonError::into_inner).get(&currency).copied();
        known.unwrap_or_else(|| {
            let mut styles = self.styles.write().unwrap_or_else(PoisonError::into_inner);
            styles.entry(currency).or_insert_with(|| Box::leak(Box::new(style(&self.locale, currency))))
        })
    }
}

/// What groups digits and what parts the fraction, as the language writes a number that has both.
fn separators(decimal: &DecimalFormatter) -> (char, char) {
    let mut number = Decimal::from(123_456_789_i64);
    number.multiply_pow10(-2);
    let text = decimal.format(&number).to_string();
    let mut marks = text.chars().filter(|letter| !letter.is_numeric());
    let group = marks.next().unwrap_or(',');
    (group, marks.next_back().unwrap_or('.'))
}

/// The number itself is formatted elsewhere: the formatter of currencies would round to the locale's custom, and a
/// minor unit of ours would be lost.
fn style(locale: &Locale, currency: Currency) -> Style {
    let kind: CurrencyType = match CurrencyType::try_from_str(currency.code()) {
        Ok(kind) => kind,
        Err(_) => return code_before(currency),
    };
    let Ok(formatter) = CurrencyFormatter::try_new_symbol(locale.into(), kind, Default::default()) else {
        return code_before(currency);
    };
    let written = |number: i64| formatter.format_fixed_decimal(&Decimal::from(number)).to_string();
    let (positive, negative) = (written(1), written(-1));
    let digits = positive.chars().filter(|letter| letter.is_numeric()).count();
    Style {
        positive: around(&positive),
        negative: around(&negative),
        whole: digits == 1 && currency.decimals() > 0,
    }
}

fn code_before(currency: Currency) -> Style {
    let around =
        |sign: &str| Around { before: format!("{sign}{}\u{a0}", currency.code()), after: String::new() };
    Style { positive: around(""), negative: around("-"), whole: false }
}

/// What stands before the first digit and after the last.
fn around(text: &str) -> Around {
    let first = text.find(char::is_numeric).unwrap_or(text.len());
    let last = text
        .rfind(char::is_numeric)
        .map_or(text.len(), |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    Around { before: text[..first].to_owned(), after: text[last..].to_owned() }
}
