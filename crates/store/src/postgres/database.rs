//! The connections to one database, shared by everything that keeps data in it.
use super::address::{Address, read};
use super::error::{PgError, PgResult};
use super::migrate::open_error;
use super::tls;
use super::transaction::Transaction;
use crate::OpenError;
use deadpool_postgres::{
    Hook, HookError, Manager, ManagerConfig, Object, Pool, QueueMode, RecyclingMethod, Runtime,
};
use engine::ports::{Connections, StoreError};
use futures::{StreamExt, stream};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio_postgres::{AsyncMessage, Client, Config, Notification};

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
    address: Address,
}

/// A connection that nobody else uses, outside the pools. It closes when this is dropped.
pub(crate) struct Apart {
    pub(crate) client: Client,
    /// What was notified on it.
    pub(crate) notifications: mpsc::UnboundedReceiver<Notification>,
}

/// Wait for a free connection, and for the server to answer a new one.
const PATIENCE: Duration = Duration::from_secs(30);

/// The oldest server on which everything was tried.
const OLDEST: i32 = 140_000;

/// What holds on every connection.
///
/// Every statement of the store finds its rows by an index, whatever the numbers of rows were when its plan was made: a
/// plan made over an empty table must not read all of it once it has grown. A process that stands still in the middle of
/// a transaction must not hold others up for ever.
const SESSION: &str = "SET default_transaction_isolation = 'read committed';
     SET plan_cache_mode = 'force_generic_plan';
     SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off;
     SET max_parallel_workers_per_gather = 0;
     SET idle_in_transaction_session_timeout = '60s'; SET lock_timeout = '30s';
     SET client_connection_check_interval = '10s';
     SET client_min_messages = 'warning';
     SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';";

impl Database {
    /// Connects, and looks whether the server can be used. Makes no tables.
    ///
    /// `url` is `postgres://USER:PASSWORD@HOST:PORT/DATABASE` with the options of the client library, of which `sslmode`
    /// and `sslrootcert` say how the connection is guarded: `disable`; `prefer` (the default: TLS where the server has
    /// it, without knowing which server it is); `require`, `verify-ca`, `verify-full` (certificate and name are
    /// checked, by the system's certificates or those of `sslrootcert`).
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn connect(url: &str, settings: PostgresSettings) -> Result<Self, OpenError> {
        let address = read(url)?;
        let (readers, writers) = (pool(&address, settings.readers)?, pool(&address, settings.writers)?);
        let database = Self { pools: Arc::new(Pools { readers, writers, address }) };
        database.fit().await?;
        Ok(database)
    }

    /// A connection for reading; each statement on it sees what is committed when it begins.
    pub(crate) async fn reader(&self) -> PgResult<Object> {
        Ok(self.pools.readers.get().await?)
    }

    /// A connection for statements that each write by themselves.
    pub(crate) async fn writer(&self) -> PgResult<Object> {
        Ok(self.pools.writers.get().await?)
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
        let Address { config, trust } = &self.pools.address;
        let tls = tls::connector(trust).map_err(|error| closed(&error.to_string()))?;
        let (client, mut connection) = with_patience(config).connect(tls).await?;
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

    /// A transaction for writing.
    pub(crate) async fn transaction(&self) -> PgResult<Transaction> {
        Transaction::begin(self.writer().await?).await
    }

    /// Looks whether the server can be used.
    async fn fit(&self) -> Result<(), OpenError> {
        let unfit = |why: String| Err(OpenError::Unfit { why });
        let client = self.writer().await.map_err(open_error)?;
        let row = client
            .query_one(
                "SELECT current_setting('server_version_num')::integer, current_setting('server_encoding'),
                        current_setting('fsync'), current_setting('full_page_writes'), pg_is_in_recovery()",
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
        if row.try_get(4)? {
            return unfit("its server is a standby, which cannot be written to; name the primary".to_owned());
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

/// A server that is gone without a word is noticed within a minute, where the address does not say otherwise.
fn with_patience(config: &Config) -> Config {
    let mut config = config.clone();
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(PATIENCE);
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(PATIENCE);
    }
    if config.get_keepalives_idle() == Config::new().get_keepalives_idle() {
        config.keepalives_idle(Duration::from_secs(15));
        config.keepalives_interval(Duration::from_secs(5)).keepalives_retries(3);
    }
    config
}

fn closed(why: &str) -> PgError {
    PgError::Store(StoreError::Unavailable { doing: "connect to the database", source: why.into() })
}

fn pool(address: &Address, size: usize) -> Result<Pool, OpenError> {
    let config = with_patience(&address.config);
    let manager = Manager::from_config(
        config,
        tls::connector(&address.trust)?,
        ManagerConfig { recycling_method: RecyclingMethod::Fast },
    );
    let session = Hook::async_fn(|client: &mut deadpool_postgres::ClientWrapper, _| {
        Box::pin(async move { client.batch_execute(SESSION).await.map_err(HookError::Backend) })
    });
    Pool::builder(manager)
        .max_size(size.max(1))
        .queue_mode(QueueMode::Lifo)
        .wait_timeout(Some(PATIENCE))
        .create_timeout(Some(PATIENCE))
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
