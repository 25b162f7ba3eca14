//! DIS-13 to DIS-15: the ruling binds, what is left after it, and one line out of eighteen.
use crate::story::acts::{AS_BUYER, AS_MEDIATOR, AS_SELLER, MOMENT, SIDES, code, refund};
use crate::story::{BUYER, MEDIATOR, MEDIATOR_2, SELLER, World, because, line, payment, seal};
use jiff::SignedDuration;
use resolution::actor::{Actor, Side};
use resolution::case::{Answer, Closing, Received};
use resolution::id::{CaseNo, EvidenceNo, ProposalNo};
use resolution::order::command::OrderCommand;
use resolution::policy::{Liable, Period};
use resolution::refusal::Refusal;

const PRESETS: [&str; 2] = ["default", "aliexpress"];

/// A dispute over one of two units, refused by the seller, with a mediator.
fn reviewed(preset: &str) -> World {
    let mut w = World::arrived_one(preset, 2, 2_000, 0);
    w.dispute(&[0], Received::Yes, "damaged", refund(1_000)).expect("open");
    w.bring_to_review(0);
    w
}

fn appeal(actor: &Actor, w: &mut World, evidence: Vec<EvidenceNo>) -> Result<(), Refusal> {
    w.act(actor, OrderCommand::Appeal { case: CaseNo(0), evidence, words: because("new_evidence") })
}

fn waive(actor: &Actor, w: &mut World) -> Result<(), Refusal> {
    w.act(actor, OrderCommand::Waive { case: CaseNo(0) })
}

#[test]
fn dis_13_the_ruling_binds_both_and_says_why_and_what_may_follow() {
    let mut w = reviewed("aliexpress");
    w.buyer_shows(0, "goods_pictures");
    w.rule(MEDIATOR, 0, Some(refund(400)), Liable::Seller).expect("ruled");
    let ruling = w.ruling(0);
    assert!(!ruling.appealable, "final");
    assert_eq!((ruling.by.clone(), ruling.liable, ruling.evidence.len()), (AS_MEDIATOR, Liable::Seller, 1));
    assert_eq!(ruling.departs, Some(because("weighed")), "it departs from the table and says so");
    let told: Vec<_> = w.notices("ruling").into_iter().map(|(to, case, _)| (to, case)).collect();
    assert_eq!(told, [(BUYER, Some(0)), (SELLER, Some(0))]);
    assert!(w.notices("ruling_appealable").is_empty());
    assert_eq!(
        (w.stage(0), w.refunded()),
        ("executing", 400),
        "carried out, whatever the parties think of it"
    );
}

#[test]
fn dis_13_a_ruling_that_can_be_appealed_says_until_when() {
    let mut w = reviewed("default");
    w.rule(MEDIATOR, 0, None, Liable::Nobody).expect("ruled");
    assert!(w.ruling(0).appealable);
    let end = w.calendar.end(w.now, Period::Days(14));
    assert_eq!(w.end(0), end);
    assert_eq!(w.notices("ruling_appealable"), [(BUYER, Some(0), Some(end)), (SELLER, Some(0), Some(end))]);
    w.run_out(0);
    assert_eq!((w.stage(0), w.closing(0)), ("closed", Closing::Dismissed), "nobody appealed: final");
    assert_eq!(w.of_unit(0), (0, 1_000), "its window has ended: released in that same transaction");
}

#[test]
fn dis_13_a_departing_ruling_needs_a_typed_reason_and_a_following_one_none() {
    for preset in PRESETS {
        let mut w = reviewed(preset);
        let rule = |remedy, liable| OrderCommand::Rule { case: CaseNo(0), remedy, liable, departs: None };
        let refused = w.mediator(rule(Some(refund(400)), Liable::Seller));
        assert_eq!(refused, Err(Refusal::ReasonNeeded { row: "unproven".into() }));
        w.mediator(rule(None, Liable::Nobody)).expect("as the table says");
        assert_eq!((w.row(0), w.ruling(0).departs.clone()), ("unproven", None));
    }
}

#[test]
fn dis_13_without_a_mediator_the_table_rules_after_7_days() {
    for preset in PRESETS {
        let mut w = reviewed(preset);
        w.buyer_shows(0, "goods_pictures");
        w.buyer_shows(0, "packaging_pictures");
        assert_eq!(w.end(0), w.calendar.end(w.now, Period::Days(7)));
        w.run_out(0);
        assert_eq!((w.row(0), &w.ruling(0).by), ("shown-and-not-answered", &Actor::Clock));
        assert_eq!(w.ruling(0).remedy, Some(refund(1_000)));
    }
}

#[test]
fn dis_13_a_question_rests_the_review_until_the_answer() {
    for preset in PRESETS {
        let mut w = reviewed(preset);
        w.go_to(w.now + SignedDuration::from_hours(53));
        let left = w.end(0).duration_since(w.now);
        let ask = OrderCommand::Ask { case: CaseNo(0), side: Side::Opener, words: seal(MEDIATOR) };
        w.mediator(ask).expect("asked");
        assert_eq!((w.stage(0), w.end(0)), ("answering", w.calendar.end(w.now, Period::Days(5))));
        assert_eq!(w.notices("question"), [(BUYER, Some(0), Some(w.end(0)))]);
        let answer = || OrderCommand::AnswerQuestion { case: CaseNo(0), words: seal(BUYER) };
        assert_eq!(code(w.seller(answer())), "not_yours", "the other side was asked");
        w.go_to(w.now + SignedDuration::from_hours(30));
        w.buyer(answer()).expect("answered");
        let rest = w.calendar.round_up_to_day(w.now + left);
        assert_eq!((w.stage(0), w.end(0)), ("reviewing", rest), "what was left, to the end of the day");
        assert_eq!(w.case(0).mediator, Some(MEDIATOR));
    }
}

#[test]
fn dis_13_without_an_answer_the_review_goes_on_after_5_days() {
    let mut w = reviewed("aliexpress");
    let left = w.end(0).duration_since(w.now);
    w.mediator(OrderCommand::Ask { case: CaseNo(0), side: Side::Respondent, words: seal(MEDIATOR) })
        .expect("asked");
    w.run_out(0);
    assert_eq!(w.stage(0), "reviewing");
    assert_eq!(w.end(0).duration_since(w.now), left, "both instants are ends of days");
    w.run_out(0);
    assert_eq!(w.row(0), "unproven");
}

#[test]
fn dis_14_after_a_final_ruling_nothing_is_left_to_the_parties() {
    let mut w = reviewed("aliexpress");
    w.rule(MEDIATOR, 0, Some(refund(400)), Liable::Seller).expect("ruled");
    for (_, actor) in SIDES {
        for refused in acts(&mut w, &actor) {
            assert_eq!(refused, "already_final");
        }
        let file = w.show(&actor, Some(0), None, None);
        assert_eq!(code(appeal(&actor, &mut w, vec![file])), "already_final", "no appeal in this policy");
    }
}

/// Everything that a party could still try, as codes.
fn acts(w: &mut World, actor: &Actor) -> Vec<&'static str> {
    let mut codes =
        vec![code(w.propose(actor, 0, refund(1))), code(w.escalate(actor, 0)), code(waive(actor, w))];
    codes.extend(match actor {
        Actor::Buyer(_) => vec![code(w.change(0, "damaged", refund(1))), code(w.withdraw(0))],
        _ => vec![code(w.respond(0, Answer::Accept))],
    });
    codes
}

#[test]
fn dis_14_an_appeal_is_for_who_did_not_get_all_with_evidence_sealed_after_the_ruling() {
    let mut w = reviewed("default");
    let old = w.buyer_shows(0, "goods_pictures");
    w.days(1);
    w.rule(MEDIATOR, 0, None, Liable::Nobody).expect("ruled");
    w.days(1);
    let missing = Refusal::Missing { items: vec!["new evidence, sealed after the ruling".into()] };
    assert_eq!(appeal(&AS_BUYER, &mut w, vec![]), Err(missing.clone()));
    assert_eq!(appeal(&AS_BUYER, &mut w, vec![old]), Err(missing.clone()));
    let theirs = w.seller_shows(0, "dispatch_record");
    assert_eq!(appeal(&AS_BUYER, &mut w, vec![theirs]), Err(missing));
    assert_eq!(code(appeal(&AS_SELLER, &mut w, vec![theirs])), "not_yours", "the seller got all");
    for refused in [
        code(w.change(0, "damaged", refund(1))),
        code(w.withdraw(0)),
        code(w.propose(&AS_BUYER, 0, refund(1))),
    ] {
        assert_eq!(refused, "wrong_stage");
    }
    let new = w.buyer_shows(0, "packaging_pictures");
    w.go_to(w.end(0) - MOMENT);
    appeal(&AS_BUYER, &mut w, vec![new]).expect("one moment before the end");
    assert_eq!(
        (w.stage(0), w.end(0)),
        ("reviewing", w.calendar.end(w.now, Period::Days(7))),
        "its full time"
    );
}

#[test]
fn dis_14_the_appeal_goes_to_another_mediator_and_its_ruling_is_final() {
    let mut w = reviewed("default");
    w.rule(MEDIATOR, 0, None, Liable::Nobody).expect("ruled");
    let new = w.buyer_shows(0, "packaging_pictures");
    appeal(&AS_BUYER, &mut w, vec![new]).expect("appealed");
    assert_eq!(w.case(0).mediator, None);
    assert_eq!(w.assign(0, MEDIATOR), Err(Refusal::SameMediator));
    w.assign(0, MEDIATOR_2).expect("another");
    for (_, actor) in SIDES {
        for refused in acts(&mut w, &actor) {
            assert_eq!(refused, "wrong_stage", "a ruling is out: no change and no withdrawal any more");
        }
    }
    w.rule(MEDIATOR_2, 0, Some(refund(1_000)), Liable::Seller).expect("ruled again");
    assert!(!w.ruling(0).appealable, "once");
    assert_eq!((w.ruling(0).review, w.stage(0), w.refunded()), (2, "executing", 1_000));
    assert_eq!(code(appeal(&AS_SELLER, &mut w, vec![new])), "already_final");
}

#[test]
fn dis_14_an_appeal_against_a_ruling_that_followed_a_proposal_starts_a_fresh_review() {
    let mut w = reviewed("default");
    w.days(2);
    w.propose(&AS_MEDIATOR, 0, refund(600)).expect("proposed");
    w.run_out(0);
    assert_eq!(w.stage(0), "appealing");
    w.days(3);
    let new = w.seller_shows(0, "dispatch_record");
    appeal(&AS_SELLER, &mut w, vec![new]).expect("the seller gives 600 and would not");
    let stage = &w.case(0).stage;
    assert_eq!((stage.since, w.end(0)), (w.now, w.calendar.end(w.now, Period::Days(7))));
    assert_eq!(w.assign(0, MEDIATOR), Err(Refusal::SameMediator), "who proposed has ruled");
    // What the platform proposed became the ruling: there is nothing left of it to refuse.
    let words = because("not_enough");
    let refuse = OrderCommand::RejectProposal { case: CaseNo(0), proposal: ProposalNo(0), words };
    assert_eq!(w.would(&AS_SELLER, refuse).expect_err("it stands no more").code(), "wrong_stage");
}

#[test]
fn dis_14_letting_it_stand_is_final_once_nobody_is_left_who_could_appeal() {
    let mut w = reviewed("default");
    w.rule(MEDIATOR, 0, Some(refund(400)), Liable::Seller).expect("ruled");
    waive(&AS_BUYER, &mut w).expect("the buyer got less");
    assert_eq!(waive(&AS_BUYER, &mut w), Err(Refusal::AlreadyDone));
    assert_eq!((w.stage(0), w.refunded()), ("appealing", 0), "no money moves while the seller may appeal");
    waive(&AS_SELLER, &mut w).expect("the seller pays");
    assert_eq!((w.stage(0), w.refunded()), ("executing", 400));
}

#[test]
fn dis_14_money_moves_only_when_the_time_to_appeal_is_over() {
    let mut w = reviewed("default");
    w.rule(MEDIATOR, 0, Some(refund(1_000)), Liable::Seller).expect("ruled");
    assert_eq!(code(waive(&AS_BUYER, &mut w)), "not_yours", "who got all has nothing to waive");
    w.go_to(w.end(0) - MOMENT);
    assert_eq!(w.refunded(), 0);
    w.go_to(w.now + MOMENT);
    assert_eq!((w.stage(0), w.refunded()), ("executing", 1_000));
}

#[test]
fn dis_15_one_missing_line_out_of_eighteen() {
    for preset in PRESETS {
        let lines: Vec<_> = (0..18).map(|i| line(1, 1_000 + i * 37, 100 + i)).collect();
        let total: i64 = lines.iter().map(|l| l.price.get() + l.shipping.get()).sum();
        let share = 1_000 + 7 * 37 + 100 + 7;
        let mut w = World::arrived(
            preset,
            lines,
            vec![payment("credit_card", total - 3_333), payment("voucher", 3_333)],
        );
        let no =
            w.dispute(&[7], Received::Yes, "missing_part", refund(share)).expect("exactly that line's share");
        let closes = w.order().parcels[0].received.clone().expect("it arrived").closes;
        w.respond(no, Answer::Reject).expect("rejected");
        w.go_to(closes - MOMENT);
        assert_eq!(w.released(), 0);
        w.go_to(closes);
        assert_eq!(w.released(), total - share, "the seventeen others on time");
        assert!((0..18).filter(|u| *u != 7).all(|u| w.of_unit(u).0 == 0), "and untouched");
        assert!(!w.case(no).reserved.is_empty() && w.case(no).open());
        w.rule_for_buyer(no, share);
        assert_eq!(w.closing(no), Closing::Refunded);
        assert_eq!((w.of_unit(7), w.refunded()), ((share, 0), share), "to the minor unit");
        let legs: i64 = w.order().refunds[0].legs.iter().map(|l| l.promise.amount.get()).sum();
        assert_eq!((legs, w.order().escrow().get()), (share, 0));
    }
}
