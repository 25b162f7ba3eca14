//! The protection fund.
use crate::Money;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The protection fund of a marketplace: what it may pay for disputes at once, and what it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FundView {
    /// The fund.
    #[schema(example = "fnd_0123456789abcdef0123456789abcdef")]
    pub id: String,
    /// What it has, a currency each.
    pub budgets: Vec<FundBudget>,
    /// Every change of its budget, newest first.
    pub changes: Vec<FundChange>,
    /// The state that this shows: the instant of the fund's last event; nothing where it has none yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Timestamp>,
    /// Events so far.
    pub version: u64,
}

/// What the fund has in one currency. `given` is `available`, `reserved` and `spent` together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FundBudget {
    /// Put in, less what was taken back.
    pub given: Money,
    /// Granted to orders that have not yet said what they used of it.
    pub reserved: Money,
    /// Promised to buyers.
    pub spent: Money,
    /// What can still be granted.
    pub available: Money,
    /// How many disputes were granted it.
    pub granted: u64,
    /// How many were denied it, because there was too little.
    pub denied: u64,
}

/// A change of the fund's budget.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FundChange {
    /// Its number, from 1.
    pub number: u32,
    /// When.
    pub at: Timestamp,
    /// Your id of the person of finance who did it; nothing where your own server did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// `add` or `take_back`.
    pub change: String,
    /// How much.
    pub amount: Money,
    /// Why.
    pub reason: String,
}

/// A change of the budget that is wanted.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFundChange {
    /// `add`: money in. `take_back`: out again, at most what is neither reserved nor spent.
    #[schema(example = "add")]
    pub change: String,
    /// How much, above zero.
    pub amount: Money,
    /// Why: 1 to 200 characters, kept for ever, so nothing about a person.
    #[schema(example = "budget of March")]
    pub reason: String,
}

/// What was weighed when a dispute began at the protection fund, and what the fund said. Only staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FundingView {
    /// Every factor, each with whether it speaks for the fund; all must.
    pub weighed: Vec<WeighedView>,
    /// The buyer's account was asked how the buyer stands, and has not answered.
    pub awaits_buyer: bool,
    /// What the fund was asked for; nothing: it was not asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked: Option<Money>,
    /// Whether it granted it; nothing: it has not answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub granted: Option<bool>,
    /// When it answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Timestamp>,
    /// What was promised to the buyer out of the grant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub used: Option<Money>,
}

/// One factor that was weighed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct WeighedView {
    /// `reason`, `remedy`, `order_value`, `product`; of the buyer: `disputes`, `funded` or `reports`.
    pub factor: String,
    /// Whether it speaks for the fund.
    pub holds: bool,
    /// What was found: the reason, the remedy asked for, or the category of product that is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// What the whole order cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Money>,
    /// The most that it may have cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most: Option<Money>,
    /// How many there are in the buyer's record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// How many there may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_most: Option<u32>,
}

/// The seller's answers to the questionnaire of a case that the protection fund paid.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewQuestionnaire {
    /// Question of the policy → answer; at least one.
    pub answers: BTreeMap<String, Opinion>,
    /// In words; sealed on arrival.
    #[serde(default)]
    pub text: Option<String>,
}

/// The answer to a question of the questionnaire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Opinion {
    /// It is so.
    Yes,
    /// It is not.
    No,
    /// The seller does not know.
    Unsure,
}

/// What the seller is asked, and said, after the protection fund has paid; for the seller and the platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct QuestionnaireView {
    /// The questions in their order, each with the answer once there is one.
    pub questions: Vec<QuestionView>,
    /// Until when it can be filled in.
    pub until: Timestamp,
    /// When it was filled in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Timestamp>,
    /// What the seller wrote beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<crate::Text>,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct QuestionView {
    /// Its stable word.
    pub question: String,
    /// The question in the reader's language.
    pub title: String,
    /// The answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<Opinion>,
}
