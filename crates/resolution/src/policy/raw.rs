//! The policy file as it is written: positions kept, words not yet checked against each other.
use super::{
    Bearer, CarrierRules, ClaimRules, CommissionRules, CompensationRules, ComplaintRules, EvidenceRules,
    FileKind, FreezeRules, Fund, FundingRules, Liable, PaymentRules, PayoutRules, ReasonKind, RefundRules,
    RemedyKind, ReportRules, ReputationRules, ReturnRules, RowRemedy, ShippingRules, Side, Windows,
};
use crate::time::Period;
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor, value::MapAccessDeserializer},
};
use std::{collections::BTreeMap, fmt};
use toml::Spanned;

/// `policy.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPolicy {
    pub name: Spanned<String>,
    pub zone: Spanned<String>,
    pub windows: Windows,
    pub payment: PaymentRules,
    pub shipping: ShippingRules,
    #[serde(default)]
    pub returns: Option<ReturnRules>,
    #[serde(default)]
    pub complaints: Option<ComplaintRules>,
    #[serde(default)]
    pub compensation: Option<CompensationRules>,
    #[serde(default)]
    pub funding: Option<FundingRules>,
    pub claims: Option<ClaimRules>,
    #[serde(default)]
    pub reports: Option<ReportRules>,
    pub refunds: RefundRules,
    pub commission: CommissionRules,
    pub evidence: EvidenceRules,
    pub disputes: RawDisputes,
    pub carriers: CarrierRules,
    pub payouts: PayoutRules,
    #[serde(default)]
    pub reputation: ReputationRules,
    #[serde(default)]
    pub freeze: FreezeRules,
    pub requirement: BTreeMap<String, RawRequirement>,
    pub reason: Vec<RawReason>,
    pub procedure: BTreeMap<String, BTreeMap<String, Spanned<ProcedureItem>>>,
    pub liability: Vec<RawRow>,
    #[serde(default)]
    pub impossible: Vec<RawImpossible>,
}

/// `[disputes]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDisputes {
    pub max_changes: u8,
    pub weight_tolerance_percent: u8,
    pub weight_tolerance_grams: u32,
    pub near_one_unit_percent: u8,
    pub staff_task_every: Period,
    pub reminder_before: Period,
    pub objection_evidence: Vec<Spanned<String>>,
}

/// `[requirement.ID]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRequirement {
    pub from: Side,
    pub kinds: Vec<FileKind>,
    #[serde(default)]
    pub grams: bool,
    #[serde(default)]
    pub optional: bool,
    pub missing_means: Spanned<String>,
}

/// `[[reason]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawReason {
    pub id: Spanned<String>,
    #[serde(default = "dispute")]
    pub kind: ReasonKind,
    pub received: bool,
    #[serde(default)]
    pub sub_reasons: Vec<Spanned<String>>,
    /// Optional here only so that its absence is said in a sentence that names the reason.
    pub procedure: Option<Spanned<String>>,
    pub remedies: Vec<RemedyKind>,
    pub return_paid_by: Option<Bearer>,
    pub evidence: Vec<Spanned<String>>,
}

/// A reason is one of disputes unless it says otherwise.
const fn dispute() -> ReasonKind {
    ReasonKind::Dispute
}

/// `[[liability]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRow {
    pub id: Spanned<String>,
    pub when: Spanned<String>,
    pub liable: Liable,
    pub remedy: RowRemedy,
    pub funded_by: Fund,
    pub why: Spanned<String>,
}

/// `[[impossible]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawImpossible {
    pub when: Spanned<String>,
    pub why: String,
}

/// A value below `[procedure.NAME]`: the text of `first` or `extends`, or a stage.
pub(super) enum ProcedureItem {
    Text(String),
    Stage(BTreeMap<String, Spanned<String>>),
}

impl<'de> Deserialize<'de> for ProcedureItem {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Item;
        impl<'de> Visitor<'de> for Item {
            type Value = ProcedureItem;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a stage or procedure, or a stage such as { clock = \"15 days\", on_end = \"reviewing\" }")
            }
            fn visit_str<E>(self, text: &str) -> Result<ProcedureItem, E> {
                Ok(ProcedureItem::Text(text.to_owned()))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ProcedureItem, A::Error> {
                BTreeMap::deserialize(MapAccessDeserializer::new(map)).map(ProcedureItem::Stage)
            }
        }
        deserializer.deserialize_any(Item)
    }
}
