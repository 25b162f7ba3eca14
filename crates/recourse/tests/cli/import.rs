//! Importing the small marketplace: every kind of purchase once.
use crate::tools::{Data, balance, imported, over, small};

#[test]
fn the_small_marketplace_comes_in_as_its_files_say() {
    let data = Data::make();
    let report = over(data.path(), &["import", "olist", &small(), "--json"]).ok().json();
    assert_eq!(report["purchases"], 9);
    assert_eq!(report["orders"], 10, "one purchase has two sellers");
    assert_eq!(report["refused"]["no_items"], 1);
    assert_eq!(report["refused"]["neither_items_nor_payments"], 1);
    assert_eq!(report["captured"]["amount"], "1445.33");
    assert_eq!(report["purchases_that_differ"], 2);
    assert_eq!(report["surcharge"]["purchases"], 1);
    assert_eq!(report["surcharge"]["amount"], "10.50");
    assert_eq!(report["shortfall"]["amount"], "0.01");
    assert_eq!(report["cancelled_at_ship_by"], 2);
    assert_eq!(report["contradictions"]["canceled_but_handed_over"], 1);
    assert_eq!(report["scans_before_payment"], 1);
    assert_eq!(report["local_times_skipped"], 1);
    assert_eq!(report["local_times_twice"], 1);
    assert_eq!(report["clock"], "2018-11-09T11:00:01Z", "just after the last ship-by");
    assert!(report["peak_memory_bytes"].as_u64().is_none_or(|bytes| bytes > 0));
    let balances = over(data.path(), &["ledger", "balances", "--json"]).ok().json();
    assert_eq!(balances["balanced"], true);
    let minor = |name: &str| report[name]["minor"].as_i64().expect("a number");
    assert_eq!(balance(&balances, "escrow"), minor("in_escrow"));
    assert_eq!(minor("captured"), minor("refund_promised") + minor("released") + minor("in_escrow"));
    assert_eq!(balance(&balances, "gateway:sandbox:clearing"), minor("refunded") - minor("captured"));
}

#[test]
fn importing_twice_changes_nothing() {
    let data = imported();
    let before = over(data.path(), &["ledger", "export", "--format", "csv"]).ok().out;
    let again = over(data.path(), &["import", "olist", &small(), "--json"]).ok().json();
    assert_eq!(again["new_events"], 0);
    assert_eq!(again["purchases"], 9);
    assert_eq!(again["clock"], "2018-11-09T11:00:01Z");
    assert_eq!(over(data.path(), &["ledger", "export", "--format", "csv"]).ok().out, before);
    over(data.path(), &["verify"]).ok();
}

#[test]
fn an_import_may_stop_earlier_and_go_on_later() {
    let data = Data::make();
    let import = ["import", "olist", &small(), "--json"];
    let stopped = over(data.path(), &[&import[..], &["--until", "2018-01-06"]].concat()).ok().json();
    assert_eq!(stopped["clock"], "2018-01-06T02:00:00Z", "that midnight in the marketplace's zone");
    assert_eq!(stopped["purchases"], 4, "nothing of what comes later");
    assert_eq!(stopped["cancelled_at_ship_by"], 0);
    let whole = over(data.path(), &import).ok().json();
    let once = over(imported().path(), &import).ok().json();
    for name in
        ["purchases", "orders", "captured", "refunded", "released", "events", "cancelled_at_ship_by", "clock"]
    {
        assert_eq!(whole[name], once[name], "{name}: in two steps as in one");
    }
    over(data.path(), &["verify"]).ok();
}

#[test]
fn another_policy_needs_another_folder() {
    let data = imported();
    let other = over(data.path(), &["import", "olist", &small(), "--policy", "aliexpress"]);
    assert_eq!(other.code, 2);
    assert!(other.err.contains("leave --policy out"), "{}", other.err);
    over(data.path(), &["import", "olist", &small(), "--policy", "default"]).ok();
}

#[test]
fn mistakes_are_named_with_what_to_do() {
    let data = Data::make();
    let nothing = over(data.path(), &["import", "olist", "/nowhere"]);
    assert_eq!(nothing.code, 2);
    assert!(nothing.err.contains("is not a folder"), "{}", nothing.err);
    let until = over(data.path(), &["import", "olist", &small(), "--until", "soon"]);
    assert!(until.err.contains("write an instant such as"), "{}", until.err);
    let elsewhere = tempfile::tempdir().expect("a folder");
    let empty = over(&elsewhere.path().join("none"), &["verify"]);
    assert_eq!(empty.code, 2);
    assert!(empty.err.contains("holds no data"), "{}", empty.err);
    assert!(!elsewhere.path().join("none").exists(), "looking makes nothing");
}

#[test]
fn marketplaces_are_listed_and_made_with_their_keys() {
    let data = imported();
    let made = over(
        data.path(),
        &["marketplace", "create", "shop", "--currency", "IDR", "--policy", "aliexpress", "--json"],
    );
    assert_eq!(made.ok().json()["zone"], "America/Los_Angeles", "the policy's, unless another is named");
    let again = over(data.path(), &["marketplace", "create", "shop", "--currency", "IDR"]);
    assert_eq!(again.code, 2);
    let listed = over(data.path(), &["marketplace", "list", "--json"]).ok().json();
    let slugs: Vec<&str> =
        listed.as_array().expect("a list").iter().filter_map(|one| one["slug"].as_str()).collect();
    assert_eq!(slugs, ["olist", "shop"]);
    let key = over(data.path(), &["key", "create", "--marketplace", "shop", "--json"]).ok().json();
    assert!(key["key"].as_str().is_some_and(|key| key.starts_with("rk_live_")), "{key}");
    let admin = over(data.path(), &["key", "create", "--json"]).ok().json();
    assert_eq!(admin["role"], "admin");
}
