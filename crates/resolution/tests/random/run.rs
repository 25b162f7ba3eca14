//! One order under random commands: carries steps out and holds every invariant against the auditor after each.
use super::buyer::BuyersAccount;
use super::clocks::Clocks;
use super::fund::Fund;
use super::house::House;
use super::ledger::Books;
use super::proven;
use super::tally::{Tally, kind};
use super::watch::Watch;
use auditor::Answer;
use jiff::{SignedDuration, Timestamp};
use resolution::actor::Actor;
use resolution::aggregate::{Aggregate, Command, Context, Event, Outgoing};
use resolution::id::{AggregateId, LegNo, MarketplaceId, OrderId, RefundNo, UnitNo};
use resolution::order::Order;
use resolution::order::command::OrderCommand;
use resolution::order::compensation::ReversalCause;
use resolution::order::components::ComponentRef;
use resolution::order::event::{FreezeKind, OrderEvent};
use resolution::order::freeze::Freeze;
use resolution::payment::LegResult;
use std::collections::BTreeSet;

/// Commands between two foldings of the whole history.
const FOLD_EVERY: u64 = 20;

/// One step of a run; a run can be repeated from its steps.
#[derive(Clone, Debug)]
pub enum Step {
    /// Someone gives a command now.
    Act(Actor, Box<OrderCommand>),
    /// The same command again, as a client does that lost the answer.
    Again(Actor, Box<OrderCommand>),
    /// The clock goes to an instant, through every due instant, each applied so much late.
    Walk(Timestamp, SignedDuration),
    /// The clock leaps; everything that became due is applied at the next command.
    Leap(Timestamp),
}

/// An order, its auditor and its clock.
pub struct Run<'h> {
    /// Policy, calendar, limits.
    pub house: &'h House,
    /// The state.
    pub aggregate: Aggregate,
    /// Every event with its instant of recording.
    pub log: Vec<(Timestamp, Event)>,
    /// The clock.
    pub now: Timestamp,
    /// What was seen.
    pub tally: Tally,
    /// The auditor's books.
    pub books: Books,
    /// The second auditor.
    pub watch: Watch,
    /// The protection fund.
    pub fund: Fund,
    /// The buyer's account.
    pub buyer: BuyersAccount,
    /// What left and may be for one of them.
    sent: Vec<Outgoing>,
    clocks: Clocks,
    keys: BTreeSet<String>,
    id: OrderId,
    marketplace: MarketplaceId,
    commands: u64,
}

fn ensure(holds: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what()) }
}

impl<'h> Run<'h> {
    /// Nothing has happened yet.
    pub fn new(house: &'h House, now: Timestamp) -> Self {
        let marketplace = MarketplaceId::of("test");
        Self {
            house,
            aggregate: Aggregate::Nothing,
            log: Vec::new(),
            now,
            tally: Tally { orders: 1, ..Tally::default() },
            books: Books::default(),
            clocks: Clocks::new(house.policy.windows.release_at_confirmation),
            watch: Watch::new(house),
            fund: Fund::default(),
            buyer: BuyersAccount::default(),
            sent: Vec::new(),
            keys: BTreeSet::new(),
            id: OrderId::of(marketplace, "1", super::SELLER),
            marketplace,
            commands: 0,
        }
    }

    /// The order, once it is placed.
    pub fn order(&self) -> Option<&Order> {
        self.aggregate.order()
    }

    /// When something happens by itself next.
    pub fn next_wake(&self) -> Option<Timestamp> {
        self.aggregate.next_wake(&self.context())
    }

    /// What is left of the buyer cap of components, by the auditor's books.
    pub fn left_of(&self, components: &[ComponentRef]) -> i64 {
        components.iter().filter_map(|which| self.books.parts.get(which)).map(super::ledger::Part::left).sum()
    }

    /// The same of units, goods and shipping.
    pub fn left(&self, units: &[UnitNo]) -> i64 {
        let both = units.iter().flat_map(|u| [ComponentRef::Goods(*u), ComponentRef::Shipping(*u)]);
        self.left_of(&both.collect::<Vec<_>>())
    }

    fn context(&self) -> Context<'h> {
        Context {
            id: AggregateId::Order(self.id),
            marketplace: self.marketplace,
            calendar: &self.house.calendar,
            policy: &self.house.policy,
            limits: &self.house.limits,
        }
    }

    /// Carries a step out and checks everything. What it says is what is broken.
    pub fn step(&mut self, step: &Step) -> Result<(), String> {
        match step {
            Step::Act(actor, command) => self.act(actor, command, false)?,
            Step::Again(actor, command) => self.act(actor, command, true)?,
            Step::Leap(to) => {
                self.now = self.now.max(*to);
                return Ok(());
            }
            Step::Walk(to, late) => self.walk(*to, *late)?,
        }
        let context = self.context();
        for outgoing in std::mem::take(&mut self.sent) {
            self.fund.hears(self.id, &outgoing, &context, self.now, &mut self.watch)?;
            self.buyer.hears(self.id, &outgoing, &context, self.now, &mut self.watch)?;
        }
        self.check()
    }

    fn act(&mut self, actor: &Actor, command: &OrderCommand, again: bool) -> Result<(), String> {
        self.wakes()?;
        self.commands += 1;
        self.tally.commands += 1;
        let wrapped = Command::Order(command.clone());
        let verdict = self.aggregate.decide(&wrapped, actor, &self.context(), self.now);
        if self.commands.is_multiple_of(FOLD_EVERY) {
            let twice = self.aggregate.decide(&wrapped, actor, &self.context(), self.now);
            ensure(verdict == twice, || format!("decided twice, two answers: {command:?}"))?;
        }
        match verdict {
            Ok(events) => {
                let natural = matches!(
                    command,
                    OrderCommand::Place(_)
                        | OrderCommand::CapturePayment { .. }
                        | OrderCommand::RecordScans { .. }
                        | OrderCommand::RefundResult { .. }
                );
                ensure(!(again && natural && !events.is_empty()), || {
                    format!("a repetition did something: {command:?}")
                })?;
                if !events.is_empty() {
                    Tally::one(&mut self.tally.accepted, kind(command));
                }
                let made = self.take(actor, None, events)?;
                self.told(actor, command, made)
            }
            Err(refusal) => {
                Tally::one(&mut self.tally.refused, refusal.code());
                ensure(!refusal.sentence().is_empty(), || "a refusal without a sentence".into())?;
                let answer = Answer::Refused { code: refusal.code().to_owned(), replayed: false };
                self.watch.asked(AggregateId::Order(self.id), self.now, actor, kind(command), answer)
            }
        }
    }

    /// The second auditor hears what the client is told.
    fn told(
        &mut self,
        actor: &Actor,
        command: &OrderCommand,
        made: Option<(u64, u64)>,
    ) -> Result<(), String> {
        let version = self.aggregate.version();
        let (first, version) = made.unwrap_or((version + 1, version));
        let answer = Answer::Accepted { first, version, position: None, replayed: false };
        self.watch.asked(AggregateId::Order(self.id), self.now, actor, kind(command), answer)
    }

    fn walk(&mut self, to: Timestamp, late: SignedDuration) -> Result<(), String> {
        while let Some(due) = self.aggregate.next_wake(&self.context()) {
            let when = due.checked_add(late).map_err(|e| e.to_string())?.max(self.now);
            if when > to {
                break;
            }
            self.now = when;
            self.wakes()?;
            self.check()?;
        }
        self.now = self.now.max(to);
        Ok(())
    }

    /// Applies what is due. Afterwards nothing is due any more: no deadline is due for ever.
    fn wakes(&mut self) -> Result<(), String> {
        for _ in 0..500 {
            let next = self.aggregate.next_wake(&self.context());
            let Some((due, events)) = self.aggregate.wake(&self.context(), self.now) else {
                let endless = next.is_some_and(|next| next <= self.now);
                return ensure(!endless, || format!("what is due at {next:?} does nothing"));
            };
            ensure(Some(due) == next, || format!("due at {due}, announced for {next:?}"))?;
            ensure(due <= self.now, || format!("applied at {} what is due at {due}", self.now))?;
            self.tally.wakes += 1;
            self.take(&Actor::Clock, Some(due), events)?;
        }
        Err("five hundred deadlines at one instant".into())
    }

    /// Takes events that are recorded together; says which they are.
    fn take(
        &mut self,
        by: &Actor,
        due: Option<Timestamp>,
        events: Vec<Event>,
    ) -> Result<Option<(u64, u64)>, String> {
        let at = self.aggregate.last_at().map_or(self.now, |last| last.max(self.now));
        let (id, all) = (AggregateId::Order(self.id), events.clone());
        let mut sent = Vec::new();
        for event in events {
            if let Event::Order(event) = &event {
                proven::check(self.house, self.aggregate.order(), event)?;
            }
            self.aggregate.apply(AggregateId::Order(self.id), &event, at);
            self.tally.events += 1;
            let Event::Order(order_event) = &event else { return Err("an account's event".into()) };
            let told = |what: String| format!("{what}\n  by {order_event:?}");
            self.books.take(order_event, event.postings()).map_err(told)?;
            self.clocks.take(at, order_event).map_err(told)?;
            self.sometimes(order_event);
            for outgoing in self.aggregate.outgoing(&event, self.marketplace) {
                self.key(&outgoing)?;
                sent.push(outgoing);
            }
            self.log.push((at, event));
        }
        if all.is_empty() {
            return Ok(None);
        }
        let made = self.watch.record(id, (at, due), by, &all, self.aggregate.order())?;
        for outgoing in &sent {
            self.watch.message(id, at, outgoing)?;
        }
        self.sent.extend(sent);
        Ok(Some(made))
    }

    /// Every promise to the outside has a key of its own: a key used twice would be dropped as a repetition.
    fn key(&mut self, outgoing: &Outgoing) -> Result<(), String> {
        let key = match outgoing {
            Outgoing::Refund { refund, leg, attempt, .. } => format!("refund {refund} {leg} {attempt}"),
            Outgoing::Message { sequence, .. } | Outgoing::Note { sequence, .. } => {
                format!("message {sequence}")
            }
            _ => return Ok(()),
        };
        let again_by_wallet = matches!(outgoing, Outgoing::Message { leg: Some(_), .. });
        let fresh = self.keys.insert(key.clone());
        ensure(fresh || again_by_wallet, || format!("two promises under one key: {key}"))
    }

    fn sometimes(&mut self, event: &OrderEvent) {
        let name = match event {
            OrderEvent::OrderExpired {} => "expired",
            OrderEvent::ClockStopped { .. } => "clock stopped",
            OrderEvent::ClockResumed { .. } => "clock resumed",
            OrderEvent::StaffTaskRaised { .. } => "staff task",
            OrderEvent::NotCollected { .. } => "not collected",
            OrderEvent::CarrierSilent { .. } => "carrier silent",
            OrderEvent::DelayFound(_) => "delay found",
            OrderEvent::RefundLegMoved { result: LegResult::Bounced { .. }, .. } => "refund bounced",
            OrderEvent::RefundRouteChanged { .. } => "refund route changed",
            OrderEvent::Released { .. } => "released",
            OrderEvent::CompensationReversed(reversed) => match reversed.why {
                ReversalCause::Delivered => "compensation taken back: delivered",
                ReversalCause::Returned => "compensation taken back: returned",
                ReversalCause::Released => "compensation taken back: released",
            },
            OrderEvent::RefundPromised(refund) if refund.message.is_some() => "refund owed by the seller",
            OrderEvent::RefundPromised(_) => "refund",
            OrderEvent::CaseAppealed { .. } => "appeal",
            OrderEvent::CaseClosed { closing, .. } => closing_name(*closing),
            OrderEvent::Flagged { what, .. } if what == "delivered_after_ruling" => "delivered after ruling",
            OrderEvent::Flagged { what, .. } if what == "shortfall" => "shortfall",
            OrderEvent::CaseOpened(opened) if opened.sub_reason.is_some() => "sub-reason named",
            OrderEvent::CaseChanged(changed) if changed.sub_reason.is_some() => "sub-reason kept or changed",
            OrderEvent::OrderPaid { surcharge, .. } if surcharge.is_positive() => "surcharge",
            _ => return,
        };
        Tally::one(&mut self.tally.sometimes, name);
    }

    fn check(&mut self) -> Result<(), String> {
        let Some(order) = self.aggregate.order() else { return Ok(()) };
        self.books.check()?;
        let escrow = self.books.escrow();
        ensure(order.escrow().get() == escrow, || {
            format!("escrow: {} by the state, {escrow} posted", order.escrow())
        })?;
        let pending: i64 = order
            .refunds
            .iter()
            .flat_map(|r| &r.legs)
            .filter(|l| !l.settled())
            .map(|l| l.promise.amount.get())
            .sum();
        let open: i64 = self.books.open_amount();
        ensure(pending == open, || format!("legs: {pending} by the state, {open} posted"))?;
        let version = u64::try_from(self.log.len()).expect("few events");
        ensure(order.version == version, || format!("version {} after {version} events", order.version))?;
        let next = self.aggregate.next_wake(&self.context());
        let due = next.is_some_and(|next| next <= self.now);
        if !due {
            self.clocks.check(order, self.now)?;
        }
        self.watch.head(AggregateId::Order(self.id), next)?;
        let waits =
            order.cases.iter().any(resolution::case::Case::open) || escrow != 0 && order.expired.is_none();
        // What is frozen waits for the account: its last day is the clock.
        let frozen = order.freezes.iter().any(|f| f.lifted.is_none() && f.kind == FreezeKind::Compliance);
        ensure(!waits || frozen || next.is_some(), || {
            format!("limbo: escrow {escrow}, nothing will happen by itself")
        })?;
        if self.commands.is_multiple_of(FOLD_EVERY) {
            self.fold()?;
        }
        Ok(())
    }

    /// State = fold of events, as they are stored.
    pub fn fold(&self) -> Result<(), String> {
        let mut folded = Aggregate::Nothing;
        for (at, event) in &self.log {
            folded.apply(AggregateId::Order(self.id), event, *at);
        }
        ensure(folded == self.aggregate, || "the state is not the fold of its events".into())
    }

    /// Events and snapshot survive being stored.
    pub fn stored(&self) -> Result<(), String> {
        for (_, event) in &self.log {
            let text = serde_json::to_string(event).map_err(|e| e.to_string())?;
            let Event::Order(_) = event else { continue };
            let read: OrderEvent = serde_json::from_str(&text).map_err(|e| format!("{e}: {text}"))?;
            ensure(Event::Order(read) == *event, || format!("another event is read back from {text}"))?;
        }
        let text = serde_json::to_string(&self.aggregate).map_err(|e| e.to_string())?;
        let read: Aggregate = serde_json::from_str(&text).map_err(|e| e.to_string())?;
        ensure(read == self.aggregate, || "another state is read back from the snapshot".into())
    }

    /// The commands stop, the gateway answers, the clock runs for 400 days: everything ends.
    pub fn finish(&mut self) -> Result<(), String> {
        self.finish_late(SignedDuration::ZERO)
    }

    /// The same with every deadline applied so much late.
    pub fn finish_late(&mut self, late: SignedDuration) -> Result<(), String> {
        let end = self.now + SignedDuration::from_hours(400 * 24);
        self.let_go()?;
        self.hear_buyer()?;
        self.hear_fund()?;
        self.confirm()?;
        while let Some(due) = self.aggregate.next_wake(&self.context()) {
            if due > end {
                break;
            }
            self.step(&Step::Walk((due + late).max(self.now), late))?;
            self.confirm()?;
        }
        self.now = end;
        let Some(order) = self.aggregate.order() else { return Ok(()) };
        let open = order.cases.iter().find(|case| case.open());
        ensure(open.is_none(), || {
            format!("open after 400 days: case {:?}", open.map(|c| (c.no, c.stage.name)))
        })?;
        let next = self.aggregate.next_wake(&self.context());
        ensure(next.is_none(), || format!("still due after 400 days: {next:?}"))?;
        ensure(self.books.escrow() == 0, || {
            format!("{} lies in escrow after 400 days", self.books.escrow())
        })?;
        ensure(self.books.open_amount() == 0, || "a refund is open after 400 days".into())?;
        self.watch.finish(self.now, order.word(), AggregateId::Order(self.id))?;
        for stage in &self.clocks.entered {
            Tally::one(&mut self.tally.stages, stage);
        }
        self.fold()?;
        self.stored()
    }

    /// No restriction lasts for ever: every freeze that is still there ends.
    fn let_go(&mut self) -> Result<(), String> {
        let frozen = self.aggregate.order().map(|order| order.freezes.clone()).unwrap_or_default();
        let of_account = |freeze: &&Freeze| freeze.lifted.is_none() && freeze.kind == FreezeKind::Compliance;
        for freeze in frozen.iter().filter(of_account) {
            let command = OrderCommand::Thaw { case: freeze.case };
            self.step(&Step::Act(super::play::account(), Box::new(command)))?;
        }
        Ok(())
    }

    /// Whatever the buyer's account has answered arrives in the end.
    fn hear_buyer(&mut self) -> Result<(), String> {
        for case in self.buyer.answered() {
            let Some((counts, version)) = self.buyer.answer(case) else { continue };
            let command = OrderCommand::HearStanding { case, counts, version };
            self.step(&Step::Act(super::buyer::actor(), Box::new(command)))?;
        }
        Ok(())
    }

    /// Whatever the fund has answered arrives in the end.
    fn hear_fund(&mut self) -> Result<(), String> {
        for case in self.fund.answered() {
            let Some((granted, version)) = self.fund.answer(case) else { continue };
            let command = OrderCommand::HearFund { case, granted, version };
            self.step(&Step::Act(super::fund::actor(), Box::new(command)))?;
        }
        Ok(())
    }

    /// The gateway confirms everything that is open, and what its commands or deadlines due by then promise anew.
    fn confirm(&mut self) -> Result<(), String> {
        self.wakes()?;
        while let Some((refund, leg)) = self.books.open_legs().first().copied() {
            let result = LegResult::Confirmed { reference: format!("end{}", self.aggregate.version()) };
            let (refund, leg) = (RefundNo(refund), LegNo(leg));
            let command = OrderCommand::RefundResult { refund, leg, result, at: self.now };
            self.step(&Step::Act(Actor::Gateway("sandbox".into()), Box::new(command)))?;
        }
        Ok(())
    }
}

fn closing_name(closing: resolution::case::Closing) -> &'static str {
    use resolution::case::Closing;
    match closing {
        Closing::Withdrawn => "closed: withdrawn",
        Closing::Refunded => "closed: refunded",
        Closing::Replaced => "closed: replaced",
        Closing::Agreed => "closed: agreed",
        Closing::Dismissed => "closed: dismissed",
        Closing::Lapsed => "closed: lapsed",
        Closing::Upheld => "closed: upheld",
        Closing::Compensated => "closed: compensated",
        Closing::TurnedUp => "closed: turned up",
        Closing::Cleared => "closed: cleared",
        Closing::ClaimPaid => "closed: claim paid",
    }
}
