//! Reading stable words out of the sources, where no enumeration of them exists.
use std::fs;
use std::path::{Path, PathBuf};

/// A path below `crates/`.
pub(super) fn crates(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

pub(super) fn read(path: &str) -> String {
    fs::read_to_string(crates(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every shipped source below a folder of `crates/`, one after another, up to its tests.
pub(super) fn all(folder: &str) -> String {
    let mut text = String::new();
    let mut open = vec![crates(folder)];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(path).expect("a folder").map(|entry| entry.expect("an entry").path()));
        } else if path.extension().is_some_and(|end| end == "rs")
            && !path.components().any(|c| c.as_os_str() == "tests")
        {
            let source = fs::read_to_string(path).expect("a source");
            text.push_str(source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default());
        }
    }
    text
}

/// The first string literal after each place where the marker stands, before the statement ends.
pub(super) fn literals_after(text: &str, marker: &str) -> Vec<String> {
    let pieces = text.split(marker).skip(1);
    let literal = |piece: &str| {
        let statement = piece.split([';', '}']).next()?;
        statement.split('"').nth(1).map(str::to_owned)
    };
    pieces.filter_map(literal).collect()
}

/// Every string literal between two marks.
pub(super) fn literals_between(text: &str, from: &str, to: &str) -> Vec<String> {
    let start = text.find(from).unwrap_or_else(|| panic!("{from} stands in the source"));
    let body = text[start..].split(to).next().unwrap_or_default();
    let body =
        body.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    body.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The variants of an enum, as its stable words.
pub(super) fn variants(path: &str, name: &str) -> Vec<String> {
    let text = read(path);
    let start =
        text.find(&format!("pub enum {name} {{")).unwrap_or_else(|| panic!("{name} stands in {path}"));
    let body = text[start..].split("\n}").next().unwrap_or_default();
    let named = |line: &str| {
        let rest = line.strip_prefix("    ")?;
        let word: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
        rest.starts_with(|c: char| c.is_ascii_uppercase()).then(|| snake(&word))
    };
    body.lines().filter_map(named).collect()
}

fn snake(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}
