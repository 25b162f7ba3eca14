//! What is found wrong: one closed list of invariants, each with a stable name.
use crate::observe::Nanos;
use std::fmt;

macro_rules! invariants {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)+) => {
        /// Everything that the auditor holds the house to.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Invariant { $($(#[$doc])* $name,)+ }

        impl Invariant {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Its stable name.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }
        }
    };
}

invariants! {
    /// A record can be read, names its own aggregate, and holds only facts that the auditor knows.
    RecordForm = "record_form",
    /// The chain hash is SHA-256 over the predecessor's hash and the bytes.
    ChainHash = "chain_hash",
    /// Events of an aggregate are numbered without gap.
    VersionGap = "version_gap",
    /// Positions in the feed only ascend.
    FeedOrder = "feed_order",
    /// The instant of a record is the later of the clock's reading and the last event's.
    EventTime = "event_time",
    /// Every posting moves a positive amount of one commodity between two known accounts, and an event's postings are
    /// what its facts say.
    PostingBalance = "posting_balance",
    /// Escrow and pending refunds of an order are what its components and legs say, never below zero.
    Escrow = "escrow",
    /// Prices, discounts, coins and payments are allotted to components by largest remainder, once.
    Allotment = "allotment",
    /// A finer reason is one that the policy lists for the reason of the case, and stays while that reason stays.
    SubReason = "sub_reason",
    /// Nobody gets back more of a component than was paid for it.
    BuyerCap = "buyer_cap",
    /// A seller never gets more for a component than its net.
    SellerCap = "seller_cap",
    /// No payment gives back more than it brought.
    PaymentCap = "payment_cap",
    /// A refund is made of the right parts, payers and legs.
    RefundParts = "refund_parts",
    /// The amount that was ruled or agreed is the amount that is promised.
    DecidedAmount = "decided_amount",
    /// What happens to a leg follows from what happened before.
    LegState = "leg_state",
    /// A gateway moves money only for a standing promise, once, under one key with one amount.
    GatewayOnce = "gateway_once",
    /// Money at the gateway is what the records say.
    GatewayAgrees = "gateway_agrees",
    /// A message between aggregates is taken once, as it was sent.
    MessageOnce = "message_once",
    /// What counts for a seller's reputation is told to the account, once, as it happened.
    Reputation = "reputation",
    /// What a freeze stops is stopped, on the account from its commit on and on every order that it reaches.
    Frozen = "frozen",
    /// The protection fund grants what it has and no more, and pays what it has granted and no more.
    Fund = "fund",
    /// A seller is paid what is payable, after what is owed was kept back, once.
    Payout = "payout",
    /// What was acknowledged is in the record, as it was asked.
    Acknowledged = "acknowledged",
    /// The same key always gives the same answer.
    SameAnswer = "same_answer",
    /// Every effect has exactly one command behind it; a refusal leaves none.
    OneEffect = "one_effect",
    /// A deadline is applied before any later command, in order of due instant.
    Lateness = "lateness",
    /// Every stage has the one clock and the one default that the policy's table gives it.
    StageClock = "stage_clock",
    /// The end of a stage is not moved by proposals, changes or messages.
    ClockMoved = "clock_moved",
    /// At the recorded end happens what the table says, and nothing else.
    StageDefault = "stage_default",
    /// A stage is left only by an exit that the table gives it.
    StageExit = "stage_exit",
    /// A clock that rests keeps what was left of it.
    ClockRest = "clock_rest",
    /// A window never ends sooner than was shown.
    WindowShortened = "window_shortened",
    /// A dispute is opened only while its window is open.
    WindowClosed = "window_closed",
    /// Nothing is released before its windows have ended.
    ReleasedEarly = "released_early",
    /// Nothing is released while a case, a hold or a question lies on it.
    ReleasedUnderCase = "released_under_case",
    /// What nothing holds any more is released at once.
    ReleasedLate = "released_late",
    /// At most one open case on a unit; no second case over what one has settled.
    OneCase = "one_case",
    /// A case reserves everything still refundable of its components.
    Reserved = "reserved",
    /// One appeal a case.
    OneAppeal = "one_appeal",
    /// At most as many changes as the policy allows.
    MaxChanges = "max_changes",
    /// An outcome fixed by agreement is never changed.
    OutcomeFixed = "outcome_fixed",
    /// Who may do what.
    Rights = "rights",
    /// The next wake of an order is the earliest of its due instants.
    NextWake = "next_wake",
    /// Every case ends, every refund is confirmed, every component finds its owner.
    Liveness = "liveness",
    /// What a carrier delivered and was acknowledged is in the record.
    ScanKept = "scan_kept",
    /// Heads, balances and lists show what the records say.
    Views = "views",
}

impl fmt::Display for Invariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Something that must not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Which invariant is broken.
    pub invariant: Invariant,
    /// The order or account; empty where it is none.
    pub aggregate: String,
    /// The instant at which it was found.
    pub at: Nanos,
    /// What should be, in words.
    pub expected: String,
    /// What is.
    pub found: String,
    /// The last records of the aggregate in words, oldest first.
    pub trace: Vec<String>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = crate::calendar::shown(self.at);
        writeln!(f, "{} is broken on {} at {at}", self.invariant, self.aggregate)?;
        writeln!(f, "  expected: {}", self.expected)?;
        writeln!(f, "  found:    {}", self.found)?;
        for line in &self.trace {
            writeln!(f, "  | {line}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Violation {}
