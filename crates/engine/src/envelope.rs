//! A command on its way in, and its answer.
use crate::ports::{AnswerKey, Document, NaturalKey};
use jiff::Timestamp;
use resolution::actor::Actor;
use resolution::aggregate::{Command, Event};
use resolution::id::{AggregateId, CaseNo, MarketplaceId};
use resolution::refusal::Refusal;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A command with everything the engine must know about it.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// The marketplace.
    pub marketplace: MarketplaceId,
    /// The aggregate it is for.
    pub aggregate: AggregateId,
    /// The command.
    pub command: Command,
    /// Who acts.
    pub actor: Actor,
    /// The key by which a repeat is recognised for 30 days.
    pub idempotency: Option<Idempotency>,
    /// Keys that are taken for ever (see [`natural_key`]); a command all of whose keys are taken is not decided again.
    pub natural: Vec<NaturalKey>,
    /// The revision that the caller has seen.
    pub if_match: Option<IfMatch>,
    /// When the engine first read the clock for it; now, if not given. See [`Engine::now`](crate::Engine::now).
    pub read_at: Option<Timestamp>,
    /// Bytes to keep with it.
    pub documents: Vec<Document>,
}

impl Envelope {
    /// A plain command.
    #[must_use]
    pub const fn new(
        marketplace: MarketplaceId,
        aggregate: AggregateId,
        command: Command,
        actor: Actor,
    ) -> Self {
        Self {
            marketplace,
            aggregate,
            command,
            actor,
            idempotency: None,
            natural: Vec::new(),
            if_match: None,
            read_at: None,
            documents: Vec::new(),
        }
    }

    /// The same, answered once for this key of this principal.
    #[must_use]
    pub fn once(mut self, principal: &str, key: &str, request: [u8; 32]) -> Self {
        self.idempotency =
            Some(Idempotency { principal: principal.to_owned(), key: key.to_owned(), request });
        self
    }

    /// The same, taking a natural key.
    #[must_use]
    pub fn taking(mut self, key: NaturalKey) -> Self {
        self.natural.push(key);
        self
    }

    /// The same, counted at an instant at which the clock was read for it.
    #[must_use]
    pub const fn read_at(mut self, at: Timestamp) -> Self {
        self.read_at = Some(at);
        self
    }
}

/// An idempotency key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idempotency {
    /// Who sends: keys of different principals never meet.
    pub principal: String,
    /// The caller's key.
    pub key: String,
    /// Hash of method, path and body (see [`request_hash`]).
    pub request: [u8; 32],
}

/// Which state the caller has seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfMatch {
    /// This revision of a case (what its `ETag` says).
    Case(CaseNo, u32),
    /// This version of the aggregate.
    Version(u64),
}

/// What became of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It was carried out.
    Decided(Decided),
    /// It was not, and here is what can be done instead.
    Refused {
        /// Why.
        refusal: Refusal,
        /// Answered before; this is the same answer again.
        replayed: bool,
    },
    /// The key was used for another request.
    KeyReused,
    /// The caller has seen an older state than there is.
    Stale {
        /// The revision or version now, of what was asked for.
        current: u64,
    },
}

impl Answer {
    /// What was decided, if it was.
    #[must_use]
    pub const fn decided(&self) -> Option<&Decided> {
        if let Self::Decided(decided) = self { Some(decided) } else { None }
    }
}

/// A command that was carried out. The response can be built again from it: its events are in the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// Number of its first event.
    pub first: u64,
    /// Version after it: number of its last event; `first - 1` where there was nothing to do.
    pub version: u64,
    /// Position of its record in the feed; nothing where none was written.
    #[serde(skip)]
    pub position: Option<u64>,
    /// Answered before; this is the same answer again.
    #[serde(skip)]
    pub replayed: bool,
}

/// What a command made, as its caller may want to show it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// Its events, in order; not those of deadlines that were applied before it.
    pub events: Vec<Event>,
    /// The revision of each case of the order after it.
    pub revisions: Vec<u32>,
}

/// An outcome as it is remembered. The position is known only to the store.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub(crate) enum Remembered {
    /// Carried out.
    Decided(Decided),
    /// Refused.
    Refused {
        /// Why.
        refusal: Refusal,
    },
}

impl Remembered {
    /// As the answer to a repeat.
    pub(crate) fn replay(self, position: Option<u64>) -> Answer {
        match self {
            Self::Decided(decided) => Answer::Decided(Decided { position, replayed: true, ..decided }),
            Self::Refused { refusal } => Answer::Refused { refusal, replayed: true },
        }
    }
}

/// Hashes parts with their lengths, so that ("ab", "c") and ("a", "bc") differ.
fn hash(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

fn half(hash: [u8; 32]) -> [u8; 16] {
    let mut out = [0; 16];
    out.copy_from_slice(&hash[..16]);
    out
}

/// Hash of a request, by which a reused key is told from a repeat.
#[must_use]
pub fn request_hash(method: &str, path: &str, body: &[u8]) -> [u8; 32] {
    hash(&[method.as_bytes(), path.as_bytes(), body])
}

/// A key that is taken once and for ever: `kind` is a stable word, `parts` the reference within it.
#[must_use]
pub fn natural_key(marketplace: MarketplaceId, kind: &str, parts: &[&str]) -> NaturalKey {
    let mut all: Vec<&[u8]> = vec![&marketplace.0, kind.as_bytes()];
    all.extend(parts.iter().map(|part| part.as_bytes()));
    half(hash(&all))
}

/// By what the answer to a key is found.
pub(crate) fn answer_key(marketplace: MarketplaceId, idempotency: &Idempotency) -> AnswerKey {
    half(hash(&[b"answer", &marketplace.0, idempotency.principal.as_bytes(), idempotency.key.as_bytes()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_two_marketplaces_and_of_two_principals_never_meet() {
        let (a, b) = (MarketplaceId::of("a"), MarketplaceId::of("b"));
        let of = |principal: &str, key: &str| Idempotency {
            principal: principal.into(),
            key: key.into(),
            request: [0; 32],
        };
        assert_ne!(answer_key(a, &of("p", "k")), answer_key(b, &of("p", "k")));
        assert_ne!(answer_key(a, &of("p", "qk")), answer_key(a, &of("pq", "k")));
        assert_ne!(natural_key(a, "event", &["1", "2"]), natural_key(a, "event", &["12"]));
    }

    #[test]
    fn a_remembered_outcome_survives_its_bytes() {
        let decided = Decided { first: 3, version: 4, position: None, replayed: false };
        let bytes = serde_json::to_vec(&Remembered::Decided(decided)).expect("it can be written");
        let read: Remembered = serde_json::from_slice(&bytes).expect("it can be read");
        assert_eq!(
            read.replay(Some(9)),
            Answer::Decided(Decided { first: 3, version: 4, position: Some(9), replayed: true })
        );
        let refused = Remembered::Refused { refusal: Refusal::NotPaid };
        let bytes = serde_json::to_vec(&refused).expect("it can be written");
        let read: Remembered = serde_json::from_slice(&bytes).expect("it can be read");
        assert_eq!(read.replay(None), Answer::Refused { refusal: Refusal::NotPaid, replayed: true });
    }
}
