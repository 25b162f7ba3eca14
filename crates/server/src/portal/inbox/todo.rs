//! What a row of an inbox asks its reader to do, in one sentence.
use super::Known;
use crate::portal::reader::Reader;
use crate::portal::session::Role;
use crate::portal::turn::{self, Offer};
use engine::ports::TurnRow;
use resolution::actor::Side;
use resolution::case::{Case, CaseKind, Received};

/// The sentence.
pub(super) fn sentence(reader: &Reader, row: &TurnRow, known: &Known) -> String {
    let buyer = reader.role() == Role::Buyer;
    let own = if buyer { Side::Opener } else { Side::Respondent };
    let id = match known.case(row) {
        Some(case) => of_case(case, &row.what, own),
        None => format!("todo-{}", row.what),
    };
    if !reader.taste.words.has(&id) {
        // A stage for which there is no sentence of its own still has its title.
        return reader.t(&format!("stage-{}", row.what));
    }
    let other = if buyer { &known.seller } else { &known.buyer };
    reader.with(&id, &[("role", reader.role().word().into()), ("name", other.into())])
}

/// The id of the sentence of a case: by its stage, and by what lies on the table.
fn of_case(case: &Case, what: &str, own: Side) -> String {
    let other = if own == Side::Opener { Side::Respondent } else { Side::Opener };
    let offered = |side| case.standing(side).map(|offer| offer.at);
    let tail = match what {
        "responding" if case.received == Received::No => "-not_received",
        // What the claim itself asks: no mediator has it yet.
        "answering" if case.kind == CaseKind::SellerClaim && case.mediator.is_none() => "-seller_claim",
        "negotiating" => match turn::offer(offered(own), offered(other)) {
            Some(Offer::Theirs) => "-theirs",
            Some(Offer::Own) => "-ours",
            None => "",
        },
        "proposed" if case.standing(Side::Platform).is_some_and(|p| p.accepted_by.contains(&own)) => {
            "-accepted"
        }
        _ => "",
    };
    format!("todo-{what}{tail}")
}
