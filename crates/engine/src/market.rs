//! Marketplaces and policies: making and changing them.
use crate::engine::Engine;
use crate::error::EngineError;
use crate::ports::{Marketplace, PolicyFiles};
use crate::rules::{read_calendar, read_policy};
use jiff::Timestamp;
use resolution::id::MarketplaceId;
use resolution::money::Currency;
use resolution::policy;
use resolution::time::Calendar;
use std::sync::Arc;

/// A marketplace to make.
#[derive(Clone, Debug)]
pub struct NewMarketplace {
    /// Its name in addresses: the id is derived from it.
    pub slug: String,
    /// IANA time zone.
    pub zone: String,
    /// Text of its calendar file; without one, Saturday and Sunday are free and there are no holidays.
    pub calendar: Option<String>,
    /// Currency where a request names none.
    pub currency: Currency,
    /// Content hash of the policy, which must have been added.
    pub policy: String,
    /// Where its sandbox clock starts; nothing for a live marketplace.
    pub sandbox: Option<Timestamp>,
    /// Languages, the first by default.
    pub languages: Vec<String>,
}

impl Engine {
    /// Checks a policy and keeps its files; gives its content hash. The same again changes nothing.
    ///
    /// # Errors
    /// [`EngineError::Rules`] with every problem of the policy.
    pub async fn add_policy(&self, files: PolicyFiles) -> Result<String, EngineError> {
        let hash = policy::hash(&files).to_string();
        read_policy(&files).map_err(|why| EngineError::Rules { what: "the policy".to_owned(), why })?;
        self.core().store.put_policy(hash.clone(), files, self.wall()).await?;
        Ok(hash)
    }

    /// Makes a marketplace; the same again changes nothing.
    ///
    /// # Errors
    /// [`EngineError::Rules`] where zone, calendar or policy cannot be used; [`EngineError::Store`] where the slug is
    /// taken with other content.
    pub async fn create_marketplace(&self, new: NewMarketplace) -> Result<Arc<Marketplace>, EngineError> {
        self.core().rules.policy(&new.policy).await?;
        let calendar = match &new.calendar {
            Some(text) => Calendar::parse_toml(text).and_then(|calendar| calendar.with_zone(&new.zone)),
            None => Calendar::new(&new.zone),
        };
        let what = || format!("the calendar of '{}'", new.slug);
        let calendar =
            calendar.map_err(|error| EngineError::Rules { what: what(), why: error.to_string() })?;
        let id = MarketplaceId::of(&new.slug);
        let marketplace = Marketplace {
            id,
            slug: new.slug,
            zone: calendar.zone_name().to_owned(),
            calendar: calendar.name().to_owned(),
            currency: new.currency,
            policy: new.policy,
            sandbox: new.sandbox,
            languages: new.languages,
            created: self.wall(),
        };
        self.core().store.create_marketplace(marketplace).await?;
        if let Some(text) = new.calendar {
            self.core().store.put_calendar(id, calendar.name().to_owned(), text).await?;
        }
        self.marketplace(id).await
    }

    /// A marketplace.
    ///
    /// # Errors
    /// [`EngineError::NoMarketplace`].
    pub async fn marketplace(&self, id: MarketplaceId) -> Result<Arc<Marketplace>, EngineError> {
        self.core().rules.marketplace(id).await
    }

    /// All marketplaces, by slug.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn marketplaces(&self) -> Result<Vec<Marketplace>, EngineError> {
        Ok(self.core().store.marketplaces().await?)
    }

    /// Shows another policy to the orders that are placed from now on. Orders placed before keep theirs.
    ///
    /// # Errors
    /// [`EngineError::Rules`] where the policy was not added.
    pub async fn set_policy(&self, id: MarketplaceId, hash: &str) -> Result<(), EngineError> {
        self.core().rules.policy(hash).await?;
        let _alone = self.alone("settings", id).await?;
        let marketplace = self.core().rules.stored(id).await?;
        let changed = Marketplace { policy: hash.to_owned(), ..marketplace };
        self.core().store.update_marketplace(changed).await?;
        self.rules_changed(id).await
    }

    /// Gives a marketplace a calendar file. Under a new name it holds for orders from now on; under the present name it
    /// corrects that calendar, and clocks that start from now on follow it.
    ///
    /// # Errors
    /// [`EngineError::Rules`] where the file cannot be used.
    pub async fn set_calendar(&self, id: MarketplaceId, text: String) -> Result<(), EngineError> {
        let _alone = self.alone("settings", id).await?;
        let marketplace = self.core().rules.stored(id).await?;
        let rules = |error: resolution::time::CalendarError| EngineError::Rules {
            what: "the calendar".to_owned(),
            why: error.to_string(),
        };
        let name = Calendar::parse_toml(&text).map_err(rules)?.name().to_owned();
        read_calendar(Some(&text), &marketplace.zone, &name)?;
        self.core().store.put_calendar(id, name.clone(), text).await?;
        let changed = Marketplace { calendar: name, ..marketplace };
        self.core().store.update_marketplace(changed).await?;
        self.rules_changed(id).await
    }

    /// What governs a marketplace's new orders.
    ///
    /// # Errors
    /// [`EngineError::Rules`] where they cannot be read.
    pub async fn governing(&self, id: MarketplaceId) -> Result<crate::rules::Governing, EngineError> {
        let marketplace = self.marketplace(id).await?;
        self.core().rules.governing(&marketplace, &resolution::aggregate::Aggregate::Nothing).await
    }
}
