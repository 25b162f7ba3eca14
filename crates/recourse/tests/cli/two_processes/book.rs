//! What the sandbox gateway's own book says, read without the program.
use crate::tools::balance;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// What went back to each payment, in minor units. A key that stands twice is a refund that left twice.
pub fn gateway(data: &Path) -> BTreeMap<String, i64> {
    let text = std::fs::read_to_string(data.join("sandbox.jsonl")).expect("the book is there");
    let (mut keys, mut paid) = (BTreeMap::new(), BTreeMap::new());
    for line in text.lines() {
        let line: Value = serde_json::from_str(line).expect("a line of the book");
        let word = |name: &str| line[name].as_str().expect("a word").to_owned();
        assert!(keys.insert(word("key"), ()).is_none(), "a key was paid twice: {line}");
        *paid.entry(word("to")).or_insert(0) += line["amount"].as_i64().expect("an amount");
    }
    paid
}

/// What the marketplace still holds, in minor units.
pub fn held(balances: &Value) -> i64 {
    -balance(balances, "gateway:sandbox:clearing")
}
