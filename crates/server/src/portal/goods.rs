//! What was bought, in words: the title of the listing as the buyer saw it, or the seller's stock word.
use crate::error::Answer;
use crate::state::App;
use resolution::id::MarketplaceId;
use resolution::order::Order;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A line of an order as people know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Goods {
    /// The listing's title.
    pub(crate) title: String,
    /// How many were bought.
    pub(crate) quantity: u16,
    /// The first unit; the line's units follow it without a gap.
    pub(crate) first: u16,
}

impl Goods {
    /// Whether a unit of the order is of this line.
    pub(crate) fn holds(&self, unit: u16) -> bool {
        (self.first..self.first.saturating_add(self.quantity)).contains(&unit)
    }
}

/// The titles of listings by digest, each looked up once; nothing where a listing has none that people can read.
pub(crate) struct Titles(BTreeMap<String, Option<String>>);

impl Titles {
    /// Looks up those of some orders.
    pub(crate) async fn load<'a>(
        app: &App,
        marketplace: MarketplaceId,
        orders: impl IntoIterator<Item = &'a Order>,
    ) -> Answer<Self> {
        let lines = orders.into_iter().flat_map(|order| &order.placed.lines);
        let wanted: BTreeSet<&String> = lines.filter_map(|line| line.listing.as_ref()).collect();
        let mut titles = BTreeMap::new();
        for digest in wanted {
            titles.insert(digest.clone(), title(app, marketplace, digest).await?);
        }
        Ok(Self(titles))
    }

    /// The lines of one of them.
    pub(crate) fn goods(&self, order: &Order) -> Vec<Goods> {
        let known = |digest: &String| self.0.get(digest).cloned().flatten();
        let lines = order.placed.lines.iter().map(|line| Goods {
            title: line.listing.as_ref().and_then(known).unwrap_or_else(|| line.sku.clone()),
            quantity: line.quantity,
            first: line.first.0,
        });
        lines.collect()
    }
}

/// The lines of an order.
pub(crate) async fn of(app: &App, marketplace: MarketplaceId, order: &Order) -> Answer<Vec<Goods>> {
    Ok(Titles::load(app, marketplace, [order]).await?.goods(order))
}

/// `title` or `name` of a listing, where it is a text that people can read.
async fn title(app: &App, marketplace: MarketplaceId, digest: &str) -> Answer<Option<String>> {
    let mut wanted = [0; 32];
    if hex::decode_to_slice(digest, &mut wanted).is_err() {
        return Ok(None);
    }
    let document = app.engine.store().document(marketplace, wanted).await?;
    let listing = document.and_then(|document| serde_json::from_slice::<Value>(&document.bytes).ok());
    let named = listing.as_ref().and_then(|listing| listing.get("title").or_else(|| listing.get("name")));
    Ok(named.and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned))
}

/// Everything that was bought, in one line of text.
pub(crate) fn in_short(goods: &[Goods]) -> String {
    let one = |goods: &Goods| {
        if goods.quantity > 1 {
            format!("{} × {}", goods.quantity, goods.title)
        } else {
            goods.title.clone()
        }
    };
    goods.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The goods of some units, with how many of each.
pub(crate) fn of_units(goods: &[Goods], units: &[u16]) -> Vec<Goods> {
    let counted = goods.iter().map(|line| {
        let quantity = units.iter().filter(|unit| line.holds(**unit)).count();
        Goods { quantity: u16::try_from(quantity).unwrap_or(u16::MAX), ..line.clone() }
    });
    counted.filter(|line| line.quantity > 0).collect()
}
