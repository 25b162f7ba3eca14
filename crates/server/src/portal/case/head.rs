//! Where a case stands, in one sentence, and what happens next.
use super::Case;
use crate::portal::look::{self, Fact, Tone, badge, facts, icon};
use crate::portal::orders::one::closed_as;
use crate::portal::problem::known;
use crate::portal::reader::Reader;
use crate::portal::remedy;
use crate::portal::session::Role;
use crate::portal::turn::{self, Offer};
use maud::{Markup, html};

/// Which words a sentence has for this reader: the buyer's, the seller's, or anybody's.
pub(super) fn role(reader: &Reader) -> &'static str {
    match reader.role() {
        Role::Buyer => "buyer",
        Role::Seller => "seller",
        Role::Mediator | Role::Finance => "staff",
    }
}

/// Whether it is this reader's turn.
pub(crate) fn mine(reader: &Reader, case: &api::CaseView) -> bool {
    turn::mine(reader.role(), &case.stage.turn, case.asked_side)
}

/// One sentence: where it stands and whose turn it is.
pub(crate) fn sentence(reader: &Reader, case: &api::CaseView) -> String {
    match &case.closed {
        Some(closed) => closed_as(reader, &case.kind, &closed.how),
        None => offered(reader, case).unwrap_or_else(|| say(reader, case, "head")),
    }
}

/// Whose offer is to be answered in a negotiation, and what it is.
fn newest<'c>(reader: &Reader, case: &'c api::CaseView) -> Option<(Offer, &'c api::RemedyView)> {
    if case.stage.name != "negotiating" || reader.role().staff() {
        return None;
    }
    let (own, theirs) = match reader.role() {
        Role::Buyer => (&case.proposals.opener, &case.proposals.respondent),
        _ => (&case.proposals.respondent, &case.proposals.opener),
    };
    let at = |offer: &Option<api::ProposalView>| offer.as_ref().map(|offer| offer.at);
    let offer = turn::offer(at(own), at(theirs))?;
    let shown = if offer == Offer::Own { own } else { theirs };
    shown.as_ref().map(|shown| (offer, &shown.remedy))
}

fn offered(reader: &Reader, case: &api::CaseView) -> Option<String> {
    let (offer, remedy) = newest(reader, case)?;
    let id = if offer == Offer::Own { "case-head-offer-mine" } else { "case-head-offer-theirs" };
    let remedy = remedy::line(reader, remedy);
    Some(reader.with(id, &[("reader", role(reader).into()), ("remedy", remedy.into())]))
}

/// What happens next, and what silence means.
pub(crate) fn next(reader: &Reader, case: &api::CaseView) -> String {
    match &case.closed {
        Some(closed) => {
            let own = format!("case-after-{}-{}", case.kind, closed.how);
            let id = if reader.taste.words.has(&own) { own } else { format!("case-after-{}", closed.how) };
            reader.with(&id, &[("reader", role(reader).into())])
        }
        None => say(reader, case, "next"),
    }
}

fn say(reader: &Reader, case: &api::CaseView, part: &str) -> String {
    let asked = case.asked_side.map_or("none", |_| if mine(reader, case) { "you" } else { "other" });
    let own = format!("case-{part}-{}-{}", case.kind, case.stage.name);
    let id = if reader.taste.words.has(&own) { own } else { format!("case-{part}-{}", case.stage.name) };
    reader.with(&id, &[("reader", role(reader).into()), ("asked", asked.into())])
}

/// The badge of whose turn it is.
pub(crate) fn stands(reader: &Reader, case: &api::CaseView) -> Markup {
    let turn = reader.t(&format!("turn-{}", case.stage.turn));
    html! {
        @if let Some(closed) = &case.closed { (badge(Tone::Plain, &closed_as(reader, &case.kind, &closed.how))) }
        @else if newest(reader, case).is_some_and(|(offer, _)| offer == Offer::Own) { (badge(Tone::Accent, &reader.t("turn-theirs"))) }
        @else if mine(reader, case) { (badge(Tone::Warn, &reader.t("turn-yours"))) }
        @else { (badge(Tone::Accent, &turn)) }
    }
}

/// The top of the page.
pub(super) fn card(reader: &Reader, case: &Case) -> Markup {
    let view = &case.case;
    html! {
        div class="row-between" {
            h1 { (sentence(reader, view)) }
            (stands(reader, view))
        }
        @if let Some(question) = case.question() { @if let Some(asked) = &question.detail {
            (look::note(Tone::Accent, &reader.t("act-question"), asked))
        } }
        section class="card" { div class="card-body stack" {
            @match (&view.closed, &view.stage.clock) {
                (None, Some(clock)) => (look::clock(reader, "", clock)),
                (None, None) => @for cause in &view.stage.stopped_by {
                    p { (icon("clock")) " " (known(reader, "stopped", cause)) }
                },
                _ => {},
            }
            div {
                h2 { (reader.t("case-next")) }
                p { (next(reader, view)) }
                @if let Some(promised) = view.stage.promised.filter(|_| view.closed.is_none()) {
                    p class="quiet small" {
                        (reader.with("case-promised", &[("at", reader.format.date_time(promised).into())]))
                    }
                }
            }
            (facts(&about(reader, case)))
        } }
    }
}

fn about(reader: &Reader, case: &Case) -> Vec<Fact> {
    let order = format!("{}/orders/{}", reader.base(), case.order.id);
    let mut list = vec![
        Fact::new(reader.t("case-about"), html! { a href=(order) { (case.about()) } }),
        Fact::new(reader.t("order-reference"), html! { (case.order.reference) }),
    ];
    if reader.role() != Role::Buyer {
        list.push(Fact::new(reader.t("order-buyer"), html! { (case.people.name(&case.case.opener)) }));
    }
    if reader.role() != Role::Seller {
        list.push(Fact::new(reader.t("order-seller"), html! { (case.people.name(&case.case.respondent)) }));
    }
    if let Some(mediator) = &case.case.mediator {
        list.push(Fact::new(reader.t("role-mediator"), html! { (case.people.name(mediator)) }));
    }
    list
}
