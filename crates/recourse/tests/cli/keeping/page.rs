//! The page about keeping data says what works: its commands are run as they stand there.
use super::shop::with_orders;
use crate::tools::BINARY;
use std::path::Path;
use std::process::Command;
use testbed::TestDatabase;

const PAGE: &str = include_str!("../../../../../docs/KEEPING.md");

/// The page's commands under this mark, in their order.
fn commands(mark: &str) -> String {
    let begins = format!("```{mark}\n");
    let blocks = PAGE.split(&begins).skip(1).map(|rest| rest.split("```").next().unwrap_or_default());
    blocks.collect::<Vec<_>>().join("\n")
}

/// Runs a script where the data directory is `data`, with this binary as `recourse`.
fn run(home: &Path, script: &str, names: &[(&str, String)]) {
    let folder = Path::new(BINARY).parent().expect("a folder");
    let script = format!("set -euo pipefail\nPATH='{}':\"$PATH\"\n{script}", folder.display());
    let names = names.iter().map(|(name, value)| (*name, value.as_str()));
    let ran = Command::new("bash")
        .args(["-c", &script])
        .current_dir(home)
        .envs(names)
        .env_remove("RECOURSE_DATA")
        .env_remove("RECOURSE_DATABASE")
        .output()
        .expect("bash runs");
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{script}\n{}\n{said}", String::from_utf8_lossy(&ran.stdout));
}

#[tokio::test]
async fn the_commands_of_the_page_work_on_sqlite() {
    let home = tempfile::tempdir().expect("a folder");
    with_orders(&home.path().join("data"), &["r1", "r2"]).await;
    let script = commands("sh");
    assert!(script.matches("recourse ").count() >= 5, "{script}");
    run(home.path(), &script, &[]);
    assert!(home.path().join("restored-all-the-same/recourse.sqlite").is_file());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_commands_of_the_page_work_on_postgresql() {
    let databases = (TestDatabase::bare().await, TestDatabase::bare().await, TestDatabase::bare().await);
    let (Some(first), Some(empty), Some(copy)) = databases else { return };
    let home = tempfile::tempdir().expect("a folder");
    with_orders(&home.path().join("data"), &["r1", "r2"]).await;
    let names = [("DATABASE", first.url()), ("EMPTY_DATABASE", empty.url()), ("COPY_DATABASE", copy.url())];
    let begun = "cp -a data/keys safe-keys\nrecourse database copy --from sqlite:data --to \"$DATABASE\"\n";
    let script = commands("sh postgres");
    assert!(script.contains("pg_dump") && script.contains("pg_restore"), "{script}");
    run(home.path(), &format!("{begun}{script}"), &names);
    assert!(home.path().join("back/recourse.sqlite").is_file());
}
