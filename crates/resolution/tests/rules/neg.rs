//! Complaints of negligence: about the seller and the shipping fee, beside whatever becomes of the goods (NEG-1 to NEG-5).
use crate::story::acts::{AS_BUYER, AS_SELLER, code, refund};
use crate::story::tell::{BY_BUYER, BY_SELLER, just_before, timers, units};
use crate::story::{MEDIATOR, SELLER, World, because, minor, seal};
use resolution::actor::Actor;
use resolution::case::remedy::Remedy;
use resolution::case::{Answer, CaseKind, Closing, Received};
use resolution::id::CaseNo;
use resolution::order::command::{Complaint, Opening, OrderCommand};
use resolution::order::components::ComponentRef;
use resolution::order::event::OrderEvent;
use resolution::policy::Liable;
use resolution::refusal::Refusal;
use resolution::seal::Words;

/// Two units for 1,000 each and 100 of shipping each, received.
fn received() -> World {
    World::arrived_one("default", 2, 2_000, 200)
}

fn about(of: &[u16], reason: &str, fee: bool) -> OrderCommand {
    OrderCommand::Complain(Complaint {
        units: units(of),
        reason: reason.into(),
        sub_reason: None,
        fee,
        text: None,
    })
}

/// The buyer complains of unit 0 being sent late and asks for its shipping.
fn complained() -> World {
    let mut w = received();
    w.buyer(about(&[0], "late_shipment", true)).expect("complained");
    w
}

fn explained(reason: &str) -> Words {
    Words { reason: reason.into(), text: Some(seal(SELLER)) }
}

fn drafts(w: &mut World, answer: Answer, words: Words) -> Result<(), Refusal> {
    w.seller(OrderCommand::DraftAnswer { case: CaseNo(0), answer, words })
}

fn confirms(w: &mut World) -> Result<(), Refusal> {
    w.seller(OrderCommand::ConfirmAnswer { case: CaseNo(0) })
}

/// The seller has rejected it: both talk.
fn rejected() -> World {
    let mut w = complained();
    drafts(&mut w, Answer::Reject, explained("carrier_caused")).expect("drafted");
    confirms(&mut w).expect("confirmed");
    w
}

/// A mediator has it.
fn reviewed() -> World {
    let mut w = rejected();
    w.escalate(&AS_BUYER, 0).expect("escalated");
    w.assign(0, MEDIATOR).expect("assigned");
    w
}

fn ruled(w: &mut World, remedy: Option<Remedy>, liable: Liable) -> Result<(), Refusal> {
    w.act(
        &Actor::Mediator(MEDIATOR),
        OrderCommand::Rule { case: CaseNo(0), remedy, liable, departs: Some(because("weighed")) },
    )
}

fn fee(amount: i64) -> Remedy {
    Remedy::FeeRefund { amount: minor(amount) }
}

/// Points that were counted against the seller, with the reason.
fn points(w: &World) -> Vec<(u16, String)> {
    let counted = |event: &OrderEvent| match event {
        OrderEvent::NegligenceHeld { points, reason, .. } => Some((*points, reason.clone())),
        _ => None,
    };
    w.log.iter().filter_map(|(_, event)| counted(event)).collect()
}

#[test]
fn neg_01_the_buyer_complains_of_three_things_and_may_ask_for_the_shipping_fee() {
    for reason in ["defective_product", "late_shipment", "inaccurate_description"] {
        let mut w = received();
        w.buyer(about(&[0], reason, true)).expect("complained");
        let case = w.case(0);
        assert_eq!((case.kind, case.asked.clone()), (CaseKind::Negligence, fee(100)));
        assert_eq!(case.reserved, [ComponentRef::Shipping(units(&[0])[0])], "the fee and nothing else");
        let mut w = received();
        w.buyer(about(&[0], reason, false)).expect("complained without asking for money");
        assert_eq!((w.case(0).asked.clone(), w.case(0).reserved.len()), (fee(0), 0));
    }
    let w = received();
    let other = w.would(&AS_BUYER, about(&[0], "damaged", true)).expect_err("a reason of disputes");
    let Refusal::ReasonUnknown { allowed } = other else { panic!("{other:?}") };
    assert_eq!(allowed, ["defective_product", "late_shipment", "inaccurate_description"]);
    assert_eq!(code(w.would(&AS_SELLER, about(&[0], "late_shipment", true))), "not_yours");
    assert_eq!(
        code(World::arrived_one("lazada", 1, 1_000, 50).would(&AS_BUYER, about(&[0], "late_shipment", true))),
        "not_in_policy"
    );
    let free = World::arrived_one("default", 1, 1_000, 0);
    assert_eq!(code(free.would(&AS_BUYER, about(&[0], "late_shipment", true))), "nothing_left");
    assert_eq!(free.would(&AS_BUYER, about(&[0], "late_shipment", false)), Ok(()));
}

#[test]
fn neg_01_pro_10_to_the_end_of_the_window_for_received_goods() {
    for late in timers() {
        let mut w = received();
        w.lateness = late;
        let end = w.received(0).closes;
        w.go_to(just_before(end));
        assert_eq!(w.would(&AS_BUYER, about(&[0], "late_shipment", true)), Ok(()));
        w.go_to(end);
        let refused = w.would(&AS_BUYER, about(&[0], "late_shipment", true));
        assert_eq!(refused, Err(Refusal::Ended { at: end, rule: "PRO-2".into() }));
    }
    let mut w = World::new("default", "UTC");
    w.shipped(1, 1_000, 100);
    assert_eq!(code(w.would(&AS_BUYER, about(&[0], "late_shipment", true))), "not_known_yet");
}

#[test]
fn neg_01_a_complaint_and_a_dispute_do_not_stand_in_each_others_way() {
    let mut w = complained();
    assert_eq!(code(w.would(&AS_BUYER, about(&[0], "defective_product", false))), "in_case", "one at a time");
    // The goods can be disputed all the same; the shipping lies in the complaint.
    let asks = |amount| {
        OrderCommand::OpenDispute(Opening {
            units: units(&[0]),
            received: Received::Yes,
            reason: "damaged".into(),
            sub_reason: None,
            asked: refund(amount),
            text: None,
        })
    };
    assert_eq!(w.would(&AS_BUYER, asks(1_001)), Err(Refusal::AmountTooHigh { most: minor(1_000) }));
    w.buyer(asks(1_000)).expect("disputed");
    let dispute = 1;
    assert_eq!(w.case(dispute).reserved, [ComponentRef::Goods(units(&[0])[0])]);
    assert_eq!(w.most(&[1]), 1_100, "the other unit has its own");
    // And the other way round.
    let mut w = received();
    w.open(&[0], Received::Yes);
    assert_eq!(code(w.would(&AS_BUYER, about(&[0], "late_shipment", true))), "nothing_left");
    assert_eq!(w.would(&AS_BUYER, about(&[0], "late_shipment", false)), Ok(()));
    w.hold_the_books();
}

#[test]
fn neg_01_once_decided_not_again_and_after_a_withdrawal_once_more() {
    let mut w = complained();
    for _ in 0..2 {
        w.withdraw(u16::try_from(w.order().cases.len()).expect("few") - 1).expect("withdrawn");
        let again = w.would(&AS_BUYER, about(&[0], "late_shipment", true));
        if w.order().cases.len() == 1 {
            assert_eq!(again, Ok(()));
            w.buyer(about(&[0], "late_shipment", true)).expect("once more");
        } else {
            assert_eq!(code(again), "disputed_twice");
        }
    }
    assert_eq!(w.may_open(&[0], Received::Yes), Ok(()), "the goods were never disputed");
    let mut w = complained();
    drafts(&mut w, Answer::Accept, because("")).expect("drafted");
    confirms(&mut w).expect("accepted");
    w.gateway_confirms();
    assert_eq!(w.closing(0), Closing::Refunded);
    let again = w.would(&AS_BUYER, about(&[0], "defective_product", false));
    assert_eq!(again, Err(Refusal::ComplaintDecided { unit: 0, case: 0 }));
}

#[test]
fn neg_02_the_seller_answers_in_two_steps() {
    let mut w = complained();
    assert_eq!(code(w.respond(0, Answer::Accept)), "not_in_policy", "not in one");
    assert_eq!(code(confirms(&mut w)), "missing", "nothing was drafted");
    let end = w.end(0);
    drafts(&mut w, Answer::Accept, because("")).expect("a first draft");
    assert_eq!(code(drafts(&mut w, Answer::Accept, because(""))), "already_done");
    drafts(&mut w, Answer::Reject, explained("not_so")).expect("another in its place");
    assert_eq!((w.stage(0), w.end(0), w.case(0).answered), ("responding", end, false), "no clock moves");
    assert_eq!(w.told("complaint_rejected"), [], "and nobody is told of a draft");
    confirms(&mut w).expect("confirmed");
    assert_eq!((w.stage(0), w.case(0).answered), ("negotiating", true));
    assert_eq!(w.told("complaint_rejected").len(), 1);
    assert_eq!(code(w.would(&AS_BUYER, OrderCommand::ConfirmAnswer { case: CaseNo(0) })), "not_yours");
}

#[test]
fn neg_02_a_rejection_has_a_reason_of_the_list_and_an_explanation() {
    let mut w = complained();
    let unknown = drafts(&mut w, Answer::Reject, explained("because")).expect_err("no such reason");
    let Refusal::ReasonUnknown { allowed } = unknown else { panic!("{unknown:?}") };
    assert_eq!(allowed, ["not_so", "carrier_caused", "buyer_caused", "settled_already"]);
    let bare = drafts(&mut w, Answer::Reject, because("not_so"));
    assert_eq!(bare, Err(Refusal::Missing { items: vec!["explanation".into()] }));
    assert_eq!(code(drafts(&mut w, Answer::WithoutReturn, explained("not_so"))), "not_in_policy");
    assert_eq!(drafts(&mut w, Answer::Reject, explained("not_so")), Ok(()), "pictures are optional");
}

#[test]
fn neg_02_pro_10_silence_goes_to_review_whatever_was_drafted() {
    for late in timers() {
        let mut w = complained();
        w.lateness = late;
        drafts(&mut w, Answer::Reject, explained("not_so")).expect("drafted and never confirmed");
        let end = w.end(0);
        w.go_to(just_before(end));
        assert_eq!(w.stage(0), "responding");
        assert_eq!(w.would(&AS_SELLER, OrderCommand::ConfirmAnswer { case: CaseNo(0) }), Ok(()));
        w.go_to(end + late);
        assert_eq!((w.stage(0), w.case(0).answered), ("reviewing", false));
        assert_eq!(code(confirms(&mut w)), "wrong_stage");
        // Without a mediator the table decides: who stays silent contests nothing.
        let end = w.end(0);
        w.go_to(end + late);
        assert_eq!((w.row(0), w.ruling(0).liable), ("uncontested", Liable::Seller));
    }
}

#[test]
fn neg_03_rejected_it_is_talked_over_and_then_the_platform_decides() {
    let mut w = rejected();
    assert_eq!(code(w.propose(&AS_SELLER, 0, fee(50)).map(drop)), "not_in_policy", "nothing to bargain over");
    assert_eq!(code(w.change(0, "defective_product", fee(50))), "not_in_policy");
    let message = OrderCommand::WriteMessage { case: Some(CaseNo(0)), words: seal(SELLER) };
    assert_eq!(w.would(&AS_SELLER, message), Ok(()));
    assert_eq!(code(drafts(&mut w, Answer::Reject, explained("not_so"))), "wrong_stage", "it is rejected");
    let end = w.end(0);
    w.go_to(end);
    assert_eq!(w.stage(0), "reviewing", "the discussion ends by itself");
    for side in [&BY_BUYER, &BY_SELLER] {
        let mut w = rejected();
        w.escalate(side, 0).expect("either side");
        assert_eq!(w.stage(0), "reviewing");
    }
}

#[test]
fn neg_03_a_seller_may_still_accept_while_it_is_talked_over() {
    let mut w = rejected();
    drafts(&mut w, Answer::Accept, because("")).expect("drafted");
    confirms(&mut w).expect("accepted after all");
    w.gateway_confirms();
    assert_eq!((w.closing(0), w.refunded()), (Closing::Refunded, 100));
    assert_eq!(points(&w), [(3, "late_shipment".to_owned())]);
}

#[test]
fn neg_04_held_negligent_the_fee_goes_back_and_three_points_are_counted() {
    let mut w = reviewed();
    ruled(&mut w, Some(fee(100)), Liable::Seller).expect("ruled");
    assert_eq!(w.stage(0), "appealing");
    assert_eq!(points(&w), [], "not before the ruling stands");
    w.run_out(0);
    w.gateway_confirms();
    assert_eq!(
        (w.closing(0), w.refunded(), w.of_unit(0)),
        (Closing::Refunded, 100, (100, 1_000)),
        "the goods are the seller's"
    );
    assert_eq!(points(&w), [(3, "late_shipment".to_owned())]);
    let seller: Vec<_> = w.told("negligence_held").into_iter().map(|(to, _)| to).collect();
    assert_eq!(seller, [SELLER]);
    w.hold_the_books();
}

#[test]
fn neg_04_without_a_fee_asked_the_points_are_all_that_follows() {
    let mut w = received();
    w.buyer(about(&[0], "defective_product", false)).expect("complained");
    drafts(&mut w, Answer::Accept, because("")).expect("drafted");
    confirms(&mut w).expect("accepted");
    assert_eq!((w.closing(0), w.refunded()), (Closing::Upheld, 0));
    assert_eq!(points(&w).len(), 1);
    let mut w = received();
    w.buyer(about(&[0], "defective_product", false)).expect("complained");
    w.run_out(0);
    w.assign(0, MEDIATOR).expect("assigned");
    assert!(ruled(&mut w, Some(fee(1)), Liable::Seller).is_err(), "no fee where none was asked");
    ruled(&mut w, None, Liable::Seller).expect("ruled");
    w.run_out(0);
    assert_eq!((w.closing(0), w.refunded(), points(&w).len()), (Closing::Upheld, 0, 1));
}

#[test]
fn neg_04_a_ruling_gives_the_fee_where_the_seller_is_liable_and_nothing_elsewhere() {
    let mut w = reviewed();
    for (remedy, liable) in [
        (Some(fee(100)), Liable::Nobody),
        (Some(fee(99)), Liable::Seller),
        (None, Liable::Seller),
        (Some(refund(100)), Liable::Seller),
    ] {
        assert!(ruled(&mut w, remedy.clone(), liable).is_err(), "{remedy:?} with {liable:?}");
    }
    assert_eq!(w.stage(0), "reviewing");
}

#[test]
fn neg_04_what_was_released_before_the_seller_owes() {
    // Where the buyer's confirmation releases at once, the fee may be the seller's already when it is decided.
    let mut w = World::variant(
        "default",
        "UTC",
        &[("release_at_confirmation = false", "release_at_confirmation = true")],
    );
    w.shipped(1, 1_000, 100);
    w.confirm(0).expect("confirmed");
    assert_eq!(w.released(), 1_100);
    w.buyer(about(&[0], "late_shipment", true)).expect("complained in time");
    drafts(&mut w, Answer::Accept, because("")).expect("drafted");
    confirms(&mut w).expect("accepted");
    w.gateway_confirms();
    assert_eq!((w.closing(0), w.refunded()), (Closing::Refunded, 100));
    // The fee, less the commission that the platform gives back on it.
    let owed = w.balance(&resolution::ledger::Account::SellerReceivable(SELLER));
    assert_eq!(owed, -95, "the seller owes it");
    w.hold_the_books();
}

#[test]
fn neg_05_not_held_negligent_nothing_is_taken_and_it_stays_visible_as_dismissed() {
    let mut w = reviewed();
    ruled(&mut w, None, Liable::Nobody).expect("ruled");
    w.run_out(0);
    assert_eq!((w.closing(0), w.refunded()), (Closing::Dismissed, 0));
    assert_eq!(points(&w), []);
    assert_eq!(w.order().cases.len(), 1, "it stays");
    let end = w.received(0).closes;
    w.go_to(end);
    assert_eq!(w.released_of(&[0]), 1_100, "the fee is the seller's with the rest");
}

#[test]
fn neg_05_whoever_did_not_get_its_way_may_appeal_once() {
    let mut w = reviewed();
    ruled(&mut w, None, Liable::Nobody).expect("ruled");
    assert_eq!(code(w.would(&AS_SELLER, OrderCommand::Waive { case: CaseNo(0) })), "not_yours");
    assert_eq!(w.would(&AS_BUYER, OrderCommand::Waive { case: CaseNo(0) }), Ok(()));
    let mut w = reviewed();
    ruled(&mut w, Some(fee(100)), Liable::Seller).expect("ruled");
    assert_eq!(code(w.would(&AS_BUYER, OrderCommand::Waive { case: CaseNo(0) })), "not_yours");
    assert_eq!(w.would(&AS_SELLER, OrderCommand::Waive { case: CaseNo(0) }), Ok(()));
}
