//! `tidy`: the house rules over this checkout; `rules`: which test shows which rule of the trade.
use std::process::ExitCode;

use anyhow::bail;
use tidy::{Problem, repo, rules};

fn main() -> anyhow::Result<ExitCode> {
    let problems = match std::env::args().nth(1).as_deref() {
        Some("tidy") | None => tidy::check(&repo::root())?,
        Some("rules") => show_rules()?,
        Some(other) => bail!("unknown command `{other}`: write `tidy` or `rules`"),
    };
    for problem in &problems {
        eprintln!("{problem}");
    }
    if problems.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("{} problem(s)", problems.len());
    Ok(ExitCode::FAILURE)
}

fn show_rules() -> anyhow::Result<Vec<Problem>> {
    let root = repo::root();
    let (sources, mut problems) = tidy::parse_all(&repo::files(&root)?);
    let table = rules::check(&repo::read(&root, rules::IN_SCOPE)?, &sources);
    print!("{}", table.print());
    problems.extend(table.problems);
    Ok(problems)
}
