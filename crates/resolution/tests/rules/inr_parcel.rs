//! INR-4 to INR-9: parcels that wait, went elsewhere, or never arrive by the carrier's own word.
use crate::story::acts::{AS_BUYER, MOMENT, code, refund};
use crate::story::{BUYER, World, line, payment};
use jiff::SignedDuration;
use resolution::case::{Answer, CaseKind, Closing, Received};
use resolution::order::event::OrderEvent;
use resolution::parcel::tracking::{Cause, Status};
use resolution::policy::{Liable, Period};
use resolution::refusal::Refusal;

const PRESETS: [&str; 2] = ["default", "aliexpress"];

fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

/// An order of `quantity` units on its way.
fn shipped(preset: &str, quantity: u16) -> World {
    let mut w = World::new(preset, "UTC");
    let price = i64::from(quantity) * 1_000;
    w.place(vec![line(quantity, price, 100)], vec![payment("credit_card", price + 100)]);
    w.pay();
    w.ship(&[]);
    w
}

/// A not-received dispute at the first instant.
fn opened(w: &mut World) -> u16 {
    let opens = w.order().parcels[0].not_received.clone().expect("shipped").opens;
    w.go_to(opens.max(w.now));
    let most = w.order().units[0].goods.buyer_left() + w.order().units[0].shipping.buyer_left();
    w.dispute(&[0], Received::No, "not_received", refund(most.get())).expect("open")
}

fn escalated(w: &mut World) -> u16 {
    let no = opened(w);
    w.respond(no, Answer::Reject).expect("rejected");
    w.escalate(&AS_BUYER, no).expect("escalated");
    no
}

fn asked(w: &World) -> usize {
    w.log.iter().filter(|(_, e)| matches!(e, OrderEvent::AddressAsked { .. })).count()
}

#[test]
fn not_03_a_delay_that_the_carrier_shows_is_told_to_the_buyer_once() {
    for preset in PRESETS {
        let mut w = shipped(preset, 1);
        w.days(3);
        let closes = |w: &World| w.order().parcels[0].not_received.as_ref().map(|window| window.closes);
        w.scanned(0, Status::Exception, |scan| scan.cause = Some(Cause::Customs));
        assert_eq!(w.notices("parcel_delayed"), [(BUYER, None, closes(&w))], "the end that the scan moved");
        let found = w.order().parcels[0].delay_told.expect("told");
        assert_eq!((found.since, found.cause), (w.now, Some(Cause::Customs)));
        w.days(1);
        w.scanned(0, Status::Exception, |scan| scan.cause = Some(Cause::Customs));
        assert_eq!(w.notices("parcel_delayed").len(), 1, "still held up: nothing new");
        w.days(1);
        w.scanned(0, Status::InTransit, |_| ());
        assert_eq!(w.order().parcels[0].delay(), None, "it moved on");
        w.days(1);
        w.scanned(0, Status::InTransit, |scan| scan.cause = Some(Cause::Disruption));
        assert_eq!(w.notices("parcel_delayed").len(), 2, "another one");
    }
}

#[test]
fn not_03_nobody_waits_for_a_parcel_whose_goods_were_paid_back() {
    for preset in PRESETS {
        let mut w = shipped(preset, 1);
        let no = opened(&mut w);
        w.respond(no, Answer::Accept).expect("accepted");
        w.scanned(0, Status::Exception, |scan| scan.cause = Some(Cause::Delay));
        assert!(w.notices("parcel_delayed").is_empty());
    }
}

#[test]
fn inr_04_inr_06_a_parcel_that_waits_asks_the_buyer_to_collect_once_in_a_set_time() {
    for preset in PRESETS {
        let mut w = shipped(preset, 1);
        w.days(5);
        // The connectors map the carriers' words (Arrived for collection, 到达待取, …) to this status.
        w.scanned(0, Status::AwaitingCollection, |_| ());
        let end = w.calendar.end(w.now, Period::Days(7));
        assert_eq!(w.notices("parcel_awaiting_collection"), [(BUYER, None, Some(end))]);
        w.days(1);
        w.scanned(0, Status::AwaitingCollection, |_| ());
        assert_eq!(w.notices("parcel_awaiting_collection").len(), 1);
        assert_eq!(w.order().word(), "awaiting_collection");
        w.go_to(end - MOMENT);
        assert_eq!(w.order().parcels[0].collection, Some((end, false)));
        w.go_to(end);
        assert_eq!(w.order().parcels[0].collection, Some((end, true)));
    }
}

#[test]
fn inr_04_the_review_rests_while_the_buyer_may_collect() {
    for preset in PRESETS {
        let mut w = shipped(preset, 1);
        let no = escalated(&mut w);
        w.days(3);
        let left = w.end(no).duration_since(w.now);
        w.scanned(0, Status::AwaitingCollection, |_| ());
        let end = w.order().parcels[0].collection.expect("asked").0;
        w.go_to(end - MOMENT);
        assert!(!w.case(no).stage.stopped.is_empty() && w.case(no).rulings.is_empty());
        w.go_to(end);
        assert_eq!(w.end(no), end + left, "it goes on with what was left");
    }
}

#[test]
fn inr_05_not_collected_in_time_is_on_the_buyer() {
    for preset in PRESETS {
        let mut w = shipped(preset, 1);
        let no = escalated(&mut w);
        w.scanned(0, Status::AwaitingCollection, |_| ());
        w.go_to(w.order().parcels[0].collection.expect("asked").0);
        w.run_out(no);
        let ruling = w.ruling(no);
        assert_eq!((w.row(no), ruling.liable, &ruling.remedy), ("not-collected", Liable::Buyer, &None));
    }
}

#[test]
fn inr_05_a_certificate_excuses_and_collecting_at_the_last_moment_is_in_time() {
    for preset in PRESETS {
        let mut w = shipped(preset, 1);
        let no = escalated(&mut w);
        w.scanned(0, Status::AwaitingCollection, |_| ());
        w.go_to(w.order().parcels[0].collection.expect("asked").0);
        w.buyer_shows(no, "collection_certificate");
        w.run_out(no);
        assert_eq!((w.row(no), w.ruling(no).remedy.clone()), ("collection-excused", Some(refund(1_100))));

        let mut w = shipped(preset, 1);
        w.days(5);
        w.scanned(0, Status::AwaitingCollection, |_| ());
        let end = w.order().parcels[0].collection.expect("asked").0;
        w.go_to(end - MOMENT);
        w.deliver(0);
        w.go_to(end + hours(1));
        assert!(w.when(|e| matches!(e, OrderEvent::NotCollected { .. })).is_none());
    }
}

#[test]
fn inr_07_another_destination_is_asked_once_and_received_closes() {
    for preset in PRESETS {
        let mut w = shipped(preset, 1);
        w.days(12);
        w.deliver_elsewhere(0);
        let end = w.calendar.end(w.now, Period::Days(5));
        assert_eq!(w.notices("address_to_confirm"), [(BUYER, None, Some(end))]);
        assert_eq!(code(w.answer_address(1, true)), "not_found");
        w.go_to(end - MOMENT);
        w.answer_address(0, true).expect("one moment before the end");
        assert_eq!(w.answer_address(0, false), Err(Refusal::AlreadyDone));
        let refused = w.dispute(&[0], Received::No, "not_received", refund(1_100));
        assert_eq!(refused, Err(Refusal::Shut { rule: "INR-7".into() }));
        w.scanned(0, Status::Delivered, |s| s.destination_matches = Some(false));
        assert_eq!(asked(&w), 1, "once");
        let closes = w.order().parcels[0].received.clone().expect("delivered").closes;
        w.go_to(closes - MOMENT);
        assert_eq!(w.released(), 0);
        w.go_to(closes);
        assert_eq!(w.released(), 1_100, "PRO-7 goes on");
    }
}

#[test]
fn inr_07_no_answer_in_time_closes_too_and_nothing_is_released_before() {
    for preset in PRESETS {
        let mut w = shipped(preset, 1);
        let delivered = w.now + hours(6 * 24);
        // We learn of it late: the windows have ended but for the days of grace.
        w.go_to(delivered + hours(16 * 24));
        w.scanned(0, Status::Delivered, |s| {
            s.at = delivered;
            s.destination_matches = Some(false);
        });
        let end = w.order().parcels[0].address.expect("asked").0;
        w.go_to(end - MOMENT);
        assert_eq!(w.released(), 0, "the question is open");
        w.go_to(end);
        assert_eq!(w.released(), 1_100);
        assert_eq!(code(w.dispute(&[0], Received::No, "not_received", refund(1_100))), "shut");
    }
}

#[test]
fn inr_07_a_destination_that_fits_or_cannot_be_compared_is_not_asked_about() {
    for fits in [Some(true), None] {
        let mut w = shipped("default", 1);
        w.days(5);
        w.scanned(0, Status::Delivered, |s| s.destination_matches = fits);
        assert_eq!((asked(&w), code(w.answer_address(0, true))), (0, "not_known_yet"));
    }
}

#[test]
fn inr_07_inside_a_dispute_it_is_asked_there_and_silence_fails_it() {
    for preset in PRESETS {
        let mut w = shipped(preset, 1);
        let no = escalated(&mut w);
        w.deliver_elsewhere(0);
        let end = w.order().parcels[0].address.expect("asked").0;
        assert_eq!(w.notices("address_to_confirm"), [(BUYER, Some(no), Some(end))], "inside the dispute");
        w.go_to(end);
        w.run_out(no);
        assert_eq!((w.row(no), w.ruling(no).remedy.clone()), ("address-received", None));
    }
}

#[test]
fn inr_07_received_answered_inside_the_dispute_fails_it() {
    for preset in PRESETS {
        let mut w = shipped(preset, 1);
        let no = escalated(&mut w);
        w.deliver_elsewhere(0);
        w.answer_address(0, true).expect("it came after all");
        w.run_out(no);
        assert_eq!((w.row(no), w.ruling(no).liable), ("address-received", Liable::Nobody));
    }
}

#[test]
fn inr_08_still_not_received_and_no_receipt_that_confirms_the_address_is_on_the_seller() {
    for preset in PRESETS {
        for (proof, row, remedy) in [
            (None, "address-unconfirmed", Some(refund(1_100))),
            (Some("delivery_proof"), "address-unconfirmed", Some(refund(1_100))),
            (Some("delivery_receipt"), "delivery-proven", None),
        ] {
            let mut w = shipped(preset, 1);
            let no = escalated(&mut w);
            w.deliver_elsewhere(0);
            w.answer_address(0, false).expect("not received");
            if let Some(proof) = proof {
                w.seller_shows(no, proof);
            }
            w.run_out(no);
            assert_eq!((w.row(no), w.ruling(no).remedy.clone()), (row, remedy));
        }
    }
}

#[test]
fn inr_08_not_received_said_outside_a_dispute_leaves_time_to_open_one() {
    for preset in PRESETS {
        let mut w = shipped(preset, 1);
        let delivered = w.now + hours(6 * 24);
        w.go_to(delivered + hours(16 * 24));
        w.scanned(0, Status::Delivered, |s| {
            s.at = delivered;
            s.destination_matches = Some(false);
        });
        let end = w.order().parcels[0].address.expect("asked").0;
        w.go_to(end - MOMENT);
        w.answer_address(0, false).expect("one moment before the end");
        assert_eq!(w.released(), 0, "the answer is not worth less for being asked late");
        let closes = w.order().parcels[0].not_received.clone().expect("open").closes;
        assert_eq!(
            closes,
            w.calendar.end(end, Period::Days(3)),
            "the grace counts from the end of the question"
        );
        w.go_to(closes - MOMENT);
        let no = w.dispute(&[0], Received::No, "not_received", refund(1_100)).expect("INR-8");
        w.run_out(no);
        w.run_out(no);
        assert_eq!(w.row(no), "address-unconfirmed");
    }
}

#[test]
fn inr_09_declared_lost_or_damaged_refunds_the_buyer_from_escrow_at_once() {
    for preset in PRESETS {
        for status in [Status::Lost, Status::Damaged] {
            let mut w = shipped(preset, 2);
            w.days(4);
            w.scanned(0, status, |_| ());
            let case = w.case(0);
            assert_eq!((case.kind, case.by, w.stage(0)), (CaseKind::Undelivered, None, "executing"));
            assert_eq!(
                (w.row(0), w.ruling(0).liable, w.refunded()),
                ("declared-lost", Liable::Carrier, 2_100)
            );
            w.gateway_confirms();
            assert_eq!(w.closing(0), Closing::Refunded);
            w.days(120);
            assert_eq!(w.released(), 0);
        }
    }
}

#[test]
fn inr_09_returned_for_the_carriers_cause_refunds_all_and_for_the_buyers_the_goods() {
    for preset in PRESETS {
        for (cause, row, back) in [
            (Some(Cause::Address), "returned-other", 1_100),
            (None, "returned-other", 1_100),
            (Some(Cause::Refused), "returned-buyer-side", 1_000),
            (Some(Cause::NotCollected), "returned-buyer-side", 1_000),
            (Some(Cause::Absent), "returned-buyer-side", 1_000),
        ] {
            let mut w = shipped(preset, 1);
            w.days(4);
            w.scanned(0, Status::ReturnedToSender, |s| s.cause = cause);
            assert_eq!((w.row(0), w.refunded()), (row, back), "{cause:?}");
            w.gateway_confirms();
            w.days(150);
            assert_eq!(w.of_unit(0), (back, 1_100 - back), "the way there was the buyer's to pay");
        }
    }
}

#[test]
fn inr_05_inr_09_returned_after_the_time_to_collect_is_on_the_buyers_side() {
    let mut w = shipped("default", 1);
    w.days(4);
    w.scanned(0, Status::AwaitingCollection, |_| ());
    w.days(8);
    w.scanned(0, Status::ReturnedToSender, |_| ());
    assert_eq!((w.row(0), w.refunded()), ("returned-buyer-side", 1_000));
}

#[test]
fn inr_09_declared_lost_during_a_dispute_is_its_facts() {
    for preset in PRESETS {
        let mut w = shipped(preset, 1);
        let no = escalated(&mut w);
        w.scanned(0, Status::Lost, |_| ());
        assert_eq!(w.disputes(), 1, "never two on the same unit");
        w.run_out(no);
        assert_eq!((w.row(no), w.ruling(no).liable), ("declared-lost", Liable::Carrier));
    }
}

#[test]
fn inr_09_a_dispute_that_is_withdrawn_does_not_lose_what_the_carrier_lost() {
    for preset in PRESETS {
        // Alone in its parcel, and beside a unit that nobody disputed.
        for quantity in [1, 2] {
            let mut w = shipped(preset, quantity);
            let no = opened(&mut w);
            w.scanned(0, Status::Lost, |_| ());
            w.withdraw(no).expect("withdrawn");
            let back = w.of_unit(0);
            assert_eq!((back.0 > 0, back.1), (true, 0), "the system takes it up");
            w.gateway_confirms();
            w.days(120);
            assert_eq!((w.released(), w.order().escrow().get()), (0, 0));
        }
    }
}

#[test]
fn inr_09_what_a_case_has_settled_is_not_undone_by_a_later_loss() {
    for preset in PRESETS {
        let mut w = shipped(preset, 1);
        let no = opened(&mut w);
        w.bring_to_review(no);
        w.seller_shows(no, "delivery_proof");
        w.run_out(no);
        if preset == "default" {
            w.run_out(no);
        }
        assert_eq!(w.closing(no), Closing::Dismissed);
        w.scanned(0, Status::Lost, |_| ());
        w.days(120);
        assert_eq!((w.disputes(), w.released(), w.order().escrow().get()), (1, 1_100, 0));
    }
}

#[test]
fn inr_09_the_longest_transit_refunds_what_is_not_settled() {
    for preset in PRESETS {
        let mut w = shipped(preset, 2);
        let longest = w.calendar.end(w.now, Period::Days(90));
        for _ in 0..3 {
            w.days(25);
            w.scanned(0, Status::InTransit, |_| ());
        }
        w.go_to(longest - hours(24));
        let no = opened(&mut w);
        w.go_to(longest - MOMENT);
        assert_eq!((w.refunded(), w.released()), (0, 0));
        w.go_to(longest);
        assert_eq!((w.row(1), w.of_unit(1).0), ("longest-transit", 1_050), "the unit that nobody disputed");
        w.withdraw(no).expect("withdrawn");
        assert_eq!(w.of_unit(0), (1_050, 0), "and the other as soon as its dispute is gone");
    }
}
