//! Terms and policy.
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A marketplace's terms in plain words, generated from its policy (MSG-4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TermsView {
    /// The policy's name.
    pub policy: String,
    /// The policy's content hash.
    pub hash: String,
    /// Language → the terms in it.
    pub languages: BTreeMap<String, TermsText>,
}

/// The terms in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TermsText {
    /// Sections in the order in which they are read.
    pub sections: Vec<TermsSection>,
    /// The reasons that a dispute may have, with what each needs.
    pub reasons: Vec<TermsReason>,
}

/// A heading and its sentences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TermsSection {
    /// `windows`, `dispute`, `returns`, `refunds` or `evidence`.
    pub id: String,
    /// The heading.
    pub title: String,
    /// Full sentences.
    pub sentences: Vec<String>,
}

/// A reason in plain words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TermsReason {
    /// The reason's id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Finer reasons, of which who opens the case may name one.
    pub sub_reasons: Vec<TermsSubReason>,
    /// Whether it is offered when the goods were received.
    pub received: bool,
    /// What may be asked for, in words.
    pub remedies: Vec<String>,
    /// Who pays the way back, where goods may have to be sent back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub return_paid_by: Option<String>,
    /// What each side is asked to show.
    pub evidence: Vec<TermsEvidence>,
}

/// A finer reason in plain words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TermsSubReason {
    /// The finer reason's id.
    #[schema(example = "trademark")]
    pub id: String,
    /// Its name.
    pub title: String,
}

/// One thing to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TermsEvidence {
    /// The requirement's id.
    pub id: String,
    /// What it is.
    pub title: String,
    /// `opener` or `respondent`.
    pub from: String,
    /// The kinds of file that will do.
    pub kinds: Vec<String>,
    /// Whether it helps without being needed.
    pub optional: bool,
    /// What it means when it is missing.
    pub missing_means: String,
}

/// A policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PolicyView {
    /// Its short name.
    pub name: String,
    /// Its content hash: 64 hexadecimal digits.
    pub hash: String,
    /// The process as a table: what `recourse policy show` prints.
    pub process: String,
    /// Its files as they were given.
    pub files: BTreeMap<String, String>,
}
