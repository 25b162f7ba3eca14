//! LOS: what a carrier declares lost or damaged is made good to the seller by itself, and taken back where it turns up.
use crate::story::acts::{AS_BUYER, AS_MEDIATOR, AS_SELLER, MOMENT, refund};
use crate::story::{BUYER, MEDIATOR, SELLER, World, at, because, line, minor, payment, seal};
use jiff::SignedDuration;
use resolution::actor::Actor;
use resolution::case::{CaseKind, Closing, Received};
use resolution::id::{AccountId, AccountRole, AggregateId, CaseNo, MarketplaceId, UnitNo};
use resolution::ledger::Account;
use resolution::order::actions;
use resolution::order::command::OrderCommand;
use resolution::order::compensation::ReversalCause;
use resolution::order::components::ComponentRef;
use resolution::order::event::OrderEvent;
use resolution::parcel::tracking::Status;
use resolution::policy::{CarrierDeclaration, Stop};
use resolution::refusal::Refusal;

const PRESETS: [&str; 2] = ["lazada", "default"];

fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

fn claims() -> Account {
    Account::CarrierClaims("ups".into())
}

/// Two units for 2,000 and 100 of shipping, on their way with a listed carrier for four days.
fn on_its_way(preset: &str) -> World {
    let mut w = World::new(preset, "UTC");
    w.place(vec![line(2, 2_000, 100)], vec![payment("credit_card", 2_100)]);
    w.pay();
    w.ship(&[]);
    w.days(4);
    w
}

/// The ordinal of the compensation's case.
fn compensation(w: &World) -> u16 {
    w.order().compensations.last().expect("one is due").case.0
}

fn declared(preset: &str, status: Status) -> World {
    let mut w = on_its_way(preset);
    w.scanned(0, status, |_| ());
    w
}

#[test]
fn los_01_declared_lost_or_damaged_is_paid_by_itself_at_three_quarters_of_48_hours() {
    for preset in PRESETS {
        for status in [Status::Lost, Status::Damaged] {
            let mut w = declared(preset, status);
            let no = compensation(&w);
            let (case, begun) = (w.case(no).clone(), w.now);
            assert_eq!((case.kind, case.by, w.stage(no)), (CaseKind::CarrierCompensation, None, "executing"));
            assert_eq!((w.end(no), case.stage.promised), (begun + hours(36), Some(begun + hours(48))));
            assert_eq!(w.refunded(), 2_100, "the buyer's own refund from escrow does not wait for it");
            assert_eq!(w.notices("compensation_due"), [(SELLER, Some(no), Some(begun + hours(48)))]);
            w.go_to(begun + hours(36) - MOMENT);
            assert_eq!(w.balance(&claims()), 0);
            w.go_to(begun + hours(36));
            assert_eq!(w.closing(no), Closing::Compensated);
            assert_eq!(w.balance(&claims()), -2_100, "all of it from the carrier");
            assert_eq!(w.balance(&Account::SellerPayable(SELLER)), 1_995, "as the sale would have brought");
            assert_eq!(w.balance(&Account::SellerReceivable(SELLER)), 0);
            assert_eq!(w.notices("compensation_paid"), [(SELLER, Some(no), None)]);
            w.gateway_confirms();
            w.days(200);
            assert_eq!((w.released(), w.order().escrow().get()), (0, 0));
            assert_eq!(w.balance(&claims()), -2_100, "once");
        }
    }
}

#[test]
fn los_01_a_deadline_that_is_late_pays_the_same() {
    let mut w = declared("default", Status::Lost);
    w.lateness = hours(24);
    w.days(3);
    assert_eq!(w.balance(&Account::SellerPayable(SELLER)), 1_995);
}

#[test]
fn los_01_nothing_is_due_from_a_carrier_that_is_not_listed_or_under_a_policy_without_it() {
    let mut w = World::new("default", "UTC");
    w.place(vec![line(1, 1_000, 0)], vec![payment("credit_card", 1_000)]);
    w.pay();
    w.declare(&[], Some("a friend"));
    w.scanned(0, Status::Lost, |_| ());
    w.days(3);
    assert!(w.order().compensations.is_empty());
    for preset in ["aliexpress", "tokopedia"] {
        let mut w = declared(preset, Status::Lost);
        w.days(3);
        assert!(w.order().compensations.is_empty() && w.balance(&claims()) == 0, "{preset}");
    }
}

#[test]
fn los_01_a_shops_own_word_declares_nothing_lost() {
    let mut w = on_its_way("default");
    w.scanned(0, Status::Lost, |s| s.by_carrier = false);
    assert!(w.order().compensations.is_empty());
}

#[test]
fn los_01_what_the_seller_gave_back_before_is_not_the_carriers_to_make_good() {
    for preset in PRESETS {
        let mut w = on_its_way(preset);
        w.goodwill(&[0], 300).expect("goodwill");
        w.scanned(0, Status::Lost, |_| ());
        assert_eq!(w.refunded(), 2_100);
        w.go_to(w.now + hours(36));
        assert_eq!(w.balance(&claims()), -1_800, "2,100 less the 300 that the seller gave back");
    }
}

#[test]
fn los_01_an_open_dispute_does_not_delay_it() {
    for preset in PRESETS {
        let mut w = World::missing_one(preset, 1_000, 100);
        w.dispute(&[0], Received::No, "not_received", refund(1_100)).expect("open");
        w.scanned(0, Status::Lost, |_| ());
        w.go_to(w.now + hours(36));
        assert_eq!((w.closing(compensation(&w)), w.refunded()), (Closing::Compensated, 0));
    }
}

#[test]
fn los_01_released_before_the_seller_keeps_it_and_the_carrier_pays_the_buyer() {
    for preset in PRESETS {
        let mut w = World::new(preset, "UTC");
        w.shipped(1, 1_000, 100);
        let closes = w.order().parcels[0].not_received.clone().expect("shipped").closes;
        w.go_to(closes);
        assert_eq!(w.released(), 1_100, "nobody said a word");
        w.scanned(0, Status::Lost, |_| ());
        assert_eq!(w.refunded(), 1_100);
        assert!(w.order().compensations.is_empty(), "the seller has the net of it");
        assert_eq!(w.balance(&claims()), -1_100);
        assert_eq!(
            w.balance(&Account::SellerReceivable(SELLER)),
            0,
            "nothing is owed for what a carrier lost"
        );
        assert_eq!(w.balance(&Account::SellerPayable(SELLER)), 1_045);
    }
}

#[test]
fn los_02_the_order_shows_the_date_each_affected_line_and_paid_or_not() {
    let mut w = World::new("default", "UTC");
    w.place(vec![line(2, 2_000, 100), line(1, 500, 0)], vec![payment("credit_card", 2_600)]);
    w.pay();
    w.ship(&[0, 2]);
    w.ship(&[1]);
    w.days(2);
    let when = w.now - hours(3);
    w.scanned(0, Status::Lost, |s| s.at = when);
    let shown = w.order().compensations[0].clone();
    assert_eq!((shown.declared, shown.declared_at, shown.paid), (CarrierDeclaration::Lost, when, None));
    let (first, third) = (UnitNo(0), UnitNo(2));
    let parts = [
        (ComponentRef::Goods(first), minor(1_000)),
        (ComponentRef::Shipping(first), minor(50)),
        (ComponentRef::Goods(third), minor(500)),
    ];
    assert_eq!(shown.parts, parts, "the units of that parcel, and no other");
    w.go_to(w.now + hours(36));
    assert_eq!(w.order().compensations[0].paid, Some(w.now));
}

#[test]
fn los_02_the_sellers_account_is_told_once_and_the_buyer_sees_nothing_of_it() {
    let mut w = declared("lazada", Status::Lost);
    let no = compensation(&w);
    w.go_to(w.now + hours(36));
    let order = w.order();
    let case = w.case(no);
    assert!(
        order.shows(case, &AS_SELLER) && order.shows(case, &AS_MEDIATOR) && !order.shows(case, &AS_BUYER)
    );
    for actor in [AS_BUYER, AS_SELLER] {
        assert_eq!(order.side(case, &actor), None, "nobody bargains over it");
        let known = actions::allowed(order, &actor, &w.context(), w.now);
        assert!(known.iter().all(|action| action.target.case != Some(no)));
    }
    let mut told = w.log.iter().filter_map(|(_, event)| match event {
        OrderEvent::NoticeSent { to, case: Some(case), .. } if case.0 == no => Some(*to),
        _ => None,
    });
    assert!(told.all(|to| to == SELLER));
}

#[test]
fn los_02_nobody_acts_in_it() {
    let mut w = declared("default", Status::Lost);
    let case = CaseNo(compensation(&w));
    let refused = w.buyer(OrderCommand::Withdraw { case });
    assert!(matches!(refused, Err(Refusal::WrongStage { .. })), "{refused:?}");
    let words = because("mine");
    let refused = w.seller(OrderCommand::Escalate { case, words });
    assert!(matches!(refused, Err(Refusal::NotYours { .. })), "{refused:?}");
    for (actor, by) in [(AS_BUYER, BUYER), (AS_SELLER, SELLER), (AS_MEDIATOR, MEDIATOR)] {
        let write = OrderCommand::WriteMessage { case: Some(case), words: seal(by) };
        assert!(matches!(w.act(&actor, write), Err(Refusal::NotInPolicy { .. })));
        let assign = OrderCommand::Assign { case, mediator: MEDIATOR };
        assert!(w.act(&actor, assign).is_err());
    }
}

#[test]
fn los_03_lost_and_then_delivered_is_taken_back_and_flagged_to_a_person() {
    for preset in PRESETS {
        let mut w = declared(preset, Status::Lost);
        let no = compensation(&w);
        w.go_to(w.now + hours(36));
        w.days(1);
        w.deliver(0);
        let (_, why) = w.order().compensations[0].reversed.expect("taken back");
        assert_eq!(why, ReversalCause::Delivered);
        assert_eq!(w.balance(&claims()), 0, "the carrier has it again");
        assert_eq!(w.balance(&Account::SellerReceivable(SELLER)), -1_995, "the seller owes it");
        assert_eq!(w.balance(&Account::PlatformFees), 0, "with its commission");
        assert!(w.order().flags.contains(&format!("compensation_reversed:case{no}:parcel0")));
        assert_eq!(w.notices("compensation_reversed"), [(SELLER, Some(no), None)]);
        w.days(120);
        assert_eq!(w.balance(&claims()), 0, "once");
    }
}

#[test]
fn los_03_the_buyers_own_word_and_a_return_to_the_seller_take_it_back_too() {
    let mut w = declared("default", Status::Lost);
    w.go_to(w.now + hours(36));
    w.confirm(0).expect("it is here");
    assert_eq!(w.balance(&claims()), 0);
    let mut w = declared("default", Status::Lost);
    w.go_to(w.now + hours(36));
    w.scanned(0, Status::ReturnedToSender, |_| ());
    let reversed = w.order().compensations[0].reversed.expect("taken back");
    assert_eq!((reversed.1, w.balance(&claims())), (ReversalCause::Returned, 0));
}

#[test]
fn los_03_turned_up_before_it_was_paid_nothing_is_paid() {
    for preset in PRESETS {
        let mut w = declared(preset, Status::Lost);
        let no = compensation(&w);
        w.go_to(w.now + hours(36) - MOMENT);
        w.deliver(0);
        assert_eq!(w.closing(no), Closing::TurnedUp);
        assert!(w.order().flags.contains(&format!("compensation_not_due:case{no}:parcel0")));
        w.days(60);
        assert_eq!(w.balance(&claims()), 0);
    }
}

#[test]
fn los_03_damaged_stays_damaged_wherever_it_arrives() {
    let mut w = declared("default", Status::Damaged);
    w.go_to(w.now + hours(36));
    w.deliver(0);
    w.days(60);
    assert_eq!((w.order().compensations[0].reversed, w.balance(&claims())), (None, -2_100));
}

#[test]
fn los_03_the_sales_own_money_takes_its_place_and_nobody_is_paid_twice() {
    for preset in PRESETS {
        let mut w = World::missing_one(preset, 1_000, 100);
        let no = w.dispute(&[0], Received::No, "not_received", refund(1_100)).expect("open");
        w.scanned(0, Status::Lost, |_| ());
        w.go_to(w.now + hours(36));
        assert_eq!(w.balance(&claims()), -1_100);
        w.bring_to_review(no);
        w.seller_shows(no, "delivery_proof");
        while w.case(no).open() {
            w.run_out(no);
        }
        assert_eq!(w.closing(no), Closing::Dismissed);
        w.days(120);
        let reversed = w.order().compensations[0].reversed.expect("taken back");
        assert_eq!((reversed.1, w.balance(&claims())), (ReversalCause::Released, 0));
        assert_eq!(w.released(), 1_100);
        let of_seller =
            w.balance(&Account::SellerPayable(SELLER)) + w.balance(&Account::SellerReceivable(SELLER));
        assert_eq!(of_seller, 1_045, "the sale, and nothing beside it");
    }
}

#[test]
fn los_01_while_nothing_may_become_the_sellers_its_clock_rests() {
    let mut w = on_its_way("default");
    let account = AccountId::of(MarketplaceId::of("test"), AccountRole::Seller, SELLER);
    let account = Actor::Aggregate(AggregateId::Account(account));
    let case = CaseNo(0);
    w.act(&account, OrderCommand::Freeze { case, stops: vec![Stop::Release] }).expect("frozen");
    w.scanned(0, Status::Lost, |_| ());
    let no = compensation(&w);
    w.days(10);
    assert_eq!((w.balance(&claims()), w.refunded()), (0, 2_100), "the buyer does not wait");
    w.act(&account, OrderCommand::Thaw { case }).expect("let go");
    w.go_to(w.now + hours(36) - MOMENT);
    assert_eq!((w.balance(&claims()), w.stage(no)), (0, "executing"));
    w.go_to(w.now + MOMENT);
    assert_eq!(w.balance(&claims()), -2_100, "with what was left of it");
}

#[test]
fn los_01_a_working_week_does_not_matter_to_hours() {
    let mut w = World::new("lazada", "Asia/Jakarta");
    w.shipped(1, 1_000, 0);
    w.go_to(at("2026-03-07T20:00:00Z"));
    w.scanned(0, Status::Lost, |_| ());
    w.go_to(at("2026-03-09T08:00:00Z"));
    assert_eq!(w.balance(&claims()), -1_000);
}
