//! Goods that are right go back for a change of mind (RET-1 to RET-9).
use crate::story::acts::{AS_BUYER, AS_SELLER, code, refund};
use crate::story::tell::{BY_BUYER, BY_SELLER, just_before, preset, timers, units};
use crate::story::{MEDIATOR, World, at, because, line, payment};
use resolution::case::{Answer, CaseKind, Closing, Received, ReturnContent};
use resolution::id::CaseNo;
use resolution::order::command::{OrderCommand, ReturnRequest};
use resolution::order::event::OrderEvent;
use resolution::parcel::tracking::Status;
use resolution::policy::{self, Liable, Period, ReturnCondition};
use resolution::refusal::Refusal;

fn request(of: &[u16]) -> OrderCommand {
    OrderCommand::RequestReturn(ReturnRequest {
        units: units(of),
        reason: "change_of_mind".into(),
        sub_reason: None,
        text: None,
    })
}

fn respond(answer: Answer, reason: &str) -> OrderCommand {
    OrderCommand::Respond { case: CaseNo(0), answer, words: because(reason) }
}

/// Two units for 1,000 each and 100 of shipping each, received and right.
fn received() -> World {
    World::arrived_one("default", 2, 2_000, 200)
}

/// The buyer asks to send unit 0 back.
fn requested() -> World {
    let mut w = received();
    w.buyer(request(&[0])).expect("requested");
    w
}

/// The goods are back at the seller, and to be looked at.
fn came_back() -> World {
    let mut w = requested();
    w.respond(0, Answer::Accept).expect("return and refund");
    w.return_address(0, None).expect("the buyer pays the way back");
    w.send_return(0).expect("sent");
    w.return_scan(0, Status::Delivered);
    assert_eq!(w.stage(0), "inspecting");
    w
}

fn objection(w: &World) -> OrderCommand {
    let documents = w.order().evidence.iter().map(|e| e.no).collect();
    OrderCommand::ObjectToReturn {
        case: CaseNo(0),
        content: ReturnContent::Part,
        words: because("incomplete"),
        documents,
    }
}

/// The seller has objected with all three documents; a mediator looks at it.
fn objected() -> World {
    let mut w = came_back();
    for document in ["return_waybill", "return_packaging", "return_goods"] {
        w.seller_shows(0, document);
    }
    let objection = objection(&w);
    w.seller(objection).expect("objected");
    w
}

#[test]
fn ret_01_only_within_the_policys_window_after_receipt() {
    for late in timers() {
        let mut w = World::new("default", "America/Los_Angeles");
        w.lateness = late;
        w.shipped(2, 2_000, 200);
        let early = w.would(&BY_BUYER, request(&[0])).expect_err("not received yet");
        assert_eq!(early.code(), "not_known_yet");
        w.days(3);
        w.deliver(0);
        let end = w.calendar.end(w.now, Period::Days(14));
        assert_eq!(w.received(0).closes, end, "as long as anything can be reported");
        w.go_to(just_before(end));
        assert_eq!(w.would(&BY_BUYER, request(&[0])), Ok(()));
        w.go_to(end);
        assert_eq!(code(w.buyer(request(&[0]))), "ended");
    }
    // A shorter time of the policy's own ends sooner, and says which rule it is.
    let mut policy = preset("default");
    policy.returns.as_mut().expect("it has returns").within = Period::Days(3);
    let mut w = World::with_policy(policy, "UTC");
    w.shipped(1, 1_000, 0);
    w.days(1);
    w.deliver(0);
    let end = w.calendar.end(w.now, Period::Days(3));
    w.go_to(just_before(end));
    assert_eq!(w.would(&BY_BUYER, request(&[0])), Ok(()));
    w.go_to(end);
    assert_eq!(w.would(&BY_BUYER, request(&[0])), Err(Refusal::Ended { at: end, rule: "RET-1".into() }));
    assert_eq!(w.may_open(&[0], Received::Yes), Ok(()), "a fault can be reported longer");
}

/// Seed 4280 of the random orders: nothing was left of goods that were sent again and turned back after a delivery.
#[test]
fn ret_01_what_turned_back_after_its_delivery_is_not_sent_back_by_the_buyer() {
    let mut w = World::new("default", "UTC");
    w.place(vec![line(2, 2_000, 0)], vec![payment("credit_card", 2_000)]);
    w.pay();
    let (turns, stays) = (w.ship(&[0]), w.ship(&[1]));
    w.days(3);
    w.deliver(turns);
    w.deliver(stays);
    w.goodwill(&[0], 1_000).expect("paid back, and kept");
    w.days(1);
    w.scanned(turns, Status::ReturnedToSender, |_| ());
    assert_eq!(code(w.buyer(request(&[0, 1]))), "not_known_yet");
    assert_eq!(w.would(&BY_BUYER, request(&[1])), Ok(()));
}

#[test]
fn ret_01_only_for_products_whose_listing_or_else_the_policy_allows_it() {
    for (unless_said, said, may) in [
        (true, None, true),
        (true, Some(false), false),
        (true, Some(true), true),
        (false, None, false),
        (false, Some(true), true),
    ] {
        let mut policy = preset("default");
        policy.returns.as_mut().expect("it has returns").unless_said = unless_said;
        let mut w = World::with_policy(policy, "UTC");
        let lines = vec![
            resolution::order::command::NewLine { returnable: said, ..line(1, 1_000, 0) },
            resolution::order::command::NewLine { returnable: Some(true), ..line(1, 500, 0) },
        ];
        w.place(lines, vec![payment("credit_card", 1_500)]);
        w.pay();
        w.ship(&[]);
        w.days(1);
        w.deliver(0);
        let expected = if may { Ok(()) } else { Err(Refusal::NotReturnable { unit: 0 }) };
        assert_eq!(w.would(&BY_BUYER, request(&[0])), expected, "{unless_said} {said:?}");
        assert_eq!(w.would(&BY_BUYER, request(&[1, 0])), expected, "nothing is done by half");
        assert_eq!(w.would(&BY_BUYER, request(&[1])), Ok(()));
    }
    let w = World::arrived_one("aliexpress", 1, 1_000, 0);
    assert_eq!(code(w.would(&BY_BUYER, request(&[0]))), "not_in_policy");
}

#[test]
fn ret_01_a_request_names_units_a_reason_of_its_own_and_nothing_more() {
    let w = received();
    let wrong = |reason: &str| {
        OrderCommand::RequestReturn(ReturnRequest {
            units: units(&[0]),
            reason: reason.into(),
            sub_reason: None,
            text: None,
        })
    };
    let allowed = vec!["change_of_mind".to_owned()];
    assert_eq!(w.would(&BY_BUYER, wrong("damaged")), Err(Refusal::ReasonUnknown { allowed }));
    assert_eq!(code(w.would(&BY_SELLER, request(&[0]))), "not_yours");
    assert_eq!(code(w.would(&BY_BUYER, request(&[]))), "invalid");
    let dispute = OrderCommand::OpenDispute(resolution::order::command::Opening {
        units: units(&[0]),
        received: Received::Yes,
        reason: "change_of_mind".into(),
        sub_reason: None,
        asked: refund(100),
        text: None,
    });
    assert_eq!(code(w.would(&BY_BUYER, dispute)), "reason_unknown", "it is no dispute");
    let mut w = requested();
    assert_eq!((w.case(0).kind, w.stage(0)), (CaseKind::Return, "responding"));
    assert_eq!(w.case(0).asked.amount(), Some(crate::story::minor(1_000)), "the way there was used");
    assert_eq!(w.told("return_requested").len(), 2);
    assert_eq!(code(w.buyer(request(&[0]))), "in_case");
    w.buyer(request(&[1])).expect("the other unit is free");
}

#[test]
fn ret_02_the_seller_refuses_only_for_a_condition_that_is_not_met() {
    for condition in ReturnCondition::ALL {
        let mut w = requested();
        let allowed = ReturnCondition::ALL.iter().map(|c| c.word().to_owned()).collect::<Vec<_>>();
        let refused = w.try_act(&BY_SELLER, respond(Answer::Reject, "not_agreed")).map(drop);
        assert_eq!(refused, Err(Refusal::ReasonUnknown { allowed }));
        w.seller(respond(Answer::Reject, condition.word())).expect("refused");
        assert_eq!((w.closing(0), w.told("return_refused").len()), (Closing::Dismissed, 1));
        assert_eq!(w.refunded(), 0);
    }
}

#[test]
fn ret_02_the_conditions_are_public() {
    for (preset_name, has) in [("default", true), ("aliexpress", false)] {
        let terms = policy::terms(&preset(preset_name));
        for (language, text) in &terms.languages {
            let returns = text.sections.iter().find(|s| s.id == "returns").expect("a section");
            let said = returns.sentences.iter().any(|s| s.contains("14 days") || s.contains("14 hari"));
            assert_eq!(said, has, "{preset_name} {language}: {:#?}", returns.sentences);
            let gifts = returns.sentences.iter().any(|s| s.contains("gift") || s.contains("hadiah"));
            assert_eq!(gifts, has, "accessories, parts and free gifts included");
        }
    }
}

#[test]
fn ret_03_the_seller_chooses_refund_without_return_or_return_and_refund() {
    let mut w = requested();
    w.respond(0, Answer::WithoutReturn).expect("the buyer keeps it");
    assert_eq!((w.stage(0), w.refunded()), ("executing", 1_000));
    assert_eq!(w.told("refund_without_return").len(), 1);
    w.gateway_confirms();
    assert_eq!(w.closing(0), Closing::Refunded);
    let mut w = requested();
    w.respond(0, Answer::Accept).expect("return and refund");
    assert_eq!((w.stage(0), w.refunded()), ("preparing", 0));
    assert_eq!(code(w.respond(0, Answer::WithoutReturn)), "wrong_stage");
}

#[test]
fn ret_03_there_is_nothing_to_bargain_over() {
    let mut w = requested();
    assert_eq!(code(w.propose(&AS_SELLER, 0, refund(300))), "not_in_policy");
    assert_eq!(code(w.propose(&AS_BUYER, 0, refund(300))), "not_in_policy");
    assert_eq!(code(w.change(0, "damaged", refund(300))), "not_in_policy");
    assert_eq!(code(w.escalate(&AS_BUYER, 0)), "not_in_policy");
    let mut w = World::arrived_one("default", 1, 1_000, 0);
    let no = w.dispute(&[0], Received::Yes, "damaged", refund(500)).expect("open");
    assert_eq!(code(w.respond(no, Answer::WithoutReturn)), "not_in_policy", "a dispute has proposals");
}

#[test]
fn ret_04_pro_10_silence_for_two_working_days_confirms_return_and_refund() {
    for late in timers() {
        // Friday evening in Jakarta; Monday 1 June is a holiday: the worked example of the reading time.
        let mut w = World::new("default", "Asia/Jakarta");
        w.lateness = late;
        w.now = at("2026-05-20T03:00:00Z");
        w.shipped(1, 1_000, 0);
        w.go_to(at("2026-05-28T03:00:00Z"));
        w.deliver(0);
        w.go_to(at("2026-05-29T13:00:00Z"));
        w.buyer(request(&[0])).expect("requested");
        let end = w.calendar.end(w.now, Period::WorkingDays(2));
        assert_eq!(w.end(0), end);
        w.go_to(just_before(end));
        assert_eq!(w.stage(0), "responding");
        assert_eq!(
            w.try_act(&BY_SELLER, respond(Answer::WithoutReturn, "")).map(drop),
            Ok(()),
            "still in time"
        );
        w.go_to(end);
        assert!(
            w.would(&BY_SELLER, respond(Answer::Reject, "undamaged")).is_err(),
            "at the instant it is too late"
        );
        w.go_to(end + late);
        assert_eq!((w.stage(0), w.told("return_confirmed").len()), ("preparing", 2));
        let by = w.log.iter().find_map(|(_, event)| match event {
            OrderEvent::OutcomeFixed { by, .. } => Some(by.clone()),
            _ => None,
        });
        assert_eq!(by.as_deref(), Some("default"));
    }
}

#[test]
fn ret_05_what_came_and_whether_it_is_accepted_are_two_facts() {
    let all = [
        ReturnContent::All,
        ReturnContent::Part,
        ReturnContent::Other,
        ReturnContent::Empty,
        ReturnContent::Nothing,
    ];
    for content in all {
        let mut w = came_back();
        let receive = |content| OrderCommand::ReceiveReturn { case: CaseNo(0), content };
        assert_eq!(code(w.buyer(receive(content))), "not_yours");
        w.seller(receive(content)).expect("told");
        assert_eq!((w.stage(0), w.refunded()), ("inspecting", 0), "nothing is decided by it");
        let seen = w.case(0).returning.clone();
        assert_eq!((seen.content, seen.received, seen.accepted), (Some(content), Some(w.now), None));
        assert_eq!(w.seller(receive(content)), Err(Refusal::AlreadyDone));
        w.days(2);
        w.seller(OrderCommand::AcceptReturn { case: CaseNo(0), content }).expect("accepted");
        let seen = w.case(0).returning.clone();
        assert_eq!(seen.accepted, Some(w.now));
        assert!(seen.received < seen.accepted, "each has its date");
        assert_eq!((w.stage(0), w.refunded()), ("executing", 1_000));
        assert_eq!(code(w.seller(receive(ReturnContent::All))), "already_final");
    }
}

#[test]
fn ret_05_the_marketplaces_warehouse_may_say_it_and_before_the_carrier_does() {
    let mut w = requested();
    w.respond(0, Answer::Accept).expect("return and refund");
    w.return_address(0, None).expect("given");
    w.send_return(0).expect("sent");
    w.marketplace(OrderCommand::ReceiveReturn { case: CaseNo(0), content: ReturnContent::Part })
        .expect("told");
    assert_eq!(w.stage(0), "inspecting");
    w.marketplace(OrderCommand::ReceiveReturn { case: CaseNo(0), content: ReturnContent::All })
        .expect("put right");
    assert_eq!(w.case(0).returning.content, Some(ReturnContent::All));
}

#[test]
fn ret_06_an_objection_needs_all_three_documents_and_names_those_that_are_missing() {
    let mut w = came_back();
    let mut left = vec!["return_waybill", "return_packaging", "return_goods"];
    while !left.is_empty() {
        let objection = objection(&w);
        let missing = left.iter().map(|id| (*id).to_owned()).collect();
        assert_eq!(w.seller(objection), Err(Refusal::Missing { items: missing }));
        let shown = left.remove(0);
        w.seller_shows(0, shown);
    }
    let objection = objection(&w);
    w.seller(objection).expect("now it is whole");
    assert_eq!((w.stage(0), w.told("return_objected").len()), ("reviewing", 1));
}

#[test]
fn ret_07_pro_10_without_an_objection_in_time_it_is_accepted_and_refunded() {
    for late in timers() {
        let mut w = came_back();
        w.lateness = late;
        let end = w.end(0);
        assert_eq!(end, w.calendar.end(w.now, Period::Days(7)));
        for document in ["return_waybill", "return_packaging", "return_goods"] {
            w.seller_shows(0, document);
        }
        w.go_to(just_before(end));
        let objection = objection(&w);
        assert_eq!(w.try_act(&BY_SELLER, objection.clone()).map(drop), Ok(()), "one nanosecond before");
        assert_eq!(w.refunded(), 0);
        w.go_to(end);
        assert!(w.would(&BY_SELLER, objection).is_err(), "at the instant it is accepted");
        w.go_to(end + late);
        assert_eq!((w.stage(0), w.refunded()), ("executing", 1_000));
        let accepted = w.when(|event| matches!(event, OrderEvent::ReturnAccepted { .. }));
        assert!(accepted >= Some(end) && w.case(0).returning.accepted == accepted);
        w.gateway_confirms();
        assert_eq!(w.closing(0), Closing::Refunded);
    }
}

#[test]
fn ret_08_the_ruling_on_an_objection_is_final() {
    for (remedy, gets) in [(None, 0), (Some(refund(1_000)), 1_000), (Some(refund(400)), 400)] {
        let mut w = objected();
        w.assign(0, MEDIATOR).expect("assigned");
        w.rule(MEDIATOR, 0, remedy.clone(), Liable::Buyer).expect("ruled");
        assert_eq!(w.refunded(), gets);
        assert_ne!(w.stage(0), "appealing");
        let appeal = OrderCommand::Appeal { case: CaseNo(0), evidence: vec![], words: because("unfair") };
        assert_eq!(code(w.buyer(appeal)), "already_final", "{remedy:?}");
    }
    let mut w = objected();
    w.assign(0, MEDIATOR).expect("assigned");
    let again = resolution::case::remedy::Remedy::Replacement { return_first: false };
    assert_eq!(code(w.rule(MEDIATOR, 0, Some(again), Liable::Nobody)), "remedy_not_offered");
    // Without a mediator the table rules, and that is final too.
    let mut w = objected();
    w.run_out(0);
    assert_eq!((w.row(0), w.closing(0), w.refunded()), ("return-objected", Closing::Dismissed, 0));
}

#[test]
fn ret_09_a_refused_return_gives_the_quantity_back_while_the_window_runs() {
    let mut refused = requested();
    refused.seller(respond(Answer::Reject, "undamaged")).expect("refused");
    let mut ruled = objected();
    ruled.assign(0, MEDIATOR).expect("assigned");
    ruled.rule(MEDIATOR, 0, None, Liable::Buyer).expect("for the seller");
    for mut w in [refused, ruled] {
        assert_eq!(w.closing(0), Closing::Dismissed);
        assert!(w.order().units[0].settled.is_none(), "nothing is settled");
        let again = w.would(&BY_BUYER, request(&[0]));
        assert_eq!(again, Err(Refusal::ReturnRefused { unit: 0, case: 0 }), "not for the same reason");
        assert_eq!(w.would(&BY_BUYER, request(&[1])), Ok(()), "the other unit never was in it");
        let closes = w.received(0).closes;
        if w.now < closes {
            w.go_to(just_before(closes));
            assert_eq!(w.may_open(&[0], Received::Yes), Ok(()));
            let no = w.open(&[0], Received::Yes);
            assert_eq!(w.case(no).kind, CaseKind::Dispute);
            w.go_to(closes);
            assert_eq!(w.released_of(&[0]), 0, "the dispute keeps its money");
        }
    }
    // After the window nothing waits: what was kept back is released in the transaction that refuses the return.
    let mut w = objected();
    w.assign(0, MEDIATOR).expect("assigned");
    let closes = w.received(0).closes;
    assert!(w.now < closes);
    w.seller_shows(0, "return_goods");
    w.go_to(closes);
    if w.stage(0) == "reviewing" {
        assert_eq!(w.released_of(&[0]), 100, "the shipping was never in it");
        w.rule(MEDIATOR, 0, None, Liable::Buyer).expect("for the seller");
    }
    assert_eq!((w.released_of(&[0]), code(w.may_open(&[0], Received::Yes))), (1_100, "ended"));
}

#[test]
fn ret_09_what_was_not_sent_in_time_or_was_withdrawn_is_free_again_as_well() {
    let mut w = requested();
    w.respond(0, Answer::Accept).expect("return and refund");
    w.return_address(0, None).expect("given");
    w.run_out(0);
    assert_eq!(w.closing(0), Closing::Lapsed);
    assert!(w.order().units[0].settled.is_none());
    let mut w = requested();
    for _ in 0..2 {
        w.withdraw(u16::try_from(w.order().cases.len() - 1).expect("few")).expect("withdrawn");
        assert_eq!(w.order().units[0].withdrawn, 0, "no dispute was withdrawn");
        assert_eq!(w.may_open(&[0], Received::Yes), Ok(()));
        if w.order().cases.len() < 2 {
            w.buyer(request(&[0])).expect("once more");
        }
    }
    assert_eq!(w.would(&BY_BUYER, request(&[0])), Err(Refusal::DisputedTwice { unit: 0 }));
}

#[test]
fn ret_09_what_was_paid_back_stays_settled() {
    let mut w = requested();
    w.respond(0, Answer::WithoutReturn).expect("refunded");
    w.gateway_confirms();
    assert_eq!(code(w.may_open(&[0], Received::Yes)), "unit_settled");
    let mut w = requested();
    w.respond(0, Answer::Accept).expect("return and refund");
    assert_eq!(code(w.buyer(request(&[0]))), "in_case");
    // The address is not given in time: the refund comes without the goods.
    w.run_out(0);
    assert_eq!((w.stage(0), w.refunded()), ("executing", 1_000));
    assert!(matches!(w.order().units[0].settled, Some((CaseNo(0), _))));
}

#[test]
fn ret_05_a_return_that_is_lost_on_its_way_is_not_the_buyers_loss() {
    let mut w = requested();
    w.respond(0, Answer::Accept).expect("return and refund");
    w.return_address(0, None).expect("given");
    w.send_return(0).expect("sent");
    w.days(2);
    w.return_scan(0, Status::Lost);
    assert_eq!(w.stage(0), "reviewing");
    w.run_out(0);
    assert_eq!((w.row(0), w.refunded()), ("return-lost", 1_000));
}
