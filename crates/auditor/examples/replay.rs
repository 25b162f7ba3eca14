//! Plays histories to the auditor that `what_the_auditor_is_shown` of the core's random orders printed: every order's
//! first violation, and how long it took.
//!
//! `cargo run -p auditor --example replay -- SHOWN.txt HASH=policy.toml …`
#[path = "../tests/history/mod.rs"]
mod history;

use auditor::{Auditor, Rules};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::sync::Arc;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let shown = args.next().ok_or("which file?")?;
    let mut rules = Rules::default();
    for given in args {
        let (hash, path) = given.split_once('=').ok_or("HASH=policy.toml")?;
        rules.policy(hash, &std::fs::read_to_string(path)?)?;
    }
    let rules = Arc::new(rules);
    let (mut orders, mut wrong) = (0_u64, BTreeMap::<String, (u64, String)>::new());
    let mut current = String::new();
    let mut player: Option<history::Player> = None;
    for line in BufReader::new(std::fs::File::open(shown)?).lines() {
        let line = line?;
        let Some((seed, line)) = line.strip_prefix("shown ").and_then(|rest| rest.split_once(' ')) else {
            continue;
        };
        if seed != current {
            seed.clone_into(&mut current);
            orders += 1;
            player = Some(history::Player::new(Auditor::under(rules.clone())));
        }
        let Some(open) = &mut player else { continue };
        if let Err(violation) = open.line(&serde_json::from_str(line)?) {
            let of = wrong.entry(violation.invariant.word().to_owned()).or_default();
            of.0 += 1;
            if of.1.is_empty() {
                of.1 = format!("seed {seed}: {violation}");
            }
            player = None;
        }
    }
    println!("{orders} orders");
    for (count, first) in wrong.into_values() {
        println!("{count} times\n{first}");
    }
    Ok(())
}
