//! The measurements measure: each does what it says on both databases, and leaves an installation that verifies.
use crate::tools::{Data, Ran, place, recourse};
use serde_json::Value;

/// Runs a measurement in a data directory of a test.
fn bench(data: &Data, what: &str, arguments: &[&str]) -> Ran {
    let place = place(data.path());
    let place = place.iter().map(|word| if word == "--data" { "--in" } else { word });
    recourse(["bench", what, "--json"].into_iter().chain(place).chain(arguments.iter().copied())).ok()
}

fn figures(ran: &Ran) -> Vec<Value> {
    ran.json()["figures"].as_array().expect("figures").clone()
}

fn of<'a>(figures: &'a [Value], begins: &str) -> &'a Value {
    let found = figures.iter().find(|one| one["what"].as_str().is_some_and(|what| what.starts_with(begins)));
    found.unwrap_or_else(|| panic!("no '{begins}' in {figures:#?}"))
}

fn verifies(data: &Data) {
    let place = place(data.path());
    recourse(["verify"].into_iter().chain(place.iter().map(String::as_str))).ok();
}

#[test]
fn commands_are_measured_beside_the_limits_of_the_same_run() {
    let data = Data::make();
    let ran = bench(&data, "commands", &["--orders", "100", "--clients", "16", "--seconds", "1"]);
    let figures = figures(&ran);
    let commands = of(&figures, "commands: 16 clients");
    assert!(commands["count"].as_u64().is_some_and(|count| count > 10), "{commands:#}");
    for needed in ["p50_us", "p99_us", "p999_us", "of_plain", "of_bare", "cpu_ns", "memory"] {
        assert!(commands[needed].as_u64().is_some_and(|figure| figure > 0), "{needed} of {commands:#}");
    }
    assert!(of(&figures, "limits: the product's rows")["count"].as_u64().is_some_and(|count| count >= 500));
    assert!(of(&figures, "commands: by timetable")["p99_us"].is_u64());
    verifies(&data);
}

#[test]
fn whole_disputes_are_measured_over_http() {
    let data = Data::make();
    let few = ["--orders", "30", "--clients", "4", "--seconds", "1", "--disputes", "20"];
    let figures = figures(&bench(&data, "http", &few));
    assert!(of(&figures, "http: the same mix")["count"].as_u64().is_some_and(|count| count > 4));
    assert_eq!(of(&figures, "http: requests of disputes")["count"], 60);
    assert_eq!(of(&figures, "http: whole disputes")["count"], 20);
    verifies(&data);
}

#[test]
fn all_that_is_due_is_carried_out() {
    let data = Data::make();
    let figures = figures(&bench(&data, "deadlines", &["--orders", "100"]));
    let woken = of(&figures, "deadlines: orders woken");
    assert!(woken["count"].as_u64().is_some_and(|count| count >= 100), "{woken:#}");
    assert_eq!(woken["note"], "nothing is due any more");
    verifies(&data);
}

#[test]
fn sizes_are_compared() {
    let data = Data::make();
    let few = ["--orders", "20,40", "--clients", "4", "--seconds", "1"];
    let figures = figures(&bench(&data, "scale", &few));
    for size in ["20", "40"] {
        for what in
            ["commands: 4 clients", "scale: start and first command", "reads: page of a buyer's order"]
        {
            let at = figures.iter().any(|one| {
                one["what"].as_str().is_some_and(|words| words.starts_with(what) && words.contains(size))
            });
            assert!(at, "'{what}' at {size} in {figures:#?}");
        }
    }
}
