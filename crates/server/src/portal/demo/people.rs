//! Who is who in the demonstration, by name.
use crate::error::Answer;
use crate::portal::session::{Area, Role, encoded};
use crate::state::App;
use engine::vault::PersonState;
use resolution::id::{MarketplaceId, PartyId};
use std::collections::BTreeMap;

/// Someone whose part a visitor can take.
#[derive(Clone, Debug)]
pub(super) struct Person {
    /// The marketplace's own id.
    pub(super) id: String,
    pub(super) name: String,
    /// The language that the person reads.
    pub(super) language: String,
}

/// A person by pseudonym; nothing where nobody is known.
pub(super) async fn person(app: &App, marketplace: MarketplaceId, party: PartyId) -> Answer<Option<Person>> {
    let PersonState::Known(found) = app.vault.person(marketplace, party).await? else { return Ok(None) };
    let name = found.data.name.unwrap_or_else(|| found.external_id.clone());
    let language = found.data.language.unwrap_or_default();
    Ok(Some(Person { id: found.external_id, name, language }))
}

/// People by pseudonym, each looked up once.
#[derive(Default)]
pub(super) struct People(BTreeMap<PartyId, Option<Person>>);

impl People {
    /// A person.
    pub(super) async fn find(
        &mut self,
        app: &App,
        marketplace: MarketplaceId,
        party: PartyId,
    ) -> Answer<Option<Person>> {
        if let Some(known) = self.0.get(&party) {
            return Ok(known.clone());
        }
        let found = person(app, marketplace, party).await?;
        self.0.insert(party, found.clone());
        Ok(found)
    }
}

/// The link by which a visitor becomes someone, at a page of that person's portal.
pub(super) fn door(role: Role, id: &str, tail: &str) -> String {
    let path = format!("{}{tail}", Area::of_role(role).home());
    format!("/demo/enter?as={}:{}&to={}", role.word(), encoded(id), encoded(&path))
}
