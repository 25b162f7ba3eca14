//! The examples that lie beside a policy: facts, and what the table must say to them.
use super::{
    DisputeFacts, EXAMPLES_FILE, FactValue, Facts, Liable, Policy, Problem, RowRemedy, problem::Source,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use toml::Spanned;

/// `examples.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExamplesFile {
    #[serde(default)]
    example: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    name: Spanned<String>,
    facts: BTreeMap<String, Given>,
    expect: Expectation,
}

/// A fact as written: a value, or a group of facts (`tracking.verifiable` is one key of the group `tracking`).
#[derive(Deserialize)]
#[serde(untagged, expecting = "true, false or a word in quotes")]
enum Given {
    Value(FactValue),
    Group(BTreeMap<String, FactValue>),
}

/// What is expected; what is left out is not looked at, but something must be expected.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expectation {
    row: Option<String>,
    liable: Option<Liable>,
    remedy: Option<RowRemedy>,
}

/// How one example went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExampleResult {
    /// The example's name.
    pub name: String,
    /// Its line in `examples.toml`, from 1.
    pub line: Option<u32>,
    /// The row that decided, if the facts could be read.
    pub row: Option<String>,
    /// What went otherwise than expected, a sentence each; empty if the example holds.
    pub failures: Vec<String>,
}

impl ExampleResult {
    /// Whether the example holds.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.failures.is_empty()
    }
}

/// Holds a policy against its examples, given as the text of `examples.toml`.
///
/// # Errors
/// The text does not parse, or holds no example.
pub fn run_examples(policy: &Policy, text: &str) -> Result<Vec<ExampleResult>, Problem> {
    let source = Source { file: EXAMPLES_FILE, text };
    let file: ExamplesFile = toml::from_str(text).map_err(|error| source.unreadable(&error))?;
    if file.example.is_empty() {
        return Err(source.whole("there is no example; add [[example]] with name, facts and expect"));
    }
    Ok(file.example.into_iter().map(|example| run(policy, &source, example)).collect())
}

fn run(policy: &Policy, source: &Source<'_>, example: Example) -> ExampleResult {
    let line = source.at(example.name.span(), "", "").line;
    let name = example.name.into_inner();
    let (row, failures) = match facts(policy, example.facts) {
        Err(mistakes) => (None, mistakes),
        Ok(facts) => judge(policy, &facts, &example.expect),
    };
    ExampleResult { name, line, row, failures }
}

/// The facts of an example: those given, the others at their first word or `false`.
fn facts(policy: &Policy, given: BTreeMap<String, Given>) -> Result<Facts, Vec<String>> {
    let given: Vec<(String, FactValue)> = given
        .into_iter()
        .flat_map(|(name, given)| match given {
            Given::Value(value) => vec![(name, value)],
            Given::Group(group) => {
                group.into_iter().map(|(field, value)| (format!("{name}.{field}"), value)).collect()
            }
        })
        .collect();
    let reason = given.iter().find(|(name, _)| name == "reason");
    let reason = match reason {
        Some((_, FactValue::Word(word))) => word.clone(),
        _ => {
            return Err(vec!["the facts name no `reason`; add reason = \"ID\"".to_owned()]);
        }
    };
    let received = policy.reason(&reason).is_some_and(|reason| reason.received);
    let mut facts = Facts::from(&DisputeFacts { reason, received, ..DisputeFacts::default() });
    let reasons: Vec<&str> = policy.reasons.iter().map(|reason| reason.id.as_str()).collect();
    let mistakes: Vec<String> = given
        .into_iter()
        .filter_map(|(name, value)| facts.set(&name, value, &reasons).err())
        .map(|error| error.to_string())
        .collect();
    if mistakes.is_empty() { Ok(facts) } else { Err(mistakes) }
}

fn judge(policy: &Policy, facts: &Facts, expect: &Expectation) -> (Option<String>, Vec<String>) {
    let mut failures = Vec::new();
    if let Some(row) = policy.contradiction(facts) {
        failures.push(format!("the facts cannot all be true: {}", row.why));
    }
    if expect.row.is_none() && expect.liable.is_none() && expect.remedy.is_none() {
        failures.push("nothing is expected; add row, liable or remedy".to_owned());
    }
    let Some(row) = policy.rule(facts) else {
        failures.push("no row of the table holds".to_owned());
        return (None, failures);
    };
    let mut differs = |what: &str, expected: Option<&str>, found: &str| {
        if let Some(expected) = expected.filter(|expected| *expected != found) {
            failures.push(format!("{what}: expected `{expected}`, the policy says `{found}`"));
        }
    };
    differs("row", expect.row.as_deref(), &row.id);
    differs("liable", expect.liable.map(Liable::word), row.liable.word());
    differs("remedy", expect.remedy.map(RowRemedy::word), row.remedy.word());
    (Some(row.id.clone()), failures)
}
