//! Formats are those of the locale, exact to the minor unit, and read back what they write.
use crate::portal::words::amount::AmountProblem;
use crate::portal::words::{Format, words};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use resolution::money::Currency;
use std::hint::black_box;
use std::time::{Duration, Instant};

fn format(language: &str) -> Format {
    Format::new(words(language), TimeZone::get("Asia/Jakarta").expect("a zone"))
}

fn money(amount: i64, currency: &str) -> api::Money {
    api::Money { amount, currency: currency.to_owned() }
}

fn currency(code: &str) -> Currency {
    code.parse().expect("a currency")
}

/// With plain blanks, for reading.
fn written(language: &str, amount: i64, currency: &str) -> String {
    format(language).money(&money(amount, currency)).replace('\u{a0}', " ")
}

#[test]
fn mon_09_money_is_written_as_the_language_writes_it() {
    let english = [
        (123_450, "USD", "$1,234.50"),
        (123_450, "EUR", "€1,234.50"),
        (1_500_000, "IDR", "IDR 15,000"),
        (1_234, "JPY", "¥1,234"),
        (123_450, "BRL", "R$1,234.50"),
        (123_456, "KWD", "KWD 123.456"),
        (-123_450, "USD", "-$1,234.50"),
        (0, "USD", "$0.00"),
    ];
    for (amount, code, text) in english {
        assert_eq!(written("en", amount, code), text);
    }
    let indonesian = [
        (123_450, "USD", "US$1.234,50"),
        (123_450, "EUR", "€1.234,50"),
        (1_500_000, "IDR", "Rp 15.000"),
        (1_500_050, "IDR", "Rp 15.000,50"),
        (1_234, "JPY", "JP¥1.234"),
        (123_450, "BRL", "R$1.234,50"),
        (-1_500_000, "IDR", "-Rp 15.000"),
    ];
    for (amount, code, text) in indonesian {
        assert_eq!(written("id", amount, code), text);
    }
}

#[test]
fn instants_are_written_with_the_short_name_of_their_zone() {
    let at: Timestamp = "2026-04-16T17:00:00Z".parse().expect("an instant");
    let plain = |text: String| text.replace(['\u{202f}', '\u{a0}'], " ");
    let (english, indonesian) = (format("en"), format("id"));
    assert_eq!(plain(english.date(at)), "Apr 17, 2026");
    assert_eq!(plain(indonesian.date(at)), "17 Apr 2026");
    assert_eq!(plain(english.date_time(at)), "Apr 17, 2026, 12:00 AM GMT+7");
    assert_eq!(plain(indonesian.date_time(at)), "17 Apr 2026, 00.00 WIB");
    let los_angeles = TimeZone::get("America/Los_Angeles").expect("a zone");
    assert_eq!(plain(english.date_time_in(at, &los_angeles)), "Apr 16, 2026, 10:00 AM PDT");
    let winter: Timestamp = "2026-11-05T08:00:00Z".parse().expect("an instant");
    assert_eq!(plain(english.date_time_in(winter, &los_angeles)), "Nov 5, 2026, 12:00 AM PST");
    assert_eq!(plain(indonesian.date_time_in(at, &TimeZone::UTC)), "16 Apr 2026, 17.00 UTC");
    let makassar = TimeZone::get("Asia/Makassar").expect("a zone");
    assert_eq!(plain(indonesian.date_time_in(at, &makassar)), "17 Apr 2026, 01.00 WITA");
}

#[test]
fn the_time_left_has_its_two_largest_units() {
    let cases = [
        (3 * 86_400 + 4 * 3_600 + 59, "3 days 4 hours left", "3 hari 4 jam lagi"),
        (86_400 + 59 * 60, "1 day left", "1 hari lagi"),
        (3_600 + 60, "1 hour 1 minute left", "1 jam 1 menit lagi"),
        (7_200, "2 hours left", "2 jam lagi"),
        (60, "1 minute left", "1 menit lagi"),
        (59, "less than a minute left", "kurang dari satu menit lagi"),
        (0, "the time is over", "waktu habis"),
        (-5, "the time is over", "waktu habis"),
    ];
    for (seconds, english, indonesian) in cases {
        assert_eq!(format("en").left(seconds), english);
        assert_eq!(format("id").left(seconds), indonesian);
    }
}

#[test]
fn numbers_sizes_and_lists() {
    let (english, indonesian) = (format("en"), format("id"));
    assert_eq!([english.number(-1_234_567), indonesian.number(1_234_567)], ["-1,234,567", "1.234.567"]);
    assert_eq!(english.size(2_000_000), "2 MB");
    assert_eq!(indonesian.size(1_999_999), "1,9 MB");
    assert_eq!([english.size(999), english.size(1_000), english.size(0)], ["999 bytes", "1 kB", "0 bytes"]);
    assert_eq!(english.size(3_500_000_000), "3.5 GB");
    let items = ["a", "b", "c"].map(str::to_owned);
    assert_eq!(english.list(&items), "a, b, and c");
    assert_eq!(indonesian.list(&items), "a, b, dan c");
}

#[test]
fn amounts_are_understood_as_people_type_them() {
    let understood = [
        ("id", "IDR", "15.000", 1_500_000),
        ("id", "IDR", "Rp 15.000", 1_500_000),
        ("id", "IDR", "Rp. 15.000,-", 1_500_000),
        ("id", "IDR", "rp15000", 1_500_000),
        ("en", "IDR", "Rp15,000", 1_500_000),
        ("id", "USD", "12,50", 1_250),
        ("id", "USD", "12.50", 1_250),
        ("id", "USD", "1.234,50", 123_450),
        ("id", "USD", "1,234.50", 123_450),
        ("en", "USD", "12.50", 1_250),
        ("en", "USD", "12,50", 1_250),
        ("en", "USD", "$ 1,234.50", 123_450),
        ("id", "USD", "$1.234", 123_400),
        ("en", "USD", "1.234,50", 123_450),
        ("en", "USD", "1,234", 123_400),
        ("en", "USD", "1,234,567", 123_456_700),
        ("en", "USD", ".5", 50),
        ("en", "USD", "12.", 1_200),
        ("en", "USD", "0", 0),
        ("en", "USD", "USD 12", 1_200),
        ("en", "JPY", "1.234", 1_234),
        ("en", "JPY", "￥１，２３４", 1_234),
        ("en", "KWD", "1.234", 1_234),
        ("id", "KWD", "1,234", 1_234),
        ("id", "KWD", "1.234", 1_234_000),
        ("en", "EUR", "1\u{a0}234,50 €", 123_450),
        ("en", "USD", "1'234.50", 123_450),
    ];
    for (language, code, text, minor) in understood {
        assert_eq!(
            format(language).parse_amount(text, currency(code)),
            Ok(minor),
            "{language} {code} {text}"
        );
    }
}

#[test]
fn what_is_no_amount_is_said_clearly() {
    let refused = [
        ("en", "USD", "", AmountProblem::Empty),
        ("en", "USD", "  ", AmountProblem::Empty),
        ("en", "USD", "twelve", AmountProblem::NotANumber),
        ("en", "USD", "$", AmountProblem::Empty),
        ("en", "USD", "€12", AmountProblem::NotANumber),
        ("en", "USD", "1,23,456", AmountProblem::NotANumber),
        ("en", "USD", "1.234.5", AmountProblem::NotANumber),
        ("en", "USD", "1.2,3.4", AmountProblem::NotANumber),
        ("en", "USD", "12.345", AmountProblem::TooManyDecimals),
        ("id", "USD", "12,345", AmountProblem::TooManyDecimals),
        ("id", "USD", "0.125", AmountProblem::TooManyDecimals),
        ("en", "JPY", "12.5", AmountProblem::TooManyDecimals),
        ("en", "USD", "-5", AmountProblem::Negative),
        ("en", "USD", "-$5", AmountProblem::Negative),
        ("en", "USD", "99999999999999999999", AmountProblem::TooLarge),
        ("en", "USD", "10000000000000.01", AmountProblem::TooLarge),
    ];
    for (language, code, text, problem) in refused {
        assert_eq!(
            format(language).parse_amount(text, currency(code)),
            Err(problem),
            "{language} {code} {text:?}"
        );
    }
    let says = |language, problem, code| format(language).amount_problem(problem, currency(code));
    assert_eq!(
        says("id", AmountProblem::TooManyDecimals, "USD"),
        "Gunakan paling banyak 2 angka di belakang koma, misalnya 25,00."
    );
    assert_eq!(
        says("en", AmountProblem::TooManyDecimals, "JPY"),
        "This currency has no decimals. Enter a whole number, such as 25."
    );
}

proptest! {
    #[test]
    fn mon_09_what_a_form_shows_and_what_a_page_shows_reads_back_exactly(
        amount in 0_i64..=1_000_000_000_000_000,
        language in prop_oneof![Just("en"), Just("id")],
        code in prop_oneof![Just("EUR"), Just("USD"), Just("IDR"), Just("JPY"), Just("BRL"), Just("KWD"), Just("CLF")],
    ) {
        let format = format(language);
        let shown = money(amount, code);
        prop_assert_eq!(format.parse_amount(&format.amount_input(&shown), currency(code)), Ok(amount));
        prop_assert_eq!(format.parse_amount(&format.money(&shown), currency(code)), Ok(amount));
    }

    #[test]
    fn no_text_breaks_the_reading(text in ".{0,40}") {
        let _ = format("id").parse_amount(&text, currency("IDR"));
    }
}

/// Twenty microseconds a call in a release build; tests are slower and share the machine, so the bound is wide.
#[expect(
    clippy::disallowed_methods,
    reason = "it measures how long formatting takes, which no given time can say"
)]
#[test]
fn formatting_is_cheap() {
    let format = format("id");
    let (amount, at) = (money(123_450, "IDR"), Timestamp::UNIX_EPOCH);
    let items = ["a", "b"].map(str::to_owned);
    let calls: [(&str, &dyn Fn() -> String); 5] = [
        ("money", &|| format.money(&amount)),
        ("date_time", &|| format.date_time(at)),
        ("left", &|| format.left(300_000)),
        ("list", &|| format.list(&items)),
        ("message", &|| format.words().t("stage-reviewing-hint")),
    ];
    for (name, call) in calls {
        call();
        let began = Instant::now();
        for _ in 0..1_000 {
            black_box(call());
        }
        let each = began.elapsed() / 1_000;
        println!("{name}: {each:?}");
        assert!(each < Duration::from_micros(500), "{name} takes {each:?}");
    }
}
