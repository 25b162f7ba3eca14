//! Why a case is opened or changed: the reasons of the policy, and below the chosen one its finer reasons.
use super::fields::Fields;
use super::subject::Subject;
use crate::portal::look::{Choice, Field, choices, choices_below, choices_with};
use crate::portal::reason::{self, UNSAID};
use maud::{Markup, html};
use resolution::policy::Reason;

/// The field of a finer reason.
pub(super) const FINER: &str = "sub_reason";

/// The reasons of the policy in the group of the case.
pub(super) fn of_group(subject: &Subject) -> Vec<&Reason> {
    let received = subject.case.as_ref().is_some_and(|case| case.received);
    subject.view.governing.policy.dispute_reasons().filter(|reason| reason.received == received).collect()
}

/// What a dispute is about now (DIS-9): at first, what it was about before.
pub(super) fn of_change(fields: &Fields<'_>) -> Markup {
    list(fields, &of_group(fields.subject))
}

/// What a complaint may be about.
pub(super) fn of_complaint(fields: &Fields<'_>) -> Markup {
    let reasons: Vec<&Reason> = fields.subject.view.governing.policy.complaint_reasons().collect();
    list(fields, &reasons)
}

/// In which condition goods go back for a change of mind (RET-2), and why: for which reason where there are several.
pub(super) fn of_return(fields: &Fields<'_>) -> Markup {
    let policy = &fields.subject.view.governing.policy;
    let conditions = policy.returns.as_ref().map(|rules| rules.conditions.as_slice()).unwrap_or_default();
    let reasons: Vec<&Reason> = policy.return_reasons().collect();
    html! {
        div class="field" data-conditions {
            p { strong { (fields.reader.t("return-conditions")) } }
            ul { @for condition in conditions {
                li { (fields.reader.t(&format!("condition-{}", condition.word()))) }
            } }
        }
        @if let [only] = &reasons[..] {
            input type="hidden" name="reason" value=(only.id);
            @if !only.sub_reasons.is_empty() {
                (choices(&fields.field(FINER, ""), "radio", false, &finer(fields, only)))
            }
        } @else { (list(fields, &reasons)) }
    }
}

/// What is chosen at first: what was sent, or else what the case is about.
fn chosen<'f>(fields: &'f Fields<'_>) -> (&'f str, Option<&'f str>) {
    let typed = &fields.typed;
    match fields.subject.case.as_ref().filter(|_| !fields.sent) {
        Some(case) => (case.reason.as_str(), case.sub_reason.as_deref().or(Some(UNSAID))),
        None => (typed.reason.as_str(), Some(typed.sub_reason.as_str())),
    }
}

/// The reasons, each with its finer ones below it.
fn list(fields: &Fields<'_>, reasons: &[&Reason]) -> Markup {
    let policy = &fields.subject.view.governing.policy;
    let (now, _) = chosen(fields);
    let list: Vec<Choice> = reasons
        .iter()
        .map(|reason| Choice {
            chosen: reason.id == now,
            value: reason.id.clone(),
            label: reason::message(fields.reader, policy, &format!("reason.{}", reason.id)),
            hint: None,
        })
        .collect();
    let below = |choice: &Choice| {
        let reason =
            reasons.iter().find(|reason| reason.id == choice.value && !reason.sub_reasons.is_empty())?;
        let asked = fields.field(FINER, "");
        // Only below the reason that is chosen is something wrong, and there it is looked for.
        let (id, problem) = if choice.chosen {
            (FINER.to_owned(), asked.problem)
        } else {
            (format!("{FINER}-{}", reason.id), None)
        };
        Some(choices_below(&Field { problem, ..asked }, &id, &finer(fields, reason)))
    };
    choices_with(&fields.field("reason", ""), &list, &below)
}

/// The finer reasons of a reason. One that was named already can be changed for another; it is not taken back.
fn finer(fields: &Fields<'_>, reason: &Reason) -> Vec<Choice> {
    let (now, finer) = chosen(fields);
    let case = fields.subject.case.as_ref();
    let named = case.is_some_and(|case| case.reason == reason.id && case.sub_reason.is_some());
    let policy = &fields.subject.view.governing.policy;
    reason::finer(fields.reader, policy, reason, finer.filter(|_| now == reason.id), named)
}
