//! What is released, when, and what a case keeps back (PRO-7 to PRO-9).
use crate::story::tell::{BY_BUYER, BY_SELLER, just_before, preset, timers, units};
use crate::story::{BUYER, MEDIATOR, SELLER, World, at, because, line, minor, payment, scan};
use jiff::SignedDuration;
use resolution::case::Received;
use resolution::case::remedy::Remedy;
use resolution::id::{CaseNo, HoldNo, ParcelNo};
use resolution::ledger::Account;
use resolution::order::command::OrderCommand;
use resolution::order::components::ComponentRef;
use resolution::order::event::OrderEvent;
use resolution::parcel::tracking::{Cause, Scan, Status};
use resolution::refusal::Refusal;

#[test]
fn pro_07_after_delivery_not_received_is_open_at_once_and_ends_with_the_other_window() {
    for late in timers() {
        let mut w = World::starting("default", "UTC", "2026-03-02T12:00:00Z", late);
        w.basket();
        w.ship(&[0, 3]);
        w.ship(&[1, 2, 4]);
        w.days(2);
        w.deliver(0);
        assert_eq!(w.may_open(&[0], Received::No), Ok(()), "long before the estimate");
        assert_eq!(w.may_open(&[1], Received::No).expect_err("on its way").code(), "not_yet");
        let ends = w.received(0).closes;
        w.go_to(just_before(ends));
        assert_eq!(w.may_open(&[0], Received::No), Ok(()));
        w.go_to(ends);
        assert_eq!(w.may_open(&[0], Received::No), Err(Refusal::Ended { at: ends, rule: "PRO-7".into() }));
    }
}

#[test]
fn pro_07_in_the_other_preset_a_delivery_opens_it_not_before_day_11() {
    let mut w = World::new("aliexpress", "America/Los_Angeles");
    w.basket();
    w.ship(&[]);
    w.days(2);
    w.deliver(0);
    let opens = at("2026-03-13T07:00:00Z");
    w.go_to(just_before(opens));
    assert_eq!(w.may_open(&[0], Received::No), Err(Refusal::NotYet { from: opens, rule: "PRO-1".into() }));
    w.go_to(opens);
    assert_eq!(w.may_open(&[0], Received::No), Ok(()));
    assert_eq!(w.not_received(0).closes, w.received(0).closes);
}

#[test]
fn pro_07_the_buyers_own_word_closes_not_received_for_that_parcel_alone() {
    let mut w = World::new("default", "UTC");
    w.basket();
    w.ship(&[0, 1]);
    w.ship(&[2, 3, 4]);
    w.days(3);
    w.deliver(0);
    w.deliver(1);
    w.confirm(0).expect("confirmed");
    assert_eq!(w.may_open(&[0], Received::No), Err(Refusal::Shut { rule: "PRO-7".into() }));
    assert_eq!(w.may_open(&[0, 1], Received::Yes), Ok(()));
    assert_eq!(w.may_open(&[2], Received::No), Ok(()));
}

#[test]
fn pro_07_pro_10_each_parcel_is_released_at_the_first_instant_after_its_windows() {
    for (name, zone, ends) in [
        ("aliexpress", "America/Los_Angeles", ["2026-03-22T07:00:00Z", "2026-03-25T07:00:00Z"]),
        ("default", "Asia/Jakarta", ["2026-03-20T17:00:00Z", "2026-03-23T17:00:00Z"]),
    ] {
        for late in timers() {
            let mut w = World::starting(name, zone, "2026-03-03T12:00:00Z", late);
            w.basket();
            w.ship(&[0, 1, 3]);
            w.ship(&[2, 4]);
            w.days(3);
            w.deliver(0);
            w.days(3);
            w.deliver(1);
            let (first, second) = (at(ends[0]), at(ends[1]));
            w.go_to(just_before(first));
            assert_eq!(w.released(), 0);
            w.go_to(first + late);
            assert_eq!((w.released(), w.released_of(&[0, 1, 3])), (2_060 + 503, 2_060 + 503));
            w.go_to(just_before(second));
            assert_eq!(w.released_of(&[2, 4]), 0);
            w.go_to(second + late);
            assert_eq!((w.released(), w.order().word()), (4_098, "completed"));
            assert_eq!(
                w.balance(&Account::SellerPayable(SELLER)),
                4_098 - 204,
                "5 % of each release, rounded down"
            );
        }
    }
}

/// Parcel 0 carries units 0 to 2, parcel 1 the rest; both delivered on 4 March, all windows end at 19 March.
fn two_parcels(late: SignedDuration) -> World {
    let mut w = World::starting("default", "UTC", "2026-03-02T12:00:00Z", late);
    w.basket();
    w.ship(&[0, 1, 2]);
    w.ship(&[3, 4]);
    w.days(2);
    w.deliver(0);
    w.deliver(1);
    assert_eq!(w.received(0).closes, at("2026-03-19T00:00:00Z"));
    w
}

/// Whether the last transaction released exactly these units.
fn released_at_once(w: &World, of: &[u16]) -> bool {
    let (when, _) = w.log.last().expect("events");
    let parts = w.log.iter().rev().take_while(|(at, _)| at == when).find_map(|(_, event)| match event {
        OrderEvent::Released { parts, .. } => Some(parts.iter().map(|(which, _)| *which).collect::<Vec<_>>()),
        _ => None,
    });
    let both = units(of).into_iter().flat_map(|u| [ComponentRef::Goods(u), ComponentRef::Shipping(u)]);
    parts == Some(both.collect())
}

#[test]
fn pro_07_what_a_case_kept_is_released_in_the_transaction_that_ends_it_after_the_window() {
    for late in timers() {
        let mut w = two_parcels(late);
        w.go_to(at("2026-03-18T12:00:00Z"));
        let no = w.open(&[1, 3], Received::Yes);
        w.go_to(at("2026-03-19T00:00:00Z") + late);
        assert_eq!((w.released(), w.released_of(&[1, 3])), (2_060 + 505, 0));
        w.days(1);
        w.buyer(OrderCommand::Withdraw { case: CaseNo(no) }).expect("withdrawn");
        assert!(released_at_once(&w, &[1, 3]));
        assert_eq!(w.order().word(), "completed");
    }
}

#[test]
fn pro_07_a_hold_keeps_its_units_and_lifting_or_its_last_instant_releases_them() {
    for late in timers() {
        let mut w = two_parcels(late);
        let end = at("2026-04-01T10:30:00Z");
        let staff = resolution::actor::Actor::Mediator(MEDIATOR);
        for of in [&[0_u16][..], &[3, 4]] {
            let hold =
                OrderCommand::PlaceHold { units: units(of), reason: "address under review".into(), end };
            w.act(&staff, hold).expect("held");
        }
        w.go_to(at("2026-03-19T00:00:00Z") + late);
        assert_eq!(w.released(), w.released_of(&[1, 2]));
        w.act(&staff, OrderCommand::LiftHold { hold: HoldNo(1), reason: "cleared".into() }).expect("lifted");
        assert!(released_at_once(&w, &[3, 4]));
        w.go_to(just_before(end));
        assert_eq!(w.released_of(&[0]), 0);
        w.go_to(end + late);
        assert!(released_at_once(&w, &[0]));
    }
}

#[test]
fn pro_07_a_case_that_ends_with_part_of_the_money_releases_the_rest() {
    let mut w = two_parcels(SignedDuration::ZERO);
    w.go_to(at("2026-03-18T12:00:00Z"));
    let no = w.open(&[0, 1], Received::Yes);
    let remedy = Remedy::Refund { amount: minor(777) };
    w.seller(OrderCommand::Propose { case: CaseNo(no), remedy: remedy.clone(), words: because("part") })
        .expect("proposed");
    let accept = OrderCommand::AcceptProposal {
        case: CaseNo(no),
        proposal: resolution::id::ProposalNo(0),
        terms: remedy.terms_hash(),
    };
    w.buyer(accept).expect("accepted");
    w.days(2);
    assert_eq!(w.released_of(&[0, 1]), 0, "the money is still on its way");
    w.gateway_confirms();
    assert!(released_at_once(&w, &[0, 1]));
    assert_eq!((w.refunded_of(&[0, 1]), w.released_of(&[0, 1])), (777, 2_060 - 777));
    assert_eq!(w.balance(&Account::Escrow), 0);
}

#[test]
fn pro_07_a_dispute_that_fails_at_the_longest_transit_releases_what_it_kept() {
    for late in timers() {
        let mut w = World::starting("aliexpress", "America/Los_Angeles", "2026-03-02T12:00:00Z", late);
        w.basket();
        w.ship(&[]);
        w.travels(0, 14, 6);
        let no = w.open(&[0, 1, 2, 3, 4], Received::No);
        let proof = resolution::order::command::Submission {
            case: Some(CaseNo(no)),
            ..crate::story::tell::picture(Some("delivery_proof"), SELLER)
        };
        w.submit(&BY_SELLER, proof).expect("sealed");
        w.seller(OrderCommand::Respond {
            case: CaseNo(no),
            answer: resolution::case::Answer::Reject,
            words: because("came"),
        })
        .expect("rejected");
        w.days(40);
        assert_eq!((w.stage(no), w.refunded()), ("closed", 0), "delivery is proven");
        assert_eq!((w.released(), w.order().word()), (4_098, "completed"));
    }
}

#[test]
fn pro_07_a_parcel_declared_lost_during_a_withdrawn_dispute_is_refunded_all_the_same() {
    let mut w = World::new("default", "UTC");
    w.basket();
    w.ship(&[0, 1]);
    w.days(12);
    let no = w.open(&[0], Received::No);
    w.scan_now(0, Status::Lost);
    assert_eq!((w.refunded_of(&[0]), w.refunded_of(&[1])), (0, 1_030), "unit 0 has its own case");
    w.buyer(OrderCommand::Withdraw { case: CaseNo(no) }).expect("withdrawn");
    assert_eq!(w.refunded_of(&[0]), 1_030);
}

#[test]
fn pro_07_a_return_for_the_buyers_cause_gives_the_goods_back_and_releases_the_way() {
    let mut w = World::new("default", "UTC");
    w.basket();
    w.ship(&[]);
    w.days(5);
    let refused = Scan { cause: Some(Cause::Refused), ..scan(w.now, Status::ReturnedToSender) };
    w.carrier(0, vec![refused]).expect("taken");
    assert_eq!(w.refunded(), 4_001, "the goods");
    w.gateway_confirms();
    w.days(48);
    assert_eq!((w.released(), w.order().word()), (97, "completed"));
}

#[test]
fn pro_08_a_confirmation_starts_the_window_and_releases_nothing_while_it_runs() {
    for late in timers() {
        let mut w = World::starting("default", "UTC", "2026-03-02T12:00:00Z", late);
        w.basket();
        w.ship(&[0, 1, 4]);
        w.ship(&[2, 3]);
        w.days(1);
        let confirm = OrderCommand::ConfirmReceipt { parcel: ParcelNo(0) };
        assert_eq!(w.would(&BY_SELLER, confirm.clone()).expect_err("not the seller").code(), "not_yours");
        let unknown = OrderCommand::ConfirmReceipt { parcel: ParcelNo(2) };
        assert_eq!(w.would(&BY_BUYER, unknown).expect_err("no such parcel").code(), "not_found");
        w.buyer(confirm.clone()).expect("confirmed");
        assert_eq!(w.would(&BY_BUYER, confirm), Err(Refusal::AlreadyDone));
        assert_eq!((w.received(0).opens, w.received(0).closes), (w.now, at("2026-03-18T00:00:00Z")));
        assert_eq!(w.order().parcels[1].received, None);
        w.go_to(just_before(at("2026-03-18T00:00:00Z")));
        assert_eq!((w.released(), w.may_open(&[0, 1], Received::Yes)), (0, Ok(())));
        w.go_to(at("2026-03-18T00:00:00Z") + late);
        assert_eq!((w.released(), w.released_of(&[0, 1, 4])), (2_060 + 505, 2_060 + 505));
    }
}

#[test]
fn pro_08_a_policy_may_release_at_confirmation_and_the_window_runs_on() {
    let mut policy = preset("default");
    policy.windows.release_at_confirmation = true;
    let mut w = World::with_policy(policy, "UTC");
    w.basket();
    w.ship(&[0, 1, 4]);
    w.ship(&[2, 3]);
    w.days(1);
    w.confirm(0).expect("confirmed");
    assert!(released_at_once(&w, &[0, 1, 4]));
    assert_eq!(w.released(), w.released_of(&[0, 1, 4]));
    assert_eq!(w.may_open(&[0], Received::Yes), Ok(()));
}

#[test]
fn pro_08_who_confirms_a_declared_parcel_says_that_it_was_shipped() {
    let mut w = World::new("default", "UTC");
    w.basket();
    w.declare(&[0, 1, 2], Some("ups"));
    w.days(2);
    w.confirm(0).expect("it is here, whatever the scans say");
    w.go_to(w.order().ship_by);
    assert_eq!(w.refunded(), w.refunded_of(&[3, 4]), "only what was not shipped");
    assert_eq!(w.refunded(), 1_008);
}

#[test]
fn pro_09_a_case_reserves_everything_still_refundable_of_its_units_whatever_is_asked() {
    for late in timers() {
        let mut w = two_parcels(late);
        let goodwill = |of: &[u16]| OrderCommand::GoodwillRefund {
            units: units(of),
            amount: minor(30),
            words: because("goodwill"),
        };
        w.seller(goodwill(&[1])).expect("before any case");
        let opening = resolution::order::command::Opening {
            units: units(&[1, 4]),
            received: Received::Yes,
            reason: "damaged".into(),
            sub_reason: None,
            asked: Remedy::Refund { amount: minor(1) },
            text: None,
        };
        let before = w.log.len();
        w.buyer(OrderCommand::OpenDispute(opening)).expect("opened");
        let OrderEvent::CaseOpened(opened) = &w.log[before].1 else { panic!("the first event opens it") };
        let reserved: Vec<i64> = opened.reserved.iter().map(|(_, left)| left.get()).collect();
        assert_eq!((reserved.len(), reserved.iter().sum::<i64>()), (4, 1_030 - 30 + 505));
        for of in [&[1_u16][..], &[4, 0]] {
            assert_eq!(w.would(&BY_SELLER, goodwill(of)).expect_err("reserved").code(), "in_case");
        }
        assert_eq!(w.may_open(&[1], Received::Yes), Err(Refusal::InCase { unit: 1, case: 0 }));
        w.go_to(at("2026-03-19T00:00:00Z") + late);
        assert_eq!(
            (w.released(), w.released_of(&[1, 4])),
            (2_060 + 503, 0),
            "the rest of the order, on time"
        );
        assert_eq!(w.balance(&Account::Escrow), 1_000 + 505);
        assert_eq!(w.told("case_opened").iter().map(|n| n.0).collect::<Vec<_>>(), [BUYER, SELLER]);
    }
}

#[test]
fn pro_09_shipping_that_the_policy_does_not_refund_is_not_kept_by_the_case() {
    let mut policy = preset("default");
    policy.refunds.shipping_included = false;
    let mut w = World::with_policy(policy, "UTC");
    w.place(vec![line(2, 2_000, 300)], vec![payment("credit_card", 2_300)]);
    w.pay();
    w.ship(&[]);
    w.days(2);
    w.deliver(0);
    let asked = Remedy::Refund { amount: minor(1_000) };
    w.dispute(&[1], Received::Yes, "damaged", asked).expect("opened");
    w.seller(OrderCommand::Respond {
        case: CaseNo(0),
        answer: resolution::case::Answer::Reject,
        words: because("it was whole"),
    })
    .expect("rejected");
    let end = w.received(0).closes;
    w.go_to(end);
    assert_eq!(
        (w.released_of(&[0]), w.released_of(&[1])),
        (1_150, 150),
        "the shipping of unit 1 is named by no case"
    );
}
