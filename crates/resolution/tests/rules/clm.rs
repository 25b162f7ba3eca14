//! CLM: the seller claims payment for an order that is shown cancelled or failed though the buyer has it.
use crate::holder::Holder;
use crate::story::acts::{AS_BUYER, AS_MEDIATOR, AS_SELLER, MOMENT, refund, shown};
use crate::story::tell::units;
use crate::story::{BUYER, MEDIATOR, SELLER, World, line, minor, payment, seal};
use resolution::actor::Actor;
use resolution::case::remedy::Remedy;
use resolution::case::{CaseKind, Closing, Received};
use resolution::id::{AccountId, AccountRole, AggregateId, CaseNo, EvidenceNo, UnitNo};
use resolution::ledger::Account;
use resolution::order::command::{Confirmation, OrderCommand, PaymentClaim};
use resolution::order::event::{AccountNews, OrderEvent};
use resolution::parcel::tracking::Status;
use resolution::policy::{Liable, Period, Stop};
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
    OrderCommand::ClaimPayment(PaymentClaim {
        units: vec![UnitNo(0)],
        cause,
        confirmation,
        tracking: None,
        text: None,
    })
}

/// Two units for 1,000 in all, which the seller cancelled before they were shipped; it counts.
fn cancelled(preset: &str) -> World {
    let mut w = World::new(preset, "UTC");
    w.place(vec![line(2, 1_000, 0)], vec![payment("credit_card", 1_000)]);
    w.pay();
    w.seller(OrderCommand::Cancel { units: vec![], reason: "out_of_stock".into() }).expect("cancelled");
    w.gateway_confirms();
    w
}

/// For what was cancelled, under a number that no parcel of the order has.
fn claimed_for(w: &mut World, of: &[u16], confirmation: Option<Confirmation>) -> Result<u16, Refusal> {
    let no = w.order().cases.len();
    w.seller(OrderCommand::ClaimPayment(PaymentClaim {
        units: units(of),
        cause: "platform_error".into(),
        confirmation,
        tracking: Some("JD-1".into()),
        text: None,
    }))?;
    Ok(u16::try_from(no).expect("few cases"))
}

fn claim_of(of: &[u16]) -> OrderCommand {
    OrderCommand::ClaimPayment(PaymentClaim {
        units: units(of),
        cause: "platform_error".into(),
        confirmation: None,
        tracking: Some("JD-1".into()),
        text: None,
    })
}

fn says(w: &mut World, no: u16, received: bool) -> Result<(), Refusal> {
    w.buyer(OrderCommand::AnswerClaim { case: CaseNo(no), received, text: None })
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
fn clm_01_a_cancelled_order_too_and_each_unit_from_its_own_status() {
    for preset in PRESETS {
        let mut w = cancelled(preset);
        let end = w.calendar.end(w.now, Period::Days(30));
        w.go_to(end - MOMENT);
        w.try_act(&AS_SELLER, claim_of(&[0, 1])).expect("to the last instant");
        w.go_to(end);
        let refused = w.try_act(&AS_SELLER, claim_of(&[0, 1])).expect_err("over");
        assert_eq!(refused, Refusal::Ended { at: end, rule: "CLM-1".into() });
    }
    let mut w = World::new("default", "UTC");
    w.basket();
    w.seller(OrderCommand::Cancel { units: units(&[0]), reason: "quality".into() }).expect("one");
    let first = w.calendar.end(w.now, Period::Days(30));
    w.days(3);
    w.seller(OrderCommand::Cancel { units: units(&[1]), reason: "quality".into() }).expect("another, later");
    w.go_to(first);
    assert!(
        matches!(w.try_act(&AS_SELLER, claim_of(&[0, 1])), Err(Refusal::Ended { at, .. }) if at == first)
    );
    w.try_act(&AS_SELLER, claim_of(&[1])).expect("its own 30 days run on");
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
        tracking: None,
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
        let in_time = OrderCommand::AnswerClaim { case: CaseNo(no), received: true, text: None };
        w.try_act(&AS_BUYER, in_time).expect("to the last instant");
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
    let refused = claimed(&mut w, Some(Confirmation::Message { message: 0 }));
    assert_eq!(refused, Err(Refusal::Missing { items: vec!["message".into()] }));
    w.seller(OrderCommand::WriteMessage { case: None, words: seal(SELLER) }).expect("written");
    let refused = claimed(&mut w, Some(Confirmation::Message { message: 0 }));
    assert_eq!(refused, Err(Refusal::Missing { items: vec!["message".into()] }), "the seller's own words");
    writes(&mut w);
    let no = claimed(&mut w, Some(Confirmation::Message { message: 1 })).expect("the buyer wrote");
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
fn clm_02_what_travelled_in_no_parcel_of_the_order_needs_its_tracking_number() {
    let mut w = cancelled("lazada");
    let blank = |tracking: Option<&str>| {
        OrderCommand::ClaimPayment(PaymentClaim {
            units: units(&[0]),
            cause: "platform_error".into(),
            confirmation: None,
            tracking: tracking.map(str::to_owned),
            text: None,
        })
    };
    for tracking in [None, Some(" ")] {
        let refused = w.seller(blank(tracking));
        assert_eq!(refused, Err(Refusal::Missing { items: vec!["tracking".into()] }));
    }
    let no = claimed_for(&mut w, &[0], None).expect("with its number");
    assert_eq!(w.order().claims[0].tracking.as_deref(), Some("JD-1"));
    assert_eq!(w.case(no).known.reference, w.order().placed.reference);
}

#[test]
fn clm_02_the_buyer_says_yes_or_no_once_and_that_word_is_what_counts() {
    for (received, closing) in [(true, Closing::ClaimPaid), (false, Closing::Dismissed)] {
        let mut w = returned("lazada");
        let no = claimed(&mut w, None).expect("claimed");
        let words = OrderCommand::AnswerQuestion { case: CaseNo(no), words: seal(BUYER) };
        assert!(matches!(w.buyer(words), Err(Refusal::WrongStage { .. })), "it is yes or no");
        let seller = OrderCommand::AnswerClaim { case: CaseNo(no), received: true, text: None };
        assert!(matches!(w.seller(seller), Err(Refusal::NotYours { .. })));
        says(&mut w, no, received).expect("said");
        assert_eq!(w.stage(no), "reviewing");
        assert_eq!(w.notices("claim_answered"), [(SELLER, Some(no), None)]);
        assert_eq!(says(&mut w, no, !received), Err(Refusal::AlreadyDone));
        w.run_out(no);
        assert_eq!(w.closing(no), closing);
        let late = says(&mut w, no, received);
        assert_eq!(late, Err(Refusal::AlreadyFinal));
    }
}

#[test]
fn clm_02_a_message_that_the_seller_names_does_not_stand_against_the_buyers_own_no() {
    let mut w = returned("default");
    writes(&mut w);
    let no = claimed(&mut w, Some(Confirmation::Message { message: 0 })).expect("claimed");
    says(&mut w, no, false).expect("while the platform looks at it");
    assert_eq!(w.stage(no), "reviewing");
    w.run_out(no);
    assert_eq!((w.closing(no), w.balance(&Account::ProtectionFund)), (Closing::Dismissed, 0));
}

#[test]
fn clm_02_a_mediator_may_ask_and_is_answered_in_words() {
    let mut w = returned("default");
    let no = claimed(&mut w, None).expect("claimed");
    let silent = w.end(no);
    w.go_to(silent);
    w.mediator(OrderCommand::Assign { case: CaseNo(no), mediator: MEDIATOR }).expect("taken");
    let side = resolution::actor::Side::Opener;
    w.mediator(OrderCommand::Ask { case: CaseNo(no), side, words: seal(MEDIATOR) }).expect("asked");
    w.buyer(OrderCommand::AnswerQuestion { case: CaseNo(no), words: seal(BUYER) }).expect("in words");
    assert_eq!(w.stage(no), "reviewing");
    says(&mut w, no, true).expect("and still by yes or no");
    w.run_out(no);
    assert_eq!(w.closing(no), Closing::ClaimPaid);
}

#[test]
fn clm_03_proven_the_seller_is_paid_and_the_loss_is_the_funds_that_the_policy_names() {
    for preset in PRESETS {
        let mut w = returned(preset);
        assert_eq!(w.refunded(), 1_100);
        writes(&mut w);
        let no = claimed(&mut w, Some(Confirmation::Message { message: 0 })).expect("claimed");
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
    let no = claimed(&mut w, Some(Confirmation::Message { message: 0 })).expect("claimed");
    rules(&mut w, no, Some(Remedy::SellerPayment { amount: minor(1_100) }), Liable::Carrier).expect("ruled");
    assert_eq!((w.closing(no), w.released()), (Closing::ClaimPaid, 1_100));
    assert_eq!((w.balance(&Account::ProtectionFund), w.order().escrow().get()), (0, 0));
    assert_eq!(w.balance(&Account::SellerPayable(SELLER)), 1_045);
}

#[test]
fn clm_03_there_is_nothing_between_all_and_nothing() {
    let mut w = returned("default");
    writes(&mut w);
    let no = claimed(&mut w, Some(Confirmation::Message { message: 0 })).expect("claimed");
    let half = Remedy::SellerPayment { amount: minor(550) };
    assert!(matches!(rules(&mut w, no, Some(half), Liable::Platform), Err(Refusal::Invalid { .. })));
    assert!(rules(&mut w, no, Some(refund(10)), Liable::Platform).is_err());
    rules(&mut w, no, None, Liable::Nobody).expect("not proven");
    assert_eq!(w.closing(no), Closing::Dismissed);
}

#[test]
fn clm_03_what_a_carrier_made_good_is_not_paid_again() {
    let mut w = on_its_way("lazada");
    w.scanned(0, Status::Lost, |_| ());
    w.gateway_confirms();
    w.days(3);
    writes(&mut w);
    assert_eq!(claimed(&mut w, Some(Confirmation::Message { message: 0 })), Err(Refusal::NothingLeft));
    // It turned up, so that was taken back; the buyer has both goods and money.
    w.deliver(0);
    let no = claimed(&mut w, Some(Confirmation::Message { message: 0 })).expect("now it is a loss");
    w.run_out(no);
    assert_eq!((w.closing(no), w.balance(&Account::ProtectionFund)), (Closing::ClaimPaid, -1_100));
}

#[test]
fn clm_03_the_figures_are_as_if_nothing_had_been_cancelled() {
    for preset in PRESETS {
        let mut w = cancelled(preset);
        let when = w.now;
        let figures = |s: &Holder| {
            let found = s.state().reputation.standing(&s.w.policy.reputation, &s.w.calendar, s.w.now);
            (found.counts.cancelled, found.rate(found.counts.cancelled), found.points, found.penalties.len())
        };
        let start = w.policy.reputation.start;
        let before = Holder::seller(w);
        assert_eq!((figures(&before).0, figures(&before).1), (1, Some(10_000)), "it counts at first");
        w = before.w;
        w.days(2);
        let no = claimed_for(&mut w, &[0], None).expect("one of the two");
        says(&mut w, no, true).expect("it is there");
        w.run_out(no);
        assert_eq!(w.closing(no), Closing::ClaimPaid);
        let half = Holder::seller(w);
        assert_eq!(figures(&half).0, 1, "the other unit was cancelled all the same");
        w = half.w;
        let no = claimed_for(&mut w, &[1], None).expect("the other one");
        says(&mut w, no, true).expect("it is there too");
        w.run_out(no);
        let told = |event: &OrderEvent| match event {
            OrderEvent::AccountTold(note) => match &note.news {
                AccountNews::CancellationCorrected { case, cancelled } => Some((*case, *cancelled)),
                _ => None,
            },
            _ => None,
        };
        let all: Vec<_> = w.log.iter().filter_map(|(_, event)| told(event)).collect();
        assert_eq!(all, [(CaseNo(no), when)], "once");
        assert!(w.order().counted.is_empty());
        let after = Holder::seller(w);
        assert_eq!(figures(&after), (0, Some(0), start, 0), "{preset}");
    }
}

#[test]
fn clm_03_what_a_ruling_holds_the_seller_liable_for_is_not_asked_for_again() {
    let mut w = on_its_way("default");
    w.scanned(0, Status::AttemptFailed, |_| ());
    w.days(8);
    let dispute = w.dispute(&[0], Received::No, "not_received", refund(1_100)).expect("open");
    assert!(matches!(claimed(&mut w, None), Err(Refusal::InCase { .. })), "the dispute goes first");
    w.respond(dispute, resolution::case::Answer::Reject).expect("rejected");
    w.escalate(&AS_BUYER, dispute).expect("escalated");
    w.rule_for_buyer(dispute, 1_100);
    assert_eq!(w.ruling(dispute).liable, Liable::Seller);
    assert_eq!(claimed(&mut w, None), Err(Refusal::NothingLeft));
}

#[test]
fn clm_03_while_nothing_may_become_the_sellers_it_rests() {
    let mut w = on_its_way("default");
    w.scanned(0, Status::AttemptFailed, |_| ());
    let no = claimed(&mut w, None).expect("claimed");
    let account = AccountId::of(w.context().marketplace, AccountRole::Seller, SELLER);
    let word = Actor::Aggregate(AggregateId::Account(account));
    let stops = vec![Stop::Shipping, Stop::Release, Stop::Payout];
    w.act(&word, OrderCommand::Freeze { case: CaseNo(0), stops }).expect("frozen");
    assert!(!w.case(no).stage.stopped.is_empty());
    says(&mut w, no, true).expect("the right to speak stays");
    let paid = Some(Remedy::SellerPayment { amount: minor(1_100) });
    let refused = rules(&mut w, no, paid.clone(), Liable::Carrier);
    assert_eq!(refused, Err(Refusal::Frozen { stops: "release".into() }));
    w.days(8);
    assert_eq!((w.stage(no), w.released()), ("reviewing", 0), "its seven days do not run");
    w.act(&word, OrderCommand::Thaw { case: CaseNo(0) }).expect("over");
    rules(&mut w, no, paid, Liable::Carrier).expect("now");
    assert_eq!((w.closing(no), w.released()), (Closing::ClaimPaid, 1_100));
}

#[test]
fn clm_03_what_is_held_waits_until_the_hold_is_lifted() {
    let mut w = returned("default");
    writes(&mut w);
    let no = claimed(&mut w, Some(Confirmation::Message { message: 0 })).expect("claimed");
    let end = w.now + jiff::SignedDuration::from_hours(24 * 20);
    let hold = OrderCommand::PlaceHold { units: units(&[0]), reason: "risk".into(), end };
    w.act(&Actor::Finance(MEDIATOR), hold).expect("held");
    let paid = Some(Remedy::SellerPayment { amount: minor(1_100) });
    let refused = rules(&mut w, no, paid, Liable::Carrier).expect_err("held");
    assert_eq!(refused.code(), "not_known_yet");
    w.go_to(end - MOMENT);
    assert_eq!(w.stage(no), "reviewing", "its seven days do not run");
    w.go_to(end);
    w.run_out(no);
    assert_eq!(w.closing(no), Closing::ClaimPaid);
}

#[test]
fn clm_03_the_account_that_the_policy_names_pays_and_a_commission_borne_once_is_not_taken_again() {
    let named = ("loss_from = \"protection_fund\"", "loss_from = \"carrier_claims\"");
    let bears = ("on_refund = \"platform\" # MON-7: the", "on_refund = \"seller\" # MON-7: the");
    let once = ("less_commission = true", "less_commission = false");
    for (changes, commission) in [(vec![named], 55), (vec![named, bears, once], 0)] {
        let mut w = World::variant("lazada", "UTC", &changes);
        w.shipped(1, 1_000, 100);
        w.days(4);
        w.scanned(0, Status::ReturnedToSender, |_| ());
        w.gateway_confirms();
        let no = claimed(&mut w, None).expect("claimed");
        says(&mut w, no, true).expect("it is there");
        w.run_out(no);
        assert_eq!(w.balance(&Account::CarrierClaims("ups".into())), -1_100);
        assert_eq!(w.balance(&Account::ProtectionFund), 0);
        assert_eq!(w.balance(&Account::SellerPayable(SELLER)), 1_100 - commission);
        w.hold_the_books();
    }
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
