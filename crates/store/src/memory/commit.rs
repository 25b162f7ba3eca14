//! Writing a batch: first it is found what is stale or refused, then everything else is put in place.
use super::state::{Kept, Promised, Remembered, Row, State, TurnKey, Way, Whom};
use super::{length, missing};
use crate::unwritten::Unwritten;
use engine::ports::{
    Answered, Batch, Head, InboxState, Listed, NewPromise, NewRoute, Outcome, Promise, Snapshot, StoreError,
    Taken, Timeline, Write,
};
use jiff::{SignedDuration, Timestamp};
use resolution::aggregate::{Listing, Turn, TurnOf};
use resolution::id::{AggregateId, MarketplaceId};
use std::collections::{HashMap, HashSet};

/// Carriers give a number to another parcel after months; scans of the new one must not reach the old.
const NUMBER_REUSED_AFTER: SignedDuration = SignedDuration::from_hours(120 * 24);

/// What the writes before it in the batch would have changed.
#[derive(Default)]
struct Ahead {
    versions: HashMap<AggregateId, u64>,
    answers: HashSet<[u8; 16]>,
    taken: HashSet<[u8; 16]>,
    promises: HashSet<String>,
    unwritten: Unwritten,
}

impl State {
    /// Writes everything of the batch that is not stale; nothing where a row is refused.
    pub(super) fn commit(&mut self, batch: &Batch) -> Result<Vec<Outcome>, StoreError> {
        let mut ahead = Ahead::default();
        let mut fresh = Vec::with_capacity(batch.writes.len());
        for write in &batch.writes {
            fresh.push(self.fresh(write, batch.forget_before, &mut ahead)?);
        }
        let mut outcomes = Vec::with_capacity(fresh.len());
        for (write, fresh) in batch.writes.iter().zip(fresh) {
            outcomes.push(if fresh {
                Outcome::Committed { position: self.put(write) }
            } else {
                Outcome::Stale
            });
        }
        for (marketplace, at) in &batch.clocks {
            self.move_clock(*marketplace, *at);
        }
        Ok(outcomes)
    }

    /// Whether a write still fits; an error where it breaks a constraint.
    fn fresh(&self, write: &Write, forget: Timestamp, ahead: &mut Ahead) -> Result<bool, StoreError> {
        let stored = || self.key(write.id).and_then(|key| self.row(key)).map_or(0, |row| row.head.version);
        let version = ahead.versions.get(&write.id).copied().unwrap_or_else(stored);
        let answered = write.answer.as_ref().is_some_and(|answer| {
            ahead.answers.contains(&answer.key)
                || self.answers.get(&answer.key).is_some_and(|old| old.at >= forget)
        });
        let mut natural = write.natural.iter();
        let taken = !write.natural.is_empty()
            && natural.all(|key| ahead.taken.contains(key) || self.taken.contains_key(key));
        if version != write.expected || ahead.unwritten.under(write) || answered || taken {
            ahead.unwritten.add(write);
            return Ok(false);
        }
        self.marketplaces.get(&write.marketplace).ok_or_else(|| missing(write.marketplace))?;
        let exists = version > 0 || !write.records.is_empty();
        for promise in write.promises.iter().filter(|_| exists) {
            let open = self.promise_keys.contains_key(&promise.key);
            if open || !ahead.promises.insert(promise.key.clone()) {
                let constraint = format!("a promise '{}' is open already", promise.key);
                return Err(StoreError::Constraint { doing: "write a batch of commands", constraint });
            }
        }
        if exists {
            ahead.versions.insert(write.id, write.version);
        }
        ahead.answers.extend(write.answer.as_ref().map(|answer| answer.key));
        ahead.taken.extend(&write.natural);
        Ok(true)
    }

    /// Puts a write in place; gives the position of its last record.
    fn put(&mut self, write: &Write) -> Option<u64> {
        // That the marketplace is there has been looked at.
        let line = self.timeline(write.marketplace).unwrap_or(Timeline::Wall);
        let key = self.grow(write);
        let position = key
            .filter(|_| !write.records.is_empty())
            .and_then(|key| self.row(key))
            .map(|row| row.head.position);
        self.remember(write, position);
        if let Some(key) = key {
            self.wakes(key, line, write.next_wake);
            self.beside(write, key, line);
        }
        self.keep_documents(write.marketplace, &write.documents);
        position
    }

    /// Appends the records and moves the head; gives the aggregate's key, if there is one.
    fn grow(&mut self, write: &Write) -> Option<u64> {
        let found = self.key(write.id);
        if found.is_none() && write.records.is_empty() {
            return None;
        }
        let key = found.unwrap_or_else(|| self.begin(write));
        let mut position = self.row(key)?.head.position;
        for record in &write.records {
            let body = record.body.clone().into_boxed_slice();
            position = self.append(Kept { of: key, before: position, hash: record.hash, body });
        }
        let head = &mut self.row_mut(key)?.head;
        head.version = write.version;
        head.position = position;
        if let Some(newest) = write.records.last() {
            head.hash = newest.hash;
        }
        Some(key)
    }

    fn begin(&mut self, write: &Write) -> u64 {
        let key = length(self.rows.len()) + 1;
        let quarantined = self.quarantine.values().any(|entry| entry.id == write.id);
        let head = Head {
            key,
            id: write.id,
            marketplace: write.marketplace,
            version: 0,
            position: 0,
            hash: [0; 32],
            next_wake: None,
            quarantined,
        };
        self.rows.push(Row { head, snapshot: None, listed: None, turns: Vec::new() });
        self.by_id.insert(write.id.bytes(), key);
        key
    }

    fn remember(&mut self, write: &Write, position: Option<u64>) {
        if let Some(answer) = &write.answer {
            let answered = Answered { request: answer.request, outcome: answer.outcome.clone(), position };
            let old = self.answers.insert(answer.key, Remembered { answered, at: answer.at });
            if let Some(old) = old {
                self.answers_by_age.remove(&(old.at, answer.key));
            }
            self.answers_by_age.insert((answer.at, answer.key));
        }
        let taken = Taken { first: write.first, version: write.version, position };
        for key in &write.natural {
            self.taken.entry(*key).or_insert(taken);
        }
    }

    fn beside(&mut self, write: &Write, key: u64, line: Timeline) {
        if let Some(listing) = &write.listing {
            self.list(write.marketplace, key, listing);
        }
        if let Some(turns) = &write.turns {
            self.set_turns(write.marketplace, key, turns);
        }
        for promise in &write.promises {
            self.promise(write, promise, line);
        }
        for route in &write.routes {
            self.route(write.marketplace, key, route);
        }
        if let (Some(snapshot), Some(row)) = (&write.snapshot, self.row_mut(key)) {
            let (version, position) = (row.head.version, row.head.position);
            let state = snapshot.state.clone();
            row.snapshot = Some((Snapshot { version, format: snapshot.format, state }, position));
        }
    }

    fn list(&mut self, marketplace: MarketplaceId, key: u64, listing: &Listing) {
        let (Some(buyer), Some(seller), Some(placed_at)) = (listing.buyer, listing.seller, listing.placed_at)
        else {
            return;
        };
        let state = listing.state.to_owned();
        let Some(row) = self.row_mut(key) else { return };
        if let Some(listed) = &mut row.listed {
            listed.state = state;
            return;
        }
        row.listed = Some(Listed { buyer, seller, state, placed_at });
        self.placed.entry(marketplace).or_default().insert((placed_at, key));
    }

    fn set_turns(&mut self, marketplace: MarketplaceId, key: u64, turns: &[Turn]) {
        let Some(row) = self.row_mut(key) else { return };
        let before = std::mem::replace(&mut row.turns, turns.to_vec());
        for (ordinal, turn) in (0_u16..).zip(&before) {
            let place = (marketplace, whom(&turn.for_whom));
            if let Some(list) = self.turns.get_mut(&place) {
                list.remove(&turn_key(turn, key, ordinal));
                if list.is_empty() {
                    self.turns.remove(&place);
                }
            }
        }
        for (ordinal, turn) in (0_u16..).zip(turns) {
            let list = self.turns.entry((marketplace, whom(&turn.for_whom))).or_default();
            list.insert(turn_key(turn, key, ordinal));
        }
    }

    fn promise(&mut self, write: &Write, new: &NewPromise, line: Timeline) {
        self.promise_count += 1;
        let no = self.promise_count;
        let promise = Promise {
            no,
            key: new.key.clone(),
            marketplace: write.marketplace,
            from: write.id,
            body: new.body.clone(),
            promised: new.at,
            next: new.at,
            attempts: 0,
            first_claimed: None,
            note: Vec::new(),
            trouble: None,
        };
        self.promise_keys.insert(new.key.clone(), no);
        self.next.entry(line).or_default().insert((new.at, no));
        self.promises.insert(no, Promised { promise, line, lease: None });
    }

    fn route(&mut self, marketplace: MarketplaceId, key: u64, route: &NewRoute) {
        match route {
            NewRoute::Payment { provider, payment_id, payment } => {
                let place = (marketplace, provider.clone(), payment_id.clone());
                self.payments.entry(place).or_default().insert((key, payment.0));
            }
            NewRoute::Parcel { carrier, number, from, journey } => {
                let place = (marketplace, number.clone());
                let ways = self.ways.entry(place.clone()).or_default();
                let long_ago = from.saturating_sub(NUMBER_REUSED_AFTER).unwrap_or(Timestamp::MIN);
                let ended =
                    |way: &&mut Way| way.carrier == *carrier && way.until.is_none() && way.from < long_ago;
                ways.iter_mut().filter(ended).for_each(|way| way.until = Some(*from));
                let known = |way: &Way| way.carrier == *carrier && way.of == key && way.journey == *journey;
                if !ways.iter().any(known) {
                    let (carrier, journey) = (carrier.clone(), *journey);
                    ways.push(Way { carrier, from: *from, until: None, of: key, journey });
                }
                for no in self.waiting.get(&place).cloned().unwrap_or_default() {
                    self.sorted(no, InboxState::New);
                }
            }
        }
    }
}

/// For whom a turn is, as a key.
pub(super) fn whom(of: &TurnOf) -> Whom {
    match of {
        TurnOf::Party(party) => (1, party.0),
        TurnOf::Mediators => (2, [0; 16]),
        TurnOf::Staff => (3, [0; 16]),
        TurnOf::Outside => (4, [0; 16]),
    }
}

fn turn_key(turn: &Turn, key: u64, ordinal: u16) -> TurnKey {
    (turn.end.unwrap_or(Timestamp::MAX), key, ordinal)
}
