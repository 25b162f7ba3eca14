//! Reasons in words, and the finer ones among which the opener of a case chooses.
use super::look::Choice;
use super::reader::Reader;
use resolution::policy::{Policy, Reason};

/// The answer of who cannot say it more exactly. No finer reason of a policy is written so.
pub(crate) const UNSAID: &str = "?";

/// A text of the policy in the reader's language.
pub(crate) fn message(reader: &Reader, policy: &Policy, key: &str) -> String {
    policy.message(reader.taste.words.code(), key).unwrap_or(key).to_owned()
}

/// A reason with the finer one beside it, where one was named.
pub(crate) fn shown(reader: &Reader, reason: &str, finer: Option<&str>) -> String {
    match finer {
        Some(finer) => reader.with("reason-finer", &[("reason", reason.into()), ("finer", finer.into())]),
        None => reason.to_owned(),
    }
}

/// The same for a case.
pub(crate) fn of_case(reader: &Reader, case: &api::CaseView) -> String {
    shown(reader, &case.reason_title, case.sub_reason_title.as_deref())
}

/// The finer reasons of a reason to choose from; at the end, unless one must be named, that none of them is meant.
pub(crate) fn finer(
    reader: &Reader,
    policy: &Policy,
    reason: &Reason,
    chosen: Option<&str>,
    must: bool,
) -> Vec<Choice> {
    let of = |value: &str, label: String| Choice {
        chosen: chosen == Some(value),
        value: value.to_owned(),
        label,
        hint: None,
    };
    let own =
        reason.sub_reasons.iter().map(|id| of(id, message(reader, policy, &format!("sub_reason.{id}"))));
    own.chain((!must).then(|| of(UNSAID, reader.t("sub-reason-unsaid")))).collect()
}
