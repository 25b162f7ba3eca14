//! A case's page.
use super::{Reading, action, claim, fund, word};
use crate::{convert, ids};
use resolution::actor::Side;
use resolution::case::procedure::{self, turn_word};
use resolution::case::{Case, CaseKind, Proposal, Received, Ruling, facts};
use resolution::order::event::Known;
use resolution::payment::refund;
use resolution::policy::{Facts, Requirement, Side as PolicySide};
use std::collections::BTreeMap;

pub(crate) fn summary(reading: &Reading<'_>, case: &Case) -> api::CaseSummary {
    api::CaseSummary {
        id: ids::write(ids::CASE, reading.order.id, case.no.0),
        kind: word(case.kind),
        reason: case.reason.clone(),
        reason_title: reading.message(&format!("reason.{}", case.reason)),
        sub_reason: case.sub_reason.clone(),
        sub_reason_title: finer(reading, case),
        stage: case.stage.name.word().to_owned(),
        turn: turn_word(case.stage.name.turn()).to_owned(),
        clock: reading.clocks.stage(case),
        closed: case.closed.map(|(how, _)| word(how)),
    }
}

/// The finer reason in words.
fn finer(reading: &Reading<'_>, case: &Case) -> Option<String> {
    case.sub_reason.as_ref().map(|id| reading.message(&format!("sub_reason.{id}")))
}

/// What the respondent has drafted, for its own eyes.
fn draft(reading: &Reading<'_>, case: &Case) -> Option<api::DraftView> {
    let own = matches!(reading.actor, resolution::actor::Actor::Seller(_));
    let drafted = case.draft.as_ref().filter(|_| own)?;
    let accepts = drafted.answer == resolution::case::Answer::Accept;
    Some(api::DraftView {
        answer: if accepts { "accept" } else { "reject" }.to_owned(),
        words: reading.texts.words(&drafted.words),
        at: drafted.at,
    })
}

/// The page of a case; `staff` sees facts and recommendation as well.
pub(crate) fn case(reading: &Reading<'_>, case: &Case, staff: bool) -> api::CaseView {
    let order = reading.order;
    let placed = &order.placed;
    // Nobody decides what a carrier makes good.
    let decided = case.kind != CaseKind::CarrierCompensation;
    let (facts, recommended) =
        if staff && case.open() && decided { recommendation(reading, case) } else { (None, None) };
    api::CaseView {
        id: ids::write(ids::CASE, order.id, case.no.0),
        order: order.id.to_string(),
        kind: word(case.kind),
        opened_by: case.by.map(|party| reading.names.of(party)),
        opener: reading.names.of(placed.buyer),
        respondent: reading.names.of(placed.seller),
        opened_at: case.opened,
        received: case.received == Received::Yes,
        reason: case.reason.clone(),
        reason_title: reading.message(&format!("reason.{}", case.reason)),
        sub_reason: case.sub_reason.clone(),
        sub_reason_title: finer(reading, case),
        text: case.text.as_ref().map(|seal| reading.texts.of(seal)),
        units: case.units.iter().map(|(line, unit)| api::CaseUnit { line: line.0, unit: unit.0 }).collect(),
        asked: reading.remedy(&case.asked),
        draft: draft(reading, case),
        refundable: reading.money(refund::left(order, &case.reserved)),
        changes: api::Changes { made: case.changes, most: reading.context.policy.disputes.max_changes },
        known: known(reading, &case.known),
        stage: stage(reading, case),
        proposals: api::Proposals {
            opener: standing(reading, case, Side::Opener),
            respondent: standing(reading, case, Side::Respondent),
            platform: standing(reading, case, Side::Platform),
        },
        proposal_history: case.proposals.iter().map(|found| proposal(reading, found)).collect(),
        requirements: requirements(reading, case),
        messages_before: case.messages_before,
        facts,
        recommended,
        funding: case.funding.as_ref().filter(|_| staff).map(|it| fund::funding(it, placed.currency)),
        questionnaire: fund::questionnaire(reading, case, staff),
        claim: claim::of(reading, case),
        asked_side: case.asked_side.map(convert::side_view),
        mediator: case.mediator.map(|party| reading.names.of(party)),
        rulings: case.rulings.iter().map(|found| ruling(reading, found)).collect(),
        appealed: case.appealed,
        investigation: case.investigation.as_ref().map(|asked| api::InvestigationView {
            carrier: asked.carrier.clone(),
            number: asked.number.clone(),
            asked_at: asked.asked,
            missed_at: asked.missed,
            found_at: asked.found,
        }),
        finding: case.finding.map(word),
        buyer_cause: case.buyer_cause.as_ref().map(|(cause, from, until)| api::BuyerCauseView {
            cause: cause.clone(),
            from: *from,
            until: *until,
        }),
        outcome: case.fixed.as_ref().map(|remedy| reading.remedy(remedy)),
        returning: returning(reading, case),
        refund: case.refund.map(|no| ids::write(ids::REFUND, order.id, no.0)),
        closed: case.closed.map(|(how, at)| api::ClosedView { how: word(how), at }),
        allowed_actions: action::all(reading, Some(case.no.0)),
        revision: case.revision,
    }
}

fn known(reading: &Reading<'_>, known: &Known) -> api::KnownView {
    let parcels = known.parcels.iter().map(|(no, carrier, number)| api::KnownParcel {
        parcel: ids::write(ids::PARCEL, reading.order.id, no.0),
        carrier: carrier.clone(),
        number: number.clone(),
    });
    api::KnownView {
        reference: known.reference.clone(),
        parcels: parcels.collect(),
        estimate: known.estimate,
    }
}

fn stage(reading: &Reading<'_>, case: &Case) -> api::StageView {
    let stage = &case.stage;
    let stopped = stage.stopped.iter().map(|cause| {
        let value = serde_json::to_value(cause).unwrap_or_default();
        value.get("cause").and_then(|word| word.as_str()).unwrap_or_default().to_owned()
    });
    api::StageView {
        name: stage.name.word().to_owned(),
        turn: turn_word(stage.name.turn()).to_owned(),
        since: stage.since,
        clock: reading.clocks.stage(case),
        promised: stage.promised,
        on_end: stage.on_end.clone(),
        stopped_by: stopped.collect(),
    }
}

fn standing(reading: &Reading<'_>, case: &Case, side: Side) -> Option<api::ProposalView> {
    case.standing(side).map(|found| proposal(reading, found))
}

fn proposal(reading: &Reading<'_>, proposal: &Proposal) -> api::ProposalView {
    let sides = |sides: &[Side]| sides.iter().copied().map(convert::side_view).collect();
    api::ProposalView {
        proposal: proposal.no.0,
        by: convert::side_view(proposal.by),
        remedy: reading.remedy(&proposal.remedy),
        terms: proposal.terms.clone(),
        words: reading.texts.words(&proposal.words),
        at: proposal.at,
        refused_by: sides(&proposal.refused_by),
        accepted_by: sides(&proposal.accepted_by),
    }
}

/// What is needed, ticked off or missing (EVI-2).
fn requirements(reading: &Reading<'_>, case: &Case) -> Vec<api::RequirementView> {
    let required = facts::requirements(case, reading.context.policy);
    required.into_iter().map(|found| requirement(reading, case, found)).collect()
}

fn requirement(reading: &Reading<'_>, case: &Case, required: &Requirement) -> api::RequirementView {
    let order = reading.order;
    let ticked = facts::ticked(order, case, &required.id, required.from);
    api::RequirementView {
        id: required.id.clone(),
        title: reading.message(&format!("evidence.{}", required.id)),
        from: match required.from {
            PolicySide::Opener => api::Side::Opener,
            PolicySide::Respondent => api::Side::Respondent,
        },
        kinds: required.kinds.iter().map(|kind| kind.word().to_owned()).collect(),
        grams: required.grams,
        optional: required.optional,
        satisfied: facts::satisfied(order, case, required),
        evidence: ticked.map(|evidence| ids::write(ids::EVIDENCE, order.id, evidence.no.0)),
        missing_means: reading.message(&format!("missing.{}", required.missing_means)),
    }
}

type Recommendation = (Option<BTreeMap<String, String>>, Option<api::RowView>);

/// What is recommended of a claim rests on what the buyer said and the seller showed; the table has no say in it.
fn of_claim(reading: &Reading<'_>, case: &Case) -> Option<api::RowView> {
    let ruling = procedure::recommendation(reading.order, case.no, &reading.context, reading.clocks.now)?;
    Some(api::RowView {
        row: ruling.row.unwrap_or_default(),
        liable: ruling.liable.word().to_owned(),
        remedy: ruling.remedy.map_or("none", |remedy| remedy.kind().word()).to_owned(),
        funded_by: ruling.funded_by.word().to_owned(),
        why: reading.message(&format!("why.{}", ruling.why)),
    })
}

fn recommendation(reading: &Reading<'_>, case: &Case) -> Recommendation {
    if case.kind == CaseKind::SellerClaim {
        return (None, of_claim(reading, case));
    }
    let (policy, calendar) = (reading.context.policy, reading.context.calendar);
    let found = facts::of(reading.order, case, policy, calendar, reading.clocks.now);
    let row = policy.rule(&found).map(|row| api::RowView {
        row: row.id.clone(),
        liable: row.liable.word().to_owned(),
        remedy: row.remedy.word().to_owned(),
        funded_by: row.funded_by.word().to_owned(),
        why: reading.message(&format!("why.{}", row.why)),
    });
    (Some(fact_words(&found)), row)
}

fn fact_words(facts: &Facts) -> BTreeMap<String, String> {
    facts.iter().map(|(name, value)| (name.to_owned(), word(value))).collect()
}

fn ruling(reading: &Reading<'_>, ruling: &Ruling) -> api::RulingView {
    let evidence = ruling.evidence.iter().map(|no| ids::write(ids::EVIDENCE, reading.order.id, no.0));
    api::RulingView {
        by: reading.names.who(&ruling.by),
        row: ruling.row.clone(),
        facts: fact_words(&ruling.facts),
        evidence: evidence.collect(),
        liable: ruling.liable.word().to_owned(),
        funded_by: ruling.funded_by.word().to_owned(),
        remedy: ruling.remedy.as_ref().map(|remedy| reading.remedy(remedy)),
        why: reading.message(&format!("why.{}", ruling.why)),
        departs: ruling.departs.as_ref().map(|words| reading.texts.words(words)),
        review: ruling.review,
        appealable: ruling.appealable,
    }
}

fn returning(reading: &Reading<'_>, case: &Case) -> Option<api::ReturnView> {
    let returning = &case.returning;
    if *returning == resolution::case::Return::default() {
        return None;
    }
    let (carrier, number) = returning.sent.clone().unzip();
    Some(api::ReturnView {
        address: returning.address.as_ref().map(|seal| reading.texts.of(seal)),
        label: returning.label.map(|no| ids::write(ids::EVIDENCE, reading.order.id, no.0)),
        received_at: returning.received,
        accepted_at: returning.accepted,
        carrier,
        number,
        scans: returning.scans.iter().map(convert::scan_view).collect(),
        content: returning.content.map(word),
        objected: returning.objected,
    })
}
