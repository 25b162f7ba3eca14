//! Cases on accounts: the restriction of a seller (compliance freeze), and a report on a buyer.
use crate::{RunningClock, Text, Who};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An account that is to be restricted: from then on what the policy says is stopped, and every order that is not over
/// follows.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRestriction {
    /// `counterfeit`, `inconsistent_goods` or `false_transactions`, as far as the policy has it.
    #[schema(example = "counterfeit")]
    pub reason: String,
    /// What the seller is asked to provide: `purchase_invoices`, `brand_authorisation`, `stock_pictures`,
    /// `shipping_records`, `business_identity`. Left out: what the policy names.
    #[serde(default)]
    pub provide: Vec<String>,
    /// Words to the seller.
    #[serde(default)]
    pub text: Option<String>,
}

/// Words of an act in a case of an account.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountWords {
    /// The words.
    #[schema(min_length = 1)]
    pub text: String,
}

/// Who takes the case.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountAssign {
    /// Your id of the mediator; the mediator who acts, if none is given.
    #[serde(default)]
    pub mediator: Option<String>,
}

/// A decision in a case of an account.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAccountRuling {
    /// Whether the restriction is lifted, or the report is not upheld; otherwise it stays, or counts.
    pub lift: bool,
    /// Why.
    #[schema(min_length = 1)]
    pub text: String,
}

/// A seller's report on the buyer of an order.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReport {
    /// `false_claim`, `altered_evidence`, `swapped_return`, `extortion` or `abuse`, as far as the policy has it.
    #[schema(example = "false_claim")]
    pub reason: String,
    /// The case of the order in which it happened: what was shown there is evidence here. Left out: the newest case of the
    /// order; where there is none, add files to the report.
    #[serde(default)]
    pub case: Option<String>,
    /// What happened. The buyer reads it.
    #[schema(min_length = 1)]
    pub text: String,
}

/// What became of a report on the buyer of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportView {
    /// When the seller reported the buyer.
    pub reported_at: Timestamp,
    /// The case on the buyer's account; nothing for the moments before it is opened there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_case: Option<String>,
}

/// A file as evidence about an account. Fields come before the file; the file comes last.
#[derive(Clone, Debug, ToSchema)]
#[expect(dead_code, reason = "only its schema is used: the parts are read one by one while they stream in")]
pub struct AccountEvidenceUpload {
    /// What it is to show: `purchase_invoices`, `brand_authorisation`, `stock_pictures`, `shipping_records`,
    /// `business_identity`.
    requirement: Option<String>,
    /// Caption and what it shows.
    caption: Option<String>,
    /// The file: a picture, a video, a PDF or plain text; its real type decides, not its name.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// A case on an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AccountCaseView {
    /// The case.
    #[schema(example = "acs_0123456789abcdef0123456789abcdef_0")]
    pub id: String,
    /// `restriction` of a seller, or `report` on a buyer.
    pub kind: String,
    /// Your id of the party whose account it is.
    pub party: String,
    /// Why. A restriction: `counterfeit`, `inconsistent_goods` or `false_transactions`; a report: `false_claim`,
    /// `altered_evidence`, `swapped_return`, `extortion` or `abuse`.
    pub reason: String,
    /// Of a restriction: what the seller is asked to provide.
    pub provide: Vec<String>,
    /// Of a restriction: what it stops: `shipping`, `release`, `payout`.
    pub stops: Vec<String>,
    /// Of a report: the order on which it happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
    /// Of a report: the case of the order in which it happened, where it was in one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_case: Option<String>,
    /// Of a report: your id of the seller who reports.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported_by: Option<String>,
    /// Since when.
    pub opened_at: Timestamp,
    /// `answering`, `reviewing`, `appealing`, `standing` or `closed`.
    pub stage: String,
    /// When the stage ends, and what follows then; nothing where only the last day ends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock: Option<RunningClock>,
    /// The last day of a restriction: an exclusive end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_day: Option<Timestamp>,
    /// How often a restriction was renewed.
    pub renewed: u16,
    /// Words at its beginning: the platform's, or those of the seller who reports.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    /// Your id of the mediator who has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mediator: Option<String>,
    /// The rulings, oldest first.
    pub rulings: Vec<AccountRulingView>,
    /// When the seller appealed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appealed_at: Option<Timestamp>,
    /// Evidence, oldest first.
    pub evidence: Vec<AccountEvidenceView>,
    /// Orders that were reached to freeze them; nothing while that goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub orders_frozen: Option<u32>,
    /// Orders that were reached to let them go; nothing before that is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub orders_let_go: Option<u32>,
    /// How it ended. A restriction: `lifted` or `last_day`; a report: `upheld` or `not_upheld`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closing: Option<String>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Timestamp>,
    /// Counts every event of the case.
    pub revision: u32,
}

/// A decision in a case of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AccountRulingView {
    /// Who decided; the clock where the platform's time was over: a restriction then stays, a report is not upheld.
    pub by: Who,
    /// Whether the restriction is lifted, or the report is not upheld.
    pub lift: bool,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    /// When.
    pub at: Timestamp,
}

/// A piece of evidence about an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AccountEvidenceView {
    /// Its ordinal in the case, from 0.
    pub evidence: u16,
    /// Whose.
    pub author: String,
    /// What it is to show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requirement: Option<String>,
    /// `picture`, `video`, `pdf` or `text`.
    pub kind: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 over salt and content: what the record keeps of it.
    pub digest: String,
    /// Caption.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<Text>,
    /// When it was sealed.
    pub sealed_at: Timestamp,
    /// Where its content is.
    pub href: String,
}

/// A freeze of an order, as it lasts or lasted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FreezeView {
    /// Where it comes from: `compliance` (the seller's account) or `risk` (a case of the order).
    pub kind: String,
    /// What it stops: `shipping`, `release`, `payout`.
    pub stops: Vec<String>,
    /// Since when.
    pub since: Timestamp,
    /// When it was lifted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifted_at: Option<Timestamp>,
}
