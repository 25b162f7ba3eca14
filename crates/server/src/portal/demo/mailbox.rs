//! The mailbox: what the marketplace would have sent by mail, to everybody, newest first.
use super::mails::Mail;
use super::people::{People, Person, door};
use super::{settings, zone};
use crate::error::{Answer, ApiError};
use crate::extract::Params;
use crate::ids;
use crate::portal::layout::open_page;
use crate::portal::reader::Taste;
use crate::portal::session::{Role, encoded};
use crate::portal::words::{Arg, Format, Told, words};
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use resolution::id::{AccountRole, AggregateId};
use serde::Deserialize;

/// Mails on a page.
const PAGE: usize = 25;

/// Which mails.
#[derive(Deserialize)]
pub(super) struct Filter {
    /// To whom, by the marketplace's own id.
    person: Option<String>,
    /// How many newer ones to leave out.
    #[serde(default)]
    skip: usize,
}

/// A mail as it is shown.
struct Letter {
    at: Timestamp,
    name: String,
    id: String,
    role: Role,
    language: &'static str,
    subject: String,
    body: String,
    link: String,
}

/// The page.
pub(super) async fn show(
    State(app): State<App>,
    Params(filter): Params<Filter>,
    parts: Parts,
) -> Answer<Response> {
    let demo = settings(&app)?;
    let taste = Taste::of(&parts, None, None);
    let zone = zone(&app, demo, &taste).await?;
    let person = filter.person.as_deref().filter(|person| !person.is_empty());
    let to = person.map(|person| app.vault.pseudonym(demo.id(), person));
    let (mails, more) = app.mails.page(&app, demo.id(), to, (filter.skip, PAGE)).await?;
    let (mut people, mut letters) = (People::default(), Vec::with_capacity(mails.len()));
    for mail in &mails {
        letters.extend(letter(&app, &mut people, mail, &zone).await?);
    }
    let mut featured = Vec::new();
    for id in [&demo.buyer, &demo.seller] {
        featured.extend(people.find(&app, demo.id(), app.vault.pseudonym(demo.id(), id)).await?);
    }
    let name = match to {
        Some(to) => people.find(&app, demo.id(), to).await?.map(|person| person.name),
        None => None,
    };
    let whose = Whose { id: person, name: name.as_deref().or(person), featured: &featured };
    let format = Format::new(taste.words, zone);
    let body = body(&taste, &format, &whose, &letters, filter.skip, more);
    Ok(open_page(&app, &taste, StatusCode::OK, &taste.words.t("demo-mailbox"), &body).await)
}

/// A mail in its recipient's language; nothing where the recipient is nobody whom we know.
async fn letter(app: &App, people: &mut People, mail: &Mail, zone: &TimeZone) -> Answer<Option<Letter>> {
    let id = settings(app)?.id();
    let Some(to) = people.find(app, id, mail.to).await? else { return Ok(None) };
    let Some((role, tail, reference)) = about(app, mail).await? else { return Ok(None) };
    let link = door(role, &to.id, &tail);
    let own = words(&to.language);
    let told = Told { order: &reference, end: mail.end, link: &link, role: role.word() };
    let (subject, body) = Format::new(own, zone.clone()).notice(&mail.notice, &told);
    let letter =
        Letter { at: mail.at, name: to.name, id: to.id, role, language: own.code(), subject, body, link };
    Ok(Some(letter))
}

/// As whom the recipient reads it, where it leads to, and the order's reference where it is about one.
async fn about(app: &App, mail: &Mail) -> Answer<Option<(Role, String, String)>> {
    let id = settings(app)?.id();
    match mail.about {
        AggregateId::Order(order) => {
            let view = app.engine.order(id, order).await?.ok_or_else(|| ApiError::not_found("order"))?;
            let placed = &crate::acts::order_of(&view)?.placed;
            let role = if mail.to == placed.seller { Role::Seller } else { Role::Buyer };
            let tail = match mail.case {
                Some(case) => format!("cases/{}", ids::write(ids::CASE, order, case.0)),
                None => format!("orders/{order}"),
            };
            Ok(Some((role, tail, placed.reference.clone())))
        }
        AggregateId::Account(account) => {
            let view =
                app.engine.account(id, account).await?.ok_or_else(|| ApiError::not_found("account"))?;
            let found = view.aggregate.account().ok_or_else(|| ApiError::not_found("account"))?;
            // Of a buyer's account the seller who reports is told as well.
            let own = mail.to == found.party && found.role == AccountRole::Buyer;
            let role = if own { Role::Buyer } else { Role::Seller };
            let tail =
                mail.case.map(|case| format!("account_cases/{}", ids::write_account_case(account, case)));
            Ok(tail.map(|tail| (role, tail, String::new())))
        }
        AggregateId::Fund(_) => Ok(None),
    }
}

/// Whose mails are shown: somebody's, or everybody's.
struct Whose<'a> {
    id: Option<&'a str>,
    name: Option<&'a str>,
    /// For whom there is a link at the head of the page.
    featured: &'a [Person],
}

fn body(
    taste: &Taste,
    format: &Format,
    whose: &Whose<'_>,
    letters: &[Letter],
    skip: usize,
    more: bool,
) -> Markup {
    let words = taste.words;
    let page = |skip: usize| {
        let person = whose.id.map(|person| format!("person={}&", encoded(person))).unwrap_or_default();
        format!("/demo/mailbox?{person}skip={skip}")
    };
    html! {
        h1 { (words.t("demo-mailbox")) }
        p class="quiet" { (words.t("demo-mailbox-hint")) }
        @if let Some(name) = whose.name { p { (words.with("demo-mailbox-of", &[("person", Arg::from(name))])) } }
        nav class="acts" aria-label=(words.t("demo-mailbox-whose")) {
            a href="/demo/mailbox" aria-current=[whose.id.is_none().then_some("page")] { (words.t("demo-mailbox-all")) }
            @for person in whose.featured {
                a href={ "/demo/mailbox?person=" (encoded(&person.id)) }
                    aria-current=[(whose.id == Some(person.id.as_str())).then_some("page")] { (person.name) }
            }
        }
        @if letters.is_empty() { p { (words.t("demo-mailbox-none")) } }
        @for letter in letters { (shown(taste, format, letter)) }
        @if skip > 0 || more {
            nav class="acts" aria-label=(words.t("list-pages")) {
                @if skip > 0 { a class="btn btn-plain" href=(page(skip.saturating_sub(PAGE))) { (words.t("demo-mailbox-newer")) } }
                @if more { a class="btn btn-plain" href=(page(skip + PAGE)) { (words.t("demo-mailbox-older")) } }
            }
        }
    }
}

fn shown(taste: &Taste, format: &Format, letter: &Letter) -> Markup {
    let words = taste.words;
    let role = words.t(&format!("demo-role-{}", letter.role.word()));
    html! {
        article class="card" { div class="card-body" {
            div class="row-between" {
                span {
                    (words.t("demo-mailbox-to")) " "
                    a href={ "/demo/mailbox?person=" (encoded(&letter.id)) } { (letter.name) }
                    " " span class="quiet" { "(" (role) ")" }
                }
                time class="quiet small" datetime=(letter.at.to_string()) { (format.date_time(letter.at)) }
            }
            div lang=(letter.language) {
                h2 { (letter.subject) }
                @for paragraph in letter.body.split("\n\n") { p { (linked(paragraph, letter)) } }
            }
        } }
    }
}

/// A paragraph whose link can be followed; it says as whom, in the words of the mail.
fn linked(paragraph: &str, letter: &Letter) -> Markup {
    let link = letter.link.as_str();
    let Some((before, after)) = paragraph.split_once(link) else { return html! { (paragraph) } };
    let shown = words(letter.language).with("demo-mailbox-open", &[("person", (&letter.name).into())]);
    html! { (before) a href=(link) { (shown) } (after) }
}
