//! The whole import of the real marketplace.
use crate::ledger::both_accept;
use crate::tools::{Data, balance, over, shared};

#[test]
fn the_real_marketplace_comes_in_whole() {
    let Some(shared) = shared() else { return };
    let data = Data::make();
    let folder = shared.join("olist").to_string_lossy().into_owned();
    let report = over(data.path(), &["import", "olist", &folder, "--json"]).ok().json();
    eprintln!("{report:#}");
    assert_eq!(report["purchases"], 5_173);
    assert_eq!(report["orders"], 5_225);
    assert_eq!(report["refused"]["no_items"], 546);
    assert_eq!(report["refused"]["neither_items_nor_payments"], 2_647 + 595);
    assert_eq!(report["captured"]["amount"], "880353.43");
    assert_eq!(report["purchases_that_differ"], 24);
    assert_eq!(report["cancelled_at_ship_by"], 713);
    assert_eq!(report["contradictions"]["canceled_but_handed_over"], 46);
    assert_eq!(report["scans_before_payment"], 64);
    let minor = |name: &str| report[name]["minor"].as_i64().expect("a number");
    assert_eq!(minor("captured"), minor("refund_promised") + minor("released") + minor("in_escrow"));
    let balances = over(data.path(), &["ledger", "balances", "--json"]).ok().json();
    assert_eq!(balances["balanced"], true);
    assert_eq!(balance(&balances, "escrow"), minor("in_escrow"));
    both_accept(data.path());
    let verified = over(data.path(), &["verify", "--json"]).ok().json();
    assert_eq!(verified["events"], report["events"]);
    let again = over(data.path(), &["import", "olist", &folder, "--json"]).ok().json();
    assert_eq!(again["new_events"], 0);
    assert_eq!(again["clock"], report["clock"]);
}
