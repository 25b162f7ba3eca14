//! Ranges of a policy's numbers, each with its unit.
use super::{Bearer, Problem, problem::Source, raw::RawPolicy};
use crate::time::Period;

/// Two years: no clock of a marketplace is longer.
const MAX_DAYS: u16 = 730;
const MAX_HOURS: u32 = 730 * 24;
/// Two years of five-day weeks.
const MAX_WORKING_DAYS: u16 = 522;
const MAX_CLOSE_FLOOR_DAY: u16 = 365;
const MAX_BASIS_POINTS: u16 = 10_000;
const MAX_POINTS: u16 = 10_000;
const MAX_CHANGES: u8 = 20;
const MAX_FILES: u16 = 1_000;
/// Ten gigabytes: an upload beyond it is not evidence but a mistake in the number.
const MAX_BYTES: u64 = 10_000_000_000;

/// Why a period is out of range, if it is.
pub(super) fn period(period: Period) -> Option<String> {
    let fits = match period {
        Period::Days(days) => (1..=MAX_DAYS).contains(&days),
        Period::Hours(hours) => (1..=MAX_HOURS).contains(&hours),
        Period::WorkingDays(days) => (1..=MAX_WORKING_DAYS).contains(&days),
    };
    (!fits).then(|| {
        format!("`{period}` is out of range; a period is 1 to {MAX_DAYS} days, 1 to {MAX_HOURS} hours or 1 to {MAX_WORKING_DAYS} working days")
    })
}

/// Every number outside its range.
pub(super) fn check(source: &Source<'_>, raw: &RawPolicy) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (key, value) in periods(raw) {
        problems.extend(period(value).map(|text| source.at_key(key, text)));
    }
    for (key, value) in [
        ("windows.closing_reminder", raw.windows.closing_reminder),
        ("shipping.reminder_before", raw.shipping.reminder_before),
        ("disputes.reminder_before", raw.disputes.reminder_before),
    ] {
        if !matches!(value, Period::Hours(_)) {
            let text = format!(
                "`{value}`: a reminder is counted back from an instant, so write it in hours, like \"48 hours\""
            );
            problems.push(source.at_key(key, text));
        }
    }
    for (key, value, most) in numbers(raw) {
        if value.is_none_or(|value| value > most) {
            let text = format!(
                "the number is out of range; it is at most {most}, and at least 1 where 0 has no sense"
            );
            problems.push(source.at_key(key, text));
        }
    }
    for (key, bearer) in [
        ("commission.on_refund", raw.commission.on_refund),
        ("commission.gateway_fee_on_refund", raw.commission.gateway_fee_on_refund),
        ("commission.surcharge_to", raw.commission.surcharge_to),
    ] {
        if bearer == Bearer::Buyer {
            problems
                .push(source.at_key(key, "the buyer has no part in this; write \"seller\" or \"platform\""));
        }
    }
    problems.extend(zone(source, raw));
    problems.extend(reputation(source, raw));
    problems.extend(raw.freeze.problems().into_iter().map(|(key, text)| source.at_key(key, text)));
    for carrier in &raw.carriers.verifiable {
        let plain = carrier.chars().all(|c| c.is_alphanumeric() && !c.is_uppercase());
        if carrier != "*" && (carrier.is_empty() || !plain) {
            let text = format!(
                "`{carrier}`: write a carrier in lower-case letters and digits without spaces, or \"*\" for all"
            );
            problems.push(source.at_key("carriers.verifiable", text));
        }
    }
    problems
}

fn reputation(source: &Source<'_>, raw: &RawPolicy) -> Vec<Problem> {
    let rules = &raw.reputation;
    let mut problems = Vec::new();
    if !(1..=MAX_POINTS).contains(&rules.start) {
        let text = format!("a reputation starts at 1 to {MAX_POINTS} points");
        problems.push(source.at_key("reputation.start", text));
    }
    if rules.floor > rules.start {
        let text = format!("the floor lies above the start of {}; write at most that", rules.start);
        problems.push(source.at_key("reputation.floor", text));
    }
    if !matches!(rules.window, Period::Days(_)) {
        let text = format!("`{}`: rates are counted by days, so write days, like \"90 days\"", rules.window);
        problems.push(source.at_key("reputation.window", text));
    }
    for (reason, points) in &rules.points {
        if !(1..=MAX_POINTS).contains(points) {
            let text =
                format!("a penalty takes 1 to {MAX_POINTS} points; leave {reason} out where it takes none");
            problems.push(source.at_key("reputation.points", text));
        }
    }
    problems
}

fn zone(source: &Source<'_>, raw: &RawPolicy) -> Option<Problem> {
    let zone = raw.zone.as_ref();
    jiff::tz::TimeZone::get(zone).is_err().then(|| {
        let text =
            format!("`{zone}` is not a time zone of the IANA database, such as \"Asia/Jakarta\" or \"UTC\"");
        source.at(raw.zone.span(), "zone", text)
    })
}

/// Every period with its key.
fn periods(raw: &RawPolicy) -> Vec<(&'static str, Period)> {
    let windows = &raw.windows;
    let mut all = vec![
        ("windows.not_received.close", windows.not_received.close),
        ("windows.not_received.carrier_silence", windows.not_received.carrier_silence),
        ("windows.not_received.after_silence", windows.not_received.after_silence),
        ("windows.not_received.longest_transit", windows.not_received.longest_transit),
        ("windows.received.close", windows.received.close),
        ("windows.received.learned_grace", windows.received.learned_grace),
        ("windows.collect_within", windows.collect_within),
        ("windows.address_answer_within", windows.address_answer_within),
        ("windows.closing_reminder", windows.closing_reminder),
        ("payment.pay_within", raw.payment.pay_within),
        ("shipping.ship_by", raw.shipping.ship_by),
        ("shipping.reminder_before", raw.shipping.reminder_before),
        ("shipping.max_lengthening", raw.shipping.max_lengthening),
        ("refunds.expected_default", raw.refunds.expected_default.from),
        ("refunds.expected_default", raw.refunds.expected_default.to),
        ("disputes.staff_task_every", raw.disputes.staff_task_every),
        ("disputes.reminder_before", raw.disputes.reminder_before),
    ];
    all.extend(windows.max_lengthening.map(|period| ("windows.max_lengthening", period)));
    all.extend(raw.payouts.every.map(|period| ("payouts.every", period)));
    all.extend(raw.freeze.periods());
    let buyer = raw.funding.as_ref().and_then(|funding| funding.buyer.as_ref());
    all.extend(buyer.map(|buyer| ("funding.buyer.window", buyer.window)));
    let asked = raw.funding.as_ref().and_then(|rules| rules.questionnaire.as_ref());
    all.extend(asked.map(|rules| ("funding.questionnaire.answer_within", rules.answer_within)));
    all.extend(raw.reports.as_ref().map(|rules| ("reports.review_within", rules.review_within)));
    all.push(("reputation.ends_after", raw.reputation.ends_after));
    all.push(("reputation.window", raw.reputation.window));
    let expected = raw.refunds.expected.values();
    all.extend(expected.flat_map(|span| [("refunds.expected", span.from), ("refunds.expected", span.to)]));
    all
}

/// Every other number with its key and the most it may be; `None` for a nought that has no sense.
fn numbers(raw: &RawPolicy) -> [(&'static str, Option<u64>, u64); 10] {
    let positive = |value: u64| (value > 0).then_some(value);
    let files = positive(raw.evidence.max_files.into());
    [
        (
            "windows.not_received.close_floor_day",
            Some(raw.windows.not_received.close_floor_day.into()),
            MAX_CLOSE_FLOOR_DAY.into(),
        ),
        (
            "commission.rate_basis_points",
            Some(raw.commission.rate_basis_points.into()),
            MAX_BASIS_POINTS.into(),
        ),
        ("disputes.max_changes", Some(raw.disputes.max_changes.into()), MAX_CHANGES.into()),
        ("disputes.weight_tolerance_percent", Some(raw.disputes.weight_tolerance_percent.into()), 100),
        ("disputes.near_one_unit_percent", Some(raw.disputes.near_one_unit_percent.into()), 100),
        ("evidence.picture_max_bytes", positive(raw.evidence.picture_max_bytes), MAX_BYTES),
        ("evidence.video_max_bytes", positive(raw.evidence.video_max_bytes), MAX_BYTES),
        ("evidence.pdf_max_bytes", positive(raw.evidence.pdf_max_bytes), MAX_BYTES),
        ("evidence.text_max_bytes", positive(raw.evidence.text_max_bytes), MAX_BYTES),
        ("evidence.max_files", files, MAX_FILES.into()),
    ]
}
