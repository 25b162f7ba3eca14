//! The desk of one case: both sides, the facts, what the rules say, and what can be done, on one screen.
use super::gathered::Gathered;
use super::sides::Material;
use super::{funded, sides, table};
use crate::error::Answer;
use crate::extract::Path;
use crate::ids;
use crate::portal::case::{outcome, questionnaire};
use crate::portal::layout::Page;
use crate::portal::look::{Fact, Tone, badge, facts, icon, note};
use crate::portal::orders::one::{case_title, closed_as, stage_of};
use crate::portal::orders::{money, parcels};
use crate::portal::problem::{self, Shown};
use crate::portal::reader::Reader;
use crate::portal::{acts, compensation, evidence, history, live, look, refunds, talk, terms};
use crate::state::App;
use axum::extract::State;
use maud::{Markup, html};

/// Acts of a mediator that have a form of their own, in this order.
const FORMS: [&str; 4] = ["decide_risk", "ask", "propose", "report_finding"];

/// The page.
pub(super) async fn show(State(app): State<App>, reader: Reader, Path(case): Path<String>) -> Shown {
    match make(&app, &reader, &case).await {
        Ok(page) => Ok(page.show(&app, &reader).await),
        Err(error) => Ok(problem::page(&app, &reader, &error).await),
    }
}

async fn make(app: &App, reader: &Reader, case: &str) -> Answer<Page<'static>> {
    let version = live::of_order(app, reader, ids::case(case)?.0).await?;
    let gathered = Gathered::of(app, reader, case).await?;
    let (id, order) = (&gathered.case.id, &gathered.order.id);
    let mut pieces = evidence::of_order(app, reader, order, None).await?.items;
    pieces.extend(evidence::of_order(app, reader, order, Some(id)).await?.items);
    let mut messages = talk::of_order(app, reader, gathered.at.0, None).await?;
    messages.extend(talk::of_order(app, reader, gathered.at.0, Some(id)).await?);
    messages.sort_by_key(|message| message.at);
    let happened = history::since(app, reader, &gathered.view, history::Of::Case(gathered.at.1), 0).await?;
    if gathered.case.kind == compensation::KIND {
        // Nobody decides anything in it.
        let body = compensation::page(reader, &gathered.order, &gathered.case, &gathered.goods, &happened);
        let stream = format!("/staff/live/orders/{order}");
        return Ok(Page::new(reader.t("compensation-title"), "queue", body).live(stream, version));
    }
    let heard = if gathered.case.claim.is_some() {
        talk::of_buyer(app, reader, gathered.at.0).await?
    } else {
        Vec::new()
    };
    let material = Material { gathered: &gathered, evidence: &pieces, happened: &happened, heard: &heard };
    let body = html! {
        (look::back(reader, "/staff/", "desk-back"))
        (acts::done(reader))
        div data-part="head" { (head(reader, &gathered)) }
        div class="desk" {
            div data-part="buyer" { (sides::buyer(reader, &material)) }
            div data-part="seller" { (sides::seller(reader, &material)) }
            div {
                div data-part="decide" { (decide(reader, &gathered)) }
                div data-part="rulings" { (table::rulings(reader, &gathered)) }
            }
        }
        @if !matches!(gathered.case.kind.as_str(), "risk" | "seller_claim") { div data-part="facts" { (table::derived(reader, &gathered)) } }
        @if let Some(funding) = &gathered.case.funding { (funded::card(reader, &gathered.case, funding)) }
        (questionnaire::card(reader, &gathered.case))
        div class="columns two" {
            div {
                (talk::card(reader, order, Some(id), &messages, &gathered.case.allowed_actions))
                div data-part="parcels" { (parcels::cards(reader, &gathered.order, &gathered.goods)) }
                div data-part="refunds" { @for refund in &gathered.order.refunds { (refunds::card(reader, refund)) } }
            }
            div {
                section class="card" { div class="card-body" data-part="history" {
                    h2 { (reader.t("desk-history")) }
                    (history::timeline(reader, &happened))
                } }
                div data-part="money" { (money::card(reader, &gathered.order)) }
                p { a href={ "/staff/orders/" (order) } { (icon("package")) " " (reader.t("desk-order")) } }
                p { a href={ "/staff/orders/" (order) "/seller" } { (icon("building-store")) " " (reader.t("seller-link")) } }
                (terms::link(reader, &gathered.order.terms.policy))
            }
        }
    };
    let title = format!("{} · {}", gathered.case.reason_title, gathered.title());
    let stream = format!("/staff/live/orders/{order}");
    Ok(Page::new(title, "queue", body).wide().live(stream, version))
}

fn head(reader: &Reader, gathered: &Gathered) -> Markup {
    let (case, order) = (&gathered.case, &gathered.order);
    let mediator = match &case.mediator {
        Some(id) if reader.session.caller.external.as_deref() == Some(id.as_str()) => reader.t("desk-me"),
        Some(id) => gathered.people.name(id).to_owned(),
        None => reader.t("desk-nobody"),
    };
    // A cause alone does not say that it is the seller who asks.
    let title = if case.claim.is_some() {
        case_title(reader, &case.kind, &case.reason_title)
    } else {
        case.reason_title.clone()
    };
    let at_stake = case.claim.as_ref().map_or(&case.refundable, |claim| &claim.claimable);
    let list = [
        Fact::new(
            reader.t("order-reference"),
            html! { a href={ "/staff/orders/" (order.id) } { (order.reference) } },
        ),
        Fact::new(reader.t("desk-opened"), html! { (reader.format.date(case.opened_at)) }),
        Fact::new(
            reader.t(if case.claim.is_some() { "claim-amount" } else { "desk-at-stake" }),
            html! { span class="number" { (reader.format.money(at_stake)) } },
        ),
        Fact::new(reader.t("desk-mediator"), html! { span data-mediator { (mediator) } }),
    ];
    html! {
        div class="row-between" {
            h1 { (title) ": " (gathered.title()) }
            span class="acts" {
                @if case.appealed { (badge(Tone::Warn, &reader.t("desk-appealed"))) }
                @match &case.closed {
                    Some(closed) => (badge(Tone::Plain, &closed_as(reader, &case.kind, &closed.how))),
                    None => (badge(Tone::Accent, &stage_of(reader, &case.kind, &case.stage.name))),
                }
            }
        }
        div class="columns two" {
            div class="card" { div class="card-body" { (facts(&list)) } }
            @if case.closed.is_none() { div class="card" { div class="card-body stack" { (clock(reader, case)) } } }
        }
    }
}

/// The clock that runs now, what the platform has promised, and what stops it.
fn clock(reader: &Reader, case: &api::CaseView) -> Markup {
    html! {
        h2 { (reader.t(&format!("turn-{}", case.stage.turn))) }
        @if let Some(clock) = &case.stage.clock { (look::clock(reader, "", clock)) }
        @for cause in &case.stage.stopped_by { p { (icon("hourglass")) " " (reader.t(&format!("stopped-{cause}"))) } }
        @if let Some(promised) = case.stage.promised {
            p class="quiet small" { (reader.with("desk-promised", &[("end", reader.format.date_time(promised).into())])) }
        }
    }
}

/// What the rules say, and what the mediator can do now or why not.
fn decide(reader: &Reader, gathered: &Gathered) -> Markup {
    let case = &gathered.case;
    let rule = gathered.action("rule");
    let forms = FORMS.iter().filter_map(|act| gathered.action(act));
    let may = |act: &str| gathered.action(act).is_some_and(|action| action.allowed);
    html! {
        @if let Some(asked) = &case.investigation { (outcome::investigation(reader, case, asked)) }
        @if case.kind == "risk" { (sides::found(reader, case)) } @else { (table::recommendation(reader, gathered)) }
        @if case.closed.is_none() && !case.allowed_actions.is_empty() {
            section class="card" { div class="card-body stack" {
                h2 { (reader.t("order-now")) }
                @if let Some(assign) = gathered.action("assign") {
                    @if assign.allowed { (gathered.take(reader, assign)) p class="quiet small" { (reader.t("act-assign-hint")) } }
                    @else if case.mediator.is_none() { (acts::refused(reader, assign, &gathered.view)) }
                }
                @if may("rule") {
                    a class="btn btn-primary" href={ "/staff/cases/" (case.id) "/rule" } data-act="rule" { (reader.t("desk-rule")) }
                } @else if let Some(rule) = rule { (acts::refused(reader, rule, &gathered.view)) }
                @for action in forms.filter(|action| action.allowed) {
                    (acts::button(reader, &gathered.order.id, action, "btn-plain"))
                }
            } }
        }
        @if let Some(proposal) = &case.proposals.platform {
            (note(Tone::Plain, &reader.t("desk-platform-proposed"), &sides::offer(reader, proposal)))
        }
    }
}
