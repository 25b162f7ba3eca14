//! DIS-10 to DIS-12: proposals side by side, accepted by the hash of their terms, or refused.
use crate::story::acts::{AS_BUYER, AS_MEDIATOR, AS_SELLER, REPLACEMENT, code, refund, return_and_refund};
use crate::story::{MEDIATOR_2, SELLER, World, because, minor, seal};
use resolution::actor::Side;
use resolution::case::remedy::Remedy;
use resolution::case::{Answer, Closing, Received};
use resolution::id::{CaseNo, ProposalNo};
use resolution::order::command::OrderCommand;
use resolution::order::event::OrderEvent;
use resolution::payment::RefundCause;
use resolution::policy::{Liable, Period};
use resolution::refusal::Refusal;

const PRESETS: [&str; 2] = ["default", "aliexpress"];

fn damaged(preset: &str) -> World {
    let mut w = World::arrived_one(preset, 2, 2_000, 200);
    w.dispute(&[0], Received::Yes, "damaged", refund(1_000)).expect("open");
    w
}

fn standing(w: &World, side: Side) -> Option<u16> {
    w.case(0).standing(side).map(|p| p.no.0)
}

#[test]
fn dis_10_the_newest_open_proposal_of_each_side_stands_beside_the_others() {
    for preset in PRESETS {
        let mut w = damaged(preset);
        let first = w.propose(&AS_SELLER, 0, refund(100)).expect("the seller's");
        assert_eq!(w.stage(0), "negotiating", "a proposal is an answer");
        let end = w.end(0);
        let mine = w.propose(&AS_BUYER, 0, return_and_refund(1_100)).expect("the buyer's");
        assert_eq!((standing(&w, Side::Respondent), standing(&w, Side::Opener)), (Some(first), Some(mine)));
        w.days(1);
        let newer = w.propose(&AS_SELLER, 0, refund(300)).expect("a better one");
        assert_eq!((standing(&w, Side::Respondent), standing(&w, Side::Opener)), (Some(newer), Some(mine)));
        assert_eq!(w.accept(&AS_BUYER, 0, first), Err(Refusal::ProposalGone), "replaced");
        assert_eq!(w.end(0), end, "no clock moves");
        assert_eq!(w.accept(&AS_SELLER, 0, newer), Err(Refusal::OwnProposal));
        w.accept(&AS_SELLER, 0, mine).expect("the seller takes the buyer's");
        assert_eq!(w.case(0).fixed, Some(return_and_refund(1_100)));
    }
}

#[test]
fn dis_10_the_opener_may_propose_before_the_seller_has_answered() {
    let mut w = damaged("aliexpress");
    let end = w.end(0);
    let mine = w.propose(&AS_BUYER, 0, refund(900)).expect("beside what is asked");
    assert_eq!((w.stage(0), w.end(0)), ("responding", end));
    w.accept(&AS_SELLER, 0, mine).expect("accepted");
    assert_eq!((w.stage(0), w.refunded()), ("executing", 900));
}

#[test]
fn dis_10_a_proposal_stays_within_what_can_be_carried_out() {
    for preset in PRESETS {
        let mut w = damaged(preset);
        let most = Err(Refusal::AmountTooHigh { most: minor(1_100) });
        assert_eq!(w.propose(&AS_SELLER, 0, refund(1_101)), most);
        assert_eq!(w.propose(&AS_SELLER, 0, refund(0)), Err(Refusal::AmountZero));
        let fee = |amount| Remedy::FeeRefund { amount: minor(amount) };
        assert_eq!(
            w.propose(&AS_SELLER, 0, fee(101)),
            Err(Refusal::AmountTooHigh { most: minor(100) }),
            "the fee of the unit"
        );
        let untyped = OrderCommand::Propose { case: CaseNo(0), remedy: refund(1), words: because("") };
        assert_eq!(code(w.seller(untyped)), "missing");
        let no = w.propose(&AS_SELLER, 0, fee(100)).expect("the shipping fee alone");
        w.accept(&AS_BUYER, 0, no).expect("accepted");
        assert_eq!(w.refunded(), 100);
        assert!(w.order().units[0].goods.buyer_back().is_zero(), "goods are untouched");
    }
}

#[test]
fn dis_10_the_platforms_proposal_needs_its_mediator_and_both_sides() {
    for preset in PRESETS {
        let mut w = damaged(preset);
        assert_eq!(code(w.propose(&AS_MEDIATOR, 0, refund(600))), "not_assigned");
        w.bring_to_review(0);
        w.days(2);
        let review_left = w.end(0).duration_since(w.now);
        let no = w.propose(&AS_MEDIATOR, 0, refund(600)).expect("the platform's");
        assert_eq!((w.stage(0), standing(&w, Side::Platform)), ("proposed", Some(no)));
        assert_eq!(w.end(0), w.calendar.end(w.now, Period::Days(3)));
        assert_eq!(w.notices("platform_proposal").len(), 2);
        w.accept(&AS_BUYER, 0, no).expect("one side");
        assert_eq!((w.stage(0), w.case(0).fixed.is_none()), ("proposed", true), "one is not enough");
        assert_eq!(w.accept(&AS_BUYER, 0, no), Err(Refusal::AlreadyDone));
        assert_eq!(code(w.propose(&AS_SELLER, 0, refund(1))), "wrong_stage");
        w.days(1);
        w.reject(&AS_SELLER, 0, no).expect("the other refuses");
        assert_eq!(w.stage(0), "reviewing");
        assert!(w.end(0).duration_since(w.now) >= review_left, "the review rested meanwhile");
        assert_eq!(w.accept(&AS_BUYER, 0, no), Err(wrong_review()), "it is gone");
    }
}

fn wrong_review() -> Refusal {
    Refusal::WrongStage { stage: "reviewing".into(), turn: "mediator".into() }
}

#[test]
fn dis_10_dis_11_what_both_accept_is_carried_out() {
    for preset in PRESETS {
        let mut w = damaged(preset);
        w.bring_to_review(0);
        let no = w.propose(&AS_MEDIATOR, 0, refund(600)).expect("the platform's");
        w.accept(&AS_SELLER, 0, no).expect("one");
        w.accept(&AS_BUYER, 0, no).expect("both");
        assert_eq!((w.stage(0), w.refunded()), ("executing", 600));
        assert_eq!(w.order().refunds[0].cause, RefundCause::Agreement);
        assert!(w.case(0).rulings.is_empty(), "an agreement needs no ruling");
    }
}

#[test]
fn dis_10_at_the_end_of_the_platforms_proposal_the_ruling_follows_it() {
    for preset in PRESETS {
        let mut w = damaged(preset);
        w.bring_to_review(0);
        let no = w.propose(&AS_MEDIATOR, 0, refund(600)).expect("the platform's");
        w.accept(&AS_BUYER, 0, no).expect("one side alone");
        w.run_out(0);
        let ruling = w.ruling(0);
        assert_eq!((&ruling.remedy, &ruling.by), (&Some(refund(600)), &AS_MEDIATOR));
        assert!(ruling.departs.is_some(), "the table would have given what was asked");
        let stage = if preset == "default" { "appealing" } else { "executing" };
        assert_eq!(w.stage(0), stage);
    }
}

#[test]
fn dis_11_accepting_names_the_proposal_and_the_hash_of_its_terms() {
    let mut w = damaged("default");
    let no = w.propose(&AS_SELLER, 0, refund(300)).expect("proposed");
    let accept =
        |terms: String| OrderCommand::AcceptProposal { case: CaseNo(0), proposal: ProposalNo(no), terms };
    let right = w.case(0).proposals[0].terms.clone();
    assert_eq!(right, refund(300).terms_hash());
    let other = refund(301).terms_hash();
    assert_ne!(right, other);
    assert_eq!(w.buyer(accept(other)), Err(Refusal::TermsDiffer { terms: right.clone() }));
    assert_eq!(code(w.mediator(accept(right.clone()))), "not_yours");
    w.buyer(accept(right)).expect("the terms that were read");
}

#[test]
fn dis_11_an_accepted_proposal_is_for_good() {
    for preset in PRESETS {
        let mut w = damaged(preset);
        let no = w.propose(&AS_SELLER, 0, refund(300)).expect("proposed");
        w.accept(&AS_BUYER, 0, no).expect("accepted");
        assert_eq!(w.notices("proposal_accepted").len(), 2);
        for code_of in [
            code(w.change(0, "damaged", refund(1_000))),
            code(w.withdraw(0)),
            code(w.propose(&AS_SELLER, 0, refund(1))),
            code(w.escalate(&AS_BUYER, 0)),
            code(w.accept(&AS_BUYER, 0, no)),
            code(w.respond(0, Answer::Reject)),
        ] {
            assert_eq!(code_of, "already_final", "{preset}");
        }
        w.gateway_confirms();
        assert_eq!((w.closing(0), w.refunded()), (Closing::Refunded, 300));
        let again = w.dispute(&[0], Received::Yes, "wrong_item", refund(100));
        assert_eq!(again, Err(Refusal::UnitSettled { unit: 0, case: 0 }));
        w.dispute(&[1], Received::Yes, "wrong_item", refund(100)).expect("the other unit");
    }
}

#[test]
fn dis_11_accepting_the_request_itself_does_the_same() {
    for preset in PRESETS {
        let mut w = damaged(preset);
        w.respond(0, Answer::Accept).expect("granted");
        assert_eq!((w.case(0).fixed.clone(), w.refunded()), (Some(refund(1_000)), 1_000));
        let fixed = |e: &OrderEvent| matches!(e, OrderEvent::OutcomeFixed { by, .. } if by == "accepted");
        assert!(w.when(fixed).is_some());
        let left = w.order().parcels[0].received.clone().expect("it arrived").closes;
        w.gateway_confirms();
        w.go_to(left);
        assert_eq!(w.of_unit(0), (1_000, 100), "what was not given back is released on time");
    }
}

#[test]
fn dis_11_another_solution_in_words_ends_the_case() {
    let mut w = damaged("default");
    let words = Remedy::Other { words: seal(SELLER) };
    let no = w.propose(&AS_SELLER, 0, words).expect("in words");
    w.accept(&AS_BUYER, 0, no).expect("agreed");
    assert_eq!((w.stage(0), w.closing(0), w.refunded()), ("closed", Closing::Agreed, 0));
    assert_eq!(code(w.dispute(&[0], Received::Yes, "damaged", refund(1))), "unit_settled");
}

#[test]
fn dis_12_a_refusal_leaves_the_case_open_and_evidence_may_follow() {
    for preset in PRESETS {
        let mut w = damaged(preset);
        let no = w.propose(&AS_SELLER, 0, refund(300)).expect("proposed");
        let end = w.end(0);
        let untyped =
            OrderCommand::RejectProposal { case: CaseNo(0), proposal: ProposalNo(no), words: because("") };
        assert_eq!(code(w.buyer(untyped)), "missing");
        w.reject(&AS_BUYER, 0, no).expect("refused");
        assert_eq!((w.stage(0), w.end(0), standing(&w, Side::Respondent)), ("negotiating", end, None));
        assert_eq!(w.accept(&AS_BUYER, 0, no), Err(Refusal::ProposalGone));
        w.buyer_shows(0, "goods_pictures");
        w.seller_shows(0, "dispatch_record");
        assert_eq!(w.order().evidence.len(), 2);
        let better = w.propose(&AS_SELLER, 0, refund(400)).expect("another one");
        w.accept(&AS_BUYER, 0, better).expect("accepted");
    }
}

#[test]
fn dis_12_the_older_proposal_does_not_come_back_when_the_newer_is_refused() {
    let mut w = damaged("default");
    let older = w.propose(&AS_SELLER, 0, refund(500)).expect("first");
    let newer = w.propose(&AS_SELLER, 0, refund(100)).expect("second");
    w.reject(&AS_BUYER, 0, newer).expect("refused");
    assert_eq!(w.accept(&AS_BUYER, 0, older), Err(Refusal::ProposalGone));
}

#[test]
fn dis_10_a_mediator_without_the_case_proposes_and_rules_nothing() {
    let mut w = damaged("default");
    w.bring_to_review(0);
    assert_eq!(w.rule(MEDIATOR_2, 0, None, Liable::Nobody), Err(Refusal::NotAssigned));
    w.assign(0, MEDIATOR_2).expect("passed on");
    assert_eq!(w.propose(&AS_MEDIATOR, 0, REPLACEMENT), Err(Refusal::NotAssigned));
    assert_eq!(w.notices("mediator_assigned").len(), 4, "both are told each time");
    assert_eq!(w.assign(0, MEDIATOR_2), Err(Refusal::AlreadyDone));
    assert_eq!(w.case(0).mediator, Some(MEDIATOR_2));
}
