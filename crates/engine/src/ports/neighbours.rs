//! Other processes on the same data: what they tell each other, and what only one of them may do at a time.
//!
//! What is told is a hint that saves looking; whoever misses it finds the truth in the store a little later. A store for
//! one process needs nothing of this: the defaults say that there is nobody else.
use super::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use std::any::Any;
use tokio::sync::mpsc;

/// The right to do something that only one process does at a time. It ends when this is dropped, and with the process.
pub struct Hold {
    _until_dropped: Option<Box<dyn Any + Send + Sync>>,
}

impl Hold {
    /// Where there is nobody else.
    #[must_use]
    pub const fn alone() -> Self {
        Self { _until_dropped: None }
    }

    /// A right that `guard` gives back when it is dropped.
    #[must_use]
    pub fn with(guard: impl Any + Send + Sync) -> Self {
        Self { _until_dropped: Some(Box::new(guard)) }
    }
}

/// What the others tell, from the moment it was made. It ends where the connection does: then something may have been
/// missed, and a new one is to be made.
pub type Hearing = mpsc::Receiver<String>;

/// The other processes.
#[async_trait]
pub trait Neighbours {
    /// What the database's own clock says; nothing where it has none but this process's.
    async fn their_clock(&self) -> Result<Option<Timestamp>, StoreError> {
        Ok(None)
    }

    /// Waits for the right to do `what`, and takes it. Two callers of one process wait for each other, too.
    async fn hold(&self, what: &str) -> Result<Hold, StoreError> {
        let _alone = what;
        Ok(Hold::alone())
    }

    /// As [`Neighbours::hold`], without waiting; nothing where another has it.
    async fn try_hold(&self, what: &str) -> Result<Option<Hold>, StoreError> {
        let _alone = what;
        Ok(Some(Hold::alone()))
    }

    /// Tells the others these texts, each of at most [`LONGEST_WORD`] bytes, as far as they listen.
    async fn tell(&self, words: Vec<String>) -> Result<(), StoreError> {
        drop(words);
        Ok(())
    }

    /// What the others tell from now on, without this process's own words; nothing where there is nobody else.
    async fn listen(&self) -> Result<Option<Hearing>, StoreError> {
        Ok(None)
    }
}

/// Bytes of one text that is told, at most.
pub const LONGEST_WORD: usize = 7_900;
