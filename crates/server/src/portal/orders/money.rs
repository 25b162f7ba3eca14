//! Where an order's money is.
use crate::portal::reader::Reader;
use crate::portal::session::Role;
use maud::{Markup, html};

/// What was paid, what went back, what the seller has, and what nobody has yet.
pub(crate) fn card(reader: &Reader, page: &api::OrderView) -> Markup {
    let totals = &page.totals;
    let seller = reader.role() != Role::Buyer;
    let rows = [
        ("money-paid", &totals.captured, true),
        ("money-surcharge", &totals.surcharge, totals.surcharge.amount != 0),
        ("money-shortfall", &totals.shortfall, totals.shortfall.amount != 0),
        ("money-refunded", &totals.refunded, true),
        ("money-released", &totals.released, seller || totals.released.amount != 0),
        ("money-escrow", &totals.escrow, true),
    ];
    html! {
        section class="card" { div class="card-body" {
            h2 { (reader.t("money-title")) }
            table class="money" { tbody {
                @for (words, amount, shown) in rows { @if shown {
                    tr { th scope="row" { (reader.t(words)) } td { (reader.format.money(amount)) } }
                } }
            } }
            p class="quiet small" { (reader.t("money-escrow-hint")) }
        } }
    }
}
