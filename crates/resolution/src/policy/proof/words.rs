//! What moves a case, in words that a policy owner uses.
use super::state::{Ruled, State};
use super::steps::{Act, Model};
use crate::policy::{Exit, StageName, Target};
use crate::time::Period;

/// A step in words.
pub(super) fn act(model: &Model<'_>, state: &State, act: Act) -> String {
    match act {
        Act::End(ruled) => {
            let time = time(model, state.stage);
            let follows = model.stages.get(&state.stage).is_some_and(|spec| spec.on_end == Target::Follow);
            match ruled {
                None => time,
                Some(Ruled::Gives(give)) if follows => {
                    format!("{time}, the ruling follows the proposal of {}", give.words())
                }
                Some(Ruled::Gives(give)) => format!("{time}, the table gives {}", give.words()),
                Some(Ruled::Nothing | Ruled::Not) => format!("{time}, the table gives nothing"),
            }
        }
        Act::Leave(exit) => leave(state, exit),
        Act::Accept(give) => format!("{} is agreed", give.words()),
        Act::Rule(Ruled::Gives(give)) => format!("the mediator rules {}", give.words()),
        Act::Rule(_) => "the mediator rules that the dispute fails".to_owned(),
        Act::ArrivesLate => "the return arrives after all".to_owned(),
        Act::Withdraw => "the opener withdraws".to_owned(),
    }
}

fn leave(state: &State, exit: Exit) -> String {
    let text = match (exit, state.stage) {
        (Exit::Accept, StageName::Inspecting) => "the respondent accepts what came back",
        (Exit::Accept, _) => return format!("the respondent grants {}", state.asked.words()),
        (Exit::Reject, StageName::Proposed) => "a party refuses the proposal",
        (Exit::Reject, _) => "the respondent refuses",
        (Exit::Propose, StageName::Reviewing) => "the mediator proposes",
        (Exit::Propose, _) => "the respondent proposes",
        (Exit::Investigate, _) => "the respondent has the carrier asked",
        (Exit::Escalate, _) => "a party escalates",
        (Exit::Granted, _) => "the fund pays",
        (Exit::Denied, _) => "the fund does not pay",
        (Exit::Finding, _) => "the carrier answers",
        (Exit::Done, StageName::Preparing) => "address and label are given",
        (Exit::Done, StageName::Dispatching) => "the goods are sent back",
        (Exit::Done, StageName::DispatchingReplacement) => "the replacement is sent",
        (Exit::Done, _) => "the refund succeeds",
        (Exit::Arrived, StageName::ReplacementInTransit) => "the replacement arrives",
        (Exit::Arrived, _) => "the return arrives",
        (Exit::Lost, StageName::ReplacementInTransit) => "the replacement is lost",
        (Exit::Lost, _) => "the return is lost",
        (Exit::Object, _) => "the respondent objects",
        (Exit::Rule, _) => "the mediator rules",
        (Exit::Ask, _) => "the mediator asks a party",
        (Exit::Answer, _) => "the party answers",
        (Exit::Appeal, _) => "a party appeals",
        (Exit::Waive, _) => "the ruling is let stand",
    };
    text.to_owned()
}

fn time(model: &Model<'_>, stage: StageName) -> String {
    let spec = model.stages.get(&stage);
    match spec.map(|spec| (spec.clock, spec.promise)) {
        Some((Some(Period::Hours(0)), _)) => "at once".to_owned(),
        Some((_, Some(promise))) => format!("three quarters of {promise} pass"),
        Some((Some(clock), _)) => {
            format!("{clock} {}", if clock.to_string().starts_with("1 ") { "passes" } else { "pass" })
        }
        _ => "its time passes".to_owned(),
    }
}

/// The longest that a stage can last by its own clock, in days, rounded up. A stage that waits for the gateway has no
/// such time.
pub(super) fn days(model: &Model<'_>, stage: StageName) -> u64 {
    let Some(spec) = model.stages.get(&stage) else { return 0 };
    if spec.on_end == Target::StaffTask {
        return 0;
    }
    match spec.promise.or(spec.clock) {
        // To the end of the Nth day: less than a day more.
        Some(Period::Days(days)) => u64::from(days) + 1,
        Some(Period::Hours(hours)) => u64::from(hours).div_ceil(24),
        // Two free days a week; holidays come on top, and no policy knows them.
        Some(Period::WorkingDays(days)) => (u64::from(days) * 7).div_ceil(5) + 3,
        None => 0,
    }
}
