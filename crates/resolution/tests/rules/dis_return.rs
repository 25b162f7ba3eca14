//! DIS-17: return and refund, from address and label to the quality check.
use crate::story::acts::{AS_BUYER, AS_SELLER, MOMENT, code, refund, return_and_refund};
use crate::story::{MEDIATOR, SELLER, World, because, line, payment, seal};
use resolution::case::remedy::Remedy;
use resolution::case::{Answer, Closing, Received, ReturnContent};
use resolution::id::{CaseNo, EvidenceNo};
use resolution::order::command::OrderCommand;
use resolution::order::event::OrderEvent;
use resolution::parcel::tracking::Status;
use resolution::payment::RefundCause;
use resolution::policy::{Liable, Period};
use resolution::refusal::Refusal;

const PRESETS: [&str; 2] = ["default", "aliexpress"];
const DOCUMENTS: [&str; 3] = ["return_waybill", "return_packaging", "return_goods"];

/// A return over one of two units that the seller granted: the address is owed.
fn granted(preset: &str) -> World {
    let mut w = World::arrived_one(preset, 2, 2_000, 200);
    w.dispute(&[0], Received::Yes, "damaged", return_and_refund(1_000)).expect("open");
    w.respond(0, Answer::Accept).expect("granted");
    assert_eq!((w.stage(0), w.end(0)), ("preparing", w.calendar.end(w.now, Period::Days(5))));
    w
}

/// The same, with address and label: the buyer must send.
fn prepared(preset: &str) -> World {
    let mut w = granted(preset);
    let label = w.show(&AS_SELLER, Some(0), None, None);
    w.return_address(0, Some(label)).expect("given");
    w
}

/// The same, on its way.
fn returning(preset: &str) -> World {
    let mut w = prepared(preset);
    w.days(1);
    w.send_return(0).expect("sent");
    w
}

/// The same, back at the seller.
fn back(preset: &str) -> World {
    let mut w = returning(preset);
    w.days(2);
    w.return_scan(0, Status::Delivered);
    assert_eq!((w.stage(0), w.end(0)), ("inspecting", w.calendar.end(w.now, Period::Days(7))));
    w
}

fn object(w: &mut World, documents: Vec<EvidenceNo>) -> Result<(), Refusal> {
    let (case, content, words) = (CaseNo(0), ReturnContent::Other, because("not_as_sent"));
    w.seller(OrderCommand::ObjectToReturn { case, content, words, documents })
}

#[test]
fn dis_17_the_seller_owes_address_and_label_where_the_seller_pays_the_return() {
    for preset in PRESETS {
        let mut w = granted(preset);
        assert_eq!(w.return_address(0, None), Err(Refusal::Missing { items: vec!["label".into()] }));
        let theirs = w.show(&AS_BUYER, Some(0), None, None);
        assert_eq!(code(w.return_address(0, Some(theirs))), "invalid", "a label of the buyer's is none");
        assert_eq!(code(w.send_return(0)), "wrong_stage", "nowhere to send it to yet");
        let label = w.show(&AS_SELLER, Some(0), None, None);
        let address =
            OrderCommand::GiveReturnAddress { case: CaseNo(0), address: seal(SELLER), label: Some(label) };
        assert_eq!(code(w.buyer(address)), "not_yours");
        w.go_to(w.end(0) - MOMENT);
        w.return_address(0, Some(label)).expect("one moment before the end");
        assert_eq!(
            (w.stage(0), w.end(0)),
            ("dispatching", w.calendar.end(w.now, Period::Days(10))),
            "counted from then"
        );
    }
}

#[test]
fn dis_17_who_pays_the_return_is_the_policys() {
    let mut w =
        World::variant("default", "UTC", &[("return_paid_by = \"seller\"", "return_paid_by = \"buyer\"")]);
    w.arrives(vec![line(1, 1_000, 0)], vec![payment("credit_card", 1_000)]);
    w.dispute(&[0], Received::Yes, "damaged", return_and_refund(1_000)).expect("open");
    w.respond(0, Answer::Accept).expect("granted");
    w.return_address(0, None).expect("no label is owed");
    assert_eq!(w.stage(0), "dispatching");
}

#[test]
fn dis_17_without_address_in_time_the_money_goes_back_without_return() {
    for preset in PRESETS {
        let mut w = granted(preset);
        w.run_out(0);
        assert_eq!((w.stage(0), w.refunded()), ("executing", 1_000));
    }
}

#[test]
fn dis_17_the_buyer_sends_with_a_tracking_number_within_10_days() {
    for preset in PRESETS {
        let mut w = prepared(preset);
        let blank =
            OrderCommand::SendReturn { case: CaseNo(0), carrier: String::new(), number: String::new() };
        assert_eq!(w.buyer(blank), Err(Refusal::Missing { items: vec!["carrier".into(), "number".into()] }));
        w.go_to(w.end(0) - MOMENT);
        w.send_return(0).expect("one moment before the end");
        assert_eq!((w.stage(0), w.end(0)), ("return_in_transit", w.calendar.end(w.now, Period::Days(30))));
    }
}

#[test]
fn dis_17_not_sent_in_time_closes_without_refund() {
    for preset in PRESETS {
        let mut w = prepared(preset);
        w.run_out(0);
        assert_eq!((w.stage(0), w.closing(0), w.refunded()), ("closed", Closing::Lapsed, 0));
        assert_eq!(code(w.send_return(0)), "already_final");
        let again = w.dispute(&[0], Received::Yes, "damaged", refund(1));
        assert_eq!(again, Err(Refusal::UnitSettled { unit: 0, case: 0 }));
        w.days(30);
        assert_eq!(w.of_unit(0), (0, 1_100), "it is the seller's");
    }
}

#[test]
fn dis_17_what_is_back_and_accepted_is_refunded() {
    for preset in PRESETS {
        let mut w = back(preset);
        w.seller(OrderCommand::AcceptReturn { case: CaseNo(0), content: ReturnContent::All })
            .expect("accepted");
        assert_eq!((w.stage(0), w.refunded()), ("executing", 1_000));
        let came = w.when(|e| matches!(e, OrderEvent::ReturnReceived { content: ReturnContent::All, .. }));
        let accepted = w.when(|e| matches!(e, OrderEvent::ReturnAccepted { .. }));
        assert_eq!((came, accepted), (Some(w.now), Some(w.now)), "two facts");
        w.gateway_confirms();
        assert_eq!(w.closing(0), Closing::Refunded);
    }
}

#[test]
fn dis_17_silence_at_the_quality_check_accepts() {
    for preset in PRESETS {
        let mut w = back(preset);
        w.run_out(0);
        assert_eq!((w.stage(0), w.refunded()), ("executing", 1_000));
    }
}

#[test]
fn dis_17_an_objection_needs_all_its_documents_and_the_answer_names_what_is_missing() {
    for preset in PRESETS {
        let mut w = back(preset);
        let all = DOCUMENTS.map(str::to_owned).to_vec();
        assert_eq!(object(&mut w, vec![]), Err(Refusal::Missing { items: all }));
        let documents: Vec<_> = DOCUMENTS[..2].iter().map(|d| w.seller_shows(0, d)).collect();
        assert_eq!(object(&mut w, documents), Err(Refusal::Missing { items: vec!["return_goods".into()] }));
        assert_eq!(w.stage(0), "inspecting");
    }
}

#[test]
fn dis_17_a_proven_objection_goes_to_review_and_the_table_dismisses() {
    for preset in PRESETS {
        let mut w = back(preset);
        let documents: Vec<_> = DOCUMENTS.iter().map(|d| w.seller_shows(0, d)).collect();
        w.go_to(w.end(0) - MOMENT);
        object(&mut w, documents).expect("one moment before the end");
        assert_eq!(w.stage(0), "reviewing");
        w.run_out(0);
        assert_eq!((w.row(0), w.ruling(0).liable), ("return-objected", Liable::Buyer));
        if preset == "default" {
            w.run_out(0);
        }
        assert_eq!((w.closing(0), w.refunded()), (Closing::Dismissed, 0));
    }
}

#[test]
fn dis_17_a_document_that_is_withdrawn_meanwhile_proves_nothing() {
    let mut w = back("aliexpress");
    let documents: Vec<_> = DOCUMENTS.iter().map(|d| w.seller_shows(0, d)).collect();
    let evidence = documents[1];
    object(&mut w, documents).expect("objected");
    w.seller(OrderCommand::WithdrawEvidence { evidence }).expect("withdrawn");
    w.run_out(0);
    assert_eq!((w.row(0), w.refunded()), ("return-objection-unproven", 1_000));
}

#[test]
fn dis_17_lost_on_the_way_goes_to_review_and_is_not_the_senders_loss() {
    for preset in PRESETS {
        for status in [Status::Lost, Status::Damaged] {
            let mut w = returning(preset);
            w.return_scan(0, status);
            assert_eq!(w.stage(0), "reviewing");
            w.run_out(0);
            assert_eq!((w.row(0), w.ruling(0).remedy.clone()), ("return-lost", Some(refund(1_000))));
        }
    }
}

#[test]
fn dis_17_silent_on_the_way_for_30_days_goes_to_review_too() {
    for preset in PRESETS {
        let mut w = returning(preset);
        w.return_scan(0, Status::InTransit);
        w.run_out(0);
        assert_eq!(w.stage(0), "reviewing");
        w.run_out(0);
        assert_eq!((w.row(0), w.ruling(0).remedy.clone()), ("return-lost", Some(refund(1_000))));
    }
}

#[test]
fn dis_17_what_arrives_after_all_is_inspected() {
    for preset in PRESETS {
        let mut w = returning(preset);
        w.run_out(0);
        assert_eq!(w.stage(0), "reviewing");
        w.return_scan(0, Status::Delivered);
        assert_eq!(w.stage(0), "inspecting", "the seller has the goods: no loss is left to share out");
        w.run_out(0);
        assert_eq!((w.stage(0), w.refunded()), ("executing", 1_000));
    }
}

#[test]
fn dis_11_dis_17_a_lost_return_gives_what_was_agreed_and_not_what_was_asked() {
    let mut w = World::arrived_one("aliexpress", 1, 1_000, 0);
    w.dispute(&[0], Received::Yes, "damaged", refund(1_000)).expect("open");
    let no = w.propose(&AS_SELLER, 0, return_and_refund(800)).expect("proposed");
    w.accept(&AS_BUYER, 0, no).expect("accepted");
    let label = w.show(&AS_SELLER, Some(0), None, None);
    w.return_address(0, Some(label)).expect("given");
    w.send_return(0).expect("sent");
    w.return_scan(0, Status::Lost);
    w.run_out(0);
    assert_eq!((w.row(0), w.refunded()), ("return-lost", 800), "accepting fixed the outcome for good");
}

#[test]
fn dis_17_a_ruling_may_ask_for_the_return_first() {
    for preset in PRESETS {
        let mut w = World::arrived_one(preset, 1, 1_000, 0);
        w.dispute(&[0], Received::Yes, "damaged", return_and_refund(900)).expect("open");
        w.bring_to_review(0);
        for requirement in ["goods_pictures", "packaging_pictures"] {
            w.buyer_shows(0, requirement);
        }
        w.mediator(OrderCommand::Rule {
            case: CaseNo(0),
            remedy: Some(return_and_refund(900)),
            liable: Liable::Seller,
            departs: None,
        })
        .expect("what is asked with a return comes after the return");
        if preset == "default" {
            w.run_out(0);
        }
        assert_eq!((w.stage(0), w.refunded()), ("preparing", 0));
    }
}

#[test]
fn dis_13_dis_17_a_ruled_return_is_paid_as_the_ruling_says_whoever_ends_it() {
    // The seller inspects and accepts; the seller stays silent; the seller never gives an address.
    for ends in ["accepted", "silent", "unprepared"] {
        let mut w = World::arrived_one("default", 1, 1_000, 0);
        w.dispute(&[0], Received::Yes, "damaged", return_and_refund(900)).expect("open");
        w.bring_to_review(0);
        let (remedy, departs) = (Some(return_and_refund(700)), Some(because("carrier")));
        w.mediator(OrderCommand::Rule { case: CaseNo(0), remedy, liable: Liable::Carrier, departs })
            .expect("ruled");
        w.run_out(0);
        assert_eq!(w.stage(0), "preparing", "nobody appealed");
        if ends != "unprepared" {
            let label = w.show(&AS_SELLER, Some(0), None, None);
            w.return_address(0, Some(label)).expect("given");
            w.send_return(0).expect("sent");
            w.return_scan(0, Status::Delivered);
        }
        match ends {
            "accepted" => w
                .seller(OrderCommand::AcceptReturn { case: CaseNo(0), content: ReturnContent::All })
                .map(|_| ())
                .expect("accepted"),
            _ => w.run_out(0),
        }
        assert_eq!((w.stage(0), w.refunded()), ("executing", 700), "{ends}");
        let said = w.log.iter().find_map(|(_, event)| match event {
            OrderEvent::RefundPromised(promised) => Some((promised.liable, promised.cause)),
            _ => None,
        });
        assert_eq!(said, Some((Liable::Carrier, RefundCause::Ruling)), "{ends}");
    }
}

#[test]
fn dis_17_the_goods_of_a_replacement_go_back_first_where_that_was_agreed() {
    for preset in PRESETS {
        let mut w = World::arrived_one(preset, 1, 1_000, 0);
        let asked = Remedy::Replacement { return_first: true };
        w.dispute(&[0], Received::Yes, "damaged", asked.clone()).expect("open");
        w.respond(0, Answer::Accept).expect("granted");
        let label = w.show(&AS_SELLER, Some(0), None, None);
        w.return_address(0, Some(label)).expect("given");
        w.send_return(0).expect("sent");
        w.return_scan(0, Status::Delivered);
        w.run_out(0);
        assert_eq!(
            (w.stage(0), w.refunded()),
            ("dispatching_replacement", 0),
            "silence accepts: now the other is owed"
        );
        assert_eq!(w.case(0).fixed, Some(asked));
    }
}

#[test]
fn dis_17_a_replacement_whose_return_nobody_prepares_becomes_a_refund_without_return() {
    for preset in PRESETS {
        let mut w = World::arrived_one(preset, 1, 1_000, 0);
        w.dispute(&[0], Received::Yes, "damaged", Remedy::Replacement { return_first: true }).expect("open");
        w.respond(0, Answer::Accept).expect("granted");
        w.run_out(0);
        assert_eq!((w.stage(0), w.refunded()), ("executing", 1_000));
    }
}

#[test]
fn dis_17_a_mediator_may_depart_after_an_objection() {
    let mut w = back("aliexpress");
    let documents: Vec<_> = DOCUMENTS.iter().map(|d| w.seller_shows(0, d)).collect();
    object(&mut w, documents).expect("objected");
    w.assign(0, MEDIATOR).expect("taken");
    assert_eq!(
        code(w.withdraw(0)),
        "already_final",
        "the outcome is fixed; only what came back is in question"
    );
    w.rule(MEDIATOR, 0, Some(refund(500)), Liable::Buyer).expect("ruled");
    assert_eq!((w.stage(0), w.refunded()), ("executing", 500));
}
