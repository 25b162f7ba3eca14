//! Marketplaces by their keys.
use super::error::{SqlError, SqlResult};
use crate::columns::Place;
use engine::ports::{StoreError, Timeline};
use resolution::id::MarketplaceId;
use rusqlite::{Connection, OptionalExtension};

/// Finds a marketplace.
pub(crate) fn place(connection: &Connection, id: MarketplaceId) -> SqlResult<Place> {
    maybe_place(connection, id)?
        .ok_or_else(|| SqlError::Store(StoreError::Missing { what: format!("marketplace {id}") }))
}

/// Finds a marketplace that may not be there.
pub(crate) fn maybe_place(connection: &Connection, id: MarketplaceId) -> SqlResult<Option<Place>> {
    let found = connection
        .prepare_cached("SELECT key, sandbox IS NOT NULL FROM marketplace WHERE id = ?1")?
        .query_row([&id.0[..]], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, bool>(1)?)))
        .optional()?;
    Ok(found.map(|(key, sandbox)| Place::new(key, sandbox)))
}

/// The timeline's column.
pub(crate) fn timeline(connection: &Connection, timeline: Timeline) -> SqlResult<i64> {
    match timeline {
        Timeline::Wall => Ok(0),
        Timeline::Sandbox(id) => Ok(place(connection, id)?.key),
    }
}

/// The marketplace filter of a query: its key, or nothing for all. A marketplace that does not exist matches nothing.
pub(crate) fn filter(connection: &Connection, id: Option<MarketplaceId>) -> SqlResult<Option<i64>> {
    match id {
        None => Ok(None),
        Some(id) => Ok(Some(maybe_place(connection, id)?.map_or(-1, |place| place.key))),
    }
}
