//! Every check can fail: healthy histories hold, and each lie told in one is caught by the invariant that is named for it.
#[path = "corruption/mod.rs"]
mod corruption;
#[path = "history/mod.rs"]
mod history;

use auditor::{Auditor, Rules, Violation};
use corruption::edit::Lines;
use std::collections::BTreeSet;
use std::sync::Arc;

const DEFAULT: &str = "45574a8ba882a69a737ee8e2192c1150bc8daf29ef902bc552545fa9749d8575";
const FUNDED: &str = "e881f4b082274c1c92fed89ad9d3abfab4741a286bb4515520e481264ed528db";
const ALIEXPRESS: &str = "d27807fa49878b9e3844302e184d517dd7825e840d8565481b3cfaa0c12bf5c8";

/// The default as it was when carriers began to make good what they lose.
const COMPENSATION: &str = "fb426acc3c7b5b0b3ce5a07250b0445f5dc95e5ae929a7445e889e175df4769e";

/// The default as it was when sellers began to claim payment.
const CLAIMS: &str = "d78d004fee2decd08aec300437a1868f578719a75d03603662b13d75b0098bd8";

/// The default as it was when sellers began to be asked what went wrong.
const AFTERWARDS: &str = "afe67920b7d85dfe7538f38b4ef2cdbfd2482619b44b78e9574ec03e9dc73640";

/// Tokopedia as it was when reasons began to have finer ones.
const SUB_REASONS: &str = "45296d20b900092f7449d08117cb0c1b9a4330ffe4c2ef73b9931ab97c674a40";

fn folder() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/healthy")
}

fn rules() -> Arc<Rules> {
    let mut rules = Rules::default();
    let all = [
        (DEFAULT, "default"),
        (ALIEXPRESS, "aliexpress"),
        (COMPENSATION, "compensation"),
        (FUNDED, "funded"),
        (CLAIMS, "claims"),
        (AFTERWARDS, "afterwards"),
        (SUB_REASONS, "sub_reasons"),
    ];
    for (hash, name) in all {
        let text = std::fs::read_to_string(folder().join(format!("{name}.toml"))).expect("a policy");
        rules.policy(hash, &text).expect("a policy that can be read");
    }
    Arc::new(rules)
}

fn histories() -> Vec<(String, Lines)> {
    let files = std::fs::read_dir(folder()).expect("the folder").map(|entry| entry.expect("a file").path());
    let mut all: Vec<_> = files.filter(|path| path.extension().is_some_and(|e| e == "jsonl")).collect();
    all.sort();
    let read = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).expect("a history");
        let lines = text.lines().map(|line| serde_json::from_str(line).expect("JSON"));
        (path.file_name().expect("a name").to_string_lossy().into_owned(), lines.collect())
    };
    all.iter().map(read).collect()
}

fn play(rules: &Arc<Rules>, lines: &Lines) -> Result<(), Box<Violation>> {
    let mut player = history::Player::new(Auditor::under(rules.clone()));
    lines.iter().try_for_each(|line| player.line(line))
}

#[test]
fn healthy_histories_hold() {
    let rules = rules();
    let all = histories();
    assert!(all.len() >= 6, "the histories are there");
    for (name, lines) in all {
        if let Err(violation) = play(&rules, &lines) {
            panic!("{name}: {violation}");
        }
    }
}

#[test]
fn every_lie_is_caught_by_the_invariant_that_is_named_for_it() {
    let rules = rules();
    let all = histories();
    let mut missed = Vec::new();
    for (name, invariant, corrupt) in corruption::all() {
        let mut told = 0;
        for (file, lines) in &all {
            let mut lines = lines.clone();
            if corrupt(&mut lines).is_none() {
                continue;
            }
            told += 1;
            match play(&rules, &lines) {
                Err(violation) if violation.invariant.word() == *invariant => {}
                Err(violation) => missed.push(format!("{name} in {file}: not {invariant} but {violation}")),
                Ok(()) => missed.push(format!("{name} in {file}: not caught, {invariant} should")),
            }
        }
        if told == 0 {
            missed.push(format!("{name}: no history has a place for it"));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

/// What has no lie here is tested where it is checked, or named with the reason why it cannot be told in a history.
#[test]
fn every_invariant_has_a_lie() {
    let named: BTreeSet<&str> = corruption::all().map(|(_, invariant, _)| *invariant).collect();
    let elsewhere: BTreeSet<&str> = corruption::ELSEWHERE.iter().map(|(invariant, _)| *invariant).collect();
    for invariant in auditor::Invariant::ALL {
        let word = invariant.word();
        assert!(named.contains(word) != elsewhere.contains(word), "{word} has no lie, or is named twice");
    }
}
