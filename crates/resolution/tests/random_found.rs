//! What the random orders (`random_order.rs`) have found, each as its shortest story.
mod story;

use resolution::actor::Actor;
use resolution::aggregate::Aggregate;
use resolution::id::{ParcelNo, PaymentNo, UnitNo};
use resolution::ledger::Account;
use resolution::money::Minor;
use resolution::order::command::{OrderCommand, Shipment};
use resolution::order::event::OrderEvent;
use resolution::parcel::tracking::{Scan, Status};
use story::{World, line, minor, payment, scan};

fn hours(hours: i64) -> jiff::SignedDuration {
    jiff::SignedDuration::from_hours(hours)
}

fn parcel(units: &[u16], number: Option<&str>) -> Shipment {
    Shipment {
        units: units.iter().map(|u| UnitNo(*u)).collect(),
        carrier: number.map(|_| "ups".to_owned()),
        number: number.map(str::to_owned),
        weight_grams: None,
        estimate: None,
        handed_over: None,
        resend: false,
        case: None,
    }
}

/// Seed 5: the order is paid without its zero payment; capturing that afterwards allotted everything a second time.
#[test]
fn mon_05_a_zero_payment_captured_after_the_order_is_paid_moves_nothing() {
    let mut w = World::new("default", "UTC");
    let mut sold = line(1, 1_000, 0);
    sold.platform_discount = minor(400);
    w.place(vec![sold], vec![payment("credit_card", 600), payment("voucher", 0)]);
    for index in 0..2 {
        let payment = PaymentNo(index);
        let captured_at = w.now;
        let command = OrderCommand::CapturePayment { payment, captured_at, fee: Minor::ZERO };
        w.act(&Actor::Gateway("sandbox".into()), command).expect("the payment is captured");
    }
    assert_eq!(w.balance(&Account::Escrow), 1_000);
    assert_eq!(w.order().escrow(), minor(1_000));
    assert_eq!(w.log.iter().filter(|(_, event)| matches!(event, OrderEvent::OrderPaid { .. })).count(), 1);
}

/// Seed 13: a snapshot read back silence to the address question as a question still open.
#[test]
fn inr_07_silence_to_the_address_question_survives_the_snapshot() {
    let mut w = World::new("default", "UTC");
    w.shipped(1, 1_000, 0);
    w.days(1);
    let elsewhere = Scan { destination_matches: Some(false), ..scan(w.now, Status::Delivered) };
    w.carrier(0, vec![elsewhere]).expect("the scan is taken");
    w.days(6);
    assert!(w.order().parcels[0].address.is_some_and(|(_, answer)| answer == Some(None)), "silence");
    let stored = serde_json::to_string(&w.aggregate).expect("a snapshot");
    let read: Aggregate = serde_json::from_str(&stored).expect("a snapshot");
    assert_eq!(read, w.aggregate);
}

/// Seed 268: a scan that shows an earlier start brings the longest transit forward, and took the shown end with it.
#[test]
fn pro_02_an_end_once_shown_does_not_move_earlier_when_a_late_scan_shows_an_earlier_start() {
    let mut w = World::new("default", "UTC");
    w.shipped(1, 1_000, 0);
    let end = w.order().parcels[0].not_received.clone().expect("a window").closes;
    let started = w.now - hours(80 * 24);
    w.carrier(0, vec![scan(started, Status::InTransit)]).expect("the scan is taken");
    assert!(w.order().parcels[0].not_received.clone().expect("a window").closes >= end);
}

/// A hand-over stated to be long ago released the money at once: without tracking, the declaration counts.
#[test]
fn pro_01_a_hand_over_stated_to_be_long_ago_shortens_no_window() {
    let mut w = World::new("default", "UTC");
    w.place_with(vec![line(1, 1_000, 0)], vec![payment("credit_card", 1_000)], |_| {});
    w.pay();
    let shipment = Shipment { handed_over: Some(w.now - hours(300 * 24)), ..parcel(&[0], None) };
    w.seller(OrderCommand::DeclareShipment(shipment)).expect("the parcel is declared");
    assert_eq!(w.released(), 0);
    let window = w.order().parcels[0].not_received.clone().expect("a window");
    assert!(window.closes > w.now + hours(15 * 24), "closes {}", window.closes);
}

/// Seed 149: the first parcel was replaced by another before its first scan, travelled all the same, and the money
/// waited for the other for ever.
#[test]
fn pro_07_a_parcel_that_was_replaced_before_its_first_scan_counts_when_it_travels_after_all() {
    let mut w = World::new("default", "UTC");
    w.place(vec![line(1, 1_000, 0)], vec![payment("credit_card", 1_000)]);
    w.pay();
    for number in ["FIRST", "SECOND"] {
        w.seller(OrderCommand::DeclareShipment(parcel(&[0], Some(number)))).expect("the parcel is declared");
    }
    let now = w.now;
    w.carrier(0, vec![scan(now, Status::InTransit)]).expect("the scan is taken");
    assert_eq!(w.order().parcel_of(UnitNo(0)).map(|p| p.no), Some(ParcelNo(0)));
    w.days(2);
    w.deliver(0);
    w.days(30);
    assert_eq!(w.released(), 1_000);
    assert_eq!(w.aggregate.next_wake(&w.context()), None);
}
