//! One order under random commands, retries and clock moves: every invariant of DESIGN 3 holds after each of them.
//!
//! `RECOURSE_COMMANDS` sets how many commands are given in all (a million unless set), `RECOURSE_SEED` the seed of the
//! first order; every further order has the next seed, so that the seed in a failure's message replays it alone.
mod random;

use random::shrink::{Failure, play, shrink};
use random::tally::{KINDS, Tally};
use resolution::policy::StageName;

#[expect(clippy::disallowed_methods, reason = "the one setting of a test that a person replays")]
fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("a number"))
}

fn report(seed: u64, houses: &[random::house::House], failure: Failure) -> String {
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let short = shrink(seed, houses, failure);
    std::panic::set_hook(quiet);
    let steps: Vec<String> = short.steps.iter().map(|step| format!("  {step:?}")).collect();
    format!("RECOURSE_SEED={seed} breaks: {}\nafter\n{}", short.what, steps.join("\n"))
}

#[test]
fn mon_05_every_invariant_holds_after_each_of_a_million_random_commands() {
    let commands = setting("RECOURSE_COMMANDS").unwrap_or(1_000_000);
    let first = setting("RECOURSE_SEED").unwrap_or(1);
    let houses = random::house::all();
    let mut tally = Tally::default();
    let mut seed = first;
    while tally.commands < commands {
        match play(seed, &houses) {
            Ok(order) => tally.add(&order),
            Err(failure) => panic!("{}", report(seed, &houses, failure)),
        }
        seed += 1;
    }
    println!("seeds {first} to {}: {}", seed - 1, tally.table());
    if commands >= 100_000 {
        nothing_was_left_out(&tally);
    }
}

/// Every command was accepted, every stage entered, and what is rare came about as well.
fn nothing_was_left_out(tally: &Tally) {
    for kind in KINDS {
        let count = tally.accepted.get(kind).copied().unwrap_or(0);
        assert!(count >= 20, "{kind} was accepted {count} times only");
    }
    for stage in StageName::ALL {
        let count = tally.stages.get(stage.word()).copied().unwrap_or(0);
        assert!(count >= 20, "{} was entered in {count} orders only", stage.word());
    }
}
