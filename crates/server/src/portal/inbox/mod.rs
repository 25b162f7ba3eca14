//! What waits for a reader: everything, most urgent first, each in plain words with its clock and its money (NOT-4).
mod home;
mod todo;

pub(crate) use home::{show, strip};

use crate::error::Answer;
use crate::portal::goods::{self, Goods};
use crate::portal::reader::Reader;
use crate::routes::inbox;
use crate::state::App;
use crate::view::Clocks;
use crate::{convert, ids};
use engine::Governing;
use engine::ports::{InboxOf, TurnRow};
use engine::vault::PersonState;
use jiff::Timestamp;
use resolution::aggregate::Aggregate;
use resolution::case::Case;
use resolution::id::{AggregateId, MarketplaceId, OrderId, PartyId};
use resolution::money::Minor;
use resolution::order::Order;
use resolution::payment::refund;
use std::collections::{BTreeMap, BTreeSet};

/// A page of an inbox, with every order that it speaks of.
pub(crate) struct Waiting {
    /// Most urgent first.
    pub(crate) rows: Vec<TurnRow>,
    /// Where the next page begins.
    pub(crate) next: Option<String>,
    orders: BTreeMap<OrderId, Known>,
    now: Timestamp,
}

/// An order that something waits on.
pub(crate) struct Known {
    pub(crate) order: Box<Order>,
    pub(crate) governing: Governing,
    pub(crate) goods: Vec<Goods>,
    pub(crate) buyer: String,
    pub(crate) seller: String,
}

impl Known {
    /// The case that a row is about.
    pub(crate) fn case(&self, row: &TurnRow) -> Option<&Case> {
        row.case.and_then(|no| self.order.case(no))
    }

    /// What was bought, in a line.
    pub(crate) fn title(&self) -> String {
        goods::in_short(&self.goods)
    }

    /// How much money it is about: what is asked in a case, else what the order holds.
    pub(crate) fn stake(&self, row: &TurnRow) -> api::Money {
        let order = &self.order;
        let amount = match self.case(row) {
            Some(case) => case.asked.amount().unwrap_or_else(|| refund::left(order, &case.reserved)),
            None if order.paid.is_none() => {
                order.payments.iter().fold(Minor::ZERO, |sum, payment| sum + payment.expected.amount)
            }
            None => order.escrow(),
        };
        convert::money(amount, order.placed.currency)
    }
}

/// Reads a page of some inboxes and loads what it speaks of in one go.
pub(crate) async fn load(
    app: &App,
    reader: &Reader,
    of: Vec<InboxOf>,
    after: Option<&str>,
    limit: u32,
) -> Answer<Waiting> {
    let caller = &reader.session.caller;
    let after = after.and_then(inbox::read_cursor);
    let (mut rows, next) = inbox::rows(app, caller, of, after, limit).await?;
    let wanted: BTreeSet<OrderId> = rows.iter().map(|row| row.order).collect();
    let views = app.engine.views(caller.id(), wanted.into_iter().map(AggregateId::Order).collect()).await?;
    let (mut orders, mut names) = (BTreeMap::new(), BTreeMap::new());
    for view in views.into_iter().flatten() {
        let engine::View { aggregate, governing, .. } = view;
        let Aggregate::Order(order) = aggregate else { continue };
        // Who buys and sells has one inbox: each portal shows its own side of it.
        if !caller.sees(&order) {
            continue;
        }
        let goods = goods::of(app, caller.id(), &order).await?;
        let buyer = name(app, caller.id(), order.placed.buyer, &mut names).await?;
        let seller = name(app, caller.id(), order.placed.seller, &mut names).await?;
        orders.insert(order.id, Known { order, governing, goods, buyer, seller });
    }
    rows.retain(|row| orders.contains_key(&row.order));
    Ok(Waiting { rows, next, orders, now: app.engine.now(caller.id()).await? })
}

/// The name that someone gave, or the marketplace's own id, looked up once.
async fn name(
    app: &App,
    marketplace: MarketplaceId,
    party: PartyId,
    known: &mut BTreeMap<PartyId, String>,
) -> Answer<String> {
    if let Some(name) = known.get(&party) {
        return Ok(name.clone());
    }
    let name = match app.vault.person(marketplace, party).await? {
        PersonState::Known(person) => person.data.name.unwrap_or(person.external_id),
        PersonState::Unknown | PersonState::Erased => party.to_string(),
    };
    known.insert(party, name.clone());
    Ok(name)
}

impl Waiting {
    /// Each row with its order.
    pub(crate) fn each(&self) -> impl Iterator<Item = (&TurnRow, &Known)> {
        self.rows.iter().filter_map(|row| self.orders.get(&row.order).map(|known| (row, known)))
    }

    /// The clock of a row; nothing while it rests.
    pub(crate) fn clock(&self, reader: &Reader, row: &TurnRow, known: &Known) -> Option<api::RunningClock> {
        let then = known.case(row).map_or(row.what.as_str(), |case| case.stage.on_end.as_str());
        let zone = reader.taste.zone.as_ref().map(|(name, zone)| (name.as_str(), zone));
        let clocks = Clocks { now: self.now, calendar: &known.governing.calendar, reader: zone };
        row.end.map(|end| clocks.running(end, then))
    }

    /// The marketplace's time.
    pub(crate) fn now(&self) -> Timestamp {
        self.now
    }
}

/// Where a row leads to: its case, else its order.
pub(crate) fn href(reader: &Reader, row: &TurnRow) -> String {
    match row.case {
        Some(no) => format!("{}/cases/{}", reader.base(), ids::write(ids::CASE, row.order, no.0)),
        None => format!("{}/orders/{}", reader.base(), row.order),
    }
}
