//! Live pages: a stream of server-sent events that says which version there is now. The page's script reads the page again
//! where that is not the one it shows.
use super::reader::Reader;
use crate::acts::visible;
use crate::auth::Caller;
use crate::error::{Answer, ApiError};
use crate::extract::Path;
use crate::ids;
use crate::routes::inbox::whose;
use crate::state::App;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use engine::ports::{OrderQuery, OrderRow, TurnQuery};
use engine::{Changed, Heard, Watch};
use resolution::actor::Actor;
use resolution::id::{AggregateId, OrderId, PartyId};
use sha2::{Digest, Sha256};
use std::convert::Infallible;
use std::time::Duration;
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::ReceiverStream;

/// How long changes are gathered before a list is looked at again.
const GATHER: Duration = Duration::from_millis(500);
/// Entries of an inbox or list that are looked at.
const LOOKED_AT: u32 = 50;
/// Seconds until it is worth trying again where there is no place for a stream.
const TAKEN: i64 = 60;

/// What a page shows now, as a short word: an order by its version and the marketplace's time. It is read before what it
/// stands for: what is written between the two then makes the page be read once more, and is never missed.
pub(crate) async fn of_order(app: &App, reader: &Reader, order: OrderId) -> Answer<String> {
    let view = visible(app, &reader.session.caller, order).await?;
    let now = app.engine.now(reader.session.caller.id()).await?;
    let version = view.aggregate.order().map_or(0, |order| order.version);
    // A live clock goes on by itself; a sandbox's moves all at once, and then every page is another.
    let clock = if view.marketplace.sandbox.is_some() { now.as_second() } else { 0 };
    Ok(format!("{version}-{clock}"))
}

/// The same for what waits for the reader, and their newest orders.
pub(crate) async fn of_inbox(app: &App, reader: &Reader) -> Answer<String> {
    let caller = &reader.session.caller;
    let mut digest = Sha256::new();
    for of in whose(&caller.actor) {
        let query = TurnQuery { marketplace: caller.id(), of, after: None, limit: LOOKED_AT };
        for row in app.engine.inbox(query).await? {
            digest.update(format!("{} {:?} {} {:?};", row.about, row.case, row.what, row.end));
        }
    }
    for row in newest(app, caller).await? {
        digest.update(format!("{} {};", row.order, row.version));
    }
    if caller.marketplace.sandbox.is_some() {
        digest.update(app.engine.now(caller.id()).await?.to_string());
    }
    Ok(hex::encode(&digest.finalize()[..8]))
}

/// The newest orders of a buyer or seller: what a list of them shows first.
async fn newest(app: &App, caller: &Caller) -> Answer<Vec<OrderRow>> {
    let (buyer, seller) = match &caller.actor {
        Actor::Buyer(id) => (Some(*id), None),
        Actor::Seller(id) => (None, Some(*id)),
        _ => return Ok(Vec::new()),
    };
    let (state, after) = (None, None);
    let query = OrderQuery { marketplace: caller.id(), buyer, seller, state, after, limit: LOOKED_AT };
    Ok(app.engine.orders(query).await?)
}

/// The stream of one order.
pub(super) async fn order(
    State(app): State<App>,
    reader: Reader,
    Path(order): Path<String>,
) -> Answer<Response> {
    let what = What::Order(ids::order(&order)?);
    stream(app, reader, what).await
}

/// The stream of an inbox.
pub(super) async fn inbox(State(app): State<App>, reader: Reader) -> Answer<Response> {
    let what = match &reader.session.caller.actor {
        Actor::Buyer(id) | Actor::Seller(id) => What::ListOf(*id),
        _ => What::Queue,
    };
    stream(app, reader, what).await
}

/// What a page shows.
#[derive(Clone, Copy)]
enum What {
    Order(OrderId),
    /// What waits for a buyer or seller, and their orders.
    ListOf(PartyId),
    /// What waits for staff.
    Queue,
}

impl What {
    /// Whether a change may be to be seen there.
    fn shows(self, changed: &Changed) -> bool {
        match (self, changed.what) {
            // The marketplace's sandbox clock was moved.
            (_, None) => true,
            (Self::Order(order), Some((id, _))) => id == AggregateId::Order(order),
            (Self::ListOf(party), _) => changed.concerns(party),
            (Self::Queue, _) => changed.turns,
        }
    }

    async fn version(self, app: &App, reader: &Reader) -> Answer<String> {
        match self {
            Self::Order(order) => of_order(app, reader, order).await,
            Self::ListOf(_) | Self::Queue => of_inbox(app, reader).await,
        }
    }
}

async fn stream(app: App, reader: Reader, what: What) -> Answer<Response> {
    let caller = &reader.session.caller;
    let place = app.streams.take(caller.id(), &caller.actor).ok_or_else(|| ApiError::limited(TAKEN))?;
    // Watched before it is read: what is written meanwhile is heard.
    let watch = app.engine.watch();
    let first = what.version(&app, &reader).await?;
    let (send, receive) = tokio::sync::mpsc::channel::<String>(4);
    tokio::spawn(async move {
        let _place = place;
        let mut stopping = app.stopping();
        tokio::select! {
            () = tell(&app, &reader, watch, what, first, &send) => {}
            // Streams would keep a server that is to stop waiting for them.
            _ = stopping.wait_for(|stop| *stop) => {}
            () = send.closed() => {}
            // The browser comes again by itself, and who has no session any more then hears no more.
            () = tokio::time::sleep(app.settings.stream_lasts) => {}
        }
    });
    let events = ReceiverStream::new(receive);
    let events = events.map(|version| Ok::<_, Infallible>(Event::default().event("version").data(version)));
    Ok(Sse::new(events).keep_alive(KeepAlive::default()).into_response())
}

async fn tell(
    app: &App,
    reader: &Reader,
    mut watch: Watch,
    what: What,
    first: String,
    send: &tokio::sync::mpsc::Sender<String>,
) {
    let marketplace = reader.session.caller.id();
    let mut last = String::new();
    let mut next = first;
    loop {
        if next != last {
            if send.send(next.clone()).await.is_err() {
                return;
            }
            last = next;
        }
        loop {
            match watch.next().await {
                Heard::Ended => return,
                Heard::Missed => break,
                Heard::Changed(changed) if changed.marketplace == marketplace && what.shows(&changed) => {
                    break;
                }
                Heard::Changed(_) => {}
            }
        }
        if !matches!(what, What::Order(_)) {
            tokio::time::sleep(GATHER).await;
        }
        // What cannot be read now will be told of at the next change.
        next = what.version(app, reader).await.unwrap_or_else(|_| last.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use resolution::id::MarketplaceId;

    #[test]
    fn a_page_is_woken_by_what_it_may_show_alone() {
        let (buyer, seller, other) = (PartyId([1; 16]), PartyId([2; 16]), PartyId([3; 16]));
        let order = |no| OrderId([no; 16]);
        let changed = |turns, parties| Changed {
            marketplace: MarketplaceId([9; 16]),
            what: Some((AggregateId::Order(order(1)), 7)),
            parties,
            turns,
        };
        let quiet = changed(false, Some([buyer, seller]));
        assert!(What::Order(order(1)).shows(&quiet) && !What::Order(order(2)).shows(&quiet));
        assert!(What::ListOf(buyer).shows(&quiet) && What::ListOf(seller).shows(&quiet));
        assert!(!What::ListOf(other).shows(&quiet) && !What::Queue.shows(&quiet));
        assert!(What::Queue.shows(&changed(true, Some([buyer, seller]))));
        assert!(What::ListOf(other).shows(&changed(false, None)), "whose it is is not known");
        let clock = Changed { what: None, ..quiet };
        let all = [What::Order(order(2)), What::ListOf(other), What::Queue];
        assert!(all.into_iter().all(|what| what.shows(&clock)), "time goes on for all");
    }
}
