//! "Check before you decide": who gets how much by a ruling, what happens next, and the button that makes it.
use super::gathered::Gathered;
use super::preview::{self, Owner, Preview};
use super::rule::carried;
use super::ruling::{Terms, Typed};
use super::table;
use crate::acts::author;
use crate::convert;
use crate::error::Answer;
use crate::portal::history::{self, Happened, Of};
use crate::portal::layout::Page;
use crate::portal::look::{Fact, Tone, back, button, errors, facts, note};
use crate::portal::problem::known;
use crate::portal::reader::Reader;
use crate::state::App;
use crate::view;
use maud::{Markup, html};
use resolution::order::command::OrderCommand;
use resolution::refusal::Refusal;
use resolution::seal::Words;

/// Asks the core what a ruling would move.
pub(super) async fn preview(
    app: &App,
    reader: &Reader,
    gathered: &Gathered,
    ruling: &api::NewRuling,
) -> Answer<Result<Preview, Refusal>> {
    let caller = &reader.session.caller;
    let remedy = match &ruling.remedy {
        Some(given) => {
            let author = author(app, caller);
            Some(convert::remedy(app, caller.id(), author, given, gathered.currency).await?)
        }
        None => None,
    };
    let no = gathered.at.1;
    let departs = ruling.departs.as_ref().map(|words| Words::only(&words.reason));
    let command = OrderCommand::Rule { case: no, remedy, liable: convert::liable(ruling.liable), departs };
    Ok(preview::of(&gathered.view, no, &caller.actor, command, gathered.now))
}

/// What happened in the case since a page was made.
pub(super) struct Since(Vec<Happened>);

impl Since {
    /// After an event's number; of a page that does not say which it had seen, nothing is known.
    pub(super) async fn of(app: &App, reader: &Reader, gathered: &Gathered, version: u64) -> Answer<Self> {
        if version == 0 {
            return Ok(Self(Vec::new()));
        }
        let of = Of::Around(gathered.at.1);
        Ok(Self(history::since(app, reader, &gathered.view, of, version).await?))
    }

    /// Whether somebody wrote or showed something that the mediator has not read. Once there is a ruling, it is too late.
    pub(super) fn unread(&self) -> bool {
        !self.0.is_empty() && !self.ruled()
    }

    /// Whether it was ruled meanwhile.
    pub(super) fn ruled(&self) -> bool {
        self.0.iter().any(|one| one.kind == "case_ruled")
    }

    fn shown(&self, reader: &Reader) -> Markup {
        html! {
            @if !self.0.is_empty() { (note(Tone::Warn, &reader.t("rule-since"), &history::list(reader, &self.0))) }
        }
    }
}

/// The page.
pub(super) fn page(
    reader: &Reader,
    gathered: &Gathered,
    typed: &Typed,
    (ruling, preview): (&api::NewRuling, &Preview),
    since: &Since,
    problems: &[(String, String)],
) -> Page<'static> {
    let case = &gathered.case;
    // What happened up to now is told on this page, so from here on only what comes later is news.
    let typed = &Typed { version: gathered.order.version, ..typed.clone() };
    let body = html! {
        (back(reader, &format!("/staff/cases/{}", case.id), "back-case"))
        div class="question" {
            (errors(reader, problems))
            (since.shown(reader))
            h1 { (reader.t("rule-check")) }
            div class="card" { div class="card-body" { (facts(&chosen(reader, gathered, typed, preview))) } }
            (money(reader, preview))
            h2 { (reader.t("rule-next")) }
            (next(reader, preview))
            div class="acts" {
                form method="post" action={ "/staff/cases/" (case.id) "/ruling" } data-act="rule" {
                    (carried(reader, gathered, typed, &[]))
                    input type="hidden" name="seen" value=(case.revision);
                    @for (name, value) in Terms::of(gathered, ruling).fields() {
                        input type="hidden" name=(name) value=(value);
                    }
                    (button("btn-primary", &reader.t("rule-decide")))
                }
                (change(reader, gathered, typed))
            }
        }
    };
    Page::new(reader.t("rule-check"), "queue", body)
}

/// The ruling was refused and cannot be made so any more: why, what happened since, and everything that was typed.
pub(super) fn refused(
    reader: &Reader,
    gathered: &Gathered,
    typed: &Typed,
    since: &Since,
    problems: &[(String, String)],
) -> Page<'static> {
    let body = html! {
        (back(reader, &format!("/staff/cases/{}", gathered.case.id), "back-case"))
        div class="question" {
            (errors(reader, problems))
            (since.shown(reader))
            h1 { (reader.t("rule-title")) }
            @if !typed.text.is_empty() { h2 { (reader.t("rule-typed")) } p class="quoted" { (typed.text) } }
            (change(reader, gathered, typed))
        }
    };
    Page::new(reader.t("rule-title"), "queue", body)
}

fn change(reader: &Reader, gathered: &Gathered, typed: &Typed) -> Markup {
    html! {
        form method="post" action={ "/staff/cases/" (gathered.case.id) "/rule" } {
            (carried(reader, gathered, typed, &[]))
            input type="hidden" name="step" value="change";
            (button("btn-plain", &reader.t("form-change")))
        }
    }
}

fn chosen(reader: &Reader, gathered: &Gathered, typed: &Typed, preview: &Preview) -> Vec<Fact> {
    let mut list = vec![
        Fact::new(
            reader.t("rule-outcome"),
            html! { strong { (table::outcome(reader, gathered, preview.remedy.as_ref())) } },
        ),
        Fact::new(
            reader.t("rule-liable"),
            html! { (reader.t(&format!("liable-{}", preview.liable))) ", " (reader.t(&format!("funded_by-{}", preview.funded_by))) },
        ),
    ];
    let follows = if preview.departs { "rule-departs" } else { "rule-follows" };
    list.push(Fact::new(
        reader.t("rule-recommendation"),
        html! { span data-follows=(!preview.departs) { (reader.t(follows)) } },
    ));
    if preview.departs {
        list.push(Fact::new(
            reader.t("rule-reason"),
            html! { (known(reader, "reason", &typed.reason)) p class="quoted" { (typed.text.trim()) } },
        ));
    }
    list
}

/// Who has how much more or less afterwards, and by which ways the buyer gets it.
fn money(reader: &Reader, preview: &Preview) -> Markup {
    // What leaves escrow and what is owed are told as such, without a sign to be read.
    let shown = |owner: &Owner, amount: &api::Money| match owner {
        Owner::Held | Owner::SellerOwes => api::Money { amount: -amount.amount, ..amount.clone() },
        _ => amount.clone(),
    };
    html! {
        section class="card" { div class="card-body" {
            h2 { (reader.t("rule-money")) }
            @if preview.moved.is_empty() { p class="quiet" { (reader.t("rule-no-money")) } } @else {
                table class="money" { tbody { @for (owner, amount) in &preview.moved {
                    @let amount = shown(owner, amount);
                    tr data-owner=(owner.word()) data-amount=(amount.amount) {
                        th scope="row" { (reader.t(&format!("rule-money-{}", owner.word()))) }
                        td { (reader.format.money(&amount)) }
                    }
                } } }
            }
            @if !preview.ways.is_empty() {
                h3 { (reader.t("rule-ways")) }
                ul { @for (route, method, amount) in &preview.ways {
                    @let route = view::word(*route);
                    li data-way=(route) data-amount=(amount.amount) {
                        (reader.with("refund-way", &[
                            ("route", reader.t(&format!("route-{route}")).into()),
                            ("method", known(reader, "method", method).into()),
                        ]))
                        ": " span class="number" { (reader.format.money(amount)) }
                    }
                } }
            }
            @if preview.coins != 0 {
                p { (reader.with("rule-coins", &[("coins", reader.format.number(preview.coins).into())])) }
            }
            p class="quiet small" { (reader.t("rule-money-hint")) }
        } }
    }
}

fn next(reader: &Reader, preview: &Preview) -> Markup {
    html! {
        ul {
            li { @match preview.appeal {
                Some(end) => (reader.with("rule-next-appeal", &[("end", reader.format.date_time(end).into())])),
                None => (reader.t("rule-next-final")),
            } }
            @if let Some(stage) = preview.waits {
                li { (reader.with("rule-next-waits", &[("stage", reader.t(&format!("stage-{}", stage.word())).into())])) }
            } @else if !preview.ways.is_empty() { li { (reader.t("rule-next-refund")) } }
            @if let Some(at) = preview.released {
                li { (reader.with("rule-next-release", &[("at", reader.format.date_time(at).into())])) }
            }
            li { (reader.t("rule-next-both")) }
        }
    }
}
