//! Killed at each named step of a refund, opened again: paid once, and nothing is lost.
use crate::world::{BUYER, World, cancel, envelope};
use engine::failpoint::{Act, Failpoints, Step};
use engine::ports::Timeline;
use engine::request_hash;
use jiff::SignedDuration;
use resolution::actor::Actor;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use tokio::sync::Notify;

/// Stops (or loses) at the `nth` passing of a step that is about something with `word` in it, and tells so.
fn at(step: Step, word: &'static str, nth: u32, act: Act) -> (Failpoints, Arc<Notify>, Arc<AtomicBool>) {
    let (seen, hit, reached) = (AtomicU32::new(0), Arc::new(Notify::new()), Arc::new(AtomicBool::new(false)));
    let (told, marked) = (Arc::clone(&hit), Arc::clone(&reached));
    let failpoints = Failpoints::asking(move |passing, about| {
        if passing != step || !about.contains(word) || seen.fetch_add(1, Ordering::SeqCst) + 1 != nth {
            return Act::Go;
        }
        marked.store(true, Ordering::SeqCst);
        told.notify_one();
        act
    });
    (failpoints, hit, reached)
}

/// A refund, killed at a step, then carried on by a new process.
async fn killed_at(step: Step, word: &'static str, nth: u32, act: Act) {
    let world = World::live().await;
    let order = world.paid("1").await;
    let (failpoints, hit, reached) = at(step, word, nth, act);
    let world = world.killed(failpoints).await;
    let command =
        || envelope(order, Actor::Buyer(BUYER), cancel()).once("buyer", "k", request_hash("POST", "/", b""));
    let engine = world.engine.clone();
    let work = async {
        engine.submit(command()).await.expect("it is answered");
        while engine.deliver(Timeline::Wall, engine.wall()).await.expect("it delivers") > 0 {}
    };
    tokio::select! {
        () = hit.notified() => {}
        () = work => {}
    }
    assert!(reached.load(Ordering::SeqCst), "{step:?}: the step was reached");
    drop(engine);
    let world = world.killed(Failpoints::none()).await;
    // The client had no answer: it sends again with the same key.
    let answer = world.engine.submit(command()).await.expect("it is answered");
    assert!(answer.decided().is_some(), "{step:?}: {answer:?}");
    for minute in 0..10 {
        world.clock.set(crate::world::start() + SignedDuration::from_mins(minute));
        while world.engine.deliver(Timeline::Wall, world.engine.wall()).await.expect("it delivers") > 0 {}
    }
    assert_eq!(world.gateway.paid(), 10_000, "{step:?}: paid once");
    assert_eq!(world.confirmed(order).await, 10_000, "{step:?}: and known to be");
    let keys = world.gateway.sends();
    assert!(keys.iter().all(|key| *key == keys[0]), "{step:?}: under one key: {keys:?}");
    let left = world.engine.store().promises(None, 0, 10).await.expect("they are read");
    assert!(left.is_empty(), "{step:?}: {left:?}");
    let balances = world.engine.balances(crate::world::shop()).await.expect("they are read");
    assert_eq!(balances.rows.iter().map(|row| row.amount).sum::<i64>(), 0);
}

macro_rules! killed {
    ($($name:ident: $step:ident, $word:literal, $nth:literal, $act:ident;)+) => {
        $(#[tokio::test]
        async fn $name() {
            killed_at(Step::$step, $word, $nth, Act::$act).await;
        })+
    };
}

killed! {
    killed_before_deciding: Decide, "ord_", 1, Stop;
    killed_before_the_commit: BeforeCommit, "ord_", 1, Stop;
    killed_after_the_commit: AfterCommit, "ord_", 1, Stop;
    killed_before_sending: BeforeSend, ":refund:", 1, Stop;
    killed_after_sending: AfterSend, ":refund:", 1, Stop;
    an_answer_lost: Answer, ":refund:", 1, Lose;
    killed_with_the_answer_on_its_way: Answer, ":refund:", 1, Stop;
    killed_before_the_result_command: BeforeResult, ":refund:", 1, Stop;
    killed_before_the_result_commit: BeforeCommit, "ord_", 2, Stop;
    killed_after_the_result_commit: AfterCommit, "ord_", 2, Stop;
    killed_before_the_promise_is_settled: AfterResult, ":refund:", 1, Stop;
}
