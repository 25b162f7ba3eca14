//! Verification finds what was changed, cut off or taken out, and an erased person breaks nothing.
use crate::tools::{Data, imported, over, recourse};
use std::path::Path;
use testbed::on_postgres;

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

    let changed = data.copy();
    changed.damage(
        "DROP TRIGGER journal_append_only_update;
         UPDATE journal SET body = CAST(replace(CAST(body AS TEXT), '\"plain\"', '\"plaim\"') AS BLOB) WHERE seq = 1;",
        "UPDATE journal SET body = convert_to(replace(convert_from(body, 'UTF8'), '\"plain\"', '\"plaim\"'), 'UTF8')
             WHERE seq = 1;",
    );
    names(changed.path(), "chain_broken", &order_of(&data, 1));

    // The last record of an order, with its head set back as somebody would who knows how.
    let cut = data.copy();
    cut.damage(
        "DROP TRIGGER journal_append_only_delete;
         CREATE TEMP TABLE gone AS SELECT seq, agg, prev FROM journal
             WHERE seq = (SELECT last FROM head WHERE kind = 1 ORDER BY key LIMIT 1);
         UPDATE head SET last = (SELECT prev FROM gone), version = version - 1,
             hash = (SELECT hash FROM journal WHERE seq = (SELECT prev FROM gone)) WHERE key = (SELECT agg FROM gone);
         DELETE FROM journal WHERE seq = (SELECT seq FROM gone);",
        "CREATE TEMP TABLE gone AS SELECT seq, id, prev FROM journal
             WHERE seq = (SELECT last FROM head WHERE kind = 1 ORDER BY key LIMIT 1);
         UPDATE head SET last = (SELECT prev FROM gone), version = version - 1,
             hash = (SELECT hash FROM journal WHERE seq = (SELECT prev FROM gone)) WHERE id = (SELECT id FROM gone);
         DELETE FROM journal WHERE seq = (SELECT seq FROM gone);",
    );
    names(cut.path(), "tail_cut", &order_of(&data, 1));

    let missing = data.copy();
    missing.damage(
        "PRAGMA foreign_keys = OFF;
         DROP TRIGGER journal_append_only_delete;
         CREATE TEMP TABLE gone AS SELECT agg FROM journal WHERE seq = 1;
         DELETE FROM journal WHERE agg = (SELECT agg FROM gone);
         DELETE FROM head WHERE key = (SELECT agg FROM gone);",
        "CREATE TEMP TABLE gone AS SELECT id FROM journal WHERE seq = 1;
         DELETE FROM journal WHERE id = (SELECT id FROM gone); DELETE FROM turn WHERE id = (SELECT id FROM gone);
         DELETE FROM listing WHERE id = (SELECT id FROM gone); DELETE FROM snapshot WHERE id = (SELECT id FROM gone);
         DELETE FROM head WHERE id = (SELECT id FROM gone);",
    );
    names(missing.path(), "aggregate_missing", &order_of(&data, 1));
}

/// Holds that a problem of that kind is found and names the order.
fn names(data: &Path, kind: &str, order: &str) {
    let found = problems(data);
    let named = found.iter().any(|(found, message)| found == kind && message.contains(order));
    assert!(named, "no {kind} of {order}: {found:#?}");
}

/// The order of a record.
fn order_of(data: &Data, seq: i64) -> String {
    let of = if on_postgres() {
        format!("SELECT id FROM journal WHERE seq = {seq}")
    } else {
        format!("SELECT id FROM head WHERE key = (SELECT agg FROM journal WHERE seq = {seq})")
    };
    let id: String = data.bytes(&of).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("ord_{id}")
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
