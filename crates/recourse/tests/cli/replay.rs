//! The back-test over the orders of the files, with a made-up year of cases.
use crate::tools::{Data, over, shared, small};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// The default policy with half the time to answer a dispute.
fn half_the_time(into: &Path) -> PathBuf {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies/default");
    let folder = into.join("draft");
    fs::create_dir(&folder).expect("a folder");
    for entry in fs::read_dir(from).expect("readable") {
        let path = entry.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("readable");
        let (whole, half) = ("responding = { clock = \"5 days\"", "responding = { clock = \"60 hours\"");
        if path.ends_with("policy.toml") {
            assert!(text.contains(whole), "the sellers of `default` have five days");
        }
        fs::write(folder.join(path.file_name().expect("a name")), text.replace(whole, half))
            .expect("written");
    }
    folder
}

fn with_cases(folder: &str, seed: &str, until: Option<&str>) -> (Data, Value) {
    let data = Data::make();
    let mut asked = vec!["import", "olist", folder, "--cases", seed, "--json"];
    asked.extend(until.iter().flat_map(|until| ["--until", until]));
    let report = over(data.path(), &asked).ok().json();
    (data, report)
}

/// Under the policy of the orders nothing is different; under the draft the report says what.
fn back_tested(data: &Data, cases: u64) -> Value {
    let before = over(data.path(), &["ledger", "export", "--format", "csv"]).ok().out;
    let same = over(data.path(), &["policy", "replay", "--policy", "default", "--json"]).ok().json();
    assert_eq!(same["changed"], 0, "{same:#}");
    assert_eq!(same["cases"]["before"], cases);
    assert_eq!(same["cases"]["after"], cases);
    assert_eq!(same["reproduced"], same["orders"], "every order comes out as it was: {same:#}");
    assert_eq!(same["unplayable"], Value::Array(Vec::new()));
    let words = over(data.path(), &["policy", "replay", "--policy", "default"]).ok().out;
    assert!(words.contains("No difference."), "{words}");
    let folder = tempfile::tempdir().expect("a folder");
    let draft = half_the_time(folder.path()).to_string_lossy().into_owned();
    let asked = ["policy", "replay", "--policy", &draft];
    let report = over(data.path(), &[&asked[..], &["--json"]].concat()).ok().json();
    assert!(report["changed"].as_u64().is_some_and(|changed| changed > 0), "{report:#}");
    let words = over(data.path(), &asked).ok().out;
    eprintln!("{words}");
    assert!(words.contains("The cases that change most"), "{words}");
    let id = report["most"][0]["id"].as_str().expect("an id");
    let one = over(data.path(), &[&asked[..], &["--case", id]].concat()).ok().out;
    assert!(one.contains("as it was") && one.contains("opened"), "{one}");
    let after = over(data.path(), &["ledger", "export", "--format", "csv"]).ok().out;
    assert_eq!(before, after, "the data are not touched");
    report
}

#[test]
fn half_the_time_to_answer_changes_some_cases_and_the_same_policy_none() {
    let (data, report) = with_cases(&small(), "4", None);
    let cases = report["cases"].as_u64().expect("a number");
    assert!(cases >= 6, "{report:#}");
    back_tested(&data, cases);
    over(data.path(), &["verify"]).ok();
}

#[test]
fn a_span_without_cases_and_an_unknown_marketplace_are_named() {
    let (data, _) = with_cases(&small(), "4", None);
    let replay = ["policy", "replay", "--policy", "default"];
    let none = over(data.path(), &[&replay[..], &["--since", "2019-06-01", "--json"]].concat()).ok().json();
    assert_eq!(none["cases"]["before"], 0);
    let wrong =
        over(data.path(), &[&replay[..], &["--since", "2019-06-01", "--until", "2019-06-01"]].concat());
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("is not before"), "{}", wrong.err);
    let nowhere = over(data.path(), &[&replay[..], &["--marketplace", "nowhere"]].concat());
    assert!(nowhere.err.contains("there are: olist"), "{}", nowhere.err);
    let unsound = over(data.path(), &["policy", "replay", "--policy", "/nowhere"]);
    assert_eq!(unsound.code, 2);
}

#[test]
fn the_real_orders_with_a_year_of_cases_under_half_the_time_to_answer() {
    let Some(shared) = shared() else { return };
    let folder = shared.join("olist").to_string_lossy().into_owned();
    let (data, report) = with_cases(&folder, "1", Some("2017-09-01"));
    let cases = report["cases"].as_u64().expect("a number");
    assert!(cases > 100, "{report:#}");
    let report = back_tested(&data, cases);
    assert!(report["refused"]["wrong_stage"].as_u64().is_some_and(|late| late > 0), "{report:#}");
    let liable = |by: &str| report["money"].as_array().expect("rows").iter().any(|row| row["by"] == by);
    assert!(liable("seller"), "{report:#}");
}
