//! Deciding: a command, who gives it, and when, to events or a refusal.
//!
//! Checks come in the order that [`Refusal`] documents: existence, right, stage, time, input,
//! money. Branching is here, the leaves are one act each.
mod answer;
mod cancel;
mod change_of_mind;
mod claim;
mod complaint;
mod dispute;
mod money;
mod place;
mod questionnaire;
mod report;
mod returns;
mod review;
mod risk;
mod shipping;
mod talk;

use super::command::OrderCommand as Command;
use super::draft::Draft;
use super::event::OrderEvent;
use super::{Order, guard, release};
use crate::actor::Actor;
use crate::aggregate::Context;
use crate::refusal::Refusal;
use jiff::Timestamp;

pub(crate) use cancel::cancel_units;
pub use change_of_mind::line_returnable;
pub(crate) use change_of_mind::{ends as return_ends, returnable};
pub(crate) use complaint::fee_of;
pub(crate) use dispute::{most_for, open_by_system};
pub(crate) use place::paid_at_placement;
pub use questionnaire::ends as questionnaire_ends;
pub(crate) use shipping::{address_settled, cancellable, undelivered};
pub(crate) use talk::check_file;

/// Decides one command. Deadlines due by `now` must have been applied before.
///
/// # Errors
/// The refusal; no event then.
///
/// # Panics
/// When the decision would break the money guard: a bug, which stops this order and no other.
pub fn decide(
    order: Option<&Order>,
    command: &Command,
    actor: &Actor,
    context: &Context<'_>,
    now: Timestamp,
) -> Result<Vec<OrderEvent>, Refusal> {
    if let Command::Place(placement) = command {
        return place::place(order, placement, actor, context, now);
    }
    let order = order.ok_or_else(|| Refusal::NotFound { what: "order".into() })?;
    let mut draft = Draft::new(order, context, now);
    act(&mut draft, command, actor)?;
    if draft.events.is_empty() {
        return Ok(draft.events);
    }
    release::settle(&mut draft);
    // What has happened elsewhere (money that moved) is taken at any length; what someone wants is not.
    let is_fact = matches!(actor, Actor::Gateway(_) | Actor::Aggregate(_));
    if draft.order.version > context.limits.events && !is_fact {
        return Err(Refusal::Limit { what: "events an order".into(), most: context.limits.events });
    }
    Ok(finished(draft))
}

/// The events of a draft that keeps every invariant.
///
/// # Panics
/// When it does not.
pub(crate) fn finished(draft: Draft<'_>) -> Vec<OrderEvent> {
    if let Err(broken) = guard::check(&draft.order) {
        panic!("order {}: {broken}", draft.order.id);
    }
    draft.events
}

fn act(draft: &mut Draft<'_>, command: &Command, actor: &Actor) -> Result<(), Refusal> {
    match command {
        Command::Place(_) => Ok(()),
        Command::CapturePayment { payment, captured_at, fee } => {
            money::capture(draft, actor, *payment, *captured_at, *fee)
        }
        Command::LengthenShipBy { until } => shipping::lengthen_ship_by(draft, actor, *until),
        Command::Cancel { units, reason } => cancel::cancel(draft, actor, units, reason),
        Command::DeclareShipment(shipment) => shipping::declare(draft, actor, shipment),
        Command::RecordScans { parcel, scans } => shipping::scans(draft, actor, *parcel, scans),
        Command::ConfirmReceipt { parcel } => shipping::confirm(draft, actor, *parcel),
        Command::AnswerAddress { parcel, received } => {
            shipping::answer_address(draft, actor, *parcel, *received)
        }
        Command::LengthenWindow { parcel, until } => shipping::lengthen_window(draft, actor, *parcel, *until),
        Command::WriteMessage { case, words } => talk::message(draft, actor, *case, words),
        Command::SubmitEvidence(submission) => talk::submit(draft, actor, submission),
        Command::WithdrawEvidence { evidence } => talk::withdraw(draft, actor, *evidence),
        Command::RemoveEvidence { evidence, why } => talk::remove(draft, actor, *evidence, why),
        Command::GoodwillRefund { units, amount, words } => {
            money::goodwill(draft, actor, units, *amount, words)
        }
        Command::OpenDispute(opening) => dispute::open(draft, actor, opening),
        Command::RequestReturn(wanted) => change_of_mind::request(draft, actor, wanted),
        Command::Complain(wanted) => complaint::open(draft, actor, wanted),
        Command::ClaimPayment(wanted) => claim::open(draft, actor, wanted),
        Command::AnswerClaim { case, received, text } => {
            claim::answer(draft, actor, *case, *received, text.as_ref())
        }
        Command::ChangeDispute { case, reason, sub_reason, asked } => {
            dispute::change(draft, actor, *case, (reason, sub_reason.as_deref()), asked)
        }
        Command::Withdraw { case } => dispute::withdraw(draft, actor, *case),
        Command::Respond { case, answer, words } => answer::respond(draft, actor, *case, answer, words),
        Command::Propose { case, remedy, words } => answer::propose(draft, actor, *case, remedy, words),
        Command::AcceptProposal { case, proposal, terms } => {
            answer::accept(draft, actor, *case, *proposal, terms)
        }
        Command::RejectProposal { case, proposal, words } => {
            answer::reject(draft, actor, *case, *proposal, words)
        }
        Command::Escalate { case, words } => answer::escalate(draft, actor, *case, words),
        _ => act_later(draft, command, actor),
    }
}

fn act_later(draft: &mut Draft<'_>, command: &Command, actor: &Actor) -> Result<(), Refusal> {
    match command {
        Command::DraftAnswer { case, answer, words } => {
            complaint::draft_answer(draft, actor, *case, answer, words)
        }
        Command::ConfirmAnswer { case } => complaint::confirm(draft, actor, *case),
        Command::Assign { case, mediator } => review::assign(draft, actor, *case, *mediator),
        Command::ReportFinding { case, finding } => review::finding(draft, actor, *case, *finding),
        Command::Ask { case, side, words } => review::ask(draft, actor, *case, *side, words),
        Command::AnswerQuestion { case, words } => review::answer(draft, actor, *case, words),
        Command::StateBuyerCause { case, cause, from, until, voucher } => {
            review::buyer_cause(draft, actor, *case, cause, (*from, *until), *voucher)
        }
        Command::Rule { case, remedy, liable, departs } => {
            review::rule(draft, actor, *case, remedy.as_ref(), *liable, departs.as_ref())
        }
        Command::Appeal { case, evidence, words } => review::appeal(draft, actor, *case, evidence, words),
        Command::Waive { case } => review::waive(draft, actor, *case),
        Command::GiveReturnAddress { case, address, label } => {
            returns::address(draft, actor, *case, address, *label)
        }
        Command::SendReturn { case, carrier, number } => returns::send(draft, actor, *case, carrier, number),
        Command::RecordReturnScans { case, scans } => returns::scans(draft, actor, *case, scans),
        Command::ReceiveReturn { case, content } => returns::receive(draft, actor, *case, *content),
        Command::AcceptReturn { case, content } => returns::accept(draft, actor, *case, *content),
        Command::ObjectToReturn { case, content, words, documents } => {
            returns::object(draft, actor, *case, *content, words, documents)
        }
        Command::RefundResult { refund, leg, result, at } => {
            money::result(draft, actor, *refund, *leg, result, *at)
        }
        Command::ConfirmArrival { refund, leg } => money::arrived(draft, actor, *refund, *leg),
        Command::PlaceHold { units, reason, end } => money::hold(draft, actor, units, reason, *end),
        Command::LiftHold { hold, reason } => money::lift(draft, actor, *hold, reason),
        Command::HearFund { case, granted, version } => {
            crate::case::funding::answered(draft, actor, *case, *granted, *version)
        }
        Command::HearStanding { case, counts, version } => {
            crate::case::standing::heard(draft, actor, *case, *counts, *version)
        }
        Command::ReportBuyer { about, reason, words } => report::report(draft, actor, *about, reason, words),
        Command::AnswerQuestionnaire { case, answers, text } => {
            questionnaire::answer(draft, actor, *case, answers, text.as_ref())
        }
        Command::FreezeForRisk { reason, text } => risk::freeze(draft, actor, reason, text.as_ref()),
        Command::DecideRisk { case, clear, words } => risk::decide(draft, actor, *case, *clear, words),
        Command::Freeze { case, stops } => super::freeze::freeze(draft, actor, *case, stops),
        Command::Thaw { case } => super::freeze::thaw(draft, actor, *case),
        _ => Ok(()),
    }
}

/// A value that does not fit, with what would.
fn invalid(field: &str, expected: &str) -> Refusal {
    Refusal::Invalid { field: field.to_owned(), expected: expected.to_owned() }
}
