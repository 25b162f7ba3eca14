//! What waits for a reader: everything, most urgent first, each in plain words with its clock and its money (NOT-4).
mod home;
mod todo;

pub(crate) use home::{show, strip};

use crate::auth::Caller;
use crate::error::Answer;
use crate::portal::goods::{self, Goods, Titles};
use crate::portal::reader::Reader;
use crate::routes::inbox;
use crate::state::App;
use crate::view::Clocks;
use crate::{convert, ids};
use engine::Governing;
use engine::ports::{InboxOf, TurnRow};
use engine::vault::PersonState;
use jiff::Timestamp;
use resolution::case::Case;
use resolution::id::{AggregateId, MarketplaceId, OrderId, PartyId};
use resolution::money::Minor;
use resolution::order::Order;
use resolution::payment::refund;
use std::collections::{BTreeMap, BTreeSet};

/// Rows that are looked at further at once, where the first ones are not the reader's to see.
const FURTHER: u32 = 100;

/// A page of an inbox, with every order that it speaks of.
pub(crate) struct Waiting {
    /// Most urgent first.
    pub(crate) rows: Vec<TurnRow>,
    /// Where the next page begins.
    pub(crate) next: Option<String>,
    orders: BTreeMap<OrderId, Known>,
    /// What waits on accounts.
    pub(crate) accounts: Vec<TurnRow>,
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
///
/// Who buys and sells has one inbox, and each portal shows its own side of it: the inbox is read on until the page is full
/// of what this reader sees, and one row further, so that there is a next page only where something is on it.
pub(crate) async fn load(
    app: &App,
    reader: &Reader,
    of: Vec<InboxOf>,
    after: Option<&str>,
    limit: u32,
) -> Answer<Waiting> {
    let caller = &reader.session.caller;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let (mut rows, mut seen, mut accounts) = (Vec::new(), Seen::default(), Vec::new());
    let (mut after, mut step) = (after.and_then(inbox::read_cursor), limit.saturating_add(1));
    loop {
        let looked = inbox::rows(app, caller, &of, after, step).await?;
        let ended = looked.len() < usize::try_from(step).unwrap_or(usize::MAX);
        after = looked.last().map(|row| row.cursor);
        seen.look(app, caller, &looked).await?;
        accounts.extend(looked.iter().filter(|row| row.order().is_none()).cloned());
        rows.extend(looked.into_iter().filter(|row| row.order().is_some_and(|of| seen.0.contains_key(&of))));
        if ended || rows.len() > wanted {
            break;
        }
        step = FURTHER;
    }
    let more = rows.len() > wanted;
    rows.truncate(wanted);
    let next = rows.last().filter(|_| more).map(|row| inbox::write_cursor(row.cursor));
    let orders = seen.known(app, caller.id(), &rows).await?;
    Ok(Waiting { rows, next, orders, accounts, now: app.engine.now(caller.id()).await? })
}

/// The orders that a reader sees, as far as their inbox was read.
#[derive(Default)]
struct Seen(BTreeMap<OrderId, (Box<Order>, Governing)>);

impl Seen {
    /// Looks at the orders of some rows.
    async fn look(&mut self, app: &App, caller: &Caller, rows: &[TurnRow]) -> Answer<()> {
        let wanted: BTreeSet<OrderId> = rows.iter().filter_map(TurnRow::order).collect();
        let wanted = wanted.into_iter().filter(|order| !self.0.contains_key(order));
        let wanted: Vec<AggregateId> = wanted.map(AggregateId::Order).collect();
        for view in app.engine.views(caller.id(), wanted).await?.into_iter().flatten() {
            let engine::View { aggregate, governing, .. } = view;
            if let Some(order) = aggregate.order()
                && caller.sees(order)
            {
                self.0.insert(order.id, (Box::new(order.clone()), governing));
            }
        }
        Ok(())
    }

    /// Everything about the orders of the rows that are shown; listings and people are looked up once.
    async fn known(
        mut self,
        app: &App,
        marketplace: MarketplaceId,
        rows: &[TurnRow],
    ) -> Answer<BTreeMap<OrderId, Known>> {
        let shown: BTreeSet<OrderId> = rows.iter().filter_map(TurnRow::order).collect();
        self.0.retain(|id, _| shown.contains(id));
        let titles = Titles::load(app, marketplace, self.0.values().map(|(order, _)| &**order)).await?;
        let (mut orders, mut names) = (BTreeMap::new(), BTreeMap::new());
        for (id, (order, governing)) in self.0 {
            let goods = titles.goods(&order);
            let buyer = name(app, marketplace, order.placed.buyer, &mut names).await?;
            let seller = name(app, marketplace, order.placed.seller, &mut names).await?;
            orders.insert(id, Known { order, governing, goods, buyer, seller });
        }
        Ok(orders)
    }
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
        self.rows.iter().filter_map(|row| self.orders.get(&row.order()?).map(|known| (row, known)))
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

/// Where a row leads to: its case, else its order; the account, where it waits on one.
pub(crate) fn href(reader: &Reader, row: &TurnRow) -> String {
    match (row.about, row.case) {
        (AggregateId::Order(order), Some(no)) => {
            format!("{}/cases/{}", reader.base(), ids::write(ids::CASE, order, no.0))
        }
        (AggregateId::Order(order), None) => format!("{}/orders/{order}", reader.base()),
        (AggregateId::Account(account), Some(no)) if reader.role().staff() => {
            format!("{}/account_cases/{}", reader.base(), ids::write_account_case(account, no))
        }
        (AggregateId::Account(_), _) => crate::portal::account::PATH.to_owned(),
        (AggregateId::Fund(_), _) => crate::portal::fund::PATH.to_owned(),
    }
}

/// What waits on accounts, each with its clock.
pub(crate) fn on_accounts(reader: &Reader, waiting: &Waiting) -> maud::Markup {
    maud::html! {
        @if !waiting.accounts.is_empty() {
            section class="card" data-group="accounts" {
                h2 { (reader.t("inbox-accounts")) }
                ul class="rows" { @for row in &waiting.accounts { li data-what=(row.what) {
                    a class="whole" href=(href(reader, row)) { (reader.t(&format!("todo-{}", row.what))) }
                    @if let Some(end) = row.end {
                        p class="small" { (reader.with("orders-answer-by", &[("end", reader.format.date_time(end).into())])) }
                    }
                } } }
            }
        }
    }
}
