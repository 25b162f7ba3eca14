//! What the proof of a policy says of all cases, held against the cases that come about: the proof walks a model of the
//! core, and here the core itself must not leave it.
use super::house::House;
use resolution::case::{Case, CaseKind};
use resolution::order::Order;
use resolution::order::event::OrderEvent;
use resolution::policy::{Exit, Procedure, StageName, Target};

fn ensure(holds: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what()) }
}

/// Holds an event that is about to be applied against the proof.
pub fn check(house: &House, order: Option<&Order>, event: &OrderEvent) -> Result<(), String> {
    let case = |no| order.and_then(|order| order.case(no)).ok_or_else(|| "an event of no case".to_owned());
    match event {
        OrderEvent::StageEntered { case: no, stage, .. } => entered(house, case(*no)?, *stage),
        OrderEvent::CaseRuled { ruling, .. } => {
            let facts = &ruling.facts;
            let cannot = house.policy.contradiction(facts);
            ensure(cannot.is_none(), || format!("ruled on what cannot be ({:?}): {facts:?}", cannot))?;
            ensure(house.policy.rule(facts).is_some(), || format!("no row is met by {facts:?}"))
        }
        _ => Ok(()),
    }
}

/// In its first stage; past the fund where the fund is not asked.
fn begins(procedure: &Procedure, to: StageName) -> bool {
    let fund = procedure.stages.get(&StageName::Funding);
    let past = fund.and_then(|spec| spec.exits.get(&Exit::Denied)) == Some(&Target::Stage(to));
    procedure.first == to || procedure.first == StageName::Funding && past
}

/// A case begins where its procedure begins, and goes on only along ways that were walked.
fn entered(house: &House, case: &Case, to: StageName) -> Result<(), String> {
    let from = case.stage.name;
    let mut walked = house.proof.procedures.iter().filter(|walked| walked.procedure == case.procedure);
    let known = if from == StageName::Closed {
        // The buyer is not asked where the receipt is confirmed already.
        let confirmed = case.kind == CaseKind::SellerClaim && to == StageName::Reviewing;
        let procedure = house.policy.procedures.get(&case.procedure);
        procedure.is_some_and(|procedure| confirmed || begins(procedure, to))
    } else {
        walked.any(|walked| walked.ways.contains(&(from, to)))
    };
    ensure(known || from == to, || format!("{}: nobody walked from {from} to {to}", case.procedure))
}
