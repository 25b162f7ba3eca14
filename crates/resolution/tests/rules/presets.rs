//! The numbers of the shipped policies, each at the boundary of its clock; and one story under all of them, side by side.
use crate::story::{SELLER, World, acts::*, at, line, payment};
use jiff::Timestamp;
use resolution::actor::Actor;
use resolution::case::{Answer, Received};
use resolution::order::command::OrderCommand;
use resolution::policy::presets;

/// Each preset with the zone that it proposes.
const PRESETS: [(&str, &str); 4] = [
    ("default", "UTC"),
    ("aliexpress", "America/Los_Angeles"),
    ("lazada", "Asia/Jakarta"),
    ("tokopedia", "Asia/Jakarta"),
];

/// One unit, shipped on Monday 2 March 2026 at noon UTC and arrived three days later.
fn arrived(preset: &str, zone: &str) -> World {
    let mut w = World::new(preset, zone);
    assert_eq!(w.policy.zone, zone);
    w.arrives(vec![line(1, 2_000, 100)], vec![payment("credit_card", 2_100)]);
    w
}

fn damaged(preset: &str, zone: &str) -> World {
    let mut w = arrived(preset, zone);
    w.dispute(&[0], Received::Yes, "damaged", refund(2_100)).expect("the window is open");
    w
}

#[test]
fn every_preset_is_tried_here() {
    assert_eq!(PRESETS.map(|(preset, _)| preset), *presets::NAMES);
}

#[test]
fn dis_07_silence_escalates_at_the_end_of_each_presets_own_clock() {
    let ends = [
        "2026-03-11T00:00:00Z", // the 5th day after the 5th
        "2026-03-29T07:00:00Z", // the 15th day after the 13th, on which the window opens
        "2026-03-09T17:00:00Z", // Friday and Monday are the two working days after Thursday
        "2026-03-08T17:00:00Z", // the 3rd day after the 5th
    ];
    for ((preset, zone), end) in PRESETS.into_iter().zip(ends) {
        let mut w = damaged(preset, zone);
        assert_eq!((w.stage(0), w.end(0)), ("responding", at(end)), "{preset}");
        w.run_out(0);
        assert_eq!(w.stage(0), "reviewing", "{preset}: the platform is called by itself");
        assert_eq!(w.told("escalated").len(), 2, "{preset}");
    }
}

#[test]
fn pro_02_received_reasons_close_at_the_end_of_each_presets_own_window() {
    let ends =
        ["2026-03-20T00:00:00Z", "2026-03-21T07:00:00Z", "2026-03-12T17:00:00Z", "2026-03-20T17:00:00Z"];
    for ((preset, zone), end) in PRESETS.into_iter().zip(ends) {
        let mut w = arrived(preset, zone);
        let closes = w.order().parcels[0].received.clone().expect("a window").closes;
        assert_eq!(closes, at(end), "{preset}");
        w.go_to(closes - MOMENT);
        assert_eq!(w.released(), 0, "{preset}");
        w.go_to(closes);
        assert_eq!(w.released(), 2_100, "{preset}");
        let late = w.dispute(&[0], Received::Yes, "damaged", refund(2_100));
        assert_eq!(code(late), "ended", "{preset}");
    }
}

#[test]
fn dis_14_a_ruling_may_be_appealed_for_as_long_as_each_preset_says() {
    // Days after that of the ruling; none: it is final.
    let days = [Some(14), None, None, Some(7)];
    for ((preset, zone), days) in PRESETS.into_iter().zip(days) {
        let mut w = damaged(preset, zone);
        w.run_out(0);
        w.run_out(0);
        let Some(days) = days else {
            assert_eq!(w.stage(0), "executing", "{preset}");
            continue;
        };
        assert_eq!((w.stage(0), w.end(0)), ("appealing", w.calendar.end_of_day(w.now, days)), "{preset}");
        w.run_out(0);
        assert_eq!(w.stage(0), "executing", "{preset}");
    }
}

#[test]
fn inv_01_only_where_the_policy_says_so_the_seller_may_have_the_shipment_checked() {
    for ((preset, _), asks) in PRESETS.into_iter().zip([true, false, false, true]) {
        let mut w = World::missing_one(preset, 2_000, 100);
        w.dispute(&[0], Received::No, "not_received", refund(2_100)).expect("the window is open");
        let answer = Answer::Investigate { carrier: "carrier".into(), number: "1".into() };
        let answered = w.respond(0, answer);
        if asks {
            assert_eq!((answered, w.stage(0)), (Ok(()), "investigating"), "{preset}");
            assert_eq!(w.end(0), w.calendar.end_of_day(w.now, 14), "{preset}");
        } else {
            assert_eq!(code(answered), "not_in_policy", "{preset}");
        }
    }
}

#[test]
fn can_01_only_where_the_policy_says_so_the_seller_may_cancel() {
    for ((preset, zone), may) in PRESETS.into_iter().zip([true, false, true, false]) {
        let mut w = World::new(preset, zone);
        w.place(vec![line(1, 2_000, 100)], vec![payment("credit_card", 2_100)]);
        w.pay();
        let cancel = OrderCommand::Cancel { units: Vec::new(), reason: "out_of_stock".into() };
        let cancelled = w.act(&Actor::Seller(SELLER), cancel);
        if may {
            assert_eq!(cancelled, Ok(()), "{preset}");
        } else {
            assert_eq!(code(cancelled), "not_in_policy", "{preset}");
        }
    }
}

/// A parcel never arrives, the buyer complains, the seller refuses, and from then on nobody acts.
fn lost_complained_refused(preset: &str, zone: &str) -> Vec<(String, String)> {
    let mut w = World::new(preset, zone);
    w.place(vec![line(1, 2_000, 100)], vec![payment("credit_card", 2_100)]);
    w.pay();
    w.ship(&[]);
    let when = |w: &World, at: Timestamp| {
        at.to_zoned(w.calendar.zone().clone()).strftime("%a %d %b, %H:%M").to_string()
    };
    let opens = w.order().parcels[0].not_received.clone().expect("it is shipped").opens;
    let mut rows = vec![
        ("zone".to_owned(), zone.to_owned()),
        ("the parcel is shipped".to_owned(), when(&w, w.now)),
        ("the buyer may complain from".to_owned(), when(&w, opens)),
    ];
    w.go_to(opens);
    w.dispute(&[0], Received::No, "not_received", refund(2_100)).expect("the window is open");
    rows.push(("the seller answers until".to_owned(), when(&w, w.end(0))));
    rows.push(("… silence means".to_owned(), w.case(0).stage.on_end.clone()));
    w.days(1);
    w.respond(0, Answer::Reject).expect("in time");
    for (stage, turn) in [
        ("negotiating", "they settle it until"),
        ("reviewing", "a mediator rules until"),
        ("appealing", "either appeals until"),
    ] {
        let there = w.stage(0) == stage;
        rows.push((turn.to_owned(), if there { when(&w, w.end(0)) } else { "no appeal".to_owned() }));
        let silence = if there { w.case(0).stage.on_end.clone() } else { "—".to_owned() };
        rows.push(("… silence means".to_owned(), silence));
        if there {
            w.run_out(0);
        }
    }
    let ruling = w.ruling(0);
    rows.push(("the rule that decides".to_owned(), ruling.row.clone().unwrap_or_default()));
    rows.push(("who is liable".to_owned(), ruling.liable.to_string()));
    rows.push(("who pays".to_owned(), ruling.funded_by.to_string()));
    rows.push(("the refund is promised".to_owned(), when(&w, w.now)));
    w.gateway_confirms();
    rows.push(("the case is closed as".to_owned(), format!("{:?}", w.closing(0)).to_lowercase()));
    rows
}

#[test]
fn dis_08_one_story_under_every_preset_side_by_side() {
    let stories = PRESETS.map(|(preset, zone)| lost_complained_refused(preset, zone));
    let mut table = format!("{:<28}", "");
    for (preset, _) in PRESETS {
        table += &format!("{preset:<26}");
    }
    for (number, (what, _)) in stories[0].iter().enumerate() {
        table = format!("{}\n{what:<28}", table.trim_end());
        for story in &stories {
            table += &format!("{:<26}", story[number].1);
        }
    }
    insta::assert_snapshot!("one_story", table.trim_end());
}
