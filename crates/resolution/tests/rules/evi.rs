//! Evidence in the core: limits and kinds, what a reason needs, sealing, the listing, messages, captions and logs.
//! (Real types, capture data and uploads belong to the engine.)
use crate::story::tell::{BY_BUYER, BY_SELLER, picture, timers};
use crate::story::{BUYER, MEDIATOR, SELLER, World, at, because, line, minor, payment};
use resolution::actor::{Actor, Side};
use resolution::case::facts;
use resolution::case::remedy::Remedy;
use resolution::case::{Answer, Received};
use resolution::id::{CaseNo, EvidenceNo, PartyId};
use resolution::order::command::{NewLine, OrderCommand, Submission};
use resolution::order::event::OrderEvent;
use resolution::refusal::Refusal;
use resolution::seal::Seal;

fn file(kind: &str, bytes: u64) -> Submission {
    Submission { kind: kind.into(), bytes, ..picture(None, BUYER) }
}

fn submit(submission: Submission) -> OrderCommand {
    OrderCommand::SubmitEvidence(submission)
}

/// Everything delivered; a dispute over units 0 and 3 for a short shipment.
fn short_shipment(preset: &str) -> World {
    let mut w = World::new(preset, "UTC");
    w.basket();
    w.ship(&[0, 3]);
    w.ship(&[1, 2, 4]);
    w.days(11);
    w.deliver(0);
    w.deliver(1);
    w.dispute(&[0, 3], Received::Yes, "short_shipment", Remedy::Refund { amount: minor(700) }).expect("open");
    w
}

/// Evidence of case 0.
fn of_case(requirement: &str, by: PartyId) -> Submission {
    Submission { case: Some(CaseNo(0)), ..picture(Some(requirement), by) }
}

fn missing(w: &World, side: Side) -> Vec<String> {
    facts::missing(w.order(), w.case(0), &w.policy, side)
}

#[test]
fn evi_01_a_file_must_be_smaller_than_the_policys_limit_of_its_kind() {
    // The number of EVI-1 is the source's; what telephones take is larger.
    for (preset, picture) in [("aliexpress", 2_000_000), ("default", 20_000_000)] {
        let mut w = World::new(preset, "UTC");
        w.basket();
        for (kind, most) in
            [("picture", picture), ("video", 200_000_000), ("pdf", 10_000_000), ("text", 1_000_000)]
        {
            let refused = Refusal::FileRefused { why: "too_large".into(), most: Some(most) };
            for bytes in [most, most + 1, u64::MAX] {
                assert_eq!(
                    w.would(&BY_BUYER, submit(file(kind, bytes))),
                    Err(refused.clone()),
                    "{kind} of {bytes}"
                );
            }
            assert!(refused.sentence().contains(&most.to_string()));
            w.buyer(submit(file(kind, most - 1))).expect("one byte smaller");
        }
        let rules = &w.policy.evidence;
        assert_eq!((rules.picture_max_bytes, rules.video_max_bytes), (picture, 200_000_000), "known before");
    }
}

#[test]
fn evi_01_the_number_of_files_of_one_party_in_one_case_is_limited() {
    let mut w = World::new("default", "UTC");
    w.basket();
    let most = u64::from(w.policy.evidence.max_files);
    for _ in 0..most {
        w.buyer(submit(file("picture", 1))).expect("within the number");
    }
    let refused = w.would(&BY_BUYER, submit(file("picture", 1))).expect_err("one more");
    assert_eq!(refused, Refusal::Limit { what: "files of one party in one case".into(), most });
    assert_eq!(w.would(&BY_SELLER, submit(file("picture", 1))), Ok(()), "the other party has its own number");
}

#[test]
fn evi_03_what_is_neither_picture_video_pdf_nor_text_is_refused_with_a_reason() {
    let mut w = World::new("default", "UTC");
    w.basket();
    for kind in ["", "archive", "html", "executable", "Picture", "svg"] {
        let refused = w.would(&BY_BUYER, submit(file(kind, 10))).expect_err("not taken");
        assert_eq!(refused, Refusal::FileRefused { why: "kind".into(), most: None }, "{kind}");
        assert!(refused.sentence().contains("pictures, videos, PDF and plain text"));
    }
    assert!(w.order().evidence.is_empty());
}

#[test]
fn evi_03_a_requirement_takes_only_its_kinds() {
    let w = short_shipment("aliexpress");
    let video = Submission { kind: "video".into(), ..of_case("shipping_receipt", SELLER) };
    let refused = Refusal::FileRefused { why: "kind_for_requirement".into(), most: None };
    assert_eq!(w.would(&BY_SELLER, submit(video)), Err(refused));
    let pdf = Submission { kind: "pdf".into(), ..of_case("shipping_receipt", SELLER) };
    assert_eq!(w.would(&BY_SELLER, submit(pdf)), Ok(()));
}

#[test]
fn evi_02_what_a_reason_needs_is_listed_from_the_start_with_what_its_lack_means() {
    for preset in ["aliexpress", "default"] {
        let w = short_shipment(preset);
        let listed = facts::requirements(w.case(0), &w.policy);
        assert!(listed.iter().all(|r| w.policy.message("en", &format!("evidence.{}", r.id)).is_some()));
        assert!(
            listed.iter().all(|r| w.policy.message("id", &format!("missing.{}", r.missing_means)).is_some())
        );
        assert_eq!(missing(&w, Side::Opener), ["received_goods"]);
        assert_eq!(
            missing(&w, Side::Respondent),
            ["one_unit_weight", "whole_weight", "shipping_receipt", "carrier_weight"]
        );
    }
}

#[test]
fn evi_02_each_item_is_ticked_off_by_a_file_of_the_right_party_and_comes_back_when_it_is_withdrawn() {
    let mut w = short_shipment("aliexpress");
    let foreign = w.would(&BY_BUYER, submit(of_case("shipping_receipt", BUYER))).expect_err("the seller's");
    assert_eq!(foreign, Refusal::NotYours { who: "respondent".into() });
    let unknown = w.would(&BY_SELLER, submit(of_case("brand_letter", SELLER))).expect_err("not asked for");
    assert_eq!(unknown.code(), "invalid");
    let weightless = w.would(&BY_SELLER, submit(of_case("whole_weight", SELLER)));
    assert_eq!(weightless, Err(Refusal::Missing { items: vec!["grams".into()] }));

    w.submit(&BY_BUYER, of_case("received_goods", BUYER)).expect("sealed");
    assert!(missing(&w, Side::Opener).is_empty());
    let weighed = Submission { grams: Some(1_240), ..of_case("whole_weight", SELLER) };
    let first = w.submit(&BY_SELLER, weighed.clone()).expect("sealed");
    w.submit(&BY_SELLER, of_case("shipping_receipt", SELLER)).expect("sealed");
    assert_eq!(missing(&w, Side::Respondent), ["one_unit_weight", "carrier_weight"]);
    let second = w.submit(&BY_SELLER, weighed).expect("sealed once more");
    w.seller(OrderCommand::WithdrawEvidence { evidence: second }).expect("withdrawn");
    assert_eq!(
        missing(&w, Side::Respondent),
        ["one_unit_weight", "carrier_weight"],
        "the first still stands"
    );
    w.seller(OrderCommand::WithdrawEvidence { evidence: first }).expect("withdrawn");
    assert_eq!(missing(&w, Side::Respondent), ["one_unit_weight", "whole_weight", "carrier_weight"]);
}

#[test]
fn evi_02_the_list_follows_the_reason_of_the_case() {
    let mut w = short_shipment("default");
    w.submit(&BY_BUYER, of_case("received_goods", BUYER)).expect("sealed");
    let asked = Remedy::Refund { amount: minor(600) };
    let reason = "damaged".into();
    w.buyer(OrderCommand::ChangeDispute { case: CaseNo(0), reason, sub_reason: None, asked })
        .expect("changed");
    assert_eq!(missing(&w, Side::Opener), ["goods_pictures", "packaging_pictures"]);
    assert_eq!(missing(&w, Side::Respondent), ["dispatch_record"]);
}

#[test]
fn evi_06_evidence_is_sealed_on_arrival_and_no_party_can_change_or_remove_it() {
    for late in timers() {
        let mut w = short_shipment("default");
        w.lateness = late;
        let sealed = Seal { digest: "ab".repeat(32), by: BUYER };
        let arrived = w.now;
        let given = Submission { seal: sealed.clone(), ..of_case("received_goods", BUYER) };
        let no = w.submit(&BY_BUYER, given.clone()).expect("sealed");
        let other = w.submit(&BY_BUYER, given).expect("the same once more is another item");
        assert_ne!(no, other, "nothing is replaced");
        for actor in [BY_BUYER, BY_SELLER, Actor::Marketplace, Actor::Carrier("ups".into()), Actor::Clock] {
            let remove = OrderCommand::RemoveEvidence { evidence: no, why: "I want to".into() };
            assert_eq!(w.would(&actor, remove).expect_err("no party").code(), "not_yours");
        }
        for actor in [BY_SELLER, Actor::Mediator(MEDIATOR)] {
            let withdraw = OrderCommand::WithdrawEvidence { evidence: no };
            assert_eq!(w.would(&actor, withdraw).expect_err("not the author").code(), "not_yours");
        }
        w.days(2);
        w.buyer(OrderCommand::WithdrawEvidence { evidence: no }).expect("its author");
        assert_eq!(
            w.would(&BY_BUYER, OrderCommand::WithdrawEvidence { evidence: no }),
            Err(Refusal::AlreadyDone)
        );
        let item = &w.order().evidence[no.index()];
        assert_eq!((&item.seal, item.author, item.at), (&sealed, BUYER, arrived), "marked, not gone");
        assert_eq!(item.withdrawn, Some(w.now));
    }
}

/// Ids of buyers, sellers and staff may be equal in a marketplace: the same id in another role is somebody else.
#[test]
fn evi_06_an_equal_id_in_another_role_does_not_withdraw_it() {
    let mut w = short_shipment("default");
    let evidence = w.submit(&BY_BUYER, of_case("received_goods", BUYER)).expect("sealed");
    let withdraw = OrderCommand::WithdrawEvidence { evidence };
    for actor in [Actor::Seller(BUYER), Actor::Finance(BUYER)] {
        assert_eq!(w.would(&actor, withdraw.clone()).expect_err("another").code(), "not_yours");
    }
    w.buyer(withdraw).expect("its author");
}

#[test]
fn evi_06_legal_removal_leaves_digest_who_why_and_when() {
    let mut w = short_shipment("default");
    let sealed = Seal { digest: "cd".repeat(32), by: SELLER };
    let given = Submission { seal: sealed.clone(), ..of_case("shipping_receipt", SELLER) };
    let no = w.submit(&BY_SELLER, given).expect("sealed");
    let staff = Actor::Mediator(MEDIATOR);
    let remove = |why: &str| OrderCommand::RemoveEvidence { evidence: no, why: why.into() };
    assert_eq!(w.would(&staff, remove("")), Err(Refusal::Missing { items: vec!["why".into()] }));
    let unknown = OrderCommand::RemoveEvidence { evidence: EvidenceNo(9), why: "court".into() };
    assert_eq!(w.would(&staff, unknown).expect_err("no such file").code(), "not_found");
    w.act(&staff, remove("court order 7/26")).expect("removed");
    assert_eq!(w.would(&staff, remove("again")), Err(Refusal::AlreadyDone));
    let item = &w.order().evidence[no.index()];
    assert_eq!((&item.seal, item.removed), (&sealed, Some(w.now)));
    let (when, event) = w.log.last().expect("an event");
    let told = OrderEvent::EvidenceRemoved { evidence: no, by: MEDIATOR, why: "court order 7/26".into() };
    assert_eq!((*when, event), (w.now, &told));
    assert!(
        missing(&w, Side::Respondent).contains(&"shipping_receipt".to_owned()),
        "it shows nothing any more"
    );
}

#[test]
fn evi_06_a_ruling_names_the_evidence_that_stood_when_it_was_made() {
    let mut w = short_shipment("aliexpress");
    let before = w.submit(&BY_BUYER, picture(None, BUYER)).expect("on the order, for no case");
    let stands = w.submit(&BY_BUYER, of_case("received_goods", BUYER)).expect("sealed");
    let gone = w.submit(&BY_SELLER, of_case("shipping_receipt", SELLER)).expect("sealed");
    w.seller(OrderCommand::WithdrawEvidence { evidence: gone }).expect("withdrawn");
    w.seller(OrderCommand::Respond { case: CaseNo(0), answer: Answer::Reject, words: because("all sent") })
        .expect("no");
    w.days(18);
    assert_eq!(w.case(0).rulings[0].evidence, [before, stands]);
    w.gateway_confirms();
    let late = w.would(&BY_BUYER, submit(of_case("received_goods", BUYER)));
    assert_eq!(late, Err(Refusal::AlreadyFinal));
    let outsider = w.would(&Actor::Seller(MEDIATOR), submit(of_case("received_goods", BUYER)));
    assert_eq!(outsider.expect_err("the right comes before the stage").code(), "not_yours");
}

#[test]
fn evi_07_the_listing_as_the_buyer_saw_it_is_part_of_the_order_and_cannot_be_exchanged() {
    let mut w = World::new("default", "UTC");
    let seen = "5e".repeat(32);
    let listed = NewLine { listing: Some(seen.clone()), pieces: vec![10, 12], ..line(2, 900, 30) };
    let plain = line(3, 300, 0);
    w.place(vec![plain.clone(), listed.clone()], vec![payment("credit_card", 1_230)]);
    w.pay();
    w.ship(&[]);
    w.days(1);
    w.deliver(0);
    let no = w.open(&[3], Received::Yes);
    let (line_no, _) = w.case(no).units[0];
    let found = &w.order().placed.lines[line_no.index()];
    assert_eq!((found.listing.as_ref(), found.pieces.as_slice()), (Some(&seen), &[10, 12][..]));
    let OrderEvent::OrderPlaced(placed) = &w.log[0].1 else { panic!("the first event") };
    assert_eq!(placed.lines[1].listing, Some(seen), "nobody uploaded it");
    let other = NewLine { listing: Some("6f".repeat(32)), ..listed };
    let again = resolution::order::command::Placement {
        reference: "1".into(),
        buyer: BUYER,
        seller: SELLER,
        currency: w.order().placed.currency,
        placed_at: w.now,
        pay_by: None,
        ship_by: None,
        estimate: None,
        lines: vec![plain, other],
        payments: vec![payment("credit_card", 1_230)],
    };
    let refused = w.would(&Actor::Marketplace, OrderCommand::Place(Box::new(again)));
    assert_eq!(refused.expect_err("another listing").code(), "already_exists");
}

#[test]
fn evi_08_messages_of_order_and_case_are_sealed_dated_and_have_their_author() {
    let mut w = short_shipment("default");
    let said = |digit: char, by| Seal { digest: digit.to_string().repeat(64), by };
    let write = |case: Option<u16>, words: Seal| OrderCommand::WriteMessage { case: case.map(CaseNo), words };
    let first = w.log.len();
    let told = [
        (BY_BUYER, None, said('a', BUYER), "buyer"),
        (BY_SELLER, Some(0), said('b', SELLER), "seller"),
        (Actor::Mediator(MEDIATOR), Some(0), said('c', MEDIATOR), "mediator"),
    ];
    let mut expected = Vec::new();
    for (actor, case, words, role) in told {
        w.days(1);
        w.act(&actor, write(case, words.clone())).expect("written");
        expected.push((w.now, words.by, role.to_owned(), case.map(CaseNo), words));
    }
    let kept: Vec<_> = w.log[first..]
        .iter()
        .filter_map(|(when, event)| match event {
            OrderEvent::MessageWritten { author, role, case, words } => {
                Some((*when, *author, role.clone(), *case, words.clone()))
            }
            _ => None,
        })
        .collect();
    assert_eq!(kept, expected);
    let told: Vec<PartyId> = w.told("message").iter().map(|n| n.0).collect();
    assert_eq!(told, [SELLER, BUYER, BUYER, SELLER], "a mediator's words go to both");
}

#[test]
fn evi_11_beside_each_file_stand_caption_and_date_and_a_party_may_keep_a_dated_log() {
    let mut w = World::new("aliexpress", "America/Los_Angeles");
    w.basket();
    let caption = Seal { digest: "77".repeat(32), by: BUYER };
    let entry = |kind: &str, taken: &str| Submission {
        caption: Some(caption.clone()),
        taken: Some(at(taken)),
        kind: kind.into(),
        bytes: 900,
        ..picture(None, BUYER)
    };
    // A log of condition and receipt, before there is any case: an entry is a text, or a picture of the moment.
    for (kind, taken) in [("text", "2026-03-02T08:00:00Z"), ("picture", "2026-03-02T09:30:00Z")] {
        w.submit(&BY_BUYER, entry(kind, taken)).expect("kept");
        w.days(1);
    }
    let log: Vec<_> = w.order().evidence.iter().map(|e| (e.caption.clone(), e.taken, e.at)).collect();
    let kept = Some(caption.clone());
    assert_eq!(
        log,
        [
            (kept.clone(), Some(at("2026-03-02T08:00:00Z")), at("2026-03-02T12:00:00Z")),
            (kept, Some(at("2026-03-02T09:30:00Z")), at("2026-03-03T12:00:00Z")),
        ],
        "the stated date stands beside the date of sealing"
    );
    let outsider = w.would(&Actor::Buyer(SELLER), submit(entry("text", "2026-03-02T08:00:00Z")));
    assert_eq!(outsider.expect_err("not of this order").code(), "not_yours");
}
