//! Policy commands.
use crate::tools::{over, recourse};
use std::fs;
use std::path::Path;

fn preset(into: &Path) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies/default");
    for entry in fs::read_dir(from).expect("readable") {
        let path = entry.expect("an entry").path();
        fs::copy(&path, into.join(path.file_name().expect("a name"))).expect("copied");
    }
}

#[test]
fn shipped_policies_are_sound_and_keep_their_examples() {
    for name in ["default", "aliexpress", "lazada", "tokopedia"] {
        assert_eq!(recourse(["policy", "check", name, "--json"]).ok().json()["ok"], true);
        let tested = recourse(["policy", "test", name, "--json"]).ok().json();
        assert!(!tested["examples"].as_array().expect("examples").is_empty());
        let shown = recourse(["policy", "show", name]).ok();
        assert!(shown.out.contains("PROCESS") && shown.out.contains("responding"), "{}", shown.out);
        let json = recourse(["policy", "show", name, "--json"]).ok().json();
        assert!(json["process"].as_array().is_some_and(|rows| rows.len() > 5));
    }
}

#[test]
fn a_mistake_is_named_with_file_line_and_row() {
    let folder = tempfile::tempdir().expect("a folder");
    preset(folder.path());
    let name = folder.path().to_string_lossy().into_owned();
    recourse(["policy", "check", &name]).ok();
    let path = folder.path().join("policy.toml");
    let text = fs::read_to_string(&path).expect("readable");
    let broken = text.replacen("liable = \"carrier\"", "liable = \"nobody_we_know\"", 1);
    assert_ne!(broken, text, "the mistake is made");
    fs::write(&path, broken).expect("written");
    let checked = recourse(["policy", "check", &name]);
    assert_eq!(checked.code, 1);
    assert!(
        checked.out.contains("policy.toml:") && checked.out.contains("nobody_we_know"),
        "{}",
        checked.out
    );
    let json = recourse(["policy", "check", &name, "--json"]).json();
    assert!(json["problems"][0]["line"].as_u64().is_some_and(|line| line > 0), "{json}");
    assert_eq!(recourse(["policy", "show", &name]).code, 2);
    assert_eq!(recourse(["policy", "check", "/nowhere"]).code, 2);
}

#[test]
fn an_unknown_case_is_named() {
    let data = crate::tools::imported();
    let case = format!("cas_{}_0", "0".repeat(32));
    let explained = over(data.path(), &["policy", "explain", &case]);
    assert_eq!(explained.code, 2);
    assert!(explained.err.contains("there is no case"), "{}", explained.err);
    assert!(over(data.path(), &["policy", "explain", "seven"]).err.contains("give the id of a case"));
}

#[test]
fn a_case_that_the_system_opened_explains_itself() {
    let data = crate::tools::imported();
    let report = over(data.path(), &["ledger", "export", "--format", "csv"]).ok().out;
    // The parcel that never came: at its longest transit the buyer is refunded, or its window ends and it is released.
    let orders: Vec<&str> = report.lines().skip(1).filter_map(|line| line.split(',').nth(2)).collect();
    let mut explained = 0;
    for order in orders.iter().filter_map(|order| order.strip_prefix("ord_")) {
        let ran = over(data.path(), &["policy", "explain", &format!("cas_{order}_0"), "--json"]);
        if ran.code == 0 {
            assert!(!ran.json()["steps"].as_array().expect("steps").is_empty());
            explained += 1;
        }
    }
    eprintln!("{explained} cases");
}
