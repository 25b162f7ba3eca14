//! Gathering what a page needs before it is made: names, texts, clocks.
use crate::acts::order_of;
use crate::auth::Caller;
use crate::error::{Answer, ApiError};
use crate::parties::Names;
use crate::state::App;
use crate::texts::Texts;
use crate::view::{Clocks, Reading};
use api::problem::Code;
use engine::View;
use jiff::tz::TimeZone;
use resolution::id::PartyId;
use resolution::order::Order;
use resolution::seal::Seal;

/// The reader's time zone by name.
pub(crate) struct Zone(Option<(String, TimeZone)>);

impl Zone {
    /// Reads `?zone=`.
    pub(crate) fn of(reader: &api::Reader) -> Answer<Self> {
        Self::named(reader.zone.as_deref())
    }

    pub(crate) fn named(name: Option<&str>) -> Answer<Self> {
        let Some(name) = name else { return Ok(Self(None)) };
        let unknown =
            || ApiError::new(Code::MalformedQuery, "zone is an IANA time zone such as Asia/Jakarta.");
        Ok(Self(Some((name.to_owned(), TimeZone::get(name).map_err(|_| unknown())?))))
    }

    pub(crate) fn named_zone(&self) -> Option<(&str, &TimeZone)> {
        self.0.as_ref().map(|(name, zone)| (name.as_str(), zone))
    }
}

/// Everyone who is named on an order.
pub(crate) fn parties(order: &Order) -> Vec<PartyId> {
    let mediators =
        order.cases.iter().flat_map(|case| case.mediator.into_iter().chain(case.ruled_by.iter().copied()));
    let authors = order.evidence.iter().map(|evidence| evidence.author);
    [order.placed.buyer, order.placed.seller].into_iter().chain(mediators).chain(authors).collect()
}

/// Makes a page about an order.
pub(crate) async fn page<T>(
    app: &App,
    caller: &Caller,
    view: &View,
    reader: &api::Reader,
    seals: Vec<&Seal>,
    make: impl FnOnce(&Reading<'_>) -> T,
) -> Answer<T> {
    let order = order_of(view)?;
    let zone = Zone::of(reader)?;
    let now = app.engine.now(caller.id()).await?.max(order.last_at);
    let names = Names::load(app, caller.id(), parties(order)).await?;
    let texts = Texts::load(app, caller.id(), &names, seals).await?;
    let default = caller.marketplace.languages.first().map_or("en", String::as_str);
    Ok(make(&Reading {
        order,
        context: view.context(),
        actor: &caller.actor,
        names: &names,
        texts: &texts,
        clocks: Clocks { now, calendar: &view.governing.calendar, reader: zone.named_zone() },
        language: reader.language.as_deref().unwrap_or(default),
    }))
}
