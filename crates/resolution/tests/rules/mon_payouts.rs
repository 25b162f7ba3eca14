//! MON-8 and MON-12: payouts by schedule and on demand, recovery before they leave, and their numbered statements.
use crate::holder::{Holder, currency, released};
use crate::story::acts::{AS_BUYER, AS_SELLER, code};
use crate::story::{MEDIATOR, SELLER, World, at, minor};
use jiff::{SignedDuration, Timestamp};
use resolution::account::statement::{self, LineKind, Which};
use resolution::account::{AccountCommand, AccountEvent};
use resolution::actor::Actor;
use resolution::aggregate::Outgoing;
use resolution::id::{MarketplaceId, PayoutNo};
use resolution::ledger;
use resolution::money::Minor;
use resolution::order::event::AccountEffect::{Owe, Release};
use resolution::refusal::Refusal;

fn route(s: &mut Holder, provider: Option<&str>) -> Result<(), Refusal> {
    let command = AccountCommand::SetPayoutRoute { provider: provider.map(str::to_owned) };
    s.act(&Actor::Marketplace, command)
}

fn amounts(s: &Holder) -> Vec<(u16, i64)> {
    s.state().payouts.iter().map(|p| (p.number(), p.amount.get())).collect()
}

#[test]
fn mon_12_a_payout_leaves_from_payable_less_what_is_owed() {
    let mut w = released("default");
    w.goodwill(&[0], 400).expect("promised");
    let mut s = Holder::seller(w);
    for actor in [AS_BUYER, Actor::Mediator(MEDIATOR), Actor::Seller(MEDIATOR)] {
        assert_eq!(code(s.pay_out(&actor, "BRL", None)), "not_yours");
    }
    assert_eq!(s.pay_out(&AS_SELLER, "BRL", Some(571)), Err(Refusal::NotEnough { available: minor(570) }));
    assert_eq!(s.pay_out(&AS_SELLER, "BRL", Some(0)), Err(Refusal::AmountZero));
    assert_eq!(s.pay_out(&AS_SELLER, "USD", None), Err(Refusal::NotEnough { available: Minor::ZERO }));
    s.pay_out(&AS_SELLER, "BRL", Some(70)).expect("on demand");
    s.pay_out(&Actor::Marketplace, "BRL", None).expect("by schedule: everything");
    assert_eq!((s.balance("BRL"), s.state().payouts.len()), ((0, 0, 570), 2));
    assert_eq!(s.pay_out(&AS_SELLER, "BRL", None), Err(Refusal::NotEnough { available: Minor::ZERO }));
    assert_eq!(
        (s.posted(&ledger::Account::SellerPayable(SELLER)), s.posted(&ledger::Account::PayoutsPending)),
        (-950, 570)
    );
    assert_eq!(
        s.posted(&ledger::Account::SellerReceivable(SELLER)),
        380,
        "kept back in full before the first left"
    );
    assert_eq!(amounts(&s), [(1, 70), (2, 500)], "each under its number");
}

#[test]
fn mon_12_promised_confirmed_and_refused_are_three_facts() {
    let mut s = Holder::seller(released("aliexpress"));
    s.pay_out(&AS_SELLER, "BRL", Some(300)).expect("promised");
    s.pay_out(&AS_SELLER, "BRL", Some(200)).expect("promised");
    let sent: Vec<_> =
        s.events.iter().flat_map(|(_, e)| s.account.outgoing(e, MarketplaceId::of("test"))).collect();
    let is_payout = |o: &Outgoing, n: u16, a: i64| matches!(o, Outgoing::Payout { payout, amount, .. } if payout.0 == n && amount.get() == a);
    assert!(
        sent.len() == 2 && is_payout(&sent[0], 0, 300) && is_payout(&sent[1], 1, 200),
        "they leave through the outbox"
    );
    assert_eq!(s.balance("BRL"), (450, 0, 500));
    let theirs = AccountCommand::PayoutResult {
        payout: PayoutNo(0),
        result: Ok("b1".into()),
        provider: "bank".into(),
    };
    assert_eq!(code(s.act(&AS_SELLER, theirs)), "not_yours");
    s.result(0, Ok("b1")).expect("confirmed");
    s.result(1, Err("account_closed")).expect("refused for good");
    assert_eq!(s.balance("BRL"), (650, 0, 0), "what was refused is the seller's again");
    assert_eq!(
        (code(s.result(0, Ok("b1"))), code(s.result(1, Ok("b2"))), code(s.result(2, Ok("b3")))),
        ("already_done", "already_done", "not_found")
    );
    let clearing = ledger::Account::GatewayClearing("bank".into());
    assert_eq!((s.posted(&ledger::Account::PayoutsPending), s.posted(&clearing)), (0, 300));
    assert!(
        s.facts()
            .any(|(_, e)| matches!(e, AccountEvent::PayoutRefused { code, .. } if code == "account_closed"))
    );
}

#[test]
fn mon_12_payouts_leave_by_schedule_once_it_is_known_through_whom() {
    let mut s = Holder::seller(released("default"));
    let start = s.w.now;
    assert_eq!(s.state().next_payout, None, "without a connector nothing leaves by itself");
    s.go_to(start + SignedDuration::from_hours(24 * 30));
    assert!(s.state().payouts.is_empty());
    let theirs = AccountCommand::SetPayoutRoute { provider: Some("bank".into()) };
    assert_eq!(code(s.act(&AS_SELLER, theirs)), "not_yours");
    route(&mut s, Some("bank")).expect("set");
    assert_eq!(code(route(&mut s, Some("bank"))), "already_done");
    let due = s.state().next_payout.expect("950 wait");
    assert_eq!(due, s.w.calendar.end(s.w.now, "7 days".parse().expect("a period")));
    s.go_to(due - SignedDuration::from_nanos(1));
    assert!(s.state().payouts.is_empty(), "not before its instant");
    s.takes("JPY", 300, Release);
    s.go_to(due);
    assert_eq!(amounts(&s), [(1, 950), (2, 300)], "each currency by itself, under a number of its own");
    assert_eq!(s.state().payouts[0].promised, due);
    assert_eq!(s.state().next_payout, None, "nothing is left to pay");
    s.takes("BRL", 50, Release);
    assert!(s.state().next_payout.is_some_and(|next| next > due), "new money begins a new time");
    route(&mut s, None).expect("on demand only again");
    assert_eq!(s.state().next_payout, None);
}

#[test]
fn mon_08_a_debt_is_recovered_before_a_later_payout_leaves() {
    let mut s = Holder::seller(released("default"));
    s.pay_out(&AS_SELLER, "BRL", None).expect("everything leaves");
    s.takes("BRL", 400, Owe);
    assert_eq!(s.balance("BRL"), (0, 400, 950), "already paid out: it owes");
    route(&mut s, Some("bank")).expect("set");
    s.takes("BRL", 300, Release);
    let first = s.state().next_payout.expect("due");
    s.go_to(first);
    assert_eq!((s.balance("BRL"), s.state().payouts.len()), ((0, 100, 950), 1), "all of it is kept back");
    s.takes("BRL", 250, Release);
    s.go_to(s.state().next_payout.expect("due"));
    assert_eq!((s.balance("BRL"), amounts(&s)), ((0, 0, 1_100), vec![(1, 950), (2, 150)]));
    assert_eq!(s.posted(&ledger::Account::SellerReceivable(SELLER)), 400);
    let paper = &s.state().payouts[1];
    let figures = [
        paper.statement.opening,
        paper.statement.earned,
        paper.statement.owed,
        paper.statement.recovered,
        paper.amount,
        paper.closing,
        paper.debt,
    ];
    assert_eq!(figures.map(Minor::get), [0, 550, 400, 400, 150, 0, 0], "visible on the statement");
}

#[test]
fn mon_08_every_line_of_a_statement_adds_up_to_its_figures() {
    let mut s = Holder::seller(World::arrived_one("default", 1, 1_000, 0));
    for (amount, effect) in [(500, Release), (70, Owe), (20, Release)] {
        s.takes("BRL", amount, effect);
    }
    s.takes("JPY", 9, Release);
    s.pay_out(&AS_SELLER, "BRL", Some(400)).expect("promised");
    s.result(0, Err("account_closed")).expect("refused for good");
    s.takes("BRL", 30, Owe);
    s.pay_out(&AS_SELLER, "BRL", None).expect("promised");
    s.takes("BRL", 5, Release);
    let lines = |which| statement::lines(s.state(), which, s.facts());
    let kinds = |which| lines(which).iter().map(|l| (l.kind, l.amount.get())).collect::<Vec<_>>();
    use LineKind::{CameBack, Debt, Payout, Recovered, Release as Earned};
    assert_eq!(
        kinds(Which::Of(PayoutNo(0))),
        [(Earned, 500), (Debt, 70), (Earned, 20), (Recovered, 70), (Payout, 400)]
    );
    assert_eq!(kinds(Which::Of(PayoutNo(1))), [(CameBack, 400), (Debt, 30), (Recovered, 30), (Payout, 420)]);
    assert_eq!(kinds(Which::Open(currency("BRL"))), [(Earned, 5)]);
    assert_eq!(kinds(Which::Open(currency("JPY"))), [(Earned, 9)]);
    assert!(kinds(Which::Of(PayoutNo(9))).is_empty());
    for payout in &s.state().payouts {
        let lines = lines(Which::Of(payout.no));
        let last = lines.last().expect("lines");
        assert_eq!((last.payable, last.receivable), (payout.closing, payout.debt));
        assert_eq!(usize::try_from(payout.statement.lines), Ok(lines.len()));
        let m = payout.statement;
        let closing =
            m.opening.get() + m.earned.get() + m.came_back.get() - m.recovered.get() - payout.amount.get();
        assert_eq!(closing, payout.closing.get());
    }
    assert_eq!(s.state().payouts[0].status(), "refused");
}

#[test]
fn mon_12_on_demand_is_the_policys_to_allow() {
    let mut w = World::variant("default", "UTC", &[("on_demand = true", "on_demand = false")]);
    w.arrives(vec![crate::story::line(1, 1_000, 0)], vec![crate::story::payment("credit_card", 1_000)]);
    w.days(60);
    let mut s = Holder::seller(w);
    assert_eq!(code(s.pay_out(&AS_SELLER, "BRL", None)), "not_in_policy");
    s.pay_out(&Actor::Marketplace, "BRL", None).expect("the marketplace may at any time");
    let nobody = AccountCommand::PayOut { currency: currency("BRL"), amount: None, provider: None };
    assert_eq!(code(s.act(&Actor::Marketplace, nobody)), "missing", "through whom must be known");
}

#[test]
fn mon_12_a_late_waker_pays_once_and_names_the_due_instant() {
    let mut s = Holder::seller(released("default"));
    route(&mut s, Some("bank")).expect("set");
    let due: Timestamp = s.state().next_payout.expect("due");
    let late = at("2026-12-24T00:00:00Z");
    let context = s.w.context();
    let (named, events) = s.account.wake(&context, late).expect("overdue");
    assert_eq!((named, events.len()), (due, 2), "one payout, and the schedule ends");
}
