//! The way back: held against its hashes and its keys, into an empty place, with every erasure repeated.
use super::shop::{backup, files, imported, journal, restore, vault_rows, with_orders};
use crate::tools::{copy, over, recourse};
use std::fs;
use std::path::Path;

/// Holds that the restore of a backup refuses, says this, and leaves nothing.
fn refuses(from: &Path, keys: &Path, says: &str) {
    let home = tempfile::tempdir().expect("a folder");
    let ran = restore(from, keys, &home.path().join("again"), &[]);
    assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains(says), "'{says}' is not in: {}", ran.err);
    assert_eq!(files(home.path()), [] as [&Path; 0], "nothing is left");
}

#[test]
fn a_backup_is_not_restored_beside_a_database_that_is_named() {
    let home = tempfile::tempdir().expect("a folder");
    let (from, data) = (home.path().join("made"), home.path().join("again"));
    let place = |path: &Path| path.display().to_string();
    let named = ["--database", "postgres://recourse@localhost/recourse"];
    let ran = recourse(["restore", "--from", &place(&from), "--data", &place(&data), named[0], named[1]]);
    assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("unset RECOURSE_DATABASE"), "{}", ran.err);
    assert!(ran.err.contains("recourse database copy --from sqlite:"), "{}", ran.err);
    assert!(!data.exists(), "nothing is left");
}

#[tokio::test]
async fn a_cut_altered_or_missing_file_of_a_backup_is_named_and_refused() {
    let home = tempfile::tempdir().expect("a folder");
    let (data, made) = (home.path().join("data"), home.path().join("made"));
    with_orders(&data, &["r1", "r2"]).await;
    backup(&data, &made, &[]).ok();
    let mut seen = 0;
    for file in files(&made) {
        let name = file.to_string_lossy().into_owned();
        let bytes = fs::read(made.join(&file)).expect("read");
        // The list of heads of an empty installation is empty: there is nothing to cut.
        if bytes.is_empty() {
            continue;
        }
        let says = if name.starts_with("backup.json") || name == "files.sha256" {
            "was changed after it was made"
        } else {
            "were changed or cut"
        };
        let cut = copy(&made);
        fs::write(cut.path().join(&file), &bytes[..bytes.len() - 1]).expect("cut");
        // The last byte of a signature is the end of its line.
        if name != "backup.json.sig" {
            refuses(cut.path(), &data, says);
        }
        let altered = copy(&made);
        let mut bytes = bytes;
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(altered.path().join(&file), &bytes).expect("altered");
        refuses(altered.path(), &data, says);
        let missing = copy(&made);
        fs::remove_file(missing.path().join(&file)).expect("removed");
        let says = match name.as_str() {
            "backup.json" => "is no backup",
            "backup.json.sig" | "files.sha256" => "was changed after it was made",
            _ => "is missing in the backup",
        };
        refuses(missing.path(), &data, says);
        seen += 1;
    }
    assert!(seen >= 8, "database, vault, blobs, checkpoints and what the backup says of itself: {seen}");
}

#[tokio::test]
async fn a_backup_needs_its_own_keys_and_an_empty_place() {
    let home = tempfile::tempdir().expect("a folder");
    let (data, made, other) = (home.path().join("data"), home.path().join("made"), home.path().join("other"));
    with_orders(&data, &["r1"]).await;
    with_orders(&other, &["r1"]).await;
    backup(&data, &made, &[]).ok();
    refuses(&made, &other, "not those of the installation");
    // One wrong key of three is enough: with another pseudonym key every party would be a stranger.
    let mixed = home.path().join("mixed");
    fs::create_dir_all(mixed.join("keys")).expect("made");
    for (name, of) in [("master", &data), ("pseudonym", &other), ("signing", &data)] {
        let key = format!("keys/{name}.key");
        fs::copy(of.join(&key), mixed.join(&key)).expect("copied");
    }
    refuses(&made, &mixed, "not those of the installation");
    let full = restore(&made, &data, &other, &[]);
    assert!(full.err.contains("is not empty"), "{}", full.err);
    over(&other, &["verify"]).ok();
    fs::create_dir(home.path().join("empty")).expect("made");
    restore(&made, &data, &home.path().join("empty"), &[]).ok();
}

#[test]
fn who_was_erased_after_the_backup_stays_erased() {
    let data = imported();
    let home = tempfile::tempdir().expect("a folder");
    let made = home.path().join("made");
    let erase = |person: &str| {
        over(data.path(), &["erase", "--marketplace", "olist", person, "--why", "request_of_the_person"])
            .ok();
    };
    erase("person-1");
    let keys_before = vault_rows(data.path(), "person_key");
    backup(data.path(), &made, &[]).ok();
    erase("person-2");
    assert_eq!(vault_rows(data.path(), "person_key"), keys_before - 1);

    let old = home.path().join("old");
    let report = restore(&made, data.path(), &old, &[]).ok().json();
    assert_eq!(report["destructions_since"], 0);
    assert_eq!(report["verified"]["erased_people"], 1, "a backup knows what was destroyed before it");
    assert_eq!(vault_rows(&old, "person_key"), keys_before);

    let list = data.path().join("destroyed.jsonl").to_string_lossy().into_owned();
    let (by_list, by_rest) = (home.path().join("by_list"), home.path().join("by_rest"));
    let lost = data.path().to_string_lossy().into_owned();
    for (again, more) in [(&by_list, ["--destroyed", &list]), (&by_rest, ["--lost", &lost])] {
        let report = restore(&made, data.path(), again, &more).ok().json();
        assert_eq!(report["destructions_since"], 1, "{more:?}");
        assert_eq!(report["verified"]["ok"], true);
        assert_eq!(report["verified"]["erased_people"], 2);
        assert_eq!(
            vault_rows(again, "person_key"),
            keys_before - 1,
            "the key that the backup brought is gone"
        );
        assert_eq!(vault_rows(again, "erased"), 2);
        assert_eq!(over(again, &["verify", "--json"]).ok().json()["erased_people"], 2);
    }
    let nonsense = home.path().join("nonsense");
    fs::write(&nonsense, "{}\n").expect("written");
    let ran =
        restore(&made, data.path(), &home.path().join("x"), &["--destroyed", &nonsense.to_string_lossy()]);
    assert!(ran.err.contains("line 1"), "{}", ran.err);
}

#[test]
fn a_restored_import_has_the_same_ledger_and_goes_on() {
    let data = imported();
    let home = tempfile::tempdir().expect("a folder");
    let (made, again) = (home.path().join("made"), home.path().join("again"));
    backup(data.path(), &made, &[]).ok();
    restore(&made, data.path(), &again, &[]).ok();
    let ledger = |data: &Path| over(data, &["ledger", "export", "--format", "csv"]).ok().out;
    assert_eq!(ledger(data.path()), ledger(&again));
    assert_eq!(journal(data.path(), u64::from(u32::MAX)), journal(&again, u64::from(u32::MAX)));
    over(&again, &["import", "olist", &crate::tools::small()]).ok();
    over(&again, &["verify"]).ok();
    let second = home.path().join("second");
    backup(&again, &second, &[]).ok();
    restore(&second, &again, &home.path().join("third"), &[]).ok();
}
