//! FRZ-2: a risk is found in an order, it is frozen, and within a day it is cleared or everything goes back. With it what
//! FRZ-4 and FRZ-5 say of that freeze.
use crate::story::acts::{AS_BUYER, AS_SELLER, code, refund, ship};
use crate::story::tell::{just_before, timers, units};
use crate::story::{BUYER, MEDIATOR, SELLER, World, because, line, minor, payment, seal};
use jiff::SignedDuration;
use resolution::actor::Actor;
use resolution::case::{CaseKind, Closing, Received};
use resolution::id::CaseNo;
use resolution::order::command::OrderCommand;
use resolution::order::event::{CancelCause, OrderEvent};
use resolution::policy::{Liable, StageName, Stop};
use resolution::refusal::Refusal;

const DAY: SignedDuration = SignedDuration::from_hours(24);

fn freeze(reason: &str) -> OrderCommand {
    OrderCommand::FreezeForRisk { reason: reason.into(), text: Some(seal(MEDIATOR)) }
}

fn decide(clear: bool) -> OrderCommand {
    OrderCommand::DecideRisk { case: CaseNo(0), clear, words: because("address_checked") }
}

fn mediator() -> Actor {
    Actor::Mediator(MEDIATOR)
}

/// Two units for 1,000 and 100 of shipping each, paid and not shipped.
fn paid(preset: &str) -> World {
    let mut w = World::new(preset, "UTC");
    w.place(vec![line(2, 2_000, 200)], vec![payment("credit_card", 2_200)]);
    w.pay();
    w
}

fn frozen(preset: &str) -> World {
    let mut w = paid(preset);
    w.act(&Actor::Marketplace, freeze("risky_address")).expect("frozen");
    w
}

#[test]
fn frz_02_a_risky_address_freezes_the_order_at_once() {
    for preset in ["default", "aliexpress"] {
        let w = paid(preset);
        for stranger in [AS_BUYER, AS_SELLER] {
            assert_eq!(code(w.would(&stranger, freeze("risky_address"))), "not_yours");
        }
        let refused = w.would(&mediator(), freeze("bad_weather"));
        let allowed = vec!["risky_address".into(), "suspicious_payment".into()];
        assert_eq!(refused, Err(Refusal::ReasonUnknown { allowed }));
        let w = frozen(preset);
        assert!(w.order().stopped(Stop::Shipping) && w.order().stopped(Stop::Release));
        let case = w.case(0);
        assert_eq!((case.kind, case.stage.name), (CaseKind::Risk, StageName::Reviewing));
        assert_eq!(case.stage.end, Some(w.now + DAY), "a day, exactly");
        assert_eq!(case.reserved.len(), 4, "everything");
        assert_eq!(code(w.would(&AS_SELLER, ship())), "frozen");
        assert_eq!(
            code(w.would(&AS_BUYER, OrderCommand::Cancel { units: vec![], reason: "x".into() })),
            "in_case"
        );
        assert_eq!(code(w.would(&mediator(), freeze("risky_address"))), "in_case", "once at a time");
        let told: Vec<_> = w.told("risk_review").into_iter().collect();
        assert_eq!(told, [BUYER, SELLER].map(|party| (party, case.stage.end)), "both are told, with the end");
    }
    for preset in ["lazada", "tokopedia"] {
        assert_eq!(code(paid(preset).would(&mediator(), freeze("risky_address"))), "not_in_policy");
    }
}

#[test]
fn frz_02_pro_10_not_cleared_within_a_day_everything_goes_back() {
    for late in timers() {
        let mut w = frozen("default");
        w.lateness = late;
        let end = w.case(0).stage.end.expect("a clock");
        w.go_to(just_before(end));
        assert_eq!(w.refunded(), 0);
        assert_eq!(w.would(&mediator(), decide(true)), Ok(()), "an instant before its end it can be cleared");
        w.go_to(end);
        assert_eq!(code(w.would(&mediator(), decide(true))), "already_final", "at its end it is over");
        w.go_to(end + late);
        assert_eq!(w.refunded(), 2_200);
        assert!(!w.order().stopped(Stop::Shipping), "the freeze has done its work");
        assert_eq!(code(w.would(&AS_SELLER, ship())), "unit_cancelled");
        let off = CancelCause::Risk { case: CaseNo(0) };
        assert!(
            w.log
                .iter()
                .any(|(_, e)| *e == OrderEvent::UnitsCancelled { units: units(&[0, 1]), cause: off.clone() })
        );
        w.gateway_confirms();
        assert_eq!(w.case(0).closed.map(|(closing, _)| closing), Some(Closing::Refunded));
        assert_eq!((w.order().word(), w.order().escrow()), ("cancelled", minor(0)));
        w.hold_the_books();
    }
}

#[test]
fn frz_02_cleared_it_goes_on_with_the_time_to_ship_that_was_left() {
    let mut w = paid("default");
    w.go_to(w.now + SignedDuration::from_hours(30));
    let (ship_by, at) = (w.order().ship_by, w.now);
    w.act(&mediator(), freeze("suspicious_payment")).expect("frozen");
    w.go_to(w.now + SignedDuration::from_hours(20));
    w.act(&mediator(), decide(true)).expect("cleared");
    assert_eq!(w.case(0).closed.map(|(closing, _)| closing), Some(Closing::Cleared));
    let rested = w.order().ship_by.duration_since(ship_by);
    assert!(rested >= w.now.duration_since(at), "a clock of days rounds up: {rested}");
    let ruling = w.case(0).rulings.last().expect("it explains itself").clone();
    assert_eq!((ruling.why.as_str(), ruling.liable, ruling.remedy), ("risk_cleared", Liable::Nobody, None));
    assert_eq!(ruling.departs.expect("words").reason, "address_checked");
    assert_eq!(w.refunded(), 0);
    w.ship(&[]);
    w.days(3);
    w.deliver(0);
    // What was cleared stands in nobody's way.
    w.open(&[0], Received::Yes);
    w.hold_the_books();
}

#[test]
fn frz_02_a_person_may_decide_at_once_and_says_why() {
    let mut w = frozen("default");
    for stranger in [AS_BUYER, AS_SELLER] {
        assert_eq!(code(w.would(&stranger, decide(true))), "not_yours");
    }
    let silent = OrderCommand::DecideRisk { case: CaseNo(0), clear: false, words: because("") };
    assert_eq!(code(w.would(&mediator(), silent)), "missing");
    w.act(&mediator(), decide(false)).expect("it is one");
    assert_eq!(w.refunded(), 2_200);
    assert!(!w.order().stopped(Stop::Release));
    w.gateway_confirms();
    assert_eq!(w.order().word(), "cancelled");
    w.hold_the_books();
}

#[test]
fn frz_02_what_is_on_its_way_is_refunded_and_a_person_is_told() {
    let mut w = World::new("default", "UTC");
    w.place(vec![line(2, 2_000, 0)], vec![payment("credit_card", 2_000)]);
    w.pay();
    w.ship(&[0]);
    w.act(&Actor::Marketplace, freeze("risky_address")).expect("frozen");
    w.go_to(w.now + SignedDuration::from_hours(24));
    assert_eq!(w.refunded(), 2_000);
    let cancelled: Vec<bool> = w.order().units.iter().map(|unit| unit.cancelled.is_some()).collect();
    assert_eq!(cancelled, [false, true], "what was shipped cannot be called off");
    let told = |event: &OrderEvent| matches!(event, OrderEvent::Flagged { what, .. } if what == "refunded_on_its_way");
    assert!(w.when(told).is_some(), "a person looks at it");
    w.gateway_confirms();
    w.days(200);
    assert_eq!((w.released(), w.refunded()), (0, 2_000), "and nothing twice");
    w.hold_the_books();
}

#[test]
fn frz_02_what_a_dispute_holds_stays_with_it() {
    let mut w = World::arrived_one("default", 2, 2_000, 200);
    w.open(&[0], Received::Yes);
    w.act(&mediator(), freeze("suspicious_payment")).expect("frozen");
    let held: Vec<u16> = w.case(1).units.iter().map(|(_, unit)| unit.0).collect();
    assert_eq!(held, [1]);
    w.go_to(w.now + SignedDuration::from_hours(24));
    assert_eq!(w.refunded(), 1_100, "the other unit");
    w.act(
        &AS_SELLER,
        OrderCommand::Respond {
            case: CaseNo(0),
            answer: resolution::case::Answer::Accept,
            words: because(""),
        },
    )
    .expect("granted");
    w.gateway_confirms();
    assert_eq!(w.refunded(), 2_200);
    w.hold_the_books();
}

#[test]
fn frz_04_a_risk_stops_release_and_not_what_the_platform_decides_under_it() {
    let mut w = World::arrived_one("default", 1, 1_000, 0);
    let closes = w.received(0).closes;
    w.go_to(just_before(closes));
    w.act(&mediator(), freeze("suspicious_payment")).expect("frozen");
    w.go_to(w.now + SignedDuration::from_hours(2));
    assert_eq!(w.released(), 0, "its window has ended under the freeze");
    w.act(&mediator(), decide(true)).expect("cleared");
    assert_eq!(w.released(), 1_000, "in that same transaction");
    w.hold_the_books();
}

#[test]
fn frz_05_both_parties_may_show_what_they_know_and_nothing_else() {
    let mut w = frozen("default");
    for party in [AS_BUYER, AS_SELLER] {
        let id = party.party().expect("a person");
        let message = OrderCommand::WriteMessage { case: Some(CaseNo(0)), words: seal(id) };
        w.act(&party, message).expect("said");
    }
    assert_eq!(code(w.would(&AS_BUYER, OrderCommand::Withdraw { case: CaseNo(0) })), "not_in_policy");
    let propose = |by: &Actor| {
        w.would(by, OrderCommand::Propose { case: CaseNo(0), remedy: refund(1), words: because("x") })
    };
    assert_eq!(code(propose(&AS_BUYER)), "not_in_policy");
    assert_eq!(code(propose(&AS_SELLER)), "not_in_policy");
    w.assign(0, MEDIATOR).expect("assigned");
    let rule = OrderCommand::Rule { case: CaseNo(0), remedy: None, liable: Liable::Buyer, departs: None };
    assert_eq!(code(w.would(&mediator(), rule)), "not_in_policy", "a risk is decided, not ruled");
    assert_eq!(w.case(0).stage.end, Some(w.order().freezes[0].since + DAY), "and its clock never moved");
}
