//! What can be seen at one place of a policy: instants that two rules claim, reminders that never go out, pieces that nobody is asked for.
use super::SYSTEM_REASON;
use super::places::Places;
use crate::policy::{Period, Policy, Problem, Requirement, Side, StageName, StageSpec, Turn};
use std::collections::BTreeSet;

/// Everything of that kind.
pub(super) fn check(policy: &Policy, places: &Places<'_>) -> Vec<Problem> {
    let mut problems = instants(policy, places);
    problems.extend(reminders(policy, places));
    problems.extend(evidence(policy, places));
    problems.extend(twice(policy, places));
    problems.extend(expectations(policy, places));
    let system = policy.reason(SYSTEM_REASON).is_some_and(|reason| !reason.received);
    if !system {
        let text = format!(
            "the system opens cases with the reason `{SYSTEM_REASON}` where a parcel never arrives, and there is none with received = false; add it"
        );
        problems.push(places.key("reason", text));
    }
    problems
}

/// The shortest and the longest that a period can be, in hours: a day counts from its last instant, or from its first.
fn hours(period: Period) -> (u32, u32) {
    match period {
        Period::Hours(hours) => (hours, hours),
        Period::Days(days) => (u32::from(days) * 24, (u32::from(days) + 1) * 24),
        Period::WorkingDays(days) => (u32::from(days) * 24, (u32::from(days) * 7).div_ceil(5) * 24 + 72),
    }
}

/// Two rules that would act at one and the same instant.
fn instants(policy: &Policy, places: &Places<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (name, procedure) in &policy.procedures {
        for (stage, spec) in &procedure.stages {
            let at_once = spec.clock == Some(Period::Hours(0));
            let others: Vec<&str> =
                spec.exits.keys().map(|exit| exit.word()).filter(|w| *w != "rule").collect();
            if at_once && !others.is_empty() {
                let text = format!(
                    "the clock of 0 hours ends in the instant in which the stage begins, and `{}` claims that same instant; remove it or give the stage time",
                    others.join("` and `")
                );
                problems.push(places.stage(name, *stage, text));
            }
        }
    }
    let windows = &policy.windows.not_received;
    if hours(windows.carrier_silence).0 >= hours(windows.longest_transit).0 {
        let text = format!(
            "the carrier's silence of {} ends when the longest transit of {} does, or later: at one instant the buyer would be told to wait {} more, and be refunded; make it shorter",
            windows.carrier_silence, windows.longest_transit, windows.after_silence
        );
        problems.push(places.key("windows.not_received.carrier_silence", text));
    }
    problems
}

/// Reminders that never go out because the clock is too short for them (NOT-2, NOT-3).
fn reminders(policy: &Policy, places: &Places<'_>) -> Vec<Problem> {
    let mut problems: Vec<Problem> = Vec::new();
    let before = policy.disputes.reminder_before;
    for (name, procedure) in &policy.procedures {
        for (stage, spec) in &procedure.stages {
            if let Some(clock) = clock_of_party(*stage, spec).filter(|clock| too_short(*clock, before)) {
                let text = format!(
                    "nobody is reminded: the stage lasts {clock}, and disputes.reminder_before is {before}; lengthen the clock or shorten the reminder"
                );
                let problem = places.stage(name, *stage, text);
                if problems.iter().all(|known| known.line != problem.line) {
                    problems.push(problem);
                }
            }
        }
    }
    for (what, close) in [
        ("windows.received.close", policy.windows.received.close),
        ("windows.not_received.close", policy.windows.not_received.close),
    ] {
        if too_short(close, policy.windows.closing_reminder) {
            let text = format!(
                "nobody is told that the window ends: {what} is {close}, and the notice goes out {} before; shorten it",
                policy.windows.closing_reminder
            );
            problems.push(places.key("windows.closing_reminder", text));
        }
    }
    problems
}

fn clock_of_party(stage: StageName, spec: &StageSpec) -> Option<Period> {
    let of_party = matches!(stage.turn(), Turn::Opener | Turn::Respondent | Turn::Both | Turn::Asked);
    spec.clock.filter(|_| of_party)
}

fn too_short(clock: Period, reminder: Period) -> bool {
    let (shortest, longest) = hours(clock);
    // A period of days is always a moment longer than its shortest: it ends with a day.
    if shortest == longest { hours(reminder).0 >= shortest } else { hours(reminder).0 > shortest }
}

/// Pieces of evidence that nobody asks for, or that the wrong side would have to show.
fn evidence(policy: &Policy, places: &Places<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let asked = policy.reasons.iter().flat_map(|reason| &reason.evidence);
    let asked: BTreeSet<&str> =
        asked.chain(&policy.disputes.objection_evidence).map(|item| item.id.as_str()).collect();
    for id in places.requirements().filter(|id| !asked.contains(id)) {
        let text = "nobody is ever asked for it; name it in the evidence of a reason, or remove it";
        problems.push(places.key(&format!("requirement.{id}"), text));
    }
    let wrong_side = |item: &&Requirement| item.from == Side::Opener && !item.optional;
    for item in policy.disputes.objection_evidence.iter().filter(wrong_side) {
        let text = format!(
            "the respondent objects, but `{}` is asked from the opener, so no objection could ever be complete; write from = \"respondent\" in requirement.{}",
            item.id, item.id
        );
        problems.push(places.key("disputes.objection_evidence", text));
    }
    problems
}

/// Words that stand twice in a list.
fn twice(policy: &Policy, places: &Places<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for reason in &policy.reasons {
        let row = || format!("reason {}", reason.id);
        if let Some(word) = repeated(reason.evidence.iter().map(|item| item.id.as_str())) {
            problems.push(places.reason(
                &reason.id,
                row(),
                format!("`{word}` is asked for twice; remove one"),
            ));
        }
        if let Some(word) = repeated(reason.remedies.iter().map(|remedy| remedy.word())) {
            problems.push(places.reason(&reason.id, row(), format!("`{word}` is offered twice; remove one")));
        }
    }
    let carriers = || policy.carriers.verifiable.iter().map(String::as_str);
    if let Some(word) = repeated(carriers()) {
        let text = format!("the carrier `{word}` stands in the list twice; remove one");
        problems.push(places.key("carriers.verifiable", text));
    }
    if carriers().any(|carrier| carrier == "*") && carriers().count() > 1 {
        let text = "`*` stands for every carrier, so the others say nothing; remove `*` or the others";
        problems.push(places.key("carriers.verifiable", text));
    }
    if carriers().next().is_none() {
        let text = "no carrier is listed, so no delivery could ever be verified; list them, or write \"*\"";
        problems.push(places.key("carriers.verifiable", text));
    }
    problems
}

fn repeated<'a>(words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut seen = BTreeSet::new();
    words.into_iter().find(|word| !seen.insert(*word))
}

/// Spans that end before they begin (MON-3).
fn expectations(policy: &Policy, places: &Places<'_>) -> Vec<Problem> {
    let named =
        policy.refunds.expected.iter().map(|(method, span)| (format!("refunds.expected.{method}"), *span));
    let all = named.chain([("refunds.expected_default".to_owned(), policy.refunds.expected_default)]);
    let backwards = all.filter(|(_, span)| hours(span.from).0 > hours(span.to).1);
    let say = |(key, span): (String, crate::policy::Expected)| {
        let text = format!(
            "the buyer would be told \"{} to {}\", which ends before it begins; exchange them",
            span.from, span.to
        );
        places.key(&key, text)
    };
    backwards.map(say).collect()
}
