//! What verification found, as numbers and sentences.
use crate::checkpoint::Loss;
use resolution::id::AggregateId;
use serde::Serialize;
use std::collections::HashSet;

/// Problems that are listed one by one; the rest is counted.
const LISTED: usize = 1_000;

/// What kind of problem. The words are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// Stored bytes and their hash do not belong together.
    ChainBroken,
    /// A record cannot be read, or its events are not numbered as they should be.
    RecordUnreadable,
    /// The head does not say what the chain says.
    HeadDiffers,
    /// What is derived from the events (lists, inboxes, cached state, next wake-up) is not what they give.
    DerivedDiffers,
    /// A posting, an escrow or a balance does not add up.
    MoneyDiffers,
    /// An aggregate of a checkpoint is gone.
    AggregateMissing,
    /// Events that a checkpoint covers are gone.
    TailCut,
    /// The history was written anew since a checkpoint.
    Rewritten,
    /// A checkpoint, its signature, its place in the chain or its list of heads is not right.
    Checkpoint,
    /// Sealed material is gone that nobody destroyed.
    SealedMissing,
    /// Sealed material is not what was sealed.
    SealedDamaged,
    /// A route that should lead to an order does not.
    RouteMissing,
    /// The database holds what cannot be read, or more than its heads lead to.
    Storage,
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// What kind.
    pub kind: ProblemKind,
    /// About which aggregate.
    pub aggregate: Option<AggregateName>,
    /// At which position of the journal.
    pub position: Option<u64>,
    /// A sentence that names it and says what to do.
    pub message: String,
}

/// An aggregate's id, written as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AggregateName(pub AggregateId);

impl Serialize for AggregateName {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(&self.0)
    }
}

/// What verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Whether there is no problem.
    pub ok: bool,
    /// Orders and accounts.
    pub aggregates: u64,
    /// Records of the journal.
    pub records: u64,
    /// Events in them.
    pub events: u64,
    /// Postings in them.
    pub postings: u64,
    /// Sealed pieces that events name.
    pub sealed: u64,
    /// Of these: unreadable for good, because their author was erased.
    pub erased: u64,
    /// Of these: destroyed for a legal cause.
    pub removed: u64,
    /// Erasures of people on the permanent list, whether or not they had sealed anything.
    pub erased_people: u64,
    /// Number and wall time of the newest checkpoint; nothing if there is none yet, and then a cut tail cannot be seen.
    pub checkpoint: Option<(u64, jiff::Timestamp)>,
    /// Losses that somebody accepted after an older backup was restored, oldest first. They are no problems.
    pub accepted_losses: Vec<AcceptedLoss>,
    /// The first problems, in the order in which they were found.
    pub problems: Vec<Problem>,
    /// How many more there were.
    pub problems_left_out: u64,
}

/// A loss that somebody accepted: who, when, why, and how much.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AcceptedLoss {
    /// Wall time.
    pub at: jiff::Timestamp,
    /// Who accepted it.
    pub who: String,
    /// Why.
    pub why: String,
    /// The newest checkpoint whose promises were given up.
    pub checkpoint: u64,
    /// How many orders and accounts of that checkpoint were missing, shorter or different.
    pub lost: u64,
    /// Where the journal ended then.
    pub position: u64,
}

/// A report under construction.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) report: Report,
    seen: HashSet<(ProblemKind, Option<AggregateId>)>,
}

impl Findings {
    pub(super) fn add(
        &mut self,
        kind: ProblemKind,
        id: Option<AggregateId>,
        position: Option<u64>,
        message: String,
    ) {
        self.seen.insert((kind, id));
        if self.report.problems.len() < LISTED {
            self.report.problems.push(Problem { kind, aggregate: id.map(AggregateName), position, message });
        } else {
            self.report.problems_left_out = self.report.problems_left_out.saturating_add(1);
        }
    }

    pub(super) fn accepted(&mut self, loss: Loss) {
        let Loss { at, who, why, through: checkpoint, lost, position, .. } = loss;
        self.report.accepted_losses.push(AcceptedLoss { at, who, why, checkpoint, lost, position });
    }

    /// Whether this was found of this aggregate before.
    pub(super) fn has(&self, kind: ProblemKind, id: AggregateId) -> bool {
        self.seen.contains(&(kind, Some(id)))
    }

    pub(super) fn done(mut self) -> Report {
        self.report.ok = self.report.problems.is_empty();
        self.report
    }
}

/// An aggregate as people call it.
pub(super) fn name(id: AggregateId) -> String {
    match id {
        AggregateId::Order(id) => format!("order {id}"),
        AggregateId::Account(id) => format!("account {id}"),
        AggregateId::Fund(id) => format!("fund {id}"),
    }
}
