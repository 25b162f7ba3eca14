//! Amounts of money: whole minor units, never floats, never mixed across currencies.
mod currency;
mod split;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use currency::{Currency, UnknownCurrency};
pub use split::{SplitError, split, table};

/// An amount in minor units (cents, fils, whole yen) of a currency known from the context.
///
/// A single amount is made by [`Minor::new`] and lies within ±10^15. A total, made by
/// [`Minor::plus`], [`Minor::minus`] or [`Minor::sum`] or read back from storage, lies within
/// ±10^18, so that a thousand single amounts always have a sum. Stored as an integer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Minor(i64);

/// The largest size of a single amount, in minor units: 10^15.
const LARGEST_AMOUNT: i64 = 1_000_000_000_000_000;
/// The largest size of a total, in minor units: 10^18.
const LARGEST_TOTAL: i64 = 1_000 * LARGEST_AMOUNT;

/// A number is too large for one amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{given} minor units are outside the range of an amount, ±{limit}: split it into several")]
pub struct AmountOutOfRange {
    /// The number as it was given, in minor units.
    pub given: i64,
    /// The largest size allowed here, in minor units.
    pub limit: i64,
}

/// A sum or difference left the range of a total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the total leaves the range of ±10^18 minor units: nothing was booked; book it in smaller parts")]
pub struct MoneyOverflow;

/// Sums inside one order. The range of an order's amounts is checked at placement, so leaving the range of a total here
/// is a broken invariant, and a broken invariant stops that one aggregate, visibly.
impl std::ops::Add for Minor {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        self.plus(other).expect("amounts of an order are checked at placement: their sums stay in range")
    }
}

/// See [`Add`](std::ops::Add).
impl std::ops::Sub for Minor {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self.minus(other)
            .expect("amounts of an order are checked at placement: their differences stay in range")
    }
}

impl Minor {
    /// The sum of a few amounts of one order.
    #[must_use]
    pub fn total(amounts: &[Self]) -> Self {
        amounts.iter().fold(Self::ZERO, |a, b| a + *b)
    }

    /// Itself, or zero if it is negative.
    #[must_use]
    pub fn or_zero(self) -> Self {
        self.max(Self::ZERO)
    }

    /// The nearest total to a wide intermediate result.
    #[must_use]
    pub fn clamped(wide: i128) -> Self {
        let limit = i128::from(LARGEST_TOTAL);
        Self(i64::try_from(wide.clamp(-limit, limit)).unwrap_or(LARGEST_TOTAL))
    }

    /// This amount times `part` over `whole`, rounded down; zero where `whole` is zero.
    #[must_use]
    pub fn scaled(self, part: Self, whole: Self) -> Self {
        if whole.is_zero() {
            return Self::ZERO;
        }
        Self::clamped((i128::from(self.0) * i128::from(part.0)).div_euclid(i128::from(whole.0)))
    }
}

impl Minor {
    /// Nothing.
    pub const ZERO: Minor = Minor(0);
    /// The largest single amount: 10^15 minor units.
    pub const MAX_AMOUNT: Minor = Minor(LARGEST_AMOUNT);
    /// The largest total: 10^18 minor units.
    pub const MAX_TOTAL: Minor = Minor(LARGEST_TOTAL);

    /// A single amount of `units` minor units.
    ///
    /// # Errors
    /// [`AmountOutOfRange`] beyond ±10^15.
    pub const fn new(units: i64) -> Result<Minor, AmountOutOfRange> {
        Minor::within(units, LARGEST_AMOUNT)
    }

    const fn within(units: i64, limit: i64) -> Result<Minor, AmountOutOfRange> {
        if units < -limit || units > limit {
            return Err(AmountOutOfRange { given: units, limit });
        }
        Ok(Minor(units))
    }

    /// The number of minor units.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Whether this is nothing.
    pub const fn is_zero(&self) -> bool {
        self.0 == 0
    }

    /// Whether this is more than nothing.
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// Whether this is less than nothing.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// The same size with the other sign. Always in range, because the range is symmetric.
    pub const fn negated(self) -> Minor {
        Minor(-self.0)
    }

    /// `self + other`, or `None` when the total leaves ±10^18.
    pub fn checked_add(self, other: Minor) -> Option<Minor> {
        self.plus(other).ok()
    }

    /// `self - other`, or `None` when the total leaves ±10^18.
    pub fn checked_sub(self, other: Minor) -> Option<Minor> {
        self.minus(other).ok()
    }

    /// `self + other`.
    ///
    /// # Errors
    /// [`MoneyOverflow`] when the total leaves ±10^18.
    pub fn plus(self, other: Minor) -> Result<Minor, MoneyOverflow> {
        Minor::ranged(self.wide() + other.wide())
    }

    /// `self - other`.
    ///
    /// # Errors
    /// [`MoneyOverflow`] when the total leaves ±10^18.
    pub fn minus(self, other: Minor) -> Result<Minor, MoneyOverflow> {
        Minor::ranged(self.wide() - other.wide())
    }

    /// The sum of all amounts; [`Minor::ZERO`] of none. Only the result has to be in range, so
    /// the order of the amounts makes no difference.
    ///
    /// # Errors
    /// [`MoneyOverflow`] when the total leaves ±10^18; never for up to a thousand amounts made
    /// by [`Minor::new`].
    pub fn sum(amounts: impl IntoIterator<Item = Minor>) -> Result<Minor, MoneyOverflow> {
        Minor::ranged(amounts.into_iter().map(Minor::wide).sum())
    }

    /// For intermediate results: products and sums of totals fit easily.
    fn wide(self) -> i128 {
        i128::from(self.0)
    }

    fn ranged(units: i128) -> Result<Minor, MoneyOverflow> {
        let units = i64::try_from(units).map_err(|_| MoneyOverflow)?;
        Minor::within(units, LARGEST_TOTAL).map_err(|_| MoneyOverflow)
    }
}

/// Reading back what was stored: totals are allowed.
impl TryFrom<i64> for Minor {
    type Error = AmountOutOfRange;

    fn try_from(units: i64) -> Result<Minor, AmountOutOfRange> {
        Minor::within(units, LARGEST_TOTAL)
    }
}

impl From<Minor> for i64 {
    fn from(amount: Minor) -> i64 {
        amount.0
    }
}

/// The bare number of minor units. For people, print [`Money`].
impl fmt::Display for Minor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An amount with its currency. Printed as "BRL 571.81", "JPY 500", "KWD 1.234".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// What it is counted in.
    pub currency: Currency,
    /// How many minor units of it.
    pub amount: Minor,
}

/// Why two amounts could not be taken together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The currencies differ; Recourse never converts.
    #[error("{left} and {right} cannot be taken together: bring amounts of one currency")]
    DifferentCurrencies {
        /// The currency of the left amount.
        left: Currency,
        /// The currency of the right amount.
        right: Currency,
    },
    /// The result leaves the range of a total.
    #[error(transparent)]
    Overflow(#[from] MoneyOverflow),
}

/// Why a text is not an amount of a currency.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseMoneyError {
    /// Something else than digits, with at most one leading minus and one point between digits.
    #[error("{text:?} is not an amount: write digits and a point, such as \"571.81\"")]
    NotAnAmount {
        /// The text as it was given.
        text: String,
    },
    /// More decimals than the currency has; nothing is rounded silently.
    #[error("{text:?} has {given} decimals, but {currency} has {allowed}: round it yourself first")]
    TooManyDecimals {
        /// The text as it was given.
        text: String,
        /// How many decimals the text has.
        given: usize,
        /// The currency of the amount.
        currency: Currency,
        /// How many decimals the currency has.
        allowed: u32,
    },
    /// More than ±10^15 minor units.
    #[error("{text:?} is outside the range of an amount, ±10^15 minor units of {currency}")]
    OutOfRange {
        /// The text as it was given.
        text: String,
        /// The currency of the amount.
        currency: Currency,
    },
}

impl Money {
    /// `amount` of `currency`.
    pub const fn new(currency: Currency, amount: Minor) -> Money {
        Money { currency, amount }
    }

    /// Reads decimal text exactly: "571.81", "-3", "571.8" (the same as "571.80"). A point is the
    /// only separator; no plus, blanks, thousands separators or exponents.
    ///
    /// # Errors
    /// [`ParseMoneyError`]: not such a text; more decimals than the currency has, even if they
    /// are zeros; beyond ±10^15 minor units.
    pub fn parse(currency: Currency, text: &str) -> Result<Money, ParseMoneyError> {
        let malformed = || ParseMoneyError::NotAnAmount { text: text.to_owned() };
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let (whole, fraction) = match digits.split_once('.') {
            Some((_, "")) => return Err(malformed()),
            Some(parts) => parts,
            None => (digits, ""),
        };
        if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
            return Err(malformed());
        }
        let allowed = currency.decimals();
        let missing = usize::try_from(allowed)
            .ok()
            .and_then(|allowed| allowed.checked_sub(fraction.len()))
            .ok_or_else(|| ParseMoneyError::TooManyDecimals {
            text: text.to_owned(),
            given: fraction.len(),
            currency,
            allowed,
        })?;
        // Only digits are left, so all that can fail now is the size.
        format!("{whole}{fraction}{}", "0".repeat(missing))
            .parse::<i64>()
            .ok()
            .and_then(|units| Minor::new(sign * units).ok())
            .map(|amount| Money { currency, amount })
            .ok_or_else(|| ParseMoneyError::OutOfRange { text: text.to_owned(), currency })
    }

    /// The amount as decimal text without the currency, with all its decimals: "571.80", "-3".
    pub fn decimal(&self) -> String {
        let sign = if self.amount.is_negative() { "-" } else { "" };
        let units = self.amount.get().unsigned_abs();
        let decimals = self.currency.decimals();
        let Ok(width @ 1..) = usize::try_from(decimals) else {
            return format!("{sign}{units}");
        };
        let scale = 10_u64.pow(decimals);
        format!("{sign}{}.{:0width$}", units / scale, units % scale)
    }

    /// `self + other`.
    ///
    /// # Errors
    /// [`MoneyError`]: the currencies differ, or the total leaves ±10^18 minor units.
    pub fn plus(self, other: Money) -> Result<Money, MoneyError> {
        self.same_currency(other)?;
        Ok(Money::new(self.currency, self.amount.plus(other.amount)?))
    }

    /// `self - other`.
    ///
    /// # Errors
    /// [`MoneyError`]: the currencies differ, or the total leaves ±10^18 minor units.
    pub fn minus(self, other: Money) -> Result<Money, MoneyError> {
        self.same_currency(other)?;
        Ok(Money::new(self.currency, self.amount.minus(other.amount)?))
    }

    fn same_currency(self, other: Money) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            return Ok(());
        }
        Err(MoneyError::DifferentCurrencies { left: self.currency, right: other.currency })
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.currency, self.decimal())
    }
}

#[cfg(test)]
mod tests;
