//! `tidy`: the house rules over this checkout; `rules`: which test shows which rule of the trade; `mutations [ID…]`: whether
//! every wrong edit of the list is noticed.
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use tidy::{Problem, mutations, repo, rules};

fn main() -> anyhow::Result<ExitCode> {
    let problems = match std::env::args().nth(1).as_deref() {
        Some("tidy") | None => tidy::check(&repo::root())?,
        Some("rules") => show_rules()?,
        Some("mutations") => return try_mutations(),
        Some(other) => bail!("unknown command `{other}`: write `tidy`, `rules` or `mutations`"),
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

fn try_mutations() -> anyhow::Result<ExitCode> {
    let root = repo::root();
    let list = mutations::List::read(&repo::read(&root, mutations::LIST)?)?;
    let only: Vec<String> = std::env::args().skip(2).collect();
    let noticed = mutations::run::run(&root, &target()?, &list, &only, &mut std::io::stdout().lock())?;
    Ok(if noticed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Cargo's target directory: this program lies in a folder of it.
fn target() -> anyhow::Result<PathBuf> {
    let program = std::env::current_exe()?;
    Ok(program.ancestors().nth(2).context("this program lies in no target directory")?.to_owned())
}
