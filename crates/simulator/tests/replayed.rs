//! What a simulated marketplace has done, done again by the core alone: every order comes out as it was, event for event,
//! and under its own policy nothing is different.
use engine::ports::Store;
use engine::record::Record;
use resolution::aggregate::{Context, Event, Limits};
use resolution::id::AggregateId;
use resolution::policy::{self, Policy};
use resolution::replay::{Fate, Pace, Past, Replayed, changes, replay};
use resolution::time::Calendar;
use simulator::{Faults, Plan, memory, play};
use std::collections::BTreeMap;
use std::sync::Arc;

/// An order with what governs it.
struct Known {
    history: Vec<Past>,
    policy: Policy,
    calendar: Calendar,
    head: engine::ports::Head,
}

impl Known {
    fn context<'a>(&'a self, policy: &'a Policy, limits: &'a Limits) -> Context<'a> {
        Context {
            id: self.head.id,
            marketplace: self.head.marketplace,
            calendar: &self.calendar,
            policy,
            limits,
        }
    }

    fn replayed(&self, policy: &Policy, pace: Pace) -> Replayed {
        let limits = Limits::default();
        let until = self.history.last().expect("something happened").at;
        let recorded = self.context(&self.policy, &limits);
        let played = replay(&self.history, &recorded, &self.context(policy, &limits), pace, until);
        played.unwrap_or_else(|why| panic!("{}: {why}", self.head.id))
    }
}

async fn orders(store: &dyn Store) -> Vec<Known> {
    let mut all = Vec::new();
    for head in store.heads(0, u32::MAX).await.expect("heads") {
        let AggregateId::Order(_) = head.id else { continue };
        let stored = store.history(head.id).await.expect("a history");
        let records = stored.iter().map(|row| Record::decode(row.id, &row.body).expect("a record"));
        let history: Vec<Past> = records
            .map(|record| Past {
                at: record.at,
                due: record.due,
                by: record.by,
                events: record.events.into_iter().filter_map(of_order).collect(),
            })
            .collect();
        let state = resolution::order::event::OrderEvent::clone(&history[0].events[0]);
        let resolution::order::event::OrderEvent::OrderPlaced(placed) = state else { panic!("a placement") };
        let files = store.policy_files(placed.policy.clone()).await.expect("reads").expect("its policy");
        let text = store.calendar(head.marketplace, placed.calendar.clone()).await.expect("reads");
        let calendar = match text {
            Some(text) => Calendar::parse_toml(&text).and_then(|found| found.with_zone(&placed.zone)),
            None => Calendar::new(&placed.zone),
        };
        let policy = policy::read(&files).expect("it was sound");
        all.push(Known { history, policy, calendar: calendar.expect("a calendar"), head });
    }
    all
}

fn of_order(event: Event) -> Option<resolution::order::event::OrderEvent> {
    if let Event::Order(event) = event { Some(event) } else { None }
}

/// The orders of a life under faults.
fn lived(seed: u64) -> Vec<Known> {
    let plan = Plan { seed, orders: 250, days: 90, faults: Faults::Heavy };
    let store = memory(&plan);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    runtime.block_on(async {
        play(plan, Arc::clone(&store), &|_| {}).await.unwrap_or_else(|broken| panic!("{broken}"));
        orders(store.as_ref()).await
    })
}

#[test]
fn every_order_comes_out_as_it_was() {
    let (mut acts, mut cases) = (0, 0);
    for order in [3, 4].into_iter().flat_map(lived) {
        let played = order.replayed(&order.policy, Pace::AsRecorded);
        let recorded = order.history.iter().flat_map(|past| past.events.iter().map(|event| (past.at, event)));
        let mut again = played.events.iter();
        for (at, event) in recorded {
            let found = again.next();
            assert_eq!(found.map(|(at, event)| (*at, event)), Some((at, event)), "{}", order.head.id);
        }
        assert_eq!(again.next(), None, "{}: there is more than there was", order.head.id);
        assert!(
            played.fates.values().all(|fate| *fate == Fate::Done),
            "{}: {:?}",
            order.head.id,
            played.fates
        );
        acts += played.fates.len();
        cases += played.order.cases.len();
    }
    assert!(acts > 3_000 && cases > 50, "{acts} acts in {cases} cases are few");
}

#[test]
fn where_a_draft_has_no_sub_reasons_every_act_is_done_without_them_and_nothing_else_is_different() {
    let (mut named, mut cases) = (0, 0);
    for order in [3, 4, 5].into_iter().flat_map(lived) {
        let mut draft = order.policy.clone();
        draft.reasons.iter_mut().for_each(|reason| reason.sub_reasons.clear());
        let one = order.replayed(&order.policy, Pace::Prompt);
        let without = order.replayed(&draft, Pace::Prompt);
        assert_eq!(changes(&one, &without), [], "{}", order.head.id);
        assert_eq!(one.fates, without.fates, "{}", order.head.id);
        named += one.order.cases.iter().filter(|case| case.sub_reason.is_some()).count();
        cases += one.order.cases.len();
        assert!(without.order.cases.iter().all(|case| case.sub_reason.is_none()), "{}", order.head.id);
    }
    assert!(named >= 5, "{named} of {cases} cases named one");
}

#[test]
fn under_its_own_policy_nothing_is_different_and_under_another_something_is() {
    let mut refused = BTreeMap::new();
    let (mut other_outcomes, mut seen) = (0, 0);
    for order in lived(5) {
        let (one, two) =
            (order.replayed(&order.policy, Pace::Prompt), order.replayed(&order.policy, Pace::Prompt));
        assert_eq!(changes(&one, &two), [], "{}", order.head.id);
        assert_eq!(one.events, two.events);
        let mut draft = order.policy.clone();
        for procedure in draft.procedures.values_mut() {
            if let Some(stage) = procedure.stages.get_mut(&policy::StageName::Responding) {
                stage.clock = Some(policy::Period::Hours(12));
            }
        }
        let under = order.replayed(&draft, Pace::Prompt);
        other_outcomes += changes(&one, &under).len();
        seen += one.order.cases.len();
        for fate in under.fates.values() {
            if let Fate::Refused(refusal) = fate {
                *refused.entry(refusal.code()).or_insert(0) += 1;
            }
        }
    }
    assert!(other_outcomes > 10, "of {seen} cases {other_outcomes} came out otherwise");
    assert!(refused.contains_key("wrong_stage"), "answers came too late: {refused:?}");
}
