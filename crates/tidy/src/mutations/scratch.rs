//! A copy of the checkout in which wrong edits are made. It stays between runs, so that only what changed is built anew.
use super::list::{Check, Mutation, Tool};
use crate::repo;
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How long a check may run: a wrong edit may make it run without end.
const PATIENCE: Duration = Duration::from_secs(900);

/// The copy.
pub struct Scratch {
    tree: PathBuf,
}

/// What a check said.
pub enum Said {
    /// It passed: nothing was noticed.
    Passed,
    /// It failed, with the names of the tests that failed.
    Failed(Vec<String>),
    /// It did not end.
    Endless,
    /// It could not be built.
    Unbuilt(String),
}

impl Scratch {
    /// Brings the copy up to date with the checkout.
    ///
    /// # Errors
    /// Where files cannot be read or written.
    pub fn of(root: &Path, tree: PathBuf) -> Result<Self> {
        let names = repo::names(root)?;
        for name in &names {
            let bytes = fs::read(root.join(name)).with_context(|| format!("cannot read {name}"))?;
            let to = tree.join(name);
            // What is the same keeps its date, and is not built again.
            if fs::read(&to).is_ok_and(|there| there == bytes) {
                continue;
            }
            fs::create_dir_all(to.parent().unwrap_or(&tree))?;
            fs::write(&to, bytes)?;
        }
        let known: BTreeSet<PathBuf> = names.iter().map(|name| tree.join(name)).collect();
        remove_others(&tree, &known)?;
        Ok(Self { tree })
    }

    /// Makes an edit, does something, and takes the edit back.
    ///
    /// # Errors
    /// Where the edit does not apply.
    pub fn with<T>(&self, mutation: &Mutation, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let path = self.tree.join(&mutation.file);
        let whole = fs::read_to_string(&path).with_context(|| format!("cannot read {}", mutation.file))?;
        let edited = mutation.apply(&whole);
        let edited = edited.map_err(|why| anyhow::anyhow!("it no longer applies: {why}"))?;
        fs::write(&path, edited)?;
        let done = work();
        fs::write(&path, whole)?;
        done
    }

    /// Builds a check and runs it.
    ///
    /// # Errors
    /// Where cargo cannot be started.
    pub fn run(&self, check: &Check) -> Result<Said> {
        let program = match self.build(check)? {
            Ok(program) => program,
            Err(why) => return Ok(Said::Unbuilt(why)),
        };
        let mut child = Command::new(&program.executable)
            .args(&check.args)
            .current_dir(Path::new(&program.manifest_path).parent().unwrap_or(&self.tree))
            .env("RUST_BACKTRACE", "0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {}", program.executable))?;
        let mut out = child.stdout.take().context("its output is piped")?;
        let reader = std::thread::spawn(move || {
            let mut text = Vec::new();
            out.read_to_end(&mut text).map(|_| String::from_utf8_lossy(&text).into_owned())
        });
        let stop = now() + PATIENCE;
        let status = loop {
            match child.try_wait()? {
                Some(status) => break status,
                None if now() > stop => {
                    child.kill()?;
                    child.wait()?;
                    return Ok(Said::Endless);
                }
                None => std::thread::sleep(Duration::from_millis(20)),
            }
        };
        let text = reader.join().map_err(|_| anyhow::anyhow!("its output could not be read"))??;
        Ok(if status.success() { Said::Passed } else { Said::Failed(failures(&text)) })
    }

    fn build(&self, check: &Check) -> Result<Result<Program, String>> {
        let mut cargo = Command::new("cargo");
        match check.tool {
            Tool::Test => cargo.args(["test", "--no-run"]),
            Tool::Build => cargo.arg("build"),
        };
        if check.fast_core {
            cargo.args(["--config", "profile.dev.package.resolution.opt-level=0"]);
        }
        let output = cargo
            .args(["--message-format", "json-render-diagnostics"])
            .args(&check.build)
            .current_dir(&self.tree)
            // One function changes at a time: the rest of its crate is not compiled again.
            .env("CARGO_INCREMENTAL", "1")
            .output()
            .context("cannot start cargo")?;
        let said = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() {
            let first = said.lines().find(|line| line.starts_with("error")).unwrap_or("cargo gave no reason");
            return Ok(Err(first.to_owned()));
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let mut programs = text.lines().filter_map(|line| serde_json::from_str::<Program>(line).ok());
        match (programs.next(), programs.next()) {
            (Some(program), None) => Ok(Ok(program)),
            _ => bail!("the check {} must build exactly one program", check.name),
        }
    }
}

/// What cargo says of a program that it built.
#[derive(Deserialize)]
struct Program {
    executable: String,
    manifest_path: String,
}

/// The tests that failed, by the words of the test runner.
fn failures(out: &str) -> Vec<String> {
    let name = |line: &str| Some(line.strip_prefix("test ")?.strip_suffix(" ... FAILED")?.to_owned());
    out.lines().filter_map(name).collect()
}

fn remove_others(folder: &Path, known: &BTreeSet<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            remove_others(&path, known)?;
        } else if !known.contains(&path) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// For patience and for the table; nothing that is recorded depends on it.
#[expect(clippy::disallowed_methods, reason = "how long a check takes is no fact of the trade")]
pub fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failed_tests_are_found_by_name() {
        let out = "running 2 tests\ntest a::b ... ok\ntest a::c ... FAILED\n\nfailures:\n    a::c\n";
        assert_eq!(failures(out), ["a::c"]);
    }
}
