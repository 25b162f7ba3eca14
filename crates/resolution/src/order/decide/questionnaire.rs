//! The seller fills in the questionnaire of a case that the protection fund paid. It changes nothing of the case.
use super::invalid;
use crate::actor::Actor;
use crate::case::Case;
use crate::id::CaseNo;
use crate::order::draft::Draft;
use crate::order::event::{OrderEvent, QuestionnaireAnswered};
use crate::policy::{Opinion, Policy};
use crate::refusal::Refusal;
use crate::seal::Seal;
use crate::time::Calendar;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Exclusive end of the time to fill it in; nothing where the fund did not pay the case, or nothing is asked.
#[must_use]
pub fn ends(case: &Case, policy: &Policy, calendar: &Calendar) -> Option<Timestamp> {
    let rules = policy.questionnaire()?;
    let funding = case.funding.as_ref()?;
    let paid = funding.used.is_some_and(crate::money::Minor::is_positive);
    let (granted, _) = funding.answer.filter(|_| paid)?;
    Some(calendar.end(granted, rules.answer_within))
}

/// Once, by the seller, in time; every question of the policy may be answered, at least one is.
pub(super) fn answer(
    draft: &mut Draft<'_>,
    actor: &Actor,
    no: CaseNo,
    answers: &BTreeMap<String, Opinion>,
    text: Option<&Seal>,
) -> Result<(), Refusal> {
    draft.seller(actor)?;
    let case = draft.case(no)?;
    let policy = draft.context.policy;
    let Some(end) = ends(case, policy, draft.context.calendar) else {
        return Err(Refusal::NotFound { what: "questionnaire".into() });
    };
    if case.funding.as_ref().is_some_and(|funding| funding.questionnaire.is_some()) {
        return Err(Refusal::AlreadyDone);
    }
    if draft.now >= end {
        return Err(Refusal::Ended { at: end, rule: "PLF-1".into() });
    }
    let asked = policy.questionnaire().map(|rules| rules.questions.as_slice()).unwrap_or_default();
    if answers.is_empty() || answers.keys().any(|id| !asked.contains(id)) {
        let expected = format!("an answer to one or more of {}", asked.join(", "));
        return Err(invalid("answers", &expected));
    }
    let (answers, words) = (answers.clone(), text.cloned());
    let filled = QuestionnaireAnswered { case: no, answers, words };
    draft.push(OrderEvent::QuestionnaireAnswered(Box::new(filled)));
    Ok(())
}
