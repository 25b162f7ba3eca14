//! The seller has the shipment checked (INV-1 to INV-3): the carrier is asked, the parties' clocks rest, and its answer, or
//! that there is none, brings them back to the table.
use crate::story::acts::{AS_BUYER, AS_SELLER, code, refund};
use crate::story::tell::{just_before, timers};
use crate::story::{World, scan};
use jiff::SignedDuration;
use resolution::actor::Actor;
use resolution::case::{Answer, Closing, Finding, Received};
use resolution::id::CaseNo;
use resolution::order::command::OrderCommand;
use resolution::order::event::OrderEvent;
use resolution::parcel::tracking::{Scan, Status};
use resolution::policy::Period;
use resolution::refusal::Refusal;

fn check(carrier: &str, number: &str) -> Answer {
    Answer::Investigate { carrier: carrier.into(), number: number.into() }
}

fn report(finding: Finding) -> OrderCommand {
    OrderCommand::ReportFinding { case: CaseNo(0), finding }
}

/// A dispute over a parcel that never came, and the carrier is asked about it.
fn asked(late: SignedDuration) -> World {
    let mut w = disputed();
    w.lateness = late;
    w.respond(0, check("ups", "TRACK0")).expect("the carrier is asked");
    w
}

fn disputed() -> World {
    let mut w = World::missing_one("default", 1_000, 100);
    let opens = w.order().parcels[0].not_received.clone().expect("it is shipped").opens;
    w.go_to(opens.max(w.now));
    w.dispute(&[0], Received::No, "not_received", refund(1_100)).expect("open");
    w
}

#[test]
fn inv_01_carrier_and_tracking_number_are_required() {
    let mut w = disputed();
    let missing =
        |items: &[&str]| Err(Refusal::Missing { items: items.iter().map(|i| (*i).to_owned()).collect() });
    assert_eq!(w.respond(0, check("", "")), missing(&["carrier", "number"]));
    assert_eq!(w.respond(0, check("ups", "")), missing(&["number"]), "what is missing is named, and no more");
    assert_eq!(w.respond(0, check("", "TRACK0")), missing(&["carrier"]));
    assert_eq!(code(w.respond(0, check("ups", &"9".repeat(65)))), "invalid");
    assert_eq!(code(w.respond(0, check("ups", "1\n2"))), "invalid");
    let buyers = OrderCommand::Respond {
        case: CaseNo(0),
        answer: check("ups", "TRACK0"),
        words: crate::story::because("where"),
    };
    assert_eq!(code(w.buyer(buyers)), "not_yours");
    w.respond(0, check("ups", "TRACK0")).expect("asked");
    let known = w.case(0).investigation.clone().expect("it is known");
    assert_eq!((known.carrier.as_str(), known.number.as_str(), known.asked), ("ups", "TRACK0", w.now));
}

#[test]
fn inv_01_only_a_dispute_over_what_did_not_arrive_has_it() {
    let mut w = World::arrived_one("default", 1, 1_000, 100);
    let no = w.dispute(&[0], Received::Yes, "damaged", refund(500)).expect("open");
    assert_eq!(code(w.respond(no, check("ups", "TRACK0"))), "not_in_policy");
    let mut w = World::missing_one("aliexpress", 1_000, 100);
    let opens = w.order().parcels[0].not_received.clone().expect("it is shipped").opens;
    w.go_to(opens);
    let no = w.dispute(&[0], Received::No, "not_received", refund(1_100)).expect("open");
    assert_eq!(code(w.respond(no, check("ups", "TRACK0"))), "not_in_policy", "and not every policy");
}

#[test]
fn inv_02_the_parties_clocks_rest_while_the_carriers_runs() {
    for late in timers() {
        let mut w = asked(late);
        let (since, end) = (w.now, w.end(0));
        assert_eq!(end, w.calendar.end(since, Period::Days(14)));
        assert_eq!(w.case(0).stage.name.turn(), resolution::policy::Turn::Carrier);
        assert_eq!(w.notices("investigation").len(), 2, "both are told");
        // Longer than the five days to answer and the seven to talk: nobody has lost anything.
        let told = w.told("turn_ends").len();
        w.go_to(just_before(end));
        assert_eq!((w.stage(0), w.told("turn_ends").len()), ("investigating", told), "nobody is urged");
        assert_eq!((w.refunded(), w.released()), (0, 0));
        w.go_to(end + late);
        assert_eq!((w.stage(0), w.end(0)), ("negotiating", w.calendar.end(w.now, Period::Days(7))));
    }
}

#[test]
fn inv_02_they_may_agree_or_withdraw_meanwhile_and_nobody_can_escalate() {
    let mut w = asked(SignedDuration::ZERO);
    assert_eq!(code(w.escalate(&AS_BUYER, 0)), "wrong_stage");
    let no = w.propose(&AS_SELLER, 0, refund(600)).expect("proposed");
    assert_eq!(w.stage(0), "investigating", "a proposal moves no clock");
    w.accept(&AS_BUYER, 0, no).expect("agreed");
    assert_eq!((w.stage(0), w.refunded()), ("executing", 600));
    assert_eq!(code(w.marketplace(report(Finding::Lost))), "already_final");
    let mut w = asked(SignedDuration::ZERO);
    w.withdraw(0).expect("withdrawn");
    assert_eq!(w.closing(0), Closing::Withdrawn);
}

#[test]
fn inv_03_the_finding_is_told_to_both_and_they_go_on() {
    for finding in [Finding::WithCarrier, Finding::Delivered, Finding::Lost] {
        let mut w = asked(SignedDuration::ZERO);
        w.days(3);
        for stranger in [AS_BUYER, AS_SELLER, Actor::Gateway("sandbox".into())] {
            assert_eq!(code(w.act(&stranger, report(finding))), "not_yours");
        }
        w.act(&Actor::Carrier("ups".into()), report(finding)).expect("it answers");
        assert_eq!((w.stage(0), w.notices("finding").len()), ("negotiating", 2));
        assert_eq!(w.end(0), w.calendar.end(w.now, Period::Days(7)), "they have their whole time");
        assert_eq!((w.case(0).finding, w.notices("finding_missed").len()), (Some(finding), 0));
        let offer = w.propose(&AS_SELLER, 0, refund(300)).expect("a proposal");
        w.reject(&AS_BUYER, 0, offer).expect("or further discussion");
        w.escalate(&AS_BUYER, 0).expect("or the platform");
    }
}

#[test]
fn inv_03_pro_10_without_a_finding_at_the_deadline_both_are_told_that_there_is_none() {
    for late in timers() {
        let mut w = asked(late);
        let end = w.end(0);
        w.go_to(just_before(end));
        let mut answered = asked(late);
        answered.go_to(just_before(end));
        answered.marketplace(report(Finding::Lost)).expect("one nanosecond before");
        assert_eq!(answered.notices("finding_missed").len(), 0);
        assert!(w.notices("finding_missed").is_empty());
        w.go_to(end + late);
        assert_eq!((w.stage(0), w.notices("finding_missed").len()), ("negotiating", 2));
        let missed = w.case(0).investigation.clone().expect("known").missed;
        assert_eq!(missed, Some(w.now), "the carrier is not late for us");
        assert_eq!(w.log.iter().filter(|(_, e)| matches!(e, OrderEvent::FindingMissed { .. })).count(), 1);
        // The answer that comes after all is a fact like any other, as long as nothing is decided.
        let clock = w.end(0);
        w.days(1);
        w.marketplace(report(Finding::WithCarrier)).expect("late");
        assert_eq!((w.stage(0), w.end(0), w.notices("finding").len()), ("negotiating", clock, 2));
        assert_eq!(w.marketplace(report(Finding::WithCarrier)), Err(Refusal::AlreadyDone));
        w.marketplace(report(Finding::Delivered)).expect("it puts it right");
        for stage in ["reviewing", "appealing"] {
            w.go_to(w.end(0) + late);
            assert_eq!(w.stage(0), stage);
        }
        assert_eq!(w.row(0), "finding-delivered", "the newest counts");
        assert_eq!(code(w.marketplace(report(Finding::Lost))), "wrong_stage", "the ruling is out");
    }
}

#[test]
fn inv_03_nobody_who_was_not_asked_reports_a_finding() {
    let mut w = disputed();
    assert_eq!(code(w.marketplace(report(Finding::Lost))), "wrong_stage");
    w.respond(0, Answer::Reject).expect("rejected");
    assert_eq!(code(w.marketplace(report(Finding::Lost))), "wrong_stage");
}

#[test]
fn inv_03_a_scan_of_the_carrier_under_that_number_is_its_answer() {
    for (status, finding) in [(Status::Delivered, Finding::Delivered), (Status::Lost, Finding::Lost)] {
        let mut w = asked(SignedDuration::ZERO);
        let before = w.now;
        w.days(2);
        w.scan_now(0, Status::InTransit);
        assert_eq!(w.stage(0), "investigating", "that it travels is no finding");
        let now = w.now;
        let theirs = Scan { by_carrier: false, ..scan(now, status) };
        w.carrier(0, vec![theirs]).expect("taken");
        assert_eq!(w.stage(0), "investigating", "nor what the seller says");
        w.carrier(0, vec![scan(before - SignedDuration::from_hours(1), status)]).expect("taken");
        assert_eq!(w.stage(0), "investigating", "nor what was known before it was asked");
        w.days(1);
        w.scan_now(0, status);
        assert_eq!((w.stage(0), w.case(0).finding), ("negotiating", Some(finding)));
        assert_eq!(w.notices("finding").len(), 2);
    }
}

#[test]
fn inv_03_a_scan_under_another_number_is_no_answer() {
    let mut w = disputed();
    w.respond(0, check("ups", "ANOTHER")).expect("asked about another number");
    w.days(1);
    w.scan_now(0, Status::Delivered);
    assert_eq!((w.stage(0), w.case(0).finding), ("investigating", None));
}
