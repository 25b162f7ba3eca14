//! The shipped policies pass their own check, hold against their examples, and print as reviewed.
use resolution::policy::{Policy, check, presets, run_examples};

fn preset(name: &str) -> Policy {
    let files = presets::files(name).expect("shipped");
    check(&files).unwrap_or_else(|problems| {
        let list: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("{name}:\n{}", list.join("\n"))
    })
}

#[test]
fn presets_pass_their_check_and_their_examples() {
    for name in presets::NAMES {
        let policy = preset(name);
        assert_eq!(policy.name, *name);
        let text = &presets::files(name).expect("shipped")["examples.toml"];
        let results = run_examples(&policy, text).expect("examples parse");
        assert!(results.len() > 30, "{name} has examples");
        for result in results {
            assert!(
                result.passed(),
                "{name}, {}: {:?}",
                result.name,
                result.failures
            );
        }
    }
}
