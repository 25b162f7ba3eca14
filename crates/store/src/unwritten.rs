//! Writes of a batch that are not made, and those that were built on them.
use engine::ports::Write;
use resolution::id::AggregateId;
use std::collections::HashMap;

/// The least version of each aggregate that a batch was to bring it to and does not.
///
/// What was decided on top of it is worth nothing: its records continue a chain that is not there. The version alone does
/// not tell, since another process may have brought the aggregate to the same number.
#[derive(Default)]
pub(crate) struct Unwritten(HashMap<AggregateId, u64>);

impl Unwritten {
    /// Whether a write was built on one that is not made.
    pub(crate) fn under(&self, write: &Write) -> bool {
        self.0.get(&write.id).is_some_and(|least| write.expected >= *least)
    }

    /// Takes note of a write that is not made.
    pub(crate) fn add(&mut self, write: &Write) {
        if write.version > write.expected {
            let least = self.0.entry(write.id).or_insert(write.version);
            *least = write.version.min(*least);
        }
    }
}
