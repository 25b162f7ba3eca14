//! What a seller's claim names: since when the status is wrong, the tracking number, where the buyer confirms the receipt, and
//! what the buyer says.
use super::Case;
use crate::portal::look::Fact;
use crate::portal::reader::Reader;
use crate::portal::{evidence, talk};
use maud::{Markup, html};

/// The facts of a claim on the page of its case.
pub(super) fn facts(reader: &Reader, case: &Case, claim: &api::ClaimView) -> Vec<Fact> {
    of(reader, claim, &case.heard)
}

/// The same, with the buyer's messages beside it.
pub(crate) fn of(reader: &Reader, claim: &api::ClaimView, heard: &[api::MessageView]) -> Vec<Fact> {
    let mut list = vec![Fact::new(reader.t("claim-since"), html! { (reader.format.date_time(claim.since)) })];
    if let Some(number) = &claim.tracking {
        list.push(Fact::new(reader.t("claim-tracking"), html! { span class="number" { (number) } }));
    }
    list.push(Fact::new(reader.t("claim-confirmed"), shown(reader, claim, heard)));
    let said = match claim.received {
        Some(true) => "claim-buyer-yes",
        Some(false) => "claim-buyer-no",
        None => "claim-buyer-silent",
    };
    list.push(Fact::new(
        reader.t("claim-buyer"),
        html! { span data-buyer-says=[claim.received.map(|yes| if yes { "yes" } else { "no" })] { (reader.t(said)) } },
    ));
    if let (Some(escrow), Some(at)) = (&claim.from_escrow, claim.paid_at) {
        let paid = html! {
            p data-claim-paid { (reader.format.date_time(at)) }
            @if escrow.amount > 0 { p { (reader.with("claim-from-escrow", &[("amount", reader.format.money(escrow).into())])) } }
            @if let Some(loss) = &claim.loss {
                p data-claim-loss=(loss.amount.amount) {
                    (reader.with("claim-from-fund", &[("amount", reader.format.money(&loss.amount).into())])) ", "
                    (reader.t(&format!("funded_by-{}", loss.borne_by)))
                }
            }
        };
        list.push(Fact::new(reader.t("claim-paid"), paid));
    }
    list
}

fn shown(reader: &Reader, claim: &api::ClaimView, heard: &[api::MessageView]) -> Markup {
    let piece = |id: &str, words: &str| {
        let href = evidence::content_href(reader, id);
        html! { a href=(href) { (reader.t(words)) } }
    };
    match &claim.confirmation {
        None => html! { (reader.t("claim-confirmed-none")) },
        Some(api::ClaimConfirmation::Outside { chat, photo }) => html! {
            p data-confirmed="outside" { (piece(chat, "claim-chat")) ", " (piece(photo, "claim-photo")) }
        },
        Some(api::ClaimConfirmation::Message { message }) => {
            let said = heard.iter().find(|one| one.message == *message);
            html! { @if let Some(said) = said {
                blockquote class="said" data-confirmed="message" { (talk::words(reader, &said.text)) }
                p class="quiet small" { (reader.with("claim-message-of", &[("at", reader.format.date_time(said.at).into())])) }
            } @else { (reader.t("text-missing")) } }
        }
    }
}
