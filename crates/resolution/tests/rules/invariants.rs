//! Invariants over whole stories: every stage has a clock (DESIGN 3.4; the world checks it after every step), lateness
//! decides nothing (3.5), the policy shown at placement governs the order (3.7).
use crate::story::tell::{BY_BUYER, BY_SELLER, just_before, picture, preset, timers};
use crate::story::{BUYER, MEDIATOR, SELLER, World, at, because, line, minor, payment, scan, seal};
use jiff::SignedDuration;
use resolution::account::standing::BuyerCounts;
use resolution::actor::{Actor, Side};
use resolution::case::remedy::Remedy;
use resolution::case::{Answer, Received, ReturnContent};
use resolution::id::{AggregateId, CaseNo, EvidenceNo, FundId, MarketplaceId};
use resolution::order::command::{OrderCommand, Shipment, Submission};
use resolution::order::event::OrderEvent;
use resolution::parcel::tracking::{Scan, Status};
use resolution::policy::StageName;
use resolution::refusal::Refusal;
use std::collections::BTreeSet;

type Story = fn(&mut World);

/// Everything that can happen to an order, told once. The clock then runs until nothing is due any more.
const STORIES: [(&str, Story); 23] = [
    ("never paid", |w| w.place(vec![line(2, 900, 30)], vec![payment("credit_card", 930)])),
    ("shipped in part", |w| {
        w.basket();
        w.ship(&[0, 4]);
        w.days(2);
        w.deliver(0);
    }),
    ("never scanned after the first", |w| {
        w.basket();
        w.ship(&[]);
    }),
    ("the longest transit", |w| {
        w.basket();
        w.ship(&[]);
        w.travels(0, 13, 6);
    }),
    ("lost in part", |w| {
        w.basket();
        w.ship(&[0, 1]);
        w.ship(&[2, 3, 4]);
        w.days(4);
        w.scan_now(0, Status::Lost);
        w.deliver(1);
    }),
    ("not collected", |w| {
        w.basket();
        w.ship(&[]);
        w.days(12);
        w.scan_now(0, Status::AwaitingCollection);
        w.open(&[0, 3], Received::No);
    }),
    ("another destination", |w| {
        w.basket();
        w.ship(&[]);
        w.days(12);
        let elsewhere = Scan { destination_matches: Some(false), ..scan(w.now, Status::Delivered) };
        w.carrier(0, vec![elsewhere]).expect("taken");
    }),
    ("paid by the fund", |w| {
        delivered(w);
        funded(w);
        crate::plf_buyer::stands(w, 0, BuyerCounts::default()).expect("a good record");
        let fund = Actor::Aggregate(AggregateId::Fund(FundId::of(MarketplaceId::of("test"))));
        let granted = OrderCommand::HearFund { case: CaseNo(0), granted: true, version: 2 };
        w.act(&fund, granted).expect("taken");
        w.gateway_confirms();
    }),
    ("a silent fund", |w| {
        delivered(w);
        funded(w);
        crate::plf_buyer::stands(w, 0, BuyerCounts::default()).expect("a good record");
    }),
    ("a silent account of the buyer", |w| {
        delivered(w);
        funded(w);
    }),
    ("a silent seller", |w| {
        delivered(w);
        w.open(&[1, 4], Received::Yes);
    }),
    ("rejected, and nobody agrees", |w| {
        delivered(w);
        w.open(&[1, 4], Received::Yes);
        reject(w);
    }),
    ("withdrawn and opened once more", |w| {
        delivered(w);
        w.open(&[1], Received::Yes);
        w.days(1);
        w.buyer(OrderCommand::Withdraw { case: CaseNo(0) }).expect("withdrawn");
        w.open(&[1], Received::Yes);
    }),
    ("accepted, and the return is never sent", |w| {
        accepted_return(w);
        w.seller(address()).expect("given");
    }),
    ("accepted, and no address is given", accepted_return),
    ("returned, and the seller is silent", |w| {
        returned(w);
        w.act(&Actor::Carrier("ups".into()), return_scan(w, Status::Delivered)).expect("arrived");
    }),
    ("returned, and never seen again", returned),
    ("returned, objected", |w| {
        returned(w);
        w.act(&Actor::Carrier("ups".into()), return_scan(w, Status::Delivered)).expect("arrived");
        let documents = ["return_waybill", "return_packaging", "return_goods"].map(|id| {
            let given = Submission { case: Some(CaseNo(0)), ..picture(Some(id), SELLER) };
            w.submit(&BY_SELLER, given).expect("sealed")
        });
        let (content, words) = (ReturnContent::Other, because("not what was sent"));
        let object =
            OrderCommand::ObjectToReturn { case: CaseNo(0), content, words, documents: documents.to_vec() };
        w.seller(object).expect("objected");
    }),
    ("ruled, appealed with new evidence where the policy has it, and ruled again", |w| {
        delivered(w);
        w.open(&[1, 4], Received::Yes);
        reject(w);
        w.days(16);
        let shown = Submission { case: Some(CaseNo(0)), ..picture(None, BUYER) };
        if w.stage(0) == "appealing" {
            let no = w.submit(&BY_BUYER, shown).expect("sealed");
            let appeal =
                OrderCommand::Appeal { case: CaseNo(0), evidence: vec![no], words: because("new pictures") };
            w.buyer(appeal).expect("appealed");
        }
    }),
    ("the carrier is asked where the policy has it, and finds nothing", |w| {
        w.basket();
        w.ship(&[]);
        w.days(12);
        w.open(&[0, 3], Received::No);
        let answer = Answer::Investigate { carrier: "ups".into(), number: "TRACK0".into() };
        let asked =
            w.seller(OrderCommand::Respond { case: CaseNo(0), answer, words: because("let them look") });
        assert_eq!(asked.is_ok(), w.policy.name == "default");
    }),
    ("a replacement is owed and never sent", accepted_replacement),
    ("a replacement is sent and lost", |w| {
        accepted_replacement(w);
        w.days(1);
        w.seller(OrderCommand::DeclareShipment(replacement())).expect("sent");
        w.scan_now(1, Status::InTransit);
        w.days(3);
        w.scan_now(1, Status::Lost);
    }),
    ("the mediator asks, proposes and rules; silence everywhere", |w| {
        delivered(w);
        w.open(&[1, 4], Received::Yes);
        reject(w);
        w.seller(OrderCommand::Escalate { case: CaseNo(0), words: because("no agreement") })
            .expect("escalated");
        w.mediator(OrderCommand::Assign { case: CaseNo(0), mediator: MEDIATOR }).expect("assigned");
        w.mediator(OrderCommand::Ask { case: CaseNo(0), side: Side::Opener, words: seal(MEDIATOR) })
            .expect("asked");
        w.days(8);
        let remedy = Remedy::Refund { amount: minor(500) };
        w.mediator(OrderCommand::Propose { case: CaseNo(0), remedy, words: because("half") })
            .expect("proposed");
    }),
];

/// Delivered on day 11, so that in every preset *received* can be disputed.
fn delivered(w: &mut World) {
    w.basket();
    w.ship(&[]);
    w.days(12);
    w.deliver(0);
}

fn reject(w: &mut World) {
    w.seller(OrderCommand::Respond {
        case: CaseNo(0),
        answer: Answer::Reject,
        words: because("it was whole"),
    })
    .expect("rejected");
}

fn accepted_return(w: &mut World) {
    delivered(w);
    w.submit(&BY_SELLER, picture(None, SELLER)).expect("a label, in case it is owed");
    let amount = minor(w.most(&[0, 3]));
    w.dispute(&[0, 3], Received::Yes, "not_as_described", Remedy::ReturnAndRefund { amount })
        .expect("opened");
    accept(w);
}

fn accepted_replacement(w: &mut World) {
    delivered(w);
    w.dispute(&[0, 3], Received::Yes, "damaged", Remedy::Replacement { return_first: false })
        .expect("opened");
    accept(w);
}

fn accept(w: &mut World) {
    w.seller(OrderCommand::Respond { case: CaseNo(0), answer: Answer::Accept, words: because("agreed") })
        .expect("accepted");
}

/// The address with a label that the seller owes.
fn address() -> OrderCommand {
    OrderCommand::GiveReturnAddress { case: CaseNo(0), address: seal(SELLER), label: Some(EvidenceNo(0)) }
}

fn returned(w: &mut World) {
    accepted_return(w);
    w.seller(address()).expect("given");
    w.days(2);
    w.buyer(OrderCommand::SendReturn { case: CaseNo(0), carrier: "ups".into(), number: "BACK".into() })
        .expect("sent");
    w.days(2);
}

fn return_scan(w: &World, status: Status) -> OrderCommand {
    OrderCommand::RecordReturnScans { case: CaseNo(0), scans: vec![scan(w.now, status)] }
}

fn replacement() -> Shipment {
    Shipment {
        units: vec![],
        carrier: Some("ups".into()),
        number: Some("NEW".into()),
        weight_grams: None,
        estimate: None,
        handed_over: None,
        resend: false,
        case: Some(CaseNo(0)),
    }
}

/// Lets a year and a half pass; the gateway confirms each refund within a day.
fn run_out(w: &mut World) {
    for _ in 0..540 {
        w.days(1);
        if w.order().refunds.iter().any(|r| !r.settled()) {
            w.gateway_confirms();
        }
    }
}

/// The story in a world of this preset with timers so late, told to its end.
fn told(name: &str, zone: &str, late: SignedDuration, story: Story) -> World {
    let mut w = World::starting(name, zone, "2026-02-20T12:00:00Z", late);
    story(&mut w);
    run_out(&mut w);
    w
}

#[test]
fn lateness_decides_nothing_every_story_ends_the_same_with_a_timer_late_by_a_day() {
    for (name, zone) in [("aliexpress", "America/Los_Angeles"), ("default", "Asia/Jakarta")] {
        for (title, story) in STORIES {
            let [on_time, late] = timers().map(|late| told(name, zone, late, story).outcome());
            assert_eq!(on_time, late, "{title} under {name}");
        }
    }
}

#[test]
fn every_story_ends_with_all_money_in_the_right_hands_and_nothing_due() {
    for (name, zone) in [("aliexpress", "America/Los_Angeles"), ("default", "UTC")] {
        for (title, story) in STORIES {
            let w = told(name, zone, SignedDuration::ZERO, story);
            let order = w.order();
            assert!(order.cases.iter().all(|case| !case.open()), "{title} under {name}: {}", w.outcome());
            assert!(order.escrow().is_zero(), "{title} under {name}: {}", w.outcome());
            assert_eq!(w.aggregate.next_wake(&w.context()), None, "{title} under {name}");
        }
    }
}

/// A dispute that the fund is asked to pay.
fn funded(w: &mut World) {
    w.dispute(&[1], Received::Yes, "late", Remedy::Refund { amount: minor(1_030) }).expect("opened");
}

#[test]
fn every_stage_of_the_library_is_entered_with_a_clock_and_recorded_as_the_state_has_it() {
    let mut entered = BTreeSet::new();
    for (_, story) in STORIES {
        let w = told("default", "UTC", SignedDuration::ZERO, story);
        for (when, event) in &w.log {
            let OrderEvent::StageEntered { stage, end, .. } = event else { continue };
            entered.insert(*stage);
            assert!(end.is_none_or(|end| end >= *when), "a clock that begins at {when} ends before it");
        }
    }
    let all: BTreeSet<StageName> = StageName::ALL.iter().copied().collect();
    assert_eq!(entered, all, "each stage is part of some story");
}

#[test]
fn a_command_at_the_end_finds_the_default_applied_however_late_the_timer() {
    for late in [SignedDuration::ZERO, SignedDuration::from_hours(30)] {
        let mut w = World::starting("default", "UTC", "2026-02-20T12:00:00Z", late);
        delivered(&mut w);
        let no = w.open(&[1, 4], Received::Yes);
        let end = w.case(no).stage.end.expect("a clock");
        let answer = |answer| OrderCommand::Respond { case: CaseNo(no), answer, words: because("in time?") };
        w.go_to(just_before(end));
        assert_eq!(w.would(&BY_SELLER, answer(Answer::Reject)), Ok(()));
        w.go_to(end);
        let stage = Refusal::WrongStage { stage: "reviewing".into(), turn: "mediator".into() };
        assert_eq!(w.would(&BY_SELLER, answer(Answer::Accept)), Err(stage));
        assert_eq!(w.stage(no) == "responding", !late.is_zero(), "the timer itself is late");
        w.go_to(end + late);
        let review = w.case(no).stage.clone();
        assert_eq!((review.name, review.since > end), (StageName::Reviewing, !late.is_zero()));
        let whole = w.calendar.end(review.since, resolution::time::Period::Days(7));
        assert_eq!(review.end, Some(whole), "time needed next starts at the recording");
    }
}

#[test]
fn deadlines_that_came_due_together_are_applied_in_order_of_their_instants() {
    let mut w = World::new("default", "UTC");
    w.basket();
    w.ship(&[0, 3]);
    w.now = at("2026-06-30T00:00:00Z");
    let (now, id) = (w.now, resolution::id::AggregateId::Order(w.order().id));
    let mut applied = Vec::new();
    while let Some((due, events)) = w.aggregate.wake(&w.context(), now) {
        let first = serde_json::to_value(&events[0]).expect("an event is JSON");
        applied.push((due, first["type"].as_str().expect("its type").to_owned()));
        events.iter().for_each(|event| w.aggregate.apply(id, event, now));
    }
    assert!(applied.is_sorted_by_key(|(due, _)| *due) && applied.iter().all(|(due, _)| *due <= now));
    let kinds: Vec<&str> = applied.iter().map(|(_, kind)| kind.as_str()).collect();
    assert_eq!(kinds, ["reminded", "units_cancelled", "carrier_silent", "reminded", "released"]);
}

#[test]
fn the_policy_shown_at_placement_is_recorded_by_its_hash_and_so_are_zone_and_calendar() {
    let mut changed = preset("aliexpress");
    changed.windows.closing_reminder = resolution::time::Period::Hours(1);
    for (policy, zone) in [(preset("aliexpress"), "America/Los_Angeles"), (preset("default"), "Asia/Jakarta")]
    {
        let hash = policy.hash.to_string();
        let mut w = World::with_policy(policy, zone);
        w.basket();
        let OrderEvent::OrderPlaced(placed) = &w.log[0].1 else { panic!("the first event") };
        assert_eq!((&placed.policy, placed.zone.as_str(), placed.calendar.as_str()), (&hash, zone, zone));
        assert_eq!(hash.len(), 64);
        let (ship_by, pay_by) = (placed.ship_by, placed.pay_by);
        assert_eq!(w.aggregate.policy(), Some(hash.as_str()));
        // What was recorded does not follow another policy: the instants stand.
        w.policy = changed.clone();
        w.ship(&[0]);
        assert_eq!((w.order().placed.ship_by, w.order().placed.pay_by), (ship_by, pay_by));
        assert_eq!(w.aggregate.policy(), Some(hash.as_str()));
    }
    assert_ne!(preset("aliexpress").hash, preset("default").hash);
}
