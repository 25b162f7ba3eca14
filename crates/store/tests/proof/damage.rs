//! Damage as a database's own tools can do it, in the words of each database.
use resolution::id::AggregateId;
use testbed::{Bed, on_postgres};

/// Statements for SQLite and for PostgreSQL.
pub struct Damage {
    sqlite: String,
    postgres: String,
}

/// The tables in which something of an order stands, in the order in which they let go of it; in SQLite, whether by
/// `agg` or by `key`.
const TABLES: [(&str, &str); 8] = [
    ("turn", "key"),
    ("listing", "key"),
    ("snapshot", "key"),
    ("outbox", "agg"),
    ("parcel_route", "agg"),
    ("payment_route", "agg"),
    ("journal", "agg"),
    ("head", "key"),
];

fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn key(id: AggregateId) -> String {
    format!("(SELECT key FROM head WHERE id = x'{}')", digits(&id.bytes()))
}

fn id(id: AggregateId) -> String {
    format!("id = '\\x{}'", digits(&id.bytes()))
}

impl Damage {
    /// The same statement on both.
    pub fn both(sql: &str) -> Self {
        Self { sqlite: sql.to_owned(), postgres: sql.to_owned() }
    }

    pub fn and(self, other: Self) -> Self {
        Self {
            sqlite: format!("{};{}", self.sqlite, other.sqlite),
            postgres: format!("{};{}", self.postgres, other.postgres),
        }
    }

    /// Other words in a column of texts as bytes of an order.
    pub fn words(table: &str, column: &str, of: AggregateId, from: &str, to: &str) -> Self {
        let by = if table == "journal" { "agg" } else { "key" };
        Self {
            sqlite: format!(
                "UPDATE {table} SET {column} = cast(replace(cast({column} AS TEXT), '{from}', '{to}') AS BLOB)
                 WHERE {by} = {}",
                key(of)
            ),
            postgres: format!(
                "UPDATE {table} SET {column} = convert_to(replace(convert_from({column}, 'UTF8'), '{from}', '{to}'), 'UTF8')
                 WHERE {}",
                id(of)
            ),
        }
    }

    /// Another state in the lists.
    pub fn listed(of: AggregateId, state: &str) -> Self {
        Self {
            sqlite: format!("UPDATE listing SET state = '{state}' WHERE key = {}", key(of)),
            postgres: format!("UPDATE listing SET state = '{state}' WHERE {}", id(of)),
        }
    }

    /// Other bytes in a column of a record.
    pub fn bytes(column: &str, record: u64, bytes: &[u8]) -> Self {
        let bytes = digits(bytes);
        Self {
            sqlite: format!("UPDATE journal SET {column} = x'{bytes}' WHERE seq = {record}"),
            postgres: format!("UPDATE journal SET {column} = '\\x{bytes}' WHERE seq = {record}"),
        }
    }

    /// An order rolled back to the record before its last, as someone would who knows how it is kept.
    pub fn tail_cut(of: AggregateId) -> Self {
        let (key, id) = (key(of), id(of));
        Self {
            sqlite: format!(
                "DELETE FROM journal WHERE seq = (SELECT last FROM head WHERE key = {key});
                 DELETE FROM snapshot WHERE key = {key};
                 UPDATE head SET version = 3, last = (SELECT max(seq) FROM journal WHERE agg = head.key),
                   hash = (SELECT hash FROM journal WHERE agg = head.key ORDER BY seq DESC LIMIT 1) WHERE key = {key}"
            ),
            postgres: format!(
                "DELETE FROM journal WHERE seq = (SELECT last FROM head WHERE {id});
                 DELETE FROM snapshot WHERE {id};
                 UPDATE head SET version = 3, last = (SELECT max(seq) FROM journal WHERE journal.id = head.id),
                   hash = (SELECT hash FROM journal WHERE journal.id = head.id ORDER BY seq DESC LIMIT 1) WHERE {id}"
            ),
        }
    }

    /// Nothing of an order is left.
    pub fn gone(of: AggregateId) -> Self {
        let all = |line: &dyn Fn(&(&str, &str)) -> String| TABLES.iter().map(line).collect::<String>();
        Self {
            sqlite: all(&|(table, by)| format!("DELETE FROM {table} WHERE {by} = {};", key(of))),
            postgres: all(&|(table, _)| format!("DELETE FROM {table} WHERE {};", id(of))),
        }
    }

    /// Does it to a database that nobody uses.
    pub async fn done_to(self, bed: &Bed) {
        let unguarded = "PRAGMA foreign_keys = OFF; DROP TRIGGER IF EXISTS journal_append_only_update;
             DROP TRIGGER IF EXISTS journal_append_only_delete;";
        bed.damage(&format!("{unguarded}{}", self.sqlite), &self.postgres).await;
    }
}

/// The bytes of a column of a record.
pub async fn column(bed: &Bed, name: &str, record: u64) -> Vec<u8> {
    bed.bytes(&format!("SELECT {name} FROM journal WHERE seq = {record}")).await
}

/// The first sealed row is gone, the second is full of zeros.
pub async fn of_sealed(bed: &Bed, first: [u8; 32], second: [u8; 32]) {
    let (first, second) = (digits(&first), digits(&second));
    let (one, two) = if on_postgres() { ("'\\x", "'") } else { ("x'", "'") };
    bed.damage_vault(
        &format!(
            "DELETE FROM sealed WHERE digest = {one}{first}{two};
             UPDATE sealed SET ciphertext = zeroblob(length(ciphertext)) WHERE digest = {one}{second}{two}"
        ),
        &format!(
            "DELETE FROM vault.sealed WHERE digest = {one}{first}{two};
             UPDATE vault.sealed SET ciphertext = decode(repeat('00', octet_length(ciphertext)), 'hex')
             WHERE digest = {one}{second}{two}"
        ),
    )
    .await;
}
