//! QTY-1 to QTY-3: short shipment, by weight.
mod story;

use resolution::actor::Side;
use resolution::case::facts;
use resolution::case::{Answer, Received};
use resolution::policy::Liable;
use resolution::refusal::Refusal;
use story::acts::{AS_BUYER, AS_SELLER, code, refund, shown};
use story::{World, line, payment};

const PRESETS: [&str; 2] = ["default", "aliexpress"];
const FOUR: [&str; 4] = ["one_unit_weight", "whole_weight", "shipping_receipt", "carrier_weight"];

/// Two units of one line, sold as `pieces` each, in one parcel; the buyer misses one of them.
fn short(preset: &str, pieces: &[u32]) -> World {
    let mut bought = line(2, 2_000, 0);
    bought.pieces = pieces.to_vec();
    let mut w = World::arrived(preset, vec![bought], vec![payment("credit_card", 2_000)]);
    let no = w.dispute(&[0], Received::Yes, "short_shipment", refund(1_000)).expect("open");
    w.respond(no, Answer::Reject).expect("rejected");
    w.escalate(&AS_BUYER, no).expect("escalated");
    w
}

/// The seller shows grams for one unit, everything, and the carrier's weight, and the receipt.
fn weigh(w: &mut World, one: u32, whole: u32, carrier: u32) {
    for (id, grams) in [("one_unit_weight", one), ("whole_weight", whole), ("carrier_weight", carrier)] {
        w.show(&AS_SELLER, Some(0), Some(id), Some(grams));
    }
    w.show(&AS_SELLER, Some(0), Some("shipping_receipt"), None);
}

fn row(preset: &str, pieces: &[u32], grams: (u32, u32, u32)) -> String {
    let mut w = short(preset, pieces);
    weigh(&mut w, grams.0, grams.1, grams.2);
    w.run_out(0);
    w.row(0).to_owned()
}

#[test]
fn qty_01_three_are_not_enough_and_the_missing_one_is_named() {
    for preset in PRESETS {
        for missing in FOUR {
            let mut w = short(preset, &[]);
            for id in FOUR.into_iter().filter(|id| *id != missing) {
                let grams = match id {
                    "shipping_receipt" => None,
                    "one_unit_weight" => Some(500),
                    _ => Some(1_000),
                };
                w.show(&AS_SELLER, Some(0), Some(id), grams);
            }
            assert_eq!(facts::missing(w.order(), w.case(0), &w.policy, Side::Respondent), [missing]);
            w.run_out(0);
            assert_eq!((w.row(0), w.ruling(0).liable), ("weights-incomplete", Liable::Seller));
            assert_eq!(w.ruling(0).remedy, Some(refund(1_000)));
        }
    }
}

#[test]
fn qty_01_nothing_shown_names_all_four_from_the_start() {
    for preset in PRESETS {
        let w = short(preset, &[]);
        assert_eq!(facts::missing(w.order(), w.case(0), &w.policy, Side::Respondent), FOUR);
    }
}

#[test]
fn qty_01_each_weighing_also_gives_grams_and_each_is_a_photo_of_the_sellers() {
    for preset in PRESETS {
        let mut w = short(preset, &[]);
        for id in ["one_unit_weight", "whole_weight", "carrier_weight"] {
            let without = w.seller(shown(&AS_SELLER, Some(0), Some(id), None));
            assert_eq!(without, Err(Refusal::Missing { items: vec!["grams".into()] }));
            let theirs = w.buyer(shown(&AS_BUYER, Some(0), Some(id), Some(1)));
            assert_eq!(code(theirs), "not_yours");
        }
        w.seller(shown(&AS_SELLER, Some(0), Some("shipping_receipt"), None)).expect("a receipt weighs nothing");
    }
}

#[test]
fn qty_03_weights_that_agree_within_the_tolerance_speak_for_the_seller() {
    for preset in PRESETS {
        // 5 % of 2,000 g are 100 g; of 200 g the 20 g are more.
        for grams in [(900, 2_000, 2_000), (900, 2_000, 1_900), (900, 2_000, 2_100), (90, 200, 180), (90, 200, 220)] {
            assert_eq!(row(preset, &[], grams), "weights-agree", "{grams:?}");
        }
        let mut w = short(preset, &[]);
        weigh(&mut w, 900, 2_000, 2_000);
        w.run_out(0);
        assert_eq!((w.ruling(0).liable, w.ruling(0).remedy.clone()), (Liable::Buyer, None));
    }
}

#[test]
fn qty_03_a_shortfall_near_one_units_weight_speaks_for_the_buyer() {
    for preset in PRESETS {
        // Within 25 % of 900 g: 675 to 1,125 g are missing.
        for carrier in [2_000 - 675, 2_000 - 900, 2_000 - 1_125] {
            assert_eq!(row(preset, &[], (900, 2_000, carrier)), "short-by-weight", "{carrier}");
        }
        // Beyond the tolerance and far from a unit: nobody has shown anything, and doubt is the buyer's.
        for carrier in [1_899, 2_000 - 674, 2_000 - 1_126, 2_101] {
            assert_eq!(row(preset, &[], (900, 2_000, carrier)), "quantity-ambiguous", "{carrier}");
        }
    }
}

#[test]
fn qty_02_the_quantity_as_sold_is_a_fact_and_an_ambiguous_one_is_read_for_the_buyer() {
    for preset in PRESETS {
        let mut w = short(preset, &[10, 12]);
        assert_eq!(w.order().placed.lines[0].pieces, [10, 12]);
        // Two units of ten pieces, 100 g each, were packed and weighed the same by the carrier: but twelve were promised.
        weigh(&mut w, 100, 2_000, 2_000);
        w.run_out(0);
        assert_ne!(w.row(0), "weights-agree");
        assert_eq!((w.ruling(0).liable, w.ruling(0).remedy.clone()), (Liable::Seller, Some(refund(1_000))));
        assert_eq!(row(preset, &[10], (100, 2_000, 2_000)), "weights-agree", "without ambiguity it is what it is");
        assert_eq!(row(preset, &[12, 10], (100, 2_400, 2_400)), "weights-agree", "the larger number was sent");
    }
}
