//! Rows of results, and marketplaces by their keys.
use super::PostgresStore;
use super::error::{PgResult, damaged};
use crate::columns::{Place, bytes};
use engine::ports::{StoreError, Timeline};
use resolution::id::MarketplaceId;
use std::collections::{BTreeSet, HashMap};
use std::sync::PoisonError;
use tokio_postgres::Row;
use tokio_postgres::types::FromSql;

/// A column of a row.
pub(crate) fn get<'a, T: FromSql<'a>>(row: &'a Row, column: usize) -> PgResult<T> {
    row.try_get(column).map_err(|error| damaged(error.to_string()))
}

/// A column of bytes of fixed length.
pub(crate) fn fixed<const N: usize>(row: &Row, column: usize) -> PgResult<[u8; N]> {
    Ok(bytes(get::<&[u8]>(row, column)?)?)
}

impl PostgresStore {
    /// Finds marketplaces, each of which must be there. What was found once is remembered: neither its key nor whether it
    /// is a sandbox ever changes.
    pub(crate) async fn places(
        &self,
        wanted: BTreeSet<MarketplaceId>,
    ) -> PgResult<HashMap<MarketplaceId, Place>> {
        let mut found = HashMap::new();
        for id in wanted {
            found.insert(id, self.place(id).await?);
        }
        Ok(found)
    }

    /// Finds a marketplace.
    pub(crate) async fn place(&self, id: MarketplaceId) -> PgResult<Place> {
        let missing = || StoreError::Missing { what: format!("marketplace {id}") };
        Ok(self.maybe_place(id).await?.ok_or_else(missing)?)
    }

    /// Finds a marketplace that may not be there.
    pub(crate) async fn maybe_place(&self, id: MarketplaceId) -> PgResult<Option<Place>> {
        let known = |places: &HashMap<MarketplaceId, Place>| places.get(&id).copied();
        if let Some(place) = known(&self.places.read().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(Some(place));
        }
        let sql = "SELECT key, sandbox IS NOT NULL FROM marketplace WHERE id = $1";
        let Some(row) = self.query(sql, &[&&id.0[..]]).await?.into_iter().next() else { return Ok(None) };
        let place = Place::new(get(&row, 0)?, get(&row, 1)?);
        self.places.write().unwrap_or_else(PoisonError::into_inner).insert(id, place);
        Ok(Some(place))
    }

    /// The timeline's column.
    pub(crate) async fn timeline(&self, timeline: Timeline) -> PgResult<i64> {
        match timeline {
            Timeline::Wall => Ok(0),
            Timeline::Sandbox(id) => Ok(self.place(id).await?.key),
        }
    }

    /// The marketplace filter of a query: its key, or nothing for all. One that does not exist matches nothing.
    pub(crate) async fn filter(&self, id: Option<MarketplaceId>) -> PgResult<Option<i64>> {
        match id {
            None => Ok(None),
            Some(id) => Ok(Some(self.maybe_place(id).await?.map_or(-1, |place| place.key))),
        }
    }
}
