//! What a seller is asked after a case that the protection fund paid: no blame is found there, so that this is how the platform
//! learns what went wrong.
use super::words::words;
use super::{Problem, problem::Source, raw::RawPolicy};
use crate::time::Period;
use serde::Deserialize;

/// Questions, at most: a seller fills it in between two parcels.
const QUESTIONS: usize = 10;

/// `[funding.questionnaire]`: questions to a seller whose case was paid by the fund. Nothing follows from silence.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionnaireRules {
    /// Stable words, 1 to 10; their texts are the messages `question.ID`. Each is answered with an [`Opinion`].
    pub questions: Vec<String>,
    /// How long it can be filled in, counted from the fund's answer.
    pub answer_within: Period,
}

words! {
    /// The answer to a question of the questionnaire.
    Opinion, "answer" {
        /// It is so.
        Yes = "yes",
        /// It is not.
        No = "no",
        /// The seller does not know.
        Unsure = "unsure",
    }
}

/// Everything that is wrong with it as it is written, but for missing texts.
pub(super) fn check(source: &Source<'_>, raw: &RawPolicy) -> Option<Problem> {
    let questions = &raw.funding.as_ref()?.questionnaire.as_ref()?.questions;
    let key = "funding.questionnaire.questions";
    if questions.is_empty() || questions.len() > QUESTIONS {
        let text = format!(
            "{} questions; a seller answers 1 to {QUESTIONS}, or leave the section out",
            questions.len()
        );
        return Some(source.at_key(key, text));
    }
    let twice = questions.iter().enumerate().find(|(at, id)| questions[..*at].contains(*id));
    twice.map(|(_, id)| source.at_key(key, format!("`{id}` is asked twice; ask it once")))
}
