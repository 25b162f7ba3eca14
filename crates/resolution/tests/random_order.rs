//! One order under random commands, retries and clock moves: every invariant of DESIGN 3 holds after each of them.
//!
//! `RECOURSE_COMMANDS` sets how many commands are given in all (a million unless set), `RECOURSE_SEED` the seed of the
//! first order; every further order has the next seed, so that the seed in a failure's message replays it alone.
mod random;

use jiff::SignedDuration;
use random::run::Step;
use random::shrink::{Failure, late, play, replay, shrink, steps};
use random::tally::{KINDS, Tally};
use resolution::policy::StageName;

#[expect(clippy::disallowed_methods, reason = "the one setting of a test that a person replays")]
fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("a number"))
}

fn report(seed: u64, failure: Failure, replay: impl Fn(&[Step]) -> Result<(), String>) -> String {
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let short = shrink(failure, replay);
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
            Err(failure) => panic!("{}", report(seed, failure, |steps| replay(seed, &houses, steps))),
        }
        seed += 1;
    }
    println!("seeds {first} to {}: {}", seed - 1, tally.table());
    if commands >= 100_000 {
        nothing_was_left_out(&tally, commands / 50_000);
    }
}

/// Prints what the auditor is shown of `RECOURSE_ORDERS` orders from `RECOURSE_SEED` on, a line each: histories for its
/// own tests are made with it.
#[test]
#[ignore = "prints histories for the auditor's own tests"]
fn what_the_auditor_is_shown() {
    let first = setting("RECOURSE_SEED").unwrap_or(1);
    let houses = random::house::all();
    for seed in first..first + setting("RECOURSE_ORDERS").unwrap_or(1) {
        for line in random::shrink::shown(seed, &houses) {
            println!("shown {seed} {line}");
        }
    }
}

#[test]
fn pro_10_with_every_deadline_a_day_late_the_money_ends_where_it_would_on_time() {
    let orders = setting("RECOURSE_LATE_ORDERS").unwrap_or(400);
    let first = setting("RECOURSE_SEED").unwrap_or(1);
    let houses = random::house::all();
    let day = SignedDuration::from_hours(24);
    for seed in first..first + orders {
        for commands in [10, 25, 60] {
            let steps = steps(seed, &houses, commands);
            if let Err(what) = late(seed, &houses, &steps, day) {
                panic!("{}", report(seed, Failure { what, steps }, |steps| late(seed, &houses, steps, day)));
            }
        }
    }
}

/// What must have come about somewhere.
const SOMETIMES: [&str; 2] = ["sub-reason named", "sub-reason kept or changed"];

/// Every command was accepted, every stage entered, and what is rare came about as well.
fn nothing_was_left_out(tally: &Tally, least: u64) {
    for kind in KINDS {
        let count = tally.accepted.get(kind).copied().unwrap_or(0);
        assert!(count >= least, "{kind} was accepted {count} times only");
    }
    for stage in StageName::ALL {
        let count = tally.stages.get(stage.word()).copied().unwrap_or(0);
        assert!(count >= least, "{} was entered in {count} orders only", stage.word());
    }
    for name in SOMETIMES {
        let count = tally.sometimes.get(name).copied().unwrap_or(0);
        assert!(count >= least, "{name}: {count} times only");
    }
}
