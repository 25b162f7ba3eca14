//! The first thing that is wrong.
use super::Run;
use crate::plan::Plan;
use jiff::Timestamp;
use std::error::Error;
use std::fmt;

/// Something is wrong: a broken invariant, or a house that fails where nothing broke around it.
#[derive(Clone, Debug)]
pub struct Broken {
    /// What was played.
    pub plan: Plan,
    /// In which step.
    pub step: u64,
    /// At which virtual instant.
    pub at: Timestamp,
    /// What is wrong, in words, with what was expected.
    pub what: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "seed {}, step {}, {}: {}", self.plan.seed, self.step, self.at, self.what)?;
        write!(f, "play it again: {}", self.plan.replay())
    }
}

impl Error for Broken {}

impl Run<'_> {
    /// Something is wrong now.
    pub(crate) fn broken(&self, what: impl Into<String>) -> Box<Broken> {
        Box::new(Broken { plan: self.plan, step: self.step, at: self.now(), what: what.into() })
    }

    /// An error that should not have come.
    pub(crate) fn broken_by(&self, error: &(dyn Error + 'static)) -> Box<Broken> {
        let mut what = error.to_string();
        let mut cause = error.source();
        while let Some(next) = cause {
            what.push_str(": ");
            what.push_str(&next.to_string());
            cause = next.source();
        }
        self.broken(what)
    }
}
