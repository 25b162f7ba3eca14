//! The tables in the common form of a copy, in an order in which each comes after those that it refers to.
//!
//! The common columns are PostgreSQL's. SQLite refers to a head by its small key where PostgreSQL names its id: there a
//! column is looked up on the way out, and its key on the way in.
use tokio_postgres::types::Type;

/// A table.
#[derive(Debug)]
pub(super) struct Table {
    /// Its name, the same in both.
    pub(super) name: &'static str,
    /// Whether it is the vault's: a file of its own in SQLite, a schema of its own in PostgreSQL.
    pub(super) vault: bool,
    /// Its columns.
    pub(super) columns: &'static [Column],
    /// The column that counts up by itself, where later rows must go on from the last.
    pub(super) serial: Option<&'static str>,
}

/// A column.
#[derive(Debug)]
pub(super) struct Column {
    /// Its name in PostgreSQL, and in SQLite where it is the same.
    pub(super) name: &'static str,
    /// Its type in PostgreSQL.
    pub(super) kind: Kind,
    /// How SQLite has it.
    pub(super) home: Home,
}

/// What PostgreSQL has a column as.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// `bigint`.
    Int,
    /// `smallint`.
    Small,
    /// `boolean`; 0 or 1 in SQLite.
    Truth,
    /// `text`.
    Text,
    /// `bytea`.
    Bytes,
}

impl Kind {
    /// PostgreSQL's type.
    pub(super) const fn of(self) -> Type {
        match self {
            Self::Int => Type::INT8,
            Self::Small => Type::INT2,
            Self::Truth => Type::BOOL,
            Self::Text => Type::TEXT,
            Self::Bytes => Type::BYTEA,
        }
    }
}

/// How SQLite has a column.
#[derive(Debug)]
pub(super) enum Home {
    /// Under the same name.
    Same,
    /// As this column of the head that its own column refers to, to which it is written back.
    Head { by: &'static str, column: &'static str },
    /// Likewise, but not written: it follows from another column.
    Follows { by: &'static str, column: &'static str },
}

impl Column {
    /// What SQLite selects for it.
    pub(super) fn read(&self) -> String {
        match self.home {
            Home::Same => self.name.to_owned(),
            Home::Head { by, column } | Home::Follows { by, column } => {
                format!("(SELECT head.{column} FROM head WHERE head.key = t.{by})")
            }
        }
    }
}

const fn same(name: &'static str, kind: Kind) -> Column {
    Column { name, kind, home: Home::Same }
}

const fn int(name: &'static str) -> Column {
    same(name, Kind::Int)
}

const fn small(name: &'static str) -> Column {
    same(name, Kind::Small)
}

const fn text(name: &'static str) -> Column {
    same(name, Kind::Text)
}

const fn bytes(name: &'static str) -> Column {
    same(name, Kind::Bytes)
}

/// The id of a head, which SQLite has as its key in the column `by`.
const fn head(by: &'static str) -> Column {
    Column { name: "id", kind: Kind::Bytes, home: Home::Head { by, column: "id" } }
}

/// The id of a head, whose key is copied as it is beside it.
const fn beside(by: &'static str) -> Column {
    Column { name: "id", kind: Kind::Bytes, home: Home::Follows { by, column: "id" } }
}

const fn kind(by: &'static str) -> Column {
    Column { name: "kind", kind: Kind::Small, home: Home::Follows { by, column: "kind" } }
}

const fn store(name: &'static str, serial: Option<&'static str>, columns: &'static [Column]) -> Table {
    Table { name, vault: false, columns, serial }
}

const fn vault(name: &'static str, serial: Option<&'static str>, columns: &'static [Column]) -> Table {
    Table { name, vault: true, columns, serial }
}

/// All tables but those that note the changes of the tables, and PostgreSQL's note of whose the database is.
pub(super) const TABLES: &[Table] = &[
    store(
        "marketplace",
        Some("key"),
        &[
            int("key"),
            bytes("id"),
            text("slug"),
            text("zone"),
            text("calendar"),
            text("currency"),
            text("policy"),
            int("sandbox"),
            text("languages"),
            int("created"),
        ],
    ),
    store(
        "head",
        Some("key"),
        &[
            int("key"),
            int("marketplace"),
            int("version"),
            int("last"),
            int("timeline"),
            int("next_wake"),
            small("kind"),
            same("quarantined", Kind::Truth),
            bytes("id"),
            bytes("hash"),
        ],
    ),
    store("journal", Some("seq"), &[int("seq"), int("prev"), head("agg"), bytes("hash"), bytes("body")]),
    store("snapshot", None, &[int("version"), int("last"), int("format"), head("key"), bytes("state")]),
    store("answer", None, &[int("last"), int("at"), bytes("key"), bytes("request"), bytes("outcome")]),
    store("taken", None, &[int("first"), int("version"), int("last"), bytes("key")]),
    store("quarantine", None, &[int("marketplace"), int("at"), small("kind"), bytes("id"), text("why")]),
    store(
        "listing",
        None,
        &[
            int("key"),
            int("marketplace"),
            int("placed"),
            beside("key"),
            bytes("buyer"),
            bytes("seller"),
            text("state"),
        ],
    ),
    store(
        "turn",
        None,
        &[
            int("key"),
            int("marketplace"),
            int("ends"),
            int("ordinal"),
            int("case_no"),
            small("whom"),
            beside("key"),
            bytes("party"),
            text("what"),
        ],
    ),
    store(
        "outbox",
        Some("no"),
        &[
            int("no"),
            int("marketplace"),
            int("timeline"),
            int("promised"),
            int("next"),
            int("attempts"),
            int("first_claimed"),
            int("lease"),
            kind("agg"),
            head("agg"),
            text("key"),
            bytes("body"),
            bytes("note"),
            text("trouble"),
        ],
    ),
    store("policy", None, &[text("hash"), text("files"), int("at")]),
    store("calendar", None, &[int("marketplace"), text("name"), text("text")]),
    store(
        "api_key",
        Some("no"),
        &[
            int("no"),
            text("id"),
            int("marketplace"),
            text("name"),
            text("role"),
            bytes("hash"),
            int("created"),
            int("revoked"),
        ],
    ),
    store(
        "checkpoint",
        Some("no"),
        &[int("no"), int("at"), int("position"), bytes("body"), bytes("signature")],
    ),
    store(
        "balance",
        None,
        &[int("marketplace"), text("account"), text("commodity"), int("amount"), int("entries")],
    ),
    store("rollup", None, &[int("one"), int("as_of")]),
    store(
        "staff",
        Some("no"),
        &[
            int("no"),
            int("marketplace"),
            text("id"),
            text("login"),
            text("role"),
            text("password"),
            bytes("generation"),
            int("created"),
        ],
    ),
    store(
        "parcel_route",
        None,
        &[
            int("marketplace"),
            int("agg"),
            int("starts"),
            int("ends"),
            int("no"),
            small("journey"),
            beside("agg"),
            text("number"),
            text("carrier"),
        ],
    ),
    store(
        "payment_route",
        None,
        &[
            int("marketplace"),
            int("agg"),
            int("payment"),
            beside("agg"),
            text("provider"),
            text("payment_id"),
        ],
    ),
    store(
        "inbox",
        Some("no"),
        &[
            int("no"),
            int("marketplace"),
            int("at"),
            int("received"),
            small("state"),
            text("provider"),
            text("event"),
            text("carrier"),
            text("number"),
            bytes("body"),
            bytes("raw"),
        ],
    ),
    store("document", None, &[int("marketplace"), bytes("digest"), text("kind"), bytes("bytes")]),
    vault("person_key", None, &[bytes("marketplace"), bytes("party"), int("generation"), bytes("wrapped")]),
    vault("erased", None, &[bytes("marketplace"), bytes("party"), int("generation")]),
    vault("person", None, &[bytes("marketplace"), bytes("party"), int("generation"), bytes("sealed")]),
    vault(
        "sealed",
        None,
        &[
            bytes("marketplace"),
            bytes("digest"),
            bytes("party"),
            int("generation"),
            int("bytes"),
            text("mime"),
            small("place"),
            bytes("ciphertext"),
        ],
    ),
    vault("destruction", Some("number"), &[int("number"), text("line")]),
];
