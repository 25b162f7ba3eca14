//! What a seller's claim asks: the tracking number where the order has none, and where the buyer confirms the receipt.
use super::fields::{Fields, own_piece};
use super::subject::{Subject, words_of};
use crate::portal::look::{Choice, Fact, choices, facts};
use crate::portal::reader::Reader;
use crate::portal::{evidence, goods, reason};
use maud::{Markup, html};

/// Letters of a message that are shown beside its date.
const QUOTED: usize = 160;

/// What the buyer is asked about: the goods, the order number and the number under which they travelled.
pub(super) fn about(reader: &Reader, subject: &Subject) -> Markup {
    let Some(case) = &subject.case else { return html! {} };
    let units: Vec<u16> = case.units.iter().map(|unit| unit.unit).collect();
    let known = case.known.parcels.iter().filter_map(|parcel| parcel.number.as_deref());
    let given = case.claim.as_ref().and_then(|claim| claim.tracking.as_deref());
    let numbers: Vec<&str> = known.chain(given).collect();
    let mut list = vec![
        Fact::new(
            reader.t("case-goods"),
            html! { (goods::in_short(&goods::of_units(&subject.goods, &units))) },
        ),
        Fact::new(reader.t("order-reference"), html! { (subject.order.reference) }),
    ];
    if !numbers.is_empty() {
        let all = numbers.join(", ");
        list.push(Fact::new(reader.t("parcel-number"), html! { span class="number" { (all) } }));
    }
    html! { div class="note" data-claimed { (facts(&list)) } }
}

/// Why the status is wrong, in the policy's words.
pub(super) fn because(fields: &Fields<'_>) -> Markup {
    let policy = &fields.subject.view.governing.policy;
    let list: Vec<Choice> = words_of(fields.action, "cause")
        .into_iter()
        .map(|word| {
            let label = reason::message(fields.reader, policy, &format!("reason.{word}"));
            Choice { chosen: word == fields.typed.cause, value: word, label, hint: None }
        })
        .collect();
    choices(&fields.field("cause", ""), "radio", false, &list)
}

/// The tracking number, where one of the goods is in no parcel that has one.
pub(super) fn number(fields: &Fields<'_>) -> Markup {
    let parcels = &fields.subject.order.parcels;
    let numbered = |unit: &u16| {
        let newest = parcels.iter().rev().find(|parcel| parcel.units.contains(unit));
        newest.is_some_and(|parcel| parcel.number.is_some())
    };
    if fields.action.units.iter().all(numbered) && fields.problem("number").is_none() {
        return html! {};
    }
    fields.field("number", &fields.typed.number).line("")
}

/// Where the buyer confirms the receipt: in a message that is quoted, in a chat elsewhere, or nowhere yet.
pub(super) fn confirmed(fields: &Fields<'_>) -> Markup {
    let (reader, chosen) = (fields.reader, fields.typed.proof.as_str());
    let of = |value: String, label: String, hint: Option<String>| Choice {
        chosen: value == chosen,
        value,
        label,
        hint,
    };
    let messages = fields.subject.heard.iter().rev().map(|message| {
        let at = reader.format.date_time(message.at);
        let label = reader.with("proof-message", &[("at", at.into())]);
        let quoted = message.text.text.as_deref().map(|text| text.chars().take(QUOTED).collect());
        of(format!("message-{}", message.message), label, quoted)
    });
    let outside = of("outside".to_owned(), reader.t("proof-outside"), Some(reader.t("proof-outside-hint")));
    let ask = of("ask".to_owned(), reader.t("proof-ask"), Some(reader.t("proof-ask-hint")));
    let list: Vec<Choice> = messages.chain([outside, ask]).collect();
    html! {
        (choices(&fields.field("proof", ""), "radio", false, &list))
        div class="only-outside" { (piece(fields, "chat", &fields.typed.chat)) (piece(fields, "photo", &fields.typed.photo))
            p { a href=(evidence::new_href(reader, &fields.subject.order.id, None, None, fields.here)) { (reader.t("act-submit_evidence")) } }
        }
    }
}

/// One of the seller's own pieces: any for the chat, a picture for the photo.
fn piece(fields: &Fields<'_>, name: &str, chosen: &str) -> Markup {
    let reader = fields.reader;
    let fits = |piece: &&api::EvidenceView| name != "photo" || piece.kind == "picture";
    let list: Vec<Choice> = fields
        .subject
        .own
        .iter()
        .filter(fits)
        .map(|piece| own_piece(reader, piece, piece.id == chosen))
        .collect();
    let field = fields.field(name, "");
    html! {
        @if list.is_empty() {
            p id=(name) { strong { (field.label) } ": " (reader.t("ask-evidence-none")) }
        } @else { (choices(&field, "radio", false, &list)) }
    }
}
