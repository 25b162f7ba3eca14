//! Every target over its seeds and over mutated ones: a fixed number, the same on every run; under RECOURSE_SOAK forty times as many.
use fuzzing::{Mutator, Target, target};
use std::panic::{AssertUnwindSafe, catch_unwind};

fn run(name: &str) {
    let Target { run, seeds, rounds, .. } = target(name);
    let seeds = seeds();
    assert!(!seeds.is_empty(), "{name} has seeds");
    for seed in &seeds {
        read(name, run, seed);
    }
    let mut mutator = Mutator::new(1);
    for _ in 0..rounds.saturating_mul(soaked()) {
        read(name, run, &mutator.next(&seeds));
    }
}

/// The message of a panic stands above this one, which shows the input.
#[track_caller]
fn read(name: &str, run: fn(&[u8]), bytes: &[u8]) {
    let done = catch_unwind(AssertUnwindSafe(|| run(bytes)));
    assert!(done.is_ok(), "{name} broke on: {}", bytes.escape_ascii());
}

#[expect(clippy::disallowed_methods, reason = "a test is told by the environment how long it may take")]
fn soaked() -> u32 {
    if std::env::var_os("RECOURSE_SOAK").is_some() { 40 } else { 1 }
}

macro_rules! targets {
    ($($test:ident: $name:literal;)+) => {
        const TESTED: &[&str] = &[$($name),+];
        $(#[test] fn $test() { run($name); })+
    };
}

targets! {
    policy_files_never_panic: "policy";
    conditions_never_panic: "condition";
    bodies_never_panic: "body";
    webhooks_never_panic_and_only_right_signatures_count: "webhook";
    tracking_never_panics: "tracking";
    events_never_panic_and_come_back_the_same: "event";
    values_never_panic_and_come_back_the_same: "value";
}

#[test]
fn every_target_is_tested_and_has_its_file_for_libfuzzer() {
    let names: Vec<_> = fuzzing::TARGETS.iter().map(|target| target.name).collect();
    assert_eq!(names, TESTED);
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz");
    for name in names {
        let path = format!("{root}/fuzz_targets/{name}.rs");
        assert!(std::path::Path::new(&path).exists(), "{path}");
    }
}

/// Seeds that are refused at once reach nothing: one that is well formed must be read.
#[test]
fn the_seeds_are_read() {
    let events = (target("event").seeds)();
    let read =
        |event: &&Vec<u8>| serde_json::from_slice::<resolution::order::event::OrderEvent>(event).is_ok();
    assert!(events.iter().filter(read).count() > 100, "most golden events are of orders");
    let conditions = (target("condition").seeds)();
    let fits = |text: &&Vec<u8>| {
        resolution::policy::Expr::new(&String::from_utf8_lossy(text), &["not_received", "damaged"]).is_ok()
    };
    assert!(conditions.iter().filter(fits).count() > 10);
}
