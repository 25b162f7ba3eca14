//! Whether the destination that a carrier names is the one that the buyer gave (INR-7): what the core must not see
//! enters it as a declared fact.
use crate::error::Answer;
use crate::state::App;
use connectors::tracking::Tracker;
use engine::routes::{followed, normal_carrier, normal_number};
use engine::vault::PersonState;
use jiff::Timestamp;
use resolution::id::MarketplaceId;

/// Compares the postal code that the carrier names with the buyer's address. Cities are not compared: the two sides may
/// write them in different languages. Nothing where there is nothing to compare.
pub(crate) async fn matches(
    app: &App,
    marketplace: MarketplaceId,
    tracker: &Tracker,
    at: Timestamp,
) -> Answer<Option<bool>> {
    let Some(code) = tracker.destination.as_ref().and_then(|named| named.postal_code.as_ref()) else {
        return Ok(None);
    };
    let carrier = Some(normal_carrier(&tracker.carrier)).filter(|carrier| !carrier.is_empty());
    let routes = app.engine.store().parcels(marketplace, None, normal_number(&tracker.number)).await?;
    let routes = followed(&routes, carrier.as_deref(), at);
    let Some(route) = routes.first() else { return Ok(None) };
    let Some(view) = app.engine.order(marketplace, route.order).await? else { return Ok(None) };
    let Some(buyer) = view.aggregate.order().map(|order| order.placed.buyer) else { return Ok(None) };
    let PersonState::Known(person) = app.vault.person(marketplace, buyer).await? else { return Ok(None) };
    Ok(compare(&person.data.address, code.reveal()))
}

/// Whether the address holds the code; nothing where it holds no code of that shape at all. What follows a hyphen is
/// left out: carriers add to a code.
fn compare(address: &[String], code: &str) -> Option<bool> {
    let plain = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let wanted = plain(code.split('-').next().unwrap_or_default());
    if !wanted.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let words: Vec<String> = address.iter().flat_map(|line| line.split([' ', ',', '-'])).map(plain).collect();
    let pairs = words.windows(2).map(|pair| pair.concat());
    let candidates: Vec<String> =
        words.iter().cloned().chain(pairs).filter(|word| shape(word) == shape(&wanted)).collect();
    if candidates.is_empty() { None } else { Some(candidates.contains(&wanted)) }
}

/// Which of a code's characters are digits.
fn shape(code: &str) -> Vec<bool> {
    code.chars().map(|c| c.is_ascii_digit()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inr_07_postal_codes_are_compared_where_there_are_some() {
        let address = ["Main Street 1".to_owned(), "94107 San Francisco, CA".to_owned()];
        assert_eq!(compare(&address, "94107"), Some(true));
        assert_eq!(compare(&address, "94107-1234"), Some(true));
        assert_eq!(compare(&address, "94108"), Some(false));
        assert_eq!(compare(&["London".to_owned(), "SW1A 1AA".to_owned()], "sw1a1aa"), Some(true));
        assert_eq!(
            compare(&["Main Street 1".to_owned()], "94107"),
            None,
            "the address has no code of this shape"
        );
        assert_eq!(compare(&address, ""), None);
    }
}
