//! DIS-18 (and DIS-11 on what is sent again): a resend is a new parcel with its own clock, and new units.
use crate::story::acts::{MOMENT, REPLACEMENT, code, refund};
use crate::story::{World, line, payment};
use jiff::SignedDuration;
use resolution::case::{Answer, Closing, Received};
use resolution::id::CaseNo;
use resolution::order::command::{OrderCommand, Shipment};
use resolution::order::event::OrderEvent;
use resolution::parcel::tracking::Status;
use resolution::policy::Period;
use resolution::refusal::Refusal;

const PRESETS: [&str; 2] = ["default", "aliexpress"];

/// A replacement for a damaged unit that the seller granted and must send.
fn owed(preset: &str) -> World {
    let mut w = World::arrived_one(preset, 2, 2_000, 200);
    w.dispute(&[0], Received::Yes, "damaged", REPLACEMENT).expect("open");
    w.respond(0, Answer::Accept).expect("granted");
    assert_eq!((w.stage(0), w.end(0)), ("dispatching_replacement", w.calendar.end(w.now, Period::Days(10))));
    w
}

/// The same, sent and seen by the carrier.
fn sent(preset: &str) -> World {
    let mut w = owed(preset);
    w.days(1);
    let parcel = w.send_replacement(0).expect("sent");
    w.days(1);
    w.scanned(parcel, Status::InTransit, |_| ());
    w
}

#[test]
fn dis_18_not_sent_in_time_gives_all_the_money_back() {
    for preset in PRESETS {
        let mut w = owed(preset);
        w.run_out(0);
        assert_eq!((w.stage(0), w.refunded()), ("executing", 1_100), "in full, shipping too");
        w.gateway_confirms();
        let again = w.dispute(&[0], Received::Yes, "damaged", refund(1));
        assert_eq!(again, Err(Refusal::UnitSettled { unit: 0, case: 0 }), "nothing new was sent");
    }
}

#[test]
fn dis_18_a_replacement_is_sent_when_its_tracking_number_is_given() {
    let mut w = owed("default");
    let blind = Shipment {
        units: vec![],
        carrier: None,
        number: None,
        weight_grams: None,
        estimate: None,
        handed_over: None,
        resend: true,
        case: Some(CaseNo(0)),
    };
    let refused = w.seller(OrderCommand::DeclareShipment(blind));
    assert_eq!(refused, Err(Refusal::Missing { items: vec!["number".into()] }));
    assert_eq!(w.stage(0), "dispatching_replacement");
}

#[test]
fn dis_18_a_resend_opens_a_new_parcel_with_its_own_clock() {
    for preset in PRESETS {
        let mut w = owed(preset);
        w.go_to(w.end(0) - MOMENT);
        let parcel = w.send_replacement(0).expect("one moment before the end");
        assert_eq!(
            (w.stage(0), w.end(0)),
            ("replacement_in_transit", w.calendar.end(w.now, Period::Days(30)))
        );
        w.days(2);
        w.scanned(parcel, Status::InTransit, |_| ());
        let shipped = w.now;
        let window = w.order().parcels[1].not_received.clone().expect("its own");
        assert_eq!(
            window.opens,
            w.calendar.opens_on_day(shipped, 11),
            "not from the estimate of the first journey"
        );
        assert!(window.closes > w.order().parcels[0].received.clone().expect("the first arrived").closes);
        w.days(16);
        assert_eq!(w.of_unit(1).1, 1_100, "the unit in the first parcel is released on time");
        assert_eq!(w.of_unit(0), (0, 0));
    }
}

#[test]
fn dis_18_a_replacement_that_waits_for_its_first_scan_is_not_cancelled() {
    for preset in PRESETS {
        let mut w = owed(preset);
        w.send_replacement(0).expect("sent");
        w.days(9);
        assert_eq!(
            (w.stage(0), w.refunded()),
            ("replacement_in_transit", 0),
            "ship-by belongs to the first journey"
        );
        assert!(w.when(|e| matches!(e, OrderEvent::UnitsCancelled { .. })).is_none());
    }
}

#[test]
fn dis_11_dis_18_what_arrives_closes_the_case_and_may_be_disputed_as_new() {
    for preset in PRESETS {
        let mut w = sent(preset);
        w.days(2);
        w.deliver(1);
        assert_eq!((w.stage(0), w.closing(0)), ("closed", Closing::Replaced));
        let window = w.order().parcels[1].received.clone().expect("a window of its own");
        w.go_to(window.opens.max(w.now));
        let no = w.dispute(&[0], Received::Yes, "wrong_item", refund(1_000)).expect("new units");
        w.respond(no, Answer::Accept).expect("granted");
        w.gateway_confirms();
        w.days(40);
        assert_eq!(
            (w.of_unit(0), w.of_unit(1)),
            ((1_000, 100), (0, 1_100)),
            "on the same caps, without new money"
        );
    }
}

#[test]
fn dis_11_dis_18_a_resent_unit_counts_no_older_withdrawals() {
    let mut w = World::arrived_one("default", 1, 1_000, 0);
    for _ in 0..2 {
        let no = w.dispute(&[0], Received::Yes, "damaged", refund(1_000)).expect("open");
        w.withdraw(no).expect("withdrawn");
    }
    assert_eq!(code(w.dispute(&[0], Received::Yes, "damaged", refund(1))), "disputed_twice");
    let parcel = w.resend(&[0]).expect("without a case (MSG-2)");
    w.deliver(parcel);
    w.dispute(&[0], Received::Yes, "damaged", refund(1)).expect("new units");
}

#[test]
fn dis_18_what_does_not_arrive_may_be_disputed_again() {
    for preset in PRESETS {
        let mut w = sent(preset);
        w.run_out(0);
        assert_eq!((w.stage(0), w.closing(0), w.of_unit(0)), ("closed", Closing::Replaced, (0, 0)));
        let no = w.dispute(&[0], Received::No, "not_received", refund(1_100)).expect("it did not arrive");
        w.respond(no, Answer::Accept).expect("granted");
        assert_eq!(w.refunded(), 1_100);
    }
}

#[test]
fn dis_18_nor_is_a_replacement_lost_that_no_carrier_ever_saw() {
    for preset in PRESETS {
        let mut w = owed(preset);
        w.send_replacement(0).expect("a label was printed");
        w.run_out(0);
        assert_eq!(w.closing(0), Closing::Replaced);
        let no = w.dispute(&[0], Received::No, "not_received", refund(1_100)).expect("it did not arrive");
        w.run_out(no);
        w.run_out(no);
        assert_eq!(w.row(no), "not-received-untraceable", "and nobody can show that it was sent");
    }
}

#[test]
fn dis_18_a_replacement_that_nobody_disputes_is_released_when_its_own_window_ends() {
    for preset in PRESETS {
        let mut w = owed(preset);
        w.send_replacement(0).expect("a label was printed");
        let closes = w.order().parcels[1].not_received.clone().expect("it runs from the sending").closes;
        assert_eq!(closes, w.calendar.end(w.end(0), Period::Days(15)), "time to dispute after the case");
        w.go_to(closes - MOMENT);
        assert_eq!(w.of_unit(0), (0, 0));
        w.go_to(closes);
        assert_eq!(w.of_unit(0), (0, 1_100), "nothing lies in escrow for ever");
    }
}

#[test]
fn dis_18_lost_on_its_way_gives_all_the_money_back_at_once() {
    for preset in PRESETS {
        for status in [Status::Lost, Status::ReturnedToSender] {
            let mut w = sent(preset);
            w.scanned(1, status, |_| ());
            assert_eq!((w.stage(0), w.refunded(), w.disputes()), ("executing", 1_100, 1));
        }
    }
}

#[test]
fn dis_18_only_what_was_shipped_can_be_sent_again() {
    let mut w = World::new("default", "UTC");
    w.place(vec![line(1, 1_000, 0)], vec![payment("credit_card", 1_000)]);
    w.pay();
    w.declare(&[], Some("ups"));
    assert_eq!(
        w.resend(&[0]),
        Err(Refusal::NotShipped { unit: 0 }),
        "a second label does not stop the ship-by clock"
    );
    w.go_to(w.order().ship_by + SignedDuration::from_hours(1));
    assert_eq!(w.refunded(), 1_000);
}
