//! Turns a directory of texts into a [`Policy`], or says everything that is wrong with it.
//!
//! Two doors: [`prove`] guards what new orders are placed under, [`read`] opens what orders were placed under before.
use super::{
    Policy, PolicyHash, Problem,
    build::{self, Found},
    problem::Source,
    proof::{self, Places, Proof},
    raw::RawPolicy,
};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The file that holds the rules.
pub const POLICY_FILE: &str = "policy.toml";
/// The file that holds the examples; it does not govern, so it is not part of the hash.
pub const EXAMPLES_FILE: &str = "examples.toml";
/// The language that every policy must have; others fall back to it.
pub const FALLBACK_LANGUAGE: &str = "en";

/// Texts by language and message key.
pub(super) type Messages = BTreeMap<String, BTreeMap<String, String>>;

/// Reads, checks and proves a policy directory, given as file name → text: what a policy must pass before new orders
/// are placed under it.
///
/// # Errors
/// As [`prove`].
pub fn check(files: &BTreeMap<String, String>) -> Result<Policy, Vec<Problem>> {
    prove(files).map(|(policy, _)| policy)
}

/// Reads, checks and proves a policy directory, given as file name → text, and says what was looked at for it.
///
/// # Errors
/// Every problem found, in the order of the files: what does not parse, values out of range, unknown facts, words and
/// ids, texts missing in a language; cases that could wait for ever, go round in circles or close without their money;
/// combinations of facts that no row of the table meets, and rows that no combination reaches.
pub fn prove(files: &BTreeMap<String, String>) -> Result<(Policy, Proof), Vec<Problem>> {
    let mut found = Found::default();
    let proven = load(files, &mut found, |policy, places, found| match proof::prove(policy, places) {
        Ok(proof) => Some(proof),
        Err(problems) => {
            found.extend(problems);
            None
        }
    });
    let mut problems = found.broken;
    problems.extend(found.found);
    match proven {
        Some((policy, Some(proof))) if problems.is_empty() => Ok((policy, proof)),
        _ => {
            // A file is read from its top: so are its problems.
            problems.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
            Err(problems)
        }
    }
}

/// Reads a policy under which orders were placed: it governs them to their end, whatever the checker has learned to
/// refuse since.
///
/// It makes the same [`Policy`] of the same files as [`check`], and proves nothing.
///
/// # Errors
/// What leaves no policy to speak of: a file that does not parse, a word, stage, condition or id that nobody knows.
pub fn read(files: &BTreeMap<String, String>) -> Result<Policy, Vec<Problem>> {
    let mut found = Found::default();
    let policy = load(files, &mut found, |_, _, _| ()).map(|(policy, ())| policy);
    policy.filter(|_| found.broken.is_empty()).ok_or(found.broken)
}

/// Puts the policy together and, where nothing of it is broken, lets it be looked at with the places of its parts.
fn load<T>(
    files: &BTreeMap<String, String>,
    found: &mut Found,
    look: impl FnOnce(&Policy, &Places<'_>, &mut Vec<Problem>) -> T,
) -> Option<(Policy, T)> {
    found.found.extend(stray_files(files));
    let messages = read_messages(files, found);
    let Some(text) = files.get(POLICY_FILE) else {
        let source = Source { file: POLICY_FILE, text: "" };
        found.broken.push(source.whole("the file is missing; a policy directory needs it"));
        return None;
    };
    let source = Source { file: POLICY_FILE, text };
    let raw: RawPolicy = match toml::from_str(text) {
        Ok(raw) => raw,
        Err(error) => {
            found.broken.push(source.unreadable(&error));
            return None;
        }
    };
    let (policy, places) = build::policy(&source, &raw, &messages, files, found);
    if !found.broken.is_empty() {
        return None;
    }
    let policy = Policy { messages, ..policy };
    let seen = look(&policy, &Places::new(&source, &raw, &places), &mut found.found);
    Some((policy, seen))
}

/// Hash of the governing files: SHA-256 over what `sha256sum FILE…` prints for them in the order of their names, so
/// that anyone can check it: `LC_ALL=C sha256sum messages.*.toml policy.toml | sha256sum`.
#[must_use]
pub fn hash(files: &BTreeMap<String, String>) -> PolicyHash {
    let mut list = Sha256::new();
    for (name, text) in files.iter().filter(|(name, _)| governs(name)) {
        let digest = hex::encode(Sha256::digest(text.as_bytes()));
        list.update(format!("{digest}  {name}\n").as_bytes());
    }
    PolicyHash(list.finalize().into())
}

/// Whether a file is part of what governs an order, and of the hash.
#[must_use]
pub fn governs(file: &str) -> bool {
    file == POLICY_FILE || language_of(file).is_some()
}

/// `messages.en.toml` → `en`.
fn language_of(file: &str) -> Option<&str> {
    let language = file.strip_prefix("messages.")?.strip_suffix(".toml")?;
    let plain = !language.is_empty() && language.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
    plain.then_some(language)
}

/// A TOML file that nothing reads is most likely a slip in its name.
fn stray_files(files: &BTreeMap<String, String>) -> Vec<Problem> {
    let stray =
        files.keys().filter(|name| name.ends_with(".toml") && *name != EXAMPLES_FILE && !governs(name));
    stray
        .map(|name| {
            Source { file: name, text: "" }.whole(
                "nothing reads this file; known are policy.toml, examples.toml and messages.LANGUAGE.toml",
            )
        })
        .collect()
}

fn read_messages(files: &BTreeMap<String, String>, found: &mut Found) -> Messages {
    let mut messages = Messages::new();
    for (name, text) in files {
        let Some(language) = language_of(name) else {
            continue;
        };
        let source = Source { file: name, text };
        match toml::from_str::<BTreeMap<String, BTreeMap<String, String>>>(text) {
            Ok(groups) => {
                let texts = groups.into_iter().flat_map(|(group, texts)| {
                    texts.into_iter().map(move |(key, text)| (format!("{group}.{key}"), text))
                });
                messages.insert(language.to_owned(), texts.collect());
            }
            Err(error) => found.broken.push(source.unreadable(&error)),
        }
    }
    if !files.contains_key("messages.en.toml") {
        let source = Source { file: "messages.en.toml", text: "" };
        found.found.push(source.whole("the file is missing; English is the language others fall back to"));
    }
    messages
}
