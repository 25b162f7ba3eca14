//! Marketplaces, policies and calendars as the lanes need them: read once, kept at hand.
use crate::error::EngineError;
use crate::ports::{Marketplace, PolicyFiles, Store};
use crate::timebase::Timebase;
use resolution::aggregate::Aggregate;
use resolution::id::MarketplaceId;
use resolution::policy::{self, Policy};
use resolution::time::Calendar;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// What governs an aggregate.
#[derive(Clone)]
pub struct Governing {
    /// The policy: the one recorded in an order, else the marketplace's.
    pub policy: Arc<Policy>,
    /// Zone and working days: those recorded in an order, else the marketplace's.
    pub calendar: Arc<Calendar>,
}

/// Policies that were read, by the hash of their content. A handle: engines of one process that are given the same read
/// each policy once.
#[derive(Clone, Default)]
pub struct Policies(Arc<RwLock<HashMap<String, Arc<Policy>>>>);

/// A calendar by (marketplace, zone, name).
type CalendarKey = (MarketplaceId, String, String);

/// The cache.
pub(crate) struct Rules {
    store: Arc<dyn Store>,
    time: Arc<Timebase>,
    /// Whether this process hears what others change.
    hears: AtomicBool,
    /// Counts what was heard, so that nothing is kept that was read before it.
    heard: AtomicU64,
    marketplaces: RwLock<HashMap<MarketplaceId, Arc<Marketplace>>>,
    policies: Policies,
    calendars: RwLock<HashMap<CalendarKey, Arc<Calendar>>>,
}

fn get<K: std::hash::Hash + Eq, V: Clone>(cache: &RwLock<HashMap<K, V>>, key: &K) -> Option<V> {
    cache.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
}

fn put<K: std::hash::Hash + Eq, V: Clone>(cache: &RwLock<HashMap<K, V>>, key: K, value: V) -> V {
    cache.write().unwrap_or_else(PoisonError::into_inner).insert(key, value.clone());
    value
}

impl Rules {
    pub(crate) fn new(store: Arc<dyn Store>, time: Arc<Timebase>, policies: Policies) -> Self {
        Self {
            store,
            time,
            hears: AtomicBool::new(false),
            heard: AtomicU64::new(0),
            marketplaces: RwLock::default(),
            policies,
            calendars: RwLock::default(),
        }
    }

    /// A marketplace. Where other processes share the store, one with a sandbox clock is always read anew: whoever moved
    /// the clock there must find it moved here with the next request.
    pub(crate) async fn marketplace(&self, id: MarketplaceId) -> Result<Arc<Marketplace>, EngineError> {
        let known = |found: &Arc<Marketplace>| {
            self.store.exclusive() || (found.sandbox.is_none() && self.hears.load(Ordering::Acquire))
        };
        if let Some(found) = get(&self.marketplaces, &id).filter(known) {
            return Ok(found);
        }
        let heard = self.heard.load(Ordering::Acquire);
        let found = Arc::new(self.stored(id).await?);
        Ok(self.keep(heard, &self.marketplaces, id, found))
    }

    /// A marketplace as the store has it now.
    pub(crate) async fn stored(&self, id: MarketplaceId) -> Result<Marketplace, EngineError> {
        let found = self.store.marketplace(id).await?.ok_or(EngineError::NoMarketplace(id))?;
        self.time.know(&found);
        Ok(found)
    }

    /// Keeps what was read since `heard` at hand, unless it may have been changed meanwhile.
    fn keep<K: std::hash::Hash + Eq, V: Clone>(
        &self,
        heard: u64,
        cache: &RwLock<HashMap<K, V>>,
        key: K,
        value: V,
    ) -> V {
        let mut cache = cache.write().unwrap_or_else(PoisonError::into_inner);
        if self.heard.load(Ordering::Acquire) == heard {
            cache.insert(key, value.clone());
        }
        value
    }

    /// This process hears from now on what others change, until the answer is dropped.
    pub(crate) fn hears(&self) -> Hears<'_> {
        self.all_changed();
        self.hears.store(true, Ordering::Release);
        Hears(self)
    }

    /// Forgets everything that can change.
    pub(crate) fn all_changed(&self) {
        self.heard.fetch_add(1, Ordering::AcqRel);
        self.marketplaces.write().unwrap_or_else(PoisonError::into_inner).clear();
        self.calendars.write().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Forgets what is known of a marketplace, after it was changed.
    pub(crate) fn changed(&self, id: MarketplaceId) {
        self.heard.fetch_add(1, Ordering::AcqRel);
        self.marketplaces.write().unwrap_or_else(PoisonError::into_inner).remove(&id);
        self.calendars.write().unwrap_or_else(PoisonError::into_inner).retain(|(of, _, _), _| *of != id);
    }

    /// A policy by its content hash.
    pub(crate) async fn policy(&self, hash: &str) -> Result<Arc<Policy>, EngineError> {
        if let Some(found) = get(&self.policies.0, &hash.to_owned()) {
            return Ok(found);
        }
        let unusable = |why: String| EngineError::Rules { what: format!("policy {hash}"), why };
        let files = self
            .store
            .policy_files(hash.to_owned())
            .await?
            .ok_or_else(|| unusable("it is not in the store; add its files".to_owned()))?;
        // Read, not checked: what governs an order is not put out of service by a checker that has learned since.
        let policy = policy::read(&files).map_err(|problems| unusable(lines(&problems)))?;
        Ok(put(&self.policies.0, hash.to_owned(), Arc::new(policy)))
    }

    /// A calendar of a marketplace in a zone. One named like a zone and without a file has no holidays.
    pub(crate) async fn calendar(
        &self,
        marketplace: MarketplaceId,
        zone: &str,
        name: &str,
    ) -> Result<Arc<Calendar>, EngineError> {
        let key = (marketplace, zone.to_owned(), name.to_owned());
        let known = |_: &_| self.store.exclusive() || self.hears.load(Ordering::Acquire);
        if let Some(found) = get(&self.calendars, &key).filter(known) {
            return Ok(found);
        }
        let heard = self.heard.load(Ordering::Acquire);
        let text = self.store.calendar(marketplace, name.to_owned()).await?;
        let calendar = read_calendar(text.as_deref(), zone, name)?;
        Ok(self.keep(heard, &self.calendars, key, Arc::new(calendar)))
    }

    /// What governs an aggregate as it stands.
    pub(crate) async fn governing(
        &self,
        marketplace: &Marketplace,
        aggregate: &Aggregate,
    ) -> Result<Governing, EngineError> {
        let policy = self.policy(aggregate.policy().unwrap_or(&marketplace.policy)).await?;
        let (zone, name) = aggregate.calendar().unwrap_or((&marketplace.zone, &marketplace.calendar));
        let calendar = self.calendar(marketplace.id, zone, name).await?;
        Ok(Governing { policy, calendar })
    }
}

/// As long as this is there, what others change is heard.
pub(crate) struct Hears<'a>(&'a Rules);

impl Drop for Hears<'_> {
    fn drop(&mut self) {
        self.0.hears.store(false, Ordering::Release);
    }
}

/// Reads and proves the files of a policy before new orders are placed under it; every problem on a line of its own.
pub(crate) fn read_policy(files: &PolicyFiles) -> Result<Policy, String> {
    policy::check(files).map_err(|problems| lines(&problems))
}

fn lines(problems: &[policy::Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Reads a calendar file; without one, the calendar is the zone's own.
pub(crate) fn read_calendar(text: Option<&str>, zone: &str, name: &str) -> Result<Calendar, EngineError> {
    let unusable = |why: String| EngineError::Rules { what: format!("calendar '{name}'"), why };
    let calendar = match text {
        Some(text) => Calendar::parse_toml(text).and_then(|calendar| calendar.with_zone(zone)),
        None => Calendar::new(zone),
    };
    let calendar = calendar.map_err(|error| unusable(error.to_string()))?;
    if calendar.name() != name {
        return Err(unusable(format!(
            "its file is missing or names it '{}'; add the right file",
            calendar.name()
        )));
    }
    Ok(calendar)
}
