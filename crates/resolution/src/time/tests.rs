//! The worked examples of "Reading time", days that clocks cut short or double, and the laws of
//! clocks that stop.
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn calendar(zone: &str) -> Calendar {
    Calendar::new(zone).unwrap()
}

fn jakarta() -> Calendar {
    Calendar::parse_toml("name = 'jakarta'\nzone = 'Asia/Jakarta'\nholidays = ['2026-06-01']").unwrap()
}

const HOUR: SignedDuration = SignedDuration::from_hours(1);
const NANOSECOND: SignedDuration = SignedDuration::from_nanos(1);

#[test]
fn time_01_los_angeles_opens_on_day_11() {
    let shipped = at("2026-10-25T18:00:00-07:00");
    let opens = calendar("America/Los_Angeles").opens_on_day(shipped, 11);
    assert_eq!(opens, at("2026-11-05T08:00:00Z"));
}

#[test]
fn time_02_los_angeles_until_the_end_of_day_15_across_daylight_saving() {
    let received = at("2026-10-20T18:00:00-07:00");
    let ends = calendar("America/Los_Angeles").end_of_day(received, 15);
    assert_eq!(ends, at("2026-11-05T08:00:00Z"));
}

#[test]
fn time_03_sao_paulo_has_no_midnight_on_2018_11_04() {
    let calendar = calendar("America/Sao_Paulo");
    for start in ["2018-10-19T00:00:00-03:00", "2018-10-19T12:00:00-03:00", "2018-10-19T23:59:59-03:00"] {
        let ends = calendar.end(at(start), Period::Days(15));
        assert_eq!(ends, at("2018-11-04T03:00:00Z"));
    }
}

#[test]
fn time_04_jakarta_two_working_days_over_a_holiday() {
    let friday = at("2026-05-29T20:00:00+07:00");
    let ends = jakarta().end(friday, Period::WorkingDays(2));
    assert_eq!(ends, at("2026-06-03T17:00:00Z"));
}

#[test]
fn leap_days_are_days() {
    let utc = calendar("UTC");
    let ends = |start: &str, n| utc.end(at(start), Period::Days(n));
    assert_eq!(ends("2028-02-28T12:00:00Z", 1), at("2028-03-01T00:00:00Z"));
    assert_eq!(ends("2027-02-28T12:00:00Z", 1), at("2027-03-02T00:00:00Z"));
    assert_eq!(ends("2028-02-29T00:00:00Z", 365), at("2029-03-01T00:00:00Z"));
    assert_eq!(ends("2100-02-28T12:00:00Z", 1), at("2100-03-02T00:00:00Z"));
}

#[test]
fn days_are_23_and_25_hours_long_where_clocks_change_and_hours_are_exact() {
    let calendar = calendar("America/Los_Angeles");
    for (midnight, hours) in [("2026-03-08T08:00:00Z", 23), ("2026-11-01T07:00:00Z", 25)] {
        let midnight = at(midnight);
        assert_eq!(calendar.opens_on_day(midnight, 0), midnight);
        assert_eq!(calendar.end_of_day(midnight, 0), midnight + HOUR * hours);
        assert_eq!(calendar.end(midnight, Period::Hours(24)), midnight + HOUR * 24);
    }
}

#[test]
fn an_instant_belongs_to_the_day_it_begins() {
    let calendar = calendar("Asia/Jakarta");
    let midnight = at("2026-05-31T17:00:00Z");
    assert_eq!(calendar.end_of_day(midnight, 0), midnight + HOUR * 24);
    assert_eq!(calendar.end_of_day(midnight - NANOSECOND, 0), midnight);
    assert_eq!(calendar.round_up_to_day(midnight), midnight);
    assert_eq!(calendar.round_up_to_day(midnight + NANOSECOND), midnight + HOUR * 24);
}

#[test]
fn odd_midnights_begin_at_the_first_instant_that_exists() {
    // From 23:30 to 00:30: midnight lies inside the jump, not at its beginning.
    let toronto = calendar("America/Toronto");
    let jump = at("1919-03-31T04:30:00Z");
    assert_eq!(toronto.end_of_day(at("1919-03-30T12:00:00-05:00"), 0), jump);
    assert_eq!(toronto.opens_on_day(jump, 0), jump);
    // Samoa skipped 2011-12-30: it begins and ends with the 31st.
    let apia = calendar("Pacific/Apia");
    let jump = at("2011-12-30T10:00:00Z");
    let noon = at("2011-12-29T12:00:00-10:00");
    assert_eq!([0, 1, 2].map(|n| apia.opens_on_day(noon, n)), [at("2011-12-29T10:00:00Z"), jump, jump]);
    // Cuba has midnight twice: the first one counts.
    let havana = calendar("America/Havana");
    assert_eq!(havana.opens_on_day(at("2026-11-01T12:00:00-05:00"), 0), at("2026-11-01T04:00:00Z"));
}

#[test]
fn dates_never_run_backwards_where_clocks_are_set_back_across_midnight() {
    // St. John's, 2006-10-29 00:01 becomes 2006-10-28 23:01.
    let calendar = calendar("America/St_Johns");
    let first = at("2006-10-29T00:00:00-02:30");
    let again_yesterday = first + HOUR / 2;
    assert_eq!(calendar.zone().to_datetime(again_yesterday).date().day(), 28);
    assert_eq!(calendar.opens_on_day(again_yesterday, 0), first);
    assert_eq!(calendar.end_of_day(again_yesterday, 0), at("2006-10-30T00:00:00-03:30"));
}

#[test]
fn working_days_skip_weekends_and_holidays() {
    let calendar = jakarta();
    let ends = |start: &str, n| calendar.end(at(start), Period::WorkingDays(n));
    // Zero end with the day of the start, even on a day off.
    assert_eq!(ends("2026-05-30T09:00:00+07:00", 0), at("2026-05-31T00:00:00+07:00"));
    assert_eq!(ends("2026-05-30T09:00:00+07:00", 1), at("2026-06-03T00:00:00+07:00"));
    assert_eq!(ends("2026-06-02T09:00:00+07:00", 1), at("2026-06-04T00:00:00+07:00"));
    assert_eq!(ends("2026-06-04T09:00:00+07:00", 1), at("2026-06-06T00:00:00+07:00"));
    let between = |a: &str, b: &str| calendar.working_time_between(at(a), at(b));
    assert_eq!(between("2026-05-29T20:00:00+07:00", "2026-06-02T06:00:00+07:00"), HOUR * 10);
    assert_eq!(between("2026-06-02T06:00:00+07:00", "2026-05-29T20:00:00+07:00"), -(HOUR * 10));
    assert_eq!(between("2026-05-30T00:00:00+07:00", "2026-06-02T00:00:00+07:00"), SignedDuration::ZERO);
}

#[test]
fn stopped_working_days_go_on_with_the_working_time_they_had() {
    let calendar = jakarta();
    let due = at("2026-06-04T00:00:00+07:00");
    let remaining = calendar.stop(PeriodKind::WorkingDays, due, at("2026-05-29T20:00:00+07:00"));
    // 4 hours of Friday and two days: Friday noon, then Monday and Tuesday until 16:00.
    assert_eq!(remaining, Remaining::WorkingDays { working: HOUR * 52, not_before: due });
    let resumed = calendar.resume(remaining, at("2026-06-05T12:00:00+07:00"));
    assert_eq!(resumed, at("2026-06-10T00:00:00+07:00"));
}

#[test]
fn stopped_days_round_up_and_stopped_hours_do_not() {
    let calendar = calendar("America/Los_Angeles");
    let due = at("2026-11-05T08:00:00Z");
    let stopped_at = at("2026-10-30T18:00:00Z");
    let resumed_at = at("2026-11-10T20:00:00Z");
    let days = calendar.stop(PeriodKind::Days, due, stopped_at);
    assert_eq!(days, Remaining::Days(HOUR * 134));
    assert_eq!(calendar.resume(days, resumed_at), at("2026-11-17T08:00:00Z"));
    let hours = calendar.stop(PeriodKind::Hours, due, stopped_at);
    assert_eq!(calendar.resume(hours, resumed_at), resumed_at + HOUR * 134);
}

#[test]
fn nothing_is_left_of_a_clock_stopped_after_its_end() {
    let calendar = jakarta();
    let due = at("2026-06-04T00:00:00+07:00");
    let late = due + HOUR;
    assert_eq!(calendar.stop(PeriodKind::Hours, due, late), Remaining::Hours(SignedDuration::ZERO));
    assert_eq!(calendar.resume(Remaining::Hours(-HOUR), late), late);
    assert_eq!(calendar.resume(calendar.stop(PeriodKind::Hours, due, late), late), late);
}

#[test]
fn what_remains_is_stored_compactly() {
    let not_before = at("2026-06-03T17:00:00Z");
    for (remaining, stored) in [
        (Remaining::Days(HOUR * 36), r#"{"days":"PT36H"}"#),
        (Remaining::Hours(NANOSECOND), r#"{"hours":"PT0.000000001S"}"#),
        (
            Remaining::WorkingDays { working: HOUR * 48, not_before },
            r#"{"working_days":{"working":"PT48H","not_before":"2026-06-03T17:00:00Z"}}"#,
        ),
    ] {
        assert_eq!(serde_json::to_string(&remaining).unwrap(), stored);
        assert_eq!(serde_json::from_str::<Remaining>(stored).unwrap(), remaining);
    }
}

#[test]
fn the_ends_of_time_saturate() {
    for zone in ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Los_Angeles"] {
        let calendar = calendar(zone);
        for period in [Period::Days(3_650), Period::Hours(u32::MAX), Period::WorkingDays(u16::MAX)] {
            assert_eq!(calendar.end(Timestamp::MAX, period), Timestamp::MAX);
            assert!(calendar.end(Timestamp::MIN, period) > Timestamp::MIN);
        }
        assert_eq!(calendar.end_of_day(Timestamp::MAX, u16::MAX), Timestamp::MAX);
        assert!(calendar.opens_on_day(Timestamp::MIN, 0) <= Timestamp::MIN + HOUR * 24);
        assert!(calendar.round_up_to_day(Timestamp::MIN) >= Timestamp::MIN);
        assert_eq!(calendar.round_up_to_day(Timestamp::MAX), Timestamp::MAX);
        let late = Timestamp::MAX - HOUR * 1000;
        let forever = SignedDuration::MAX;
        let remaining = Remaining::WorkingDays { working: forever, not_before: late };
        assert_eq!(calendar.resume(remaining, late), Timestamp::MAX);
        assert_eq!(calendar.resume(Remaining::Days(forever), late), Timestamp::MAX);
        assert_eq!(calendar.resume(Remaining::Hours(SignedDuration::MIN), late), late);
        assert!(calendar.working_time_between(Timestamp::MAX, late) < SignedDuration::ZERO);
        assert!(calendar.working_time_between(Timestamp::MIN, Timestamp::MIN + HOUR).abs() <= HOUR);
    }
}

#[test]
fn a_calendar_file_says_all_or_only_its_name() {
    let all = Calendar::parse_toml(
        "name = 'gulf'\nzone = 'asia/dubai'\nweekend = ['friday', 'friday']\n\
         holidays = ['2026-12-02', 2026-12-03]\n",
    )
    .unwrap();
    assert_eq!((all.name(), all.zone_name()), ("gulf", "Asia/Dubai"));
    let works = |day: &str| all.is_working_day(day.parse().unwrap());
    assert_eq!(
        ["2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04", "2026-12-05"].map(works),
        [true, false, false, false, true]
    );
    let plain = Calendar::parse_toml("name = 'plain'").unwrap();
    assert_eq!(plain.zone_name(), "UTC");
    assert_eq!(plain.with_zone("Asia/Seoul").unwrap().zone_name(), "Asia/Seoul");
}

#[test]
fn a_broken_calendar_file_is_refused_by_line() {
    for (text, line, said) in [
        ("name = ''", 1, "name is empty"),
        ("name = 'x'\nzone = 'Mars/Olympus'", 2, "\"Mars/Olympus\" is not a time zone"),
        ("name = 'x'\n\nweekend = ['sunday',\n'funday']", 4, "\"funday\" is not a day"),
        ("name = 'x'\nholidays = ['2026-02-30']", 2, "\"2026-02-30\" is not a date"),
        ("name = 'x'\nholidays = ['2026-06-01',\n'2026-06-01']", 3, "named twice"),
        ("name = 'x'\nholidays = ['2026-06-01T10:00']", 2, "is not a date"),
        ("name = 'x'\nholidays = [2026-06-01T10:00:00Z]", 2, "is not a date"),
        ("name = 'x'\nholidays = [20260601]", 2, "is not a date"),
        (
            "name = 'x'\nweekend = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', \
             'saturday', 'sunday']",
            2,
            "all seven days",
        ),
    ] {
        match Calendar::parse_toml(text) {
            Err(CalendarError::BadValue { line: found, message }) => {
                assert_eq!(found, line, "{message}");
                assert!(message.contains(said), "{message}");
            }
            other => panic!("{text:?} gave {other:?}"),
        }
    }
    for (text, said) in [
        ("zone = 'UTC'", "missing field `name`"),
        ("name = 'x'\nholiday = []", "unknown field `holiday`"),
        ("name = ", "line 1"),
    ] {
        let refused = Calendar::parse_toml(text).unwrap_err().to_string();
        assert!(refused.contains(said), "{refused}");
    }
}

#[test]
fn zones_are_names_of_the_bundled_data() {
    for name in ["", "Etc/Unknown", "PDT", "+07:00", "local", "/etc/localtime"] {
        let refused = Calendar::new(name);
        assert_eq!(refused, Err(CalendarError::UnknownZone { name: name.to_owned() }));
    }
}

/// Zones with both directions of daylight saving, midnights that are missing, and none.
fn any_calendar() -> impl Strategy<Value = Calendar> {
    prop::sample::select(vec![
        "UTC",
        "Asia/Jakarta",
        "America/Los_Angeles",
        "America/Sao_Paulo",
        "America/St_Johns",
        "Pacific/Apia",
        "Australia/Lord_Howe",
    ])
    .prop_map(|zone| jakarta().with_zone(zone).unwrap())
}

/// From 2000 to 2037.
fn instant() -> impl Strategy<Value = Timestamp> {
    (946_684_800_i64..2_114_380_800).prop_map(|s| Timestamp::from_second(s).unwrap())
}

/// Up to 60 days.
fn wait() -> impl Strategy<Value = SignedDuration> {
    (0_i64..5_184_000).prop_map(SignedDuration::from_secs)
}

fn period() -> impl Strategy<Value = Period> {
    prop_oneof![
        (0_u16..60).prop_map(Period::Days),
        (0_u32..1_440).prop_map(Period::Hours),
        (0_u16..40).prop_map(Period::WorkingDays),
    ]
}

fn kind() -> impl Strategy<Value = PeriodKind> {
    prop::sample::select(vec![PeriodKind::Days, PeriodKind::Hours, PeriodKind::WorkingDays])
}

proptest! {
    #[test]
    fn ends_follow_starts_and_keep_their_order(
        calendar in any_calendar(), start in instant(), wait in wait(), period in period(),
    ) {
        let end = calendar.end(start, period);
        prop_assert!(end > start || period == Period::Hours(0) && end == start);
        prop_assert!(calendar.end(start + wait, period) >= end);
        if period.kind() != PeriodKind::Hours {
            prop_assert_eq!(calendar.round_up_to_day(end), end);
        }
    }

    #[test]
    fn a_day_opens_when_the_one_before_ends(
        calendar in any_calendar(), event in instant(), n in 0_u16..100,
    ) {
        prop_assert!(calendar.opens_on_day(event, 0) <= event);
        prop_assert_eq!(calendar.end_of_day(event, n), calendar.opens_on_day(event, n + 1));
    }

    #[test]
    fn a_clock_stopped_and_resumed_at_once_ends_as_before(
        calendar in any_calendar(), start in instant(), part in wait(), period in period(),
    ) {
        let due = calendar.end(start, period);
        let stopped_at = (start + part).min(due);
        let resumed = calendar.resume(calendar.stop(period.kind(), due, stopped_at), stopped_at);
        prop_assert_eq!(resumed, due);
    }

    #[test]
    fn ends_within_a_day_move_to_the_end_of_that_day_at_most(
        calendar in any_calendar(), due in instant(), left in wait(), kind in kind(),
    ) {
        let stopped_at = due - left;
        let resumed = calendar.resume(calendar.stop(kind, due, stopped_at), stopped_at);
        let latest =
            if kind == PeriodKind::Hours { due } else { calendar.round_up_to_day(due) };
        prop_assert_eq!(resumed, latest);
    }

    #[test]
    fn suspending_never_shortens_whatever_the_due(
        calendar in any_calendar(), due in instant(), left in wait(), pause in wait(),
        more in wait(), kind in kind(),
    ) {
        let stopped_at = due - left;
        let remaining = calendar.stop(kind, due, stopped_at);
        let resumed = calendar.resume(remaining, stopped_at + pause);
        prop_assert!(resumed >= due);
        prop_assert!(calendar.resume(remaining, stopped_at + pause + more) >= resumed);
    }

    #[test]
    fn working_time_adds_up_and_its_inverse_is_the_earliest_instant(
        calendar in any_calendar(), a in instant(), ab in wait(), bc in wait(),
    ) {
        let (b, c) = (a + ab, a + ab + bc);
        let between = |from, to| calendar.working_time_between(from, to);
        prop_assert_eq!(between(a, b) + between(b, c), between(a, c));
        prop_assert_eq!(between(b, a), -between(a, b));
        let earliest = calendar.after_working_time(a, between(a, b));
        prop_assert!(earliest <= b);
        prop_assert_eq!(between(a, earliest), between(a, b));
        if earliest > a {
            prop_assert!(between(a, earliest - NANOSECOND) < between(a, b));
        }
    }

    #[test]
    fn no_text_breaks_the_calendar_reader(text in "(name|zone|holidays|weekend|=|'|\\[|\\]|x|é|\n| ){0,20}") {
        let _ = Calendar::parse_toml(&text);
    }
}
