//! The marketplaces' own people.
use super::error::{SqlError, SqlResult};
use super::rows::{maybe_place, place};
use crate::columns::{bytes, instant, nanos};
use engine::ports::{Staff, StoreError};
use resolution::id::MarketplaceId;
use rusqlite::{Connection, Row, params};

const STAFF: &str = "SELECT id, login, role, password, generation, created FROM staff WHERE marketplace = ?1";

fn staff(marketplace: MarketplaceId, row: &Row<'_>) -> SqlResult<Staff> {
    Ok(Staff {
        marketplace,
        id: row.get(0)?,
        login: row.get(1)?,
        role: row.get(2)?,
        password: row.get(3)?,
        generation: bytes(&row.get::<_, Vec<u8>>(4)?)?,
        created: instant(row.get(5)?)?,
    })
}

/// By which column someone is looked for.
#[derive(Clone, Copy)]
pub(super) enum By {
    /// The marketplace's own id.
    Id,
    /// The login.
    Login,
}

pub(super) fn find(
    connection: &Connection,
    marketplace: MarketplaceId,
    by: By,
    value: &str,
) -> SqlResult<Option<Staff>> {
    let Some(place) = maybe_place(connection, marketplace)? else { return Ok(None) };
    let column = match by {
        By::Id => "id",
        By::Login => "login",
    };
    let mut statement = connection.prepare_cached(&format!("{STAFF} AND {column} = ?2"))?;
    let mut rows = statement.query(params![place.key, value])?;
    rows.next()?.map(|row| staff(marketplace, row)).transpose()
}

pub(super) fn all(connection: &Connection, marketplace: MarketplaceId) -> SqlResult<Vec<Staff>> {
    let key = place(connection, marketplace)?.key;
    let mut statement = connection.prepare_cached(&format!("{STAFF} ORDER BY login"))?;
    let mut rows = statement.query([key])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(staff(marketplace, row)?);
    }
    Ok(found)
}

pub(super) fn put(connection: &Connection, new: &Staff) -> SqlResult<()> {
    let key = place(connection, new.marketplace)?.key;
    for (by, value, what) in [(By::Id, &new.id, "id"), (By::Login, &new.login, "login")] {
        if find(connection, new.marketplace, by, value)?.is_some() {
            let what = format!("staff of this {what}");
            return Err(SqlError::Store(StoreError::Exists { what }));
        }
    }
    connection.execute(
        "INSERT INTO staff (marketplace, id, login, role, password, generation, created)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![key, new.id, new.login, new.role, new.password, &new.generation[..], nanos(new.created)],
    )?;
    Ok(())
}

pub(super) fn set_password(
    connection: &Connection,
    marketplace: MarketplaceId,
    id: &str,
    password: &str,
    generation: [u8; 16],
) -> SqlResult<bool> {
    let key = place(connection, marketplace)?.key;
    let changed = connection.execute(
        "UPDATE staff SET password = ?3, generation = ?4 WHERE marketplace = ?1 AND id = ?2",
        params![key, id, password, &generation[..]],
    )?;
    Ok(changed > 0)
}

pub(super) fn remove(connection: &Connection, marketplace: MarketplaceId, id: &str) -> SqlResult<bool> {
    let key = place(connection, marketplace)?.key;
    let changed =
        connection.execute("DELETE FROM staff WHERE marketplace = ?1 AND id = ?2", params![key, id])?;
    Ok(changed > 0)
}
