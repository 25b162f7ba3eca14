//! The library of stages and the graph that a procedure makes of them.
use super::words::words;
use crate::time::Period;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt, str::FromStr};

/// An ordered choice of stages: a graph whose exits and clocks are data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Procedure {
    /// The stage in which a case begins.
    pub first: StageName,
    /// Every stage that the procedure can reach.
    pub stages: BTreeMap<StageName, StageSpec>,
}

words! {
    /// A stage of the library; what it means is code, its clock and exits are the policy's.
    StageName, "stage" {
        /// The platform's protection fund is asked whether it pays (PLF-1); a message, answered in moments.
        Funding = "funding",
        /// The respondent answers.
        Responding = "responding",
        /// Both look for agreement until an instant fixed when it begins.
        Negotiating = "negotiating",
        /// The carrier is asked; the parties' clocks rest.
        Investigating = "investigating",
        /// Return address and owed label are to be given.
        Preparing = "preparing",
        /// The opener is to send the return.
        Dispatching = "dispatching",
        /// The return travels.
        ReturnInTransit = "return_in_transit",
        /// The respondent looks at what came back.
        Inspecting = "inspecting",
        /// The respondent is to send the replacement.
        DispatchingReplacement = "dispatching_replacement",
        /// The replacement travels.
        ReplacementInTransit = "replacement_in_transit",
        /// A mediator decides.
        Reviewing = "reviewing",
        /// Both look at the platform's proposal; the review clock rests.
        Proposed = "proposed",
        /// A party answers the mediator's question; the review clock rests.
        Answering = "answering",
        /// A party that did not get all it asked may ask for another mediator. Entered at most once a case: in a
        /// case that was appealed already, a target `appealing` means `final`.
        Appealing = "appealing",
        /// The money moves.
        Executing = "executing",
        /// The end.
        Closed = "closed",
    }
}

/// Whose turn a stage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// Who opened the case.
    Opener,
    /// Who answers it.
    Respondent,
    /// Either side.
    Both,
    /// The platform's mediator.
    Mediator,
    /// The carrier.
    Carrier,
    /// The payment gateway.
    Gateway,
    /// The platform's protection fund.
    Fund,
    /// The party that was asked a question.
    Asked,
    /// Nobody: the case is closed.
    Nobody,
}

/// A stage's clock and its ways out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageSpec {
    /// How long the stage lasts at most. Exactly one of `clock` and `promise` is set, except for `closed`, which
    /// has neither. `0 hours` ends the stage as it begins (only with [`Target::Table`]).
    pub clock: Option<Period>,
    /// Time promised by the platform: the recorded end is at three quarters of it, the promise beside it.
    pub promise: Option<Period>,
    /// What happens at the end of the clock.
    pub on_end: Target,
    /// What leads where. An exit whose target is the stage itself leaves stage and clock as they are.
    pub exits: BTreeMap<Exit, Target>,
}

words! {
    /// An act or a fact by which a stage is left.
    Exit, "exit" {
        /// A proposal, a return or the request is accepted.
        Accept = "accept",
        /// It is refused with a reason.
        Reject = "reject",
        /// Another remedy is proposed.
        Propose = "propose",
        /// The carrier is to be asked (INV-1).
        Investigate = "investigate",
        /// The platform is to decide.
        Escalate = "escalate",
        /// The fund pays.
        Granted = "granted",
        /// The fund does not pay.
        Denied = "denied",
        /// The carrier's finding is there.
        Finding = "finding",
        /// What the stage waits for was given: address and label, a tracking number, the gateway's success.
        Done = "done",
        /// The parcel arrived.
        Arrived = "arrived",
        /// The parcel was lost.
        Lost = "lost",
        /// The respondent objects to what came back.
        Object = "object",
        /// The mediator (or the table) rules.
        Rule = "rule",
        /// The mediator asks a party.
        Ask = "ask",
        /// The asked party answers.
        Answer = "answer",
        /// A party appeals.
        Appeal = "appeal",
        /// A party lets the ruling stand.
        Waive = "waive",
    }
}

/// Where an exit or the end of a clock leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Target {
    /// Another stage of the same procedure (or the same one: nothing moves).
    Stage(StageName),
    /// The accepted or ruled remedy: refund or fee refund → executing, return and refund → preparing, replacement →
    /// dispatching_replacement, other → closed.
    CarryOut,
    /// Refund everything still refundable of the reserved components, in executing.
    RefundAll,
    /// Refund the amount of the remedy in force (accepted or ruled), else the amount asked, in executing.
    RefundAsked,
    /// Close without refund.
    Close,
    /// The liability table rules; the ruling then goes where this stage's exit `rule` leads.
    Table,
    /// The ruling follows the platform's own proposal; it then goes where `rule` of the review leads.
    Follow,
    /// Back to the review that was interrupted, with what was left of its clock.
    Back,
    /// The ruling stands: it is carried out.
    Final,
    /// A task for staff, repeated until the fact is there; the stage stays.
    StaffTask,
    /// What the carrier declared lost or damaged is made good to the seller, and the case is closed (LOS-1).
    Compensate,
}

impl StageName {
    /// Whose turn it is in this stage.
    #[must_use]
    pub const fn turn(self) -> Turn {
        match self {
            // The respondent owes the return address, and the label where it pays for the return.
            Self::Responding | Self::Inspecting | Self::Preparing | Self::DispatchingReplacement => {
                Turn::Respondent
            }
            Self::Dispatching => Turn::Opener,
            Self::Negotiating | Self::Proposed | Self::Appealing => Turn::Both,
            Self::Investigating | Self::ReturnInTransit | Self::ReplacementInTransit => Turn::Carrier,
            Self::Reviewing => Turn::Mediator,
            Self::Answering => Turn::Asked,
            Self::Executing => Turn::Gateway,
            Self::Funding => Turn::Fund,
            Self::Closed => Turn::Nobody,
        }
    }
}

impl StageName {
    /// The exits that the policy must give this stage.
    #[must_use]
    pub const fn required_exits(self) -> &'static [Exit] {
        match self {
            Self::Funding => &[Exit::Granted, Exit::Denied],
            Self::Responding => &[Exit::Accept, Exit::Reject],
            Self::Negotiating => &[Exit::Accept, Exit::Escalate],
            Self::Investigating => &[Exit::Finding],
            Self::Preparing | Self::Dispatching | Self::DispatchingReplacement | Self::Executing => {
                &[Exit::Done]
            }
            Self::ReturnInTransit | Self::ReplacementInTransit => &[Exit::Arrived, Exit::Lost],
            Self::Inspecting => &[Exit::Accept, Exit::Object],
            Self::Reviewing => &[Exit::Rule],
            Self::Proposed => &[Exit::Accept, Exit::Reject],
            Self::Answering => &[Exit::Answer],
            Self::Appealing => &[Exit::Appeal, Exit::Waive],
            Self::Closed => &[],
        }
    }

    /// The exits that the policy may give this stage beside the required ones.
    #[must_use]
    pub const fn optional_exits(self) -> &'static [Exit] {
        match self {
            Self::Responding => &[Exit::Propose, Exit::Investigate],
            Self::Negotiating => &[Exit::Propose],
            Self::Reviewing => &[Exit::Propose, Exit::Ask],
            _ => &[],
        }
    }
}

impl Target {
    /// The targets that are not stages, in the order of the declaration.
    pub const ACTS: [Self; 10] = [
        Self::CarryOut,
        Self::RefundAll,
        Self::RefundAsked,
        Self::Close,
        Self::Table,
        Self::Follow,
        Self::Back,
        Self::Final,
        Self::StaffTask,
        Self::Compensate,
    ];

    /// The stable word used in policies, events and the API.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Stage(stage) => stage.word(),
            Self::CarryOut => "carry_out",
            Self::RefundAll => "refund_all",
            Self::RefundAsked => "refund_asked",
            Self::Close => "close",
            Self::Table => "table",
            Self::Follow => "follow",
            Self::Back => "back",
            Self::Final => "final",
            Self::StaffTask => "staff_task",
            Self::Compensate => "compensate",
        }
    }
}

impl FromStr for Target {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(act) = Self::ACTS.into_iter().find(|act| act.word() == text) {
            return Ok(act);
        }
        let stage = StageName::ALL.iter().copied().find(|stage| stage.word() == text);
        stage.map(Self::Stage).ok_or_else(|| {
            let stages = StageName::ALL.iter().map(|stage| stage.word());
            super::words::unknown("stage or act", text, stages.chain(Self::ACTS.iter().map(|act| act.word())))
        })
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl TryFrom<String> for Target {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Target> for String {
    fn from(target: Target) -> Self {
        target.word().to_owned()
    }
}
