//! The protection windows, rule by rule: when they open, when they end, and what the answer says (PRO-1 to PRO-6).
use crate::story::tell::{BY_BUYER, BY_SELLER, just_after, just_before, timers, units};
use crate::story::{BUYER, World, at, line, payment, scan};
use jiff::SignedDuration;
use resolution::case::{Answer, Received};
use resolution::order::command::{OrderCommand, Shipment};
use resolution::order::event::OrderEvent;
use resolution::parcel::WindowKind;
use resolution::parcel::tracking::Status;
use resolution::refusal::Refusal;

/// Opens at `opens` and not one nanosecond before.
fn opens_at(w: &mut World, of: &[u16], received: Received, opens: &str) {
    let opens = at(opens);
    w.go_to(just_before(opens));
    let refused = w.may_open(of, received).expect_err("not open yet");
    assert_eq!(refused, Refusal::NotYet { from: opens, rule: "PRO-1".into() });
    assert_eq!(refused.from(), Some(opens));
    for now in [opens, just_after(opens)] {
        w.go_to(now);
        assert_eq!(w.may_open(of, received), Ok(()), "at {now}");
    }
}

/// Is open one nanosecond before `closes`, and ended at it by `rule`.
fn closes_at(w: &mut World, of: &[u16], received: Received, closes: &str, rule: &str) {
    let closes = at(closes);
    w.go_to(just_before(closes));
    assert_eq!(w.may_open(of, received), Ok(()), "one nanosecond before {closes}");
    for now in [closes, just_after(closes)] {
        w.go_to(now);
        assert_eq!(
            w.may_open(of, received),
            Err(Refusal::Ended { at: closes, rule: rule.into() }),
            "at {now}"
        );
    }
}

#[test]
fn pro_01_pro_10_not_received_opens_with_day_11_after_shipping_across_both_changes_of_the_clock() {
    for late in timers() {
        for (shipped, opens) in [
            ("2026-10-26T01:00:00Z", "2026-11-05T08:00:00Z"),
            ("2026-03-02T12:00:00Z", "2026-03-13T07:00:00Z"),
            ("2026-03-03T07:59:59.999999999Z", "2026-03-13T07:00:00Z"),
            ("2026-03-03T08:00:00Z", "2026-03-14T07:00:00Z"),
        ] {
            let mut w = World::starting("aliexpress", "America/Los_Angeles", shipped, late);
            w.basket();
            w.ship(&[]);
            opens_at(&mut w, &[0, 4], Received::No, opens);
        }
    }
}

#[test]
fn pro_01_not_received_opens_the_day_after_the_latest_estimate_of_each_parcel() {
    for late in timers() {
        let mut w = World::starting("default", "Asia/Jakarta", "2026-03-02T12:00:00Z", late);
        w.basket();
        w.ship(&[0, 1]);
        let own = Shipment { estimate: Some(at("2026-03-20T16:59:59Z")), ..shipment(&[2], "OWN") };
        w.seller(OrderCommand::DeclareShipment(own)).expect("declared");
        w.scan_now(1, Status::InTransit);
        // The order's estimate is 12 March 19:00 in Jakarta, the second parcel's 20 March 23:59:59.
        opens_at(&mut w, &[0, 1], Received::No, "2026-03-12T17:00:00Z");
        let mixed = w.may_open(&[1, 2], Received::No).expect_err("one of the two is not open");
        assert_eq!(mixed.from(), Some(at("2026-03-20T17:00:00Z")));
        opens_at(&mut w, &[2], Received::No, "2026-03-20T17:00:00Z");
    }
}

fn shipment(of: &[u16], number: &str) -> Shipment {
    Shipment {
        units: units(of),
        carrier: Some("ups".into()),
        number: Some(number.into()),
        weight_grams: None,
        estimate: None,
        handed_over: None,
        resend: false,
        case: None,
    }
}

#[test]
fn pro_01_without_any_estimate_not_received_opens_on_the_floor_day() {
    let mut w = World::new("default", "UTC");
    w.place_with(vec![line(2, 900, 0)], vec![payment("credit_card", 900)], |p| p.estimate = None);
    w.pay();
    w.ship(&[]);
    opens_at(&mut w, &[0], Received::No, "2026-03-13T00:00:00Z");
}

#[test]
fn pro_01_received_reasons_open_at_receipt_or_in_the_other_preset_on_day_11() {
    for late in timers() {
        let mut w = World::starting("default", "UTC", "2026-03-02T12:00:00Z", late);
        w.basket();
        w.ship(&[]);
        w.days(3);
        let unknown = w.may_open(&[1], Received::Yes).expect_err("nothing was received");
        assert_eq!((unknown.code(), unknown.rule()), ("not_known_yet", Some("PRO-2")));
        w.deliver(0);
        assert_eq!(w.received(0).opens, w.now, "at once");
        assert_eq!(w.may_open(&[1], Received::Yes), Ok(()));

        let mut w = World::starting("aliexpress", "America/Los_Angeles", "2026-03-02T12:00:00Z", late);
        w.basket();
        w.ship(&[]);
        w.days(3);
        w.deliver(0);
        opens_at(&mut w, &[1, 3], Received::Yes, "2026-03-13T07:00:00Z");
    }
}

#[test]
fn pro_02_pro_10_received_ends_with_day_15_also_where_a_midnight_does_not_exist() {
    for late in timers() {
        for (zone, shipped, delivered, closes) in [
            ("America/Los_Angeles", "2026-10-08T12:00:00Z", "2026-10-21T01:00:00Z", "2026-11-05T08:00:00Z"),
            ("America/Los_Angeles", "2026-02-20T12:00:00Z", "2026-03-03T07:59:59Z", "2026-03-18T07:00:00Z"),
            ("America/Sao_Paulo", "2018-10-05T12:00:00Z", "2018-10-19T12:00:00Z", "2018-11-04T03:00:00Z"),
        ] {
            let mut w = World::starting("aliexpress", zone, shipped, late);
            w.basket();
            w.ship(&[]);
            w.go_to(at(delivered));
            w.deliver(0);
            assert_eq!(w.received(0).closes, at(closes));
            closes_at(&mut w, &[2, 3], Received::Yes, closes, "PRO-2");
        }
    }
}

#[test]
fn pro_02_pro_10_received_ends_with_day_14_in_the_default_and_each_parcel_has_its_own_end() {
    for late in timers() {
        let mut w = World::starting("default", "Asia/Jakarta", "2026-05-01T03:00:00Z", late);
        w.basket();
        w.ship(&[0, 3]);
        w.ship(&[1, 2, 4]);
        w.go_to(at("2026-05-04T16:59:59Z"));
        w.deliver(0);
        w.go_to(at("2026-05-04T17:00:00Z"));
        w.deliver(1);
        closes_at(&mut w, &[0], Received::Yes, "2026-05-18T17:00:00Z", "PRO-2");
        closes_at(&mut w, &[1, 4], Received::Yes, "2026-05-19T17:00:00Z", "PRO-2");
    }
}

#[test]
fn pro_02_receipt_is_the_carriers_delivery_or_the_buyers_word_whichever_is_earlier() {
    let mut w = World::new("default", "UTC");
    w.basket();
    w.ship(&[0]);
    w.ship(&[1]);
    w.days(2);
    w.confirm(0).expect("confirmed");
    w.deliver(1);
    w.days(1);
    w.deliver(0);
    w.confirm(1).expect("confirmed later");
    for parcel in [0, 1] {
        assert_eq!(w.order().parcels[parcel].receipt(), Some(at("2026-03-04T12:00:00Z")));
        assert_eq!(w.received(parcel).closes, at("2026-03-19T00:00:00Z"));
    }
}

#[test]
fn pro_02_a_delivery_learned_late_leaves_three_days_and_a_shown_end_never_moves_earlier() {
    for late in timers() {
        let mut w = World::starting("default", "UTC", "2026-03-02T12:00:00Z", late);
        w.basket();
        w.ship(&[]);
        w.days(25);
        w.carrier(0, vec![scan(at("2026-03-05T09:00:00Z"), Status::Delivered)]).expect("taken");
        // 14 days after the delivery are over; three full days after we learned of it are not.
        assert_eq!(w.received(0).closes, at("2026-03-31T00:00:00Z"));
        w.carrier(0, vec![scan(at("2026-03-04T09:00:00Z"), Status::Delivered)])
            .expect("an earlier one, later");
        assert_eq!(w.order().parcels[0].receipt(), Some(at("2026-03-04T09:00:00Z")));
        closes_at(&mut w, &[0], Received::Yes, "2026-03-31T00:00:00Z", "PRO-2");
    }
}

#[test]
fn pro_02_an_earlier_delivery_scan_never_moves_an_end_earlier() {
    let mut w = World::new("default", "UTC");
    w.basket();
    w.ship(&[]);
    w.days(8);
    w.deliver(0);
    let shown = w.received(0).closes;
    w.carrier(0, vec![scan(at("2026-03-06T09:00:00Z"), Status::Delivered)]).expect("taken");
    assert_eq!(w.received(0).closes, shown);
}

#[test]
fn pro_02_a_shops_own_word_is_no_delivery() {
    let mut w = World::new("default", "UTC");
    w.basket();
    w.ship(&[]);
    w.days(3);
    let entry = resolution::parcel::tracking::Scan { by_carrier: false, ..scan(w.now, Status::Delivered) };
    w.carrier(0, vec![entry]).expect("taken");
    assert_eq!(w.order().parcels[0].receipt(), None);
    assert_eq!(w.order().parcels[0].received, None);
    assert_eq!(w.order().word(), "shipped");
}

#[test]
fn pro_03_pro_10_not_received_closes_15_days_after_the_later_of_estimate_and_day_11() {
    for late in timers() {
        for (preset, zone, estimate, closes) in [
            ("aliexpress", "America/Los_Angeles", "2026-03-05T12:00:00Z", "2026-03-29T07:00:00Z"),
            ("aliexpress", "America/Los_Angeles", "2026-03-13T07:00:00Z", "2026-03-29T07:00:00Z"),
            ("aliexpress", "America/Los_Angeles", "2026-04-01T12:00:00Z", "2026-04-17T07:00:00Z"),
            ("default", "Asia/Jakarta", "2026-03-05T12:00:00Z", "2026-03-28T17:00:00Z"),
            ("default", "UTC", "2026-04-01T12:00:00Z", "2026-04-17T00:00:00Z"),
        ] {
            let mut w = World::starting(preset, zone, "2026-03-02T12:00:00Z", late);
            let lines = vec![line(3, 3_000, 90)];
            w.place_with(lines, vec![payment("credit_card", 3_090)], |p| p.estimate = Some(at(estimate)));
            w.pay();
            // No carrier, no scan: nothing keeps the window open longer.
            w.untracked(&[]);
            assert_eq!(w.not_received(0).closes, at(closes), "{preset} {estimate}");
            closes_at(&mut w, &[0, 2], Received::No, closes, "PRO-3");
            w.go_to(at(closes) + late);
            assert_eq!(w.released(), 3_090);
            assert!(w.told("carrier_silent").is_empty(), "no carrier, no silence");
        }
    }
}

#[test]
fn pro_03_pro_10_scans_keep_it_open_and_15_days_after_the_carriers_silence_it_ends() {
    for late in timers() {
        let mut w = World::starting("aliexpress", "America/Los_Angeles", "2026-01-10T12:00:00Z", late);
        w.basket();
        w.ship(&[]);
        w.travels(0, 10, 3);
        assert_eq!(w.now, at("2026-02-09T12:00:00Z"));
        // Silent from 9 February: the limit passes with the end of 11 March, after the clocks went forward.
        let silence = at("2026-03-12T07:00:00Z");
        w.go_to(just_before(silence));
        assert!(w.told("carrier_silent").is_empty());
        w.go_to(silence + late);
        assert_eq!(w.told("carrier_silent"), [(BUYER, Some(at("2026-03-28T07:00:00Z")))]);
        assert_eq!(w.released(), 0);
        closes_at(&mut w, &[0, 1, 2, 3, 4], Received::No, "2026-03-28T07:00:00Z", "PRO-3");
        w.go_to(w.now + late);
        assert_eq!(w.released(), 4_098);
        assert_eq!(w.told("carrier_silent").len(), 1, "told once");
    }
}

#[test]
fn pro_03_a_silence_that_passes_just_before_the_planned_end_still_leaves_15_days() {
    let mut w = World::new("default", "UTC");
    let estimate = Some(at("2026-03-18T12:00:00Z"));
    w.place_with(vec![line(1, 500, 0)], vec![payment("credit_card", 500)], |p| p.estimate = estimate);
    w.pay();
    w.ship(&[]);
    // Planned end: 3 April 00:00. The silence limit passes at 2 April 00:00, a day earlier.
    w.go_to(at("2026-04-02T00:00:00Z"));
    assert_eq!(w.told("carrier_silent"), [(BUYER, Some(at("2026-04-18T00:00:00Z")))]);
    closes_at(&mut w, &[0], Received::No, "2026-04-18T00:00:00Z", "PRO-3");
}

#[test]
fn pro_03_an_earlier_scan_never_moves_an_end_earlier_that_was_shown() {
    let mut w = World::new("default", "UTC");
    w.basket();
    w.ship(&[]);
    // Scanned again and again: the longest transit, 90 days from the first scan, is what limits the window.
    w.travels(0, 15, 5);
    let shown = w.not_received(0).closes;
    assert_eq!(shown, at("2026-06-01T00:00:00Z"), "the end of day 90 after 2 March");
    // It began twelve days earlier, as a late scan shows; from there the longest transit would end earlier.
    w.carrier(0, vec![scan(at("2026-02-18T12:00:00Z"), Status::InTransit)]).expect("taken");
    assert_eq!(w.not_received(0).closes, shown);
}

#[test]
fn pro_03_a_scan_after_the_notice_keeps_it_open_and_a_new_silence_is_told_again() {
    let mut w = World::new("default", "UTC");
    w.basket();
    w.ship(&[]);
    w.days(32);
    assert_eq!(w.told("carrier_silent").len(), 1);
    w.scan_now(0, Status::InTransit);
    let closes = at("2026-05-20T00:00:00Z");
    assert_eq!(w.not_received(0).closes, closes, "30 days of silence from 3 April, then 15 days");
    w.go_to(just_before(closes));
    assert_eq!((w.released(), w.told("carrier_silent").len()), (0, 2));
    w.go_to(closes);
    assert_eq!(w.released(), 4_098);
}

#[test]
fn pro_03_pro_10_at_the_longest_transit_the_buyer_is_refunded_and_nothing_else_is_touched() {
    for (preset, zone, longest) in [
        ("aliexpress", "America/Los_Angeles", "2026-06-01T07:00:00Z"),
        ("default", "Asia/Jakarta", "2026-05-31T17:00:00Z"),
    ] {
        for late in timers() {
            let mut w = World::starting(preset, zone, "2026-03-02T12:00:00Z", late);
            w.basket();
            w.ship(&[0, 1, 3]);
            w.ship(&[2, 4]);
            w.days(4);
            w.deliver(1);
            w.travels(0, 12, 7);
            let disputed = w.open(&[1], Received::No);
            let longest = at(longest);
            w.go_to(just_before(longest));
            assert_eq!(w.refunded(), 0);
            assert_eq!(w.released_of(&[2, 4]), w.released(), "only what arrived");
            w.go_to(longest + late);
            let by_system = w.order().cases.iter().find(|c| c.by.is_none()).expect("opened by the system");
            assert_eq!(
                by_system.units.iter().map(|(_, u)| u.0).collect::<Vec<_>>(),
                [0, 3],
                "not what is disputed"
            );
            assert_eq!(by_system.rulings[0].row.as_deref(), Some("longest-transit"));
            assert_eq!(w.refunded_of(&[0, 3]), 1_030 + 503);
            w.buyer(OrderCommand::Withdraw { case: resolution::id::CaseNo(disputed) }).expect("withdrawn");
            w.go_to(w.now + late);
            assert_eq!(w.refunded_of(&[1]), 1_030, "what was withdrawn is taken up as well");
            w.gateway_confirms();
            assert_eq!((w.released_of(&[0, 1, 3]), w.order().word()), (0, "completed"));
        }
    }
}

#[test]
fn pro_04_every_window_is_recorded_with_its_end_and_its_rule_and_the_buyer_is_told_before() {
    for (preset, zone) in [("aliexpress", "America/Los_Angeles"), ("default", "Asia/Jakarta")] {
        let mut w = World::new(preset, zone);
        w.basket();
        w.ship(&[0, 1, 2]);
        w.ship(&[3, 4]);
        w.days(12);
        w.deliver(1);
        for (no, parcel) in w.order().parcels.iter().enumerate() {
            for (kind, window) in
                [(WindowKind::NotReceived, &parcel.not_received), (WindowKind::Received, &parcel.received)]
            {
                let Some(window) = window else { continue };
                let recorded = w.log.iter().rev().find_map(|(_, event)| match event {
                    OrderEvent::WindowSet { parcel, kind: k, opens, closes, rule }
                        if parcel.index() == no && *k == kind =>
                    {
                        Some((*opens, *closes, rule.clone()))
                    }
                    _ => None,
                });
                assert_eq!(recorded, Some((window.opens, window.closes, window.rule.clone())));
                let local = window.closes.to_zoned(w.calendar.zone().clone());
                assert_eq!(
                    local.time(),
                    jiff::civil::Time::midnight(),
                    "the end of a day in the policy's zone"
                );
            }
        }
        let end = w.received(1).closes;
        let early = end - SignedDuration::from_hours(72);
        w.go_to(just_before(early));
        assert!(w.told("window_ends").is_empty());
        w.go_to(early);
        assert_eq!(w.told("window_ends"), [(BUYER, Some(end))]);
    }
}

#[test]
fn pro_05_the_answer_says_not_yet_from_or_ended_at_and_the_rule() {
    let mut w = World::new("aliexpress", "America/Los_Angeles");
    w.basket();
    w.declare(&[], Some("ups"));
    let waiting = w.may_open(&[0], Received::No).expect_err("not scanned");
    assert_eq!((waiting.code(), waiting.rule()), ("not_known_yet", Some("PRO-1")));
    assert!(waiting.sentence().contains("the carrier's first scan"));
    w.scan_now(0, Status::InTransit);
    let early = w.may_open(&[0], Received::No).expect_err("too early");
    assert_eq!(early.sentence(), "Not yet: possible from 2026-03-13T07:00:00Z (PRO-1).");
    w.days(1);
    w.deliver(0);
    let ends = w.received(0).closes;
    w.go_to(ends);
    for (received, rule) in [(Received::Yes, "PRO-2"), (Received::No, "PRO-7")] {
        let ended = w.may_open(&[0], received).expect_err("over");
        assert_eq!(ended, Refusal::Ended { at: ends, rule: rule.into() });
        assert!(ended.sentence().contains(&ends.to_string()) && ended.sentence().contains(rule));
    }
}

#[test]
fn pro_06_the_seller_may_lengthen_the_window_and_never_shorten_it() {
    for late in timers() {
        let mut w = World::starting("aliexpress", "America/Los_Angeles", "2026-03-02T12:00:00Z", late);
        w.basket();
        w.ship(&[0, 1]);
        w.ship(&[2, 3, 4]);
        w.days(2);
        w.deliver(0);
        let closes = w.received(0).closes;
        assert_eq!(closes, at("2026-03-20T07:00:00Z"));
        let lengthen = |until| OrderCommand::LengthenWindow { parcel: resolution::id::ParcelNo(0), until };
        assert_eq!(
            w.would(&BY_BUYER, lengthen(just_after(closes))).expect_err("not the buyer").code(),
            "not_yours"
        );
        for shorter in [just_before(closes), closes] {
            assert_eq!(w.would(&BY_SELLER, lengthen(shorter)), Err(Refusal::OnlyLonger { current: closes }));
        }
        let longer = at("2026-04-01T07:00:00Z");
        w.seller(lengthen(longer)).expect("longer");
        assert_eq!(w.would(&BY_SELLER, lengthen(closes)), Err(Refusal::OnlyLonger { current: longer }));
        assert_eq!((w.received(0).closes, w.not_received(0).closes), (longer, longer));
        assert_ne!(w.not_received(1).closes, longer, "the other parcel keeps its own");
        w.go_to(longer);
        assert_eq!(
            w.would(&BY_SELLER, lengthen(just_after(longer))),
            Err(Refusal::Ended { at: longer, rule: "PRO-6".into() })
        );
        let ended = w.may_open(&[1], Received::Yes).expect_err("over");
        assert_eq!(ended.code(), "ended");
        w.go_to(longer + late);
        assert_eq!(w.released(), w.released_of(&[0, 1]));
        assert_eq!(w.released(), 2_060);
    }
}

#[test]
fn pro_06_many_small_lengthenings_do_not_add_up_to_more_than_the_policys_in_all() {
    let mut w = World::new("aliexpress", "America/Los_Angeles");
    w.basket();
    w.ship(&[]);
    w.days(2);
    w.deliver(0);
    let lengthen = |until| OrderCommand::LengthenWindow { parcel: resolution::id::ParcelNo(0), until };
    let latest = at("2026-04-20T07:00:00Z");
    for until in ["2026-03-30T07:00:00Z", "2026-04-10T00:00:00Z", "2026-04-20T07:00:00Z"] {
        assert_eq!(w.would(&BY_SELLER, lengthen(just_after(latest))), Err(Refusal::TooLong { latest }));
        w.seller(lengthen(at(until))).expect("within the time in all");
    }
    assert_eq!(w.received(0).closes, latest);
    assert_eq!(w.would(&BY_SELLER, lengthen(just_after(latest))), Err(Refusal::TooLong { latest }));
}

#[test]
fn pro_06_a_window_lengthened_on_the_way_stays_as_long_after_arrival_and_needs_a_policy() {
    let mut w = World::new("aliexpress", "America/Los_Angeles");
    w.basket();
    w.declare(&[], Some("ups"));
    let lengthen = |until| OrderCommand::LengthenWindow { parcel: resolution::id::ParcelNo(0), until };
    let unknown = w.would(&BY_SELLER, lengthen(at("2027-01-01T00:00:00Z"))).expect_err("not shipped");
    assert_eq!((unknown.code(), unknown.rule()), ("not_known_yet", Some("PRO-6")));
    w.scan_now(0, Status::InTransit);
    let longer = just_after(w.not_received(0).closes);
    w.seller(lengthen(longer)).expect("longer");
    w.days(1);
    w.deliver(0);
    assert_eq!((w.received(0).closes, w.not_received(0).closes), (longer, longer));

    let mut w = World::new("default", "UTC");
    w.basket();
    w.ship(&[]);
    assert_eq!(
        w.would(&BY_SELLER, lengthen(at("2027-01-01T00:00:00Z"))).expect_err("no such rule").code(),
        "not_in_policy"
    );
}

#[test]
fn pro_03_who_has_everything_back_is_told_of_no_silence_and_of_no_ending() {
    for late in timers() {
        let mut w = World::starting("default", "UTC", "2026-03-02T12:00:00Z", late);
        w.place(vec![line(1, 900, 100)], vec![payment("credit_card", 1_000)]);
        w.pay();
        w.ship(&[]);
        w.go_to(w.order().parcels[0].not_received.clone().expect("it is shipped").opens);
        let case = w.open(&[0], Received::No);
        w.respond(case, Answer::Accept).expect("granted");
        w.days(120);
        assert_eq!(w.released(), 0);
        assert!(w.told("carrier_silent").is_empty() && w.told("window_ends").is_empty());
    }
}
