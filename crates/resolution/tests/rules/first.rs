//! The main road: a dispute over what never came, silence, the table, the refund.
use crate::story::{World, at, line, minor, payment};
use resolution::case::Received;
use resolution::case::remedy::Remedy;
use resolution::ledger::Account;

#[test]
fn dis_07_silence_for_15_days_escalates_and_the_table_refunds_by_both_methods_in_proportion() {
    let mut w = World::new("aliexpress", "America/Los_Angeles");
    w.place(vec![line(1, 50_000, 7_181)], vec![payment("credit_card", 51_776), payment("voucher", 5_405)]);
    w.pay();
    w.ship(&[]);
    w.days(30);
    let no = w
        .dispute(&[0], Received::No, "not_received", Remedy::Refund { amount: minor(57_181) })
        .expect("open");
    assert_eq!(w.stage(no), "responding");
    let end = w.case(no).stage.end.expect("a clock");
    assert_eq!(end, at("2026-04-17T07:00:00Z"), "the end of day 15 in the policy's zone");
    w.go_to(end - jiff::SignedDuration::from_nanos(1));
    assert_eq!(w.stage(no), "responding");
    w.go_to(end);
    assert_eq!(w.stage(no), "reviewing");
    w.days(8);
    assert_eq!(w.stage(no), "executing");
    assert_eq!(w.released(), 0);
    w.gateway_confirms();
    assert_eq!(w.stage(no), "closed");
    let legs: Vec<i64> = w.order().refunds[0].legs.iter().map(|l| l.promise.amount.get()).collect();
    assert_eq!(legs, [51_776, 5_405]);
    assert_eq!(w.balance(&Account::Escrow), 0);
    assert_eq!(w.balance(&Account::GatewayClearing("sandbox".into())), 0);
}

#[test]
fn pro_07_what_nobody_disputes_is_released_when_its_windows_have_ended() {
    let mut w = World::new("default", "UTC");
    w.shipped(2, 2_000, 100);
    w.days(3);
    w.deliver(0);
    let closes = w.order().parcels[0].received.clone().expect("a window").closes;
    assert_eq!(closes, at("2026-03-20T00:00:00Z"));
    w.go_to(closes - jiff::SignedDuration::from_nanos(1));
    assert_eq!(w.released(), 0);
    w.go_to(closes);
    assert_eq!(w.released(), 2_100);
    assert_eq!(w.order().word(), "completed");
    assert_eq!(w.aggregate.next_wake(&w.context()), None, "a finished order costs nothing");
}
