//! The marketplace that an import goes into, the people in it, and how far its clock goes.
use super::plan::Plan;
use super::read::Source;
use crate::policies;
use crate::wire::House;
use anyhow::{Context, Result, bail};
use engine::NewMarketplace;
use engine::ports::{Document, Marketplace};
use engine::vault::{Person, PersonData, PersonState};
use jiff::Timestamp;
use resolution::id::MarketplaceId;
use resolution::policy::presets;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The slug of the marketplace.
pub const SLUG: &str = "olist";
/// Its zone.
pub const ZONE: &str = "America/Sao_Paulo";
/// Its currency.
pub const CURRENCY: &str = "BRL";
/// The policy unless another is named.
const POLICY: &str = "default";
/// Documents and people taken in one go.
const AT_ONCE: usize = 500;

/// Finds the marketplace, or makes it with its clock at `start`.
///
/// # Errors
/// Where it is there with another policy than the named one, or is no sandbox.
pub async fn find_or_make(house: &House, policy: Option<&str>, start: Timestamp) -> Result<Arc<Marketplace>> {
    let engine = &house.engine;
    let there = engine.marketplaces().await?.into_iter().find(|one| one.slug == SLUG);
    let files = match (policy, &there) {
        (None, Some(_)) => None,
        (named, _) => Some(policies::files(named.unwrap_or(POLICY))?),
    };
    let hash = match files {
        Some(files) => Some(engine.add_policy(files).await?),
        None => None,
    };
    let Some(there) = there else {
        let new = NewMarketplace {
            slug: SLUG.to_owned(),
            zone: ZONE.to_owned(),
            calendar: None,
            currency: CURRENCY.parse()?,
            policy: hash.context("a new marketplace needs a policy")?,
            sandbox: Some(start),
            languages: vec!["en".to_owned()],
        };
        return Ok(engine.create_marketplace(new).await?);
    };
    if hash.is_some_and(|hash| hash != there.policy) {
        let names = presets::NAMES.join(", ");
        bail!(
            "the marketplace '{SLUG}' is there already with another policy ({}); leave --policy out to go on with it, \
             or name another data directory (shipped policies: {names})",
            there.policy
        );
    }
    if there.sandbox.is_none() {
        bail!("the marketplace '{SLUG}' is there and is no sandbox; name another data directory");
    }
    Ok(engine.marketplace(there.id).await?)
}

/// Keeps the listings as the buyers saw them, by digest.
///
/// # Errors
/// Where the store fails.
pub async fn keep_listings(house: &House, marketplace: MarketplaceId, plan: &Plan) -> Result<()> {
    let documents = plan.listings.iter().map(|(digest, bytes)| {
        let mut raw = [0; 32];
        hex::decode_to_slice(digest, &mut raw)?;
        Ok(Document { digest: raw, kind: "listing".to_owned(), bytes: bytes.clone() })
    });
    let documents = documents.collect::<Result<Vec<_>>>()?;
    for some in documents.chunks(AT_ONCE) {
        house.engine.store().put_documents(marketplace, some.to_vec()).await?;
    }
    Ok(())
}

/// Seals where the people of the purchases until `until` live. Who is known stays as they are, who was erased stays so.
///
/// # Errors
/// Where the vault fails.
pub async fn keep_people(
    house: &House,
    marketplace: MarketplaceId,
    source: &Source,
    plan: &Plan,
    until: Timestamp,
) -> Result<()> {
    let placed = plan.purchases.iter().filter(|purchase| purchase.placed <= until);
    let ids: BTreeSet<&String> = placed
        .flat_map(|purchase| {
            std::iter::once(&purchase.buyer).chain(purchase.parts.iter().map(|part| &part.seller))
        })
        .collect();
    let mut new = Vec::new();
    for id in ids {
        let party = house.vault.pseudonym(marketplace, id);
        if house.vault.person(marketplace, party).await? == PersonState::Unknown {
            let address = source.addresses.get(id).cloned().unwrap_or_default();
            new.push(Person {
                external_id: id.clone(),
                data: PersonData { address, ..PersonData::default() },
            });
        }
    }
    for some in new.chunks(AT_ONCE) {
        house.vault.put_people(marketplace, some.to_vec()).await?;
    }
    Ok(())
}
