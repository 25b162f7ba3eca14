//! Columns of lists and inboxes.
use super::Order;
use crate::actor::Side;
use crate::aggregate::{Listing, Turn, TurnOf};
use crate::case::Case;
use crate::policy::{StageName, Stop, Turn as Whose};

/// What lists show of an order.
#[must_use]
pub fn listing(order: &Order) -> Listing {
    let mut turns: Vec<Turn> =
        order.cases.iter().filter(|c| c.open()).flat_map(|case| of_case(order, case)).collect();
    turns.extend(of_order(order));
    Listing {
        buyer: Some(order.placed.buyer),
        seller: Some(order.placed.seller),
        state: order.word(),
        placed_at: Some(order.placed.placed_at),
        turns,
    }
}

fn of_case(order: &Order, case: &Case) -> Vec<Turn> {
    let entry = |for_whom| Turn {
        case: Some(case.no.0),
        what: case.stage.name.word().to_owned(),
        for_whom,
        end: case.stage.end.filter(|_| case.stage.stopped.is_empty()),
    };
    let party = |side: Side| order.party(side).map_or(TurnOf::Staff, TurnOf::Party);
    if case.task.is_some() {
        return vec![entry(TurnOf::Staff)];
    }
    match case.stage.name.turn() {
        Whose::Opener => vec![entry(party(Side::Opener))],
        Whose::Respondent => vec![entry(party(Side::Respondent))],
        Whose::Both => vec![entry(party(Side::Opener)), entry(party(Side::Respondent))],
        Whose::Mediator => vec![entry(case.mediator.map_or(TurnOf::Mediators, TurnOf::Party))],
        Whose::Asked => case.asked_side.map(|side| entry(party(side))).into_iter().collect(),
        Whose::Carrier | Whose::Gateway | Whose::Fund => vec![entry(TurnOf::Outside)],
        Whose::Nobody if case.stage.name == StageName::Closed => Vec::new(),
        Whose::Nobody => vec![entry(TurnOf::Staff)],
    }
}

fn of_order(order: &Order) -> Vec<Turn> {
    let mut turns = Vec::new();
    let mut push = |what: &str, party, end| {
        turns.push(Turn {
            case: None,
            what: what.to_owned(),
            for_whom: TurnOf::Party(party),
            end: Some(end),
        });
    };
    if order.expired.is_some() {
        return turns;
    }
    if order.paid.is_none() {
        push("pay", order.placed.buyer, order.placed.pay_by);
        return turns;
    }
    if !super::decide::cancellable(order).is_empty() && !order.stopped(Stop::Shipping) {
        push("ship", order.placed.seller, order.ship_by);
    }
    for parcel in &order.parcels {
        if let Some((end, None)) = parcel.address {
            push("answer_address", order.placed.buyer, end);
        }
        if let Some((end, false)) = parcel.collection
            && parcel.receipt().is_none()
        {
            push("collect", order.placed.buyer, end);
        }
    }
    turns
}
