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
                return self.tell_order(attempt, order, OrderCommand::Freeze { case, stops }).await;
            }
            _ => return Ok(()),
        };
        let mut note: Note = serde_json::from_slice(&attempt.promise.note).unwrap_or_default();
        let rows = self.page(attempt, &word, &note).await?;
        let full = rows.len() >= usize::try_from(PAGE).unwrap_or(usize::MAX);
        let after = rows.last().map(|row| (row.cursor.at, row.cursor.key));
        let live: Vec<OrderRow> = rows.into_iter().filter(|row| !over(&row.state)).collect();
        let told = live.iter().map(|row| self.tell_order(attempt, row.order, word.command()));
        for outcome in futures::future::join_all(told).await {
            outcome?;
        }
        self.core().failpoints.pass(Step::AfterSend, &attempt.promise.key).await;
        note.orders = note.orders.saturating_add(u32::try_from(live.len()).unwrap_or(u32::MAX));
        if full {
            note.after = after;
            // Not over: the next page is due at once, and begins where this one ended.
            return Err(Again { trouble: None, note: serde_json::to_vec(&note).ok(), at_once: true });
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

    /// Gives one order the word of its seller's account. An order that is out of service keeps nobody else waiting.
    async fn tell_order(&self, attempt: &Try, order: OrderId, command: OrderCommand) -> Result<(), Again> {
        let promise = &attempt.promise;
        let (id, actor) = (AggregateId::Order(order), Actor::Aggregate(promise.from));
        let envelope =
            Envelope::new(promise.marketplace, id, Command::Order(command), actor).read_at(attempt.now);
        match self.submit(envelope).await {
            Ok(Answer::Decided(_)) => Ok(()),
            Err(EngineError::Quarantined { aggregate, why }) => {
                tracing::error!(%aggregate, %why, "an order that is out of service was not reached by a freeze");
                Ok(())
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
