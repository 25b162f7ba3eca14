//! The journals, held against the programs that accountants use.
use crate::tools::{Ran, balance, imported, over, tool};
use std::path::Path;

fn export(data: &Path, format: &str) -> String {
    over(data, &["ledger", "export", "--format", format]).ok().out
}

fn accepts(ran: &Ran) {
    assert_eq!(ran.code, 0, "{}\n{}", ran.out, ran.err);
}

/// hledger's strict check and bean-check take the journals of a data directory.
pub fn both_accept(data: &Path) {
    let journal = export(data, "hledger");
    if let Some(checked) = tool("hledger", &["-f", "-", "check", "-s"], &journal) {
        accepts(&checked);
    }
    let ledger = export(data, "beancount");
    // The program itself reads files only.
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("ledger.beancount");
    std::fs::write(&file, &ledger).expect("written");
    if let Some(checked) = tool("bean-check", &[&file.to_string_lossy()], "") {
        accepts(&checked);
        assert_eq!(checked.out + &checked.err, "", "without a word");
    }
}

#[test]
fn hledger_and_beancount_accept_the_journals() {
    let data = imported();
    both_accept(data.path());
}

#[test]
fn a_changed_amount_is_refused_by_both() {
    let data = imported();
    let journal = export(data.path(), "hledger").replacen("120.50 BRL", "120.51 BRL", 1);
    if let Some(checked) = tool("hledger", &["-f", "-", "check", "-s"], &journal) {
        assert_ne!(checked.code, 0, "the journal does not balance");
    }
    let ledger = export(data.path(), "beancount");
    let at = ledger.rfind("0.00 ~ 0 BRL").expect("an assertion of nothing");
    let wrong = format!("{}0.01{}", &ledger[..at], &ledger[at + 4..]);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("ledger.beancount");
    std::fs::write(&file, wrong).expect("written");
    if let Some(checked) = tool("bean-check", &[&file.to_string_lossy()], "") {
        assert_ne!(checked.code, 0, "a hundredth is not forgiven");
    }
}

#[test]
fn the_rows_sum_to_the_balances() {
    let data = imported();
    let balances = over(data.path(), &["ledger", "balances", "--json"]).ok().json();
    let rows = export(data.path(), "csv");
    let mut lines = rows.lines();
    assert!(lines.next().is_some_and(|head| head.starts_with("marketplace,position,aggregate")));
    let mut escrow = 0;
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        let amount: i64 = cells[10].parse().expect("minor units");
        escrow += if cells[7] == "escrow" { amount } else { 0 };
        escrow -= if cells[6] == "escrow" { amount } else { 0 };
    }
    assert_eq!(escrow, balance(&balances, "escrow"));
}
