//! Tries every wrong edit and prints what noticed it.
use super::list::{List, Mutation};
use super::scratch::{Said, Scratch, now};
use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What became of an edit.
struct Outcome {
    noticed: bool,
    by: String,
    seconds: u64,
}

/// Tries the edits of these names, or all, prints the table, and says whether every one was noticed. `target` is cargo's
/// target directory: what is built there for the checkout is used again.
///
/// # Errors
/// Where the copy cannot be made, or a check fails without any edit.
pub fn run(root: &Path, target: &Path, list: &List, only: &[String], out: &mut dyn Write) -> Result<bool> {
    let unknown = only.iter().find(|id| list.mutations.iter().all(|mutation| mutation.id != **id));
    if let Some(id) = unknown {
        bail!("no edit of the list is called {id}");
    }
    let chosen: Vec<&Mutation> =
        list.mutations.iter().filter(|mutation| only.is_empty() || only.contains(&mutation.id)).collect();
    let scratch = Scratch::of(root, tree(target)?)?;
    unedited(&scratch, list, &chosen, out)?;
    let mut survived = 0u32;
    for mutation in &chosen {
        let outcome = tried(&scratch, list, mutation)?;
        survived += u32::from(!outcome.noticed);
        let mark = if outcome.noticed { "noticed" } else { "SURVIVED" };
        writeln!(out, "{mark:8} | {} | {} | {} s", mutation.id, outcome.by, outcome.seconds)?;
        out.flush()?;
    }
    writeln!(
        out,
        "{} of {} wrong edits are noticed",
        chosen.len() - usize::try_from(survived)?,
        chosen.len()
    )?;
    Ok(survived == 0)
}

fn tree(target: &Path) -> Result<PathBuf> {
    let tree = target.join("mutations");
    std::fs::create_dir_all(&tree).with_context(|| format!("cannot make {}", tree.display()))?;
    Ok(tree.canonicalize()?)
}

/// Without any edit every check passes: else a failure would show nothing.
fn unedited(scratch: &Scratch, list: &List, chosen: &[&Mutation], out: &mut dyn Write) -> Result<()> {
    let wanted: BTreeSet<&str> = chosen.iter().flat_map(|m| &m.checks).map(String::as_str).collect();
    for check in list.checks.iter().filter(|check| wanted.contains(check.name.as_str())) {
        let since = now();
        match scratch.run(check)? {
            Said::Passed => {
                writeln!(out, "unedited | {} | passes | {} s", check.name, since.elapsed().as_secs())?;
            }
            Said::Failed(tests) => {
                bail!("the check {} fails without any edit: {}", check.name, tests.join(", "))
            }
            Said::Endless => bail!("the check {} does not end", check.name),
            Said::Unbuilt(why) => bail!("the check {} cannot be built: {why}", check.name),
        }
        out.flush()?;
    }
    Ok(())
}

/// Runs the checks of an edit until one notices it.
fn tried(scratch: &Scratch, list: &List, mutation: &Mutation) -> Result<Outcome> {
    let since = now();
    let noticed = scratch.with(mutation, || {
        for name in &mutation.checks {
            let check = list.check(name).with_context(|| format!("there is no check {name}"))?;
            match scratch.run(check)? {
                Said::Passed => {}
                Said::Failed(tests) => return Ok(Ok(words(name, &tests))),
                Said::Endless => return Ok(Ok(format!("{name}: it did not end"))),
                Said::Unbuilt(why) => return Ok(Err(format!("does not build: {why}"))),
            }
        }
        Ok(Err(format!("passed {}", mutation.checks.join(", "))))
    });
    let seconds = since.elapsed().as_secs();
    let (noticed, by) = match noticed {
        Ok(Ok(by)) => (true, by),
        Ok(Err(why)) => (false, why),
        Err(error) => (false, format!("{error:#}")),
    };
    Ok(Outcome { noticed, by, seconds })
}

fn words(check: &str, tests: &[String]) -> String {
    match tests {
        [] => format!("{check}: it failed"),
        [one] => format!("{check}: {one}"),
        [first, rest @ ..] => format!("{check}: {first} and {} more", rest.len()),
    }
}
