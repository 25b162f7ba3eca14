//! The record: one appended row a command, and the one implementation of its bytes and its hash.
//!
//! The bytes are compact JSON, and exactly these bytes are hashed, so that anyone can check a chain with ordinary
//! tools. The chain hash is SHA-256 over the predecessor's hash (32 bytes, zeros for the first record of an aggregate)
//! and the bytes: `{ printf PREVIOUS_HASH_IN_HEX | xxd -r -p; cat BODY; } | sha256sum` prints it. Each store's own page
//! says how to take the two out of it.
//!
//! The fields, in this order: `v` format (1), `agg` the aggregate, `n` number of the first event (from 1), `at` the
//! instant of recording, `due` the due instant (only for deadlines), `by` who acted, `events`.
use jiff::Timestamp;
use resolution::account::AccountEvent;
use resolution::actor::Actor;
use resolution::aggregate::Event;
use resolution::fund::FundEvent;
use resolution::id::AggregateId;
use resolution::order::event::OrderEvent;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The format that is written.
pub const FORMAT: u8 = 1;

/// The predecessor's hash of the first record of an aggregate.
pub const GENESIS: [u8; 32] = [0; 32];

/// A record, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Whose.
    pub aggregate: AggregateId,
    /// Number of the first event; events of an aggregate count from 1.
    pub first: u64,
    /// Instant of recording.
    pub at: Timestamp,
    /// The due instant, where a deadline was applied.
    pub due: Option<Timestamp>,
    /// Who acted.
    pub by: Actor,
    /// The facts.
    pub events: Vec<Event>,
}

/// Why bytes are not a record of the aggregate.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// It is not JSON of the form.
    #[error("a record of {aggregate} cannot be read: {source}")]
    Form {
        /// Of which aggregate it should be.
        aggregate: AggregateId,
        /// Where and why.
        #[source]
        source: serde_json::Error,
    },
    /// A later program wrote it.
    #[error(
        "a record of {aggregate} has format {format}, this program reads up to {FORMAT}; install a newer one"
    )]
    Format {
        /// Of which aggregate it should be.
        aggregate: AggregateId,
        /// The format.
        format: u8,
    },
    /// It names another aggregate.
    #[error("a record of {aggregate} names {found} instead")]
    Owner {
        /// Of which aggregate it should be.
        aggregate: AggregateId,
        /// What it names.
        found: String,
    },
}

#[derive(Serialize)]
struct Written<'a> {
    v: u8,
    agg: String,
    n: u64,
    at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<Timestamp>,
    by: &'a Actor,
    events: &'a [Event],
}

#[derive(Deserialize)]
struct Read<E> {
    v: u8,
    agg: String,
    n: u64,
    at: Timestamp,
    #[serde(default)]
    due: Option<Timestamp>,
    by: Actor,
    events: Vec<E>,
}

impl Record {
    /// Number of the last event.
    #[must_use]
    pub fn last(&self) -> u64 {
        let count = u64::try_from(self.events.len()).unwrap_or(u64::MAX);
        self.first.saturating_add(count).saturating_sub(1)
    }

    /// The bytes that are stored and hashed.
    ///
    /// # Errors
    /// Where an event cannot be written as JSON, which is a fault of the event's type.
    pub fn encode(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(&Written {
            v: FORMAT,
            agg: self.aggregate.to_string(),
            n: self.first,
            at: self.at,
            due: self.due,
            by: &self.by,
            events: &self.events,
        })
    }

    /// Reads the bytes of a record of `aggregate`. Events are read by the aggregate's kind.
    ///
    /// # Errors
    /// [`RecordError`] where they are not what they should be.
    pub fn decode(aggregate: AggregateId, body: &[u8]) -> Result<Self, RecordError> {
        match aggregate {
            AggregateId::Order(_) => Self::read::<OrderEvent>(aggregate, body, Event::Order),
            AggregateId::Account(_) => Self::read::<AccountEvent>(aggregate, body, Event::Account),
            AggregateId::Fund(_) => Self::read::<FundEvent>(aggregate, body, Event::Fund),
        }
    }

    fn read<'a, E: Deserialize<'a>>(
        aggregate: AggregateId,
        body: &'a [u8],
        wrap: fn(E) -> Event,
    ) -> Result<Self, RecordError> {
        let read: Read<E> =
            serde_json::from_slice(body).map_err(|source| RecordError::Form { aggregate, source })?;
        if read.v != FORMAT {
            return Err(RecordError::Format { aggregate, format: read.v });
        }
        if read.agg != aggregate.to_string() {
            return Err(RecordError::Owner { aggregate, found: read.agg.chars().take(80).collect() });
        }
        Ok(Self {
            aggregate,
            first: read.n,
            at: read.at,
            due: read.due,
            by: read.by,
            events: read.events.into_iter().map(wrap).collect(),
        })
    }
}

/// The chain hash after a record.
#[must_use]
pub fn chain(previous: &[u8; 32], body: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(previous).chain_update(body).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use resolution::id::{AccountId, AccountRole, OrderId, PartyId};

    fn record() -> Record {
        let account = AccountId([0xab; 16]);
        Record {
            aggregate: AggregateId::Account(account),
            first: 1,
            at: "2026-03-01T10:00:00.5Z".parse().expect("an instant"),
            due: None,
            by: Actor::Aggregate(AggregateId::Order(OrderId([1; 16]))),
            events: vec![Event::Account(AccountEvent::AccountOpened {
                party: PartyId([7; 16]),
                role: AccountRole::Seller,
            })],
        }
    }

    /// What was written once must be written the same way for ever: the hash covers these bytes.
    const GOLDEN: &str = concat!(
        r#"{"v":1,"agg":"acc_abababababababababababababababab","n":1,"at":"2026-03-01T10:00:00.5Z","#,
        r#""by":{"as":"aggregate","id":{"order":"ord_01010101010101010101010101010101"}},"#,
        r#""events":[{"type":"account_opened","party":"pty_07070707070707070707070707070707","role":"seller"}]}"#
    );

    #[test]
    fn the_bytes_are_the_golden_ones() {
        let bytes = record().encode().expect("it can be written");
        assert_eq!(String::from_utf8_lossy(&bytes), GOLDEN);
        assert_eq!(
            hex::encode(chain(&GENESIS, &bytes)),
            "601000ebde8f96c4ce069102208c279a371a37fccf9adb907383ef9e3fd58c59"
        );
    }

    #[test]
    fn a_record_survives_its_bytes() {
        let mut record = record();
        record.due = Some("2026-02-28T00:00:00Z".parse().expect("an instant"));
        let bytes = record.encode().expect("it can be written");
        let read = Record::decode(record.aggregate, &bytes).expect("it can be read");
        assert_eq!(read, record);
        assert_eq!(read.last(), 1);
    }

    #[test]
    fn a_foreign_record_and_a_later_format_are_named() {
        let bytes = record().encode().expect("it can be written");
        let other = AggregateId::Account(AccountId([2; 16]));
        assert!(matches!(Record::decode(other, &bytes), Err(RecordError::Owner { .. })));
        let later = GOLDEN.replacen("\"v\":1", "\"v\":2", 1);
        let found = Record::decode(record().aggregate, later.as_bytes());
        assert!(matches!(found, Err(RecordError::Format { format: 2, .. })));
    }
}
