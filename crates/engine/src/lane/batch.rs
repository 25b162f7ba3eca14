//! One batch from waiting commands to answers.
use super::commit::{Fate, commit, forget_before};
use super::decide::{Outcome, decide, exists};
use super::load::look;
use super::{Job, Lane, Work};
use crate::envelope::{Answer, Decided, Made, Remembered, answer_key};
use crate::error::EngineError;
use crate::failpoint::{Act, BROKE, Step};
use crate::ports::{
    AnswerKey, Answered, Loaded, LoadedState, Look, NaturalKey, Quarantined, Taken, Timeline, Wanted, Write,
};
use crate::rules::Governing;
use crate::state::{Held, build, fold};
use crate::timebase::timeline;
use crate::watch::Changed;
use resolution::aggregate::Aggregate;
use resolution::id::{AggregateId, PartyId};
use resolution::refusal::Refusal;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// An aggregate of the batch: its state, or why there is none.
enum Slot {
    Ready(Box<Held>, Governing),
    Out(EngineError),
}

/// A job that was decided.
struct Ready {
    job: Job,
    answer: Answer,
    write: Option<usize>,
    made: Option<Made>,
}

/// An aggregate that broke, with the reason for the operator.
struct Breakage {
    job: Job,
    why: String,
    /// Whether anything of it is stored.
    begun: bool,
}

impl Lane {
    /// Carries a batch out; gives back what must be done again.
    pub(super) async fn process(&mut self, jobs: Vec<Job>) -> Vec<Job> {
        let (jobs, mut again) = apart(jobs);
        let held = self.held(&jobs);
        let question = self.question(&jobs, &held);
        let keys = (question.answers.clone(), question.taken.clone());
        let found = match look(&self.core, question).await {
            Ok(found) => found,
            Err(error) => {
                jobs.into_iter().for_each(|job| job.reply(Err(error.clone())));
                return again;
            }
        };
        let jobs = answered(jobs, keys, found.answers, found.taken);
        let mut slots = self.slots(&jobs, held, found.loaded).await;
        if jobs.is_empty() {
            return again;
        }
        let breaks = self.to_break(&jobs).await;
        let (ready, writes, broken) = self.decide_all(jobs, &mut slots, &breaks);
        let lost = self.settle(ready, writes, &mut slots).await;
        self.quarantine(broken, &mut slots).await;
        for (id, slot) in slots {
            if let Slot::Ready(held, _) = slot
                && exists(&held.aggregate)
            {
                self.cache.put(id, *held);
            }
        }
        again.splice(0..0, lost);
        again
    }

    /// Failpoints: stops for good, or names the aggregates whose decision is to break.
    async fn to_break(&self, jobs: &[Job]) -> HashSet<AggregateId> {
        let mut breaks = HashSet::new();
        if self.core.failpoints.set() {
            for job in jobs {
                if self.core.failpoints.pass(Step::Decide, &job.id.to_string()).await == Act::Break {
                    breaks.insert(job.id);
                }
            }
        }
        breaks
    }

    /// What the cache has of the aggregates of the batch. In the order of ids, so that what the store is asked and what the
    /// cache keeps are the same in every run.
    fn held(&mut self, jobs: &[Job]) -> BTreeMap<AggregateId, Option<Held>> {
        let mut held = BTreeMap::new();
        for job in jobs {
            held.entry(job.id).or_insert_with(|| self.cache.pop(&job.id));
        }
        held
    }

    /// What the store is asked before the batch is decided.
    fn question(&self, jobs: &[Job], held: &BTreeMap<AggregateId, Option<Held>>) -> Look {
        let exclusive = self.core.store.exclusive();
        let wanted = held
            .iter()
            .filter(|(_, held)| held.is_none() || !exclusive)
            .map(|(id, held)| Wanted { id: *id, known: held.as_ref().map(|held| held.aggregate.version()) });
        Look {
            answers: jobs.iter().filter_map(job_answer_key).collect(),
            since: forget_before(&self.core),
            taken: jobs.iter().flat_map(|job| job_natural(job).iter().copied()).collect(),
            wanted: wanted.collect(),
        }
    }

    /// The state of every aggregate of the batch, from the cache or from what was loaded, with what governs it.
    async fn slots(
        &mut self,
        jobs: &[Job],
        mut held: BTreeMap<AggregateId, Option<Held>>,
        mut loaded: HashMap<AggregateId, Result<Loaded, EngineError>>,
    ) -> BTreeMap<AggregateId, Slot> {
        let mut slots = BTreeMap::new();
        for job in jobs {
            let Some(held) = held.remove(&job.id) else {
                continue;
            };
            let slot = match (loaded.remove(&job.id).transpose(), held) {
                (Err(error), _) => Err(error),
                (Ok(None | Some(Loaded::Unchanged)), Some(held)) => Ok(held),
                (Ok(None | Some(Loaded::Unchanged | Loaded::Nothing)), _) => {
                    Ok(Held::nothing(job.marketplace.id))
                }
                (Ok(Some(Loaded::Found(state))), held) => self.rebuild(job, held, *state).await,
            };
            let slot = match slot {
                Ok(held) => match self.core.rules.governing(&job.marketplace, &held.aggregate).await {
                    Ok(governing) => Slot::Ready(Box::new(held), governing),
                    Err(error) => Slot::Out(error),
                },
                Err(error) => Slot::Out(error),
            };
            slots.insert(job.id, slot);
        }
        // Those of which everything was answered before are as they were.
        for (id, held) in held {
            if let (Some(held), None | Some(Ok(Loaded::Unchanged))) = (held, loaded.get(&id)) {
                self.cache.put(id, held);
            }
        }
        slots
    }

    async fn rebuild(&self, job: &Job, held: Option<Held>, found: LoadedState) -> Result<Held, EngineError> {
        let id = job.id;
        if found.head.quarantined {
            let why = "see the list of what is out of service".to_owned();
            return Err(EngineError::Quarantined { aggregate: id, why });
        }
        let start = found.snapshot.as_ref().map_or(0, |snapshot| snapshot.version);
        let (built, start) = match build(id, held.map(|held| (held.aggregate, held.hash)), &found) {
            Some(built) => (built, start),
            None => (fold(id, Aggregate::Nothing, &self.core.store.history(id).await?), 0),
        };
        match built {
            Ok(aggregate) if aggregate.version() == found.head.version => {
                let unsnapped = aggregate.version() - start;
                Ok(Held::of(aggregate, &found.head, unsnapped))
            }
            Ok(aggregate) => {
                let why = format!(
                    "its history ends at event {}, its head says {}",
                    aggregate.version(),
                    found.head.version
                );
                Err(self.put_out(job, why).await)
            }
            Err(error) => Err(self.put_out(job, error.to_string()).await),
        }
    }

    /// Decides every job in sequence on the accumulated state.
    fn decide_all(
        &self,
        jobs: Vec<Job>,
        slots: &mut BTreeMap<AggregateId, Slot>,
        breaks: &HashSet<AggregateId>,
    ) -> (Vec<Ready>, Vec<Arc<Write>>, Vec<Breakage>) {
        let (mut ready, mut writes, mut broken) = (Vec::with_capacity(jobs.len()), Vec::new(), Vec::new());
        for job in jobs {
            let (held, governing) = match slots.get_mut(&job.id) {
                Some(Slot::Ready(held, governing)) => (held, &*governing),
                Some(Slot::Out(EngineError::Rules { what, why })) if matches!(job.work, Work::Wake) => {
                    // Nobody else would see that its deadlines pass without effect.
                    let why = format!("{what} cannot be used: {why}");
                    out(slots, &mut broken, Breakage { job, why, begun: true });
                    continue;
                }
                Some(Slot::Out(error)) => {
                    job.reply(Err(error.clone()));
                    continue;
                }
                None => continue,
            };
            if held.marketplace != job.marketplace.id {
                let what = kind(job.id).to_owned();
                job.reply(Ok(Answer::Refused { refusal: Refusal::NotFound { what }, replayed: false }));
                continue;
            }
            let begun = exists(&held.aggregate);
            let made = catch_unwind(AssertUnwindSafe(|| {
                assert!(!breaks.contains(&job.id), "{BROKE}");
                decide(&self.core, &job, governing, held)
            }));
            match made {
                Ok(Ok(Outcome { write, answer, made })) => {
                    let write = write.map(|write| {
                        writes.push(Arc::new(write));
                        writes.len() - 1
                    });
                    ready.push(Ready { job, answer, write, made });
                }
                Ok(Err(error)) => out(slots, &mut broken, Breakage { job, why: error.to_string(), begun }),
                Err(panic) => out(slots, &mut broken, Breakage { job, why: spoken(&*panic), begun }),
            }
        }
        (ready, writes, broken)
    }

    /// Writes, answers, and gives back the jobs that lost a race.
    async fn settle(
        &self,
        ready: Vec<Ready>,
        writes: Vec<Arc<Write>>,
        slots: &mut BTreeMap<AggregateId, Slot>,
    ) -> Vec<Job> {
        if !writes.is_empty() && self.core.failpoints.set() {
            self.core.failpoints.pass(Step::BeforeCommit, &about(&writes)).await;
        }
        let fates = if writes.is_empty() { Vec::new() } else { commit(&self.core, writes.clone()).await };
        if !writes.is_empty() && self.core.failpoints.set() {
            self.core.failpoints.pass(Step::AfterCommit, &about(&writes)).await;
        }
        self.poisoned(&writes, &fates, &ready, slots).await;
        // A state that was built on something that is not written is worth nothing.
        let unsound: HashSet<AggregateId> = writes
            .iter()
            .zip(&fates)
            .filter(|(_, fate)| !matches!(fate, Fate::Committed { .. }))
            .map(|(write, _)| write.id)
            .collect();
        slots.retain(|id, slot| !unsound.contains(id) || matches!(slot, Slot::Out(_)));
        let mut again = Vec::new();
        for Ready { mut job, answer, write, made } in ready {
            let fate = write.map(|index| (&writes[index], &fates[index]));
            match fate {
                Some((write, Fate::Committed { position })) => {
                    self.ring(&job, write, slots.get(&write.id));
                    if let (Some(tell), Some(made)) = (job.tell.take(), made) {
                        let _gone = tell.send(made);
                    }
                    job.reply(Ok(placed(answer, *position)));
                }
                Some((_, Fate::Failed(error))) => job.reply(Err(error.clone())),
                Some((write, Fate::Poison(why))) => {
                    let known = slots.get(&write.id).and_then(|slot| match slot {
                        Slot::Out(error) => Some(error.clone()),
                        Slot::Ready(..) => None,
                    });
                    job.reply(Err(known.unwrap_or_else(|| broke(write.id, why.clone(), true))));
                }
                None if !unsound.contains(&job.id) => job.reply(Ok(answer)),
                Some((_, Fate::Stale)) | None => self.again(job, &mut again),
            }
        }
        again
    }

    /// A job that lost a race is done again, a limited number of times.
    fn again(&self, mut job: Job, again: &mut Vec<Job>) {
        job.races += 1;
        if job.races > self.core.settings.races {
            let id = job.id;
            job.reply(Err(EngineError::Contended(id)));
        } else {
            again.push(job);
        }
    }

    /// Tells the workers what was written.
    fn ring(&self, job: &Job, write: &Write, slot: Option<&Slot>) {
        if write.version > write.expected {
            self.core.signals.changed(Changed {
                marketplace: write.marketplace,
                what: Some((write.id, write.version)),
                parties: slot.and_then(parties),
                turns: write.turns.is_some(),
            });
        }
        let line = timeline(&job.marketplace);
        if let (Timeline::Wall, Some(wake)) = (line, write.next_wake) {
            self.core.signals.wakes(wake);
        }
        if !write.promises.is_empty() {
            self.core.signals.promised(line);
        }
        if !write.routes.is_empty() {
            self.core.signals.routed();
        }
    }

    async fn poisoned(
        &self,
        writes: &[Arc<Write>],
        fates: &[Fate],
        ready: &[Ready],
        slots: &mut BTreeMap<AggregateId, Slot>,
    ) {
        let mut seen = HashSet::new();
        for (write, fate) in writes.iter().zip(fates) {
            if let Fate::Poison(why) = fate
                && seen.insert(write.id)
                && let Some(one) = ready.iter().find(|one| one.job.id == write.id)
            {
                let why = format!("the store refused its rows: {why}");
                let error = self.takes_out(&one.job, why, write.expected > 0).await;
                slots.insert(write.id, Slot::Out(error));
            }
        }
    }

    async fn quarantine(&self, broken: Vec<Breakage>, slots: &mut BTreeMap<AggregateId, Slot>) {
        for Breakage { job, why, begun } in broken {
            let error = self.takes_out(&job, why, begun).await;
            slots.remove(&job.id);
            job.reply(Err(error));
        }
    }

    /// Takes out of service what broke. What has not begun cannot be: who sends it again has it decided anew.
    async fn takes_out(&self, job: &Job, why: String, begun: bool) -> EngineError {
        if begun {
            return self.put_out(job, why).await;
        }
        tracing::error!(aggregate = %job.id, %why, "its first command broke; it is decided anew when it is sent again");
        broke(job.id, why, false)
    }

    /// Takes an aggregate out of service, visibly.
    async fn put_out(&self, job: &Job, why: String) -> EngineError {
        tracing::error!(aggregate = %job.id, %why, "taken out of service; look at it and put it back");
        let entry = Quarantined {
            id: job.id,
            marketplace: job.marketplace.id,
            at: self.core.time.wall(),
            why: why.clone(),
        };
        if let Err(error) = self.core.store.quarantine(entry).await {
            tracing::error!(aggregate = %job.id, %error, "could not be marked as out of service");
        }
        EngineError::Quarantined { aggregate: job.id, why }
    }
}

/// Whose an aggregate is.
fn parties(slot: &Slot) -> Option<[PartyId; 2]> {
    let Slot::Ready(held, _) = slot else { return None };
    match &held.aggregate {
        Aggregate::Order(order) => Some([order.placed.buyer, order.placed.seller]),
        Aggregate::Account(account) => Some([account.party; 2]),
        Aggregate::Fund(_) | Aggregate::Nothing => None,
    }
}

/// Takes jobs apart that share a key with an earlier one of the batch: they see its answer once it is written.
fn apart(jobs: Vec<Job>) -> (Vec<Job>, Vec<Job>) {
    let mut seen: HashSet<[u8; 16]> = HashSet::new();
    let mut later = HashSet::new();
    jobs.into_iter().partition(|job| {
        let keys: Vec<[u8; 16]> =
            job_answer_key(job).into_iter().chain(job_natural(job).iter().copied()).collect();
        // What comes after a job that waits waits as well, so that the order of an aggregate's commands stays.
        let free = !later.contains(&job.id) && keys.iter().all(|key| !seen.contains(key));
        if free {
            seen.extend(keys);
        } else {
            later.insert(job.id);
        }
        free
    })
}

fn job_answer_key(job: &Job) -> Option<AnswerKey> {
    let idempotency = job.envelope()?.idempotency.as_ref()?;
    Some(answer_key(job.marketplace.id, idempotency))
}

fn request(job: &Job) -> Option<[u8; 32]> {
    Some(job.envelope()?.idempotency.as_ref()?.request)
}

fn job_natural(job: &Job) -> &[NaturalKey] {
    match &job.work {
        Work::Command(envelope) => &envelope.natural,
        Work::Wake => &[],
    }
}

fn replay(id: AggregateId, outcome: &[u8], position: Option<u64>) -> Result<Answer, EngineError> {
    serde_json::from_slice::<Remembered>(outcome).map(|outcome| outcome.replay(position)).map_err(|error| {
        let what = format!("the remembered answer of a command to {id}: {error}");
        EngineError::from(crate::ports::StoreError::Damaged { what })
    })
}

fn placed(answer: Answer, position: Option<u64>) -> Answer {
    match answer {
        Answer::Decided(decided) => Answer::Decided(Decided { position, ..decided }),
        other => other,
    }
}

fn about(writes: &[Arc<Write>]) -> String {
    writes.iter().map(|write| write.id.to_string()).collect::<Vec<_>>().join(" ")
}

fn out(slots: &mut BTreeMap<AggregateId, Slot>, broken: &mut Vec<Breakage>, breakage: Breakage) {
    let id = breakage.job.id;
    slots.insert(id, Slot::Out(broke(id, breakage.why.clone(), breakage.begun)));
    broken.push(breakage);
}

/// What callers are told of an aggregate that broke.
const fn broke(aggregate: AggregateId, why: String, begun: bool) -> EngineError {
    if begun { EngineError::Quarantined { aggregate, why } } else { EngineError::Broke { aggregate, why } }
}

/// What an aggregate is called in a refusal.
const fn kind(id: AggregateId) -> &'static str {
    match id {
        AggregateId::Order(_) => "order",
        AggregateId::Account(_) => "account",
        AggregateId::Fund(_) => "fund",
    }
}

/// What a panic said.
fn spoken(panic: &(dyn std::any::Any + Send)) -> String {
    let said =
        panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    format!("the decision broke: {}", said.unwrap_or("without a word"))
}

/// Answers what was answered before; gives back the rest.
fn answered(
    jobs: Vec<Job>,
    (keys, natural): (Vec<AnswerKey>, Vec<NaturalKey>),
    answers: Vec<Option<Answered>>,
    taken: Vec<Option<Taken>>,
) -> Vec<Job> {
    let answers: HashMap<AnswerKey, Answered> =
        keys.into_iter().zip(answers).filter_map(|(key, found)| Some((key, found?))).collect();
    let taken: HashMap<NaturalKey, Taken> =
        natural.into_iter().zip(taken).filter_map(|(key, found)| Some((key, found?))).collect();
    let mut open = Vec::with_capacity(jobs.len());
    for job in jobs {
        let answer = job_answer_key(&job).and_then(|key| Some((answers.get(&key)?, request(&job)?)));
        if let Some((answered, request)) = answer {
            let reply = if answered.request == request {
                replay(job.id, &answered.outcome, answered.position)
            } else {
                Ok(Answer::KeyReused)
            };
            job.reply(reply);
            continue;
        }
        let owners: Vec<_> = job_natural(&job).iter().map(|key| taken.get(key)).collect();
        match owners.iter().copied().collect::<Option<Vec<_>>>().and_then(|all| all.last().copied()) {
            Some(owner) => job.reply(Ok(Answer::Decided(Decided {
                first: owner.first,
                version: owner.version,
                position: owner.position,
                replayed: true,
            }))),
            None => open.push(job),
        }
    }
    open
}
