//! The start: three doors, and what there is to find behind them.
use super::finds::{Find, Finds, finds};
use super::people::{Person, door, person};
use super::{now, settings};
use crate::error::{Answer, ApiError};
use crate::portal::layout::open_page;
use crate::portal::look::{Tone, badge, icon};
use crate::portal::reader::Taste;
use crate::portal::session::Role;
use crate::portal::words::{Arg, Format};
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use engine::ports::{InboxOf, TurnQuery};
use jiff::Timestamp;
use maud::{Markup, html};

/// What is counted behind a door, at most.
const COUNTED: u32 = 200;

/// A door with who is behind it.
struct Door {
    role: Role,
    person: Person,
    /// How much waits there.
    waiting: usize,
}

/// The page.
pub(super) async fn show(State(app): State<App>, parts: Parts) -> Answer<Response> {
    let demo = settings(&app)?;
    let taste = Taste::of(&parts, None, None);
    let (now, format) = now(&app, demo, &taste).await?;
    let mut doors = Vec::new();
    let featured =
        [(Role::Buyer, &demo.buyer), (Role::Seller, &demo.seller), (Role::Mediator, &demo.mediator)];
    for (role, id) in featured {
        doors.push(behind(&app, role, id).await?);
    }
    let body = body(&taste, &format, &doors, &finds(&app).await?, now);
    Ok(open_page(&app, &taste, StatusCode::OK, &taste.words.t("demo-title"), &body).await)
}

async fn behind(app: &App, role: Role, id: &str) -> Answer<Door> {
    let demo = settings(app)?;
    let party = app.vault.pseudonym(demo.id(), id);
    let person = person(app, demo.id(), party).await?.ok_or_else(|| ApiError::not_found("person"))?;
    let mut waiting = 0;
    let mut boxes = vec![InboxOf::Party(party)];
    if role == Role::Mediator {
        boxes.push(InboxOf::Mediators);
    }
    for of in boxes {
        let query = TurnQuery { marketplace: demo.id(), of, after: None, limit: COUNTED };
        waiting += app.engine.inbox(query).await?.len();
    }
    Ok(Door { role, person, waiting })
}

fn body(taste: &Taste, format: &Format, doors: &[Door], finds: &Finds, now: Timestamp) -> Markup {
    let words = taste.words;
    html! {
        h1 { (words.t("demo-title")) }
        p { (words.t("demo-lead")) }
        div class="doors" { @for door in doors { (card(taste, door)) } }
        section class="card" { div class="card-body" {
            h2 { (words.t("demo-tour")) }
            ol { @for step in 1..=5 { li { (words.t(&format!("demo-tour-{step}"))) } } }
        } }
        section class="card" {
            h2 { (words.t("demo-finds")) }
            div class="card-body quiet" { (words.t("demo-finds-hint")) }
            ul class="rows" { @for find in &finds.cases { li { (found(taste, format, find, now)) } } }
        }
        details {
            summary { (words.t("demo-people")) }
            ul { @for (role, person) in &finds.people {
                li {
                    a href=(door(*role, &person.id, "")) { (person.name) } ", "
                    (words.t(&format!("demo-role-{}", role.word())))
                }
            } }
        }
        p { (words.t("demo-staff")) " " a href="/staff/sign-in" { "/staff/sign-in" } }
    }
}

fn card(taste: &Taste, behind: &Door) -> Markup {
    let words = taste.words;
    let (role, name) = (behind.role.word(), Arg::from(behind.person.name.clone()));
    let picture = match behind.role {
        Role::Buyer => "package",
        Role::Seller => "truck-delivery",
        Role::Mediator | Role::Finance => "scale",
    };
    html! {
        section class="card" { div class="card-body stack" {
            h2 { (icon(picture)) " " (words.t(&format!("demo-door-{role}"))) }
            p { (words.with(&format!("demo-door-{role}-hint"), &[("person", name.clone())])) }
            p class="quiet" { (words.with("demo-waiting", &[("n", behind.waiting.into())])) }
            a class="btn btn-primary" href=(door(behind.role, &behind.person.id, "")) {
                (words.with("demo-enter", &[("person", name)]))
            }
        } }
    }
}

fn found(taste: &Taste, format: &Format, find: &Find, now: Timestamp) -> Markup {
    let words = taste.words;
    let left = find.end.map(|end| end.duration_since(now).as_secs());
    html! {
        div class="row-between" {
            a class="whole" href=(find.door) { (words.t(&format!("demo-find-{}", find.stage.word()))) }
            @if let Some(left) = left { (badge(Tone::of_seconds(left), &format.left(left))) }
        }
        p class="quiet small" {
            (find.goods) " · "
            (words.with("demo-as", &[
                ("person", (&find.name).into()),
                ("role", words.t(&format!("demo-role-{}", find.role.word())).into()),
            ]))
        }
    }
}
