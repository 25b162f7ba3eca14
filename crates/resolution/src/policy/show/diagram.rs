//! A procedure as a Mermaid state diagram, to be looked at.
use super::clock;
use crate::policy::{Exit, Policy, Procedure, StageName, StageSpec, Target};
use std::fmt::Write;

/// Where what was agreed is carried out: refund, return, replacement or another solution.
const CARRY_OUT: &str = "carry_out";
/// Where a ruling has become final.
const RULED: &str = "ruled";

/// Every procedure of a policy as a Mermaid state diagram, each below a comment with its name.
#[must_use]
pub fn mermaid(policy: &Policy) -> String {
    let procedures = policy.procedures.iter();
    let diagrams = procedures.map(|(name, procedure)| format!("%% procedure {name}\n{}", diagram(procedure)));
    diagrams.collect::<Vec<_>>().join("\n")
}

/// An arrow, with what it says.
struct Arrow {
    from: &'static str,
    to: &'static str,
    says: String,
}

/// One procedure.
pub(super) fn diagram(procedure: &Procedure) -> String {
    let mut text = "stateDiagram-v2\n".to_owned();
    for (stage, spec) in procedure.stages.iter().filter(|(stage, _)| **stage != StageName::Closed) {
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "  state \"{}, {}, {}\" as {}",
            words(stage.word()),
            stage.turn().word(),
            clock(*stage, spec),
            stage.word()
        );
    }
    let mut arrows = Vec::new();
    for (stage, spec) in &procedure.stages {
        of_stage(*stage, spec, procedure, &mut arrows);
    }
    let leads = |node: &str| arrows.iter().any(|arrow: &Arrow| arrow.to == node);
    let mut forks = Vec::new();
    if leads(RULED) {
        forks.extend(ruled());
    }
    if leads(CARRY_OUT) || leads(RULED) {
        forks.extend(carried_out(procedure));
    }
    for node in [RULED, CARRY_OUT] {
        if forks.iter().any(|arrow| arrow.from == node) {
            let _ = writeln!(text, "  state {node} <<choice>>");
        }
    }
    let _ = writeln!(text, "  [*] --> {}", procedure.first);
    for arrow in arrows.iter().chain(&forks) {
        let _ = writeln!(text, "  {} --> {} : {}", arrow.from, arrow.to, arrow.says);
    }
    text + "  closed --> [*]\n"
}

/// The arrows of a stage; several ways to one place are one arrow. What stays where it is needs none.
fn of_stage(stage: StageName, spec: &StageSpec, procedure: &Procedure, arrows: &mut Vec<Arrow>) {
    if stage == StageName::Closed {
        return;
    }
    let at_once = clock(stage, spec) == "at once";
    let exits = spec.exits.iter().map(|(exit, target)| (exit.word().to_owned(), *target));
    // What ends as it begins leaves nobody the time for another way out.
    let exits = exits.filter(|_| !at_once);
    let end = match spec.on_end {
        Target::StaffTask => format!("{}, a task for staff", clock(stage, spec)),
        _ if at_once => "at once".to_owned(),
        _ => format!("after {}", clock(stage, spec)),
    };
    for (says, target) in exits.chain([(end, spec.on_end)]) {
        let Some((to, more)) = place(stage, target, procedure) else { continue };
        let says = if more.is_empty() { says } else { format!("{says}, {more}") };
        match arrows.iter_mut().find(|arrow| arrow.from == stage.word() && arrow.to == to) {
            Some(arrow) => {
                let _ = write!(arrow.says, " / {says}");
            }
            None => arrows.push(Arrow { from: stage.word(), to, says }),
        }
    }
}

/// The node to which a target leads, and what is to be said about it.
fn place(stage: StageName, target: Target, procedure: &Procedure) -> Option<(&'static str, &'static str)> {
    let rule = |says| {
        let review = procedure.stages.get(&StageName::Reviewing);
        let target = review.and_then(|spec| spec.exits.get(&Exit::Rule).copied());
        let appealing = target == Some(Target::Stage(StageName::Appealing));
        Some((if appealing { StageName::Appealing.word() } else { RULED }, says))
    };
    match target {
        Target::Stage(next) if next == stage => None,
        Target::Stage(next) => Some((next.word(), "")),
        Target::CarryOut => Some((CARRY_OUT, "")),
        Target::RefundAll => Some((StageName::Executing.word(), "everything is refunded")),
        Target::RefundAsked => Some((StageName::Executing.word(), "what was agreed or asked is refunded")),
        Target::Close => Some((StageName::Closed.word(), "no refund")),
        Target::Table => rule("the table rules"),
        Target::Follow => rule("the ruling follows the proposal"),
        Target::Back => Some((StageName::Reviewing.word(), "its clock goes on")),
        Target::Final => Some((RULED, "")),
        Target::StaffTask => Some((stage.word(), "")),
        Target::Compensate => Some((StageName::Closed.word(), "the seller is paid")),
    }
}

fn ruled() -> [Arrow; 2] {
    [
        Arrow { from: RULED, to: CARRY_OUT, says: "something is given".to_owned() },
        Arrow { from: RULED, to: StageName::Closed.word(), says: "the dispute fails".to_owned() },
    ]
}

fn carried_out(procedure: &Procedure) -> Vec<Arrow> {
    let all = [
        (StageName::Executing, "refund"),
        (StageName::Preparing, "the goods come back first"),
        (StageName::DispatchingReplacement, "replacement"),
        (StageName::Closed, "another solution"),
    ];
    // Where the table decides at once, nobody agrees on another solution.
    let talked = procedure.stages.contains_key(&StageName::DispatchingReplacement);
    let there = all
        .into_iter()
        .filter(|(stage, _)| procedure.stages.contains_key(stage) && (*stage != StageName::Closed || talked));
    there.map(|(stage, says)| Arrow { from: CARRY_OUT, to: stage.word(), says: says.to_owned() }).collect()
}

fn words(word: &str) -> String {
    word.replace('_', " ")
}
