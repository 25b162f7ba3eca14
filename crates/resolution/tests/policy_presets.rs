//! The shipped policies pass their own check, hold against their examples, and print as reviewed.
use resolution::policy::{Policy, check, hash, presets, run_examples, show, terms};
use std::collections::{BTreeMap, BTreeSet};

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
            assert!(result.passed(), "{name}, {}: {:?}", result.name, result.failures);
        }
    }
}

#[test]
fn every_row_and_every_liability_rule_has_an_example() {
    for name in presets::NAMES {
        let policy = preset(name);
        let text = &presets::files(name).expect("shipped")["examples.toml"];
        let results = run_examples(&policy, text).expect("examples parse");
        let met: BTreeSet<&str> = results.iter().filter_map(|result| result.row.as_deref()).collect();
        for row in &policy.liability {
            assert!(met.contains(row.id.as_str()), "{name}: no example meets the row {}", row.id);
        }
        let rules = (1..=9).map(|n| format!("INR-{n}:")).chain((1..=3).map(|n| format!("QTY-{n}:")));
        for rule in rules {
            assert!(
                results.iter().any(|result| result.name.starts_with(&rule)),
                "{name}: no example shows {rule}"
            );
        }
    }
}

#[test]
fn an_example_that_does_not_hold_says_what_the_policy_says() {
    let policy = preset("default");
    let text = r#"
        [[example]]
        name = "a wrong expectation"
        facts = { reason = "not_received", parcel = "lost", tracking.verifiable = true }
        expect = { liable = "buyer", remedy = "refund_all" }

        [[example]]
        name = "facts that cannot be"
        facts = { reason = "not_received", received = true }
        expect = { remedy = "none" }

        [[example]]
        name = "a slip"
        facts = { reason = "not_received", parcle = "lost" }
        expect = { remedy = "none" }
    "#;
    let results = run_examples(&policy, text).expect("parses");
    assert_eq!(results[0].failures, ["liable: expected `buyer`, the policy says `carrier`"]);
    assert_eq!((results[0].row.as_deref(), results[0].line), (Some("declared-lost"), Some(3)));
    assert!(results[1].failures[0].starts_with("the facts cannot all be true"), "{:?}", results[1]);
    assert_eq!(results[2].failures, ["`parcle` is not a declared fact; did you mean `parcel`?"]);
}

#[test]
fn the_hash_is_what_sha256sum_gives_and_examples_are_not_in_it() {
    let files = [("examples.toml", "c"), ("messages.en.toml", "b = 2\n"), ("policy.toml", "a = 1\n")];
    let mut files: BTreeMap<String, String> =
        files.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
    // sha256sum messages.*.toml policy.toml | sha256sum
    let by_hand = "c8a99689d85ec4053a1e29f9cddaf165dd33d5ae62649e560ca22fc77362bf44";
    assert_eq!(hash(&files).to_string(), by_hand);
    files.insert("examples.toml".to_owned(), String::new());
    assert_eq!(hash(&files).to_string(), by_hand, "examples do not govern");
    files.insert("policy.toml".to_owned(), "a = 2\n".to_owned());
    assert_ne!(hash(&files).to_string(), by_hand);
}

#[test]
fn presets_print_as_reviewed() {
    for name in presets::NAMES {
        // The hash changes with every comment; what is reviewed here is what the policy says.
        let policy = preset(name);
        let text = show(&policy).replace(&policy.hash.to_string(), "HASH");
        insta::assert_snapshot!(format!("show_{name}"), text);
    }
}

#[test]
fn msg_04_terms_are_in_plain_words_in_every_language() {
    for name in presets::NAMES {
        let policy = preset(name);
        let terms = terms(&policy);
        assert_eq!(terms.languages.keys().collect::<Vec<_>>(), ["en", "id"]);
        let mut text = String::new();
        for (language, said) in &terms.languages {
            for section in &said.sections {
                text += &format!("[{language}] {}\n  {}\n", section.title, section.sentences.join("\n  "));
            }
            for reason in &said.reasons {
                assert!(!reason.title.is_empty() && !reason.remedies.is_empty(), "{}", reason.id);
                assert!(
                    reason
                        .evidence
                        .iter()
                        .all(|item| !item.title.is_empty() && !item.missing_means.is_empty())
                );
            }
        }
        assert!(!text.contains('{'), "every value is filled in: {text}");
        insta::assert_snapshot!(format!("terms_{name}"), text);
    }
}
