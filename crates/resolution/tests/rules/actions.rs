//! `allowed_actions` against `decide`: what is listed is accepted at the ends of its ranges and refused beyond them; what
//! is not yet allowed is allowed at the very instant that the refusal names; what ends, ends at the instant named.
use crate::story::{BUYER, MEDIATOR, SELLER, World, because, line, minor, payment};
use jiff::SignedDuration;
use resolution::actor::Actor;
use resolution::case::remedy::Remedy;
use resolution::case::{Answer, Received};
use resolution::id::{CaseNo, ProposalNo, UnitNo};
use resolution::money::Minor;
use resolution::order::actions::{Action, Range, allowed, offers};
use resolution::order::command::{OrderCommand, ReturnRequest};
use resolution::refusal::Refusal;

const ACTORS: [Actor; 4] =
    [Actor::Buyer(BUYER), Actor::Seller(SELLER), Actor::Mediator(MEDIATOR), Actor::Finance(MEDIATOR)];

fn actions(w: &World, actor: &Actor) -> Vec<Action> {
    allowed(w.order(), actor, &w.context(), w.now)
}

fn find<'a>(list: &'a [Action], kind: &str) -> &'a Action {
    list.iter().find(|a| a.kind == kind).unwrap_or_else(|| panic!("{kind} is not offered"))
}

/// Every listed action of every actor is put to `decide`, with every amount one beyond its ends too.
fn hold_against_decide(w: &World) {
    for actor in &ACTORS {
        let listed = actions(w, actor);
        let offered = offers(w.order(), actor, &w.context(), w.now);
        assert_eq!(listed.len(), offered.len());
        for (action, offer) in listed.iter().zip(offered) {
            for probe in offer.probes.clone() {
                let verdict = w.try_act(actor, probe.clone());
                if action.allowed() {
                    assert!(
                        verdict.is_ok(),
                        "{} is listed, but {probe:?} is refused: {verdict:?}",
                        action.kind
                    );
                    beyond(w, actor, action, &probe);
                }
            }
            let first = offer.probes.into_iter().find_map(|probe| w.try_act(actor, probe).err());
            assert_eq!(action.refusal, first, "{}: the same code and the same instant", action.kind);
        }
    }
}

fn beyond(w: &World, actor: &Actor, action: &Action, probe: &OrderCommand) {
    for range in &action.ranges {
        let Range::Amount { max, .. } = range else {
            continue;
        };
        let over = *max + minor(1);
        if let Some(command) = with_amount(probe, over) {
            assert!(w.try_act(actor, command).is_err(), "{} is accepted beyond its range", action.kind);
        }
        if let Some(command) = with_amount(probe, Minor::ZERO) {
            assert_eq!(
                w.try_act(actor, command).expect_err("zero is nothing").code(),
                "amount_zero",
                "{}",
                action.kind
            );
        }
    }
}

fn with_amount(command: &OrderCommand, amount: Minor) -> Option<OrderCommand> {
    let asked = Remedy::Refund { amount };
    let mut command = command.clone();
    match &mut command {
        OrderCommand::OpenDispute(opening) => opening.asked = asked,
        OrderCommand::ChangeDispute { asked: old, .. } => *old = asked,
        OrderCommand::Propose { remedy, .. } => *remedy = asked,
        OrderCommand::GoodwillRefund { amount: old, .. } => *old = amount,
        _ => return None,
    }
    Some(command)
}

#[test]
fn pro_05_what_is_not_yet_allowed_is_allowed_at_the_instant_that_the_refusal_names() {
    for preset in ["aliexpress", "default"] {
        let mut w = World::new(preset, "America/Los_Angeles");
        w.shipped(2, 2_000, 100);
        hold_against_decide(&w);
        let buyer = Actor::Buyer(BUYER);
        let before = find(&actions(&w, &buyer), "open_dispute_not_received").clone();
        let Some(Refusal::NotYet { from, .. }) = before.refusal else { panic!("not yet: {before:?}") };
        w.go_to(from - SignedDuration::from_nanos(1));
        assert!(!find(&actions(&w, &buyer), "open_dispute_not_received").allowed());
        w.go_to(from);
        let now = find(&actions(&w, &buyer), "open_dispute_not_received").clone();
        assert!(now.allowed());
        hold_against_decide(&w);
        let until = now.until.expect("it ends");
        w.go_to(until - SignedDuration::from_nanos(1));
        // Reminders and the carrier's silence may have moved the end; what is shown now is what counts.
        let shown = find(&actions(&w, &buyer), "open_dispute_not_received").clone();
        assert!(shown.allowed());
        w.go_to(shown.until.expect("it ends"));
        let after = find(&actions(&w, &buyer), "open_dispute_not_received").clone();
        assert!(!after.allowed(), "{after:?}");
        hold_against_decide(&w);
    }
}

#[test]
fn every_state_of_a_dispute_lists_exactly_what_decide_accepts() {
    let mut w = World::new("default", "UTC");
    w.place(
        vec![line(3, 3_000, 300), line(1, 999, 0)],
        vec![payment("credit_card", 4_000), payment("voucher", 299)],
    );
    hold_against_decide(&w);
    w.pay();
    hold_against_decide(&w);
    w.ship(&[0, 1, 2]);
    w.days(4);
    w.deliver(0);
    hold_against_decide(&w);
    let no = w
        .dispute(&[0, 1], Received::Yes, "damaged", Remedy::ReturnAndRefund { amount: minor(2_200) })
        .expect("open");
    hold_against_decide(&w);
    let reject =
        OrderCommand::Respond { case: CaseNo(no), answer: Answer::Reject, words: because("not_damaged") };
    w.seller(reject).expect("rejected");
    hold_against_decide(&w);
    let offer = Remedy::Refund { amount: minor(500) };
    w.seller(OrderCommand::Propose { case: CaseNo(no), remedy: offer, words: because("goodwill") })
        .expect("proposed");
    hold_against_decide(&w);
    let escalate = OrderCommand::Escalate { case: CaseNo(no), words: because("no_agreement") };
    w.buyer(escalate).expect("escalated");
    hold_against_decide(&w);
    w.mediator(OrderCommand::Assign { case: CaseNo(no), mediator: MEDIATOR }).expect("assigned");
    hold_against_decide(&w);
    let offer = Remedy::Refund { amount: minor(1_000) };
    w.mediator(OrderCommand::Propose { case: CaseNo(no), remedy: offer.clone(), words: because("weighed") })
        .expect("proposed");
    assert_eq!(w.stage(no), "proposed");
    hold_against_decide(&w);
    let accept =
        OrderCommand::AcceptProposal { case: CaseNo(no), proposal: ProposalNo(1), terms: offer.terms_hash() };
    w.buyer(accept).expect("one side");
    hold_against_decide(&w);
    w.days(4);
    assert_eq!(w.stage(no), "appealing");
    hold_against_decide(&w);
    w.days(20);
    assert_eq!(w.stage(no), "executing");
    hold_against_decide(&w);
    w.gateway_confirms();
    assert_eq!(w.stage(no), "closed");
    hold_against_decide(&w);
}

#[test]
fn ret_03_every_state_of_a_return_lists_exactly_what_decide_accepts() {
    let mut w = World::arrived_one("default", 2, 2_000, 200);
    hold_against_decide(&w);
    let buyer = Actor::Buyer(BUYER);
    let until = find(&actions(&w, &buyer), "request_return").until.expect("it ends");
    let request = |unit| {
        OrderCommand::RequestReturn(ReturnRequest {
            units: vec![UnitNo(unit)],
            reason: "change_of_mind".into(),
            sub_reason: None,
            text: None,
        })
    };
    w.buyer(request(0)).expect("requested");
    let offered = find(&actions(&w, &buyer), "request_return").clone();
    assert!(
        offered.allowed() && offered.target.units == [1],
        "what is in a case is not offered: {offered:?}"
    );
    hold_against_decide(&w);
    w.respond(0, Answer::Accept).expect("return and refund");
    hold_against_decide(&w);
    w.return_address(0, None).expect("given");
    hold_against_decide(&w);
    w.send_return(0).expect("sent");
    hold_against_decide(&w);
    w.return_scan(0, resolution::parcel::tracking::Status::Delivered);
    hold_against_decide(&w);
    for document in ["return_waybill", "return_packaging", "return_goods"] {
        w.seller_shows(0, document);
    }
    hold_against_decide(&w);
    let object = offers(w.order(), &Actor::Seller(SELLER), &w.context(), w.now);
    let object = object.into_iter().find(|offer| offer.action.kind == "object_to_return").expect("offered");
    w.seller(object.probes[0].clone()).expect("objected");
    hold_against_decide(&w);
    w.go_to(until - SignedDuration::from_nanos(1));
    assert!(find(&actions(&w, &buyer), "request_return").allowed());
    hold_against_decide(&w);
    w.go_to(until);
    assert!(!find(&actions(&w, &buyer), "request_return").allowed());
    hold_against_decide(&w);
}

#[test]
fn neg_02_every_state_of_a_complaint_lists_exactly_what_decide_accepts() {
    let mut w = World::arrived_one("default", 2, 2_000, 200);
    let buyer = Actor::Buyer(BUYER);
    let offered = find(&actions(&w, &buyer), "complain").clone();
    assert_eq!((offered.allowed(), offered.target.units), (true, vec![0, 1]));
    let takes = |w: &World, actor: &Actor, kind: &str, probe: usize| {
        let all = offers(w.order(), actor, &w.context(), w.now);
        all.into_iter().find(|offer| offer.action.kind == kind).expect("offered").probes[probe].clone()
    };
    let (seller, mediator) = (Actor::Seller(SELLER), Actor::Mediator(MEDIATOR));
    w.act(&buyer, takes(&w, &buyer, "complain", 1)).expect("complained, with the fee");
    hold_against_decide(&w);
    assert!(!find(&actions(&w, &seller), "confirm_answer").allowed(), "nothing is drafted");
    w.act(&seller, takes(&w, &seller, "draft_rejection", 0)).expect("drafted");
    hold_against_decide(&w);
    w.act(&seller, takes(&w, &seller, "confirm_answer", 0)).expect("confirmed");
    hold_against_decide(&w);
    assert!(find(&actions(&w, &seller), "draft_acceptance").allowed(), "it may still be accepted");
    w.act(&buyer, takes(&w, &buyer, "escalate", 0)).expect("escalated");
    hold_against_decide(&w);
    w.assign(0, MEDIATOR).expect("assigned");
    hold_against_decide(&w);
    w.act(&mediator, takes(&w, &mediator, "rule", 0)).expect("held negligent");
    hold_against_decide(&w);
    w.run_out(0);
    hold_against_decide(&w);
    w.gateway_confirms();
    assert_eq!(w.stage(0), "closed");
    hold_against_decide(&w);
}

#[test]
fn can_01_inv_03_the_sellers_cancellation_and_the_carriers_answer_are_listed_as_decide_takes_them() {
    let mut w = World::new("default", "UTC");
    w.basket();
    w.declare(&[0, 1], Some("ups"));
    hold_against_decide(&w);
    let seller = Actor::Seller(SELLER);
    let cancel = find(&actions(&w, &seller), "cancel_sale").clone();
    assert_eq!((cancel.allowed(), cancel.until), (true, Some(w.order().ship_by)));
    w.seller(OrderCommand::Cancel { units: vec![UnitNo(0)], reason: "quality".into() }).expect("cancelled");
    hold_against_decide(&w);
    let mut w = World::missing_one("default", 1_000, 100);
    let opens = w.order().parcels[0].not_received.clone().expect("it is shipped").opens;
    w.go_to(opens.max(w.now));
    w.open(&[0], Received::No);
    let answer = Answer::Investigate { carrier: "ups".into(), number: "TRACK0".into() };
    w.respond(0, answer).expect("asked");
    hold_against_decide(&w);
    let mediator = Actor::Mediator(MEDIATOR);
    let report = offers(w.order(), &mediator, &w.context(), w.now);
    let report = report.into_iter().find(|offer| offer.action.kind == "report_finding").expect("offered");
    assert_eq!(report.probes.len(), 3);
    w.mediator(report.probes[1].clone()).expect("reported");
    let again = offers(w.order(), &mediator, &w.context(), w.now);
    let again = again.into_iter().find(|offer| offer.action.kind == "report_finding").expect("offered");
    assert_eq!(again.probes.len(), 2, "what is known already is not offered");
    hold_against_decide(&w);
}
