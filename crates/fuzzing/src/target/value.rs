//! Values that come as texts: periods, calendars, ids, instants, amounts.
use resolution::id::{AccountId, AggregateId, OrderId, PartyId};
use resolution::money::{Currency, Minor};
use resolution::time::{Calendar, Period};
use std::fmt::{Debug, Display};
use std::str::FromStr;

/// The bytes as every kind of value.
pub(crate) fn value(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    again::<Period>(text);
    again::<OrderId>(text);
    again::<AccountId>(text);
    again::<PartyId>(text);
    again::<AggregateId>(text);
    again::<Currency>(text);
    drop(Calendar::new(text));
    drop(Calendar::parse_toml(text));
    ended(text);
    if let Ok(number) = text.trim().parse::<i64>()
        && let Ok(amount) = Minor::new(number)
    {
        assert_eq!(amount.get(), number);
    }
}

/// What is read says a text that is read as the same.
fn again<T: FromStr + Display + PartialEq + Debug>(text: &str)
where
    T::Err: Debug,
{
    let Ok(value) = text.parse::<T>() else { return };
    assert_eq!(value.to_string().parse::<T>().expect("its own text is right"), value);
}

/// A period ends, from any instant that a record can have.
fn ended(text: &str) {
    let (Ok(period), Ok(calendar)) = (text.parse::<Period>(), Calendar::new("America/Los_Angeles")) else {
        return;
    };
    for start in ["2026-03-08T09:59:59.999999999Z", "1970-01-01T00:00:00Z"] {
        let start = start.parse().expect("an instant");
        assert!(calendar.end(start, period) >= start, "{text} ends before it begins");
    }
}
