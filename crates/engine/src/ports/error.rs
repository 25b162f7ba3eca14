//! What can go wrong in a store: for operators, never for parties.
use std::error::Error;

/// Why a store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The store cannot be reached or is out of room; the same call may succeed later.
    #[error(
        "the store is not available while it should {doing}; look at the disk and the database, then try again"
    )]
    Unavailable {
        /// What was being done.
        doing: &'static str,
        /// What the database said.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// A constraint of the database refused a row: a fault of this program, not of the caller.
    #[error(
        "the store refused a row while it should {doing} ({constraint}); this is a fault of the program, report it"
    )]
    Constraint {
        /// What was being done.
        doing: &'static str,
        /// The constraint, as the database names it.
        constraint: String,
    },
    /// Stored bytes cannot be read as what they should be.
    #[error("stored data is damaged: {what}; run `recourse verify` and restore from a backup")]
    Damaged {
        /// What was read and what was wrong with it.
        what: String,
    },
    /// Something that must exist does not.
    #[error("there is no {what}")]
    Missing {
        /// What was looked for.
        what: String,
    },
    /// Something exists already with other content.
    #[error("{what} exists already with other content")]
    Exists {
        /// What.
        what: String,
    },
    /// The store was closed.
    #[error("the store is closed; open it again")]
    Closed,
}
