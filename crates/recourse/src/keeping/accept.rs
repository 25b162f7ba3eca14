//! Accepting a loss: the act by which an older backup becomes what counts.
use crate::wire::House;
use anyhow::{Result, bail};
use engine::checkpoint::loss::{WORD_MAX, is_word};
use engine::checkpoint::{Loss, Missing};
use serde::Serialize;

/// Who accepts a loss, and why: both are kept for ever.
#[derive(Clone, Debug)]
pub struct Accept {
    /// Who.
    pub who: String,
    /// Why.
    pub why: String,
}

impl Accept {
    /// # Errors
    /// Where either could hold personal data.
    pub fn new(who: &str, why: &str) -> Result<Self> {
        for (name, word) in [("--who", who), ("--accept-loss", why)] {
            if !is_word(word) {
                bail!(
                    "{name} is kept for ever, so it is a word such as disk_failed (a-z, 0-9, _, - and ., at most {WORD_MAX})"
                );
            }
        }
        Ok(Self { who: who.to_owned(), why: why.to_owned() })
    }
}

/// A loss as it is reported.
#[derive(Clone, Debug, Serialize)]
pub struct Lost {
    /// The newest checkpoint.
    pub checkpoint: u64,
    /// How many of its orders and accounts are missing, shorter or different.
    pub lost: u64,
    /// Up to which position it covers the journal.
    pub covered: u64,
    /// Where the journal ends.
    pub position: u64,
}

/// Looks whether the data hold what their checkpoints promise, and accepts what is missing where that is wished.
///
/// # Errors
/// Where something is missing and nobody accepts it.
pub async fn settle(house: &House, accept: Option<&Accept>) -> Result<Option<Lost>> {
    let Some(missing) = house.checkpointer.missing().await? else { return Ok(None) };
    if missing.nothing() {
        return Ok(None);
    }
    let Missing { newest, position, lost, alarms } = missing;
    let Some(Accept { who, why }) = accept else {
        let alarms = if alarms > 0 { " (and an earlier one found a loss that nobody accepted)" } else { "" };
        bail!(
            "checkpoint {} of {} covers the journal up to position {}; this ends at {position}, and {lost} of its orders \
             and accounts are missing or shorter{alarms}. Restore a newer backup; if this is the newest, give the rest up \
             by name: --accept-loss WHY --who WHO",
            newest.number,
            newest.at,
            newest.position,
        );
    };
    let accepted = house.checkpointer.accept_loss(house.engine.wall(), who, why).await?;
    let covered = newest.position;
    Ok(accepted.map(|Loss { through, position, lost, .. }| Lost {
        checkpoint: through,
        lost,
        covered,
        position,
    }))
}
