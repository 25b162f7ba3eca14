//! What clients were told, against what is in the record: one effect a command, one answer a key.
use crate::broken::{Held, ensure, fail};
use crate::calendar::SECOND;
use crate::observe::{Actor, Answer, Asked, Key, Nanos};
use crate::rights;
use std::collections::{BTreeSet, HashMap};

/// How long an answer is remembered under its key.
const REMEMBERED: Nanos = 30 * 24 * 3600 * SECOND;

/// Roles whose every act is a command that the auditor was told of.
const CLIENTS: [&str; 5] = ["buyer", "seller", "mediator", "finance", "marketplace"];

/// A record by a client's role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Effect {
    pub(crate) first: u64,
    pub(crate) last: u64,
    pub(crate) position: u64,
    pub(crate) at: Nanos,
    /// Instant of the last record before it.
    pub(crate) before: Nanos,
    pub(crate) actor: Actor,
    pub(crate) words: Vec<&'static str>,
    pub(crate) gist: Gist,
}

/// What a record says that a command asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Gist {
    /// The fact that says it: only a command that leaves this fact is held against it.
    pub(crate) word: &'static str,
    pub(crate) remedy: Option<(String, Option<i64>)>,
    pub(crate) amount: Option<i64>,
    pub(crate) units: Vec<u16>,
    pub(crate) case: Option<u16>,
}

/// An acknowledgement whose record was not seen yet.
#[derive(Debug)]
struct Awaited {
    first: u64,
    version: u64,
    asked: Asked,
}

/// What was remembered for a key.
#[derive(Debug)]
struct Remembered {
    request: Vec<u8>,
    at: Nanos,
    told: Told,
    /// Answers that were not marked as repeats: there is one, and it may come after a repeat.
    firsthand: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Told {
    Done { first: u64, version: u64 },
    Refused(String),
}

/// A command whose answer was lost.
#[derive(Debug, PartialEq, Eq)]
struct Lost {
    actor: Actor,
    kind: String,
    key: Option<Key>,
}

/// Of one aggregate: what is not matched yet.
#[derive(Debug, Default)]
struct Open {
    effects: Vec<Effect>,
    awaited: Vec<Awaited>,
    lost: Vec<Lost>,
}

/// What all clients were told.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    keys: HashMap<Key, Remembered>,
    open: HashMap<usize, Open>,
    /// Aggregates with effects or acknowledgements that are not matched yet.
    unmatched: BTreeSet<usize>,
}

impl Answers {
    /// Whether the acts of a role are commands that the auditor was told of.
    pub(crate) fn claims(role: &str) -> bool {
        CLIENTS.contains(&role)
    }

    /// A record by a client's role is in the feed.
    pub(crate) fn effect(&mut self, aggregate: usize, effect: Effect) -> Held {
        let open = self.open.entry(aggregate).or_default();
        let matching = |a: &Awaited| a.first == effect.first && a.version == effect.last;
        if let Some(index) = open.awaited.iter().position(matching) {
            let awaited = open.awaited.swap_remove(index);
            self.tidy(aggregate);
            return fits(&awaited.asked, &effect);
        }
        open.effects.push(effect);
        self.unmatched.insert(aggregate);
        Ok(())
    }

    /// A client was told something; `version` is the newest that the feed has shown of the aggregate.
    pub(crate) fn told(&mut self, aggregate: usize, version: u64, asked: &Asked) -> Held {
        self.same(asked)?;
        match &asked.answer {
            Answer::Accepted { first, version: last, position, replayed } => {
                self.accepted(aggregate, version, asked, (*first, *last), *position, *replayed)
            }
            Answer::Failed => {
                let lost = Lost {
                    actor: asked.actor.clone(),
                    kind: asked.command.kind.clone(),
                    key: asked.key.clone(),
                };
                let open = self.open.entry(aggregate).or_default();
                // Tries under one key are one command.
                if lost.key.is_none() || !open.lost.contains(&lost) {
                    open.lost.push(lost);
                }
                Ok(())
            }
            Answer::Refused { .. } | Answer::KeyReused | Answer::Stale => {
                self.resolved(aggregate, asked);
                Ok(())
            }
        }
    }

    /// The same key and request always give the same answer; another request under it is refused as such.
    fn same(&mut self, asked: &Asked) -> Held {
        let Some(key) = &asked.key else { return Ok(()) };
        let told = match &asked.answer {
            Answer::Accepted { first, version, .. } => Told::Done { first: *first, version: *version },
            Answer::Refused { code, .. } => Told::Refused(code.clone()),
            Answer::KeyReused => {
                let known = self.keys.get(&bare(key)).is_some_and(|r| r.request != key.request);
                ensure!(
                    known,
                    SameAnswer,
                    ("'key reused' only where another request had the key"),
                    ("{key:?}")
                );
                return Ok(());
            }
            Answer::Stale | Answer::Failed => return Ok(()),
        };
        let firsthand = u32::from(!matches!(
            &asked.answer,
            Answer::Accepted { replayed: true, .. } | Answer::Refused { replayed: true, .. }
        ));
        match self.keys.get_mut(&bare(key)).filter(|known| asked.at - known.at < REMEMBERED) {
            Some(known) => {
                ensure!(
                    known.told == told && known.request == key.request,
                    SameAnswer,
                    ("{:?}, as before under this key", known.told),
                    ("{told:?}")
                );
                known.firsthand += firsthand;
            }
            None => {
                let remembered = Remembered { request: key.request.clone(), at: asked.at, told, firsthand };
                self.keys.insert(bare(key), remembered);
            }
        }
        Ok(())
    }

    fn accepted(
        &mut self,
        aggregate: usize,
        newest: u64,
        asked: &Asked,
        (first, version): (u64, u64),
        position: Option<u64>,
        replayed: bool,
    ) -> Held {
        self.resolved(aggregate, asked);
        if let Some(word) = rights::leaves(&asked.command.kind)
            && let Some(roles) = rights::may(word)
        {
            let role = asked.actor.role.as_str();
            ensure!(
                roles.contains(&role),
                Rights,
                ("{} by one of {roles:?}", asked.command.kind),
                ("{role}")
            );
        }
        if version < first {
            return Ok(());
        }
        let open = self.open.entry(aggregate).or_default();
        if let Some(index) = open.effects.iter().position(|e| e.first == first && e.last == version) {
            let effect = open.effects.swap_remove(index);
            self.tidy(aggregate);
            let place = position.is_none_or(|position| position == effect.position);
            ensure!(place, Acknowledged, ("position {}", effect.position), ("{position:?}"));
            return fits(asked, &effect);
        }
        if version > newest {
            let same = |a: &Awaited| (a.first, a.version) == (first, version) && a.asked.key == asked.key;
            if asked.key.is_some() && open.awaited.iter().any(same) {
                return Ok(());
            }
            open.awaited.push(Awaited { first, version, asked: asked.clone() });
            self.unmatched.insert(aggregate);
            return Ok(());
        }
        // Its record was seen, and belongs to a command that was answered before: only a repeat may say so.
        let client = Self::claims(&asked.actor.role);
        let known = asked.key.as_ref().and_then(|key| self.keys.get(&bare(key)));
        let late =
            known.is_some_and(|known| known.told == Told::Done { first, version } && known.firsthand == 1);
        ensure!(
            replayed || late || !client,
            OneEffect,
            ("a record of its own for {}", asked.command.kind),
            ("events {first} to {version}, which another command was told of, or nobody")
        );
        Ok(())
    }

    /// A command whose answer was lost has an answer now.
    fn resolved(&mut self, aggregate: usize, asked: &Asked) {
        let Some(open) = self.open.get_mut(&aggregate) else { return };
        let same = |lost: &Lost| {
            lost.actor == asked.actor && lost.kind == asked.command.kind && lost.key == asked.key
        };
        if asked.key.is_some()
            && let Some(index) = open.lost.iter().position(same)
        {
            open.lost.swap_remove(index);
        }
    }

    fn tidy(&mut self, aggregate: usize) {
        let matched = |open: &Open| open.effects.is_empty() && open.awaited.is_empty();
        if self.open.get(&aggregate).is_some_and(matched) {
            self.unmatched.remove(&aggregate);
            if self.open.get(&aggregate).is_some_and(|open| open.lost.is_empty()) {
                self.open.remove(&aggregate);
            }
        }
    }

    /// Nothing is under way: every acknowledgement has its record, and every record a command that was acknowledged or
    /// whose answer was lost. Names the aggregate where that is not so.
    pub(crate) fn quiet(&self) -> Result<(), (usize, Box<crate::broken::Broken>)> {
        for aggregate in &self.unmatched {
            let Some(open) = self.open.get(aggregate) else { continue };
            open.matched().map_err(|broken| (*aggregate, broken))?;
        }
        Ok(())
    }
}

impl Open {
    fn matched(&self) -> Held {
        if let Some(awaited) = self.awaited.first() {
            fail!(
                Acknowledged,
                ("events {} to {} of {:?}", awaited.first, awaited.version, awaited.asked.command),
                ("no such record, though {:?} was told so", awaited.asked.actor)
            );
        }
        let mut free: Vec<&Lost> = self.lost.iter().collect();
        for effect in &self.effects {
            let may = |lost: &&&Lost| {
                let word = rights::leaves(&lost.kind);
                lost.actor == effect.actor && word.is_none_or(|word| effect.words.contains(&word))
            };
            let found = free.iter().position(|lost| may(&lost));
            ensure!(
                found.is_some(),
                OneEffect,
                ("one command of {:?} behind events {} to {}", effect.actor, effect.first, effect.last),
                ("{:?}, which nobody was told of and whose answer was not lost", effect.words)
            );
            if let Some(found) = found {
                free.swap_remove(found);
            }
        }
        Ok(())
    }
}

/// A key without its request: by this it is remembered.
fn bare(key: &Key) -> Key {
    Key { request: Vec::new(), ..key.clone() }
}

/// Whether a record is what was asked for.
fn fits(asked: &Asked, effect: &Effect) -> Held {
    let command = &asked.command;
    let word = rights::leaves(&command.kind);
    ensure!(
        asked.actor == effect.actor && word.is_none_or(|word| effect.words.contains(&word)),
        Acknowledged,
        ("{word:?} by {:?}", asked.actor),
        ("{:?} by {:?}", effect.words, effect.actor)
    );
    if let Some(read_at) = asked.read_at {
        let at = read_at.max(effect.before);
        ensure!(
            effect.at == at,
            EventTime,
            ("recorded at {}", crate::calendar::shown(at)),
            ("{}", crate::calendar::shown(effect.at))
        );
    }
    let gist = &effect.gist;
    let remedy = command.remedy.as_ref().map(|r| (r.kind.clone(), r.amount));
    if word != Some(gist.word) {
        return Ok(());
    }
    let differs = (remedy.is_some() && gist.remedy.is_some() && remedy != gist.remedy)
        || command.amount.zip(gist.amount).is_some_and(|(asked, got)| asked != got)
        || command.case.zip(gist.case).is_some_and(|(asked, got)| asked != got)
        || (matches!(command.kind.as_str(), "open_dispute" | "request_return" | "complain")
            && !command.units.is_empty()
            && {
                let mut units = command.units.clone();
                units.sort_unstable();
                units.dedup();
                units != gist.units
            });
    ensure!(!differs, Acknowledged, ("what was asked: {command:?}"), ("{gist:?}"));
    Ok(())
}
