//! House rules that a machine can hold: who may know what, how long things get, which words stay out.
//!
//! Every check is a function over `(path, text)` or over a manifest, without I/O, so that a unit test can
//! show it failing and passing. [`repo`] reads the files; [`check`] runs everything over a checkout.
pub mod code;
pub mod layers;
pub mod length;
pub mod mutations;
pub mod repo;
pub mod rules;
pub mod source;
pub mod text;

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

use source::Source;

/// One breach of a house rule, with the place and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Path from the root of the checkout, with forward slashes.
    pub path: String,
    /// Line, counted from 1; 0 when the whole file is meant.
    pub line: usize,
    /// What is wrong and what to do instead.
    pub message: String,
}

impl Problem {
    /// Makes a problem at `path:line`.
    pub fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, message: message.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.message)
    }
}

/// Runs every check over the checkout at `root`; an empty answer means the house is in order.
///
/// # Errors
/// When files cannot be listed or read, or `cargo tree` cannot run. Never to report a breach.
pub fn check(root: &Path) -> anyhow::Result<Vec<Problem>> {
    let files = repo::files(root)?;
    let mut problems = Vec::new();
    for (path, text) in &files {
        problems.extend(text::machine_paths(path, text));
        if path.ends_with(".rs") {
            problems.extend(text::module_line(path, text));
            problems.extend(text::marks(path, text));
            problems.extend(text::vendor_names(path, text));
        }
    }
    let (sources, unreadable) = parse_all(&files);
    problems.extend(unreadable);
    for source in &sources {
        problems.extend(code::check(source));
    }
    let allowed = repo::read(root, length::ALLOWED)?;
    problems.extend(length::check(&sources, &allowed));
    problems.extend(layers::check(root, &files)?);
    let by_path = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    problems.extend(mutations::List::read(&repo::read(root, mutations::LIST)?)?.problems(&by_path));
    problems.sort();
    Ok(problems)
}

/// Parses all Rust files; those that do not lex become problems. Modules declared under `#[cfg(test)]` in a file
/// of their own are marked as test code.
pub fn parse_all(files: &[(String, String)]) -> (Vec<Source>, Vec<Problem>) {
    let mut sources = Vec::new();
    let mut problems = Vec::new();
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".rs")) {
        match Source::parse(path, text) {
            Ok(source) => sources.push(source),
            Err(problem) => problems.push(problem),
        }
    }
    let test_modules: BTreeSet<String> = sources.iter().flat_map(Source::test_modules).collect();
    for source in &mut sources {
        if test_modules.iter().any(|module| source.is_in_module(module)) {
            source.mark_as_test();
        }
    }
    (sources, problems)
}
