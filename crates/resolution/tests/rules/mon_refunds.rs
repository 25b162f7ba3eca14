//! MON-1 to MON-4 and MON-10: the way of a refund, and its three states.
use crate::story::acts::{MOMENT, code};
use crate::story::{BUYER, SELLER, World, line, minor, payment};
use jiff::SignedDuration;
use resolution::actor::Actor;
use resolution::aggregate::Outgoing;
use resolution::id::{AccountRole, LegNo, PaymentNo, RefundNo};
use resolution::ledger::Account;
use resolution::money::Minor;
use resolution::order::command::OrderCommand;
use resolution::payment::{LegResult, LegRoute, PaymentExpected, RefundCause};
use resolution::policy::Period;

const PRESETS: [&str; 2] = ["default", "aliexpress"];

/// An order of 1,000 with these payments, refunded in part by the seller without a case.
fn promised(preset: &str, payments: Vec<PaymentExpected>, amount: i64) -> World {
    let mut w = World::new(preset, "UTC");
    w.place(vec![line(1, 1_000, 0)], payments);
    w.pay();
    w.ship(&[]);
    w.goodwill(&[0], amount).expect("promised");
    w
}

fn by_card(preset: &str) -> World {
    promised(preset, vec![payment("credit_card", 1_000)], 400)
}

fn confirmed() -> LegResult {
    LegResult::Confirmed { reference: "r1".into() }
}

fn routes(w: &World) -> Vec<(i64, LegRoute)> {
    w.order().refunds[0].legs.iter().map(|l| (l.promise.amount.get(), l.promise.route)).collect()
}

/// What was sent to payment providers: leg, attempt, amount.
fn to_gateway(w: &World) -> Vec<(u16, u16, i64)> {
    let refunds = w.sent.iter().filter_map(|out| match out {
        Outgoing::Refund { leg, attempt, amount, .. } => Some((leg.0, *attempt, amount.get())),
        _ => None,
    });
    refunds.collect()
}

#[test]
fn mon_01_a_refund_goes_back_by_the_original_payments_in_proportion() {
    for preset in PRESETS {
        let w = promised(preset, vec![payment("credit_card", 700), payment("voucher", 300)], 500);
        assert_eq!(routes(&w), [(350, LegRoute::Original), (150, LegRoute::Original)]);
        let Some(Outgoing::Refund { provider, payment_id, amount, .. }) =
            w.sent.iter().find(|o| matches!(o, Outgoing::Refund { .. }))
        else {
            panic!("a promise leaves")
        };
        assert_eq!(
            (provider.as_str(), payment_id.as_str(), *amount),
            ("sandbox", "pay_credit_card", minor(350))
        );
    }
}

#[test]
fn mon_01_or_in_the_order_of_methods_that_the_policy_gives() {
    let mut w =
        World::variant("default", "UTC", &[("order = \"proportion\"", "order = [\"bank_transfer\"]")]);
    w.place(vec![line(1, 1_000, 0)], vec![payment("credit_card", 700), payment("bank_transfer", 300)]);
    w.pay();
    w.ship(&[]);
    w.goodwill(&[0], 200).expect("promised");
    w.goodwill(&[0], 300).expect("promised");
    let legs = |r: usize| -> Vec<(u16, i64)> {
        w.order().refunds[r].legs.iter().map(|l| (l.promise.payment.0, l.promise.amount.get())).collect()
    };
    assert_eq!(
        (legs(0), legs(1)),
        (vec![(1, 200)], vec![(0, 200), (1, 100)]),
        "the named method until it is used up"
    );
}

#[test]
fn mon_01_methods_that_the_order_does_not_name_come_last_and_in_proportion() {
    let mut w =
        World::variant("default", "UTC", &[("order = \"proportion\"", "order = [\"bank_transfer\"]")]);
    let payments = vec![payment("credit_card", 600), payment("bank_transfer", 100), payment("voucher", 300)];
    w.place(vec![line(1, 1_000, 0)], payments);
    w.pay();
    w.ship(&[]);
    w.goodwill(&[0], 400).expect("promised");
    assert_eq!(routes(&w).iter().map(|(amount, _)| *amount).collect::<Vec<_>>(), [200, 100, 100]);
}

#[test]
fn mon_02_what_cannot_go_back_the_way_it_came_goes_to_the_wallet() {
    for method in ["bank_transfer", "cash", "telegraphic_transfer", "western_union"] {
        let mut w = promised("aliexpress", vec![payment(method, 1_000)], 400);
        assert_eq!(routes(&w), [(400, LegRoute::Wallet)], "{method}");
        assert!(to_gateway(&w).is_empty());
        assert_eq!(w.account_balance(AccountRole::Buyer).wallet, minor(400));
        w.leg_result(0, 0, confirmed()).expect("the wallet has it");
        assert_eq!(w.balance(&Account::BuyerWallet(BUYER)), 400);
    }
    let w = promised("default", vec![payment("bank_transfer", 1_000)], 400);
    assert_eq!(routes(&w), [(400, LegRoute::Original)], "the neutral policy knows no such method");
}

#[test]
fn mon_02_also_when_a_partly_paid_order_expires() {
    let mut w = World::new("aliexpress", "UTC");
    w.place(vec![line(1, 1_000, 0)], vec![payment("bank_transfer", 600), payment("credit_card", 400)]);
    capture(&mut w, 0);
    w.go_to(w.order().placed.pay_by);
    assert_eq!(w.order().word(), "expired");
    assert_eq!(routes(&w), [(600, LegRoute::Wallet)]);
    assert_eq!(w.account_balance(AccountRole::Buyer).wallet, minor(600));
}

fn capture(w: &mut World, no: u16) {
    let command =
        OrderCommand::CapturePayment { payment: PaymentNo(no), captured_at: w.now, fee: Minor::ZERO };
    w.act(&Actor::Gateway("sandbox".into()), command).expect("captured");
}

#[test]
fn mon_01_mon_05_an_order_that_expires_partly_paid_gives_its_payments_back_whole() {
    for preset in PRESETS {
        let mut w = World::new(preset, "UTC");
        let payments = ["credit_card", "voucher", "boleto"].map(|method| payment(method, 400)).to_vec();
        w.place(vec![line(1, 1_000, 100)], payments);
        capture(&mut w, 0);
        capture(&mut w, 2);
        w.go_to(w.order().placed.pay_by - MOMENT);
        assert_eq!((w.order().word(), w.balance(&Account::Escrow)), ("placed", 800));
        w.go_to(w.order().placed.pay_by);
        assert_eq!(w.order().refunds[0].cause, RefundCause::Expiry);
        assert_eq!(routes(&w), [(400, LegRoute::Original); 2]);
        assert_eq!(w.balance(&Account::Escrow), 0);
        w.days(2);
        capture(&mut w, 1);
        assert_eq!(
            w.order().refunds[1].legs[0].promise.amount,
            minor(400),
            "a late capture goes back as well"
        );
        w.gateway_confirms();
        assert_eq!(w.balance(&Account::GatewayClearing("sandbox".into())), 0);
    }
}

#[test]
fn mon_03_the_buyer_is_told_when_to_expect_it() {
    // Sent on Monday 2 March: 7 to 10 working days, or 5 to 10, or 1 to 3 for a bank transfer.
    for (preset, method, from, to) in [
        ("aliexpress", "credit_card", 7, 10),
        ("default", "credit_card", 5, 10),
        ("default", "bank_transfer", 1, 3),
    ] {
        let mut w = promised(preset, vec![payment(method, 1_000)], 400);
        w.leg_result(0, 0, LegResult::Sent { reference: "r1".into() }).expect("sent");
        let expected = [from, to].map(|days| w.calendar.end(w.now, Period::WorkingDays(days)));
        assert_eq!(w.leg(0, 0).expected, Some((expected[0], expected[1])));
        assert_eq!(w.notices("refund_sent"), [(BUYER, None, Some(expected[1]))]);
    }
}

#[test]
fn mon_03_a_gateway_that_confirms_at_once_changes_nothing_in_what_the_buyer_is_told() {
    let mut w = by_card("aliexpress");
    w.leg_result(0, 0, confirmed()).expect("confirmed");
    let end = w.calendar.end(w.now, Period::WorkingDays(10));
    assert_eq!(w.notices("refund_confirmed"), [(BUYER, None, Some(end)), (SELLER, None, Some(end))]);
}

#[test]
fn mon_04_promised_sent_and_confirmed_are_three_states_with_their_dates() {
    for preset in PRESETS {
        let mut w = by_card(preset);
        let pending = |w: &World| {
            (w.balance(&Account::RefundsPending), w.balance(&Account::GatewayClearing("sandbox".into())))
        };
        let promised = w.now;
        assert_eq!(
            (w.leg(0, 0).promised, w.leg(0, 0).sent.clone(), pending(&w)),
            (promised, None, (400, -1_000))
        );
        assert_eq!(w.notices("refund_promised").len(), 2);
        w.days(1);
        w.leg_result(0, 0, LegResult::Sent { reference: "r1".into() }).expect("sent");
        let sent = w.now;
        assert_eq!((w.leg(0, 0).sent.clone(), pending(&w)), (Some((sent, "r1".into())), (400, -1_000)));
        w.days(1);
        w.leg_result(0, 0, confirmed()).expect("confirmed");
        let leg = w.leg(0, 0);
        assert_eq!(
            (leg.promised, leg.sent.clone(), leg.confirmed),
            (promised, Some((sent, "r1".into())), Some(w.now))
        );
        assert_eq!((pending(&w), w.notices("refund_confirmed").len()), ((0, -600), 2));
        for again in [LegResult::Sent { reference: "r1".into() }, confirmed()] {
            assert_eq!(code(w.leg_result(0, 0, again)), "already_done", "doubled answers are harmless");
        }
    }
}

#[test]
fn mon_04_that_it_arrived_is_the_buyers_own_word_and_never_inferred() {
    let mut w = by_card("aliexpress");
    let arrival = || OrderCommand::ConfirmArrival { refund: RefundNo(0), leg: LegNo(0) };
    assert_eq!(code(w.buyer(arrival())), "not_known_yet");
    w.leg_result(0, 0, confirmed()).expect("confirmed");
    w.days(60);
    assert_eq!(w.leg(0, 0).arrived, None, "long after the bank should have shown it");
    assert_eq!(code(w.seller(arrival())), "not_yours");
    w.buyer(arrival()).expect("it is there");
    assert_eq!((w.leg(0, 0).arrived, code(w.buyer(arrival()))), (Some(w.now), "already_done"));
}

#[test]
fn mon_04_only_the_provider_says_what_became_of_it() {
    let mut w = by_card("default");
    let at = w.now;
    let result =
        || OrderCommand::RefundResult { refund: RefundNo(0), leg: LegNo(0), result: confirmed(), at };
    assert_eq!(
        (code(w.buyer(result())), code(w.seller(result())), code(w.mediator(result()))),
        ("not_yours", "not_yours", "not_yours")
    );
    assert_eq!(
        (code(w.leg_result(1, 0, confirmed())), code(w.leg_result(0, 1, confirmed()))),
        ("not_found", "not_found")
    );
}

#[test]
fn mon_10_an_unknown_outcome_keeps_key_and_route() {
    for preset in PRESETS {
        let mut w = by_card(preset);
        w.days(200);
        assert_eq!((routes(&w), to_gateway(&w)), (vec![(400, LegRoute::Original)], vec![(0, 0, 400)]));
        assert!(
            !w.order().refunds[0].settled() && w.balance(&Account::RefundsPending) == 400,
            "unknown is not failed"
        );
    }
}

#[test]
fn mon_10_only_a_definite_refusal_changes_the_route_and_it_is_recorded() {
    for preset in PRESETS {
        let mut w = by_card(preset);
        w.days(1);
        w.leg_result(0, 0, LegResult::Refused { code: "card_closed".into() }).expect("refused for good");
        assert_eq!(routes(&w), [(400, LegRoute::Original), (400, LegRoute::Wallet)]);
        assert_eq!(w.leg(0, 0).refused, Some((w.now, "card_closed".into())));
        assert_eq!(w.notices("refund_route_changed").len(), 1);
        assert_eq!(
            (w.account_balance(AccountRole::Buyer).wallet, w.order().refunds[0].settled()),
            (minor(400), false)
        );
        w.leg_result(0, 1, confirmed()).expect("the wallet has it");
        assert!(w.order().refunds[0].settled());
        assert_eq!((w.balance(&Account::BuyerWallet(BUYER)), w.balance(&Account::RefundsPending)), (400, 0));
        assert_eq!(
            w.balance(&Account::GatewayClearing("sandbox".into())),
            -1_000,
            "nothing left by the card"
        );
    }
}

#[test]
fn mon_10_a_gateway_that_contradicts_its_refusal_is_flagged_and_nothing_is_guessed() {
    let mut w = by_card("default");
    w.leg_result(0, 0, LegResult::Refused { code: "card_closed".into() }).expect("refused for good");
    w.leg_result(0, 0, confirmed()).expect("taken, for a person to look at");
    assert!(w.order().flags.contains("refund_confirmed_after_refusal"));
    assert_eq!((w.leg(0, 0).confirmed, w.balance(&Account::RefundsPending)), (None, 400));
    assert_eq!(code(w.leg_result(0, 0, confirmed())), "already_done");
}

#[test]
fn mon_10_a_bounce_after_success_is_booked_back_and_the_promise_is_open_again() {
    for preset in PRESETS {
        let mut w = by_card(preset);
        let bounced = || LegResult::Bounced { code: "returned".into(), reference: Some("r1".into()) };
        assert_eq!(code(w.leg_result(0, 0, bounced())), "already_done", "nothing to bounce yet");
        w.leg_result(0, 0, confirmed()).expect("confirmed");
        w.go_to(w.now + SignedDuration::from_hours(50));
        w.leg_result(0, 0, bounced()).expect("a new fact");
        let leg = w.leg(0, 0);
        assert_eq!((leg.bounces, leg.confirmed, leg.sent.clone(), leg.settled()), (1, None, None, false));
        assert_eq!(
            (w.balance(&Account::RefundsPending), w.balance(&Account::GatewayClearing("sandbox".into()))),
            (400, -1_000)
        );
        assert_eq!(to_gateway(&w), [(0, 0, 400), (0, 1, 400)], "a new attempt under a new key");
        assert_eq!((w.notices("refund_bounced").len(), w.refunded()), (1, 400), "the cap counts it once");
        assert_eq!(
            code(w.leg_result(0, 0, confirmed())),
            "already_done",
            "a late answer about the attempt that bounced"
        );
        w.leg_result(0, 0, LegResult::Confirmed { reference: "r2".into() }).expect("this time it stays");
        assert_eq!(
            code(w.leg_result(0, 0, bounced())),
            "already_done",
            "the notice of the first bounce, repeated"
        );
        assert_eq!((w.balance(&Account::RefundsPending), w.leg(0, 0).bounces), (0, 1));
    }
}

#[test]
fn mon_10_a_wallet_does_not_bounce() {
    let mut w = promised("aliexpress", vec![payment("cash", 1_000)], 400);
    w.leg_result(0, 0, confirmed()).expect("the wallet has it");
    assert_eq!(
        code(w.leg_result(0, 0, LegResult::Bounced { code: "returned".into(), reference: None })),
        "invalid"
    );
    assert_eq!(w.balance(&Account::BuyerWallet(BUYER)), 400);
}
