//! Before a case: messages, refunds and resends without a case, what a case shows of them, and the public terms.
use crate::story::tell::{BY_BUYER, BY_SELLER, preset, timers, units};
use crate::story::{BUYER, MEDIATOR, SELLER, World, at, because, line, minor, payment};
use jiff::SignedDuration;
use resolution::actor::Actor;
use resolution::aggregate::Limits;
use resolution::case::Received;
use resolution::case::remedy::Remedy;
use resolution::id::{CaseNo, PartyId, UnitNo};
use resolution::ledger::Account;
use resolution::order::command::OrderCommand;
use resolution::order::event::OrderEvent;
use resolution::parcel::tracking::Status;
use resolution::payment::RefundCause;
use resolution::policy::terms;
use resolution::refusal::Refusal;
use resolution::seal::Seal;

/// Words with a digest of their own.
fn words(by: PartyId, digit: char) -> Seal {
    Seal { digest: digit.to_string().repeat(64), by }
}

fn write(case: Option<u16>, words: Seal) -> OrderCommand {
    OrderCommand::WriteMessage { case: case.map(CaseNo), words }
}

fn goodwill(of: &[u16], amount: i64) -> OrderCommand {
    OrderCommand::GoodwillRefund { units: units(of), amount: minor(amount), words: because("goodwill") }
}

#[test]
fn msg_01_buyer_and_seller_write_on_the_order_before_any_case_and_nobody_else_does() {
    let mut w = World::new("default", "UTC");
    w.place(vec![line(2, 800, 0)], vec![payment("credit_card", 800)]);
    w.buyer(write(None, words(BUYER, 'a'))).expect("before it is paid");
    w.pay();
    w.seller(write(None, words(SELLER, 'b'))).expect("before it is shipped");
    let others = [
        Actor::Buyer(SELLER),
        Actor::Seller(BUYER),
        Actor::Mediator(MEDIATOR),
        Actor::Marketplace,
        Actor::Clock,
    ];
    for other in others {
        assert_eq!(
            w.would(&other, write(None, words(BUYER, 'c'))).expect_err("no party").code(),
            "not_yours"
        );
    }
    assert_eq!(
        w.would(&BY_BUYER, write(Some(0), words(BUYER, 'c'))).expect_err("no case").code(),
        "not_found"
    );
    assert_eq!(w.order().messages, 2);
    assert_eq!(w.told("message"), [(SELLER, None), (BUYER, None)]);
}

#[test]
fn msg_02_a_goodwill_refund_passes_the_same_guard_and_is_no_case() {
    for late in timers() {
        let mut w = World::starting("default", "UTC", "2026-03-02T12:00:00Z", late);
        w.basket();
        w.ship(&[0, 1, 3]);
        w.days(3);
        w.deliver(0);
        assert_eq!(w.would(&BY_BUYER, goodwill(&[0], 1)).expect_err("the seller's").code(), "not_yours");
        assert_eq!(w.would(&BY_SELLER, goodwill(&[0], 0)), Err(Refusal::AmountZero));
        assert_eq!(
            w.would(&BY_SELLER, goodwill(&[0, 3], 1_534)),
            Err(Refusal::AmountTooHigh { most: minor(1_533) })
        );
        w.seller(goodwill(&[0, 3], 1_000)).expect("within the cap");
        w.seller(goodwill(&[3, 3], 100)).expect("named twice, counted once");
        assert_eq!(
            w.would(&BY_SELLER, goodwill(&[0, 3], 434)),
            Err(Refusal::AmountTooHigh { most: minor(433) })
        );
        w.seller(goodwill(&[0, 3], 433)).expect("to the last unit of money");
        assert_eq!(w.would(&BY_SELLER, goodwill(&[0, 3], 1)), Err(Refusal::NothingLeft));
        assert!(w.order().refunds.iter().all(|r| r.case.is_none() && r.cause == RefundCause::Goodwill));
        assert_eq!((w.order().cases.len(), w.refunded(), w.refunded_of(&[0, 3])), (0, 1_533, 1_533));
        w.days(30);
        assert_eq!(w.released(), 1_030, "unit 1; the rest was never shipped");
    }
}

#[test]
fn msg_02_a_goodwill_refund_after_release_is_owed_by_the_seller_and_a_case_shuts_it_out() {
    let mut w = World::new("default", "UTC");
    w.basket();
    w.ship(&[]);
    w.days(3);
    w.deliver(0);
    let no = w.open(&[2], Received::Yes);
    assert_eq!(w.would(&BY_SELLER, goodwill(&[2], 1)), Err(Refusal::InCase { unit: 2, case: no }));
    w.days(20);
    assert_eq!(w.released_of(&[0]), 1_030);
    w.seller(goodwill(&[0], 200)).expect("from the seller");
    // The commission on it goes back to the seller, because this policy has the platform bear it (MON-7).
    assert_eq!(w.balance(&Account::SellerReceivable(SELLER)), -190);
    assert_eq!(w.refunded_of(&[0]), 200);
}

#[test]
fn msg_02_what_is_sent_again_without_a_case_costs_nobody_anything_and_has_its_own_clock() {
    for late in timers() {
        let mut w = World::starting("default", "UTC", "2026-03-02T12:00:00Z", late);
        w.basket();
        w.ship(&[]);
        w.days(12);
        let again = w.resend(&[1, 3]).expect("sent again");
        w.days(2);
        assert_eq!(w.refunded(), 0, "long after the ship-by instant, nothing of it is cancelled");
        assert!(w.order().units[1].cancelled.is_none() && w.order().cases.is_empty());
        assert_eq!(
            w.would(&BY_BUYER, OrderCommand::Cancel { units: units(&[1]), reason: "late".into() }),
            Err(Refusal::AlreadyShipped { unit: 1 })
        );
        w.deliver(0);
        w.go_to(w.received(0).closes + late);
        assert_eq!((w.released(), w.released_of(&[1, 3])), (2_060 + 505, 0), "the units sent again travel");
        w.scan_now(again, Status::InTransit);
        w.deliver(again);
        assert_eq!(w.may_open(&[1, 3], Received::Yes), Ok(()));
        w.go_to(w.received(usize::from(again)).closes + late);
        assert_eq!((w.released(), w.order().word()), (4_098, "completed"));
    }
}

#[test]
fn msg_02_what_is_sent_again_and_never_scanned_may_be_disputed_and_does_not_wait_for_ever() {
    let mut w = World::new("default", "UTC");
    w.basket();
    w.ship(&[]);
    w.days(12);
    let again = w.resend(&[0, 4]).expect("sent again");
    let window = w.not_received(usize::from(again));
    assert_eq!(
        window.closes,
        at("2026-04-30T00:00:00Z"),
        "30 days of silence from the sending, then 15 days"
    );
    w.go_to(window.opens);
    assert_eq!(w.may_open(&[0, 4], Received::No), Ok(()));
    w.deliver(0);
    w.go_to(window.closes);
    assert_eq!((w.released(), w.order().word()), (4_098, "completed"));
}

#[test]
fn msg_02_only_what_was_sent_can_be_sent_again() {
    let mut w = World::new("default", "UTC");
    w.basket();
    assert_eq!(w.resend(&[0]).expect_err("never sent"), Refusal::NotShipped { unit: 0 });
    w.ship(&[0, 1]);
    w.days(3);
    w.deliver(0);
    let no = w.open(&[0], Received::Yes);
    assert_eq!(w.resend(&[0, 1]).expect_err("in a case"), Refusal::InCase { unit: 0, case: no });
    w.resend(&[1]).expect("free");
}

#[test]
fn msg_03_a_case_shows_what_was_said_and_given_before() {
    let mut w = World::new("aliexpress", "America/Los_Angeles");
    w.basket();
    w.ship(&[]);
    let before = [(BUYER, 'a'), (SELLER, 'b'), (BUYER, 'c')];
    for (who, digit) in before {
        let actor = if who == BUYER { BY_BUYER } else { BY_SELLER };
        w.act(&actor, write(None, words(who, digit))).expect("written");
        w.days(1);
    }
    w.seller(goodwill(&[0], 130)).expect("given");
    let proof =
        w.submit(&BY_BUYER, crate::story::tell::picture(Some("carrier_statement"), BUYER)).expect("sealed");
    w.days(9);
    let no = w.open(&[0, 1], Received::No);
    w.buyer(write(Some(no), words(BUYER, 'd'))).expect("in the case");
    assert_eq!(w.case(no).messages_before, 3);
    let said: Vec<char> = w.log.iter().filter_map(|(_, e)| said(e, None)).collect();
    assert_eq!(said, ['a', 'b', 'c'], "the order's own words, in their order, are the case's first");
    assert_eq!(w.case(no).asked, Remedy::Refund { amount: minor(2_060 - 130) }, "what was given counts");
    let case = w.case(no);
    let ticked = resolution::case::facts::ticked(
        w.order(),
        case,
        "carrier_statement",
        resolution::policy::Side::Opener,
    );
    assert_eq!(ticked.map(|e| e.no), Some(proof), "what was shown before the case counts in it");
    let second = w.open(&[4], Received::No);
    assert_eq!(w.case(second).messages_before, 4, "part of every later case");
}

/// The first digit of a message's digest, of the order's own messages or of one case's.
fn said(event: &OrderEvent, of: Option<u16>) -> Option<char> {
    match event {
        OrderEvent::MessageWritten { case, words, .. } if case.map(|c| c.0) == of => {
            words.digest.chars().next()
        }
        _ => None,
    }
}

#[test]
fn msg_04_the_terms_say_windows_reasons_evidence_who_pays_and_refunds_as_the_policy_has_them() {
    let said = [("aliexpress", "15 days", "11", " 2 MB"), ("default", "14 days", "receipt", " 20 MB")];
    for (name, days, receipt, picture) in said {
        let policy = preset(name);
        let terms = terms(&policy);
        assert_eq!((terms.policy.as_str(), terms.hash), (name, policy.hash));
        assert!(terms.languages.contains_key("en") && terms.languages.contains_key("id"));
        for text in terms.languages.values() {
            let ids: Vec<&str> = text.sections.iter().map(|s| s.id).collect();
            assert_eq!(ids, ["windows", "dispute", "returns", "refunds", "evidence"]);
            let mut sentences = text.sections.iter().flat_map(|s| &s.sentences);
            assert!(sentences.all(|s| !s.is_empty() && !s.contains('{') && !s.contains("  ")));
            assert_eq!(text.reasons.len(), policy.reasons.len());
            for (said, reason) in text.reasons.iter().zip(&policy.reasons) {
                assert_eq!((said.id.as_str(), said.received), (reason.id.as_str(), reason.received));
                assert_eq!(said.return_paid_by.is_some(), reason.return_paid_by.is_some());
                assert_eq!(said.evidence.len(), reason.evidence.len());
                assert!(said.evidence.iter().all(|e| !e.title.is_empty() && !e.missing_means.is_empty()));
                assert!(!said.title.is_empty() && !said.remedies.is_empty());
            }
        }
        let all = terms.languages["en"]
            .sections
            .iter()
            .flat_map(|s| s.sentences.clone())
            .collect::<Vec<_>>()
            .join("\n");
        for part in [days, receipt, picture, " 200 MB"] {
            assert!(all.contains(part), "{name} does not say {part}:\n{all}");
        }
    }
}

#[test]
fn msg_04_another_number_in_the_policy_is_another_number_in_the_terms() {
    let mut policy = preset("aliexpress");
    policy.windows.received.close = resolution::time::Period::Days(33);
    let said = |policy| terms(policy).languages["en"].sections[0].sentences.join(" ");
    assert!(said(&policy).contains("33 days") && !said(&preset("aliexpress")).contains("33 days"));
}

#[test]
fn msg_01_however_much_is_written_the_order_still_ends() {
    let mut w = World::new("default", "UTC");
    w.basket();
    w.ship(&[]);
    w.days(2);
    w.deliver(0);
    let no = w.open(&[0], Received::Yes);
    w.limit(Limits { events: w.order().version + 4, ..Limits::default() });
    w.buyer(write(None, words(BUYER, 'a'))).expect("two events");
    w.buyer(write(None, words(BUYER, 'b'))).expect("two more");
    let full = w.buyer(write(None, words(BUYER, 'c'))).expect_err("full");
    assert_eq!(full.code(), "limit");
    w.days(40);
    assert_eq!(w.stage(no), "executing", "silence, the table and the appeal's end");
    w.gateway_confirms();
    assert_eq!((w.stage(no), w.order().word()), ("closed", "completed"));
    assert_eq!(w.order().units[UnitNo(0).index()].settled.map(|(case, _)| case), Some(CaseNo(no)));
    assert!(w.now > at("2026-04-01T00:00:00Z") + SignedDuration::ZERO);
}
