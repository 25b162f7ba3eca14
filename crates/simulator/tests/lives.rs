//! Whole lives: the same seed gives the same, everything that can be done is done, and what failed once is played again.
use resolution::policy::StageName;
use simulator::{Faults, ORDER_COMMANDS, Plan, Summary, kept, memory, memory_for, play};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// Plays on one thread, as the command does.
fn life(plan: Plan, store: Arc<dyn engine::ports::Store>) -> Summary {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    runtime.block_on(play(plan, store, &|_| {})).unwrap_or_else(|broken| panic!("{broken}"))
}

#[test]
fn the_same_seed_gives_the_same_life() {
    let plan = Plan { seed: 2, orders: 120, days: 40, faults: Faults::Heavy };
    let (one, two) = (life(plan, memory(&plan)), life(plan, memory(&plan)));
    assert_eq!(one, two);
    let other = Plan { seed: 4, ..plan };
    assert_ne!(life(other, memory(&other)).digest, one.digest);
}

/// Every event that the core's golden file names: a new event that nobody here brings about fails.
fn golden_events() -> BTreeSet<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../resolution/tests/golden/events.v1.jsonl");
    let text = std::fs::read_to_string(file).expect("the golden events are there");
    let word = |line: &str| {
        let event: serde_json::Value = serde_json::from_str(line).expect("a golden event is JSON");
        event["type"].as_str().expect("an event names its type").to_owned()
    };
    text.lines().filter(|line| !line.trim().is_empty()).map(word).collect()
}

#[test]
fn every_command_stage_and_event_comes_about() {
    let lives: Vec<Summary> = (1..=6)
        .map(|seed| {
            let plan = Plan { seed, orders: 600, days: 120, faults: Faults::Light };
            life(plan, memory(&plan))
        })
        .collect();
    let accepted: BTreeSet<&str> = lives.iter().flat_map(|life| life.commands.keys().copied()).collect();
    // Carriers' events reach the house through its inbox, purchases and their payments as a whole; what they left is
    // looked for among the events below.
    let otherwise = ["record_scans", "record_return_scans", "place", "capture_payment"];
    let missing: Vec<&&str> = ORDER_COMMANDS
        .iter()
        .filter(|word| !accepted.contains(**word) && !otherwise.contains(word))
        .collect();
    assert!(missing.is_empty(), "nobody ever gave: {missing:?}");
    let stages: BTreeSet<&str> = lives.iter().flat_map(|life| life.stages.keys().copied()).collect();
    let missing: Vec<&str> =
        StageName::ALL.iter().map(|stage| stage.word()).filter(|word| !stages.contains(word)).collect();
    assert!(missing.is_empty(), "no case was ever in: {missing:?}");
    let events: BTreeSet<String> = lives.iter().flat_map(|life| life.events.keys().cloned()).collect();
    let golden = golden_events();
    assert!(golden.len() > 40, "the golden files name the events: {golden:?}");
    // What hardly ever comes about: a freeze whose end overtakes it.
    let not_yet = ["freeze_forestalled"];
    let missing: Vec<&String> =
        golden.difference(&events).filter(|event| !not_yet.contains(&event.as_str())).collect();
    assert!(missing.is_empty(), "it never happened: {missing:?}");
    let named: BTreeSet<&str> =
        lives.iter().flat_map(|life| life.sub_reasons.keys().map(String::as_str)).collect();
    for of_a_reason in
        [["trademark", "copyright", "patent"], ["no_longer_needed", "ordered_by_mistake", "does_not_suit"]]
    {
        assert!(of_a_reason.iter().any(|word| named.contains(word)), "only these were named: {named:?}");
    }
    let broke = |what| lives.iter().filter_map(|life| life.faults.get(what)).sum::<u64>();
    assert!(broke("decision broke") > 0 && broke("rows refused") > 0, "nothing was put out of service");
    assert!(lives.iter().any(|life| life.put_back > 0), "nothing was put back");
}

#[test]
fn what_failed_once_is_played_again() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let all = kept(&folder).expect("every kept seed can be read");
    assert!(!all.is_empty(), "seeds are kept in {}", folder.display());
    for (name, kept) in all {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
        let outcome = runtime.block_on(play(kept.plan, memory_for(kept.processes), &|_| {}));
        if let Err(broken) = outcome {
            panic!("{name} ({}) fails again: {broken}", kept.why);
        }
    }
}

#[test]
fn a_short_life_on_sqlite() {
    let folder = tempfile::tempdir().expect("a directory");
    let plan = Plan { seed: 11, orders: 25, days: 20, faults: Faults::Heavy };
    let store = store::SqliteStore::open(folder.path()).expect("it opens");
    let summary = life(plan, Arc::new(store));
    assert!(summary.all_faults() > 0, "nothing broke: {summary:?}");
}

#[test]
fn a_short_life_of_two_processes_on_postgres() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        // Without a server there is nothing to play on; in CI this fails instead.
        let Some(database) = testbed::TestDatabase::make().await else { return };
        let plan = Plan { seed: 12, orders: 25, days: 20, faults: Faults::Heavy };
        let store = database.store().await;
        let summary = play(plan, Arc::new(store), &|_| {}).await.unwrap_or_else(|broken| panic!("{broken}"));
        assert_eq!(summary.processes, 2);
        assert!(summary.all_faults() > 0, "nothing broke: {summary:?}");
    });
}
