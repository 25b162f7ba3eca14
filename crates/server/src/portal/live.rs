//! Live pages: a stream of server-sent events that says which version there is now. The page's script reads the page again
//! where that is not the one it shows.
use super::reader::Reader;
use crate::acts::visible;
use crate::auth::Caller;
use crate::error::Answer;
use crate::extract::Path;
use crate::ids;
use crate::state::App;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use engine::Heard;
use engine::ports::{InboxOf, OrderQuery, OrderRow, TurnQuery};
use resolution::actor::Actor;
use resolution::id::{AggregateId, OrderId};
use sha2::{Digest, Sha256};
use std::convert::Infallible;
use std::time::Duration;
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::ReceiverStream;

/// How long changes are gathered before a list is looked at again.
const GATHER: Duration = Duration::from_millis(500);
/// Entries of an inbox or list that are looked at.
const LOOKED_AT: u32 = 50;

/// What a page shows now, as a short word: an order by its version and the marketplace's time.
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
    let whose = match &caller.actor {
        Actor::Buyer(id) | Actor::Seller(id) => vec![InboxOf::Party(*id)],
        Actor::Mediator(id) => vec![InboxOf::Party(*id), InboxOf::Mediators],
        _ => vec![InboxOf::Staff],
    };
    for of in whose {
        let query = TurnQuery { marketplace: caller.id(), of, after: None, limit: LOOKED_AT };
        for row in app.engine.inbox(query).await? {
            digest.update(format!("{} {:?} {} {:?};", row.order, row.case, row.what, row.end));
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
    let order = ids::order(&order)?;
    let first = of_order(&app, &reader, order).await?;
    Ok(stream(app, reader, Some(order), first))
}

/// The stream of an inbox.
pub(super) async fn inbox(State(app): State<App>, reader: Reader) -> Answer<Response> {
    let first = of_inbox(&app, &reader).await?;
    Ok(stream(app, reader, None, first))
}

fn stream(app: App, reader: Reader, order: Option<OrderId>, first: String) -> Response {
    let (send, receive) = tokio::sync::mpsc::channel::<String>(4);
    tokio::spawn(async move {
        let mut stopping = app.stopping();
        tokio::select! {
            () = tell(&app, &reader, order, first, &send) => {}
            // Streams would keep a server that is to stop waiting for them.
            _ = stopping.wait_for(|stop| *stop) => {}
            () = send.closed() => {}
        }
    });
    let events = ReceiverStream::new(receive);
    let events = events.map(|version| Ok::<_, Infallible>(Event::default().event("version").data(version)));
    Sse::new(events).keep_alive(KeepAlive::default()).into_response()
}

async fn tell(
    app: &App,
    reader: &Reader,
    order: Option<OrderId>,
    first: String,
    send: &tokio::sync::mpsc::Sender<String>,
) {
    let mut watch = app.engine.watch();
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
                Heard::Changed(changed) if changed.marketplace != marketplace => {}
                Heard::Changed(changed) => match (order, changed.what) {
                    (Some(order), Some((id, _))) if id != AggregateId::Order(order) => {}
                    _ => break,
                },
            }
        }
        if order.is_none() {
            tokio::time::sleep(GATHER).await;
        }
        let found = match order {
            Some(order) => of_order(app, reader, order).await,
            None => of_inbox(app, reader).await,
        };
        // What cannot be read now will be told of at the next change.
        next = found.unwrap_or_else(|_| last.clone());
    }
}
