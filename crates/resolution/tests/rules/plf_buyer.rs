//! PLF-2, PLF-3: the buyer's own record is weighed before the fund is asked, a seller reports a malicious buyer, and what the
//! platform upholds changes what that buyer is offered next.
use crate::holder::Holder;
use crate::story::acts::{AS_BUYER, AS_SELLER, MOMENT, code, refund};
use crate::story::{BUYER, MEDIATOR, MEDIATOR_2, SELLER, World, seal};
use jiff::SignedDuration;
use resolution::account::case::{AccountCase, AccountClosing, AccountStage, Report};
use resolution::account::standing::BuyerCounts;
use resolution::account::{AccountCommand, AccountEvent, CaseAct};
use resolution::actor::Actor;
use resolution::aggregate::Outgoing;
use resolution::case::Received;
use resolution::case::funding::{Factor, Weighed};
use resolution::id::{AccountId, AccountRole, AggregateId, CaseNo, MarketplaceId, OrderId, PartyId};
use resolution::order::command::OrderCommand;
use resolution::order::event::AccountNews;
use resolution::policy::ReportReason;
use resolution::refusal::Refusal;

fn buyers_account() -> AccountId {
    AccountId::of(MarketplaceId::of("test"), AccountRole::Buyer, BUYER)
}

/// The buyer's account answers the order.
pub fn stands(w: &mut World, case: u16, counts: BuyerCounts) -> Result<(), Refusal> {
    let actor = Actor::Aggregate(AggregateId::Account(buyers_account()));
    w.act(&actor, OrderCommand::HearStanding { case: CaseNo(case), counts, version: 7 })
}

/// An order whose goods arrived, with a dispute for what the platform pays; nobody has answered yet.
fn disputed(preset: &str) -> World {
    let mut w = World::arrived_one(preset, 1, 1_000, 0);
    w.dispute(&[0], Received::Yes, "missing_part", refund(1_000)).expect("opened");
    w
}

fn asks_fund(w: &World) -> bool {
    w.sent.iter().any(|sent| matches!(sent, Outgoing::FundRequest { .. }))
}

fn report(w: &mut World, actor: &Actor, about: Option<u16>, reason: &str) -> Result<(), Refusal> {
    let words = seal(actor.party().unwrap_or(SELLER));
    w.act(actor, OrderCommand::ReportBuyer { about: about.map(CaseNo), reason: reason.into(), words })
}

/// The buyer's account after a report.
fn reported(about: Option<u16>) -> Holder {
    let mut w = World::arrived_one("default", 1, 1_000, 0);
    if about.is_some() {
        w.dispute(&[0], Received::Yes, "damaged", refund(1_000)).expect("opened");
    }
    report(&mut w, &AS_SELLER, about, "false_claim").expect("reported");
    Holder::buyer(w)
}

fn case(s: &Holder) -> &AccountCase {
    &s.state().cases[0]
}

fn does(s: &mut Holder, actor: &Actor, act: CaseAct) -> Result<(), Refusal> {
    s.act(actor, AccountCommand::Case { case: CaseNo(0), act })
}

fn rules(s: &mut Holder, by: PartyId, upheld: bool) -> Result<(), Refusal> {
    does(s, &Actor::Mediator(by), CaseAct::Rule { lift: !upheld, words: Some(seal(by)) })
}

fn takes(s: &mut Holder, mediator: PartyId) {
    does(s, &Actor::Mediator(mediator), CaseAct::Assign { mediator }).expect("taken");
}

fn picture(by: PartyId) -> CaseAct {
    CaseAct::Submit { proof: None, seal: seal(by), kind: "picture".into(), bytes: 1_000, caption: None }
}

fn notices(s: &Holder, to: PartyId) -> Vec<&str> {
    let of = |event| match event {
        &AccountEvent::AccountNoticeSent { to: whom, ref notice, .. } if whom == to => Some(notice.as_str()),
        _ => None,
    };
    s.facts().filter_map(|(_, event)| of(event)).collect()
}

/// What the account says of the buyer to an order that asks.
fn told(s: &mut Holder, order: u8) -> BuyerCounts {
    let from = AggregateId::Order(OrderId([order; 16]));
    s.hears(from, AccountNews::StandingAsked { case: CaseNo(0), days: 365 });
    let told = s.facts().filter_map(|(_, event)| match event {
        AccountEvent::StandingTold { counts, .. } => Some(*counts),
        _ => None,
    });
    told.last().expect("an answer")
}

#[test]
fn plf_02_the_buyers_own_record_is_asked_for_once_nothing_else_speaks_against_it() {
    for preset in ["default", "aliexpress"] {
        let mut w = disputed(preset);
        assert_eq!((w.stage(0), asks_fund(&w)), ("funding", false), "the fund waits for the buyer's record");
        stands(&mut w, 0, BuyerCounts::default()).expect("taken");
        assert!(asks_fund(&w));
        assert_eq!(code(stands(&mut w, 0, BuyerCounts::default())), "already_done");
    }
    let dear = {
        let mut w = World::arrived_one("default", 1, 1_000_000, 0);
        w.dispute(&[0], Received::Yes, "missing_part", refund(1_000_000)).expect("opened");
        w
    };
    let asked =
        |sent: &Outgoing| matches!(sent, Outgoing::Note { news: AccountNews::StandingAsked { .. }, .. });
    assert!(!dear.sent.iter().any(asked), "nobody's record is read for what is not paid anyway");
    assert_eq!(dear.stage(0), "responding");
}

#[test]
fn plf_02_each_factor_of_the_record_is_in_the_event_and_one_more_than_allowed_is_too_much() {
    let at_most = BuyerCounts { disputes: 12, funded: 3, reports: 0 };
    let more = |disputes, funded, reports| BuyerCounts {
        disputes: at_most.disputes + disputes,
        funded: at_most.funded + funded,
        reports: at_most.reports + reports,
    };
    for (counts, holds) in [
        (at_most, [true; 3]),
        (more(1, 0, 0), [false, true, true]),
        (more(0, 1, 0), [true, false, true]),
        (more(0, 0, 1), [true, true, false]),
    ] {
        let mut w = disputed("default");
        stands(&mut w, 0, counts).expect("taken");
        let all = holds == [true; 3];
        assert_eq!((asks_fund(&w), w.stage(0)), (all, if all { "funding" } else { "responding" }));
        let weighed = &w.case(0).funding.as_ref().expect("weighed").weighed[4..];
        let factors = [
            Factor::Disputes { count: counts.disputes, most: 12 },
            Factor::Funded { count: counts.funded, most: 3 },
            Factor::Reports { count: counts.reports, most: 0 },
        ];
        let expected: Vec<Weighed> =
            factors.into_iter().zip(holds).map(|(factor, holds)| Weighed { factor, holds }).collect();
        assert_eq!(weighed, expected);
    }
}

#[test]
fn plf_02_only_the_buyers_own_account_says_how_the_buyer_stands() {
    let mut w = disputed("default");
    let sellers = AccountId::of(MarketplaceId::of("test"), AccountRole::Seller, SELLER);
    for stranger in [AS_BUYER, AS_SELLER, Actor::Marketplace, Actor::Aggregate(AggregateId::Account(sellers))]
    {
        let counts = BuyerCounts::default();
        let heard = w.act(&stranger, OrderCommand::HearStanding { case: CaseNo(0), counts, version: 1 });
        assert_eq!(code(heard), "not_yours");
    }
}

#[test]
fn plf_02_an_answer_that_comes_too_late_changes_nothing() {
    let mut w = disputed("default");
    let end = w.case(0).stage.end.expect("a clock");
    w.go_to(end);
    assert_eq!(w.stage(0), "responding");
    stands(&mut w, 0, BuyerCounts::default()).expect("a late answer is taken");
    assert_eq!((w.stage(0), asks_fund(&w)), ("responding", false));
}

#[test]
fn plf_02_the_record_counts_disputes_and_funded_refunds_of_the_window_without_the_case_that_asks() {
    let mut w = disputed("default");
    stands(&mut w, 0, BuyerCounts::default()).expect("taken");
    let fund = resolution::id::FundId::of(MarketplaceId::of("test"));
    let granted = OrderCommand::HearFund { case: CaseNo(0), granted: true, version: 2 };
    w.act(&Actor::Aggregate(AggregateId::Fund(fund)), granted).expect("paid");
    let mut s = Holder::buyer(w);
    assert_eq!(told(&mut s, 9), BuyerCounts { disputes: 1, funded: 1, reports: 0 });
    let own = s.w.context().id;
    s.hears(own, AccountNews::StandingAsked { case: CaseNo(0), days: 365 });
    let counts = s.facts().filter_map(|(_, event)| match event {
        AccountEvent::StandingTold { counts, .. } => Some(*counts),
        _ => None,
    });
    assert_eq!(counts.last(), Some(BuyerCounts::default()), "what asks is not held against the buyer");
    s.w.now += SignedDuration::from_hours(24 * 364);
    assert_eq!(told(&mut s, 8).disputes, 1, "the 365th day");
    s.w.now += SignedDuration::from_hours(24);
    assert_eq!(told(&mut s, 7).disputes, 0, "and no further");
}

#[test]
fn plf_03_the_orders_seller_reports_its_buyer_once_with_a_reason_of_the_policys() {
    for preset in ["default", "aliexpress"] {
        let mut w = World::arrived_one(preset, 1, 1_000, 0);
        for stranger in [AS_BUYER, Actor::Mediator(MEDIATOR), Actor::Seller(PartyId([77; 16]))] {
            assert_eq!(code(report(&mut w, &stranger, None, "false_claim")), "not_yours");
        }
        assert_eq!(code(report(&mut w, &AS_SELLER, None, "rude")), "reason_unknown");
        assert_eq!(code(report(&mut w, &AS_SELLER, Some(3), "abuse")), "not_found");
        report(&mut w, &AS_SELLER, None, "abuse").expect("reported");
        assert_eq!(code(report(&mut w, &AS_SELLER, None, "abuse")), "already_done");
    }
    for preset in ["lazada", "tokopedia"] {
        let mut w = World::arrived_one(preset, 1, 1_000, 0);
        assert_eq!(code(report(&mut w, &AS_SELLER, None, "abuse")), "not_in_policy");
    }
    let mut unpaid = World::new("default", "UTC");
    unpaid.place(vec![crate::story::line(1, 1_000, 0)], vec![crate::story::payment("credit_card", 1_000)]);
    assert_eq!(code(report(&mut unpaid, &AS_SELLER, None, "abuse")), "not_paid");
}

#[test]
fn plf_03_the_buyer_is_told_and_heard_and_the_platform_has_fourteen_days() {
    let mut s = reported(None);
    let found = case(&s);
    let order = match s.w.context().id {
        AggregateId::Order(order) => order,
        other => panic!("{other} is no order"),
    };
    let expected = Report { reason: ReportReason::FalseClaim, order, about: None, by: SELLER };
    assert_eq!(found.report(), Some(&expected));
    let end = found.end.expect("a clock");
    // Reported at noon: to the end of the fourteenth day.
    assert_eq!(end.duration_since(found.since), SignedDuration::from_hours(14 * 24 + 12));
    does(&mut s, &AS_BUYER, CaseAct::Write { words: seal(BUYER) }).expect("the buyer writes");
    does(&mut s, &AS_SELLER, CaseAct::Write { words: seal(SELLER) }).expect("and the seller");
    assert_eq!((notices(&s, BUYER), notices(&s, SELLER)), (vec!["report_message"], vec!["report_message"]));
    does(&mut s, &AS_BUYER, picture(BUYER)).expect("and shows");
    let stranger = Actor::Seller(PartyId([77; 16]));
    assert_eq!(code(does(&mut s, &stranger, picture(PartyId([77; 16])))), "not_yours");
    for act in [CaseAct::Answer { words: seal(BUYER) }, CaseAct::Appeal { words: seal(BUYER) }] {
        assert_eq!(code(does(&mut s, &AS_BUYER, act)), "wrong_stage", "nobody is asked for anything");
    }
    s.go_to(end - MOMENT);
    assert_eq!(case(&s).stage, AccountStage::Reviewing);
    s.go_to(end);
    assert_eq!(case(&s).closed, Some((AccountClosing::NotUpheld, end)), "not looked at is not upheld");
    assert_eq!(notices(&s, SELLER).last(), Some(&"report_not_upheld"));
    let late = CaseAct::Write { words: seal(SELLER) };
    assert_eq!(code(does(&mut s, &AS_SELLER, late)), "already_final", "what is over is not written in");
    assert_eq!(told(&mut s, 9).reports, 0);
}

#[test]
fn plf_03_a_person_decides_and_upholds_nothing_without_evidence() {
    let mut s = reported(None);
    assert_eq!(code(rules(&mut s, MEDIATOR, true)), "not_assigned");
    takes(&mut s, MEDIATOR);
    assert_eq!(code(rules(&mut s, MEDIATOR_2, true)), "not_assigned");
    let wordless = CaseAct::Rule { lift: false, words: None };
    assert_eq!(code(does(&mut s, &Actor::Mediator(MEDIATOR), wordless)), "missing");
    assert_eq!(code(rules(&mut s, MEDIATOR, true)), "missing", "the seller has shown nothing");
    does(&mut s, &AS_BUYER, picture(BUYER)).expect("the buyer's own file proves nothing against the buyer");
    assert_eq!(code(rules(&mut s, MEDIATOR, true)), "missing");
    does(&mut s, &AS_SELLER, picture(SELLER)).expect("shown");
    rules(&mut s, MEDIATOR, true).expect("upheld");
    assert_eq!(case(&s).closed.map(|(how, _)| how), Some(AccountClosing::Upheld));
    let last = (notices(&s, BUYER).pop(), notices(&s, SELLER).pop());
    assert_eq!(last, (Some("report_upheld"), Some("report_upheld")));
    assert_eq!(code(rules(&mut s, MEDIATOR, false)), "already_final");
    let mut about = reported(Some(0));
    takes(&mut about, MEDIATOR);
    rules(&mut about, MEDIATOR, true).expect("what was shown in the dispute is evidence");
    let mut dismissed = reported(None);
    takes(&mut dismissed, MEDIATOR);
    rules(&mut dismissed, MEDIATOR, false).expect("not upheld needs none");
    assert_eq!(told(&mut dismissed, 9).reports, 0);
}

#[test]
fn plf_03_upheld_it_changes_what_the_buyer_is_offered_next() {
    let mut s = reported(Some(0));
    takes(&mut s, MEDIATOR);
    rules(&mut s, MEDIATOR, true).expect("upheld");
    let counts = told(&mut s, 9);
    assert_eq!(counts, BuyerCounts { disputes: 1, funded: 0, reports: 1 });
    let mut next = disputed("default");
    stands(&mut next, 0, counts).expect("taken");
    assert_eq!((next.stage(0), asks_fund(&next), next.refunded()), ("responding", false, 0));
    s.w.now += SignedDuration::from_hours(24 * 365);
    assert_eq!(told(&mut s, 8).reports, 0, "after a year it is forgotten");
}
