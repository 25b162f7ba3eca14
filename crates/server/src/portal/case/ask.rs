//! What is asked, about which goods, and up to how much.
use super::{Case, claimed};
use crate::portal::look::{Fact, facts, icon};
use crate::portal::problem::known;
use crate::portal::reader::Reader;
use crate::portal::{goods, reason, remedy, talk};
use maud::{Markup, html};

/// What the card is called: by who asks, if anybody does.
fn title(kind: &str) -> &'static str {
    match kind {
        "risk" => "case-found",
        "seller_claim" => "claim-title",
        _ => "case-asked",
    }
}

/// The request as it stands.
pub(crate) fn card(reader: &Reader, case: &Case) -> Markup {
    let view = &case.case;
    let changed = (view.changes.made > 0).then(|| {
        let n = view.changes.made.into();
        reader.with("case-changed", &[("n", n), ("most", view.changes.most.into())])
    });
    let units: Vec<u16> = view.units.iter().map(|unit| unit.unit).collect();
    // Of a risk nobody asks anything: the platform found it.
    let risk = view.kind == "risk";
    let title = title(&view.kind);
    let mut list = Vec::new();
    if !risk {
        let wanted = html! {
            (remedy::shown(reader, &view.asked))
            @if let Some(changed) = &changed { p class="quiet small" { (changed) } }
        };
        let label = if view.claim.is_some() { "claim-amount" } else { "case-wants" };
        list.push(Fact::new(reader.t(label), wanted));
    }
    list.extend([
        Fact::new(
            reader.t(if view.claim.is_some() { "claim-cause" } else { "case-reason" }),
            html! { (reason::of_case(reader, view)) },
        ),
        Fact::new(
            reader.t("case-goods"),
            html! {
                ul class="plain" { @for line in goods::of_units(&case.goods, &units) {
                    li { @if line.quantity > 1 { (line.quantity) " × " } (line.title) }
                } }
            },
        ),
    ]);
    if let Some(claim) = &view.claim {
        list.extend(claimed::facts(reader, case, claim));
    } else if view.closed.is_none() && view.outcome.is_none() {
        let most = reader.format.money(&view.refundable);
        list.push(Fact::new(reader.t("case-most"), html! { span class="number" { (most) } }));
    }
    for parcel in &view.known.parcels {
        if let Some(number) = &parcel.number {
            let carrier = parcel.carrier.as_deref().map(|carrier| known(reader, "carrier", carrier));
            list.push(Fact::new(
                reader.t("parcel-number"),
                html! {
                    @if let Some(carrier) = &carrier { (carrier) " " } span class="number" { (number) }
                },
            ));
        }
    }
    let opened = if view.claim.is_some() { "claim-opened" } else { "case-opened" };
    list.push(Fact::new(reader.t(opened), html! { (reader.format.date_time(view.opened_at)) }));
    html! {
        section class="card" { div class="card-body stack" {
            h2 { (icon("file")) " " (reader.t(title)) }
            @if let Some(text) = &view.text { blockquote class="said" { (talk::words(reader, text)) } }
            (facts(&list))
            @if view.messages_before > 0 {
                p class="small" {
                    a href={ (reader.base()) "/orders/" (case.order.id) "#talk" } {
                        (reader.with("case-messages-before", &[("n", view.messages_before.into())]))
                    }
                }
            }
        } }
    }
}
