//! Clients: each sends with a key of its own and, where it gets no answer, sends the same again.
use super::{Broken, Run, Task};
use crate::act::kinds;
use crate::clock::after;
use crate::house::Done;
use engine::{Answer, Engine, EngineError, Envelope, IfMatch, request_hash};
use jiff::SignedDuration;
use resolution::actor::Actor;
use resolution::aggregate::Command;
use resolution::id::AggregateId;

/// What a client sends.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) market: usize,
    pub(crate) aggregate: AggregateId,
    pub(crate) actor: Actor,
    pub(crate) command: Command,
    pub(crate) key: Option<String>,
    pub(crate) if_match: Option<IfMatch>,
    /// The core says that it is possible at this very instant.
    pub(crate) allowed: bool,
    /// Two of it at once, with the same key.
    pub(crate) twice: bool,
    pub(crate) tries: u32,
}

impl Request {
    /// A plain request.
    pub(crate) const fn new(market: usize, aggregate: AggregateId, actor: Actor, command: Command) -> Self {
        let (key, if_match) = (None, None);
        Self { market, aggregate, actor, command, key, if_match, allowed: false, twice: false, tries: 0 }
    }

    /// The same under an idempotency key.
    pub(crate) fn keyed(&mut self, key: String) {
        self.key = Some(key);
    }

    /// Who sends, for keys.
    pub(crate) fn principal(&self) -> String {
        let id = self.actor.party().map(|party| party.to_string());
        format!("{}:{}", self.actor.role(), id.unwrap_or_default())
    }

    /// Equal exactly for equal requests.
    pub(crate) fn hash(&self) -> [u8; 32] {
        let path = format!("/{}", self.aggregate);
        request_hash("POST", &path, format!("{:?}", self.command).as_bytes())
    }
}

type Given = Result<Answer, EngineError>;

impl Run<'_> {
    fn envelope(&self, request: &Request) -> Envelope {
        let market = self.markets[request.market].id;
        let (command, actor) = (request.command.clone(), request.actor.clone());
        let mut envelope = Envelope::new(market, request.aggregate, command, actor);
        envelope.if_match = request.if_match;
        match &request.key {
            Some(key) => envelope.once(&request.principal(), key, request.hash()),
            None => envelope,
        }
    }

    /// Sends a request and looks at what comes back.
    pub(super) async fn sends(&mut self, mut request: Request) -> Result<(), Box<Broken>> {
        *self.tally.commands.entry(kinds::word(&request.command)).or_default() += 1;
        let first = self.process();
        let engine = self.house.engine(first);
        if request.twice {
            let other = self.house.engine((first + 1) % self.house.processes());
            let both = futures::future::join(self.put(&engine, &request), self.put(&other, &request));
            let done = self.house.ask(both).await;
            let (one, two) = match done {
                Done::Gave((one, two)) => (Done::Gave(one), Done::Gave(two)),
                Done::Died => (Done::Died, Done::Died),
                Done::Stuck => return Err(self.broken("the house does not answer any more")),
            };
            drop((engine, other));
            request.twice = false;
            // Of two that are equal one is carried out and the other repeats its answer: that one is told later.
            let repeats = matches!(&one, Done::Gave(Ok(Answer::Decided(decided))) if decided.replayed);
            let (one, two) = if repeats { (two, one) } else { (one, two) };
            self.answered(request.clone(), one, true).await?;
            return self.answered(request, two, false).await;
        }
        let done = self.house.ask(self.put(&engine, &request)).await;
        drop(engine);
        self.answered(request, done, true).await
    }

    async fn put(&self, engine: &Engine, request: &Request) -> Given {
        engine.submit(self.envelope(request)).await
    }

    async fn answered(
        &mut self,
        mut request: Request,
        done: Done<Given>,
        again: bool,
    ) -> Result<(), Box<Broken>> {
        let lost = self.loses_answer();
        let answer = match &done {
            Done::Gave(Ok(answer)) if !lost => Some(answer.clone()),
            _ => None,
        };
        let key = request.key.clone().map(|key| (request.principal(), key, request.hash()));
        let (market, aggregate) = (request.market, request.aggregate);
        self.told(market, aggregate, &request.actor, &request.command, key, answer.as_ref());
        if let Some(answer) = answer {
            if self.out.contains(&aggregate)
                && matches!(&answer, Answer::Decided(decided) if !decided.replayed)
            {
                return Err(self.broken(format!("{aggregate} is out of service and carries a command out")));
            }
            return self.understands(&request, &answer);
        }
        if !matches!(done, Done::Gave(Ok(_))) {
            self.failed(done)?;
        }
        if again {
            request.allowed = false;
            request.tries += 1;
            let wait = SignedDuration::from_secs(i64::from(request.tries.min(60)) * 7);
            self.agenda.add(after(self.now(), wait), Task::Send(Box::new(request)));
        }
        Ok(())
    }

    fn understands(&mut self, request: &Request, answer: &Answer) -> Result<(), Box<Broken>> {
        match answer {
            Answer::Decided(_) => self.tally.accepted += 1,
            Answer::Refused { refusal, .. } => {
                *self.tally.refusals.entry(refusal.code().to_owned()).or_default() += 1;
                if request.allowed && self.undisturbed {
                    let what = kinds::word(&request.command);
                    return Err(self.broken(format!(
                        "{} may {what} on {} by what the core offers, and is refused ({}): {}",
                        request.principal(),
                        request.aggregate,
                        refusal.code(),
                        refusal.sentence()
                    )));
                }
            }
            Answer::KeyReused => {
                return Err(self.broken("a key is said to be reused, and nobody reuses keys here"));
            }
            Answer::Stale { .. } => self.tally.stale += 1,
        }
        Ok(())
    }
}
