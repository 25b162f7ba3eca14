//! MON-8, MON-9, MON-11 and MON-12: a seller's debt and payouts, currencies, surcharge and shortfall.
use crate::holder::{Holder, currency, released};
use crate::story::acts::{AS_BUYER, AS_SELLER, code, refund};
use crate::story::{SELLER, World, line, minor, payment};
use resolution::account::AccountCommand;
use resolution::actor::Actor;
use resolution::aggregate::Command;
use resolution::case::{Answer, Received};
use resolution::id::{AccountRole, UnitNo};
use resolution::ledger;
use resolution::money::Minor;
use resolution::order::command::OrderCommand;
use resolution::order::components::ComponentRef;
use resolution::order::event::AccountEffect;
use resolution::parcel::tracking::Status;
use resolution::refusal::Refusal;

const PRESETS: [&str; 2] = ["default", "aliexpress"];

#[test]
fn mon_08_a_refund_after_the_release_is_a_receivable() {
    for preset in PRESETS {
        let mut w = released(preset);
        w.goodwill(&[0], 400).expect("promised");
        assert_eq!(
            (w.balance(&ledger::Account::SellerReceivable(SELLER)), w.balance(&ledger::Account::Escrow)),
            (-380, 0)
        );
        let s = Holder::seller(w);
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
        assert_eq!(Holder::seller(w).balance("BRL"), (950, 950, 0));
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
    assert_eq!(Holder::seller(w).balance("BRL"), (950, 285, 0));
}

#[test]
fn mon_12_a_buyers_account_pays_nothing_out() {
    let mut w = World::new("aliexpress", "UTC");
    w.place(vec![line(1, 1_000, 0)], vec![payment("cash", 1_000)]);
    w.pay();
    w.ship(&[]);
    w.goodwill(&[0], 400).expect("promised");
    let account = w.account(AccountRole::Buyer);
    let pay_out =
        AccountCommand::PayOut { currency: currency("BRL"), amount: None, provider: Some("bank".into()) };
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
            assert!(
                commodities.iter().all(|of| *of == ledger::Commodity::Money(currency(code))),
                "never mixed"
            );
            assert_eq!(Holder::seller(w).balance(code), (994 - 49, 0, 0));
        }
    }
}

#[test]
fn mon_09_an_account_keeps_each_currency_apart() {
    let mut s = Holder::seller(released("default"));
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
        assert_eq!(
            (w.order().surcharge.price.gross, w.balance(&ledger::Account::Escrow)),
            (minor(30), 1_030)
        );
        for (unit, back) in [(0, 500), (1, 1_030)] {
            let no = w
                .dispute(&[unit], Received::Yes, "damaged", refund(500))
                .expect("the surcharge is no unit's");
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
