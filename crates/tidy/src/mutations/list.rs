//! The list of wrong edits: read, and held against the files that they edit.
use crate::Problem;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Where the list lies.
pub const LIST: &str = "crates/tidy/mutations.toml";

/// Wrong edits, and what may notice them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// What may notice.
    #[serde(rename = "check")]
    pub checks: Vec<Check>,
    /// The edits.
    #[serde(rename = "mutation")]
    pub mutations: Vec<Mutation>,
}

/// How a check is built.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tool {
    /// `cargo test --no-run`.
    #[default]
    Test,
    /// `cargo build`.
    Build,
}

/// A program that notices what is wrong by failing.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Its name.
    pub name: String,
    /// How it is built.
    #[serde(default)]
    pub tool: Tool,
    /// What cargo is told to build: one program.
    pub build: Vec<String>,
    /// What the program is told.
    #[serde(default)]
    pub args: Vec<String>,
    /// Builds the core unoptimised, which is quicker where it does not compute much.
    #[serde(default)]
    pub fast_core: bool,
}

/// A wrong edit.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mutation {
    /// Its name.
    pub id: String,
    /// Which rule or invariant it breaks, and how.
    pub breaks: String,
    /// The file, from the root of the checkout.
    pub file: String,
    /// What is replaced; occurs exactly once.
    pub find: String,
    /// By what.
    pub replace: String,
    /// The checks, in the order in which they are tried.
    pub checks: Vec<String>,
}

impl List {
    /// Reads the list.
    ///
    /// # Errors
    /// Where it is none.
    pub fn read(text: &str) -> anyhow::Result<Self> {
        Ok(toml::from_str(text)?)
    }

    /// A check by its name.
    #[must_use]
    pub fn check(&self, name: &str) -> Option<&Check> {
        self.checks.iter().find(|check| check.name == name)
    }

    /// Holds the list against the files: every edit still applies, and every name means something.
    #[must_use]
    pub fn problems(&self, files: &BTreeMap<&str, &str>) -> Vec<Problem> {
        let mut wrong = Vec::new();
        let mut seen = BTreeSet::new();
        for mutation in &self.mutations {
            let id = &mutation.id;
            if !seen.insert(id) {
                wrong.push(format!("two edits are called {id}: give one another name"));
            }
            if mutation.checks.is_empty() || mutation.checks.iter().any(|name| self.check(name).is_none()) {
                wrong.push(format!("{id} names no check, or one that is not in the list"));
            }
            let text = files.get(mutation.file.as_str());
            if let Err(why) =
                text.ok_or("its file is not there".to_owned()).and_then(|text| mutation.apply(text))
            {
                wrong.push(format!("{id} no longer applies to {}: {why}; write it anew", mutation.file));
            }
        }
        wrong.into_iter().map(|message| Problem::new(LIST, 0, message)).collect()
    }
}

impl Mutation {
    /// The text with the edit.
    ///
    /// # Errors
    /// Where it does not apply: in words.
    pub fn apply(&self, text: &str) -> Result<String, String> {
        match text.matches(&self.find).count() {
            _ if self.find == self.replace => Err("it changes nothing".to_owned()),
            1 => Ok(text.replacen(&self.find, &self.replace, 1)),
            0 => Err("the text that it replaces is not there".to_owned()),
            times => Err(format!("the text that it replaces stands there {times} times")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
        [[check]]
        name = "rules"
        build = ["-p", "x"]
        [[mutation]]
        id = "m"
        breaks = "R-1"
        file = "a.rs"
        find = "a < b"
        replace = "a <= b"
        checks = ["rules"]
    "#;

    fn problems(list: &str, file: &str) -> Vec<String> {
        let list = List::read(list).expect("a list");
        list.problems(&BTreeMap::from([("a.rs", file)])).into_iter().map(|one| one.message).collect()
    }

    #[test]
    fn an_edit_applies_where_its_text_stands_once() {
        assert_eq!(problems(TEXT, "if a < b {}"), [] as [&str; 0]);
        assert!(problems(TEXT, "if a > b {}")[0].contains("is not there"));
        assert!(problems(TEXT, "a < b; a < b")[0].contains("2 times"));
        assert!(problems(&TEXT.replace("a.rs", "b.rs"), "")[0].contains("file is not there"));
        assert!(problems(&TEXT.replace("a <= b", "a < b"), "a < b")[0].contains("changes nothing"));
        assert!(problems(&TEXT.replace("[\"rules\"]", "[\"rule\"]"), "a < b")[0].contains("not in the list"));
        assert!(problems(&TEXT.replace("[\"rules\"]", "[]"), "a < b")[0].contains("names no check"));
        let edit = &List::read(TEXT).expect("a list").mutations[0];
        assert_eq!(edit.apply("if a < b {}"), Ok("if a <= b {}".to_owned()));
    }
}
