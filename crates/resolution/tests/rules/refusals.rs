//! Every refusal has its own stable code and is produced by some act (DESIGN 3.11). A new refusal belongs in
//! [`produced`]; [`NOT_YET_SHOWN`] may only shrink.
use crate::story::tell::{BY_BUYER, BY_SELLER, picture, units};
use crate::story::{BUYER, MEDIATOR, MEDIATOR_2, SELLER, World, at, because, line, minor, payment};
use resolution::account::AccountCommand;
use resolution::actor::Actor;
use resolution::aggregate::{Aggregate, Command, Limits};
use resolution::case::remedy::Remedy;
use resolution::case::{Answer, Received};
use resolution::id::{
    AccountRole, AggregateId, CaseNo, EvidenceNo, MarketplaceId, OrderId, ParcelNo, ProposalNo,
};
use resolution::order::command::{
    Complaint, NewLine, Opening, OrderCommand, ReturnRequest, Shipment, Submission,
};
use resolution::order::event::AccountEffect;
use resolution::policy::{Liable, Stop};
use resolution::refusal::Refusal;
use std::collections::BTreeSet;

/// Codes that no test of this crate produces yet.
const NOT_YET_SHOWN: [&str; 0] = [];

/// Every code, read from the one place that gives them.
fn codes() -> Vec<&'static str> {
    let source = include_str!("../../src/refusal.rs");
    let (_, rest) = source.split_once("pub const fn code(").expect("the function");
    let (body, _) = rest.split_once("\n    }\n").expect("its end");
    body.lines().filter_map(|l| l.split_once("=> \"")).filter_map(|(_, l)| l.split('"').next()).collect()
}

/// Every variant that the enum declares.
fn variants() -> usize {
    let source = include_str!("../../src/refusal.rs");
    let (_, rest) = source.split_once("pub enum Refusal {").expect("the enum");
    let (body, _) = rest.split_once("\n}\n").expect("its end");
    let starts = |l: &&str| l.starts_with("    ") && l.chars().nth(4).is_some_and(char::is_uppercase);
    body.lines().filter(starts).count()
}

#[test]
fn every_refusal_has_a_code_of_its_own_and_is_produced_by_some_act() {
    let all = codes();
    let unique: BTreeSet<&str> = all.iter().copied().collect();
    assert_eq!((all.len(), unique.len()), (variants(), variants()), "one code each");
    let shown: BTreeSet<&str> = produced().iter().map(Refusal::code).collect();
    let missing: BTreeSet<&str> = unique.difference(&shown).copied().collect();
    assert_eq!(
        missing,
        BTreeSet::from(NOT_YET_SHOWN),
        "the list of codes that are not shown may only shrink"
    );
}

#[test]
fn every_refusal_is_stored_under_its_code_and_says_what_to_do_in_a_sentence() {
    for refusal in produced() {
        let stored = serde_json::to_value(&refusal).expect("JSON");
        assert_eq!(stored["code"], refusal.code());
        let back: Refusal = serde_json::from_value(stored).expect("the same again");
        assert_eq!(back, refusal);
        let sentence = refusal.sentence();
        assert!(sentence.ends_with('.') && sentence.len() > 15 && !sentence.contains('{'), "{sentence}");
        assert_eq!(refusal.from().is_some(), refusal.code() == "not_yet");
    }
}

/// Each refusal by an act that meets it.
fn produced() -> Vec<Refusal> {
    [placing(), windows(), disputing(), returns(), complaints(), deciding(), proposing(), others()].concat()
}

fn no(result: Result<(), Refusal>) -> Refusal {
    result.expect_err("refused")
}

fn message() -> OrderCommand {
    OrderCommand::WriteMessage { case: None, words: crate::story::seal(BUYER) }
}

fn placing() -> Vec<Refusal> {
    let mut w = World::new("default", "UTC");
    let not_found = no(w.would(&BY_BUYER, message()));
    w.place(vec![line(2, 900, 30)], vec![payment("credit_card", 930)]);
    let cancel = OrderCommand::Cancel { units: vec![], reason: "changed_mind".into() };
    let not_paid = no(w.would(&BY_BUYER, cancel));
    let again = resolution::order::command::Placement {
        reference: "1".into(),
        buyer: BUYER,
        seller: SELLER,
        currency: w.order().placed.currency,
        placed_at: w.now,
        pay_by: None,
        ship_by: None,
        estimate: None,
        lines: vec![line(2, 901, 30)],
        payments: vec![payment("credit_card", 931)],
    };
    let exists = no(w.would(&Actor::Marketplace, OrderCommand::Place(Box::new(again))));
    let not_yours = no(w.would(&Actor::Marketplace, message()));
    w.limit(Limits { events: 1, ..Limits::default() });
    let limit = no(w.would(&BY_BUYER, message()));
    vec![not_found, not_paid, exists, not_yours, limit]
}

/// A basket, delivered on day 11 in the preset A.
fn delivered() -> World {
    let mut w = World::new("aliexpress", "America/Los_Angeles");
    w.basket();
    w.ship(&[]);
    w.days(12);
    w.deliver(0);
    w
}

fn windows() -> Vec<Refusal> {
    let mut w = World::new("aliexpress", "America/Los_Angeles");
    w.basket();
    let not_shipped = no(w.may_open(&[0], Received::No));
    w.declare(&[0, 1], Some("ups"));
    let not_known = no(w.may_open(&[0], Received::No));
    w.scan_now(0, resolution::parcel::tracking::Status::InTransit);
    let not_yet = no(w.may_open(&[0], Received::No));
    let cancel = |of: &[u16]| OrderCommand::Cancel { units: units(of), reason: "changed_mind".into() };
    let shipped = no(w.would(&BY_BUYER, cancel(&[0])));
    w.buyer(cancel(&[4])).expect("cancelled");
    let cancelled = no(w.would(&BY_BUYER, cancel(&[4])));
    w.confirm(0).expect("confirmed");
    let shut = no(w.may_open(&[0], Received::No));
    let done = no(w.would(&BY_BUYER, OrderCommand::ConfirmReceipt { parcel: ParcelNo(0) }));
    let lengthen = |until| OrderCommand::LengthenWindow { parcel: ParcelNo(0), until };
    let shorter = no(w.would(&BY_SELLER, lengthen(w.now)));
    let too_long = no(w.would(&BY_SELLER, lengthen(at("2027-01-01T00:00:00Z"))));
    w.days(40);
    let ended = no(w.may_open(&[0], Received::Yes));
    vec![not_shipped, not_known, not_yet, shipped, cancelled, shut, done, shorter, too_long, ended]
}

/// Returns for a change of mind: of what does not go back, and of what was refused before.
fn returns() -> Vec<Refusal> {
    let mut w = World::new("default", "UTC");
    let said = |returnable| NewLine { returnable, ..line(1, 1_000, 0) };
    w.place(vec![said(Some(false)), said(None)], vec![payment("credit_card", 2_000)]);
    w.pay();
    w.ship(&[]);
    w.days(2);
    w.deliver(0);
    let request = |unit: u16| {
        OrderCommand::RequestReturn(ReturnRequest {
            units: units(&[unit]),
            reason: "change_of_mind".into(),
            sub_reason: None,
            text: None,
        })
    };
    let not_returnable = no(w.would(&BY_BUYER, request(0)));
    w.buyer(request(1)).expect("requested");
    let words = because("undamaged");
    let refuse = OrderCommand::Respond { case: CaseNo(0), answer: Answer::Reject, words };
    w.seller(refuse).expect("refused");
    vec![not_returnable, no(w.would(&BY_BUYER, request(1)))]
}

/// A complaint about what was decided before.
fn complaints() -> Vec<Refusal> {
    let mut w = World::arrived_one("default", 1, 1_000, 100);
    let complain = || {
        OrderCommand::Complain(Complaint {
            units: units(&[0]),
            reason: "late_shipment".into(),
            sub_reason: None,
            fee: false,
            text: None,
        })
    };
    w.buyer(complain()).expect("complained");
    let (case, answer) = (CaseNo(0), Answer::Accept);
    w.seller(OrderCommand::DraftAnswer { case, answer, words: because("") }).expect("drafted");
    w.seller(OrderCommand::ConfirmAnswer { case }).expect("accepted");
    vec![no(w.would(&BY_BUYER, complain()))]
}

fn opening(of: &[u16], reason: &str, asked: Remedy) -> OrderCommand {
    OrderCommand::OpenDispute(Opening {
        units: units(of),
        received: Received::Yes,
        reason: reason.into(),
        sub_reason: None,
        asked,
        text: None,
    })
}

fn finer(reason: &str, sub_reason: &str) -> OrderCommand {
    OrderCommand::OpenDispute(Opening {
        units: units(&[0]),
        received: Received::Yes,
        reason: reason.into(),
        sub_reason: Some(sub_reason.into()),
        asked: refund(1),
        text: None,
    })
}

const fn refund(amount: i64) -> Remedy {
    match resolution::money::Minor::new(amount) {
        Ok(amount) => Remedy::Refund { amount },
        Err(_) => panic!("a small amount"),
    }
}

fn disputing() -> Vec<Refusal> {
    let mut w = delivered();
    let asked = |w: &World, reason: &str, asked: Remedy| no(w.would(&BY_BUYER, opening(&[0], reason, asked)));
    let mut all = vec![
        asked(&w, "boredom", refund(1)),
        no(w.would(&BY_BUYER, finer("counterfeit", "forgery"))),
        no(w.would(&BY_BUYER, finer("damaged", "forgery"))),
        asked(&w, "late", Remedy::Replacement { return_first: false }),
        asked(&w, "damaged", refund(0)),
        asked(&w, "damaged", refund(1_031)),
        no(w.would(&BY_BUYER, opening(&[77], "damaged", refund(1)))),
    ];
    w.open(&[0], Received::Yes);
    all.push(no(w.may_open(&[0], Received::Yes)));
    let change = |amount| OrderCommand::ChangeDispute {
        case: CaseNo(0),
        reason: "damaged".into(),
        sub_reason: None,
        asked: refund(amount),
    };
    for amount in [900, 800, 700] {
        w.buyer(change(amount)).expect("changed");
    }
    all.push(no(w.would(&BY_BUYER, change(600))));
    for turn in 0..2 {
        w.buyer(OrderCommand::Withdraw { case: CaseNo(turn) }).expect("withdrawn");
        if turn == 0 {
            w.open(&[0], Received::Yes);
        }
    }
    all.push(no(w.may_open(&[0], Received::Yes)));
    let all_back =
        OrderCommand::GoodwillRefund { units: units(&[1]), amount: minor(1_030), words: because("sorry") };
    w.seller(all_back.clone()).expect("given");
    all.push(no(w.would(&BY_SELLER, all_back)));
    let accepted = w.open(&[2], Received::Yes);
    let accept =
        OrderCommand::Respond { case: CaseNo(accepted), answer: Answer::Accept, words: because("yes") };
    w.seller(accept.clone()).expect("accepted");
    all.push(no(w.would(&BY_SELLER, accept)));
    w.gateway_confirms();
    all.push(no(w.may_open(&[2], Received::Yes)));
    all
}

/// A dispute over units 0 and 3 that the seller rejected and the buyer escalated.
fn escalated(preset: &str) -> World {
    let mut w = World::new(preset, "UTC");
    w.basket();
    w.ship(&[]);
    w.days(12);
    w.deliver(0);
    w.dispute(&[0, 3], Received::Yes, "damaged", refund(500)).expect("opened");
    w.seller(OrderCommand::Respond { case: CaseNo(0), answer: Answer::Reject, words: because("whole") })
        .expect("no");
    w.buyer(OrderCommand::Escalate { case: CaseNo(0), words: because("no agreement") }).expect("escalated");
    w
}

fn deciding() -> Vec<Refusal> {
    let mut w = escalated("default");
    let more = OrderCommand::ChangeDispute {
        case: CaseNo(0),
        reason: "damaged".into(),
        sub_reason: None,
        asked: refund(501),
    };
    let may_not_rise = no(w.would(&BY_BUYER, more));
    let mediator = Actor::Mediator(MEDIATOR);
    let rule = |remedy| OrderCommand::Rule { case: CaseNo(0), remedy, liable: Liable::Seller, departs: None };
    let not_assigned = no(w.would(&mediator, rule(None)));
    let answer = OrderCommand::Respond { case: CaseNo(0), answer: Answer::Accept, words: because("late") };
    let wrong_stage = no(w.would(&BY_SELLER, answer));
    let assign = |to| OrderCommand::Assign { case: CaseNo(0), mediator: to };
    w.mediator(assign(MEDIATOR)).expect("assigned");
    let reason_needed = no(w.would(&mediator, rule(Some(refund(123)))));
    let departing = OrderCommand::Rule {
        case: CaseNo(0),
        remedy: Some(refund(123)),
        liable: Liable::Seller,
        departs: Some(because("half")),
    };
    w.mediator(departing).expect("ruled");
    let no_evidence =
        OrderCommand::Appeal { case: CaseNo(0), evidence: vec![EvidenceNo(0)], words: because("more") };
    let missing = no(w.would(&BY_BUYER, no_evidence));
    let shown = Submission { case: Some(CaseNo(0)), ..picture(None, BUYER) };
    let evidence = vec![w.submit(&BY_BUYER, shown).expect("sealed")];
    w.buyer(OrderCommand::Appeal { case: CaseNo(0), evidence, words: because("more") }).expect("appealed");
    let same = no(w.would(&Actor::Mediator(MEDIATOR_2), assign(MEDIATOR)));
    vec![may_not_rise, not_assigned, wrong_stage, reason_needed, missing, same]
}

fn proposing() -> Vec<Refusal> {
    let mut w = delivered();
    w.open(&[0, 3], Received::Yes);
    let propose =
        |amount| OrderCommand::Propose { case: CaseNo(0), remedy: refund(amount), words: because("half") };
    let accept = |proposal, terms: String| OrderCommand::AcceptProposal {
        case: CaseNo(0),
        proposal: ProposalNo(proposal),
        terms,
    };
    w.seller(propose(100)).expect("proposed");
    w.seller(propose(200)).expect("another");
    let gone = no(w.would(&BY_BUYER, accept(0, refund(100).terms_hash())));
    let differ = no(w.would(&BY_BUYER, accept(1, refund(100).terms_hash())));
    let own = no(w.would(&BY_SELLER, accept(1, refund(200).terms_hash())));
    vec![gone, differ, own]
}

fn others() -> Vec<Refusal> {
    let mut w = World::new("default", "UTC");
    w.basket();
    w.ship(&[]);
    let file = Submission { bytes: 20_000_000, ..picture(None, BUYER) };
    let refused = no(w.would(&BY_BUYER, OrderCommand::SubmitEvidence(file)));
    let lengthen = OrderCommand::LengthenWindow { parcel: ParcelNo(0), until: at("2027-01-01T00:00:00Z") };
    let policy = no(w.would(&BY_SELLER, lengthen));
    let account = resolution::id::AccountId::of(MarketplaceId::of("test"), AccountRole::Seller, SELLER);
    let freeze = OrderCommand::Freeze { case: CaseNo(0), stops: vec![Stop::Shipping] };
    w.act(&Actor::Aggregate(AggregateId::Account(account)), freeze).expect("taken");
    let frozen = no(w.would(&BY_SELLER, OrderCommand::DeclareShipment(ship_all())));
    vec![refused, policy, not_enough(&w), frozen, restricted(&w)]
}

/// A parcel with everything.
fn ship_all() -> Shipment {
    Shipment {
        units: vec![],
        carrier: Some("ups".into()),
        number: Some("T9".into()),
        weight_grams: None,
        estimate: None,
        handed_over: None,
        resend: false,
        case: None,
    }
}

/// A payout from a seller's account that is restricted.
fn restricted(w: &World) -> Refusal {
    let (role, currency) = (AccountRole::Seller, w.order().placed.currency);
    let account = resolution::id::AccountId::of(MarketplaceId::of("test"), role, SELLER);
    let id = AggregateId::Account(account);
    let context = resolution::aggregate::Context { id, ..w.context() };
    let (reason, provide, words) = ("counterfeit".to_owned(), vec![], None);
    let restrict = Command::Account(AccountCommand::Restrict { party: SELLER, reason, provide, words });
    let mut account = Aggregate::Nothing;
    let done = account.decide(&restrict, &Actor::Marketplace, &context, w.now).expect("restricted");
    done.iter().for_each(|event| account.apply(id, event, w.now));
    let out = AccountCommand::PayOut { currency, amount: None, provider: Some("sandbox".into()) };
    account.decide(&Command::Account(out), &BY_SELLER, &context, w.now).map(drop).expect_err("restricted")
}

/// A seller's account with 500, of which 501 are wanted.
fn not_enough(w: &World) -> Refusal {
    let currency = w.order().placed.currency;
    let from = AggregateId::Order(OrderId::of(MarketplaceId::of("test"), "1", SELLER));
    let (role, effect) = (AccountRole::Seller, AccountEffect::Release);
    let take =
        AccountCommand::Take { party: SELLER, role, from, sequence: 1, currency, amount: minor(500), effect };
    let mut account = Aggregate::Nothing;
    let taken =
        account.decide(&Command::Account(take), &Actor::Aggregate(from), &w.context(), w.now).expect("taken");
    let id = AggregateId::Account(resolution::id::AccountId::of(MarketplaceId::of("test"), role, SELLER));
    taken.iter().for_each(|event| account.apply(id, event, w.now));
    let out = AccountCommand::PayOut { currency, amount: Some(minor(501)), provider: Some("sandbox".into()) };
    account.decide(&Command::Account(out), &BY_SELLER, &w.context(), w.now).map(drop).expect_err("too much")
}
