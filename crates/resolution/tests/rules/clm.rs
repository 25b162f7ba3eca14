//! CLM: the seller claims payment for an order that is shown cancelled or failed though the buyer has it.
use crate::story::acts::{AS_BUYER, AS_MEDIATOR, AS_SELLER, MOMENT, refund, shown};
use crate::story::{BUYER, MEDIATOR, SELLER, World, line, payment, seal};
use resolution::account::reputation::Reputation;
use resolution::case::remedy::Remedy;
use resolution::case::{CaseKind, Closing, Received};
use resolution::id::{AggregateId, CaseNo, EvidenceNo, OrderId, UnitNo};
use resolution::ledger::Account;
use resolution::order::command::{Confirmation, OrderCommand, PaymentClaim};
use resolution::order::event::{AccountNews, OrderEvent};
use resolution::parcel::tracking::Status;
use resolution::policy::{Liable, Period};
use resolution::refusal::Refusal;

const PRESETS: [&str; 2] = ["lazada", "default"];

/// One unit for 1,000 and 100 of shipping, on its way for four days.
fn on_its_way(preset: &str) -> World {
    let mut w = World::new(preset, "UTC");
    w.shipped(1, 1_000, 100);
    w.days(4);
    w
}

/// It came back to the sender, as the carrier says; the buyer was refunded.
fn returned(preset: &str) -> World {
    let mut w = on_its_way(preset);
    w.scanned(0, Status::ReturnedToSender, |_| ());
    w.gateway_confirms();
    w
}

fn writes(w: &mut World) {
    let words = seal(BUYER);
    w.buyer(OrderCommand::WriteMessage { case: None, words }).expect("written");
}

fn claim(confirmation: Option<Confirmation>) -> OrderCommand {
    let cause = "carrier_error".into();
    OrderCommand::ClaimPayment(PaymentClaim { units: vec![UnitNo(0)], cause, confirmation, text: None })
}

fn claimed(w: &mut World, confirmation: Option<Confirmation>) -> Result<u16, Refusal> {
    let no = w.order().cases.len();
    w.seller(claim(confirmation))?;
    Ok(u16::try_from(no).expect("few cases"))
}

fn rules(w: &mut World, no: u16, remedy: Option<Remedy>, liable: Liable) -> Result<(), Refusal> {
    let _taken = w.mediator(OrderCommand::Assign { case: CaseNo(no), mediator: MEDIATOR });
    let departs = Some(crate::story::because("weighed"));
    w.mediator(OrderCommand::Rule { case: CaseNo(no), remedy, liable, departs })
}

#[test]
fn clm_01_within_30_days_of_the_status_to_the_moment() {
    for preset in PRESETS {
        let mut w = returned(preset);
        let end = w.calendar.end(w.order().parcels[0].scans.last().expect("a scan").at, Period::Days(30));
        w.go_to(end);
        assert_eq!(claimed(&mut w, None), Err(Refusal::Ended { at: end, rule: "CLM-1".into() }));
        let mut w = returned(preset);
        w.go_to(end - MOMENT);
        claimed(&mut w, None).expect("in time");
    }
}

#[test]
fn clm_01_only_what_is_shown_cancelled_or_failed_and_only_by_its_seller() {
    let mut w = on_its_way("lazada");
    assert!(matches!(claimed(&mut w, None), Err(Refusal::NotKnownYet { .. })), "it is on its way");
    w.deliver(0);
    assert!(matches!(claimed(&mut w, None), Err(Refusal::NotKnownYet { .. })), "it arrived: the money comes");
    let mut w = returned("lazada");
    assert!(matches!(w.buyer(claim(None)), Err(Refusal::NotYours { .. })));
    let unknown = OrderCommand::ClaimPayment(PaymentClaim {
        units: vec![UnitNo(0)],
        cause: "weather".into(),
        confirmation: None,
        text: None,
    });
    assert!(matches!(w.seller(unknown), Err(Refusal::ReasonUnknown { .. })));
    for preset in ["aliexpress", "tokopedia"] {
        assert!(matches!(claimed(&mut returned(preset), None), Err(Refusal::NotInPolicy { .. })), "{preset}");
    }
}

#[test]
fn clm_02_without_a_confirmation_the_buyer_is_asked_and_silence_goes_to_the_review() {
    for preset in PRESETS {
        let mut w = returned(preset);
        let no = claimed(&mut w, None).expect("claimed");
        assert_eq!((w.case(no).kind, w.stage(no)), (CaseKind::SellerClaim, "answering"));
        let end = w.end(no);
        assert_eq!(w.notices("claim_question"), [(BUYER, Some(no), Some(end))]);
        w.go_to(end - MOMENT);
        assert_eq!(w.stage(no), "answering");
        w.go_to(end);
        assert_eq!(w.stage(no), "reviewing");
        w.run_out(no);
        assert_eq!(
            (w.closing(no), w.ruling(no).liable),
            (Closing::Dismissed, Liable::Nobody),
            "nothing confirms it"
        );
        assert_eq!(w.balance(&Account::SellerPayable(SELLER)), 0);
        assert!(matches!(claimed(&mut w, None), Err(Refusal::UnitSettled { .. })), "decided once");
    }
}

#[test]
fn clm_02_the_buyers_own_messages_or_a_chat_with_a_photo_confirm_it() {
    let mut w = returned("lazada");
    let refused = claimed(&mut w, Some(Confirmation::Messages));
    assert_eq!(refused, Err(Refusal::Missing { items: vec!["a message of the buyer".into()] }));
    writes(&mut w);
    let no = claimed(&mut w, Some(Confirmation::Messages)).expect("the buyer wrote");
    assert_eq!(w.stage(no), "reviewing", "nobody is asked what is there");
    let mut w = returned("lazada");
    let outside = |chat: u16, photo: u16| {
        Some(Confirmation::Outside { chat: EvidenceNo(chat), photo: EvidenceNo(photo) })
    };
    let missing = |item: &str| Err(Refusal::Missing { items: vec![item.to_owned()] });
    assert_eq!(claimed(&mut w, outside(0, 1)), missing("chat"));
    w.act(&AS_BUYER, shown(&AS_BUYER, None, None, None)).expect("the buyer's own picture");
    assert_eq!(claimed(&mut w, outside(0, 0)), missing("chat"), "it is not the seller's");
    w.act(&AS_SELLER, shown(&AS_SELLER, None, None, None)).expect("a chat");
    assert_eq!(claimed(&mut w, outside(1, 1)), missing("photo"), "one file is not both");
    w.act(&AS_SELLER, shown(&AS_SELLER, None, None, None)).expect("a photo");
    let no = claimed(&mut w, outside(1, 2)).expect("both are there");
    assert_eq!(w.stage(no), "reviewing");
    let known = &w.case(no).known;
    assert_eq!(known.parcels[0].2.as_deref(), Some("TRACK0"), "with order and tracking number");
}

#[test]
fn clm_03_proven_the_seller_is_paid_and_the_loss_is_the_funds_that_the_policy_names() {
    for preset in PRESETS {
        let mut w = returned(preset);
        assert_eq!(w.refunded(), 1_100);
        writes(&mut w);
        let no = claimed(&mut w, Some(Confirmation::Messages)).expect("claimed");
        w.run_out(no);
        assert_eq!(w.closing(no), Closing::ClaimPaid);
        assert_eq!(w.balance(&Account::ProtectionFund), -1_100, "never silently");
        assert_eq!(w.balance(&Account::SellerPayable(SELLER)), 1_045, "as the sale would have been paid");
        assert_eq!(w.notices("claim_paid"), [(SELLER, Some(no), None)]);
        w.days(200);
        assert_eq!((w.order().escrow().get(), w.balance(&Account::ProtectionFund)), (0, -1_100));
    }
}

#[test]
fn clm_03_what_still_lies_in_escrow_is_paid_from_there() {
    let mut w = on_its_way("lazada");
    w.scanned(0, Status::AttemptFailed, |_| ());
    writes(&mut w);
    let no = claimed(&mut w, Some(Confirmation::Messages)).expect("claimed");
    rules(&mut w, no, Some(Remedy::SellerPayment { amount: crate::story::minor(1_100) }), Liable::Carrier)
        .expect("ruled");
    assert_eq!((w.closing(no), w.released()), (Closing::ClaimPaid, 1_100));
    assert_eq!((w.balance(&Account::ProtectionFund), w.order().escrow().get()), (0, 0));
    assert_eq!(w.balance(&Account::SellerPayable(SELLER)), 1_045);
}

#[test]
fn clm_03_there_is_nothing_between_all_and_nothing() {
    let mut w = returned("default");
    writes(&mut w);
    let no = claimed(&mut w, Some(Confirmation::Messages)).expect("claimed");
    let half = Remedy::SellerPayment { amount: crate::story::minor(550) };
    assert!(matches!(rules(&mut w, no, Some(half), Liable::Platform), Err(Refusal::Invalid { .. })));
    assert!(rules(&mut w, no, Some(refund(10)), Liable::Platform).is_err());
    rules(&mut w, no, None, Liable::Nobody).expect("not proven");
    assert_eq!(w.closing(no), Closing::Dismissed);
}

#[test]
fn clm_03_what_a_carrier_made_good_is_not_paid_again() {
    let mut w = on_its_way("lazada");
    w.scanned(0, Status::Lost, |_| ());
    w.days(3);
    writes(&mut w);
    assert_eq!(claimed(&mut w, Some(Confirmation::Messages)), Err(Refusal::NothingLeft));
    // It turned up, so that was taken back; the buyer has both goods and money.
    w.deliver(0);
    let no = claimed(&mut w, Some(Confirmation::Messages)).expect("now it is a loss");
    w.run_out(no);
    assert_eq!((w.closing(no), w.balance(&Account::ProtectionFund)), (Closing::ClaimPaid, -1_100));
}

#[test]
fn clm_03_a_cancellation_that_counted_is_taken_back_in_the_account() {
    let mut w = World::new("lazada", "UTC");
    w.place(vec![line(1, 1_000, 0)], vec![payment("credit_card", 1_000)]);
    w.pay();
    w.seller(OrderCommand::Cancel { units: vec![UnitNo(0)], reason: "out_of_stock".into() })
        .expect("cancelled");
    let cancelled = w.now;
    w.days(2);
    writes(&mut w);
    let no = claimed(&mut w, Some(Confirmation::Messages)).expect("shown cancelled");
    w.run_out(no);
    assert_eq!(w.closing(no), Closing::ClaimPaid);
    let news: Vec<AccountNews> = w
        .log
        .iter()
        .filter_map(|(_, event)| match event {
            OrderEvent::AccountTold(note) => Some(note.news.clone()),
            _ => None,
        })
        .collect();
    assert!(news.contains(&AccountNews::CancellationCorrected { case: CaseNo(no), cancelled }), "{news:?}");
    assert!(w.order().counted.is_empty());
}

#[test]
fn clm_03_the_figures_are_as_if_nothing_had_been_cancelled() {
    let account = Reputation::default();
    assert!(account.penalties.is_empty() && account.days.is_empty());
    let from = AggregateId::Order(OrderId([3; 16]));
    let _same = from;
}

#[test]
fn clm_02_the_seller_may_take_it_back_and_nobody_else() {
    let mut w = returned("default");
    let no = claimed(&mut w, None).expect("claimed");
    let withdraw = OrderCommand::Withdraw { case: CaseNo(no) };
    assert!(matches!(w.buyer(withdraw.clone()), Err(Refusal::NotYours { .. })));
    assert!(matches!(w.act(&AS_MEDIATOR, withdraw.clone()), Err(Refusal::NotYours { .. })));
    let other = w.dispute(&[0], Received::No, "not_received", refund(1_100));
    assert!(other.is_err());
    w.seller(withdraw).expect("withdrawn");
    assert_eq!(w.closing(no), Closing::Withdrawn);
    claimed(&mut w, None).expect("and once more");
}
