//! Looking for what the newest checkpoint promises and the data do not hold, and accepting that loss.
use super::{CheckpointError, Checkpointer, Loss, Statement};
use jiff::Timestamp;

/// What checkpoints promise and the data do not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The newest checkpoint.
    pub newest: Statement,
    /// Where the journal ends now.
    pub position: u64,
    /// Orders and accounts of that checkpoint's list that are missing, shorter or different now.
    pub lost: u64,
    /// Checkpoints that found a loss when they were made, and that nobody accepted.
    pub alarms: u64,
}

impl Missing {
    /// Whether nothing is missing.
    #[must_use]
    pub fn nothing(&self) -> bool {
        self.lost == 0 && self.alarms == 0 && self.newest.position <= self.position
    }
}

impl Checkpointer {
    /// What the checkpoints promise and the data do not hold; nothing where there is no checkpoint yet.
    ///
    /// # Errors
    /// [`CheckpointError`].
    pub async fn missing(&self) -> Result<Option<Missing>, CheckpointError> {
        let _turn = self.turn.lock().await;
        let Some(newest) = self.last().await? else { return Ok(None) };
        // The list that is written on the way has no statement yet; the next checkpoint writes it anew.
        let number = newest.number.saturating_add(1);
        let (_, _, lost) = self.write_heads(number, Some(&newest)).await?;
        self.folder.forget(number)?;
        self.counted(newest, lost).await.map(Some)
    }

    async fn counted(&self, newest: Statement, lost: u64) -> Result<Missing, CheckpointError> {
        let accepted = self.accepted()?;
        let alarm = |statement: &Statement| {
            statement.lost > 0 && !accepted.iter().any(|loss| loss.covers_alarm(statement))
        };
        let public = self.keys.public();
        let lines = self.folder.signed()?;
        let alarms = lines.iter().filter_map(|line| line.as_ref().ok()?.statement(&public)).filter(alarm);
        let alarms = u64::try_from(alarms.count()).unwrap_or(u64::MAX);
        Ok(Missing { position: self.store.newest().await?, newest, lost, alarms })
    }

    fn accepted(&self) -> Result<Vec<Loss>, CheckpointError> {
        let public = self.keys.public();
        Ok(self.folder.losses()?.iter().filter_map(|line| line.as_ref().ok()?.loss(&public)).collect())
    }

    /// Accepts at the wall instant `at` what is missing, and makes the checkpoint from which on everything counts again.
    /// Gives nothing, and writes nothing, where nothing is missing. `who` and `why` are words
    /// ([`is_word`](super::loss::is_word)) and stay for ever.
    ///
    /// # Errors
    /// [`CheckpointError`]; then call again.
    pub async fn accept_loss(
        &self,
        at: Timestamp,
        who: &str,
        why: &str,
    ) -> Result<Option<Loss>, CheckpointError> {
        let _turn = self.turn.lock().await;
        let Some(newest) = self.last().await? else { return Ok(None) };
        let number = newest.number.saturating_add(1);
        let heads = self.write_heads(number, Some(&newest)).await?;
        let missing = self.counted(newest, heads.2).await?;
        if missing.nothing() {
            self.folder.forget(number)?;
            return Ok(None);
        }
        let Missing { newest, position, lost, .. } = missing;
        let loss = Loss {
            installation: self.installation.clone(),
            at,
            through: newest.number,
            previous: newest.hash(),
            position,
            lost,
            who: who.to_owned(),
            why: why.to_owned(),
        };
        self.folder.append_loss(&self.signed(&loss.bytes()))?;
        self.put(at, position, Some(&newest), heads).await?;
        Ok(Some(loss))
    }
}
