//! Reads the orders that have cases, and replays each under its own policy and under the draft.
use crate::wire::House;
use anyhow::Result;
use engine::View;
use engine::ports::{Marketplace, OrderQuery};
use jiff::Timestamp;
use resolution::aggregate::{Context, Event};
use resolution::id::{AggregateId, OrderId};
use resolution::order::Order;
use resolution::policy::Policy;
use resolution::replay::{Pace, Past, Replayed, replay};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Orders read at once.
const PAGE: u32 = 200;

/// An order with a case.
pub enum Gathered {
    /// It was replayed.
    Played(Box<Played>),
    /// It cannot be.
    Unplayable {
        /// Which.
        order: OrderId,
        /// Why, for a person.
        why: String,
    },
}

/// An order, replayed twice.
pub struct Played {
    /// As it stands in the data.
    pub order: Order,
    /// Its own policy.
    pub policy: Arc<Policy>,
    /// Under its own policy, nobody late.
    pub before: Replayed,
    /// Under the draft, nobody late.
    pub after: Replayed,
    /// Whether its own policy, at the recorded instants, gives the recorded events one by one.
    pub reproduced: bool,
}

/// Replays every order of a marketplace that has a case, newest first. `counted` is told how many orders there are to look
/// at; `each` is called for every one of them, with nothing where it has no case.
///
/// # Errors
/// Where the data cannot be read.
pub async fn gather(
    house: &House,
    market: &Marketplace,
    draft: &Policy,
    counted: &dyn Fn(u64),
    mut each: impl FnMut(Option<Gathered>),
) -> Result<()> {
    let mut after = None;
    loop {
        let query =
            OrderQuery { marketplace: market.id, buyer: None, seller: None, state: None, after, limit: PAGE };
        let page = house.engine.orders(query).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some(last.cursor);
        counted(u64::try_from(page.len()).unwrap_or(0));
        for row in page {
            each(order(house, market, row.order, draft).await?);
        }
    }
}

/// Replays one order; nothing where this marketplace has none of that id, or it has no case.
///
/// # Errors
/// Where the data cannot be read.
pub async fn order(
    house: &House,
    market: &Marketplace,
    id: OrderId,
    draft: &Policy,
) -> Result<Option<Gathered>> {
    let Some(view) = house.engine.order(market.id, id).await? else { return Ok(None) };
    if view.aggregate.order().is_none_or(|order| order.cases.is_empty()) {
        return Ok(None);
    }
    let entries = house.engine.history(market.id, AggregateId::Order(id)).await?;
    let history: Vec<Past> = entries.into_iter().map(|entry| past(entry.record)).collect();
    let now = house.engine.now(market.id).await?;
    Ok(Some(match played(&view, &history, draft, now) {
        Ok(played) => Gathered::Played(Box::new(played)),
        Err(why) => Gathered::Unplayable { order: id, why },
    }))
}

fn past(record: engine::record::Record) -> Past {
    let events = record.events.into_iter().filter_map(|event| match event {
        Event::Order(event) => Some(event),
        Event::Account(_) | Event::Fund(_) => None,
    });
    Past { at: record.at, due: record.due, by: record.by, events: events.collect() }
}

fn played(view: &View, history: &[Past], draft: &Policy, now: Timestamp) -> Result<Played, String> {
    let recorded = view.context();
    let under = Context { policy: draft, ..recorded };
    let run = |context: &Context<'_>, pace: Pace, until: Timestamp| {
        // A decision that the money guard stops is a bug of that order and of no other.
        let played = catch_unwind(AssertUnwindSafe(|| replay(history, &recorded, context, pace, until)));
        match played {
            Ok(Ok(played)) => Ok(played),
            Ok(Err(why)) => Err(why.to_string()),
            Err(_) => Err("the money guard stopped it; please report this".to_owned()),
        }
    };
    let last = history.last().map_or(now, |past| past.at);
    let own = run(&recorded, Pace::AsRecorded, last)?;
    let events = history.iter().flat_map(|past| past.events.iter().map(|event| (past.at, event)));
    let reproduced = own.events.iter().map(|(at, event)| (*at, event)).eq(events);
    Ok(Played {
        order: view.aggregate.order().cloned().ok_or("it is no order")?,
        policy: Arc::clone(&view.governing.policy),
        before: run(&recorded, Pace::Prompt, now)?,
        after: run(&under, Pace::Prompt, now)?,
        reproduced,
    })
}
