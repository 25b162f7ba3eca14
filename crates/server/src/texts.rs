//! Sealing what people write, and reading it again.
use crate::error::Answer;
use crate::parties::Names;
use crate::state::App;
use engine::vault::{Unsealed, VaultError};
use resolution::case::Case;
use resolution::case::remedy::Remedy;
use resolution::id::{MarketplaceId, PartyId};
use resolution::seal::{Seal, Words};
use std::collections::BTreeMap;

/// Texts by digest.
#[derive(Default)]
pub(crate) struct Texts(BTreeMap<String, api::Text>);

impl Texts {
    /// Opens seals.
    pub(crate) async fn load(
        app: &App,
        marketplace: MarketplaceId,
        names: &Names,
        seals: Vec<&Seal>,
    ) -> Answer<Self> {
        let mut texts = BTreeMap::new();
        for seal in seals {
            if !texts.contains_key(&seal.digest) {
                let text = open(app, marketplace, names, seal).await?;
                texts.insert(seal.digest.clone(), text);
            }
        }
        Ok(Self(texts))
    }

    /// A text, as it reads now.
    pub(crate) fn of(&self, seal: &Seal) -> api::Text {
        self.0.get(&seal.digest).cloned().unwrap_or_else(|| api::Text {
            state: api::TextState::Missing,
            text: None,
            digest: seal.digest.clone(),
            author: seal.by.to_string(),
        })
    }

    /// A typed reason with its text.
    pub(crate) fn words(&self, words: &Words) -> api::WordsView {
        api::WordsView { reason: words.reason.clone(), text: words.text.as_ref().map(|seal| self.of(seal)) }
    }

    /// All of them by digest.
    pub(crate) fn all(self) -> BTreeMap<String, api::Text> {
        self.0
    }
}

async fn open(app: &App, marketplace: MarketplaceId, names: &Names, seal: &Seal) -> Answer<api::Text> {
    let unsealed = match app.vault.unseal(marketplace, seal).await {
        // One seal that cannot be opened must not take the page with it: its state says so, and `verify` names it.
        Err(VaultError::NotADigest(_) | VaultError::Damaged { .. }) => Unsealed::Missing,
        other => other?,
    };
    let (state, text) = match unsealed {
        Unsealed::Clear(bytes) => {
            (api::TextState::Readable, Some(String::from_utf8_lossy(&bytes).into_owned()))
        }
        Unsealed::Erased => (api::TextState::Erased, None),
        Unsealed::Removed => (api::TextState::Removed, None),
        Unsealed::Missing => (api::TextState::Missing, None),
    };
    Ok(api::Text { state, text, digest: seal.digest.clone(), author: names.of(seal.by) })
}

/// Every text that a case's page shows.
pub(crate) fn of_case(case: &Case) -> Vec<&Seal> {
    let proposals = case.proposals.iter().flat_map(|p| [remedy(&p.remedy), p.words.text.as_ref()]);
    let rulings = case.rulings.iter().flat_map(|r| {
        [r.remedy.as_ref().and_then(remedy), r.departs.as_ref().and_then(|words| words.text.as_ref())]
    });
    let own = [
        case.text.as_ref(),
        remedy(&case.asked),
        case.fixed.as_ref().and_then(remedy),
        case.returning.address.as_ref(),
        case.draft.as_ref().and_then(|draft| draft.words.text.as_ref()),
        case.funding.as_ref().and_then(|funding| funding.questionnaire.as_ref()?.words.as_ref()),
    ];
    own.into_iter().chain(proposals).chain(rulings).flatten().collect()
}

fn remedy(remedy: &Remedy) -> Option<&Seal> {
    if let Remedy::Other { words } = remedy { Some(words) } else { None }
}

/// Seals a text under its author's key.
pub(crate) async fn seal(app: &App, marketplace: MarketplaceId, author: PartyId, text: &str) -> Answer<Seal> {
    Ok(app.vault.seal(marketplace, author, text.as_bytes()).await?)
}

/// Seals a text where there is one.
pub(crate) async fn seal_any(
    app: &App,
    marketplace: MarketplaceId,
    author: PartyId,
    text: Option<&str>,
) -> Answer<Option<Seal>> {
    match text {
        Some(text) => Ok(Some(seal(app, marketplace, author, text).await?)),
        None => Ok(None),
    }
}

/// Seals the text of typed words.
pub(crate) async fn words(
    app: &App,
    marketplace: MarketplaceId,
    author: PartyId,
    words: &api::Words,
) -> Answer<Words> {
    let text = seal_any(app, marketplace, author, words.text.as_deref()).await?;
    Ok(Words { reason: words.reason.clone(), text })
}
