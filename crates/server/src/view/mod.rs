//! From the trade's own state to what is read over the wire: pure, with names and texts already looked up.
mod account;
pub(crate) mod account_case;
mod action;
mod case;
mod claim;
mod clock;
mod compensation;
mod event;
mod fund;
mod order;
mod refund;
pub(crate) mod statement;
mod terms;

pub(crate) use account::account;
pub(crate) use case::case;
pub(crate) use clock::Clocks;
pub(crate) use event::{event, kind};
pub(crate) use fund::fund;
pub(crate) use order::order;
pub(crate) use terms::terms;

use crate::convert;
use crate::parties::Names;
use crate::texts::Texts;
use resolution::actor::Actor;
use resolution::aggregate::Context;
use resolution::case::remedy::Remedy;
use resolution::money::{Currency, Minor};
use resolution::order::Order;

/// Everything that a page about an order is made from.
pub(crate) struct Reading<'a> {
    pub(crate) order: &'a Order,
    pub(crate) context: Context<'a>,
    pub(crate) actor: &'a Actor,
    pub(crate) names: &'a Names,
    pub(crate) texts: &'a Texts,
    pub(crate) clocks: Clocks<'a>,
    /// The reader's language.
    pub(crate) language: &'a str,
}

impl Reading<'_> {
    fn money(&self, amount: Minor) -> api::Money {
        convert::money(amount, self.order.placed.currency)
    }

    fn message(&self, key: &str) -> String {
        self.context.policy.message(self.language, key).unwrap_or(key).to_owned()
    }

    fn remedy(&self, found: &Remedy) -> api::RemedyView {
        remedy(found, self.order.placed.currency, self.texts)
    }
}

/// A remedy with its words and its amount.
pub(crate) fn remedy(remedy: &Remedy, currency: Currency, texts: &Texts) -> api::RemedyView {
    let words = if let Remedy::Other { words } = remedy { Some(texts.of(words)) } else { None };
    let return_first =
        if let Remedy::Replacement { return_first } = remedy { Some(*return_first) } else { None };
    api::RemedyView {
        kind: remedy.kind().word().to_owned(),
        amount: remedy.amount().map(|amount| convert::money(amount, currency)),
        return_first,
        words,
    }
}

/// The stable word of a value that serialises to one.
pub(crate) fn word(value: impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}
