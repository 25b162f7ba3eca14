//! axe-core on a page, with every rule that is not of the strictest level.
use crate::browser::Browser;
use serde_json::Value;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Level AAA contradicts itself across pages and is no aim of ours; deprecated rules are kept for old reports only;
/// `p-as-heading`, an experiment, takes every large number for a heading.
///
/// Where a drawn line or a neighbour touches a text, axe-core does not judge its contrast. We do: against the nearest
/// background behind it, for our backgrounds are all plain colours.
const RUN: &str = "
const colour = text => text.match(/[0-9.]+/g).map(Number);
const behind = element => {
    for (let each = element; each; each = each.parentElement) {
        const found = colour(getComputedStyle(each).backgroundColor);
        if (found.length < 4 || found[3] === 1) return found;
        if (found[3] > 0) return null;
    }
    return null;
};
const light = ([red, green, blue]) => [[red, 0.2126], [green, 0.7152], [blue, 0.0722]]
    .map(([value, weight]) => weight * (value > 10.31475 ? ((value / 255 + 0.055) / 1.055) ** 2.4 : value / 255 / 12.92))
    .reduce((sum, each) => sum + each);
const legible = node => {
    const element = document.querySelector(node.target[0]);
    const style = getComputedStyle(element), back = behind(element);
    if (!back || style.backgroundImage !== 'none') return false;
    const [dark, bright] = [light(colour(style.color)), light(back)].sort((one, two) => one - two);
    return (bright + 0.05) / (dark + 0.05) >= 4.5;
};
const done = arguments[arguments.length - 1];
const rules = {};
for (const rule of axe.getRules()) {
    const out = rule.ruleId === 'p-as-heading' || rule.tags.some(tag => tag === 'wcag2aaa' || tag === 'deprecated');
    rules[rule.ruleId] = { enabled: !out };
}
axe.run(document, { rules, resultTypes: ['violations', 'incomplete', 'passes'] })
    .then(result => done({ violations: result.violations, passes: result.passes.length,
        unsure: result.incomplete.filter(each => each.id === 'color-contrast')
            .map(each => ({ ...each, nodes: each.nodes.filter(node => !legible(node)) }))
            .filter(each => each.nodes.length > 0) }))
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
        self.lie_flat(true).await;
        let found = self.client.execute_async(RUN, vec![]).await.expect("axe-core runs");
        self.lie_flat(false).await;
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
