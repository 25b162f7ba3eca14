//! The one shape that the engine handles: any aggregate, its commands and its events.
use crate::account::standing::BuyerCounts;
use crate::account::{Account, AccountCommand, AccountEvent};
use crate::actor::Actor;
use crate::fund::{Fund, FundCommand, FundEvent};
use crate::id::{
    AccountId, AccountRole, AggregateId, CaseNo, FundId, LegNo, MarketplaceId, OrderId, PartyId, PayoutNo,
    RefundNo,
};
use crate::ledger::Posting;
use crate::money::{Currency, Minor};
use crate::order::command::OrderCommand;
use crate::order::event::{AccountEffect, AccountNews, OrderEvent};
use crate::order::{Order, decide as order_decide};
use crate::policy::{Policy, Stop};
use crate::refusal::Refusal;
use crate::time::Calendar;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A command to an aggregate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// To an order.
    Order(OrderCommand),
    /// To an account.
    Account(AccountCommand),
    /// To a fund.
    Fund(FundCommand),
}

/// A fact about an aggregate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event {
    /// About an order.
    Order(OrderEvent),
    /// About an account.
    Account(AccountEvent),
    /// About a fund.
    Fund(FundEvent),
}

/// The state of an aggregate: the fold of its events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Aggregate {
    /// Nothing has happened yet.
    Nothing,
    /// An order.
    Order(Box<Order>),
    /// An account.
    Account(Box<Account>),
    /// A fund.
    Fund(Box<Fund>),
}

/// What `decide` is told from outside: nothing that it could look up itself.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The aggregate's id.
    pub id: AggregateId,
    /// The marketplace it belongs to.
    pub marketplace: MarketplaceId,
    /// Zone and working days: the marketplace's at placement, afterwards those recorded in the order.
    pub calendar: &'a Calendar,
    /// The policy: the marketplace's at placement, afterwards the one recorded in the order.
    pub policy: &'a Policy,
    /// Limits of the installation.
    pub limits: &'a Limits,
}

/// Limits of the installation, each with a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Lines an order.
    pub lines: usize,
    /// Units an order.
    pub units: usize,
    /// Parcels an order.
    pub parcels: usize,
    /// Cases an order.
    pub cases: usize,
    /// Events an order.
    pub events: u64,
    /// Payments an order.
    pub payments: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { lines: 200, units: 2_000, parcels: 50, cases: 100, events: 10_000, payments: 50 }
    }
}

/// What leaves through the outbox, made from events alone, so that it can always be made again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "send", rename_all = "snake_case")]
pub enum Outgoing {
    /// Money back through a payment provider.
    Refund {
        /// Which refund.
        refund: RefundNo,
        /// Which leg.
        leg: LegNo,
        /// How often this leg bounced before: a bounced leg is a new attempt with a new key.
        attempt: u16,
        /// Provider.
        provider: String,
        /// The provider's id of the payment.
        payment_id: String,
        /// Currency.
        currency: Currency,
        /// How much.
        amount: Minor,
    },
    /// A message to an account.
    Message {
        /// Whose account.
        account: AccountId,
        /// The party.
        party: PartyId,
        /// The role.
        role: AccountRole,
        /// Count of the sender.
        sequence: u32,
        /// Currency.
        currency: Currency,
        /// Amount.
        amount: Minor,
        /// What it does.
        effect: AccountEffect,
        /// The refund leg that it carries out, where it is one: its being taken is the leg's confirmation.
        leg: Option<(RefundNo, LegNo)>,
    },
    /// A message without money to an account.
    Note {
        /// Whose account.
        account: AccountId,
        /// The party.
        party: PartyId,
        /// The role.
        role: AccountRole,
        /// Count of the sender.
        sequence: u32,
        /// When it happened at the sender.
        at: Timestamp,
        /// What it says.
        news: AccountNews,
    },
    /// Every order of a seller that is not over is frozen, page by page.
    FreezeOrders {
        /// The case on the account.
        case: CaseNo,
        /// The seller.
        seller: PartyId,
        /// What it stops.
        stops: Vec<Stop>,
    },
    /// Every order of a seller that a case froze is let go, page by page.
    ThawOrders {
        /// The case on the account.
        case: CaseNo,
        /// The seller.
        seller: PartyId,
    },
    /// One order, which came in while its seller's account is restricted.
    FreezeOrder {
        /// Which.
        order: OrderId,
        /// The case on the account.
        case: CaseNo,
        /// What it stops.
        stops: Vec<Stop>,
    },
    /// An order asks a fund for the refund of a case.
    FundRequest {
        /// Which fund.
        fund: FundId,
        /// For which case.
        case: CaseNo,
        /// Currency.
        currency: Currency,
        /// How much.
        amount: Minor,
    },
    /// The fund's answer to the order.
    FundAnswer {
        /// Which order.
        order: OrderId,
        /// For which case.
        case: CaseNo,
        /// Whether it is granted.
        granted: bool,
        /// Events of the fund when it answered.
        version: u64,
    },
    /// The order says what it used of a grant.
    FundUse {
        /// Which fund.
        fund: FundId,
        /// For which case.
        case: CaseNo,
        /// How much; the rest is given back.
        used: Minor,
    },
    /// A buyer's account answers the order that asked how the buyer stands.
    StandingAnswer {
        /// Which order.
        order: OrderId,
        /// For which case.
        case: CaseNo,
        /// What there is in the buyer's record.
        counts: BuyerCounts,
        /// Events of the account when it answered.
        version: u64,
    },
    /// A payout through a payment provider.
    Payout {
        /// Which.
        payout: PayoutNo,
        /// The seller.
        party: PartyId,
        /// Provider.
        provider: String,
        /// Currency.
        currency: Currency,
        /// How much.
        amount: Minor,
    },
    /// A notice to a party.
    Notice {
        /// To whom.
        to: PartyId,
        /// Which, as a stable word.
        notice: String,
        /// The case.
        case: Option<u16>,
        /// The instant it speaks of.
        end: Option<Timestamp>,
    },
}

/// Columns of lists and inboxes: derived from state, written in the same transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Buyer.
    pub buyer: Option<PartyId>,
    /// Seller.
    pub seller: Option<PartyId>,
    /// The order's own word.
    pub state: &'static str,
    /// When it was placed.
    pub placed_at: Option<Timestamp>,
    /// Open cases: ordinal, stage, whose turn (the party if one, else the role), end.
    pub turns: Vec<Turn>,
}

/// One entry of an inbox: something waits for someone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The case; nothing for what waits on the order itself.
    pub case: Option<u16>,
    /// What waits, as a stable word (a stage name or an act).
    pub what: String,
    /// For whom.
    pub for_whom: TurnOf,
    /// Until when.
    pub end: Option<Timestamp>,
}

/// For whom something waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TurnOf {
    /// A party.
    Party(PartyId),
    /// Any mediator.
    Mediators,
    /// The platform's staff.
    Staff,
    /// A carrier or a gateway.
    Outside,
}

impl Aggregate {
    /// Number of events so far.
    #[must_use]
    pub fn version(&self) -> u64 {
        match self {
            Self::Nothing => 0,
            Self::Order(order) => order.version,
            Self::Account(account) => account.version,
            Self::Fund(fund) => fund.version,
        }
    }

    /// Instant of the last event.
    #[must_use]
    pub fn last_at(&self) -> Option<Timestamp> {
        match self {
            Self::Nothing => None,
            Self::Order(order) => Some(order.last_at),
            Self::Account(account) => Some(account.last_at),
            Self::Fund(fund) => Some(fund.last_at),
        }
    }

    /// Content hash of the policy that governs it, once it has one.
    #[must_use]
    pub fn policy(&self) -> Option<&str> {
        match self {
            Self::Order(order) => Some(&order.placed.policy),
            _ => None,
        }
    }

    /// Zone and calendar name recorded in it, once it has them.
    #[must_use]
    pub fn calendar(&self) -> Option<(&str, &str)> {
        match self {
            Self::Order(order) => Some((&order.placed.zone, &order.placed.calendar)),
            _ => None,
        }
    }

    /// Takes one event. Total: no rule, no refusal, no clock.
    pub fn apply(&mut self, id: AggregateId, event: &Event, at: Timestamp) {
        match event {
            Event::Order(OrderEvent::OrderPlaced(placed)) => {
                if let AggregateId::Order(order) = id {
                    *self = Self::Order(Box::new(Order::placed(order, placed, at)));
                }
            }
            Event::Order(event) => {
                if let Self::Order(order) = self {
                    order.apply(event, at);
                }
            }
            Event::Account(event) => {
                if let AggregateId::Account(account) = id {
                    crate::account::apply::apply(self, account, event, at);
                }
            }
            Event::Fund(event) => {
                if let AggregateId::Fund(fund) = id {
                    crate::fund::apply(self, fund, event, at);
                }
            }
        }
    }

    /// Decides a command that is given at `now`. Deadlines due by then must have been applied before
    /// (see [`Aggregate::wake`]).
    ///
    /// # Errors
    /// The [`Refusal`], checked in the order that its type documents.
    pub fn decide(
        &self,
        command: &Command,
        actor: &Actor,
        context: &Context<'_>,
        now: Timestamp,
    ) -> Result<Vec<Event>, Refusal> {
        let now = self.last_at().map_or(now, |last| last.max(now));
        match command {
            Command::Order(command) => {
                let events = order_decide::decide(self.order(), command, actor, context, now)?;
                Ok(events.into_iter().map(Event::Order).collect())
            }
            Command::Account(command) => {
                let events = crate::account::decide::decide(self.account(), command, actor, context, now)?;
                Ok(events.into_iter().map(Event::Account).collect())
            }
            Command::Fund(command) => {
                let events = crate::fund::decide::decide(self.fund(), command, actor)?;
                Ok(events.into_iter().map(Event::Fund).collect())
            }
        }
    }

    /// The earliest instant at which something happens here by itself.
    #[must_use]
    pub fn next_wake(&self, context: &Context<'_>) -> Option<Timestamp> {
        match self {
            Self::Order(order) => crate::order::wake::next(order, context),
            Self::Account(account) => crate::account::wake::next(account, context),
            Self::Fund(_) | Self::Nothing => None,
        }
    }

    /// The next deadline with `due <= now`, as its due instant and its events. Call again until there is none.
    #[must_use]
    pub fn wake(&self, context: &Context<'_>, now: Timestamp) -> Option<(Timestamp, Vec<Event>)> {
        match self {
            Self::Order(order) => {
                let (due, events) = crate::order::wake::wake(order, context, now.max(order.last_at))?;
                Some((due, events.into_iter().map(Event::Order).collect()))
            }
            Self::Account(account) => {
                let (due, events) = crate::account::wake::wake(account, context, now.max(account.last_at))?;
                Some((due, events.into_iter().map(Event::Account).collect()))
            }
            Self::Fund(_) | Self::Nothing => None,
        }
    }

    /// What an event sends out, given the state after it.
    #[must_use]
    pub fn outgoing(&self, event: &Event, marketplace: MarketplaceId) -> Vec<Outgoing> {
        match (self, event) {
            (Self::Order(order), Event::Order(event)) => {
                crate::order::outgoing::outgoing(order, event, marketplace)
            }
            (Self::Account(account), Event::Account(event)) => {
                crate::account::outgoing::outgoing(account, event)
            }
            (Self::Fund(fund), Event::Fund(event)) => crate::fund::outgoing(fund, event),
            _ => Vec::new(),
        }
    }

    /// Columns of lists and inboxes.
    #[must_use]
    pub fn listing(&self) -> Listing {
        match self {
            Self::Order(order) => crate::order::listing::listing(order),
            Self::Account(account) => crate::account::listing::listing(account),
            Self::Fund(_) | Self::Nothing => Listing::default(),
        }
    }

    /// The order, if it is one.
    #[must_use]
    pub fn order(&self) -> Option<&Order> {
        if let Self::Order(order) = self { Some(order) } else { None }
    }

    /// The account, if it is one.
    #[must_use]
    pub fn account(&self) -> Option<&Account> {
        if let Self::Account(account) = self { Some(account) } else { None }
    }

    /// The fund, if it is one.
    #[must_use]
    pub fn fund(&self) -> Option<&Fund> {
        if let Self::Fund(fund) = self { Some(fund) } else { None }
    }
}

impl Event {
    /// The postings that are part of it.
    #[must_use]
    pub fn postings(&self) -> &[Posting] {
        match self {
            Self::Order(
                OrderEvent::PaymentCaptured { postings, .. }
                | OrderEvent::OrderPaid { postings, .. }
                | OrderEvent::Released { postings, .. }
                | OrderEvent::RefundLegMoved { postings, .. },
            )
            | Self::Account(
                AccountEvent::PayoutPromised { postings, .. }
                | AccountEvent::PayoutConfirmed { postings, .. }
                | AccountEvent::PayoutRefused { postings, .. }
                | AccountEvent::DebtRecovered { postings, .. },
            ) => postings,
            Self::Order(OrderEvent::RefundPromised(refund)) => &refund.postings,
            Self::Order(OrderEvent::ClaimPaid(paid)) => &paid.postings,
            Self::Order(OrderEvent::CompensationPaid(paid)) => &paid.postings,
            Self::Order(OrderEvent::CompensationReversed(reversed)) => &reversed.postings,
            _ => &[],
        }
    }
}

/// The order that an inner id belongs to, as an aggregate id.
#[must_use]
pub const fn of_order(order: OrderId) -> AggregateId {
    AggregateId::Order(order)
}
