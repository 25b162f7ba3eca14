//! A party's account beside the order's world: what the order's messages made of it, and what is asked of it.
use crate::story::{BUYER, SELLER, World, minor};
use jiff::Timestamp;
use resolution::account::{Account, AccountCommand, AccountEvent};
use resolution::actor::Actor;
use resolution::aggregate::{Aggregate, Command, Context, Event};
use resolution::id::{AccountId, AccountRole, AggregateId, MarketplaceId, PartyId, PayoutNo};
use resolution::ledger;
use resolution::money::Currency;
use resolution::order::event::{AccountEffect, AccountNews};
use resolution::refusal::Refusal;

/// A currency from its code.
pub fn currency(code: &str) -> Currency {
    code.parse().expect("a currency")
}

/// One unit for 1,000, released: 950 after commission.
pub fn released(preset: &str) -> World {
    let mut w = World::arrived_one(preset, 1, 1_000, 0);
    w.days(60);
    assert_eq!(w.released(), 1_000);
    w
}

/// The account of the order's seller or buyer beside the order's world, with its own events since then.
pub struct Holder {
    pub w: World,
    pub account: Aggregate,
    party: PartyId,
    role: AccountRole,
    pub events: Vec<(Timestamp, Event)>,
    /// Messages of other orders so far.
    others: u32,
}

impl Holder {
    /// The seller's, after every message of the order.
    pub fn seller(w: World) -> Self {
        Self::of(w, SELLER, AccountRole::Seller)
    }

    /// The buyer's, after every message of the order.
    pub fn buyer(w: World) -> Self {
        Self::of(w, BUYER, AccountRole::Buyer)
    }

    fn of(w: World, party: PartyId, role: AccountRole) -> Self {
        let account = w.account(role);
        Self { w, account, party, role, events: Vec::new(), others: 1_000 }
    }

    /// Its id.
    pub fn id(&self) -> AccountId {
        AccountId::of(MarketplaceId::of("test"), self.role, self.party)
    }

    /// Any command.
    pub fn act(&mut self, actor: &Actor, command: AccountCommand) -> Result<(), Refusal> {
        let context = Context { id: AggregateId::Account(self.id()), ..self.w.context() };
        let events = self.account.decide(&Command::Account(command), actor, &context, self.w.now)?;
        for event in events {
            self.account.apply(context.id, &event, self.w.now);
            self.events.push((self.w.now, event));
        }
        Ok(())
    }

    /// Money of another order: earned, or owed.
    pub fn takes(&mut self, code: &str, amount: i64, effect: AccountEffect) {
        let from = self.w.context().id;
        self.others += 1;
        let take = AccountCommand::Take {
            party: self.party,
            role: self.role,
            from,
            sequence: self.others,
            currency: currency(code),
            amount: minor(amount),
            effect,
        };
        self.act(&Actor::Aggregate(from), take).expect("a message is taken");
    }

    /// Word of another order.
    pub fn hears(&mut self, from: AggregateId, news: AccountNews) {
        self.others += 1;
        let (party, role, sequence, at) = (self.party, self.role, self.others, self.w.now);
        let hear = AccountCommand::Hear { party, role, from, sequence, at, news };
        self.act(&Actor::Aggregate(from), hear).expect("a message is taken");
    }

    /// Moves the clock; whatever is due on the way happens at its own instant.
    pub fn go_to(&mut self, to: Timestamp) {
        let id = self.id();
        loop {
            let context = Context { id: AggregateId::Account(id), ..self.w.context() };
            let Some(due) = self.account.next_wake(&context).filter(|due| *due <= to) else { break };
            let (at, events) = self.account.wake(&context, due).expect("it is due");
            assert_eq!(at, due);
            assert!(!events.is_empty(), "a deadline leaves a fact");
            for event in events {
                self.account.apply(context.id, &event, due);
                self.events.push((due, event));
            }
        }
        self.w.now = self.w.now.max(to);
    }

    pub fn pay_out(&mut self, actor: &Actor, code: &str, amount: Option<i64>) -> Result<(), Refusal> {
        let (currency, amount) = (currency(code), amount.map(minor));
        self.act(actor, AccountCommand::PayOut { currency, amount, provider: Some("bank".into()) })
    }

    pub fn result(&mut self, payout: u16, result: Result<&str, &str>) -> Result<(), Refusal> {
        let result = result.map(str::to_owned).map_err(str::to_owned);
        let command =
            AccountCommand::PayoutResult { payout: PayoutNo(payout), result, provider: "bank".into() };
        self.act(&Actor::Gateway("bank".into()), command)
    }

    pub fn state(&self) -> &Account {
        self.account.account().expect("it is open")
    }

    /// Payable, receivable, on its way.
    pub fn balance(&self, code: &str) -> (i64, i64, i64) {
        let b = self.state().balances[&currency(code)];
        (b.payable.get(), b.receivable.get(), b.in_flight.get())
    }

    /// What the account's own events posted to a ledger account.
    pub fn posted(&self, to: &ledger::Account) -> i64 {
        let postings = self.events.iter().flat_map(|(_, event)| event.postings());
        let signed = |p: &resolution::ledger::Posting| match (p.to == *to, p.from == *to) {
            (true, _) => p.amount.get(),
            (_, true) => -p.amount.get(),
            _ => 0,
        };
        postings.map(signed).sum()
    }

    /// Its own events with their instants.
    pub fn facts(&self) -> impl Iterator<Item = (Timestamp, &AccountEvent)> {
        self.events.iter().filter_map(|(at, event)| match event {
            Event::Account(event) => Some((*at, event)),
            Event::Order(_) | Event::Fund(_) => None,
        })
    }
}
