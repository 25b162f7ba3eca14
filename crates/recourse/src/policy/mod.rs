//! The policy commands: check, test, show, explain, replay, story.
pub mod replay;
pub mod story;

use crate::cli::Shape;
use crate::policies;
use crate::report::{print, table};
use crate::wire::House;
use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use resolution::aggregate::Event;
use resolution::id::{AggregateId, CaseNo, inner_id, parse_inner_id};
use resolution::money::{Currency, Money};
use resolution::order::event::OrderEvent;
use resolution::order::explain::{Explanation, explain};
use resolution::policy::{self, EXAMPLES_FILE, ExampleResult, Policy, Problem, ProcessRow, Proof};
use serde::Serialize;
use std::fmt::Write;

/// A mistake as JSON.
#[derive(Serialize)]
struct Mistake {
    file: String,
    line: Option<u32>,
    row: Option<String>,
    message: String,
}

impl From<&Problem> for Mistake {
    fn from(problem: &Problem) -> Self {
        let Problem { file, line, row, message } = problem.clone();
        Self { file, line, row, message }
    }
}

#[derive(Serialize)]
struct Checked {
    ok: bool,
    name: Option<String>,
    hash: Option<String>,
    /// What was looked at, where the policy is sound.
    proof: Option<Proof>,
    problems: Vec<Mistake>,
}

/// Checks a policy; says whether it is sound.
///
/// # Errors
/// Where its files cannot be read.
pub fn check(name: &str, json: bool) -> Result<bool> {
    let found = policy::prove(&policies::files(name)?);
    let problems = found.as_ref().err().map_or(&[][..], Vec::as_slice);
    let checked = Checked {
        ok: found.is_ok(),
        name: found.as_ref().ok().map(|(policy, _)| policy.name.clone()),
        hash: found.as_ref().ok().map(|(policy, _)| policy.hash.to_string()),
        proof: found.as_ref().ok().map(|(_, proof)| proof.clone()),
        problems: problems.iter().map(Mistake::from).collect(),
    };
    print(json, &checked, |_| match &found {
        Ok((policy, proof)) => proven(name, policy, proof),
        Err(problems) => {
            let lines: String = problems.iter().map(|problem| format!("{problem}\n")).collect();
            let mistakes = if problems.len() == 1 { "mistake" } else { "mistakes" };
            format!("{lines}{name}: {} {mistakes}\n", problems.len())
        }
    })?;
    Ok(checked.ok)
}

/// What was proven, in words and numbers.
fn proven(name: &str, policy: &Policy, proof: &Proof) -> String {
    let mut out = format!("{name}: sound. Policy {} {}\n\n", policy.name, policy.hash);
    let mut rows = vec![
        [
            "procedure",
            "for",
            "states",
            "steps",
            "ends: refunded",
            "released",
            "replaced",
            "agreed",
            "silent, days",
            "at most, days",
        ]
        .map(str::to_owned)
        .to_vec(),
    ];
    rows.extend(proof.procedures.iter().map(|of| {
        let who = match of.reasons.as_slice() {
            [] => "the system".to_owned(),
            [one] => one.clone(),
            many => format!("{} reasons", many.len()),
        };
        let ends = [of.endings.refunded, of.endings.released, of.endings.replaced, of.endings.agreed];
        let mut row = vec![of.procedure.clone(), who, of.states.to_string(), of.steps.to_string()];
        row.extend(ends.map(|count| count.to_string()));
        row.extend([of.silent_days, of.longest_days].map(|days| days.to_string()));
        row
    }));
    out.push_str(&table(&rows));
    let _ = writeln!(
        out,
        "\nEvery case of {} reasons was walked to all its ends: none waits for ever, none goes round in circles, and each assigns its money.",
        policy.reasons.len()
    );
    let _ = writeln!(
        out,
        "Each of {} combinations of facts meets one of {} rows of liability, and each row is reached ({} parts).",
        proof.combinations,
        policy.liability.len(),
        proof.parts
    );
    let _ =
        writeln!(out, "No window ends before it opens on any of {} journeys of a parcel.", proof.journeys);
    out
}

/// A sound policy with its files and its proof, or its mistakes as an error.
fn sound(name: &str) -> Result<(Policy, Proof, engine::ports::PolicyFiles)> {
    let files = policies::files(name)?;
    match policy::prove(&files) {
        Ok((policy, proof)) => Ok((policy, proof, files)),
        Err(problems) => {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            bail!("{name} is no sound policy:\n{}", lines.join("\n"))
        }
    }
}

#[derive(Serialize)]
struct Tested {
    ok: bool,
    name: String,
    hash: String,
    examples: Vec<ExampleResult>,
}

/// Holds a policy against its examples; says whether all hold.
///
/// # Errors
/// Where it is not sound, or has no examples.
pub fn test(name: &str, json: bool) -> Result<bool> {
    let (policy, _, files) = sound(name)?;
    let text = files.get(EXAMPLES_FILE).with_context(|| format!("{name} has no {EXAMPLES_FILE}; add one"))?;
    let examples = policy::run_examples(&policy, text).map_err(|problem| anyhow::anyhow!("{problem}"))?;
    let tested = Tested {
        ok: examples.iter().all(ExampleResult::passed),
        name: policy.name.clone(),
        hash: policy.hash.to_string(),
        examples,
    };
    print(json, &tested, |tested| {
        let mut out = String::new();
        for example in &tested.examples {
            let line = example.line.map_or_else(String::new, |line| format!(":{line}"));
            let row = example.row.as_deref().unwrap_or("no row");
            let word = if example.passed() { "ok" } else { "WRONG" };
            let _ = writeln!(out, "{word:<5}  {EXAMPLES_FILE}{line}  {}  ({row})", example.name);
            for failure in &example.failures {
                let _ = writeln!(out, "         {failure}");
            }
        }
        let wrong = tested.examples.iter().filter(|example| !example.passed()).count();
        let _ = writeln!(out, "{} examples, {wrong} wrong", tested.examples.len());
        out
    })?;
    Ok(tested.ok)
}

#[derive(Serialize)]
struct Shown {
    name: String,
    hash: String,
    process: Vec<ProcessRow>,
}

/// Prints a policy.
///
/// # Errors
/// Where it is not sound.
pub fn show(name: &str, shape: Shape, json: bool) -> Result<()> {
    let (policy, proof, _) = sound(name)?;
    let shown =
        Shown { name: policy.name.clone(), hash: policy.hash.to_string(), process: policy::process(&policy) };
    print(json, &shown, |_| match shape {
        Shape::Text => policy::show(&policy),
        Shape::Markdown => policy::markdown(&policy, &proof),
        Shape::Mermaid => policy::mermaid(&policy),
    })
}

#[derive(Serialize)]
struct Explained {
    case: String,
    order: String,
    reference: String,
    marketplace: String,
    currency: String,
    policy_name: String,
    #[serde(flatten)]
    explanation: Explanation,
}

/// Prints the reasoning of a case: rule, facts, evidence, instants.
///
/// # Errors
/// Where there is no such case.
pub async fn explain_case(house: &House, case: &str, json: bool) -> Result<()> {
    let (order, number) = parse_inner_id("cas", case)
        .context("give the id of a case, cas_ and 32 hexadecimal digits and _ and its number")?;
    for marketplace in house.engine.marketplaces().await? {
        let Some(view) = house.engine.order(marketplace.id, order).await? else { continue };
        let Some(state) = view.aggregate.order().filter(|state| state.case(CaseNo(number)).is_some()) else {
            break;
        };
        let entries = house.engine.history(marketplace.id, AggregateId::Order(order)).await?;
        let mut events: Vec<(Timestamp, &OrderEvent)> = Vec::new();
        for entry in &entries {
            events.extend(entry.record.events.iter().filter_map(|event| match event {
                Event::Order(event) => Some((entry.record.at, event)),
                Event::Account(_) | Event::Fund(_) => None,
            }));
        }
        let policy = &view.governing.policy;
        let explained = Explained {
            case: case.to_owned(),
            order: order.to_string(),
            reference: state.placed.reference.clone(),
            marketplace: marketplace.slug.clone(),
            currency: state.placed.currency.code().to_owned(),
            policy_name: policy.name.clone(),
            explanation: explain(CaseNo(number), events, policy),
        };
        return print(json, &explained, |explained| words(explained, state.placed.currency));
    }
    bail!("there is no case {case} in this data directory")
}

fn decided_by(actor: &resolution::actor::Actor) -> String {
    match (actor.role(), actor.party()) {
        ("clock", _) => "the liability table, when nobody had ruled in time".to_owned(),
        (role, Some(party)) => format!("{role} {party}"),
        (role, None) => role.to_owned(),
    }
}

/// The reasoning of a case of an order, from events that need not be those of the data.
fn explain_words(
    events: &[(Timestamp, OrderEvent)],
    case: CaseNo,
    policy: &Policy,
    order: &resolution::order::Order,
) -> String {
    let explained = Explained {
        case: inner_id("cas", order.id, case.0),
        order: order.id.to_string(),
        reference: order.placed.reference.clone(),
        marketplace: String::new(),
        currency: order.placed.currency.code().to_owned(),
        policy_name: policy.name.clone(),
        explanation: explain(case, events.iter().map(|(at, event)| (*at, event)), policy),
    };
    words(&explained, order.placed.currency)
}

fn words(explained: &Explained, currency: Currency) -> String {
    let Explained { case, order, reference, marketplace, policy_name, explanation, .. } = explained;
    let mut out = format!("case {case}\norder {order}, reference {reference}");
    out.push_str(&if marketplace.is_empty() { "\n".to_owned() } else { format!(" of {marketplace}\n") });
    let _ = writeln!(out, "policy {policy_name} {}\n", explanation.policy);
    let steps = explanation.steps.iter().map(|step| {
        let until = step
            .until
            .as_ref()
            .map_or_else(String::new, |(end, on_end)| format!("until {end}, then {on_end}"));
        vec![step.at.to_string(), step.what.to_owned(), step.detail.clone(), until]
    });
    out.push_str(&table(&steps.collect::<Vec<_>>()));
    for reasoned in &explanation.rulings {
        let _ = writeln!(out, "\nruled at {}", reasoned.at);
        if let Some(row) = &reasoned.ruling.row {
            let _ = writeln!(out, "  rule      {row}: {}", reasoned.condition.as_deref().unwrap_or(""));
        }
        let _ = writeln!(out, "  because   {}", reasoned.words.as_deref().unwrap_or(&reasoned.ruling.why));
        let _ = writeln!(out, "  liable    {}", reasoned.ruling.liable.word());
        let _ = writeln!(out, "  by        {}", decided_by(&reasoned.ruling.by));
        let evidence: Vec<String> = reasoned.ruling.evidence.iter().map(ToString::to_string).collect();
        let _ = writeln!(
            out,
            "  evidence  {}",
            if evidence.is_empty() { "none".to_owned() } else { evidence.join(", ") }
        );
        for (name, value) in reasoned.ruling.facts.iter() {
            let value = serde_json::to_value(value).unwrap_or_default();
            let _ = writeln!(
                out,
                "  fact      {name} = {}",
                value.as_str().map_or_else(|| value.to_string(), str::to_owned)
            );
        }
    }
    for paid in &explanation.refunds {
        let state = match (paid.confirmed, paid.sent) {
            (Some(at), _) => format!("confirmed {at}"),
            (None, Some(at)) => format!("sent {at}"),
            (None, None) => "promised".to_owned(),
        };
        let amount = Money::new(currency, paid.amount).decimal();
        let _ = writeln!(
            out,
            "\nrefund of {amount} {currency} by payment {}: promised {}, {state}",
            paid.payment, paid.promised
        );
    }
    if let Some(closing) = explanation.closing {
        let _ = writeln!(out, "\nclosed: {}", format!("{closing:?}").to_lowercase());
    }
    out
}
