//! What a form is about, asked anew each time: the order, the case, what may be done, and the reader's own evidence.
use super::buttons::number;
use crate::acts::{order_of, shown_case, visible};
use crate::error::Answer;
use crate::portal::goods::{self, Goods};
use crate::portal::reader::Reader;
use crate::portal::{evidence, talk};
use crate::state::App;
use crate::{ids, pages, texts, view};
use engine::View;
use jiff::Timestamp;
use resolution::id::CaseNo;
use resolution::money::Currency;
use serde::{Deserialize, Serialize};

/// Which act, as the address names it.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct About {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) target: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) terms: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) no: Option<String>,
}

impl About {
    /// The case that it is about, by the form of its target.
    pub(super) fn case(&self) -> Option<(resolution::id::OrderId, CaseNo)> {
        self.target.as_deref().and_then(|target| ids::case(target).ok())
    }

    /// The page that it came from and goes back to.
    pub(super) fn home(&self, reader: &Reader, order: &str) -> String {
        match (self.case(), &self.target) {
            (Some(_), Some(case)) => format!("{}/cases/{case}", reader.base()),
            _ => format!("{}/orders/{order}", reader.base()),
        }
    }
}

/// Everything that a form is made from.
pub(super) struct Subject {
    pub(super) view: View,
    pub(super) order: api::OrderView,
    pub(super) case: Option<api::CaseView>,
    pub(super) currency: Currency,
    /// The marketplace's time.
    pub(super) now: Timestamp,
    pub(super) goods: Vec<Goods>,
    /// The reader's own evidence that stands, of the case and of the order itself.
    pub(super) own: Vec<api::EvidenceView>,
    /// What the buyer has written on the order and in its cases, where a seller claims.
    pub(super) heard: Vec<api::MessageView>,
}

impl Subject {
    pub(super) async fn of(
        app: &App,
        reader: &Reader,
        (order, act): (&str, &str),
        about: &About,
    ) -> Answer<Self> {
        let caller = &reader.session.caller;
        let found = visible(app, caller, ids::order(order)?).await?;
        let state = order_of(&found)?;
        let page = pages::page(app, caller, &found, &reader.wish(), Vec::new(), view::order).await?;
        let case = match about.case().filter(|(of, _)| *of == state.id) {
            Some((_, no)) => {
                let case = shown_case(&found, caller, no)?;
                let make = |reading: &view::Reading<'_>| view::case(reading, case, caller.staff());
                Some(pages::page(app, caller, &found, &reader.wish(), texts::of_case(case), make).await?)
            }
            None => None,
        };
        let goods = goods::of(app, caller.id(), state).await?;
        let mut own = evidence::all(app, reader, order).await?.items;
        own.retain(|piece| piece.case.is_none() || piece.case.as_ref() == case.as_ref().map(|case| &case.id));
        own.retain(|piece| {
            Some(&piece.author) == caller.external.as_ref()
                && piece.withdrawn_at.is_none()
                && piece.removed_at.is_none()
        });
        let heard =
            if act == "claim_payment" { talk::of_buyer(app, reader, state.id).await? } else { Vec::new() };
        let now = app.engine.now(caller.id()).await?.max(state.last_at);
        let currency = state.placed.currency;
        Ok(Self { currency, order: page, case, now, goods, own, heard, view: found })
    }

    /// The act as it may be done now, if the reader's role knows it here at all.
    pub(super) fn action(&self, act: &str, about: &About) -> Option<&api::ActionView> {
        self.order.allowed_actions.iter().find(|action| {
            action.act == act
                && action.target == about.target
                && (about.terms.is_none() || action.terms == about.terms)
                && (about.no.is_none() || number(action) == about.no.as_deref())
        })
    }

    /// The proposal that an act is about.
    pub(super) fn proposal(&self, about: &About) -> Option<&api::ProposalView> {
        let case = self.case.as_ref()?;
        let no = about.no.as_deref().and_then(|no| no.parse::<u16>().ok());
        case.proposal_history
            .iter()
            .rev()
            .find(|found| no.map_or(Some(&found.terms) == about.terms.as_ref(), |no| found.proposal == no))
    }
}

/// The ends of an act's amount.
pub(super) fn amounts(action: &api::ActionView) -> Option<(i64, i64)> {
    let ranges = action.ranges.as_ref()?.as_array()?;
    let range = ranges.iter().find(|range| range["field"] == "amount")?;
    Some((range["min"].as_i64()?, range["max"].as_i64()?))
}

/// The most that an act offers for a field, in minor units; nothing is 0.
pub(super) fn most_of(action: &api::ActionView, field: &str) -> i64 {
    let ranges = action.ranges.as_ref().and_then(|ranges| ranges.as_array()).into_iter().flatten();
    let most = ranges.filter(|range| range["field"] == field).find_map(|range| range["max"].as_i64());
    most.unwrap_or(0)
}

/// After which instant an act's own instant must be.
pub(super) fn after(action: &api::ActionView) -> Option<jiff::Timestamp> {
    let ranges = action.ranges.as_ref()?.as_array()?;
    ranges.iter().find_map(|range| range["after"].as_str()?.parse().ok())
}

/// The words of a closed list that an act offers for a field.
pub(super) fn words_of(action: &api::ActionView, field: &str) -> Vec<String> {
    let ranges = action.ranges.as_ref().and_then(|ranges| ranges.as_array());
    let range = ranges.into_iter().flatten().find(|range| range["field"] == field);
    let words = range.and_then(|range| range["words"].as_array()).into_iter().flatten();
    words.filter_map(|word| word.as_str().map(str::to_owned)).collect()
}
