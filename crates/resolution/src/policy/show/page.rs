//! The policy as a page in Markdown: a diagram and a table of each procedure, then reasons, evidence, liability, windows, terms.
use super::{Sheet, diagram::diagram, process, process_table, sheets};
use crate::policy::{Policy, ProcedureProof, Proof};
use std::fmt::Write;

/// The whole policy as a page, with what was proven of it. The hash is left out: the page changes only where the rules do.
#[must_use]
pub fn markdown(policy: &Policy, proof: &Proof) -> String {
    let name = &policy.name;
    let mut text = format!(
        "# The policy `{name}`\n\n\
         Written by `recourse policy show {name} --format markdown` from \
         [`policies/{name}/policy.toml`](../../policies/{name}/policy.toml): change it there.\n\n\
         Time zone proposed to a marketplace: {}. Every case ends, and each of {} combinations of facts meets a row of \
         the liability table: proven by `recourse policy check {name}`.\n",
        policy.zone,
        thousands(proof.combinations)
    );
    let rows = process(policy);
    for (procedure, graph) in &policy.procedures {
        let _ = write!(text, "\n## Procedure `{procedure}`\n\n");
        for proven in proof.procedures.iter().filter(|proven| proven.procedure == *procedure) {
            let risk = policy.freeze.risk.as_ref().is_some_and(|rules| rules.procedure == proven.procedure);
            text += &sentence(proven, risk);
        }
        let _ = write!(text, "\n```mermaid\n{}```\n\n", diagram(graph));
        let of_procedure: Vec<_> = rows.iter().filter(|row| row.procedure == *procedure).cloned().collect();
        let table = process_table(&of_procedure);
        text += &rows_as_markdown(true, &table.iter().map(|row| row[1..].to_vec()).collect::<Vec<_>>());
    }
    for sheet in sheets(policy).into_iter().skip(1) {
        let _ = write!(text, "\n## {}\n\n{}", capital(sheet.title), as_markdown(&sheet));
    }
    text
}

fn sentence(proven: &ProcedureProof, risk: bool) -> String {
    let who = match proven.reasons.as_slice() {
        [] if risk => "Opened by the platform where it finds a risk in an order".to_owned(),
        [] => "Opened by the system where a parcel never arrives".to_owned(),
        reasons => format!(
            "For {}",
            reasons.iter().map(|reason| format!("`{reason}`")).collect::<Vec<_>>().join(", ")
        ),
    };
    if proven.longest_days == 0 {
        return format!("{who}: decided at once.\n");
    }
    format!(
        "{who}. If nobody ever acts, a case is over after {} days at the latest; whatever the parties do, after {} \
         (each clock whole; time for which a clock rests, and the gateway's own, come on top).\n",
        proven.silent_days, proven.longest_days
    )
}

fn as_markdown(sheet: &Sheet) -> String {
    rows_as_markdown(sheet.named, &sheet.rows)
}

fn rows_as_markdown(named: bool, rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = String::new();
    if !named {
        text += &line(vec![String::new(); columns]);
        text += &line(vec!["---".to_owned(); columns]);
    }
    for (number, row) in rows.iter().enumerate() {
        text += &line(row.iter().map(|cell| cell.replace('|', "\\|").replace('\n', "<br>")).collect());
        if named && number == 0 {
            text += &line(vec!["---".to_owned(); columns]);
        }
    }
    text
}

fn capital(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// `226197504` → `226,197,504`.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let length = digits.len();
    let grouped = digits.char_indices().map(|(at, digit)| {
        let comma = at > 0 && (length - at).is_multiple_of(3);
        if comma { format!(",{digit}") } else { digit.to_string() }
    });
    grouped.collect()
}
