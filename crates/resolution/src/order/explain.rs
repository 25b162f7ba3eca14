//! The reasoning of a case, from its events alone: which rule, on which facts and evidence, who or what decided, when,
//! who paid, and where a mediator departed from the recommendation.
use super::event::OrderEvent;
use crate::actor::Actor;
use crate::case::funding::words;
use crate::case::{Closing, Ruling};
use crate::id::CaseNo;
use crate::money::Minor;
use crate::payment::LegResult;
use crate::policy::Policy;
use jiff::Timestamp;
use serde::Serialize;

/// The explanation of one case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// Content hash of the policy that governs it.
    pub policy: String,
    /// Everything that happened to the case, oldest first.
    pub steps: Vec<Step>,
    /// The rulings with the reason in words, oldest first.
    pub rulings: Vec<Reasoned>,
    /// What went back, by payment share.
    pub refunds: Vec<Paid>,
    /// How it ended, once it did.
    pub closing: Option<Closing>,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// When it was recorded.
    pub at: Timestamp,
    /// What, as a stable word.
    pub what: &'static str,
    /// Detail in words.
    pub detail: String,
    /// The end of the clock that began, with what happens then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<(Timestamp, String)>,
}

/// A ruling with its reason in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reasoned {
    /// When.
    pub at: Timestamp,
    /// The ruling as it stands in the event.
    pub ruling: Ruling,
    /// The condition of the row that applied or was recommended.
    pub condition: Option<String>,
    /// The row's reason in words (English).
    pub words: Option<String>,
}

/// What went back by one way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Paid {
    /// Payment share.
    pub payment: u16,
    /// Way.
    pub route: crate::payment::LegRoute,
    /// Amount in minor units.
    pub amount: Minor,
    /// Promised at.
    pub promised: Timestamp,
    /// Sent at.
    pub sent: Option<Timestamp>,
    /// Confirmed at.
    pub confirmed: Option<Timestamp>,
}

/// Explains a case from the events of its order, each with its instant of recording.
#[must_use]
pub fn explain<'e>(
    case: CaseNo,
    events: impl IntoIterator<Item = (Timestamp, &'e OrderEvent)>,
    policy: &Policy,
) -> Explanation {
    let mut out = Explanation {
        policy: policy.hash.to_string(),
        steps: Vec::new(),
        rulings: Vec::new(),
        refunds: Vec::new(),
        closing: None,
    };
    let mut refund = None;
    for (at, event) in events {
        if let OrderEvent::RefundPromised(promised) = event
            && promised.case == Some(case)
        {
            refund = Some(promised.refund);
            for leg in &promised.legs {
                out.refunds.push(Paid {
                    payment: leg.payment.0,
                    route: leg.route,
                    amount: leg.amount,
                    promised: at,
                    sent: None,
                    confirmed: None,
                });
            }
        }
        if let OrderEvent::RefundLegMoved { refund: of, leg, result, moved_at, .. } = event
            && Some(*of) == refund
            && let Some(paid) = out.refunds.get_mut(leg.index())
        {
            moved(paid, result, *moved_at);
        }
        if let OrderEvent::CaseRuled { case: no, ruling } = event
            && *no == case
        {
            out.rulings.push(reasoned(at, ruling, policy));
        }
        if let OrderEvent::CaseClosed { case: no, closing } = event
            && *no == case
        {
            out.closing = Some(*closing);
        }
        if let Some((what, detail, until)) = step(case, event) {
            out.steps.push(Step { at, what, detail, until });
        }
    }
    out
}

fn moved(paid: &mut Paid, result: &LegResult, at: Timestamp) {
    match result {
        LegResult::Sent { .. } => paid.sent = Some(at),
        LegResult::Confirmed { .. } => {
            paid.sent.get_or_insert(at);
            paid.confirmed = Some(at);
        }
        LegResult::Refused { .. } | LegResult::Bounced { .. } => paid.confirmed = None,
    }
}

fn reasoned(at: Timestamp, ruling: &Ruling, policy: &Policy) -> Reasoned {
    let row = policy.liability.iter().find(|row| Some(&row.id) == ruling.row.as_ref());
    Reasoned {
        at,
        ruling: ruling.clone(),
        condition: row.map(|row| row.when.source().to_owned()),
        words: policy.message("en", &format!("why.{}", ruling.why)).map(str::to_owned),
    }
}

type Told = (&'static str, String, Option<(Timestamp, String)>);

/// What one event means for the case; nothing if it is about something else.
fn step(case: CaseNo, event: &OrderEvent) -> Option<Told> {
    let plain = |what, detail: String| Some((what, detail, None));
    match event {
        OrderEvent::CaseOpened(opened) if opened.case == case => {
            let by = if opened.by.is_some() { "the buyer" } else { "the system for the buyer" };
            let reason = reason(&opened.reason, opened.sub_reason.as_deref());
            plain("opened", format!("by {by}: {reason}, asking {}", remedy(&opened.asked)))
        }
        OrderEvent::StageEntered { case: no, stage, turn, end, on_end, .. } if *no == case => {
            Some(("stage", format!("{}, turn of {turn}", stage.word()), end.map(|end| (end, on_end.clone()))))
        }
        OrderEvent::FundingWeighed(found) if found.case == case => {
            plain("funding", words(&found.weighed, found.asks))
        }
        OrderEvent::StandingHeard(heard) if heard.case == case => {
            plain("standing", words(&heard.weighed, heard.asks))
        }
        OrderEvent::FundingAnswered { case: no, granted, .. } if *no == case => {
            plain("fund", if *granted { "pays" } else { "does not pay" }.to_owned())
        }
        OrderEvent::ClockStopped { case: no, why, .. } if *no == case => {
            plain("clock_stopped", format!("{why:?}"))
        }
        OrderEvent::ClockResumed { case: no, end, .. } if *no == case => {
            plain("clock_resumed", format!("now ends {end}"))
        }
        OrderEvent::CaseChanged(changed) if changed.case == case => {
            let reason = reason(&changed.reason, changed.sub_reason.as_deref());
            plain("changed", format!("{reason}, asking {}", remedy(&changed.asked)))
        }
        OrderEvent::CaseAnswered { case: no, answer, words } if *no == case => {
            let answer = match answer {
                crate::case::Answer::Accept => "accepted",
                crate::case::Answer::WithoutReturn => "gave the refund without a return",
                crate::case::Answer::Reject => "rejected",
                crate::case::Answer::Investigate { .. } => "asked for an investigation",
            };
            plain("answered", format!("{answer} {}", words.reason).trim_end().to_owned())
        }
        OrderEvent::CaseEscalated { case: no, by, words } if *no == case => {
            let told = by.map_or_else(
                || "by silence".to_owned(),
                |side| format!("by the {}: {}", side.word(), words.reason),
            );
            plain("escalated", told)
        }
        _ => later_step(case, event),
    }
}

/// A reason with the finer one that is named: `counterfeit (trademark)`.
fn reason(reason: &str, sub_reason: Option<&str>) -> String {
    sub_reason.map_or_else(|| reason.to_owned(), |sub_reason| format!("{reason} ({sub_reason})"))
}

fn later_step(case: CaseNo, event: &OrderEvent) -> Option<Told> {
    let plain = |what, detail: String| Some((what, detail, None));
    match event {
        OrderEvent::InvestigationAsked { case: no, carrier, number } if *no == case => {
            plain("investigation", format!("{carrier} is asked about {number}"))
        }
        OrderEvent::FindingReported { case: no, finding } if *no == case => {
            plain("finding", format!("{finding:?}"))
        }
        OrderEvent::FindingMissed { case: no } if *no == case => plain("finding", "none in time".to_owned()),
        OrderEvent::ProposalMade { case: no, proposal, by, remedy: offered, .. } if *no == case => {
            plain("proposal", format!("{} by the {}: {}", proposal, by.word(), remedy(offered)))
        }
        OrderEvent::ProposalRejected { case: no, proposal, by, .. } if *no == case => {
            plain("proposal_rejected", format!("{proposal} by the {}", by.word()))
        }
        OrderEvent::ProposalAccepted { case: no, proposal, by } if *no == case => {
            plain("proposal_accepted", format!("{proposal} by the {}", by.word()))
        }
        OrderEvent::OutcomeFixed { case: no, remedy: fixed, by } if *no == case => plain(
            "outcome",
            format!("{} ({by})", fixed.as_ref().map_or_else(|| "nothing".to_owned(), remedy)),
        ),
        OrderEvent::CaseRuled { case: no, ruling } if *no == case => {
            let by = match ruling.by {
                Actor::Mediator(_) => "a mediator",
                _ => "the liability table",
            };
            let row = ruling.row.as_deref().unwrap_or("no row");
            let departs = if ruling.departs.is_some() { ", departing from the recommendation" } else { "" };
            plain(
                "ruled",
                format!(
                    "by {by}, row {row}{departs}: {}",
                    ruling.remedy.as_ref().map_or_else(|| "nothing".to_owned(), remedy)
                ),
            )
        }
        OrderEvent::CaseAppealed { case: no, by, .. } if *no == case => {
            plain("appealed", by.word().to_owned())
        }
        OrderEvent::RefundPromised(refund) if refund.case == Some(case) => {
            let amount =
                refund.parts.iter().map(crate::payment::RefundPart::to_buyer).fold(Minor::ZERO, |a, b| a + b);
            plain("refund_promised", format!("{amount} minor units by {} payment(s)", refund.legs.len()))
        }
        OrderEvent::CaseClosed { case: no, closing } if *no == case => {
            plain("closed", format!("{closing:?}").to_lowercase())
        }
        OrderEvent::EvidenceSealed(sealed) if sealed.case == Some(case) => plain(
            "evidence",
            format!(
                "{} by the {}: {}",
                sealed.evidence,
                sealed.role,
                sealed.requirement.as_deref().unwrap_or("free")
            ),
        ),
        _ => made_good(case, event),
    }
}

/// What a carrier makes good, and what a seller claims.
fn made_good(case: CaseNo, event: &OrderEvent) -> Option<Told> {
    let plain = |what, detail: String| Some((what, detail, None));
    match event {
        OrderEvent::PaymentClaimed(claimed) if claimed.case == case => {
            let shown =
                if claimed.confirmation.is_some() { "confirmed by the buyer" } else { "not confirmed" };
            plain("claimed", format!("{}, shown wrongly since {}, {shown}", claimed.cause, claimed.since))
        }
        OrderEvent::ClaimAnswered(said) if said.case == case => {
            let says = if said.received { "the goods are there" } else { "the goods are not there" };
            plain("claim_answered", format!("the buyer: {says}"))
        }
        OrderEvent::ClaimPaid(paid) if paid.case == case => plain(
            "claim_paid",
            format!("{} from escrow, {} from {}", sum(&paid.escrow), sum(&paid.loss), paid.fund),
        ),
        OrderEvent::QuestionnaireAnswered(filled) if filled.case == case => {
            let answers = filled.answers.iter().map(|(id, answer)| format!("{id}: {answer}"));
            plain("questionnaire", answers.collect::<Vec<_>>().join("; "))
        }
        OrderEvent::CompensationDue(due) if due.case == case => plain(
            "compensation_due",
            format!("{} declares parcel {} {} at {}", due.carrier, due.parcel, due.declared, due.declared_at),
        ),
        OrderEvent::CompensationPaid(paid) if paid.case == case => plain(
            "compensation_paid",
            format!("{} minor units, {} of them commission", sum(&paid.parts), paid.commission),
        ),
        OrderEvent::CompensationReversed(reversed) if reversed.case == case => plain(
            "compensation_reversed",
            format!("{} minor units: {}", sum(&reversed.parts), reversed.why.word()),
        ),
        _ => None,
    }
}

fn sum(parts: &[(crate::order::components::ComponentRef, Minor)]) -> Minor {
    parts.iter().map(|(_, amount)| *amount).fold(Minor::ZERO, |a, b| a + b)
}

fn remedy(remedy: &crate::case::remedy::Remedy) -> String {
    match remedy.amount() {
        Some(amount) => format!("{} of {amount}", remedy.kind().word()),
        None => remedy.kind().word().to_owned(),
    }
}
