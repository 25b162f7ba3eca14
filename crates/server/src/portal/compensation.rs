//! What a carrier declared lost or damaged, and what is made good to the seller for it: on the order, and on a page of its
//! own.
use super::goods::{self, Goods};
use super::look::{Fact, Tone, badge, facts, icon, instants};
use super::problem::known;
use super::reader::Reader;
use super::{history, look};
use maud::{Markup, html};

/// The word of its kind of case.
pub(crate) const KIND: &str = "carrier_compensation";

/// Every compensation of an order.
pub(crate) fn cards(reader: &Reader, page: &api::OrderView, goods: &[Goods]) -> Markup {
    html! { @for found in &page.compensations { (card(reader, found, goods, true)) } }
}

fn tone(state: &str) -> Tone {
    match state {
        "paid" => Tone::Good,
        "due" => Tone::Accent,
        "taken_back" => Tone::Warn,
        _ => Tone::Plain,
    }
}

fn card(reader: &Reader, found: &api::CompensationView, goods: &[Goods], linked: bool) -> Markup {
    let at = |instant| reader.format.date_time(instant);
    let mut list = vec![
        Fact::new(
            reader.t(&format!("compensation-declared-{}", found.declared)),
            html! { (at(found.declared_at)) " · " (known(reader, "carrier", &found.carrier)) },
        ),
        Fact::new(
            reader.t("compensation-amount"),
            html! { span class="number" { (reader.format.money(&found.amount)) } },
        ),
    ];
    if let Some(paid) = found.paid_at {
        list.push(Fact::new(reader.t("compensation-paid-at"), html! { (at(paid)) }));
    }
    if let (Some(back), Some(why)) = (found.taken_back_at, &found.taken_back_for) {
        let shown = html! {
            (at(back)) " · " span class="number" { (reader.format.money(&found.taken_back)) }
            p class="quiet small" { (reader.t(&format!("compensation-back-{why}"))) }
        };
        list.push(Fact::new(reader.t("compensation-back"), shown));
    }
    html! {
        section class="card" data-compensation=(found.state) { div class="card-body stack" {
            div class="row-between" {
                h2 { (icon("package")) " " (reader.t("compensation-title")) }
                (badge(tone(&found.state), &reader.t(&format!("compensation-state-{}", found.state))))
            }
            (facts(&list))
            (lines(reader, found, goods))
            (ahead(reader, found))
            @if linked {
                p class="small" { a href={ (reader.base()) "/cases/" (found.case) } { (reader.t("compensation-more")) } }
            }
        } }
    }
}

/// When it is paid, and by when that is promised.
fn ahead(reader: &Reader, found: &api::CompensationView) -> Markup {
    html! {
        @if let Some(clock) = &found.clock { div { (instants(reader, clock)) p class="small" { (look::silence(reader, clock)) } } }
        @else if found.state == "due" { p class="small" { (icon("clock")) " " (reader.t("compensation-rests")) } }
        @if let Some(promised) = found.promised {
            p class="quiet small" { (reader.with("compensation-promised", &[("at", reader.format.date_time(promised).into())])) }
        }
    }
}

/// Each line that it is for, with what is made good for it.
fn lines(reader: &Reader, found: &api::CompensationView, goods: &[Goods]) -> Markup {
    let of_line = |line: &Goods| {
        let units = found.lines.iter().filter(|unit| line.holds(unit.unit));
        units.map(|unit| unit.amount.amount).sum::<i64>()
    };
    let units: Vec<u16> = found.lines.iter().map(|unit| unit.unit).collect();
    html! {
        table class="money" {
            caption class="sr" { (reader.t("compensation-lines")) }
            tbody { @for line in goods::of_units(goods, &units) {
                tr {
                    th scope="row" { (goods::in_short(std::slice::from_ref(&line))) }
                    td { (reader.format.money(&api::Money { amount: of_line(&line), currency: found.amount.currency.clone() })) }
                }
            } }
        }
    }
}

/// The page of its case: what is made good, and how it came to that.
pub(crate) fn page(
    reader: &Reader,
    order: &api::OrderView,
    case: &api::CaseView,
    goods: &[Goods],
    happened: &[history::Happened],
) -> Markup {
    let back = format!("{}/orders/{}", reader.base(), order.id);
    // Its stage is called after refunds; what is due and paid is told by facts of its own.
    let happened: Vec<history::Happened> =
        happened.iter().filter(|one| one.kind != "stage_entered").cloned().collect();
    html! {
        (look::back(reader, &back, "back-order"))
        h1 { (reader.t("compensation-title")) }
        p { (reader.t("compensation-explained")) }
        @for found in order.compensations.iter().filter(|found| found.case == case.id) {
            (card(reader, found, goods, false))
        }
        section class="card" data-part="timeline" { div class="card-body stack" {
            h2 { (icon("list")) " " (reader.t("case-happened")) }
            (history::timeline(reader, &happened))
        } }
    }
}
