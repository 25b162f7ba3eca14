//! What the processes on one store tell each other, so that nobody shows or follows what is no longer so.
use crate::ports::LONGEST_WORD;
use crate::watch::Changed;
use resolution::id::{AggregateId, MarketplaceId, PartyId};
use serde::{Deserialize, Serialize};

/// One piece of news. It names what to read again, never what is to be believed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum News {
    /// An order or account has another version.
    Changed {
        #[serde(rename = "m")]
        marketplace: MarketplaceId,
        #[serde(rename = "id")]
        aggregate: AggregateId,
        #[serde(rename = "v")]
        version: u64,
        #[serde(rename = "p")]
        parties: Option<[PartyId; 2]>,
        #[serde(rename = "t")]
        turns: bool,
    },
    /// Anything in a marketplace may look different: its sandbox clock was moved, or too much changed to be named.
    Much(MarketplaceId),
    /// Policy, calendar or another setting of a marketplace was changed.
    Rules(MarketplaceId),
}

impl From<Changed> for News {
    fn from(changed: Changed) -> Self {
        let Changed { marketplace, what, parties, turns } = changed;
        match what {
            Some((aggregate, version)) => Self::Changed { marketplace, aggregate, version, parties, turns },
            None => Self::Much(marketplace),
        }
    }
}

impl News {
    /// What watchers of this process are told.
    pub(crate) fn changed(&self) -> Changed {
        match *self {
            Self::Changed { marketplace, aggregate, version, parties, turns } => {
                Changed { marketplace, what: Some((aggregate, version)), parties, turns }
            }
            Self::Much(marketplace) | Self::Rules(marketplace) => Changed::all(marketplace),
        }
    }
}

/// Gathers news into texts that may be told, a line each.
pub(crate) fn texts(news: &[News]) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    // What cannot be written as JSON does not exist; leaving it out would only make somebody look later.
    for line in news.iter().filter_map(|one| serde_json::to_string(one).ok()) {
        match texts.last_mut().filter(|text| text.len() + line.len() < LONGEST_WORD) {
            Some(text) => {
                text.push('\n');
                text.push_str(&line);
            }
            None => texts.push(line),
        }
    }
    texts
}

/// Reads a text; lines of a newer program that this one does not know are `None`.
pub(crate) fn read(text: &str) -> impl Iterator<Item = Option<News>> + '_ {
    text.lines().map(|line| serde_json::from_str(line).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use resolution::id::OrderId;

    fn changed(no: u8) -> News {
        News::Changed {
            marketplace: MarketplaceId([9; 16]),
            aggregate: AggregateId::Order(OrderId([no; 16])),
            version: u64::MAX,
            parties: Some([PartyId([1; 16]), PartyId([2; 16])]),
            turns: true,
        }
    }

    #[test]
    fn news_travels_in_texts_that_fit_and_is_read_as_it_was() {
        let mut news: Vec<News> = (0..=255).map(changed).collect();
        news.extend([News::Much(MarketplaceId([3; 16])), News::Rules(MarketplaceId([4; 16]))]);
        let texts = texts(&news);
        assert!(texts.len() > 1 && texts.iter().all(|text| text.len() <= LONGEST_WORD), "{}", texts.len());
        let heard: Vec<News> =
            texts.iter().flat_map(|text| read(text)).map(|one| one.expect("known")).collect();
        assert_eq!(heard, news);
    }

    #[test]
    fn what_a_newer_program_tells_is_no_harm() {
        assert_eq!(read("{\"comets\":1}\nnothing").collect::<Vec<_>>(), [None, None]);
    }

    #[test]
    fn a_change_is_heard_as_it_was_told() {
        let told = changed(1).changed();
        assert_eq!(News::from(told), changed(1));
        assert_eq!(News::from(Changed::all(MarketplaceId([3; 16]))), News::Much(MarketplaceId([3; 16])));
    }
}
