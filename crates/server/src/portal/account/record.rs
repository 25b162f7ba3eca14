//! A buyer's own record: what the protection fund's decision looks at, and the reports of sellers with what came of them.
use super::case;
use crate::error::Answer;
use crate::ids;
use crate::parties::Names;
use crate::portal::layout::Page;
use crate::portal::look::{self, Fact, facts, icon};
use crate::portal::problem::{self, Shown};
use crate::portal::reader::Reader;
use crate::routes::accounts::Found;
use crate::state::App;
use crate::view;
use axum::extract::State;
use jiff::Timestamp;
use maud::{Markup, html};
use resolution::id::{AccountId, AccountRole};

/// Where the page is.
pub(crate) const PATH: &str = "/buyer/record";

/// The page.
pub(crate) async fn show(State(app): State<App>, reader: Reader) -> Shown {
    match make(&app, &reader).await {
        Ok(page) => Ok(page.show(&app, &reader).await),
        Err(error) => Ok(problem::page(&app, &reader, &error).await),
    }
}

/// The account of the reader; nothing before anything happened on it.
async fn own(app: &App, reader: &Reader) -> Answer<Option<Found>> {
    let caller = &reader.session.caller;
    let Some(party) = caller.actor.party() else { return Ok(None) };
    let id = AccountId::of(caller.id(), AccountRole::Buyer, party);
    Ok(app.engine.account(caller.id(), id).await?.map(Found))
}

async fn make(app: &App, reader: &Reader) -> Answer<Page<'static>> {
    let found = own(app, reader).await?;
    let now = app.engine.now(reader.session.caller.id()).await?;
    let standing = match &found {
        Some(found) => view::account(found.account()?, &found.0, &Names::default(), now).standing,
        None => None,
    };
    let reports: Vec<(String, Timestamp)> = match &found {
        Some(found) => {
            let account = found.account()?;
            let newest = account.cases.iter().rev();
            newest.map(|case| (ids::write_account_case(account.id, case.no), case.opened)).collect()
        }
        None => Vec::new(),
    };
    let title = reader.t("standing-title");
    let body = html! {
        (look::back(reader, &format!("{}/orders", reader.base()), "back-orders"))
        h1 { (title) }
        section class="card" data-part="standing" { div class="card-body stack" {
            @match &standing {
                Some(standing) => (counted(reader, standing)),
                None => p { (reader.t("standing-none")) },
            }
        } }
        @if !reports.is_empty() {
            section class="card" data-part="reports" { div class="card-body stack" {
                h2 { (icon("message")) " " (reader.t("standing-all-reports")) }
                ul class="rows" { @for (id, at) in &reports { li {
                    a href=(case::href(reader, id)) {
                        (reader.with("standing-report", &[("at", reader.format.date_time(*at).into())]))
                    }
                } } }
            } }
        }
    };
    Ok(Page::new(title, "orders", body))
}

fn counted(reader: &Reader, standing: &api::StandingView) -> Markup {
    let all: Vec<Fact> = standing
        .counts
        .iter()
        .map(|one| {
            let count = reader.format.number(one.count.into());
            let said = match one.at_most {
                Some(most) => {
                    let most = reader.format.number(most.into());
                    reader.with("standing-count", &[("count", count.into()), ("most", most.into())])
                }
                None => count,
            };
            Fact::new(
                reader.t(&format!("standing-{}", one.factor)),
                html! { span data-factor=(one.factor) { (said) } },
            )
        })
        .collect();
    html! {
        p { (reader.with("standing-hint", &[("since", reader.format.day(standing.since).into())])) }
        (facts(&all))
    }
}
