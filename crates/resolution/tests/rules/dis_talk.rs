//! DIS-6 to DIS-9: the seller's time to answer, escalation, changing and withdrawing.
use crate::story::acts::{AS_BUYER, AS_MEDIATOR, AS_SELLER, MOMENT, REPLACEMENT, SIDES, code, refund};
use crate::story::{MEDIATOR, World, at, because, line, minor, payment};
use jiff::SignedDuration;
use resolution::case::{Answer, Closing, Received};
use resolution::id::CaseNo;
use resolution::order::command::OrderCommand;
use resolution::order::event::OrderEvent;
use resolution::refusal::Refusal;

const PRESETS: [&str; 2] = ["default", "aliexpress"];

fn damaged(preset: &str) -> World {
    let mut w = World::arrived_one(preset, 2, 2_000, 0);
    w.dispute(&[0], Received::Yes, "damaged", refund(500)).expect("open");
    w
}

#[test]
fn dis_06_the_seller_has_15_days_and_answers_in_time_until_the_last_moment() {
    // Opened on 13 March (day 11 after shipping): until the end of day 15. Opened on 5 March: of day 5.
    for (preset, end) in [("aliexpress", "2026-03-29T00:00:00Z"), ("default", "2026-03-11T00:00:00Z")] {
        let mut w = damaged(preset);
        assert_eq!(w.end(0), at(end), "{preset}");
        w.go_to(at(end) - MOMENT);
        w.respond(0, Answer::Reject).expect("one moment before the end is in time");
        assert_eq!(w.stage(0), "negotiating");
    }
}

#[test]
fn dis_06_the_day_ends_in_the_policys_zone() {
    let mut w = World::new("aliexpress", "America/Los_Angeles");
    w.arrives(vec![line(1, 1_000, 0)], vec![payment("credit_card", 1_000)]);
    // The clocks there went to summer time on 8 March 2026.
    w.go_to(at("2026-03-14T06:30:00Z"));
    w.dispute(&[0], Received::Yes, "damaged", refund(1_000)).expect("23:30 of 13 March there");
    assert_eq!(w.end(0), at("2026-03-29T07:00:00Z"));
}

#[test]
fn dis_07_silence_escalates_by_itself_at_the_end_and_not_before() {
    for preset in PRESETS {
        let mut w = damaged(preset);
        let end = w.end(0);
        w.run_out(0);
        assert_eq!(w.stage(0), "reviewing");
        assert_eq!(w.respond(0, Answer::Accept), Err(wrong("reviewing")), "at the end it is too late");
        let escalated = w.when(|e| matches!(e, OrderEvent::CaseEscalated { by: None, .. }));
        assert_eq!(escalated, Some(end));
        assert_eq!(w.notices("escalated").len(), 2, "both are told");
    }
}

#[test]
fn dis_07_a_waker_that_is_a_day_late_changes_nothing_but_the_recording() {
    let mut w = damaged("aliexpress");
    w.now = w.end(0) + SignedDuration::from_hours(24);
    assert_eq!(w.stage(0), "responding", "nobody has woken it");
    assert_eq!(
        code(w.respond(0, Answer::Accept)),
        "wrong_stage",
        "the deadline is applied before the command"
    );
    assert_eq!(w.stage(0), "reviewing");
    assert_eq!(w.refunded(), 0);
}

fn wrong(stage: &str) -> Refusal {
    Refusal::WrongStage { stage: stage.into(), turn: "mediator".into() }
}

#[test]
fn dis_08_after_the_answer_either_side_escalates_and_before_it_nobody() {
    for preset in PRESETS {
        for (side, actor) in SIDES {
            let mut w = damaged(preset);
            let from = w.end(0);
            assert_eq!(w.escalate(&actor, 0), Err(Refusal::NotYet { from, rule: "DIS-7".into() }));
            w.respond(0, Answer::Reject).expect("rejected");
            w.escalate(&actor, 0).expect("no agreement");
            assert_eq!(w.stage(0), "reviewing");
            assert!(
                w.when(|e| matches!(e, OrderEvent::CaseEscalated { by: Some(s), .. } if *s == side))
                    .is_some()
            );
            assert_eq!(w.escalate(&actor, 0), Err(wrong("reviewing")), "once is enough");
        }
    }
}

#[test]
fn dis_08_escalating_takes_a_typed_reason_and_so_does_a_refusal() {
    let mut w = damaged("default");
    let missing = Err(Refusal::Missing { items: vec!["reason".into()] });
    let silent = OrderCommand::Respond { case: CaseNo(0), answer: Answer::Reject, words: because("") };
    assert_eq!(w.seller(silent), missing);
    w.respond(0, Answer::Reject).expect("rejected");
    assert_eq!(w.buyer(OrderCommand::Escalate { case: CaseNo(0), words: because("") }), missing);
}

#[test]
fn dis_08_a_negotiation_that_nobody_ends_escalates_after_7_days() {
    for preset in PRESETS {
        let mut w = damaged(preset);
        w.respond(0, Answer::Reject).expect("rejected");
        let began = w.now;
        w.days(2);
        w.propose(&AS_SELLER, 0, refund(100)).expect("proposed");
        assert_eq!(
            w.end(0),
            w.calendar.end(began, resolution::policy::Period::Days(7)),
            "no proposal moves it"
        );
        w.run_out(0);
        assert_eq!(w.stage(0), "reviewing");
    }
}

/// A policy may lead back to the negotiation: it then has what was left of its one time, and no new time.
#[test]
fn dis_08_a_negotiation_that_is_taken_up_again_ends_when_it_would_have_ended() {
    let mut files = resolution::policy::presets::files("default").expect("a preset");
    let text = files.get_mut("policy.toml").expect("its policy");
    *text = text.replace("reject = \"back\"", "reject = \"negotiating\"");
    let mut w = World::with_policy(resolution::policy::read(&files).expect("it reads"), "UTC");
    w.place(vec![line(2, 2_000, 0)], vec![payment("credit_card", 2_000)]);
    w.pay();
    w.ship(&[]);
    w.days(3);
    w.deliver(0);
    w.dispute(&[0], Received::Yes, "damaged", refund(500)).expect("open");
    w.respond(0, Answer::Reject).expect("rejected");
    let end = w.end(0);
    w.days(2);
    w.escalate(&AS_BUYER, 0).expect("no agreement");
    w.assign(0, MEDIATOR).expect("taken");
    let no = w.propose(&AS_MEDIATOR, 0, refund(300)).expect("proposed");
    w.reject(&AS_BUYER, 0, no).expect("refused");
    assert_eq!((w.stage(0), w.end(0)), ("negotiating", end));
    w.go_to(end - MOMENT);
    assert_eq!(w.stage(0), "negotiating");
    w.go_to(end);
    assert_eq!(w.stage(0), "reviewing");
}

#[test]
fn dis_09_three_changes_and_no_clock_moves() {
    for preset in PRESETS {
        let mut w = damaged(preset);
        let end = w.end(0);
        w.days(1);
        w.change(0, "damaged", refund(700)).expect("before escalation it may rise");
        w.change(0, "wrong_item", REPLACEMENT).expect("reason and remedy");
        assert_eq!(
            w.change(0, "wrong_item", REPLACEMENT),
            Err(Refusal::AlreadyDone),
            "no change is not counted"
        );
        w.change(0, "wrong_item", refund(1_000)).expect("the third");
        assert_eq!(w.change(0, "damaged", refund(900)), Err(Refusal::TooManyChanges { most: 3 }));
        assert_eq!((w.case(0).reason.as_str(), &w.case(0).asked), ("wrong_item", &refund(1_000)));
        assert_eq!((w.stage(0), w.end(0)), ("responding", end));
    }
}

#[test]
fn dis_09_a_change_stays_within_the_form_and_is_the_buyers_alone() {
    let mut w = damaged("default");
    assert_eq!(w.change(0, "damaged", refund(1_001)), Err(Refusal::AmountTooHigh { most: minor(1_000) }));
    assert_eq!(code(w.change(0, "not_received", refund(500))), "reason_unknown");
    assert_eq!(code(w.change(0, "late", REPLACEMENT)), "remedy_not_offered");
    let change = OrderCommand::ChangeDispute {
        case: CaseNo(0),
        reason: "damaged".into(),
        sub_reason: None,
        asked: refund(1),
    };
    assert_eq!(code(w.seller(change)), "not_yours");
    assert_eq!(code(w.seller(OrderCommand::Withdraw { case: CaseNo(0) })), "not_yours");
}

#[test]
fn dis_09_after_escalation_the_amount_falls_and_never_rises() {
    for preset in PRESETS {
        let mut w = damaged(preset);
        w.respond(0, Answer::Reject).expect("rejected");
        w.escalate(&AS_BUYER, 0).expect("escalated");
        let end = w.end(0);
        let may_not = |most| Err(Refusal::MayNotRise { most: minor(most) });
        assert_eq!(w.change(0, "damaged", refund(501)), may_not(500));
        w.change(0, "damaged", refund(200)).expect("it may fall");
        assert_eq!(w.change(0, "damaged", refund(201)), may_not(200), "what was given up is not taken back");
        w.change(0, "damaged", REPLACEMENT).expect("another remedy");
        assert_eq!(w.change(0, "damaged", refund(201)), may_not(200), "nor by a detour");
        assert_eq!(w.end(0), end);
    }
}

#[test]
fn dis_09_withdrawn_units_may_be_disputed_once_more() {
    for preset in PRESETS {
        let mut w = damaged(preset);
        w.withdraw(0).expect("withdrawn");
        assert_eq!((w.stage(0), w.closing(0)), ("closed", Closing::Withdrawn));
        assert!(w.case(0).fixed.is_none() && w.refunded() == 0);
        let again = w.dispute(&[0], Received::Yes, "wrong_item", refund(1_000)).expect("once more");
        w.respond(again, Answer::Reject).expect("rejected");
        w.escalate(&AS_SELLER, again).expect("escalated");
        w.withdraw(again).expect("not decided yet");
        let third = w.dispute(&[0], Received::Yes, "damaged", refund(1));
        assert_eq!(third, Err(Refusal::DisputedTwice { unit: 0 }));
        w.dispute(&[1], Received::Yes, "damaged", refund(1)).expect("the other unit is untouched");
    }
}

#[test]
fn dis_09_once_more_only_while_the_window_runs_and_the_end_releases_at_once() {
    for preset in PRESETS {
        let mut w = World::arrived_one(preset, 2, 2_000, 0);
        let closes = w.order().parcels[0].received.clone().expect("it arrived").closes;
        w.go_to(closes - SignedDuration::from_hours(48));
        w.dispute(&[0], Received::Yes, "damaged", refund(500)).expect("open");
        w.dispute(&[1], Received::Yes, "damaged", refund(500)).expect("open");
        w.go_to(closes - MOMENT);
        w.withdraw(0).expect("withdrawn");
        w.dispute(&[0], Received::Yes, "damaged", refund(1)).expect("one moment before the end");
        w.go_to(closes);
        assert_eq!(w.released(), 0);
        w.withdraw(1).expect("withdrawn");
        assert_eq!(
            w.of_unit(1),
            (0, 1_000),
            "its windows have ended, nothing lies on it: in that same transaction"
        );
        assert_eq!(code(w.dispute(&[1], Received::Yes, "damaged", refund(1))), "ended");
        assert_eq!(w.of_unit(0), (0, 0));
    }
}
