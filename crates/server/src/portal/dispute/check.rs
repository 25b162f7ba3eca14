//! "Check your answers", and sending them.
use super::answers::{Answers, NONE, Problem, Step};
use super::possible::has_amount;
use super::{Asking, path, question};
use crate::acts::{author, order_of};
use crate::error::Answer;
use crate::extract::{Intent, Path};
use crate::portal::form::Sent;
use crate::portal::goods;
use crate::portal::look::{Fact, back, button, errors, facts, form_head};
use crate::portal::problem::{self, Shown};
use crate::portal::reader::Reader;
use crate::routes::cases;
use crate::routes::evidence;
use crate::state::App;
use crate::{pages, view};
use axum::Json;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Redirect};
use maud::{Markup, html};
use resolution::order::Order;
use resolution::seal::Seal;
use serde::Deserialize;

/// Everything on one page, each answer with a way to change it.
pub(super) async fn page(
    asking: &Asking<'_>,
    text: Option<&str>,
    app: &App,
    problems: &[Problem],
) -> Answer<Markup> {
    let (reader, answers) = (asking.reader, asking.answers);
    let there = files(app, reader, asking.order).await?;
    let (to, words) = asking.before(Step::Check);
    let send = format!("{}/send", asking.path());
    Ok(html! {
        (back(reader, &to, words))
        div class="question" {
            (errors(reader, problems))
            h1 { (reader.t("dispute-check")) }
            div class="card" { div class="card-body" { (facts(&list(asking, text, there.len()))) } }
            h2 { (reader.t("dispute-next-title")) }
            p { (reader.t("dispute-next")) }
            form method="post" action=(answers.address(&send, None)) {
                (form_head(reader, &reader.once, None))
                (button("btn-primary", &reader.t("dispute-send")))
            }
        }
    })
}

fn list(asking: &Asking<'_>, text: Option<&str>, files: usize) -> Vec<Fact> {
    let (reader, answers) = (asking.reader, asking.answers);
    let fact = |step: Step, value: Markup| {
        let name = reader.t(&format!("dispute-check-{}", step.word()));
        let href = answers.address(&asking.path(), Some(step));
        let act = html! { a href=(href) { (reader.t("form-change")) span class="sr" { ": " (name) } } };
        Fact { name, value, act: Some(act) }
    };
    let Some(group) = answers.group(asking.possible) else { return Vec::new() };
    // Where there was nothing to choose, there is nothing to change.
    let settled = |fact: Fact, only: bool| if only { Fact { act: None, ..fact } } else { fact };
    let (one_unit, one_reason) = (group.units.len() == 1, group.reasons.len() == 1);
    let units = answers.units(group, asking.goods);
    let reason = answers.reason_of(group);
    let finer = reason.and_then(|reason| answers.finer_of(reason));
    let reason = reason.map(|reason| reason.title.clone());
    let received = if group.received { "dispute-received-yes" } else { "dispute-received-no" };
    let finer = finer.map(|finer| fact(Step::SubReason, html! { (finer.title) }));
    let first = [
        fact(Step::Received, html! { (reader.t(received)) }),
        settled(
            fact(Step::Items, html! { (goods::in_short(&goods::of_units(asking.goods, &units))) }),
            one_unit,
        ),
        settled(fact(Step::Reason, html! { (reason.unwrap_or_default()) }), one_reason),
    ];
    let rest = [
        fact(Step::Remedy, html! { (asked(asking, &units)) }),
        fact(
            Step::Text,
            html! { @match text { Some(text) => { (text) }, None => span class="quiet" { (reader.t("dispute-check-nothing")) } } },
        ),
        fact(Step::Files, html! { (reader.with("dispute-files-there", &[("n", files.into())])) }),
    ];
    first.into_iter().chain(finer).chain(rest).collect()
}

/// What is asked, with its amount.
fn asked(asking: &Asking<'_>, units: &[u16]) -> String {
    let (reader, answers) = (asking.reader, asking.answers);
    let remedy = answers.remedy.clone().unwrap_or_default();
    let words = reader.t(&format!("remedy-{remedy}"));
    let Some(group) = answers.group(asking.possible).filter(|_| has_amount(&remedy)) else { return words };
    let amount = answers.amount(asking.possible, group, units, asking.currency, reader).unwrap_or_default();
    let amount = reader.format.money(&api::Money { amount, currency: asking.currency.code().to_owned() });
    reader.with("remedy-of-amount", &[("remedy", words.into()), ("amount", amount.into())])
}

/// The buyer's files on the order that belong to no case yet.
pub(super) async fn files(app: &App, reader: &Reader, order: &Order) -> Answer<Vec<api::EvidenceView>> {
    let caller = reader.session.caller.clone();
    let own = caller.external.clone().unwrap_or_default();
    let Json(all) = evidence::list(State(app.clone()), caller, Path(order.id.to_string())).await?;
    let mine = |file: &api::EvidenceView| {
        file.author == own && file.case.is_none() && file.withdrawn_at.is_none() && file.removed_at.is_none()
    };
    Ok(all.items.into_iter().filter(mine).collect())
}

/// The seal of the buyer's words, where there are some.
pub(super) fn seal(app: &App, reader: &Reader, answers: &Answers) -> Option<Seal> {
    let digest = answers.text.clone().filter(|digest| digest != NONE)?;
    Some(Seal { digest, by: author(app, &reader.session.caller) })
}

/// An act that needs nothing besides the address.
#[derive(Deserialize)]
pub(crate) struct Nothing {}

/// Opens the dispute.
pub(crate) async fn send(
    State(app): State<App>,
    Path(order): Path<String>,
    RawQuery(query): RawQuery,
    form: Sent<Nothing>,
) -> Shown {
    let mut answers = Answers::read(&query.unwrap_or_default());
    let reader = form.reader;
    // Only the buyer's own words go into the case: what cannot be read now could never be read.
    if answers.has_words() && super::text(&app, &reader, &answers).await?.is_none() {
        answers.text = None;
        return Ok(Redirect::to(&answers.address(&path(&reader, &order), None)).into_response());
    }
    match opened(&app, &reader, &order, &answers, form.guard).await {
        Ok(case) => Ok(Redirect::to(&format!("{}/cases/{case}/opened", reader.base())).into_response()),
        Err(error) => {
            let currency = currency_of(&app, &reader, &order).await;
            let problems = [(String::new(), problem::sentence(&reader, &error, &currency))];
            match question(&app, &reader, &order, &answers, &problems).await {
                Ok(page) => Ok(page.show(&app, &reader).await),
                Err(error) => Ok(problem::page(&app, &reader, &error).await),
            }
        }
    }
}

async fn currency_of(app: &App, reader: &Reader, order: &str) -> String {
    let found = super::found(app, reader, order).await.ok();
    found.and_then(|view| Some(view.aggregate.order()?.placed.currency.code().to_owned())).unwrap_or_default()
}

/// Gives the answers to the API's own handler; gives back the id of the case.
async fn opened(
    app: &App,
    reader: &Reader,
    order: &str,
    answers: &Answers,
    guard: crate::extract::Guard,
) -> Answer<String> {
    let found = super::found(app, reader, order).await?;
    let order = order_of(&found)?;
    let caller = reader.session.caller.clone();
    let goods = goods::of(app, caller.id(), order).await?;
    let page = pages::page(app, &caller, &found, &reader.wish(), Vec::new(), view::order).await?;
    let possible = super::Possible::of(reader, order, &found.governing.policy, &page);
    let received = answers.received.as_deref() == Some("yes");
    let group = if received { &possible.received } else { &possible.not_received };
    // A form that was sent before has opened the case already: its units are not free any more, yet it is the same act.
    let units = sent_units(answers, group, &goods);
    let remedy = remedy(app, reader, answers, &possible, &units, order).await?;
    let reason = answers.reason_of(group);
    let finer = reason.and_then(|reason| answers.finer_of(reason));
    let new = api::NewCase {
        units,
        received,
        reason: reason.map(|reason| reason.id.clone()).unwrap_or_default(),
        sub_reason: finer.and_then(|finer| finer.named()).map(str::to_owned),
        remedy,
        text: None,
    };
    let seal = seal(app, reader, answers);
    let intent = Intent { caller, body: (), guard };
    let done = cases::opened(app, order.id, intent, new, seal).await?;
    Ok(done.body.created.unwrap_or_default())
}

fn sent_units(answers: &Answers, group: &super::possible::Group, goods: &[goods::Goods]) -> Vec<u16> {
    let free = answers.units(group, goods);
    if !free.is_empty() {
        return free;
    }
    let whole = |(line, goods): (usize, &goods::Goods)| {
        let count =
            answers.n.iter().find_map(|pair| pair.strip_prefix(&format!("{line}:"))?.parse::<u16>().ok());
        (goods.first..).take(usize::from(count.unwrap_or_default().min(goods.quantity))).collect::<Vec<_>>()
    };
    goods.iter().enumerate().flat_map(whole).collect()
}

async fn remedy(
    app: &App,
    reader: &Reader,
    answers: &Answers,
    possible: &super::Possible<'_>,
    units: &[u16],
    order: &Order,
) -> Answer<api::Remedy> {
    let currency = order.placed.currency;
    let group =
        if answers.received.as_deref() == Some("yes") { &possible.received } else { &possible.not_received };
    let amount = answers.amount(possible, group, units, currency, reader).unwrap_or_default();
    let amount = api::Money { amount, currency: currency.code().to_owned() };
    Ok(match answers.remedy.as_deref().unwrap_or_default() {
        "return_and_refund" => api::Remedy::ReturnAndRefund { amount },
        "replacement" => api::Remedy::Replacement { return_first: false },
        "fee_refund" => api::Remedy::FeeRefund { amount },
        "other" => api::Remedy::Other { words: super::text(app, reader, answers).await?.unwrap_or_default() },
        _ => api::Remedy::Refund { amount },
    })
}
