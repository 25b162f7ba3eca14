//! Marketplaces, policies, calendars, keys and the marketplaces' own people.
use super::state::State;
use super::{MemoryStore, missing};
use async_trait::async_trait;
use engine::ports::{ApiKey, Marketplace, PolicyFiles, Registry, Staff, StoreError};
use jiff::Timestamp;
use resolution::id::MarketplaceId;

/// A marketplace without its times, which move.
fn settings(marketplace: &Marketplace) -> Marketplace {
    let sandbox = marketplace.sandbox.map(|_| Timestamp::UNIX_EPOCH);
    Marketplace { sandbox, created: Timestamp::UNIX_EPOCH, ..marketplace.clone() }
}

impl State {
    /// Moves a sandbox clock forward, never back.
    pub(super) fn move_clock(&mut self, id: MarketplaceId, to: Timestamp) {
        if let Some(now) = self.marketplaces.get_mut(&id).and_then(|found| found.sandbox.as_mut()) {
            *now = to.max(*now);
        }
    }

    fn create(&mut self, new: Marketplace) -> Result<(), StoreError> {
        let what = || format!("marketplace '{}'", new.slug);
        match self.marketplaces.get(&new.id) {
            Some(old) if settings(old) == settings(&new) => Ok(()),
            Some(_) => Err(StoreError::Exists { what: what() }),
            None => {
                self.marketplaces.insert(new.id, new);
                Ok(())
            }
        }
    }

    fn put_staff(&mut self, new: Staff) -> Result<(), StoreError> {
        self.known(new.marketplace)?;
        let mut own = self.staff.values().filter(|old| old.marketplace == new.marketplace);
        let clash = own.find_map(|old| match (old.id == new.id, old.login == new.login) {
            (true, _) => Some("id"),
            (_, true) => Some("login"),
            _ => None,
        });
        if let Some(what) = clash {
            return Err(StoreError::Exists { what: format!("staff of this {what}") });
        }
        self.staff.insert((new.marketplace, new.id.clone()), new);
        Ok(())
    }

    fn known(&self, id: MarketplaceId) -> Result<(), StoreError> {
        self.marketplaces.get(&id).map(|_| ()).ok_or_else(|| missing(id))
    }
}

#[async_trait]
impl Registry for MemoryStore {
    async fn create_marketplace(&self, new: Marketplace) -> Result<(), StoreError> {
        self.with(|state| state.create(new))
    }

    async fn update_marketplace(&self, new: Marketplace) -> Result<(), StoreError> {
        self.with(|state| {
            let what = format!("marketplace '{}'", new.slug);
            let old = state.marketplaces.get_mut(&new.id).ok_or(StoreError::Missing { what })?;
            let (sandbox, created, slug) = (old.sandbox, old.created, old.slug.clone());
            *old = Marketplace { sandbox, created, slug, ..new };
            Ok(())
        })
    }

    async fn marketplaces(&self) -> Result<Vec<Marketplace>, StoreError> {
        Ok(self.with(|state| {
            let mut all: Vec<Marketplace> = state.marketplaces.values().cloned().collect();
            all.sort_by(|a, b| a.slug.cmp(&b.slug));
            all
        }))
    }

    async fn marketplace(&self, id: MarketplaceId) -> Result<Option<Marketplace>, StoreError> {
        Ok(self.with(|state| state.marketplaces.get(&id).cloned()))
    }

    async fn move_clock(&self, id: MarketplaceId, to: Timestamp) -> Result<(), StoreError> {
        self.with(|state| state.move_clock(id, to));
        Ok(())
    }

    async fn put_policy(&self, hash: String, files: PolicyFiles, at: Timestamp) -> Result<(), StoreError> {
        self.with(|state| state.policies.entry(hash).or_insert((files, at)).1);
        Ok(())
    }

    async fn policy_files(&self, hash: String) -> Result<Option<PolicyFiles>, StoreError> {
        Ok(self.with(|state| state.policies.get(&hash).map(|(files, _)| files.clone())))
    }

    async fn policies(&self) -> Result<Vec<(String, Timestamp)>, StoreError> {
        Ok(self.with(|state| {
            let mut all: Vec<_> = state.policies.iter().map(|(hash, (_, at))| (hash.clone(), *at)).collect();
            all.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
            all
        }))
    }

    async fn put_calendar(&self, id: MarketplaceId, name: String, text: String) -> Result<(), StoreError> {
        self.with(|state| {
            state.known(id)?;
            state.calendars.insert((id, name), text);
            Ok(())
        })
    }

    async fn calendar(&self, id: MarketplaceId, name: String) -> Result<Option<String>, StoreError> {
        self.with(|state| {
            state.known(id)?;
            Ok(state.calendars.get(&(id, name)).cloned())
        })
    }

    async fn put_api_key(&self, key: ApiKey) -> Result<(), StoreError> {
        self.with(|state| {
            if let Some(id) = key.marketplace {
                state.known(id)?;
            }
            if state.api_keys.iter().any(|old| old.id == key.id || old.hash == key.hash) {
                let constraint = format!("an API key '{}' is there already", key.id);
                return Err(StoreError::Constraint { doing: "keep an API key", constraint });
            }
            state.api_keys.push(key);
            Ok(())
        })
    }

    async fn api_key(&self, hash: [u8; 32]) -> Result<Option<ApiKey>, StoreError> {
        Ok(self.with(|state| state.api_keys.iter().find(|key| key.hash == hash).cloned()))
    }

    async fn api_keys(&self, id: Option<MarketplaceId>) -> Result<Vec<ApiKey>, StoreError> {
        self.with(|state| {
            if let Some(id) = id {
                state.known(id)?;
            }
            Ok(state.api_keys.iter().filter(|key| key.marketplace == id).cloned().collect())
        })
    }

    async fn revoke_api_key(&self, id: String, at: Timestamp) -> Result<bool, StoreError> {
        Ok(self.with(|state| {
            let mut keys = state.api_keys.iter_mut();
            let key = keys.find(|key| key.id == id && key.revoked.is_none());
            key.map(|key| key.revoked = Some(at)).is_some()
        }))
    }

    async fn put_staff(&self, new: Staff) -> Result<(), StoreError> {
        self.with(|state| state.put_staff(new))
    }

    async fn staff(&self, marketplace: MarketplaceId, id: String) -> Result<Option<Staff>, StoreError> {
        Ok(self.with(|state| state.staff.get(&(marketplace, id)).cloned()))
    }

    async fn staff_by_login(
        &self,
        marketplace: MarketplaceId,
        login: String,
    ) -> Result<Option<Staff>, StoreError> {
        Ok(self.with(|state| {
            let mut all = state.staff.values();
            all.find(|staff| staff.marketplace == marketplace && staff.login == login).cloned()
        }))
    }

    async fn all_staff(&self, marketplace: MarketplaceId) -> Result<Vec<Staff>, StoreError> {
        self.with(|state| {
            state.known(marketplace)?;
            let own = state.staff.values().filter(|staff| staff.marketplace == marketplace);
            let mut own: Vec<Staff> = own.cloned().collect();
            own.sort_by(|a, b| a.login.cmp(&b.login));
            Ok(own)
        })
    }

    async fn set_staff_password(
        &self,
        marketplace: MarketplaceId,
        id: String,
        password: String,
        generation: [u8; 16],
    ) -> Result<bool, StoreError> {
        self.with(|state| {
            state.known(marketplace)?;
            let Some(staff) = state.staff.get_mut(&(marketplace, id)) else { return Ok(false) };
            (staff.password, staff.generation) = (password, generation);
            Ok(true)
        })
    }

    async fn remove_staff(&self, marketplace: MarketplaceId, id: String) -> Result<bool, StoreError> {
        self.with(|state| {
            state.known(marketplace)?;
            Ok(state.staff.remove(&(marketplace, id)).is_some())
        })
    }
}
