//! Copying between SQLite and PostgreSQL with the binary: there and back, byte for byte, and nothing by halves.
use super::shop::{Shop, files, imported, journal};
use crate::server::Server;
use crate::tools::{Ran, over, recourse, shared};
use serde_json::Value;
use std::path::Path;
use testbed::TestDatabase;

/// Runs `recourse database copy`.
pub fn copied(from: &str, to: &str, more: &[&str]) -> Ran {
    recourse([&["database", "copy", "--from", from, "--to", to, "--json"], more].concat())
}

pub fn sqlite(directory: &Path) -> String {
    format!("sqlite:{}", directory.display())
}

/// What a command prints over a data directory with this database.
fn says(data: &Path, url: Option<&str>, arguments: &[&str]) -> String {
    let database = url.map(|url| vec!["--database", url]).unwrap_or_default();
    over(data, &[arguments, &database].concat()).ok().out
}

/// What must be the same on both: every posting, every balance, what verification counts.
fn same(one: (&Path, Option<&str>), other: (&Path, Option<&str>)) {
    for arguments in [
        &["ledger", "export", "--format", "csv"][..],
        &["ledger", "balances", "--json"],
        &["marketplace", "list", "--json"],
    ] {
        assert_eq!(says(one.0, one.1, arguments), says(other.0, other.1, arguments), "{arguments:?}");
    }
    let verified = |(data, url): (&Path, Option<&str>)| -> Value {
        let mut said: Value = serde_json::from_str(&says(data, url, &["verify", "--json"])).expect("JSON");
        // The newest checkpoint is the directory's.
        said["checkpoint"].take();
        said
    };
    assert_eq!(verified(one), verified(other));
}

/// Copies to PostgreSQL and from there to a new directory, and compares all three.
async fn there_and_back(data: &Path) {
    let Some(database) = TestDatabase::bare().await else { return };
    let url = database.url();
    let there = copied(&sqlite(data), &url, &[]).ok().json();
    assert_eq!(there["verified"]["ok"], true, "{there:#}");
    let home = tempfile::tempdir().expect("a folder");
    let back = home.path().join("back");
    let named = data.to_string_lossy().into_owned();
    let report = copied(&url, &sqlite(&back), &["--data", &named]).ok().json();
    assert_eq!(report["tables"], there["tables"], "as many rows of each table");
    let rows = there["tables"].as_array().expect("tables");
    assert!(
        rows.iter().any(|row| row[0] == "journal" && row[1].as_u64().is_some_and(|rows| rows > 70)),
        "{rows:?}"
    );
    assert_eq!(report["verified"]["ok"], true, "{report:#}");
    assert_eq!(journal(data, u64::from(u32::MAX)), journal(&back, u64::from(u32::MAX)), "byte for byte");
    same((data, None), (data, Some(&url)));
    same((data, None), (&back, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_small_marketplace_goes_to_postgresql_and_back_byte_for_byte() {
    let data = imported();
    over(data.path(), &["erase", "--marketplace", "olist", "person-1", "--why", "request_of_the_person"])
        .ok();
    there_and_back(data.path()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_real_orders_go_to_postgresql_and_back_byte_for_byte() {
    let Some(shared) = shared() else { return };
    let data = tempfile::tempdir().expect("a folder");
    let folder = shared.join("olist").to_string_lossy().into_owned();
    over(data.path(), &["import", "olist", &folder, "--until", "2017-09-01", "--json"]).ok();
    there_and_back(data.path()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_goes_on_where_its_source_ended() {
    let Some(database) = TestDatabase::bare().await else { return };
    let url = database.url();
    let home = tempfile::tempdir().expect("a folder");
    let (data, back) = (home.path().join("data"), home.path().join("back"));
    let named = data.to_string_lossy().into_owned();
    let server = Server::start(&data);
    let mut shop = Shop::of(&server);
    shop.order("r1", "ana").await;
    server.stop();
    copied(&sqlite(&data), &url, &[]).ok();

    let serve = ["serve", "--listen", "127.0.0.1:0", "--data", &named, "--database", &url];
    let server = Server::run(&serve);
    shop.moved_to(&server);
    shop.order("r2", "ana").await;
    let served = copied(&url, &sqlite(&back), &["--data", &named]);
    assert!(served.err.contains("stop it first"), "{}", served.err);
    assert!(!back.exists());
    server.stop();
    let verified: Value =
        serde_json::from_str(&says(&data, Some(&url), &["verify", "--json"])).expect("JSON");
    assert_eq!(verified["ok"], true, "{verified:#}");

    // The directory's own database has stood still meanwhile; the way back leads to another.
    copied(&url, &sqlite(&back), &["--data", &named]).ok();
    let server = Server::start(&back);
    shop.moved_to(&server);
    shop.order("r3", "ana").await;
    server.stop();
    over(&back, &["verify"]).ok();
    let kinds = journal(&back, u64::from(u32::MAX));
    assert!(kinds.len() > journal(&data, u64::from(u32::MAX)).len(), "it went on in both");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_replaces_nothing_and_leaves_nothing_by_halves() {
    let Some(database) = TestDatabase::bare().await else { return };
    let (url, raw) = (database.url(), database.raw().await);
    let data = imported();
    let (from, named) = (sqlite(data.path()), data.path().to_string_lossy().into_owned());
    // The last table of all cannot be written: everything before it is undone.
    over(data.path(), &["erase", "--marketplace", "olist", "person-1", "--why", "request_of_the_person"])
        .ok();
    let empty = tempfile::tempdir().expect("a folder");
    over(empty.path(), &["marketplace", "list", "--database", &url]);
    raw.batch_execute(
        "DELETE FROM vault.installation; ALTER TABLE vault.destruction ADD CONSTRAINT never CHECK (false)",
    )
    .await
    .expect("altered");
    let broken = copied(&from, &url, &[]);
    assert_eq!(broken.code, 2, "{}{}", broken.out, broken.err);
    for table in ["head", "journal", "vault.sealed", "marketplace"] {
        let sql = format!("SELECT count(*) FROM {table}");
        let rows: i64 = raw.query_one(&sql, &[]).await.expect("counted").get(0);
        assert_eq!(rows, 0, "{table}");
    }
    raw.batch_execute("ALTER TABLE vault.destruction DROP CONSTRAINT never").await.expect("altered");
    copied(&from, &url, &[]).ok();
    let again = copied(&from, &url, &[]);
    assert!(again.err.contains("holds data already"), "{}", again.err);

    let home = tempfile::tempdir().expect("a folder");
    let back = home.path().join("back");
    raw.batch_execute("ALTER TABLE marketplace DROP CONSTRAINT marketplace_slug_unique")
        .await
        .expect("altered");
    let twice = "INSERT INTO marketplace SELECT key + 1, sha256(id)::bytea, slug, zone, calendar, currency, policy, sandbox,
        languages, created FROM marketplace";
    raw.batch_execute(&twice.replace("sha256(id)::bytea", "substring(sha256(id) for 16)"))
        .await
        .expect("doubled");
    let broken = copied(&url, &sqlite(&back), &["--data", &named]);
    assert_eq!(broken.code, 2, "{}{}", broken.out, broken.err);
    assert_eq!(files(home.path()), [] as [&Path; 0], "nothing is left");
    let onto_itself = copied(&url, &from, &["--data", &named]);
    assert!(onto_itself.err.contains("holds data already"), "{}", onto_itself.err);
    let strange = copied("mysql://x", &from, &[]);
    assert!(strange.err.contains("sqlite:DIRECTORY or postgres://"), "{}", strange.err);
}
