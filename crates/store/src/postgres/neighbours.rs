//! Other processes on the same database: advisory locks for what one does at a time, notifications for what is told.
//!
//! Each right has a connection for itself, so that it ends with the process whatever happens to it; a few of them are kept
//! for the next. Telling goes over one connection of its own outside of all transactions: a commit never waits for it.
use super::PostgresStore;
use super::database::{Apart, Database};
use super::error::{PgResult, damaged, name};
use async_trait::async_trait;
use engine::ports::{Hearing, Hold, Neighbours, StoreError};
use jiff::Timestamp;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::{Mutex, mpsc};

const CLOCK: &str = "SELECT floor(extract(epoch FROM clock_timestamp()) * 1000000)::bigint";
/// Two numbers: locks of one number are the feed's (`horizon.rs`).
const HOLD: &str = "SELECT pg_advisory_lock(5393, hashtext($1))";
const TRY_HOLD: &str = "SELECT pg_try_advisory_lock(5393, hashtext($1))";
const GIVE_BACK: &str = "SELECT pg_advisory_unlock_all()";
const TELL: &str = "SELECT pg_notify('recourse', word) FROM unnest($1::text[]) word";
const LISTEN: &str = "LISTEN recourse";
const WHO: &str = "SELECT pg_backend_pid()";
/// Texts that may wait to be read; whoever falls further behind listens anew and knows that it missed some.
const UNREAD: usize = 1_024;
/// Connections of rights that are kept for the next right, at most.
const IDLE: usize = 4;
/// How often it is seen whether the connection still stands.
const SEE_EVERY: Duration = Duration::from_secs(10);

/// The connection on which this process tells.
#[derive(Default)]
pub(super) struct Mouth {
    connection: Mutex<Option<Apart>>,
    /// What the server calls that connection; 0 for none.
    process: AtomicI32,
}

impl Mouth {
    async fn tell(&self, database: &Database, words: &[String]) -> PgResult<()> {
        let mut kept = self.connection.lock().await;
        // One on which something goes wrong, or that is silent, is not used again.
        let connection = match kept.take().filter(|connection| !connection.client.is_closed()) {
            Some(connection) => connection,
            None => {
                let new = database.apart().await?;
                self.process.store(new.client.query_one(WHO, &[]).await?.try_get(0)?, Ordering::Release);
                new
            }
        };
        connection.client.query(TELL, &[&words]).await?;
        *kept = Some(connection);
        Ok(())
    }
}

/// Connections whose right was given back.
#[derive(Default)]
pub(super) struct Idle(std::sync::Mutex<Vec<Apart>>);

impl Idle {
    fn take(&self) -> Option<Apart> {
        let mut idle = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|one| !one.client.is_closed());
        idle.pop()
    }

    fn keep(&self, connection: Apart) {
        let mut idle = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE {
            idle.push(connection);
        }
    }
}

/// A right that is held: it is given back on the way, or with the connection where there is nobody to do that.
struct Right {
    connection: Option<Apart>,
    idle: Arc<Idle>,
}

impl Drop for Right {
    fn drop(&mut self) {
        let (Some(connection), Ok(runtime)) = (self.connection.take(), Handle::try_current()) else { return };
        let idle = Arc::clone(&self.idle);
        runtime.spawn(async move {
            if connection.client.batch_execute(GIVE_BACK).await.is_ok() {
                idle.keep(connection);
            }
        });
    }
}

impl PostgresStore {
    async fn lock(&self, what: &str, wait: bool) -> PgResult<Option<Hold>> {
        let connection = match self.idle.take() {
            Some(connection) => connection,
            None => self.database.apart().await?,
        };
        // Whoever stops waiting closes the connection, and with it whatever right it would have come to.
        if wait {
            connection.client.query_one(HOLD, &[&what]).await?;
        } else if !connection.client.query_one(TRY_HOLD, &[&what]).await?.try_get::<_, bool>(0)? {
            self.idle.keep(connection);
            return Ok(None);
        }
        Ok(Some(Hold::with(Right { connection: Some(connection), idle: Arc::clone(&self.idle) })))
    }

    /// Passes on what is heard, until nobody reads it, its reader is too slow, or the connection is gone.
    async fn pass_on(self, mut connection: Apart, to: mpsc::Sender<String>) {
        loop {
            tokio::select! {
                heard = connection.notifications.recv() => {
                    let Some(heard) = heard else { return };
                    let own = heard.process_id() == self.mouth.process.load(Ordering::Acquire);
                    if !own && to.try_send(heard.payload().to_owned()).is_err() {
                        return;
                    }
                }
                () = to.closed() => return,
                () = tokio::time::sleep(SEE_EVERY) => {
                    let seen = tokio::time::timeout(SEE_EVERY, connection.client.batch_execute("")).await;
                    if !matches!(seen, Ok(Ok(()))) {
                        return;
                    }
                }
            }
        }
    }
}

#[async_trait]
impl Neighbours for PostgresStore {
    async fn their_clock(&self) -> Result<Option<Timestamp>, StoreError> {
        let read = async {
            let row = self.database.reader().await?.query_one(CLOCK, &[]).await?;
            Timestamp::from_microsecond(row.try_get(0)?).map_err(|_| damaged("the database's clock"))
        };
        self.named("read the database's clock", read).await.map(Some)
    }

    async fn hold(&self, what: &str) -> Result<Hold, StoreError> {
        let held = self.lock(what, true).await.map_err(|error| name(error, "take a right"))?;
        Ok(held.unwrap_or_else(Hold::alone))
    }

    async fn try_hold(&self, what: &str) -> Result<Option<Hold>, StoreError> {
        self.named("take a right", self.lock(what, false)).await
    }

    async fn tell(&self, words: Vec<String>) -> Result<(), StoreError> {
        self.named("tell other processes what changed", self.mouth.tell(&self.database, &words)).await
    }

    async fn listen(&self) -> Result<Option<Hearing>, StoreError> {
        let listening = async {
            let connection = self.database.apart().await?;
            connection.client.batch_execute(LISTEN).await?;
            PgResult::Ok(connection)
        };
        let connection = self.named("listen to other processes", listening).await?;
        let (send, hearing) = mpsc::channel(UNREAD);
        tokio::spawn(self.clone().pass_on(connection, send));
        Ok(Some(hearing))
    }
}
