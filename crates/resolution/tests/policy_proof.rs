//! What is proven of the shipped policies, and the pages that show them.
use resolution::policy::{Policy, Proof, StageName, markdown, mermaid, presets, prove};
use std::{fs, path::Path};

fn proven(name: &str) -> (Policy, Proof) {
    prove(&presets::files(name).expect("shipped")).unwrap_or_else(|problems| {
        let list: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("{name}:\n{}", list.join("\n"))
    })
}

#[test]
fn every_reason_of_a_shipped_policy_is_walked_to_all_its_ends() {
    for name in presets::NAMES {
        let (policy, proof) = proven(name);
        let walked =
            |reason: &str| proof.procedures.iter().any(|of| of.reasons.iter().any(|id| id == reason));
        for reason in &policy.reasons {
            assert!(walked(&reason.id), "{name}: nobody walked {}", reason.id);
        }
        assert!(proof.procedures.iter().any(|of| of.reasons.is_empty()), "{name}: and what the system opens");
        for of in &proof.procedures {
            let stages = &policy.procedures[&of.procedure].stages;
            for stage in stages.keys().filter(|stage| **stage != policy.procedures[&of.procedure].first) {
                let comes = of.ways.iter().any(|(_, to)| to == stage);
                assert!(comes || of.reasons.is_empty(), "{name}, {}: nobody came to {stage}", of.procedure);
            }
            let both = of.endings.refunded > 0 && of.endings.released > 0;
            assert!(both || of.endings.compensated > 0, "{name}: {of:?}");
            assert!(of.ways.iter().all(|(from, _)| *from != StageName::Closed), "closed is the end");
            assert!(of.silent_days <= of.longest_days && of.longest_days < 200, "{name}: {of:?}");
        }
        assert!(proof.combinations > 1_000_000, "{name}: {}", proof.combinations);
    }
}

/// The numbers that a policy owner can check by hand: silence runs through the clocks of the policy and nothing else.
#[test]
fn dis_07_silence_ends_every_case_after_the_clocks_of_its_stages() {
    let silent = |name: &str, procedure: &str| {
        let (_, proof) = proven(name);
        proof.procedures.iter().find(|of| of.procedure == procedure).map(|of| of.silent_days)
    };
    // To the end of the 15th and of the 7th day; what the table gives back is prepared to the end of the 5th.
    assert_eq!(silent("aliexpress", "not_received"), Some(16 + 8));
    assert_eq!(silent("aliexpress", "received"), Some(16 + 8 + 6));
    // The default's ruling may be appealed for 14 days.
    assert_eq!(silent("default", "not_received"), Some(6 + 8 + 15));
    assert_eq!(silent("default", "received"), Some(6 + 8 + 15 + 6));
}

#[test]
fn the_pages_of_the_shipped_policies_are_current() {
    for name in presets::NAMES {
        let (policy, proof) = proven(name);
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../docs/policies/{name}.md"));
        let written = fs::read_to_string(path).unwrap_or_default();
        assert!(
            written == markdown(&policy, &proof),
            "docs/policies/{name}.md is not what the policy says; write it anew: recourse policy show {name} --format markdown > docs/policies/{name}.md"
        );
    }
}

#[test]
fn every_arrow_of_a_diagram_leads_from_and_to_what_is_drawn() {
    for name in presets::NAMES {
        let (policy, _) = proven(name);
        let text = mermaid(&policy);
        assert_eq!(text.matches("stateDiagram-v2").count(), policy.procedures.len());
        for diagram in text.split("%% procedure ").skip(1) {
            let drawn = |node: &str| {
                node == "[*]"
                    || node == "closed"
                    || diagram.lines().any(|line| {
                        line.ends_with(&format!(" as {node}"))
                            || line.trim() == format!("state {node} <<choice>>")
                    })
            };
            for (from, rest) in diagram.lines().filter_map(|line| line.split_once(" --> ")) {
                let to = rest.split(" : ").next().unwrap_or_default();
                assert!(drawn(from.trim()) && drawn(to.trim()), "{name}: {from} --> {to}");
                assert!(rest.matches(':').count() <= 1, "{name}: a second colon ends the label: {rest}");
            }
        }
    }
}
