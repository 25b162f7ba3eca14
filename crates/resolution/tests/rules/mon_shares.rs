//! MON-5 to MON-7: conservation, the mix of payers, commission and gateway fee.
use crate::story::acts::{code, refund};
use crate::story::{BUYER, SELLER, World, line, minor, payment};
use resolution::actor::Actor;
use resolution::case::{Answer, Received};
use resolution::id::{AccountRole, PaymentNo};
use resolution::ledger::{Account, Commodity};
use resolution::order::command::{NewLine, OrderCommand};
use resolution::refusal::Refusal;

const PRESETS: [&str; 2] = ["default", "aliexpress"];

/// 1,000 less 100 by the seller, 200 by the platform and 500 coins worth 50: the buyer pays 650.
fn discounted() -> NewLine {
    let mut bought = line(1, 1_000, 0);
    bought.seller_discount = minor(100);
    bought.platform_discount = minor(200);
    bought.coins_value = minor(50);
    bought.coins = minor(500);
    bought
}

fn coins(w: &World, account: Account) -> i64 {
    w.balances().get(&(account, Commodity::Coins)).copied().unwrap_or(0)
}

/// After every window has ended.
fn completed(mut w: World) -> World {
    w.days(60);
    assert_eq!((w.order().word(), w.order().escrow().get()), ("completed", 0));
    w
}

#[test]
fn mon_05_refunds_that_race_never_break_a_cap() {
    for preset in PRESETS {
        let mut w = World::arrived_one(preset, 2, 2_000, 200);
        w.goodwill(&[0, 1], 1_500).expect("within the cap");
        assert_eq!(w.goodwill(&[0, 1], 701), Err(Refusal::AmountTooHigh { most: minor(700) }));
        let most = w.order().units[0].goods.buyer_left() + w.order().units[0].shipping.buyer_left();
        let no =
            w.dispute(&[0], Received::Yes, "damaged", refund(most.get())).expect("what is left of the unit");
        assert_eq!(w.goodwill(&[0], 1), Err(Refusal::InCase { unit: 0, case: no }));
        assert_eq!(w.goodwill(&[0, 1], 1), Err(Refusal::InCase { unit: 0, case: no }));
        w.goodwill(&[1], 700 - most.get()).expect("the other unit");
        assert_eq!(w.goodwill(&[1], 1), Err(Refusal::NothingLeft));
        w.respond(no, Answer::Accept).expect("granted");
        assert_eq!((w.refunded(), w.order().escrow().get()), (2_200, 0));
        w.gateway_confirms();
        assert_eq!(w.goodwill(&[0], 1), Err(Refusal::NothingLeft));
    }
}

#[test]
fn mon_05_what_is_promised_counts_before_any_money_moves() {
    let mut w = World::arrived_one("default", 1, 1_000, 0);
    w.goodwill(&[0], 1_000).expect("all of it");
    assert_eq!(w.goodwill(&[0], 1), Err(Refusal::NothingLeft), "the gateway has said nothing yet");
    w.days(60);
    assert_eq!(w.released(), 0);
}

#[test]
fn mon_05_cancelling_after_a_goodwill_refund_gives_back_the_rest() {
    for preset in PRESETS {
        let mut w = World::new(preset, "UTC");
        w.place(vec![line(2, 2_000, 100)], vec![payment("credit_card", 2_100)]);
        w.pay();
        w.goodwill(&[0], 300).expect("promised");
        w.buyer(OrderCommand::Cancel { units: vec![], reason: "changed_mind".into() }).expect("cancelled");
        assert_eq!((w.refunded(), w.order().word(), w.order().escrow().get()), (2_100, "cancelled", 0));
    }
}

#[test]
fn mon_06_a_refund_returns_the_right_mix_of_money_discount_and_coins() {
    for preset in PRESETS {
        let mut w = World::arrived(preset, vec![discounted()], vec![payment("credit_card", 650)]);
        assert_eq!((w.balance(&Account::Escrow), coins(&w, Account::CoinsRedeemed)), (900, 500));
        assert_eq!(w.balance(&Account::PlatformPromotions), -250);
        // Half of the 700 that the buyer paid in money and coins.
        w.goodwill(&[0], 350).expect("promised");
        let part = &w.order().refunds[0].parts[0];
        assert_eq!((part.payments[0], part.coins_value, part.coins), (minor(325), minor(25), minor(250)));
        assert_eq!(
            (part.discount, part.escrow),
            (minor(100), minor(450)),
            "and half of the platform's discount"
        );
        assert_eq!(
            (w.balance(&Account::PlatformPromotions), coins(&w, Account::BuyerCoins(BUYER))),
            (-125, -250)
        );
        let w = completed(w);
        assert_eq!(w.released(), 450, "the seller's discount was never anybody's money");
        assert_eq!(w.balance(&Account::SellerPayable(SELLER)), 450 - 22);
    }
}

#[test]
fn mon_06_many_small_refunds_add_up_to_the_last_coin() {
    let mut w = World::arrived(
        "default",
        vec![discounted()],
        vec![payment("credit_card", 433), payment("voucher", 217)],
    );
    for amount in [1, 99, 101, 33, 167, 199, 100] {
        w.goodwill(&[0], amount).expect("promised");
    }
    assert_eq!(w.goodwill(&[0], 1), Err(Refusal::NothingLeft));
    let of_payment = |index: usize| -> i64 {
        w.order().refunds.iter().flat_map(|r| &r.parts).map(|p| p.payments[index].get()).sum()
    };
    assert_eq!((of_payment(0), of_payment(1)), (433, 217), "each payment gets back exactly what it gave");
    assert_eq!((w.balance(&Account::PlatformPromotions), coins(&w, Account::BuyerCoins(BUYER))), (0, 0));
    assert_eq!((w.balance(&Account::Escrow), coins(&w, Account::CoinsRedeemed)), (0, 0));
}

#[test]
fn mon_06_two_cases_over_units_of_one_line_never_round_twice() {
    for preset in PRESETS {
        let mut w = World::arrived(
            preset,
            vec![line(3, 1_000, 100)],
            vec![payment("credit_card", 777), payment("voucher", 323)],
        );
        // 333 + 33, 333 + 33, 334 + 34.
        for (unit, share) in [(0, 366), (1, 366), (2, 368)] {
            let no = w.dispute(&[unit], Received::Yes, "damaged", refund(share)).expect("its share");
            w.respond(no, Answer::Accept).expect("granted");
        }
        w.gateway_confirms();
        assert_eq!((w.refunded(), w.balance(&Account::Escrow)), (1_100, 0));
        assert_eq!(w.balance(&Account::GatewayClearing("sandbox".into())), 0);
    }
}

#[test]
fn mon_06_what_coins_alone_paid_goes_back_in_coins_without_any_gateway() {
    let mut bought = line(1, 1_000, 0);
    bought.coins_value = minor(1_000);
    bought.coins = minor(10_000);
    let mut w = World::arrived("default", vec![bought], vec![]);
    let no = w.dispute(&[0], Received::Yes, "damaged", refund(1_000)).expect("coins have a value");
    w.respond(no, Answer::Accept).expect("granted");
    assert_eq!((w.stage(no), coins(&w, Account::BuyerCoins(BUYER))), ("closed", 0), "nothing to wait for");
}

#[test]
fn mon_07_commission_is_taken_at_the_release_and_not_on_what_went_back() {
    for preset in PRESETS {
        let mut w = World::arrived_one(preset, 1, 1_000, 0);
        w.goodwill(&[0], 390).expect("promised");
        let w = completed(w);
        // 5 % of 610, rounded down.
        assert_eq!(
            (w.balance(&Account::PlatformFees), w.balance(&Account::SellerPayable(SELLER))),
            (30, 580)
        );
        assert_eq!(w.account_balance(AccountRole::Seller).receivable, minor(0));
    }
}

#[test]
fn mon_07_borne_by_the_platform_the_commission_on_a_later_refund_is_given_back() {
    for preset in PRESETS {
        let mut w = completed(World::arrived_one(preset, 1, 1_000, 0));
        assert_eq!(
            (w.balance(&Account::PlatformFees), w.account_balance(AccountRole::Seller).payable),
            (50, minor(950))
        );
        for amount in [390, 5, 5] {
            w.goodwill(&[0], amount).expect("from what the seller has");
        }
        assert_eq!(w.balance(&Account::PlatformFees), 30, "5 % of 600: three refunds, rounded once");
        assert_eq!(w.account_balance(AccountRole::Seller).receivable, minor(380));
        assert_eq!(w.balance(&Account::SellerReceivable(SELLER)), -380);
    }
}

#[test]
fn mon_07_borne_by_the_seller_it_is_charged_on_what_goes_back() {
    let borne = [
        ("on_refund = \"platform\" # MON-7", "on_refund = \"seller\" # MON-7"),
        ("less_commission = true", "less_commission = false"),
    ];
    let mut w = World::variant("default", "UTC", &borne);
    w.arrives(vec![line(1, 1_000, 0)], vec![payment("credit_card", 1_000)]);
    for amount in [390, 5, 5] {
        w.goodwill(&[0], amount).expect("promised");
    }
    assert_eq!((w.balance(&Account::PlatformFees), w.balance(&Account::SellerReceivable(SELLER))), (20, -20));
    let mut w = completed(w);
    assert_eq!(
        (w.balance(&Account::PlatformFees), w.account_balance(AccountRole::Seller).payable),
        (50, minor(570))
    );
    w.goodwill(&[0], 600).expect("after the release");
    let owes = w.account_balance(AccountRole::Seller).receivable;
    assert_eq!(
        (w.balance(&Account::PlatformFees), owes),
        (50, minor(620)),
        "it was taken at the release and stays"
    );
}

#[test]
fn mon_07_the_gateway_fee_on_a_refund_is_borne_by_whom_the_policy_names() {
    let borne = [("gateway_fee_on_refund = \"platform\"", "gateway_fee_on_refund = \"seller\"")];
    for (changes, owes) in [(&borne[..], 33), (&[][..], 0)] {
        let mut w = World::variant("default", "UTC", changes);
        w.place(vec![line(3, 900, 100)], vec![payment("credit_card", 1_100)]);
        let captured_at = w.now;
        let command = OrderCommand::CapturePayment { payment: PaymentNo(0), captured_at, fee: minor(33) };
        w.act(&Actor::Gateway("sandbox".into()), command).expect("captured");
        assert_eq!(w.balance(&Account::PlatformFees), -33, "the platform pays it when the money comes");
        w.ship(&[]);
        for unit in 0..3 {
            let most = w.order().units[unit].goods.buyer_left() + w.order().units[unit].shipping.buyer_left();
            w.goodwill(&[u16::try_from(unit).expect("few")], most.get()).expect("promised");
        }
        assert_eq!(w.refunded(), 1_100, "with what was paid beyond the lines");
        assert_eq!(w.balance(&Account::SellerReceivable(SELLER)), -owes, "all of it, to the minor unit");
        assert_eq!(w.balance(&Account::PlatformFees), owes - 33);
    }
}

#[test]
fn mon_07_a_capture_fee_below_zero_is_refused() {
    let mut w = World::new("default", "UTC");
    w.place(vec![line(1, 1_000, 0)], vec![payment("credit_card", 1_000)]);
    let command = OrderCommand::CapturePayment { payment: PaymentNo(0), captured_at: w.now, fee: minor(-1) };
    assert_eq!(code(w.act(&Actor::Gateway("sandbox".into()), command)), "invalid");
}
