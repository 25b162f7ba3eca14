//! Marketplaces, policies, calendars and keys.
use super::PostgresStore;
use super::commit::move_clock;
use super::error::{PgError, PgResult, damaged};
use super::rows::{fixed, get};
use super::staff::By;
use crate::columns::{bytes, instant, maybe_instant, nanos, same_marketplace};
use async_trait::async_trait;
use engine::ports::{ApiKey, Marketplace, PolicyFiles, Registry, Staff, StoreError};
use jiff::Timestamp;
use resolution::id::MarketplaceId;
use tokio_postgres::Row;

const MARKETPLACE: &str =
    "SELECT id, slug, zone, calendar, currency, policy, sandbox, languages, created FROM marketplace";

fn marketplace(row: &Row) -> PgResult<Marketplace> {
    let currency = get::<&str>(row, 4)?;
    Ok(Marketplace {
        id: MarketplaceId(fixed(row, 0)?),
        slug: get(row, 1)?,
        zone: get(row, 2)?,
        calendar: get(row, 3)?,
        currency: currency
            .parse()
            .map_err(|_| damaged(format!("a marketplace with the currency '{currency}'")))?,
        policy: get(row, 5)?,
        sandbox: maybe_instant(get(row, 6)?)?,
        languages: get::<&str>(row, 7)?.split_whitespace().map(str::to_owned).collect(),
        created: instant(get(row, 8)?)?,
    })
}

const API_KEY: &str = "SELECT k.id, m.id, k.name, k.role, k.hash, k.created, k.revoked
     FROM api_key k LEFT JOIN marketplace m ON m.key = k.marketplace";

fn api_key(row: &Row) -> PgResult<ApiKey> {
    Ok(ApiKey {
        id: get(row, 0)?,
        marketplace: get::<Option<&[u8]>>(row, 1)?.map(|id| bytes(id).map(MarketplaceId)).transpose()?,
        name: get(row, 2)?,
        role: get(row, 3)?,
        hash: fixed(row, 4)?,
        created: instant(get(row, 5)?)?,
        revoked: maybe_instant(get(row, 6)?)?,
    })
}

impl PostgresStore {
    async fn find_marketplace(&self, id: MarketplaceId) -> PgResult<Option<Marketplace>> {
        let rows = self.query(&format!("{MARKETPLACE} WHERE id = $1"), &[&&id.0[..]]).await?;
        rows.first().map(marketplace).transpose()
    }

    async fn make_marketplace(&self, new: &Marketplace) -> PgResult<()> {
        let sql = "INSERT INTO marketplace (id, slug, zone, calendar, currency, policy, sandbox, languages, created)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING";
        let (currency, sandbox) = (new.currency.to_string(), new.sandbox.map(nanos));
        let (id, languages, created) = (&new.id.0[..], new.languages.join(" "), nanos(new.created));
        let made = self
            .touch(
                sql,
                &[
                    &id,
                    &new.slug,
                    &new.zone,
                    &new.calendar,
                    &currency,
                    &new.policy,
                    &sandbox,
                    &languages,
                    &created,
                ],
            )
            .await?;
        let old = if made > 0 { None } else { self.find_marketplace(new.id).await? };
        match old {
            Some(old) if !same_marketplace(&old, new) => {
                Err(PgError::Store(StoreError::Exists { what: format!("marketplace '{}'", new.slug) }))
            }
            _ => Ok(()),
        }
    }

    async fn change_marketplace(&self, new: &Marketplace) -> PgResult<()> {
        let sql =
            "UPDATE marketplace SET zone = $2, calendar = $3, currency = $4, policy = $5, languages = $6
             WHERE id = $1";
        let (id, currency, languages) = (&new.id.0[..], new.currency.to_string(), new.languages.join(" "));
        let changed =
            self.touch(sql, &[&id, &new.zone, &new.calendar, &currency, &new.policy, &languages]).await?;
        if changed == 0 {
            return Err(PgError::Store(StoreError::Missing { what: format!("marketplace '{}'", new.slug) }));
        }
        Ok(())
    }

    async fn keep_policy(&self, hash: &str, files: &PolicyFiles, at: Timestamp) -> PgResult<()> {
        let files = serde_json::to_string(files).map_err(|error| damaged(error.to_string()))?;
        let sql = "INSERT INTO policy (hash, files, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        self.touch(sql, &[&hash, &files, &nanos(at)]).await?;
        Ok(())
    }

    async fn find_policy(&self, hash: &str) -> PgResult<Option<PolicyFiles>> {
        let rows = self.query("SELECT files FROM policy WHERE hash = $1", &[&hash]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let files = serde_json::from_str(get(row, 0)?);
        files.map(Some).map_err(|error| damaged(format!("policy {hash}: {error}")))
    }

    async fn keep_calendar(&self, id: MarketplaceId, name: &str, text: &str) -> PgResult<()> {
        let key = self.place(id).await?.key;
        let sql = "INSERT INTO calendar (marketplace, name, text) VALUES ($1, $2, $3)
             ON CONFLICT (marketplace, name) DO UPDATE SET text = excluded.text";
        self.touch(sql, &[&key, &name, &text]).await?;
        Ok(())
    }

    async fn find_calendar(&self, id: MarketplaceId, name: &str) -> PgResult<Option<String>> {
        let key = self.place(id).await?.key;
        let sql = "SELECT text FROM calendar WHERE marketplace = $1 AND name = $2";
        self.query(sql, &[&key, &name]).await?.first().map(|row| get(row, 0)).transpose()
    }

    async fn keep_api_key(&self, key: &ApiKey) -> PgResult<()> {
        let marketplace = match key.marketplace {
            Some(id) => Some(self.place(id).await?.key),
            None => None,
        };
        let sql = "INSERT INTO api_key (id, marketplace, name, role, hash, created, revoked)
             VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let (hash, created, revoked) = (&key.hash[..], nanos(key.created), key.revoked.map(nanos));
        self.touch(sql, &[&key.id, &marketplace, &key.name, &key.role, &hash, &created, &revoked]).await?;
        Ok(())
    }

    async fn list_api_keys(&self, id: Option<MarketplaceId>) -> PgResult<Vec<ApiKey>> {
        let key = match id {
            Some(id) => Some(self.place(id).await?.key),
            None => None,
        };
        let sql = format!("{API_KEY} WHERE k.marketplace IS NOT DISTINCT FROM $1 ORDER BY k.no");
        self.query(&sql, &[&key]).await?.iter().map(api_key).collect()
    }
}

#[async_trait]
impl Registry for PostgresStore {
    async fn create_marketplace(&self, new: Marketplace) -> Result<(), StoreError> {
        self.named("make a marketplace", self.make_marketplace(&new)).await
    }

    async fn update_marketplace(&self, new: Marketplace) -> Result<(), StoreError> {
        self.named("change a marketplace", self.change_marketplace(&new)).await
    }

    async fn marketplaces(&self) -> Result<Vec<Marketplace>, StoreError> {
        self.named("list marketplaces", async {
            self.query(&format!("{MARKETPLACE} ORDER BY slug"), &[]).await?.iter().map(marketplace).collect()
        })
        .await
    }

    async fn marketplace(&self, id: MarketplaceId) -> Result<Option<Marketplace>, StoreError> {
        self.named("read a marketplace", self.find_marketplace(id)).await
    }

    async fn move_clock(&self, id: MarketplaceId, to: Timestamp) -> Result<(), StoreError> {
        self.named("move a sandbox clock", async { move_clock(&self.database.writer().await?, id, to).await })
            .await
    }

    async fn put_policy(&self, hash: String, files: PolicyFiles, at: Timestamp) -> Result<(), StoreError> {
        self.named("keep a policy", self.keep_policy(&hash, &files, at)).await
    }

    async fn policy_files(&self, hash: String) -> Result<Option<PolicyFiles>, StoreError> {
        self.named("read a policy", self.find_policy(&hash)).await
    }

    async fn policies(&self) -> Result<Vec<(String, Timestamp)>, StoreError> {
        self.named("list policies", async {
            let rows = self.query("SELECT hash, at FROM policy ORDER BY at, hash", &[]).await?;
            rows.iter().map(|row| Ok((get(row, 0)?, instant(get(row, 1)?)?))).collect()
        })
        .await
    }

    async fn put_calendar(&self, id: MarketplaceId, name: String, text: String) -> Result<(), StoreError> {
        self.named("keep a calendar", self.keep_calendar(id, &name, &text)).await
    }

    async fn calendar(&self, id: MarketplaceId, name: String) -> Result<Option<String>, StoreError> {
        self.named("read a calendar", self.find_calendar(id, &name)).await
    }

    async fn put_api_key(&self, key: ApiKey) -> Result<(), StoreError> {
        self.named("keep an API key", self.keep_api_key(&key)).await
    }

    async fn api_key(&self, hash: [u8; 32]) -> Result<Option<ApiKey>, StoreError> {
        self.named("look an API key up", async {
            let rows = self.query(&format!("{API_KEY} WHERE k.hash = $1"), &[&&hash[..]]).await?;
            rows.first().map(api_key).transpose()
        })
        .await
    }

    async fn api_keys(&self, id: Option<MarketplaceId>) -> Result<Vec<ApiKey>, StoreError> {
        self.named("list API keys", self.list_api_keys(id)).await
    }

    async fn revoke_api_key(&self, id: String, at: Timestamp) -> Result<bool, StoreError> {
        let sql = "UPDATE api_key SET revoked = $2 WHERE id = $1 AND revoked IS NULL";
        self.named("revoke an API key", async { Ok(self.touch(sql, &[&id, &nanos(at)]).await? > 0) }).await
    }

    async fn put_staff(&self, new: Staff) -> Result<(), StoreError> {
        self.named("add staff", self.add_staff(&new)).await
    }

    async fn staff(&self, id: MarketplaceId, own: String) -> Result<Option<Staff>, StoreError> {
        self.named("look staff up", self.find_staff(id, By::Id, &own)).await
    }

    async fn staff_by_login(&self, id: MarketplaceId, login: String) -> Result<Option<Staff>, StoreError> {
        self.named("look a login up", self.find_staff(id, By::Login, &login)).await
    }

    async fn all_staff(&self, id: MarketplaceId) -> Result<Vec<Staff>, StoreError> {
        self.named("list staff", self.list_staff(id)).await
    }

    async fn set_staff_password(
        &self,
        id: MarketplaceId,
        own: String,
        password: String,
        generation: [u8; 16],
    ) -> Result<bool, StoreError> {
        self.named("set a password", self.set_password(id, &own, &password, generation)).await
    }

    async fn remove_staff(&self, id: MarketplaceId, own: String) -> Result<bool, StoreError> {
        self.named("remove staff", self.drop_staff(id, &own)).await
    }
}
