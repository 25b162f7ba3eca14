//! Making and listing marketplaces and their keys.
use crate::keys::{self, KeyOf};
use crate::policies;
use crate::report::{print, table};
use crate::wire::House;
use anyhow::{Context, Result, bail};
use engine::NewMarketplace;
use engine::ports::Marketplace;
use jiff::Timestamp;
use resolution::policy;
use serde::Serialize;
use std::fs;
use std::path::PathBuf;

/// A marketplace as it is asked for.
#[derive(Debug)]
pub struct Wish {
    /// Slug.
    pub slug: String,
    /// Zone; the policy's, if none is given.
    pub zone: Option<String>,
    /// Currency code.
    pub currency: String,
    /// Preset or directory.
    pub policy: String,
    /// Calendar file.
    pub calendar: Option<PathBuf>,
    /// Start of its sandbox clock.
    pub sandbox: Option<Timestamp>,
    /// Languages.
    pub languages: Vec<String>,
}

/// A marketplace as it is shown.
#[derive(Serialize)]
struct Shown {
    id: String,
    slug: String,
    zone: String,
    calendar: String,
    currency: String,
    policy: String,
    sandbox_clock: Option<Timestamp>,
    languages: Vec<String>,
    created: Timestamp,
}

impl From<&Marketplace> for Shown {
    fn from(of: &Marketplace) -> Self {
        Self {
            id: of.id.to_string(),
            slug: of.slug.clone(),
            zone: of.zone.clone(),
            calendar: of.calendar.clone(),
            currency: of.currency.code().to_owned(),
            policy: of.policy.clone(),
            sandbox_clock: of.sandbox,
            languages: of.languages.clone(),
            created: of.created,
        }
    }
}

impl Shown {
    fn row(&self) -> Vec<String> {
        let clock = self.sandbox_clock.map_or_else(|| "live".to_owned(), |at| format!("sandbox at {at}"));
        let policy = self.policy.chars().take(12).collect();
        vec![self.slug.clone(), self.id.clone(), self.zone.clone(), self.currency.clone(), policy, clock]
    }
}

/// Makes a marketplace; one that is there is left as it is.
///
/// # Errors
/// Where something of the wish cannot be used, or the slug is taken.
pub async fn make(house: &House, wish: Wish) -> Result<Marketplace> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if wish.slug.is_empty() || wish.slug.len() > 63 || !wish.slug.chars().all(plain) {
        bail!("'{}' cannot be a marketplace's name; use a-z, 0-9 and -, at most 63", wish.slug);
    }
    if house.engine.marketplaces().await?.iter().any(|there| there.slug == wish.slug) {
        bail!("there is a marketplace '{}' already", wish.slug);
    }
    let files = policies::files(&wish.policy)?;
    let hash = house.engine.add_policy(files.clone()).await?;
    let zone = match (wish.zone, policy::check(&files)) {
        (Some(zone), _) => zone,
        (None, Ok(policy)) => policy.zone,
        (None, Err(_)) => bail!("the policy names no zone; give --zone"),
    };
    let read =
        |path: PathBuf| fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()));
    let made = house
        .engine
        .create_marketplace(NewMarketplace {
            slug: wish.slug,
            zone,
            calendar: wish.calendar.map(read).transpose()?,
            currency: wish.currency.parse()?,
            policy: hash,
            sandbox: wish.sandbox,
            languages: wish.languages,
        })
        .await?;
    Ok((*made).clone())
}

/// Makes a marketplace and prints it.
///
/// # Errors
/// As [`make`].
pub async fn create(house: &House, wish: Wish, json: bool) -> Result<()> {
    let made = make(house, wish).await?;
    print(json, &Shown::from(&made), |shown| table(&[shown.row()]))
}

/// Prints the marketplaces.
///
/// # Errors
/// Where the store fails.
pub async fn list(house: &House, json: bool) -> Result<()> {
    let all = house.engine.marketplaces().await?;
    let shown: Vec<Shown> = all.iter().map(Shown::from).collect();
    print(json, &shown, |shown| table(&shown.iter().map(Shown::row).collect::<Vec<_>>()))
}

#[derive(Serialize)]
struct NewKey {
    id: String,
    marketplace: Option<String>,
    role: String,
    key: String,
}

/// Makes an API key and prints it, this once.
///
/// # Errors
/// Where the marketplace is not there, or the store fails.
pub async fn create_key(house: &House, slug: Option<&str>, name: &str, json: bool) -> Result<()> {
    let marketplace = match slug {
        Some(slug) => Some(house.marketplace(slug).await?),
        None => None,
    };
    let of = marketplace.as_ref().map_or(KeyOf::Installation, KeyOf::Marketplace);
    let (kept, key) = keys::make_api_key(&house.engine, of, name).await?;
    let new = NewKey { id: kept.id, marketplace: slug.map(str::to_owned), role: kept.role, key };
    print(json, &new, |new| format!("{}\nKeep it: it is not shown again.\n", new.key))
}
