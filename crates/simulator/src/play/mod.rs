//! One simulated life of two marketplaces: a step at a time, each followed by a look of the auditor at all that was
//! committed, told and paid.
mod banking;
mod broken;
mod buying;
mod compliance;
mod ending;
mod faults;
mod fund;
mod looking;
mod news;
mod onlooker;
mod out;
mod plain;
mod report;
mod sending;
mod setup;

pub use broken::Broken;

use crate::agenda::Agenda;
use crate::clock::{TownClock, after, days};
use crate::house::{Done, House, Switch};
use crate::plan::Plan;
use crate::summary::Summary;
use crate::tally::Tally;
use crate::world::gateway::Town;
use crate::world::people::Manner;
use crate::world::post::Post;
use crate::world::shop::{Market, Wares};
use engine::ports::{Clock, Store, Timeline};
use engine::{CarrierEvent, EngineError};
use futures::future::LocalBoxFuture;
use jiff::{SignedDuration, Timestamp};
use onlooker::Onlooker;
use resolution::id::{AggregateId, LegNo, OrderId, PartyId, RefundNo};
use sending::Request;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// After the faults have stopped, everything must end by itself within this time.
const PATIENCE: SignedDuration = days(3 * 365);
/// How often the same thing may be tried at one instant before it counts as never done.
const TRIES: u32 = 200;

/// What is to happen.
pub(crate) enum Task {
    /// Somebody buys something.
    Buy(u32),
    /// A provider says that it captured a payment.
    Capture { market: usize, provider: String, payment: String, again: u8 },
    /// Somebody looks at an order.
    Look(u32, Role),
    /// A client sends, perhaps again.
    Send(Box<Request>),
    /// A carrier delivers an event, perhaps again.
    Carry(Box<CarrierEvent>),
    /// The inbox is looked at.
    Sort,
    /// An operator puts back what is out of service.
    PutBack(AggregateId),
    /// A seller looks at its account.
    PayOut { market: usize, seller: PartyId },
    /// Something is done about a seller's account.
    Comply { market: usize, seller: PartyId },
    /// Something is done about a report on a buyer; so many times more.
    Report(report::Reported, u8),
    /// Finance looks at a marketplace's protection fund.
    Fund(usize),
    /// A provider says by webhook what became of a leg of a refund.
    Tell(Leg, String),
    /// The payer's bank sends the money of a leg back.
    ComesBack(Leg, String),
}

impl Task {
    /// What it is, in words.
    pub(crate) const fn word(&self) -> &'static str {
        match self {
            Self::Buy(_) => "a purchase",
            Self::Capture { .. } => "a captured payment",
            Self::Look(..) => "a look",
            Self::Send(request) => crate::act::kinds::word(&request.command),
            Self::Carry(_) => "a carrier's event",
            Self::Sort => "the inbox",
            Self::PutBack(_) => "something that is put back into service",
            Self::PayOut { .. } => "a payout",
            Self::Comply { .. } => "a seller's account",
            Self::Report(..) => "a report on a buyer",
            Self::Fund(_) => "the protection fund",
            Self::Tell(..) => "a gateway's webhook",
            Self::ComesBack(..) => "money that comes back",
        }
    }
}

/// A leg of a refund: of which order, which refund, which leg.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Leg {
    pub(crate) deal: u32,
    pub(crate) refund: RefundNo,
    pub(crate) leg: LegNo,
}

/// In which role somebody looks at an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Buyer,
    Seller,
    Mediator,
    Finance,
}

/// An order as the simulator knows it beside the house.
pub(crate) struct Deal {
    pub(crate) market: usize,
    pub(crate) id: OrderId,
    pub(crate) buyer: PartyId,
    pub(crate) buyer_manner: Manner,
    pub(crate) seller: PartyId,
    pub(crate) seller_manner: Manner,
    pub(crate) wares: Wares,
    pub(crate) arrived: Option<Timestamp>,
    /// Looks so far, by role.
    pub(crate) looks: [u16; 4],
    /// Looks that are noted, by role.
    pub(crate) noted: [bool; 4],
}

/// A life under way.
pub(crate) struct Run<'a> {
    pub(crate) plan: Plan,
    pub(crate) clock: Arc<TownClock>,
    pub(crate) town: Arc<Town>,
    pub(crate) post: Arc<Post>,
    pub(crate) switch: Arc<Switch>,
    pub(crate) house: House,
    pub(crate) markets: Vec<Market>,
    pub(crate) agenda: Agenda<Task>,
    pub(crate) deals: Vec<Deal>,
    pub(crate) by_id: HashMap<OrderId, u32>,
    pub(crate) sellers: BTreeSet<(usize, PartyId)>,
    /// Whose account a buyer's account is.
    pub(crate) buyers: HashMap<AggregateId, PartyId>,
    /// What is out of service.
    pub(crate) out: BTreeSet<AggregateId>,
    /// What had a record before this step.
    pub(crate) begun: HashSet<AggregateId>,
    onlooker: Onlooker,
    pub(crate) tally: Tally,
    pub(crate) step: u64,
    /// Until when things break.
    pub(crate) calm_from: Timestamp,
    pub(crate) calm: bool,
    /// Nothing was armed in this step.
    pub(crate) undisturbed: bool,
    /// Before these instants the waker and the outbox do not look.
    pub(crate) waker_rests: Timestamp,
    pub(crate) outbox_rests: Timestamp,
    stuck: (Timestamp, u32),
    progress: &'a (dyn Fn(Progress) + Send + Sync),
}

/// How far a life is.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// The seed.
    pub seed: u64,
    /// Orders placed so far.
    pub orders: u32,
    /// Virtual days since the beginning.
    pub day: u32,
    /// Whether the faults have stopped.
    pub calm: bool,
}

enum Next {
    Deliver,
    Wake,
    Task,
}

/// Plays one life over an empty store and says what came of it: an error is the first thing that is wrong, with what
/// plays it again.
///
/// It is boxed here so that this crate's compilation, which is optimised in every profile, holds all of it: a bare future
/// is compiled where it is awaited.
pub fn play<'a>(
    plan: Plan,
    store: Arc<dyn Store>,
    progress: &'a (dyn Fn(Progress) + Send + Sync),
) -> LocalBoxFuture<'a, Result<Summary, Box<Broken>>> {
    Box::pin(whole(plan, store, progress))
}

async fn whole(
    plan: Plan,
    store: Arc<dyn Store>,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<Summary, Box<Broken>> {
    let mut run = setup::begin(plan, store, progress).await?;
    while let Some((at, next)) = run.next().await? {
        run.one_step(at, next).await?;
    }
    run.end().await
}

impl Run<'_> {
    /// The virtual instant.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// What happens next, and when.
    async fn next(&self) -> Result<Option<(Timestamp, Next)>, Box<Broken>> {
        let store = self.house.store();
        let delay = SignedDuration::from_secs(2);
        let due = store.next_due(Timeline::Wall).await.map_err(|error| self.broken_by(&error))?;
        let promise = store.next_promise(Timeline::Wall).await.map_err(|error| self.broken_by(&error))?;
        let wake = due.map(|due| after(due, delay).max(self.waker_rests));
        let promise = promise.map(|promise| promise.max(self.outbox_rests));
        let all = [
            promise.map(|at| (at, Next::Deliver)),
            wake.map(|at| (at, Next::Wake)),
            self.agenda.next().map(|at| (at, Next::Task)),
        ];
        Ok(all.into_iter().flatten().min_by_key(|(at, _)| *at))
    }

    async fn one_step(&mut self, at: Timestamp, next: Next) -> Result<(), Box<Broken>> {
        if at > self.now() {
            self.clock.set(at);
        }
        // After a jump of the clock all that lies behind it comes at one instant: it is what was due that must go on.
        self.stuck = if at > self.stuck.0 { (at, 0) } else { (self.stuck.0, self.stuck.1 + 1) };
        self.step += 1;
        if self.step.is_multiple_of(256) {
            self.tells();
        }
        if !self.calm && self.now() >= self.calm_from {
            self.calms_down();
        }
        if self.now() > after(self.calm_from, PATIENCE) {
            return Err(self.never_ends().await);
        }
        if self.stuck.1 > TRIES.saturating_mul(50) {
            return Err(self.broken("the same instant is worked on again and again and nothing changes"));
        }
        self.breaks().await?;
        match next {
            Next::Deliver => self.delivers().await?,
            Next::Wake => self.wakes().await?,
            Next::Task => self.does().await?,
        }
        self.after_step().await
    }

    fn tells(&self) {
        let since = self.now().duration_since(setup::start()).as_hours() / 24;
        (self.progress)(Progress {
            seed: self.plan.seed,
            orders: u32::try_from(self.deals.len()).unwrap_or(u32::MAX),
            day: u32::try_from(since).unwrap_or(0),
            calm: self.calm,
        });
    }

    fn calms_down(&mut self) {
        self.calm = true;
        self.town.calm_down();
        self.waker_rests = self.now();
        self.outbox_rests = self.now();
    }

    async fn does(&mut self) -> Result<(), Box<Broken>> {
        match self.agenda.take() {
            None => Ok(()),
            Some(Task::Buy(number)) => self.buys(number).await,
            Some(Task::Capture { market, provider, payment, again }) => {
                self.captures(market, provider, payment, again).await
            }
            Some(Task::Look(deal, role)) => self.looks(deal, role).await,
            Some(Task::Send(request)) => self.sends(*request).await,
            Some(Task::Carry(event)) => self.carries(*event).await,
            Some(Task::Sort) => self.sorts().await,
            Some(Task::PutBack(id)) => self.puts_back(id).await,
            Some(Task::PayOut { market, seller }) => self.pays_out(market, seller).await,
            Some(Task::Comply { market, seller }) => self.complies(market, seller).await,
            Some(Task::Report(of, left)) => self.reports(of, left).await,
            Some(Task::Fund(market)) => self.funds(market).await,
            Some(Task::Tell(leg, reference)) => self.gateway_tells(leg, &reference).await,
            Some(Task::ComesBack(leg, reference)) => self.money_comes_back(leg, &reference).await,
        }
    }

    async fn delivers(&mut self) -> Result<(), Box<Broken>> {
        let engine = self.house.engine(self.process());
        let wall = engine.wall();
        let done = self.house.ask(engine.deliver(Timeline::Wall, wall)).await;
        drop(engine);
        if self.failed(done)? {
            self.outbox_rests = after(self.now(), SignedDuration::from_millis(500));
        }
        Ok(())
    }

    async fn wakes(&mut self) -> Result<(), Box<Broken>> {
        let engine = self.house.engine(self.process());
        let wall = engine.wall();
        let done = self.house.ask(engine.wake_due(wall)).await;
        drop(engine);
        if self.failed(done)? {
            self.waker_rests = after(self.now(), SignedDuration::from_secs(5));
        }
        Ok(())
    }

    async fn sorts(&mut self) -> Result<(), Box<Broken>> {
        let engine = self.house.engine(self.process());
        let done = self.house.ask(engine.sort_inbox()).await;
        drop(engine);
        if self.failed(done)? {
            self.agenda.add(after(self.now(), SignedDuration::from_secs(5)), Task::Sort);
        }
        Ok(())
    }

    /// Whether work failed in a way that is tried again; an error where it should not have.
    pub(crate) fn failed<T>(&mut self, done: Done<Result<T, EngineError>>) -> Result<bool, Box<Broken>> {
        match done {
            Done::Gave(Ok(_)) => Ok(false),
            Done::Died => Ok(true),
            Done::Stuck => Err(self.broken("the house does not answer any more")),
            Done::Gave(Err(EngineError::Store(_) | EngineError::Contended(_) | EngineError::Stopped))
                if !self.undisturbed =>
            {
                Ok(true)
            }
            Done::Gave(Err(EngineError::Quarantined { aggregate, .. })) if self.is_out(aggregate) => Ok(true),
            Done::Gave(Err(EngineError::Broke { aggregate, .. })) if self.switch.is_broken(aggregate) => {
                Ok(true)
            }
            Done::Gave(Err(error)) => Err(self.broken_by(&error)),
        }
    }

    /// Which process works in this step.
    pub(crate) fn process(&self) -> usize {
        crate::dice::Dice::of(self.plan.seed, "process", self.step).index(self.house.processes())
    }

    async fn after_step(&mut self) -> Result<(), Box<Broken>> {
        self.switch.disarm();
        self.finds_what_broke().await?;
        if let Some(process) = self.switch.dead() {
            self.house.restart(process).await.map_err(|error| self.broken_by(&error))?;
        }
        self.watches().await
    }
}
