//! The marketplaces' own people.
use super::PostgresStore;
use super::error::{PgError, PgResult};
use super::rows::{fixed, get};
use crate::columns::{instant, nanos};
use engine::ports::{Staff, StoreError};
use resolution::id::MarketplaceId;
use tokio_postgres::Row;

const STAFF: &str = "SELECT id, login, role, password, generation, created FROM staff WHERE marketplace = $1";

fn staff(marketplace: MarketplaceId, row: &Row) -> PgResult<Staff> {
    Ok(Staff {
        marketplace,
        id: get(row, 0)?,
        login: get(row, 1)?,
        role: get(row, 2)?,
        password: get(row, 3)?,
        generation: fixed(row, 4)?,
        created: instant(get(row, 5)?)?,
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

impl PostgresStore {
    pub(super) async fn find_staff(
        &self,
        marketplace: MarketplaceId,
        by: By,
        value: &str,
    ) -> PgResult<Option<Staff>> {
        let Some(place) = self.maybe_place(marketplace).await? else { return Ok(None) };
        let column = match by {
            By::Id => "id",
            By::Login => "login",
        };
        let rows = self.query(&format!("{STAFF} AND {column} = $2"), &[&place.key, &value]).await?;
        rows.first().map(|row| staff(marketplace, row)).transpose()
    }

    pub(super) async fn list_staff(&self, marketplace: MarketplaceId) -> PgResult<Vec<Staff>> {
        let key = self.place(marketplace).await?.key;
        let rows = self.query(&format!("{STAFF} ORDER BY login"), &[&key]).await?;
        rows.iter().map(|row| staff(marketplace, row)).collect()
    }

    pub(super) async fn add_staff(&self, new: &Staff) -> PgResult<()> {
        let key = self.place(new.marketplace).await?.key;
        let sql = "INSERT INTO staff (marketplace, id, login, role, password, generation, created)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
        let (generation, created) = (&new.generation[..], nanos(new.created));
        let parameters: [&(dyn tokio_postgres::types::ToSql + Sync); 7] =
            [&key, &new.id, &new.login, &new.role, &new.password, &generation, &created];
        if self.touch(sql, &parameters).await? > 0 {
            return Ok(());
        }
        let by_id = self.find_staff(new.marketplace, By::Id, &new.id).await?;
        let what = format!("staff of this {}", if by_id.is_some() { "id" } else { "login" });
        Err(PgError::Store(StoreError::Exists { what }))
    }

    pub(super) async fn set_password(
        &self,
        marketplace: MarketplaceId,
        id: &str,
        password: &str,
        generation: [u8; 16],
    ) -> PgResult<bool> {
        let key = self.place(marketplace).await?.key;
        let sql = "UPDATE staff SET password = $3, generation = $4 WHERE marketplace = $1 AND id = $2";
        Ok(self.touch(sql, &[&key, &id, &password, &&generation[..]]).await? > 0)
    }

    pub(super) async fn drop_staff(&self, marketplace: MarketplaceId, id: &str) -> PgResult<bool> {
        let key = self.place(marketplace).await?.key;
        Ok(self.touch("DELETE FROM staff WHERE marketplace = $1 AND id = $2", &[&key, &id]).await? > 0)
    }
}
