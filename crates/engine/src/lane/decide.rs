//! From one job and the state before it to everything that is to be written. No waiting, no side effect.
use super::{Job, Work};
use crate::core::Core;
use crate::envelope::{Answer, Decided, Envelope, IfMatch, Made, Remembered, answer_key};
use crate::ports::{NewAnswer, NewPromise, NewRecord, NewRoute, Write};
use crate::record::{Record, chain};
use crate::routes;
use crate::rules::Governing;
use crate::state::{Held, StateError, snap};
use jiff::Timestamp;
use resolution::actor::Actor;
use resolution::aggregate::{Aggregate, Context, Event, Outgoing};
use resolution::id::{AggregateId, MarketplaceId};
use resolution::refusal::Refusal;

/// Deadlines applied at once, at most: a state whose clock runs on the spot is broken.
const DEADLINES: u32 = 10_000;

/// Why an aggregate must be taken out of service.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Broken {
    #[error(transparent)]
    State(#[from] StateError),
    #[error("an event cannot be written: {0}")]
    Unwritable(#[from] serde_json::Error),
    #[error("{0} is due and the state does not say what happens then")]
    Stuck(Timestamp),
    #[error("more than {DEADLINES} deadlines were due at once")]
    Endless,
}

/// What came of a job.
pub(crate) struct Outcome {
    /// What to write; nothing where there is nothing.
    pub(crate) write: Option<Write>,
    /// What to answer once it is written.
    pub(crate) answer: Answer,
    /// What the command made, where its caller wants to know.
    pub(crate) made: Option<Made>,
}

/// A job under way.
struct Draft<'a> {
    core: &'a Core,
    job: &'a Job,
    context: Context<'a>,
    held: &'a mut Held,
    before: u64,
    records: Vec<NewRecord>,
    promises: Vec<NewPromise>,
    routes: Vec<NewRoute>,
    /// The command's own events, where they are wanted.
    own: Vec<Event>,
}

/// Applies due deadlines, decides the command on what they left, and gathers what is to be written.
pub(crate) fn decide(
    core: &Core,
    job: &Job,
    governing: &Governing,
    held: &mut Held,
) -> Result<Outcome, Broken> {
    let context = Context {
        id: job.id,
        marketplace: job.marketplace.id,
        calendar: &governing.calendar,
        policy: &governing.policy,
        limits: &core.settings.limits,
    };
    let before = held.aggregate.version();
    let mut draft = Draft {
        core,
        job,
        context,
        held,
        before,
        records: Vec::new(),
        promises: Vec::new(),
        routes: Vec::new(),
        own: Vec::new(),
    };
    draft.deadlines()?;
    let first = draft.held.aggregate.version() + 1;
    let outcome = match &job.work {
        Work::Wake => None,
        Work::Command(envelope) => match draft.seen(envelope) {
            Some(stale) => return Ok(draft.finish(first, None, Some(stale))),
            None => Some(draft.command(envelope)?),
        },
    };
    Ok(draft.finish(first, outcome, None))
}

impl Draft<'_> {
    fn deadlines(&mut self) -> Result<(), Broken> {
        for _ in 0..DEADLINES {
            let Some((due, events)) = self.held.aggregate.wake(&self.context, self.job.now) else {
                let next = self.held.aggregate.next_wake(&self.context);
                return match next.filter(|next| *next <= self.job.now && matches!(self.job.work, Work::Wake))
                {
                    Some(next) => Err(Broken::Stuck(next)),
                    None => Ok(()),
                };
            };
            if events.is_empty() {
                return Err(Broken::Stuck(due));
            }
            self.record(Actor::Clock, Some(due), events)?;
        }
        Err(Broken::Endless)
    }

    /// Where the caller has seen another state than there is: the answer.
    fn seen(&self, envelope: &Envelope) -> Option<Answer> {
        let (seen, current) = match envelope.if_match? {
            IfMatch::Version(seen) => (seen, self.held.aggregate.version()),
            IfMatch::Case(case, seen) => {
                let case = self.held.aggregate.order()?.cases.get(case.index())?;
                (u64::from(seen), u64::from(case.revision))
            }
        };
        (seen != current).then_some(Answer::Stale { current })
    }

    fn command(&mut self, envelope: &Envelope) -> Result<Result<(), Refusal>, Broken> {
        let decided =
            self.held.aggregate.decide(&envelope.command, &envelope.actor, &self.context, self.job.now);
        match decided {
            Ok(events) if events.is_empty() => Ok(Ok(())),
            Ok(events) => self.record(envelope.actor.clone(), None, events).map(Ok),
            Err(refusal) => Ok(Err(refusal)),
        }
    }

    /// Makes a record of events, takes them into the state, and notes what they send out.
    fn record(&mut self, by: Actor, due: Option<Timestamp>, events: Vec<Event>) -> Result<(), Broken> {
        let id = self.job.id;
        let at = self.held.aggregate.last_at().map_or(self.job.now, |last| last.max(self.job.now));
        let first = self.held.aggregate.version() + 1;
        for (number, event) in (first..).zip(&events) {
            self.held.take(id, event, at)?;
            self.routes.extend(routes::added(&self.held.aggregate, event, at));
            let leaving = self.held.aggregate.outgoing(event, self.job.marketplace.id);
            for (ordinal, outgoing) in leaving.iter().enumerate() {
                let key = promise_key(id, outgoing, number, ordinal);
                self.promises.push(NewPromise { key, body: serde_json::to_vec(outgoing)?, at });
            }
        }
        let record = Record { aggregate: id, first, at, due, by, events };
        let body = record.encode()?;
        self.held.hash = chain(&self.held.hash, &body);
        self.records.push(NewRecord { hash: self.held.hash, body });
        if self.job.tell.is_some() && due.is_none() {
            self.own = record.events;
        }
        Ok(())
    }

    /// Everything together. `outcome` is the command's; nothing for a wake-up or where `instead` answers.
    fn finish(
        mut self,
        first: u64,
        outcome: Option<Result<(), Refusal>>,
        instead: Option<Answer>,
    ) -> Outcome {
        let version = self.held.aggregate.version();
        let wake = self.held.aggregate.next_wake(&self.context);
        let woken = wake != self.held.next_wake;
        self.held.next_wake = wake;
        let envelope = self.job.envelope().filter(|_| instead.is_none());
        let decided = Decided { first, version, position: None, replayed: false };
        let answer = instead.unwrap_or_else(|| match &outcome {
            Some(Err(refusal)) => Answer::Refused { refusal: refusal.clone(), replayed: false },
            _ => Answer::Decided(decided),
        });
        let done = outcome.as_ref().is_some_and(Result::is_ok);
        let remembered =
            envelope.and_then(|envelope| remember(self.core, self.job.marketplace.id, envelope, &answer));
        let natural = envelope.filter(|_| done).map(|envelope| envelope.natural.clone()).unwrap_or_default();
        let documents =
            envelope.filter(|_| done).map(|envelope| envelope.documents.clone()).unwrap_or_default();
        let changed = !self.records.is_empty() || (woken && version > 0);
        if !changed && remembered.is_none() && natural.is_empty() && documents.is_empty() {
            return Outcome { write: None, answer, made: None };
        }
        let made = self.job.tell.as_ref().map(|_| Made {
            events: std::mem::take(&mut self.own),
            revisions: (self.held.aggregate.order().iter())
                .flat_map(|order| order.cases.iter().map(|case| case.revision))
                .collect(),
        });
        let (listing, turns) = self.listing();
        let write = Write {
            id: self.job.id,
            marketplace: self.job.marketplace.id,
            expected: self.before,
            version,
            next_wake: wake,
            listing,
            turns,
            snapshot: self.snapshot(),
            records: self.records,
            promises: self.promises,
            answer: remembered,
            natural,
            first,
            routes: self.routes,
            documents,
        };
        Outcome { write: Some(write), answer, made }
    }

    /// Columns of lists and what waits, each only where it changed.
    fn listing(
        &mut self,
    ) -> (Option<resolution::aggregate::Listing>, Option<Vec<resolution::aggregate::Turn>>) {
        if self.records.is_empty() {
            return (None, None);
        }
        let new = self.held.aggregate.listing();
        let old = std::mem::replace(&mut self.held.listing, new.clone());
        let turns = (new.turns != old.turns).then(|| new.turns.clone());
        let same = (new.state, new.buyer, new.seller, new.placed_at)
            == (old.state, old.buyer, old.seller, old.placed_at);
        ((!same).then_some(new), turns)
    }

    fn snapshot(&mut self) -> Option<crate::ports::NewSnapshot> {
        let made = self.held.aggregate.version() - self.before;
        self.held.unsnapped = self.held.unsnapped.saturating_add(made);
        if self.held.unsnapped <= self.core.settings.snapshot_after {
            return None;
        }
        self.held.unsnapped = 0;
        snap(&self.held.aggregate)
    }
}

/// The answer as it is remembered, where it has a key. Answers that are not of `decide` are not remembered.
fn remember(
    core: &Core,
    marketplace: MarketplaceId,
    envelope: &Envelope,
    answer: &Answer,
) -> Option<NewAnswer> {
    let idempotency = envelope.idempotency.as_ref()?;
    let remembered = match answer {
        Answer::Decided(decided) => Remembered::Decided(*decided),
        Answer::Refused { refusal, .. } => Remembered::Refused { refusal: refusal.clone() },
        Answer::KeyReused | Answer::Stale { .. } => return None,
    };
    Some(NewAnswer {
        key: answer_key(marketplace, idempotency),
        request: idempotency.request,
        outcome: serde_json::to_vec(&remembered).ok()?,
        at: core.time.wall(),
    })
}

/// The stable key of a promise: what a gateway knows it by. `number` is the event's, `ordinal` the place among what the
/// event sends out.
pub(crate) fn promise_key(id: AggregateId, outgoing: &Outgoing, number: u64, ordinal: usize) -> String {
    match outgoing {
        Outgoing::Refund { refund, leg, attempt, .. } => format!("{id}:refund:{refund}:{leg}:{attempt}"),
        Outgoing::Payout { payout, .. } => format!("{id}:payout:{payout}"),
        Outgoing::Message { sequence, .. } | Outgoing::Note { sequence, .. } => {
            format!("{id}:message:{sequence}")
        }
        Outgoing::FreezeOrders { case, .. } => format!("{id}:freeze:{case}"),
        Outgoing::ThawOrders { case, .. } => format!("{id}:thaw:{case}"),
        Outgoing::FreezeOrder { order, case, .. } => format!("{id}:freeze:{case}:{order}"),
        Outgoing::FundRequest { case, .. } => format!("{id}:fund:{case}:asks"),
        Outgoing::FundUse { case, .. } => format!("{id}:fund:{case}:used"),
        Outgoing::FundAnswer { order, case, .. } => format!("{id}:fund:{order}:{case}"),
        Outgoing::StandingAnswer { order, case, .. } => format!("{id}:standing:{order}:{case}"),
        Outgoing::Notice { .. } => format!("{id}:notice:{number}:{ordinal}"),
    }
}

/// Whether anything ever happened to it.
pub(crate) fn exists(aggregate: &Aggregate) -> bool {
    !matches!(aggregate, Aggregate::Nothing)
}
