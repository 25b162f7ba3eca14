//! The seller cancels before shipment (CAN-1 to CAN-5): for a reason of the policy's list, parcel by parcel, and it counts.
use crate::story::tell::{BY_BUYER, BY_SELLER, just_before, preset, timers, units};
use crate::story::{World, line, minor, payment};
use resolution::actor::Actor;
use resolution::order::command::{OrderCommand, Shipment};
use resolution::order::event::{CancelCause, OrderEvent};
use resolution::parcel::tracking::Status;
use resolution::payment::RefundCause;
use resolution::policy::{Liable, SellerCancelReason};
use resolution::refusal::Refusal;

fn cancel(of: &[u16], reason: &str) -> OrderCommand {
    OrderCommand::Cancel { units: units(of), reason: reason.into() }
}

fn ship(of: &[u16], resend: bool) -> OrderCommand {
    OrderCommand::DeclareShipment(Shipment {
        units: units(of),
        carrier: Some("ups".into()),
        number: Some("N".into()),
        weight_grams: None,
        estimate: None,
        handed_over: None,
        resend,
        case: None,
    })
}

/// Units 0 to 2 and 3 to 4, paid; 30 of shipping on each of the first.
fn paid() -> World {
    let mut w = World::new("default", "Asia/Jakarta");
    w.basket();
    w
}

fn cancelled(w: &World) -> Vec<u16> {
    let all = w.order().unit_nos();
    all.filter(|u| w.order().units[u.index()].cancelled.is_some()).map(|u| u.0).collect()
}

fn causes(w: &World) -> Vec<CancelCause> {
    let cause = |event: &OrderEvent| match event {
        OrderEvent::UnitsCancelled { cause, .. } => Some(cause.clone()),
        _ => None,
    };
    w.log.iter().filter_map(|(_, event)| cause(event)).collect()
}

fn counted(w: &World) -> Vec<(u16, u16)> {
    let count = |event: &OrderEvent| match event {
        OrderEvent::CancellationCounted(found) => Some((found.units, found.of)),
        _ => None,
    };
    w.log.iter().filter_map(|(_, event)| count(event)).collect()
}

#[test]
fn can_01_the_seller_cancels_while_pending_or_ready_to_ship_for_a_reason_of_the_list() {
    for reason in SellerCancelReason::ALL {
        let mut w = paid();
        w.seller(cancel(&[0], reason.word())).expect("pending");
        let no = w.declare(&[1], Some("ups"));
        w.scan_now(no, Status::PreTransit);
        w.seller(cancel(&[1], reason.word())).expect("a label is printed, nothing more");
        assert_eq!(cancelled(&w), [0, 1]);
        let named = |of: &[u16]| CancelCause::Seller { reason: *reason, named: units(of) };
        assert_eq!(causes(&w), [named(&[0]), named(&[1])]);
        assert_eq!(w.told("cancelled_by_seller").len(), 4, "both are told, each time");
    }
}

#[test]
fn can_01_another_reason_another_person_or_another_policy_is_refused() {
    let w = paid();
    let allowed: Vec<String> = SellerCancelReason::ALL.iter().map(|r| r.word().to_owned()).collect();
    for reason in ["changed_mind", ""] {
        let refused = w.would(&BY_SELLER, cancel(&[0], reason));
        assert_eq!(refused, Err(Refusal::ReasonUnknown { allowed: allowed.clone() }), "{reason}");
    }
    for stranger in
        [Actor::Marketplace, Actor::Seller(crate::story::BUYER), Actor::Mediator(crate::story::MEDIATOR)]
    {
        let refused = w.would(&stranger, cancel(&[0], "quality")).expect_err("neither buyer nor seller");
        assert_eq!(refused.code(), "not_yours");
    }
    let mut w = World::new("aliexpress", "America/Los_Angeles");
    w.basket();
    assert_eq!(w.would(&BY_SELLER, cancel(&[0], "quality")).expect_err("not there").code(), "not_in_policy");
    let mut policy = preset("default");
    policy.shipping.seller_cancel_reasons = vec![SellerCancelReason::PriceError];
    let mut w = World::with_policy(policy, "UTC");
    w.basket();
    assert_eq!(
        w.would(&BY_SELLER, cancel(&[0], "quality")).expect_err("not of the list").code(),
        "reason_unknown"
    );
    assert_eq!(w.would(&BY_SELLER, cancel(&[0], "price_error")), Ok(()));
    let mut w = World::new("default", "UTC");
    w.place(vec![line(1, 500, 0)], vec![payment("credit_card", 500)]);
    assert_eq!(w.would(&BY_SELLER, cancel(&[0], "quality")), Err(Refusal::NotPaid));
}

#[test]
fn can_01_pro_10_it_ends_at_the_first_scan_and_at_the_ship_by_instant() {
    for late in timers() {
        let mut w = paid();
        w.lateness = late;
        let ship_by = w.order().ship_by;
        w.ship(&[3]);
        assert_eq!(w.would(&BY_SELLER, cancel(&[3], "quality")), Err(Refusal::AlreadyShipped { unit: 3 }));
        let both = w.would(&BY_SELLER, cancel(&[0, 3], "quality"));
        assert_eq!(both, Err(Refusal::AlreadyShipped { unit: 3 }), "nothing is done by half");
        w.go_to(just_before(ship_by));
        w.seller(cancel(&[0], "quality")).expect("one nanosecond before");
        w.go_to(ship_by);
        assert_eq!(w.would(&BY_SELLER, cancel(&[1], "quality")), Err(Refusal::UnitCancelled { unit: 1 }));
        w.go_to(ship_by + late);
        assert!(matches!(causes(&w)[..], [CancelCause::Seller { .. }, CancelCause::NotShipped]));
        assert_eq!(counted(&w), [(1, 5)], "what the clock cancels is not the seller's act");
    }
}

#[test]
fn can_02_everything_in_the_same_parcel_is_cancelled_with_it_and_no_other_parcel() {
    let mut w = paid();
    w.declare(&[0, 3], Some("ups"));
    w.declare(&[1, 2], Some("ups"));
    w.seller(cancel(&[3], "out_of_stock")).expect("cancelled");
    assert_eq!(cancelled(&w), [0, 3], "unit 4 waits without a parcel, 1 and 2 lie in another");
    assert_eq!(
        causes(&w),
        [CancelCause::Seller { reason: SellerCancelReason::OutOfStock, named: units(&[3]) }],
        "what was named stays known"
    );
    assert_eq!(w.refunded_of(&[0, 3]), w.refunded());
}

#[test]
fn can_02_a_unit_that_was_packed_anew_goes_with_its_newest_parcel_only() {
    let mut w = paid();
    w.declare(&[0, 1, 2], Some("ups"));
    w.declare(&[1], Some("ups"));
    w.seller(cancel(&[0], "quality")).expect("cancelled");
    assert_eq!(cancelled(&w), [0, 2]);
    w.seller(cancel(&[1], "quality")).expect("its own parcel");
    assert_eq!(cancelled(&w), [0, 1, 2]);
}

#[test]
fn can_03_from_the_request_on_shipping_any_of_it_is_refused() {
    let mut w = paid();
    let no = w.declare(&[0, 1], Some("ups"));
    w.seller(cancel(&[0], "price_error")).expect("cancelled");
    for unit in [0, 1] {
        for resend in [false, true] {
            let refused = w.would(&BY_SELLER, ship(&[unit], resend));
            assert_eq!(refused, Err(Refusal::UnitCancelled { unit }), "resend: {resend}");
        }
    }
    assert_eq!(w.would(&BY_SELLER, cancel(&[1], "quality")), Err(Refusal::UnitCancelled { unit: 1 }));
    assert_eq!(w.would(&BY_BUYER, cancel(&[1], "changed_mind")), Err(Refusal::UnitCancelled { unit: 1 }));
    w.scan_now(no, Status::InTransit);
    assert!(w.order().flags.contains("scanned_after_cancellation:parcel0"), "a person looks at it");
    w.seller(ship(&[], false)).expect("the rest is shipped");
    assert_eq!(w.order().parcels[1].units, units(&[2, 3, 4]));
}

#[test]
fn can_04_the_buyer_gets_everything_back_and_it_counts() {
    let mut w = paid();
    let goodwill = OrderCommand::GoodwillRefund {
        units: units(&[1]),
        amount: minor(100),
        words: crate::story::because("goodwill"),
    };
    w.seller(goodwill).expect("given before");
    w.declare(&[0, 1], Some("ups"));
    w.seller(cancel(&[1], "out_of_stock")).expect("cancelled");
    assert_eq!(
        (w.most(&[0, 1]), w.refunded_of(&[0, 1])),
        (0, 2_060),
        "what was given before is not given twice"
    );
    let refund = &w.order().refunds[1];
    assert_eq!((refund.cause, refund.liable, refund.case), (RefundCause::Cancellation, Liable::Seller, None));
    assert_eq!(counted(&w), [(2, 5)]);
    w.seller(cancel(&[], "personal")).expect("all that is left");
    assert_eq!((w.refunded(), w.order().word()), (4_098, "cancelled"));
    assert_eq!(counted(&w), [(2, 5), (3, 5)]);
    w.gateway_confirms();
    assert_eq!(w.order().escrow().get(), 0);
}

#[test]
fn can_04_the_buyers_own_cancellation_does_not_count_against_the_seller() {
    let mut w = paid();
    w.declare(&[0, 1], Some("ups"));
    w.buyer(cancel(&[1], "changed_mind")).expect("cancelled");
    assert_eq!((cancelled(&w), counted(&w)), (vec![1], vec![]));
}

#[test]
fn can_05_by_line_or_by_quantity_where_they_travel_in_different_parcels() {
    let mut w = paid();
    w.seller(cancel(&[0, 2, 0], "out_of_stock"))
        .expect("two of three, in no parcel yet; named twice is once");
    assert_eq!((cancelled(&w), w.refunded()), (vec![0, 2], 2_060));
    w.declare(&[1], Some("ups"));
    w.declare(&[3, 4], Some("ups"));
    w.seller(cancel(&[3, 4], "quality")).expect("a whole line, in a parcel of its own");
    assert_eq!((cancelled(&w), w.refunded_of(&[3, 4])), (vec![0, 2, 3, 4], 1_008));
    w.scan_now(0, Status::InTransit);
    assert_eq!(w.order().word(), "shipped", "the last unit travels on");
}
