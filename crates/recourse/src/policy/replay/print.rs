//! The back-test in words.
use super::report::{Both, Changed, Durations, Report, ended, kind};
use crate::report::table;
use resolution::money::{Currency, Minor, Money};
use resolution::replay::CaseOutcome;
use std::fmt::Write;

/// The whole report.
pub fn words(report: &Report) -> String {
    let mut out = format!("draft {} {}\n", report.policy, report.hash);
    let Report { orders, reproduced, cases, changed, .. } = report;
    let _ = writeln!(out, "{orders} orders with {} cases; {changed} cases would be different", cases.before);
    let _ = writeln!(
        out,
        "{reproduced} of these orders come out event for event as they were, when their own policy decides them again"
    );
    for order in report.not_reproduced.iter().take(10) {
        let _ = writeln!(out, "  not so: {order}; compare its other figures with care");
    }
    for (order, why) in &report.unplayable {
        let _ = writeln!(out, "  left out: {order}: {why}");
    }
    if *changed == 0 {
        out.push_str("\nNo difference.\n");
        return out;
    }
    out.push_str(&outcomes(report));
    out.push_str(&money(report));
    out.push_str(&durations(&report.durations));
    out.push_str(&acts(report));
    out.push_str("\nThe cases that change most (how one comes about: --case ID):\n");
    for one in &report.most {
        out.push_str(&changed_case(one));
    }
    out
}

fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

fn difference(both: Both<u64>) -> String {
    let (before, after) = (i128::from(both.before), i128::from(both.after));
    if before == after { String::new() } else { format!("{:+}", after - before) }
}

fn outcomes(report: &Report) -> String {
    let mut rows = vec![row(["kind", "ended", "as it was", "draft", ""])];
    rows.extend(report.outcomes.iter().map(|of| {
        let counts = [of.cases.before.to_string(), of.cases.after.to_string(), difference(of.cases)];
        [of.kind.clone(), of.how.clone()].into_iter().chain(counts).collect()
    }));
    format!("\n{}", table(&rows))
}

fn amount(currency: &str, minor: Minor) -> String {
    currency
        .parse::<Currency>()
        .map_or_else(|_| minor.get().to_string(), |known| Money::new(known, minor).decimal())
}

fn signed(currency: &str, minor: Minor) -> String {
    let sign = if minor.is_positive() { "+" } else { "" };
    format!("{sign}{}", amount(currency, minor))
}

fn money(report: &Report) -> String {
    let mut rows = vec![row(["money to buyers, borne by", "", "as it was", "draft", ""])];
    for of in &report.money {
        let Both { before, after } = of.amount;
        let apart = after - before;
        let apart = if apart.is_zero() { String::new() } else { signed(&of.currency, apart) };
        let shown = [before, after].map(|minor| amount(&of.currency, minor));
        rows.push(
            [of.by.word().to_owned(), of.currency.clone()].into_iter().chain(shown).chain([apart]).collect(),
        );
    }
    format!("\n{}", table(&rows))
}

/// Hours as days with one decimal.
fn days(hours: i64) -> String {
    let tenths = (hours * 10 + 12) / 24;
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn durations(both: &Both<Durations>) -> String {
    let Both { before, after } = both;
    let line = |name: &str, of: &Durations| {
        let counts = [of.closed.to_string(), of.open.to_string()];
        let times = [of.median_hours, of.p90_hours, of.longest_hours].map(days);
        [name.to_owned()].into_iter().chain(counts).chain(times).collect::<Vec<String>>()
    };
    let head = row(["days to resolution", "ended", "open", "median", "nine of ten", "longest"]);
    format!("\n{}", table(&[head, line("as it was", before), line("draft", after)]))
}

fn acts(report: &Report) -> String {
    if report.refused.is_empty() && report.never_came == 0 {
        return String::new();
    }
    let codes: Vec<String> = report.refused.iter().map(|(code, count)| format!("{count} {code}")).collect();
    let refused: u64 = report.refused.values().sum();
    let mut out = format!("\nacts that the draft refuses: {refused}");
    if !codes.is_empty() {
        let _ = write!(out, " ({})", codes.join(", "));
    }
    let _ = writeln!(out, "; that it never came to: {}", report.never_came);
    out
}

fn outcome(case: Option<&CaseOutcome>, missing: &str, currency: &str) -> String {
    let Some(case) = case else { return missing.to_owned() };
    let took = case.took().map_or_else(String::new, |took| format!(" after {} days", days(took.as_hours())));
    format!("{}{took}, {} to the buyer", ended(case), amount(currency, case.to_buyer()))
}

fn changed_case(changed: &Changed) -> String {
    let Changed { id, reference, currency, change, .. } = changed;
    let any = change.before.as_ref().or(change.after.as_ref());
    let about = any.map_or_else(String::new, |case| format!("{}, {}", kind(case.kind), case.reason));
    let mut out = format!("\n{id} ({about}; order {reference})\n");
    let before = outcome(change.before.as_ref(), "not opened", currency);
    let after = outcome(change.after.as_ref(), "not opened", currency);
    let _ = writeln!(out, "  as it was  {before}");
    let _ = writeln!(out, "  draft      {after}  ({} {currency})", signed(currency, changed.more_to_buyer));
    for (code, sentence) in changed.refused.iter().take(3) {
        let _ = writeln!(out, "  refused    {code}: {sentence}");
    }
    out
}
