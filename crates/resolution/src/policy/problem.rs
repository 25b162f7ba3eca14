//! What is wrong with a policy, and where.
use std::{fmt, ops::Range};

/// One mistake in a policy directory, with the place where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// File name within the directory.
    pub file: String,
    /// Line, counted from 1, where it is known.
    pub line: Option<u32>,
    /// The row or key that is wrong, such as `liability untraceable` or `windows.received.close`.
    pub row: Option<String>,
    /// The mistake in a sentence, with what to do about it.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(row) = &self.row {
            write!(f, ", {row}")?;
        }
        write!(f, ": {}", self.message)
    }
}

/// A file under check and the mistakes found in it.
pub(super) struct Source<'a> {
    pub file: &'a str,
    pub text: &'a str,
}

impl Source<'_> {
    /// A problem at a span of the text.
    pub fn at(&self, span: Range<usize>, row: impl Into<String>, message: impl Into<String>) -> Problem {
        self.problem(Some(line_of(self.text, span.start)), Some(row.into()), message.into())
    }

    /// A problem at a dotted key, found by its table header and its name.
    pub fn at_key(&self, key: &str, message: impl Into<String>) -> Problem {
        self.problem(line_of_key(self.text, key), Some(key.to_owned()), message.into())
    }

    /// A problem of the whole file.
    pub fn whole(&self, message: impl Into<String>) -> Problem {
        self.problem(None, None, message.into())
    }

    /// What the TOML reader refused.
    pub fn unreadable(&self, error: &toml::de::Error) -> Problem {
        let line = error.span().map(|span| line_of(self.text, span.start));
        let row = line.and_then(|line| key_of_line(self.text, line));
        self.problem(line, row, error.message().to_owned())
    }

    fn problem(&self, line: Option<u32>, row: Option<String>, message: String) -> Problem {
        Problem { file: self.file.to_owned(), line, row, message }
    }
}

/// The line, from 1, of a byte offset.
fn line_of(text: &str, offset: usize) -> u32 {
    let before = text.get(..offset).unwrap_or(text);
    u32::try_from(before.matches('\n').count()).unwrap_or(u32::MAX).saturating_add(1)
}

/// The table that a header line opens: `[windows]` or `[[liability]]`.
fn header(line: &str) -> Option<&str> {
    let line = line.split('#').next()?.trim();
    line.strip_prefix('[')?.strip_suffix(']').map(|inner| inner.trim_matches(['[', ']']).trim())
}

/// The dotted key that a line of the file sets.
fn key_of_line(text: &str, line: u32) -> Option<String> {
    let upto: Vec<&str> = text.lines().take(usize::try_from(line).ok()?).collect();
    let table = upto.iter().rev().find_map(|line| header(line));
    let key = upto.last()?.split_once('=').map(|(key, _)| key.trim());
    match (table, key) {
        (Some(table), Some(key)) => Some(format!("{table}.{key}")),
        (Some(only), None) | (None, Some(only)) => Some(only.to_owned()),
        (None, None) => None,
    }
}

/// The line of a dotted key; of its table if the key stands in no line of its own.
fn line_of_key(text: &str, key: &str) -> Option<u32> {
    let (table, name) = key.rsplit_once('.').unwrap_or(("", key));
    let mut current = "";
    let mut table_line = None;
    for (number, line) in (1..).zip(text.lines()) {
        if let Some(found) = header(line) {
            current = found;
            if current == table || current == key {
                table_line = table_line.or(Some(number));
            }
        } else if current == table && line.split_once('=').is_some_and(|(left, _)| left.trim() == name) {
            return Some(number);
        }
    }
    table_line
}
