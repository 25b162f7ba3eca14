//! PLF: the platform refunds at once from its protection fund, the seller keeps the money, and the fund never promises more
//! than it has.
use crate::plf_buyer::stands;
use crate::story::acts::{AS_BUYER, AS_SELLER, MOMENT, code, refund};
use crate::story::{BUYER, SELLER, World, line, minor, payment};
use jiff::{SignedDuration, Timestamp};
use resolution::account::standing::BuyerCounts;
use resolution::actor::Actor;
use resolution::aggregate::{Aggregate, Command, Context, Event, Limits, Outgoing};
use resolution::case::funding::Factor;
use resolution::case::remedy::Remedy;
use resolution::case::{Closing, Received};
use resolution::fund::{BudgetChange, Fund, FundCommand, FundEvent};
use resolution::id::{AggregateId, CaseNo, FundId, MarketplaceId, OrderId, PartyId};
use resolution::ledger::Account;
use resolution::money::{Currency, Minor};
use resolution::order::command::{NewLine, OrderCommand};
use resolution::order::event::{AccountNews, OrderEvent};
use resolution::policy::{Liable, Opinion, Period, RemedyKind};
use resolution::refusal::Refusal;

const FINANCE: Actor = Actor::Finance(PartyId([9; 16]));

fn brl() -> Currency {
    "BRL".parse().expect("a currency")
}

fn fund_id() -> FundId {
    FundId::of(MarketplaceId::of("test"))
}

fn order_id() -> OrderId {
    OrderId::of(MarketplaceId::of("test"), "1", SELLER)
}

/// A fund by itself.
struct House {
    fund: Aggregate,
    sent: Vec<Outgoing>,
    now: Timestamp,
}

impl House {
    fn new() -> Self {
        Self { fund: Aggregate::Nothing, sent: Vec::new(), now: crate::story::at("2026-03-01T00:00:00Z") }
    }

    fn with(amount: i64) -> Self {
        let mut house = Self::new();
        house.change(&FINANCE, BudgetChange::Add, amount).expect("put in");
        house
    }

    fn act(&mut self, actor: &Actor, command: FundCommand) -> Result<(), Refusal> {
        let w = World::new("default", "UTC");
        let limits = Limits::default();
        let context = Context { id: AggregateId::Fund(fund_id()), limits: &limits, ..w.context() };
        for event in self.fund.decide(&Command::Fund(command), actor, &context, self.now)? {
            self.fund.apply(AggregateId::Fund(fund_id()), &event, self.now);
            self.sent.extend(self.fund.outgoing(&event, MarketplaceId::of("test")));
        }
        Ok(())
    }

    fn change(&mut self, actor: &Actor, change: BudgetChange, amount: i64) -> Result<(), Refusal> {
        let reason = "March".to_owned();
        self.act(actor, FundCommand::ChangeBudget { currency: brl(), change, amount: minor(amount), reason })
    }

    fn asks(&mut self, order: OrderId, amount: i64) -> bool {
        let before = self.sent.len();
        let command = FundCommand::Reserve { order, case: CaseNo(0), currency: brl(), amount: minor(amount) };
        self.act(&Actor::Aggregate(AggregateId::Order(order)), command).expect("taken");
        match self.sent[before..] {
            [Outgoing::FundAnswer { granted, .. }] => granted,
            ref other => panic!("one answer, not {other:?}"),
        }
    }

    fn settles(&mut self, order: OrderId, used: i64) -> Result<(), Refusal> {
        let command = FundCommand::Settle { order, case: CaseNo(0), used: minor(used) };
        self.act(&Actor::Aggregate(AggregateId::Order(order)), command)
    }

    fn state(&self) -> &Fund {
        self.fund.fund().expect("there")
    }

    /// Given, reserved, spent, available.
    fn figures(&self) -> [i64; 4] {
        let b = self.state().budgets[&brl()];
        [b.given, b.reserved, b.spent, b.available()].map(|amount| amount.get())
    }
}

fn numbered(no: u8) -> OrderId {
    OrderId([no; 16])
}

/// An order whose goods arrived, with a dispute for what the platform pays.
fn disputed(preset: &str, price: i64) -> World {
    let mut w = World::arrived_one(preset, 1, price, 0);
    opens(&mut w, &[0], "missing_part", price);
    w
}

/// A buyer of whom nothing is known opens a dispute.
fn opens(w: &mut World, units: &[u16], reason: &str, amount: i64) {
    w.dispute(units, Received::Yes, reason, refund(amount)).expect("opened");
    let case = u16::try_from(w.order().cases.len() - 1).expect("few");
    stands(w, case, BuyerCounts::default()).or_else(not_asked).expect("a good record");
}

/// The order did not ask for it: something else speaks against the fund already.
fn not_asked(refusal: Refusal) -> Result<(), Refusal> {
    let not_asked = matches!(refusal, Refusal::NotFound { .. } | Refusal::AlreadyDone);
    if not_asked { Ok(()) } else { Err(refusal) }
}

fn asked(w: &World) -> Option<(CaseNo, i64)> {
    w.sent.iter().find_map(|sent| match sent {
        Outgoing::FundRequest { case, amount, .. } => Some((*case, amount.get())),
        _ => None,
    })
}

fn used(w: &World) -> Vec<i64> {
    let of = |sent: &Outgoing| match sent {
        Outgoing::FundUse { used, .. } => Some(used.get()),
        _ => None,
    };
    w.sent.iter().filter_map(of).collect()
}

fn hears(w: &mut World, granted: bool) -> Result<(), Refusal> {
    let actor = Actor::Aggregate(AggregateId::Fund(fund_id()));
    w.act(&actor, OrderCommand::HearFund { case: CaseNo(0), granted, version: 2 })
}

fn notices(w: &World, to: PartyId) -> Vec<String> {
    let of = |sent: &Outgoing| match sent {
        Outgoing::Notice { to: whom, notice, .. } if *whom == to => Some(notice.clone()),
        _ => None,
    };
    w.sent.iter().filter_map(of).collect()
}

#[test]
fn plf_01_granted_the_buyer_is_refunded_at_once_and_the_seller_keeps_the_money() {
    for preset in ["aliexpress", "default"] {
        let mut w = disputed(preset, 9_000);
        assert_eq!((w.stage(0), asked(&w)), ("funding", Some((CaseNo(0), 9_000))), "{preset}");
        hears(&mut w, true).expect("taken");
        assert_eq!((w.stage(0), w.refunded(), used(&w)), ("executing", 9_000, vec![9_000]));
        assert_eq!(w.balance(&Account::ProtectionFund), -9_000, "the fund pays");
        assert_eq!(w.balance(&Account::Escrow), 9_000, "the seller's money stays where it is");
        let refund = &w.order().refunds[0];
        assert_eq!((refund.liable, refund.legs.len()), (Liable::Platform, 1));
        w.gateway_confirms();
        assert_eq!(w.case(0).closed.map(|(closing, _)| closing), Some(Closing::Refunded));
        assert_eq!(w.released(), 0, "not before the window says so");
        w.days(60);
        assert_eq!(w.released(), 9_000, "released as its window says");
        assert_eq!(w.balance(&Account::SellerReceivable(SELLER)), 0);
        assert!(notices(&w, SELLER).contains(&"case_funded".to_owned()));
        assert!(!notices(&w, SELLER).contains(&"case_opened".to_owned()), "nothing is asked of the seller");
    }
}

fn fills_in(w: &mut World, answers: &[(&str, Opinion)]) -> Result<(), Refusal> {
    let answers = answers.iter().map(|(id, answer)| ((*id).to_owned(), *answer)).collect();
    w.seller(OrderCommand::AnswerQuestionnaire { case: CaseNo(0), answers, text: None })
}

#[test]
fn plf_01_the_seller_is_asked_afterwards_once_and_in_time_and_nothing_follows_from_it() {
    let answers = [("complete_when_sent", Opinion::Yes), ("packing_pictures", Opinion::Unsure)];
    for preset in ["aliexpress", "default"] {
        let mut w = disputed(preset, 9_000);
        assert_eq!(code(fills_in(&mut w, &answers)), "not_found", "the fund has not paid yet");
        hears(&mut w, true).expect("taken");
        let granted = w.now;
        w.gateway_confirms();
        let buyers = OrderCommand::AnswerQuestionnaire {
            case: CaseNo(0),
            answers: [("packing_pictures".to_owned(), Opinion::No)].into(),
            text: None,
        };
        assert_eq!(code(w.buyer(buyers)), "not_yours");
        assert_eq!(code(fills_in(&mut w, &[])), "invalid");
        assert_eq!(code(fills_in(&mut w, &[("are_you_sorry", Opinion::No)])), "invalid");
        let end = w.calendar.end(granted, Period::Days(14));
        w.go_to(end - MOMENT);
        let (before, closed) = (w.balances(), w.case(0).closed);
        fills_in(&mut w, &answers).expect("one moment before the end");
        assert_eq!((w.balances(), w.case(0).closed), (before, closed), "it changes nothing");
        let filled = w.case(0).funding.as_ref().and_then(|funding| funding.questionnaire.as_ref());
        let said: Vec<(&str, Opinion)> =
            filled.expect("kept").answers.iter().map(|(id, answer)| (id.as_str(), *answer)).collect();
        assert_eq!(said, answers);
        assert_eq!(code(fills_in(&mut w, &answers)), "already_done");
    }
}

#[test]
fn plf_01_the_questionnaire_ends_with_its_time_and_is_not_for_what_was_not_funded() {
    let answers = [("complete_when_sent", Opinion::Yes)];
    let mut w = disputed("default", 9_000);
    hears(&mut w, true).expect("taken");
    let end = w.calendar.end(w.now, Period::Days(14));
    w.go_to(end);
    let refused = fills_in(&mut w, &answers);
    assert!(matches!(refused, Err(Refusal::Ended { at, .. }) if at == end), "{refused:?}");
    let mut w = disputed("default", 9_000);
    hears(&mut w, false).expect("taken");
    assert_eq!(code(fills_in(&mut w, &answers)), "not_found");
}

#[test]
fn plf_01_the_refund_goes_by_the_method_of_payment_and_to_the_wallet_only_where_that_cannot_be() {
    let mut w = World::new("aliexpress", "UTC");
    w.arrives(vec![line(1, 9_000, 0)], vec![payment("credit_card", 4_000), payment("cash", 5_000)]);
    opens(&mut w, &[0], "late", 9_000);
    hears(&mut w, true).expect("taken");
    let legs = w.order().refunds[0].legs.iter();
    let ways: Vec<(String, i64)> =
        legs.map(|leg| (format!("{:?}", leg.promise.route), leg.promise.amount.get())).collect();
    assert_eq!(ways, [("Original".to_owned(), 4_000), ("Wallet".to_owned(), 5_000)]);
}

#[test]
fn plf_01_what_costs_the_seller_a_fee_elsewhere_costs_nothing_here() {
    let change = ("gateway_fee_on_refund = \"platform\"", "gateway_fee_on_refund = \"seller\"");
    let mut w = World::variant("default", "UTC", &[change]);
    w.arrives(vec![line(1, 9_000, 0)], vec![payment("credit_card", 9_000)]);
    opens(&mut w, &[0], "late", 9_000);
    hears(&mut w, true).expect("taken");
    assert_eq!(w.balance(&Account::SellerReceivable(SELLER)), 0);
}

#[test]
fn plf_01_a_part_of_the_price_can_be_asked_and_the_rest_is_untouched() {
    let mut w = World::arrived_one("default", 2, 8_000, 1_000);
    opens(&mut w, &[1], "missing_part", 1_500);
    assert_eq!(asked(&w), Some((CaseNo(0), 1_500)));
    hears(&mut w, true).expect("taken");
    w.gateway_confirms();
    w.days(60);
    assert_eq!((w.refunded(), w.released()), (1_500, 9_000));
}

#[test]
fn plf_01_a_surcharge_goes_back_with_the_whole_order_and_is_part_of_what_is_asked() {
    let mut w = World::new("default", "UTC");
    w.arrives(vec![line(1, 8_000, 0)], vec![payment("credit_card", 8_500)]);
    opens(&mut w, &[0], "late", 8_000);
    assert_eq!(asked(&w), Some((CaseNo(0), 8_500)));
    hears(&mut w, true).expect("taken");
    assert_eq!((w.refunded(), used(&w)), (8_500, vec![8_500]));
}

#[test]
fn plf_01_where_a_condition_does_not_hold_the_normal_procedure_runs_at_once() {
    let of = |change: &dyn Fn(&mut NewLine)| {
        let mut one = line(1, 9_000, 0);
        change(&mut one);
        let price = one.price.get();
        let mut w = World::new("default", "UTC");
        w.arrives(vec![one], vec![payment("credit_card", price)]);
        w
    };
    let cases: [(&str, World, &str, Remedy); 4] = [
        ("reason", of(&|_| {}), "damaged", refund(9_000)),
        ("remedy", of(&|_| {}), "missing_part", Remedy::Replacement { return_first: false }),
        ("order_value", of(&|l| l.price = minor(10_001)), "missing_part", refund(10_001)),
        ("product", of(&|l| l.category = Some("gift_card".into())), "missing_part", refund(9_000)),
    ];
    for (word, mut w, reason, remedy) in cases {
        w.dispute(&[0], Received::Yes, reason, remedy).expect("opened");
        assert_eq!((w.stage(0), asked(&w)), ("responding", None), "{word}");
        assert!(notices(&w, SELLER).contains(&"case_opened".to_owned()), "{word}");
        let Some(funding) = &w.case(0).funding else {
            assert_eq!(word, "reason", "another procedure, which does not begin at the fund");
            continue;
        };
        let against: Vec<&str> =
            funding.weighed.iter().filter(|w| !w.holds).map(|w| w.factor.word()).collect();
        assert_eq!(against, [word]);
    }
    let mut most = of(&|l| l.price = minor(10_000));
    opens(&mut most, &[0], "late", 10_000);
    assert_eq!(most.stage(0), "funding", "the most is in it");
    let category = of(&|l| l.category = Some("toys".into()));
    assert_eq!(category.order().placed.lines[0].category.as_deref(), Some("toys"));
}

#[test]
fn plf_01_a_currency_that_the_policy_does_not_name_is_never_funded() {
    let mut w = World::new("default", "UTC");
    w.place_with(vec![line(1, 100, 0)], vec![payment("credit_card", 100)], |p| {
        p.currency = "CHF".parse().expect("a currency");
    });
    w.pay();
    w.ship(&[]);
    w.days(3);
    w.deliver(0);
    opens(&mut w, &[0], "late", 100);
    assert_eq!((w.stage(0), asked(&w)), ("responding", None));
}

#[test]
fn plf_02_every_factor_is_written_with_what_it_was() {
    let w = disputed("default", 9_000);
    let weighed = &w.case(0).funding.as_ref().expect("weighed").weighed;
    let factors: Vec<&Factor> = weighed.iter().map(|one| &one.factor).collect();
    assert_eq!(
        factors,
        [
            &Factor::Reason { reason: "missing_part".into() },
            &Factor::Remedy { remedy: RemedyKind::Refund },
            &Factor::OrderValue { value: minor(9_000), most: Some(minor(10_000)), currency: brl() },
            &Factor::Product { category: None },
            &Factor::Disputes { count: 0, most: 12 },
            &Factor::Funded { count: 0, most: 3 },
            &Factor::Reports { count: 0, most: 0 },
        ]
    );
    assert!(weighed.iter().all(|one| one.holds));
}

#[test]
fn plf_04_it_counts_as_filed_and_not_as_fault() {
    let mut w = disputed("default", 9_000);
    hears(&mut w, true).expect("taken");
    w.gateway_confirms();
    w.days(60);
    let told: Vec<&AccountNews> = w
        .sent
        .iter()
        .filter_map(|sent| match sent {
            Outgoing::Note { news, .. } => Some(news),
            _ => None,
        })
        .collect();
    assert!(told.iter().any(|news| matches!(news, AccountNews::DisputeFiled { .. })));
    assert!(!told.iter().any(|n| matches!(n, AccountNews::FaultFound { .. } | AccountNews::Penalty { .. })));
}

#[test]
fn plf_05_denied_or_unanswered_in_its_time_the_normal_procedure_runs() {
    let mut denied = disputed("default", 9_000);
    hears(&mut denied, false).expect("taken");
    assert_eq!((denied.stage(0), denied.refunded(), used(&denied)), ("responding", 0, vec![]));
    let mut silent = disputed("default", 9_000);
    let end = silent.case(0).stage.end.expect("a clock");
    assert_eq!(end.duration_since(silent.now), SignedDuration::from_hours(1));
    silent.go_to(end - MOMENT);
    assert_eq!(silent.stage(0), "funding");
    silent.go_to(end);
    assert_eq!(silent.stage(0), "responding");
    let five_days = silent.case(0).stage.end.expect("a clock");
    assert!(five_days > end + SignedDuration::from_hours(100), "the seller has its whole time");
    hears(&mut silent, true).expect("a late grant is taken");
    assert_eq!((silent.stage(0), silent.refunded(), used(&silent)), ("responding", 0, vec![0]), "given back");
    assert_eq!(code(hears(&mut silent, true)), "already_done");
}

#[test]
fn plf_05_at_the_end_itself_the_clock_comes_first() {
    let mut w = disputed("default", 9_000);
    w.now = w.case(0).stage.end.expect("a clock");
    hears(&mut w, true).expect("taken");
    assert_eq!((w.stage(0), used(&w)), ("responding", vec![0]));
    let mut w = disputed("default", 9_000);
    w.now = w.case(0).stage.end.expect("a clock") - MOMENT;
    hears(&mut w, true).expect("taken");
    assert_eq!((w.stage(0), used(&w)), ("executing", vec![9_000]));
}

#[test]
fn plf_05_a_grant_that_does_not_cover_it_any_more_is_given_back() {
    let mut w = World::new("default", "UTC");
    w.arrives(vec![line(2, 8_000, 0)], vec![payment("credit_card", 8_500)]);
    opens(&mut w, &[0], "late", 4_000);
    assert_eq!(asked(&w), Some((CaseNo(0), 4_000)), "not the whole order: no surcharge in it");
    let goodwill = OrderCommand::GoodwillRefund {
        units: vec![resolution::id::UnitNo(1)],
        amount: minor(4_000),
        words: crate::story::because("goodwill"),
    };
    w.seller(goodwill).expect("given");
    hears(&mut w, true).expect("taken");
    assert_eq!(
        (w.stage(0), used(&w)),
        ("responding", vec![0]),
        "it costs the surcharge as well, which was not granted"
    );
}

#[test]
fn plf_05_only_the_fund_answers_and_only_who_asked_is_answered() {
    let mut w = disputed("default", 9_000);
    let answer = |case: u16| OrderCommand::HearFund { case: CaseNo(case), granted: true, version: 2 };
    let other = Actor::Aggregate(AggregateId::Fund(FundId::of(MarketplaceId::of("another"))));
    for actor in [AS_BUYER, AS_SELLER, Actor::Marketplace, FINANCE, other] {
        assert_eq!(code(w.act(&actor, answer(0))), "not_yours", "{actor:?}");
    }
    let fund = Actor::Aggregate(AggregateId::Fund(fund_id()));
    assert_eq!(code(w.act(&fund, answer(7))), "not_found");
    let mut other = World::arrived_one("default", 1, 9_000, 0);
    other.dispute(&[0], Received::Yes, "damaged", refund(9_000)).expect("opened");
    assert_eq!(code(other.act(&fund, answer(0))), "not_found", "it never asked");
    let withdraw = OrderCommand::Withdraw { case: CaseNo(0) };
    assert_eq!(code(w.buyer(withdraw)), "wrong_stage", "the answer comes in moments");
    assert_eq!(w.order().placed.buyer, BUYER);
}

#[test]
fn plf_05_a_budget_is_reserved_before_it_is_promised_and_never_more_than_there_is() {
    let mut house = House::with(10_000);
    assert!(house.asks(numbered(1), 4_000) && house.asks(numbered(2), 4_000));
    assert_eq!(house.figures(), [10_000, 8_000, 0, 2_000]);
    assert!(!house.asks(numbered(3), 2_001), "one minor unit too much");
    assert!(house.asks(numbered(4), 2_000), "exactly what is left");
    assert_eq!(house.figures(), [10_000, 10_000, 0, 0]);
    assert!(!house.asks(numbered(5), 1));
    house.settles(numbered(1), 4_000).expect("spent");
    house.settles(numbered(2), 1_500).expect("a part");
    assert_eq!(house.figures(), [10_000, 2_000, 5_500, 2_500], "what is not used is given back");
    assert_eq!(code(house.settles(numbered(2), 0)), "not_found", "once");
    assert_eq!(code(house.settles(numbered(4), 2_001)), "amount_too_high");
    house.settles(numbered(4), 0).expect("not needed");
    assert_eq!(house.figures(), [10_000, 0, 5_500, 4_500]);
    assert!(house.state().reserved.is_empty());
    let budget = house.state().budgets[&brl()];
    assert_eq!((budget.granted, budget.denied), (3, 2));
}

#[test]
fn plf_05_a_budget_is_changed_by_finance_or_the_marketplace_each_change_numbered_with_its_reason() {
    let mut house = House::with(1_000);
    house.change(&Actor::Marketplace, BudgetChange::Add, 500).expect("put in");
    assert!(house.asks(numbered(1), 1_200));
    assert_eq!(
        house.change(&FINANCE, BudgetChange::TakeBack, 301),
        Err(Refusal::NotEnough { available: minor(300) }),
        "what is promised is not taken back"
    );
    house.change(&FINANCE, BudgetChange::TakeBack, 300).expect("taken back");
    assert_eq!((house.figures(), house.state().changed()), ([1_200, 1_200, 0, 0], 3));
    let by: Vec<_> = house.state().changes.iter().map(|change| change.by).collect();
    assert_eq!(by, [FINANCE.party(), None, FINANCE.party()], "each with who did it");
    for actor in [AS_BUYER, AS_SELLER, Actor::Mediator(PartyId([3; 16])), Actor::Clock] {
        assert_eq!(code(house.change(&actor, BudgetChange::Add, 1)), "not_yours", "{actor:?}");
    }
    assert_eq!(code(house.change(&FINANCE, BudgetChange::Add, 0)), "amount_zero");
    assert_eq!(code(house.change(&FINANCE, BudgetChange::Add, Minor::MAX_AMOUNT.get())), "amount_too_high");
    let said = |reason: &str| FundCommand::ChangeBudget {
        currency: brl(),
        change: BudgetChange::Add,
        amount: minor(1),
        reason: reason.to_owned(),
    };
    assert_eq!(code(house.act(&FINANCE, said("  "))), "missing");
    assert_eq!(code(house.act(&FINANCE, said(&"x".repeat(201)))), "invalid");
    house.act(&FINANCE, said(&"x".repeat(200))).expect("two hundred are few enough");
}

#[test]
fn plf_05_an_order_speaks_for_itself_and_a_repeated_question_reserves_once() {
    let mut house = House::with(10_000);
    let command = |order| FundCommand::Reserve { order, case: CaseNo(0), currency: brl(), amount: minor(1) };
    let other = Actor::Aggregate(AggregateId::Order(numbered(2)));
    assert_eq!(code(house.act(&other, command(numbered(1)))), "not_yours");
    assert!(house.asks(numbered(1), 4_000));
    let again =
        FundCommand::Reserve { order: numbered(1), case: CaseNo(0), currency: brl(), amount: minor(4_000) };
    house.act(&Actor::Aggregate(AggregateId::Order(numbered(1))), again).expect("nothing new");
    assert_eq!(house.figures(), [10_000, 4_000, 0, 6_000]);
    let settle = FundCommand::Settle { order: numbered(1), case: CaseNo(0), used: minor(1) };
    assert_eq!(code(house.act(&other, settle)), "not_yours");
}

#[test]
fn plf_05_currencies_never_meet() {
    let mut house = House::with(10_000);
    let usd: Currency = "USD".parse().expect("a currency");
    let order = numbered(1);
    let command = FundCommand::Reserve { order, case: CaseNo(0), currency: usd, amount: minor(1) };
    house.act(&Actor::Aggregate(AggregateId::Order(order)), command).expect("answered");
    assert!(matches!(house.sent[..], [Outgoing::FundAnswer { granted: false, .. }]));
    assert_eq!(house.figures(), [10_000, 0, 0, 10_000]);
}

#[test]
fn plf_05_order_and_fund_agree_to_the_last_minor_unit() {
    let mut house = House::with(20_000);
    let mut w = disputed("aliexpress", 9_999);
    let (case, amount) = asked(&w).expect("it asks");
    assert_eq!(case, CaseNo(0));
    assert!(house.asks(order_id(), amount));
    hears(&mut w, true).expect("taken");
    house.settles(order_id(), used(&w)[0]).expect("settled");
    assert_eq!(house.figures(), [20_000, 0, 9_999, 10_001]);
    assert_eq!(house.figures()[2], -w.balance(&Account::ProtectionFund));
    let written = |event: &OrderEvent| matches!(event, OrderEvent::FundingAnswered { version: 2, .. });
    assert!(w.when(written).is_some(), "with the version of the fund that answered");
    let _: fn(FundEvent) -> Event = Event::Fund;
}
