//! Verification finds what was changed, cut off or taken out, and an erased person breaks nothing.
use crate::tools::{copy, imported, over, recourse};
use rusqlite::Connection;
use std::path::Path;

/// Changes the database by hand, as somebody with the disk could.
fn damage(data: &Path, statements: &str) {
    let database = Connection::open(data.join("recourse.sqlite")).expect("opens");
    database.execute_batch(statements).expect("damaged");
}

fn problems(data: &Path) -> Vec<(String, String)> {
    let ran = over(data, &["verify", "--json"]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    let report = ran.json();
    assert_eq!(report["ok"], false);
    let found = report["problems"].as_array().expect("problems").clone();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    found.iter().map(|one| (text(&one["kind"]), text(&one["message"]))).collect()
}

#[test]
fn a_changed_byte_a_cut_end_and_a_missing_order_are_named() {
    let data = imported();
    over(data.path(), &["verify"]).ok();

    let changed = copy(data.path());
    damage(changed.path(), "UPDATE journal SET body = replace(body, '\"plain\"', '\"plaim\"') WHERE seq = 1");
    let found = problems(changed.path());
    assert!(found.iter().any(|(kind, message)| kind == "chain_broken" && message.contains("ord_")), "{found:?}");

    let cut = copy(data.path());
    damage(
        cut.path(),
        "UPDATE head SET seq = (SELECT prev FROM journal WHERE seq = head.seq),
            hash = (SELECT hash FROM journal WHERE seq = (SELECT prev FROM journal WHERE seq = head.seq))
            WHERE key = (SELECT key FROM journal ORDER BY seq DESC LIMIT 1);
         DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)",
    );
    assert!(!problems(cut.path()).is_empty());
}

#[test]
fn an_erased_person_stays_erased_and_breaks_nothing() {
    let data = imported();
    let erase = ["erase", "--marketplace", "olist", "person-1", "--why"];
    let erased = over(data.path(), &[&erase[..], &["request_of_the_person", "--json"]].concat()).ok().json();
    assert!(erased["party"].as_str().is_some_and(|party| party.starts_with("pty_")));
    let report = over(data.path(), &["verify", "--json"]).ok().json();
    assert_eq!(report["erased_people"], 1);
    assert!(over(data.path(), &["verify"]).ok().out.contains("erased"));
    over(data.path(), &["import", "olist", &crate::tools::small()]).ok();
    let report = over(data.path(), &["verify", "--json"]).ok().json();
    assert_eq!(report["erased_people"], 1, "another import does not bring the person back");
    let wordy = over(data.path(), &[&erase[..], &["Maria asked me to"]].concat());
    assert_eq!(wordy.code, 2, "a reason that is kept for ever says nothing of the person");
}

#[test]
fn the_command_line_says_what_it_can_do() {
    let help = recourse(["--help"]).ok().out;
    for word in ["serve", "import", "policy", "ledger", "verify", "erase", "openapi"] {
        assert!(help.contains(word), "{word} is missing in {help}");
    }
    let missing = recourse(["verify"]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("--data"), "{}", missing.err);
}
