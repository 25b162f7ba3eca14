//! A case: where it stands and whose turn it is, until when and what follows, what was asked and offered, what is shown,
//! what can be done now, and how it ended.
pub(crate) mod ask;
pub(crate) mod claimed;
pub(crate) mod head;
pub(crate) mod now;
pub(crate) mod offers;
pub(crate) mod outcome;
pub(crate) mod questionnaire;
pub(crate) mod shown;

use super::goods::{self, Goods};
use super::history::{self, Happened, Of};
use super::layout::Page;
use super::look::icon;
use super::orders::one::case_title;
use super::problem::{self, Shown};
use super::reader::Reader;
use super::{acts, compensation, evidence, live, look, talk};
use crate::acts::{case_of, order_of, shown_case, visible};
use crate::error::Answer;
use crate::extract::Path;
use crate::state::App;
use crate::{ids, pages, texts, view};
use axum::extract::State;
use engine::View;
use maud::{Markup, html};

/// The act of adding a file.
const ADDED: &str = "submit_evidence";

/// Everything that a page about a case is made from.
pub(crate) struct Case {
    pub(crate) found: View,
    pub(crate) case: api::CaseView,
    pub(crate) order: api::OrderView,
    pub(crate) goods: Vec<Goods>,
    pub(crate) people: talk::People,
    pub(crate) evidence: api::EvidenceList,
    /// Shown on the order before the case was opened, or beside it.
    pub(crate) beside: Vec<api::EvidenceView>,
    pub(crate) messages: Vec<api::MessageView>,
    /// What the buyer has written on the order and in its cases, where a seller claims payment.
    pub(crate) heard: Vec<api::MessageView>,
    pub(crate) happened: Vec<Happened>,
}

impl Case {
    /// Reads it, if it is the reader's to see.
    pub(crate) async fn of(app: &App, reader: &Reader, case: &str) -> Answer<Self> {
        let (id, no) = ids::case(case)?;
        let caller = &reader.session.caller;
        let found = visible(app, caller, id).await?;
        let (state, order) = (shown_case(&found, caller, no)?, order_of(&found)?);
        let make =
            |reading: &view::Reading<'_>| (view::case(reading, state, caller.staff()), view::order(reading));
        let seals = texts::of_case(state);
        let (case, page) = pages::page(app, caller, &found, &reader.wish(), seals, make).await?;
        let goods = goods::of(app, caller.id(), order).await?;
        let people = talk::People::of(app, caller.id(), order).await?;
        let mut evidence = evidence::all(app, reader, &page.id).await?;
        let beside = evidence.items.iter().filter(|piece| piece.case.is_none()).cloned().collect();
        evidence.items.retain(|piece| piece.case.as_ref() == Some(&case.id));
        let messages = talk::of_order(app, reader, id, Some(&case.id)).await?;
        let happened = history::since(app, reader, &found, Of::Case(no), 0).await?;
        let heard = if case.claim.is_some() { talk::of_buyer(app, reader, id).await? } else { Vec::new() };
        Ok(Self { heard, case, order: page, goods, people, evidence, beside, messages, happened, found })
    }

    /// The domain's own state of it.
    pub(crate) fn state(&self) -> Option<&resolution::case::Case> {
        let (_, no) = ids::case(&self.case.id).ok()?;
        case_of(&self.found, no).ok()
    }

    /// The page that shows it to this reader.
    pub(crate) fn href(&self, reader: &Reader) -> String {
        format!("{}/cases/{}", reader.base(), self.case.id)
    }

    /// The two sides.
    pub(crate) fn sides(&self) -> evidence::Sides<'_> {
        evidence::Sides { buyer: &self.case.opener, seller: &self.case.respondent }
    }

    /// What it is about, in one line.
    pub(crate) fn about(&self) -> String {
        let units: Vec<u16> = self.case.units.iter().map(|unit| unit.unit).collect();
        goods::in_short(&goods::of_units(&self.goods, &units))
    }

    /// The refund that carries it out.
    pub(crate) fn refund(&self) -> Option<&api::RefundView> {
        let wanted = self.case.refund.as_ref()?;
        self.order.refunds.iter().find(|refund| refund.id == *wanted)
    }

    /// What the mediator asked last, while the answer is awaited.
    pub(crate) fn question(&self) -> Option<&Happened> {
        let open = self.case.stage.name == "answering";
        self.happened.iter().rfind(|one| open && one.kind == "question_asked")
    }
}

/// The page.
pub(crate) async fn show(State(app): State<App>, reader: Reader, Path(case): Path<String>) -> Shown {
    match make(&app, &reader, &case).await {
        Ok(page) => Ok(page.show(&app, &reader).await),
        Err(error) => Ok(problem::page(&app, &reader, &error).await),
    }
}

async fn make(app: &App, reader: &Reader, id: &str) -> Answer<Page<'static>> {
    let version = live::of_order(app, reader, ids::case(id)?.0).await?;
    let case = Case::of(app, reader, id).await?;
    let stream = format!("{}/live/orders/{}", reader.base(), case.order.id);
    if case.case.kind == compensation::KIND {
        let title = reader.t("compensation-title");
        let body = compensation::page(reader, &case.order, &case.case, &case.goods, &case.happened);
        return Ok(Page::new(title, "orders", body).live(stream, version));
    }
    let title = case_title(reader, &case.case.kind, &case.case.reason_title);
    Ok(Page::new(title, "orders", body(reader, &case)).wide().live(stream, version))
}

fn body(reader: &Reader, case: &Case) -> Markup {
    let order = format!("{}/orders/{}", reader.base(), case.order.id);
    html! {
        (look::back(reader, &order, "back-order"))
        // A file that was added is told beside the files: there its sender comes back to.
        @if acts::did(reader) != Some(ADDED) { (acts::done(reader)) }
        div data-part="head" { (head::card(reader, case)) }
        div class="columns two" {
            div {
                div data-part="outcome" { (outcome::card(reader, case)) }
                // An offer that can be answered comes before everything else that can be done.
                div data-part="turn" {
                    @if offers::answerable(&case.case) { (offers::card(reader, case)) (now::card(reader, case)) }
                    @else { (now::card(reader, case)) (offers::card(reader, case)) }
                }
                (questionnaire::card(reader, &case.case))
                div data-part="asked" { (ask::card(reader, case)) }
                div data-part="evidence" id="evidence" { (shown::card(reader, case)) }
                (talk::card(reader, &case.order.id, Some(&case.case.id), &case.messages, &case.case.allowed_actions))
            }
            div {
                div data-part="later" { (now::later(reader, case)) }
                div data-part="timeline" { (happened(reader, case)) }
            }
        }
    }
}

/// What happened, newest first.
fn happened(reader: &Reader, case: &Case) -> Markup {
    html! {
        section class="card" { div class="card-body stack" {
            h2 { (icon("list")) " " (reader.t("case-happened")) }
            (history::timeline(reader, &case.happened))
        } }
    }
}
