//! Cancelling: what is not paid expires (CAN-6), what is not shipped is cancelled (CAN-7), and the buyer's own wish
//! before shipment (CAN-8).
use crate::story::tell::{BY_BUYER, BY_SELLER, just_after, just_before, timers, units};
use crate::story::{BUYER, SELLER, World, at, line, minor, payment};
use jiff::SignedDuration;
use resolution::actor::Actor;
use resolution::aggregate::Outgoing;
use resolution::id::{PaymentNo, UnitNo};
use resolution::ledger::Account;
use resolution::money::Minor;
use resolution::order::command::{OrderCommand, Placement};
use resolution::order::event::{CancelCause, OrderEvent};
use resolution::parcel::tracking::Status;
use resolution::payment::{LegRoute, RefundCause};
use resolution::policy::Liable;
use resolution::refusal::Refusal;

fn capture(w: &mut World, no: usize) {
    let command =
        OrderCommand::CapturePayment { payment: PaymentNo::after(no), captured_at: w.now, fee: Minor::ZERO };
    w.act(&Actor::Gateway("sandbox".into()), command).expect("captured");
}

/// Two lines, paid by card and by bank transfer; the clock stands still.
fn placed(preset: &str, zone: &str, late: SignedDuration, change: impl FnOnce(&mut Placement)) -> World {
    let mut w = World::starting(preset, zone, "2026-03-03T07:30:00Z", late);
    let payments = vec![payment("credit_card", 2_500), payment("bank_transfer", 1_598)];
    w.place_with(vec![line(3, 3_000, 90), line(2, 1_001, 7)], payments, change);
    w
}

#[test]
fn can_06_pro_10_an_order_not_paid_within_7_days_expires_at_that_instant() {
    for (preset, zone, pay_by) in [
        // 2 March in Los Angeles; the clocks change on the 8th.
        ("aliexpress", "America/Los_Angeles", "2026-03-10T07:00:00Z"),
        ("default", "Asia/Jakarta", "2026-03-10T17:00:00Z"),
        ("default", "UTC", "2026-03-11T00:00:00Z"),
    ] {
        for late in timers() {
            let pay_by = at(pay_by);
            let mut w = placed(preset, zone, late, |_| ());
            assert_eq!(w.order().placed.pay_by, pay_by);
            w.go_to(just_before(pay_by));
            capture(&mut w, 0);
            capture(&mut w, 1);
            assert_eq!((w.order().word(), w.order().paid), ("paid", Some(just_before(pay_by))));

            let mut w = placed(preset, zone, late, |_| ());
            w.go_to(just_after(pay_by));
            let written = OrderCommand::WriteMessage { case: None, words: crate::story::seal(BUYER) };
            w.buyer(written).expect("any later command finds the deadline applied");
            assert_eq!((w.order().word(), w.told("order_expired").len()), ("expired", 2));
            assert_eq!(w.aggregate.next_wake(&w.context()), None);
        }
    }
}

#[test]
fn can_06_what_was_paid_of_an_expired_order_goes_back_whole_and_what_comes_later_too() {
    for (preset, route) in [("aliexpress", LegRoute::Wallet), ("default", LegRoute::Original)] {
        for late in timers() {
            let mut w = placed(preset, "UTC", late, |_| ());
            w.days(2);
            capture(&mut w, 0);
            assert_eq!(w.balance(&Account::Escrow), 2_500);
            assert_eq!(w.would(&BY_SELLER, ship()).expect_err("not paid"), Refusal::NotPaid);
            w.days(8);
            assert_eq!(w.order().refunds.len(), 1);
            capture(&mut w, 1);
            let legs = w
                .order()
                .refunds
                .iter()
                .flat_map(|r| &r.legs)
                .map(|l| (l.promise.amount.get(), l.promise.route));
            assert_eq!(legs.collect::<Vec<_>>(), [(2_500, LegRoute::Original), (1_598, route)]);
            assert!(w.order().refunds.iter().all(|r| r.cause == RefundCause::Expiry));
            w.gateway_confirms();
            assert_eq!(w.balance(&Account::Escrow), 0);
            assert_eq!((w.order().word(), w.order().paid), ("expired", None));
            let to_wallet = w.sent.iter().any(|out| matches!(out, Outgoing::Message { sequence: 1, .. }));
            assert_eq!(to_wallet, route == LegRoute::Wallet);
        }
    }
}

fn ship() -> OrderCommand {
    OrderCommand::DeclareShipment(resolution::order::command::Shipment {
        units: vec![],
        carrier: Some("ups".into()),
        number: Some("N".into()),
        weight_grams: None,
        estimate: None,
        handed_over: None,
        resend: false,
        case: None,
    })
}

#[test]
fn can_06_a_marketplace_may_name_the_instant_and_nothing_to_pay_is_paid_at_once() {
    let pay_by = at("2026-03-03T08:00:00Z");
    let mut w = placed("default", "UTC", SignedDuration::ZERO, |p| p.pay_by = Some(pay_by));
    w.go_to(just_before(pay_by));
    assert_eq!(w.order().word(), "placed");
    w.go_to(pay_by);
    assert_eq!(w.order().word(), "expired");

    let mut w = World::new("default", "UTC");
    let free = resolution::order::command::NewLine { platform_discount: minor(500), ..line(1, 500, 0) };
    w.place(vec![free], vec![]);
    assert_eq!(w.order().word(), "paid");
}

/// Paid at once; ship-by is the end of day 7.
fn paid(preset: &str, zone: &str, late: SignedDuration) -> World {
    let mut w = placed(preset, zone, late, |_| ());
    capture(&mut w, 0);
    capture(&mut w, 1);
    w
}

#[test]
fn can_07_pro_10_a_unit_without_shipment_at_ship_by_is_cancelled_after_a_reminder_with_full_refund() {
    for (preset, zone, ship_by) in [
        ("aliexpress", "America/Los_Angeles", "2026-03-10T07:00:00Z"),
        ("default", "Asia/Jakarta", "2026-03-10T17:00:00Z"),
    ] {
        for late in timers() {
            let ship_by = at(ship_by);
            let mut w = paid(preset, zone, late);
            assert_eq!(
                (w.order().ship_by, w.order().placed.ship_by),
                (ship_by, ship_by),
                "shown at purchase"
            );
            w.days(1);
            w.ship(&[0, 3]);
            w.declare(&[1], Some("ups"));
            w.untracked(&[4]);
            let early = ship_by - SignedDuration::from_hours(48);
            w.go_to(just_before(early));
            assert!(w.told("ship_reminder").is_empty());
            w.go_to(early + late);
            assert_eq!(w.told("ship_reminder"), [(SELLER, Some(ship_by))]);
            w.go_to(just_before(ship_by));
            assert_eq!(w.refunded(), 0);
            w.go_to(ship_by + late);
            let cancelled: Vec<bool> = w.order().units.iter().map(|u| u.cancelled.is_some()).collect();
            assert_eq!(
                cancelled,
                [false, true, true, false, false],
                "declared and never scanned is not shipped"
            );
            assert_eq!((w.refunded(), w.refunded_of(&[1, 2])), (2_060, 2_060));
            let refund = &w.order().refunds[0];
            assert_eq!(
                (refund.cause, refund.liable, refund.case),
                (RefundCause::Cancellation, Liable::Seller, None)
            );
            assert_eq!(w.told("cancelled_not_shipped").len(), 2);
            assert_eq!(w.order().word(), "shipped", "the rest goes on");
        }
    }
}

#[test]
fn can_07_a_shipment_one_nanosecond_before_counts_and_one_at_the_instant_does_not() {
    for late in timers() {
        let ship_by = at("2026-03-11T00:00:00Z");
        let mut w = paid("default", "UTC", late);
        w.go_to(just_before(ship_by));
        w.ship(&[0, 1]);
        w.go_to(ship_by);
        assert_eq!(w.would(&BY_SELLER, ship()), Err(Refusal::UnitCancelled { unit: 2 }));
        w.go_to(ship_by + late);
        assert_eq!(w.refunded(), w.refunded_of(&[2, 3, 4]));
        assert_eq!(w.refunded(), 1_030 + 1_008);
    }
}

#[test]
fn can_07_the_buyer_may_lengthen_it_and_is_the_only_one_and_not_beyond_the_policy() {
    for late in timers() {
        let mut w = paid("default", "UTC", late);
        let ship_by = w.order().ship_by;
        let lengthen = |until| OrderCommand::LengthenShipBy { until };
        assert_eq!(
            w.would(&BY_SELLER, lengthen(just_after(ship_by))).expect_err("not the seller").code(),
            "not_yours"
        );
        assert_eq!(w.would(&BY_BUYER, lengthen(ship_by)), Err(Refusal::OnlyLonger { current: ship_by }));
        let latest = at("2026-04-11T00:00:00Z");
        assert_eq!(w.would(&BY_BUYER, lengthen(just_after(latest))), Err(Refusal::TooLong { latest }));
        w.go_to(just_before(ship_by));
        assert_eq!(w.told("ship_reminder").len(), 1);
        let longer = at("2026-03-20T10:00:00Z");
        w.buyer(lengthen(longer)).expect("longer");
        assert_eq!(
            w.would(&BY_BUYER, lengthen(just_after(latest))),
            Err(Refusal::TooLong { latest }),
            "in all"
        );
        w.go_to(longer - SignedDuration::from_hours(48) + late);
        assert_eq!(
            w.told("ship_reminder").last(),
            Some(&(SELLER, Some(longer))),
            "the new instant has its reminder"
        );
        w.go_to(just_before(longer));
        assert_eq!(w.refunded(), 0);
        w.go_to(longer + late);
        assert_eq!((w.refunded(), w.order().word()), (4_098, "cancelled"));
        assert_eq!(w.would(&BY_BUYER, lengthen(latest)), Err(Refusal::AlreadyDone));
    }
}

#[test]
fn can_07_a_time_shorter_than_the_reminders_still_has_a_reminder_first() {
    for late in timers() {
        let ship_by = at("2026-03-04T07:30:00Z");
        let mut w = placed("default", "UTC", late, |p| p.ship_by = Some(ship_by));
        capture(&mut w, 0);
        capture(&mut w, 1);
        w.go_to(ship_by + late);
        let order =
            |wanted: fn(&OrderEvent) -> bool| w.log.iter().position(|(_, e)| wanted(e)).expect("happened");
        let reminded = order(|e| matches!(e, OrderEvent::Reminded { .. }));
        let cancelled =
            order(|e| matches!(e, OrderEvent::UnitsCancelled { cause: CancelCause::NotShipped, .. }));
        assert!(reminded < cancelled);
        assert_eq!((w.refunded(), w.order().word()), (4_098, "cancelled"));
    }
}

fn cancel(of: &[u16]) -> OrderCommand {
    OrderCommand::Cancel { units: units(of), reason: "changed_mind".into() }
}

#[test]
fn can_08_the_buyer_cancels_before_shipment_by_unit_and_gets_everything_back() {
    for (preset, zone) in [("aliexpress", "America/Los_Angeles"), ("default", "Asia/Jakarta")] {
        let mut w = paid(preset, zone, SignedDuration::ZERO);
        w.days(1);
        w.ship(&[0]);
        w.declare(&[1, 3], Some("ups"));
        let stranger = Actor::Buyer(SELLER);
        assert_eq!(w.would(&stranger, cancel(&[1])).expect_err("the buyer's").code(), "not_yours");
        w.buyer(cancel(&[1, 4])).expect("one waits in a parcel, one is in none");
        assert_eq!((w.refunded(), w.refunded_of(&[1, 4])), (1_030 + 505, 1_535));
        let refund = &w.order().refunds[0];
        assert_eq!((refund.cause, refund.liable), (RefundCause::Cancellation, Liable::Buyer));
        assert_eq!(w.would(&BY_BUYER, cancel(&[1])), Err(Refusal::UnitCancelled { unit: 1 }));
        assert_eq!(w.would(&BY_SELLER, ship_of(&[4])), Err(Refusal::UnitCancelled { unit: 4 }));
        w.buyer(cancel(&[])).expect("all that is left: units 2 and 3");
        assert_eq!((w.refunded(), w.refunded_of(&[0])), (4_098 - 1_030, 0));
        assert_eq!(w.order().word(), "shipped");
    }
}

fn ship_of(of: &[u16]) -> OrderCommand {
    let OrderCommand::DeclareShipment(all) = ship() else { unreachable!("a shipment") };
    OrderCommand::DeclareShipment(resolution::order::command::Shipment { units: units(of), ..all })
}

#[test]
fn can_08_what_is_with_the_carrier_is_refused_with_the_reason_and_the_way_of_return() {
    let mut w = paid("default", "UTC", SignedDuration::ZERO);
    let no = w.declare(&[0, 1], Some("ups"));
    w.scan_now(no, Status::PreTransit);
    assert_eq!(w.would(&BY_BUYER, cancel(&[1])), Ok(()), "a label is not a shipment");
    w.scan_now(no, Status::InTransit);
    let refused = w.would(&BY_BUYER, cancel(&[2, 1])).expect_err("one of the two travels");
    assert_eq!(refused, Refusal::AlreadyShipped { unit: 1 });
    assert!(refused.sentence().contains("with the carrier") && refused.sentence().contains("return"));
    assert_eq!(w.refunded(), 0, "nothing is done by half");
    w.untracked(&[2, 3, 4]);
    assert_eq!(w.would(&BY_BUYER, cancel(&[])).expect_err("everything travels").code(), "already_shipped");
}

#[test]
fn can_08_a_unit_named_twice_is_paid_back_once_and_a_reason_is_needed() {
    let mut w = paid("aliexpress", "America/Los_Angeles", SignedDuration::ZERO);
    let silent = OrderCommand::Cancel { units: units(&[0]), reason: String::new() };
    assert_eq!(w.would(&BY_BUYER, silent), Err(Refusal::Missing { items: vec!["reason".into()] }));
    assert_eq!(w.would(&BY_BUYER, cancel(&[0, 9])).expect_err("no such unit").code(), "invalid");
    w.buyer(cancel(&[2, 0, 2, 0])).expect("cancelled");
    assert_eq!((w.refunded(), w.refunded_of(&[0, 2])), (2_060, 2_060));
    let named = w.log.iter().find_map(|(_, event)| match event {
        OrderEvent::UnitsCancelled { units, .. } => Some(units.clone()),
        _ => None,
    });
    assert_eq!(named, Some(vec![UnitNo(0), UnitNo(2)]));
}

#[test]
fn can_08_before_it_is_paid_there_is_nothing_to_cancel_and_a_policy_may_not_have_it() {
    let w = placed("default", "UTC", SignedDuration::ZERO, |_| ());
    assert_eq!(w.would(&BY_BUYER, cancel(&[])), Err(Refusal::NotPaid));
    let mut policy = crate::story::tell::preset("default");
    policy.shipping.buyer_may_cancel_before_shipment = false;
    let mut w = World::with_policy(policy, "UTC");
    w.basket();
    assert_eq!(w.would(&BY_BUYER, cancel(&[0])).expect_err("not offered").code(), "not_in_policy");
}

#[test]
fn can_08_a_parcel_scanned_after_its_cancellation_is_flagged_and_nothing_is_undone() {
    let mut w = paid("default", "UTC", SignedDuration::ZERO);
    let no = w.declare(&[0, 1], Some("ups"));
    w.buyer(cancel(&[0, 1])).expect("cancelled");
    w.scan_now(no, Status::InTransit);
    assert!(w.order().flags.contains("scanned_after_cancellation:parcel0"));
    assert_eq!((w.refunded(), w.order().units[0].cancelled.is_some()), (2_060, true));
}
