//! The yardsticks on PostgreSQL, in a schema of their own.
use super::{EVENT, RECORD, ROW, STATE, aggregate, filled, spread};
use crate::OpenError;
use crate::columns::int;
use crate::postgres::{Database, PgError, PostgresSettings, name};
use engine::ports::StoreError;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Statement};

const TABLES: &str = "
    DROP SCHEMA IF EXISTS recourse_yardstick CASCADE;
    CREATE SCHEMA recourse_yardstick;
    SET search_path = recourse_yardstick;
    CREATE TABLE plain_state (id bytea PRIMARY KEY, version bigint NOT NULL, state bytea NOT NULL);
    ALTER TABLE plain_state ALTER COLUMN state SET STORAGE EXTERNAL;
    CREATE TABLE plain_event (id bytea PRIMARY KEY, agg bytea NOT NULL, number bigint NOT NULL, body bytea NOT NULL,
        UNIQUE (agg, number));
    CREATE TABLE plain_ledger (id bytea PRIMARY KEY, account text NOT NULL, amount bigint NOT NULL, event bytea NOT NULL);
    CREATE INDEX plain_ledger_by_account ON plain_ledger (account, id);
    CREATE TABLE bare_head (key bigint PRIMARY KEY, version bigint NOT NULL, last bigint NOT NULL, hash bytea NOT NULL,
        wake bigint) WITH (fillfactor = 70);
    CREATE TABLE bare_journal (seq bigserial PRIMARY KEY, agg bigint NOT NULL, prev bigint, hash bytea NOT NULL,
        body bytea NOT NULL);
    CREATE TABLE appended (seq bigserial, body bytea NOT NULL);";

const DOING: &str = "measure the database underneath";

const STATEMENTS: [&str; 7] = [
    "SELECT version, state FROM plain_state WHERE id = $1 FOR UPDATE",
    "UPDATE plain_state SET version = $2, state = $3 WHERE id = $1",
    "INSERT INTO plain_event VALUES ($1, $3, $4, $6), ($2, $3, $5, $6)",
    "INSERT INTO plain_ledger VALUES ($1, $3, 100, $5), ($2, $4, -100, $5)",
    "INSERT INTO bare_journal (agg, hash, body) SELECT * FROM unnest($1::bigint[], $2::bytea[], $3::bytea[])",
    "UPDATE bare_head SET version = version + 2, last = u.wake, hash = u.hash, wake = u.wake
     FROM unnest($1::bigint[], $2::bytea[], $3::bigint[]) AS u (key, hash, wake) WHERE bare_head.key = u.key",
    "INSERT INTO appended (body) SELECT $2::bytea FROM generate_series(1, $1::bigint)",
];

/// One connection to the simple designs.
pub struct PostgresYardstick {
    client: Client,
    statements: Vec<Statement>,
    aggregates: u64,
}

fn named(error: tokio_postgres::Error) -> StoreError {
    name(PgError::from(error), DOING)
}

impl PostgresYardstick {
    /// Makes the tables anew with so many aggregates, and gives connections to them.
    ///
    /// # Errors
    /// Where the database cannot be used.
    pub async fn make(url: &str, aggregates: u64, connections: usize) -> Result<Vec<Self>, OpenError> {
        let database = Database::connect(url, PostgresSettings::default()).await?;
        let unreachable = |error: PgError| OpenError::Unreachable { source: Box::new(name(error, DOING)) };
        let first = database.apart().await.map_err(unreachable)?.client;
        first.batch_execute(TABLES).await?;
        fill(&first, aggregates).await?;
        let mut made = Vec::with_capacity(connections);
        for _ in 0..connections {
            let client = database.apart().await.map_err(unreachable)?.client;
            client.batch_execute("SET search_path = recourse_yardstick").await?;
            let mut statements = Vec::with_capacity(STATEMENTS.len());
            for statement in STATEMENTS {
                statements.push(client.prepare(statement).await?);
            }
            made.push(Self { client, statements, aggregates });
        }
        Ok(made)
    }

    /// One command in the plain design: one statement after the other, as a program does that knows no better.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn plain(&self, command: u64) -> Result<(), StoreError> {
        self.plain_command(command).await.map_err(named)
    }

    async fn plain_command(&self, command: u64) -> Result<(), tokio_postgres::Error> {
        let (client, statements) = (&self.client, &self.statements);
        let id = spread(aggregate(command, self.aggregates));
        let id = &id[..];
        client.batch_execute("BEGIN").await?;
        let row = client.query_one(&statements[0], &[&id]).await?;
        let (version, mut state): (i64, Vec<u8>) = (row.get(0), row.get(1));
        state.rotate_left(1);
        client.execute(&statements[1], &[&id, &(version + 2), &state]).await?;
        let events = [0, 1].map(|ordinal| spread(command * 2 + ordinal + (1 << 48)));
        let body = filled(EVENT, command);
        client
            .execute(
                &statements[2],
                &[&&events[0][..], &&events[1][..], &id, &version, &(version + 1), &body],
            )
            .await?;
        let entries = [0, 1].map(|ordinal| spread(command * 2 + ordinal + (1 << 49)));
        let accounts =
            [0, 1].map(|ordinal: u64| format!("account:{}", command.wrapping_add(ordinal) % 2_000));
        client
            .execute(
                &statements[3],
                &[&&entries[0][..], &&entries[1][..], &accounts[0], &accounts[1], &&events[0][..]],
            )
            .await?;
        client.batch_execute("COMMIT").await
    }

    /// Commands from a number on in the bare design, in one commit. Commands of one call are for different aggregates,
    /// and those of calls beside each other too, where `of` connections each take every `of`th aggregate from `mine`.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn bare(&self, from: u64, commands: u64, mine: u64, of: u64) -> Result<(), StoreError> {
        let numbers: Vec<u64> = (from..from.saturating_add(commands)).collect();
        let key = |number: u64| int(number.wrapping_mul(of.max(1)).wrapping_add(mine) % self.aggregates);
        let keys: Vec<i64> = numbers.iter().map(|number| key(*number)).collect();
        let hashes: Vec<Vec<u8>> = numbers.iter().map(|number| filled(32, *number)).collect();
        let bodies: Vec<Vec<u8>> = numbers.iter().map(|number| filled(RECORD, *number)).collect();
        let wakes: Vec<i64> = numbers.iter().map(|number| int(*number)).collect();
        let records: [&(dyn ToSql + Sync); 3] = [&keys, &hashes, &bodies];
        let heads: [&(dyn ToSql + Sync); 3] = [&keys, &hashes, &wakes];
        // Sent together, as the product does.
        let written = futures::try_join!(
            self.client.batch_execute("BEGIN"),
            self.client.execute(&self.statements[4], &records),
            self.client.execute(&self.statements[5], &heads),
            self.client.batch_execute("COMMIT"),
        );
        written.map(|_| ()).map_err(named)
    }

    /// Rows appended in one commit.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn append(&self, from: u64, rows: u64) -> Result<(), StoreError> {
        let row = filled(ROW, from);
        self.client.execute(&self.statements[6], &[&int(rows), &row]).await.map(|_| ()).map_err(named)
    }

    /// Bytes of the whole database on its disk.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn stored(&self) -> Result<u64, StoreError> {
        let row =
            self.client.query_one("SELECT pg_database_size(current_database())", &[]).await.map_err(named)?;
        Ok(u64::try_from(row.get::<_, i64>(0)).unwrap_or_default())
    }

    /// Takes the tables away.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn clear(self) -> Result<(), StoreError> {
        self.client.batch_execute("DROP SCHEMA IF EXISTS recourse_yardstick CASCADE").await.map_err(named)
    }
}

async fn fill(client: &Client, aggregates: u64) -> Result<(), tokio_postgres::Error> {
    let plain = client
        .prepare("INSERT INTO plain_state SELECT u.id, 0, $2 FROM unnest($1::bytea[]) AS u (id)")
        .await?;
    let state = filled(STATE, 1);
    for from in (0..aggregates).step_by(5_000) {
        let ids: Vec<Vec<u8>> =
            (from..aggregates.min(from + 5_000)).map(|number| spread(number).to_vec()).collect();
        client.execute(&plain, &[&ids, &state]).await?;
    }
    let heads = "INSERT INTO bare_head SELECT k, 0, 0, decode(repeat('00', 32), 'hex'), k FROM generate_series(0, $1::bigint) AS g (k)";
    client.execute(heads, &[&(int(aggregates) - 1)]).await?;
    client.batch_execute("ANALYZE").await
}
