//! The connections to one database, shared by everything that keeps data in it.
use super::address::read;
use super::error::{PgError, PgResult, gone};
use super::migrate::open_error;
use super::outage::Outage;
use super::reach::Reach;
use super::transaction::Transaction;
use crate::OpenError;
use deadpool_postgres::{
    Connect, Hook, HookError, Manager, ManagerConfig, Object, Pool, QueueMode, RecyclingMethod, Runtime,
};
use engine::ports::Connections;
use futures::future::BoxFuture;
use futures::{StreamExt, stream};
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_postgres::{AsyncMessage, Client, Config, Error, Notification};

/// How many connections a process makes, at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostgresSettings {
    /// For reading.
    pub readers: usize,
    /// For writing: one for each lane, and some for workers. Apart from the readers, so that a flood of reads never
    /// keeps a command waiting.
    pub writers: usize,
}

impl Default for PostgresSettings {
    fn default() -> Self {
        Self { readers: 8, writers: 8 }
    }
}

/// A PostgreSQL database. Cloning gives another handle to the same connections.
#[derive(Clone)]
pub struct Database {
    pools: Arc<Pools>,
}

struct Pools {
    readers: Pool,
    writers: Pool,
    reach: Arc<Reach>,
    outage: Outage,
}

/// A connection that nobody else uses, outside the pools. It closes when this is dropped.
pub(crate) struct Apart {
    pub(crate) client: Client,
    /// What was notified on it.
    pub(crate) notifications: mpsc::UnboundedReceiver<Notification>,
}

/// Wait for a connection that others have.
const PATIENCE: Duration = Duration::from_secs(15);
/// Wait for what one call does in the database: after that the server is taken to be silent. A commit that waits for a
/// synchronous standby that is gone ends here too.
const LONGEST: Duration = Duration::from_secs(20);
/// Times that a connection is asked for, where the database goes away in between.
const TRIES: u32 = 3;

/// The oldest server on which everything was tried.
const OLDEST: i32 = 140_000;

/// What holds on every connection.
///
/// Every statement of the store finds its rows by an index, whatever the numbers of rows were when its plan was made: a
/// plan made over an empty table must not read all of it once it has grown. A process that stands still in the middle of
/// a transaction must not hold others up for ever.
///
/// A limit on statements would be none on commits: PostgreSQL answers a commit whose wait for the standby is cut short as
/// if it had been carried out there. And the first transaction of a connection writes a word of no meaning: where the
/// server has a synchronous standby, its commit waits for everything that this connection could read. After a crash the
/// server shows commits that the standby may not have, and a failover would take back what somebody was told of them.
const SESSION: &str = "SET default_transaction_isolation = 'read committed';
     SET plan_cache_mode = 'force_generic_plan';
     SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off;
     SET max_parallel_workers_per_gather = 0;
     SET idle_in_transaction_session_timeout = '60s'; SET lock_timeout = '30s';
     SET client_connection_check_interval = '10s';
     SET client_min_messages = 'warning'; SET statement_timeout = 0;
     SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
     SELECT pg_logical_emit_message(true, 'recourse', '');";

impl Database {
    /// Connects, and looks whether the server can be used. Makes no tables.
    ///
    /// `url` is `postgres://USER:PASSWORD@HOST:PORT/DATABASE`, where there are standbys with all servers as
    /// `HOST:PORT,HOST:PORT`: the one that takes writes is found, and found again after a failover. It takes the options of
    /// the client library, of which `sslmode` and `sslrootcert` say how the connection is guarded: `disable`; `prefer` (the default: TLS where the server has
    /// it, without knowing which server it is); `require`, `verify-ca`, `verify-full` (certificate and name are
    /// checked, by the system's certificates or those of `sslrootcert`).
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn connect(url: &str, settings: PostgresSettings) -> Result<Self, OpenError> {
        let reach = Arc::new(Reach::of(&read(url)?)?);
        let (readers, writers) = (pool(&reach, settings.readers)?, pool(&reach, settings.writers)?);
        let pools = Pools { readers, writers, reach, outage: Outage::default() };
        let database = Self { pools: Arc::new(pools) };
        database.fit().await?;
        Ok(database)
    }

    /// A connection for reading; each statement on it sees what is committed when it begins.
    pub(crate) async fn reader(&self) -> PgResult<Object> {
        self.pools.get(|pools| &pools.readers).await
    }

    /// A connection for statements that each write by themselves.
    pub(crate) async fn writer(&self) -> PgResult<Object> {
        self.pools.get(|pools| &pools.writers).await
    }

    /// How many connections there are, and how many wait for one.
    pub(crate) fn connections(&self) -> Vec<Connections> {
        let of = |kind, pool: &Pool| {
            let status = pool.status();
            let busy = status.size.saturating_sub(status.available);
            Connections { kind, most: status.max_size, open: status.size, busy, waiting: status.waiting }
        };
        vec![of("read", &self.pools.readers), of("write", &self.pools.writers)]
    }

    /// A connection of its own, for as long as it is wanted.
    pub(crate) async fn apart(&self) -> PgResult<Apart> {
        self.pools.outage.over().await?;
        let reach = &self.pools.reach;
        let found = timeout(reach.longest(), reach.find()).await.map_err(|_| PgError::Silent);
        let (client, mut connection) =
            found.and_then(|found| Ok(found?)).inspect_err(|error| self.pools.saw(error))?;
        let (send, notifications) = mpsc::unbounded_channel();
        let mut messages = stream::poll_fn(move |context| connection.poll_message(context));
        tokio::spawn(async move {
            // It ends with the connection: when the client is dropped, or the server is gone.
            while let Some(Ok(message)) = messages.next().await {
                if let AsyncMessage::Notification(notification) = message {
                    let _nobody_listens = send.send(notification);
                }
            }
        });
        Ok(Apart { client, notifications })
    }

    /// What was done, unless it took too long. Where the server turns out to be gone, or not the one to write to, all
    /// connections to it are thrown away, and looked for anew.
    pub(crate) async fn timely<T>(&self, work: impl Future<Output = PgResult<T>> + Send) -> PgResult<T> {
        // Whoever stops waiting for a transaction closes its connection (`Transaction`); the others are thrown away below.
        let done = timeout(LONGEST, work).await.unwrap_or(Err(PgError::Silent));
        done.inspect_err(|error| self.pools.saw(error))
    }

    /// A transaction for writing.
    pub(crate) async fn transaction(&self) -> PgResult<Transaction> {
        Transaction::begin(self.writer().await?).await
    }

    /// Looks whether the server can be used.
    async fn fit(&self) -> Result<(), OpenError> {
        let unfit = |why: String| Err(OpenError::Unfit { why });
        // At once: whoever starts is told what is wrong, and does not wait for it to pass.
        let client = self.pools.writers.get().await.map_err(|error| open_error(error.into()))?;
        let row = client
            .query_one(
                "SELECT current_setting('server_version_num')::integer, current_setting('server_encoding'),
                        current_setting('fsync'), current_setting('full_page_writes')",
                &[],
            )
            .await?;
        let (version, encoding): (i32, String) = (row.try_get(0)?, row.try_get(1)?);
        if version < OLDEST {
            return unfit("its server is older than PostgreSQL 14; bring it up to date".to_owned());
        }
        if encoding != "UTF8" {
            return unfit(format!(
                "its encoding is {encoding}; make one with ENCODING 'UTF8' TEMPLATE template0"
            ));
        }
        for (setting, column) in [("fsync", 2), ("full_page_writes", 3)] {
            if row.try_get::<_, &str>(column)? == "off" {
                tracing::warn!(
                    setting,
                    "is off on the database server: after a loss of power, answers that were given may be \
                     forgotten and the database may be damaged; turn it on"
                );
            }
        }
        Ok(())
    }
}

impl Pools {
    /// A connection of one of the pools; in an outage, when it is over, unless that takes too long.
    async fn get(self: &Arc<Self>, pool: impl Fn(&Self) -> &Pool + Send) -> PgResult<Object> {
        let mut tries = 1;
        loop {
            self.outage.over().await?;
            match pool(self).get().await.map_err(PgError::from) {
                Err(error) if gone(&error) && tries < TRIES => {
                    self.saw(&error);
                    tries += 1;
                }
                got => return got,
            }
        }
    }

    /// Takes note of an error that says that the server is gone.
    fn saw(self: &Arc<Self>, error: &PgError) {
        if !gone(error) {
            return;
        }
        // Idle connections are no better, and the one that was silent is among them again.
        for pool in [&self.readers, &self.writers] {
            pool.retain(|_, _| false);
        }
        if self.outage.begins() {
            tracing::error!(?error, "the database is away: looking for a server that can be written to");
            tokio::spawn(look(Arc::downgrade(self)));
        }
    }
}

/// Ends an outage when there is a server on which all that a connection needs can be done. Ends with the last handle.
async fn look(pools: Weak<Pools>) {
    let Some(outage) = pools.upgrade() else { return };
    let found = || async {
        // Whoever looks and the outage itself: nobody else is there any more.
        let pools = pools.upgrade().filter(|pools| Arc::strong_count(pools) > 2)?;
        let tried = timeout(pools.reach.longest(), async {
            let (client, carried) = pools.reach.connect(&Config::new()).await?;
            client.batch_execute(SESSION).await?;
            Ok::<_, Error>(carried)
        });
        Some(match tried.await {
            Ok(Ok(carried)) => {
                // Its client is dropped, which ends it.
                drop(carried);
                true
            }
            Ok(Err(error)) => {
                tracing::debug!(%error, "the database is still away");
                false
            }
            Err(_) => false,
        })
    };
    outage.outage.look(found).await;
    tracing::warn!("the database is there again");
}

/// What the pools make their connections by.
struct Shared(Arc<Reach>);

impl Connect for Shared {
    fn connect(&self, config: &Config) -> BoxFuture<'_, Result<(Client, JoinHandle<()>), Error>> {
        let config = config.clone();
        Box::pin(async move { self.0.connect(&config).await })
    }
}

fn pool(reach: &Arc<Reach>, size: usize) -> Result<Pool, OpenError> {
    let settings = ManagerConfig { recycling_method: RecyclingMethod::Fast };
    // Where the servers are is known to what makes the connections.
    let manager = Manager::from_connect(Config::new(), Shared(Arc::clone(reach)), settings);
    let session = Hook::async_fn(|client: &mut deadpool_postgres::ClientWrapper, _| {
        Box::pin(async move { client.batch_execute(SESSION).await.map_err(HookError::Backend) })
    });
    Pool::builder(manager)
        .max_size(size.max(1))
        .queue_mode(QueueMode::Lifo)
        .wait_timeout(Some(PATIENCE))
        .create_timeout(Some(reach.longest() * 2))
        .runtime(Runtime::Tokio1)
        .post_create(session)
        .build()
        .map_err(|error| OpenError::Unreachable { source: Box::new(error) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use testbed::TestDatabase;

    async fn shown(client: &Object, setting: &str) -> String {
        client.query_one(&format!("SHOW {setting}"), &[]).await.expect("it is shown").get(0)
    }

    #[tokio::test]
    async fn an_answer_waits_for_the_disk_whatever_the_database_is_set_to() {
        let Some(bare) = TestDatabase::bare().await else { return };
        let raw = bare.raw().await;
        let name: String =
            raw.query_one("SELECT current_database()::text", &[]).await.expect("it has a name").get(0);
        for (set, meant) in [("off", "on"), ("remote_apply", "remote_apply")] {
            let set = format!("ALTER DATABASE {name} SET synchronous_commit = {set}");
            raw.batch_execute(&set).await.expect("it is set for who comes next");
            let database =
                Database::connect(&bare.url(), PostgresSettings::default()).await.expect("connects");
            for client in [database.writer().await, database.reader().await] {
                let client = client.expect("a connection");
                assert_eq!(shown(&client, "synchronous_commit").await, meant);
                assert_eq!(shown(&client, "default_transaction_isolation").await, "read committed");
            }
        }
    }
}
