//! DIS-1 to DIS-5 and DIS-16: what a dispute is about, what its form offers, and that filing stays filed.
use crate::story::acts::{REPLACEMENT, code, refund, return_and_refund};
use crate::story::{BUYER, World, at, line, minor, payment, seal};
use resolution::case::remedy::Remedy;
use resolution::case::{Closing, Received};
use resolution::id::{LineNo, ParcelNo, UnitNo};
use resolution::order::components::ComponentRef;
use resolution::order::event::OrderEvent;
use resolution::refusal::Refusal;

const PRESETS: [&str; 2] = ["default", "aliexpress"];

fn other() -> Remedy {
    Remedy::Other { words: seal(BUYER) }
}

fn two_lines(preset: &str) -> World {
    World::arrived(preset, vec![line(2, 2_000, 200), line(3, 900, 0)], vec![payment("credit_card", 3_100)])
}

#[test]
fn dis_01_a_dispute_names_its_units_and_several_run_side_by_side() {
    for preset in PRESETS {
        let mut w = two_lines(preset);
        let first = w.dispute(&[1, 0, 1], Received::Yes, "damaged", refund(500)).expect("open");
        let second = w.dispute(&[3], Received::Yes, "wrong_item", refund(300)).expect("open beside it");
        assert_eq!(
            w.case(first).units,
            [(LineNo(0), UnitNo(0)), (LineNo(0), UnitNo(1))],
            "each unit once, with its line"
        );
        assert_eq!(w.case(second).units, [(LineNo(1), UnitNo(3))]);
        let of_two = [ComponentRef::Goods(UnitNo(3)), ComponentRef::Shipping(UnitNo(3))];
        assert_eq!(w.case(second).reserved, of_two, "everything of the unit is reserved, whatever is asked");
    }
}

#[test]
fn dis_01_never_two_disputes_on_the_same_unit() {
    for preset in PRESETS {
        let mut w = two_lines(preset);
        w.dispute(&[0], Received::Yes, "damaged", refund(500)).expect("open");
        let again = w.dispute(&[1, 0], Received::Yes, "damaged", refund(500));
        assert_eq!(again, Err(Refusal::InCase { unit: 0, case: 0 }));
        assert_eq!(code(w.dispute(&[], Received::Yes, "damaged", refund(500))), "invalid");
        assert_eq!(code(w.dispute(&[5], Received::Yes, "damaged", refund(500))), "invalid");
        assert_eq!(w.order().cases.len(), 1);
    }
}

#[test]
fn dis_02_not_received_offers_a_full_refund_or_a_resend() {
    for preset in PRESETS {
        let mut w = World::missing_one(preset, 2_000, 200);
        for amount in [1, 2_199] {
            assert_eq!(
                code(w.dispute(&[0], Received::No, "not_received", refund(amount))),
                "invalid",
                "in full only"
            );
        }
        let allowed = vec!["refund".to_owned(), "replacement".to_owned()];
        for asked in [return_and_refund(2_200), other()] {
            let refused = w.dispute(&[0], Received::No, "not_received", asked);
            assert_eq!(refused, Err(Refusal::RemedyNotOffered { allowed: allowed.clone() }));
        }
        let nothing_to_return = Remedy::Replacement { return_first: true };
        assert_eq!(code(w.dispute(&[0], Received::No, "not_received", nothing_to_return)), "invalid");
        let no = w.dispute(&[0], Received::No, "not_received", REPLACEMENT).expect("a resend");
        w.change(no, "not_received", refund(2_200)).expect("a full refund");
    }
}

#[test]
fn dis_02_received_offers_any_amount_a_return_a_replacement_or_words() {
    for preset in PRESETS {
        let mut w = World::arrived_one(preset, 5, 10_000, 0);
        let asked = [refund(1), refund(2_000), return_and_refund(2_000), REPLACEMENT, other()];
        for (unit, asked) in (0..).zip(asked) {
            let no = w.dispute(&[unit], Received::Yes, "not_as_described", asked.clone()).expect("offered");
            assert_eq!(w.case(no).asked, asked);
        }
    }
}

#[test]
fn dis_03_the_reason_comes_from_the_list_of_the_first_answer() {
    for preset in PRESETS {
        let mut w = World::arrived_one(preset, 7, 7_000, 0);
        let reasons = [
            "damaged",
            "not_as_described",
            "counterfeit",
            "wrong_item",
            "short_shipment",
            "missing_part",
            "late",
        ];
        for (unit, reason) in (0..).zip(reasons) {
            w.dispute(&[unit], Received::Yes, reason, refund(100)).expect("on the list");
        }
        let mut w = World::arrived_one(preset, 1, 1_000, 0);
        let allowed: Vec<String> = reasons.map(str::to_owned).to_vec();
        for reason in ["not_received", "ugly", ""] {
            let refused = w.dispute(&[0], Received::Yes, reason, refund(100));
            assert_eq!(refused, Err(Refusal::ReasonUnknown { allowed: allowed.clone() }));
        }
        let mut w = World::missing_one(preset, 1_000, 0);
        let refused = w.dispute(&[0], Received::No, "damaged", refund(1_000));
        assert_eq!(refused, Err(Refusal::ReasonUnknown { allowed: vec!["not_received".into()] }));
    }
}

#[test]
fn dis_04_not_received_carries_what_the_system_knows() {
    let mut w = World::new("default", "UTC");
    let estimate = at("2026-03-20T00:00:00Z");
    w.place_with(vec![line(2, 2_000, 0)], vec![payment("credit_card", 2_000)], |p| {
        p.estimate = Some(estimate)
    });
    w.pay();
    w.ship(&[0]);
    w.ship(&[1]);
    w.go_to(at("2026-03-21T00:00:00Z"));
    let no = w.dispute(&[0, 1], Received::No, "not_received", refund(2_000)).expect("open");
    let known = &w.case(no).known;
    assert_eq!(known.reference, "1");
    assert_eq!(known.estimate, Some(estimate));
    let parcel = |no: u16| (ParcelNo(no), Some("ups".to_owned()), Some(format!("TRACK{no}")));
    assert_eq!(known.parcels, [parcel(0), parcel(1)]);
    assert_eq!(w.case(no).asked, refund(2_000), "and the remedy asked for");
}

#[test]
fn dis_05_the_amount_is_above_zero_and_at_most_what_is_left_of_the_cap() {
    for preset in PRESETS {
        let mut w = World::arrived_one(preset, 2, 2_000, 201);
        // The second unit bears the odd minor unit of the shipping.
        let cap = 1_101;
        w.goodwill(&[1], 300).expect("within the cap");
        assert_eq!(w.dispute(&[1], Received::Yes, "damaged", refund(0)), Err(Refusal::AmountZero));
        assert_eq!(w.dispute(&[1], Received::Yes, "damaged", refund(-1)), Err(Refusal::AmountZero));
        let most = minor(cap - 300);
        let over = w.dispute(&[1], Received::Yes, "damaged", refund(cap - 299));
        assert_eq!(over, Err(Refusal::AmountTooHigh { most }));
        let no = w.dispute(&[1], Received::Yes, "damaged", refund(cap - 300)).expect("exactly what is left");
        assert_eq!(w.case(no).asked.amount(), Some(most));
    }
}

#[test]
fn dis_05_the_cap_is_what_was_paid_after_discounts() {
    let mut bought = line(1, 2_000, 200);
    bought.seller_discount = minor(300);
    bought.platform_discount = minor(200);
    let mut w = World::arrived("default", vec![bought], vec![payment("credit_card", 1_700)]);
    let over = w.dispute(&[0], Received::Yes, "damaged", refund(1_701));
    assert_eq!(over, Err(Refusal::AmountTooHigh { most: minor(1_700) }));
    w.goodwill(&[0], 1_700).expect("all of it");
    assert_eq!(w.dispute(&[0], Received::Yes, "damaged", refund(1)), Err(Refusal::NothingLeft));
}

#[test]
fn dis_05_shipping_counts_only_where_the_policy_refunds_it() {
    let mut w =
        World::variant("default", "UTC", &[("shipping_included = true", "shipping_included = false")]);
    w.arrives(vec![line(1, 2_000, 200)], vec![payment("credit_card", 2_200)]);
    let over = w.dispute(&[0], Received::Yes, "damaged", refund(2_001));
    assert_eq!(over, Err(Refusal::AmountTooHigh { most: minor(2_000) }));
    let no = w.dispute(&[0], Received::Yes, "damaged", refund(2_000)).expect("the goods");
    assert_eq!(w.case(no).reserved, [ComponentRef::Goods(UnitNo(0))]);
}

#[test]
fn dis_16_a_filing_stays_whatever_becomes_of_the_dispute() {
    for preset in PRESETS {
        let mut w = World::arrived_one(preset, 2, 2_000, 0);
        let filed = w.dispute(&[0], Received::Yes, "damaged", refund(1_000)).expect("open");
        w.withdraw(filed).expect("withdrawn");
        w.goodwill(&[1], 100).expect("without a case");
        let opened = w.log.iter().filter_map(|(_, e)| match e {
            OrderEvent::CaseOpened(opened) => Some((opened.case, opened.by, opened.reason.clone())),
            _ => None,
        });
        let opened: Vec<_> = opened.collect();
        assert_eq!(
            opened,
            [(w.case(filed).no, Some(BUYER), "damaged".into())],
            "the withdrawal takes nothing out"
        );
        assert_eq!(w.closing(filed), Closing::Withdrawn);
        assert!(w.case(filed).rulings.is_empty(), "whether the seller was at fault is said by rulings alone");
        assert_eq!(code(w.withdraw(filed)), "already_final");
    }
}
