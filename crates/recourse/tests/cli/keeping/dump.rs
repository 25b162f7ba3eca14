//! PostgreSQL's own way: what `pg_dump` took and `psql` put back verifies, and what an older dump lost is accepted by name.
use super::database::{copied, sqlite};
use super::shop::imported;
use crate::tools::{over, tool};
use testbed::TestDatabase;

/// Dumps one database into another that is empty; nothing where the tools are missing, which fails on CI.
fn dump_into(from: &str, to: &str) -> Option<()> {
    let dump = tool("pg_dump", &["--no-owner", "--no-privileges", from], "")?;
    assert_eq!(dump.code, 0, "{}", dump.err);
    let put = tool(
        "psql",
        &["--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1", "--single-transaction", to],
        &dump.out,
    )?;
    assert_eq!(put.code, 0, "{}", put.err);
    Some(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_pg_dump_took_and_psql_put_back_verifies() {
    let (Some(first), Some(second)) = (TestDatabase::bare().await, TestDatabase::bare().await) else {
        return;
    };
    let data = imported();
    copied(&sqlite(data.path()), &first.url(), &[]).ok();
    let Some(()) = dump_into(&first.url(), &second.url()) else { return };
    let over_it =
        |arguments: &[&str]| over(data.path(), &[arguments, &["--database", &second.url()]].concat());
    let verified = over_it(&["verify", "--json"]).ok().json();
    assert_eq!(verified["ok"], true, "{verified:#}");
    assert!(verified["records"].as_u64().is_some_and(|records| records > 70), "{verified:#}");
    let balances = over_it(&["ledger", "balances", "--json"]).ok().out;
    assert_eq!(balances, over(data.path(), &["ledger", "balances", "--json"]).ok().out);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_older_dump_lost_is_accepted_by_name_and_who_was_erased_stays_erased() {
    let (Some(first), Some(second)) = (TestDatabase::bare().await, TestDatabase::bare().await) else {
        return;
    };
    let data = tempfile::tempdir().expect("a folder");
    let (url, again) = (first.url(), second.url());
    let import = ["import", "olist", &crate::tools::small(), "--json", "--database", &url];
    over(data.path(), &[&import[..], &["--until", "2018-01-06"]].concat()).ok();
    let Some(()) = dump_into(&url, &again) else { return };
    over(data.path(), &import).ok();
    let erase =
        ["erase", "--marketplace", "olist", "person-1", "--why", "request_of_the_person", "--database", &url];
    over(data.path(), &erase).ok();
    // The first database is lost; the directory beside it is not.
    let over_it = |arguments: &[&str]| over(data.path(), &[arguments, &["--database", &again]].concat());
    let lost = over_it(&["verify"]);
    assert_eq!(lost.code, 1, "{}{}", lost.out, lost.err);
    assert!(lost.out.contains("aggregate_missing") && lost.out.contains("--accept-loss"), "{}", lost.out);
    let report =
        over_it(&["restore", "--accept-loss", "older_dump", "--who", "night_shift", "--json"]).ok().json();
    assert_eq!(report["verified"]["ok"], true, "{report:#}");
    let verified = over_it(&["verify", "--json"]).ok().json();
    assert_eq!(verified["accepted_losses"][0]["who"], "night_shift");
    assert_eq!(verified["erased_people"], 1, "the list beside the database was carried out again");
}
