//! What people write to each other on an order and in its cases, and who they are.
use super::form::Sent;
use super::look::{Field, button, form_head, textarea};
use super::problem;
use super::reader::Reader;
use crate::error::Answer;
use crate::extract::{Intent, Path};
use crate::pages;
use crate::portal::problem::Shown;
use crate::routes::messages;
use crate::state::App;
use api::{MessageView, TextState};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use engine::vault::PersonState;
use maud::{Markup, html};
use resolution::id::{MarketplaceId, OrderId, PartyId};
use resolution::order::Order;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Everyone on an order by the name that they gave, where they gave one.
pub(crate) struct People(BTreeMap<String, String>);

impl People {
    /// Looks them up.
    pub(crate) async fn of(app: &App, marketplace: MarketplaceId, order: &Order) -> Answer<Self> {
        let mut people = BTreeMap::new();
        let all: BTreeSet<PartyId> = pages::parties(order).into_iter().collect();
        for party in all {
            if let PersonState::Known(person) = app.vault.person(marketplace, party).await?
                && let Some(name) = person.data.name
            {
                people.insert(person.external_id, name);
            }
        }
        Ok(Self(people))
    }

    /// The name of someone, or the marketplace's own id.
    pub(crate) fn name<'a>(&'a self, id: &'a str) -> &'a str {
        self.0.get(id).map_or(id, String::as_str)
    }
}

/// The messages of an order that belong to its case, or to the order itself where none is named.
pub(crate) async fn of_order(
    app: &App,
    reader: &Reader,
    order: OrderId,
    case: Option<&str>,
) -> Answer<Vec<MessageView>> {
    let caller = reader.session.caller.clone();
    let Json(all) = messages::list(State(app.clone()), caller, Path(order.to_string())).await?;
    Ok(all.items.into_iter().filter(|message| message.case.as_deref() == case).collect())
}

/// What the buyer has written on an order and in its cases.
pub(crate) async fn of_buyer(app: &App, reader: &Reader, order: OrderId) -> Answer<Vec<MessageView>> {
    let caller = reader.session.caller.clone();
    let Json(all) = messages::list(State(app.clone()), caller, Path(order.to_string())).await?;
    Ok(all.items.into_iter().filter(|message| message.role == "buyer").collect())
}

/// The conversation, and the form to write in, where the reader may.
pub(crate) fn card(
    reader: &Reader,
    order: &str,
    case: Option<&str>,
    messages: &[MessageView],
    actions: &[api::ActionView],
) -> Markup {
    let may = actions
        .iter()
        .any(|action| action.act == "write_message" && action.allowed && action.target.as_deref() == case);
    html! {
        @if may || !messages.is_empty() {
            section class="card" id="talk" { div class="card-body stack" {
                h2 { (reader.t("talk-title")) }
                div data-part="talk" { (conversation(reader, messages)) }
                @if may { div data-part="write" { (write_form(reader, order, case, "", &[])) } }
            } }
        }
    }
}

pub(crate) fn conversation(reader: &Reader, messages: &[MessageView]) -> Markup {
    html! {
        @if messages.is_empty() { p class="quiet" { (reader.t("talk-none")) } }
        @else { ol class="talk" { @for message in messages {
            li class=[(message.role == reader.role().word()).then_some("mine")] {
                span class="who" {
                    (reader.t(&format!("role-{}", message.role))) " · " (reader.format.date_time(message.at))
                }
                (words(reader, &message.text))
            }
        } } }
    }
}

/// A sealed text as it reads now.
pub(crate) fn words(reader: &Reader, text: &api::Text) -> Markup {
    html! {
        @match (text.state, &text.text) {
            (TextState::Readable, Some(text)) => { (text) },
            (TextState::Erased, _) => em { (reader.t("text-erased")) },
            (TextState::Removed, _) => em { (reader.t("text-removed")) },
            _ => em { (reader.t("text-missing")) },
        }
    }
}

/// The form in which a message is written.
pub(crate) fn write_form(
    reader: &Reader,
    order: &str,
    case: Option<&str>,
    text: &str,
    problems: &[(String, String)],
) -> Markup {
    let problem = problems.first().map(|(_, problem)| problem.clone());
    let field = Field {
        name: "text",
        label: reader.t("talk-write"),
        hint: Some(reader.t("talk-hint")),
        value: text.to_owned(),
        problem,
        input: None,
    };
    html! {
        form method="post" action={ (reader.base()) "/orders/" (order) "/messages" } {
            (form_head(reader, &reader.once, None))
            @if let Some(case) = case { input type="hidden" name="case" value=(case); }
            (textarea(&field))
            (button("btn-plain", &reader.t("talk-send")))
        }
    }
}

/// A message as the form sends it.
#[derive(Deserialize)]
pub(crate) struct Written {
    #[serde(default)]
    text: String,
    case: Option<String>,
}

/// Writes a message and goes back to the page.
pub(crate) async fn write(State(app): State<App>, Path(order): Path<String>, form: Sent<Written>) -> Shown {
    let reader = form.reader;
    let Written { text, case } = form.body;
    let back = case.as_ref().map_or_else(
        || format!("{}/orders/{order}#talk", reader.base()),
        |case| format!("{}/cases/{case}#talk", reader.base()),
    );
    if text.trim().is_empty() {
        let problems = [("text".to_owned(), reader.t("talk-empty"))];
        return Ok(not_written(&app, &reader, &order, case.as_deref(), "", &problems).await);
    }
    let intent = Intent {
        caller: reader.session.caller.clone(),
        body: api::NewMessage { case: case.clone(), text: text.clone() },
        guard: form.guard,
    };
    match messages::write(State(app.clone()), Path(order.clone()), intent).await {
        Ok(_) => Ok(Redirect::to(&back).into_response()),
        Err(error) => {
            let problems = [("text".to_owned(), problem::sentence(&reader, &error, ""))];
            Ok(not_written(&app, &reader, &order, case.as_deref(), &text, &problems).await)
        }
    }
}

/// The message could not be written: its text is given back, in the same conversation, and nothing is lost.
async fn not_written(
    app: &App,
    reader: &Reader,
    order: &str,
    case: Option<&str>,
    text: &str,
    problems: &[(String, String)],
) -> Response {
    let (to, words) = match case {
        Some(case) => (format!("{}/cases/{case}", reader.base()), "back-case"),
        None => (format!("{}/orders/{order}", reader.base()), "back-order"),
    };
    let body = html! {
        (super::look::back(reader, &to, words))
        div class="question" {
            (super::look::errors(reader, problems))
            h1 { (reader.t("talk-title")) }
            (write_form(reader, order, case, text, problems))
        }
    };
    let page = super::layout::Page::new(reader.t("talk-title"), "orders", body);
    page.with_status(app, reader, StatusCode::UNPROCESSABLE_ENTITY).await
}
