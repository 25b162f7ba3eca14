//! Everything about one case that a mediator's page is made from.
use crate::acts::{case_of, order_of, visible};
use crate::error::Answer;
use crate::portal::acts;
use crate::portal::goods::{self, Goods};
use crate::portal::look::{button, form_head};
use crate::portal::reader::Reader;
use crate::portal::talk::People;
use crate::state::App;
use crate::{ids, pages, texts, view};
use engine::View;
use jiff::Timestamp;
use maud::{Markup, html};
use resolution::case::{Ruling, procedure};
use resolution::id::{CaseNo, OrderId};
use resolution::money::Currency;

/// A case as its mediator sees it.
pub(super) struct Gathered {
    pub(super) view: View,
    pub(super) at: (OrderId, CaseNo),
    pub(super) now: Timestamp,
    pub(super) case: api::CaseView,
    pub(super) order: api::OrderView,
    pub(super) goods: Vec<Goods>,
    pub(super) people: People,
    /// What the published table recommends. A form that is sent again after its ruling still needs it.
    pub(super) recommended: Option<Ruling>,
    pub(super) currency: Currency,
}

impl Gathered {
    /// Looks it up.
    pub(super) async fn of(app: &App, reader: &Reader, case: &str) -> Answer<Self> {
        let caller = &reader.session.caller;
        let at = ids::case(case)?;
        let view = visible(app, caller, at.0).await?;
        let order = order_of(&view)?;
        let found = case_of(&view, at.1)?;
        let wish = reader.wish();
        let both = pages::page(app, caller, &view, &wish, texts::of_case(found), |reading| {
            (view::case(reading, found, caller.staff()), view::order(reading))
        });
        let (case, page) = both.await?;
        let now = app.engine.now(caller.id()).await?.max(order.last_at);
        let recommended = procedure::recommendation(order, at.1, &view.context(), now);
        let goods = goods::of(app, caller.id(), order).await?;
        let people = People::of(app, caller.id(), order).await?;
        let currency = order.placed.currency;
        Ok(Self { at, now, case, order: page, goods, people, recommended, currency, view })
    }

    /// What the goods in the case are.
    pub(super) fn title(&self) -> String {
        let units: Vec<u16> = self.case.units.iter().map(|unit| unit.unit).collect();
        goods::in_short(&goods::of_units(&self.goods, &units))
    }

    /// The button that takes the case: the act's own form, which asks nothing.
    pub(super) fn take(&self, reader: &Reader, action: &api::ActionView) -> Markup {
        html! {
            form method="post" action=(acts::href(reader, &self.order.id, action)) data-act=(action.act) {
                (form_head(reader, &reader.once, Some(self.case.revision.into())))
                input type="hidden" name="version" value=(self.order.version);
                (button("btn-primary", &reader.t("desk-take")))
            }
        }
    }

    /// An act that the reader may do in this case, or why not.
    pub(super) fn action(&self, act: &str) -> Option<&api::ActionView> {
        self.case.allowed_actions.iter().find(|action| action.act == act)
    }
}
