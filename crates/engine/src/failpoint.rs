//! Named places at which a test may stop the engine for good, lose an answer, or break a decision.
//!
//! In operation nothing is set, and each place costs one look at an empty option. Stopping means that the work never
//! goes on from there, as if the process had been killed: the test then drops the engine and opens the store again.
use std::fmt;
use std::sync::Arc;

/// A named step of the write path and of the outbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// A command is about to be decided.
    Decide,
    /// A batch is decided and about to be committed.
    BeforeCommit,
    /// A batch is committed and nobody has been told.
    AfterCommit,
    /// A promise is claimed and about to be sent.
    BeforeSend,
    /// The outside has acted on it; its answer has not been looked at.
    AfterSend,
    /// The outside's answer is on its way to us.
    Answer,
    /// The result is about to be given to its aggregate.
    BeforeResult,
    /// The result is committed and the promise not yet settled.
    AfterResult,
}

/// What a decision says that breaks because a failpoint told it to.
pub const BROKE: &str = "a failpoint broke it";

/// What happens at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Nothing.
    Go,
    /// The work never goes on from here.
    Stop,
    /// At [`Step::Answer`]: the answer is lost. Elsewhere nothing.
    Lose,
    /// At [`Step::Decide`]: the decision breaks. Elsewhere nothing.
    Break,
}

/// Decides at a step, told what it is about (an aggregate's id, or a promise's key).
pub type Hook = dyn Fn(Step, &str) -> Act + Send + Sync;

/// The failpoints of an engine.
#[derive(Clone, Default)]
pub struct Failpoints(Option<Arc<Hook>>);

impl fmt::Debug for Failpoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Failpoints(set)" } else { "Failpoints(none)" })
    }
}

impl Failpoints {
    /// None: as in operation.
    #[must_use]
    pub const fn none() -> Self {
        Self(None)
    }

    /// Failpoints that ask `hook` at each step.
    pub fn asking(hook: impl Fn(Step, &str) -> Act + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(hook)))
    }

    /// Whether any are set.
    pub(crate) const fn set(&self) -> bool {
        self.0.is_some()
    }

    /// What is to happen at a step that cannot wait.
    pub(crate) fn act(&self, step: Step, about: &str) -> Act {
        self.0.as_ref().map_or(Act::Go, |hook| hook(step, about))
    }

    /// Passes a step, or never returns.
    pub(crate) async fn pass(&self, step: Step, about: &str) -> Act {
        let act = self.act(step, about);
        if act == Act::Stop {
            std::future::pending::<()>().await;
        }
        act
    }
}
