//! What a run has seen: the "sometimes" properties, so that the test cannot be empty.
use resolution::order::command::OrderCommand;
use std::collections::BTreeMap;

macro_rules! kinds {
    ($($variant:ident),* $(,)?) => {
        /// Every command, in the order of its declaration.
        pub const KINDS: &[&str] = &[$(stringify!($variant)),*];

        /// The name of a command. A new variant does not compile here before it is listed, and is then asked for.
        pub const fn kind(command: &OrderCommand) -> &'static str {
            match command {
                $(OrderCommand::$variant { .. } => stringify!($variant)),*
            }
        }
    };
}

kinds!(
    Place,
    CapturePayment,
    LengthenShipBy,
    Cancel,
    DeclareShipment,
    RecordScans,
    ConfirmReceipt,
    AnswerAddress,
    LengthenWindow,
    WriteMessage,
    SubmitEvidence,
    WithdrawEvidence,
    RemoveEvidence,
    GoodwillRefund,
    OpenDispute,
    RequestReturn,
    Complain,
    ClaimPayment,
    AnswerClaim,
    AnswerQuestionnaire,
    ChangeDispute,
    Withdraw,
    Respond,
    DraftAnswer,
    ConfirmAnswer,
    Propose,
    AcceptProposal,
    RejectProposal,
    Escalate,
    Assign,
    ReportFinding,
    Ask,
    AnswerQuestion,
    StateBuyerCause,
    Rule,
    Appeal,
    Waive,
    GiveReturnAddress,
    SendReturn,
    RecordReturnScans,
    ReceiveReturn,
    AcceptReturn,
    ObjectToReturn,
    RefundResult,
    ConfirmArrival,
    PlaceHold,
    LiftHold,
    HearFund,
    HearStanding,
    ReportBuyer,
    Freeze,
    Thaw,
    FreezeForRisk,
    DecideRisk,
);

/// Counts over many orders.
#[derive(Default)]
pub struct Tally {
    /// Orders.
    pub orders: u64,
    /// Commands given.
    pub commands: u64,
    /// Events recorded.
    pub events: u64,
    /// Deadlines applied.
    pub wakes: u64,
    /// Accepted commands by kind.
    pub accepted: BTreeMap<&'static str, u64>,
    /// Refusals by code.
    pub refused: BTreeMap<&'static str, u64>,
    /// Orders in which a stage was entered.
    pub stages: BTreeMap<&'static str, u64>,
    /// What else came about, by name.
    pub sometimes: BTreeMap<&'static str, u64>,
}

impl Tally {
    /// Adds another count.
    pub fn add(&mut self, other: &Self) {
        self.orders += other.orders;
        self.commands += other.commands;
        self.events += other.events;
        self.wakes += other.wakes;
        for (mine, theirs) in [
            (&mut self.accepted, &other.accepted),
            (&mut self.refused, &other.refused),
            (&mut self.stages, &other.stages),
            (&mut self.sometimes, &other.sometimes),
        ] {
            for (name, count) in theirs {
                *mine.entry(name).or_insert(0) += count;
            }
        }
    }

    /// Counts one more of something.
    pub fn one(of: &mut BTreeMap<&'static str, u64>, name: &'static str) {
        *of.entry(name).or_insert(0) += 1;
    }

    /// The table that a run prints.
    pub fn table(&self) -> String {
        let line = |of: &BTreeMap<&'static str, u64>| {
            of.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
        };
        let accepted: u64 = self.accepted.values().sum();
        format!(
            "{} orders, {} commands ({accepted} accepted), {} events, {} deadlines\naccepted: {}\nrefused: {}\nstages: {}\nsometimes: {}",
            self.orders,
            self.commands,
            self.events,
            self.wakes,
            line(&self.accepted),
            line(&self.refused),
            line(&self.stages),
            line(&self.sometimes)
        )
    }
}
