//! Between columns and types.
use super::error::{SqlError, SqlResult, damaged};
use engine::ports::{StoreError, Timeline};
use jiff::Timestamp;
use resolution::id::{AccountId, AggregateId, MarketplaceId, OrderId};
use rusqlite::{Connection, OptionalExtension};

/// An instant as nanoseconds since 1970; beyond the years 1677 to 2262 the nearest that fits.
pub(crate) fn nanos(instant: Timestamp) -> i64 {
    let wide = instant.as_nanosecond();
    i64::try_from(wide).unwrap_or(if wide < 0 { i64::MIN } else { i64::MAX })
}

/// The instant of a column.
pub(crate) fn instant(nanos: i64) -> SqlResult<Timestamp> {
    Timestamp::from_nanosecond(i128::from(nanos)).map_err(|_| damaged("an instant out of range"))
}

/// The instant of a column that may be empty.
pub(crate) fn maybe_instant(nanos: Option<i64>) -> SqlResult<Option<Timestamp>> {
    nanos.map(instant).transpose()
}

/// A number as a column.
pub(crate) fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The number of a column that is never negative.
pub(crate) fn number(column: i64) -> SqlResult<u64> {
    u64::try_from(column).map_err(|_| damaged("a negative number"))
}

/// The ordinal of a column.
pub(crate) fn ordinal(column: i64) -> SqlResult<u16> {
    u16::try_from(column).map_err(|_| damaged("an ordinal out of range"))
}

/// Bytes of fixed length.
pub(crate) fn bytes<const N: usize>(column: &[u8]) -> SqlResult<[u8; N]> {
    column.try_into().map_err(|_| damaged(format!("{} bytes instead of {N}", column.len())))
}

/// The kind of an aggregate as a column.
pub(crate) fn kind(id: AggregateId) -> i64 {
    match id {
        AggregateId::Order(_) => 1,
        AggregateId::Account(_) => 2,
    }
}

/// The aggregate of two columns.
pub(crate) fn aggregate(kind: i64, id: &[u8]) -> SqlResult<AggregateId> {
    let id = bytes(id)?;
    match kind {
        1 => Ok(AggregateId::Order(OrderId(id))),
        2 => Ok(AggregateId::Account(AccountId(id))),
        _ => Err(damaged(format!("an aggregate of kind {kind}"))),
    }
}

/// The order of a column.
pub(crate) fn order(id: &[u8]) -> SqlResult<OrderId> {
    Ok(OrderId(bytes(id)?))
}

/// A marketplace's key and its timeline's.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// Key of the marketplace.
    pub(crate) key: i64,
    /// 0 for real time, or the key.
    pub(crate) timeline: i64,
}

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
    Ok(found.map(|(key, sandbox)| Place { key, timeline: if sandbox { key } else { 0 } }))
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
