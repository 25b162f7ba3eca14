//! Marketplaces, policies, calendars and keys.
use super::SqliteStore;
use super::commit::move_clock;
use super::error::{SqlError, SqlResult, damaged};
use super::rows::place;
use super::staff::{self, By};
use crate::columns::{bytes, instant, maybe_instant, nanos, same_marketplace};
use async_trait::async_trait;
use engine::ports::{ApiKey, Marketplace, PolicyFiles, Registry, Staff, StoreError};
use jiff::Timestamp;
use resolution::id::MarketplaceId;
use rusqlite::{Connection, OptionalExtension, Row, params};

const MARKETPLACE: &str =
    "SELECT id, slug, zone, calendar, currency, policy, sandbox, languages, created FROM marketplace";

fn marketplace(row: &Row<'_>) -> SqlResult<Marketplace> {
    let currency = row.get::<_, String>(4)?;
    Ok(Marketplace {
        id: MarketplaceId(bytes(&row.get::<_, Vec<u8>>(0)?)?),
        slug: row.get(1)?,
        zone: row.get(2)?,
        calendar: row.get(3)?,
        currency: currency
            .parse()
            .map_err(|_| damaged(format!("a marketplace with the currency '{currency}'")))?,
        policy: row.get(5)?,
        sandbox: maybe_instant(row.get(6)?)?,
        languages: row.get::<_, String>(7)?.split_whitespace().map(str::to_owned).collect(),
        created: instant(row.get(8)?)?,
    })
}

fn find(connection: &Connection, id: MarketplaceId) -> SqlResult<Option<Marketplace>> {
    let mut statement = connection.prepare_cached(&format!("{MARKETPLACE} WHERE id = ?1"))?;
    let mut rows = statement.query([&id.0[..]])?;
    rows.next()?.map(marketplace).transpose()
}

fn create(connection: &Connection, new: &Marketplace) -> SqlResult<()> {
    if let Some(old) = find(connection, new.id)? {
        let what = format!("marketplace '{}'", new.slug);
        return if same_marketplace(&old, new) {
            Ok(())
        } else {
            Err(SqlError::Store(StoreError::Exists { what }))
        };
    }
    connection.execute(
        "INSERT INTO marketplace (id, slug, zone, calendar, currency, policy, sandbox, languages, created)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            &new.id.0[..],
            new.slug,
            new.zone,
            new.calendar,
            new.currency.to_string(),
            new.policy,
            new.sandbox.map(nanos),
            new.languages.join(" "),
            nanos(new.created)
        ],
    )?;
    Ok(())
}

fn update(connection: &Connection, new: &Marketplace) -> SqlResult<()> {
    let changed = connection.execute(
        "UPDATE marketplace SET zone = ?2, calendar = ?3, currency = ?4, policy = ?5, languages = ?6 WHERE id = ?1",
        params![
            &new.id.0[..],
            new.zone,
            new.calendar,
            new.currency.to_string(),
            new.policy,
            new.languages.join(" ")
        ],
    )?;
    if changed == 0 {
        return Err(SqlError::Store(StoreError::Missing { what: format!("marketplace '{}'", new.slug) }));
    }
    Ok(())
}

const API_KEY: &str = "SELECT k.id, m.id, k.name, k.role, k.hash, k.created, k.revoked
     FROM api_key k LEFT JOIN marketplace m ON m.key = k.marketplace";

fn api_key(row: &Row<'_>) -> SqlResult<ApiKey> {
    let marketplace = row.get::<_, Option<Vec<u8>>>(1)?;
    Ok(ApiKey {
        id: row.get(0)?,
        marketplace: marketplace.map(|id| bytes(&id).map(MarketplaceId)).transpose()?,
        name: row.get(2)?,
        role: row.get(3)?,
        hash: bytes(&row.get::<_, Vec<u8>>(4)?)?,
        created: instant(row.get(5)?)?,
        revoked: maybe_instant(row.get(6)?)?,
    })
}

#[async_trait]
impl Registry for SqliteStore {
    async fn create_marketplace(&self, new: Marketplace) -> Result<(), StoreError> {
        self.write("make a marketplace", move |tx| create(tx, &new)).await
    }

    async fn update_marketplace(&self, new: Marketplace) -> Result<(), StoreError> {
        self.write("change a marketplace", move |tx| update(tx, &new)).await
    }

    async fn marketplaces(&self) -> Result<Vec<Marketplace>, StoreError> {
        self.read("list marketplaces", |tx| {
            let mut statement = tx.prepare_cached(&format!("{MARKETPLACE} ORDER BY slug"))?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(marketplace(row)?);
            }
            Ok(found)
        })
        .await
    }

    async fn marketplace(&self, id: MarketplaceId) -> Result<Option<Marketplace>, StoreError> {
        self.read("read a marketplace", move |tx| find(tx, id)).await
    }

    async fn move_clock(&self, id: MarketplaceId, to: Timestamp) -> Result<(), StoreError> {
        self.write("move a sandbox clock", move |tx| move_clock(tx, id, to)).await
    }

    async fn put_policy(&self, hash: String, files: PolicyFiles, at: Timestamp) -> Result<(), StoreError> {
        self.write("keep a policy", move |tx| {
            let files = serde_json::to_string(&files).map_err(|error| damaged(error.to_string()))?;
            tx.execute(
                "INSERT INTO policy (hash, files, at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                params![hash, files, nanos(at)],
            )?;
            Ok(())
        })
        .await
    }

    async fn policy_files(&self, hash: String) -> Result<Option<PolicyFiles>, StoreError> {
        self.read("read a policy", move |tx| {
            let files = tx
                .prepare_cached("SELECT files FROM policy WHERE hash = ?1")?
                .query_row([&hash], |row| row.get::<_, String>(0))
                .optional()?;
            files
                .map(|files| {
                    serde_json::from_str(&files).map_err(|error| damaged(format!("policy {hash}: {error}")))
                })
                .transpose()
        })
        .await
    }

    async fn policies(&self) -> Result<Vec<(String, Timestamp)>, StoreError> {
        self.read("list policies", |tx| {
            let mut statement = tx.prepare_cached("SELECT hash, at FROM policy ORDER BY at, hash")?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push((row.get(0)?, instant(row.get(1)?)?));
            }
            Ok(found)
        })
        .await
    }

    async fn put_calendar(&self, id: MarketplaceId, name: String, text: String) -> Result<(), StoreError> {
        self.write("keep a calendar", move |tx| {
            let key = place(tx, id)?.key;
            tx.execute(
                "INSERT INTO calendar (marketplace, name, text) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET text = excluded.text",
                params![key, name, text],
            )?;
            Ok(())
        })
        .await
    }

    async fn calendar(&self, id: MarketplaceId, name: String) -> Result<Option<String>, StoreError> {
        self.read("read a calendar", move |tx| {
            let key = place(tx, id)?.key;
            Ok(tx
                .prepare_cached("SELECT text FROM calendar WHERE marketplace = ?1 AND name = ?2")?
                .query_row(params![key, name], |row| row.get(0))
                .optional()?)
        })
        .await
    }

    async fn put_api_key(&self, key: ApiKey) -> Result<(), StoreError> {
        self.write("keep an API key", move |tx| {
            let marketplace = key.marketplace.map(|id| place(tx, id)).transpose()?.map(|place| place.key);
            tx.execute(
                "INSERT INTO api_key (id, marketplace, name, role, hash, created, revoked)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    key.id,
                    marketplace,
                    key.name,
                    key.role,
                    &key.hash[..],
                    nanos(key.created),
                    key.revoked.map(nanos)
                ],
            )?;
            Ok(())
        })
        .await
    }

    async fn api_key(&self, hash: [u8; 32]) -> Result<Option<ApiKey>, StoreError> {
        self.read("look an API key up", move |tx| {
            let mut statement = tx.prepare_cached(&format!("{API_KEY} WHERE k.hash = ?1"))?;
            let mut rows = statement.query([&hash[..]])?;
            rows.next()?.map(api_key).transpose()
        })
        .await
    }

    async fn api_keys(&self, id: Option<MarketplaceId>) -> Result<Vec<ApiKey>, StoreError> {
        self.read("list API keys", move |tx| {
            let key = id.map(|id| place(tx, id)).transpose()?.map(|place| place.key);
            let mut statement =
                tx.prepare_cached(&format!("{API_KEY} WHERE k.marketplace IS ?1 ORDER BY k.no"))?;
            let mut rows = statement.query([key])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(api_key(row)?);
            }
            Ok(found)
        })
        .await
    }

    async fn revoke_api_key(&self, id: String, at: Timestamp) -> Result<bool, StoreError> {
        self.write("revoke an API key", move |tx| {
            let changed = tx.execute(
                "UPDATE api_key SET revoked = ?2 WHERE id = ?1 AND revoked IS NULL",
                params![id, nanos(at)],
            )?;
            Ok(changed > 0)
        })
        .await
    }

    async fn put_staff(&self, new: Staff) -> Result<(), StoreError> {
        self.write("add staff", move |tx| staff::put(tx, &new)).await
    }

    async fn staff(&self, id: MarketplaceId, own: String) -> Result<Option<Staff>, StoreError> {
        self.read("look staff up", move |tx| staff::find(tx, id, By::Id, &own)).await
    }

    async fn staff_by_login(&self, id: MarketplaceId, login: String) -> Result<Option<Staff>, StoreError> {
        self.read("look a login up", move |tx| staff::find(tx, id, By::Login, &login)).await
    }

    async fn all_staff(&self, id: MarketplaceId) -> Result<Vec<Staff>, StoreError> {
        self.read("list staff", move |tx| staff::all(tx, id)).await
    }

    async fn set_staff_password(
        &self,
        id: MarketplaceId,
        own: String,
        password: String,
        generation: [u8; 16],
    ) -> Result<bool, StoreError> {
        self.write("set a password", move |tx| staff::set_password(tx, id, &own, &password, generation)).await
    }

    async fn remove_staff(&self, id: MarketplaceId, own: String) -> Result<bool, StoreError> {
        self.write("remove staff", move |tx| staff::remove(tx, id, &own)).await
    }
}
