//! Backups: made while a server writes, whole or not there, and without the keys unless they are asked for.
use super::shop::{Crowd, Shop, backup, files, journal, open, restore, with_orders};
use crate::server::Server;
use crate::tools::{BINARY, over};
use std::path::Path;
use std::process::{Command, Stdio};

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_a_serving_installation_is_whole_and_restores_to_the_same_bytes() {
    let home = tempfile::tempdir().expect("a folder");
    let (data, copy, again) = (home.path().join("data"), home.path().join("copy"), home.path().join("again"));
    let server = Server::start(&data);
    let crowd = Crowd::start(&Shop::of(&server));
    crowd.more(20).await;
    let (of, to) = (data.clone(), copy.clone());
    let made = tokio::task::spawn_blocking(move || backup(&of, &to, &[])).await.expect("it ran").ok().json();
    // They went on ordering all the time, and still do.
    crowd.more(8).await;
    crowd.stop().await;
    server.stop();

    let position = made["position"].as_u64().expect("a position");
    assert_eq!(made["keys"], "apart");
    assert_eq!(made["keep_apart"], data.join("keys").to_string_lossy().as_ref());
    let report = restore(&copy, &data, &again, &[]).ok().json();
    assert_eq!(report["backup"]["position"], position);
    assert_eq!(report["verified"]["ok"], true);
    let verified = over(&again, &["verify", "--json"]).ok().json();
    assert_eq!(verified["records"], made["records"]);
    assert!(verified["sealed"].as_u64().is_some_and(|sealed| sealed >= 40), "words and pictures: {verified}");

    let (before, after) = (journal(&data, position), journal(&again, u64::try_from(i64::MAX).expect("fits")));
    assert!(after.len() > 60, "{}", after.len());
    assert_eq!(before, after, "byte for byte up to the position");
    assert!(journal(&data, position + 1_000).len() > after.len(), "the server wrote on");
    // What was restored serves, under its old keys.
    let server = Server::start(&again);
    assert_eq!(server.key(), None, "the sandbox is there");
    server.stop();
    over(&again, &["verify"]).ok();
}

#[tokio::test]
async fn a_backup_holds_no_keys_unless_they_are_asked_for_and_ordinary_tools_can_check_it() {
    let home = tempfile::tempdir().expect("a folder");
    let data = home.path().join("data");
    with_orders(&data, &["r1"]).await;
    let (apart, inside) = (home.path().join("apart"), home.path().join("inside"));
    let said = over(&data, &["backup", "--to", &apart.to_string_lossy()]).ok().out;
    assert!(said.contains("THE KEYS ARE NOT IN IT") && said.contains("data/keys"), "{said}");
    assert!(files(&apart).iter().all(|file| !file.to_string_lossy().contains("key")), "{:?}", files(&apart));
    let checked = Command::new("sha256sum").args(["--check", "files.sha256"]).current_dir(&apart).output();
    assert!(checked.expect("sha256sum runs").status.success(), "every file is as listed");

    let again = home.path().join("again");
    let (from, to) = (apart.to_string_lossy().into_owned(), again.to_string_lossy().into_owned());
    let without = crate::tools::recourse(["restore", "--from", &from, "--data", &to]);
    assert!(without.err.contains("--keys"), "{}", without.err);
    assert!(!again.exists());

    let said = over(&data, &["backup", "--with-keys", "--to", &inside.to_string_lossy()]).ok().out;
    assert!(said.contains("THE KEYS ARE IN IT"), "{said}");
    let from = inside.to_string_lossy().into_owned();
    crate::tools::recourse(["restore", "--from", &from, "--data", &to]).ok();
    over(&again, &["verify"]).ok();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        for key in [inside.join("keys/master.key"), again.join("keys/master.key")] {
            let mode = std::fs::metadata(&key).expect("there").permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{}", key.display());
        }
    }
}

#[tokio::test]
async fn a_backup_goes_into_a_directory_that_is_there_and_never_over_another() {
    let home = tempfile::tempdir().expect("a folder");
    let (data, shelf) = (home.path().join("data"), home.path().join("shelf"));
    with_orders(&data, &["r1"]).await;
    std::fs::create_dir(&shelf).expect("made");
    let made = backup(&data, &shelf, &[]).ok().json();
    let lies = made["backup"].as_str().expect("a path").to_owned();
    assert!(
        Path::new(&lies).file_name().is_some_and(|n| n.to_string_lossy().starts_with("recourse-2")),
        "{lies}"
    );
    let named = home.path().join("named");
    backup(&data, &named, &[]).ok();
    std::fs::remove_dir_all(&named).expect("removed");
    std::fs::write(&named, "a file").expect("written");
    assert!(backup(&data, &named, &[]).err.contains("is there already"));
    assert!(backup(&data, &data.join("inside"), &[]).err.contains("would be lost with it"));
    assert!(backup(&data, &home.path().join("no/where"), &[]).err.contains("is not there"));
    let noted = std::fs::read_to_string(data.join("backups.jsonl")).expect("noted");
    assert_eq!(noted.lines().count(), 2);
    assert!(noted.contains(&lies), "{noted}");
    over(&data, &["verify"]).ok();
}

/// The vault is held against every reader, so that the backup, which has copied the journal by then, must wait; there it
/// is killed.
#[tokio::test]
async fn a_backup_that_is_killed_leaves_nothing_that_looks_like_one() {
    let home = tempfile::tempdir().expect("a folder");
    let (data, copy) = (home.path().join("data"), home.path().join("copy"));
    with_orders(&data, &["r1", "r2"]).await;
    let held = open(&data.join("vault.sqlite"));
    held.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;").expect("held");
    let (of, to) = (data.to_string_lossy().into_owned(), copy.to_string_lossy().into_owned());
    let mut process = Command::new(BINARY)
        .args(["backup", "--data", &of, "--to", &to])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary runs");
    let unfinished = home.path().join(".copy.unfinished");
    while !unfinished.join("checkpoints.jsonl").exists() {
        assert_eq!(process.try_wait().expect("known"), None, "it ended before it was killed");
        std::thread::yield_now();
    }
    process.kill().expect("killed with -9");
    process.wait().expect("ended");
    drop(held);

    assert!(!copy.exists(), "nothing of that name");
    assert!(unfinished.join("recourse.sqlite").is_file(), "it was in the middle");
    let refused = restore(&unfinished, &data, &home.path().join("again"), &[]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("is no backup"), "{}", refused.err);
    backup(&data, &copy, &[]).ok();
    assert!(!unfinished.exists(), "the next one clears it away");
    restore(&copy, &data, &home.path().join("again"), &[]).ok();
}
