//! The marketplace's own ids of people, and the pseudonyms that stand for them inside.
use crate::auth::party_id;
use crate::error::{Answer, ApiError};
use crate::state::App;
use engine::vault::{PersonData, PersonState};
use resolution::actor::Actor;
use resolution::id::{MarketplaceId, PartyId};
use std::collections::{BTreeMap, BTreeSet};

/// Own ids by pseudonym, as far as they are known.
#[derive(Default)]
pub(crate) struct Names(BTreeMap<PartyId, String>);

impl Names {
    /// Looks people up.
    pub(crate) async fn load(app: &App, marketplace: MarketplaceId, parties: Vec<PartyId>) -> Answer<Self> {
        let wanted: BTreeSet<PartyId> = parties.into_iter().collect();
        let mut names = BTreeMap::new();
        for party in wanted {
            if let PersonState::Known(person) = app.vault.person(marketplace, party).await? {
                names.insert(party, person.external_id);
            }
        }
        Ok(Self(names))
    }

    /// The marketplace's own id, or the pseudonym where it is not known (any more).
    pub(crate) fn of(&self, party: PartyId) -> String {
        self.0.get(&party).cloned().unwrap_or_else(|| party.to_string())
    }

    /// Who acts, on the wire.
    pub(crate) fn who(&self, actor: &Actor) -> api::Who {
        let id = match actor {
            Actor::Carrier(name) | Actor::Gateway(name) => Some(name.clone()),
            Actor::Aggregate(id) => Some(id.to_string()),
            _ => actor.party().map(|party| self.of(party)),
        };
        api::Who { role: actor.role().to_owned(), id }
    }

    /// All of them, by pseudonym.
    pub(crate) fn all(&self) -> BTreeMap<String, String> {
        self.0.iter().map(|(party, name)| (party.to_string(), name.clone())).collect()
    }

    /// Puts own ids in the place of pseudonyms inside a text such as an account's name.
    pub(crate) fn within(&self, text: &str) -> String {
        let parts =
            text.split(':').map(|part| part.parse().map_or_else(|_| part.to_owned(), |party| self.of(party)));
        parts.collect::<Vec<_>>().join(":")
    }
}

/// The pseudonym of an own id in a request.
pub(crate) fn pseudonym(
    app: &App,
    marketplace: MarketplaceId,
    field: &str,
    external: &str,
) -> Answer<PartyId> {
    let id = party_id(external).ok_or_else(|| {
        ApiError::invalid(field, "your own id of the party: 1 to 200 characters, no control characters")
    })?;
    Ok(app.vault.pseudonym(marketplace, id))
}

/// Remembers an own id, sealed under the person's key, so that answers can give it back. What is known stays, and who
/// was erased stays erased.
pub(crate) async fn remember(app: &App, marketplace: MarketplaceId, external: &str) -> Answer<()> {
    note(app, marketplace, external, false).await
}

/// The same for someone who buys or sells now: who was erased and comes back is known again.
pub(crate) async fn welcome(app: &App, marketplace: MarketplaceId, external: &str) -> Answer<()> {
    note(app, marketplace, external, true).await
}

async fn note(app: &App, marketplace: MarketplaceId, external: &str, erased_too: bool) -> Answer<()> {
    let external = external.trim();
    let party = app.vault.pseudonym(marketplace, external);
    let unknown = match app.vault.person(marketplace, party).await? {
        PersonState::Known(_) => false,
        PersonState::Erased => erased_too,
        PersonState::Unknown => true,
    };
    if unknown {
        app.vault.put_person(marketplace, external, PersonData::default()).await?;
    }
    Ok(())
}
