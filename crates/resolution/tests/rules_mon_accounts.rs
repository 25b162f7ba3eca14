//! MON-8, MON-9, MON-11 and MON-12: a seller's debt and payouts, currencies, surcharge and shortfall.
mod story;

use resolution::account::{Account, AccountCommand, AccountEvent};
use resolution::actor::Actor;
use resolution::aggregate::{Aggregate, Command, Context, Event, Outgoing};
use resolution::case::{Answer, Received};
use resolution::id::{AccountId, AccountRole, AggregateId, MarketplaceId, PayoutNo, UnitNo};
use resolution::ledger;
use resolution::money::{Currency, Minor};
use resolution::order::command::OrderCommand;
use resolution::order::components::ComponentRef;
use resolution::order::event::AccountEffect;
use resolution::parcel::tracking::Status;
use resolution::refusal::Refusal;
use story::acts::{AS_BUYER, AS_SELLER, code, refund};
use story::{MEDIATOR, SELLER, World, line, minor, payment};

const PRESETS: [&str; 2] = ["default", "aliexpress"];

fn currency(code: &str) -> Currency {
    code.parse().expect("a currency")
}

/// The seller's account beside the order's world, with the postings of its own events.
struct Seller {
    w: World,
    account: Aggregate,
    events: Vec<Event>,
}

impl Seller {
    /// After every message of the order.
    fn of(w: World) -> Self {
        let account = w.account(AccountRole::Seller);
        Self { w, account, events: Vec::new() }
    }

    fn act(&mut self, actor: &Actor, command: AccountCommand) -> Result<(), Refusal> {
        let id = AccountId::of(MarketplaceId::of("test"), AccountRole::Seller, SELLER);
        let context = Context { id: AggregateId::Account(id), ..self.w.context() };
        for event in self.account.decide(&Command::Account(command), actor, &context, self.w.now)? {
            self.account.apply(context.id, &event, self.w.now);
            self.events.push(event);
        }
        Ok(())
    }

    fn pay_out(&mut self, actor: &Actor, code: &str, amount: Option<i64>) -> Result<(), Refusal> {
        let (currency, amount) = (currency(code), amount.map(minor));
        self.act(actor, AccountCommand::PayOut { currency, amount, provider: "bank".into() })
    }

    fn result(&mut self, payout: u16, result: Result<&str, &str>) -> Result<(), Refusal> {
        let result = result.map(str::to_owned).map_err(str::to_owned);
        let command = AccountCommand::PayoutResult { payout: PayoutNo(payout), result, provider: "bank".into() };
        self.act(&Actor::Gateway("bank".into()), command)
    }

    fn state(&self) -> &Account {
        self.account.account().expect("it is open")
    }

    fn balance(&self, code: &str) -> (i64, i64, i64) {
        let b = self.state().balances[&currency(code)];
        (b.payable.get(), b.receivable.get(), b.in_flight.get())
    }

    /// What the account's own events posted to a ledger account.
    fn posted(&self, to: &ledger::Account) -> i64 {
        let postings = self.events.iter().flat_map(Event::postings);
        postings.map(|p| if p.to == *to { p.amount.get() } else if p.from == *to { -p.amount.get() } else { 0 }).sum()
    }
}

/// One unit for 1,000, released: 950 after commission.
fn released(preset: &str) -> World {
    let mut w = World::arrived_one(preset, 1, 1_000, 0);
    w.days(60);
    assert_eq!(w.released(), 1_000);
    w
}

#[test]
fn mon_08_a_refund_after_the_release_is_a_receivable() {
    for preset in PRESETS {
        let mut w = released(preset);
        w.goodwill(&[0], 400).expect("promised");
        assert_eq!((w.balance(&ledger::Account::SellerReceivable(SELLER)), w.balance(&ledger::Account::Escrow)), (-380, 0));
        let s = Seller::of(w);
        assert_eq!(s.balance("BRL"), (950, 380, 0), "400 less the commission on them");
    }
}

#[test]
fn mon_08_a_dispute_over_what_was_released_already_ends_there_too() {
    for preset in PRESETS {
        let mut w = World::new(preset, "UTC");
        w.place(vec![line(1, 1_000, 0)], vec![payment("credit_card", 1_000)]);
        w.pay();
        w.ship(&[]);
        w.days(75);
        assert_eq!(w.released(), 1_000, "the carrier was silent, and so was the buyer");
        w.deliver(0);
        let no = w.dispute(&[0], Received::Yes, "damaged", refund(1_000)).expect("it came after all");
        w.respond(no, Answer::Accept).expect("granted");
        w.gateway_confirms();
        assert_eq!(Seller::of(w).balance("BRL"), (950, 950, 0));
    }
}

#[test]
fn mon_08_what_is_partly_in_escrow_owes_only_the_rest() {
    let mut w = World::arrived_one("default", 2, 2_000, 0);
    let end = w.now + jiff::SignedDuration::from_hours(24 * 90);
    let hold = OrderCommand::PlaceHold { units: vec![UnitNo(0)], reason: "checked".into(), end };
    w.mediator(hold).expect("kept back");
    w.days(60);
    assert_eq!((w.of_unit(0).1, w.of_unit(1).1), (0, 1_000));
    w.goodwill(&[0, 1], 600).expect("promised");
    assert_eq!((w.of_unit(0).0, w.of_unit(1).0, w.order().escrow().get()), (300, 300, 700));
    assert_eq!(Seller::of(w).balance("BRL"), (950, 285, 0));
}

#[test]
fn mon_12_a_payout_leaves_from_payable_less_what_is_owed() {
    let mut w = released("default");
    w.goodwill(&[0], 400).expect("promised");
    let mut s = Seller::of(w);
    for actor in [AS_BUYER, Actor::Mediator(MEDIATOR), Actor::Seller(MEDIATOR)] {
        assert_eq!(code(s.pay_out(&actor, "BRL", None)), "not_yours");
    }
    assert_eq!(s.pay_out(&AS_SELLER, "BRL", Some(571)), Err(Refusal::NotEnough { available: minor(570) }));
    assert_eq!(s.pay_out(&AS_SELLER, "BRL", Some(0)), Err(Refusal::AmountZero));
    assert_eq!(s.pay_out(&AS_SELLER, "USD", None), Err(Refusal::NotEnough { available: Minor::ZERO }));
    s.pay_out(&AS_SELLER, "BRL", Some(70)).expect("on demand");
    s.pay_out(&Actor::Marketplace, "BRL", None).expect("by schedule: everything");
    assert_eq!((s.balance("BRL"), s.state().payout_count), ((380, 380, 570), 2));
    assert_eq!(s.pay_out(&AS_SELLER, "BRL", None), Err(Refusal::NotEnough { available: Minor::ZERO }));
    assert_eq!((s.posted(&ledger::Account::SellerPayable(SELLER)), s.posted(&ledger::Account::PayoutsPending)), (-570, 570));
    let amounts: Vec<_> = s.state().payouts.iter().map(|p| (p.no, p.amount.get())).collect();
    assert_eq!(amounts, [(PayoutNo(0), 70), (PayoutNo(1), 500)], "each under its number");
}

#[test]
fn mon_12_promised_confirmed_and_refused_are_three_facts() {
    let mut s = Seller::of(released("aliexpress"));
    s.pay_out(&AS_SELLER, "BRL", Some(300)).expect("promised");
    s.pay_out(&AS_SELLER, "BRL", Some(200)).expect("promised");
    let sent: Vec<_> = s.events.iter().flat_map(|e| s.account.outgoing(e, MarketplaceId::of("test"))).collect();
    let is_payout = |o: &Outgoing, n: u16, a: i64| matches!(o, Outgoing::Payout { payout, amount, .. } if payout.0 == n && amount.get() == a);
    assert!(sent.len() == 2 && is_payout(&sent[0], 0, 300) && is_payout(&sent[1], 1, 200), "they leave through the outbox");
    assert_eq!(s.balance("BRL"), (450, 0, 500));
    let theirs = AccountCommand::PayoutResult { payout: PayoutNo(0), result: Ok("b1".into()), provider: "bank".into() };
    assert_eq!(code(s.act(&AS_SELLER, theirs)), "not_yours");
    s.result(0, Ok("b1")).expect("confirmed");
    s.result(1, Err("account_closed")).expect("refused for good");
    assert_eq!(s.balance("BRL"), (650, 0, 0), "what was refused is the seller's again");
    assert_eq!((code(s.result(0, Ok("b1"))), code(s.result(1, Ok("b2"))), code(s.result(2, Ok("b3")))), ("already_done", "already_done", "not_found"));
    let clearing = ledger::Account::GatewayClearing("bank".into());
    assert_eq!((s.posted(&ledger::Account::PayoutsPending), s.posted(&clearing)), (0, 300));
    assert!(s.events.iter().any(|e| matches!(e, Event::Account(AccountEvent::PayoutRefused { code, .. }) if code == "account_closed")));
}

#[test]
fn mon_12_a_buyers_account_pays_nothing_out() {
    let mut w = World::new("aliexpress", "UTC");
    w.place(vec![line(1, 1_000, 0)], vec![payment("cash", 1_000)]);
    w.pay();
    w.ship(&[]);
    w.goodwill(&[0], 400).expect("promised");
    let account = w.account(AccountRole::Buyer);
    let pay_out = AccountCommand::PayOut { currency: currency("BRL"), amount: None, provider: "bank".into() };
    let refused = account.decide(&Command::Account(pay_out), &AS_BUYER, &w.context(), w.now);
    assert_eq!(code(refused), "not_yours");
}

#[test]
fn mon_09_currencies_with_none_two_and_three_decimals_run_the_same_road_exactly() {
    for preset in PRESETS {
        for code in ["KRW", "JPY", "BRL", "KWD"] {
            let mut w = World::new(preset, "UTC");
            let payments = vec![payment("credit_card", 701), payment("voucher", 300)];
            w.place_with(vec![line(3, 1_000, 1)], payments, |p| p.currency = currency(code));
            w.pay();
            w.ship(&[]);
            w.goodwill(&[0], 7).expect("promised");
            w.days(4);
            w.deliver(0);
            w.gateway_confirms();
            w.days(60);
            assert_eq!((w.refunded(), w.released(), w.order().escrow().get()), (7, 994, 0), "{code}");
            let commodities: Vec<_> = w.balances().into_keys().map(|(_, of)| of).collect();
            assert!(commodities.iter().all(|of| *of == ledger::Commodity::Money(currency(code))), "never mixed");
            assert_eq!(Seller::of(w).balance(code), (994 - 49, 0, 0));
        }
    }
}

#[test]
fn mon_09_an_account_keeps_each_currency_apart() {
    let mut s = Seller::of(released("default"));
    let from = s.w.context().id;
    let take = AccountCommand::Take {
        party: SELLER,
        role: AccountRole::Seller,
        from,
        sequence: 99,
        currency: currency("JPY"),
        amount: minor(5_000),
        effect: AccountEffect::Owe,
    };
    assert_eq!(code(s.act(&AS_SELLER, take.clone())), "not_yours");
    s.act(&Actor::Aggregate(from), take).expect("of another order");
    assert_eq!((s.balance("BRL"), s.balance("JPY")), ((950, 0, 0), (0, 5_000, 0)));
    s.pay_out(&AS_SELLER, "BRL", Some(950)).expect("a debt in yen stops no reais");
    assert_eq!(code(s.pay_out(&AS_SELLER, "JPY", Some(1))), "not_enough");
}

/// An order of two units for 1,000, paid with 1,030.
fn with_interest(preset: &str) -> World {
    World::arrived(preset, vec![line(2, 1_000, 0)], vec![payment("credit_card", 1_030)])
}

#[test]
fn mon_11_what_was_paid_beyond_the_lines_is_a_component_that_goes_back_with_the_whole_order() {
    for preset in PRESETS {
        let mut w = with_interest(preset);
        assert_eq!((w.order().surcharge.price.gross, w.balance(&ledger::Account::Escrow)), (minor(30), 1_030));
        for (unit, back) in [(0, 500), (1, 1_030)] {
            let no = w.dispute(&[unit], Received::Yes, "damaged", refund(500)).expect("the surcharge is no unit's");
            w.respond(no, Answer::Accept).expect("granted");
            assert_eq!(w.refunded(), back, "with the last unit everything is back");
        }
        let last = w.order().refunds[1].parts.last().expect("parts");
        assert_eq!((last.component, w.order().escrow().get()), (ComponentRef::Surcharge, 0));
    }
}

#[test]
fn mon_11_else_it_goes_where_the_policy_says_once_all_the_rest_has_found_its_owner() {
    let to_seller = [("surcharge_to = \"platform\"", "surcharge_to = \"seller\"")];
    for (changes, fees, payable) in [(&[][..], 25 + 30, 475), (&to_seller[..], 25, 475 + 30)] {
        let mut w = World::variant("default", "UTC", changes);
        w.arrives(vec![line(2, 1_000, 0)], vec![payment("credit_card", 1_030)]);
        let no = w.dispute(&[0], Received::Yes, "damaged", refund(500)).expect("open");
        w.respond(no, Answer::Reject).expect("rejected");
        w.go_to(w.order().parcels[0].received.clone().expect("it arrived").closes);
        assert_eq!((w.of_unit(1).1, w.order().surcharge.released), (500, Minor::ZERO), "a case is open");
        w.rule_for_buyer(no, 500);
        assert_eq!(w.order().surcharge.released, minor(30));
        assert_eq!(w.balance(&ledger::Account::PlatformFees), fees);
        assert_eq!(w.balance(&ledger::Account::SellerPayable(SELLER)), payable);
    }
}

#[test]
fn mon_11_a_shortfall_is_named_and_nobody_gets_what_nobody_paid() {
    for preset in PRESETS {
        let mut w = World::arrived(preset, vec![line(2, 1_000, 0)], vec![payment("credit_card", 970)]);
        assert!(w.order().flags.contains("shortfall"));
        let missing: i64 = w.order().components().map(|(_, c)| c.shortfall.get()).sum();
        assert_eq!((missing, w.balance(&ledger::Account::Escrow)), (30, 970));
        let over = w.dispute(&[0, 1], Received::Yes, "damaged", refund(971));
        assert_eq!(over, Err(Refusal::AmountTooHigh { most: minor(970) }));
        let no = w.dispute(&[0, 1], Received::Yes, "damaged", refund(970)).expect("what was paid");
        w.respond(no, Answer::Accept).expect("granted");
        assert_eq!((w.refunded(), w.order().escrow().get()), (970, 0));
    }
}

#[test]
fn mon_11_a_lost_parcel_gives_the_surcharge_back_too() {
    let mut w = World::new("default", "UTC");
    w.place(vec![line(2, 1_000, 0)], vec![payment("credit_card", 1_030)]);
    w.pay();
    w.ship(&[]);
    w.scanned(0, Status::Lost, |_| ());
    assert_eq!(w.refunded(), 1_030);
}
