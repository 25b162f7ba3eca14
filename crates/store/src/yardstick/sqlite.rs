//! The yardsticks on SQLite: one connection, WAL, an answer after the disk has it.
use super::{EVENT, RECORD, ROW, STATE, aggregate, filled, spread};
use crate::columns::int;
use crate::sqlite::named;
use engine::ports::StoreError;
use rusqlite::{Connection, params};
use std::path::Path;

const TABLES: &str = "
    CREATE TABLE plain_state (id BLOB NOT NULL PRIMARY KEY, version INTEGER NOT NULL, state BLOB NOT NULL) STRICT;
    CREATE TABLE plain_event (id BLOB NOT NULL PRIMARY KEY, agg BLOB NOT NULL, number INTEGER NOT NULL, body BLOB NOT NULL,
        UNIQUE (agg, number)) STRICT;
    CREATE TABLE plain_ledger (id BLOB NOT NULL PRIMARY KEY, account TEXT NOT NULL, amount INTEGER NOT NULL,
        event BLOB NOT NULL) STRICT;
    CREATE INDEX plain_ledger_by_account ON plain_ledger (account, id);
    CREATE TABLE bare_head (key INTEGER PRIMARY KEY, version INTEGER NOT NULL, last INTEGER NOT NULL, hash BLOB NOT NULL,
        wake INTEGER) STRICT;
    CREATE TABLE bare_journal (seq INTEGER PRIMARY KEY, agg INTEGER NOT NULL, prev INTEGER, hash BLOB NOT NULL,
        body BLOB NOT NULL) STRICT;
    CREATE TABLE appended (seq INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;";

const DOING: &str = "measure the database underneath";

/// Simple designs in a file of their own.
pub struct SqliteYardstick {
    connection: Connection,
    aggregates: u64,
}

impl SqliteYardstick {
    /// Makes the file with so many aggregates, with the settings of the product's own.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub fn make(file: &Path, aggregates: u64) -> Result<Self, StoreError> {
        let made = || {
            let connection = Connection::open(file)?;
            crate::sqlite::settings(&connection)?;
            connection.execute_batch(TABLES)?;
            Ok(Self { connection, aggregates })
        };
        let yardstick = made().map_err(|error| named(error, DOING))?;
        yardstick.fill().map_err(|error| named(error, DOING))?;
        Ok(yardstick)
    }

    fn fill(&self) -> rusqlite::Result<()> {
        let transaction = self.connection.unchecked_transaction()?;
        {
            let mut plain = transaction.prepare("INSERT INTO plain_state VALUES (?1, 0, ?2)")?;
            let mut bare = transaction.prepare("INSERT INTO bare_head VALUES (?1, 0, 0, ?2, ?1)")?;
            for number in 0..self.aggregates {
                plain.execute(params![&spread(number)[..], filled(STATE, number)])?;
                bare.execute(params![int(number), filled(32, number)])?;
            }
        }
        transaction.commit()
    }

    /// One command in the plain design.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn plain(&mut self, command: u64) -> Result<(), StoreError> {
        self.plain_command(command).map_err(|error| named(error, DOING))
    }

    fn plain_command(&mut self, command: u64) -> rusqlite::Result<()> {
        let id = spread(aggregate(command, self.aggregates));
        let transaction =
            self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let (version, state): (i64, Vec<u8>) = transaction
            .prepare_cached("SELECT version, state FROM plain_state WHERE id = ?1")?
            .query_row([&id[..]], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut state = state;
        state.rotate_left(1);
        transaction
            .prepare_cached("UPDATE plain_state SET version = ?2, state = ?3 WHERE id = ?1")?
            .execute(params![&id[..], version + 2, state])?;
        for ordinal in 0..2 {
            let event = spread(command * 2 + ordinal + (1 << 48));
            transaction
                .prepare_cached("INSERT INTO plain_event VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![&event[..], &id[..], version + int(ordinal), filled(EVENT, command)])?;
            let account = format!("account:{}", command.wrapping_add(ordinal) % 2_000);
            transaction
                .prepare_cached("INSERT INTO plain_ledger VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![&spread(command * 2 + ordinal + (1 << 49))[..], account, 100, &event[..]])?;
        }
        transaction.commit()
    }

    /// Commands from a number on in the bare design, in one commit.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn bare(&self, from: u64, commands: u64) -> Result<(), StoreError> {
        let write = || {
            let transaction = self.connection.unchecked_transaction()?;
            {
                let mut append = transaction.prepare_cached(
                    "INSERT INTO bare_journal (agg, prev, hash, body) VALUES (?1, NULL, ?2, ?3)",
                )?;
                let mut head = transaction.prepare_cached(
                    "UPDATE bare_head SET version = version + 2, last = ?2, hash = ?3, wake = ?4 WHERE key = ?1",
                )?;
                for command in from..from.saturating_add(commands) {
                    let (key, hash) = (int(aggregate(command, self.aggregates)), filled(32, command));
                    append.execute(params![key, hash, filled(RECORD, command)])?;
                    head.execute(params![key, transaction.last_insert_rowid(), hash, int(command)])?;
                }
            }
            transaction.commit()
        };
        write().map_err(|error| named(error, DOING))
    }

    /// Rows appended in one commit.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn append(&self, from: u64, rows: u64) -> Result<(), StoreError> {
        let write = || {
            let transaction = self.connection.unchecked_transaction()?;
            {
                let mut append = transaction.prepare_cached("INSERT INTO appended (body) VALUES (?1)")?;
                let row = filled(ROW, from);
                for _ in 0..rows {
                    append.execute([&row])?;
                }
            }
            transaction.commit()
        };
        write().map_err(|error| named(error, DOING))
    }
}
