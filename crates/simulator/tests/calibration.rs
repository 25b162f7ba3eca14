//! The tables against the recorded orders that they were measured from, where these lie beside the repository.
//!
//! They are sought at `RECOURSE_SHARED`, else at `../shared` beside the workspace. Where they are missing the test is
//! passed over with a word; on CI (`CI=true`) that fails.
#[path = "calibration/measure.rs"]
mod measure;

use measure::{Measured, quantiles, shares};
use simulator::calibration::{QUANTILES, SHARES};
use std::path::{Path, PathBuf};

#[expect(clippy::disallowed_methods, reason = "where the shared data lie is the environment's to say")]
fn shared() -> Option<PathBuf> {
    let fallback = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let root = std::env::var_os("RECOURSE_SHARED").map_or_else(fallback, PathBuf::from);
    let data = root.join("data/olist");
    if data.is_dir() {
        return Some(data);
    }
    let on_ci = std::env::var_os("CI").is_some_and(|value| value == "true");
    assert!(!on_ci, "the recorded orders are missing at {}; set RECOURSE_SHARED", root.display());
    eprintln!("passed over: no recorded orders at {}; set RECOURSE_SHARED to run this test", root.display());
    None
}

#[test]
fn the_tables_are_what_the_recorded_orders_say() {
    let Some(folder) = shared() else { return };
    let all = Measured::of(&folder);
    assert_eq!(QUANTILES.len(), all.samples.len(), "every measure has a table");
    for table in QUANTILES {
        assert_eq!(table.values.to_vec(), quantiles(&all.samples[table.name]), "{}", table.name);
    }
    assert_eq!(SHARES.len(), all.counts.len(), "every count has a table");
    for table in SHARES {
        let table_of: Vec<(String, u64)> =
            table.of.iter().map(|(word, share)| ((*word).to_owned(), u64::from(*share))).collect();
        assert_eq!(table_of, shares(&all.counts[table.name]), "{}", table.name);
    }
}
