//! Amounts at the edges of their ranges, and in currencies with few and many decimals.
use proptest::prelude::*;

use super::*;

fn currency(code: &str) -> Currency {
    code.parse().unwrap()
}

fn read(code: &str, text: &str) -> Result<Money, ParseMoneyError> {
    Money::parse(currency(code), text)
}

fn minor(units: i64) -> Minor {
    Minor::new(units).unwrap()
}

#[test]
fn mon_09_currencies_with_none_two_and_three_decimals_print_and_read() {
    for (code, text, units, printed) in [
        ("BRL", "571.81", 57_181, "BRL 571.81"),
        ("BRL", "571.8", 57_180, "BRL 571.80"),
        ("BRL", "0.05", 5, "BRL 0.05"),
        ("BRL", "-0.05", -5, "BRL -0.05"),
        ("BRL", "0007", 700, "BRL 7.00"),
        ("JPY", "500", 500, "JPY 500"),
        ("JPY", "-0", 0, "JPY 0"),
        ("KRW", "12000", 12_000, "KRW 12000"),
        ("KWD", "1.234", 1_234, "KWD 1.234"),
        ("KWD", "1", 1_000, "KWD 1.000"),
        ("KWD", "-0.001", -1, "KWD -0.001"),
        ("CLF", "0.0001", 1, "CLF 0.0001"),
    ] {
        let money = read(code, text).unwrap();
        assert_eq!((money.amount.get(), money.to_string()), (units, printed.to_owned()));
    }
}

#[test]
fn mon_09_too_many_decimals_are_refused_not_rounded() {
    for (code, text, given, allowed) in
        [("JPY", "500.0", 1, 0), ("KRW", "1.50", 2, 0), ("BRL", "1.230", 3, 2), ("KWD", "1.2345", 4, 3)]
    {
        let refused = ParseMoneyError::TooManyDecimals {
            text: text.to_owned(),
            given,
            currency: currency(code),
            allowed,
        };
        assert_eq!(read(code, text), Err(refused));
    }
}

#[test]
fn mon_09_currencies_are_never_mixed() {
    let (yen, won) = (read("JPY", "5").unwrap(), read("KRW", "5").unwrap());
    let refused = Err(MoneyError::DifferentCurrencies { left: currency("JPY"), right: currency("KRW") });
    assert_eq!((yen.plus(won), yen.minus(won)), (refused, refused));
    assert_eq!(yen.plus(yen).unwrap().to_string(), "JPY 10");
    assert_eq!(yen.minus(yen).unwrap().to_string(), "JPY 0");
}

#[test]
fn what_is_no_decimal_text_is_refused() {
    for text in ["", "-", ".", ".5", "5.", "+5", " 5", "5 ", "1,5", "1.2.3", "1e3", "--1", "0x1", "٣", "5.-1"]
    {
        assert_eq!(
            read("BRL", text),
            Err(ParseMoneyError::NotAnAmount { text: text.to_owned() }),
            "{text:?}"
        );
    }
}

#[test]
fn amounts_beyond_the_range_are_refused_wherever_they_come_from() {
    assert_eq!(read("BRL", "10000000000000.00").unwrap().amount, Minor::MAX_AMOUNT);
    for text in ["10000000000000.01", "-10000000000000.01", "99999999999999999999999"] {
        assert!(matches!(read("BRL", text), Err(ParseMoneyError::OutOfRange { .. })));
    }
    let limit = Minor::MAX_AMOUNT.get();
    assert_eq!(Minor::new(limit + 1), Err(AmountOutOfRange { given: limit + 1, limit }));
    assert!(Minor::new(i64::MIN).is_err());
    assert!(serde_json::from_str::<Minor>("1000000000000000001").is_err());
    assert!(serde_json::from_str::<Minor>("1.5").is_err());
}

#[test]
fn a_thousand_amounts_always_have_a_sum_and_it_can_be_stored() {
    let total = Minor::sum(std::iter::repeat_n(Minor::MAX_AMOUNT, 1000)).unwrap();
    assert_eq!(total, Minor::MAX_TOTAL);
    let stored = serde_json::to_string(&total).unwrap();
    assert_eq!(serde_json::from_str::<Minor>(&stored).unwrap(), total);
    assert_eq!(total.plus(minor(1)), Err(MoneyOverflow));
    assert_eq!(total.negated().minus(minor(1)), Err(MoneyOverflow));
    assert_eq!(total.checked_add(minor(1)), None);
    assert_eq!(total.negated().checked_sub(minor(1)), None);
    // Only the result has to fit, whatever the order.
    assert_eq!(Minor::sum([total, minor(1), minor(-1)]), Ok(total));
}

#[test]
fn money_is_stored_as_code_and_integer() {
    let money = read("BRL", "571.81").unwrap();
    let stored = serde_json::to_string(&money).unwrap();
    assert_eq!(stored, r#"{"currency":"BRL","amount":57181}"#);
    assert_eq!(serde_json::from_str::<Money>(&stored).unwrap(), money);
}

proptest! {
    #[test]
    fn what_is_printed_reads_back(
        units in -1_000_000_000_000_000_i64..=1_000_000_000_000_000,
        nth in 0_usize..165,
    ) {
        let money = Money::new(Currency::all().nth(nth).unwrap(), minor(units));
        prop_assert_eq!(Money::parse(money.currency, &money.decimal()), Ok(money));
    }

    #[test]
    fn no_text_breaks_the_reader(text in "[-+0-9., e]{0,24}") {
        if let Ok(money) = read("BRL", &text) {
            prop_assert_eq!(read("BRL", &money.decimal()), Ok(money));
        }
    }

    #[test]
    fn plus_and_minus_undo_each_other(a in any::<i32>(), b in any::<i32>()) {
        let (a, b) = (minor(a.into()), minor(b.into()));
        prop_assert_eq!(a.plus(b).unwrap().minus(b).unwrap(), a);
        prop_assert_eq!(a.minus(b).unwrap().negated(), b.minus(a).unwrap());
    }
}
