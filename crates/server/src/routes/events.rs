//! The event feed, and the notices in it.
use super::limit;
use crate::auth::Caller;
use crate::error::Answer;
use crate::extract::Params;
use crate::ids;
use crate::parties::Names;
use crate::state::App;
use crate::view;
use axum::Json;
use axum::extract::State;
use engine::{Entry, Feed};
use resolution::account::AccountEvent;
use resolution::actor::Actor;
use resolution::aggregate::Event;
use resolution::id::{AggregateId, PartyId};
use resolution::order::event::OrderEvent;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(feed)).routes(routes!(notices))
}

async fn page(app: &App, caller: &Caller, filter: &api::FeedFilter) -> Answer<Feed> {
    let limit = limit(filter.limit, 100, 1_000)?;
    Ok(app.engine.feed(caller.id(), filter.after.unwrap_or(0), limit).await?)
}

/// Everything that happened in the marketplace, in the order in which it was committed. Texts and files are not in it.
#[utoipa::path(get, path = "/v1/events", operation_id = "readEvents", tag = "events", params(api::FeedFilter),
    responses((status = 200, body = api::EventPage)))]
async fn feed(
    State(app): State<App>,
    caller: Caller,
    Params(filter): Params<api::FeedFilter>,
) -> Answer<Json<api::EventPage>> {
    let feed = page(&app, &caller, &filter).await?;
    let actors = feed.entries.iter().filter_map(|entry| entry.record.by.party()).collect();
    let names = Names::load(&app, caller.id(), actors).await?;
    let items = feed.entries.iter().flat_map(|entry| view::event(entry, &names)).collect();
    Ok(Json(api::EventPage { items, next: feed.next, more: feed.more }))
}

/// Notices to parties, in order; a party sees its own.
#[utoipa::path(get, path = "/v1/notices", operation_id = "readNotices", tag = "events", params(api::FeedFilter),
    responses((status = 200, body = api::NoticePage)))]
async fn notices(
    State(app): State<App>,
    caller: Caller,
    Params(filter): Params<api::FeedFilter>,
) -> Answer<Json<api::NoticePage>> {
    let feed = page(&app, &caller, &filter).await?;
    let own = match &caller.actor {
        Actor::Marketplace => None,
        actor => actor.party(),
    };
    let found: Vec<(PartyId, api::NoticeView)> =
        feed.entries.iter().flat_map(|entry| of_record(entry, own)).collect();
    let names = Names::load(&app, caller.id(), found.iter().map(|(to, _)| *to).collect()).await?;
    let items = found.into_iter().map(|(to, notice)| api::NoticeView { to: names.of(to), ..notice });
    Ok(Json(api::NoticePage { items: items.collect(), next: feed.next, more: feed.more }))
}

fn of_record(entry: &Entry, own: Option<PartyId>) -> Vec<(PartyId, api::NoticeView)> {
    let numbered = (entry.record.first..).zip(&entry.record.events);
    let notices = numbered.filter_map(|(number, event)| {
        let (to, notice, case, end) = match event {
            Event::Order(OrderEvent::NoticeSent { to, notice, case, end })
            | Event::Account(AccountEvent::AccountNoticeSent { to, notice, case, end }) => {
                (*to, notice.clone(), *case, *end)
            }
            _ => return None,
        };
        let (order, account, case) = match entry.record.aggregate {
            AggregateId::Order(order) => {
                (Some(order.to_string()), None, case.map(|no| ids::write(ids::CASE, order, no.0)))
            }
            AggregateId::Account(account) => {
                (None, Some(account.to_string()), case.map(|no| ids::write_account_case(account, no)))
            }
            AggregateId::Fund(_) => return None,
        };
        let (position, at) = (entry.position, entry.record.at);
        let view =
            api::NoticeView { position, order, account, number, at, to: String::new(), notice, case, end };
        own.is_none_or(|own| own == to).then_some((to, view))
    });
    notices.collect()
}
