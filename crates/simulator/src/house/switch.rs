//! Who decides that something breaks: armed for one step at a time, so that a run does not depend on how often anything
//! is asked.
use crate::clock::TownClock;
use engine::failpoint::{Act, Step};
use jiff::SignedDuration;
use resolution::id::AggregateId;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// What is asked of a store, in kinds that break alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StoreOp {
    /// Anything that is read on the way of a command.
    Read,
    /// The batch of a lane.
    Commit,
    /// Claims and settlements of the outbox.
    Outbox,
    /// Carrier events.
    Inbox,
}

/// When a store breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    /// Before it did anything.
    Before,
    /// After it did it: the caller cannot know.
    After,
}

/// One thing that breaks in one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The process dies when it passes a step for the nth time.
    Die(Step, u32),
    /// A gateway's answer is lost on its way.
    LoseGatewayAnswer,
    /// The store fails once.
    Store(StoreOp, When),
    /// The store takes so long.
    Slow(SignedDuration),
    /// The store lets others go first: processes overtake each other.
    Yield(u32),
    /// The next decision panics.
    Break,
    /// The store refuses the rows of one aggregate: of the first that is written.
    Refuse(Option<AggregateId>),
}

#[derive(Default)]
struct State {
    armed: Option<Fault>,
    dead: Option<usize>,
    broke: Option<String>,
    happened: BTreeMap<&'static str, u64>,
}

/// The switch.
pub(crate) struct Switch {
    state: Mutex<State>,
    died: Notify,
    clock: Arc<TownClock>,
}

impl Switch {
    /// Nothing is armed.
    pub(crate) fn new(clock: &Arc<TownClock>) -> Self {
        Self { state: Mutex::default(), died: Notify::new(), clock: Arc::clone(clock) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Arms a fault for the step that follows.
    pub(crate) fn arm(&self, fault: Fault) {
        self.state().armed = Some(fault);
    }

    /// Nothing breaks any more.
    pub(crate) fn disarm(&self) {
        self.state().armed = None;
    }

    /// Counts something that broke.
    pub(crate) fn happened(&self, what: &'static str) {
        *self.state().happened.entry(what).or_default() += 1;
    }

    /// What broke so far, by kind.
    pub(crate) fn all(&self) -> BTreeMap<&'static str, u64> {
        self.state().happened.clone()
    }

    /// Which process died since the last look.
    pub(crate) fn dead(&self) -> Option<usize> {
        self.state().dead.take()
    }

    /// Returns when a process has died.
    pub(crate) async fn died(&self) {
        self.died.notified().await;
    }

    /// The aggregate that broke since the last look.
    pub(crate) fn broke(&self) -> Option<String> {
        self.state().broke.take()
    }

    /// Whether it is this one that broke since the last look.
    pub(crate) fn is_broken(&self, aggregate: AggregateId) -> bool {
        self.state().broke.as_ref().is_some_and(|name| *name == aggregate.to_string())
    }

    /// Whether the store refuses a batch that writes these.
    pub(crate) fn refuses(&self, mut written: impl Iterator<Item = AggregateId>) -> bool {
        let mut state = self.state();
        match state.armed {
            Some(Fault::Refuse(Some(bad))) => written.any(|id| id == bad),
            Some(Fault::Refuse(None)) => {
                let Some(bad) = written.next() else { return false };
                state.armed = Some(Fault::Refuse(Some(bad)));
                state.broke = Some(bad.to_string());
                *state.happened.entry("rows refused").or_default() += 1;
                true
            }
            _ => false,
        }
    }

    /// What happens at a step of a process that is about `about`.
    pub(crate) fn pass(&self, process: usize, step: Step, about: &str) -> Act {
        let mut state = self.state();
        if state.dead == Some(process) {
            return Act::Stop;
        }
        match state.armed {
            Some(Fault::Die(at, left)) if at == step => {
                if left > 1 {
                    state.armed = Some(Fault::Die(at, left - 1));
                    return Act::Go;
                }
                state.armed = None;
                state.dead = Some(process);
                *state.happened.entry(word(step)).or_default() += 1;
                drop(state);
                self.died.notify_one();
                Act::Stop
            }
            Some(Fault::LoseGatewayAnswer) if step == Step::Answer => {
                state.armed = None;
                *state.happened.entry("gateway answer lost").or_default() += 1;
                Act::Lose
            }
            Some(Fault::Break) if step == Step::Decide => {
                state.armed = None;
                state.broke = Some(about.to_owned());
                *state.happened.entry("decision broke").or_default() += 1;
                Act::Break
            }
            _ => Act::Go,
        }
    }

    /// Whether the store fails now.
    pub(crate) fn fails(&self, op: StoreOp, when: When) -> bool {
        let mut state = self.state();
        let hit = state.armed == Some(Fault::Store(op, when));
        if hit {
            state.armed = None;
            *state.happened.entry(failure(op, when)).or_default() += 1;
        }
        hit
    }

    /// The store takes its time: the clock goes on, or others go first so many times.
    pub(crate) fn dawdles(&self) -> u32 {
        let mut state = self.state();
        match state.armed {
            Some(Fault::Slow(by)) => {
                state.armed = None;
                *state.happened.entry("store slow").or_default() += 1;
                drop(state);
                self.clock.shift(by);
                0
            }
            Some(Fault::Yield(turns)) => turns,
            _ => 0,
        }
    }
}

const fn word(step: Step) -> &'static str {
    match step {
        Step::Decide => "crash before decision",
        Step::BeforeCommit => "crash before commit",
        Step::AfterCommit => "crash after commit",
        Step::BeforeSend => "crash before sending",
        Step::AfterSend => "crash after sending",
        Step::Answer => "crash at the gateway's answer",
        Step::BeforeResult => "crash before result",
        Step::AfterResult => "crash after result",
    }
}

const fn failure(op: StoreOp, when: When) -> &'static str {
    match (op, when) {
        (StoreOp::Read, _) => "store failed reading",
        (StoreOp::Commit, When::Before) => "store failed before commit",
        (StoreOp::Commit, When::After) => "store failed after commit",
        (StoreOp::Outbox, When::Before) => "store failed before claim or settlement",
        (StoreOp::Outbox, When::After) => "store failed after claim or settlement",
        (StoreOp::Inbox, When::Before) => "store failed before keeping scans",
        (StoreOp::Inbox, When::After) => "store failed after keeping scans",
    }
}
