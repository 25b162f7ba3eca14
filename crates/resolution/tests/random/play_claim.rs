//! A seller's claim for payment: for what is shown cancelled or failed, with and without a confirmation, answered and ruled.
use super::play::{Hand, Move, seal, words};
use super::{BUYER, MEDIATORS, SELLER};
use resolution::actor::Actor;
use resolution::case::remedy::Remedy;
use resolution::case::{Case, CaseKind};
use resolution::id::{EvidenceNo, UnitNo};
use resolution::order::claim::claimable;
use resolution::order::command::{Confirmation, OrderCommand, PaymentClaim};
use resolution::policy::{Liable, StageName};

/// The seller claims, mostly for what failed.
pub fn claim(hand: &mut Hand<'_, '_>) -> Option<Move> {
    let failed = |unit: &UnitNo| {
        let word = hand.order.parcel_of(*unit).map_or("", |parcel| parcel.word());
        let cancelled = hand.order.units[unit.index()].cancelled.is_some();
        cancelled || matches!(word, "lost" | "damaged" | "returned_to_sender" | "failed_delivery")
    };
    let failed: Vec<UnitNo> = hand.order.unit_nos().filter(failed).collect();
    let units = match failed.len() {
        0 => hand.units(2),
        _ if hand.dice.chance(5) => hand.units(3),
        _ if hand.dice.chance(40) => vec![*hand.dice.pick(&failed)],
        _ => failed,
    };
    let causes = ["platform_error", "carrier_error", "buyer_did_not_update", "carrier_error", "weather"];
    let cause = (*hand.dice.pick(&causes)).to_owned();
    let confirmation = confirmation(hand);
    let tracking = hand.dice.chance(90).then(|| "J1".to_owned());
    let text = hand.dice.chance(30).then(|| seal(SELLER));
    let wanted = PaymentClaim { units, cause, confirmation, tracking, text };
    Some((Actor::Seller(SELLER), OrderCommand::ClaimPayment(wanted)))
}

fn confirmation(hand: &mut Hand<'_, '_>) -> Option<Confirmation> {
    let own: Vec<EvidenceNo> =
        hand.order.evidence.iter().filter(|e| e.author == SELLER).map(|e| e.no).collect();
    match hand.dice.below(10) {
        0..4 => None,
        4..7 => {
            let heard = hand.dice.any(&hand.order.heard).copied();
            let message = heard.filter(|_| hand.dice.chance(95)).unwrap_or(hand.order.messages);
            Some(Confirmation::Message { message })
        }
        _ => {
            let chat = hand.dice.any(&own).copied().unwrap_or(EvidenceNo(0));
            let photo = hand.dice.any(&own).copied().unwrap_or(EvidenceNo(1));
            Some(Confirmation::Outside { chat, photo })
        }
    }
}

/// The seller takes a claim back.
pub fn withdraw(case: &Case) -> Option<Move> {
    let withdrawn = (Actor::Seller(SELLER), OrderCommand::Withdraw { case: case.no });
    (case.kind == CaseKind::SellerClaim).then_some(withdrawn)
}

/// What the buyer says, or what a mediator rules: all that is still owed, nothing, or rarely something between.
pub fn go_on(hand: &mut Hand<'_, '_>, case: &Case) -> Option<Move> {
    if case.stage.name != StageName::Reviewing || hand.dice.chance(30) {
        let received = hand.dice.chance(60);
        let text = hand.dice.chance(30).then(|| seal(BUYER));
        let by = if hand.dice.chance(97) { Actor::Buyer(BUYER) } else { Actor::Seller(SELLER) };
        return Some((by, OrderCommand::AnswerClaim { case: case.no, received, text }));
    }
    let Some(mediator) = case.mediator else {
        let mediator = *hand.dice.pick(&MEDIATORS);
        return Some((Actor::Mediator(mediator), OrderCommand::Assign { case: case.no, mediator }));
    };
    let units: Vec<UnitNo> = case.units.iter().map(|(_, unit)| *unit).collect();
    let due = claimable(hand.order, &units).get();
    let amount = if hand.dice.chance(95) { super::deal::minor(due) } else { hand.amount(due) };
    let remedy = hand.dice.chance(70).then_some(Remedy::SellerPayment { amount });
    let liable = *hand.dice.pick(&[Liable::Platform, Liable::Carrier, Liable::Nobody]);
    let departs = hand.dice.chance(85).then(|| words(hand.dice));
    Some((Actor::Mediator(mediator), OrderCommand::Rule { case: case.no, remedy, liable, departs }))
}
