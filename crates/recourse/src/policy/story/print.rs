//! The story as a page.
use super::play::Told;
use resolution::policy::StageName;
use std::fmt::Write;

/// What stands above the tables.
pub const HEAD: &str = "# One story under every policy

A parcel is handed over on day 0, should come by day 10, is scanned once and then never seen again. The buyer paid 60.00 and complains as
soon as the policy lets them (*not received*). The mediators rule nothing: what happens then is what the policy says silence means.

Days are counted from the hand-over; \"to day 18\" means to the end of that day in the policy's zone. Written by `recourse policy story`.
";

/// The rows in which stages are shown, in their order.
const STAGES: [StageName; 4] =
    [StageName::Responding, StageName::Negotiating, StageName::Reviewing, StageName::Appealing];

/// One telling as a table with a column for each policy.
pub fn table(title: &str, columns: &[(&str, Told)]) -> String {
    let mut out = format!("\n## {title}\n\n| |");
    for (name, _) in columns {
        let _ = write!(out, " {name} |");
    }
    out.push_str("\n| --- |");
    out.push_str(&" --- |".repeat(columns.len()));
    out.push('\n');
    let mut row = |name: &str, cell: &dyn Fn(&Told) -> String| {
        let cells: Vec<String> = columns.iter().map(|(_, told)| cell(told)).collect();
        let _ = writeln!(out, "| {name} | {} |", cells.join(" | "));
    };
    row("*not received* can be said", &|told| {
        told.window.map_or_else(never, |(from, to)| format!("day {from} to day {to}"))
    });
    row("the buyer complains", &|told| told.complained.map_or_else(never, |day| format!("day {day}")));
    for stage in STAGES {
        row(&format!("{stage}: who, until when; then"), &|told| in_stage(told, stage));
    }
    row("ruling of the table", &|told| {
        told.ruling.as_ref().map_or_else(never, |(day, by)| format!("day {day}: `{by}`"))
    });
    row("the buyer is paid", &|told| {
        told.paid.map_or_else(never, |(day, amount, by)| {
            format!("day {day}: {}.{:02}, borne by the {}", amount / 100, amount % 100, by.word())
        })
    });
    row("the case is closed", &|told| told.closed.map_or_else(never, |(_, day)| format!("day {day}")));
    out
}

fn never() -> String {
    "–".to_owned()
}

/// Every time that the case was in a stage, with what followed.
fn in_stage(told: &Told, stage: StageName) -> String {
    let mut lines = Vec::new();
    for (index, at) in told.stages.iter().enumerate().filter(|(_, at)| at.name == stage) {
        let next = told.stages.get(index + 1);
        let by_silence = next.is_some_and(|next| at.end.is_some_and(|end| next.since >= end));
        let until = at.until.map_or_else(String::new, |until| format!(" to day {until}"));
        let then = match next {
            Some(next) if by_silence => format!("; silence: {}", next.name),
            Some(next) => format!("; answered on day {}: {}", next.from, next.name),
            None => String::new(),
        };
        lines.push(format!("{}, day {}{until}{then}", at.turn, at.from));
    }
    if lines.is_empty() { never() } else { lines.join("<br>") }
}
