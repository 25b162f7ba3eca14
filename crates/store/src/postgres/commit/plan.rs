//! Which writes of a batch can be made on what stands, and what they come to. Nothing is asked here.
use super::standing::Standing;
use crate::columns::{Place, int, nanos, number};
use crate::postgres::error::{PgResult, damaged};
use crate::unwritten::Unwritten;
use engine::ports::{
    AnswerKey, Batch, Document, NaturalKey, NewAnswer, NewPromise, NewRoute, NewSnapshot, Outcome, Write,
};
use resolution::aggregate::{Listing, Turn};
use resolution::id::{AggregateId, MarketplaceId};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What others took while this batch was being written.
#[derive(Default)]
pub(super) struct Lost {
    /// Aggregates whose head moved or began.
    pub(super) heads: BTreeSet<[u8; 16]>,
    /// Keys that were answered.
    pub(super) answers: BTreeSet<AnswerKey>,
    /// References that were taken.
    pub(super) taken: BTreeSet<NaturalKey>,
}

impl Lost {
    pub(super) fn any(&self) -> bool {
        !(self.heads.is_empty() && self.answers.is_empty() && self.taken.is_empty())
    }

    pub(super) fn add(&mut self, mut more: Self) {
        self.heads.append(&mut more.heads);
        self.answers.append(&mut more.answers);
        self.taken.append(&mut more.taken);
    }
}

/// The end of an aggregate's chain while a batch is worked out.
#[derive(Clone, Copy)]
pub(super) struct End {
    pub(super) key: i64,
    pub(super) last: i64,
    pub(super) version: u64,
    pub(super) wake: Option<i64>,
}

/// How a head changes.
pub(super) struct HeadChange<'a> {
    pub(super) id: AggregateId,
    pub(super) place: Place,
    /// Its version before; 0 where it begins.
    pub(super) expected: u64,
    pub(super) end: End,
    /// Chain hash after its last new record; nothing where there is none.
    pub(super) hash: Option<&'a [u8; 32]>,
}

/// A record with its place in the journal.
pub(super) struct Placed<'a> {
    pub(super) seq: i64,
    pub(super) prev: Option<i64>,
    pub(super) id: AggregateId,
    pub(super) hash: &'a [u8; 32],
    pub(super) body: &'a [u8],
}

/// Something that hangs on a head.
pub(super) struct On<T> {
    pub(super) id: AggregateId,
    pub(super) key: i64,
    pub(super) place: Place,
    pub(super) what: T,
}

/// Who takes a natural key.
pub(super) struct Taker {
    pub(super) first: i64,
    pub(super) version: i64,
    pub(super) last: Option<i64>,
}

/// What is written. Rows of one table are in the order of their keys, so that transactions meet in the same order.
#[derive(Default)]
pub(super) struct Plan<'a> {
    pub(super) outcomes: Vec<Outcome>,
    /// Answers given before this instant are none.
    pub(super) forget_before: i64,
    pub(super) heads: BTreeMap<[u8; 16], HeadChange<'a>>,
    pub(super) journal: Vec<Placed<'a>>,
    pub(super) answers: BTreeMap<AnswerKey, (&'a NewAnswer, Option<i64>)>,
    pub(super) taken: BTreeMap<NaturalKey, Taker>,
    /// Who trades never changes: the first row, with the last word for its state.
    pub(super) listings: BTreeMap<[u8; 16], On<(&'a Listing, &'static str)>>,
    pub(super) turns: BTreeMap<[u8; 16], On<&'a [Turn]>>,
    pub(super) promises: Vec<On<&'a NewPromise>>,
    pub(super) routes: Vec<On<&'a NewRoute>>,
    /// With version and last record as they were when it was taken.
    pub(super) snapshots: BTreeMap<[u8; 16], (&'a NewSnapshot, End)>,
    pub(super) documents: Vec<(i64, &'a Document)>,
}

/// A plan under way.
struct Pass<'a> {
    plan: Plan<'a>,
    standing: Standing,
    unwritten: Unwritten,
}

impl<'a> Plan<'a> {
    /// Works out what a batch comes to.
    pub(super) fn of(
        batch: &'a Batch,
        places: &HashMap<MarketplaceId, Place>,
        standing: Standing,
        lost: &Lost,
    ) -> PgResult<Self> {
        let plan = Self { forget_before: nanos(batch.forget_before), ..Self::default() };
        let mut pass = Pass { plan, standing, unwritten: Unwritten::default() };
        for write in &batch.writes {
            let place = places.get(&write.marketplace).copied();
            let place = place.ok_or_else(|| damaged("a marketplace that was not looked up"))?;
            let outcome = if pass.stale(write, lost) { Outcome::Stale } else { pass.write(write, place)? };
            if outcome == Outcome::Stale {
                pass.unwritten.add(write);
            }
            pass.plan.outcomes.push(outcome);
        }
        Ok(pass.plan)
    }
}

impl<'a> Pass<'a> {
    /// Whether what the write was decided on is no longer so.
    fn stale(&self, write: &Write, lost: &Lost) -> bool {
        let id = write.id.bytes();
        let version = self.standing.heads.get(&id).map_or(0, |end| end.version);
        let answered = |answer: &NewAnswer| {
            lost.answers.contains(&answer.key)
                || self.standing.answers.get(&answer.key).is_some_and(|at| *at >= self.plan.forget_before)
        };
        let taken = |key: &NaturalKey| lost.taken.contains(key) || self.standing.taken.contains(key);
        version != write.expected
            || self.unwritten.under(write)
            || lost.heads.contains(&id)
            || write.answer.as_ref().is_some_and(answered)
            || (!write.natural.is_empty() && write.natural.iter().all(taken))
    }

    fn write(&mut self, write: &'a Write, place: Place) -> PgResult<Outcome> {
        let end = self.append(write, place)?;
        let position = if write.records.is_empty() { None } else { end.map(|end| end.last) };
        self.remember(write, position);
        if let Some(end) = end {
            self.beside(write, place, end);
        }
        self.plan.documents.extend(write.documents.iter().map(|document| (place.key, document)));
        Ok(Outcome::Committed { position: position.map(number).transpose()? })
    }

    /// Appends the records and moves the head; gives the new end of the chain, if there is one.
    fn append(&mut self, write: &'a Write, place: Place) -> PgResult<Option<End>> {
        let id = write.id.bytes();
        let before = self.standing.heads.get(&id).copied();
        if before.is_none() && write.records.is_empty() {
            return Ok(None);
        }
        let wake = write.next_wake.map(nanos);
        let mut end = match before {
            Some(end) => end,
            None => End { key: self.standing.new_key()?, last: 0, version: 0, wake },
        };
        let asleep = before.is_some_and(|end| end.wake == wake) && write.records.is_empty();
        for record in &write.records {
            let seq = self.standing.new_position()?;
            let prev = (end.last > 0).then_some(end.last);
            self.plan.journal.push(Placed {
                seq,
                prev,
                id: write.id,
                hash: &record.hash,
                body: &record.body,
            });
            end.last = seq;
        }
        (end.version, end.wake) = (write.version, wake);
        self.standing.heads.insert(id, end);
        if !asleep || hangs(write) {
            let expected = before.map_or(0, |end| end.version);
            let change = self.plan.heads.entry(id);
            let change = change.or_insert(HeadChange { id: write.id, place, expected, end, hash: None });
            change.end = end;
            change.hash = write.records.last().map(|record| &record.hash).or(change.hash);
        }
        Ok(Some(end))
    }

    /// Answer and natural keys.
    fn remember(&mut self, write: &'a Write, last: Option<i64>) {
        if let Some(answer) = &write.answer {
            self.standing.answers.insert(answer.key, nanos(answer.at));
            self.plan.answers.insert(answer.key, (answer, last));
        }
        for key in &write.natural {
            if self.standing.taken.insert(*key) {
                let taker = Taker { first: int(write.first), version: int(write.version), last };
                self.plan.taken.insert(*key, taker);
            }
        }
    }

    /// Lists, promises, routes, snapshot: what hangs on the head.
    fn beside(&mut self, write: &'a Write, place: Place, end: End) {
        let (id, bytes, key) = (write.id, write.id.bytes(), end.key);
        if let Some(listing) = &write.listing {
            let what = (listing, listing.state);
            let row = self.plan.listings.entry(bytes).or_insert(On { id, key, place, what });
            row.what.1 = listing.state;
        }
        if let Some(turns) = &write.turns {
            self.plan.turns.insert(bytes, On { id, key, place, what: turns });
        }
        let on = |what| On { id, key, place, what };
        self.plan.promises.extend(write.promises.iter().map(on));
        self.plan.routes.extend(write.routes.iter().map(|what| On { id, key, place, what }));
        if let Some(snapshot) = &write.snapshot {
            self.plan.snapshots.insert(bytes, (snapshot, end));
        }
    }
}

/// Whether a write without records changes something that hangs on the head: then the head must not have moved.
fn hangs(write: &Write) -> bool {
    write.listing.is_some()
        || write.turns.is_some()
        || write.snapshot.is_some()
        || !(write.promises.is_empty() && write.routes.is_empty())
}
