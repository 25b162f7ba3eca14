//! A database of its own for each test, copied from one whose tables are made.
use crate::{environment, on_ci};
use std::thread;
use store::{PostgresSettings, PostgresStore, PostgresVault};
use tokio_postgres::{Client, Config, NoTls};

/// The environment's word for the server: an address of one of its databases, of a user who may make others.
pub const SERVER: &str = "RECOURSE_TEST_POSTGRES";

/// Connections of a store in a test: many tests share one server.
const FEW: PostgresSettings = PostgresSettings { readers: 4, writers: 4 };

/// A database of one test. It is dropped, with every connection to it, when this is.
pub struct TestDatabase {
    server: String,
    name: String,
}

impl TestDatabase {
    /// An empty store's database; nothing where there is no server, which is said and fails on CI.
    ///
    /// # Panics
    /// Where the server refuses, and on CI where there is none.
    pub async fn make() -> Option<Self> {
        Self::from(true).await
    }

    /// A database without any table.
    ///
    /// # Panics
    /// As [`TestDatabase::make`].
    pub async fn bare() -> Option<Self> {
        Self::from(false).await
    }

    async fn from(tables: bool) -> Option<Self> {
        let Some(server) = environment(SERVER) else {
            assert!(!on_ci(), "{SERVER} is not set; ./dev test starts a server and sets it");
            eprintln!("passed over: {SERVER} is not set; ./dev test starts a server and sets it");
            return None;
        };
        let client = connect(&server).await;
        let template = if tables { template(&client, &server).await } else { "template0".to_owned() };
        let name = format!("recourse_test_{}", word());
        run(&client, &format!("CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'")).await;
        Some(Self { server, name })
    }

    /// A copy of it. Nobody may be connected to it.
    ///
    /// # Panics
    /// Where the server refuses.
    pub async fn copy(&self) -> Self {
        let client = connect(&self.server).await;
        alone(&client, &self.name).await;
        let name = format!("recourse_test_{}", word());
        run(&client, &format!("CREATE DATABASE {name} TEMPLATE {}", self.name)).await;
        Self { server: self.server.clone(), name }
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> String {
        of(&self.server, &self.name)
    }

    /// A store over it, with few connections.
    ///
    /// # Panics
    /// Where it does not open.
    pub async fn store(&self) -> PostgresStore {
        PostgresStore::open(&self.url(), FEW).await.expect("the test's database opens")
    }

    /// A connection past the store, to look and to do damage.
    ///
    /// # Panics
    /// Where the server refuses.
    pub async fn raw(&self) -> Client {
        connect(&self.url()).await
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), self.name.clone());
        // A destructor cannot wait for a future, and its own runtime may be on its way out.
        let dropped = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(async {
                let client = connect(&server).await;
                run(&client, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
            });
            Ok::<_, std::io::Error>(())
        })
        .join();
        if !thread::panicking() {
            dropped.expect("its thread ends well").expect("a runtime");
        }
    }
}

/// The name of a database whose tables are made: one for each set of changes, made by the first test that wants it.
async fn template(client: &Client, server: &str) -> String {
    let name = format!("recourse_template_{}", store::postgres_changes_hash());
    let found = format!("SELECT 1 FROM pg_database WHERE datname = '{name}'");
    if client.query_opt(&found, &[]).await.expect("the server answers").is_some() {
        return name;
    }
    run(client, "SELECT pg_advisory_lock(5391, 9)").await;
    if client.query_opt(&found, &[]).await.expect("the server answers").is_none() {
        // Under another name until it is whole: a test that is killed half-way leaves nothing that looks finished.
        let making = format!("{name}_making");
        run(client, &format!("DROP DATABASE IF EXISTS {making} WITH (FORCE)")).await;
        run(client, &format!("CREATE DATABASE {making} TEMPLATE template0 ENCODING 'UTF8'")).await;
        let store = PostgresStore::open(&of(server, &making), FEW).await.expect("the template opens");
        let list = std::env::temp_dir().join("never-written.jsonl");
        let vault = PostgresVault::open(store.database().clone(), &list).await.expect("the template opens");
        drop((store, vault));
        alone(client, &making).await;
        run(client, &format!("ALTER DATABASE {making} RENAME TO {name}")).await;
    }
    run(client, "SELECT pg_advisory_unlock(5391, 9)").await;
    name
}

/// Until nobody is connected to a database: connections that were dropped end a moment later.
async fn alone(client: &Client, name: &str) {
    let others = "SELECT count(*) FROM pg_stat_activity WHERE datname = $1";
    while client.query_one(others, &[&name]).await.expect("the server answers").get::<_, i64>(0) > 0 {
        tokio::task::yield_now().await;
    }
}

async fn run(client: &Client, statement: &str) {
    if let Err(error) = client.batch_execute(statement).await {
        panic!("the test server refused `{statement}`: {error:?}");
    }
}

async fn connect(url: &str) -> Client {
    let config: Config = url.parse().expect("the address of the test server can be read");
    let (client, connection) = config.connect(NoTls).await.expect("the test server answers");
    tokio::spawn(connection);
    client
}

/// The server's address with another database.
fn of(server: &str, name: &str) -> String {
    let (base, options) = server.split_once('?').map_or((server, None), |(base, rest)| (base, Some(rest)));
    let start = base.find("://").map_or(0, |at| at + 3);
    let end = base[start..].find('/').map_or(base.len(), |at| start + at);
    let options = options.map(|options| format!("?{options}")).unwrap_or_default();
    format!("{}/{name}{options}", &base[..end])
}

/// A word that no other test has.
#[expect(clippy::disallowed_methods, reason = "names of databases of tests must not meet")]
fn word() -> String {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).expect("the system has randomness");
    hex::encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn only_the_database_of_an_address_changes() {
        assert_eq!(
            of("postgres://u:p@h:1/old?sslmode=disable", "new"),
            "postgres://u:p@h:1/new?sslmode=disable"
        );
        assert_eq!(of("postgres://u@%2Ftmp%2Fs", "new"), "postgres://u@%2Ftmp%2Fs/new");
    }
}
