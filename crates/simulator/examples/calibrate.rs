//! Prints `src/calibration/tables.rs` from the recorded orders of a folder:
//! `cargo run -q -p simulator --example calibrate -- ../shared/data/olist > crates/simulator/src/calibration/tables.rs`
#[path = "../tests/calibration/measure.rs"]
mod measure;

use measure::{Measured, quantiles, shares};
use std::path::PathBuf;

/// The unit of each table of quantiles.
fn unit(name: &str) -> &'static str {
    match name {
        "price of a unit" | "value of an order" => "minor units (BRL)",
        "freight share" | "largest of several payments" => "thousandths of the whole",
        _ => "minutes",
    }
}

fn constant(name: &str) -> String {
    name.to_uppercase().replace(' ', "_")
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).map(PathBuf::from).ok_or("which folder?")?;
    let all = Measured::of(&folder);
    println!(
        "//! The tables, printed by `examples/calibrate.rs` from delivered orders of the Olist sample (Brazil, 2016 to 2018,"
    );
    println!("//! CC BY-NC-SA 4.0; summary figures only). Do not edit: run the command of that file again.");
    println!("use super::{{Quantiles, Shares}};\n");
    for (name, samples) in &all.samples {
        let count = samples.len();
        println!("/// {} over {count} samples, in {}.", capital(name), unit(name));
        println!("pub const {}: Quantiles = Quantiles {{", constant(name));
        println!(
            "    name: {name:?},\n    unit: {:?},\n    values: {:?},\n}};\n",
            unit(name),
            quantiles(samples)
        );
    }
    for (name, counts) in &all.counts {
        println!("/// {} of {}, in ten-thousandths.", capital(name), counts.values().sum::<u64>());
        println!("pub const {}: Shares = Shares {{", constant(name));
        println!("    name: {name:?},\n    of: &{:?},\n}};\n", shares(counts));
    }
    let list = |names: Vec<&&str>| names.iter().map(|name| constant(name)).collect::<Vec<_>>().join(", ");
    println!("/// Every table of quantiles.");
    println!("pub const QUANTILES: &[Quantiles] = &[{}];\n", list(all.samples.keys().collect()));
    println!("/// Every table of shares.");
    println!("pub const SHARES: &[Shares] = &[{}];", list(all.counts.keys().collect()));
    Ok(())
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
