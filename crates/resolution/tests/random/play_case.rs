//! Commands in and around cases, chosen by the stage that a case is in.
use super::play::{Hand, Move, seal, words};
use super::{BUYER, MEDIATORS, SELLER, play_claim};
use jiff::SignedDuration;
use resolution::actor::{Actor, Side};
use resolution::case::remedy::{Remedy, RemedyKind};
use resolution::case::{Answer, Case, CaseKind, Finding, Received, ReturnContent};
use resolution::id::{CaseNo, EvidenceNo, PartyId, ProposalNo};
use resolution::order::command::{Complaint, Opening, OrderCommand, ReturnRequest};
use resolution::parcel::tracking::Status;
use resolution::policy::{Liable, Reason, Requirement, StageName};
use resolution::seal::Words;

/// A dispute over some units.
pub fn open(hand: &mut Hand<'_, '_>) -> Option<Move> {
    let most = if hand.dice.chance(70) { 1 } else { 4 };
    let mut units = hand.units(most);
    units.sort_unstable();
    units.dedup();
    let arrived = units.first().and_then(|u| hand.order.parcel_of(*u)).is_some_and(|p| p.receipt().is_some());
    let received = if arrived == hand.dice.chance(85) { Received::Yes } else { Received::No };
    let reasons: Vec<_> =
        hand.run.house.policy.reasons.iter().filter(|r| r.received == (received == Received::Yes)).collect();
    // What the fund pays is rare otherwise: few orders cost so little.
    let pays =
        hand.run.house.policy.funding.as_ref().map(|rules| rules.reasons.as_slice()).unwrap_or_default();
    let funded: Vec<_> = reasons.iter().copied().filter(|r| pays.contains(&r.id)).collect();
    let among = if funded.is_empty() || hand.dice.chance(70) { &reasons } else { &funded };
    let reason = *hand.dice.pick(among);
    let id = if hand.dice.chance(97) { reason.id.clone() } else { "no_reason".into() };
    let most = hand.run.left(&units);
    let refund = pays.contains(&reason.id) && hand.dice.chance(60);
    let kind = if refund { RemedyKind::Refund } else { *hand.dice.pick(&reason.remedies) };
    let asked = remedy(hand, kind, most, received == Received::No);
    let text = hand.dice.chance(20).then(|| seal(BUYER));
    let sub_reason = finer(hand, reason);
    let opening = Opening { units, received, reason: id, sub_reason, asked, text };
    Some((Actor::Buyer(BUYER), OrderCommand::OpenDispute(opening)))
}

/// A finer reason: mostly one of the reason's own where it has some, now and then one that it does not have, or none.
fn finer(hand: &mut Hand<'_, '_>, reason: &Reason) -> Option<String> {
    match reason.sub_reasons.as_slice() {
        own if hand.dice.chance(2) || own.is_empty() => {
            hand.dice.chance(2).then(|| "no_sub_reason".to_owned())
        }
        own => hand.dice.chance(75).then(|| hand.dice.pick(own).clone()),
    }
}

/// A return for a change of mind.
pub fn request_return(hand: &mut Hand<'_, '_>) -> Option<Move> {
    let mut units = hand.units(2);
    units.sort_unstable();
    units.dedup();
    let reason = *hand.dice.pick(&["change_of_mind", "change_of_mind", "change_of_mind", "damaged"]);
    let text = hand.dice.chance(20).then(|| seal(BUYER));
    let found = hand.run.house.policy.reason(reason);
    let sub_reason = found.and_then(|found| finer(hand, found));
    let wanted = ReturnRequest { units, reason: reason.into(), sub_reason, text };
    Some((Actor::Buyer(BUYER), OrderCommand::RequestReturn(wanted)))
}

/// A complaint of negligence, beside whatever lies on the goods.
pub fn complain(hand: &mut Hand<'_, '_>) -> Option<Move> {
    let mut units = hand.units(2);
    units.sort_unstable();
    units.dedup();
    let reasons = ["defective_product", "late_shipment", "inaccurate_description", "damaged"];
    let reason = (*hand.dice.pick(&reasons)).into();
    let fee = hand.dice.chance(70);
    let text = hand.dice.chance(20).then(|| seal(BUYER));
    let complaint = Complaint { units, reason, sub_reason: None, fee, text };
    Some((Actor::Buyer(BUYER), OrderCommand::Complain(complaint)))
}

/// The seller's answer to a complaint: a draft, another in its place, and the confirmation.
fn answer_complaint(hand: &mut Hand<'_, '_>, case: &Case) -> Option<Move> {
    let no = case.no;
    if case.draft.is_some() && hand.dice.chance(70) {
        return Some((Actor::Seller(SELLER), OrderCommand::ConfirmAnswer { case: no }));
    }
    let reasons = ["not_so", "carrier_caused", "buyer_caused", "settled_already", "because"];
    let reason = *hand.dice.pick(&reasons);
    let text = hand.dice.chance(90).then(|| seal(SELLER));
    let accepts = hand.dice.chance(if case.stage.name == StageName::Responding { 35 } else { 90 });
    let (answer, words) = if accepts {
        (Answer::Accept, Words { reason: String::new(), text })
    } else {
        (Answer::Reject, Words { reason: reason.into(), text })
    };
    Some((Actor::Seller(SELLER), OrderCommand::DraftAnswer { case: no, answer, words }))
}

fn remedy(hand: &mut Hand<'_, '_>, kind: RemedyKind, most: i64, whole: bool) -> Remedy {
    let amount = if whole && hand.dice.chance(90) { super::deal::minor(most) } else { hand.amount(most) };
    match kind {
        RemedyKind::Refund => Remedy::Refund { amount },
        RemedyKind::ReturnAndRefund => Remedy::ReturnAndRefund { amount },
        RemedyKind::Replacement => Remedy::Replacement { return_first: !whole && hand.dice.chance(50) },
        RemedyKind::FeeRefund => Remedy::FeeRefund { amount },
        RemedyKind::Other => Remedy::Other { words: seal(BUYER) },
        RemedyKind::SellerPayment => Remedy::SellerPayment { amount },
    }
}

fn any_remedy(hand: &mut Hand<'_, '_>, case: &Case) -> Remedy {
    let kinds = [
        RemedyKind::Refund,
        RemedyKind::Refund,
        RemedyKind::ReturnAndRefund,
        RemedyKind::ReturnAndRefund,
        RemedyKind::Replacement,
        RemedyKind::FeeRefund,
        RemedyKind::Other,
        RemedyKind::SellerPayment,
    ];
    let kind = *hand.dice.pick(&kinds);
    let most = hand.run.left_of(&case.reserved);
    remedy(hand, kind, most, case.received == Received::No)
}

fn party(hand: &mut Hand<'_, '_>) -> Actor {
    if hand.dice.chance(50) { Actor::Buyer(BUYER) } else { Actor::Seller(SELLER) }
}

fn id_of(actor: &Actor) -> PartyId {
    actor.party().unwrap_or(BUYER)
}

/// Something for one of the cases, mostly an open one.
pub fn fitting(hand: &mut Hand<'_, '_>) -> Option<Move> {
    let open: Vec<&Case> = hand.order.cases.iter().filter(|case| case.open()).collect();
    let case =
        if hand.dice.chance(97) { *hand.dice.any(&open)? } else { hand.dice.any(&hand.order.cases)? };
    match if case.stage.name == StageName::Executing { 50 } else { hand.dice.below(100) } {
        0..5 => evidence(hand, case),
        5..8 => message(hand, case),
        8..10 => change(hand, case),
        10..11 => play_claim::withdraw(case).or_else(|| withdraw(case)),
        11..13 => buyer_cause(hand, case),
        13..17 => anything(hand, case),
        _ => by_stage(hand, case),
    }
}

/// The fund's answer arrives; what it said of another case is not heard twice.
pub fn hear_fund(hand: &mut Hand<'_, '_>, case: CaseNo) -> Option<Move> {
    let (granted, version) = hand.run.fund.answer(case)?;
    Some((super::fund::actor(), OrderCommand::HearFund { case, granted, version }))
}

/// The buyer's account tells how the buyer stands.
fn hear_buyer(hand: &mut Hand<'_, '_>, case: CaseNo) -> Option<Move> {
    let (counts, version) = hand.run.buyer.answer(case)?;
    Some((super::buyer::actor(), OrderCommand::HearStanding { case, counts, version }))
}

fn by_stage(hand: &mut Hand<'_, '_>, case: &Case) -> Option<Move> {
    if case.kind == CaseKind::SellerClaim && hand.dice.chance(60) {
        return play_claim::go_on(hand, case);
    }
    let complaint = case.kind == CaseKind::Negligence;
    match case.stage.name {
        StageName::Funding if case.funding.as_ref().is_some_and(|f| f.awaits_buyer) => {
            hear_buyer(hand, case.no)
        }
        StageName::Funding => hear_fund(hand, case.no),
        StageName::Responding if complaint && hand.dice.chance(85) => answer_complaint(hand, case),
        StageName::Negotiating if complaint && hand.dice.chance(40) => answer_complaint(hand, case),
        StageName::Responding => match hand.dice.below(4) {
            0 => propose(hand, case, None),
            _ => respond(hand, case),
        },
        StageName::Negotiating | StageName::Investigating => match hand.dice.below(9) {
            0 | 1 => propose(hand, case, None),
            2 | 3 => answer_proposal(hand, case),
            4 => change(hand, case),
            5 | 6 if case.stage.name == StageName::Investigating => finding(hand, case),
            5 | 6 => escalate(hand, case),
            _ => evidence(hand, case),
        },
        StageName::Reviewing if case.kind == CaseKind::Risk && hand.dice.chance(40) => {
            Some(decide_risk(hand, case))
        }
        StageName::Reviewing => review(hand, case),
        StageName::Proposed => answer_proposal(hand, case),
        StageName::Answering => answer(hand, case),
        StageName::Appealing => appeal(hand, case),
        StageName::Preparing => address(hand, case),
        StageName::Dispatching => send(hand, case),
        StageName::ReturnInTransit => match hand.dice.below(3) {
            0 if hand.dice.chance(50) => receive(hand, case),
            0 => accept_return(hand, case),
            _ => return_scans(hand, case),
        },
        StageName::Inspecting => match hand.dice.below(12) {
            0 => accept_return(hand, case),
            1 if hand.dice.chance(50) => receive(hand, case),
            1 => return_scans(hand, case),
            2..10 => document(hand, case).or_else(|| object(hand, case)),
            _ => object(hand, case),
        },
        StageName::DispatchingReplacement => {
            let resend = hand.dice.chance(50);
            let mut shipment = hand.shipment(vec![], resend);
            shipment.case = Some(case.no);
            Some((Actor::Seller(SELLER), OrderCommand::DeclareShipment(shipment)))
        }
        StageName::ReplacementInTransit => {
            let parcel = hand.order.parcels.iter().find(|p| p.case == Some(case.no))?;
            let likely = [
                Status::InTransit,
                Status::InTransit,
                Status::Delivered,
                Status::Lost,
                Status::AwaitingCollection,
            ];
            let scans = hand.some_scans(&parcel.scans, &likely);
            Some((Actor::Carrier("ups".into()), OrderCommand::RecordScans { parcel: parcel.no, scans }))
        }
        StageName::Executing | StageName::Closed if hand.dice.chance(80) => hand.refund_result(),
        StageName::Executing | StageName::Closed => anything(hand, case),
    }
}

/// The platform has looked at a risk.
fn decide_risk(hand: &mut Hand<'_, '_>, case: &Case) -> Move {
    let by = if hand.dice.chance(50) { Actor::Marketplace } else { Actor::Mediator(MEDIATORS[1]) };
    let (clear, words) = (hand.dice.chance(60), words(hand.dice));
    (by, OrderCommand::DecideRisk { case: case.no, clear, words })
}

/// Any act of a case, whatever its stage.
fn anything(hand: &mut Hand<'_, '_>, case: &Case) -> Option<Move> {
    match hand.dice.below(18) {
        0 => respond(hand, case),
        1 => propose(hand, case, None),
        2 => answer_proposal(hand, case),
        3 => escalate(hand, case),
        4 => review(hand, case),
        5 => finding(hand, case),
        6 => answer(hand, case),
        7 => appeal(hand, case),
        8 => address(hand, case),
        9 => send(hand, case),
        10 => return_scans(hand, case),
        11 => accept_return(hand, case),
        12 => object(hand, case),
        13 => change(hand, case),
        14 => withdraw(case),
        15 => buyer_cause(hand, case),
        16 => document(hand, case),
        _ => message(hand, case),
    }
}

fn respond(hand: &mut Hand<'_, '_>, case: &Case) -> Option<Move> {
    if case.kind == CaseKind::Return && hand.dice.chance(60) {
        let (answer, reason) = match hand.dice.below(3) {
            0 => (Answer::WithoutReturn, ""),
            1 => (Answer::Accept, ""),
            _ => (Answer::Reject, *hand.dice.pick(&["as_received", "undamaged", "complete", "because"])),
        };
        let words = Words::only(reason);
        return Some((Actor::Seller(SELLER), OrderCommand::Respond { case: case.no, answer, words }));
    }
    let answer = match hand.dice.below(8) {
        0 | 1 => Answer::Accept,
        7 => Answer::WithoutReturn,
        2 => Answer::Investigate {
            carrier: "ups".into(),
            number: if hand.dice.chance(90) { "T0".into() } else { String::new() },
        },
        _ => Answer::Reject,
    };
    Some((Actor::Seller(SELLER), OrderCommand::Respond { case: case.no, answer, words: words(hand.dice) }))
}

fn propose(hand: &mut Hand<'_, '_>, case: &Case, by: Option<Actor>) -> Option<Move> {
    let actor = by.unwrap_or_else(|| party(hand));
    let remedy = any_remedy(hand, case);
    Some((actor, OrderCommand::Propose { case: case.no, remedy, words: words(hand.dice) }))
}

fn answer_proposal(hand: &mut Hand<'_, '_>, case: &Case) -> Option<Move> {
    let newest = case.proposals.last()?;
    let proposal = if hand.dice.chance(80) { newest } else { hand.dice.pick(&case.proposals) };
    let actor = match proposal.by {
        _ if hand.dice.chance(5) => party(hand),
        Side::Opener => Actor::Seller(SELLER),
        Side::Respondent => Actor::Buyer(BUYER),
        Side::Platform => party(hand),
    };
    let no = ProposalNo(proposal.no.0 + u16::from(hand.dice.chance(2)));
    if hand.dice.chance(55) {
        let terms = if hand.dice.chance(95) { proposal.terms.clone() } else { "other".into() };
        return Some((actor, OrderCommand::AcceptProposal { case: case.no, proposal: no, terms }));
    }
    Some((actor, OrderCommand::RejectProposal { case: case.no, proposal: no, words: words(hand.dice) }))
}

fn escalate(hand: &mut Hand<'_, '_>, case: &Case) -> Option<Move> {
    Some((party(hand), OrderCommand::Escalate { case: case.no, words: words(hand.dice) }))
}

fn finding(hand: &mut Hand<'_, '_>, case: &Case) -> Option<Move> {
    let finding = *hand.dice.pick(&[Finding::WithCarrier, Finding::Delivered, Finding::Lost]);
    Some((Actor::Carrier("ups".into()), OrderCommand::ReportFinding { case: case.no, finding }))
}

fn review(hand: &mut Hand<'_, '_>, case: &Case) -> Option<Move> {
    let mediator = *hand.dice.pick(&MEDIATORS);
    let Some(assigned) = case.mediator.filter(|_| hand.dice.chance(95)) else {
        return Some((Actor::Mediator(mediator), OrderCommand::Assign { case: case.no, mediator }));
    };
    let actor = Actor::Mediator(assigned);
    if case.kind == CaseKind::Negligence && hand.dice.chance(50) {
        return Some((actor, rule_on_complaint(hand, case)));
    }
    match hand.dice.below(10) {
        0 => Some((actor, OrderCommand::Assign { case: case.no, mediator })),
        1 | 2 => {
            let side = *hand.dice.pick(&[
                Side::Opener,
                Side::Respondent,
                Side::Opener,
                Side::Respondent,
                Side::Platform,
            ]);
            Some((actor, OrderCommand::Ask { case: case.no, side, words: seal(assigned) }))
        }
        3 | 4 => propose(hand, case, Some(actor)),
        5 => evidence(hand, case),
        _ => {
            let remedy = hand.dice.chance(75).then(|| any_remedy(hand, case));
            let liable = *hand.dice.pick(&[Liable::Seller, Liable::Buyer, Liable::Carrier, Liable::Nobody]);
            let departs = hand.dice.chance(85).then(|| words(hand.dice));
            Some((actor, OrderCommand::Rule { case: case.no, remedy, liable, departs }))
        }
    }
}

/// Held negligent with the fee that is asked for, or not and nothing; rarely what does not go together.
fn rule_on_complaint(hand: &mut Hand<'_, '_>, case: &Case) -> OrderCommand {
    let left = hand.run.left_of(&case.reserved);
    let asked = case.asked.amount().map_or(0, |amount| amount.get()).min(left);
    let held = hand.dice.chance(60);
    let gives = asked > 0 && (held != hand.dice.chance(5));
    let remedy = gives.then(|| Remedy::FeeRefund { amount: super::deal::minor(asked) });
    let liable = if held { Liable::Seller } else { *hand.dice.pick(&[Liable::Nobody, Liable::Carrier]) };
    OrderCommand::Rule { case: case.no, remedy, liable, departs: Some(words(hand.dice)) }
}

fn answer(hand: &mut Hand<'_, '_>, case: &Case) -> Option<Move> {
    let actor = match case.asked_side {
        Some(Side::Respondent) => Actor::Seller(SELLER),
        _ => Actor::Buyer(BUYER),
    };
    let actor = if hand.dice.chance(95) { actor } else { party(hand) };
    let words = seal(id_of(&actor));
    Some((actor, OrderCommand::AnswerQuestion { case: case.no, words }))
}

fn appeal(hand: &mut Hand<'_, '_>, case: &Case) -> Option<Move> {
    let actor = party(hand);
    if hand.dice.chance(35) {
        return Some((actor, OrderCommand::Waive { case: case.no }));
    }
    let own: Vec<EvidenceNo> = hand
        .order
        .evidence
        .iter()
        .filter(|e| e.author == id_of(&actor) && e.at >= case.stage.since)
        .map(|e| e.no)
        .collect();
    match hand.dice.any(&own) {
        Some(no) => Some((
            actor,
            OrderCommand::Appeal { case: case.no, evidence: vec![*no], words: words(hand.dice) },
        )),
        None if hand.dice.chance(20) => {
            Some((actor, OrderCommand::Appeal { case: case.no, evidence: vec![], words: words(hand.dice) }))
        }
        None => file(hand, case, actor, None),
    }
}

fn evidence(hand: &mut Hand<'_, '_>, case: &Case) -> Option<Move> {
    let listed =
        hand.run.house.policy.reason(&case.reason).map(|r| r.evidence.as_slice()).unwrap_or_default();
    let actor = party(hand);
    let requirement = hand.dice.any(listed).filter(|_| hand.dice.chance(75)).cloned();
    file(hand, case, actor, requirement)
}

/// A document that an objection to a return needs.
fn document(hand: &mut Hand<'_, '_>, case: &Case) -> Option<Move> {
    let mut asked = hand.run.house.policy.disputes.objection_evidence.iter();
    let given =
        |r: &&Requirement| hand.order.evidence.iter().any(|e| e.requirement.as_deref() == Some(&r.id));
    let missing = asked.find(|r| !given(r)).cloned()?;
    file(hand, case, Actor::Seller(SELLER), Some(missing))
}

fn file(
    hand: &mut Hand<'_, '_>,
    case: &Case,
    actor: Actor,
    requirement: Option<Requirement>,
) -> Option<Move> {
    let mut submission = hand.submission(id_of(&actor));
    submission.case = hand.dice.chance(90).then_some(case.no);
    let mut actor = actor;
    if let Some(requirement) = requirement {
        let from = match requirement.from {
            resolution::policy::Side::Opener => Actor::Buyer(BUYER),
            resolution::policy::Side::Respondent => Actor::Seller(SELLER),
        };
        actor = if hand.dice.chance(95) { from } else { actor };
        submission.kind = requirement.kinds[0].word().to_owned();
        submission.bytes = 1_000;
        let grams = u32::try_from(hand.dice.between(1, 3_000)).expect("small");
        submission.grams = requirement.grams.then_some(grams).filter(|_| hand.dice.chance(95));
        submission.requirement = Some(requirement.id);
    }
    Some((actor, OrderCommand::SubmitEvidence(submission)))
}

fn message(hand: &mut Hand<'_, '_>, case: &Case) -> Option<Move> {
    let actor = party(hand);
    let words = seal(id_of(&actor));
    Some((actor, OrderCommand::WriteMessage { case: Some(case.no), words }))
}

fn change(hand: &mut Hand<'_, '_>, case: &Case) -> Option<Move> {
    let group = case.received == Received::Yes;
    let reasons: Vec<_> = hand.run.house.policy.reasons.iter().filter(|r| r.received == group).collect();
    let reason = hand.dice.pick(&reasons);
    let most = hand.run.left_of(&case.reserved);
    let kind = *hand.dice.pick(&reason.remedies);
    let asked = remedy(hand, kind, most, !group);
    let sub_reason = finer(hand, reason);
    let change = OrderCommand::ChangeDispute { case: case.no, reason: reason.id.clone(), sub_reason, asked };
    Some((Actor::Buyer(BUYER), change))
}

fn withdraw(case: &Case) -> Option<Move> {
    Some((Actor::Buyer(BUYER), OrderCommand::Withdraw { case: case.no }))
}

fn buyer_cause(hand: &mut Hand<'_, '_>, case: &Case) -> Option<Move> {
    let own: Vec<EvidenceNo> =
        hand.order.evidence.iter().filter(|e| e.author == SELLER).map(|e| e.no).collect();
    let voucher = match hand.dice.any(&own) {
        Some(no) => *no,
        None if hand.dice.chance(80) => return file(hand, case, Actor::Seller(SELLER), None),
        None => EvidenceNo(0),
    };
    let now = hand.run.now;
    let from = now + SignedDuration::from_hours(hand.dice.between(-200, 2));
    let until = hand.dice.chance(60).then(|| now + SignedDuration::from_hours(hand.dice.between(-190, 190)));
    let cause = (*hand.dice.pick(&["absent", "refused", "customs", "weather"])).to_owned();
    Some((
        Actor::Seller(SELLER),
        OrderCommand::StateBuyerCause { case: case.no, cause, from, until, voucher },
    ))
}

fn address(hand: &mut Hand<'_, '_>, case: &Case) -> Option<Move> {
    let own: Vec<EvidenceNo> =
        hand.order.evidence.iter().filter(|e| e.author == SELLER).map(|e| e.no).collect();
    let label = hand.dice.any(&own).copied();
    if label.is_none() && hand.dice.chance(80) {
        return file(hand, case, Actor::Seller(SELLER), None);
    }
    Some((
        Actor::Seller(SELLER),
        OrderCommand::GiveReturnAddress { case: case.no, address: seal(SELLER), label },
    ))
}

fn send(hand: &mut Hand<'_, '_>, case: &Case) -> Option<Move> {
    let number = if hand.dice.chance(95) { "R1".to_owned() } else { String::new() };
    Some((Actor::Buyer(BUYER), OrderCommand::SendReturn { case: case.no, carrier: "ups".into(), number }))
}

fn return_scans(hand: &mut Hand<'_, '_>, case: &Case) -> Option<Move> {
    let likely = [Status::InTransit, Status::InTransit, Status::Delivered, Status::Lost];
    let scans = hand.some_scans(&case.returning.scans, &likely);
    Some((Actor::Carrier("ups".into()), OrderCommand::RecordReturnScans { case: case.no, scans }))
}

fn content(hand: &mut Hand<'_, '_>) -> ReturnContent {
    let all = [
        ReturnContent::All,
        ReturnContent::Part,
        ReturnContent::Other,
        ReturnContent::Empty,
        ReturnContent::Nothing,
    ];
    *hand.dice.pick(&all)
}

fn receive(hand: &mut Hand<'_, '_>, case: &Case) -> Option<Move> {
    let actor = if hand.dice.chance(80) { Actor::Seller(SELLER) } else { Actor::Marketplace };
    Some((actor, OrderCommand::ReceiveReturn { case: case.no, content: content(hand) }))
}

fn accept_return(hand: &mut Hand<'_, '_>, case: &Case) -> Option<Move> {
    Some((Actor::Seller(SELLER), OrderCommand::AcceptReturn { case: case.no, content: content(hand) }))
}

fn object(hand: &mut Hand<'_, '_>, case: &Case) -> Option<Move> {
    let documents: Vec<EvidenceNo> =
        hand.order.evidence.iter().filter(|e| e.author == SELLER).map(|e| e.no).collect();
    let content = content(hand);
    let words: Words = words(hand.dice);
    let case: CaseNo = case.no;
    Some((Actor::Seller(SELLER), OrderCommand::ObjectToReturn { case, content, words, documents }))
}
