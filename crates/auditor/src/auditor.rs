//! The auditor: takes observations, holds each against what it knows, and says what is wrong at the first sight of it.
use crate::account::{Account, Around, same_note};
use crate::answers::{Answers, Effect, Gist};
use crate::broken::{Broken, Held, ensure, fail};
use crate::calendar::{Calendar, shown};
use crate::fund::{Fund, Post};
use crate::gateway::Gateways;
use crate::ledger::Ledger;
use crate::observe::{Actor, Asked, Nanos, Observation, Record, Scanned};
use crate::order::{Frame, Order, Told};
use crate::policy::Policy;
use crate::read::{self, Body, Fact, Message};
use crate::rights;
use crate::trace::Trace;
use crate::violation::Violation;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// What the auditor keeps of an aggregate.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    pub(crate) name: String,
    pub(crate) marketplace: String,
    pub(crate) version: u64,
    pub(crate) hash: [u8; 32],
    pub(crate) at: Nanos,
    pub(crate) trace: Trace,
    pub(crate) model: Model,
}

/// The model of an aggregate.
#[derive(Debug, Default)]
pub(crate) enum Model {
    /// Nothing happened yet.
    #[default]
    Nothing,
    Order(Box<Order>),
    Account(Box<Account>),
    Fund(Box<Fund>),
}

/// What governs orders: policies and calendars, read once and shared by as many auditors as there are.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    pub(crate) policies: Vec<Policy>,
    by_hash: HashMap<String, usize>,
    days_off: HashMap<String, String>,
}

impl Rules {
    /// Makes a policy known: its content hash as orders name it, and the text of its `policy.toml`.
    ///
    /// # Errors
    /// What the text lacks.
    pub fn policy(&mut self, hash: &str, text: &str) -> Result<(), String> {
        let policy = Policy::read(text)?;
        self.by_hash.insert(hash.to_owned(), self.policies.len());
        self.policies.push(policy);
        Ok(())
    }

    /// Makes a calendar file known by the name under which orders record it. Calendars that are plain zones need not be.
    pub fn calendar(&mut self, name: &str, text: &str) {
        self.days_off.insert(name.to_owned(), text.to_owned());
    }
}

/// A second, simpler model of what must be true. See the crate.
#[derive(Debug, Default)]
pub struct Auditor {
    pub(crate) rules: Arc<Rules>,
    calendars: Vec<Calendar>,
    by_name: HashMap<(String, String), usize>,
    pub(crate) kept: Vec<Kept>,
    pub(crate) by_aggregate: HashMap<String, usize>,
    pub(crate) ledger: Ledger,
    pub(crate) answers: Answers,
    pub(crate) gateways: Gateways,
    /// Messages that were sent and not taken: by sender and its count.
    pub(crate) messages: HashMap<(String, u32), Message>,
    /// What orders and the protection fund have said and not heard of each other.
    pub(crate) post: Post,
    /// Scans that were acknowledged and are not in the record.
    pub(crate) scans: HashMap<Track, HashSet<(Nanos, String)>>,
    /// Scans that are in the record: a carrier may tell of one again.
    recorded: HashSet<u64>,
    /// Carrier and number of every declared parcel.
    pub(crate) tracks: HashSet<Track>,
    position: u64,
    pub(crate) records: u64,
    pub(crate) events: u64,
}

/// Marketplace, carrier and tracking number.
pub(crate) type Track = (String, String, String);

impl Auditor {
    /// An auditor that has seen nothing and knows no rules.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An auditor that has seen nothing, under rules that it shares.
    #[must_use]
    pub fn under(rules: Arc<Rules>) -> Self {
        Self { rules, ..Self::default() }
    }

    /// Makes a policy known to this auditor: see [`Rules::policy`].
    ///
    /// # Errors
    /// What the text lacks.
    pub fn policy(&mut self, hash: &str, text: &str) -> Result<(), String> {
        Arc::make_mut(&mut self.rules).policy(hash, text)
    }

    /// Makes a calendar known to this auditor: see [`Rules::calendar`].
    pub fn calendar(&mut self, name: &str, text: &str) {
        Arc::make_mut(&mut self.rules).calendar(name, text);
    }

    /// Takes one observation.
    ///
    /// # Errors
    /// The first thing that must not be.
    pub fn observe(&mut self, observation: &Observation<'_>) -> Result<(), Box<Violation>> {
        match observation {
            Observation::Record(record) => self.record(record),
            Observation::Asked(asked) => self.asked(asked),
            Observation::Gateway(seen) => {
                let name = match &seen.purpose {
                    crate::observe::Purpose::Refund { order, .. } => order.clone(),
                    crate::observe::Purpose::Payout { party } => party.clone(),
                };
                self.gateways.take(seen).map_err(|broken| self.violation(&name, seen.at, *broken))
            }
            Observation::Scanned(scanned) => {
                self.scanned(scanned);
                Ok(())
            }
            Observation::Quiet { at } => self.quiet(*at, false),
            Observation::Head(head) => self.head(head),
            Observation::Balance(balance) => self.balance(balance),
            Observation::Listed(listed) => self.listed(listed),
        }
    }

    /// A broken invariant with everything around it.
    pub(crate) fn violation(&self, aggregate: &str, at: Nanos, broken: Broken) -> Box<Violation> {
        let kept = self.by_aggregate.get(aggregate).and_then(|index| self.kept.get(*index));
        Box::new(Violation {
            invariant: broken.invariant,
            aggregate: aggregate.to_owned(),
            at,
            expected: broken.expected,
            found: broken.found,
            trace: kept.map(|kept| kept.trace.words()).unwrap_or_default(),
        })
    }

    /// Where an aggregate is kept; made on first sight.
    fn place(&mut self, aggregate: &str, marketplace: &str) -> usize {
        if let Some(index) = self.by_aggregate.get(aggregate) {
            return *index;
        }
        let index = self.kept.len();
        let (name, marketplace) = (aggregate.to_owned(), marketplace.to_owned());
        self.kept.push(Kept { name, marketplace, at: Nanos::MIN, ..Kept::default() });
        self.by_aggregate.insert(aggregate.to_owned(), index);
        index
    }

    fn record(&mut self, record: &Record<'_>) -> Result<(), Box<Violation>> {
        let index = self.place(record.aggregate, record.marketplace);
        self.records += 1;
        let body = match read::body(record.body) {
            Ok(body) => body,
            Err(error) => {
                let invariant = crate::violation::Invariant::RecordForm;
                let broken = Broken { invariant, expected: "a record".into(), found: error.to_string() };
                return Err(self.violation(record.aggregate, 0, broken));
            }
        };
        self.kept[index].trace.push(record.body);
        self.taken(index, record, &body)
            .map_err(|broken| self.violation(record.aggregate, body.at.0, *broken))
    }

    fn taken(&mut self, index: usize, record: &Record<'_>, body: &Body<'_>) -> Held {
        let before = self.kept[index].at;
        self.chained(index, record, body)?;
        let mut words = Vec::with_capacity(body.events.len());
        let mut facts = Vec::with_capacity(body.events.len());
        for event in &body.events {
            let known = read::kind(event).and_then(|word| Ok((read::word(word), read::read(word, event)?)));
            match known {
                Ok((Some(word), Some(fact))) => {
                    words.push(word);
                    facts.push(fact);
                }
                Ok(_) => fail!(RecordForm, ("facts that the auditor knows"), ("{}", event.get())),
                Err(error) => fail!(RecordForm, ("a fact that can be read: {error}"), ("{}", event.get())),
            }
        }
        self.rights(index, body, &words)?;
        self.facts(index, record, body, &words, &facts)?;
        if Answers::claims(&body.by.role) {
            let effect = Effect {
                first: body.n,
                last: self.kept[index].version,
                position: record.position,
                at: body.at.0,
                before,
                actor: Actor { role: body.by.role.clone(), id: body.by.id().to_owned() },
                words,
                gist: gist(&facts),
            };
            self.answers.effect(index, effect)?;
        }
        Ok(())
    }

    /// The frame of a record: its place, its chain, its number, its instant.
    fn chained(&mut self, index: usize, record: &Record<'_>, body: &Body<'_>) -> Held {
        let kept = &mut self.kept[index];
        let count = u64::try_from(body.events.len()).unwrap_or(0);
        ensure!(
            body.v == 1
                && body.agg == record.aggregate
                && count > 0
                && kept.marketplace == record.marketplace,
            RecordForm,
            ("format 1 of {} in {} with facts", record.aggregate, kept.marketplace),
            ("format {} of {} in {} with {count} facts", body.v, body.agg, record.marketplace)
        );
        ensure!(
            record.position > self.position,
            FeedOrder,
            ("a position after {}", self.position),
            ("{}", record.position)
        );
        self.position = record.position;
        let previous = record.previous.unwrap_or(kept.hash);
        let hash: [u8; 32] =
            Sha256::new().chain_update(kept.hash).chain_update(record.body).finalize().into();
        ensure!(
            previous == kept.hash && hash == record.hash,
            ChainHash,
            ("{} after {}", hex::encode(hash), hex::encode(kept.hash)),
            ("{} after {}", hex::encode(record.hash), hex::encode(previous))
        );
        ensure!(
            body.n == kept.version + 1,
            VersionGap,
            ("event {} next", kept.version + 1),
            ("event {}", body.n)
        );
        ensure!(
            body.at.0 >= kept.at,
            EventTime,
            ("not before the last event at {}", shown(kept.at)),
            ("{}", shown(body.at.0))
        );
        (kept.hash, kept.version, kept.at) = (hash, kept.version + count, body.at.0);
        self.events += count;
        Ok(())
    }

    /// Who acted may do what the record says, and is who the order knows.
    fn rights(&self, index: usize, body: &Body<'_>, words: &[&'static str]) -> Held {
        let role = body.by.role.as_str();
        for word in words {
            let roles = rights::may(word).unwrap_or(&[]);
            ensure!(
                roles.is_empty() || roles.contains(&role),
                Rights,
                ("{word} by one of {roles:?}"),
                ("by {role} {}", body.by.id())
            );
        }
        if let Model::Order(order) = &self.kept[index].model {
            let own = match role {
                "buyer" => body.by.id() == order.buyer,
                "seller" => body.by.id() == order.seller,
                _ => true,
            };
            ensure!(
                own,
                Rights,
                ("the order's own buyer {} or seller {}", order.buyer, order.seller),
                ("{role} {}", body.by.id())
            );
        }
        Ok(())
    }

    fn facts(
        &mut self,
        index: usize,
        record: &Record<'_>,
        body: &Body<'_>,
        words: &[&'static str],
        facts: &[Fact],
    ) -> Held {
        let mut facts = facts;
        if let Some((Fact::Placed(placed), rest)) = facts.split_first() {
            ensure!(
                matches!(self.kept[index].model, Model::Nothing),
                OneEffect,
                ("an order is placed once"),
                ("again")
            );
            let (policy, calendar) = self.governing(placed)?;
            self.kept[index].model = Model::Order(Box::new(Order::placed(placed, policy, calendar)?));
            facts = rest;
        }
        if record.aggregate.starts_with("acc_") {
            let around = Around { at: body.at.0, due: body.due.map(|due| due.0), role: &body.by.role };
            return self.account(index, (record, body.n), facts, around);
        }
        if record.aggregate.starts_with("fnd_") {
            return self.fund(index, record, body, facts);
        }
        for postings in facts.iter().filter_map(postings) {
            self.ledger.take(record.marketplace, postings);
        }
        let Model::Order(order) = &mut self.kept[index].model else {
            fail!(RecordForm, ("an order that was placed"), ("{words:?} before"));
        };
        let frame = Frame {
            at: body.at.0,
            due: body.due.map(|due| due.0),
            role: &body.by.role,
            id: body.by.id(),
            policy: &self.rules.policies[order.policy],
            calendar: &self.calendars[order.calendar],
            words,
        };
        let mut told = Told::default();
        order.before(&frame)?;
        for fact in facts {
            order.take(&frame, fact, &mut told)?;
        }
        order.after(&frame)?;
        if order.over() {
            order.shrink();
            self.kept[index].trace.clear();
            self.kept[index].trace.push(record.body);
        }
        self.told(record, told)
    }

    fn fund(&mut self, index: usize, record: &Record<'_>, body: &Body<'_>, facts: &[Fact]) -> Held {
        let kept = &mut self.kept[index];
        if matches!(kept.model, Model::Nothing) {
            kept.model = Model::Fund(Box::default());
        }
        let Model::Fund(fund) = &mut kept.model else {
            fail!(RecordForm, ("a fund"), ("{}", record.aggregate));
        };
        for (version, fact) in (body.n..).zip(facts) {
            fund.takes(record.aggregate, version, fact, &mut self.post)?;
        }
        Ok(())
    }

    fn governing(&mut self, placed: &read::Placed) -> Result<(usize, usize), Box<Broken>> {
        let Some(policy) = self.rules.by_hash.get(&placed.policy).copied() else {
            fail!(RecordForm, ("a policy that the auditor was given"), ("{}", placed.policy));
        };
        let named = (placed.calendar.clone(), placed.zone.clone());
        if let Some(calendar) = self.by_name.get(&named) {
            return Ok((policy, *calendar));
        }
        let calendar = match self.rules.days_off.get(&placed.calendar) {
            Some(text) => Calendar::read(text, &placed.zone),
            None => Calendar::of_zone(&placed.zone),
        };
        let Some(calendar) = calendar else {
            fail!(RecordForm, ("a calendar that the auditor can read"), ("{named:?}"));
        };
        self.calendars.push(calendar);
        self.by_name.insert(named, self.calendars.len() - 1);
        Ok((policy, self.calendars.len() - 1))
    }

    /// What an order told others: messages, legs, scans.
    fn told(&mut self, record: &Record<'_>, told: Told) -> Held {
        let sender = record.aggregate;
        for message in told.messages {
            self.messages.insert((sender.to_owned(), message.sequence), message);
        }
        for (case, word) in told.fund {
            self.post.order(sender, case, word)?;
        }
        if let Some(sequence) = told.wallet_confirmed {
            let open = self.messages.contains_key(&(sender.to_owned(), sequence));
            ensure!(
                !open,
                MessageOnce,
                ("the wallet has message {sequence} before it is confirmed"),
                ("not taken")
            );
        }
        if told.money_moved {
            self.gateways.touched.insert(sender.to_owned());
        }
        let track = |carrier, number| (record.marketplace.to_owned(), carrier, number);
        if let Some((carrier, number)) = told.declared {
            self.tracks.insert(track(String::new(), number.clone()));
            self.tracks.insert(track(carrier, number));
        }
        for (carrier, number, at, status) in told.scans {
            self.recorded.insert(print_of(record.marketplace, &number, at, &status));
            // A carrier that does not give its name is led by the number alone.
            for carrier in [carrier, String::new()] {
                if let Some(open) = self.scans.get_mut(&track(carrier, number.clone())) {
                    open.remove(&(at, status.clone()));
                }
            }
        }
        Ok(())
    }

    fn account(
        &mut self,
        index: usize,
        (record, first): (&Record<'_>, u64),
        facts: &[Fact],
        around: Around<'_>,
    ) -> Held {
        if let Model::Account(account) = &self.kept[index].model {
            account.before(around)?;
        }
        for (version, fact) in (first..).zip(facts) {
            let of = postings(fact).unwrap_or(&[]);
            self.ledger.take(record.marketplace, of);
            if let Fact::AccountOpened(fact) = fact {
                self.kept[index].model = Model::Account(Box::new(Account::opened(fact)));
                continue;
            }
            let taken = match fact {
                Fact::MessageTaken(fact) => Some(self.message(fact)?),
                Fact::NoteTaken(fact) => Some(self.note(fact)?),
                _ => None,
            };
            let Model::Account(account) = &mut self.kept[index].model else {
                fail!(RecordForm, ("an account that was opened"), ("{fact:?}"));
            };
            match (taken, fact) {
                (Some(message), Fact::NoteTaken(fact)) => account.note(&message, fact)?,
                (Some(message), _) => account.message(&message)?,
                (None, Fact::StandingTold(fact)) => {
                    account.tells(fact)?;
                    self.post.stands(&fact.order, fact.case, fact.counts, version)?;
                }
                (None, _) => account.takes(fact, around)?,
            }
        }
        Ok(())
    }

    /// A message that is taken: sent before, as it is taken, and not taken yet.
    fn message(&mut self, fact: &read::MessageTaken) -> Result<Message, Box<Broken>> {
        let Some(sent) = self.sent(&fact.from, fact.sequence) else {
            fail!(MessageOnce, ("a message that was sent and is not taken yet"), ("{fact:?}"));
        };
        let same = sent.currency == fact.currency && sent.amount == fact.amount && sent.effect == fact.effect;
        ensure!(same && sent.note.is_none(), MessageOnce, ("{sent:?}"), ("{fact:?}"));
        Ok(sent)
    }

    /// A message without money that is taken.
    fn note(&mut self, fact: &read::NoteTaken) -> Result<Message, Box<Broken>> {
        let Some(sent) = self.sent(&fact.from, fact.sequence) else {
            fail!(MessageOnce, ("a message that was sent and is not taken yet"), ("{fact:?}"));
        };
        ensure!(same_note(&sent, fact), MessageOnce, ("{sent:?}"), ("{fact:?}"));
        Ok(sent)
    }

    fn sent(&mut self, from: &serde_json::Value, sequence: u32) -> Option<Message> {
        let sender = from.as_object().and_then(|of| of.values().next()).and_then(|v| v.as_str());
        self.messages.remove(&(sender.unwrap_or("").to_owned(), sequence))
    }

    fn asked(&mut self, asked: &Asked) -> Result<(), Box<Violation>> {
        let index = self.place(&asked.aggregate, &asked.marketplace);
        let version = self.kept[index].version;
        let told = self.answers.told(index, version, asked);
        told.map_err(|broken| self.violation(&asked.aggregate, asked.at, *broken))
    }

    fn scanned(&mut self, seen: &Scanned) {
        if self.recorded.contains(&print_of(&seen.marketplace, &seen.number, seen.at, &seen.status)) {
            return;
        }
        let track = (seen.marketplace.clone(), seen.carrier.clone(), seen.number.clone());
        self.scans.entry(track).or_default().insert((seen.at, seen.status.clone()));
    }
}

/// A scan in few bytes.
fn print_of(marketplace: &str, number: &str, at: Nanos, status: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (marketplace, number, at, status).hash(&mut hasher);
    hasher.finish()
}

fn postings(fact: &Fact) -> Option<&[read::Posting]> {
    Some(match fact {
        Fact::Captured(f) => &f.postings,
        Fact::Paid(f) => &f.postings,
        Fact::RefundPromised(f) => &f.postings,
        Fact::LegMoved(f) => &f.postings,
        Fact::Released(f) => &f.postings,
        Fact::ClaimPaid(f) => &f.postings,
        Fact::CompensationPaid(f) => &f.postings,
        Fact::CompensationReversed(f) => &f.postings,
        Fact::DebtRecovered(f) => &f.postings,
        Fact::PayoutPromised(f) => &f.postings,
        Fact::PayoutConfirmed(f) | Fact::PayoutRefused(f) => &f.postings,
        _ => return None,
    })
}

/// What the first act of a record says of what was asked.
fn gist(facts: &[Fact]) -> Gist {
    let remedy = |r: &read::Remedy| Some((r.kind.clone(), r.amount));
    let of = |word, case, remedy| Gist { word, case: Some(case), remedy, ..Gist::default() };
    for fact in facts {
        return match fact {
            Fact::CaseOpened(f) if f.by.is_some() => {
                let units = f.units.iter().map(|(_, unit)| *unit).collect();
                Gist { word: "case_opened", remedy: remedy(&f.asked), units, ..Gist::default() }
            }
            Fact::CaseChanged(f) => of("case_changed", f.case, remedy(&f.asked)),
            Fact::ProposalMade(f) => of("proposal_made", f.case, remedy(&f.remedy)),
            Fact::Ruled(f) => of("case_ruled", f.case, f.ruling.remedy.as_ref().and_then(remedy)),
            Fact::CaseAnswered(f) => of("case_answered", f.case, None),
            Fact::ProposalAccepted(f) => of("proposal_accepted", f.case, None),
            Fact::ProposalRejected(f) => of("proposal_rejected", f.case, None),
            Fact::PayoutPromised(f) => {
                Gist { word: "payout_promised", amount: Some(f.amount), ..Gist::default() }
            }
            _ => continue,
        };
    }
    Gist::default()
}
