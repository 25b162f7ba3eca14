//! The queue of the platform's staff: by deadline, what is mine and what nobody has.
use crate::error::Answer;
use crate::extract::Params;
use crate::portal::inbox::{Known, Waiting, href, load, on_accounts};
use crate::portal::layout::Page;
use crate::portal::live;
use crate::portal::look::{Tone, badge, icon};
use crate::portal::problem::{self, Shown};
use crate::portal::reader::Reader;
use crate::routes::inbox::whose;
use crate::state::App;
use crate::view;
use axum::extract::State;
use engine::ports::{InboxOf, TurnRow};
use maud::{Markup, html};
use resolution::actor::Actor;
use resolution::aggregate::{Context, Limits};
use resolution::case::{Case, CaseKind, facts, procedure};
use resolution::id::AggregateId;
use serde::Deserialize;

/// Rows on a page.
const PAGE: u32 = 40;

/// Which part of the queue.
#[derive(Default, Deserialize)]
pub(super) struct Part {
    after: Option<String>,
    /// `mine` or `open`; both together where none is named.
    of: Option<String>,
}

impl Part {
    fn of(&self) -> &str {
        match self.of.as_deref() {
            Some("mine") => "mine",
            Some("open") => "open",
            _ => "all",
        }
    }
}

/// The queue.
pub(super) async fn show(State(app): State<App>, reader: Reader, Params(part): Params<Part>) -> Shown {
    match make(&app, &reader, &part).await {
        Ok(page) => Ok(page.show(&app, &reader).await),
        Err(error) => Ok(problem::page(&app, &reader, &error).await),
    }
}

async fn make(app: &App, reader: &Reader, part: &Part) -> Answer<Page<'static>> {
    let version = live::of_inbox(app, reader).await?;
    let mut of = whose(&reader.session.caller.actor);
    of.retain(|of| match part.of() {
        "mine" => !matches!(of, InboxOf::Mediators),
        "open" => !matches!(of, InboxOf::Party(_)),
        _ => true,
    });
    let waiting = load(app, reader, of, part.after.as_deref(), PAGE).await?;
    let body = html! {
        h1 { (reader.t("desk-queue")) }
        @if matches!(reader.session.caller.actor, Actor::Mediator(_)) { (filters(reader, part)) }
        div data-part="queue" {
            (on_accounts(reader, &waiting))
            @if waiting.rows.is_empty() { (nothing(reader, part)) } @else { div class="card" { (table(reader, &waiting)) } }
        }
        (pages(reader, part, waiting.next.as_deref()))
    };
    let stream = format!("{}/live/inbox", reader.base());
    Ok(Page::new(reader.t("desk-queue"), "queue", body).wide().live(stream, version))
}

fn filters(reader: &Reader, part: &Part) -> Markup {
    let all = [("all", "/staff/"), ("mine", "/staff/?of=mine"), ("open", "/staff/?of=open")];
    html! {
        nav class="tabs" aria-label=(reader.t("desk-filter")) {
            @for (name, path) in all {
                a href=(path) aria-current=[(part.of() == name).then_some("true")] { (reader.t(&format!("desk-filter-{name}"))) }
            }
        }
    }
}

/// The columns, each with the words of its head.
const COLUMNS: [&str; 7] =
    ["desk-case", "desk-amount", "desk-stage", "desk-clock", "desk-recommended", "desk-age", "desk-mediator"];

fn table(reader: &Reader, waiting: &Waiting) -> Markup {
    html! {
        // The roles are said again because a phone shows the rows as cards, which takes them away.
        table class="queue" role="table" {
            thead role="rowgroup" { tr role="row" { @for column in COLUMNS { th scope="col" role="columnheader" { (reader.t(column)) } } } }
            tbody role="rowgroup" { @for (row, known) in waiting.each() { (line(reader, waiting, row, known)) } }
        }
    }
}

fn line(reader: &Reader, waiting: &Waiting, row: &TurnRow, known: &Known) -> Markup {
    let cells = [
        what(reader, row, known),
        html! { span class="number" { (reader.format.money(&known.stake(row))) } },
        html! { (reader.t(&stage(row))) },
        clock(reader, waiting, row, known),
        html! { (recommended(reader, waiting, row, known).unwrap_or_else(|| reader.t("desk-none"))) },
        html! { (age(reader, waiting, row, known)) },
        html! { (holder(reader, row, known)) },
    ];
    let heads = COLUMNS.map(|column| reader.t(column));
    html! {
        tr role="row" data-case=[row.order().zip(row.case).map(|(order, no)| crate::ids::write(crate::ids::CASE, order, no.0))] {
            @for (head, cell) in heads.iter().zip(cells) {
                td role="cell" { span class="head" aria-hidden="true" { (head) } div { (cell) } }
            }
        }
    }
}

fn stage(row: &TurnRow) -> String {
    if row.case.is_some() { format!("stage-{}", row.what) } else { format!("waits-{}", row.what) }
}

/// What it is about: the reason of the case, and what was bought.
fn what(reader: &Reader, row: &TurnRow, known: &Known) -> Markup {
    let language = reader.taste.words.code();
    let reason = known.case(row).map(|case| {
        let key = format!("reason.{}", case.reason);
        known.governing.policy.message(language, &key).unwrap_or(&case.reason).to_owned()
    });
    html! {
        a class="strong" href=(href(reader, row)) { (reason.unwrap_or_else(|| reader.t(&stage(row)))) }
        br;
        span class="quiet small" {
            (known.title()) " · " (reader.with("orders-reference", &[("reference", (&known.order.placed.reference).into())]))
        }
        @if let Some(case) = known.case(row).filter(|case| case.kind != CaseKind::Dispute) {
            br; span class="quiet small" { (reader.t(&format!("case-kind-{}", view::word(case.kind)))) }
        }
        @if known.case(row).is_some_and(|case| case.appealed) { br; (badge(Tone::Warn, &reader.t("desk-appealed"))) }
    }
}

/// The review's clock, and what the platform has promised.
fn clock(reader: &Reader, waiting: &Waiting, row: &TurnRow, known: &Known) -> Markup {
    let promised = known.case(row).and_then(|case| case.stage.promised);
    html! {
        @match waiting.clock(reader, row, known) {
            Some(clock) => {
                (badge(Tone::of_seconds(clock.seconds_left), &reader.format.left(clock.seconds_left)))
                br; span class="quiet small" { (reader.format.date_time(clock.end)) }
            },
            None => { (badge(Tone::Plain, &reader.t("inbox-clock-rests"))) },
        }
        @if let Some(promised) = promised {
            br; span class="quiet small" { (reader.with("desk-promised", &[("end", reader.format.date_time(promised).into())])) }
        }
    }
}

/// What the published table says, in a word.
fn recommended(reader: &Reader, waiting: &Waiting, row: &TurnRow, known: &Known) -> Option<String> {
    let case = known.case(row)?;
    let governing = &known.governing;
    let now = waiting.now().max(known.order.last_at);
    let word = match case.kind {
        // No table has a say in it.
        CaseKind::Risk | CaseKind::CarrierCompensation => return None,
        CaseKind::SellerClaim => {
            let context = Context {
                id: AggregateId::Order(known.order.id),
                marketplace: reader.session.caller.id(),
                calendar: &governing.calendar,
                policy: &governing.policy,
                limits: &Limits::default(),
            };
            let ruling = procedure::recommendation(&known.order, case.no, &context, now)?;
            ruling.remedy.map_or("none", |remedy| remedy.kind().word())
        }
        CaseKind::Dispute | CaseKind::Undelivered | CaseKind::Return | CaseKind::Negligence => {
            let facts = facts::of(&known.order, case, &governing.policy, &governing.calendar, now);
            governing.policy.rule(&facts)?.remedy.word()
        }
    };
    Some(reader.t(&format!("row-{word}")))
}

fn age(reader: &Reader, waiting: &Waiting, row: &TurnRow, known: &Known) -> String {
    let since = known.case(row).map_or(known.order.placed.placed_at, |case| case.opened);
    let days = waiting.now().duration_since(since).as_hours() / 24;
    reader.with("desk-days", &[("n", days.max(0).into())])
}

fn holder(reader: &Reader, row: &TurnRow, known: &Known) -> String {
    let taken = known.case(row).and_then(|case: &Case| case.mediator);
    match taken {
        Some(mediator) if reader.session.caller.actor.party() == Some(mediator) => reader.t("desk-me"),
        Some(_) => reader.t("desk-other"),
        None => reader.t("desk-nobody"),
    }
}

fn nothing(reader: &Reader, part: &Part) -> Markup {
    html! {
        section class="card" { div class="card-body" data-group="nothing" {
            h2 { (icon("circle-check")) " " (reader.t(&format!("desk-nothing-{}", part.of()))) }
            p { (reader.t("desk-nothing-hint")) }
        } }
    }
}

fn pages(reader: &Reader, part: &Part, next: Option<&str>) -> Markup {
    let of = part.of();
    html! {
        @if part.after.is_some() || next.is_some() {
            nav class="acts" aria-label=(reader.t("list-pages")) {
                @if part.after.is_some() { a class="btn btn-plain" href={ "/staff/?of=" (of) } { (reader.t("inbox-first")) } }
                @if let Some(next) = next {
                    a class="btn btn-plain" href={ "/staff/?of=" (of) "&after=" (next) } { (reader.t("inbox-next")) }
                }
            }
        }
    }
}
