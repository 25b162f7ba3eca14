//! The freeze of a seller's orders, and its end: page by page over the list of orders, each page one batch of the lanes.
//!
//! What was reached is noted after every page, so that a process that takes over goes on there; a page that is done again
//! changes nothing, for an order takes a freeze once. Orders that are paid while this runs are told by the account itself.
use super::deliver::{Again, Try};
use crate::engine::Engine;
use crate::envelope::{Answer, Envelope};
use crate::error::EngineError;
use crate::failpoint::Step;
use crate::ports::{ListCursor, OrderQuery, OrderRow};
use jiff::Timestamp;
use resolution::account::{AccountCommand, CaseAct};
use resolution::actor::Actor;
use resolution::aggregate::{Command, Outgoing};
use resolution::id::{AggregateId, CaseNo, OrderId, PartyId};
use resolution::order::command::OrderCommand;
use resolution::policy::Stop;
use serde::{Deserialize, Serialize};

/// Orders of a page.
const PAGE: u32 = 250;

/// How far it is.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Note {
    /// After this entry of the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    after: Option<(Timestamp, u64)>,
    /// Orders that were out of service: they are told again until they take it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    missed: Vec<OrderId>,
    /// The list was read to its end.
    #[serde(default)]
    read: bool,
    /// Orders so far that were not over.
    #[serde(default)]
    orders: u32,
}

/// What every order of a page is told.
struct Word {
    case: CaseNo,
    seller: PartyId,
    /// What is stopped; nothing where the freeze ends.
    stops: Option<Vec<Stop>>,
}

impl Word {
    fn command(&self) -> OrderCommand {
        match &self.stops {
            Some(stops) => OrderCommand::Freeze { case: self.case, stops: stops.clone() },
            None => OrderCommand::Thaw { case: self.case },
        }
    }
}

impl Engine {
    /// One try: a page, or one order.
    pub(super) async fn send_freeze(&self, attempt: &Try, outgoing: Outgoing) -> Result<(), Again> {
        let word = match outgoing {
            Outgoing::FreezeOrders { case, seller, stops } => Word { case, seller, stops: Some(stops) },
            Outgoing::ThawOrders { case, seller } => Word { case, seller, stops: None },
            Outgoing::FreezeOrder { order, case, stops } => {
                let taken = self.tell_order(attempt, order, OrderCommand::Freeze { case, stops }).await?;
                return if taken { Ok(()) } else { Err(Again::because("the order is out of service")) };
            }
            _ => return Ok(()),
        };
        let mut note: Note = serde_json::from_slice(&attempt.promise.note).unwrap_or_default();
        let rows = if note.read { Vec::new() } else { self.page(attempt, &word, &note).await? };
        let full = rows.len() >= usize::try_from(PAGE).unwrap_or(usize::MAX);
        let after = rows.last().map(|row| (row.cursor.at, row.cursor.key));
        // What came to its end while it was frozen is let go as well.
        let live = rows.iter().filter(|row| word.stops.is_none() || !over(&row.state)).map(|row| row.order);
        let mut orders: Vec<OrderId> = live.collect();
        let found = u32::try_from(orders.len()).unwrap_or(u32::MAX);
        orders.extend(if full { Vec::new() } else { std::mem::take(&mut note.missed) });
        let told = orders.iter().map(|order| self.tell_order(attempt, *order, word.command()));
        for (order, outcome) in orders.iter().zip(futures::future::join_all(told).await) {
            if !outcome? {
                note.missed.push(*order);
            }
        }
        self.core().failpoints.pass(Step::AfterSend, &attempt.promise.key).await;
        note.orders = note.orders.saturating_add(found);
        (note.after, note.read) = (after.or(note.after), !full);
        if full || !note.missed.is_empty() {
            // Not over: the next page is due at once; what is out of service is tried again later.
            let trouble = (!full).then(|| "orders that are out of service were not reached yet".to_owned());
            return Err(Again { trouble, note: serde_json::to_vec(&note).ok(), at_once: full });
        }
        self.reached(attempt, &word, note.orders).await
    }

    async fn page(&self, attempt: &Try, word: &Word, note: &Note) -> Result<Vec<OrderRow>, Again> {
        let query = OrderQuery {
            marketplace: attempt.promise.marketplace,
            buyer: None,
            seller: Some(word.seller),
            state: None,
            after: note.after.map(|(at, key)| ListCursor { at, key }),
            limit: PAGE,
        };
        Ok(self.core().store.orders(query).await.map_err(EngineError::from)?)
    }

    /// Gives one order the word of its seller's account; false where it is out of service.
    async fn tell_order(&self, attempt: &Try, order: OrderId, command: OrderCommand) -> Result<bool, Again> {
        let promise = &attempt.promise;
        let (id, actor) = (AggregateId::Order(order), Actor::Aggregate(promise.from));
        let envelope =
            Envelope::new(promise.marketplace, id, Command::Order(command), actor).read_at(attempt.now);
        match self.submit(envelope).await {
            Ok(Answer::Decided(_)) => Ok(true),
            Err(EngineError::Quarantined { aggregate, why }) => {
                tracing::error!(%aggregate, %why, "an order that is out of service was not reached by a freeze yet");
                Ok(false)
            }
            Ok(other) => Err(Again::because(format!("an order did not take the freeze: {other:?}"))),
            Err(error) => Err(error.into()),
        }
    }

    /// Tells the account that every order was reached.
    async fn reached(&self, attempt: &Try, word: &Word, orders: u32) -> Result<(), Again> {
        let act = CaseAct::Reached { frozen: word.stops.is_some(), orders };
        let command = Command::Account(AccountCommand::Case { case: word.case, act });
        let actor = Actor::Aggregate(attempt.promise.from);
        self.give_back(attempt, command, actor, "reached").await
    }
}

/// Whether nothing is left of an order that could be stopped. One that is not paid yet is told when it is.
fn over(state: &str) -> bool {
    matches!(state, "placed" | "expired" | "cancelled" | "completed")
}
