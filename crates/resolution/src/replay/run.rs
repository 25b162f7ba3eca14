//! The replay of one order.
use super::numbers::{About, Numbers, about};
use super::read::{Told, told};
use super::{Past, Unplayable};
use crate::actor::Actor;
use crate::aggregate::Context;
use crate::case::{CaseKind, procedure};
use crate::id::{CaseNo, PaymentNo, RefundNo};
use crate::order::command::OrderCommand as Command;
use crate::order::event::{CaseOpened, OrderEvent as Event, OrderPlaced, RefundPromised};
use crate::order::{Order, decide, wake};
use crate::payment::{LegResult, LegRoute, RefundCause};
use crate::policy::StageName;
use crate::refusal::Refusal;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// How long after its due instant a deadline is applied where nobody is late (DESIGN 3.5).
const PROMPT: SignedDuration = SignedDuration::from_secs(2);

/// When deadlines are applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// When they were recorded, late or not, and every act at its own instant: under the order's own rules this gives its
    /// own events again, one by one.
    AsRecorded,
    /// Two seconds after they are due. Two replays at this pace can be compared.
    Prompt,
}

/// What became of an act of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was done.
    Done,
    /// It was refused.
    Refused(Refusal),
    /// It never came to it: what it is about did not exist, or the case was never in that stage.
    NeverCame,
}

/// An order, replayed.
#[derive(Clone, Debug)]
pub struct Replayed {
    /// As it stands in the end.
    pub order: Order,
    /// All that happened, each with its instant of recording.
    pub events: Vec<(Timestamp, Event)>,
    /// What became of the act of each record, by the record's place in the history, from 0.
    pub fates: BTreeMap<usize, Fate>,
    /// The cases of the history, as they are numbered in the replay.
    pub cases: BTreeMap<CaseNo, CaseNo>,
}

/// Replays a history under other rules, to an instant. `recorded` is the context in which it was decided, `under` the one
/// in which it is decided now.
///
/// # Errors
/// [`Unplayable`].
///
/// # Panics
/// Where a decision would break the money guard, as `decide` does.
pub fn replay(
    history: &[Past],
    recorded: &Context<'_>,
    under: &Context<'_>,
    pace: Pace,
    until: Timestamp,
) -> Result<Replayed, Unplayable> {
    let first = history.first().ok_or(Unplayable::NoPlacement)?;
    let Some(Event::OrderPlaced(placed)) = first.events.first() else {
        return Err(Unplayable::NoPlacement);
    };
    let placed = placed_under(placed, recorded, under);
    let mut run = Run::new(history, under, pace, Order::placed(order_id(under), &placed, first.at));
    run.plan()?;
    run.events.push((first.at, Event::OrderPlaced(Box::new(placed.clone()))));
    for event in decide::paid_at_placement(&placed, under, first.at) {
        run.take(event, first.at, None);
    }
    run.go(until);
    Ok(run.done())
}

fn order_id(context: &Context<'_>) -> crate::id::OrderId {
    match context.id {
        crate::id::AggregateId::Order(id) => id,
        crate::id::AggregateId::Account(_) | crate::id::AggregateId::Fund(_) => {
            unreachable!("an order is replayed in the context of an order")
        }
    }
}

/// The placement under the other rules: what the old ones had filled in, the new ones do.
fn placed_under(placed: &OrderPlaced, recorded: &Context<'_>, under: &Context<'_>) -> OrderPlaced {
    let mut out = placed.clone();
    out.policy = under.policy.hash.to_string();
    let (old, new) = (recorded.policy, under.policy);
    let from = placed.placed_at;
    if placed.pay_by == recorded.calendar.end(from, old.payment.pay_within) {
        out.pay_by = under.calendar.end(from, new.payment.pay_within);
    }
    if placed.ship_by == recorded.calendar.end(from, old.shipping.ship_by) {
        out.ship_by = under.calendar.end(from, new.shipping.ship_by);
    }
    out
}

/// What is to be done.
#[derive(Clone, Debug)]
enum Item {
    /// The act of a record, so much later (or earlier) than it was.
    Act(usize, SignedDuration),
    /// The facts of a record that are nobody's act.
    Facts(usize),
    /// The deadline of a record ([`Pace::AsRecorded`]).
    Deadline,
    /// The bank's answer to a refund that the history does not know.
    Paid(RefundNo),
}

/// A refund of the history.
struct KnownRefund {
    no: RefundNo,
    case: Option<CaseNo>,
    cause: RefundCause,
    ways: Vec<(PaymentNo, LegRoute)>,
    promised: Timestamp,
    /// The records that tell what became of it.
    told: Vec<usize>,
    taken: bool,
}

/// The nth time that a case of the history was in a stage.
type Visit = (CaseNo, StageName, usize);

struct Run<'a> {
    history: &'a [Past],
    context: &'a Context<'a>,
    pace: Pace,
    order: Order,
    events: Vec<(Timestamp, Event)>,
    acts: BTreeMap<usize, Command>,
    /// By instant and record; what is made up here comes after all records.
    agenda: BTreeMap<(Timestamp, usize), Item>,
    /// Acts that wait for their stage, with the instant at which it began then.
    waiting: BTreeMap<Visit, (Timestamp, Vec<usize>)>,
    visits: BTreeMap<(CaseNo, StageName), usize>,
    refunds: Vec<KnownRefund>,
    opened_by_system: Vec<(CaseOpened, bool)>,
    numbers: Numbers,
    fates: BTreeMap<usize, Fate>,
    made_up: usize,
}

impl<'a> Run<'a> {
    fn new(history: &'a [Past], context: &'a Context<'a>, pace: Pace, order: Order) -> Self {
        Self {
            history,
            context,
            pace,
            order,
            events: Vec::new(),
            acts: BTreeMap::new(),
            agenda: BTreeMap::new(),
            waiting: BTreeMap::new(),
            visits: BTreeMap::new(),
            refunds: Vec::new(),
            opened_by_system: Vec::new(),
            numbers: Numbers::default(),
            fates: BTreeMap::new(),
            made_up: history.len(),
        }
    }

    /// Reads the acts, and where in time each belongs.
    fn plan(&mut self) -> Result<(), Unplayable> {
        let mut stages: BTreeMap<CaseNo, Visit> = BTreeMap::new();
        let mut visits: BTreeMap<(CaseNo, StageName), usize> = BTreeMap::new();
        for (index, record) in self.history.iter().enumerate() {
            match (index, record.due) {
                (0, _) => {}
                (_, Some(_)) if self.pace == Pace::AsRecorded => {
                    self.agenda.insert((record.at, index), Item::Deadline);
                }
                (_, Some(_)) => {}
                (_, None) => match told(record, &self.history[..index]) {
                    Told::Act(command) => {
                        self.place(index, &command, &stages);
                        self.acts.insert(index, *command);
                    }
                    Told::Facts => {
                        self.agenda.insert((record.at, index), Item::Facts(index));
                    }
                    Told::Unknown => return Err(Unplayable::UnknownAct { record: index }),
                },
            }
            for event in &record.events {
                self.remember(event, record);
                if let Event::StageEntered { case, stage, .. } = event {
                    let nth = visits.entry((*case, *stage)).or_insert(0);
                    stages.insert(*case, (*case, *stage, *nth));
                    self.waiting.insert((*case, *stage, *nth), (record.at, Vec::new()));
                    *nth += 1;
                }
            }
        }
        Ok(())
    }

    fn remember(&mut self, event: &Event, record: &Past) {
        match event {
            Event::RefundPromised(refund) => self.refunds.push(KnownRefund {
                no: refund.refund,
                case: refund.case,
                cause: refund.cause,
                ways: ways(refund),
                promised: record.at,
                told: Vec::new(),
                taken: false,
            }),
            Event::CaseOpened(opened) if by_system(opened) => {
                self.opened_by_system.push((CaseOpened::clone(opened), false));
            }
            _ => {}
        }
    }

    /// Puts an act where it belongs: at its instant, after the beginning of its stage, or after the promise of its refund.
    fn place(&mut self, index: usize, command: &Command, stages: &BTreeMap<CaseNo, Visit>) {
        let at = self.history[index].at;
        let follows = match about(command) {
            _ if self.pace == Pace::AsRecorded => None,
            About::Case(case) => {
                stages.get(&case).and_then(|visit| self.waiting.get_mut(visit)).map(|(_, acts)| acts)
            }
            About::Refund(no) => self.refunds.iter_mut().find(|refund| refund.no == no).map(|r| &mut r.told),
            About::World => None,
        };
        match follows {
            Some(acts) => acts.push(index),
            None => {
                self.agenda.insert((at, index), Item::Act(index, SignedDuration::ZERO));
            }
        }
    }

    /// Does everything up to an instant, deadlines before acts.
    fn go(&mut self, until: Timestamp) {
        loop {
            let next = self.agenda.first_key_value().map(|(key, _)| *key).filter(|(at, _)| *at <= until);
            let bound = next.map_or(until, |(at, _)| at);
            if self.pace == Pace::Prompt && self.deadline(bound) {
                continue;
            }
            let Some(key) = next else { return };
            let Some(item) = self.agenda.remove(&key) else { return };
            self.perform(item, key.0);
        }
    }

    /// Applies the first deadline that is due by then; says whether there was one.
    fn deadline(&mut self, bound: Timestamp) -> bool {
        let Some(due) = wake::next(&self.order, self.context).filter(|due| *due <= bound) else {
            return false;
        };
        let prompt = due.checked_add(PROMPT).unwrap_or(due).min(bound).max(self.order.last_at);
        self.apply_due(prompt)
    }

    fn apply_due(&mut self, at: Timestamp) -> bool {
        let at = at.max(self.order.last_at);
        let Some((_, events)) = wake::wake(&self.order, self.context, at) else { return false };
        for event in events {
            self.take(event, at, None);
        }
        true
    }

    fn perform(&mut self, item: Item, at: Timestamp) {
        match item {
            Item::Deadline => {
                self.apply_due(at);
            }
            Item::Facts(index) => {
                for event in &self.history[index].events {
                    self.take(event.clone(), at, None);
                }
            }
            Item::Act(index, later) => {
                let fate = self.act(index, at, later);
                self.fates.insert(index, fate);
            }
            Item::Paid(refund) => self.paid(refund, at),
        }
    }

    fn act(&mut self, index: usize, at: Timestamp, later: SignedDuration) -> Fate {
        let Some(mut command) = self.acts.get(&index).cloned() else { return Fate::NeverCame };
        shift(&mut command, later);
        if !self.numbers.translate(&mut command) {
            return Fate::NeverCame;
        }
        let now = at.max(self.order.last_at);
        self.as_people_do(&mut command, now);
        let by = &self.history[index].by;
        match decide::decide(Some(&self.order), &command, by, self.context, now) {
            Err(refusal) => Fate::Refused(refusal),
            Ok(events) => {
                for event in events {
                    self.take(event, now, Some(index));
                }
                Fate::Done
            }
        }
    }

    /// What of an act depends on what lies before the one who does it.
    fn as_people_do(&self, command: &mut Command, now: Timestamp) {
        match command {
            Command::AcceptProposal { case, proposal, terms } => {
                let found = self.order.case(*case).and_then(|c| c.proposals.get(proposal.index()));
                if let Some(found) = found {
                    terms.clone_from(&found.terms);
                }
            }
            Command::Rule { case, remedy, liable, departs: None } => {
                if let Some(row) = procedure::recommendation(&self.order, *case, self.context, now) {
                    (*remedy, *liable) = (row.remedy, row.liable);
                }
            }
            _ => self.as_offered(command),
        }
    }

    /// A finer reason decides nothing: where these rules do not offer it, the act is done without it.
    fn as_offered(&self, command: &mut Command) {
        let (reason, named) = match command {
            Command::OpenDispute(opening) => (&opening.reason, &mut opening.sub_reason),
            Command::RequestReturn(wanted) => (&wanted.reason, &mut wanted.sub_reason),
            Command::Complain(complaint) => (&complaint.reason, &mut complaint.sub_reason),
            Command::ChangeDispute { reason, sub_reason, .. } => (&*reason, sub_reason),
            _ => return,
        };
        let offered = self.context.policy.reason(reason);
        if !named.as_deref().is_some_and(|id| offered.is_some_and(|reason| reason.has_sub_reason(id))) {
            *named = None;
        }
    }

    /// The bank pays what the history does not know.
    fn paid(&mut self, refund: RefundNo, at: Timestamp) {
        let Some(promised) = self.order.refund(refund).cloned() else { return };
        for leg in promised.legs.iter().filter(|leg| !leg.settled()) {
            let by = match leg.promise.route {
                LegRoute::Wallet => Actor::Aggregate(self.context.id),
                LegRoute::Original => Actor::Marketplace,
            };
            let result = LegResult::Confirmed { reference: "replay".to_owned() };
            let command = Command::RefundResult { refund, leg: leg.promise.leg, result, at };
            let now = at.max(self.order.last_at);
            let events = decide::decide(Some(&self.order), &command, &by, self.context, now);
            for event in events.unwrap_or_default() {
                self.take(event, now, None);
            }
        }
    }

    /// Takes an event, made by an act of the history or by a deadline.
    fn take(&mut self, event: Event, at: Timestamp, act: Option<usize>) {
        self.order.apply(&event, at);
        match &event {
            Event::CaseOpened(opened) => self.opened(opened, act),
            Event::StageEntered { case, stage, .. } => self.entered(*case, *stage, at),
            Event::RefundPromised(refund) => self.promised(refund, at),
            _ => self.numbered(&event, act),
        }
        self.events.push((at, event));
    }

    /// Pairs the number of something that an act made with the number that it had.
    fn numbered(&mut self, event: &Event, act: Option<usize>) {
        let Some(index) = act else { return };
        for before in &self.history[index].events {
            match (before, event) {
                (Event::ShipmentDeclared(before), Event::ShipmentDeclared(now)) => {
                    self.numbers.parcels.insert(before.parcel, now.parcel);
                }
                (Event::EvidenceSealed(before), Event::EvidenceSealed(now)) => {
                    self.numbers.evidence.insert(before.evidence, now.evidence);
                }
                (Event::HoldPlaced { hold: before, .. }, Event::HoldPlaced { hold: now, .. }) => {
                    self.numbers.holds.insert(*before, *now);
                }
                (
                    Event::ProposalMade { case, proposal: before, .. },
                    Event::ProposalMade { proposal: now, .. },
                ) => {
                    self.numbers.proposals.insert((*case, *before), *now);
                }
                _ => {}
            }
        }
    }

    fn opened(&mut self, opened: &CaseOpened, act: Option<usize>) {
        // What the system opens may be several cases of one act: each is known by its kind and units.
        let of_act = |index: usize| {
            self.history[index].events.iter().find_map(|event| match event {
                Event::CaseOpened(before) if before.kind == opened.kind => Some(before.case),
                _ => None,
            })
        };
        let before = match act {
            Some(index) if !by_system(opened) => of_act(index),
            _ => {
                let same = |(before, taken): &&mut (CaseOpened, bool)| {
                    !*taken && before.kind == opened.kind && before.units == opened.units
                };
                self.opened_by_system.iter_mut().find(same).map(|(before, taken)| {
                    *taken = true;
                    before.case
                })
            }
        };
        if let Some(before) = before {
            self.numbers.cases.insert(before, opened.case);
        }
    }

    /// A case is in a stage: what was done there follows, as long after the beginning as it was.
    fn entered(&mut self, case: CaseNo, stage: StageName, at: Timestamp) {
        let nth = self.visits.entry((case, stage)).or_insert(0);
        let visit = *nth;
        *nth += 1;
        let Some(before) = self.numbers.case_before(case) else { return };
        let Some((began, acts)) = self.waiting.remove(&(before, stage, visit)) else { return };
        for index in acts {
            self.follow(index, began, at);
        }
    }

    fn follow(&mut self, index: usize, began: Timestamp, begins: Timestamp) {
        let later = began.duration_until(begins);
        let at = self.history[index].at.checked_add(later).unwrap_or(Timestamp::MAX);
        self.agenda.insert((at, index), Item::Act(index, later));
    }

    /// A refund is promised: the bank does with it what it did, or pays it at once.
    fn promised(&mut self, refund: &RefundPromised, at: Timestamp) {
        let case = refund.case.map(|case| self.numbers.case_before(case));
        let ways = ways(refund);
        let same = |known: &&mut KnownRefund| {
            !known.taken
                && Some(known.case) == case.map_or(Some(None), |before| before.map(Some))
                && known.cause == refund.cause
                && known.ways == ways
        };
        if let Some(known) = self.refunds.iter_mut().find(same) {
            known.taken = true;
            self.numbers.refunds.insert(known.no, refund.refund);
            let (promised, told) = (known.promised, std::mem::take(&mut known.told));
            for index in told {
                self.follow(index, promised, at);
            }
        } else {
            self.agenda.insert((at, self.made_up), Item::Paid(refund.refund));
            self.made_up += 1;
        }
    }

    fn done(mut self) -> Replayed {
        for index in self.acts.keys() {
            self.fates.entry(*index).or_insert(Fate::NeverCame);
        }
        Replayed { order: self.order, events: self.events, fates: self.fates, cases: self.numbers.cases }
    }
}

fn ways(refund: &RefundPromised) -> Vec<(PaymentNo, LegRoute)> {
    refund.legs.iter().map(|leg| (leg.payment, leg.route)).collect()
}

/// Instants within an act that move with it.
fn shift(command: &mut Command, later: SignedDuration) {
    let moved = |at: Timestamp| at.checked_add(later).unwrap_or(at);
    match command {
        Command::RecordReturnScans { scans, .. } => {
            for scan in scans {
                scan.at = moved(scan.at);
            }
        }
        Command::RefundResult { at, .. } => *at = moved(*at),
        Command::DeclareShipment(shipment) => shipment.handed_over = shipment.handed_over.map(moved),
        _ => {}
    }
}

/// Whether a case follows from something else: nobody asked for it. A risk is somebody's act, also where a program finds it.
fn by_system(opened: &CaseOpened) -> bool {
    opened.by.is_none() && opened.kind != CaseKind::Risk
}
