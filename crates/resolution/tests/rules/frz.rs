//! FRZ-3 to FRZ-6: an account is restricted by one commit, its orders follow, defence works meanwhile, clocks that rest go
//! on with what was left, and nothing lasts longer than its last day.
use crate::holder::{Holder, released};
use crate::story::acts::{AS_BUYER, AS_SELLER, code, refund, ship};
use crate::story::{MEDIATOR, MEDIATOR_2, SELLER, World, line, payment, seal};
use jiff::{SignedDuration, Timestamp};
use resolution::account::case::{AccountCase, AccountClosing, AccountStage, Restriction};
use resolution::account::{AccountCommand, AccountEvent, CaseAct};
use resolution::actor::Actor;
use resolution::aggregate::Outgoing;
use resolution::case::Received;
use resolution::id::{AccountId, AccountRole, AggregateId, CaseNo, MarketplaceId};
use resolution::order::command::OrderCommand;
use resolution::order::event::AccountEffect::Release;
use resolution::policy::{Exhibit, Stop};
use resolution::refusal::Refusal;

const NANO: SignedDuration = SignedDuration::from_nanos(1);

fn restrict(s: &mut Holder, actor: &Actor, reason: &str) -> Result<(), Refusal> {
    let (words, provide) = (Some(seal(MEDIATOR)), Vec::new());
    s.act(actor, AccountCommand::Restrict { party: SELLER, reason: reason.into(), provide, words })
}

fn restricted(preset: &str) -> Holder {
    let mut s = Holder::seller(released(preset));
    restrict(&mut s, &Actor::Mediator(MEDIATOR), "counterfeit").expect("restricted");
    s
}

fn does(s: &mut Holder, actor: &Actor, act: CaseAct) -> Result<(), Refusal> {
    s.act(actor, AccountCommand::Case { case: CaseNo(0), act })
}

fn case(s: &Holder) -> &AccountCase {
    &s.state().cases[0]
}

/// The platform looks at it: takes the case and decides.
/// What the case says of the restriction.
fn found(s: &Holder) -> &Restriction {
    case(s).restriction().expect("a restriction")
}

fn decides(s: &mut Holder, by: resolution::id::PartyId, lift: bool) -> Result<(), Refusal> {
    does(s, &Actor::Mediator(by), CaseAct::Assign { mediator: by })?;
    does(s, &Actor::Mediator(by), CaseAct::Rule { lift, words: Some(seal(by)) })
}

/// What the account tells an order.
fn word(w: &mut World, command: OrderCommand) -> Result<(), Refusal> {
    let account = AccountId::of(MarketplaceId::of("test"), AccountRole::Seller, SELLER);
    w.act(&Actor::Aggregate(AggregateId::Account(account)), command)
}

fn freeze(w: &mut World, case: u16) {
    let stops = vec![Stop::Shipping, Stop::Release, Stop::Payout];
    word(w, OrderCommand::Freeze { case: CaseNo(case), stops }).expect("taken");
}

fn thaw(w: &mut World, case: u16) {
    word(w, OrderCommand::Thaw { case: CaseNo(case) }).expect("taken");
}

fn paid() -> World {
    let mut w = World::new("default", "UTC");
    w.place(vec![line(2, 1_000, 0)], vec![payment("credit_card", 1_000)]);
    w.pay();
    w
}

#[test]
fn frz_03_one_commit_restricts_the_account_and_from_then_on_no_payout_leaves() {
    for preset in ["default", "aliexpress"] {
        let mut s = Holder::seller(released(preset));
        let route = AccountCommand::SetPayoutRoute { provider: Some("bank".into()) };
        s.act(&Actor::Marketplace, route).expect("set");
        let due = s.state().next_payout.expect("950 wait");
        for stranger in [AS_SELLER, AS_BUYER] {
            assert_eq!(code(restrict(&mut s, &stranger, "counterfeit")), "not_yours");
        }
        assert_eq!(code(restrict(&mut s, &Actor::Marketplace, "because")), "reason_unknown");
        restrict(&mut s, &Actor::Mediator(MEDIATOR), "counterfeit").expect("restricted");
        assert_eq!(code(restrict(&mut s, &Actor::Marketplace, "counterfeit")), "already_done");
        let last_day = found(&s).last_day;
        assert_eq!(s.pay_out(&AS_SELLER, "BRL", None), Err(Refusal::Restricted { last_day }));
        assert_eq!(code(s.pay_out(&Actor::Marketplace, "BRL", None)), "restricted", "whoever asks");
        s.takes("BRL", 50, Release);
        s.go_to(due + SignedDuration::from_hours(24));
        assert!(s.state().payouts.is_empty(), "and none by schedule");
        assert_eq!(s.balance("BRL"), (1_000, 0, 0), "what is earned is kept");
        let told: Vec<_> = s.facts().filter_map(|(_, e)| notice(e)).collect();
        assert_eq!(told[0], "account_restricted");
        assert!(found(&s).provide.contains(&Exhibit::PurchaseInvoices), "it says what to provide");
        s.go_to(last_day);
        assert_eq!(s.state().payouts.len(), 1, "what waited leaves when payouts go on");
    }
}

fn notice(event: &AccountEvent) -> Option<&str> {
    if let AccountEvent::AccountNoticeSent { notice, .. } = event { Some(notice) } else { None }
}

#[test]
fn frz_03_a_marketplace_without_it_restricts_nobody() {
    for preset in ["lazada", "tokopedia"] {
        let mut s = Holder::seller(World::arrived_one(preset, 1, 1_000, 0));
        assert_eq!(code(restrict(&mut s, &Actor::Marketplace, "counterfeit")), "not_in_policy");
    }
}

#[test]
fn frz_03_the_orders_follow_by_one_promise_and_new_ones_are_answered_one_by_one() {
    let mut s = restricted("default");
    let market = MarketplaceId::of("test");
    let sent = |s: &Holder| -> Vec<Outgoing> {
        s.events.iter().flat_map(|(_, e)| s.account.outgoing(e, market)).collect()
    };
    let all = sent(&s);
    let fans = all.iter().filter(|o| matches!(o, Outgoing::FreezeOrders { seller: SELLER, .. })).count();
    assert_eq!(fans, 1);
    let from = s.w.context().id;
    let paid = AccountCommand::Hear {
        party: SELLER,
        role: AccountRole::Seller,
        from,
        sequence: 70,
        at: s.w.now,
        news: resolution::order::event::AccountNews::OrderPaid {},
    };
    s.act(&Actor::Aggregate(from), paid).expect("a new order is paid");
    let answered = sent(&s).into_iter().any(|o| matches!(o, Outgoing::FreezeOrder { case: CaseNo(0), .. }));
    assert!(answered, "it inherits the freeze");
}

#[test]
fn frz_03_only_a_successful_appeal_lifts_it_before_its_last_day() {
    let mut s = restricted("default");
    let rule = CaseAct::Rule { lift: true, words: Some(seal(MEDIATOR)) };
    assert_eq!(
        code(does(&mut s, &Actor::Mediator(MEDIATOR), rule.clone())),
        "wrong_stage",
        "not before an answer"
    );
    does(&mut s, &AS_SELLER, CaseAct::Answer { words: seal(SELLER) }).expect("provided");
    assert_eq!(code(does(&mut s, &Actor::Mediator(MEDIATOR), rule)), "not_assigned");
    decides(&mut s, MEDIATOR, false).expect("upheld");
    assert_eq!(case(&s).stage, AccountStage::Appealing);
    assert_eq!(
        code(does(&mut s, &Actor::Seller(MEDIATOR), CaseAct::Appeal { words: seal(MEDIATOR) })),
        "not_yours"
    );
    does(&mut s, &AS_SELLER, CaseAct::Appeal { words: seal(SELLER) }).expect("appealed");
    assert_eq!(code(decides(&mut s, MEDIATOR, true)), "same_mediator");
    decides(&mut s, MEDIATOR_2, true).expect("lifted");
    assert_eq!(case(&s).closed.map(|(how, _)| how), Some(AccountClosing::Lifted));
    assert_eq!(s.state().restriction(), None);
    s.pay_out(&AS_SELLER, "BRL", None).expect("payouts go on");
    let market = MarketplaceId::of("test");
    let thaws = s.events.iter().flat_map(|(_, e)| s.account.outgoing(e, market));
    assert_eq!(thaws.filter(|o| matches!(o, Outgoing::ThawOrders { .. })).count(), 1);
}

#[test]
fn frz_03_upheld_twice_it_stands_until_its_last_day_and_one_appeal_is_all() {
    let mut s = restricted("default");
    does(&mut s, &AS_SELLER, CaseAct::Answer { words: seal(SELLER) }).expect("provided");
    decides(&mut s, MEDIATOR, false).expect("upheld");
    does(&mut s, &AS_SELLER, CaseAct::Appeal { words: seal(SELLER) }).expect("appealed");
    decides(&mut s, MEDIATOR_2, false).expect("upheld again");
    assert_eq!(case(&s).stage, AccountStage::Standing);
    assert_eq!(code(does(&mut s, &AS_SELLER, CaseAct::Appeal { words: seal(SELLER) })), "wrong_stage");
    let last_day = found(&s).last_day;
    s.go_to(last_day - NANO);
    assert!(case(&s).open(), "to the last instant");
    s.go_to(last_day);
    assert_eq!(case(&s).closed, Some((AccountClosing::LastDay, last_day)));
}

#[test]
fn frz_03_silence_of_either_side_never_waits_for_ever() {
    let mut s = restricted("default");
    let answer_by = case(&s).end.expect("a clock");
    assert_eq!(answer_by, s.w.calendar.end(s.w.now, "7 days".parse().expect("a period")));
    s.go_to(answer_by - NANO);
    assert_eq!(case(&s).stage, AccountStage::Answering);
    s.go_to(answer_by);
    assert_eq!(case(&s).stage, AccountStage::Reviewing, "the platform looks at what there is");
    let review_by = case(&s).end.expect("a clock");
    s.go_to(review_by);
    assert_eq!((case(&s).stage, case(&s).rulings[0].by.clone()), (AccountStage::Appealing, Actor::Clock));
    s.go_to(case(&s).end.expect("a clock"));
    assert!(matches!(case(&s).stage, AccountStage::Standing | AccountStage::Closed));
    s.go_to(found(&s).last_day);
    assert!(!case(&s).open());
}

#[test]
fn frz_06_staff_are_warned_three_days_before_and_a_person_may_renew_it_with_a_reason() {
    let mut s = restricted("default");
    let first = found(&s).last_day;
    assert_eq!(first, s.w.calendar.end(s.w.now, "30 days".parse().expect("a period")));
    let warning = first - SignedDuration::from_hours(72);
    s.go_to(warning - NANO);
    assert!(!found(&s).warned);
    s.go_to(warning);
    assert!(found(&s).warned);
    let turns = s.account.listing().turns;
    assert!(turns.iter().any(|turn| turn.what == "account_last_day" && turn.end == Some(first)));
    let renew = CaseAct::Renew { words: seal(MEDIATOR) };
    assert_eq!(code(does(&mut s, &AS_SELLER, renew.clone())), "not_yours");
    assert_eq!(code(does(&mut s, &Actor::Marketplace, renew.clone())), "not_yours", "a person renews it");
    does(&mut s, &Actor::Finance(MEDIATOR), renew.clone()).expect("renewed");
    let second = s.w.calendar.end(first, "30 days".parse().expect("a period"));
    assert_eq!((found(&s).last_day, found(&s).warned), (second, false));
    s.go_to(first);
    assert!(case(&s).open(), "the first last day is none any more");
    s.go_to(second);
    assert_eq!(case(&s).closed, Some((AccountClosing::LastDay, second)));
    assert_eq!(code(does(&mut s, &Actor::Finance(MEDIATOR), renew)), "already_final");
}

#[test]
fn frz_05_evidence_and_messages_work_during_it() {
    let mut s = restricted("default");
    let file = |bytes| CaseAct::Submit {
        proof: Some(Exhibit::PurchaseInvoices),
        seal: seal(SELLER),
        kind: "pdf".into(),
        bytes,
        caption: None,
    };
    does(&mut s, &AS_SELLER, file(1_000)).expect("sealed");
    assert_eq!(code(does(&mut s, &AS_SELLER, file(10_000_000))), "file_refused", "by the same limits");
    assert_eq!(code(does(&mut s, &AS_BUYER, file(1))), "not_yours");
    assert_eq!((case(&s).evidence.len(), case(&s).evidence[0].proof), (1, Some(Exhibit::PurchaseInvoices)));
    for author in [AS_SELLER, Actor::Mediator(MEDIATOR)] {
        let words = seal(author.party().expect("a person"));
        does(&mut s, &author, CaseAct::Write { words }).expect("written");
    }
}

#[test]
fn frz_04_shipping_is_stopped_and_the_time_to_ship_goes_on_with_what_was_left() {
    let mut w = paid();
    let before = w.order().ship_by;
    w.days(2);
    freeze(&mut w, 0);
    let (stopped, left) = (w.now, before.duration_since(w.now));
    assert_eq!(w.act(&AS_SELLER, ship()), Err(Refusal::Frozen { stops: "shipping".into() }));
    let longer = OrderCommand::LengthenShipBy { until: before + SignedDuration::from_hours(48) };
    assert_eq!(code(w.buyer(longer)), "frozen", "it rests: there is nothing to lengthen");
    w.days(40);
    assert!(w.order().units.iter().all(|u| u.cancelled.is_none()), "no silence cancels it meanwhile");
    thaw(&mut w, 0);
    let end = w.calendar.round_up_to_day(w.now + left);
    assert_eq!(w.order().ship_by, end, "stopped at {stopped}");
    w.go_to(end - NANO);
    assert!(w.order().units.iter().all(|u| u.cancelled.is_none()));
    w.go_to(end);
    assert!(w.order().units.iter().all(|u| u.cancelled.is_some()));
}

#[test]
fn frz_04_nothing_is_released_while_it_lasts_and_what_was_due_follows_at_its_end() {
    let mut w = World::arrived_one("default", 1, 1_000, 0);
    let closes = w.order().parcels[0].received.clone().expect("it arrived").closes;
    freeze(&mut w, 0);
    w.go_to(closes + SignedDuration::from_hours(24));
    assert_eq!(w.released(), 0);
    thaw(&mut w, 0);
    assert_eq!(w.released(), 1_000, "its windows have ended: it follows at once");
}

#[test]
fn frz_04_the_buyers_dispute_runs_on_with_its_clocks_and_its_refund() {
    let mut w = World::arrived_one("default", 1, 1_000, 0);
    freeze(&mut w, 0);
    let no = w.dispute(&[0], Received::Yes, "damaged", refund(1_000)).expect("opened under the freeze");
    let end = w.case(no).stage.end.expect("a clock");
    w.go_to(end);
    assert_eq!(w.stage(no), "reviewing", "silence escalates at its own instant");
    w.rule_for_buyer(no, 1_000);
    assert_eq!((w.refunded(), w.order().escrow().get()), (1_000, 0), "the platform's refund is not stopped");
}

#[test]
fn frz_04_a_replacement_that_may_not_be_sent_is_not_late() {
    let mut w = World::arrived_one("default", 1, 1_000, 0);
    let asked = resolution::case::remedy::Remedy::Replacement { return_first: false };
    let no = w.dispute(&[0], Received::Yes, "damaged", asked).expect("open");
    freeze(&mut w, 0);
    w.respond(no, resolution::case::Answer::Accept).expect("granted");
    assert_eq!(w.stage(no), "dispatching_replacement");
    let left = w.case(no).stage.left;
    assert!(left.is_some(), "it rests as it begins");
    w.days(60);
    assert_eq!(w.stage(no), "dispatching_replacement");
    thaw(&mut w, 0);
    let end = w.case(no).stage.end.expect("a clock");
    assert_eq!(Some(end), left.map(|left| w.calendar.resume(left, w.now)), "with what was left");
    w.go_to(end);
    assert_eq!(w.refunded(), 1_000, "its own default");
}

#[test]
fn frz_03_freeze_and_end_hold_once_in_whatever_order_they_arrive() {
    let mut w = paid();
    thaw(&mut w, 0);
    freeze(&mut w, 0);
    assert!(!w.order().stopped(Stop::Shipping), "its end came first: it does not begin any more");
    freeze(&mut w, 1);
    freeze(&mut w, 1);
    assert!(w.order().stopped(Stop::Shipping));
    let events = w.order().version;
    thaw(&mut w, 1);
    thaw(&mut w, 1);
    freeze(&mut w, 1);
    assert!(!w.order().stopped(Stop::Shipping), "a late repeat freezes nothing");
    assert!(w.order().version > events);
    let stranger = w.act(&Actor::Marketplace, OrderCommand::Thaw { case: CaseNo(1) });
    assert_eq!(code(stranger), "not_yours");
}

#[test]
fn frz_03_what_is_completed_or_closed_is_left_alone() {
    let mut w = released("default");
    let before = w.order().version;
    freeze(&mut w, 0);
    thaw(&mut w, 0);
    assert_eq!(w.order().version, before);
    let mut w = World::new("default", "UTC");
    w.place(vec![line(1, 1_000, 0)], vec![payment("credit_card", 1_000)]);
    freeze(&mut w, 0);
    assert!(w.order().freezes.is_empty(), "what is not paid yet is told when it is");
}

#[test]
fn frz_03_the_end_of_a_stage_and_the_last_day_at_one_instant_end_it() {
    let mut s = restricted("default");
    let late: Timestamp = found(&s).last_day;
    let context = s.w.context();
    let (at, _) = s.account.wake(&context, late).expect("something is due");
    assert!(at <= late);
    s.go_to(late);
    assert!(!case(&s).open());
}
