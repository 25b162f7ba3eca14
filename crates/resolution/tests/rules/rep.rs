//! A seller's reputation: DIS-16, CAN-4 and NEG-4, as far as the account keeps them.
use crate::holder::Holder;
use crate::story::acts::refund;
use crate::story::{SELLER, World, at, line, payment};
use jiff::{SignedDuration, Timestamp};
use resolution::account::AccountCommand;
use resolution::account::reputation::{Counts, Standing};
use resolution::actor::Actor;
use resolution::case::{Answer, Received};
use resolution::id::{AccountRole, CaseNo};
use resolution::order::command::OrderCommand;
use resolution::order::event::AccountNews;
use resolution::policy::PenaltyReason;

fn standing(s: &Holder) -> Standing<'_> {
    s.state().reputation.standing(&s.w.policy.reputation, &s.w.calendar, s.w.now)
}

fn hears(s: &mut Holder, sequence: u32, happened: Timestamp, news: AccountNews) {
    let from = s.w.context().id;
    let hear =
        AccountCommand::Hear { party: SELLER, role: AccountRole::Seller, from, sequence, at: happened, news };
    s.act(&Actor::Aggregate(from), hear).expect("a message is taken");
}

#[test]
fn dis_16_a_filing_counts_whatever_becomes_of_it_and_fault_is_a_second_figure() {
    for (refused, fault) in [(false, 0), (true, 1)] {
        let mut w = World::arrived_one("default", 1, 1_000, 0);
        let no = w.dispute(&[0], Received::Yes, "damaged", refund(1_000)).expect("open");
        if refused {
            w.respond(no, Answer::Reject).expect("rejected");
            w.rule_for_buyer(no, 1_000);
            w.days(30);
        } else {
            w.buyer(OrderCommand::Withdraw { case: CaseNo(no) }).expect("withdrawn");
        }
        let s = Holder::seller(w);
        let counts = Counts { orders: 1, filed: 1, faults: fault, cancelled: 0 };
        assert_eq!(standing(&s).counts, counts, "withdrawn or lost: it stays filed");
        assert_eq!((standing(&s).rate(1), standing(&s).rate(0)), (Some(10_000), Some(0)));
    }
}

#[test]
fn dis_16_an_appeal_that_may_still_come_is_no_fault_yet() {
    let mut w = World::arrived_one("default", 1, 1_000, 0);
    let no = w.dispute(&[0], Received::Yes, "damaged", refund(1_000)).expect("open");
    w.respond(no, Answer::Reject).expect("rejected");
    w.rule_for_buyer_without_waiting(no, 1_000);
    let before = Holder::seller(w);
    assert_eq!(standing(&before).counts.faults, 0);
    let mut w = before.w;
    w.days(30);
    let s = Holder::seller(w);
    assert_eq!(standing(&s).counts.faults, 1, "once it is final");
}

#[test]
fn can_04_a_cancellation_by_the_seller_counts_in_the_rate_and_takes_the_policys_points() {
    let mut w = World::new("default", "UTC");
    w.place(vec![line(2, 1_000, 0)], vec![payment("credit_card", 1_000)]);
    w.pay();
    w.seller(OrderCommand::Cancel { units: vec![], reason: "out_of_stock".into() }).expect("cancelled");
    let s = Holder::seller(w);
    let found = standing(&s);
    assert_eq!((found.counts.cancelled, found.rate(found.counts.cancelled)), (1, Some(10_000)));
    assert_eq!((found.points, found.start), (99, 100));
    let (penalty, counts) = found.penalties[0];
    assert_eq!((penalty.points, penalty.reason, counts), (1, PenaltyReason::Cancellation, true));
}

#[test]
fn neg_04_three_points_off_with_date_reason_and_case_until_the_policys_days_are_over() {
    let mut s = Holder::seller(World::arrived_one("tokopedia", 1, 1_000, 0));
    let given = at("2026-04-01T09:00:00Z");
    s.w.now = given;
    let points = s.w.policy.complaints.as_ref().expect("complaints").penalty_points;
    let news = AccountNews::Penalty { points, reason: PenaltyReason::Negligence, case: Some(CaseNo(4)) };
    hears(&mut s, 50, given, news);
    let end = s.w.calendar.end(given, "365 days".parse().expect("a period"));
    let found = standing(&s);
    let (penalty, counts) = found.penalties[0];
    assert_eq!((found.points, penalty.points, counts), (97, 3, true));
    assert_eq!((penalty.at, penalty.case, penalty.ends), (given, Some(CaseNo(4)), end));
    s.w.now = end - SignedDuration::from_nanos(1);
    assert_eq!(standing(&s).points, 97, "to the last instant");
    s.w.now = end;
    assert_eq!(
        (standing(&s).points, standing(&s).penalties[0].1),
        (100, false),
        "it ends, and is still shown"
    );
}

#[test]
fn neg_04_a_reputation_never_falls_below_the_policys_floor() {
    let mut w = World::variant("tokopedia", "UTC", &[("floor = 0", "floor = 90")]);
    w.arrives(vec![line(1, 1_000, 0)], vec![payment("credit_card", 1_000)]);
    let mut s = Holder::seller(w);
    let now = s.w.now;
    for sequence in 50..56 {
        let news = AccountNews::Penalty { points: 3, reason: PenaltyReason::Negligence, case: None };
        hears(&mut s, sequence, now, news);
    }
    assert_eq!((standing(&s).points, standing(&s).penalties.len()), (90, 6));
}

#[test]
fn dis_16_rates_look_back_over_the_policys_days_and_no_further() {
    let mut s = Holder::seller(World::arrived_one("default", 1, 1_000, 0));
    let first = s.w.order().paid.expect("paid");
    hears(&mut s, 50, first, AccountNews::DisputeFiled { case: CaseNo(0), reason: "late".into() });
    let day = |n: i64| first + SignedDuration::from_hours(24 * n);
    s.w.now = day(89);
    assert_eq!(
        (standing(&s).counts.filed, standing(&s).counts.orders),
        (1, 1),
        "day 0 to day 89 are ninety days"
    );
    s.w.now = day(90);
    assert_eq!((standing(&s).counts.filed, standing(&s).rate(0)), (0, None));
}
