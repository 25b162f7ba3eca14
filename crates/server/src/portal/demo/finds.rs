//! What there is to find in the demonstration: for each stage one open case, for each interesting state one order.
use super::people::{People, Person, door};
use super::settings;
use crate::error::Answer;
use crate::ids;
use crate::portal::goods;
use crate::portal::session::Role;
use crate::state::App;
use engine::ports::OrderQuery;
use jiff::Timestamp;
use resolution::actor::Side;
use resolution::case::Case;
use resolution::id::{AggregateId, PartyId};
use resolution::order::Order;
use resolution::policy::{StageName, Turn};
use std::collections::{BTreeMap, BTreeSet};

/// Orders that are looked at, newest first.
const LOOKED_AT: u32 = 1_000;

/// Something worth a look.
pub(super) struct Find {
    /// The stage in which the case is.
    pub(super) stage: StageName,
    /// What was bought.
    pub(super) goods: String,
    /// As whom the visitor sees it, and that person's role.
    pub(super) name: String,
    pub(super) role: Role,
    /// Until when it waits.
    pub(super) end: Option<Timestamp>,
    /// The door to it.
    pub(super) door: String,
}

/// Everything there is to find.
pub(super) struct Finds {
    /// One open case for each stage that there is one in: the one whose clock ends first.
    pub(super) cases: Vec<Find>,
    /// Who sells, and then who buys, by name.
    pub(super) people: Vec<(Role, Person)>,
}

/// Looks for it.
pub(super) async fn finds(app: &App) -> Answer<Finds> {
    let demo = settings(app)?;
    let query = OrderQuery {
        marketplace: demo.id(),
        buyer: None,
        seller: None,
        state: None,
        after: None,
        limit: LOOKED_AT,
    };
    let rows = app.engine.orders(query).await?;
    let ids = rows.iter().map(|row| AggregateId::Order(row.order)).collect();
    let views = app.engine.views(demo.id(), ids).await?;
    let mut first: BTreeMap<StageName, (Option<Timestamp>, &Order, &Case)> = BTreeMap::new();
    for order in views.iter().flatten().filter_map(|view| view.aggregate.order()) {
        for case in order.cases.iter().filter(|case| case.open()) {
            let urgent = |end: Option<Timestamp>| (end.is_none(), end);
            let found = (case.stage.end, order, case);
            let best = first.entry(case.stage.name).or_insert(found);
            if urgent(found.0) < urgent(best.0) {
                *best = found;
            }
        }
    }
    let mut people = People::default();
    let mut cases = Vec::new();
    for (stage, (end, order, case)) in first {
        let featured = app.vault.pseudonym(demo.id(), &demo.mediator);
        let (role, party) = whose(order, case, featured);
        let Some(person) = people.find(app, demo.id(), party).await? else { continue };
        let goods = goods::in_short(&goods::of(app, demo.id(), order).await?);
        let tail = format!("cases/{}", ids::write(ids::CASE, order.id, case.no.0));
        let door = door(role, &person.id, &tail);
        // The gateway's clock is the platform's own; nobody here waits by it.
        let end = end.filter(|_| stage != StageName::Executing);
        cases.push(Find { stage, goods, name: person.name, role, end, door });
    }
    let sellers: BTreeSet<PartyId> = rows.iter().map(|row| row.seller).collect();
    let buyers: BTreeSet<PartyId> = rows.iter().map(|row| row.buyer).collect();
    let mut parts = named(app, &mut people, Role::Seller, sellers).await?;
    parts.extend(named(app, &mut people, Role::Buyer, buyers).await?);
    let orders = views.iter().flatten().filter_map(|view| view.aggregate.order());
    let known = orders.flat_map(|order| &order.cases);
    let mediators = known.flat_map(|case| case.mediator.into_iter().chain(case.ruled_by.iter().copied()));
    parts.extend(named(app, &mut people, Role::Mediator, mediators.collect()).await?);
    Ok(Finds { cases, people: parts })
}

/// People in a role, by name.
async fn named(
    app: &App,
    people: &mut People,
    role: Role,
    parties: BTreeSet<PartyId>,
) -> Answer<Vec<(Role, Person)>> {
    let id = settings(app)?.id();
    let mut found = Vec::new();
    for party in parties {
        found.extend(people.find(app, id, party).await?.map(|person| (role, person)));
    }
    found.sort_by(|one, two| one.1.name.cmp(&two.1.name));
    Ok(found)
}

/// Whose turn it is: as whom a visitor can do something.
fn whose(order: &Order, case: &Case, mediator: PartyId) -> (Role, PartyId) {
    let (buyer, seller) = ((Role::Buyer, order.placed.buyer), (Role::Seller, order.placed.seller));
    match case.stage.name.turn() {
        Turn::Respondent => seller,
        Turn::Mediator => (Role::Mediator, case.mediator.unwrap_or(mediator)),
        Turn::Asked if case.asked_side == Some(Side::Respondent) => seller,
        _ => buyer,
    }
}
