//! From a record to the act that made it.
use super::Past;
use crate::case::{CaseKind, ReturnContent, risk};
use crate::id::{CaseNo, FreezeNo, UnitNo};
use crate::order::command::{
    Complaint, Opening, OrderCommand as Command, PaymentClaim, ReturnRequest, Shipment, Submission,
};
use crate::order::components::ComponentRef;
use crate::order::event::{
    AccountNews, AccountNote, CancelCause, CaseOpened, EvidenceSealed, FreezeKind, OrderEvent as Event,
    ShipmentDeclared,
};
use crate::payment::RefundCause;

/// What a record tells of.
#[derive(Clone, Debug)]
pub(super) enum Told {
    /// Somebody's act.
    Act(Box<Command>),
    /// Nothing but a fact to look at, which no rule makes or prevents.
    Facts,
    /// Nothing that is known.
    Unknown,
}

/// A record as it is read: all its facts, those that follow the one that is looked at, and the records before it.
#[derive(Clone, Copy)]
struct Record<'r> {
    facts: &'r [Event],
    rest: &'r [Event],
    before: &'r [Past],
}

impl Record<'_> {
    /// Whether an answer in a case was drafted before: then what follows confirms it.
    fn drafted(&self, no: CaseNo) -> bool {
        let mut earlier = self.before.iter().flat_map(|past| &past.events);
        earlier.any(|event| matches!(event, Event::AnswerDrafted { case, .. } if *case == no))
    }
}

/// The act of a record that no deadline made.
pub(super) fn told(record: &Past, before: &[Past]) -> Told {
    let mut after = record.events.iter();
    while let Some(event) = after.next() {
        let around = Record { facts: &record.events, rest: after.as_slice(), before };
        if let Some(command) = command(event, &around) {
            return Told::Act(Box::new(command));
        }
    }
    let looked_at = |event: &Event| matches!(event, Event::Flagged { .. } | Event::NoticeSent { .. });
    if record.events.iter().all(looked_at) { Told::Facts } else { Told::Unknown }
}

/// The act whose first fact this is; nothing for what only follows from acts.
fn command(event: &Event, record: &Record<'_>) -> Option<Command> {
    of_the_parcel(event)
        .or_else(|| of_the_case(event, record))
        .or_else(|| of_the_money(event))
        .or_else(|| of_the_account(event, record.before))
}

/// What the seller's account told the order: its case is one of the account's, not of the order's.
fn of_the_account(event: &Event, before: &[Past]) -> Option<Command> {
    Some(match event {
        Event::OrderFrozen { kind: FreezeKind::Compliance, case, stops, .. } => {
            Command::Freeze { case: *case, stops: stops.clone() }
        }
        Event::FreezeForestalled(found) => Command::Thaw { case: found.case },
        Event::OrderThawed { freeze, .. } => Command::Thaw { case: frozen_by(*freeze, before)? },
        _ => return None,
    })
}

/// The account's case that a freeze came from.
fn frozen_by(no: FreezeNo, before: &[Past]) -> Option<CaseNo> {
    before.iter().flat_map(|past| &past.events).find_map(|event| match event {
        Event::OrderFrozen { freeze, kind: FreezeKind::Compliance, case, .. } if *freeze == no => Some(*case),
        _ => None,
    })
}

fn of_the_parcel(event: &Event) -> Option<Command> {
    Some(match event {
        Event::ShipByLengthened { until } => Command::LengthenShipBy { until: *until },
        Event::UnitsCancelled { units, cause } => match cause {
            // What follows from a deadline, or from the decision about a risk.
            CancelCause::NotShipped | CancelCause::Risk { .. } => return None,
            CancelCause::Buyer { reason } => Command::Cancel { units: units.clone(), reason: reason.clone() },
            CancelCause::Seller { reason, named } => {
                Command::Cancel { units: named.clone(), reason: reason.word().to_owned() }
            }
        },
        Event::ShipmentDeclared(shipment) => Command::DeclareShipment(shipped(shipment)),
        Event::ScansRecorded { parcel, scans } => {
            Command::RecordScans { parcel: *parcel, scans: scans.clone() }
        }
        Event::ReceiptConfirmed { parcel } => Command::ConfirmReceipt { parcel: *parcel },
        Event::AddressAnswered { parcel, received } => {
            Command::AnswerAddress { parcel: *parcel, received: (*received)? }
        }
        Event::WindowLengthened { parcel, until } => {
            Command::LengthenWindow { parcel: *parcel, until: *until }
        }
        _ => return None,
    })
}

fn shipped(shipment: &ShipmentDeclared) -> Shipment {
    Shipment {
        units: shipment.units.clone(),
        carrier: shipment.carrier.clone(),
        number: shipment.number.clone(),
        weight_grams: shipment.weight_grams,
        estimate: shipment.estimate,
        handed_over: Some(shipment.handed_over),
        resend: shipment.resend,
        case: shipment.case,
    }
}

fn of_the_money(event: &Event) -> Option<Command> {
    Some(match event {
        Event::PaymentCaptured { payment, captured_at, fee, .. } => {
            Command::CapturePayment { payment: *payment, captured_at: *captured_at, fee: *fee }
        }
        Event::RefundPromised(refund) if refund.cause == RefundCause::Goodwill => {
            // Beyond the units a surcharge goes back by itself (DESIGN 4).
            let parts = || refund.parts.iter().filter(|part| part.component != ComponentRef::Surcharge);
            let units = parts().filter_map(|part| unit_of(part.component)).collect();
            let amount = parts().map(crate::payment::RefundPart::to_buyer);
            Command::GoodwillRefund {
                units,
                amount: amount.fold(crate::money::Minor::ZERO, |a, b| a + b),
                words: crate::seal::Words::only("goodwill"),
            }
        }
        Event::RefundLegMoved { refund, leg, result, moved_at, .. } => {
            Command::RefundResult { refund: *refund, leg: *leg, result: result.clone(), at: *moved_at }
        }
        Event::RefundArrived { refund, leg } => Command::ConfirmArrival { refund: *refund, leg: *leg },
        Event::HoldPlaced { units, reason, end, .. } => {
            Command::PlaceHold { units: units.clone(), reason: reason.clone(), end: *end }
        }
        Event::HoldLifted { hold, reason } => Command::LiftHold { hold: *hold, reason: reason.clone() },
        _ => return None,
    })
}

fn unit_of(component: ComponentRef) -> Option<UnitNo> {
    match component {
        ComponentRef::Goods(unit) | ComponentRef::Shipping(unit) => Some(unit),
        ComponentRef::Surcharge => None,
    }
}

/// A seller's claim, with what stands beside the case that it begins.
fn claim(opened: &CaseOpened, record: &Record<'_>) -> Option<Command> {
    let claimed = record.facts.iter().find_map(|event| match event {
        Event::PaymentClaimed(claimed) => Some(claimed),
        _ => None,
    })?;
    Some(Command::ClaimPayment(PaymentClaim {
        units: units(opened),
        cause: claimed.cause.word().to_owned(),
        confirmation: claimed.confirmation.clone(),
        tracking: claimed.tracking.clone(),
        text: opened.text.clone(),
    }))
}

fn of_the_case(event: &Event, record: &Record<'_>) -> Option<Command> {
    Some(match event {
        Event::CaseOpened(opened) if opened.kind == CaseKind::Return => {
            Command::RequestReturn(ReturnRequest {
                units: units(opened),
                reason: opened.reason.clone(),
                sub_reason: opened.sub_reason.clone(),
                text: opened.text.clone(),
            })
        }
        Event::CaseOpened(opened) if opened.kind == CaseKind::Negligence => Command::Complain(Complaint {
            units: units(opened),
            reason: opened.reason.clone(),
            sub_reason: opened.sub_reason.clone(),
            fee: opened.asked.amount().is_some_and(|amount| amount.is_positive()),
            text: opened.text.clone(),
        }),
        Event::AccountTold(AccountNote {
            news: AccountNews::BuyerReported { about, reason, words }, ..
        }) => Command::ReportBuyer { about: *about, reason: reason.word().to_owned(), words: words.clone() },
        Event::CaseOpened(opened) if opened.kind == CaseKind::Risk => {
            Command::FreezeForRisk { reason: opened.reason.clone(), text: opened.text.clone() }
        }
        Event::CaseOpened(opened) if opened.kind == CaseKind::SellerClaim => claim(opened, record)?,
        // What the system opens follows from something else.
        Event::CaseOpened(opened) if opened.by.is_none() => return None,
        Event::CaseOpened(opened) => Command::OpenDispute(opening(opened)),
        Event::FundingAnswered { case, granted, version } => {
            Command::HearFund { case: *case, granted: *granted, version: *version }
        }
        Event::StandingHeard(heard) => {
            Command::HearStanding { case: heard.case, counts: heard.counts, version: heard.version }
        }
        Event::CaseChanged(changed) => Command::ChangeDispute {
            case: changed.case,
            reason: changed.reason.clone(),
            sub_reason: changed.sub_reason.clone(),
            asked: changed.asked.clone(),
        },
        Event::CaseClosed { case, closing: crate::case::Closing::Withdrawn } => {
            Command::Withdraw { case: *case }
        }
        Event::AnswerDrafted { case, answer, words } => {
            Command::DraftAnswer { case: *case, answer: answer.clone(), words: words.clone() }
        }
        Event::CaseAnswered { case, .. } if record.drafted(*case) => Command::ConfirmAnswer { case: *case },
        Event::CaseAnswered { case, answer, words } => {
            Command::Respond { case: *case, answer: answer.clone(), words: words.clone() }
        }
        Event::ProposalMade { case, remedy, words, .. } => {
            Command::Propose { case: *case, remedy: remedy.clone(), words: words.clone() }
        }
        Event::ProposalAccepted { case, proposal, .. } => {
            Command::AcceptProposal { case: *case, proposal: *proposal, terms: String::new() }
        }
        Event::ProposalRejected { case, proposal, words, .. } => {
            Command::RejectProposal { case: *case, proposal: *proposal, words: words.clone() }
        }
        Event::CaseEscalated { case, by: Some(_), words } => {
            Command::Escalate { case: *case, words: words.clone() }
        }
        _ => return of_the_review(event).or_else(|| of_the_return(event, record)),
    })
}

fn units(opened: &CaseOpened) -> Vec<UnitNo> {
    opened.units.iter().map(|(_, unit)| *unit).collect()
}

fn opening(opened: &CaseOpened) -> Opening {
    Opening {
        units: units(opened),
        received: opened.received,
        reason: opened.reason.clone(),
        sub_reason: opened.sub_reason.clone(),
        asked: opened.asked.clone(),
        text: opened.text.clone(),
    }
}

fn of_the_review(event: &Event) -> Option<Command> {
    Some(match event {
        Event::MessageWritten { case, words, .. } => {
            Command::WriteMessage { case: *case, words: words.clone() }
        }
        Event::EvidenceSealed(sealed) => Command::SubmitEvidence(submission(sealed)),
        Event::EvidenceWithdrawn { evidence } => Command::WithdrawEvidence { evidence: *evidence },
        Event::EvidenceRemoved { evidence, why, .. } => {
            Command::RemoveEvidence { evidence: *evidence, why: why.clone() }
        }
        Event::MediatorAssigned { case, mediator } => Command::Assign { case: *case, mediator: *mediator },
        Event::FindingReported { case, finding } => Command::ReportFinding { case: *case, finding: *finding },
        Event::QuestionAsked { case, side, words } => {
            Command::Ask { case: *case, side: *side, words: words.clone() }
        }
        Event::ClaimAnswered(said) => {
            Command::AnswerClaim { case: said.case, received: said.received, text: said.words.clone() }
        }
        Event::QuestionnaireAnswered(filled) => Command::AnswerQuestionnaire {
            case: filled.case,
            answers: filled.answers.clone(),
            text: filled.words.clone(),
        },
        Event::QuestionAnswered { case, words } => {
            Command::AnswerQuestion { case: *case, words: words.clone() }
        }
        Event::BuyerCauseStated(stated) => Command::StateBuyerCause {
            case: stated.case,
            cause: stated.cause.clone(),
            from: stated.from,
            until: stated.until,
            voucher: stated.voucher,
        },
        Event::CaseRuled { case, ruling } if risk::decided(ruling) => Command::DecideRisk {
            case: *case,
            clear: ruling.remedy.is_none(),
            words: ruling.departs.clone()?,
        },
        Event::CaseRuled { case, ruling } => Command::Rule {
            case: *case,
            remedy: ruling.remedy.clone(),
            liable: ruling.liable,
            departs: ruling.departs.clone(),
        },
        Event::CaseAppealed { case, evidence, words, .. } => {
            Command::Appeal { case: *case, evidence: evidence.clone(), words: words.clone() }
        }
        Event::AppealWaived { case, .. } => Command::Waive { case: *case },
        _ => return None,
    })
}

fn submission(sealed: &EvidenceSealed) -> Submission {
    Submission {
        case: sealed.case,
        requirement: sealed.requirement.clone(),
        seal: sealed.seal.clone(),
        kind: sealed.kind.clone(),
        bytes: sealed.bytes,
        caption: sealed.caption.clone(),
        taken: sealed.taken,
        grams: sealed.grams,
    }
}

/// Whether what came was accepted or objected to in the same act.
fn at_arrival(case: CaseNo, content: ReturnContent, facts: &[Event]) -> Option<Command> {
    facts.iter().find_map(|event| match event {
        Event::ReturnObjected { words, documents, .. } => Some(Command::ObjectToReturn {
            case,
            content,
            words: words.clone(),
            documents: documents.clone(),
        }),
        Event::ReturnAccepted { .. } => Some(Command::AcceptReturn { case, content }),
        _ => None,
    })
}

/// What the seller last said that came back.
fn content(case: CaseNo, before: &[Past]) -> Option<ReturnContent> {
    before.iter().rev().flat_map(|past| past.events.iter().rev()).find_map(|event| match event {
        Event::ReturnReceived { case: of, content } if *of == case => Some(*content),
        _ => None,
    })
}

fn of_the_return(event: &Event, record: &Record<'_>) -> Option<Command> {
    let Record { facts: around, rest, before } = *record;
    Some(match event {
        Event::ReturnAddressGiven { case, address, label } => {
            Command::GiveReturnAddress { case: *case, address: address.clone(), label: *label }
        }
        Event::ReturnSent { case, carrier, number } => {
            Command::SendReturn { case: *case, carrier: carrier.clone(), number: number.clone() }
        }
        Event::ReturnScanned { case, scans } => {
            Command::RecordReturnScans { case: *case, scans: scans.clone() }
        }
        Event::ReturnReceived { case, content } => at_arrival(*case, *content, rest)
            .unwrap_or(Command::ReceiveReturn { case: *case, content: *content }),
        // What came had been told before.
        Event::ReturnAccepted { case } | Event::ReturnObjected { case, .. } => {
            at_arrival(*case, content(*case, before)?, around)?
        }
        _ => return None,
    })
}
