//! What an older backup has lost is said, refused, and accepted by name.
use super::shop::{backup, restore};
use crate::tools::{copy, over, recourse, small};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// A marketplace that was backed up in January and went on until the end: (its directory, the backup).
fn older(home: &Path) -> (PathBuf, PathBuf) {
    let (data, made) = (home.join("data"), home.join("made"));
    let import = ["import", "olist", &small(), "--json"];
    over(&data, &[&import[..], &["--until", "2018-01-06"]].concat()).ok();
    backup(&data, &made, &[]).ok();
    over(&data, &import).ok();
    (data, made)
}

fn accepted(verified: &Value) -> (String, String) {
    let losses = verified["accepted_losses"].as_array().expect("losses");
    assert_eq!(losses.len(), 1, "{verified:#}");
    let word = |name: &str| losses[0][name].as_str().expect("a word").to_owned();
    (word("who"), word("why"))
}

#[test]
fn what_an_older_backup_lost_is_refused_until_somebody_accepts_it_by_name() {
    let home = tempfile::tempdir().expect("a folder");
    let (data, made) = older(home.path());
    let again = home.path().join("again");
    let lost = data.to_string_lossy().into_owned();
    let refused = restore(&made, &data, &again, &["--lost", &lost]);
    assert_eq!(refused.code, 2);
    assert!(
        refused.err.contains("are missing or shorter") && refused.err.contains("--accept-loss"),
        "{}",
        refused.err
    );
    assert!(!again.exists());
    let wordy = restore(&made, &data, &again, &["--lost", &lost, "--accept-loss", "Maria's disk"]);
    assert!(wordy.err.contains("kept for ever"), "{}", wordy.err);

    let accept = ["--lost", &lost, "--accept-loss", "disk_failed", "--who", "night_shift"];
    let report = restore(&made, &data, &again, &accept).ok().json();
    assert_eq!(report["verified"]["ok"], true, "{report:#}");
    assert!(report["accepted"]["lost"].as_u64().is_some_and(|lost| lost >= 5), "{report:#}");
    let verified = over(&again, &["verify", "--json"]).ok().json();
    assert_eq!(accepted(&verified), ("night_shift".to_owned(), "disk_failed".to_owned()));
    let words = over(&again, &["verify"]).ok().out;
    assert!(words.contains("accepted loss") && words.contains("night_shift"), "{words}");

    // It goes on, and a later loss is a failure as ever.
    over(&again, &["import", "olist", &small()]).ok();
    over(&again, &["verify"]).ok();
    let cut = copy(&again);
    let database = super::shop::open(&cut.path().join("recourse.sqlite"));
    database
        .execute_batch(
            "DROP TRIGGER journal_append_only_delete;
             CREATE TEMP TABLE gone AS SELECT seq, agg, prev FROM journal
                 WHERE seq = (SELECT last FROM head WHERE kind = 1 ORDER BY key LIMIT 1);
             UPDATE head SET last = (SELECT prev FROM gone), version = version - 1,
                 hash = (SELECT hash FROM journal WHERE seq = (SELECT prev FROM gone))
                 WHERE key = (SELECT agg FROM gone);
             DELETE FROM journal WHERE seq = (SELECT seq FROM gone);",
        )
        .expect("damaged");
    drop(database);
    let found = over(cut.path(), &["verify"]);
    assert_eq!(found.code, 1);
    assert!(found.out.contains("tail_cut"), "{}", found.out);
}

#[test]
fn a_loss_of_data_restored_by_hand_is_accepted_where_they_stand() {
    let home = tempfile::tempdir().expect("a folder");
    let (data, made) = older(home.path());
    for name in ["recourse.sqlite", "recourse.sqlite-wal", "recourse.sqlite-shm"] {
        // Those beside it are not always there.
        let _gone = fs::remove_file(data.join(name));
    }
    fs::copy(made.join("recourse.sqlite"), data.join("recourse.sqlite")).expect("copied");
    let found = over(&data, &["verify"]);
    assert_eq!(found.code, 1);
    assert!(found.out.contains("aggregate_missing") && found.out.contains("--accept-loss"), "{}", found.out);
    let accept = || over(&data, &["restore", "--accept-loss", "restored_by_hand", "--json"]);
    let report = accept().ok().json();
    assert_eq!(accepted(&report["verified"]), ("operator".to_owned(), "restored_by_hand".to_owned()));
    over(&data, &["verify"]).ok();
    let again = accept();
    assert_eq!(again.code, 2);
    assert!(again.err.contains("no loss to accept"), "{}", again.err);
    let nothing = recourse(["restore", "--data", &data.to_string_lossy()]);
    assert!(nothing.err.contains("--from"), "{}", nothing.err);
}

#[test]
fn without_what_is_left_of_the_old_directory_a_restore_says_where_it_ends() {
    let home = tempfile::tempdir().expect("a folder");
    let (data, made) = older(home.path());
    let again = home.path().join("again");
    let (from, keys, to) = (made.to_string_lossy(), data.join("keys"), again.to_string_lossy());
    let said =
        recourse(["restore", "--from", &from, "--keys", &keys.to_string_lossy(), "--data", &to]).ok().out;
    assert!(said.contains("Whatever was recorded after that is not in it"), "{said}");
    let stranger = home.path().join("stranger");
    over(&stranger, &["import", "olist", &small()]).ok();
    let mixed = restore(&made, &data, &home.path().join("mixed"), &["--lost", &stranger.to_string_lossy()]);
    assert!(mixed.err.contains("is not a continuation"), "{}", mixed.err);
}
