//! INR-1 to INR-3: delivery information, proof of delivery, and causes on the buyer's side.
use crate::story::acts::{AS_BUYER, AS_SELLER, MOMENT, code, refund};
use crate::story::{BUYER, MEDIATOR, World, line, payment, scan, seal};
use jiff::{SignedDuration, Timestamp};
use resolution::actor::Side;
use resolution::case::{Answer, Received};
use resolution::id::{CaseNo, EvidenceNo};
use resolution::order::command::OrderCommand;
use resolution::parcel::tracking::Status;
use resolution::policy::{Liable, Period};
use resolution::refusal::Refusal;
use resolution::time::Calendar;

const PRESETS: [&str; 2] = ["default", "aliexpress"];

fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

/// An order that is paid and declared with a carrier (or without any tracking).
fn declared(preset: &str, carrier: Option<&str>) -> World {
    let mut w = World::new(preset, "UTC");
    w.place(vec![line(1, 1_000, 100)], vec![payment("credit_card", 1_100)]);
    w.pay();
    w.declare(&[], carrier);
    w
}

/// Opens over the missing unit at the first instant, and lets the seller refuse and the table rule.
fn ruled(w: &mut World) -> u16 {
    let no = opened(w);
    w.respond(no, Answer::Reject).expect("rejected");
    w.escalate(&AS_BUYER, no).expect("escalated");
    w.run_out(no);
    no
}

fn opened(w: &mut World) -> u16 {
    let opens = w.order().parcels[0].not_received.clone().expect("it is shipped").opens;
    w.go_to(opens.max(w.now));
    w.dispute(&[0], Received::No, "not_received", refund(1_100)).expect("open")
}

#[test]
fn inr_01_without_verifiable_delivery_information_the_seller_is_liable() {
    for preset in PRESETS {
        // No tracking at all, and a carrier that is on nobody's list.
        for carrier in [None, Some("uncles van")] {
            let mut w = declared(preset, carrier);
            if carrier.is_some() {
                w.scanned(0, Status::InTransit, |_| ());
            }
            let no = ruled(&mut w);
            assert_eq!((w.row(no), w.ruling(no).liable), ("not-received-untraceable", Liable::Seller));
            assert_eq!(w.ruling(no).remedy, Some(refund(1_100)));
        }
    }
}

#[test]
fn inr_01_proof_of_posting_is_a_fact_of_its_own_and_no_proof_of_delivery() {
    for preset in PRESETS {
        let posted = |carrier| {
            let mut w = declared(preset, Some(carrier));
            w.scanned(0, Status::InTransit, |_| ());
            let no = opened(&mut w);
            w.seller_shows(no, "proof_of_posting");
            w.bring_to_review(no);
            w.run_out(no);
            (w, no)
        };
        let (w, no) = posted("uncles van");
        assert_eq!((w.row(no), w.ruling(no).liable), ("not-received-posted", Liable::Seller), "it says why");
        assert_eq!(w.ruling(no).remedy, Some(refund(1_100)));
        let (w, no) = posted("ups");
        assert_eq!(
            w.row(no),
            "not-received-undelivered",
            "where the carrier's own record speaks, that decides"
        );
    }
}

#[test]
fn inr_01_a_delivery_by_an_unlisted_carrier_proves_nothing() {
    for preset in PRESETS {
        let mut w = declared(preset, Some("uncles van"));
        w.scanned(0, Status::InTransit, |_| ());
        w.days(12);
        w.deliver(0);
        let no = ruled(&mut w);
        assert_eq!(w.row(no), "not-received-untraceable");
    }
}

#[test]
fn inr_01_only_the_carriers_own_scans_beyond_pre_transit_count() {
    for preset in PRESETS {
        let mut w = declared(preset, Some("ups"));
        w.scanned(0, Status::PreTransit, |_| ());
        w.scanned(0, Status::InTransit, |s| s.by_carrier = false);
        w.days(2);
        let refused = w.dispute(&[0], Received::No, "not_received", refund(1_100));
        assert_eq!(code(refused), "not_known_yet", "it is not even shipped: ship-by protects the buyer");
        w.scanned(0, Status::InTransit, |_| ());
        let no = ruled(&mut w);
        assert_eq!(
            (w.row(no), w.ruling(no).liable),
            ("not-received-undelivered", Liable::Seller),
            "but never to the end"
        );
    }
}

#[test]
fn inr_01_a_complete_record_of_a_listed_carrier_speaks_for_the_seller() {
    for preset in PRESETS {
        let mut w = declared(preset, Some("ups"));
        w.scanned(0, Status::InTransit, |_| ());
        w.days(12);
        w.deliver(0);
        let no = ruled(&mut w);
        assert_eq!((w.row(no), w.ruling(no).remedy.clone()), ("delivery-recorded", None));
    }
}

#[test]
fn inr_02_proof_of_delivery_in_time_makes_the_dispute_fail() {
    for preset in PRESETS {
        for proof in ["delivery_proof", "delivery_receipt"] {
            let mut w = World::missing_one(preset, 1_000, 100);
            let no = opened(&mut w);
            w.bring_to_review(no);
            w.go_to(w.end(no) - MOMENT);
            w.seller_shows(no, proof);
            w.go_to(w.now + MOMENT);
            assert_eq!(
                (w.row(no), w.ruling(no).remedy.clone()),
                ("delivery-proven", None),
                "one moment before the ruling"
            );
        }
    }
}

#[test]
fn inr_02_proof_that_comes_late_or_is_withdrawn_or_is_the_buyers_proves_nothing() {
    for preset in PRESETS {
        let mut w = World::missing_one(preset, 1_000, 100);
        let no = opened(&mut w);
        w.bring_to_review(no);
        let evidence = w.seller_shows(no, "delivery_proof");
        w.seller(OrderCommand::WithdrawEvidence { evidence }).expect("withdrawn");
        let theirs = crate::story::acts::shown(&AS_BUYER, Some(no), Some("delivery_proof"), None);
        assert_eq!(code(w.buyer(theirs)), "not_yours");
        w.run_out(no);
        w.show(&AS_SELLER, Some(no), Some("delivery_proof"), None);
        assert_eq!(
            (w.row(no), w.ruling(no).remedy.clone()),
            ("not-received-undelivered", Some(refund(1_100)))
        );
    }
}

fn cause(no: u16, from: Timestamp, until: Option<Timestamp>, voucher: EvidenceNo) -> OrderCommand {
    OrderCommand::StateBuyerCause { case: CaseNo(no), cause: "customs".into(), from, until, voucher }
}

#[test]
fn inr_03_a_cause_on_the_buyers_side_is_stated_with_date_and_voucher() {
    for preset in PRESETS {
        let mut w = World::missing_one(preset, 1_000, 100);
        let no = opened(&mut w);
        let now = w.now;
        let missing = Err(Refusal::Missing { items: vec!["voucher".into()] });
        assert_eq!(w.seller(cause(no, now, None, EvidenceNo(0))), missing);
        let theirs = w.buyer_shows(no, "carrier_statement");
        assert_eq!(w.seller(cause(no, now, None, theirs)), missing);
        let voucher = w.seller_shows(no, "buyer_cause_voucher");
        assert_eq!(code(w.buyer(cause(no, now, None, voucher))), "not_yours");
        assert_eq!(
            code(w.seller(cause(no, now + MOMENT, None, voucher))),
            "invalid",
            "no date in the future"
        );
        assert_eq!(code(w.seller(cause(no, now, Some(now), voucher))), "invalid");
        let latest = w.calendar.end(now, Period::Days(7));
        assert_eq!(
            w.seller(cause(no, now, Some(latest + MOMENT), voucher)),
            Err(Refusal::TooLong { latest })
        );
        let word = OrderCommand::StateBuyerCause {
            case: CaseNo(no),
            cause: "rain".into(),
            from: now,
            until: None,
            voucher,
        };
        assert_eq!(code(w.seller(word)), "invalid");
        w.seller(cause(no, now, Some(latest), voucher)).expect("stated");
        assert_eq!(w.seller(cause(no, now, None, voucher)), Err(Refusal::AlreadyDone));
        assert_eq!(w.notices("buyer_cause_stated"), [(BUYER, Some(no), Some(latest))]);
    }
}

#[test]
fn inr_03_that_time_is_suspended_and_the_clock_goes_on_with_what_was_left() {
    for preset in PRESETS {
        let mut w = World::missing_one(preset, 1_000, 100);
        let no = opened(&mut w);
        let voucher = w.seller_shows(no, "buyer_cause_voucher");
        w.go_to(w.now + hours(30));
        let (end, until) = (w.end(no), w.now + hours(100));
        let left = end.duration_since(w.now);
        w.seller(cause(no, w.now, Some(until), voucher)).expect("stated");
        assert!(!w.case(no).stage.stopped.is_empty());
        w.go_to(until - MOMENT);
        assert!(!w.case(no).stage.stopped.is_empty());
        w.go_to(until);
        assert_eq!(w.end(no), w.calendar.round_up_to_day(until + left), "a clock of days ends with a day");
        w.run_out(no);
        assert_eq!(w.stage(no), "reviewing");
        w.run_out(no);
        assert_eq!(
            (w.row(no), w.ruling(no).liable, w.ruling(no).remedy.clone()),
            ("buyer-side-cause", Liable::Buyer, None)
        );
    }
}

#[test]
fn inr_03_that_time_does_not_count_towards_the_longest_transit() {
    let mut w = World::missing_one("default", 1_000, 100);
    let shipped = w.order().parcels[0].shipped_at().expect("shipped");
    let no = opened(&mut w);
    let voucher = w.seller_shows(no, "buyer_cause_voucher");
    w.seller(cause(no, w.now - hours(48), Some(w.now + hours(24)), voucher)).expect("stated");
    w.withdraw(no).expect("the buyer waits on");
    let longest = Calendar::new("UTC").expect("a zone").end(shipped, Period::Days(90));
    for day in [30, 55, 80] {
        w.go_to(shipped + hours(24 * day));
        w.scanned(0, Status::InTransit, |_| ());
    }
    w.go_to(longest + hours(72) - MOMENT);
    assert_eq!((w.order().cases.len(), w.released()), (1, 0), "three days were excused");
    w.go_to(longest + hours(72));
    assert_eq!((w.order().cases.len(), w.row(1), w.refunded()), (2, "longest-transit", 1_100));
}

#[test]
fn inr_03_a_question_asked_while_the_review_rests_costs_no_time() {
    let mut w = World::missing_one("aliexpress", 1_000, 100);
    let no = opened(&mut w);
    w.bring_to_review(no);
    let voucher = w.seller_shows(no, "buyer_cause_voucher");
    w.days(2);
    let (left, until) = (w.end(no).duration_since(w.now), w.now + hours(6 * 24));
    w.seller(cause(no, w.now, Some(until), voucher)).expect("stated");
    w.days(3);
    let ask = OrderCommand::Ask { case: CaseNo(no), side: Side::Opener, words: seal(MEDIATOR) };
    w.mediator(ask).expect("asked");
    w.days(1);
    w.buyer(OrderCommand::AnswerQuestion { case: CaseNo(no), words: seal(BUYER) }).expect("answered");
    assert!(!w.case(no).stage.stopped.is_empty(), "the cause lasts on");
    w.go_to(until);
    assert_eq!(w.end(no), w.calendar.round_up_to_day(until + left));
}

#[test]
fn inr_01_the_answer_have_it_investigated_rests_the_parties_clocks() {
    let mut w = World::missing_one("default", 1_000, 100);
    let no = opened(&mut w);
    let blank = Answer::Investigate { carrier: "ups".into(), number: String::new() };
    assert_eq!(code(w.respond(no, blank)), "missing");
    let asked = || Answer::Investigate { carrier: "ups".into(), number: "TRACK0".into() };
    w.respond(no, asked()).expect("investigated");
    assert_eq!((w.stage(no), w.end(no)), ("investigating", w.calendar.end(w.now, Period::Days(14))));
    w.run_out(no);
    assert_eq!(w.stage(no), "negotiating", "without a finding they talk");
    let mut w = World::missing_one("aliexpress", 1_000, 100);
    let no = opened(&mut w);
    assert_eq!(code(w.respond(no, asked())), "not_in_policy");
}

#[test]
fn inr_01_inr_02_the_carriers_finding_decides_at_the_table() {
    use resolution::case::Finding;
    for (finding, row) in [
        (Finding::Lost, "finding-lost"),
        (Finding::Delivered, "finding-delivered"),
        (Finding::WithCarrier, "not-received-undelivered"),
    ] {
        let mut w = World::missing_one("default", 1_000, 100);
        let no = opened(&mut w);
        w.respond(no, Answer::Investigate { carrier: "ups".into(), number: "TRACK0".into() })
            .expect("investigated");
        let report = OrderCommand::ReportFinding { case: CaseNo(no), finding };
        assert_eq!(code(w.seller(report.clone())), "not_yours");
        w.marketplace(report).expect("reported");
        assert_eq!((w.stage(no), w.notices("finding").len()), ("negotiating", 2));
        w.run_out(no);
        w.run_out(no);
        assert_eq!(w.row(no), row);
    }
}

#[test]
fn inr_01_scans_of_a_doubled_and_late_feed_say_the_same() {
    let mut w = declared("default", Some("ups"));
    let (start, end) = (w.now, w.now + hours(150));
    w.go_to(end);
    let feed =
        vec![scan(end, Status::Delivered), scan(start, Status::InTransit), scan(end, Status::Delivered)];
    w.carrier(0, feed.clone()).expect("taken");
    let before = w.log.len();
    w.carrier(0, feed).expect("harmless");
    assert_eq!((w.log.len(), w.order().parcels[0].scans.len()), (before, 2));
    let no = ruled(&mut w);
    assert_eq!(w.row(no), "delivery-recorded");
}
