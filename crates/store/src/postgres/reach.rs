//! Finding the server that can be written to, among all that the address names.
//!
//! After a failover the primary is another of them. The one that answered last is asked first; one that is silent is passed
//! over at the next try, so that a machine that is gone holds nobody up twice.
use super::address::Address;
use super::tls;
use crate::OpenError;
use deadpool_postgres::Connect;
use futures::future::BoxFuture;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio_postgres::config::TargetSessionAttrs;
use tokio_postgres::{Client, Config, Connection, Error, Socket};
use tokio_postgres_rustls::MakeRustlsConnect;

/// A server's answer to a first connection is waited for this long, where the address does not say otherwise.
const PATIENCE: Duration = Duration::from_secs(5);
/// The same where others can be asked instead.
const AMONG_OTHERS: Duration = Duration::from_secs(2);
/// A server that is gone without a word is noticed after this, where the address does not say otherwise.
const SILENCE: Duration = Duration::from_secs(20);

/// The stream of a connection, guarded or not.
type Stream = <MakeRustlsConnect as tokio_postgres::tls::MakeTlsConnect<Socket>>::Stream;

/// The servers of an address.
pub(crate) struct Reach {
    tls: MakeRustlsConnect,
    servers: Vec<Config>,
    /// Which is asked first.
    first: AtomicUsize,
}

impl Reach {
    /// Reads the certificates.
    ///
    /// # Errors
    /// [`OpenError::Certificates`].
    pub(crate) fn of(address: &Address) -> Result<Self, OpenError> {
        let servers: Vec<Config> = address.servers.iter().map(|one| patient(one, address)).collect();
        Ok(Self { tls: tls::connector(&address.trust)?, servers, first: AtomicUsize::new(0) })
    }

    /// How long one attempt at all servers may take.
    pub(crate) fn longest(&self) -> Duration {
        let of = |server: &Config| server.get_connect_timeout().copied().unwrap_or(PATIENCE);
        self.servers.iter().map(of).sum::<Duration>().max(PATIENCE)
    }

    /// A connection to the server that can be written to.
    ///
    /// # Errors
    /// What the most talkative of the servers said.
    pub(crate) async fn find(&self) -> Result<(Client, Connection<Socket, Stream>), Error> {
        let count = self.servers.len();
        let first = self.first.load(Ordering::Relaxed);
        let mut error: Option<Error> = None;
        for at in (first..first + count).map(|at| at % count) {
            // Whoever stops waiting for this one begins with the next.
            self.first.store((at + 1) % count, Ordering::Relaxed);
            match self.servers[at].connect(self.tls.clone()).await {
                Ok(connected) => {
                    self.first.store(at, Ordering::Relaxed);
                    return Ok(connected);
                }
                // A server that refuses in words tells more than one that cannot be reached.
                Err(found) if error.as_ref().is_none_or(|known| known.as_db_error().is_none()) => {
                    error = Some(found);
                }
                Err(_) => {}
            }
        }
        match error {
            Some(error) => Err(error),
            // Without any server there is nobody to be asked, and the library says so.
            None => Config::new().connect(self.tls.clone()).await,
        }
    }
}

impl Connect for Reach {
    fn connect(&self, _: &Config) -> BoxFuture<'_, Result<(Client, JoinHandle<()>), Error>> {
        Box::pin(async move {
            let (client, connection) = self.find().await?;
            let carried = tokio::spawn(async move {
                if let Err(error) = connection.await {
                    tracing::debug!(%error, "a connection to the database ended");
                }
            });
            Ok((client, carried))
        })
    }
}

/// Only a server that takes writes is of use: a standby would show what is old, and refuse the rest.
fn patient(server: &Config, address: &Address) -> Config {
    let mut config = server.clone();
    config.target_session_attrs(TargetSessionAttrs::ReadWrite);
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(if address.servers.len() > 1 { AMONG_OTHERS } else { PATIENCE });
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(SILENCE);
    }
    if config.get_keepalives_idle() == Config::new().get_keepalives_idle() {
        config.keepalives_idle(Duration::from_secs(10));
        config.keepalives_interval(Duration::from_secs(3)).keepalives_retries(3);
    }
    config
}
