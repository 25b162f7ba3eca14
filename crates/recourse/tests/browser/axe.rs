//! axe-core on a page, with every rule that is not of the strictest level.
use crate::browser::Browser;
use serde_json::Value;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Level AAA contradicts itself across pages and is no aim of ours; deprecated rules are kept for old reports only.
const RUN: &str = "
const done = arguments[arguments.length - 1];
const rules = {};
for (const rule of axe.getRules()) {
    rules[rule.ruleId] = { enabled: !rule.tags.some(tag => tag === 'wcag2aaa' || tag === 'deprecated') };
}
axe.run(document, { rules, resultTypes: ['violations', 'incomplete', 'passes'] })
    .then(result => done({ violations: result.violations, passes: result.passes.length,
        unsure: result.incomplete.filter(each => each.id === 'color-contrast') }))
    .catch(error => done({ error: String(error) }));";

/// How many places of one broken rule are told.
const PLACES: usize = 6;

impl Browser {
    /// Holds that axe-core finds nothing wrong with the page, nor a contrast that it cannot judge.
    pub async fn accessible(&self) {
        let found = self.violations().await;
        assert!(found.is_empty(), "{} ({}):\n{found}", self.path().await, self.look.name());
    }

    /// What axe-core finds, for a person who is to mend it; empty if nothing.
    pub async fn violations(&self) -> String {
        if self.script("return window.axe === undefined", vec![]).await == true {
            let axe = std::fs::read_to_string(axe()).unwrap_or_else(|error| {
                panic!("axe-core is not at {}: run `./dev setup` ({error})", axe().display())
            });
            self.script(&format!("{axe}; window.axe = axe;"), vec![]).await;
        }
        let found = self.client.execute_async(RUN, vec![]).await.expect("axe-core runs");
        let mut report = String::new();
        if found["passes"].as_u64().is_none_or(|passes| passes < 6) {
            let _ = writeln!(report, "axe-core found hardly anything to look at; is this a page?");
        }
        for kind in ["violations", "unsure"] {
            for rule in found[kind].as_array().expect("a list") {
                tell(&mut report, kind, rule);
            }
        }
        report
    }
}

/// The program, in the tools of the target folder.
fn axe() -> PathBuf {
    let binary = Path::new(env!("CARGO_BIN_EXE_recourse"));
    let target = binary.ancestors().nth(2).expect("it lies in target/PROFILE");
    target.join("tools-node/node_modules/axe-core/axe.min.js")
}

/// One broken rule, with each place and what is wrong there.
fn tell(report: &mut String, kind: &str, rule: &Value) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let _ = writeln!(
        report,
        "{kind}: {} ({}): {}",
        text(&rule["id"]),
        text(&rule["impact"]),
        text(&rule["help"])
    );
    let nodes = rule["nodes"].as_array().expect("a list");
    if nodes.len() > PLACES {
        let _ = writeln!(report, "  in {} places, of which the first {PLACES}:", nodes.len());
    }
    for node in nodes.iter().take(PLACES) {
        let _ = writeln!(report, "  at {}: {}", node["target"], text(&node["html"]));
        for check in
            ["any", "all", "none"].iter().flat_map(|list| node[list].as_array().into_iter().flatten())
        {
            let _ = writeln!(report, "     {} {}", text(&check["message"]), check["data"]);
        }
    }
}
